"""The engine: a wheel of events, one person passing a cell or a pathway at a time."""
