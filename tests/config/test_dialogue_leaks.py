"""Nobody reads in dialogues who contributed, registered or follows, but those who may see names."""

import pytest

from dialogwerk.documents.searching import left_in

from .addresses import ask
from .dialogue_matrix import BY_SECRET, EVERYONE, MATRIX, MODERATING
from .dialogue_world import VAULT, address, make_account, make_world

pytestmark = pytest.mark.django_db

NAMES_AFTER_A_LOOK = "event-attendance"
"""It shows names to those who may see them, without being asked again."""


def pages():
    """What can be read, but for pages that are the author's own."""
    return [name for name, access in MATRIX.items() if access.get and name not in BY_SECRET]


def told(client, here, name):
    """What of the vault stands in an answer or its headers; None where there is no answer."""
    response = ask(client, "get", address(name, here))
    if response.status_code != 200:
        return None
    content = b"".join(response.streaming_content) if response.streaming else response.content
    head = "\n".join(f"{key}: {value}" for key, value in response.items())
    return {*left_in(content, VAULT), *left_in(head.encode(), VAULT)}


@pytest.mark.parametrize("role", sorted(EVERYONE - MODERATING))
def test_no_page_tells_who_it_was(client, role):
    here = make_world()
    if role != "anonymous":
        client.force_login(make_account(role, here))
    found = {name: words for name in pages() if (words := told(client, here, name)) is not None}
    assert [(name, words) for name, words in found.items() if words] == []
    assert len(found) > 40


@pytest.mark.parametrize("role", ["moderator", "case_worker"])
def test_names_stand_only_where_they_are_looked_at(client, role):
    """So the search finds what is there; elsewhere one asks for a name, and the look is logged."""
    here = make_world()
    client.force_login(make_account(role, here))
    assert [name for name in pages() if told(client, here, name)] == [NAMES_AFTER_A_LOOK]
    work = address("contribution-work", here) + "?name=yes"
    assert "Quastenfloss" in client.get(work).content.decode()
