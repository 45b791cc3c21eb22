import csv
import json

from typer.testing import CliRunner

from dialogwerk.cli import app


def rehearse(*arguments):
    return CliRunner().invoke(app, ["rehearse", *map(str, arguments)])


def test_the_same_seed_writes_the_same_letters(tmp_path):
    first, second, other = (tmp_path / name for name in ("a.csv", "b.csv", "c.csv"))
    for out, seed in ((first, 4), (second, 4), (other, 5)):
        result = rehearse("--letters", 60, "--templates", 3, "--seed", seed, "--out", out)
        assert result.exit_code == 0, result.output
    assert first.read_bytes() == second.read_bytes() != other.read_bytes()


def test_every_letter_carries_the_truth_about_itself(tmp_path):
    out = tmp_path / "letters.csv"
    summary = json.loads(rehearse("--letters", 200, "--templates", 3, "--out", out).stdout)
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == summary["letters"] == 200
    assert {row["true_campaign"] for row in rows} == {"-1", "1", "2", "3"}
    folded = [
        (row["true_own_text"].split("\n"), " ".join(row["text"].split()))
        for row in rows
        if row["true_own_text"] and "line_breaks" not in row["true_edits"]
    ]
    assert folded
    assert all(sentence in text for own, text in folded for sentence in own)


def test_impossible_numbers_are_explained_and_leave_no_file(tmp_path):
    out = tmp_path / "letters.csv"
    result = rehearse("--letters", 10, "--persons", 90, "--out", out)
    assert result.exit_code == 2
    assert "90 persons" in result.output
    assert list(tmp_path.iterdir()) == []
