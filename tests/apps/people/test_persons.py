"""Who is the same person: certain matches only, and never somebody else's mail."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.people.audiences import Audience, sees_names
from dialogwerk.apps.people.models import Identity, Person, VaultLook
from dialogwerk.apps.people.services import (
    IdentityDraft,
    erase,
    identities,
    resolve_person,
    resolve_persons,
)

ERIKA = IdentityDraft(
    name="Erika Beispiel", street="Heideweg 3", postal_code="99001", city="Musterhausen"
)


def at_home(**changes):
    return IdentityDraft(
        **{
            "name": "Erika Beispiel",
            "street": "Heideweg 3",
            "postal_code": "99001",
            "city": "Musterhausen",
            **changes,
        }
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "second",
    [
        at_home(),
        at_home(name="  erika   BEISPIEL "),
        at_home(city="musterhausen", postal_code=""),
        at_home(email="erika@example.org"),
    ],
)
def test_the_same_name_at_the_same_address_is_one_person(second):
    assert resolve_person(ERIKA) == resolve_person(second)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "second"),
    [
        (ERIKA, at_home(name="Max Beispiel")),
        (ERIKA, at_home(street="Heideweg 5")),
        (IdentityDraft(name="Erika Beispiel"), IdentityDraft(name="Erika Beispiel")),
        (at_home(email="a@example.org"), at_home(email="b@example.org")),
        (ERIKA, at_home(organisation="Musterverein")),
        (IdentityDraft(), IdentityDraft()),
    ],
)
def test_what_is_not_certain_stays_two_persons(first, second):
    assert resolve_person(first) != resolve_person(second)


@pytest.mark.django_db
def test_street_spellings_and_umlauts_do_not_make_two_persons():
    first = resolve_person(at_home(name="Jörg Müller", street="Mühlenstr. 4"))
    assert first == resolve_person(at_home(name="Joerg Mueller", street="Mühlenstraße 4"))


@pytest.mark.django_db
def test_a_later_letter_never_changes_where_the_answer_goes():
    person = resolve_person(ERIKA)
    assert resolve_person(at_home(email="fremd@example.org")) == person
    assert Identity.objects.get(person=person).email == ""


@pytest.mark.django_db
def test_many_drafts_are_resolved_in_their_order_with_few_queries(django_assert_max_num_queries):
    drafts = [at_home(street=f"Heideweg {number % 40}") for number in range(200)]
    with django_assert_max_num_queries(8):
        persons = resolve_persons(drafts)
    assert len({person.pk for person in persons}) == 40
    assert all(persons[number] == persons[number % 40] for number in range(200))


@pytest.mark.django_db
def test_each_look_into_the_vault_leaves_a_trace():
    person = resolve_person(ERIKA)
    found = identities([person.pk], by="user:7", purpose="reader", procedure="probe")
    assert found[person.pk].name == "Erika Beispiel"
    look = VaultLook.objects.get()
    assert (look.actor, look.purpose, look.codes) == ("user:7", "reader", [person.code])


@pytest.mark.django_db
def test_erasing_empties_the_vault_and_keeps_the_code():
    person = resolve_person(ERIKA)
    erase(person, by="user:7", reason="Antrag vom 3. März")
    assert not Identity.objects.exists()
    assert Person.objects.get().erased_at is not None
    assert identities([person.pk], by="user:7", purpose="reader") == {}
    entry = JournalEntry.objects.get(action="person.erased")
    assert entry.subject == person.code
    assert "Beispiel" not in str(entry.payload)


@pytest.mark.parametrize("audience", [Audience.DEVELOPER, Audience.PUBLIC])
@pytest.mark.parametrize("kind", ["planfeststellung", "something else"])
def test_names_never_go_to_developer_or_public(audience, kind):
    assert not sees_names(audience, procedure_kind=kind)


def test_an_unknown_kind_of_procedure_shows_no_names_at_all():
    assert sees_names(Audience.AUTHORITY, procedure_kind="planfeststellung")
    assert not sees_names(Audience.AUTHORITY, procedure_kind="something else")


@given(st.builds(IdentityDraft, name=st.text(max_size=30), street=st.text(), city=st.text()))
def test_the_match_key_does_not_depend_on_white_space_and_case(draft):
    shouted = IdentityDraft(
        name=f"  {draft.name.upper()}  ", street=f"{draft.street} ", city=draft.city
    ).tidy()
    if draft.name.upper().casefold() == draft.name.casefold():
        assert shouted.match_key == draft.tidy().match_key
