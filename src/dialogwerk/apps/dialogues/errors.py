"""What dialogues refuse, each with a sentence for the person who reads it."""


class DialogueError(Exception):
    """Base of all; the text is shown."""


class NotOpen(DialogueError):
    """The format does not take contributions now."""


class EmptyContribution(DialogueError):
    """Neither title nor text."""


class KeyReused(DialogueError):
    """The submission key was used, for other words."""


class GateClosed(DialogueError):
    """What has to be true before the next phase is not."""


class NoQuestion(DialogueError):
    """What is to be answered or called up is no question, or not shown."""


class NotAllowedNow(DialogueError):
    """Possible at another time, or not any more; the text says why."""


class UnfitFile(DialogueError):
    """A file that cannot be read as what it should be."""


class NotWithdrawable(DialogueError):
    """Others rest on it."""


class NotPossible(DialogueError):
    """What was asked for cannot be done with this contribution as it stands now."""


class SomebodyElse(DialogueError):
    """Another person on the team has to decide this."""


class Incomplete(DialogueError):
    """Something is missing that an outcome, a decision or a lineage has to say.

    Attributes:
        field: the name of what is missing.
    """

    def __init__(self, text: str, field: str = "") -> None:
        super().__init__(text)
        self.field = field


class Unchanged(DialogueError):
    """There is nothing new to publish."""


class UnreadableFile(DialogueError):
    """A file for a document that was not read."""


class NotCommentable(DialogueError):
    """A paragraph of an old version, or no such place."""
