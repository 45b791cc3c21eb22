"""Pages of moderation, outcomes, lineage, themes and capture."""

import uuid
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from dialogwerk.apps.accounts.models import Role, RoleAssignment
from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.base.protection import new_challenge, new_token
from dialogwerk.apps.dialogues import hooks
from dialogwerk.apps.dialogues.demo import moderation as demo_moderation
from dialogwerk.apps.dialogues.models import (
    Contribution,
    DuplicatePair,
    Outcome,
    Report,
    State,
    Theme,
    ThemeAssignment,
)
from dialogwerk.apps.dialogues.services import duplicates, lineage, moderation
from dialogwerk.apps.people.models import Identity, VaultLook
from tests.factories import UserFactory
from tests.factories.dialogues import (
    CommentFactory,
    ContributionFactory,
    OutcomeFactory,
    ProcessMemberFactory,
)

pytestmark = pytest.mark.django_db
RULE = "Keine Beleidigungen."


def at(name, *args, **query):
    return reverse(name, args=args, query=query)


def refused(said, by):
    return moderation.decide(
        thing=said, verdict="refused", rule=RULE, reason="Beleidigt Anwohner.", by=by
    )


@pytest.fixture
def as_moderator(client, moderator):
    client.force_login(moderator)
    return client


@pytest.fixture
def as_lead(client, lead):
    client.force_login(lead)
    return client


def test_every_page_of_the_workbench_opens(as_lead, said, place, process, lead):
    Theme.objects.create(process=process, title="Grün")
    moderation.report(thing=said, kind="insult", text="Gegen mich.")
    comment = CommentFactory(contribution=said, state=State.HELD)
    other = ContributionFactory(format=place, title=said.title, text=said.text)
    OutcomeFactory(contribution=other, next_report_on=timezone.localdate())
    duplicates.renew_pairs(process)
    made = lineage.merge(contributions=[other], into=said, reason="Dasselbe.", by=lead)
    slug = process.slug
    for address in (
        at("process-contributions", slug),
        at("contribution-desk", slug, place.slug),
        at("contribution-capture", slug, place.slug),
        at("contribution-work", slug, said.code),
        at("contribution-work", slug, other.code),
        at("contribution-redact", slug, said.code),
        at("contribution-split", slug, said.code),
        at("outcome-decide", slug, said.code),
        at("contribution-captured", slug, said.code),
        at("comment-work", slug, comment.code),
        at("contribution-moderation", slug),
        at("contribution-moderation-settings", slug),
        at("outcome-many", slug, contribution=said.code),
        at("outcome-many", slug),
        at("reports-due", slug),
        at("lineage-undo", slug, made.code),
        at("duplicate-pairs", slug),
        at("process-themes", slug),
        at("themes-edit", slug),
        at("theme-examples", slug),
        at("themes-next", slug),
    ):
        assert as_lead.get(address).status_code == 200, address


def test_nobody_else_gets_in(client, said, process, place):
    outsider = UserFactory()
    client.force_login(outsider)
    for address in (
        at("contribution-moderation", process.slug),
        at("contribution-work", process.slug, said.code),
        at("contribution-capture", process.slug, place.slug),
        at("outcome-decide", process.slug, said.code),
        at("process-themes", process.slug),
    ):
        assert client.get(address).status_code == 403, address


def test_moderators_do_not_decide_what_becomes_of_it(as_moderator, said, process):
    assert as_moderator.get(at("outcome-decide", process.slug, said.code)).status_code == 403
    assert as_moderator.get(at("contribution-moderation-settings", process.slug)).status_code == 403


def test_experts_read_without_moderating(client, said, process):
    expert = ProcessMemberFactory(process=process, role="expert").user
    client.force_login(expert)
    assert client.get(at("contribution-work", process.slug, said.code)).status_code == 200
    address = at("contribution-moderation-decide", process.slug, said.code)
    assert client.post(address, {"verdict": "refused"}).status_code == 403


