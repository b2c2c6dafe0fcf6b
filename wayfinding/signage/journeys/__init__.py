"""What people meet on their ways: what is legible where, gaps, and choices that signs settle or do not."""
