"""What workers find here: importing these modules registers their handlers."""

from .services import hand_over_runs

__all__ = ["hand_over_runs"]
