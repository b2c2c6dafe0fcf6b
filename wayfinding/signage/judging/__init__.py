"""Whether arrows are true, for whom, and which a change turns wrong."""
