"""What the crowd does: demand, a compiled engine on the routes' network, and what planners read from its records."""
