import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dialogwerk.apps.base.models import JournalEntry, Run
from dialogwerk.apps.statements.models import ImportBatch, Statement
from dialogwerk.cli import app
from dialogwerk.cores.tables import read_table
from tests.factories import ProcedureFactory

pytestmark = pytest.mark.django_db

ROWS = "Nr;Name;Einwendung\n1;Erika Beispiel;Zu laut.\n2;Otto Muster;Der Wald bleibt.\n"


@pytest.fixture
def procedure():
    return ProcedureFactory(open_round=True, slug="hohe-heide")


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "briefe.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def run(*arguments):
    return CliRunner().invoke(app, ["statements", "import", *map(str, arguments)])


def test_a_table_is_taken_in_by_command(procedure, table):
    result = run(table, "--procedure", "hohe-heide", "--no-group")
    assert result.exit_code == 0
    assert "2 letters taken in" in result.stdout
    assert procedure.statements.count() == 2
    assert JournalEntry.objects.get(action="import.done").actor == "system:command"


def test_the_same_table_again_adds_nothing(procedure, table):
    for _time in range(2):
        result = run(table, "--procedure", "hohe-heide", "--no-group")
    assert result.exit_code == 0
    assert "0 letters taken in, 2 known already" in result.stdout
    assert procedure.statements.count() == 2


def test_a_dry_run_takes_nothing_in_and_leaves_no_copy_behind(procedure, table):
    result = run(table, "--procedure", "hohe-heide", "--dry-run")
    assert result.exit_code == 0
    assert "2 letters would be taken in" in result.stdout
    assert not Statement.objects.exists()
    assert not ImportBatch.objects.exists()


def test_columns_are_chosen_by_the_call(procedure, table):
    run(table, "--procedure", "hohe-heide", "--no-group", "--map", "text=Name", "--map", "name=")
    assert set(procedure.statements.values_list("text", flat=True)) == {
        "Erika Beispiel",
        "Otto Muster",
    }


def test_columns_with_personal_data_can_be_left_out(procedure, table):
    call = ("--procedure", "hohe-heide", "--no-group", "--map", "name=", "--leave-out", "Name")
    run(table, *call)
    assert b"Erika" not in bytes(procedure.statements.get(external_id="1").original.body)


def test_date_and_channel_of_the_call_hold_for_all_rows(procedure, table):
    call = ("--received", "2026-03-01", "--channel", "post", "--no-group")
    assert run(table, "--procedure", "hohe-heide", *call).exit_code == 0
    letter = procedure.statements.first()
    assert letter.channel == "post"
    assert letter.received_at.isoformat().startswith("2026-02-28T23:00")


def test_campaigns_are_looked_for_at_once(procedure, table, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        result = run(table, "--procedure", "hohe-heide")
    found = Run.objects.get(kind="group")
    assert found.state == "done"
    assert found.public_id in result.stdout


def test_json_holds_counts_mapping_and_findings(procedure, table):
    table.write_text(ROWS + "3;Ida Leer;\n", encoding="utf-8")
    result = run(table, "--procedure", "hohe-heide", "--no-group", "--json")
    answer = json.loads(result.stdout)
    assert (answer["rows"], answer["added"], answer["refused"]) == (3, 2, 1)
    assert answer["mapping"]["text"] == "Einwendung"
    assert answer["findings"][0]["row"] == 4
    assert result.exit_code == 1


def test_findings_go_to_a_file_when_asked(procedure, table, tmp_path):
    table.write_text(ROWS + "3;Ida Leer;\n", encoding="utf-8")
    run(table, "--procedure", "hohe-heide", "--dry-run", "--findings", tmp_path / "f.csv")
    rows = [row.values["Finding"] for row in read_table(tmp_path / "f.csv").rows()]
    assert len(rows) == 1
    assert "empty" in rows[0]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--procedure", "nix"), "hohe-heide"),
        (("--procedure", "hohe-heide", "--map", "text=Inhalt"), "Einwendung"),
        (("--procedure", "hohe-heide", "--map", "colour=Name"), "colour"),
        (("--procedure", "hohe-heide", "--map", "text"), "FIELD=COLUMN"),
        (("--procedure", "hohe-heide", "--channel", "taube"), "post"),
        (("--procedure", "hohe-heide", "--received", "2199-01-01"), "future"),
        (("--procedure", "hohe-heide", "--received", "gestern"), "gestern"),
    ],
)
def test_a_wrong_call_ends_with_code_2_and_says_what_there_is(procedure, table, arguments, says):
    result = run(table, *arguments)
    assert result.exit_code == 2
    assert says in result.stderr
    assert not Statement.objects.exists()
    assert not ImportBatch.objects.exists()


def test_a_file_that_is_no_table_ends_with_code_3(procedure, table):
    table.write_bytes(b"%PDF-1.7")
    result = run(table, "--procedure", "hohe-heide")
    assert result.exit_code == 3
    assert "PDF" in result.stderr


def test_the_exit_codes_stand_in_the_help():
    assert "Exit codes: 0" in " ".join(run("--help").stdout.split())


# Without Django


PROGRAM = """
import sys
from dialogwerk.cli import app
app(sys.argv[1:], standalone_mode=False)
print("django" in sys.modules, "dialogwerk.apps" in sys.modules, file=sys.stderr)
"""


def without_django(*arguments):
    command = [sys.executable, "-c", PROGRAM, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr.splitlines()[-1] == "False False"
    return done


def test_letters_are_grouped_without_django(tmp_path):
    letters = tmp_path / "letters.csv"
    same = "Ich lehne den Windpark ab, weil der Lärm uns den Schlaf raubt und der Wald stirbt."
    letters.write_text(f"id,text\n1,{same}\n2,{same}\n3,Ganz anders gesagt.\n", encoding="utf-8")
    out = tmp_path / "groups.csv"
    without_django(
        *("statements", "group", letters, "--text", "text", "--id", "id"),
        *("--out", out, "--json"),
    )
    rows = [row.values for row in read_table(out).rows()]
    assert {"id", "campaign", "own_text"} <= rows[0].keys()
    assert [row["id"] for row in rows] == ["1", "2", "3"]


def test_help_needs_no_django():
    assert "statements" in without_django("--help").stdout


def test_letters_are_rehearsed_without_django(tmp_path):
    without_django("rehearse", "--out", tmp_path / "x.csv", "--letters", 20)
    assert Path(tmp_path / "x.csv").stat().st_size > 1000


def test_django_commands_are_passed_on():
    result = CliRunner().invoke(app, ["manage", "check"])
    assert result.exit_code == 0


def test_synopsis_and_letters_are_written_by_command(procedure, tmp_path):
    out, folder = tmp_path / "synopse.csv", tmp_path / "briefe"
    for call in (("synopsis", "-o", out), ("letters", "-o", folder)):
        words = ["statements", call[0], "--procedure", "hohe-heide", *map(str, call[1:])]
        assert CliRunner().invoke(app, words).exit_code == 0
    assert out.read_text(encoding="utf-8-sig").startswith("Nr.;Argument;")
    assert (folder / "letters.csv").exists()
