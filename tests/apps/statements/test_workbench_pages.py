"""The workbench's pages: who may open them, what they show, how few queries they need."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.base.models import Run
from dialogwerk.apps.people.models import VaultLook
from dialogwerk.apps.statements.models import Argument, Campaign, Segment, Statement
from dialogwerk.apps.statements.services import answers, reading
from tests.factories import (
    AnswerVersionFactory,
    ArgumentFactory,
    AttachmentFactory,
    CampaignFactory,
    DocumentFactory,
    OccurrenceFactory,
    ProcedureFactory,
    ReplyFactory,
    ReplyPointFactory,
    SchemeFactory,
    SegmentFactory,
    SignatureListFactory,
    StatementFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
QUERIES = 15
OWN = "Meine Tochter hat Asthma."


@pytest.fixture
def campaign(procedure):
    """Three letters of a campaign, one of them with own words."""
    campaign = CampaignFactory(procedure=procedure, number=1, size=3)
    StatementFactory.create_batch(2, procedure=procedure, campaign=campaign, text=campaign.template)
    text = f"{campaign.template}\n\n{OWN}"
    StatementFactory(
        procedure=procedure,
        campaign=campaign,
        text=text,
        own_words=[[text.index(OWN), len(text)]],
        has_own_words=True,
        named=True,
    )
    return campaign


@pytest.fixture
def letter(procedure):
    return StatementFactory(procedure=procedure, named=True)


@pytest.fixture
def argument(procedure):
    return ArgumentFactory(procedure=procedure, number=1, title="Lärm in der Nacht")


def account(procedure, *roles):
    return UserFactory(roles=list(roles), on_team=procedure)


@pytest.fixture
def as_clerk(client, procedure):
    client.force_login(account(procedure, Role.CASE_WORKER))
    return client


@pytest.fixture
def as_expert(client, procedure):
    client.force_login(account(procedure, Role.EXPERT))
    return client


def text_of(response):
    return response.content.decode()


def address(name, *parts):
    return reverse(name, args=parts)


# Who may open them


def page_addresses(procedure, letter, campaign, argument):
    slug = procedure.slug
    return [
        address("inbox", slug),
        address("reader", slug, letter.code),
        address("campaigns", slug),
        address("campaign", slug, campaign.number),
        address("arguments", slug),
        address("argument-search", slug),
        address("argument", slug, argument.number),
    ]


def test_everyone_must_log_in(client, procedure, letter, campaign, argument):
    pages = page_addresses(procedure, letter, campaign, argument)
    for page in [reverse("workbench"), *pages]:
        response = client.get(page)
        assert response.status_code == 302
        assert reverse("account_login") in response.url
    assert not AnonymousUser().has_perm("statements.open_workbench", procedure)


@pytest.mark.parametrize("role", [Role.DEVELOPER, Role.PARTICIPANT, Role.STEERING_MEMBER])
def test_developer_and_others_on_the_team_open_nothing(
    client, procedure, letter, campaign, argument, role
):
    client.force_login(account(procedure, role))
    for page in [reverse("workbench"), *page_addresses(procedure, letter, campaign, argument)]:
        assert client.get(page).status_code == 403, page


def test_staff_of_another_scheme_is_refused(client, procedure, letter, campaign, argument):
    client.force_login(account(ProcedureFactory(), Role.CASE_WORKER))
    for page in page_addresses(procedure, letter, campaign, argument):
        assert client.get(page).status_code == 403, page


def test_a_procedure_that_is_not_public_does_not_exist_for_others(client):
    hidden = ProcedureFactory(scheme=SchemeFactory(is_public=False))
    client.force_login(account(ProcedureFactory(), Role.CASE_WORKER))
    assert client.get(address("inbox", hidden.slug)).status_code == 404


def test_letters_and_arguments_of_another_procedure_are_not_found(as_clerk, procedure):
    foreign = StatementFactory()
    other = ArgumentFactory(number=77)
    assert as_clerk.get(address("reader", procedure.slug, foreign.code)).status_code == 404
    assert as_clerk.get(address("argument", procedure.slug, other.number)).status_code == 404


def test_an_expert_reads_everything_and_changes_nothing_but_own_answers(
    as_expert, procedure, letter, campaign, argument
):
    for page in page_addresses(procedure, letter, campaign, argument):
        assert as_expert.get(page).status_code == 200, page
    slug = procedure.slug
    for forbidden in (
        address("reader-passage", slug, letter.code),
        address("reader-finish", slug, letter.code),
        address("reader-move", slug, letter.code),
        address("campaign-passage", slug, campaign.number),
        address("campaign-finish", slug, campaign.number),
        address("campaign-rename", slug, campaign.number),
        address("campaigns-regroup", slug),
        address("argument-answer", slug, argument.number),
        address("argument-amend", slug, argument.number),
        address("argument-source", slug, argument.number),
        address("argument-merge", slug, argument.number),
        address("argument-split", slug, argument.number),
        address("argument-new", slug),
    ):
        assert as_expert.post(forbidden).status_code == 403, forbidden


def test_after_the_weighing_is_closed_nothing_can_be_tied(as_clerk, procedure, letter):
    procedure.weighing_closed_at = timezone.now()
    procedure.save()
    assert as_clerk.post(address("reader-passage", procedure.slug, letter.code)).status_code == 403
    page = as_clerk.get(address("reader", procedure.slug, letter.code))
    assert 'name="action"' not in text_of(page)


# Few queries


def test_no_page_needs_more_than_fifteen_queries(
    as_clerk, procedure, letter, campaign, argument, django_assert_max_num_queries
):
    for one in campaign.statements.all():
        SegmentFactory(statement=one, end=5)
    SegmentFactory.create_batch(3, statement=None, campaign=campaign, tied=True, argument=argument)
    for segment in campaign.segments.all():
        reading.spread(segment)
    AttachmentFactory(statement=letter)
    AnswerVersionFactory(argument=argument)
    StatementFactory.create_batch(3, procedure=procedure, person=letter.person)
    for page in [reverse("workbench"), *page_addresses(procedure, letter, campaign, argument)]:
        with django_assert_max_num_queries(QUERIES):
            assert as_clerk.get(page).status_code == 200


def test_more_letters_do_not_mean_more_queries(
    as_clerk, procedure, campaign, django_assert_max_num_queries
):
    for _number in range(60):
        StatementFactory(procedure=procedure, campaign=campaign, signature_list=None)
    for query in ("", "?q=Rotmilan", "?state=own", "?page=2", "?sort=campaign"):
        with django_assert_max_num_queries(QUERIES):
            as_clerk.get(address("inbox", procedure.slug) + query)
        with django_assert_max_num_queries(QUERIES):
            as_clerk.get(address("campaign", procedure.slug, 1) + "?letters=all")


# Start


def test_the_start_page_counts_what_is_open_and_names_the_next_step(as_clerk, campaign, argument):
    response = as_clerk.get(reverse("workbench"))
    (card,) = response.context["cards"]
    standing = card["standing"]
    assert (standing.letters, standing.unread, standing.own_words_open) == (3, 3, 1)
    assert (standing.campaigns_unread, standing.unanswered) == (1, 1)
    assert card["next_url"] == address("campaigns", campaign.procedure.slug)


def test_the_next_step_follows_the_way_of_a_letter(as_clerk, procedure, campaign):
    slug = procedure.slug

    def step():
        return as_clerk.get(reverse("workbench")).context["cards"][0]["next_url"]

    Campaign.objects.update(read_at=timezone.now())
    assert step() == address("inbox", slug) + "?state=own"
    Statement.objects.filter(has_own_words=True).update(read_at=timezone.now())
    assert step() == address("inbox", slug) + "?state=unread"
    Statement.objects.update(read_at=timezone.now())
    ArgumentFactory(procedure=procedure)
    assert step() == address("arguments", slug) + "?state=open"


def test_an_expert_finds_own_arguments_on_the_start_page(client, procedure):
    expert = account(procedure, Role.EXPERT)
    client.force_login(expert)
    mine = ArgumentFactory(procedure=procedure, responsible=expert)
    ArgumentFactory(procedure=procedure)
    assert client.get(reverse("workbench")).context["mine"] == [mine]


def test_who_is_on_no_team_is_told_so(client):
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    response = client.get(reverse("workbench"))
    assert response.status_code == 200
    assert response.context["cards"] == []


# Inbox


def found(response):
    return {row["letter"].pk for row in response.context["rows"]}


def test_the_inbox_narrows_by_every_field(as_clerk, procedure, campaign):
    late = StatementFactory(procedure=procedure, late=True, channel="post", already_read=True)
    listed = StatementFactory(
        procedure=procedure, signature_list=SignatureListFactory(procedure=procedure)
    )
    own = campaign.statements.get(has_own_words=True)
    everyone = set(campaign.statements.values_list("pk", flat=True))
    wanted = {
        "state=unread": everyone | {listed.pk},
        "state=read": {late.pk},
        "state=own": {own.pk},
        "late=yes": {late.pk},
        "late=no": everyone | {listed.pk},
        "channel=post": {late.pk},
        "campaign=1": everyone,
        "campaign=any": everyone,
        "campaign=none": {late.pk, listed.pk},
        "own=yes": {own.pk},
        "own=no&campaign=any": everyone - {own.pk},
        "signed=any": {listed.pk},
        f"signed={listed.signature_list.code}": {listed.pk},
        f"q={late.code.lower()}": {late.pk},
        f"q={late.receipt}": {late.pk},
        "q=asthma": {own.pk},
        "state=nonsense": everyone | {late.pk, listed.pk},
    }
    for query, letters in wanted.items():
        response = as_clerk.get(address("inbox", procedure.slug) + f"?{query}")
        assert found(response) == letters, query


def test_the_inbox_shows_own_words_and_for_individual_letters_how_they_begin(
    as_clerk, procedure, campaign
):
    StatementFactory(
        procedure=procedure,
        text="Erika Beispiel\nMusterweg 1\n00000 Musterhausen\n\nSehr geehrte Damen und Herren,\n\n"
        "ich wohne hier.\n\nMit freundlichen Grüßen\nErika Beispiel",
    )
    page = text_of(as_clerk.get(address("inbox", procedure.slug)))
    assert OWN in page
    assert "ich wohne hier." in page
    assert "Erika Beispiel" not in page


def test_the_inbox_is_paged_and_htmx_gets_only_the_results(as_clerk, procedure):
    StatementFactory.create_batch(51, procedure=procedure)
    response = as_clerk.get(address("inbox", procedure.slug) + "?page=2")
    assert len(response.context["rows"]) == 1
    part = as_clerk.get(address("inbox", procedure.slug), headers={"HX-Request": "true"})
    assert "<html" not in text_of(part)
    assert "HX-Request" in part["Vary"]


@pytest.mark.parametrize("query", ["?page=zwei", "?page=999", "?campaign=999", "?q=%00", "?late=x"])
def test_odd_addresses_break_nothing(as_clerk, procedure, letter, query):
    assert as_clerk.get(address("inbox", procedure.slug) + query).status_code == 200


def test_names_are_searched_only_when_asked_and_the_search_is_logged(as_clerk, procedure, letter):
    name = letter.person.identity.name
    plain = as_clerk.get(address("inbox", procedure.slug), {"q": name})
    assert found(plain) == set()
    assert not VaultLook.objects.exists()
    asked = as_clerk.get(address("inbox", procedure.slug), {"q": name, "names": "1"})
    assert found(asked) == {letter.pk}
    look = VaultLook.objects.get()
    assert (look.codes, look.procedure) == ([letter.person.code], procedure.slug)


def test_an_expert_cannot_spell_out_receipts_by_searching(as_expert, procedure, letter):
    """The receipt opens the letter as it came, with the name below it."""
    address_of_inbox = address("inbox", procedure.slug)
    assert found(as_expert.get(address_of_inbox, {"q": letter.receipt})) == set()
    assert found(as_expert.get(address_of_inbox, {"q": letter.code})) == {letter.pk}


def test_an_expert_cannot_search_in_names(as_expert, procedure, letter):
    query = {"q": letter.person.identity.name, "names": "1"}
    response = as_expert.get(address("inbox", procedure.slug), query)
    assert found(response) == set()
    assert "names" not in response.context["filter"].fields
    assert not VaultLook.objects.exists()


# Reader


def test_opening_a_letter_proposes_passages_once(as_clerk, letter):
    for _time in range(2):
        response = as_clerk.get(letter.get_absolute_url())
        assert response.status_code == 200
    assert letter.segments.count() == 2
    assert response.context["current"].segment == letter.segments.first()


def test_a_letter_already_read_gets_no_new_proposals(as_clerk, procedure):
    letter = StatementFactory(procedure=procedure, already_read=True)
    as_clerk.get(letter.get_absolute_url())
    assert not letter.segments.exists()


def test_text_from_outside_is_shown_and_never_run(as_clerk, procedure):
    evil = "<script>alert(1)</script> \u202e rückwärts 🦅"
    letter = StatementFactory(procedure=procedure, text=evil, title="<b>fett</b>")
    page = text_of(as_clerk.get(letter.get_absolute_url()))
    assert "<script>alert" not in page
    assert escape("<script>alert(1)</script>") in page
    assert "<b>fett" not in page


def test_a_selection_is_tied_to_an_argument(as_clerk, letter, argument):
    start = letter.text.index("den Lärm")
    data = {"start": start, "end": start + 8, "argument": argument.number}
    response = as_clerk.post(address("reader-passage", letter.procedure.slug, letter.code), data)
    assert response.status_code == 302
    segment = letter.segments.tied().get()
    assert (segment.text, segment.argument) == ("den Lärm", argument)
    assert as_clerk.get(response.url).status_code == 200


def test_ticked_sentences_become_a_passage_without_javascript(as_clerk, letter):
    page = as_clerk.get(letter.get_absolute_url())
    first, second = (one["value"] for one in page.context["sentences"][:2])
    chosen = as_clerk.get(letter.get_absolute_url(), {"s": [first, second]})
    current = chosen.context["current"]
    assert current.segment is None
    assert (current.start, current.end) == (int(first.split("-")[0]), int(second.split("-")[1]))
    assert f'name="end" value="{current.end}"' in text_of(chosen)


@pytest.mark.parametrize(
    "query", ["s=x", "s=9-4", "start=5&end=2", "start=0&end=99999", "passage=x"]
)
def test_a_selection_that_makes_no_sense_is_left_out(as_clerk, letter, query):
    response = as_clerk.get(f"{letter.get_absolute_url()}?{query}")
    assert response.status_code == 200
    assert response.context["current"].segment is not None


def test_a_new_argument_is_opened_and_tied_in_one_step(as_clerk, letter):
    segment = reading.propose_segments(letter)[0]
    data = {
        "segment": segment.pk,
        "action": "new",
        "new-title": "Schlaf der Kinder",
        "new-kind": "concern",
    }
    as_clerk.post(address("reader-passage", letter.procedure.slug, letter.code), data)
    argument = Argument.objects.get()
    assert (argument.title, argument.kind) == ("Schlaf der Kinder", "concern")
    assert argument.segments.get() == segment


def test_when_tying_fails_no_argument_is_left_behind(as_clerk, letter):
    data = {"start": 5, "end": 5, "action": "new", "new-title": "Neu", "new-kind": "argument"}
    response = as_clerk.post(
        address("reader-passage", letter.procedure.slug, letter.code), data, follow=True
    )
    assert not Argument.objects.exists()
    assert list(response.context["messages"])


def test_set_aside_reopen_and_finish(as_clerk, letter):
    slug, code = letter.procedure.slug, letter.code
    first, second = reading.propose_segments(letter)
    as_clerk.post(address("reader-passage", slug, code), {"segment": first.pk, "action": "aside"})
    asked = as_clerk.post(address("reader-finish", slug, code), follow=True)
    assert asked.context["must_confirm"] == [second]
    as_clerk.post(address("reader-passage", slug, code), {"segment": first.pk, "action": "reopen"})
    assert letter.segments.proposed().count() == 2
    as_clerk.post(address("reader-finish", slug, code), {"rest": "1"})
    letter.refresh_from_db()
    assert letter.read_at is not None


def test_a_passage_of_another_letter_is_not_touched(as_clerk, letter):
    foreign = SegmentFactory(statement=StatementFactory(procedure=letter.procedure))
    data = {"segment": foreign.pk, "action": "aside"}
    as_clerk.post(address("reader-passage", letter.procedure.slug, letter.code), data)
    foreign.refresh_from_db()
    assert foreign.state == Segment.State.PROPOSED


@pytest.mark.parametrize("number", ["", "x", "999", "²", "9" * 30])
def test_without_an_argument_nothing_is_tied(as_clerk, letter, number):
    segment = reading.propose_segments(letter)[0]
    data = {"segment": segment.pk, "argument": number}
    response = as_clerk.post(
        address("reader-passage", letter.procedure.slug, letter.code), data, follow=True
    )
    assert list(response.context["messages"])
    assert not letter.segments.tied().exists()


def test_reading_goes_on_with_the_next_unread_letter_of_the_same_list(
    as_clerk, procedure, campaign
):
    now = timezone.now()
    for day in range(3):
        StatementFactory(procedure=procedure, received_at=now - timedelta(days=10 + day))
    letters = list(procedure.statements.individual().order_by("-received_at"))
    page = as_clerk.get(letters[0].get_absolute_url() + "?campaign=none")
    assert page.context["next_url"] == letters[1].get_absolute_url() + "?campaign=none"
    assert page.context["previous_url"] == ""
    done = as_clerk.post(
        address("reader-finish", procedure.slug, letters[1].code) + "?campaign=none", {"rest": "1"}
    )
    assert done.url == letters[2].get_absolute_url() + "?campaign=none"


def test_after_the_last_letter_reading_ends_in_the_inbox(as_clerk, letter):
    finish = address("reader-finish", letter.procedure.slug, letter.code)
    response = as_clerk.post(finish, {"rest": "1"})
    assert response.url == address("inbox", letter.procedure.slug)


def test_a_name_is_shown_on_request_and_the_look_is_logged(as_clerk, letter):
    name = letter.person.identity.name
    assert name not in text_of(as_clerk.get(letter.get_absolute_url()))
    assert not VaultLook.objects.exists()
    assert name in text_of(as_clerk.get(letter.get_absolute_url() + "?names=show"))
    assert VaultLook.objects.get().codes == [letter.person.code]


def test_an_expert_sees_neither_name_nor_sender_nor_files(as_expert, procedure):
    text = (
        "Erika Beispiel\nMusterweg 1\n00000 Musterhausen\n\nSehr geehrte Damen und Herren,\n\n"
        "ich wohne hier. Fragen an erika@beispiel.example.\n\nMit freundlichen Grüßen\n"
        "Erika Beispiel"
    )
    letter = StatementFactory(procedure=procedure, text=text, named=True)
    file = AttachmentFactory(statement=letter)
    page = text_of(as_expert.get(letter.get_absolute_url() + "?names=show"))
    for hidden in (letter.person.identity.name, "Erika", "erika@", "Musterweg", file.name):
        assert hidden not in page
    assert "ich wohne hier" in page
    assert not VaultLook.objects.exists()
    download = address("attachment", procedure.slug, letter.code, file.pk)
    assert as_expert.get(download).status_code == 403


def test_a_file_is_saved_and_never_opened_in_the_site(as_clerk, letter):
    file = AttachmentFactory(statement=letter, name="plan.html")
    file.file.save("x", ContentFile(b"<script>"))
    response = as_clerk.get(address("attachment", letter.procedure.slug, letter.code, file.pk))
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] == "application/octet-stream"
    assert b"".join(response.streaming_content) == b"<script>"


def test_a_file_that_is_missing_in_the_store_is_not_found(as_clerk, letter):
    file = AttachmentFactory(statement=letter)
    page = address("attachment", letter.procedure.slug, letter.code, file.pk)
    assert as_clerk.get(page).status_code == 404


def test_a_clerk_corrects_the_campaign_of_a_letter(as_clerk, procedure, campaign):
    letter = campaign.statements.first()
    page = as_clerk.get(letter.get_absolute_url() + "?move=1")
    assert page.context["campaigns"] == [campaign]
    as_clerk.post(address("reader-move", procedure.slug, letter.code), {"campaign": "none"})
    letter.refresh_from_db()
    assert (letter.campaign, letter.campaign_fixed) == (None, True)
    as_clerk.post(address("reader-move", procedure.slug, letter.code), {"campaign": "1"})
    letter.refresh_from_db()
    assert letter.campaign == campaign
    wrong = as_clerk.post(address("reader-move", procedure.slug, letter.code), {"campaign": "9"})
    assert "move=1" in wrong.url


# Campaigns


def test_the_board_lists_campaigns_by_weight(as_clerk, procedure, campaign):
    big = CampaignFactory(procedure=procedure, number=2, size=9)
    rows = as_clerk.get(address("campaigns", procedure.slug)).context["rows"]
    assert [row["campaign"] for row in rows] == [big, campaign]
    counts = rows[1]["campaign"]
    assert (counts.letters, counts.letters_with_own_words, counts.own_words_open) == (3, 1, 1)


def test_what_is_tied_on_the_campaign_page_holds_for_all_letters(as_clerk, campaign, argument):
    segment = reading.propose_segments(campaign)[0]
    page = address("campaign-passage", campaign.procedure.slug, campaign.number)
    as_clerk.post(page, {"segment": segment.pk, "argument": argument.number})
    assert segment.occurrences.count() == 3


def test_the_campaign_page_says_for_how_many_letters_and_people_it_holds(as_clerk, campaign):
    reading.propose_segments(campaign)
    response = as_clerk.get(campaign.get_absolute_url())
    found_campaign = response.context["campaign"]
    assert (found_campaign.letters, found_campaign.people) == (3, 3)


def test_finishing_a_template_asks_first_and_then_reads_its_letters(as_clerk, campaign):
    slug, number = campaign.procedure.slug, campaign.number
    asked = as_clerk.post(address("campaign-finish", slug, number), follow=True)
    assert asked.context["must_confirm"]
    as_clerk.post(address("campaign-finish", slug, number), {"rest": "1"})
    assert campaign.statements.read().count() == 2


def test_the_campaign_page_lists_own_words_first_and_all_letters_on_request(as_clerk, campaign):
    page = as_clerk.get(campaign.get_absolute_url())
    assert [row["own"] for row in page.context["letters"]] == [[OWN]]
    everyone = as_clerk.get(campaign.get_absolute_url() + "?letters=all")
    assert len(everyone.context["letters"]) == 3


def test_a_campaign_gets_another_title_but_never_none(as_clerk, campaign):
    page = address("campaign-rename", campaign.procedure.slug, campaign.number)
    as_clerk.post(page, {"title": "  Lärm und   Schlaf "})
    campaign.refresh_from_db()
    assert campaign.title == "Lärm und Schlaf"
    as_clerk.post(page, {"title": " "})
    campaign.refresh_from_db()
    assert campaign.title == "Lärm und Schlaf"


def test_the_button_starts_a_grouping(as_clerk, procedure, campaign):
    response = as_clerk.post(address("campaigns-regroup", procedure.slug))
    assert response.url == address("campaigns", procedure.slug)
    run = Run.objects.get(kind="group")
    assert run.arguments == {"procedure": procedure.slug}


# Arguments


def test_the_catalogue_narrows_and_counts(client, procedure, letter):
    clerk = account(procedure, Role.CASE_WORKER)
    client.force_login(clerk)
    noise = ArgumentFactory(procedure=procedure, title="Lärm", responsible=clerk)
    water = ArgumentFactory(procedure=procedure, title="Trinkwasser", kind="study")
    AnswerVersionFactory(argument=water)
    OccurrenceFactory(segment__statement=letter, segment__argument=noise)
    merged = ArgumentFactory(procedure=procedure, merged_into=noise)

    def listed(**query):
        rows = client.get(address("arguments", procedure.slug), query).context["rows"]
        return [row["argument"] for row in rows]

    assert listed() == [noise, water]
    assert merged not in listed()
    assert listed(state="open") == [noise]
    assert listed(state="answered") == [water]
    assert listed(kind="study") == [water]
    assert listed(responsible="me") == [noise]
    assert listed(responsible="nobody") == [water]
    assert listed(responsible=str(clerk.pk)) == [noise]
    assert listed(q="trink") == [water]
    assert listed(q=str(noise.number)) == [noise]
    assert listed(sort="people") == [noise, water]
    rows = client.get(address("arguments", procedure.slug)).context["rows"]
    assert [(row["people"], row["letters"], row["points"]) for row in rows] == [
        (1, 1, 1),
        (0, 0, 0),
    ]


def test_the_search_finds_arguments_whose_words_all_occur(as_clerk, procedure):
    ArgumentFactory(procedure=procedure, title="Lärm in der Nacht")
    ArgumentFactory(procedure=procedure, title="Lärm am Tag")
    page = as_clerk.get(address("argument-search", procedure.slug), {"arg": "lärm nacht"})
    assert [one.title for one in page.context["arguments"]] == ["Lärm in der Nacht"]
    nothing = as_clerk.get(address("argument-search", procedure.slug), {"arg": "Wolf"})
    assert "<button" not in text_of(nothing)


def test_a_new_argument_needs_a_title(as_clerk, procedure):
    page = address("argument-new", procedure.slug)
    assert as_clerk.post(page, {"title": "", "kind": "argument"}).status_code == 200
    response = as_clerk.post(page, {"title": "Lärm", "kind": "argument"})
    assert response.url == Argument.objects.get().get_absolute_url()


ANSWER = {"result": "followed", "text": "Die Auflage wird erteilt.", "passed_to": "", "after": 0}


def test_the_responsible_expert_answers_own_arguments_only(client, procedure):
    expert = account(procedure, Role.EXPERT)
    client.force_login(expert)
    mine = ArgumentFactory(procedure=procedure, responsible=expert)
    other = ArgumentFactory(procedure=procedure)
    page = address("argument-answer", procedure.slug, mine.number)
    assert client.post(page, ANSWER).url == mine.get_absolute_url()
    page = address("argument-answer", procedure.slug, other.number)
    assert client.post(page, ANSWER).status_code == 403
    assert mine.answers.count() == 1
    assert not other.answers.exists()


def test_before_saving_the_page_says_whom_the_answer_concerns(as_clerk, letter, argument):
    OccurrenceFactory(segment__statement=letter, segment__argument=argument)
    old = AnswerVersionFactory(argument=argument)
    ReplyPointFactory(
        reply=ReplyFactory(procedure=letter.procedure, person=letter.person, dispatched=True),
        answer=old,
    )
    page = as_clerk.get(argument.get_absolute_url())
    assert page.context["counts"]["people"] == 1
    assert page.context["sent_replies"] == 1
    assert "knows" in page.context["answer_form"].fields


def test_flagging_sent_letters_has_to_be_confirmed(as_clerk, letter, argument):
    old = AnswerVersionFactory(argument=argument)
    reply = ReplyFactory(procedure=letter.procedure, person=letter.person, dispatched=True)
    ReplyPointFactory(reply=reply, answer=old)
    page = address("argument-answer", letter.procedure.slug, argument.number)
    refused = as_clerk.post(page, {**ANSWER, "after": 1})
    assert refused.status_code == 422
    assert argument.answers.count() == 1
    as_clerk.post(page, {**ANSWER, "after": 1, "knows": "1"})
    reply.refresh_from_db()
    assert reply.outdated_at is not None


def test_what_was_typed_stays_when_somebody_else_was_faster(as_clerk, argument):
    AnswerVersionFactory(argument=argument)
    page = address("argument-answer", argument.procedure.slug, argument.number)
    response = as_clerk.post(page, ANSWER)
    assert response.status_code == 422
    assert ANSWER["text"] in text_of(response)
    assert argument.answers.count() == 1


def test_versions_show_who_when_and_what_changed(as_clerk, argument):
    clerk = UserFactory(name="Kim Sachbearbeitung")
    answers.answer(argument=argument, result="followed", text="Nachts ist Ruhe.", by=clerk)
    answers.answer(argument=argument, result="followed", text="Abends ist Ruhe.", by=clerk)
    page = text_of(as_clerk.get(argument.get_absolute_url()))
    assert "<del>Nachts</del><ins>Abends</ins> ist Ruhe." in page
    assert "Kim Sachbearbeitung" in page


def test_an_argument_is_amended(as_clerk, procedure, argument):
    expert = account(procedure, Role.EXPERT)
    page = address("argument-amend", procedure.slug, argument.number)
    data = {"a-title": "Lärm", "a-kind": "argument", "a-summary": "", "a-responsible": expert.pk}
    as_clerk.post(page, data)
    argument.refresh_from_db()
    assert (argument.title, argument.responsible) == ("Lärm", expert)
    assert as_clerk.post(page, {**data, "a-title": ""}).status_code == 422
    stranger = UserFactory(roles=[Role.EXPERT])
    assert as_clerk.post(page, {**data, "a-responsible": stranger.pk}).status_code == 422


def test_sources_are_added_checked_and_taken_away(as_clerk, procedure, argument):
    document = DocumentFactory(scheme=procedure.scheme, pages=12)
    page = address("argument-source", procedure.slug, argument.number)
    wrong = as_clerk.post(page, {"s-document": document.pk, "s-page": 13, "s-note": ""})
    assert wrong.status_code == 422
    as_clerk.post(page, {"s-document": document.pk, "s-page": 12, "s-note": ""})
    source = argument.sources.get()
    assert (source.document, source.page) == (document, 12)
    as_clerk.post(page, {"drop": source.pk})
    assert not argument.sources.exists()
    assert as_clerk.post(page, {"drop": "x"}).status_code == 404


def test_merging_shows_what_it_means_and_waits_for_confirmation(as_clerk, letter, argument):
    target = ArgumentFactory(procedure=letter.procedure, number=2)
    OccurrenceFactory(segment__statement=letter, segment__argument=argument)
    page = address("argument-merge", letter.procedure.slug, argument.number)
    offered = as_clerk.get(page).context["offered"]
    assert offered == [target]
    asked = as_clerk.get(page, {"target": target.number})
    assert (asked.context["passages"], asked.context["counts"]["people"]) == (1, 1)
    argument.refresh_from_db()
    assert argument.merged_into is None
    as_clerk.post(page, {"target": target.number})
    argument.refresh_from_db()
    assert argument.merged_into == target
    lineage = as_clerk.get(target.get_absolute_url()).context["lineage"]
    assert [one.source for one in lineage["came_from"]] == [argument]


def test_splitting_needs_a_title_and_a_passage(as_clerk, letter, argument):
    point = OccurrenceFactory(segment__statement=letter, segment__argument=argument)
    page = address("argument-split", letter.procedure.slug, argument.number)
    assert as_clerk.get(page).status_code == 200
    data = {"title": "Schatten", "kind": "argument"}
    assert as_clerk.post(page, data).status_code == 200
    assert Argument.objects.count() == 1
    response = as_clerk.post(page, {**data, "passage": point.segment.pk})
    new = Argument.objects.get(title="Schatten")
    assert response.url == new.get_absolute_url()
    assert new.segments.get() == point.segment
