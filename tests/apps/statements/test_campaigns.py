"""Campaigns found, stored, kept over repeated groupings, and corrected by a clerk."""

from collections import OrderedDict

import pytest
from django.utils import timezone
from django.utils.translation import override

from dialogwerk.apps.base.models import JournalEntry, Run
from dialogwerk.apps.base.runs import RunHandle, execute_run, stop_run
from dialogwerk.apps.statements.errors import NotAllowedNow
from dialogwerk.apps.statements.models import Campaign, Occurrence, Statement
from dialogwerk.apps.statements.periodic import place_new_letters
from dialogwerk.apps.statements.services import (
    campaigns,
    grouping,
    grouping_runs,
    membership,
    placing,
    placing_index,
    reading,
)
from dialogwerk.apps.statements.services.campaigns import title_of
from dialogwerk.apps.statements.services.grouping import regroup
from dialogwerk.apps.statements.services.grouping_runs import start_grouping
from tests.factories import (
    ArgumentFactory,
    CampaignFactory,
    ProcedureFactory,
    SegmentFactory,
    StatementFactory,
)

pytestmark = pytest.mark.django_db
CLERK = "user:7"
NOISE = (
    "Sehr geehrte Damen und Herren,\n\n"
    "ich lehne den geplanten Windpark auf der Hohen Heide entschieden ab. Die Anlagen stehen viel"
    " zu nah an unseren Häusern und der Lärm wird uns nachts den Schlaf rauben.\n\n"
    "Außerdem brütet der Rotmilan am Rand der Heide, und das Gutachten erwähnt ihn mit keinem"
    " Wort. Ich fordere eine neue Untersuchung des Vogelzugs im Frühjahr und im Herbst.\n\n"
    "Mit freundlichen Grüßen"
)
WATER = (
    "Guten Tag,\n\n"
    "das Grundwasser unter der Hohen Heide speist die Brunnen von Musterhausen und Beispielstadt."
    " Tiefe Fundamente und Ölwechsel in den Gondeln gefährden unser Trinkwasser auf Jahrzehnte.\n\n"
    "Deshalb beantrage ich, die Anlagen vier bis sieben aus der Wasserschutzzone zu nehmen und"
    " den Betrieb der übrigen von einer laufenden Überwachung abhängig zu machen.\n\n"
    "Mit freundlichem Gruß"
)
ALONE = (
    "Als Schäfer sorge ich mich um die Wege meiner Herde. Wo im Bauplan die Kranstellfläche neben"
    " dem alten Schafstall liegt, treibe ich jeden Abend dreihundert Tiere entlang. Bitte verlegt"
    " diese Fläche auf die andere Seite des Bachs, dort stört sie niemanden."
)
OWN = "Meine Tochter hat Asthma und schläft schon heute wegen der Bundesstraße sehr schlecht."


def with_own_words(text):
    return text.replace("\n\nMit freundlich", f"\n\n{OWN}\n\nMit freundlich")


@pytest.fixture
def procedure():
    """Six letters against noise (one with own words), three for clean water, one alone."""
    procedure = ProcedureFactory()
    for text in [NOISE] * 5 + [with_own_words(NOISE)] + [WATER] * 3 + [ALONE]:
        StatementFactory(procedure=procedure, text=text)
    return procedure


def picture(procedure):
    """What grouping stores, to compare before and after."""
    letters = procedure.statements.order_by("pk").values_list(
        "pk", "campaign__number", "own_words", "left_out", "has_own_words", "read_at"
    )
    known = procedure.campaigns.values_list("number", "title", "template", "size")
    points = Occurrence.objects.order_by("pk").values_list("segment", "statement")
    return list(letters), list(known), list(points)


def grouped(procedure):
    outcome = regroup(procedure, by=CLERK)
    first, second = procedure.campaigns.order_by("number")
    return outcome, first, second


