"""What changes surveys, with its consequences."""
