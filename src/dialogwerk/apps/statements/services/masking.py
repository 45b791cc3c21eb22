"""Hiding in quoted words what would tell who wrote them, for readers who may not know.

Only what the vault knows of this person is hidden, and e-mail addresses; a text can still tell
more than that, which is why passages are chosen by people who have read them.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from dialogwerk.apps.people.models import Identity

HIDDEN = "[…]"
# Begins where no such character stands before, or a long word would be tried from each letter on.
EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
GAP = r"[\s-]+"
LEAST_LETTERS = 3


def masked(text: str, identity: Identity | None) -> str:
    """The text without e-mail addresses, and without name, organisation, house and telephone of
    this person.

    >>> masked("Fragen an e.b@beispiel.example", None)
    'Fragen an […]'
    """
    text = EMAIL.sub(HIDDEN, text)
    if identity is None:
        return text
    for pattern in _patterns(identity):
        text = pattern.sub(HIDDEN, text)
    return text


def telltale(text: str, identity: Identity | None) -> list[tuple[int, int]]:
    """Where in the text stands what `masked` hides, as ``[start, end)``."""
    patterns = [EMAIL, *(_patterns(identity) if identity else ())]
    return [found.span() for pattern in patterns for found in pattern.finditer(text)]


def identities_to_hide(person_ids: Iterable[int]) -> dict[int, Identity]:
    """What the vault knows of these persons, to hide it. Nobody sees it, so it is no look."""
    return {one.person_id: one for one in Identity.objects.filter(person__in=set(person_ids))}


def masker(person_ids: Iterable[int], *, sees_names: bool) -> Callable[[int | None, str], str]:
    """What masks a text of one of these persons for this reader; nothing for who sees names."""
    if sees_names:
        return lambda _person, text: text
    known = identities_to_hide(person_ids)
    return lambda person, text: masked(text, known.get(person or 0))


def _patterns(identity: Identity) -> Iterator[re.Pattern[str]]:
    words = identity.name.split()
    yield from _phrase(identity.organisation)
    yield from _phrase(identity.name)
    if len(words) > 1:
        yield from _phrase(f"{words[-1]}, {' '.join(words[:-1])}")
        yield from _word(words[-1])
    if any(char.isdigit() for char in identity.street):
        yield from _phrase(identity.street)
    digits = re.sub(r"\D", "", identity.phone)
    if len(digits) > LEAST_LETTERS:
        yield re.compile(r"[\s/()–-]*".join(digits))


def _phrase(text: str) -> Iterator[re.Pattern[str]]:
    """The words of a name in this order, however they are spaced and written."""
    words = [re.escape(word) for word in text.split()]
    if len(text) >= LEAST_LETTERS:
        yield re.compile(rf"(?<!\w){GAP.join(words)}(?!\w)", re.IGNORECASE)


def _word(surname: str) -> Iterator[re.Pattern[str]]:
    """A surname as it is written, also in capitals."""
    if len(surname) >= LEAST_LETTERS:
        name = re.escape(surname)
        yield re.compile(rf"(?<!\w)(?:{name}|{name.upper()})s?(?!\w)")
