"""What workers can do for this app; importing a module registers its handlers."""

from .services import imports

__all__ = ["imports"]
