"""What workers find here: importing these modules registers their handlers."""

from .services import imports

__all__ = ["imports"]
