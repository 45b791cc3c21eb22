"""What people type about bodies."""
