"""What a dry run notices in a table: findings by row, kept as message and values, shown as text."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as made_by
from typing import Any

from django.utils.translation import gettext_noop

from dialogwerk.apps.base.table_words import sentence
from dialogwerk.cores.tables.values import Problem

from .import_fields import label_of

ERROR, WARNING, NOTE = "error", "warning", "note"
KEPT_FINDINGS = 1_000


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of finding: its severity and its sentence, with named placeholders."""

    code: str
    severity: str
    message: str


EMPTY = Kind(
    "empty",
    ERROR,
    gettext_noop("Text and subject are empty; the row is not taken in."),
)
ONLY_TITLE = Kind(
    "only_title",
    WARNING,
    gettext_noop("The text is empty; the subject is taken for the text."),
)
TOO_LONG = Kind(
    "too_long",
    ERROR,
    gettext_noop(
        "The text has %(length)s characters; at most %(limit)s are taken in from a table."
        " Hand it in as a file with a letter taken down by hand."
    ),
)
BAD_DATE = Kind(
    "bad_date",
    ERROR,
    gettext_noop(
        "“%(value)s” cannot be read as a date; the row is not taken in."
        " Write it like 01.03.2026, 01.03.2026 14:30 or 2026-03-01."
    ),
)
BAD_BIRTH_DATE = Kind(
    "bad_birth_date",
    NOTE,
    gettext_noop("The date of birth cannot be read and is left out."),
)
FUTURE_DATE = Kind(
    "future_date",
    ERROR,
    gettext_noop("The date of receipt “%(value)s” lies in the future; the row is not taken in."),
)
REPEATED_ID = Kind(
    "repeated_id",
    WARNING,
    gettext_noop(
        "The number “%(id)s” with the same text stands in row %(first)s already;"
        " it is taken in once."
    ),
)
CLASHING_ID = Kind(
    "clashing_id",
    ERROR,
    gettext_noop(
        "The number “%(id)s” stands in row %(first)s already, with another text;"
        " this row is not taken in. Give each letter a number of its own."
    ),
)
CONFLICT = Kind(
    "conflict",
    ERROR,
    gettext_noop(
        "A letter with the number “%(id)s” was taken in before, with another text."
        " What was received is never overwritten; the row is not taken in."
    ),
)
KNOWN = Kind("known", NOTE, gettext_noop("This letter was taken in before; nothing is added."))
BAD_EMAIL = Kind(
    "bad_email",
    WARNING,
    gettext_noop("The e-mail address is not one as it should be; it is kept as given."),
)
HTML = Kind(
    "html",
    WARNING,
    gettext_noop("The text contains HTML; it is kept and shown as text, with its tags."),
)
BAD_URL = Kind(
    "bad_url",
    WARNING,
    gettext_noop("“%(value)s” is not a web address; it stays in the original only."),
)
BAD_PLACE = Kind(
    "bad_place",
    WARNING,
    gettext_noop(
        "“%(value)s” is not a place on the map (degrees of longitude and latitude);"
        " it stays in the original only."
    ),
)
BAD_CHANNEL = Kind(
    "bad_channel",
    WARNING,
    gettext_noop("The channel “%(value)s” is not known; “%(instead)s” is noted instead."),
)
SHORTENED = Kind(
    "shortened",
    WARNING,
    gettext_noop("The value has %(length)s characters and is cut to %(limit)s."),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing noticed in one row; ``message`` is the untranslated sentence.

    ``params`` never hold a value that belongs into the vault: findings are kept outside of it.
    """

    row: int
    field: str
    code: str
    severity: str
    message: str
    params: Mapping[str, Any] = made_by(default_factory=dict)

    @classmethod
    def of(cls, kind: Kind, row: int, field: str = "", **params: Any) -> "Finding":
        """A finding of this kind; long values are cut for the screen."""
        shown = {key: _short(value) for key, value in params.items()}
        return cls(row, field, kind.code, kind.severity, kind.message, shown)

    @classmethod
    def of_problem(cls, problem: str, row: int) -> "Finding":
        """What the table core noticed while reading the row."""
        if isinstance(problem, Problem):
            params = {key: _short(value) for key, value in problem.params.items()}
            return cls(row, "", f"table.{problem.code}", WARNING, problem.message, params)
        return cls(row, "", "table", WARNING, "%(problem)s", {"problem": str(problem)})

    def as_json(self) -> dict[str, Any]:
        return {
            "row": self.row,
            "field": self.field,
            "code": self.code,
            "severity": self.severity,
            "message": self.message,
            "params": dict(self.params),
        }


def _short(value: Any) -> Any:
    if isinstance(value, str) and len(value) > 60:
        return value[:59] + "…"
    return value if isinstance(value, int | float) else str(value)


class FindingLog:
    """Counts everything and keeps the first findings, the grave ones before the others."""

    def __init__(self) -> None:
        self.counts = {ERROR: 0, WARNING: 0, NOTE: 0}
        self.by_code: dict[str, int] = {}
        self._kept: dict[str, list[Finding]] = {ERROR: [], WARNING: [], NOTE: []}

    def add(self, findings: Iterable[Finding]) -> None:
        for finding in findings:
            self.counts[finding.severity] += 1
            self.by_code[finding.code] = self.by_code.get(finding.code, 0) + 1
            if len(self._kept[finding.severity]) < KEPT_FINDINGS:
                self._kept[finding.severity].append(finding)

    def kept(self) -> list[Finding]:
        """At most a thousand: errors first in line, then warnings and notes; by row."""
        ordered = [one for severity in (ERROR, WARNING, NOTE) for one in self._kept[severity]]
        return sorted(ordered[:KEPT_FINDINGS], key=lambda one: one.row)

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def shown(findings: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Stored findings with their sentence and the name of the field, for a page or a file."""
    for finding in findings:
        said = sentence(finding["message"], finding["params"])
        yield {**finding, "sentence": said, "label": label_of(finding["field"])}