def test_letters_of_the_same_form_become_a_campaign_and_own_words_stand_out(procedure):
    outcome, noise, water = grouped(procedure)
    assert (outcome.letters, outcome.campaigns, outcome.new, outcome.joined) == (10, 2, 2, 9)
    assert (noise.number, noise.size, water.size) == (1, 6, 3)
    personal = noise.statements.get(has_own_words=True)
    assert " ".join(personal.own_texts) == OWN
    assert procedure.statements.individual().get().text == ALONE
    assert "Rotmilan" in noise.template
    assert OWN not in noise.template


def test_grouping_again_changes_nothing(procedure):
    regroup(procedure, by=CLERK)
    before = picture(procedure)
    entries = JournalEntry.objects.count()
    outcome = regroup(procedure, by=CLERK)
    assert picture(procedure) == before
    assert (outcome.new, outcome.joined, outcome.left, outcome.removed) == (0, 0, 0, 0)
    assert JournalEntry.objects.count() == entries


def test_numbers_and_titles_stay_when_another_campaign_becomes_the_largest(procedure):
    _outcome, noise, water = grouped(procedure)
    campaigns.rename(campaign=water, title="Trinkwasser", by=CLERK)
    StatementFactory.create_batch(6, procedure=procedure, text=WATER)
    regroup(procedure, by=CLERK)
    noise.refresh_from_db()
    water.refresh_from_db()
    assert (noise.number, water.number) == (1, 2)
    assert (water.title, water.size) == ("Trinkwasser", 9)
    assert list(procedure.campaigns.by_weight()) == [water, noise]


def test_proposals_stand_ready_in_every_new_template(procedure):
    _outcome, noise, _water = grouped(procedure)
    assert noise.segments.proposed().count() >= 2
    assert all(noise.template[one.start : one.end] == one.text for one in noise.segments.all())


def test_a_template_is_replaced_until_somebody_has_decided_on_a_passage(procedure):
    _outcome, noise, _water = grouped(procedure)
    found = noise.template
    Campaign.objects.filter(pk=noise.pk).update(template="Ein früherer, schlechterer Wortlaut.")
    regroup(procedure, by=CLERK)
    noise.refresh_from_db()
    assert noise.template == found
    frozen = found.replace("entschieden ", "")
    Campaign.objects.filter(pk=noise.pk).update(template=frozen)
    noise.segments.all().delete()
    noise.refresh_from_db()
    argument = ArgumentFactory(procedure=procedure)
    reading.tie(where=noise, start=0, end=len(frozen), argument=argument, by=CLERK)
    regroup(procedure, by=CLERK)
    noise.refresh_from_db()
    assert noise.template == frozen


def test_letters_that_join_a_read_campaign_are_read_and_get_its_points(procedure):
    _outcome, noise, _water = grouped(procedure)
    segment = noise.segments.proposed().first()
    argument = ArgumentFactory(procedure=procedure)
    reading.tie_segment(segment=segment, argument=argument, by=CLERK)
    reading.finish_reading(where=noise, by=CLERK, set_rest_aside=True)
    plain = StatementFactory(procedure=procedure, text=NOISE)
    personal = StatementFactory(procedure=procedure, text=with_own_words(NOISE))
    regroup(procedure, by=CLERK)
    plain.refresh_from_db()
    personal.refresh_from_db()
    assert (plain.campaign, plain.read_how) == (noise, Statement.ReadHow.TACIT)
    assert (personal.campaign, personal.read_at) == (noise, None)
    for letter in (plain, personal):
        assert letter.occurrences.get().segment == segment


def test_a_letter_that_leaves_a_campaign_loses_its_points_and_is_unread(procedure):
    _outcome, noise, _water = grouped(procedure)
    stray = procedure.statements.individual().get()
    segment = SegmentFactory(campaign=noise, statement=None, tied=True)
    Statement.objects.filter(pk=stray.pk).update(
        campaign=noise, read_at=timezone.now(), read_how=Statement.ReadHow.TACIT
    )
    reading.spread(segment)
    assert stray.occurrences.exists()
    outcome = regroup(procedure, by=CLERK)
    stray.refresh_from_db()
    assert outcome.left == 1
    assert (stray.campaign, stray.read_at) == (None, None)
    assert not stray.occurrences.exists()
    noise.refresh_from_db()
    assert noise.size == 6


