"""Addresses of dialogues: every name is given once, and nobody works in a workbench of others."""

from collections import Counter

import pytest
from django.urls import get_resolver, reverse

from dialogwerk.apps.accounts.models import Role
from tests.config.test_addresses import OF_ALLAUTH, of_dialogues
from tests.factories import FormatFactory, ProcedureFactory, UserFactory

pytestmark = pytest.mark.django_db

REFUSED = {403, 404, 405}


def named(these, before=""):
    """All named addresses of our own: route and pattern."""
    for one in these:
        route = before + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from named(one.url_patterns, route)
        elif one.name and not one.name.startswith(OF_ALLAUTH):
            yield route, one


def workbench():
    """The addresses of dialogues that only staff may open."""
    found = named(get_resolver().url_patterns)
    return [one for route, one in found if route.startswith("werkbank/") and of_dialogues(one)]


def address(pattern, parts):
    wanted = {name: parts.get(name, 1) for name in pattern.pattern.converters}
    return reverse(pattern.name, kwargs=wanted)


@pytest.fixture
def parts():
    one = FormatFactory(process__slug="dialog", slug="format")
    ProcedureFactory(slug="dialog")
    return {"slug": "dialog", "format_slug": one.slug, "code": "B-1", "kind": "contributions"}


def test_no_name_of_an_address_is_given_twice():
    names = Counter(one.name for _route, one in named(get_resolver().url_patterns))
    assert [name for name, times in names.items() if times > 1] == []


def test_nobody_opens_the_workbench_of_dialogues_without_an_account(client, parts):
    for pattern in workbench():
        for method in (client.get, client.post):
            answer = method(address(pattern, parts))
            assert answer.status_code == 302, pattern.name
            assert answer.url.startswith(reverse("account_login")), pattern.name


def test_who_works_elsewhere_opens_nothing_of_this_dialogue(client, parts):
    """An address that only takes changes leads to its page when it is opened; that one refuses."""
    elsewhere = ProcedureFactory()
    client.force_login(UserFactory(roles=[Role.CASE_WORKER], on_team=elsewhere))
    opened = [
        (pattern.name, posted)
        for pattern in workbench()
        if "slug" in pattern.pattern.converters
        if (posted := client.post(address(pattern, parts)).status_code) not in REFUSED
        or client.get(address(pattern, parts)).status_code not in {*REFUSED, 303}
    ]
    assert opened == []
