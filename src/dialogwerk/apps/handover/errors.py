"""What can go wrong with a hand-over, in sentences for the screen."""


class HandOverError(Exception):
    """Base of all errors here; the message says what happened and what to do."""


class NothingNew(HandOverError):
    """Nothing was raised, or nothing has changed since the last hand-over."""


class NotHandedOver(HandOverError):
    """The argument, or the procedure, was not handed over to the developer."""


class WritingClosed(HandOverError):
    """The weighing is closed, so that no comment can be made any more."""


class ChangedMeanwhile(HandOverError):
    """Somebody else saved another text since this one was opened."""


class UnusableSheet(HandOverError):
    """The file that came back is not the sheet of a hand-over of this procedure."""
