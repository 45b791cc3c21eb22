"""What workers find here: importing these modules registers their handlers."""

from .services import campaigns, imports, reply_runs

__all__ = ["campaigns", "imports", "reply_runs"]
