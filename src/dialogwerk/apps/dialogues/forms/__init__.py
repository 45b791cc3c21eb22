"""What people and staff type about dialogues, checked."""
