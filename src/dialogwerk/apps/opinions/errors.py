"""What opinion rounds refuse, each with a sentence for the person who reads it."""


class OpinionError(Exception):
    """Base of all; the text is shown."""


class RoundClosed(OpinionError):
    """The round takes no votes and statements now."""


class UnknownStatement(OpinionError):
    """Nobody can vote on this statement, or no longer."""


class UnfitVote(OpinionError):
    """Neither agreement, disagreement nor pass."""


class UnfitStatement(OpinionError):
    """Nothing written, too long, or there already."""


class NoAppeal(OpinionError):
    """Nobody can object to this, or no longer."""


class SomebodyElse(OpinionError):
    """Another person on the team has to decide this."""


class TooOften(OpinionError):
    """Too much at once from one connection."""


class UnfitImport(OpinionError):
    """Files that cannot be taken over; the text says where and why."""


class NothingToCount(OpinionError):
    """Nobody has voted yet."""
