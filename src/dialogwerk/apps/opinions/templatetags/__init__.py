"""Template tags of opinion rounds."""
