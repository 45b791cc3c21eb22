"""Rehearsed letters and the truth about them."""

from collections import Counter
from datetime import date
from random import Random

import pytest

from dialogwerk.cores.statements.errors import RehearsalImpossible
from dialogwerk.cores.statements.rehearsal import rehearse, scheme_name
from dialogwerk.cores.statements.rehearsal_people import people
from dialogwerk.cores.statements.words import words


def letters(**changes):
    wanted = {"letters": 600, "persons": 200, "templates": 5, "seed": 3} | changes
    return list(rehearse(**wanted))


def test_the_same_seed_gives_the_same_letters_and_another_seed_others():
    assert letters() == letters()
    assert letters()[0] != letters(seed=4)[0]


def test_letters_come_one_by_one():
    stream = rehearse(letters=1_000_000, persons=10, templates=140, seed=1)
    assert next(stream).number == 1


def test_everybody_sends_a_letter_and_some_send_many():
    senders = Counter(letter.person.number for letter in letters())
    assert set(senders) == set(range(1, 201))
    assert max(senders.values()) > 10


def test_households_share_name_and_address():
    homes = {}
    for letter in letters():
        homes.setdefault(letter.person.household, set()).add(letter.person)
    shared = [home for home in homes.values() if len(home) > 1]
    assert shared
    for home in shared:
        assert len({(person.street, person.name.split()[-1]) for person in home}) == 1
        assert len({(person.name, person.generation) for person in home}) == len(home)


def test_people_are_recognisably_invented():
    for letter in letters():
        assert letter.person.email.endswith("@example.org")
        assert letter.person.email.isascii()
        assert letter.person.place == "Musterhausen"
        assert letter.person.postcode.startswith("990")


def test_own_sentences_stand_in_the_letter():
    for letter in letters():
        text = " ".join(word.folded for word in words(letter.text))
        for sentence in letter.own:
            assert " ".join(word.folded for word in words(sentence)) in text


def test_individual_letters_are_mostly_own_and_campaign_letters_are_not():
    for letter in letters():
        own = sum(len(words(sentence)) for sentence in letter.own)
        if letter.campaign == -1:
            assert own >= 0.4 * len(words(letter.text))
        else:
            assert own < 0.5 * len(words(letter.text))


def test_every_kind_of_edit_occurs():
    found = {edit for letter in letters(letters=3000, templates=9) for edit in letter.edits}
    assert found == {
        *("identical", "frame", "added_front", "added_middle", "added_end", "left_out", "typing"),
        *("scan", "line_breaks", "capitals", "building_blocks", "individual", "borrowed"),
    }


def test_a_hundred_and_forty_forms_are_all_different():
    found = {}
    for letter in letters(letters=4000, templates=140, individual_share=0):
        if letter.edits == ("identical",):
            found.setdefault(" ".join(letter.text.split()), letter.campaign)
    assert len(set(found.values())) > 100
    assert len(found) == len(set(found.values()))


def test_entries_of_a_signature_list_have_the_same_text():
    listed = [one for one in letters(signature_lists=2, signatures=25) if one.signature_list]
    assert Counter(one.signature_list for one in listed) == {1: 25, 2: 25}
    assert len({one.text for one in listed}) == 2


def test_some_letters_are_late():
    last = date(2026, 4, 15)
    late = sum(letter.received > last for letter in letters(late_share=0.1))
    assert 20 < late < 120
    assert all(letter.received <= last for letter in letters(late_share=0))


def test_without_templates_all_letters_are_individual():
    assert {letter.campaign for letter in letters(templates=0)} == {-1}


def test_no_letters_are_no_mistake():
    assert letters(letters=0, persons=0) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"persons": 0},
        {"persons": 601},
        {"templates": -1},
        {"signature_lists": 21},
        {"signature_lists": 1, "templates": 0},
        {"first_day": date(2026, 5, 1), "last_day": date(2026, 4, 1)},
    ],
)
def test_numbers_that_contradict_each_other_are_refused(changes):
    with pytest.raises(RehearsalImpossible, match=r"Choose|Exchange"):
        letters(**changes)


def test_the_scheme_has_a_name():
    assert scheme_name(3) in {
        *("der Windpark Hohe Heide", "die Ortsumgehung Musterhausen-Ost"),
        *("der Kiesabbau Probefeld", "die Freileitung Beispieltal"),
    }


def test_letters_show_their_senders_in_many_ways():
    random = Random(5)
    person = people(1, random)[0]
    written = {person.as_written(random) for _ in range(400)}
    assert len({one.name for one in written}) > 10
    assert {one.street for one in written} > {"", person.street}
    assert {one.email for one in written} == {"", person.email}
    assert {person.birth_date.isoformat(), ""} <= {one.birth_date for one in written}


def test_father_and_son_always_say_which_of_them_writes():
    random = Random(5)
    pairs = [person for person in people(9000, random) if person.generation]
    assert {person.generation for person in pairs} == {"sen.", "jun."}
    for person in pairs[:20]:
        for _ in range(20):
            written = person.as_written(random)
            assert written.birth_date or person.generation in written.name
