"""Sentences of the contributions core, and our own findings, in the reader's language.

The core knows no Django and speaks English; a test compares the sentences here with its own.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from dialogwerk.apps.base.table_words import sentence
from dialogwerk.cores.contributions import ContributionsError, Finding

SENTENCES: Mapping[str, str] = {
    "empty": gettext_noop("Title and text are empty; the row is not taken in."),
    "no_id": gettext_noop(
        "The row has no number of its own (column “%(column)s”), so that it could not be"
        " recognised later; it is not taken in."
    ),
    "repeated": gettext_noop(
        "The number “%(value)s” stands in row %(first)s already; the row is not taken in. Give"
        " each contribution a number of its own."
    ),
    "too_long": gettext_noop(
        "The text has %(length)s characters, at most %(limit)s are taken in; shorten it or type"
        " it in by hand."
    ),
    "withdrawn": gettext_noop("Withdrawn by its author in the source; it is not taken in."),
    "bad_date": gettext_noop(
        "“%(value)s” cannot be read as a date; the row is not taken in. Write it like 01.03.2026,"
        " 01.03.2026 14:30 or 2026-03-01."
    ),
    "bad_place": gettext_noop(
        "“%(value)s” is not a place on the map (degrees of longitude and latitude); it is left out."
    ),
    "bad_url": gettext_noop("“%(value)s” is not a web address; it is left out."),
    "bad_count": gettext_noop("“%(value)s” is not a number of supporters; 0 is taken."),
    "bad_label": gettext_noop(
        "“%(value)s” in the column of a theme is neither 1 nor 0; the row is not taken in."
    ),
    "shortened": gettext_noop("The value has %(length)s characters and is cut to %(limit)s."),
    "no_reason": gettext_noop(
        "The source says “%(value)s”, but gives no answer. No outcome is recorded: it needs"
        " reasons."
    ),
    "state_unknown": gettext_noop(
        "The state “%(value)s” has no outcome that means the same here; none is recorded."
    ),
    "table": "%(value)s",
    "conflict": gettext_noop(
        "The contribution “%(value)s” was taken in before, with other words. What was received is"
        " never overwritten; the row is not taken in."
    ),
    "future": gettext_noop("The date “%(value)s” lies in the future; the row is not taken in."),
    "no_day": gettext_noop(
        "The source does not say when this was decided; no outcome is recorded. Give a day for"
        " such outcomes above, if you know it."
    ),
}
SEVERITIES: Mapping[str, str] = {"conflict": "error", "future": "error", "no_day": "warning"}
"""Of those that the core does not know."""

ERRORS = (
    gettext_noop("The file cannot be read as contributions."),
    gettext_noop(
        "No column with the text of the contributions was found. The columns are: %(columns)s."
        " Say which of them holds the text or the title."
    ),
    gettext_noop("The file has no column “%(column)s”. Its columns are: %(columns)s."),
    gettext_noop("There is no field “%(field)s”. The fields are: %(fields)s."),
    gettext_noop(
        "“%(name)s” is not an export as Decidim writes it: %(reason)s (near character"
        " %(position)s). Export the proposals again as JSON or CSV."
    ),
)
REASONS = (
    gettext_noop("entry is no object"),
    gettext_noop("it does not begin with a list"),
    gettext_noop("it breaks off"),
    gettext_noop("a comma stands before the end"),
    gettext_noop("a comma is missing"),
    gettext_noop("its characters are not UTF-8"),
    gettext_noop("an entry cannot be read"),
)

FIELDS: Mapping[str, Any] = {
    "id": gettext_lazy("Number in the source"),
    "title": gettext_lazy("Title"),
    "text": gettext_lazy("Text"),
    "url": gettext_lazy("Address of the source"),
    "category": gettext_lazy("Category"),
    "date": gettext_lazy("Said on"),
    "latitude": gettext_lazy("Latitude"),
    "longitude": gettext_lazy("Longitude"),
    "place": gettext_lazy("Name of the place"),
    "shown_as": gettext_lazy("Name under which the author was shown"),
    "support": gettext_lazy("Number of supporters"),
    "state": gettext_lazy("State in the source"),
    "answer": gettext_lazy("Answer in the source"),
    "decided_on": gettext_lazy("Day of the answer"),
    "themes": gettext_lazy("Theme (1 or 0)"),
}


def severity_of(finding: Finding) -> str:
    """ "error", "warning" or "note"."""
    return SEVERITIES.get(finding.code) or finding.severity


def as_json(finding: Finding) -> dict[str, Any]:
    """A finding as it is kept."""
    return {
        "row": finding.row,
        "field": finding.field,
        "code": finding.code,
        "severity": severity_of(finding),
        "params": finding.params,
    }


def shown(findings: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Kept findings with their sentence and the name of the field."""
    for one in findings:
        said = sentence(SENTENCES[one["code"]], one["params"])
        yield {**one, "sentence": said, "label": str(FIELDS.get(one["field"], one["field"]))}


def error_sentence(error: ContributionsError) -> str:
    """What is wrong with a file."""
    params = {
        key: _(str(value)) if key == "reason" else value for key, value in error.params.items()
    }
    return str(_(error.message) % params)
