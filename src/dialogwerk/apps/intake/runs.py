"""What workers find here: importing these modules registers their handlers."""

from .services import deliveries, scans

__all__ = ["deliveries", "scans"]
