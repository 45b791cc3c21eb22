"""Messages of XBeteiligung by command."""

import json
import zipfile

import pytest
from typer.testing import CliRunner

from dialogwerk.apps.statements.models import Statement
from dialogwerk.cli import app
from dialogwerk.cores.xbeteiligung import write
from tests.cores.xbeteiligung.making import message as any_message
from tests.factories import LinkFactory, ProcedureFactory, StatementFactory

runner = CliRunner()


def run(*words):
    return runner.invoke(app, ["exchange", "xbeteiligung", *map(str, words)])


@pytest.fixture
def link():
    return LinkFactory(procedure=ProcedureFactory(open_round=True))


@pytest.mark.django_db
def test_letters_go_out_and_come_in_elsewhere(link, tmp_path):
    StatementFactory.create_batch(2, procedure=link.procedure)
    out = tmp_path / "aus.zip"
    result = run("export", "--procedure", link.procedure.slug, "--out", out)
    assert result.exit_code == 0, result.output
    assert len(zipfile.ZipFile(out).namelist()) == 2
    there = LinkFactory(procedure=ProcedureFactory(), process_id=link.process_id)
    slug = there.procedure.slug
    looked = run("import", out, "--procedure", slug, "--dry-run", "--json")
    assert [row["reason"] for row in json.loads(looked.output)] == ["", ""]
    assert not there.procedure.statements.exists()
    assert run("import", out, "--procedure", slug).exit_code == 0
    assert there.procedure.statements.count() == 2
    assert run("import", out, "--procedure", slug).exit_code == 0
    assert there.procedure.statements.count() == 2


@pytest.mark.django_db
def test_what_is_refused_is_listed_and_ends_with_a_code(link, tmp_path):
    link.process_id = "ein-anderer-vorgang"
    link.save()
    file = tmp_path / "a.xml"
    file.write_bytes(write(any_message()))
    result = run("import", file, "--procedure", link.procedure.slug)
    assert result.exit_code == 1
    assert "vorgang-1" in result.output
    assert not Statement.objects.exists()


@pytest.mark.django_db
def test_wrong_calls_end_with_a_sentence(link, tmp_path):
    slug = link.procedure.slug
    link.delete()
    StatementFactory(procedure=link.procedure)
    for words in (
        ("export", "--procedure", slug, "--out", tmp_path / "a.zip"),
        ("export", "--procedure", "gibt-es-nicht", "--out", tmp_path / "a.zip"),
        ("export", "--procedure", slug, "--out", tmp_path / "fehlt" / "a.zip"),
    ):
        assert run(*words).exit_code == 2
    assert run("import", tmp_path / "fehlt.xml", "--procedure", slug).exit_code == 3
    assert not list(tmp_path.iterdir())


def test_messages_are_validated_without_a_database(tmp_path, real_data):
    good, bad = tmp_path / "gut.xml", tmp_path / "schlecht.xml"
    good.write_bytes(write(any_message()))
    bad.write_bytes(write(any_message()).replace(b"<xb:durchgang>1<", b"<xb:durchgang>0<"))
    schemas = real_data / "standards" / "xbeteiligung-1.2"
    assert run("validate", good, "--schemas", schemas).exit_code == 0
    assert run("validate", good).exit_code == 0
    result = run("validate", good, bad, "--schemas", schemas)
    assert result.exit_code == 1
    assert "schlecht.xml" in result.output
    assert run("validate", good, "--schemas", tmp_path).exit_code == 2