def test_refusing_without_a_rule_shows_what_is_missing(as_moderator, said, process):
    response = as_moderator.post(
        at("contribution-moderation-decide", process.slug, said.code),
        {"verdict": "refused", "reason": "Weil."},
    )
    assert response.status_code == 422
    assert "rule" in response.context["decision_form"].errors
    assert "Weil." in response.content.decode()


def test_one_click_in_the_queue_shows_what_was_held(as_moderator, place, process):
    held = ContributionFactory(format=place, state=State.HELD)
    page = as_moderator.get(at("contribution-moderation", process.slug))
    assert held.title in page.content.decode()
    as_moderator.post(
        at("contribution-moderation-decide", process.slug, held.code), {"verdict": "published"}
    )
    held.refresh_from_db()
    assert held.state == State.PUBLIC
    assert as_moderator.get(at("contribution-moderation", process.slug)).context["rows"] == []


def test_the_queue_asks_the_same_for_one_and_for_many(
    as_moderator, place, process, django_assert_max_num_queries
):
    for one in ContributionFactory.create_batch(12, format=place):
        moderation.report(thing=one, kind="other")
    with django_assert_max_num_queries(20):
        as_moderator.get(at("contribution-moderation", process.slug))


def test_names_are_shown_when_asked_for_and_each_look_is_logged(as_moderator, said, process):
    address = at("contribution-work", process.slug, said.code)
    assert "Erika Beispiel" not in as_moderator.get(address).content.decode()
    assert not VaultLook.objects.exists()
    assert "Erika Beispiel" in as_moderator.get(f"{address}?name=yes").content.decode()
    assert VaultLook.objects.get().purpose == "contribution"


def test_experts_never_see_names(client, said, process):
    client.force_login(ProcessMemberFactory(process=process, role="expert").user)
    page = client.get(at("contribution-work", process.slug, said.code) + "?name=yes")
    assert "Erika Beispiel" not in page.content.decode()
    assert not VaultLook.objects.exists()


def test_blacking_out_by_hand_says_what_is_not_there(as_moderator, said, process):
    address = at("contribution-redact", process.slug, said.code)
    wrong = as_moderator.post(address, {"words": "steht nicht da"})
    assert wrong.status_code == 422
    as_moderator.post(address, {"words": "Marktplatz"})
    said.refresh_from_db()
    assert "Marktplatz" not in said.shown_text
    assert "Marktplatz" in said.text


def guarded(thing, **fields):
    key, now = uuid.uuid4(), timezone.now() - timedelta(seconds=60)
    place = f"report:{thing.code}"
    assert new_challenge(key, place=place, now=now)
    with patch("time.time", return_value=now.timestamp()):
        token = new_token(key, place=place)
    return {"submission_key": str(key), "token": token, "proof": "", "website": "", **fields}


def test_anyone_reports_without_an_account_and_once(client, said, process):
    address = at("contribution-report", process.slug, said.code)
    assert client.get(address).status_code == 200
    data = guarded(said, kind="insult", text="Das geht gegen mich.")
    for _time in range(2):
        assert client.post(address, data).status_code == 302
    report = Report.objects.get()
    assert (report.contribution, report.kind) == (said, "insult")


def test_a_report_that_comes_at_once_is_asked_to_wait(client, said, process):
    data = guarded(said, kind="insult")
    data["token"] = new_token(uuid.UUID(data["submission_key"]), place=f"report:{said.code}")
    response = client.post(at("contribution-report", process.slug, said.code), data)
    assert response.status_code == 422
    assert not Report.objects.exists()


def test_comments_can_be_reported_too(client, said, process):
    comment = CommentFactory(contribution=said)
    address = at("contribution-report", process.slug, comment.code)
    assert client.post(address, guarded(comment, kind="personal")).status_code == 302
    assert Report.objects.get().comment == comment


def test_what_is_not_shown_is_not_there_to_be_reported(client, place, process):
    held = ContributionFactory(format=place, state=State.HELD)
    assert client.get(at("contribution-report", process.slug, held.code)).status_code == 404


