"""Whether a notice appears early enough before the first day it announces."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any

from ..wording import Text, long_date
from .catalogue import MUST, cited, law_of, read_yaml
from .facts import NoticeFacts, day_names
from .findings import ERROR, WARNING, NoticeFinding


def too_late(kind: str, facts: NoticeFacts) -> Iterator[NoticeFinding]:
    """A finding if the day of publication is too late; the strictest rule that is broken."""
    published = facts.publish_on
    if published is None:
        return
    broken = [
        (rule, first, first - timedelta(days=rule["days"]))
        for rule in _rules_for(kind, facts, published)
        if (first := facts.day(rule["first"])) and published > first - timedelta(days=rule["days"])
    ]
    if broken:
        yield _finding(*min(broken, key=lambda one: one[0]["weight"] != MUST), published, facts)


def latest_publication(kind: str, facts: NoticeFacts) -> date | None:
    """The latest day of publication that keeps every rule, also those that only should be kept."""
    day = facts.publish_on or facts.day("display_start") or date.max
    days = [
        first - timedelta(days=rule["days"])
        for rule in _rules_for(kind, facts, day)
        if (first := facts.day(rule["first"]))
    ]
    return min(days, default=None)


def _finding(
    rule: dict[str, Any], first: date, latest: date, published: date, facts: NoticeFacts
) -> NoticeFinding:
    norm = cited(rule["norm"], law_of(facts)[0])
    name = day_names()[rule["first"]]
    return NoticeFinding(
        "published_too_late",
        ERROR if rule["weight"] == MUST else WARNING,
        rule["first"],
        Text(
            f"Veröffentlicht wird am {long_date(published, 'de')}, angekündigt ist als {name.de} "
            f"{long_date(first, 'de')}. Spätester Tag der Veröffentlichung ist "
            f"{long_date(latest, 'de')} ({norm}). Bitte veröffentlichen Sie früher oder verlegen "
            "Sie den Beginn.",
            f"Publication is on {long_date(published, 'en')}; announced as {name.en} is "
            f"{long_date(first, 'en')}. The latest day of publication is {long_date(latest, 'en')} "
            f"({norm}). Please publish earlier or move the start.",
        ),
        (norm, *(("§ 187 Abs. 1 BGB",) if rule["days"] == 8 else ())),
    )


def _rules_for(kind: str, facts: NoticeFacts, day: date) -> list[dict[str, Any]]:
    variant = facts.effective_variant
    return [
        rule
        for rule in _rules()
        if kind in rule["kinds"]
        and facts.procedure_type in rule["types"]
        and (not rule.get("variants") or variant in rule["variants"])
        and variant not in rule.get("not_variants", ())
        and rule.get("valid_from", date.min) <= day <= rule.get("valid_to", date.max)
    ]


@cache
def _rules() -> tuple[dict[str, Any], ...]:
    return tuple(read_yaml("leads"))
