"""What each body answered to each question, who decided so, and the words it rests on."""
