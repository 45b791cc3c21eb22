"""The map, the results and the workbench as people see them."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.dialogues.models import ProcessMember
from dialogwerk.apps.opinions.demo import STATEMENTS
from dialogwerk.apps.opinions.errors import NothingToCount
from dialogwerk.apps.opinions.models import (
    OpinionMap,
    OpinionStatement,
    StatementAppeal,
    StatementState,
    Vote,
    Voter,
)
from dialogwerk.apps.opinions.services.maps import compute_map
from dialogwerk.apps.opinions.services.places import place_of, unpacked
from dialogwerk.apps.opinions.services.voting import Ballot
from dialogwerk.apps.opinions.wording import group_name
from tests.factories import (
    OpinionRoundFactory,
    OpinionStatementFactory,
    ProcessMemberFactory,
    UserFactory,
    VoteFactory,
    VoterFactory,
)


def address(name, one, *more):
    return reverse(name, args=[one.process.slug, one.slug, *more])


def words(response):
    return " ".join(response.text.split())


def vote_like_the_first_group(client, one, count):
    """Agree where they mostly agree, from the public form."""
    shares = [shares[0] for shares in STATEMENTS.values()]
    for number, share in list(enumerate(shares, start=1))[:count]:
        data = {"statement": number, "value": 1 if share > 0.5 else -1}
        client.post(address("opinion-vote", one), data)


def group_of_the_first(one):
    """Letter of the group to which most of the first 24 people belong."""
    first = Voter.objects.filter(origin__in=[f"demo:{n}" for n in range(24)])
    places = unpacked(OpinionMap.objects.get(round=one).places)
    groups = [int(places.group[places.row(pk)]) for pk in first.values_list("pk", flat=True)]
    return group_name(max(groups, key=groups.count))


def test_the_map_says_in_tables_what_it_shows(rehearsed, client):
    response = client.get(address("opinion-map", rehearsed))
    text = words(response)
    assert response.text.count('class="opinion-hull') == 3
    for said in ("Gruppe A", "Gruppe B", "Gruppe C", "Was verbindet", "Was trennt", "Stabilität"):
        assert said in text
    assert "fließt nicht in die förmliche Abwägung" in text
    assert "haben sich selbst ausgesucht" in text


def test_every_sentence_of_a_portrait_names_its_statement_by_number(rehearsed, client):
    read = client.get(address("opinion-map", rehearsed)).context["map"]
    texts = dict(rehearsed.opinion_statements.values_list("number", "text"))
    sentences = [one for group in read.groups for one in group.portrait]
    assert len(sentences) > 6
    for one in sentences:
        (number,) = one.statements
        assert f"„{texts[number]}“ [{number}]" in one.german


def test_whoever_has_voted_enough_sees_where_they_stand(rehearsed, client):
    vote_like_the_first_group(client, rehearsed, 6)
    before = client.get(address("opinion-map", rehearsed))
    assert before.context["own"] is None
    assert "sobald Sie über 7 Aussagen" in words(before)
    vote_like_the_first_group(client, rehearsed, 18)
    page = client.get(address("opinion-map", rehearsed))
    assert page.context["own_group"] == group_of_the_first(rehearsed)
    assert "opinion-own-place" in page.text


def test_the_own_place_is_the_same_when_the_map_is_computed_with_it(rehearsed, client):
    """The axes move a little when somebody joins; the place hardly does."""
    vote_like_the_first_group(client, rehearsed, 18)
    live = client.get(address("opinion-map", rehearsed)).context["own"]
    compute_map(round=rehearsed, now=timezone.now(), by="system:test")
    computed = client.get(address("opinion-map", rehearsed)).context["own"]
    assert computed.group == live.group
    assert abs(computed.x - live.x) + abs(computed.y - live.y) < 0.5


def test_a_place_by_single_votes_is_the_place_on_the_map(rehearsed):
    """For everybody on the map: what one is told alone is what was computed for all."""
    stored = OpinionMap.objects.get(round=rehearsed)
    places = unpacked(stored.places)
    numbers = dict(rehearsed.opinion_statements.values_list("pk", "number"))
    for row, voter in enumerate(places.voters.tolist()):
        votes = dict(Vote.objects.filter(voter=voter).values_list("statement_id", "value"))
        found = place_of(stored, Ballot(voter, votes), numbers)
        assert (found is None) == (places.group[row] < 0)
        if found:
            assert found.x == pytest.approx(places.position[row][0], abs=1e-3)
            assert found.y == pytest.approx(places.position[row][1], abs=1e-3)


def test_where_there_are_no_groups_the_page_says_so(client, db):
    one = OpinionRoundFactory()
    statements = [OpinionStatementFactory(round=one, number=n) for n in range(1, 9)]
    for voter in VoterFactory.create_batch(12, round=one):
        for statement in statements:
            VoteFactory(statement=statement, voter=voter, value=1)
    compute_map(round=one, now=timezone.now(), by="system:test")
    text = words(client.get(address("opinion-map", one)))
    assert "Keine Gruppen" in text
    assert "quer durcheinander" in text


def test_of_few_people_no_positions_are_shown(client, db):
    one = OpinionRoundFactory()
    statement = OpinionStatementFactory(round=one, number=1)
    for value in (1, -1, 1):
        VoteFactory(statement=statement, value=value)
    stored = compute_map(round=one, now=timezone.now(), by="system:test")
    assert stored.result["points"] == []
    page = client.get(address("opinion-map", one))
    assert "<svg" not in page.text.partition("<main")[2]
    assert "sobald zehn Menschen" in words(page)


def test_groups_below_the_smallest_are_shown_nowhere(rehearsed, client):
    smallest = OpinionMap.objects.get().result["groups"][-1]["size"]
    rehearsed.settings = {**rehearsed.settings, "smallest_group": smallest + 1}
    rehearsed.save()
    stored = compute_map(round=rehearsed, now=timezone.now(), by="system:test")
    assert stored.result["too_small"] > 0
    assert len(stored.result["groups"]) == stored.result["shown"] < 3
    table = client.get(address("opinion-file", rehearsed, "participants-votes.csv"))
    groups = [line.split(",")[1] for line in table.getvalue().decode().splitlines()[1:]]
    assert groups.count("") >= stored.result["too_small"]
    assert set(groups) - {""} == {str(n) for n in range(stored.result["shown"])}


def test_without_votes_there_is_no_map_and_nothing_breaks(client, db):
    one = OpinionRoundFactory()
    for number in (1, 2):
        for name in ("opinions", "my-votes", "opinion-map", "opinion-report", "opinion-json"):
            assert client.get(address(name, one)).status_code == 200
        for name in ("comments.csv", "votes.csv", "participants-votes.csv"):
            assert client.get(address("opinion-file", one, name)).getvalue()
        with pytest.raises(NothingToCount):
            compute_map(round=one, now=timezone.now(), by="system:test")
        OpinionStatementFactory(round=one, number=number)


def test_the_report_counts_every_public_statement(rehearsed, client):
    rows = client.get(address("opinion-report", rehearsed)).context["rows"]
    assert len(rows) == 18
    first = rows[0]
    assert first.agrees == Vote.objects.filter(statement__number=1, value=1).count()
    assert first.agreeing.low < first.agreeing.value < first.agreeing.high
    assert len(first.groups) == 3
    most = client.get(address("opinion-report", rehearsed) + "?nach=agree").context["rows"]
    values = [row.agreeing.value for row in most]
    assert values == sorted(values, reverse=True)


def test_what_is_taken_out_later_is_quoted_nowhere(rehearsed, client):
    one = rehearsed.opinion_statements.get(number=1)
    one.state, one.reason = StatementState.REFUSED, "Test"
    one.save()
    for name in ("opinions", "opinion-map", "opinion-report", "opinion-json"):
        assert one.text not in client.get(address(name, rehearsed)).text
    for name in ("comments.csv", "votes.csv", "participants-votes.csv"):
        content = client.get(address("opinion-file", rehearsed, name)).getvalue().decode()
        assert one.text not in content


def test_the_files_name_people_by_number_only(rehearsed, client):
    client.post(address("opinion-vote", rehearsed), {"statement": 1, "value": 1})
    cookie = client.cookies["voter"].value
    hashes = [one for one in Voter.objects.values_list("token_hash", flat=True) if one]
    assert hashes
    for name in ("comments.csv", "votes.csv", "participants-votes.csv"):
        content = client.get(address("opinion-file", rehearsed, name)).getvalue().decode()
        for secret in (*hashes, cookie, cookie.split(":")[0], "demo:"):
            assert secret not in content
    rows = content.splitlines()
    assert [row.split(",")[0] for row in rows[1:]] == [str(n) for n in range(1, 64)]


def test_the_json_is_one_document_with_the_map(rehearsed, client):
    found = json.loads(client.get(address("opinion-json", rehearsed)).content)
    assert len(found["statements"]) == 18
    assert found["map"]["shown"] == 3
    assert found["map"]["votes"] == Vote.objects.count() - 0


def test_an_unknown_file_is_not_there(rehearsed, client):
    assert client.get(address("opinion-file", rehearsed, "secrets.csv")).status_code == 404


def test_own_statements_come_after_some_votes_and_wait_for_moderation(rehearsed, client, lead):
    data = {"text": "Am Dorfteich soll eine Ladesäule stehen."}
    assert client.post(address("opinion-add", rehearsed), data).status_code == 409
    vote_like_the_first_group(client, rehearsed, 3)
    response = client.post(address("opinion-add", rehearsed), data, follow=True)
    assert "sobald jemand sie angesehen hat" in words(response)
    made = OpinionStatement.objects.get(text=data["text"])
    assert (made.state, made.author.votes.count()) == (StatementState.HELD, 4)
    mine = client.get(address("my-votes", rehearsed))
    assert data["text"] in mine.text

    client.force_login(lead)
    desk = client.get(address("opinion-desk", rehearsed))
    assert data["text"] in desk.text
    deed = address("opinion-decide", rehearsed, made.number)
    client.post(deed, {"deed": "approve"})
    made.refresh_from_db()
    assert made.state == StatementState.PUBLIC
    assert client.post(deed, {"deed": "refuse"}).status_code == 422
    client.post(deed, {"deed": "refuse", f"s{made.number}-reason": "Gehört nicht hierher."})
    client.logout()


def test_a_refused_author_reads_the_reason(rehearsed, client, lead):
    vote_like_the_first_group(client, rehearsed, 3)
    text = "Am Dorfteich soll eine Ladesäule stehen."
    client.post(address("opinion-add", rehearsed), {"text": text})
    made = OpinionStatement.objects.get(text=text)
    staff = Client()
    staff.force_login(lead)
    staff.post(
        address("opinion-decide", rehearsed, made.number),
        {"deed": "refuse", f"s{made.number}-reason": "Gehört nicht hierher."},
    )
    assert "Gehört nicht hierher." in client.get(address("my-votes", rehearsed)).text
    assert text not in client.get(address("opinion-report", rehearsed)).text


@pytest.fixture
def refused(rehearsed, client, lead):
    """A statement of this browser that the lead does not show."""
    vote_like_the_first_group(client, rehearsed, 3)
    text = "Am Dorfteich soll eine Ladesäule stehen."
    client.post(address("opinion-add", rehearsed), {"text": text})
    made = OpinionStatement.objects.get(text=text)
    decide(rehearsed, made, lead, "refuse")
    return made


def decide(rehearsed, statement, by, deed):
    staff = Client()
    staff.force_login(by)
    data = {"deed": deed, f"s{statement.number}-reason": "Gehört nicht hierher."}
    staff.post(address("opinion-decide", rehearsed, statement.number), data)
    statement.refresh_from_db()
    return staff.get(address("opinion-desk", rehearsed))


def object_to(rehearsed, client, statement, text="Es geht um Strom im Dorf."):
    where = address("opinion-appeal", rehearsed, statement.number)
    return client.post(where, {f"s{statement.number}-text": text}, follow=True)


def test_a_refused_author_objects_once_and_somebody_else_decides(rehearsed, client, lead, refused):
    assert object_to(rehearsed, client, refused, text=" ").status_code == 422
    assert "Es geht um Strom" in object_to(rehearsed, client, refused).text
    object_to(rehearsed, client, refused, text="Noch einmal.")
    assert [one.text for one in StatementAppeal.objects.all()] == ["Es geht um Strom im Dorf."]
    other = ProcessMemberFactory(process=rehearsed.process).user
    assert "Es geht um Strom im Dorf." in decide(rehearsed, refused, lead, "approve").text
    assert refused.state == StatementState.REFUSED
    assert "Es geht um Strom im Dorf." not in decide(rehearsed, refused, other, "approve").text
    assert refused.state == StatementState.PUBLIC
    entry = JournalEntry.objects.get(action="opinion_statement.approved")
    assert (entry.actor, entry.payload["on_appeal"]) == (other.actor, True)


def test_whoever_moderates_alone_decides_on_the_objection_too(rehearsed, client, lead, refused):
    object_to(rehearsed, client, refused)
    ProcessMember.objects.filter(process=rehearsed.process).exclude(user=lead).delete()
    decide(rehearsed, refused, lead, "refuse")
    assert StatementAppeal.objects.get().decided_by == lead.actor
    assert refused.state == StatementState.REFUSED
    object_to(rehearsed, client, refused, text="Noch einmal.")
    assert StatementAppeal.objects.get().text == "Es geht um Strom im Dorf."


def test_nobody_objects_for_somebody_else(rehearsed, refused):
    object_to(rehearsed, Client(), refused)
    assert not StatementAppeal.objects.exists()


def test_similar_statements_are_shown_before_one_is_added(rehearsed, client):
    vote_like_the_first_group(client, rehearsed, 3)
    text = "Am Nordrand wird es durch diese Straße viel zu laut"
    response = client.post(address("opinion-add", rehearsed), {"text": text})
    assert response.context["similar"][0].number == 2
    assert not OpinionStatement.objects.filter(text=text).exists()
    client.post(address("opinion-add", rehearsed), {"text": text, "anyway": "1"})
    assert OpinionStatement.objects.filter(text=text).exists()


@pytest.mark.parametrize("text", ["", "   ", "kurz", "x" * 251])
def test_what_is_no_statement_is_refused_with_a_sentence(rehearsed, client, text):
    vote_like_the_first_group(client, rehearsed, 3)
    response = client.post(address("opinion-add", rehearsed), {"text": text})
    assert response.status_code == 422
    assert 'role="alert"' in response.text


def test_votes_are_changed_on_the_page_of_ones_own(rehearsed, client):
    vote_like_the_first_group(client, rehearsed, 2)
    data = {"statement": 1, "value": -1, "back": "own"}
    response = client.post(address("opinion-vote", rehearsed), data)
    assert response.url.endswith("/meine-stimmen/#statement-1")
    rows = client.get(address("my-votes", rehearsed)).context["rows"]
    assert [(one.number, value) for one, value, _label in rows] == [(1, -1), (2, -1)]


def test_a_device_can_forget(rehearsed, client):
    vote_like_the_first_group(client, rehearsed, 2)
    client.post(address("opinion-forget", rehearsed))
    assert client.get(address("my-votes", rehearsed)).context["rows"] == []
    assert Vote.objects.filter(voter__origin=None).count() == 2


def test_staff_seed_statements_line_by_line(rehearsed, client, lead):
    client.force_login(lead)
    lines = "Der Rat soll dreimal im Jahr berichten.\n\n  Der Rat soll dreimal im Jahr berichten.\n"
    known = rehearsed.opinion_statements.get(number=1).text
    response = client.post(
        address("opinion-seed", rehearsed), {"lines": lines + known}, follow=True
    )
    assert "1 Aussage ergänzt. 1 war schon da." in words(response)
    assert rehearsed.opinion_statements.filter(text__startswith="Der Rat").count() == 1
    long = "x" * 251
    response = client.post(address("opinion-seed", rehearsed), {"lines": f"gut genug so\n{long}"})
    assert response.status_code == 422
    assert "Zeile 2:" in words(response)
    assert not rehearsed.opinion_statements.filter(text="gut genug so").exists()


def test_the_choices_are_kept(rehearsed, client, lead):
    client.force_login(lead)
    data = {"votes_before_own": "0", "smallest_group": "7", "most_groups": "4"}
    client.post(address("opinion-choices", rehearsed), data)
    rehearsed.refresh_from_db()
    assert rehearsed.settings == {
        "own_statements": False, "votes_before_own": 0, "smallest_group": 7, "most_groups": 4,
    }  # fmt: skip
    assert not rehearsed.moderated_first
    assert (
        client.post(
            address("opinion-choices", rehearsed), {**data, "smallest_group": "1"}
        ).status_code
        == 422
    )


@pytest.mark.parametrize("name", ["opinion-desk", "opinion-import"])
def test_the_workbench_is_closed_to_others(rehearsed, client, name):
    assert client.get(address(name, rehearsed)).status_code == 302
    client.force_login(UserFactory())
    assert client.get(address(name, rehearsed)).status_code == 403


def test_the_map_is_computed_on_demand(rehearsed, client, lead, django_capture_on_commit_callbacks):
    client.force_login(lead)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address("opinion-compute", rehearsed))
    assert OpinionMap.objects.filter(round=rehearsed).count() == 2


def test_a_deed_of_the_workbench_carries_its_token(rehearsed, lead):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(lead)
    page = strict.get(address("opinion-desk", rehearsed))
    forms = page.text.partition("<main")[2].count("<form method")
    assert forms > 20
    assert page.text.partition("<main")[2].count("csrfmiddlewaretoken") == forms


def test_a_meta_statement_stays_out_of_the_map(rehearsed):
    stored = OpinionMap.objects.get(round=rehearsed)
    named = [row["statement"] for row in stored.result["uniting"] + stored.result["dividing"]]
    assert 18 not in named
