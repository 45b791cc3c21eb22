"""Contributions as open data and results as a file, by command."""

import csv
import json

import pytest
from django.utils import timezone
from typer.testing import CliRunner

from dialogwerk.apps.dialogues.services import report
from dialogwerk.cli import app, dialogues_out
from tests.factories import ContributionFactory, FormatFactory, UserFactory

pytestmark = pytest.mark.django_db
runner = CliRunner()


@pytest.fixture
def format():
    return FormatFactory(process__slug="markt")


def run(*words):
    return runner.invoke(app, ["dialogues", *map(str, words)])


def export(out, *more):
    return run("export", "--process", "markt", "--out", out, *more)


def test_public_contributions_are_written_and_no_others(format, tmp_path):
    shown = ContributionFactory(format=format)
    ContributionFactory(format=format, state="held")
    result = export(tmp_path / "b.csv")
    assert result.exit_code == 0, result.output
    with (tmp_path / "b.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert [row["id"] for row in rows] == [shown.code]
    assert result.stdout.startswith("1 contributions")


@pytest.mark.parametrize("ending", ["json", "geojson"])
def test_the_ending_says_the_format_and_may_be_overruled(format, tmp_path, ending):
    ContributionFactory(format=format, geometry={"type": "Point", "coordinates": [7.1, 50.7]})
    export(tmp_path / f"b.{ending}")
    export(tmp_path / "other", "--format", ending)
    first, second = (json.loads((tmp_path / n).read_text()) for n in (f"b.{ending}", "other"))
    name = "features" if ending == "geojson" else "contributions"
    assert len(first[name]) == 1
    assert first[name] == second[name]


@pytest.mark.parametrize(
    ("name", "said"), [("b.docx", "endings"), ("fehlt/b.csv", "no folder"), ("b", "endings")]
)
def test_a_wrong_file_name_is_explained_and_leaves_nothing(format, tmp_path, name, said):
    result = export(tmp_path / name)
    assert result.exit_code == 2
    assert said in result.output
    assert not list(tmp_path.iterdir())


def test_an_unknown_dialogue_is_told_with_those_there_are(format, tmp_path):
    result = run("export", "--process", "platz", "--out", tmp_path / "b.csv")
    assert result.exit_code == 2
    assert "markt" in result.output


def test_what_breaks_off_leaves_the_earlier_file(format, tmp_path, monkeypatch):
    from dialogwerk.apps.dialogues.services import open_data

    out = tmp_path / "b.csv"
    out.write_text("früher")

    def broken(process, ending, target):
        target.write(b"halb")
        raise OSError("kein Platz")

    monkeypatch.setattr(open_data, "write", broken)
    result = export(out)
    assert result.exit_code == 3
    assert "kein Platz" in result.output
    assert out.read_text() == "früher"
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize("ending", dialogues_out.REPORT_ENDINGS)
def test_a_published_version_is_written_as_the_site_offers_it(format, tmp_path, ending):
    by = UserFactory()
    first = report.publish_report(process=format.process, by=by, now=timezone.now())
    report.save_summary(process=format.process, summary="Nun anders.", by=by)
    report.publish_report(process=format.process, by=by, now=timezone.now())
    out = tmp_path / f"e.{ending}"
    result = run("report", "--process", "markt", "--out", out, "--version", 1)
    assert result.exit_code == 0, result.output
    assert first.sha256 in result.stdout
    assert out.read_bytes() == report.file_of(first, ending)


def test_a_missing_version_is_told(format, tmp_path):
    out = tmp_path / "e.json"
    assert "No version is published" in run("report", "--process", "markt", "--out", out).output
    report.publish_report(process=format.process, by=UserFactory(), now=timezone.now())
    result = run("report", "--process", "markt", "--out", out, "--version", 9)
    assert result.exit_code == 2
    assert "no version 9" in result.output
    assert "There are: 1." in result.output
    assert not out.exists()
