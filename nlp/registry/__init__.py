"""The names that Chipwire knows."""
