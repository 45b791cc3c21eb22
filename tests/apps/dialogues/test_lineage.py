"""Contributions put together and taken apart, and what that means for supporters and outcomes."""

from datetime import date

import pytest

from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.dialogues.errors import Incomplete, NotPossible
from dialogwerk.apps.dialogues.models import DuplicatePair, State, Support
from dialogwerk.apps.dialogues.services import duplicates, lineage
from dialogwerk.apps.dialogues.services.lineage import Written
from dialogwerk.apps.dialogues.services.outcomes import (
    OutcomeDraft,
    decide_outcome,
    outcomes_for,
)
from dialogwerk.apps.dialogues.services.supporting import Supporter, support
from tests.factories import UserFactory
from tests.factories.dialogues import ContributionFactory, OutcomeFactory

pytestmark = pytest.mark.django_db
WHY = "Alle wollen Bäume auf dem Marktplatz."


@pytest.fixture
def trees(place):
    return [ContributionFactory(format=place, title=f"Bäume {n}") for n in range(3)]


def merge(trees, moderator, into=None):
    return lineage.merge(contributions=trees, into=into or trees[0], reason=WHY, by=moderator)


def adopt(contributions, by):
    draft = OutcomeDraft(kind="adopted", reason="Zwölf Bäume.", decided_on=date(2026, 7, 1))
    return decide_outcome(contributions=contributions, draft=draft, by=by)


def states(contributions):
    for one in contributions:
        one.refresh_from_db()
    return [one.state for one in contributions]


def test_merged_ones_point_to_the_one_that_stays(trees, moderator):
    made = merge(trees, moderator)
    assert states(trees) == [State.PUBLIC, State.MERGED, State.MERGED]
    assert made.results == [trees[0]]
    assert made.sources == trees[1:]
    assert lineage.results_of(trees[1:]) == {one.pk: [trees[0].pk] for one in trees[1:]}


def test_a_new_one_takes_over_what_all_have_in_common(trees, moderator):
    made = merge(trees, moderator, into=Written("Bäume auf den Markt", "Zwölf Linden."))
    (new,) = made.results
    assert states(trees) == [State.MERGED] * 3
    assert (new.state, new.channel, new.text) == (State.PUBLIC, "office", "Zwölf Linden.")
    assert new.format == trees[0].format


def test_nobody_is_counted_twice_among_supporters(trees, moderator):
    twice, once = UserFactory(), UserFactory()
    for tree in trees:
        Support.objects.create(contribution=tree, user=twice)
    Support.objects.create(contribution=trees[1], user=once)
    Support.objects.create(contribution=trees[2], visitor="a" * 64)
    made = merge(trees, moderator)
    trees[0].refresh_from_db()
    assert trees[0].support_count == trees[0].supports.count() == 3
    lineage.undo(lineage=made, because="Es waren doch verschiedene.", by=moderator)
    trees[0].refresh_from_db()
    assert trees[0].support_count == trees[0].supports.count() == 1
    assert Support.objects.count() == 5


def counted(contributions):
    for one in contributions:
        one.refresh_from_db()
    return [one.support_count for one in contributions]


def imported(place, *numbers):
    return [
        ContributionFactory(format=place, support_count=number, supports_elsewhere=number)
        for number in numbers
    ]


def test_numbers_of_supporters_that_came_with_an_import_are_added_up(place, moderator):
    old = imported(place, 40, 2, 0)
    twice = UserFactory()
    for one in old:
        support(contribution=one, supporter=Supporter(user=twice))
    made = merge(old, moderator)
    assert counted(old)[0] == 40 + 2 + 1
    support(contribution=old[0], supporter=Supporter(user=UserFactory()))
    assert counted(old)[0] == 44
    lineage.undo(lineage=made, because="Es waren doch verschiedene.", by=moderator)
    assert counted(old) == [42, 3, 1]


def test_a_number_is_not_added_twice_on_the_way_through_two_lineages(place, moderator):
    (whole,) = imported(place, 7)
    parts = [Written("Bäume", "Bäume fehlen."), Written("Bänke", "Bänke fehlen.")]
    first = lineage.split(contribution=whole, parts=parts, reason="Zwei Anliegen.", by=moderator)
    assert counted(first.results) == [7, 7]
    again = merge(first.results, moderator)
    assert counted(again.results) == [7]
    lineage.undo(lineage=again, because="Ein Irrtum.", by=moderator)
    lineage.undo(lineage=first, because="Ein Irrtum.", by=moderator)
    assert counted([whole, *first.results]) == [7, 0, 0]


def test_an_outcome_counts_for_all_that_went_in(trees, place, moderator):
    other = ContributionFactory(format=place)
    merge(trees, moderator)
    later = lineage.merge(contributions=[other], into=trees[0], reason=WHY, by=moderator)
    assert later.sources == [other]
    trees[0].refresh_from_db()
    (outcome,) = adopt([trees[0]], moderator)
    assert outcomes_for([*trees, other]) == {one.pk: [outcome] for one in [*trees, other]}


