"""Who sent what: what must hold for every table."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogwerk.cores.statements.errors import LengthMismatch
from dialogwerk.cores.statements.linking import link
from dialogwerk.cores.statements.quality import pairwise
from dialogwerk.cores.statements.rehearsal_people import people

from .making import crowd, row, table

GIVEN = st.sampled_from(["Erika", "E.", "Max", "Maxx", "Jan", "Jana", "Otto", "Hans", "Hans Peter"])
FAMILY = st.sampled_from(["Muster", "Mustre", "Muster jun.", "Beleg", "Muster-Beleg"])
STREETS = st.sampled_from(["Probeweg 3", "Probeweg 3a", "Probestr. 3", ""])
MAIL = st.sampled_from(["", "", "muster@example.org", "e.muster@example.org"])
BORN = st.sampled_from(["", "", "1950-03-01", "1950-01-03", "1981-07-19"])


@st.composite
def letters(draw):
    street = draw(STREETS)
    address = f"{street}, 99001 Musterhausen" if street else ""
    return (f"{draw(GIVEN)} {draw(FAMILY)}", address, draw(MAIL), draw(BORN))


tables = st.lists(letters(), max_size=25)


def groups(linking):
    found = {}
    for at, person in enumerate(linking.person.tolist()):
        found.setdefault(person, set()).add(at)
    return {frozenset(rows) for rows in found.values()}


@settings(deadline=None)
@given(rows=tables, seed=st.integers(0, 1000))
def test_the_order_of_letters_does_not_matter(rows, seed):
    order = list(range(len(rows)))
    Random(seed).shuffle(order)
    there = link(table(rows))
    back = link(table([rows[at] for at in order]))
    assert groups(there) == {frozenset(order[at] for at in group) for group in groups(back)}


@settings(deadline=None)
@given(rows=tables)
def test_no_person_has_two_birthdays_or_two_plainly_different_given_names(rows):
    found = link(table(rows)).person.tolist()
    for person in set(found) - {-1}:
        mine = [rows[at] for at, other in enumerate(found) if other == person]
        assert not {"1950-03-01", "1981-07-19"} <= {birth for *_rest, birth in mine}
        given_names = {name.split()[0] for name, *_rest in mine}
        for one, other in (("Erika", "Otto"), ("Jan", "Jana"), ("Max", "Hans"), ("E.", "Otto")):
            assert not {one, other} <= given_names


@settings(deadline=None)
@given(rows=tables)
def test_every_letter_with_a_name_has_a_person_and_numbers_count_from_nought(rows):
    found = link(table(rows)).person.tolist()
    assert -1 not in found
    first_seen = list(dict.fromkeys(found))
    assert first_seen == list(range(len(first_seen)))


@settings(deadline=None)
@given(rows=tables)
def test_what_somebody_decided_holds(rows):
    if len(rows) < 4:
        return
    linking = link(table(rows), together=[(0, 1)], apart=[(2, 3)])
    if rows[0] != rows[1]:
        assert linking.person[0] == linking.person[1] or not _is_one(rows[0])
    if rows[2] != rows[3] and {rows[0], rows[1]} != {rows[2], rows[3]}:
        assert linking.person[2] != linking.person[3]
    for proposal in linking.proposals:
        assert {proposal.row, proposal.other} != {2, 3}


def _is_one(one):
    name, address, email, birth = one
    return bool(email or birth or (address and "." not in name.split()[0]))


def test_an_empty_table_has_no_persons():
    assert link({}).person.tolist() == []
    assert link(table([])).certain == ()


def test_columns_of_different_length_are_refused():
    with pytest.raises(LengthMismatch, match="one value a row"):
        link({"name": ["Erika Muster"], "email": []})


def test_letters_without_any_sender_have_no_person():
    assert link({"name": ["", "?"], "city": ["Musterhausen", ""]}).person.tolist() == [-1, -1]


def test_a_chain_of_similar_names_does_not_join_two_people():
    rows = [
        *[row("Hans Muster | Probeweg 3, 99001 Musterhausen")] * 30,
        *[row("Hans Peter Muster | Probeweg 3, 99001 Musterhausen | hp@example.org")] * 2,
        *[row("Hans Georg Muster | Probeweg 3, 99001 Musterhausen | hg@example.org")] * 2,
    ]
    found = link(table([*crowd(), *rows])).person.tolist()[-34:]
    assert found[30] != found[32]


def test_letters_that_father_or_son_can_have_written_are_nobodys_yet():
    father = row("Otto Muster | Probeweg 3, 99001 Musterhausen | | 1950-03-01")
    son = row("Otto Muster | Probeweg 3, 99001 Musterhausen | | 1981-07-19")
    either = row("Otto Muster | Probeweg 3, 99001 Musterhausen")
    linking = link(table([father, father, son, either, either]))
    assert len(set(linking.person.tolist())) == 4
    assert all(one.is_ambiguous for one in linking.proposals)


def test_a_letter_under_half_a_double_name_is_not_the_namesakes_in_the_household():
    karl = row("Karl Muster | Probeweg 3, 99001 Musterhausen | k@example.org")
    heinz = row("Karl-Heinz Muster | Probeweg 3, 99001 Musterhausen | kh@example.org")
    halved = row("Karl Muster | Probeweg 3, 99001 Musterhausen | kh@example.org")
    found = link(table([*crowd(), *[karl] * 20, *[heinz] * 20, halved])).person.tolist()
    assert found[-1] != found[len(crowd())]


def test_a_bare_name_is_nobodys_where_two_of_the_household_may_be_called_so():
    home = "Probeweg 3, 99001 Musterhausen"
    karl = row(f"Karl Muster | {home} | karl@example.org | 1981-10-21")
    heinz = row(f"Karl-Heinz Muster | {home} | kh@example.org | 1966-06-23")
    rows = [*[karl] * 20, *[heinz] * 5, row(f"Karl Muster | {home}")]
    person = link(table([*rows, *crowd()])).person.tolist()
    assert person[:25] == [person[0]] * 20 + [person[20]] * 5
    assert len({person[0], person[20], person[25]}) == 3


def test_an_initial_and_slips_are_found_in_a_household_that_writes_very_much():
    home = "Probeweg 3, 99001 Musterhausen"
    names = [one for one in ("Olga", "Martha", "Kofi", "Hans-Peter") for _letter in range(400)]
    names += ["O.", "Marthha", "Hanns-Peter"]
    rows = [row(f"{name} Muster | {home}") for name in names]
    person = link(table([*rows, *crowd()])).person.tolist()
    assert person[1600:1603] == [person[0], person[400], person[1200]]


def test_links_say_what_agrees_and_what_is_missing():
    rows = [row("Erika Muster | Probeweg 3, 99001 Musterhausen | e@example.org")] * 3
    linking = link(table([*rows, row("Erica Muster | Probeweg 3, 99001 Musterhausen")]))
    (certain,) = linking.certain
    assert {(str(one.field), str(one.finding)) for one in certain.reasons} == {
        ("given_name", "close"),
        ("family_name", "same"),
        ("address", "same"),
        ("email", "missing"),
        ("birth_date", "missing"),
    }


def test_given_and_family_name_may_stand_in_columns_of_their_own():
    linking = link(
        {
            "given_name": ["Erika", "Max"],
            "family_name": ["Muster", "Muster"],
            "street": ["Probeweg 3"] * 2,
            "city": ["Musterhausen"] * 2,
        }
    )
    assert linking.person.tolist() == [0, 1]


def test_rows_may_stand_for_many_letters():
    one = row("Erika Muster | Probeweg 3, 99001 Musterhausen")
    initial = row("E. Muster | Probeweg 3, 99001 Musterhausen")
    few = link(table([*crowd(), one, initial]))
    many = link(table([*crowd(), one, initial]), letters=[1] * len(crowd()) + [40, 1])
    assert few.person[-1] != few.person[-2]
    assert many.person[-1] == many.person[-2]


def test_an_organisation_is_not_the_person_who_writes_for_it():
    linking = link(
        {
            "name": ["Erika Muster", "Erika Muster", "Probewerke GmbH"],
            "organisation": ["", "Probewerke GmbH", ""],
            "email": ["e@example.org"] * 3,
        }
    )
    assert len(set(linking.person.tolist())) >= 2
    assert linking.person[0] != linking.person[1]


@pytest.mark.parametrize("seed", [41, 42])
def test_rehearsed_people_are_told_apart(seed):
    random = Random(seed)
    everyone = people(400, random)
    senders = [*everyone, *random.choices(everyone[:120], k=5000)]
    names = ("name", "street", "postal_code", "city", "email", "birth_date")
    written = zip(*(person.as_written(random) for person in senders), strict=False)
    found = link(dict(zip(names, written, strict=False))).person.tolist()
    agreement = pairwise([person.number for person in senders], found)
    assert agreement.precision >= 0.999
    assert agreement.recall >= 0.95
    homes = {}
    for number, person in zip(found, senders, strict=False):
        homes.setdefault((number, person.household), set()).add(person.number)
    assert max(map(len, homes.values())) == 1
