"""``dialogwerk bodies``: what is on record, in words and for programs."""

import json

import pytest
from django.utils import translation
from typer.testing import CliRunner

from dialogwerk.apps.bodies.models import Body
from dialogwerk.cli.bodies import app
from tests.factories import BodyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _language_as_before():
    with translation.override(translation.get_language()):
        yield


def run(*arguments):
    return CliRunner().invoke(app, list(arguments))


def test_bodies_are_listed_in_the_order_of_their_names_with_how_they_stand():
    BodyFactory(name="Zentrum", founded="2010", is_public=False)
    BodyFactory(name="Ämterrunde", kind="ministry")
    output = run("list", "--on", "2011-06-01").output
    assert output.index("Ämterrunde") < output.index("Zentrum")
    assert "2 bodies" in output
    assert "dormant" not in output


def test_json_gives_what_the_register_gives():
    BodyFactory(kind="ministry")
    alliance = BodyFactory(founded="2010")
    answer = run("list", "--json", "--state", "dormant", "--on", "2013-01-01")
    data = json.loads(answer.output)
    assert [one["code"] for one in data["bodies"]] == [alliance.code]
    assert data["as_of"] == "2013-01-01"


@pytest.mark.parametrize("arguments", [("--state", "guess"), ("--kind", "guess")])
def test_what_nobody_knows_is_refused(arguments):
    result = run("list", *arguments)
    assert result.exit_code == 2
    assert "guess" in result.output


def test_municipalities_are_taken_in_once():
    assert "396 municipalities" in run("municipalities").output
    assert "0 municipalities" in run("municipalities").output
    assert Body.objects.filter(kind="municipality").count() == 396
