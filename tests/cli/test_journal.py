import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from dialogwerk.apps.base.journal import EntryDraft, record, record_many
from dialogwerk.apps.base.models import JournalSeal
from dialogwerk.apps.base.triggers import drop_triggers
from dialogwerk.cli.journal import app

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _language_as_before():
    from django.utils import translation

    with translation.override(translation.get_language()):
        yield


@pytest.fixture
def entries():
    record_many(EntryDraft(action="a.b", subject=f"S{n}", actor="public") for n in range(3))


def _run(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def _ok(*arguments):
    result = _run(*arguments)
    assert result.exit_code == 0, result.output
    return result.output


def test_an_intact_journal_is_sealed_and_verified(entries):
    assert "Seal 1: 3 entries" in _ok("seal")
    assert _ok("seal") == "Nothing to seal.\n"
    output = _ok("verify")
    assert "3 sealed entries under 1 seals, 0 not yet sealed." in output
    assert "The journal is intact." in output


def test_the_verification_is_there_for_programs_too(entries):
    _ok("seal")
    found = json.loads(_ok("verify", "--json"))
    assert (found["sealed"], found["is_intact"], found["problems"]) == (3, True, [])
    assert found["head"] == JournalSeal.objects.get().hash


def test_a_journal_with_a_problem_ends_with_code_1():
    from django.db import connection

    drop_triggers(connection, ["base_journalseal"])
    result = _run("verify")
    assert result.exit_code == 1
    assert "base_journalseal" in result.output
    assert "Problems found: 1" in result.output


def test_a_head_kept_elsewhere_has_to_be_in_the_journal(entries):
    _ok("seal")
    head = JournalSeal.objects.get().hash
    assert "intact" in _ok("verify", "--head", head)
    assert _run("verify", "--head", "f" * 64).exit_code == 1


def test_a_receipt_is_proved_and_the_proof_checked_without_the_database(entries, tmp_path):
    _ok("seal")
    file = tmp_path / "proof.json"
    assert "1 entries proved" in _ok("prove", "S1", "-o", file)
    assert "The proof holds." in _ok("check-proof", file)
    head = JournalSeal.objects.get().hash
    assert "that you trust" in _ok("check-proof", file, "--head", head)


def test_a_receipt_may_be_typed_as_people_type(tmp_path):
    from dialogwerk.apps.base.ids import new_receipt

    receipt = new_receipt()
    record("statement.received", subject=receipt, actor="public")
    _ok("seal")
    assert json.loads(_ok("prove", receipt.lower().replace("-", " ")))["subject"] == receipt


def test_the_code_on_a_receipt_leads_to_the_entries_about_its_letter():
    from tests.factories import StatementFactory

    letter = StatementFactory()
    record("statement.received", subject=letter.code, actor="public")
    _ok("seal")
    assert json.loads(_ok("prove", letter.receipt))["subject"] == letter.code


def test_a_changed_proof_ends_with_code_1(entries, tmp_path):
    _ok("seal")
    file = tmp_path / "proof.json"
    file.write_text(_ok("prove", "S1").replace('"public"', '"user:1"'), encoding="utf-8")
    result = _run("check-proof", file)
    assert result.exit_code == 1
    assert "The proof does not hold." in result.output


def test_what_cannot_be_proved_says_why(entries, tmp_path):
    result = _run("prove", "S1")
    assert result.exit_code == 1
    assert "not sealed yet" in result.output
    result = _run("prove", "nobody")
    assert result.exit_code == 1
    assert "Nothing in the journal" in result.output


def test_a_file_that_is_no_proof_says_why(tmp_path):
    missing = _run("check-proof", tmp_path / "missing.json")
    assert (missing.exit_code, "cannot be read" in missing.output) == (1, True)
    file = tmp_path / "proof.json"
    file.write_text("no json", encoding="utf-8")
    assert "no JSON file" in _run("check-proof", file).output


def test_checking_a_proof_never_imports_django(tmp_path):
    file = tmp_path / "proof.json"
    file.write_text("{}", encoding="utf-8")
    program = (
        "import sys; from dialogwerk.cli.journal import app\n"
        f"try: app(['check-proof', {str(file)!r}])\n"
        "except SystemExit as end: code = end.code\n"
        "print(code, 'django' in sys.modules)"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert result.stdout.splitlines()[-1] == "1 False"
