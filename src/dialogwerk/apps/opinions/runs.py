"""What workers find here: importing these modules registers their handlers."""

from .services import imports, map_runs

__all__ = ["imports", "map_runs"]
