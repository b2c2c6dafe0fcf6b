"""What the crowd walks on: the routes' network as plain arrays, cells of floor, capacities, the states of a day."""
