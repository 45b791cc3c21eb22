"""The command that searches everything others read for who wrote."""

import pytest
from typer.testing import CliRunner

from dialogwerk.apps.accounts.models import User
from dialogwerk.apps.statements.services import redaction
from dialogwerk.cli.statements import app
from tests.factories import IdentityFactory, PersonFactory, ProcedureFactory, StatementFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def procedure():
    procedure = ProcedureFactory(open_round=True)
    person = PersonFactory()
    IdentityFactory(person=person, name="Xaverine Quastenfloss", street="Zwickelgasse 77")
    StatementFactory(procedure=procedure, person=person, text="Ich bin Xaverine Quastenfloss.")
    return procedure


def run(procedure):
    return CliRunner().invoke(app, ["leak-check", "--procedure", procedure.slug])


def test_nothing_is_found_and_nothing_stays_behind(procedure):
    result = run(procedure)
    assert result.exit_code == 0, result.output
    assert "0 found" in result.output
    assert not User.objects.filter(email__startswith="leak-check").exists()


def test_what_slips_through_is_named_with_its_place(procedure, monkeypatch):
    monkeypatch.setattr(redaction.Redactor, "text", lambda _self, letter: letter.text)
    result = run(procedure)
    assert result.exit_code == 1
    assert f"developer: {procedure.statements.get().code}: Xaverine Quastenfloss" in result.output
