"""``dialogwerk statements group``: campaigns of a table, without a database."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import polars
import pytest
import typer

from dialogwerk.cli.statements_group import group
from dialogwerk.cores.statements.rehearsal import rehearse

FORM = "Der Windpark ist viel zu laut. Er vertreibt den Rotmilan aus dem ganzen Tal bei Probefeld."
LETTERS = [
    ("a1", FORM),
    ("a2", f"{FORM} Mein Hund fürchtet sich."),
    ("a3", "=1+1 Ich schreibe lieber selbst,\nund zwar so, wie ich es meine: lassen Sie das sein."),
]


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "letters.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("id", "text"), *LETTERS])
    return path


def test_groups_are_written_with_own_words(table, tmp_path, capsys):
    out = tmp_path / "groups.csv"
    group(table, out=out, json_=True)
    with out.open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [
            ["id", "campaign", "own_text", "left_out"],
            ["a1", "1", "", ""],
            ["a2", "1", "Mein Hund fürchtet sich.", ""],
            ["a3", "-1", LETTERS[2][1], ""],
        ]
    summary = json.loads(capsys.readouterr().out)
    assert summary["peak_mib"] > 0
    assert summary["seconds"] >= 0
    assert {key: summary[key] for key in ("letters", "campaigns", "individuals", "largest")} == {
        "letters": 3,
        "campaigns": 1,
        "individuals": 1,
        "largest": 2,
    }
    assert sorted(path.name for path in tmp_path.iterdir()) == ["groups.csv", "letters.csv"]


def test_without_json_the_summary_is_a_sentence(table, capsys):
    group(table)
    assert capsys.readouterr().out.startswith("3 letters: 1 campaigns (the largest has 2 letters)")


def test_a_missing_column_is_named_beside_those_there_are(table, capsys):
    with pytest.raises(typer.Exit) as stopped:
        group(table, text="Einwendung")
    assert stopped.value.exit_code == 2
    said = capsys.readouterr().err
    assert "no column “Einwendung”" in said
    assert "“id”, “text”" in said
    assert "--text" in said


def test_a_file_that_is_no_table_is_refused_with_a_sentence(tmp_path, capsys):
    path = tmp_path / "scan.pdf"
    path.write_bytes(b"%PDF-1.7\n" + bytes(range(256)))
    with pytest.raises(typer.Exit) as stopped:
        group(path)
    assert stopped.value.exit_code == 3
    assert "scan.pdf" in capsys.readouterr().err


def test_a_missing_file_is_refused_with_a_sentence(tmp_path, capsys):
    with pytest.raises(typer.Exit) as stopped:
        group(tmp_path / "nowhere.csv")
    assert stopped.value.exit_code == 3
    assert "nowhere.csv" in capsys.readouterr().err


def test_what_cannot_be_written_leaves_nothing_behind(table, tmp_path, capsys):
    with pytest.raises(typer.Exit) as stopped:
        group(table, out=tmp_path / "no such folder" / "groups.csv")
    assert stopped.value.exit_code == 2
    assert "cannot be written" in capsys.readouterr().err


def test_the_command_needs_no_database_and_loads_numbers_late(tmp_path):
    path = tmp_path / "letters.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("id", "text"))
        writer.writerows(
            (letter.number, letter.text)
            for letter in rehearse(letters=50, persons=20, templates=2, seed=1)
        )
    code = (
        "import sys; from pathlib import Path\n"
        "from dialogwerk.cli.statements_group import group\n"
        "assert 'numpy' not in sys.modules\n"
        f"group(Path({str(path)!r}), json_=True)\n"
        "assert 'django' not in sys.modules\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(Path(__file__).parents[3] / "src"), "PATH": ""},
    )
    assert done.stderr == ""
    assert json.loads(done.stdout)["letters"] == 50


def test_an_unknown_engine_and_a_scheduler_without_one_are_refused(table, capsys):
    for choice in ({"engine": "abacus"}, {"scheduler": "tcp://nowhere:8786"}):
        with pytest.raises(typer.Exit) as stopped:
            group(table, **choice)
        assert stopped.value.exit_code == 2
    said = capsys.readouterr().err
    assert "no engine “abacus”" in said
    assert "--engine dask" in said


def test_parquet_goes_in_and_out_and_persons_are_found(tmp_path, capsys):
    source, out = tmp_path / "letters.parquet", tmp_path / "groups.parquet"
    polars.DataFrame(
        {
            "id": [one for one, _text in LETTERS],
            "text": [text for _one, text in LETTERS],
            "name": ["Erika Muster", "Muster, Erika", "Max Probe"],
            "street": ["Probestr. 3", "Probestraße 3", "Eichenweg 9"],
            "plz": ["99001", "99001", "99003"],
        }
    ).write_parquet(source)
    who = {"name": "name", "street": "street", "postal_code": "plz"}
    group(source, out=out, json_=True, person=who)
    written = polars.read_parquet(out)
    assert written.columns == ["id", "campaign", "person", "own_text", "left_out"]
    assert written["campaign"].to_list() == [1, 1, -1]
    assert written["person"].to_list() == [0, 0, 1]
    assert written["own_text"][1] == "Mein Hund fürchtet sich."
    assert json.loads(capsys.readouterr().out)["persons"] == 2
