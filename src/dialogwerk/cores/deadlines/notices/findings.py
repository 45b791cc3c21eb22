"""What a check of a notice finds."""

from __future__ import annotations

from dataclasses import dataclass

from ..wording import Text

ERROR, WARNING, ADVICE = "error", "warning", "advice"


@dataclass(frozen=True, slots=True)
class NoticeFinding:
    """One thing found in a notice.

    Attributes:
        code: what kind: "missing_hint", "period_too_short", "wrong_weekday" ...
        severity: "error" (publication is blocked), "warning" or "advice".
        subject: id of the hint, or name of the day, such as "display_end".
        text: what is found, why it matters and what to do.
        norms: legal grounds.
        where: start and end in the text if something printed is wrong; None if it is missing.
    """

    code: str
    severity: str
    subject: str
    text: Text
    norms: tuple[str, ...] = ()
    where: tuple[int, int] | None = None

    @property
    def blocks(self) -> bool:
        """Whether the notice may not be published like this."""
        return self.severity == ERROR
