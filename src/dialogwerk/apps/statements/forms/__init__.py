"""What people type, checked; one module per page."""
