"""The net under every text: what the vault knows of the writer is never shown to who may not know.

The workbench uses it for people of the team without the right to see names. For the developer and
the public `redaction.text_for` puts it under what was decided letter by letter.
"""

from collections.abc import Callable, Iterable

from dialogwerk.apps.people.aliases import with_other_forms
from dialogwerk.apps.people.models import Identity
from dialogwerk.cores.statements.redaction import Known, hidden, net

HIDDEN = "[…]"
"""Instead of words of which nobody knows any more what in them would tell who wrote them."""


def known_of(identity: Identity | None) -> Known:
    """What the core looks for of this person."""
    if identity is None:
        return Known()
    return Known(
        name=identity.name,
        organisation=identity.organisation,
        street=identity.street,
        postal_code=identity.postal_code,
        city=identity.city,
        email=identity.email,
        phone=identity.phone,
    )


def all_known_of(identity: Identity | None) -> list[Known]:
    """Like `known_of`, for every form of the name under which letters of this person came."""
    forms = (identity, *identity.other_forms) if identity else (identity,)
    return [known_of(form) for form in forms]


def masked(text: str, identity: Identity | None) -> str:
    """The text without e-mail addresses, and without name, organisation, house and telephone of
    this person, however they are written.

    >>> masked("Fragen an e.b@beispiel.example", None)
    'Fragen an [E-Mail]'
    """
    return hidden(text, all_known_of(identity))


def telltale(text: str, identity: Identity | None) -> list[tuple[int, int]]:
    """Where in the text stands what `masked` hides, as ``[start, end)``."""
    return [(mark.start, mark.end) for mark in net(text, all_known_of(identity))]


def identities_to_hide(person_ids: Iterable[int | None]) -> dict[int, Identity]:
    """What the vault knows of these persons, other forms of their names included, to hide it.

    Nobody sees it, so it is no look.
    """
    wanted = sorted({pk for pk in person_ids if pk})
    found: dict[int, Identity] = {}
    for start in range(0, len(wanted), 500):
        some = Identity.objects.filter(person__in=wanted[start : start + 500])
        found |= {one.person_id: one for one in with_other_forms(some)}
    return found


def masker(
    person_ids: Iterable[int | None], *, sees_names: bool
) -> Callable[[int | None, str], str]:
    """What masks a text of one of these persons for this reader; nothing for who sees names."""
    if sees_names:
        return lambda _person, text: text
    known = identities_to_hide(person_ids)
    return lambda person, text: masked(text, known.get(person or 0))
