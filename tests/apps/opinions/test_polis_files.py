"""Conversations of Polis in and out."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.opinions.models import (
    EarlierVote,
    OpinionStatement,
    PolisImport,
    Vote,
    Voter,
)
from dialogwerk.apps.opinions.services import exports, imports
from dialogwerk.apps.opinions.services.matrix import matrix_of
from dialogwerk.cores.opinions.polis_files import read_comments, read_participants_votes, read_votes
from tests.factories import OpinionRoundFactory, ProcessMemberFactory, VoteFactory

PARTICIPANTS = """\
participant,group-id,n-comments,n-votes,n-agree,n-disagree,0,1,5
17,0,0,3,2,1,1,1,-1
3,1,0,2,0,1,-1,,0
44,,0,0,0,0,,,
"""
COMMENTS = """\
timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body
1449000000000,x,0,3,1,1,1,Mehr Bäume auf den Platz
1449000000001,x,1,17,1,0,0,"Bänke, und zwar viele"
1449000000002,x,5,17,0,1,-1,Wer dagegen ist soll wegziehen
"""


def upload(name, text):
    return SimpleUploadedFile(name, text.encode())


@pytest.fixture
def round_(db):
    return OpinionRoundFactory()


@pytest.fixture
def lead(round_):
    return ProcessMemberFactory(process=round_.process).user


def address(name, one, *more):
    return reverse(name, args=[one.process.slug, one.slug, *more])


def send(client, one, votes=PARTICIPANTS, comments=COMMENTS):
    files = {
        "votes": upload("participants-votes.csv", votes),
        "comments": upload("comments.csv", comments),
    }
    return client.post(address("opinion-import", one), files)


def take_over(client, one, capture, **files):
    response = send(client, one, **files)
    assert response.status_code == 302, response.context["form"].errors
    with capture(execute=True):
        client.post(response.url)
    return client.get(response.url)


def test_files_are_looked_through_before_anything_is_written(round_, lead, client):
    client.force_login(lead)
    response = client.get(send(client, round_).url)
    assert response.context["summary"]["new_statements"] == 3
    assert response.context["summary"]["new_participants"] == 3
    assert response.context["summary"]["votes"] == 5
    assert not OpinionStatement.objects.exists()
    assert not Voter.objects.exists()


def test_a_conversation_is_taken_over_once(
    round_, lead, client, django_capture_on_commit_callbacks
):
    client.force_login(lead)
    page = take_over(client, round_, django_capture_on_commit_callbacks)
    assert "Hinzugekommen: 3 Aussagen, 3 Teilnehmende, 5 Stimmen" in " ".join(page.text.split())
    states = dict(round_.opinion_statements.values_list("number", "state"))
    assert states == {0: "public", 1: "held", 5: "refused"}
    assert Vote.objects.count() == 5
    assert JournalEntry.objects.filter(action="opinion_votes.imported").count() == 1

    page = take_over(client, round_, django_capture_on_commit_callbacks)
    assert "Hinzugekommen: 0 Aussagen, 0 Teilnehmende, 0 Stimmen" in " ".join(page.text.split())
    assert (Voter.objects.count(), Vote.objects.count()) == (3, 5)
    assert JournalEntry.objects.filter(action="opinion_votes.imported").count() == 1


def test_a_vote_that_differs_replaces_the_one_before_which_is_kept(
    round_, lead, client, django_capture_on_commit_callbacks
):
    client.force_login(lead)
    take_over(client, round_, django_capture_on_commit_callbacks)
    changed = PARTICIPANTS.replace("17,0,0,3,2,1,1,1,-1", "17,0,0,3,2,1,-1,1,-1")
    take_over(client, round_, django_capture_on_commit_callbacks, votes=changed)
    assert Vote.objects.get(voter__origin="polis:17", statement__number=0).value == -1
    assert EarlierVote.objects.get().value == 1


def test_numbers_in_use_are_left_to_who_has_them(
    round_, lead, client, django_capture_on_commit_callbacks
):
    mine = OpinionStatement.objects.create(round=round_, number=1, text="Eine eigene.", by="x")
    client.force_login(lead)
    take_over(client, round_, django_capture_on_commit_callbacks)
    mine.refresh_from_db()
    assert mine.text == "Eine eigene."
    found = dict(
        round_.opinion_statements.exclude(pk=mine.pk).values_list("external_number", "number")
    )
    assert found[0] == 0
    assert found[5] == 5
    assert found[1] not in (0, 1, 5)


@pytest.mark.parametrize(
    ("votes", "comments", "said"),
    [
        (PARTICIPANTS.replace(",,0\n", ",,7\n"), COMMENTS, "Zeile 3, Spalte „5“"),
        (PARTICIPANTS.replace("44,", ","), COMMENTS, "Zeile 4, Spalte „participant“"),
        ("a,b\n1,2\n", COMMENTS, "participants-votes.csv"),
        (PARTICIPANTS, COMMENTS.replace(",-1,Wer", ",x,Wer"), "Zeile 4, Spalte „moderated“"),
        (PARTICIPANTS, COMMENTS.replace("Mehr Bäume auf den Platz", " "), "comment-body"),
        (PARTICIPANTS, "\n".join(COMMENTS.splitlines()[:3]), "5"),
        (PARTICIPANTS, COMMENTS.replace(",x,5,", ",x,1,"), "zweimal"),
        ("", "", "comments.csv"),
    ],
)
def test_what_is_wrong_is_said_with_row_and_column(round_, lead, client, votes, comments, said):
    client.force_login(lead)
    response = send(client, round_, votes, comments)
    assert response.status_code == 422
    text = " ".join(response.text.split())
    assert 'role="alert"' in text or "data-error-summary" in text
    assert said in text or not votes
    assert not PolisImport.objects.exists()


def test_a_file_that_is_no_text_is_refused(round_, lead, client):
    client.force_login(lead)
    response = client.post(
        address("opinion-import", round_),
        {
            "votes": SimpleUploadedFile("participants-votes.csv", b"\xff\xfe\x00\x81" * 50),
            "comments": upload("comments.csv", COMMENTS),
        },
    )
    assert response.status_code == 422


def test_only_who_runs_the_dialogue_takes_conversations_over(round_, client):
    moderator = ProcessMemberFactory(process=round_.process, role="moderator").user
    client.force_login(moderator)
    assert send(client, round_).status_code == 403


def written(one, name, folder, *, everything=False):
    path = folder / name
    exports.write(exports.exported(one, everything=everything), name, path)
    return path


def test_what_was_taken_over_goes_out_as_it_came(
    round_, lead, client, django_capture_on_commit_callbacks, tmp_path
):
    client.force_login(lead)
    take_over(client, round_, django_capture_on_commit_callbacks)
    whole = written(round_, "participants-votes.csv", tmp_path, everything=True)
    read = read_participants_votes(whole)
    assert read.statements == (0, 1, 5)
    assert read.votes.value.tolist() == [1, 1, -1, -1, 0]
    said = read_comments(written(round_, "comments.csv", tmp_path, everything=True))
    assert [(one.number, one.moderated) for one in said] == [(0, 1), (1, 0), (5, -1)]
    assert said[1].body == "Bänke, und zwar viele"


def test_the_public_files_hold_public_statements_only(
    round_, lead, client, django_capture_on_commit_callbacks, tmp_path
):
    client.force_login(lead)
    take_over(client, round_, django_capture_on_commit_callbacks)
    client.logout()
    table = client.get(address("opinion-file", round_, "participants-votes.csv"))
    rows = list(csv.reader(io.StringIO(table.getvalue().decode())))
    assert rows[0][6:] == ["0"]
    votes = client.get(address("opinion-file", round_, "votes.csv")).getvalue().decode()
    assert len(votes.splitlines()) == 3
    comments = client.get(address("opinion-file", round_, "comments.csv")).getvalue().decode()
    assert "wegziehen" not in comments
    assert "Bänke" not in comments


def test_an_export_goes_into_another_round_with_the_same_votes(rehearsed, tmp_path):
    for name in exports.NAMES:
        written(rehearsed, name, tmp_path)
    other = OpinionRoundFactory()
    for votes in ("participants-votes.csv", "votes.csv"):
        files = imports.read(tmp_path / votes, tmp_path / "comments.csv")
        imports.take_over(format=other, files=files, by="user:1", now=timezone.now())
    first, second = matrix_of(rehearsed), matrix_of(other)
    assert (first.votes.statement == second.votes.statement).all()
    assert (first.votes.value == second.votes.value).all()
    assert (first.rejected == second.rejected).all()


def test_both_files_of_votes_say_the_same(rehearsed, tmp_path):
    one = read_participants_votes(written(rehearsed, "participants-votes.csv", tmp_path))
    other = read_votes(written(rehearsed, "votes.csv", tmp_path))
    assert one.votes.value.tolist() == other.votes.value.tolist()


def test_real_conversations_of_polis_are_read(real_data, round_):
    found = sorted(real_data.rglob("participants-votes.csv"))
    if not found:
        pytest.skip("no conversation of Polis among the real data")
    smallest = min(found, key=lambda path: path.stat().st_size)
    files = imports.read(smallest, smallest.with_name("comments.csv"))
    done = imports.take_over(format=round_, files=files, by="user:1", now=timezone.now())
    assert done["votes"] == len(files.conversation.votes.value)
    again = imports.take_over(format=round_, files=files, by="user:1", now=timezone.now())
    assert not any(again.values())


def test_voters_keep_their_numbers_when_more_come(round_):
    first = VoteFactory(statement__round=round_, statement__number=1)
    before = matrix_of(round_).numbers.tolist()
    VoteFactory(statement=first.statement)
    VoteFactory(statement=first.statement)
    assert before == [1]
    assert matrix_of(round_).numbers.tolist() == [1, 2, 3]
    first.voter.refresh_from_db()
    assert first.voter.number == 1
