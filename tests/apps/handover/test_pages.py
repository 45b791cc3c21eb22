"""The pages of both sides: what each may open, what stands on them, and the way there and back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.handover.models import Comment, HandOver
from dialogwerk.apps.handover.services.comments import save_comment, submit
from dialogwerk.apps.handover.services.handing_over import hand_over
from tests.apps.statements.answered_letters import make_point
from tests.factories import PASSWORD, PersonFactory, ProcedureFactory, SchemeFactory, UserFactory

from .conftest import BY
from .sheets import filled, sheet_of

pytestmark = pytest.mark.django_db
QUERIES = 15


def theirs_of(procedure, noise):
    slug = procedure.slug
    return [
        reverse("developer-arguments", args=[slug]),
        reverse("developer-argument", args=[slug, noise.number]),
        reverse("developer-submit", args=[slug]),
        reverse("developer-sheet", args=[slug, 1]),
    ]


def ours_of(procedure):
    slug = procedure.slug
    return [
        reverse("handovers", args=[slug]),
        reverse("handover", args=[slug, 1]),
        reverse("handover-letters", args=[slug, 1]),
        reverse("handover-sheet", args=[slug, 1]),
    ]


def text_of(response):
    return response.content.decode()


# Who may open them


def test_everyone_must_log_in(client, procedure, handed, noise):
    start = reverse("developer-start")
    for page in [start, *theirs_of(procedure, noise), *ours_of(procedure)]:
        response = client.get(page)
        assert response.status_code == 302
        assert reverse("account_login") in response.url


def test_the_developer_opens_their_pages_only_after_the_hand_over(theirs, procedure, noise, kites):
    for page in theirs_of(procedure, noise):
        assert theirs.get(page).status_code == 404, page
    assert theirs.get(reverse("synopsis", args=[procedure.slug])).status_code == 403
    hand_over(procedure=procedure, by=BY)
    for page in theirs_of(procedure, noise):
        assert theirs.get(page).status_code == 200, page
    assert theirs.get(reverse("synopsis", args=[procedure.slug])).status_code == 200


def test_the_developer_opens_no_page_of_the_authority(theirs, procedure, handed, noise):
    inside = [reverse(name, args=[procedure.slug]) for name in ("inbox", "ledger", "arguments")]
    letter = noise.segments.first().statement
    inside.append(reverse("reader", args=[procedure.slug, letter.code]))
    for page in [*ours_of(procedure), *inside]:
        assert theirs.get(page).status_code == 403, page
    for name in ("hand-over", "handover-returned"):
        assert theirs.post(reverse(name, args=[procedure.slug])).status_code == 403
    assert theirs.post(reverse("adopt", args=[procedure.slug, noise.number])).status_code == 403


def test_the_developer_of_another_scheme_finds_nothing(client, procedure, handed, noise):
    other = ProcedureFactory()
    client.force_login(UserFactory(roles=[Role.DEVELOPER], on_team=other))
    for page in theirs_of(procedure, noise):
        assert client.get(page).status_code == 404, page
    assert procedure.title not in text_of(client.get(reverse("developer-start")))


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.STEERING_MEMBER, Role.EXPERT])
def test_others_on_the_team_do_not_open_the_developers_pages(
    client, procedure, handed, noise, role
):
    client.force_login(UserFactory(roles=[role], on_team=procedure))
    for page in theirs_of(procedure, noise):
        assert client.get(page).status_code == 404, page
    assert client.get(reverse("developer-start")).status_code == 403


def test_an_expert_reads_comments_and_hands_nothing_over(client, procedure, handed, noise):
    client.force_login(UserFactory(roles=[Role.EXPERT], on_team=procedure))
    for page in ours_of(procedure):
        assert client.get(page).status_code == 200, page
    assert client.post(reverse("hand-over", args=[procedure.slug])).status_code == 403
    assert client.post(reverse("handover-returned", args=[procedure.slug])).status_code == 403


def test_a_hidden_scheme_shows_the_developer_theirs(client, noise):
    hidden = ProcedureFactory(scheme=SchemeFactory(is_public=False))
    point = make_point(hidden, PersonFactory())
    hand_over(procedure=hidden, by=BY)
    client.force_login(UserFactory(roles=[Role.DEVELOPER], on_team=hidden))
    for page in theirs_of(hidden, point.segment.argument):
        assert client.get(page).status_code == 200, page


# The developer


def test_after_signing_in_each_lands_at_their_work(client, procedure, developer, worker):
    for user, page in ((developer, "developer-start"), (worker, "workbench")):
        from allauth.account.models import EmailAddress

        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        data = {"login": user.email, "password": PASSWORD}
        response = client.post(reverse("account_login"), data)
        assert response.url == reverse(page)
        client.logout()


def test_nobody_is_named_on_any_page_of_the_developer(theirs, procedure, secrets):
    hand_over(procedure=procedure, by=BY)
    argument = procedure.arguments.get()
    for page in theirs_of(procedure, argument)[:3]:
        shown = text_of(theirs.get(page))
        assert [secret for secret in secrets if secret in shown] == [], page
    assert "Lärm" in text_of(theirs.get(theirs_of(procedure, argument)[1]))


def test_no_passage_tied_after_the_hand_over_is_shown(theirs, procedure, handed, noise):
    late = make_point(procedure, PersonFactory(), noise)
    code = late.statement.code
    assert code not in text_of(theirs.get(theirs_of(procedure, noise)[1]))
    synopsis = text_of(theirs.get(reverse("synopsis", args=[procedure.slug])))
    assert late.statement.person.code not in synopsis
    hand_over(procedure=procedure, by=BY)
    assert code in text_of(theirs.get(theirs_of(procedure, noise)[1]))


def test_a_comment_is_saved_then_submitted(theirs, procedure, handed, noise):
    page = theirs_of(procedure, noise)[1]
    theirs.post(page, {"text": "Wir drosseln.", "after": 0, "save": ""})
    assert Comment.objects.get(argument=noise).submitted is None
    assert "Wir drosseln." in text_of(
        theirs.get(reverse("developer-submit", args=[procedure.slug]))
    )
    theirs.post(reverse("developer-submit", args=[procedure.slug]))
    assert Comment.objects.get(argument=noise).submitted.text == "Wir drosseln."
    theirs.post(page, {"text": "Wir drosseln stark.", "after": 1, "submit": ""})
    assert Comment.objects.get(argument=noise).submitted.text == "Wir drosseln stark."


def test_the_slower_colleague_gets_both_texts_back(theirs, procedure, handed, noise):
    save_comment(argument=noise, text="Von der Kollegin.", by=UserFactory())
    page = theirs_of(procedure, noise)[1]
    response = theirs.post(page, {"text": "Von mir.", "after": 0, "save": ""})
    assert response.status_code == 422
    assert "Von der Kollegin." in text_of(response)
    assert "Von mir." in text_of(response)
    assert 'name="after" value="1"' in text_of(response)


def test_arguments_are_narrowed_by_state_hand_over_and_words(
    theirs, procedure, handed, noise, kites, developer
):
    save_comment(argument=noise, text="Wir drosseln.", by=developer)
    address = theirs_of(procedure, noise)[0]

    def found(**query):
        rows = theirs.get(address, query).context["rows"]
        return [row["handed"].number for row in rows]

    assert found() == [noise.number, kites.number]
    assert found(state="open") == [kites.number]
    assert found(state="saved") == [noise.number]
    assert found(state="submitted") == []
    submit(procedure=procedure, by=developer)
    assert found(state="submitted") == [noise.number]
    assert found(q="rotmilan") == [kites.number]
    assert found(q=str(noise.number)) == [noise.number]
    assert found(hand_over="1", q="lärm") == [noise.number]
    assert theirs.get(address, HTTP_HX_REQUEST="true").status_code == 200


def test_after_the_weighing_the_developer_reads_and_does_not_write(
    theirs, procedure, handed, noise
):
    procedure.weighing_closed_at = timezone.now()
    procedure.save()
    list_page, page, submit_page, _sheet = theirs_of(procedure, noise)
    assert theirs.get(list_page).status_code == 200
    assert "<textarea" not in text_of(theirs.get(page))
    assert theirs.post(page, {"text": "Zu spät.", "after": 0}).status_code == 403
    assert theirs.post(submit_page).status_code == 403


def test_a_sheet_is_uploaded_looked_through_and_taken_over(theirs, procedure, handed, noise):
    content = filled(sheet_of(handed), {noise.number: "Aus der Tabelle."})
    upload = SimpleUploadedFile("uebergabe.xlsx", content)
    response = theirs.post(reverse("developer-returned", args=[procedure.slug]), {"file": upload})
    assert "Aus der Tabelle." in text_of(theirs.get(response.url))
    assert not Comment.objects.exists()
    theirs.post(response.url, {"at_once": "on"})
    assert Comment.objects.get(argument=noise).submitted.text == "Aus der Tabelle."


def test_a_wrong_file_is_refused_with_a_sentence(theirs, procedure, handed):
    upload = SimpleUploadedFile("brief.xlsx", b"kein Blatt")
    address = reverse("developer-returned", args=[procedure.slug])
    response = theirs.post(address, {"file": upload}, follow=True)
    assert response.status_code == 200
    assert list(response.context["messages"])


# The authority


def test_the_authority_hands_over_with_a_due_day_and_a_note(
    ours, procedure, noise, django_capture_on_commit_callbacks
):
    due = timezone.localdate() + timezone.timedelta(days=30)
    data = {"reply_due": due.isoformat(), "note": "Bitte zu Nr. 1 zuerst."}
    with django_capture_on_commit_callbacks(execute=True):
        response = ours.post(reverse("hand-over", args=[procedure.slug]), data)
    made = HandOver.objects.get()
    assert (made.reply_due, made.note) == (due, "Bitte zu Nr. 1 zuerst.")
    one = ours.get(reverse("handover", args=[procedure.slug, 1]))
    assert f"SHA-256 {made.sha256}" in text_of(one)
    assert response.url == reverse("handovers", args=[procedure.slug])


def test_nothing_new_is_said_in_a_sentence(
    ours, procedure, handed, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        response = ours.post(reverse("hand-over", args=[procedure.slug]))
    assert HandOver.objects.count() == 1
    assert "Nr. 1" in text_of(ours.get(response.url)).split("<main")[1].split("<table")[0]


def test_a_due_day_that_is_over_is_a_slip(ours, procedure, noise):
    response = ours.post(reverse("hand-over", args=[procedure.slug]), {"reply_due": "2020-01-01"})
    assert response.status_code == 422
    assert not HandOver.objects.exists()


def test_code_numbers_are_a_file(ours, procedure, handed, noise):
    response = ours.get(reverse("handover-letters", args=[procedure.slug, 1]))
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 4
    assert noise.segments.first().statement.code in "".join(lines)


def test_the_comment_stands_beside_the_argument_and_becomes_a_draft(
    ours, procedure, handed, noise, developer
):
    page = reverse("argument", args=[procedure.slug, noise.number])
    save_comment(argument=noise, text="Wir drosseln nachts.", by=developer)
    assert "Wir drosseln nachts." not in text_of(ours.get(page))
    submit(procedure=procedure, by=developer)
    assert "Wir drosseln nachts." in text_of(ours.get(page))
    response = ours.post(reverse("adopt", args=[procedure.slug, noise.number]))
    shown = ours.get(response.url)
    assert "Wir drosseln nachts." in shown.context["answer_form"].initial["text"]
    noise.refresh_from_db()
    assert noise.current_answer is None
    assert "Wir drosseln nachts." in text_of(ours.get(reverse("synopsis", args=[procedure.slug])))


def test_a_comment_of_a_former_state_says_so(ours, procedure, handed, noise, developer):
    save_comment(argument=noise, text="Wir drosseln.", by=developer)
    submit(procedure=procedure, by=developer)
    page = reverse("argument", args=[procedure.slug, noise.number])
    assert ours.get(page).context["panels"][0].context["is_stale"] is False
    make_point(procedure, PersonFactory(), noise)
    hand_over(procedure=procedure, by=BY)
    assert ours.get(page).context["panels"][0].context["is_stale"] is True


def test_a_sheet_that_reached_the_authority_counts_as_submitted(ours, procedure, handed, noise):
    upload = SimpleUploadedFile("u.xlsx", filled(sheet_of(handed), {noise.number: "Per Post."}))
    response = ours.post(reverse("handover-returned", args=[procedure.slug]), {"file": upload})
    ours.post(response.url)
    assert Comment.objects.get(argument=noise).submitted.text == "Per Post."


# Few queries


def test_no_page_needs_many_queries(
    theirs, procedure, handed, noise, django_assert_max_num_queries
):
    for _number in range(10):
        make_point(procedure, PersonFactory())
    hand_over(procedure=procedure, by=BY)
    for page in [reverse("developer-start"), *theirs_of(procedure, noise)[:3]]:
        with django_assert_max_num_queries(QUERIES):
            assert theirs.get(page).status_code == 200


def test_no_page_of_the_authority_needs_many_queries(
    ours, procedure, handed, django_assert_max_num_queries
):
    for page in ours_of(procedure)[:2]:
        with django_assert_max_num_queries(QUERIES):
            assert ours.get(page).status_code == 200
