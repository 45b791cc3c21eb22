import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from dialogwerk.apps.base.apps import BaseConfig
from dialogwerk.apps.base.journal import record, seal
from dialogwerk.apps.base.models import JournalEntry, JournalSeal, SealedEntry
from dialogwerk.apps.base.triggers import (
    create_triggers,
    drop_triggers,
    immutable_models,
    protected_tables,
    restore_triggers,
    triggers_lifted,
)

pytestmark = pytest.mark.django_db
TABLES = ["base_journalentry", "base_journalseal", "base_sealedentry"]


@pytest.fixture
def sealed(db):
    record("statement.received", subject="X", actor="public")
    return seal(timezone.now())


def _refused(change):
    with pytest.raises(IntegrityError, match="are kept as written"), transaction.atomic():
        change()


def test_every_model_marked_immutable_is_protected_in_the_database():
    marked = {model._meta.db_table for model in immutable_models()}
    assert set(TABLES) <= marked <= set(protected_tables(connection))


@pytest.mark.parametrize("model", [JournalEntry, JournalSeal, SealedEntry])
def test_the_database_refuses_to_delete_what_was_written(sealed, model):
    _refused(lambda: model.objects.all()._raw_delete("default"))
    assert model.objects.count() == 1


def test_the_database_refuses_to_update_what_was_written(sealed):
    _refused(lambda: JournalEntry.objects.update(actor="user:1"))
    _refused(lambda: JournalSeal.objects.update(size=2))
    _refused(lambda: SealedEntry.objects.update(position=2))
    assert JournalEntry.objects.get().actor == "public"


def test_saving_an_entry_again_is_refused(sealed):
    _refused(JournalEntry.objects.get().save)


def test_truncating_is_refused(sealed):
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL has TRUNCATE")
    connection.check_constraints()
    with connection.cursor() as cursor:
        _refused(lambda: cursor.execute("TRUNCATE base_journalentry CASCADE"))
    assert JournalEntry.objects.count() == 1


def test_protection_steps_aside_and_comes_back():
    record("statement.received", subject="X", actor="public")
    before = protected_tables(connection)
    with triggers_lifted():
        assert protected_tables(connection) == []
        JournalEntry.objects.all().delete()
    assert protected_tables(connection) == before
    assert not JournalEntry.objects.exists()


def test_protection_comes_back_after_a_failure():
    before = protected_tables(connection)
    with pytest.raises(ZeroDivisionError), triggers_lifted():
        _ = 1 / 0
    assert protected_tables(connection) == before


def test_lost_protection_is_made_again_after_migrating(sealed):
    connection.check_constraints()
    drop_triggers(connection, ["base_journalentry"])
    assert "base_journalentry" not in protected_tables(connection)
    restore_triggers(BaseConfig("base", __import__("dialogwerk.apps.base")), using="default")
    assert "base_journalentry" in protected_tables(connection)


def test_making_the_triggers_twice_does_no_harm():
    create_triggers(connection, TABLES)
    assert set(TABLES) <= set(protected_tables(connection))


@pytest.mark.django_db(transaction=True)
def test_a_test_database_with_real_transactions_can_be_emptied_first():
    record("statement.received", subject="X", actor="public")
    assert JournalEntry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_test_database_with_real_transactions_can_be_emptied_second():
    assert JournalEntry.objects.count() == 0
    assert set(TABLES) <= set(protected_tables(connection))