def test_empty_campaigns_go_unless_a_passage_is_tied_in_them(procedure):
    CampaignFactory(procedure=procedure, number=8)
    kept = CampaignFactory(procedure=procedure, number=9)
    SegmentFactory(campaign=kept, statement=None, tied=True)
    outcome = regroup(procedure, by=CLERK)
    assert outcome.removed == 1
    assert set(procedure.campaigns.values_list("number", flat=True)) == {9, 10, 11}


def test_letters_of_other_procedures_are_left_alone(procedure):
    foreign = StatementFactory(text=NOISE)
    regroup(procedure, by=CLERK)
    foreign.refresh_from_db()
    assert foreign.campaign is None


def test_a_procedure_without_letters_has_no_campaigns():
    outcome = regroup(ProcedureFactory(), by=CLERK)
    assert (outcome.letters, outcome.campaigns, outcome.last_letter) == (0, 0, 0)


# What a clerk says


def test_what_a_clerk_says_survives_the_next_grouping(procedure):
    _outcome, noise, water = grouped(procedure)
    one, other = noise.statements.filter(has_own_words=False)[:2]
    membership.assign(statement=one, campaign=None, by=CLERK)
    membership.assign(statement=other, campaign=water, by=CLERK)
    regroup(procedure, by=CLERK)
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.campaign, other.campaign) == (None, water)
    assert other.has_own_words
    noise.refresh_from_db()
    water.refresh_from_db()
    assert (noise.size, water.size) == (4, 4)


def test_no_grouping_ever_draws_others_after_the_letters_that_a_clerk_has_moved(procedure):
    _outcome, noise, water = grouped(procedure)
    # Most of the letters of one form are said to be a campaign of their own.
    for letter in noise.statements.filter(has_own_words=False)[:4]:
        membership.assign(statement=letter, campaign=water, by=CLERK)
    stayed = set(noise.statements.values_list("pk", flat=True))
    later = StatementFactory(procedure=procedure, text=NOISE)
    regroup(procedure, by=CLERK)
    before = picture(procedure)
    regroup(procedure, by=CLERK)
    assert picture(procedure) == before
    assert stayed <= set(noise.statements.values_list("pk", flat=True))
    water.refresh_from_db()
    later.refresh_from_db()
    # A later one with the same words goes where most of those with its words are.
    assert (water.statements.fixed().count(), water.size, later.campaign) == (4, 8, water)
    assert procedure.campaigns.count() == 2


def test_a_letter_that_was_alone_takes_the_later_ones_of_its_words_along(procedure):
    _outcome, noise, _water = grouped(procedure)
    stray = procedure.statements.get(text=ALONE)
    membership.assign(statement=stray, campaign=noise, by=CLERK)
    later = StatementFactory(procedure=procedure, text=ALONE + " Danke.")
    regroup(procedure, by=CLERK)
    later.refresh_from_db()
    assert later.campaign == noise
    assert not later.campaign_fixed


def test_a_letter_that_a_clerk_put_there_is_compared_with_the_template_that_replaces_the_first(
    procedure,
):
    _outcome, noise, _water = grouped(procedure)
    Campaign.objects.filter(pk=noise.pk).update(template="Kurz.")
    stray = procedure.statements.get(text=ALONE)
    membership.assign(statement=stray, campaign=Campaign.objects.get(pk=noise.pk), by=CLERK)
    regroup(procedure, by=CLERK)
    noise.refresh_from_db()
    assert noise.template != "Kurz."
    reading.tie_segment(
        segment=noise.segments.last(), argument=ArgumentFactory(procedure=procedure), by=CLERK
    )
    assert Occurrence.objects.count() == 6
    assert not stray.occurrences.exists()


@pytest.mark.parametrize("text", [NOISE, with_own_words(NOISE)])
def test_a_letter_that_comes_from_one_campaign_into_another_is_read_again(procedure, text):
    """Read in the first one, only what differed from that template was looked at."""
    _outcome, noise, water = grouped(procedure)
    letter = procedure.statements.filter(text=text).first()
    Statement.objects.filter(pk=letter.pk).update(
        campaign=water, read_at=timezone.now(), read_how=Statement.ReadHow.EXPLICIT
    )
    regroup(procedure, by=CLERK)
    letter.refresh_from_db()
    assert (letter.campaign, letter.read_at, letter.read_how) == (noise, None, "")