def test_the_author_reads_rule_and_reason_and_objects(client, said, moderator):
    refused(said, moderator)
    address = at("contribution-receipt", said.receipt)
    page = client.get(address).content.decode()
    assert RULE in page
    assert "Beleidigt Anwohner." in page
    assert client.post(at("contribution-appeal", said.receipt), {"text": ""}).status_code == 422
    response = client.post(at("contribution-appeal", said.receipt), {"text": "Nein, Ironie."})
    assert response.status_code == 302
    page = client.get(address).content.decode()
    assert "Nein, Ironie." in page
    assert at("contribution-appeal", said.receipt) not in page
    again = client.post(at("contribution-appeal", said.receipt), {"text": "Noch einmal."})
    assert again.status_code == 422


def test_a_wrong_receipt_opens_nothing(client):
    address = at("contribution-appeal", "7K3M-9QX2-4TFH-R8WD")
    assert client.post(address, {"text": "Bitte."}).status_code == 404


def test_the_public_log_counts_and_quotes_rules_but_tells_nothing_about_people(
    client, said, process, moderator
):
    refused(said, moderator)
    page = client.get(at("contribution-moderation-log", process.slug)).content.decode()
    assert RULE in page
    assert "Beleidigt Anwohner." not in page
    assert said.title not in page
    assert said.code not in page


def test_an_outcome_for_all_that_a_filter_shows(as_lead, place, process):
    chosen = ContributionFactory.create_batch(3, format=place, text="Bäume bitte")
    ContributionFactory(format=place, text="Bänke bitte")
    ContributionFactory(format=place, text="Bäume bitte", state=State.HELD)
    address = at("outcome-many", process.slug)
    page = as_lead.post(address, {"all": "1", "q": "Bäume"})
    assert (page.status_code, page.context["count"], page.context["left_out"]) == (200, 3, 1)
    data = {
        "all": "1",
        "q": "Bäume",
        "kind": "adopted",
        "reason": "Zwölf Linden.",
        "decided_on": timezone.localdate().isoformat(),
    }
    assert as_lead.post(address, data).status_code == 302
    assert {one.contribution for one in Outcome.objects.all()} == set(chosen)


def test_what_a_kind_needs_is_said_at_the_field(as_lead, said, process):
    day = timezone.localdate().isoformat()
    address = at("outcome-decide", process.slug, said.code)
    data = {"kind": "passed_on", "reason": "Nicht unsere Straße.", "decided_on": day}
    response = as_lead.post(address, data)
    assert response.status_code == 422
    assert "passed_to" in response.context["form"].errors
    assert as_lead.post(address, {**data, "passed_to": "Straßen.NRW"}).status_code == 302
    assert said.outcomes.get().passed_to == "Straßen.NRW"


def test_nothing_is_decided_in_the_future(as_lead, said, process):
    day = (timezone.localdate() + timedelta(days=1)).isoformat()
    data = {"kind": "adopted", "reason": "Ja.", "decided_on": day}
    response = as_lead.post(at("outcome-decide", process.slug, said.code), data)
    assert "decided_on" in response.context["form"].errors


def test_putting_together_from_the_list(as_moderator, place, process):
    pair = ContributionFactory.create_batch(2, format=place)
    codes = [one.code for one in pair]
    address = at("contribution-merge", process.slug)
    page = as_moderator.post(address, {"contribution": codes})
    assert page.status_code == 200
    data = {"contribution": codes, "into": codes[0], "reason": "Dasselbe Anliegen."}
    assert as_moderator.post(address, data).status_code == 302
    pair[1].refresh_from_db()
    assert pair[1].state == State.MERGED


def test_one_alone_is_not_put_together(as_moderator, said, process):
    response = as_moderator.post(
        at("contribution-merge", process.slug), {"contribution": [said.code]}, follow=True
    )
    assert response.redirect_chain
    assert not DuplicatePair.objects.exists()


