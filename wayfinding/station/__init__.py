"""What the station is: read, checked, seen at a moment and under scenarios, written; nothing of routes or people."""
