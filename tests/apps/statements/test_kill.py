"""A short kill test with every run of the suite; ``benchmarks/kill.py`` is the long one."""

import json
import subprocess
import sys
import uuid
from pathlib import Path

import pytest

from dialogwerk.apps.statements.services.intake import Letter, take_in
from tests.factories import ProcedureFactory

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def kill(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    import kill

    return kill


def test_no_letter_with_a_receipt_is_lost_or_doubled_when_the_server_is_killed():
    command = [sys.executable, str(ROOT / "benchmarks" / "kill.py"), "--kills", "2"]
    done = subprocess.run(
        [*command, "--seconds", "1", "--clients", "4"],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr + done.stdout
    found = json.loads(done.stdout)
    assert found["kills"] == 2
    assert found["receipts_shown"] > 0
    assert (found["lost"], found["doubled"], found["damaged"]) == (0, 0, 0)
    assert found["letters_in_database"] == found["letters_in_journal"]


@pytest.fixture
def one_shown(kill, db):
    """A letter taken in, as the test's client knows it."""
    from django.utils import timezone

    letter = kill.Letter(number=1, key=uuid.uuid4())
    taken = take_in(
        procedure=ProcedureFactory(open_round=True),
        letter=Letter(
            text=letter.text, received_at=timezone.now(), submission_key=f"web:{letter.key}"
        ),
        by="public",
    )
    letter.receipt = taken.receipt
    return letter


def test_the_comparison_finds_nothing_wrong_with_a_letter_that_is_there(kill, one_shown):
    assert kill.compared([one_shown], [one_shown])["holds"]


def test_the_comparison_notices_a_lost_letter(kill, one_shown):
    lost = kill.Letter(number=2, receipt="7K3M-9QX2-4TFH-R8WD")
    found = kill.compared([one_shown, lost], [one_shown, lost])
    assert (found["lost"], found["holds"]) == (1, False)


def test_the_comparison_notices_another_receipt(kill, one_shown):
    one_shown.receipt = "7K3M-9QX2-4TFH-R8WD"
    assert kill.compared([one_shown], [one_shown])["lost"] == 1


def test_the_comparison_notices_changed_words_and_missing_files(kill, one_shown):
    one_shown.number = kill.EVERY_NTH_WITH_FILE
    found = kill.compared([one_shown], [one_shown])
    assert (found["damaged"], found["holds"]) == (1, False)


def test_the_comparison_notices_a_letter_taken_in_twice(kill, one_shown):
    from dialogwerk.apps.statements.models import Statement

    first = Statement.objects.get()
    first.pk, first.code, first.receipt = None, "E-1", "other"
    first.submission_key = "web:other"
    first.save(force_insert=True)
    found = kill.compared([one_shown], [one_shown])
    assert (found["doubled"], found["holds"]) == (1, False)


def test_an_import_and_a_grouping_that_are_killed_go_on_and_nothing_is_lost_or_doubled():
    command = [sys.executable, str(ROOT / "benchmarks" / "kill_runs.py"), "--kills", "1"]
    done = subprocess.run(
        [*command, "--letters", "400"], capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr + done.stdout
    assert json.loads(done.stdout)["holds"]


def test_no_reply_letter_is_lost_or_doubled_when_the_worker_is_killed():
    command = [sys.executable, str(ROOT / "benchmarks" / "letter_batch.py"), "--letters", "60"]
    done = subprocess.run(
        [*command, "--kills", "1", "--seconds", "0.3", "--part", "25"],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr + done.stdout
    found = json.loads(done.stdout)
    assert found["letters_written"] == found["files_on_disk"] == found["in_print_files"] == 60
    assert (found["lost"], found["doubled"], found["damaged"]) == (0, 0, 0)
    assert found["lists_add_up"]
    assert found["parts"] == 3
