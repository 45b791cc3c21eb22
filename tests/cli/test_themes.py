"""``dialogwerk statements themes``: learn, test and predict from a table, without a database."""

import csv
import json

import pytest
from typer.testing import CliRunner

from dialogwerk.cli import app

ROWS = [
    ("Lärm", "Der Lärm der Anlagen raubt uns den Schlaf.", 1, 0),
    ("Nacht", "Nachts ist der Lärm unerträglich.", 1, 0),
    ("Schutz", "Lärmschutz fehlt an der Schule.", 1, 0),
    ("Vögel", "Der Rotmilan brütet am Heiderand.", 0, 1),
    ("Wald", "Im Wald lebt der Rotmilan mit Jungen.", 0, 1),
    ("Schutz", "Der Rotmilan wird vertrieben.", 0, 1),
]


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "themes.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([("title", "text", "is noise", "is birds"), *ROWS])
    return path


def run(*arguments):
    return CliRunner().invoke(app, ["statements", "themes", *map(str, arguments)])


def test_a_test_in_portions_is_told_as_json(table):
    call = ("--labels", "is noise,is birds", "--cross-validate", 3, "--json")
    result = run(table, *call)
    answer = json.loads(result.stdout)
    assert (result.exit_code, answer["passages"], answer["labels"]) == (0, 6, 2)
    assert answer["cross_validation"]["folds"] == 3
    assert {one["passages"] for one in answer["cross_validation"]["labels"]} == {3}


def test_the_same_call_gives_the_same_figures(table):
    call = ("--text", "title", "--text", "text", "--labels-prefix", "is ", "--cross-validate", 3)
    first, second = run(table, *call), run(table, *call)
    assert "micro F1" in first.stdout
    assert first.stdout.splitlines()[:-1] == second.stdout.splitlines()[:-1]


def test_other_texts_get_labels_with_evidence(table, tmp_path):
    asked, out = tmp_path / "asked.csv", tmp_path / "out.csv"
    asked.write_text("text\nWer schützt uns vor dem Lärm?\n", encoding="utf-8")
    call = ("--labels-from", "is noise", "--cross-validate", 0, "--predict", asked, "-o", out)
    result = run(table, *call)
    assert result.exit_code == 0, result.output
    rows = list(csv.DictReader(out.read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert rows[0]["label"] == "is noise"
    assert "Lärm" in rows[0]["evidence"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--labels", "noise"), "has no column “noise”"),
        ((), "There are no label columns"),
        (("--labels", "is noise", "--only", 6, "--cross-validate", 0), "out of range"),
        (("--labels", "is noise", "--cross-validate", 7), "folds"),
    ],
)
def test_a_wrong_call_ends_with_a_sentence(table, arguments, said):
    result = run(table, *arguments)
    assert result.exit_code == 2
    assert said in result.output
