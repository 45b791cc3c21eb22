"""The commands ``dialogwerk opinions map`` and ``compile``."""

import csv
import json

import pytest
from typer.testing import CliRunner

from dialogwerk.cli import app


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "participants-votes.csv"
    lines = ["participant," + ",".join(map(str, range(8)))]
    for person in range(40):
        votes = [1 if (person < 25) == (one < 4) else -1 for one in range(8)]
        lines.append(f"p{person}," + ",".join(map(str, votes)))
    path.write_text("\n".join([*lines, "late,,,,,,,,"]) + "\n", encoding="utf-8")
    return path


def test_two_camps_become_two_groups_with_a_table_of_people(table, tmp_path):
    out = tmp_path / "groups.csv"
    result = CliRunner().invoke(
        app, ["opinions", "map", str(table), "--out", str(out), "--draws", "5", "--json"]
    )
    assert result.exit_code == 0, result.output
    answer = json.loads(result.stdout)
    assert answer["sizes"] == [25, 15]
    assert {one["code"] for one in answer["cautions"]} == {"self-selection"}
    rows = list(csv.DictReader(out.open(encoding="utf-8")))
    assert [row["group"] for row in rows] == ["0"] * 25 + ["1"] * 15 + [""]
    assert rows[0]["stability"] == "1"
    assert rows[-1] == {"participant": "late", "group": "", "x": "", "y": "", "stability": ""}


def test_without_json_sentences_say_what_was_found(table):
    result = CliRunner().invoke(app, ["opinions", "map", str(table), "--draws", "0"])
    assert "Group 0: 25 participants." in result.stdout
    assert "chose themselves" in result.stdout


def test_a_wrong_vote_ends_with_a_sentence_and_code_3(table):
    table.write_text("participant,1\na,maybe\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["opinions", "map", str(table)])
    assert result.exit_code == 3
    assert "Row 2, field “1”: “maybe” is no vote" in result.stderr


def test_kernels_are_compiled_ahead():
    result = CliRunner().invoke(app, ["opinions", "compile"])
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("The kernels are compiled")
