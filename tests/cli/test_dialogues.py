"""Contributions by command."""

import json

import pytest
from typer.testing import CliRunner

from dialogwerk.apps.dialogues.models import Contribution, ContributionImport
from dialogwerk.cli import app
from tests.apps.dialogues.imports.making import decidim, proposal, simple, table
from tests.factories.dialogues import FormatFactory

pytestmark = pytest.mark.django_db
runner = CliRunner()


def run(*words):
    return runner.invoke(app, ["dialogues", "import", *map(str, words)])


@pytest.fixture
def place():
    return FormatFactory(process__slug="markt", slug="anregungen")


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "b.csv"
    path.write_bytes(table(simple(3)).read())
    return path


WHERE = ("--process", "markt", "--format", "anregungen")


def test_a_table_is_taken_in_and_told_as_json(place, file):
    result = run(file, *WHERE, "--licence", "cc-by-4.0", "--json")
    assert result.exit_code == 0, result.output
    answer = json.loads(result.stdout)
    assert (answer["added"], answer["source"], answer["licence"]) == (3, "table", "cc-by-4.0")
    assert place.contributions.count() == 3
    assert json.loads(run(file, *WHERE, "--json").stdout)["known"] == 3


def test_a_dry_run_leaves_nothing_behind(place, file):
    result = run(file, *WHERE, "--dry-run")
    assert result.exit_code == 0
    assert "3 contributions would be taken in" in result.output
    assert not Contribution.objects.exists()
    assert not ContributionImport.objects.exists()


def test_refused_rows_are_listed_and_end_with_a_code(place, tmp_path):
    path = tmp_path / "b.csv"
    path.write_bytes(table(simple(2, datum="x")).read())
    result = run(path, *WHERE, "--map", "date=datum")
    assert result.exit_code == 1
    assert "Row 2, Said on" in result.output


def test_columns_are_settled_by_the_call(place, tmp_path):
    path = tmp_path / "b.csv"
    path.write_bytes(
        table([{"Wort": "Zu laut", "Rad": "1"}, {"Wort": "Zu eng", "Rad": "0"}]).read()
    )
    result = run(
        path, *WHERE, "--map", "text=Wort", "--theme", "Rad", "--said", "2021-05-03", "--json"
    )
    assert json.loads(result.stdout)["columns"]["themes"] == ["Rad"]
    assert place.contributions.filter(received_at__date="2021-05-03").count() == 2


def test_decidim_is_read_with_a_day_for_its_outcomes(place, tmp_path):
    path = tmp_path / "p.json"
    path.write_bytes(decidim(proposal(1, state="rejected", answer={"de": "Zu teuer."})).read())
    result = run(path, *WHERE, "--source", "decidim", "--decided", "2022-06-01", "--json")
    assert json.loads(result.stdout)["outcomes"] == 1


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--process", "nichts", "--format", "x"), 2, "markt"),
        (("--process", "markt", "--format", "x"), 2, "anregungen"),
        ((*WHERE, "--source", "polis"), 2, "decidim"),
        ((*WHERE, "--licence", "mine"), 2, "cc-by-4.0"),
        ((*WHERE, "--map", "text=Wort"), 2, "Wort"),
        ((*WHERE, "--map", "text"), 2, "FIELD=COLUMN"),
    ],
)
def test_wrong_calls_end_with_a_sentence(place, file, words, code, said):
    result = run(file, *words)
    assert result.exit_code == code
    assert said in result.output


def test_a_file_of_another_kind_cannot_be_read(place, tmp_path):
    path = tmp_path / "b.csv"
    path.write_bytes(b"%PDF-1.7")
    assert run(path, *WHERE).exit_code == 3
