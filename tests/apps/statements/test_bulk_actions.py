"""Many letters at once: done, undone to the last field, refused where later work depends on it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from dialogwerk.apps.base.models import JournalEntry, Run
from dialogwerk.apps.base.runs import execute_run, start_run, stop_run
from dialogwerk.apps.statements.errors import NotAllowedNow
from dialogwerk.apps.statements.models import (
    BulkAction,
    Campaign,
    Occurrence,
    Proposal,
    Reply,
    Segment,
    Statement,
)
from dialogwerk.apps.statements.services import bulk_actions, bulk_steps, campaigns, reading
from dialogwerk.apps.statements.services.grouping import regroup
from dialogwerk.apps.statements.services.membership import assign
from dialogwerk.apps.statements.services.placing import place
from tests.factories import (
    ArgumentFactory,
    ProcedureFactory,
    ReplyFactory,
    StatementFactory,
)

from .test_campaigns import ALONE, NOISE, WATER, with_own_words

pytestmark = pytest.mark.django_db
CLERK = "user:7"


@pytest.fixture
def procedure():
    """Two campaigns with a tied passage each, one of them read; and a letter of its own."""
    procedure = ProcedureFactory(open_round=True)
    for text in [NOISE] * 5 + [with_own_words(NOISE)] + [WATER] * 3 + [ALONE]:
        StatementFactory(procedure=procedure, text=text)
    regroup(procedure, by=CLERK)
    for campaign, words in ((noise(procedure), "Rotmilan"), (water(procedure), "Trinkwasser")):
        start = campaign.template.index(words)
        argument = ArgumentFactory(procedure=procedure)
        reading.tie(
            where=campaign, start=start, end=start + len(words), argument=argument, by=CLERK
        )
    reading.finish_reading(where=noise(procedure), by=CLERK, set_rest_aside=True)
    own = procedure.statements.get(has_own_words=True)
    reading.propose_segments(own)
    return procedure


def noise(procedure):
    return procedure.campaigns.get(template__contains="Rotmilan")


def water(procedure):
    return procedure.campaigns.get(template__contains="Trinkwasser")


def everything(procedure):
    """All rows that an action may touch, field by field."""
    segments = Segment.objects.filter(procedure=procedure)
    return {
        "letters": list(procedure.statements.order_by("pk").values()),
        "campaigns": list(procedure.campaigns.order_by("pk").values()),
        "segments": list(segments.order_by("pk").values()),
        "points": list(Occurrence.objects.order_by("pk").values()),
        "proposals": list(Proposal.objects.order_by("pk").values()),
        "replies": list(Reply.objects.order_by("pk").values()),
    }


def keys(letters):
    return list(letters.order_by("pk").values_list("pk", flat=True))


def act(procedure, kind):
    """Each kind of action on letters that it changes."""
    if kind == "merge":
        return bulk_actions.merge(source=water(procedure), target=noise(procedure), by=CLERK)
    letters = {
        "read": procedure.statements.unread(),
        "assign": procedure.statements.all(),
        "leave": noise(procedure).statements.all(),
        "split": noise(procedure)
        .statements.filter(has_own_words=False)
        .exclude(pk=noise(procedure).statements.order_by("pk").first().pk),
    }
    return bulk_actions.start(
        procedure=procedure,
        kind=kind,
        letters=keys(letters[kind]),
        by=CLERK,
        campaign=noise(procedure) if kind == "assign" else None,
    )


KINDS = ["read", "assign", "leave", "merge", "split"]


@pytest.mark.parametrize("kind", KINDS)
def test_an_action_undone_leaves_every_row_as_it_was(procedure, kind):
    argument = ArgumentFactory(procedure=procedure)
    own = procedure.segments.filter(statement__isnull=False).first()
    Proposal.objects.create(procedure=procedure, segment=own, argument=argument, confidence=0.9)
    ReplyFactory(procedure=procedure, dispatched=True, person=procedure.statements.first().person)
    before = everything(procedure)
    action = act(procedure, kind)
    assert everything(procedure) != before
    bulk_actions.undo(action=action, by=CLERK)
    assert everything(procedure) == before
    action.refresh_from_db()
    assert action.undone_at
    assert action.undone_by == CLERK


@pytest.mark.parametrize("kind", KINDS)
def test_the_counts_of_campaigns_are_right_after_an_action(procedure, kind):
    act(procedure, kind)
    assert campaigns.recount(procedure) == 0


@pytest.mark.parametrize("kind", KINDS)
def test_both_ways_stand_in_the_journal(procedure, kind):
    action = act(procedure, kind)
    bulk_actions.undo(action=action, by="user:8")
    found = JournalEntry.objects.filter(subject=action.code).order_by("pk")
    assert list(found.values_list("action", "actor")) == [
        ("letters.bulk_done", CLERK),
        ("letters.bulk_undone", "user:8"),
    ]


def test_letters_that_form_a_campaign_stay_one_when_grouped_again(procedure):
    old = noise(procedure)
    everybody = keys(old.statements)
    new = act(procedure, "split").campaign
    chosen, rest = keys(new.statements), keys(old.statements)
    assert (len(chosen), len(rest)) == (4, 2)
    assert sorted(chosen + rest) == everybody
    new.refresh_from_db()
    assert (new.size, Campaign.objects.get(pk=old.pk).size) == (4, 2)
    regroup(procedure, by=CLERK)
    assert (keys(new.statements), keys(old.statements)) == (chosen, rest)


def test_one_letter_forms_no_campaign(procedure):
    with pytest.raises(NotAllowedNow):
        bulk_actions.start(
            procedure=procedure,
            kind="split",
            letters=keys(procedure.statements.all())[:1],
            by=CLERK,
        )


def test_letters_marked_as_read_have_no_open_passages(procedure):
    act(procedure, "read")
    assert not procedure.statements.unread().exists()
    assert not procedure.segments.proposed().filter(statement__isnull=False).exists()
    alone = procedure.statements.get(text=ALONE)
    assert alone.read_by == CLERK
    assert set(alone.segments.values_list("state", "confirmation")) == {("set_aside", "tacit")}


def test_assigned_letters_get_the_points_of_the_template_and_stay_there(procedure):
    act(procedure, "assign")
    target = noise(procedure)
    regroup(procedure, by=CLERK)
    assert set(procedure.statements.values_list("campaign", flat=True)) == {target.pk}
    alone = procedure.statements.get(text=ALONE)
    assert alone.has_own_words
    assert not alone.read_at


def test_letters_taken_out_stay_out_when_they_are_grouped_again(procedure):
    taken = keys(noise(procedure).statements.all())
    act(procedure, "leave")
    regroup(procedure, by=CLERK)
    assert set(Statement.objects.filter(pk__in=taken).values_list("campaign", flat=True)) == {None}


def test_merged_letters_keep_the_points_of_both_templates(procedure):
    letter = water(procedure).statements.first()
    own_point = letter.occurrences.get()
    act(procedure, "merge")
    letter.refresh_from_db()
    assert letter.campaign == noise(procedure)
    assert letter.campaign_fixed
    assert letter.has_own_words
    assert letter.read_at is None
    assert own_point in letter.occurrences.all()


def test_grouping_again_keeps_a_merge_and_brings_later_letters_to_it(procedure):
    act(procedure, "merge")
    target = noise(procedure)
    placed = StatementFactory(procedure=procedure, text=WATER)
    assert place(placed) == target
    later = StatementFactory(procedure=procedure, text=WATER.replace("Guten Tag", "Hallo"))
    for _again in range(2):
        regroup(procedure, by=CLERK)
    later.refresh_from_db()
    assert later.campaign == target
    target.refresh_from_db()
    assert target.size == 11
    assert "Rotmilan" in target.template
    assert water(procedure).merged_into == target
    assert water(procedure).size == 0


def test_an_emptied_campaign_is_no_work_for_anybody(procedure):
    act(procedure, "merge")
    emptied = water(procedure)
    assert emptied not in procedure.campaigns.unread()
    assert not emptied.segments.proposed().exists()


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_decided_on_a_letter_since_is_not_undone(procedure, kind):
    action = act(procedure, kind)
    letter = Statement.objects.get(pk=action.portions.first().keys[0])
    if letter.campaign:
        assign(statement=letter, campaign=None, by=CLERK)
    else:
        assign(statement=letter, campaign=noise(procedure), by=CLERK)
    before = everything(procedure)
    with pytest.raises(NotAllowedNow, match="1 "):
        bulk_actions.undo(action=action, by=CLERK)
    assert everything(procedure) == before


def test_a_passage_tied_in_the_former_campaign_since_forbids_to_undo(procedure):
    action = act(procedure, "leave")
    argument = ArgumentFactory(procedure=procedure)
    reading.tie(where=noise(procedure), start=0, end=12, argument=argument, by=CLERK)
    with pytest.raises(NotAllowedNow):
        bulk_actions.undo(action=action, by=CLERK)


def test_a_letter_that_was_only_opened_since_does_not_forbid_it(procedure):
    before = everything(procedure)
    action = act(procedure, "leave")
    reading.propose_segments(Statement.objects.get(pk=action.portions.first().keys[0]))
    bulk_actions.undo(action=action, by=CLERK)
    assert everything(procedure) == before


def test_a_reply_sent_since_forbids_to_undo(procedure):
    action = act(procedure, "read")
    person = Statement.objects.get(pk=action.portions.first().keys[0]).person
    ReplyFactory(procedure=procedure, person=person, dispatched=True)
    before = everything(procedure)
    with pytest.raises(NotAllowedNow):
        bulk_actions.undo(action=action, by=CLERK)
    assert everything(procedure) == before


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_done_or_undone_once_the_weighing_is_closed(procedure, kind):
    action = act(procedure, kind)
    procedure.weighing_closed_at = timezone.now()
    procedure.save()
    action = BulkAction.objects.get(pk=action.pk)
    before = everything(procedure)
    with pytest.raises(NotAllowedNow):
        bulk_actions.undo(action=action, by=CLERK)
    with pytest.raises(NotAllowedNow):
        bulk_actions.start(
            procedure=procedure, kind="leave", letters=keys(procedure.statements), by=CLERK
        )
    assert everything(procedure) == before


def test_nothing_is_undone_twice(procedure):
    action = act(procedure, "leave")
    bulk_actions.undo(action=action, by=CLERK)
    with pytest.raises(NotAllowedNow):
        bulk_actions.undo(action=action, by=CLERK)


def test_a_campaign_is_not_merged_with_itself_nor_twice(procedure):
    with pytest.raises(NotAllowedNow):
        bulk_actions.merge(source=water(procedure), target=water(procedure), by=CLERK)
    act(procedure, "merge")
    with pytest.raises(NotAllowedNow):
        bulk_actions.merge(source=water(procedure), target=noise(procedure), by=CLERK)


# In the background


@pytest.mark.parametrize("kind", KINDS)
def test_many_letters_are_done_and_undone_by_runs_that_go_on_after_a_crash(
    procedure, kind, monkeypatch
):
    monkeypatch.setattr(bulk_actions, "AT_ONCE", 1)
    monkeypatch.setattr("dialogwerk.apps.statements.services.membership.CHUNK", 2)
    before = everything(procedure)
    action = act(procedure, kind)
    assert action.portions.count() > 1
    first = action.portions.first()
    bulk_steps.do(first)
    bulk_steps.do(first)
    execute_run.func(action.run_id)
    action.refresh_from_db()
    assert action.run.state == Run.State.DONE, action.run.error
    assert action.done_at
    done = everything(procedure)
    bulk_actions.undo(action=action, by=CLERK)
    assert everything(procedure)["letters"] == done["letters"]
    action.refresh_from_db()
    bulk_steps.undo(action.portions.last())
    execute_run.func(action.run_id)
    action.refresh_from_db()
    assert action.undone_at
    assert everything(procedure) == before


def test_an_action_that_was_stopped_is_not_undone_and_then_gone_on_with(procedure, monkeypatch):
    monkeypatch.setattr(bulk_actions, "AT_ONCE", 1)
    monkeypatch.setattr("dialogwerk.apps.statements.services.membership.CHUNK", 2)
    before = everything(procedure)
    action = act(procedure, "leave")
    bulk_steps.do(action.portions.first())
    stop_run(action.run)
    bulk_actions.undo(action=BulkAction.objects.get(pk=action.pk), by=CLERK)
    execute_run.func(BulkAction.objects.get(pk=action.pk).run_id)
    assert everything(procedure) == before
    again = start_run("bulk", title="", arguments=action.run.arguments, by=CLERK)
    execute_run.func(again.pk)
    again.refresh_from_db()
    assert again.state == Run.State.FAILED
    assert everything(procedure) == before


def test_many_letters_are_not_undone_in_part_where_later_work_depends_on_one(
    procedure, monkeypatch
):
    monkeypatch.setattr(bulk_actions, "AT_ONCE", 1)
    monkeypatch.setattr("dialogwerk.apps.statements.services.membership.CHUNK", 1)
    action = act(procedure, "leave")
    execute_run.func(action.run_id)
    first = procedure.statements.get(pk=action.portions.first().keys[0])
    first.read_at, first.read_by = timezone.now(), CLERK
    first.save()
    done = everything(procedure)
    action.refresh_from_db()
    bulk_actions.undo(action=action, by=CLERK)
    action.refresh_from_db()
    execute_run.func(action.run_id)
    action.refresh_from_db()
    assert action.run.state == Run.State.FAILED
    assert "seither" in action.run.error
    assert not action.undone_at
    assert everything(procedure) == done


# On the page


def test_the_list_leads_to_the_run_of_an_action_under_way(clerk, procedure, monkeypatch):
    monkeypatch.setattr(bulk_actions, "AT_ONCE", 1)
    action = act(procedure, "leave")
    listed = clerk.get(reverse("many-letters", args=[procedure.slug])).content.decode()
    assert reverse("run", args=[action.run.public_id]) in listed
    undo = reverse("many-letters-undo", args=[procedure.slug, action.code])
    assert undo not in listed
    clerk.post(undo)
    action.refresh_from_db()
    assert action.undone_at is None


def test_letters_ticked_in_the_inbox_are_done_after_a_confirmation(clerk, procedure):
    codes = list(procedure.statements.order_by("pk").values_list("code", flat=True)[:2])
    address = reverse("many-letters-act", args=[procedure.slug])
    sent = {"kind": "leave", "letter": codes}
    assert (
        f'value="{codes[0]}"' in clerk.get(reverse("inbox", args=[procedure.slug])).content.decode()
    )
    asked = clerk.post(address, sent)
    assert asked.status_code == 200
    assert not BulkAction.objects.exists()
    clerk.post(address, {**sent, "confirmed": "2"})
    action = BulkAction.objects.get()
    assert action.letters == 2
    listed = clerk.get(reverse("many-letters", args=[procedure.slug])).content.decode()
    undo = reverse("many-letters-undo", args=[procedure.slug, action.code])
    assert undo in listed
    clerk.post(undo)
    action.refresh_from_db()
    assert action.undone_at


def test_all_letters_of_a_filter_are_meant_and_asked_again_if_they_are_more(clerk, procedure):
    address = reverse("many-letters-act", args=[procedure.slug]) + "?campaign=none"
    sent = {"kind": "read", "all": "1"}
    StatementFactory(procedure=procedure)
    assert clerk.post(address, {**sent, "confirmed": "1"}).status_code == 200
    assert not BulkAction.objects.exists()
    clerk.post(address, {**sent, "confirmed": "2"})
    action = BulkAction.objects.get()
    assert (action.letters, action.filter) == (2, {"campaign": "none"})


def test_a_campaign_is_merged_from_its_page(clerk, procedure):
    source, target = water(procedure), noise(procedure)
    assert "merge-into" in clerk.get(source.get_absolute_url()).content.decode()
    address = reverse("campaign-merge", args=[procedure.slug, source.number])
    asked = clerk.post(address, {"into": target.number})
    assert asked.status_code == 200
    clerk.post(address, {"into": target.number, "confirmed": "3"})
    assert Campaign.objects.get(pk=source.pk).merged_into == target
    assert str(target) in clerk.get(source.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"kind": "read"},
        {"kind": "merge", "all": "1"},
        {"kind": "assign", "all": "1", "into": "²"},
        {"kind": "leave", "letter": "\x00"},
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(clerk, procedure, sent):
    answer = clerk.post(reverse("many-letters-act", args=[procedure.slug]), sent, follow=True)
    assert answer.status_code == 200
    assert list(answer.context["messages"])
    assert not BulkAction.objects.exists()
