"""Values of the interlock: a format of dialogue, a finding about it, a place for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from .wording import Text

Severity = Literal["error", "warning", "advice"]


@dataclass(frozen=True, slots=True)
class DialogueFormat:
    """An informal format beside the procedure.

    Attributes:
        id: stable name, to which findings refer.
        title: what it is called in public.
        kind: "early_participation", "event", "workshop", "online", "mediation".
        first_day, last_day: both included.
        answer_by: until when contributions are taken; None without such a day.
        says_no_objection: it says that a contribution is no formal objection.
        result_handed_over: when its result went to the authority; None if it has not.
        promises: what was promised there, in words.
        summary: how it is described in public.
    """

    id: str
    title: str
    kind: str
    first_day: date
    last_day: date
    answer_by: date | None = None
    says_no_objection: bool = False
    result_handed_over: date | None = None
    promises: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What does not go together, or what one should know.

    Attributes:
        code: stable name of this kind of finding.
        severity: "error" (rights or the procedure are at risk), "warning", "advice".
        subject: id of the format; "" if it is about the procedure.
        text: what was found.
        advice: what to do.
        norms: legal grounds.
    """

    code: str
    severity: Severity
    subject: str
    text: Text
    advice: Text
    norms: tuple[str, ...]

    def as_dict(self) -> dict[str, object]:
        """Values for JSON."""
        return {
            "code": self.code,
            "severity": self.severity,
            "subject": self.subject,
            "text_de": self.text.de,
            "text_en": self.text.en,
            "advice_de": self.advice.de,
            "advice_en": self.advice.en,
            "norms": list(self.norms),
        }


@dataclass(frozen=True, slots=True)
class Opportunity:
    """Where informal dialogue has its place in this procedure.

    Attributes:
        id: stable name.
        name: what it is called.
        first_day, last_day: the window, both included; None where it is open.
        purpose: what dialogue can do there.
        advice: what to mind.
        norms: legal grounds; empty where no norm speaks of it.
    """

    id: str
    name: Text
    first_day: date | None
    last_day: date | None
    purpose: Text
    advice: Text
    norms: tuple[str, ...]

    def as_dict(self) -> dict[str, object]:
        """Values for JSON."""
        return {
            "id": self.id,
            "name_de": self.name.de,
            "name_en": self.name.en,
            "first_day": self.first_day.isoformat() if self.first_day else None,
            "last_day": self.last_day.isoformat() if self.last_day else None,
            "purpose_de": self.purpose.de,
            "purpose_en": self.purpose.en,
            "advice_de": self.advice.de,
            "advice_en": self.advice.en,
            "norms": list(self.norms),
        }
