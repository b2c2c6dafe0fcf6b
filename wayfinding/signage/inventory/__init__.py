"""The signs as a table that a spreadsheet may change, and what needs care."""
