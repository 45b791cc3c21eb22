"""What workers find here: importing these modules registers their handlers."""

from .services import duplicates, imports, theme_learning

__all__ = ["duplicates", "imports", "theme_learning"]
