"""Template tags of the statements app."""
