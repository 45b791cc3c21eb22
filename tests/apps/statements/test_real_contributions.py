"""2,529 real contributions all the way: imported, grouped, tied, answered, written, in a synopsis.

Needs the folder that DIALOGWERK_DATA names; follows docs/how-to/import-letters.md.
"""

import csv
import io
import json
from pathlib import Path
from runpy import run_path

import pytest
from django.utils import timezone

from dialogwerk.apps.people.audiences import Audience
from dialogwerk.apps.statements.models import Reply, Statement
from dialogwerk.apps.statements.services import dispatch, gate, grouping, imports, replies, writing
from dialogwerk.apps.statements.services.synopsis import Reader, write_file
from dialogwerk.documents.synopsis import FORMATS
from tests.factories import ProcedureFactory, UserFactory

FILES = {"raddialog-bonn-2017.csv": 2163, "raddialog-ehrenfeld-2017.csv": 366}
ALL_THE_WAY = run_path(str(Path(__file__).parents[3] / "docs" / "how-to" / "all-the-way.py"))
WRITTEN = 12

pytestmark = pytest.mark.django_db


def _taken_in(procedure, path):
    with path.open("rb") as file:
        batch = imports.stage(procedure=procedure, file=file, name=path.name, by="user:1")
    imports.set_mapping(batch, {"text": "text", "id": "id", "title": "title", "url": "url"})
    imports.check(batch)
    imports.take_in_rows(batch, by="user:1")
    return batch


@pytest.fixture
def procedure(real_data):
    procedure = ProcedureFactory()
    for name in FILES:
        _taken_in(procedure, real_data / "dialogues" / name)
    grouping.regroup(procedure, by="user:1")
    return procedure


def test_the_same_tables_again_add_nothing(procedure, real_data):
    assert procedure.statements.count() == sum(FILES.values())
    for name, rows in FILES.items():
        batch = _taken_in(procedure, real_data / "dialogues" / name)
        assert (batch.added, batch.known) == (0, rows)


def test_contributions_sent_twice_are_found_and_stay_whole(procedure):
    assert 10 <= procedure.campaigns.count() <= 30
    for letter in Statement.objects.filter(campaign__isnull=False):
        kept = json.loads(bytes(letter.original.body))
        assert letter.text.strip() == kept["text"].replace("\r\n", "\n").strip()


def test_every_contribution_is_answered_and_stands_in_every_synopsis(procedure):
    user = UserFactory()
    points = ALL_THE_WAY["tie_by_words"](procedure, user)
    assert points > sum(FILES.values())
    assert gate.open_items(procedure).everything_is_answered

    replies.prepare(procedure)
    keys = list(replies.due(procedure).order_by("pk").values_list("pk", flat=True))
    assert len(keys) == sum(FILES.values())
    assert writing.write_many(keys[:WRITTEN], by=user.actor) == WRITTEN
    sent = [one for one in dispatch.leave_to_fetch(procedure, by=user.actor) if one]
    assert len(sent) == WRITTEN
    assert all(one.at <= timezone.now() for one in sent)
    assert Reply.objects.sent().first().pdf.open().read(5) == b"%PDF-"

    rows = list(
        csv.reader(io.StringIO(_synopsis(procedure, "csv").decode("utf-8-sig")), delimiter=";")
    )
    assert len(rows) == len(ALL_THE_WAY["THEMES"]) + 1
    assert all(len(_synopsis(procedure, ending)) > 1000 for ending in FORMATS)


def _synopsis(procedure, ending):
    with io.BytesIO() as target:
        reader = Reader(audience=Audience.AUTHORITY, by="user:1")
        write_file(target, procedure, ending, reader=reader)
        return target.getvalue()
