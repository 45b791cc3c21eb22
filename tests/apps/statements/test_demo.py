"""The rehearsed procedure holds what its start page promises."""

from datetime import UTC, datetime, timedelta

import pytest

from dialogwerk.apps.base.audit import verify
from dialogwerk.apps.statements.demo import DEMO_ACCOUNTS, seed
from dialogwerk.apps.statements.demo.letters import Times, points_in, rehearsed_letters
from dialogwerk.apps.statements.models import AnswerVersion, Dispatch

pytestmark = pytest.mark.django_db


@pytest.fixture
def procedure():
    return seed(letters=250, say=lambda _sentence: None)


def test_there_is_work_of_every_kind_left_and_done(procedure):
    letters = procedure.statements
    assert letters.count() == 250 + 63
    assert {one.title for one in procedure.campaigns.by_weight()[:4]} >= {
        "Bürgerinitiative Ruhige Heide",
        "Naturschutzverein Hohes Holz",
        "Heide für Klimaschutz",
    }
    assert letters.unread().exists()
    assert letters.read().exists()
    assert letters.late().exists()
    assert letters.own_words_open().exists()
    assert procedure.signature_lists.get().statements.count() == 63
    assert procedure.arguments.answered().exists()
    assert procedure.arguments.unanswered().exists()
    assert procedure.replies.sent().exists()
    assert Dispatch.objects.filter(state=Dispatch.State.RETURNED).count() == 1
    assert procedure.hand_overs.get().arguments_new > 2
    assert procedure.developer_comments.submitted().count() == 2
    assert procedure.developer_comments.waiting().count() == 1


def test_answers_know_how_many_people_they_concern(procedure):
    answered = AnswerVersion.objects.filter(argument__title="Lärm der Anlagen in der Nacht")
    assert answered.get().people_concerned > 50


def test_its_journal_is_intact_and_a_second_one_is_refused(procedure):
    assert verify().is_intact
    with pytest.raises(ValueError, match="--fresh"):
        seed(letters=1, say=lambda _sentence: None)


def test_the_same_number_makes_the_same_letters():
    start = datetime(2026, 3, 2, 8, tzinfo=UTC)
    times = Times(start=start, end=start + timedelta(days=60))

    def texts(seed):
        return [one.text for one in rehearsed_letters(30, times=times, seed=seed)]

    assert texts(4) == texts(4) != texts(5)


def test_points_are_found_where_they_stand(procedure):
    text = "Vorab: Ein unabhängiges Gutachten liegt den Unterlagen nicht bei. Danke."
    ((start, end, key),) = points_in(text)
    assert (text[start:end], key) == (text[7:65], "brunnen")


def test_every_account_can_log_in(client, procedure):
    for account in DEMO_ACCOUNTS:
        fields = {"login": account["email"], "password": account["password"]}
        response = client.post("/konto/login/", fields)
        assert response.status_code == 302, account
        client.post("/konto/logout/")
