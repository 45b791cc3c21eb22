"""What workers find here: importing these modules registers their handlers."""

from .services import campaigns, imports

__all__ = ["campaigns", "imports"]
