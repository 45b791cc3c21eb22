"""Who held which role on a day, and which seats were empty."""

from datetime import date

import pytest

from dialogwerk.apps.bodies.services import gaps, held_on
from dialogwerk.apps.bodies.services.holding import benches_on
from tests.factories import BenchFactory, BodyFactory, TenureFactory

pytestmark = pytest.mark.django_db
DAY = date(2011, 6, 1)


def seats(body, day=DAY):
    return benches_on(body.benches.all(), held_on(body, day), day)


def test_roles_of_a_day_come_with_yes_or_perhaps_the_certain_ones_first():
    body = BodyFactory()
    TenureFactory(body=body, unnamed="vielleicht", begun=None)
    TenureFactory(body=body, unnamed="gewiss", begun="2010")
    TenureFactory(body=body, unnamed="vorbei", begun="2008", ended="2010")
    TenureFactory(body=body, unnamed="noch nicht", begun="2012")
    found = held_on(body, DAY)
    assert [(one.tenure.unnamed, one.certainty) for one in found] == [
        ("gewiss", "yes"),
        ("vielleicht", "perhaps"),
    ]


def test_one_can_ask_for_one_role_only():
    body = BodyFactory()
    TenureFactory(body=body)
    chair = TenureFactory(body=body, role="chair")
    assert [one.tenure for one in held_on(body, DAY, role="chair")] == [chair]


@pytest.mark.parametrize("day", [date(2009, 12, 31), date(2010, 6, 1), date(2013, 1, 1)])
def test_the_database_and_the_dates_agree_on_what_was_certain(day):
    body = BodyFactory()
    for begun, ended in (("2010", None), ("2010", "2012"), (None, "2012"), ("2010", "unbekannt")):
        TenureFactory(body=body, begun=begun, ended=ended)
    TenureFactory(body=body, begun="unbekannt")
    certain = set(body.tenures.certainly_on(day))
    perhaps = set(body.tenures.perhaps_on(day))
    for tenure in body.tenures.all():
        assert (tenure in certain) == (tenure.certainty(day) == "yes")
        assert (tenure in perhaps) == (tenure.certainty(day) != "no")


def test_a_name_is_given_only_where_that_entry_has_a_ground():
    body = BodyFactory()
    shown = TenureFactory(
        body=body,
        role="chair",
        person_name="Erika Beispiel",
        name_is_public=True,
        name_basis="office",
        name_basis_text="Wahl vom 2. Mai",
    )
    TenureFactory(body=body, role="guest", person=shown.person)
    names = {one.tenure.role: one.name for one in held_on(body, DAY)}
    assert names == {"chair": "Erika Beispiel", "guest": ""}
    with_names = held_on(body, DAY, names={shown.person_id: "Erika Beispiel"})
    assert {one.name for one in with_names} == {"Erika Beispiel"}


def test_seats_are_empty_perhaps_empty_or_held():
    bench = BenchFactory(seats=4)
    TenureFactory(body=bench.body, bench=bench)
    TenureFactory(body=bench.body, bench=bench, begun=None)
    [found] = seats(bench.body)
    assert (found.certain, found.empty, found.perhaps_empty) == (1, 2, 1)
    assert not found.is_empty


def test_a_bench_without_a_number_of_seats_counts_none_as_empty():
    bench = BenchFactory(seats=None)
    [found] = seats(bench.body)
    assert (found.empty, found.perhaps_empty, found.is_empty) == (None, None, True)


def test_a_bench_stands_only_while_there_was_one():
    bench = BenchFactory(begun="2010", ended="2011")
    assert [one.certainty for one in seats(bench.body, date(2011, 5, 1))] == ["perhaps"]
    assert seats(bench.body, date(2012, 1, 1)) == []


def test_empty_benches_and_seats_and_what_nobody_said_are_gaps(settings):
    body = BodyFactory(founded=None, ags="", region="")
    BenchFactory(body=body, group="unions", seats=2)
    companies = BenchFactory(body=body, group="companies", seats=2)
    BenchFactory(body=body, group="chambers", seats=None)
    TenureFactory(body=body, bench=companies, begun="2010")
    body.refresh_from_db()
    found = gaps.gaps_of(body, seats(body), has_roles=True)
    assert len(found) == 6
    assert any("leer" in gap and "Gewerkschaften" in gap for gap in found)


def test_a_record_without_gaps_has_none():
    body = BodyFactory()
    assert gaps.gaps_of(body, [], has_roles=True) == []
