"""Portraits of groups in plain German; every sentence cites the statements that it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dialogwerk.cores.opinions.representing import Common, Representative

_MOSTLY, _NEARLY_ALL = 0.5, 0.85


@dataclass(frozen=True)
class Sentence:
    """A sentence and the columns of the statements that it cites."""

    german: str
    statements: tuple[int, ...]


def portrait(
    group: int,
    typical: Sequence[Representative],
    uniting: Sequence[Common],
    *,
    texts: Mapping[int, str],
) -> tuple[Sentence, ...]:
    """What a group agrees with, what it refuses, and what it shares with all others.

    Says nothing about who the people are, and no sentence goes without a statement.

    Args:
        group: number of the group, 0 for the largest.
        typical: its representative statements.
        uniting: statements that unite all groups.
        texts: wording by column; its number stands for a missing one.
    """
    said = [_typical(one, texts) for one in typical]
    said += [_shared(one, group, texts) for one in uniting]
    return tuple(said)


def _typical(one: Representative, texts: Mapping[int, str]) -> Sentence:
    does = "Zustimmung" if one.agrees else "Ablehnung"
    more = (
        f"{_times(one.ratio)}-mal so häufig wie bei den übrigen Teilnehmenden"
        if one.ratio >= 1.05
        else "etwa so häufig wie bei den übrigen Teilnehmenden"
    )
    german = (
        f"{_how_many(one.votes, one.seen, does)} {_quoted(one.statement, texts)}"
        f" ({one.votes} von {one.seen} Stimmen; {more})."
    )
    return Sentence(german, (one.statement,))


def _how_many(votes: int, seen: int, does: str) -> str:
    share = votes / seen if seen else 0.0
    if share >= _NEARLY_ALL:
        return f"Fast einhellige {does} in dieser Gruppe:"
    if share > _MOSTLY:
        return f"Überwiegende {does} in dieser Gruppe:"
    return f"Teilweise {does} in dieser Gruppe:"


def _shared(one: Common, group: int, texts: Mapping[int, str]) -> Sentence:
    does = "stimmt" if one.agrees else "lehnt"
    verb = "zu" if one.agrees else "ab"
    german = (
        f"Wie alle Gruppen {does} auch diese überwiegend {verb}:"
        f" {_quoted(one.statement, texts)} (geschätzt {_percent(one.shares[group])})."
    )
    return Sentence(german, (one.statement,))


def _quoted(statement: int, texts: Mapping[int, str]) -> str:
    text = " ".join(texts.get(statement, "").split())
    return f"„{text}“ [{statement}]" if text else f"Aussage [{statement}]"


def _times(ratio: float) -> str:
    return f"{ratio:.1f}".replace(".", ",")


def _percent(value: float) -> str:
    return f"{value:.0%}".replace("%", " %")
