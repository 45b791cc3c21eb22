"""Arguments proposed for passages: learned from decisions, never above them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dialogwerk.apps.base.models import Run
from dialogwerk.apps.base.runs import execute_run
from dialogwerk.apps.statements.models import LearnedModel, Proposal, ProposalQueue, Segment
from dialogwerk.apps.statements.proposal_words import argues_in_words
from dialogwerk.apps.statements.services import proposal_outcomes as outcomes
from dialogwerk.apps.statements.services import proposal_runs, reading
from dialogwerk.apps.statements.services.confirming import confirm_rest
from dialogwerk.apps.statements.services.learning import decisions_of
from dialogwerk.apps.statements.services.model_card import card, card_pdf
from dialogwerk.apps.statements.services.proposal_quality import quality_of
from dialogwerk.apps.statements.services.proposing import renew
from tests.factories import (
    ArgumentFactory,
    CampaignFactory,
    ProcedureFactory,
    ProposalFactory,
    SegmentFactory,
    StatementFactory,
)

CLERK = "user:7"
NOISE = [
    "Der Lärm der Anlagen raubt uns den Schlaf.",
    "Nachts ist der Lärm unerträglich.",
    "Lärmschutz fehlt an der Schule.",
    "Der Lärm in der Nacht macht krank.",
]
BIRDS = [
    "Der Rotmilan brütet am Heiderand.",
    "Im Wald lebt der Rotmilan mit Jungen.",
    "Der Rotmilan wird vertrieben.",
    "Wer schützt den Rotmilan im Wald?",
]
Outcome = Proposal.Outcome


def passage(procedure, text, **how):
    letter = StatementFactory(procedure=procedure, text=text)
    return SegmentFactory(statement=letter, start=0, end=len(text), **how)


@pytest.fixture
def procedure(db):
    return ProcedureFactory()


@pytest.fixture
def noise(procedure):
    return ArgumentFactory(procedure=procedure, title="Lärm")


@pytest.fixture
def birds(procedure):
    return ArgumentFactory(procedure=procedure, title="Rotmilan")


@pytest.fixture
def decided(procedure, noise, birds):
    """Four passages tied to each of two arguments, two set aside."""
    for texts, argument in ((NOISE, noise), (BIRDS, birds)):
        for text in texts:
            passage(procedure, text, tied=True, argument=argument)
    for text in ("Bitte bestätigen Sie den Eingang.", "Vielen Dank im Voraus."):
        reading.set_aside(segment=passage(procedure, text), by=CLERK)
    return procedure


def first(segment):
    return segment.proposals.undecided().first()


# Argument or not


PLACES = ("Schule", "Heide", "Kirche", "Mühle", "Straße", "Brücke", "Wiese", "Siedlung", "Halde")
HARM = [
    f"Der Lärm an der {one} {what}." for one in PLACES for what in ("stört", "schadet", "nervt")
]
THANKS = [
    f"{what} für die {one}."
    for one in PLACES
    for what in ("Vielen Dank", "Anbei eine Vollmacht", "Freundliche Grüße")
]


@pytest.fixture
def sorted_out(procedure, noise):
    """Enough passages tied and set aside to tell one from the other."""
    for text in HARM:
        passage(procedure, text, tied=True, argument=noise)
    for text in THANKS:
        passage(
            procedure,
            text,
            state=Segment.State.SET_ASIDE,
            confirmation=Segment.Confirmation.EXPLICIT,
            decided_at=timezone.now(),
        )
    return procedure


def test_open_passages_say_whether_they_probably_hold_an_argument(sorted_out):
    harm = passage(sorted_out, "Der Lärm am Bahnhof schadet uns.")
    thanks = passage(sorted_out, "Vielen Dank und freundliche Grüße.")
    renew(sorted_out)
    harm.refresh_from_db()
    thanks.refresh_from_db()
    assert harm.argues > 0.5 > thanks.argues
    assert argues_in_words(harm).startswith("Argument, ")
    assert argues_in_words(thanks).startswith("kein Argument, ")
    learned = ProposalQueue.objects.get(procedure=sorted_out).arguing
    assert (learned["tied"], learned["set_aside"], learned["is_shown"]) == (27, 27, True)


def test_with_few_decisions_nobody_says_whether_a_passage_argues(decided):
    passage_open = passage(decided, "Der Lärm am Bahnhof schadet uns.", argues=0.9)
    renew(decided)
    passage_open.refresh_from_db()
    assert passage_open.argues is None
    assert ProposalQueue.objects.get(procedure=decided).arguing == {}


def test_what_a_person_has_decided_is_not_judged_by_the_machine_any_more(sorted_out):
    open_one = passage(sorted_out, "Vielen Dank und freundliche Grüße.")
    renew(sorted_out)
    open_one.refresh_from_db()
    assert argues_in_words(open_one)
    reading.set_aside(segment=open_one, by=CLERK)
    assert argues_in_words(open_one) == ""
    assert argues_in_words(None) == ""


# Proposing


def test_an_open_passage_gets_the_argument_of_its_like(decided, noise):
    waiting = passage(decided, "Der Lärm raubt meinen Kindern nachts den Schlaf.")
    done = renew(decided)
    proposal = first(waiting)
    assert proposal.argument == noise
    assert 0.2 <= proposal.confidence < 1
    assert any("lärm" in word.casefold() or word == "schlaf" for word in proposal.evidence)
    assert done.proposals >= 1


def test_after_one_tie_a_similar_passage_is_enough(procedure, noise):
    passage(procedure, NOISE[0], tied=True, argument=noise)
    waiting = passage(procedure, "Der Lärm der Anlagen raubt auch uns den Schlaf!")
    renew(procedure)
    proposal = first(waiting)
    assert (proposal.argument, proposal.method) == (noise, Proposal.Method.SIMILAR)
    assert proposal.resembles == NOISE[0]
    assert not LearnedModel.objects.exists()


def test_letters_nobody_has_opened_are_cut_into_passages(decided):
    text = "Der Rotmilan verlässt den Wald.\n\nDer Lärm ist zu groß."
    letter = StatementFactory(procedure=decided, text=text)
    renew(decided)
    assert [one.text for one in letter.segments.all()] == text.split("\n\n")
    assert Proposal.objects.filter(segment__statement=letter).exists()
    assert letter.segments.count() == 2
    renew(decided)
    assert letter.segments.count() == 2


def test_models_are_numbered_and_only_the_newest_keeps_its_content(decided, noise):
    passage(decided, "Der Lärm stört.")
    assert renew(decided).model == 1
    assert renew(decided).model == 1
    passage(decided, "Am Abend ist der Lärm zu laut.", tied=True, argument=noise)
    assert renew(decided).model == 2
    contents = {one.number: bool(one.content) for one in LearnedModel.objects.all()}
    assert contents == {1: False, 2: True}


def test_the_same_decisions_give_the_same_proposals(decided):
    passage(decided, "Der Lärm vertreibt den Rotmilan.")

    def proposed():
        renew(decided)
        rows = Proposal.objects.undecided().order_by("segment", "rank")
        return list(rows.values_list("segment", "argument", "confidence", "evidence"))

    assert proposed() == proposed()


def test_tacit_decisions_teach_nothing(procedure, noise):
    letter = passage(procedure, NOISE[0])
    reading.tie_segment(segment=letter, argument=noise, by=CLERK, tacit=True)
    assert decisions_of(procedure) == []


def test_what_belongs_to_a_merged_argument_teaches_its_successor(procedure, noise, birds):
    passage(procedure, NOISE[0], tied=True, argument=noise)
    noise.merged_into = birds
    noise.save()
    assert [one.argument for one in decisions_of(procedure)] == [birds.pk]


# What people decide stays


def test_a_decision_is_never_overwritten(decided, birds):
    waiting = passage(decided, "Der Lärm raubt meinen Kindern den Schlaf.")
    renew(decided)
    reading.tie_segment(segment=waiting, argument=birds, by=CLERK)
    renew(decided)
    waiting.refresh_from_db()
    assert waiting.argument == birds
    assert not waiting.proposals.undecided().exists()
    assert waiting.proposals.get(rank=1).outcome == Outcome.CHANGED


def test_a_refused_proposal_is_not_made_again_for_these_words(decided, noise):
    text = "Der Lärm raubt meinen Kindern den Schlaf."
    waiting = passage(decided, text)
    renew(decided)
    refused = first(waiting)
    assert refused.argument == noise
    outcomes.refuse(proposal=refused, by=CLERK)
    waiting.delete()
    again = passage(decided, text.upper().replace("SCHLAF.", "Schlaf!"))
    renew(decided)
    assert noise not in [one.argument for one in again.proposals.undecided()]


def test_the_next_proposal_moves_up_when_the_first_is_refused(procedure):
    one = ProposalFactory(segment=passage(procedure, NOISE[0]), procedure=procedure)
    other = ProposalFactory(segment=one.segment, procedure=procedure, rank=2, confidence=0.4)
    outcomes.refuse(proposal=one, by=CLERK)
    other.refresh_from_db()
    assert other.rank == 1
    assert outcomes.open_proposals([one.segment]) == {one.segment.pk: [other]}


@pytest.mark.parametrize("rank", [1, 2])
def test_what_was_tied_to_a_proposal_is_kept(procedure, rank):
    proposal = ProposalFactory(segment=passage(procedure, NOISE[0]), rank=rank)
    reading.tie_segment(segment=proposal.segment, argument=proposal.argument, by=CLERK)
    proposal.refresh_from_db()
    assert (proposal.outcome, proposal.confirmation) == (Outcome.KEPT, "explicit")
    assert proposal.decided_by == CLERK


def test_words_selected_by_hand_measure_what_was_proposed_there(procedure, noise):
    proposal = ProposalFactory(segment=passage(procedure, NOISE[0]), argument=noise)
    letter = proposal.segment.statement
    tied = reading.tie(where=letter, start=0, end=8, argument=noise, by=CLERK)
    proposal.refresh_from_db()
    assert (proposal.segment, proposal.outcome) == (tied, Outcome.KEPT)


def test_setting_aside_refuses_and_reopening_takes_it_back(procedure):
    proposal = ProposalFactory(segment=passage(procedure, NOISE[0]))
    reading.set_aside(segment=proposal.segment, by=CLERK)
    proposal.refresh_from_db()
    assert proposal.outcome == Outcome.REFUSED
    reading.reopen(segment=proposal.segment, by=CLERK)
    proposal.refresh_from_db()
    assert (proposal.outcome, proposal.decided_at) == (Outcome.OPEN, None)


def test_the_rest_confirmed_is_tied_where_likely_and_counted_apart(procedure):
    letter = StatementFactory(procedure=procedure, text=f"{NOISE[0]}\n\n{BIRDS[0]}")
    likely, unlikely = reading.propose_segments(letter)
    ProposalFactory(segment=likely, confidence=0.6)
    ProposalFactory(segment=unlikely, confidence=0.3)
    assert confirm_rest(where=letter, by=CLERK) == 1
    likely.refresh_from_db()
    assert (likely.state, likely.confirmation) == (Segment.State.TIED, "tacit")
    assert letter.segments.proposed().get() == unlikely
    quality = quality_of(procedure)
    assert (quality.tacit.kept, quality.explicit.decided) == (1, 0)


def test_the_fingerprint_forgets_case_and_line_breaks():
    assert outcomes.fingerprint("Der LÄRM,\nnachts") == outcomes.fingerprint("der Lärm nachts!")
    assert outcomes.fingerprint("der Lärm") != outcomes.fingerprint("kein Lärm")


# The order of work


def test_the_queue_prefers_what_stands_in_many_letters(decided):
    campaign = CampaignFactory(procedure=decided, size=900, template="Die Wege sind zu lang.")
    reading.propose_segments(campaign)
    passage(decided, "Ein Wort zum Verkehr an der Brücke.")
    renew(decided)
    queue = ProposalQueue.objects.get(procedure=decided)
    assert queue.passages[0] == [campaign.segments.get().pk, 900]
    assert queue.renewed_at


def test_equal_passages_stand_once_in_the_queue(decided):
    for _letter in range(3):
        passage(decided, "Ein Wort zum Verkehr an der Brücke.")
    renew(decided)
    assert [letters for _pk, letters in ProposalQueue.objects.get().passages] == [3]


# Runs


def test_a_run_begins_a_minute_after_the_last_decision(decided):
    now = timezone.now()
    assert [run.kind for run in proposal_runs.start_where_due(now)] == ["propose"]
    execute_run.call(Run.objects.get(kind="propose").pk)
    run = Run.objects.get(kind="propose")
    assert run.state == Run.State.DONE, run.error
    assert run.result["model"] == 1
    assert proposal_runs.start_where_due(timezone.now()) == []
    Segment.objects.tied().update(decided_at=timezone.now() + timedelta(seconds=1))
    soon = timezone.now() + timedelta(seconds=30)
    assert proposal_runs.start_where_due(soon) == []
    assert proposal_runs.start_where_due(soon + timedelta(minutes=2))


def test_two_who_ask_get_the_same_run(decided):
    first_run = proposal_runs.start_proposing(decided)
    assert proposal_runs.start_proposing(decided, by=CLERK) == first_run


def test_nothing_is_proposed_after_the_weighing_is_closed(decided):
    passage(decided, "Der Lärm stört.")
    run = proposal_runs.start_proposing(decided)
    decided.weighing_closed_at = timezone.now()
    decided.save()
    execute_run.call(run.pk)
    assert not Proposal.objects.exists()
    assert proposal_runs.start_where_due(timezone.now() + timedelta(hours=1)) == []


# Quality


def test_quality_counts_kept_changed_refused_and_new(procedure, noise, birds):
    for text, choice in ((NOISE[0], noise), (NOISE[1], birds), (NOISE[2], None)):
        proposal = ProposalFactory(segment=passage(procedure, text), argument=noise)
        if choice:
            reading.tie_segment(segment=proposal.segment, argument=choice, by=CLERK)
        else:
            reading.set_aside(segment=proposal.segment, by=CLERK)
    reading.tie_segment(segment=passage(procedure, BIRDS[0]), argument=birds, by=CLERK)
    quality = quality_of(procedure)
    assert (quality.explicit.kept, quality.explicit.changed, quality.explicit.refused) == (1, 1, 1)
    assert quality.new == 1
    assert quality.explicit.share_kept == pytest.approx(1 / 3)
    assert quality.by_method["learned"].decided == 3
    assert quality.bands[-1].proposals == 3
    assert [week.outcomes.decided for week in quality.weeks] == [3]


def test_the_model_card_says_data_figures_limits_and_use(decided):
    passage(decided, "Der Lärm stört.")
    renew(decided)
    today = timezone.localdate()
    found = card(decided, today)
    assert found["model"]["version"] == 1
    assert found["model"]["decisions"] == len(NOISE) + len(BIRDS) + 2
    for part in ("intended_use", "limits", "data", "method"):
        assert found[part]
    assert card_pdf(decided, today).startswith(b"%PDF")
