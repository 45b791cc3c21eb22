"""What is typed about promises, checked."""
