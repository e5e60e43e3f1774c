"""Named things in a text: recognised, and linked to the registry."""