def test_moving_a_letter_exchanges_its_points(procedure):
    _outcome, noise, water = grouped(procedure)
    argument = ArgumentFactory(procedure=procedure)
    for campaign in (noise, water):
        reading.tie_segment(
            segment=campaign.segments.proposed().first(), argument=argument, by=CLERK
        )
    letter = water.statements.first()
    Statement.objects.filter(pk=letter.pk).update(text=NOISE)
    letter.refresh_from_db()
    membership.assign(statement=letter, campaign=noise, by=CLERK)
    assert letter.occurrences.get().segment.campaign == noise
    assert letter.campaign_fixed
    entry = JournalEntry.objects.get(action="statement.campaign_assigned")
    assert entry.payload == {"before": water.number, "after": noise.number}


def test_a_letter_is_not_moved_to_a_campaign_elsewhere_or_after_the_weighing(procedure):
    letter = procedure.statements.first()
    with pytest.raises(NotAllowedNow):
        membership.assign(statement=letter, campaign=CampaignFactory(), by=CLERK)
    letter.procedure.weighing_closed_at = timezone.now()
    with pytest.raises(NotAllowedNow):
        membership.assign(statement=letter, campaign=None, by=CLERK)


# New letters


def test_a_new_letter_is_placed_in_the_campaign_whose_template_it_uses(procedure):
    _outcome, _noise, water = grouped(procedure)
    letter = StatementFactory(procedure=procedure, text=with_own_words(WATER))
    assert placing.place(letter) == water
    assert " ".join(letter.own_texts) == OWN
    water.refresh_from_db()
    assert water.size == 4
    assert placing.place(StatementFactory(procedure=procedure, text=ALONE)) is None


def test_a_letter_that_a_clerk_has_dealt_with_is_not_placed(procedure):
    grouped(procedure)
    letter = StatementFactory(procedure=procedure, text=NOISE, campaign_fixed=True)
    assert placing.place(letter) is None
    assert (
        placing.place(StatementFactory(procedure=procedure, text=NOISE, already_read=True)) is None
    )


def test_the_run_says_what_came_since_and_new_letters_are_placed(procedure):
    assert campaigns.ungrouped(procedure) == 10
    run = start_grouping(procedure, by=CLERK)
    execute_run.func(run.pk)
    run.refresh_from_db()
    assert (run.state, run.error) == (Run.State.DONE, "")
    assert run.result["campaigns"] == 2
    assert campaigns.ungrouped(procedure) == 0
    StatementFactory(procedure=procedure, text=NOISE)
    assert campaigns.ungrouped(procedure) == 1
    assert placing.place_new(procedure) == 1


def test_after_the_weighing_is_closed_only_new_letters_find_their_campaign(procedure):
    grouped(procedure)
    before = dict(procedure.statements.values_list("pk", "campaign"))
    late = StatementFactory(procedure=procedure, text=NOISE)
    procedure.weighing_closed_at = timezone.now()
    procedure.save()
    run = start_grouping(procedure, by=CLERK)
    execute_run.func(run.pk)
    run.refresh_from_db()
    assert (run.state, run.result) == (Run.State.DONE, {"joined": 1})
    after = dict(procedure.statements.values_list("pk", "campaign"))
    assert after.pop(late.pk) is not None
    assert after == before


def test_each_new_letter_is_compared_once_until_letters_are_grouped_again(procedure, monkeypatch):
    grouped(procedure)
    monkeypatch.setattr(placing, "LETTERS_AT_ONCE", 2)
    for text in (ALONE + " Danke.", NOISE, WATER):
        StatementFactory(procedure=procedure, text=text)
    assert [placing.place_new(procedure) for _round in range(3)] == [1, 1, 0]
    assert placing._tried_until(procedure) == procedure.statements.latest("pk").pk


