"""Two states of a station under the same people: who gains, who loses, what else changes, how sure that is."""
