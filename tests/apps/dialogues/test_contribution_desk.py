"""The list of contributions in the workbench."""

import pytest
from django.urls import reverse

from dialogwerk.apps.dialogues.models import Contribution, Outcome, State, Theme, ThemeAssignment
from dialogwerk.apps.dialogues.services.lineage import merge
from tests.factories import UserFactory
from tests.factories.dialogues import ContributionFactory, FormatFactory, OutcomeFactory

pytestmark = pytest.mark.django_db


def desk(place, **query):
    return reverse("contribution-desk", args=[place.process.slug, place.slug], query=query)


def listed(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return [row["contribution"].title for row in response.context["rows"]]


def test_a_moderator_sees_what_everyone_else_does_not(client, place, moderator):
    ContributionFactory(format=place, title="Wartet", state=State.HELD)
    ContributionFactory(format=place, title="Steht da")
    client.force_login(moderator)
    assert set(listed(client, desk(place))) == {"Wartet", "Steht da"}
    assert listed(client, desk(place, state="held")) == ["Wartet"]


def test_the_tab_of_the_process_lists_all_formats(client, place, moderator):
    ContributionFactory(format=place, title="Hier")
    ContributionFactory(format=FormatFactory(process=place.process), title="Dort")
    client.force_login(moderator)
    address = reverse("process-contributions", args=[place.process.slug])
    assert set(listed(client, address)) == {"Hier", "Dort"}
    assert listed(client, f"{address}?format={place.slug}") == ["Hier"]


def test_filter_by_outcome_looks_at_the_latest_only(client, place, moderator):
    answered = ContributionFactory(format=place, title="Beantwortet")
    ContributionFactory(format=place, title="Offen")
    OutcomeFactory(contribution=answered, number=1, kind=Outcome.Kind.PLANNED)
    OutcomeFactory(contribution=answered, number=2, kind=Outcome.Kind.ADOPTED)
    client.force_login(moderator)
    assert listed(client, desk(place, outcome="none")) == ["Offen"]
    assert listed(client, desk(place, outcome="adopted")) == ["Beantwortet"]
    assert listed(client, desk(place, outcome="planned")) == []


def test_a_merged_one_leads_to_where_it_went_and_says_what_became_of_that(client, place, moderator):
    kept, gone = (ContributionFactory(format=place, title=title) for title in ("Bleibt", "Geht"))
    merge(contributions=[gone], into=kept, reason="Dasselbe.", by=moderator)
    client.force_login(moderator)
    page = client.get(desk(place, state="merged"))
    assert reverse("contribution-work", args=[place.process.slug, kept.code]) in page.text
    assert [row["became"] for row in page.context["rows"]] == [[(kept, None)]]
    outcome = OutcomeFactory(contribution=kept, kind=Outcome.Kind.ADOPTED)
    page = client.get(desk(place, state="merged"))
    assert [row["became"] for row in page.context["rows"]] == [[(kept, outcome)]]
    assert f"</a>: {outcome.get_kind_display()}" in " ".join(page.text.split())


def test_all_of_a_theme_are_chosen_at_once_over_all_pages(client, place, moderator):
    trees = Theme.objects.create(process=place.process, title="Bäume", position=1)
    many = ContributionFactory.create_batch(53, format=place)
    ContributionFactory(format=place)
    ThemeAssignment.objects.bulk_create(
        ThemeAssignment(contribution=one, theme=trees, how="confirmed", by=moderator.actor)
        for one in many
    )
    client.force_login(moderator)
    page = client.get(desk(place, theme=trees.pk))
    assert (len(page.context["rows"]), page.context["page"].paginator.count) == (50, 53)
    chosen = {"all": "1", "theme": trees.pk, "format": place.slug}
    response = client.post(reverse("contribution-merge", args=[place.process.slug]), chosen)
    assert {one.pk for one in response.context["chosen"]} == {one.pk for one in many}


def test_unknown_values_and_zero_bytes_in_the_address_are_ignored(client, place, moderator):
    ContributionFactory(format=place, title="Da")
    client.force_login(moderator)
    assert listed(client, desk(place, state="quatsch", sort="x", q="\x00", page="999")) == ["Da"]


def test_a_page_asks_the_same_for_one_and_for_many(
    client, place, moderator, django_assert_max_num_queries
):
    ContributionFactory.create_batch(30, format=place)
    client.force_login(moderator)
    with django_assert_max_num_queries(14):
        client.get(desk(place))


def test_strangers_are_sent_away(client, place):
    assert client.get(desk(place)).status_code == 302
    client.force_login(UserFactory())
    assert client.get(desk(place)).status_code == 403


def test_what_is_blacked_out_is_neither_shown_nor_found(place):
    redacted = ContributionFactory(
        format=place,
        title="Lärm",
        text="Max Probe feiert nachts.",
        hidden=[{"in": "text", "start": 0, "end": 9, "kind": "name"}],
        redacted_title="Lärm",
        redacted_text="[Name] feiert nachts.",
    )
    plain = ContributionFactory(format=place, text="Auch Max Probe wird hier genannt.")
    assert redacted.shown_text == "[Name] feiert nachts."
    assert plain.shown_text == plain.text
    assert list(Contribution.objects.mentioning("probe")) == [plain]
    assert list(Contribution.objects.mentioning("nachts")) == [redacted]
    assert set(Contribution.objects.received_with("probe")) == {redacted, plain}
