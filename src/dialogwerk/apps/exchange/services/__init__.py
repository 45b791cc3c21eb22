"""Messages of XBeteiligung: written for letters, and letters taken from them."""
