import json

import pytest
from typer.testing import CliRunner

from dialogwerk.apps.intake.models import Delivery, Item
from dialogwerk.apps.intake.services import deliveries
from dialogwerk.cli import app
from tests.cores.incoming import making
from tests.factories import ProcedureFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def procedure():
    return ProcedureFactory(open_round=True, slug="hohe-heide")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "unten").mkdir()
    (tmp_path / "a.eml").write_bytes(making.mail("Erster"))
    (tmp_path / ".versteckt").write_bytes(b"x")
    (tmp_path / "unten" / "b.mbox").write_bytes(making.mbox(making.mail("Zweiter")))
    (tmp_path / "x.rtf").write_bytes(b"{\\rtf1 x}")
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(app, ["statements", "take-in", *map(str, arguments)])


def test_a_folder_is_taken_in_and_what_is_refused_is_listed(procedure, folder):
    result = run(folder, "--procedure", "hohe-heide", "--received", "2026-03-05")
    assert result.exit_code == 1
    assert "2 letters taken in, 0 known already, 1 in quarantine" in result.stdout
    assert "x.rtf: Files of this kind are not taken: rtf." in result.stderr
    assert procedure.statements.count() == 2


def test_the_same_folder_again_adds_nothing(procedure, folder):
    run(folder, "--procedure", "hohe-heide")
    answer = json.loads(run(folder, "--procedure", "hohe-heide", "--json").stdout)
    assert (answer["taken_in"], answer["known"], answer["quarantined"]) == (0, 2, 1)
    assert procedure.statements.count() == 2


def test_what_broke_off_goes_on_in_the_same_delivery(procedure, folder, monkeypatch):
    def breaks(*_args, **_options):
        raise RuntimeError

    monkeypatch.setattr(deliveries, "take_in", breaks)
    assert run(folder, "--procedure", "hohe-heide").exit_code == 1
    monkeypatch.undo()
    result = run(folder, "--procedure", "hohe-heide")
    assert "which broke off" in result.stderr
    assert Delivery.objects.count() == 1
    assert Item.objects.taken_in().count() == 2


@pytest.mark.parametrize("wrong", [("--procedure", "fehlt"), ("--channel", "rohrpost")])
def test_a_wrong_call_is_explained(procedure, folder, wrong):
    result = run(folder, "--procedure", "hohe-heide", *wrong)
    assert result.exit_code == 2
    assert Delivery.objects.count() == 0
