"""Changes with consequences: screen, command and tests call the same functions."""