def test_through_several_lineages_to_the_end(trees, place, moderator):
    merge(trees[:2], moderator)
    trees[0].refresh_from_db()
    lineage.merge(contributions=[trees[0]], into=trees[2], reason=WHY, by=moderator)
    assert lineage.results_of([trees[1]]) == {trees[1].pk: [trees[2].pk]}
    assert set(lineage.sources_of([trees[2]])[trees[2].pk]) == {trees[0].pk, trees[1].pk}


def test_authors_of_merged_ones_learn_of_the_outcome(
    said, place, moderator, mailoutbox, django_capture_on_commit_callbacks
):
    kept = ContributionFactory(format=place)
    lineage.merge(contributions=[said], into=kept, reason=WHY, by=moderator)
    with django_capture_on_commit_callbacks(execute=True):
        adopt([kept], moderator)
    assert [mail.to for mail in mailoutbox] == [["erika@beispiel.example"]]
    assert "Zwölf Bäume." in mailoutbox[0].body


def test_parts_keep_the_author_and_stand_for_the_whole(said, moderator):
    Support.objects.create(contribution=said, user=UserFactory())
    made = lineage.split(
        contribution=said,
        parts=[Written("Bäume", "Bäume fehlen."), Written("Bänke", "Bänke fehlen.")],
        reason="Zwei Anliegen.",
        by=moderator,
    )
    said.refresh_from_db()
    assert said.state == State.SPLIT
    assert [one.title for one in made.results] == ["Bäume", "Bänke"]
    for part in made.results:
        part.refresh_from_db()
        assert (part.person, part.state, part.support_count) == (said.person, State.PUBLIC, 1)
    adopt([made.results[0]], moderator)
    assert len(outcomes_for([said])[said.pk]) == 1


def test_undone_everything_stands_as_before(trees, moderator):
    made = merge(trees, moderator, into=Written("Bäume", "Linden."))
    lineage.undo(lineage=made, because="Ein Irrtum.", by=moderator)
    assert states(trees) == [State.PUBLIC] * 3
    assert states(made.results) == [State.SPLIT]
    assert lineage.results_of(trees) == {one.pk: [one.pk] for one in trees}
    with pytest.raises(NotPossible):
        lineage.undo(lineage=made, because="Noch einmal.", by=moderator)


def test_what_later_things_stand_on_is_not_undone(trees, moderator):
    first = merge(trees[:2], moderator, into=Written("Bäume", "Linden."))
    lineage.merge(contributions=first.results, into=trees[2], reason=WHY, by=moderator)
    with pytest.raises(NotPossible):
        lineage.undo(lineage=first, because="Ein Irrtum.", by=moderator)


def test_an_outcome_on_the_new_one_stays(trees, moderator):
    made = merge(trees, moderator, into=Written("Bäume", "Linden."))
    OutcomeFactory(contribution=made.results[0])
    with pytest.raises(NotPossible):
        lineage.undo(lineage=made, because="Ein Irrtum.", by=moderator)


@pytest.mark.parametrize("state", ["held", "refused", "withdrawn", "merged"])
def test_only_what_is_public_is_put_together(trees, moderator, state):
    trees[1].state = state
    trees[1].save()
    with pytest.raises(NotPossible):
        merge(trees, moderator)


def test_a_lineage_has_a_reason_and_two_members(trees, moderator):
    with pytest.raises(Incomplete):
        lineage.merge(contributions=trees, into=trees[0], reason=" ", by=moderator)
    with pytest.raises(NotPossible):
        lineage.merge(contributions=[trees[0]], into=trees[0], reason=WHY, by=moderator)
    with pytest.raises(NotPossible):
        lineage.split(contribution=trees[0], parts=[Written("a", "b")], reason=WHY, by=moderator)


def test_two_dialogues_are_not_put_together(trees, moderator):
    with pytest.raises(NotPossible):
        lineage.merge(contributions=trees, into=ContributionFactory(), reason=WHY, by=moderator)


def test_the_journal_names_all_members(trees, moderator):
    merge(trees, moderator)
    entry = JournalEntry.objects.get(action="contribution.merged", subject=trees[1].code)
    assert entry.payload["results"] == [trees[0].code]


def test_similar_ones_are_proposed_and_different_ones_not_again(place, process, moderator):
    words = "Am Marktplatz fehlen große Bäume, die im Sommer Schatten geben."
    one = ContributionFactory(format=place, title="Bäume", text=words)
    two = ContributionFactory(format=place, title="Schatten", text=words.replace("große", "alte"))
    ContributionFactory(format=place, title="Radweg", text="Der Radweg an der Schule ist eng.")
    assert duplicates.renew_pairs(process) == 1
    (pair,) = duplicates.open_pairs(process)
    assert {pair.first, pair.second} == {one, two}
    assert "Marktplatz" in pair.shared or "marktplatz" in pair.shared
    duplicates.say_different(pair=pair, by=moderator)
    assert duplicates.renew_pairs(process) == 0
    assert DuplicatePair.objects.get().decision == "different"


def test_merging_settles_the_pair(place, process, moderator):
    words = "Am Marktplatz fehlen große Bäume, die im Sommer Schatten geben."
    pair = [ContributionFactory(format=place, text=words) for _n in range(2)]
    duplicates.renew_pairs(process)
    merge(pair, moderator)
    assert DuplicatePair.objects.get().decision == "merged"
