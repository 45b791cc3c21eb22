"""No project or procedure takes the address of a fixed page."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, get_resolver, resolve, reverse

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.people.models import Organisation
from dialogwerk.apps.schemes.addresses import RESERVED_SLUGS
from dialogwerk.apps.schemes.services import Course, OrganisationDraft, save_procedure, save_scheme
from tests.factories import SchemeFactory, UserFactory


def routes(patterns, before="") -> Iterator[str]:
    """All addresses of the house, with their placeholders."""
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from routes(pattern.url_patterns, route)


def fixed_words_beside_a_slug() -> set[str]:
    """What else stands at places where an address has a slug."""
    known = [route.split("/") for route in routes(get_resolver().url_patterns)]
    places = {tuple(one[:at]) for one in known for at, part in enumerate(one) if "<slug:" in part}
    return {
        part
        for one in known
        for at, part in enumerate(one)
        if tuple(one[:at]) in places and part and "<" not in part and "." not in part
    }


def test_every_fixed_word_at_the_place_of_a_slug_is_reserved():
    assert {"konten", "vorgaenge", "neu"} <= fixed_words_beside_a_slug()
    assert fixed_words_beside_a_slug() == RESERVED_SLUGS


@pytest.mark.django_db
@pytest.mark.parametrize("word", sorted(RESERVED_SLUGS))
def test_a_project_or_procedure_called_like_a_page_gets_a_number(word):
    user = UserFactory(roles=[Role.OFFICE])
    title = word.replace("ae", "ä").capitalize()
    scheme = save_scheme(
        scheme=None,
        title=title,
        summary="",
        developer=OrganisationDraft("Windkraft Muster", Organisation.Kind.DEVELOPER),
        place_name="Musterhausen",
        geometry=None,
        is_public=True,
        by=user,
    )
    procedure = save_procedure(
        procedure=None,
        scheme=SchemeFactory(),
        title=title,
        reference="",
        course=Course(),
        authority=OrganisationDraft("Bezirksregierung Muster", Organisation.Kind.AUTHORITY),
        by=user.actor,
    ).procedure
    assert scheme.slug == procedure.slug == f"{word}-2"
    assert resolve(reverse("inbox", args=[procedure.slug])).url_name == "inbox"
    assert resolve(reverse("scheme-edit", args=[scheme.slug])).url_name == "scheme-edit"
