"""What workers find here: importing these modules registers their handlers."""

from .services import deliveries

__all__ = ["deliveries"]
