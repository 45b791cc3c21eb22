"""Rows made quickly are those that the constructor makes."""

import pytest

from dialogwerk.apps.base.models import JournalEntry, JournalSeal, Run, SealedEntry
from dialogwerk.apps.base.new_rows import RowMaker


def comparable(row) -> dict:
    """What the row holds, without what is made anew for each."""
    held = {name: value for name, value in row.__dict__.items() if name != "_state"}
    for field in row._meta.concrete_fields:
        if callable(field.default) and field.default not in (dict, list):
            held.pop(field.attname, None)
    return held


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Run, {"kind": "test", "title": "Lärm", "actor": "user:1"}),
        (JournalEntry, {"action": "test.done", "payload": {"zahl": 1}}),
        (JournalSeal, {"number": 3}),
    ],
)
def test_a_row_holds_what_the_constructor_gives_it(model, values):
    made, usual = RowMaker(model).make(**values), model(**values)
    assert comparable(made) == comparable(usual)
    assert made.__dict__.keys() == usual.__dict__.keys()
    assert made._state.adding
    assert made._state.db is None


def test_functions_are_asked_for_each_row_and_lists_are_not_shared():
    maker = RowMaker(Run)
    one, other = maker.make(), maker.make()
    assert one.public_id != other.public_id
    assert one.arguments == other.arguments == {}
    assert one.arguments is not other.arguments


def test_a_row_that_is_pointed_to_need_not_be_fetched():
    entry, seal = JournalEntry(pk=7), JournalSeal(pk=2)
    place = RowMaker(SealedEntry).make(entry=entry, seal=seal, position=0)
    assert (place.entry_id, place.seal_id) == (7, 2)
    assert place.entry is entry
    assert place.seal is seal
    nothing = RowMaker(SealedEntry).make(entry=None)
    assert nothing.entry_id is None


def test_a_field_that_is_not_there_is_named():
    with pytest.raises(TypeError, match="Run has no field 'titel'"):
        RowMaker(Run).make(titel="Lärm")


@pytest.mark.django_db
def test_such_a_row_can_be_saved_and_read_back():
    run = RowMaker(Run).make(kind="test", title="Lärm", actor="user:1")
    run.save()
    assert Run.objects.get(pk=run.pk).title == "Lärm"
