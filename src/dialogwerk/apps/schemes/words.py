"""What the core says, in the reader's language."""

from collections.abc import Mapping
from functools import cache

from django.utils.translation import get_language

from dialogwerk.cores.deadlines import DeadlineError, ProcedureType, procedure_type, procedure_types
from dialogwerk.cores.deadlines.wording import Text


def reader_language() -> str:
    """Which of the two languages of the core the reader sees, "de" or "en"."""
    return "en" if (get_language() or "de").startswith("en") else "de"


def in_reader_language(text: Text) -> str:
    """The German or the English one of two texts."""
    return text.en if reader_language() == "en" else text.de


def in_words(error: DeadlineError, kind: str = "") -> str:
    """An error of the deadline core in the reader's language, with events by their names.

    Args:
        error: what the core refused.
        kind: type of procedure whose names come first.
    """
    return error.sentence(reader_language(), _names(kind, reader_language()))


@cache
def _names(kind: str, language: str) -> Mapping[str, str]:
    """What events and steps of all types are called; names of one type win."""
    types = sorted(procedure_types(), key=lambda one: one.id == kind)
    found = {id_: text for one in types for id_, text in _texts(one).items()}
    return {id_: text.en if language == "en" else text.de for id_, text in found.items()}


def _texts(declared: ProcedureType) -> dict[str, Text]:
    steps = {rule.step: rule.name for rule in declared.steps}
    return {**steps, **{event.id: event.name for event in declared.events}}


def name_of_step(kind: str, step: str) -> str:
    """What a step of this type of procedure is called; an unknown one keeps its id, readable."""
    try:
        rules = procedure_type(kind).steps
        return in_reader_language(next(rule.name for rule in rules if rule.step == step))
    except (DeadlineError, StopIteration):
        return step.replace("_", " ")


def name_of_event(kind: str, name: str) -> str:
    """What an event of this type of procedure is called; an unknown one keeps its id, readable."""
    try:
        return in_reader_language(procedure_type(kind).event(name).name)
    except (DeadlineError, KeyError):
        return name.replace("_", " ")
