"""See the README of this app."""
