"""Pictures for those who see a link and not the page: a card for each page, a PNG for each figure."""
