"""What people and staff type about events, checked."""
