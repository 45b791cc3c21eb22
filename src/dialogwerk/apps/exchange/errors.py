"""What can go wrong with an exchange, in sentences for the screen."""


class ExchangeError(Exception):
    """Base of all errors here; the message says what happened and what to do."""


class NotLinked(ExchangeError):
    """The identifiers that partners know the procedure by are not stored yet."""


class TooMany(ExchangeError):
    """More letters than fit one file."""


class Refused(ExchangeError):
    """A message that cannot be taken in, or a file that holds none."""
