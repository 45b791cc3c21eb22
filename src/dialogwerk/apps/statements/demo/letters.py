"""Letters of the rehearsed procedure, composed from ``content.yaml`` with a seed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from itertools import zip_longest
from random import Random
from typing import Any

import yaml

from dialogwerk.apps.people.services import IdentityDraft
from dialogwerk.cores.statements.rehearsal_people import RehearsedPerson, people
from dialogwerk.cores.statements.rehearsal_writing import as_written

from ..models.letters import Channel
from ..services.intake import Letter

LATE_SHARE = 0.015
OWN_WORDS_SHARE = 0.22
OTHERWISE_WRITTEN = 0.1
"""Letters with the name or the street not as usual: typed wrongly, shortened, of a former home."""
CHANNELS = (Channel.WEB, Channel.POST, Channel.EMAIL)


@cache
def content() -> dict[str, Any]:
    """Everything that is written in the rehearsed procedure."""
    text = files(__package__).joinpath("content.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


@cache
def papers() -> list[dict[str, Any]]:
    """The documents on display."""
    text = files(__package__).joinpath("papers.yaml").read_text(encoding="utf-8")
    return list(yaml.safe_load(text))


@dataclass(frozen=True, slots=True)
class Times:
    """When letters come in: from ``start`` to ``end``; some, late, in the days after."""

    start: datetime
    end: datetime

    def draw(self, random: Random) -> datetime:
        if random.random() < LATE_SHARE:
            return self.end + timedelta(hours=random.randint(10, 200))
        seconds = int((self.end - self.start).total_seconds())
        return self.start + timedelta(seconds=random.randrange(seconds))


def rehearsed_letters(count: int, *, times: Times, seed: int) -> Iterator[Letter]:
    """``count`` letters by fewer people: of campaigns and individual ones."""
    random = Random(seed)  # noqa: S311 - a rehearsal is to be repeatable
    hands = Random(seed + 1)  # noqa: S311 - of its own, so that the letters stay the same
    senders = people(max(2, int(count * 0.8)), random)
    campaigns = content()["campaigns"]
    weights = [campaign["weight"] for campaign in campaigns]
    for _number in range(count):
        sender = random.choice(senders)
        drawn = random.random()
        if drawn < sum(weights):
            campaign = random.choices(campaigns, weights)[0]
            text = _campaign_letter(campaign, sender, random)
        else:
            text = _individual_letter(sender, random)
        yield Letter(
            text=text,
            received_at=times.draw(random),
            channel=random.choices(CHANNELS, (6, 3, 1))[0],
            sender=_identity_in(sender, random.random() < 0.6, hands),
        )


def _identity_in(sender: RehearsedPerson, with_email: bool, hands: Random) -> IdentityDraft:
    """As the person gives it in this letter."""
    if hands.random() >= OTHERWISE_WRITTEN:
        return identity_of(sender, with_email=with_email)
    written = as_written(sender, hands)
    return IdentityDraft(
        name=written.name,
        street=written.street,
        postal_code=written.postcode,
        city=written.place,
        email=sender.email if with_email else "",
    )


def identity_of(sender: RehearsedPerson, *, with_email: bool = True) -> IdentityDraft:
    return IdentityDraft(
        name=sender.name,
        street=sender.street,
        postal_code=sender.postcode,
        city=sender.place,
        email=sender.email if with_email else "",
    )


def _campaign_letter(campaign: dict[str, Any], sender: RehearsedPerson, random: Random) -> str:
    sentences = [sentence for sentence, _argument in campaign["sentences"]]
    if random.random() < 0.06:
        sentences.pop(random.randrange(2, len(sentences) - 1))
    body = _paragraphs(sentences)
    if random.random() < OWN_WORDS_SHARE:
        own = random.choice(content()["own_words"])[0]
        body.insert(random.choice((1, len(body))), own)
    return _framed(body, sender, random)


def _individual_letter(sender: RehearsedPerson, random: Random) -> str:
    chosen = random.sample(content()["individual"], random.randint(5, 8))
    sentences = [_filled(pattern, random) for pattern, _argument in chosen]
    return _framed(_paragraphs(sentences), sender, random)


_CHOICE = re.compile(r"\{([^}]*)\}")


def _filled(pattern: str, random: Random) -> str:
    """The pattern with one of the words between each pair of braces."""
    return _CHOICE.sub(lambda found: random.choice(found[1].split("|")), pattern)


def _paragraphs(sentences: list[str]) -> list[str]:
    """Two or three sentences to a paragraph, as people write."""
    return [" ".join(sentences[at : at + 2]) for at in range(0, len(sentences), 2)]


def _framed(body: list[str], sender: RehearsedPerson, random: Random) -> str:
    greeting = random.choice(("Sehr geehrte Damen und Herren,", "Guten Tag,"))
    farewell = random.choice(("Mit freundlichen Grüßen", "Hochachtungsvoll", "Viele Grüße"))
    return "\n\n".join([greeting, *body, f"{farewell}\n{sender.name}"])


def points_in(text: str) -> Iterator[tuple[int, int, str]]:
    """The passages of a rehearsed text that make an argument: start, end, key of the argument."""
    for pattern, key in _patterns():
        for found in pattern.finditer(text):
            yield found.start(), found.end(), key


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    data = content()
    pairs = [pair for campaign in data["campaigns"] for pair in campaign["sentences"]]
    pairs += data["own_words"] + data["individual"]
    return [(_as_expression(words), key) for words, key in pairs if key]


def _as_expression(words: str) -> re.Pattern[str]:
    parts = _CHOICE.split(words)
    fixed = [re.escape(part) for part in parts[0::2]]
    choices = ["(?:" + "|".join(map(re.escape, part.split("|"))) + ")" for part in parts[1::2]]
    return re.compile("".join(a + b for a, b in zip_longest(fixed, choices, fillvalue="")))
