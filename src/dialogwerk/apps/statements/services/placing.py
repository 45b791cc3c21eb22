"""New letters put into campaigns that are there, without grouping all letters again.

In the background they are found in an index of all letters (`placing_index`), in milliseconds and
with the result that grouping all again would have. A page that opens a letter before that compares
it with the templates only, which needs no kernels.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from django.core.cache import cache
from django.db import transaction
from django.db.models import F

from dialogwerk.apps.schemes.models import Procedure

from ..models import Campaign, Statement
from .campaigns import last_grouped, lock
from .membership import Spans, deviation, move
from .placing_index import PLACING, index_of

LIKELY = 0.5
"""Share of a template's words that a letter must have before the two are compared closely."""

LETTERS_AT_ONCE = 500
ACTOR = PLACING


class _Template(NamedTuple):
    campaign: Campaign
    words: set[str]


def place(statement: Statement, *, by: str = ACTOR) -> Campaign | None:
    """Put a new letter into the campaign whose template it uses, if there is one.

    Compares it only with templates that share most of their words with it; a letter that a clerk
    has dealt with is left alone. Returns the campaign the letter is in now.
    """
    if _is_settled(statement):
        return statement.campaign
    return _join(statement, _best(statement, _templates(statement.procedure)), by)


def place_new(procedure: Procedure, *, by: str = ACTOR) -> int:
    """Place letters that came since the last grouping, the oldest first; each is tried once.

    Looks at no more than `LETTERS_AT_ONCE`; the next call goes on behind them. Returns how many
    joined a campaign.
    """
    until = _tried_until(procedure)
    fresh = procedure.statements.filter(pk__gt=until).order_by("pk")
    letters = list(fresh[:LETTERS_AT_ONCE]) if procedure.campaigns.exists() else []
    if not letters:
        return 0
    index = index_of(procedure, until=until)
    campaigns = procedure.campaigns.select_related("merged_into").in_bulk()
    joined = 0
    for letter in letters:
        if not _is_settled(letter):
            placed = index.place(letter.text)
            found = campaigns.get(placed.campaign) if placed else None
            joined += _join(letter, found.final if found else None, by) is not None
    cache.set(_key(procedure), letters[-1].pk, timeout=None)
    return joined


def _tried_until(procedure: Procedure) -> int:
    """Primary key of the newest letter that was grouped or tried; forgetting it costs time only."""
    tried: int = cache.get(_key(procedure), 0)
    return max(last_grouped(procedure), tried)


def _key(procedure: Procedure) -> str:
    return f"placed:{procedure.pk}"


def _is_settled(statement: Statement) -> bool:
    """Whether the letter is in a campaign, or a clerk has dealt with it."""
    return bool(statement.campaign_id or statement.campaign_fixed or statement.read_at)


def _join(statement: Statement, best: Campaign | None, by: str) -> Campaign | None:
    """Put a letter into a campaign, unless it, or a clerk, has changed meanwhile."""
    if best is None:
        return None
    with transaction.atomic():
        lock(statement.procedure)
        statement.refresh_from_db(fields=["campaign", "campaign_fixed", "read_at"])
        same = Campaign.objects.filter(pk=best.pk, template=best.template)
        if _is_settled(statement) or not same.exists():
            return statement.campaign
        is_known = best.statements.filter(person=statement.person_id).exists()
        move(statement, best, by=by)
        statement.refresh_from_db(fields=["has_own_words"])
        same.update(  # numbers, since PostgreSQL adds no boolean
            size=F("size") + 1,
            people=F("people") + int(not is_known),
            letters_with_own_words=F("letters_with_own_words") + int(statement.has_own_words),
        )
    statement.refresh_from_db()
    return best


def _templates(procedure: Procedure) -> list[_Template]:
    known = procedure.campaigns.select_related("merged_into")
    return [_Template(one, _words(one.template)) for one in known]


def _best(statement: Statement, templates: Iterable[_Template]) -> Campaign | None:
    """The campaign of which this letter has the least own words, if less than half are its own;
    the one into which it was merged, if it was."""
    words = _words(statement.text)
    scored = []
    for campaign, shared in templates:
        if shared and len(shared & words) >= LIKELY * len(shared):
            own, left_out = deviation(campaign.template, statement.text)
            scored.append((_length(own) + _length(left_out), _length(own), campaign))
    good = [one for one in scored if one[1] * 2 < len(statement.text)]
    return min(good, key=lambda one: (one[0], one[2].number))[2].final if good else None


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w{4,}", text.casefold()))


def _length(spans: Spans) -> int:
    return sum(end - start for start, end in spans)
