"""What workers find here: importing these modules registers their handlers."""

from .services import duplicates, imports, news, theme_learning

__all__ = ["duplicates", "imports", "news", "theme_learning"]
