"""Questions and answers: asking, answering in versions, telling the asker, calling up."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from dialogwerk.apps.base import protection
from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.dialogues import hooks
from dialogwerk.apps.dialogues.demo import questions as demo_questions
from dialogwerk.apps.dialogues.errors import EmptyContribution, NoQuestion
from dialogwerk.apps.dialogues.gates import gate_is_open, unanswered_of
from dialogwerk.apps.dialogues.models import Call, Contribution, Phase, ProcessMember, State
from dialogwerk.apps.dialogues.questions import on_projector
from dialogwerk.apps.dialogues.services.answer_mails import tell_askers
from dialogwerk.apps.dialogues.services.following import confirm
from dialogwerk.apps.dialogues.services.questions import answer, call
from dialogwerk.apps.people.services import IdentityDraft, erase, resolve_person
from tests.factories import UserFactory
from tests.factories.dialogues import (
    ContributionFactory,
    FollowingFactory,
    FormatFactory,
    PhaseFactory,
    ProcessMemberFactory,
)

pytestmark = pytest.mark.django_db
TEXT = "Ein Jahr nach der Genehmigung."


@pytest.fixture
def hall(process):
    """The format in which people ask."""
    return FormatFactory(process=process, slug="fragen", kind="questions", title="Ihre Fragen")


@pytest.fixture
def question(hall):
    return ContributionFactory(format=hall, title="", text="Wann beginnt der Bau?")


@pytest.fixture
def expert(process):
    user = UserFactory(email="fach@beispiel.example")
    ProcessMemberFactory(process=process, user=user, role=ProcessMember.Role.EXPERT)
    return user


@pytest.fixture
def patient(monkeypatch):
    """Nobody has to wait until a form may be sent."""
    monkeypatch.setattr(protection, "SOONEST", timedelta(seconds=-1))


def said(question, by, *, published=True, text=TEXT, **values):
    return answer(
        question=question,
        text=text,
        spoken_as="Dialogbüro",
        is_published=published,
        now=timezone.now(),
        by=by,
        **values,
    )


def address(name, hall, *more):
    return reverse(name, args=[hall.process.slug, hall.slug, *more])


def ask(client, hall, **values):
    page = client.get(address("question-new", hall))
    guard = page.context["guard"]
    data = {"submission_key": guard.key, "token": guard.token, "text": "Wie hoch werden sie?"}
    return client.post(address("question-new", hall), {**data, **values})


# Asking


def test_anybody_asks_without_an_account_and_gets_a_receipt(client, hall, patient):
    response = ask(client, hall)
    assert response.status_code == 302
    asked = Contribution.objects.get()
    assert (asked.text, asked.state, asked.person) == ("Wie hoch werden sie?", State.PUBLIC, None)
    assert asked.receipt in response.url
    assert asked.receipt in client.get(response.url).text


def test_an_e_mail_address_goes_into_the_vault_and_nowhere_else(client, hall, patient):
    ask(client, hall, email="frau@beispiel.example", public_name="Nachbarin")
    asked = Contribution.objects.get()
    assert asked.person.identity.email == "frau@beispiel.example"
    page = client.get(address("questions", hall)).text
    assert "Nachbarin" in page
    assert "frau@beispiel.example" not in page


def test_a_machine_that_fills_the_trap_is_refused_and_its_words_stay(client, hall, patient):
    response = ask(client, hall, website="x")
    assert response.status_code == 422
    assert "Wie hoch werden sie?" in response.text
    assert not Contribution.objects.exists()


def test_a_format_that_is_moderated_first_holds_questions_back(client, hall, patient):
    hall.moderated_first = True
    hall.save()
    ask(client, hall)
    held = Contribution.objects.get()
    assert held.state == State.HELD
    assert held.text not in client.get(address("questions", hall)).text
    assert client.get(address("question", hall, held.code)).status_code == 404


def test_nobody_asks_when_it_is_closed_but_everybody_reads(client, hall, question):
    hall.last_day = timezone.localdate() - timedelta(days=1)
    hall.save()
    assert "guard" not in client.get(address("question-new", hall)).context
    assert question.text in client.get(address("questions", hall)).text


def test_the_list_is_searched_filtered_and_ordered(client, hall, lead):
    old = ContributionFactory(format=hall, text="Wie laut?", support_count=3)
    ContributionFactory(format=hall, text="Wie hoch?", support_count=9)
    said(old, lead)

    def texts(**query):
        page = client.get(address("questions", hall), query)
        return [row[0].text for row in page.context["rows"]]

    assert texts() == ["Wie hoch?", "Wie laut?"]
    assert texts(stand="beantwortet") == ["Wie laut?"]
    assert texts(stand="offen") == ["Wie hoch?"]
    assert texts(suche="laut") == ["Wie laut?"]
    assert texts(suche="\x00", stand="quatsch", sortierung="quatsch", page="99") == texts()


def test_a_list_of_many_asks_the_database_no_more_than_a_short_one(
    client, hall, lead, django_assert_max_num_queries
):
    for one in ContributionFactory.create_batch(25, format=hall):
        said(one, lead)
    with django_assert_max_num_queries(12):
        client.get(address("questions", hall))


def test_a_question_is_supported_in_the_list_and_on_its_page(client, hall, question):
    support = reverse("contribution-support", args=[hall.process.slug, question.code])
    answered = client.post(support, {"wanted": "yes"}, headers={"HX-Request": "true"})
    assert 'id="unterstuetzen"' not in answered.text
    question.refresh_from_db()
    assert question.support_count == 1
    for page in (address("questions", hall), address("question", hall, question.code)):
        assert 'value="no"' in client.get(page).text


# Answering


def test_an_answer_says_the_role_and_no_name_unless_wished(client, hall, question, lead):
    said(question, lead)
    page = client.get(address("question", hall, question.code)).text
    assert TEXT in page
    assert "Dialogbüro" in page
    assert lead.name not in page
    said(question, lead, signed="Gesine Probe")
    assert "Gesine Probe" in client.get(address("question", hall, question.code)).text


def test_a_draft_is_seen_by_the_team_only(client, hall, question, expert):
    said(question, expert, published=False)
    assert TEXT not in client.get(address("question", hall, question.code)).text
    client.force_login(expert)
    assert TEXT in client.get(address("question-answer", hall, question.code)).text


def test_a_corrected_answer_replaces_the_first_which_stays_readable(client, hall, question, lead):
    said(question, lead, text="Zwei Jahre.")
    said(question, lead)
    page = client.get(address("question", hall, question.code))
    assert page.context["answer"].text == TEXT
    assert [one.text for one in page.context["earlier"]] == ["Zwei Jahre."]


def test_versions_can_never_be_changed(question, lead):
    made = said(question, lead)
    made.text = "Anders"
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save()


@pytest.mark.parametrize("values", [{"text": " "}, {"text": "Ja", "spoken_as": " "}])
def test_an_answer_without_words_or_without_a_role_is_refused(question, lead, values):
    given = {"text": TEXT, "spoken_as": "Dialogbüro", **values}
    with pytest.raises(EmptyContribution):
        answer(question=question, is_published=True, now=timezone.now(), by=lead, **given)


def test_what_is_no_question_is_not_answered(place, lead):
    with pytest.raises(NoQuestion):
        said(ContributionFactory(format=place), lead)


def test_experts_draft_and_moderators_publish(client, hall, question, expert, moderator):
    page = address("question-answer", hall, question.code)
    form = {"text": TEXT, "spoken_as": "Fachplanung", "do": "publish"}
    client.force_login(expert)
    assert client.post(page, form).status_code == 403
    assert client.post(page, {**form, "do": "draft"}).status_code == 302
    client.force_login(moderator)
    assert client.post(page, form).status_code == 302
    assert [one.is_published for one in question.answers.order_by("number")] == [False, True]


def test_strangers_do_not_get_to_the_desk(client, hall, question):
    client.force_login(UserFactory())
    for page in ("question-desk", "questions-remote"):
        assert client.get(address(page, hall)).status_code == 403
    assert client.get(address("question-answer", hall, question.code)).status_code == 403


def test_the_journal_names_the_version_and_no_words(question, lead):
    said(question, lead)
    entry = JournalEntry.objects.get(action="answer.published")
    assert (entry.subject, entry.actor) == (question.code, lead.actor)
    assert entry.payload["number"] == 1
    assert TEXT not in str(entry.payload)


def test_a_published_answer_opens_the_gate_and_a_draft_does_not(process, hall, question, lead):
    phase = PhaseFactory(process=process, gate=Phase.Gate.ALL_ANSWERED)
    hall.phase = phase
    hall.save()
    said(question, lead, published=False)
    assert unanswered_of(phase) == 1
    said(question, lead)
    assert unanswered_of(phase) == 0
    assert gate_is_open(phase)


def test_the_desk_filters_by_how_far_a_question_is(client, hall, lead):
    opened, drafted, done = (
        ContributionFactory(format=hall, text=text) for text in ("offen?", "Entwurf?", "fertig?")
    )
    said(drafted, lead, published=False)
    said(done, lead)
    client.force_login(lead)

    def texts(state):
        rows = client.get(address("question-desk", hall), {"stand": state}).context["rows"]
        return {row["question"].text for row in rows}

    assert texts("") == {opened.text, drafted.text, done.text}
    assert texts("offen") == {opened.text, drafted.text}
    assert texts("entwurf") == {drafted.text}
    assert texts("beantwortet") == {done.text}


# Telling


@pytest.fixture
def asked_by_mail(hall):
    """A question whose asker has confirmed the address."""
    person = resolve_person(IdentityDraft(email="frau@beispiel.example"))
    made = ContributionFactory(format=hall, text="Wann beginnt der Bau?", person=person)
    FollowingFactory(contribution=made)
    return made


def test_an_asker_is_asked_to_confirm_and_told_only_then(
    client, hall, patient, lead, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        ask(client, hall, email="frau@beispiel.example")
    asked = Contribution.objects.get()
    following = asked.followings.get()
    (confirmation,) = mail.outbox
    assert following.key in confirmation.body
    said(asked, lead)
    assert tell_askers() == 0
    confirm(following=following, now=timezone.now())
    assert tell_askers() == 1
    assert TEXT in mail.outbox[-1].body


def test_whoever_left_an_address_is_told_once(asked_by_mail, question, lead):
    said(question, lead)
    said(asked_by_mail, lead, published=False)
    assert tell_askers() == 0
    said(asked_by_mail, lead)
    said(asked_by_mail, lead, text="Genauer: im Mai.")
    assert tell_askers() == 1
    assert tell_askers() == 0
    (message,) = mail.outbox
    assert message.to == ["frau@beispiel.example"]
    assert TEXT in message.body
    assert asked_by_mail.code in message.body


def test_whoever_was_erased_from_the_vault_is_not_written_to(asked_by_mail, lead):
    said(asked_by_mail, lead)
    erase(asked_by_mail.person, by=lead.actor, reason="auf Antrag")
    assert tell_askers() == 0


def test_a_mail_that_fails_is_tried_again(asked_by_mail, lead, settings, monkeypatch):
    said(asked_by_mail, lead)
    monkeypatch.setattr(
        "django.core.mail.EmailMessage.send", lambda _self: (_ for _ in ()).throw(OSError())
    )
    assert tell_askers() == 0
    monkeypatch.undo()
    assert tell_askers() == 1


def test_the_answer_stands_behind_the_receipt(question, lead):
    assert hooks.follow_ups(question) == []
    said(question, lead)
    (found,) = hooks.follow_ups(question)
    assert found.text == TEXT


# In the hall


def test_one_question_at_a_time_is_answered_in_the_room(hall, lead):
    first, second = ContributionFactory.create_batch(2, format=hall)
    call(question=first, place=Call.Place.NOW, now=timezone.now(), by=lead)
    call(question=second, place=Call.Place.NOW, now=timezone.now(), by=lead)
    first.refresh_from_db()
    assert first.call.place == Call.Place.ANSWERED
    assert on_projector(hall)[0] == second
    call(question=first, place="", now=timezone.now(), by=lead)
    assert not Call.objects.filter(question=first).exists()


def test_held_back_questions_are_not_called_up(hall, lead):
    held = ContributionFactory(format=hall, state=State.HELD)
    with pytest.raises(NoQuestion):
        call(question=held, place=Call.Place.NOW, now=timezone.now(), by=lead)


def test_the_wall_shows_most_support_first_and_what_was_put_off_last(hall, lead):
    few, many, later, done, written = (
        ContributionFactory(format=hall, text=text, support_count=count)
        for text, count in (("wenig", 1), ("viel", 9), ("spaeter", 99), ("da", 50), ("schon", 50))
    )
    call(question=later, place=Call.Place.LATER, now=timezone.now(), by=lead)
    call(question=done, place=Call.Place.ANSWERED, now=timezone.now(), by=lead)
    said(written, lead)
    assert on_projector(hall) == (None, [many, few, later], 0)


def test_the_wall_says_how_many_more_wait(client, hall):
    ContributionFactory.create_batch(11, format=hall)
    now, waiting, more = on_projector(hall)
    assert (now, len(waiting), more) == (None, 8, 3)


def test_the_wall_renews_itself_without_the_page_around_it(client, hall, question):
    whole = client.get(address("questions-projector", hall)).text
    part = client.get(address("questions-projector", hall), headers={"HX-Request": "true"}).text
    assert question.text in whole
    assert question.text in part
    assert "<html" in whole
    assert "<html" not in part


def test_the_wall_shows_a_short_address_that_leads_to_the_questions(client, hall, place):
    short = reverse("questions-short", args=[hall.pk])
    assert short.rstrip("/") in client.get(address("questions-projector", hall)).text
    assert client.get(short).url == address("questions", hall)
    assert client.get(reverse("questions-short", args=[place.pk])).status_code == 404
    hall.process.is_public = False
    hall.process.save()
    assert client.get(short).status_code == 404


def test_the_remote_calls_up_with_and_without_script(client, hall, question, moderator):
    client.force_login(moderator)
    page = address("question-call", hall, question.code)
    assert client.post(page, {"place": "now"}).url == address("questions-remote", hall)
    answered = client.post(page, {"place": "later"}, headers={"HX-Request": "true"})
    assert answered.status_code == 200
    assert question.text in answered.text
    question.refresh_from_db()
    assert question.call.place == Call.Place.LATER


# Others read it


def test_the_chapter_of_the_report_holds_answers_and_what_is_open(process, hall, question, lead):
    ContributionFactory(format=hall, text="Und danach?")
    said(question, lead)
    (chapter,) = [one for one in hooks.chapters(process) if one.key == "questions"]
    assert sorted(row[2] for row in chapter.tables[0].rows) == sorted([TEXT, "offen"])
    assert len(chapter.gaps) == 1


def test_the_general_page_of_a_contribution_leads_to_that_of_the_question(client, hall, question):
    response = client.get(question.get_absolute_url())
    assert response.url == address("question", hall, question.code)


def test_the_demo_has_questions_answered_drafted_and_called_up(hall, lead):
    demo_questions.rehearse(hall.process, {"office": lead})
    assert hall.contributions.count() == 6
    assert hall.contributions.without_outcome().count() == 4
    assert on_projector(hall)[0] is not None
