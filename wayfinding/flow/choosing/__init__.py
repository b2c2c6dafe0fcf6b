"""Which ways people consider, and what they settle on after many days."""
