"""What changes a dialogue, with its consequences."""
