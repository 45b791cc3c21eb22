"""What can go wrong with letters, arguments and replies, in sentences for the screen."""


class StatementError(Exception):
    """Base of all errors here; the message says what happened and what to do."""


class EmptyStatement(StatementError):
    """A letter without text and without files."""


class KeyReused(StatementError):
    """The same form was sent again with other words in it."""


class OpenPassages(StatementError):
    """A letter cannot be finished while proposed passages are undecided."""

    def __init__(self, message: str, count: int) -> None:
        super().__init__(message)
        self.count = count


class PassageOverlaps(StatementError):
    """A passage was selected that overlaps one already tied."""


class PassageNotFound(StatementError):
    """A selection lies outside the text or is empty."""


class NotReleased(StatementError):
    """No person has released this letter to the audience that asks for it."""


class NotAllowedNow(StatementError):
    """The state of the record forbids this step; the message says why."""


class GroupedMeanwhile(StatementError):
    """Somebody else has stored campaigns of the same letters since they were read."""


class GateClosed(StatementError):
    """The weighing cannot be closed while something is open."""


class MailUnavailable(StatementError):
    """The mail server cannot be reached; nothing was sent."""