def test_taking_apart_and_undoing_it(as_moderator, said, process):
    data = {"text_1": "Bäume fehlen.", "text_2": "Bänke fehlen.", "reason": "Zwei Anliegen."}
    address = at("contribution-split", process.slug, said.code)
    only_one = as_moderator.post(address, {**data, "text_2": ""})
    assert only_one.status_code == 422
    assert as_moderator.post(address, data).status_code == 302
    said.refresh_from_db()
    assert said.state == State.SPLIT
    made = process.lineages.get()
    undo = at("lineage-undo", process.slug, made.code)
    assert as_moderator.post(undo, {"because": "Doch eins."}).status_code == 302
    said.refresh_from_db()
    assert said.state == State.PUBLIC


def captured(**given):
    return {
        "channel": "paper",
        "received_on": "2026-06-02T10:00",
        "text": "Bitte mehr Bänke vor der Kirche.",
        "name": "Erika Beispiel",
        "email": "",
        "submission_key": str(uuid.uuid4()),
        **given,
    }


def test_what_came_on_paper_is_typed_in_with_a_receipt(as_moderator, place, process):
    address = at("contribution-capture", process.slug, place.slug)
    data = captured(longitude="7,1", latitude="")
    assert as_moderator.post(address, data).status_code == 422
    response = as_moderator.post(address, captured(), follow=True)
    made = Contribution.objects.get()
    assert made.receipt in response.content.decode()
    assert (made.channel, made.state) == ("paper", State.PUBLIC)
    assert Identity.objects.get().person == made.person
    assert "Erika" not in str(JournalEntry.objects.get(subject=made.code).payload)


def test_the_same_sheet_is_not_typed_in_twice(as_moderator, place, process):
    address, data = at("contribution-capture", process.slug, place.slug), captured()
    for _time in range(2):
        assert as_moderator.post(address, data).status_code == 302
    assert Contribution.objects.count() == 1


