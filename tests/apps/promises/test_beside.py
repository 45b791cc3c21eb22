"""Promises on the pages of schemes: a section for everyone, a link beside dates of the dialogue."""

import pytest
from django.urls import reverse

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.promises.models import Promise
from tests.factories import DialogueDateFactory, PromiseFactory, UserFactory

from .conftest import signed_in

pytestmark = pytest.mark.django_db


def test_the_page_of_a_scheme_lists_its_public_promises(client, scheme):
    shown = [PromiseFactory(scheme=scheme) for _number in range(6)]
    hidden = PromiseFactory(scheme=scheme, is_public=False)
    other = PromiseFactory()
    page = client.get(scheme.get_absolute_url()).content.decode()
    assert sum(one.text in page for one in shown) == 5
    assert "und eine weitere Zusage" in page
    assert hidden.text not in page
    assert other.text not in page


def test_a_scheme_without_promises_says_nothing_of_them(client, scheme):
    assert 'id="promises"' not in client.get(scheme.get_absolute_url()).content.decode()


def test_what_was_promised_at_a_date_of_the_dialogue_is_recorded_from_there(scheme, clerk):
    date = DialogueDateFactory(scheme=scheme, promises="Die Stadt baut eine Querung.")
    DialogueDateFactory(scheme=scheme)
    client = signed_in(clerk)
    page = client.get(reverse("dialogue-dates", args=[scheme.slug]))
    links = [link for _date, found in page.context["dates"] for link in found]
    assert len(links) == 1
    assert links[0].url.replace("&", "&amp;") in page.content.decode()
    form = client.get(links[0].url)
    assert form.context["form"].initial["text"] == "Die Stadt baut eine Querung."
    told = {
        "text": "Die Stadt baut eine Querung.",
        "owner": "Stadt Musterhausen",
        "made_on": "2026",
        "scheme": scheme.pk,
        "is_public": "on",
    }
    client.post(links[0].url, told)
    assert list(Promise.objects.from_source("dialogue_date", str(date.pk)))


def test_the_source_is_named_to_everyone_only_where_the_date_is_public(client, scheme):
    from dialogwerk.apps.promises.services import Origin

    shown = DialogueDateFactory(scheme=scheme, title="Werkstatt Schall")
    hidden = DialogueDateFactory(scheme=scheme, title="Stilles Treffen", is_public=False)
    pages = [
        client.get(
            PromiseFactory(
                scheme=scheme, origin=Origin("dialogue_date", str(one.pk))
            ).get_absolute_url()
        ).content.decode()
        for one in (shown, hidden)
    ]
    assert "Werkstatt Schall" in pages[0]
    assert "Stilles Treffen" not in pages[1]
    assert "Dialogtermin" in pages[1]


def test_whoever_keeps_no_promises_is_offered_nothing(scheme):
    DialogueDateFactory(scheme=scheme, promises="Die Stadt baut eine Querung.")
    client = signed_in(UserFactory(roles=[Role.EXPERT], on_team=scheme))
    page = client.get(reverse("dialogue-dates", args=[scheme.slug]))
    assert [found for _date, found in page.context["dates"]] == [[]]
