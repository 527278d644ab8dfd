"""From a spreadsheet to a round: a row per body, a column per question, a mapping that says which."""