def test_nothing_was_received_in_the_future(as_moderator, place, process):
    later = (timezone.localtime() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    response = as_moderator.post(
        at("contribution-capture", process.slug, place.slug), captured(received_on=later)
    )
    assert "received_on" in response.context["form"].errors


def test_the_slip_is_a_pdf_and_its_printing_is_noted(as_moderator, said, process):
    response = as_moderator.get(at("contribution-slip", process.slug, said.code))
    assert response.content.startswith(b"%PDF")
    assert JournalEntry.objects.filter(action="contribution.receipt_printed").count() == 1


def test_deciding_on_themes_and_going_on(as_moderator, said, process):
    green = Theme.objects.create(process=process, title="Grün")
    address = at("themes-review", process.slug, said.code)
    response = as_moderator.post(address, {"themes": [green.pk], "next": "1"})
    assert response.headers["Location"] == at("themes-next", process.slug)
    assert ThemeAssignment.objects.get().how == "added"


def test_examples_come_from_a_table(as_lead, process):
    table = "text;themes\n" + "".join(
        f"Mehr Bäume im Park {n};Grün\nDer Radweg {n} ist eng;Rad|Verkehr\n" for n in range(6)
    )
    file = SimpleUploadedFile("beispiele.csv", table.encode())
    response = as_lead.post(
        at("theme-examples", process.slug), {"file": file, "source": "Dialog 2024"}
    )
    assert response.status_code == 302
    assert process.theme_examples.count() == 12
    assert set(process.themes.values_list("title", flat=True)) == {"Grün", "Rad", "Verkehr"}
    wrong = SimpleUploadedFile("falsch.csv", b"a,b\n1,2\n")
    response = as_lead.post(at("theme-examples", process.slug), {"file": wrong, "source": "x"})
    assert "file" in response.context["form"].errors


def test_chapters_of_the_report(said, process, moderator):
    OutcomeFactory(contribution=said, next_report_on=timezone.localdate())
    theme = Theme.objects.create(process=process, title="Grün")
    ThemeAssignment.objects.create(contribution=said, theme=theme, how="added", by=moderator.actor)
    other = ContributionFactory(format=said.format)
    refused(other, moderator)
    found = {one.key: one for one in hooks.chapters(process)}
    assert ("Grün", 1) in found["themes"].tables[0].rows
    rows = dict(found["outcomes"].tables[0].rows)
    assert 1 in rows.values()
    assert found["outcomes"].gaps
    assert (RULE, 1) in found["moderation"].tables[1].rows


def test_what_was_put_together_stays_readable_and_points_on(client, said, place, process, lead):
    kept = ContributionFactory(format=place, title="Bäume für alle")
    lineage.merge(contributions=[said], into=kept, reason="Dasselbe Anliegen.", by=lead)
    page = client.get(at("contribution", process.slug, said.code)).content.decode()
    for words in (said.text, kept.title, kept.get_absolute_url(), "Dasselbe Anliegen."):
        assert words in page
    assert "Dasselbe Anliegen." in client.get(kept.get_absolute_url()).content.decode()
    OutcomeFactory(contribution=kept, reason="Zwölf Linden.")
    assert "Zwölf Linden." in client.get(said.get_absolute_url()).content.decode()
    behind = client.get(at("contribution-receipt", said.receipt)).content.decode()
    assert "Zwölf Linden." in behind
    assert "Dasselbe Anliegen." in behind


def test_everyone_finds_contributions_by_theme(client, said, place, process):
    green = Theme.objects.create(process=process, title="Stadtgrün")
    other = ContributionFactory(format=place, title="Etwas anderes")
    ThemeAssignment.objects.create(contribution=said, theme=green, how="confirmed", by="user:1")
    ThemeAssignment.objects.create(
        contribution=other, theme=green, how="proposed", confidence=0.9, by="system:themes"
    )
    page = client.get(at("contributions", process.slug, place.slug, thema=str(green.pk)))
    assert said.title in page.content.decode()
    assert other.title not in page.content.decode()
    assert "Stadtgrün" in client.get(said.get_absolute_url()).content.decode()
    assert "Stadtgrün" not in client.get(other.get_absolute_url()).content.decode()


def test_whoever_runs_a_dialogue_records_a_promise_only_where_promises_are_theirs_to_keep(
    as_lead, said, process, lead
):
    OutcomeFactory(contribution=said)
    address = at("contribution-promise", process.slug, said.code)
    page = at("contribution-work", process.slug, said.code)
    assert as_lead.get(address).status_code == as_lead.post(address).status_code == 403
    assert address not in as_lead.get(page).content.decode()
    RoleAssignment.objects.create(user=lead, role=Role.OFFICE)
    assert address in as_lead.get(page).content.decode()
    assert as_lead.get(address).status_code == 200


def test_an_outcome_becomes_a_promise_that_points_back(as_lead, said, process, lead):
    RoleAssignment.objects.create(user=lead, role=Role.OFFICE)
    OutcomeFactory(contribution=said, reason="Zwölf Linden bis Herbst.")
    address = at("contribution-promise", process.slug, said.code)
    assert "Zwölf Linden bis Herbst." in as_lead.get(address).content.decode()
    data = {"text": "Zwölf Linden.", "owner_name": "Grünamt", "made_on": "2026-07-01"}
    assert "due" in as_lead.post(address, {**data, "due": "2026-06-01"}).context["form"].errors
    response = as_lead.post(address, {**data, "due": "2026-11-30"}, follow=True)
    assert said.get_absolute_url() in response.content.decode()
    chapters = {one.key: one for one in hooks.chapters(process)}
    assert chapters["contribution-promises"].tables[0].rows[0][0] == "Zwölf Linden."


def test_behind_the_receipt_of_a_comment_stands_the_decision_too(client, said, moderator):
    comment = CommentFactory(contribution=said)
    refused(comment, moderator)
    page = client.get(at("contribution-receipt", comment.receipt)).content.decode()
    assert "Beleidigt Anwohner." in page
    assert at("contribution-appeal", comment.receipt) in page


def test_the_demo_plays_its_part(process, place, lead):
    demo_moderation.rehearse(process, {Role.OFFICE: lead})
    assert set(process.contributions.values_list("state", flat=True)) == {
        State.PUBLIC,
        State.MERGED,
        State.REFUSED,
    }
    assert process.themes.count() == 4
    assert moderation.count_to_look_at(process) == 2
