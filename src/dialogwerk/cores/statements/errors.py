"""What can go wrong in ``cores/statements``; every error derives from `StatementsError`."""

from __future__ import annotations

from collections.abc import Sequence


class StatementsError(Exception):
    """Base class; the message says what happened and what to do about it."""


class SettingOutOfRange(StatementsError, ValueError):
    """A setting has a value that no grouping can be made with."""

    def __init__(self, setting: str, value: object, allowed: str) -> None:
        super().__init__(
            f"The setting '{setting}' is {value!r}, but must be {allowed}. Please correct it."
        )


class RehearsalImpossible(StatementsError, ValueError):
    """The wished numbers of letters, persons and templates cannot be brought together."""


class LengthMismatch(StatementsError, ValueError):
    """Two sequences that belong together have different lengths."""


class UnknownGround(StatementsError, LookupError):
    """No legal ground for one answer to many has this id."""

    def __init__(self, key: str, known: list[str]) -> None:
        super().__init__(f"There is no ground '{key}'; there are {', '.join(known)}.")


class NothingToLearnFrom(StatementsError, ValueError):
    """There are too few decisions for a model."""


class UnreadableModel(StatementsError, ValueError):
    """A stored model is damaged or of another kind."""


class LettersUnreadable(StatementsError, ValueError):
    """A file of letters is damaged."""


class ColumnsMissing(StatementsError, LookupError):
    """A file of letters lacks columns that were asked for."""

    def __init__(self, path: str, missing: Sequence[str], there: Sequence[str]) -> None:
        lacking = " and ".join(f"“{column}”" for column in missing)
        listed = ", ".join(f"“{column}”" for column in there)
        super().__init__(f"{path} has no column {lacking}. Its columns are: {listed}.")
