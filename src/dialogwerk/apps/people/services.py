"""The only way into the identity vault: matching, reading (each look is logged), erasing."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from dialogwerk.apps.base import bulk
from dialogwerk.apps.base.journal import record

from .models import Identity, Person, VaultLook


@dataclass(frozen=True, slots=True)
class IdentityDraft:
    """Name and address as someone gave them; all fields may be empty."""

    name: str = ""
    organisation: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    email: str = ""
    phone: str = ""
    birth_date: date | None = None
    kind: str = Person.Kind.NATURAL

    def tidy(self) -> "IdentityDraft":
        """Without surrounding and doubled white space; the e-mail address in lower case."""
        tidied = {
            field: " ".join(getattr(self, field).split())
            for field in ("name", "organisation", "street", "postal_code", "city", "phone")
        }
        return replace(self, email=self.email.strip().lower(), **tidied)  # type: ignore[arg-type]

    @property
    def match_key(self) -> str:
        """Equal for two letters of the same person as far as that is certain; else empty.

        Certain means: same name and organisation at the same address or, without an address,
        with the same e-mail address. A name alone never suffices.
        """
        name = _folded(self.name) + "|" + _folded(self.organisation)
        if name == "|":
            return ""
        if self.street and self.city:
            where = "|".join(_folded(part) for part in (_street(self.street), self.city))
        elif self.email:
            where = self.email.strip().lower()
        else:
            return ""
        return hashlib.sha256(f"{name}|{where}".encode()).hexdigest()


def _folded(text: str) -> str:
    """Case, accents, umlauts and punctuation folded away."""
    spelled = text.casefold()
    if not spelled.isascii():
        spelled = unicodedata.normalize("NFKD", spelled.translate(_UMLAUTS))
    return spelled if spelled.isalnum() else "".join(filter(str.isalnum, spelled))


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def _street(street: str) -> str:
    return re.sub(r"(?i)str(\.|aße|asse)(?=\W|\d|$)", "strasse", street)


@transaction.atomic
def resolve_persons(drafts: Sequence[IdentityDraft]) -> list[Person]:
    """One person per draft, in the same order: known ones found again, others made.

    Drafts without a certain match key each make a person of their own. A person's e-mail address
    is never filled in from a later letter: who writes in someone else's name must not receive
    that person's mail.
    """
    tidied = [draft.tidy() for draft in drafts]
    key_of = [draft.match_key for draft in tidied]
    keys = sorted({*key_of} - {""})
    _wait_for_others(keys)
    known = _known_persons(keys)
    persons: list[Person] = []
    made: list[tuple[Person, IdentityDraft, str]] = []
    for draft, key in zip(tidied, key_of, strict=True):
        candidates = known.setdefault(key, []) if key else []
        person = _without_conflict(candidates, draft.email, draft.birth_date)
        if person is None:
            person = Person(kind=draft.kind)
            made.append((person, draft, key))
            candidates.append((person, draft.email, draft.birth_date))
        persons.append(person)
    bulk.insert([person for person, _draft, _key in made])
    bulk.insert([_identity_of(*one) for one in made])
    return persons


def _wait_for_others(keys: Sequence[str]) -> None:
    """Until the transaction ends, nobody else looks these people up or makes them.

    So two letters of a new person that arrive in the same moment find one person. Everyone takes
    the locks in the same order. SQLite has one writer at a time anyway.
    """
    if not keys or connection.vendor != "postgresql":
        return
    numbers = [int.from_bytes(bytes.fromhex(key)[:8], signed=True) for key in keys]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(key) FROM unnest(%s::bigint[]) AS key", [numbers]
        )


Candidates = list[tuple[Person, str, date | None]]
"""Persons with the same match key, each with e-mail address and date of birth of the vault."""


def _without_conflict(candidates: Candidates, email: str, born: date | None) -> Person | None:
    """The person with the same e-mail address, else one that it does not contradict.

    Two different addresses, or two dates of birth, make two persons: one of the letters may not be
    from whom it says, or father and son have one name.
    """
    possible = [one for one in candidates if not (born and one[2] and born != one[2])]
    for person, known_email, _born in possible:
        if known_email == email:
            return person
    for person, known_email, _born in possible:
        if not (known_email and email):
            return person
    return None


def resolve_person(draft: IdentityDraft) -> Person:
    """The person behind one draft; see :func:`resolve_persons`."""
    return resolve_persons([draft])[0]


def _known_persons(keys: Sequence[str]) -> dict[str, Candidates]:
    found: dict[str, Candidates] = {}
    for start in range(0, len(keys), 500):
        some = keys[start : start + 500]
        identities = Identity.objects.filter(match_key__in=some).select_related("person")
        for identity in identities.order_by("person_id"):
            found.setdefault(identity.match_key, []).append(
                (identity.person, identity.email, identity.birth_date)
            )
    return found


def _identity_of(person: Person, draft: IdentityDraft, match_key: str) -> Identity:
    return Identity(
        person=person,
        name=draft.name,
        organisation=draft.organisation,
        street=draft.street,
        postal_code=draft.postal_code,
        city=draft.city,
        email=draft.email,
        phone=draft.phone,
        birth_date=draft.birth_date,
        match_key=match_key,
    )


def identities(
    persons: Iterable[int],
    *,
    by: str,
    purpose: str,
    procedure: str = "",
    user_id: int | None = None,
) -> dict[int, Identity]:
    """The identities of these persons (by primary key), and one logged look.

    Callers check beforehand that the reader may see names. Erased persons are missing.

    Args:
        by: the actor, e.g. ``user:12`` or ``system:letters``.
        purpose: what the names are needed for, e.g. ``reader`` or ``synopsis``.
    """
    wanted = sorted(set(persons))
    found: dict[int, Identity] = {}
    for start in range(0, len(wanted), 500):
        some = Identity.objects.filter(person_id__in=wanted[start : start + 500])
        found.update({identity.person_id: identity for identity in some.select_related("person")})
    if found:
        VaultLook.objects.create(
            user_id=user_id,
            actor=by,
            purpose=purpose,
            procedure=procedure,
            codes=sorted(identity.person.code for identity in found.values()),
            count=len(found),
        )
    return found


@transaction.atomic
def erase(person: Person, *, by: str, reason: str) -> None:
    """Empty the vault of one person, in all forms of the name; the coded content stays
    (Art. 17 Abs. 3 lit. b DSGVO)."""
    Identity.objects.filter(Q(person=person) | Q(person__merged_into=person)).delete()
    person.erased_at = timezone.now()
    person.save(update_fields=["erased_at"])
    person.aliases.update(erased_at=person.erased_at)
    record("person.erased", subject=person.code, actor=by, payload={"reason": reason})


@transaction.atomic
def forget_unneeded(persons: Iterable[int]) -> int:
    """Empty the vault of those of these persons (by primary key) to whom nothing points any more.

    Whoever wrote something, follows something or has another form of the name stays. The caller
    notes in the journal why.

    Returns:
        Of how many the name is gone.
    """
    wanted = set(persons)
    for one in Person._meta.related_objects:
        if one.related_model is not Identity:
            name = one.field.name
            found = one.related_model._base_manager.filter(**{f"{name}__in": wanted})
            wanted -= set(found.values_list(name, flat=True))
    wanted -= set(
        Person.objects.filter(pk__in=wanted).exclude(merged_into=None).values_list("pk", flat=True)
    )
    Identity.objects.filter(person__in=wanted).delete()
    return Person.objects.filter(pk__in=wanted, erased_at=None).update(erased_at=timezone.now())


def persons_named(
    text: str,
    *,
    within: QuerySet[Any],
    by: str,
    procedure: str = "",
    user_id: int | None = None,
    most: int = 500,
) -> list[int]:
    """Persons (primary keys) in whose name or organisation this text occurs, and one logged look.

    Callers check beforehand that the reader may see names.

    Args:
        within: rows with a field ``person``: only people who have one are looked for. Asked for
            each name that has the text, since there may be very many rows.
        most: no more than this many are found.
    """
    named = Identity.objects.filter(Q(name__icontains=text) | Q(organisation__icontains=text))
    current = named.annotate(now=Coalesce("person__merged_into", "person"))
    found = current.filter(Exists(within.filter(person=OuterRef("now")))).order_by("pk")
    code = Coalesce("person__merged_into__code", "person__code")
    rows = list(dict.fromkeys(found.values_list("now", code)[:most]))
    if rows:
        VaultLook.objects.create(
            user_id=user_id,
            actor=by,
            purpose="search by name",
            procedure=procedure,
            codes=sorted(code for _pk, code in rows),
            count=len(rows),
        )
    return [pk for pk, _code in rows]


def person_with_email(email: str, *, within: QuerySet[Any]) -> Person | None:
    """The person to whom this e-mail address belongs among those of these rows.

    For finding again whoever left nothing but an address. Nobody sees it, so it is no look.

    Args:
        within: rows with a field ``person``.
    """
    known = Identity.objects.filter(email=email.strip().lower(), person__in=within.values("person"))
    found = known.select_related("person").order_by("pk").first()
    return found.person if found else None


def towns_of(persons: Iterable[int]) -> dict[int, str]:
    """The town of each of these persons, as given; erased persons are missing.

    For counting how many live where. Nobody sees it of a person, so it is no look.
    """
    wanted = sorted(set(persons))
    found: dict[int, str] = {}
    for start in range(0, len(wanted), 10_000):
        some = Identity.objects.filter(person_id__in=wanted[start : start + 10_000])
        found.update(some.values_list("person_id", "city"))
    return found


def name_person(name: str) -> Person:
    """Somebody new of whom only the name is known; a name alone never is somebody known."""
    return resolve_person(IdentityDraft(name=name))


@transaction.atomic
def correct_name(person: Person, *, name: str, by: str) -> None:
    """Another spelling of the name in the vault; nothing happens to whom was erased."""
    kept = Identity.objects.select_for_update().filter(person=person).first()
    tidied = " ".join(name.split())
    if kept is None or kept.name == tidied:
        return
    kept.name = tidied
    parts = ("name", "organisation", "street", "city", "email")
    kept.match_key = IdentityDraft(**{part: getattr(kept, part) for part in parts}).match_key
    kept.save(update_fields=["name", "match_key"])
    record("person.name_corrected", subject=person.code, actor=by)


def published_names(persons: Iterable[int]) -> dict[int, str]:
    """Names that everyone may read, by person; erased ones are missing.

    Callers have a ground for publishing each of them on record. Since everybody sees them, it is
    no look.
    """
    rows = Identity.objects.filter(person_id__in=sorted(set(persons))).exclude(name="")
    return dict(rows.values_list("person_id", "name"))
