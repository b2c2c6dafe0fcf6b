"""From where a face can be read: exact views, catchments, areas, and why not elsewhere."""
