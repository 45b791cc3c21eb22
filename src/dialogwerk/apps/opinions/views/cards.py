"""The card of the voting page: what was just said, the next statement with its three buttons."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext

from ..services.rounds import Next, Round, Shown
from ..services.voting import Ballot
from .finding import Visitor
from .pieces import filled, marked, piece, token_of

Pairs = tuple[tuple[str, object], ...]


@dataclass(frozen=True, slots=True)
class Card:
    """What the card shows.

    Attributes:
        said: the statement just voted on.
        error: why a vote was not taken.
    """

    round: Round
    visitor: Visitor
    ballot: Ballot
    said: Shown | None = None
    error: str = ""

    @property
    def done(self) -> int:
        return len(self.round.voted(self.ballot.votes))

    def next(self) -> Next | None:
        """The statement to be voted on."""
        if not self.round.is_open:
            return None
        return self.round.next_for(self.ballot.votes, seed=self.visitor.seed(self.done))


def markup_of(request: HttpRequest, card: Card) -> SafeString:
    """The card for this visitor."""
    language, next_one = get_language() or "de", card.next()
    where: Pairs = (
        ("process_slug", card.round.process.slug),
        ("format_slug", card.round.format.slug),
    )
    parts = [_error(card), _said(card, language, where)]
    if next_one is None:
        parts.append(_end(card, language, where))
    else:
        parts.append(_statement(request, card, next_one, language, where))
    return SafeString("".join([*parts, _own(card, language, where)]))


def _error(card: Card) -> str:
    if not card.error:
        return ""
    return str(render_to_string("opinions/card_error.html", {"error": card.error}))


def _said(card: Card, language: str, where: Pairs) -> str:
    if card.said is None:
        return ""
    said, value = card.said, card.ballot.votes[card.said.pk]
    pairs = (*where, ("number", said.number), ("text", said.text), ("value", value))
    return piece("opinions/card_said.html", language, pairs)


def _statement(
    request: HttpRequest, card: Card, next_one: Next, language: str, where: Pairs
) -> str:
    one, choice = next_one.statement, next_one.choice
    marks = marked("csrf_token", "seen", "chance", "done", "total", "ticket")
    pairs = (
        *where,
        *marks.items(),
        ("number", one.number),
        ("text", one.text),
        ("is_meta", one.is_meta),
        ("takes_focus", card.said is not None),
    )
    seen = ngettext(
        "%(seen)s person has voted on it so far.",
        "%(seen)s people have voted on it so far.",
        choice.seen,
    ) % {"seen": choice.seen}
    values = {
        "csrf_token": token_of(request),
        "seen": seen,
        "chance": f"{choice.chance * 100:.0f}",
        "done": str(card.done),
        "total": str(len(card.round.statements)),
        "ticket": card.visitor.ticket,
    }
    return filled(piece("opinions/card_statement.html", language, pairs), values)


def _end(card: Card, language: str, where: Pairs) -> str:
    pairs = (
        *where,
        ("is_open", card.round.is_open),
        ("total", len(card.round.statements)),
        ("takes_focus", card.said is not None),
    )
    return piece("opinions/card_end.html", language, pairs)


def _own(card: Card, language: str, where: Pairs) -> str:
    if not (card.round.is_open and card.round.choices.own_statements):
        return ""
    left = max(card.round.choices.votes_before_own - card.done, 0)
    return piece("opinions/card_own.html", language, (*where, ("left", left)))
