"""What is sent from the pages of hand-overs and comments."""
