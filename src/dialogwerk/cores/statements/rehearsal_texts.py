"""Invented sentences for rehearsals: what campaigns hand out, and what people write themselves."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from dialogwerk.cores.statements.rehearsal_words import (
    FORM_SENTENCES,
    FORM_SLOTS,
    FORM_TAILS,
    OWN_SENTENCES,
    OWN_SLOTS,
)

_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Scheme:
    """An invented scheme (Vorhaben) in the cases a German sentence needs."""

    nominative: str
    accusative: str
    dative: str
    genitive: str


SCHEMES = (
    Scheme(
        *(
            f"{article} Windpark{s} Hohe Heide"
            for article, s in (("der", ""), ("den", ""), ("dem", ""), ("des", "s"))
        )
    ),
    Scheme(
        *(f"{article} Ortsumgehung Musterhausen-Ost" for article in ("die", "die", "der", "der"))
    ),
    Scheme(
        *(
            f"{article} Kiesabbau{s} Probefeld"
            for article, s in (("der", ""), ("den", ""), ("dem", ""), ("des", "s"))
        )
    ),
    Scheme(*(f"{article} Freileitung Beispieltal" for article in ("die", "die", "der", "der"))),
)

STANDARD_PHRASES = (
    "Hiermit erhebe ich fristgerecht Einwendung gegen {a}.",
    "Gegen {a} erhebe ich innerhalb der gesetzlichen Frist Einwendungen.",
    "Ich behalte mir vor, meine Einwendungen im weiteren Verfahren zu ergänzen und zu vertiefen.",
    "Bitte bestätigen Sie mir den Eingang dieses Schreibens schriftlich.",
    "Der Weitergabe meiner personenbezogenen Daten an Dritte widerspreche ich ausdrücklich.",
    "Ich beantrage, die Planunterlagen zu überarbeiten und erneut öffentlich auszulegen.",
    "Ich bitte um schriftliche Mitteilung über das Ergebnis der Abwägung.",
)
SALUTATIONS = (
    "Sehr geehrte Damen und Herren,",
    "Guten Tag,",
    "Sehr geehrte Frau Regierungspräsidentin Exempel,",
)
CLOSINGS = (
    "Mit freundlichen Grüßen",
    "Hochachtungsvoll",
    "Freundliche Grüße",
    "Mit freundlichem Gruß",
)

Filler = Callable[[Random], str]


@dataclass(frozen=True)
class Form:
    """What a campaign hands out.

    Attributes:
        number: of the campaign, 1, 2, 3, …
        sentences: in order; with building blocks people choose among those between the first and
            the last ``closing`` sentences.
        building_blocks: whether people choose among the sentences.
    """

    number: int
    opening: tuple[str, ...]
    sentences: tuple[str, ...]
    closing: tuple[str, ...]
    building_blocks: bool


class _Grammar:
    """Sentence patterns with slots, taken apart once so that filling them is quick."""

    def __init__(self, patterns: Sequence[str], slots: dict[str, tuple[str, ...]]) -> None:
        self.slots = slots
        self.patterns = [_SLOT.split(pattern) for pattern in patterns]

    def fill(self, pattern: Sequence[str], random: Random) -> str:
        """The pattern with a random choice in each slot; a capital letter at the beginning."""
        pieces = list(pattern)
        draw, slots = random.random, self.slots
        for place in range(1, len(pieces), 2):
            choice = slots[pieces[place]]
            pieces[place] = choice[int(draw() * len(choice))]
        sentence = "".join(pieces)
        return sentence[0].upper() + sentence[1:]


_FORMS = _Grammar(FORM_SENTENCES, FORM_SLOTS)
_TAILS = _Grammar(FORM_TAILS, FORM_SLOTS)
_OWN = _Grammar(OWN_SENTENCES, OWN_SLOTS)


def forms(count: int, scheme: Scheme, random: Random) -> list[Form]:
    """``count`` different forms; about every tenth lets people choose building blocks."""
    return [_form(number, scheme, random) for number in range(1, count + 1)]


def _form(number: int, scheme: Scheme, random: Random) -> Form:
    blocks = number % 10 == 4
    patterns = random.sample(
        _FORMS.patterns, random.randint(9, 14) if blocks else random.randint(6, 13)
    )
    sentences = tuple(about(_form_sentence(pattern, random), scheme) for pattern in patterns)
    opening = tuple(
        about(random.choice(STANDARD_PHRASES[:2]), scheme) for _ in range(random.randint(0, 1))
    )
    closing = tuple(random.sample(STANDARD_PHRASES[2:], random.randint(0, 2)))
    return Form(number, opening, sentences, closing, blocks)


def _form_sentence(pattern: Sequence[str], random: Random) -> str:
    """A claim, mostly with a clause that takes it further."""
    claim = _FORMS.fill(pattern, random)
    if random.random() < 0.25:
        return claim
    clause = _TAILS.fill(random.choice(_TAILS.patterns), random)
    return f"{claim[:-1]}, {clause[0].lower()}{clause[1:]}."


def about(sentence: str, scheme: Scheme) -> str:
    """The sentence with the scheme's name where it belongs.

    >>> about("Gegen {a} spricht viel.", SCHEMES[1])
    'Gegen die Ortsumgehung Musterhausen-Ost spricht viel.'
    """
    if "{" not in sentence and "<" not in sentence:
        return sentence
    cases = (
        ("n", scheme.nominative),
        ("a", scheme.accusative),
        ("d", scheme.dative),
        ("g", scheme.genitive),
    )
    for case, name in cases:
        sentence = sentence.replace(f"{{{case}}}", name).replace(f"<{case}>", name)
    return sentence[0].upper() + sentence[1:]


def own_sentences(count: int, random: Random) -> list[str]:
    """Sentences as somebody writes them about their own place, all different from each other."""
    patterns = _OWN.patterns
    return [_OWN.fill(patterns[int(random.random() * len(patterns))], random) for _ in range(count)]