def test_new_letters_are_placed_where_grouping_all_again_would_put_them(procedure):
    _outcome, noise, water = grouped(procedure)
    moved = noise.statements.filter(has_own_words=False).first()
    membership.assign(statement=moved, campaign=water, by=CLERK)
    out = water.statements.filter(has_own_words=False).first()
    membership.assign(statement=out, campaign=None, by=CLERK)
    texts = (NOISE, with_own_words(WATER), WATER, ALONE, f"{OWN} Und mein Sohn auch.")
    new = [StatementFactory(procedure=procedure, text=text) for text in texts]
    assert placing.place_new(procedure) == 3
    placed = list(procedure.statements.order_by("pk").values_list("pk", "campaign"))
    assert [dict(placed)[letter.pk] for letter in new[:3]] == [noise.pk, water.pk, water.pk]
    regroup(procedure, by=CLERK)
    # All but the companion of a letter that was alone, which nothing could be beside before.
    again = dict(procedure.statements.values_list("pk", "campaign"))
    alone = set(procedure.statements.filter(text=ALONE).values_list("pk", flat=True))
    assert {pk: again[pk] for pk, _c in placed if pk not in alone} == {
        pk: campaign for pk, campaign in placed if pk not in alone
    }


def test_the_index_is_kept_until_somebody_says_something_or_groups_again(procedure, monkeypatch):
    _outcome, noise, water = grouped(procedure)
    made, make = [], placing_index._made
    monkeypatch.setattr(placing_index, "_kept", OrderedDict())
    monkeypatch.setattr(placing_index, "_made", lambda *some: made.append(some) or make(*some))

    def place_another():
        letter = StatementFactory(procedure=procedure, text=with_own_words(NOISE))
        assert placing.place_new(procedure) == 1
        letter.refresh_from_db()
        return letter.campaign

    assert [place_another(), place_another(), len(made)] == [noise, noise, 1]
    membership.assign(statement=water.statements.first(), campaign=None, by=CLERK)
    assert [place_another(), len(made)] == [noise, 2]
    StatementFactory(procedure=procedure, text=WATER)
    regroup(procedure, by=CLERK)
    assert [place_another(), place_another(), len(made)] == [noise, noise, 3]


def test_only_so_many_procedures_have_their_index_in_memory(procedure, monkeypatch):
    grouped(procedure)
    monkeypatch.setattr(placing_index, "_kept", OrderedDict())
    monkeypatch.setattr(placing_index, "MOST_KEPT", 1)
    for one in (procedure, ProcedureFactory()):
        placing_index.index_of(one, until=0)
        assert list(placing_index._kept) == [one.slug]


def test_a_waiting_letter_is_not_taken_for_one_of_peoples_own(procedure):
    grouped(procedure)
    for _letter in range(30):
        StatementFactory(procedure=procedure, text=with_own_words(NOISE))
    assert placing.place_new(procedure) == 30


def test_the_periodic_command_places_new_letters_unless_they_are_about_to_be_grouped(procedure):
    grouped(procedure)
    letter = StatementFactory(procedure=procedure, text=NOISE)
    run = start_grouping(procedure, by=CLERK)
    place_new_letters()
    letter.refresh_from_db()
    assert letter.campaign is None
    stop_run(run)
    place_new_letters()
    letter.refresh_from_db()
    assert letter.campaign.number == 1


def test_a_grouping_that_waits_is_not_started_twice(procedure):
    run = start_grouping(procedure, by=CLERK)
    assert start_grouping(procedure, by="user:8").pk == run.pk
    assert start_grouping(ProcedureFactory(), by=CLERK).pk != run.pk


def at_work(run):
    run.state, run.attempt = Run.State.RUNNING, 1
    run.save()
    return RunHandle(run)


def test_a_grouping_at_work_goes_round_once_more_for_who_asks_meanwhile(procedure, monkeypatch):
    run = start_grouping(procedure, by=CLERK)
    looked_at = []

    def regroup_while_letters_arrive(*arguments, **named):
        outcome = regroup(*arguments, **named)
        looked_at.append(outcome.letters)
        if len(looked_at) == 1:
            StatementFactory(procedure=procedure, text=WATER)
            assert start_grouping(procedure, by="user:8").pk == run.pk
        return outcome

    monkeypatch.setattr(grouping_runs, "regroup", regroup_while_letters_arrive)
    execute_run.func(run.pk)
    run.refresh_from_db()
    assert (run.state, looked_at) == (Run.State.DONE, [10, 11])
    assert campaigns.ungrouped(procedure) == 0


