"""What the signs tell: where they can be read, where guidance fails, where the next ones do most good."""
