"""What can go wrong with deliveries, in sentences for the screen."""


class IntakeError(Exception):
    """Base of all errors here; the message says what happened and what to do."""


class NotPossibleNow(IntakeError):
    """The state of the record forbids this step; the message says why."""


class MailboxError(IntakeError):
    """A mailbox cannot be read; nothing in it was changed."""
