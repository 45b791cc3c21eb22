"""Views find what this person may see, call at most one service, and render."""
