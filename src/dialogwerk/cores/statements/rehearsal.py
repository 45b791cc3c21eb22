"""Rehearsed letters: an invented scheme, invented people, and the truth about every letter.

For practising, demonstrations and measuring. The same arguments always give the same letters.

>>> letters = list(rehearse(letters=40, persons=30, templates=2, seed=7))
>>> len(letters), {letter.campaign for letter in letters} <= {-1, 1, 2}
(40, True)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from dialogwerk.cores.statements.errors import RehearsalImpossible
from dialogwerk.cores.statements.rehearsal_edits import broken_into_lines, scanned, typed_wrongly
from dialogwerk.cores.statements.rehearsal_people import RehearsedPerson, people
from dialogwerk.cores.statements.rehearsal_texts import (
    CLOSINGS,
    SALUTATIONS,
    SCHEMES,
    STANDARD_PHRASES,
    Form,
    Scheme,
    about,
    forms,
    own_sentences,
)

_INDIVIDUAL_OWN_SHARE = 0.56
_CAMPAIGN_OWN_SHARE = 0.42
_FIRST_DAY = date(2026, 3, 2)
_LAST_DAY = date(2026, 4, 15)
PORTION = 20_000
"""Letters that are written one after the other; portions do not depend on each other."""


@dataclass(frozen=True)
class RehearsedLetter:
    """One letter and the truth about it.

    Attributes:
        number: 1, 2, 3, …
        person: who sent it.
        received: day of receipt; after the rehearsal's last day it is late.
        text: the letter as it arrives.
        campaign: number of the form it was made from, -1 if half or more is the person's own.
        own: sentences that the person added, in order, as they stand in ``text`` (there, white
            space may differ and words may be broken at the end of a line).
        edits: what happened to the form: "identical", "frame", "added_front", "added_middle",
            "added_end", "left_out", "typing", "scan", "line_breaks", "capitals",
            "building_blocks"; for individual letters "individual" and perhaps "borrowed".
        signature_list: number of the signature list it is an entry of, or None.
    """

    number: int
    person: RehearsedPerson
    received: date
    text: str
    campaign: int
    own: tuple[str, ...]
    edits: tuple[str, ...]
    signature_list: int | None = None


def rehearse(
    *,
    letters: int,
    persons: int,
    templates: int,
    seed: int,
    individual_share: float = 0.12,
    late_share: float = 0.02,
    signature_lists: int = 0,
    signatures: int = 30,
    first_day: date = _FIRST_DAY,
    last_day: date = _LAST_DAY,
) -> Iterator[RehearsedLetter]:
    """Letters of one invented scheme, one by one.

    Args:
        letters: how many.
        persons: how many people send them (at most as many as there are letters).
        templates: how many forms are handed out; large campaigns are few, small ones many.
        seed: any integer.
        individual_share: share of letters of people's own, in [0, 1].
        late_share: share of letters received within two weeks after ``last_day``, in [0, 1].
        signature_lists: how many of the campaigns, the largest first, also collect a list.
        signatures: entries of each list; they are part of ``letters``.
        first_day, last_day: the period for objections, both inclusive.

    Raises:
        RehearsalImpossible: the numbers contradict each other.
    """
    rehearsal = Rehearsal(
        letters=letters,
        persons=persons,
        templates=templates,
        seed=seed,
        individual_share=individual_share,
        late_share=late_share,
        signature_lists=signature_lists,
        signatures=signatures,
        first_day=first_day,
        last_day=last_day,
    )
    for number in range(rehearsal.portions):
        yield from rehearsal.portion(number)


class Rehearsal:
    """What all letters of one rehearsal share; they are written in portions, in any order.

    Arguments and errors are those of `rehearse`.
    """

    def __init__(
        self,
        *,
        letters: int,
        persons: int,
        templates: int,
        seed: int,
        individual_share: float = 0.12,
        late_share: float = 0.02,
        signature_lists: int = 0,
        signatures: int = 30,
        first_day: date = _FIRST_DAY,
        last_day: date = _LAST_DAY,
    ) -> None:
        _check(letters, persons, templates, signature_lists * signatures, first_day, last_day)
        random = Random(seed)  # noqa: S311 - rehearsed letters are no secrets
        scheme = random.choice(SCHEMES)
        self._forms = forms(templates, scheme, random)
        self._scheme, self._period, self._late_share = scheme, (first_day, last_day), late_share
        self._senders = _senders(people(persons, random), letters, random)
        self._random, self._seed = random.getstate(), seed
        self._listed, self._signatures = signature_lists * signatures, signatures
        self._individual_share, self._letters = individual_share, letters

    @property
    def portions(self) -> int:
        """Number of portions of `PORTION` letters."""
        return -(-self._letters // PORTION)

    def portion(self, number: int) -> Iterator[RehearsedLetter]:
        """The letters of one portion (0, 1, …), the same whichever came before."""
        random = Random(f"{self._seed} {number}")  # noqa: S311 - as above
        if number == 0:
            random.setstate(self._random)
        desk = _Desk(random, self._scheme, self._forms, self._period, self._late_share)
        first = number * PORTION + 1
        for place in range(first, min(first + PORTION, self._letters + 1)):
            person = self._senders[place - 1]
            if place <= self._listed:
                yield desk.list_entry(place, person, (place - 1) // self._signatures + 1)
            elif random.random() < self._individual_share or not self._forms:
                yield desk.individual(place, person)
            else:
                yield desk.from_form(place, person)


def scheme_name(seed: int) -> str:
    """The invented scheme that the letters rehearsed with this seed are about."""
    return Random(seed).choice(SCHEMES).nominative  # noqa: S311 - as in rehearse


def _check(
    letters: int, persons: int, templates: int, listed: int, first_day: date, last_day: date
) -> None:
    if letters < 0 or templates < 0 or not min(letters, 1) <= persons <= max(letters, 1):
        raise RehearsalImpossible(
            f"{letters} letters of {persons} persons with {templates} templates cannot be "
            "rehearsed. Choose at least one person, at most as many as letters, and no negative "
            "number."
        )
    if listed > letters or (listed and not templates):
        raise RehearsalImpossible(
            f"The signature lists have {listed} entries, more than the {letters} letters or their "
            "templates allow. Choose fewer lists or fewer signatures, or more letters."
        )
    if last_day < first_day:
        raise RehearsalImpossible(
            f"The period ends on {last_day} before it begins on {first_day}. Exchange the two days."
        )


def _senders(
    everyone: Sequence[RehearsedPerson], letters: int, random: Random
) -> list[RehearsedPerson]:
    """Who sends which letter: everybody one, some people very many."""
    weights = list(accumulate(1 / (rank + 3) for rank in range(len(everyone))))
    more = max(letters - len(everyone), 0)
    chosen = [*everyone, *random.choices(everyone, cum_weights=weights, k=more)] if everyone else []
    random.shuffle(chosen)
    return chosen


class _Desk:
    """Where the letters are written."""

    def __init__(
        self,
        random: Random,
        scheme: Scheme,
        handed_out: Sequence[Form],
        period: tuple[date, date],
        late_share: float,
    ) -> None:
        self.random = random
        self.scheme = scheme
        self.forms = handed_out
        self.popularity = list(accumulate(1 / (rank + 2) ** 0.8 for rank in range(len(handed_out))))
        self.first_day, self.last_day = period
        self.late_share = late_share
        self.phrases = [about(phrase, scheme) for phrase in STANDARD_PHRASES]

    def list_entry(self, number: int, person: RehearsedPerson, list_number: int) -> RehearsedLetter:
        """An entry of a signature list: the form, word for word."""
        form = self.forms[(list_number - 1) % len(self.forms)]
        text = " ".join([*form.opening, *form.sentences, *form.closing])
        return RehearsedLetter(
            number, person, self._day(), text, form.number, (), ("identical",), list_number
        )

    def individual(self, number: int, person: RehearsedPerson) -> RehearsedLetter:
        """A letter of the person's own, perhaps with a standard phrase or a borrowed passage."""
        random = self.random
        own = own_sentences(random.randint(2, 14), random)
        others = random.sample(self.phrases, random.choices((0, 1, 2), (60, 30, 10))[0])
        edits = ["individual"]
        if self.forms and random.random() < 0.15:
            form = random.choices(self.forms, cum_weights=self.popularity)[0]
            others += random.sample(form.sentences, random.randint(1, 3))
            edits.append("borrowed")
        while others and _share(own, others) < _INDIVIDUAL_OWN_SHARE:
            own += own_sentences(1, random)
        return self._letter(number, person, -1, own, _mixed(own, others, random), edits)

    def from_form(self, number: int, person: RehearsedPerson) -> RehearsedLetter:
        """A form, as it is or changed in one or more ways."""
        random = self.random
        form = random.choices(self.forms, cum_weights=self.popularity)[0]
        edits: list[str] = []
        kept = list(form.sentences)
        if form.building_blocks:
            edits.append("building_blocks")
            kept = random.sample(kept, random.randint(len(kept) * 4 // 10, len(kept) * 7 // 10))
        elif random.random() < 0.12:
            edits.append("left_out")
            for _ in range(random.randint(1, max(1, len(kept) // 3))):
                kept.pop(random.randrange(len(kept)))
        kept = [*form.opening, *kept, *form.closing]
        own: list[str] = []
        if random.random() < 0.35:
            own = self._additions(kept)
        sentences = self._placed(kept, own, edits)
        return self._letter(number, person, form.number, own, sentences, edits)

    def _additions(self, kept: Sequence[str]) -> list[str]:
        own = own_sentences(
            self.random.choices((1, 2, 3, 5, 8), (50, 25, 13, 8, 4))[0], self.random
        )
        while own and _share(own, kept) > _CAMPAIGN_OWN_SHARE:
            own.pop()
        return own

    def _placed(self, kept: list[str], own: Sequence[str], edits: list[str]) -> list[str]:
        if not own:
            return kept
        where = self.random.choice(("front", "middle", "end"))
        edits.append(f"added_{where}")
        middle = self.random.randint(1, max(1, len(kept) - 1))
        at = {"front": 0, "middle": middle, "end": len(kept)}[where]
        return [*kept[:at], *own, *kept[at:]]

    def _letter(
        self,
        number: int,
        person: RehearsedPerson,
        campaign: int,
        own: Sequence[str],
        sentences: Sequence[str],
        edits: list[str],
    ) -> RehearsedLetter:
        """Spoil the sentences, put them into paragraphs and a frame."""
        written = {sentence: sentence for sentence in sentences}
        for kind, spoil in self._accidents():
            edits.append(kind)
            written = {sentence: spoil(now) for sentence, now in written.items()}
        text = self._paragraphs([written[sentence] for sentence in sentences])
        if self.random.random() < 0.7:
            text = self._framed(text, person)
            edits.append("frame")
        if self.random.random() < 0.1:
            text = broken_into_lines(text, self.random.randint(58, 84))
            edits.append("line_breaks")
        own_now = tuple(written[sentence] for sentence in own)
        return RehearsedLetter(
            number, person, self._day(), text, campaign, own_now, tuple(edits) or ("identical",)
        )

    def _accidents(self) -> Iterator[tuple[str, Callable[[str], str]]]:
        random = self.random
        luck = random.random()
        if luck < 0.12:
            yield (
                "typing",
                lambda text: typed_wrongly(text, random) if random.random() < 0.4 else text,
            )
        elif luck < 0.2:
            yield "scan", lambda text: scanned(text, random)
        elif luck < 0.22:
            yield "capitals", random.choice((str.upper, str.lower))

    def _paragraphs(self, sentences: Sequence[str]) -> str:
        glue = "\n\n" if self.random.random() < 0.3 else " "
        return glue.join(sentences)

    def _framed(self, text: str, person: RehearsedPerson) -> str:
        random = self.random
        day = self.first_day + timedelta(days=random.randint(0, 40))
        address = f"{person.street}\n{person.postcode} {person.place}"
        mail = f"\n{person.email}" if random.random() < 0.3 else ""
        head = f"{person.name}\n{address}{mail}\n\n" if random.random() < 0.7 else ""
        dated = f"{person.place}, den {day:%d.%m.%Y}\n\n" if random.random() < 0.5 else ""
        foot = f"{random.choice(CLOSINGS)}\n{person.name}"
        if not head:
            foot = f"{foot}\n{address}"
        return f"{head}{dated}{random.choice(SALUTATIONS)}\n\n{text}\n\n{foot}"

    def _day(self) -> date:
        if self.random.random() < self.late_share:
            return self.last_day + timedelta(days=self.random.randint(1, 14))
        return self.first_day + timedelta(
            days=self.random.randint(0, (self.last_day - self.first_day).days)
        )


def _share(own: Sequence[str], others: Sequence[str]) -> float:
    """Share of characters that are the person's own; the smaller of the shares for words."""
    characters = sum(map(len, own)) / max(1, sum(map(len, own)) + sum(map(len, others)))
    words = sum(text.count(" ") + 1 for text in own)
    return min(characters, words / max(1, words + sum(text.count(" ") + 1 for text in others)))


def _mixed(own: Sequence[str], others: Sequence[str], random: Random) -> list[str]:
    """The borrowed passages somewhere between the person's own sentences, in order."""
    mixed = list(own)
    for passage in others:
        mixed.insert(random.randint(0, len(mixed)), passage)
    return mixed
