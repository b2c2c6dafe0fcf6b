"""What to tell a passenger: directions in two languages, answers, and the search for places."""
