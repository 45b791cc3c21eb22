"""What the core says, in the reader's language."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dialogwerk.cores.deadlines import DeadlineError, Step, procedure_type
from dialogwerk.cores.deadlines.wording import Text


def in_reader_language(text: Text) -> str:
    """The German or the English one of two texts."""
    return text.en if (get_language() or "de").startswith("en") else text.de


NAMES = {
    "public_display": Text("Auslegung der Unterlagen", "Display of the documents"),
    "objections": Text("Einwendungen", "Objections"),
}


def name_of_step(step: Step) -> Text:
    """What a step is called; one without a name keeps its id, readable."""
    plain = step.step.replace("_", " ")
    return step.name if step.name.de else NAMES.get(step.step, Text(plain, plain))


EVENTS: dict[str, Any] = {
    "display_start": _("First day of the display"),
    "display_end": _("Last day of the display"),
    "objections_end": _("Last day for objections"),
    "scoping": _("Scoping"),
    "application": _("Application"),
    "published": _("Notice"),
}

MESSAGES: dict[str, Any] = {
    "missing_event": _("Please give the day “%(event)s”; everything counts from it."),
    "event_out_of_order": _(
        "“%(later)s” (%(later_day)s) must come after “%(earlier)s” (%(earlier_day)s), %(norm)s."
        " Please check both days."
    ),
    "period_too_short": _(
        "“%(event)s” (%(given)s) is before the lawful minimum %(minimum)s, %(norm)s. Please check"
        " the day; a shorter period has to be announced anew."
    ),
    "no_version_in_force": _(
        "The law of %(day)s is not on file here (%(land)s); the earliest on file starts on"
        " %(earliest)s. Please check the date."
    ),
    "calendar_ends": _(
        "The public holidays of %(year)s are not on file; the calendar covers %(first)s to"
        " %(last)s. Please check the date."
    ),
}


def in_words(error: DeadlineError) -> str:
    """An error of the deadline core in the reader's language, with events by their names."""
    params = {name: EVENTS.get(value, value) for name, value in _hashable(error.params)}
    return str(MESSAGES.get(error.code, error.message)) % params


def _hashable(params: dict[str, object]) -> list[tuple[str, Any]]:
    return [(name, str(value)) for name, value in params.items()]


def name_of_event(kind: str, name: str) -> str:
    """What an event of this kind of procedure is called; an unknown one keeps its id, readable."""
    try:
        return in_reader_language(procedure_type(kind).event(name).name)
    except (DeadlineError, KeyError):
        return name.replace("_", " ")
