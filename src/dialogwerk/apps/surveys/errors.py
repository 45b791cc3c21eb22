"""What surveys refuse, each with a sentence for the person who reads it."""


class SurveyError(Exception):
    """Base of all; the text is shown."""


class Frozen(SurveyError):
    """A published version does not change."""


class NothingToAsk(SurveyError):
    """A version without questions is not published."""


class NotAnswerable(SurveyError):
    """The survey takes no answers now."""


class AnsweredAlready(SurveyError):
    """This browser has answered this survey."""
