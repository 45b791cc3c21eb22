"""What events refuse, each with a sentence for the person who reads it."""


class EventError(Exception):
    """Base of all; the text is shown."""


class NotRegistrable(EventError):
    """Nobody can register for it now."""


class WrongTimes(EventError):
    """An end that lies before its beginning."""


class NoReason(EventError):
    """An event is called off without saying why."""
