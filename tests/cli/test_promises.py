"""``dialogwerk promises list``: how promises stand, in words and for programs."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone, translation
from typer.testing import CliRunner

from dialogwerk.cli.promises import app
from tests.factories import PromiseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _language_as_before():
    with translation.override(translation.get_language()):
        yield


def run(*arguments):
    return CliRunner().invoke(app, ["list", *map(str, arguments)])


def test_promises_are_listed_those_due_first_on_top():
    later, late = PromiseFactory(), PromiseFactory(overdue=True, is_public=False)
    output = run().output
    assert output.index(late.code) < output.index(later.code)
    assert "overdue" in output
    assert "2 promises" in output


def test_json_gives_what_the_register_gives():
    promise = PromiseFactory()
    day = timezone.localdate() + timedelta(days=200)
    data = json.loads(run("--json", "--state", "overdue", "--on", day.isoformat()).output)
    assert [one["code"] for one in data["promises"]] == [promise.code]
    assert data["as_of"] == day.isoformat()


def test_a_state_that_nobody_knows_is_refused():
    result = run("--state", "guess")
    assert result.exit_code == 2
    assert "overdue" in result.output
