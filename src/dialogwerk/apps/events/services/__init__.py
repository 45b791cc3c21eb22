"""What changes events, with its consequences."""
