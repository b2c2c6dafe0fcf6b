"""What a planner reads from a run: times, queues, levels of service, platforms, lifts, flows."""
