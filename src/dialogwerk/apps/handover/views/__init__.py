"""Pages of the developer of a scheme, and of the authority on what was handed over."""
