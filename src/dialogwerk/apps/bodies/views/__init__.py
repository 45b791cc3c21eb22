"""Pages of bodies: for everyone, and for those who keep the record."""
