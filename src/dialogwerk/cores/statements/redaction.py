"""Redaction of letters (Schwärzung): what is proposed, what is always hidden, and the text left.

`proposed` marks what a clerk should look at, with the evidence. `net` is what is hidden whatever
was decided: what the vault knows of the writer, and every e-mail address. `replaced` in
`redaction_marks` writes the text without the marks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from dialogwerk.cores.statements.redaction_known import Known, known_marks
from dialogwerk.cores.statements.redaction_marks import (
    CERTAIN,
    LABELS,
    Kind,
    Mark,
    merged,
    outside_labels,
    replaced,
)
from dialogwerk.cores.statements.redaction_near import near_marks
from dialogwerk.cores.statements.redaction_patterns import pattern_marks
from dialogwerk.cores.statements.redaction_people import people_marks

__all__ = [
    "CERTAIN",
    "LABELS",
    "Kind",
    "Known",
    "Mark",
    "hidden",
    "merged",
    "net",
    "proposed",
    "replaced",
]

NET_KINDS = frozenset({Kind.NAME, Kind.ADDRESS, Kind.EMAIL, Kind.PHONE})


def net(text: str, known: Iterable[Known] = ()) -> list[Mark]:
    """What is hidden whatever anybody decided: what is known of these people, e-mail addresses.

    >>> replaced("Fragen an e.b@beispiel.example", net("Fragen an e.b@beispiel.example"))
    'Fragen an [E-Mail]'
    """
    found = [mark for one in known for mark in known_marks(text, one)]
    found = found or known_marks(text, Known())
    return merged(outside_labels(text, found))


def proposed(text: str, known: Iterable[Known] = (), *, keep: Collection[str] = ()) -> list[Mark]:
    """Everything in a letter that may tell who somebody is: sorted, disjoint, each with its reason.

    Args:
        known: what the vault knows of the writer (and of others who may be named).
        keep: numbers that belong to nobody, e.g. the file reference of the procedure.

    >>> letter = "Ich, Max Probe, wohne am Probeweg 3.\\nMein Flurstück 12/4 liegt daneben."
    >>> [(mark.kind.value, mark.of(letter)) for mark in proposed(letter)]
    [('name', 'Max Probe'), ('address', 'Probeweg 3'), ('parcel', 'Flurstück 12/4')]
    """
    people = list(known)
    found = [*net(text, people), *pattern_marks(text, keep=keep), *people_marks(text)]
    for one in people:
        found += near_marks(text, one)
    return merged(outside_labels(text, found))


def hidden(text: str, known: Iterable[Known] = (), *, kinds: Collection[Kind] = NET_KINDS) -> str:
    """The text without what `net` finds of these kinds; doing it again changes nothing."""
    return replaced(text, net(text, known), kinds)
