"""Forms of one person: persons found to be another one, and what the vault knows of each form."""

from collections.abc import Iterable, Iterator

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from .models import Identity, Person, VaultLook

FIELDS = (*("name", "organisation", "street", "postal_code", "city", "email", "birth_date"),)
PORTION = 500


def with_other_forms(identities: Iterable[Identity]) -> list[Identity]:
    """The same identities, each knowing the other forms of its person; one query."""
    known = {one.person_id: one for one in identities}
    forms: dict[int, list[Identity]] = {}
    for keys in _portions(sorted(known)):
        aliases = Identity.objects.filter(person__merged_into__in=keys).select_related("person")
        for alias in aliases.order_by("pk"):
            forms.setdefault(alias.person.merged_into_id or 0, []).append(alias)
    for key, one in known.items():
        one.other_forms = forms.get(key, ())
    return list(known.values())


def for_comparing(
    people: models.QuerySet[Person], *, by: str, procedure: str
) -> dict[int, tuple[str, ...]]:
    """What linking compares, by primary key, of these people and all their other forms.

    Nobody reads the names, but they are used: it counts as one look into the vault.
    """
    whose = Q(person__in=people) | Q(person__merged_into__in=people)
    rows = Identity.objects.filter(whose).order_by("pk")
    found: dict[int, tuple[str, ...]] = {}
    codes: list[str] = []
    for key, code, *values in rows.values_list("pk", "person__code", *FIELDS).iterator(5000):
        found[key] = tuple("" if value is None else str(value) for value in values)
        codes.append(code)
    if found:
        VaultLook.objects.create(
            actor=by,
            purpose="telling persons apart",
            procedure=procedure,
            codes=sorted(codes),
            count=len(codes),
        )
    return found


def put_together(pairs: Iterable[tuple[int, int]]) -> None:
    """Record that each second person is the first one; forms of the second follow.

    The first ones are themselves nobody's form.
    """
    into = {second: first for first, second in pairs}
    changed = list(Person.objects.filter(Q(pk__in=into) | Q(merged_into__in=into)))
    for person in changed:
        person.merged_into_id = into.get(person.pk) or into[person.merged_into_id or 0]
    Person.objects.bulk_update(changed, ["merged_into"], batch_size=PORTION)


def take_apart(person: Person) -> None:
    """The form is a person of its own again."""
    person.merged_into = None
    person.save(update_fields=["merged_into"])


def current(people: Iterable[int]) -> dict[int, int]:
    """For each of these persons whom it stands for now: another one, or itself."""
    found: dict[int, int] = {}
    for keys in _portions(sorted(set(people))):
        rows = Person.objects.filter(pk__in=keys)
        found.update(rows.values_list("pk", Coalesce("merged_into", "pk")))
    return found


def _portions(keys: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(keys), PORTION):
        yield keys[start : start + PORTION]
