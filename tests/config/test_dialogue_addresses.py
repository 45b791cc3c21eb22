"""Everybody may do with dialogues and promises what `dialogue_matrix` says, and nothing else."""

import pytest
from django.test import Client
from django.urls import reverse

from .addresses import ask
from .dialogue_matrix import (
    ALONE,
    BY_SECRET,
    EVERYONE,
    MATRIX,
    OFFICES,
    ROLES,
    SEEING,
    TABLES,
    WORKING,
    Access,
)
from .dialogue_world import address, make_account, make_world, parts_of

pytestmark = pytest.mark.django_db

GOES_ON = {"questions-short": {302}, "contribution-merge": {302}}
"""A short address leads to the long one; who has chosen nothing is led back to choose."""

OPENED = {200}
LED_TO_ITS_PAGE = 303
TAKEN = {200, 204, 302, 303, 400, 422, 429}
"""What a form says to whoever may send it, if nothing or nonsense stands in it."""
REFUSED = {403, 404}
NOT_TAKEN = 405


def is_refused(response) -> bool:
    """Turned away, or sent to the log-in."""
    where = response.headers.get("Location", "")
    return response.status_code in REFUSED or where.startswith(reverse("account_login"))


def opens(client, name: str, url: str, who: frozenset[str] | None, role: str) -> bool:
    """Whether GET does as the table says."""
    response = ask(client, "get", url)
    if who is None:
        return response.status_code == LED_TO_ITS_PAGE or is_refused(response)
    if role not in who:
        return is_refused(response)
    return response.status_code in GOES_ON.get(name, OPENED) and not is_refused(response)


def changes(client, url: str, access: Access, who: frozenset[str] | None, role: str) -> bool:
    """Whether POST does as the table says."""
    response = ask(client, "post", url)
    if who is None:
        return response.status_code == NOT_TAKEN or (
            role not in access.get and is_refused(response)
        )
    if role not in who:
        return is_refused(response)
    return response.status_code in TAKEN and not is_refused(response)


def browser_of(role: str, here) -> Client:
    client = Client()
    if role != "anonymous":
        client.force_login(make_account(role, here))
    return client


def differing(roles, here, table: dict[str, Access], *, is_public: bool) -> list[tuple[str, ...]]:
    """Role, address and method where the answer is not what the table says."""
    addresses = {name: address(name, here) for name in table}
    wrong = []
    for role in roles:
        client = browser_of(role, here)
        for name, access in table.items():
            who = {one: access.let_in(one, is_public=is_public) for one in ("get", "post")}
            if not opens(client, name, addresses[name], who["get"], role):
                wrong.append((role, "get", name))
            if not changes(client, addresses[name], access, who["post"], role):
                wrong.append((role, "post", name))
    return wrong


def test_each_address_stands_in_one_table():
    assert len(MATRIX) == sum(len(table) for table in TABLES)


OUTSIDE = sorted(EVERYONE - WORKING)
INSIDE = sorted(WORKING)


@pytest.mark.parametrize("roles", [OUTSIDE, INSIDE], ids=["outside", "inside"])
def test_everybody_may_do_what_the_table_says_and_nothing_else(roles):
    assert differing(roles, make_world(), MATRIX, is_public=True) == []


def test_whoever_works_on_a_dialogue_does_so_before_it_is_shown():
    """Those of the dialogue and those of its scheme are found in different ways."""
    roles = ["answering", "expert", "office"]
    assert differing(roles, make_world(is_public=False), MATRIX, is_public=False) == []


@pytest.mark.parametrize("hidden", ["is_public", "scheme_is_public"])
def test_what_is_not_shown_is_there_for_nobody_else(hidden):
    """Neither of a dialogue that is not shown, nor of one whose project is not."""
    table = {name: access for name, access in MATRIX.items() if access.hidden or name in BY_SECRET}
    if hidden == "scheme_is_public":
        del table["objection-from-contribution"]
    assert differing(OUTSIDE, make_world(**{hidden: False}), table, is_public=False) == []


@pytest.mark.parametrize("is_public", [True, False], ids=["shown", "hidden"])
def test_an_event_of_no_dialogue_is_the_offices(is_public):
    here = make_world(is_public=is_public)
    here.event, here.registration = here.alone, here.came
    assert differing(["anonymous", *ROLES], here, ALONE, is_public=is_public) == []


def test_no_objection_is_made_in_a_procedure_that_is_not_shown(client):
    url = address("objection-from-contribution", make_world(scheme_is_public=False))
    assert client.get(url).status_code == client.post(url).status_code == 404


LISTED = {
    "process": (WORKING, ("processes", "start", "scheme")),
    "event": (WORKING, ("events",)),
    "alone": (OFFICES, ("events",)),
    "promise": (SEEING, ("promises", "promises-export")),
}
"""Who finds what in which lists while it is not shown to everyone."""


@pytest.mark.parametrize("thing", LISTED)
def test_lists_show_nobody_what_is_not_shown(thing):
    here = make_world(is_public=False)
    who, pages = LISTED[thing]
    shown = getattr(here, thing)
    words = shown.text if thing == "promise" else shown.title
    wrong = []
    for role in ["anonymous", *ROLES]:
        client = browser_of(role, here)
        for name in pages:
            url = here.scheme.get_absolute_url() if name == "scheme" else page_of(name)
            if (words in said(client, url)) is not (role in who):
                wrong.append((role, name))
    assert wrong == []


def page_of(name: str) -> str:
    return reverse(name, args=["csv"] if name.endswith("export") else [])


def said(client, url: str) -> str:
    response = client.get(url)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode()


@pytest.mark.parametrize("role", ROLES)
def test_the_workbench_names_the_dialogues_on_which_somebody_works(role):
    here = make_world()
    page = said(browser_of(role, here), reverse("process-desks"))
    assert (here.process.title in page) is (role in WORKING)


def test_codes_of_another_dialogue_mean_nothing_here():
    """Somebody who runs both mixes up their addresses. Forgetting one's votes is not of any."""
    here, there = make_world(), make_world()
    client = browser_of("administrator", here)
    wrong, asked = [], 0
    for name in MATRIX.keys() - {"opinion-forget"}:
        own, others = parts_of(name, here), parts_of(name, there)
        for kept in ({"slug"}, {"slug", "format_slug"}, {"code"}, {"receipt"}):
            mixed = others | {part: own[part] for part in kept & own.keys()}
            if mixed in (own, others) or "token" in own:
                continue
            url = reverse(name, kwargs=mixed)
            seen = {ask(client, method, url).status_code for method in ("get", "post")}
            asked += 1
            if not seen <= {404, LED_TO_ITS_PAGE, NOT_TAKEN} or 404 not in seen:
                wrong.append((name, sorted(kept), seen))
    assert wrong == []
    assert asked > 100
