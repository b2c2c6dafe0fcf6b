"""Where the next signs go, which can go, and which would serve better elsewhere."""
