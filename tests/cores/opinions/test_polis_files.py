"""Files of Polis, read and written."""

import pytest

from dialogwerk.cores.opinions.errors import UnreadableVotes
from dialogwerk.cores.opinions.polis_files import (
    read_comments,
    read_participants_votes,
    read_votes,
    rejected_of,
)
from dialogwerk.cores.opinions.polis_writing import (
    write_comments,
    write_participants_votes,
    write_votes,
)

TABLE = """participant,group-id,n-comments,n-votes,n-agree,n-disagree,3,7
a,1,0,2,1,1,1,-1
b,,0,1,0,0,,0
"""
COMMENTS = """timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body
1650000000000,,3,a,1,0,1,Mehr Bäume
1650000000001,,7,b,0,1,-1,"Weniger, ""nein"" sagt sie"
"""


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "participants-votes.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_votes_names_and_stated_groups_are_read(table):
    found = read_participants_votes(table)
    assert found.participants == ("a", "b")
    assert found.statements == (3, 7)
    assert found.groups == ("1", "")
    assert found.votes.value.tolist() == [1, -1, 0]
    assert found.votes.statement.tolist() == [0, 1, 1]


def test_what_moderation_rejected_is_marked(table, tmp_path):
    path = tmp_path / "comments.csv"
    path.write_text(COMMENTS, encoding="utf-8")
    comments = read_comments(path)
    assert comments[1].body == 'Weniger, "nein" sagt sie'
    assert rejected_of(read_participants_votes(table), comments).tolist() == [False, True]


def test_reading_back_what_was_written_changes_nothing(table, tmp_path):
    found = read_participants_votes(table)
    write_participants_votes(tmp_path / "again.csv", found)
    write_votes(tmp_path / "votes.csv", found)
    again, listed = (
        read_participants_votes(tmp_path / "again.csv"),
        read_votes(tmp_path / "votes.csv"),
    )
    assert again.groups == found.groups
    for other in (again, listed):
        assert other.participants == found.participants
        assert other.statements == found.statements
        assert other.votes.value.tolist() == found.votes.value.tolist()
        assert other.votes.starts.tolist() == found.votes.starts.tolist()


def test_comments_are_written_with_their_votes_and_read_back(table, tmp_path):
    (tmp_path / "one.csv").write_text(COMMENTS, encoding="utf-8")
    comments = read_comments(tmp_path / "one.csv")
    write_comments(tmp_path / "two.csv", read_participants_votes(table), comments)
    assert read_comments(tmp_path / "two.csv") == comments
    assert ",3,a,1,0,1,f,Mehr Bäume" in (tmp_path / "two.csv").read_text(encoding="utf-8")


def test_the_later_vote_counts_wherever_it_stands_in_the_file(tmp_path):
    path = tmp_path / "votes.csv"
    path.write_text("timestamp,comment-id,voter-id,vote\n20,1,a,1\n10,1,a,-1\n", encoding="utf-8")
    assert read_votes(path).votes.value.tolist() == [1]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("who,1\na,1\n", "no column “participant”"),
        ("participant,n-votes\na,1\n", "number of a statement"),
        ("participant,1,1\na,1,1\n", "“1” twice"),
        ("participant,1\na,1\nb,ja\n", "Row 3, field “1”: “ja” is no vote"),
        ("participant,1\na\n", "Row 2: 1 values for 2 columns"),
        ("participant,1\n,1\n", "Row 2, field “participant”: the participant is missing"),
        ("participant,1\na,1\na,0\n", "Row 3, field “participant”: “a” has a row already"),
        ("", "no column “participant”"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_with_row_and_field(text, message, tmp_path):
    path = tmp_path / "wrong.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableVotes, match=message):
        read_participants_votes(path)