def test_a_grouping_that_stops_or_ends_is_not_waited_for(procedure):
    ending = start_grouping(procedure, by=CLERK)
    grouping_runs.group_letters(at_work(ending))
    stopping = start_grouping(procedure, by=CLERK)
    assert stopping.pk != ending.pk
    at_work(stopping)
    stop_run(stopping)
    assert start_grouping(procedure, by=CLERK).pk not in {ending.pk, stopping.pk}


def test_a_grouping_that_finds_anothers_campaigns_reads_the_letters_again(procedure, monkeypatch):
    find, groupings = grouping.found_among, []

    def find_while_another_groups(texts, **said):
        groupings.append(len(texts))
        if len(groupings) == 1:
            regroup(procedure, by="user:8")
        return find(texts, **said)

    monkeypatch.setattr(grouping, "found_among", find_while_another_groups)
    outcome = regroup(procedure, by=CLERK)
    assert len(groupings) == 3
    assert (outcome.new, outcome.joined, procedure.campaigns.count()) == (0, 0, 2)


def test_a_grouping_gives_up_when_others_always_come_first(procedure, monkeypatch):
    def find_while_another_groups(texts, **said):
        CampaignFactory(procedure=procedure)
        return [grouping._Found([0], NOISE)]

    monkeypatch.setattr(grouping, "found_among", find_while_another_groups)
    run = start_grouping(procedure, by=CLERK)
    execute_run.func(run.pk)
    run.refresh_from_db()
    assert run.state == Run.State.FAILED
    assert run.error.endswith(".")


@pytest.mark.parametrize("into_campaign", [True, False])
def test_what_a_clerk_says_while_the_letters_are_grouped_stays(
    procedure, monkeypatch, into_campaign
):
    _outcome, noise, water = grouped(procedure)
    letter = noise.statements.first()
    target = water if into_campaign else None
    find = grouping.found_among

    def find_while_a_clerk_decides(texts, **said):
        membership.assign(statement=letter, campaign=target, by="user:8")
        return find(texts, **said)

    monkeypatch.setattr(grouping, "found_among", find_while_a_clerk_decides)
    regroup(procedure, by=CLERK)
    letter.refresh_from_db()
    assert letter.campaign == target
    noise.refresh_from_db()
    assert noise.size == 5


class StopsAtOnce:
    def advance(self, done, message="", *, total=None):
        self.total = total or 0

    def should_stop(self):
        return True


def test_a_grouping_that_is_stopped_leaves_everything_as_it_was(procedure):
    outcome = regroup(procedure, by=CLERK, handle=StopsAtOnce())
    assert outcome.stopped
    assert not procedure.campaigns.exists()
    assert procedure.statements.individual().count() == 10


# Titles


@pytest.mark.parametrize(
    ("template", "title"),
    [
        (NOISE, "Ich lehne den geplanten Windpark auf der Hohen Heide entschieden ab"),
        ("Guten Tag,\n\nWir sind alle sehr dagegen. Mehr nicht.", "Wir sind alle sehr dagegen"),
        ("Ich bin dagegen!", "Ich bin dagegen!"),
        ("… und der Lärm ist viel zu groß für uns …", "Und der Lärm ist viel zu groß für uns"),
        ("Wort " * 40, "Wort " * 13 + "Wort …"),
        ("", "Campaign"),
    ],
)
def test_a_new_campaign_is_called_as_its_text_begins(template, title):
    with override("en"):
        assert title_of(template) == title


def test_a_campaign_is_not_renamed_to_nothing():
    campaign = CampaignFactory()
    with pytest.raises(NotAllowedNow):
        campaigns.rename(campaign=campaign, title="   ", by=CLERK)
    campaigns.rename(campaign=campaign, title=campaign.title, by=CLERK)
    assert not JournalEntry.objects.exists()
