"""Events and who comes to them."""

from .events import Event, GroupReached
from .registrations import Notice, Registration

__all__ = ["Event", "GroupReached", "Notice", "Registration"]
