"""Contributions from elsewhere are taken in whole, once, and with their credit."""

import io
import os
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.dialogues.errors import NotAllowedNow, UnfitFile
from dialogwerk.apps.dialogues.models import (
    Channel,
    Contribution,
    ContributionImport,
    Outcome,
    State,
    ThemeAssignment,
    ThemeReview,
)
from dialogwerk.apps.dialogues.services import imports
from dialogwerk.apps.dialogues.services.import_words import shown
from dialogwerk.cores.contributions import Columns

from .making import adhocracy, decidim, idea, proposal, simple, table

pytestmark = pytest.mark.django_db
DATA = os.environ.get("DIALOGWERK_DATA", "")
BERLIN = ZoneInfo("Europe/Berlin")


def take(place, file, name="beitraege.csv", **choices):
    """Stage, settle, check and take in."""
    one = imports.stage(format=place, file=file, name=name, by="user:1")
    settle(one, **choices)
    imports.check(one)
    return imports.take_in_rows(one, by="user:1")


def settle(one, **choices):
    chosen = {"credit": one.credit, "licence": one.licence, **choices}
    imports.settle(one, chosen.pop("columns", imports.columns_of(one)), **chosen)


def sentences(one):
    return [(row["row"], row["field"], row["sentence"]) for row in shown(one.findings)]


def test_a_table_becomes_public_contributions_with_credit_and_address(place):
    one = take(place, table(simple(3)), credit="Stadt Musterhausen", licence="cc-by-4.0")
    assert (one.state, one.added, one.refused) == (one.State.DONE, 3, 0)
    first = Contribution.objects.get(external_id="M1")
    assert (first.title, first.state, first.channel) == ("Bank 1", State.PUBLIC, Channel.IMPORT)
    assert first.credit == "Stadt Musterhausen, CC BY 4.0"
    assert first.source_url == "https://dialog.musterhausen.example/beitrag/1"
    assert JournalEntry.objects.get(action="contributions.imported").payload["added"] == 3


def test_the_same_file_again_adds_nothing(place):
    take(place, table(simple(3)))
    again = take(place, table(simple(4)))
    assert (again.added, again.known) == (1, 3)
    assert place.contributions.count() == 4


def test_other_words_under_a_known_number_never_overwrite(place):
    take(place, table(simple(1)))
    changed = table([{**simple(1)[0], "text": "Anders."}])
    one = imports.stage(format=place, file=changed, name="neu.csv", by="user:1")
    imports.check(one)
    assert one.summary["refused"] == 1
    assert "M1" in sentences(one)[0][2]
    assert place.contributions.get().text == "Am Markt fehlt Bank 1."


def test_equal_rows_without_numbers_stay_apart_and_come_once(place):
    rows = [{"title": "Bank", "text": "Fehlt."}] * 2
    assert take(place, table(rows)).added == 2
    assert take(place, table(rows)).known == 2


def test_a_dry_run_says_row_and_field_and_takes_nothing_in(place):
    rows = simple(3, datum="01.03.2021")
    rows[1]["datum"] = "neulich"
    one = imports.stage(format=place, file=table(rows), name="b.csv", by="user:1")
    imports.check(one)
    assert (one.summary["new"], one.summary["refused"]) == (2, 1)
    assert sentences(one)[0][:2] == (3, "date")
    assert not place.contributions.exists()


def test_dates_of_the_table_and_for_rows_without_one(place):
    rows = [*simple(1, datum="03.05.2021 10:15"), *simple(2, datum="")[1:]]
    noon = datetime(2020, 1, 1, 12, tzinfo=BERLIN)
    take(place, table(rows), said_at=noon)
    first, second = place.contributions.order_by("external_id")
    assert first.received_at == datetime(2021, 5, 3, 10, 15, tzinfo=BERLIN)
    assert second.received_at == noon


def test_a_date_in_the_future_is_refused(place):
    one = take(place, table(simple(1, datum="2990-01-01")))
    assert (one.added, one.refused) == (0, 1)


def test_what_breaks_off_goes_on_where_it_stopped(
    place, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr("dialogwerk.apps.dialogues.services.import_rows.ROWS_PER_TRANSACTION", 10)

    class Stopping:
        def advance(self, done, message="", *, total=None):
            self.done = done

        def should_stop(self):
            return self.done >= 20

    one = imports.stage(format=place, file=table(simple(35)), name="b.csv", by="user:1")
    imports.check(one)
    imports.take_in_rows(one, by="user:1", progress=Stopping())
    assert (one.state, place.contributions.count()) == (one.State.STOPPED, 20)
    with django_capture_on_commit_callbacks(execute=True):
        imports.start(one, by="user:1")
    one.refresh_from_db()
    assert (one.added, place.contributions.count()) == (35, 35)


@pytest.mark.django_db(transaction=True)
def test_the_run_takes_everything_in_and_the_file_goes(place):
    one = imports.stage(format=place, file=table(simple(5)), name="b.csv", by="user:1")
    storage, name = one.file.storage, one.file.name
    imports.check(one)
    imports.start(one, by="user:1")
    one.refresh_from_db()
    assert (one.state, one.added, one.file.name) == (one.State.DONE, 5, "")
    assert not storage.exists(name)
    with pytest.raises(NotAllowedNow):
        imports.start(one, by="user:1")


def test_what_has_begun_cannot_be_changed_or_thrown_away(place):
    one = take(place, table(simple(1)))
    with pytest.raises(NotAllowedNow):
        settle(one)
    with pytest.raises(NotAllowedNow):
        imports.discard(one)


def test_an_upload_is_thrown_away_with_its_file(place, django_capture_on_commit_callbacks):
    one = imports.stage(format=place, file=table(simple(1)), name="b.csv", by="user:1")
    storage, name = one.file.storage, one.file.name
    with django_capture_on_commit_callbacks() as afterwards:
        imports.discard(one)
    assert not ContributionImport.objects.exists()
    assert storage.exists(name)
    for step in afterwards:
        step()
    assert not storage.exists(name)


def test_contributions_can_wait_for_moderation(place):
    take(place, table(simple(1)), held=True)
    assert place.contributions.get().state == State.HELD


def test_columns_that_do_not_exist_are_named(place):
    one = imports.stage(format=place, file=table(simple(1)), name="b.csv", by="user:1")
    with pytest.raises(UnfitFile, match="Langtext"):
        settle(one, columns=Columns({"text": "Langtext"}))


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"", b'{"id": 1}', b"[1, 2]", b"[{]"])
def test_what_is_no_table_is_refused_with_a_sentence(place, content):
    with pytest.raises(UnfitFile, match=r"\w"):
        imports.stage(format=place, file=io.BytesIO(content), name="b.csv", by="user:1")
    assert not ContributionImport.objects.exists()


def test_ideas_of_adhocracy_come_with_place_category_support_and_answer(place):
    rejected = {"Moderator feedback": "Abgelehnt", "Official Statement": "Gehört dem Land."}
    file = adhocracy(idea(1), idea(2, **rejected), idea(3, **{"Moderator feedback": "Angenommen"}))
    one = take(place, file, "ideen.xlsx", decided_on=date(2021, 9, 1))
    assert (one.source, one.added, one.outcomes_added) == ("adhocracy", 3, 1)
    first = place.contributions.get(external_id="2021-01")
    assert (first.category.title, first.support_count) == ("Fußverkehr", 4)
    assert first.geometry == {"type": "Point", "coordinates": [7.1, 50.7]}
    assert first.public_name == "mira1"
    outcome = Outcome.objects.get()
    assert (outcome.kind, outcome.reason) == (Outcome.Kind.REFUSED, "Gehört dem Land.")
    assert outcome.decided_on == date(2021, 9, 1)


def test_an_outcome_without_a_day_is_not_recorded(place):
    answered = {"Moderator feedback": "Abgelehnt", "Official Statement": "Zu teuer."}
    one = take(place, adhocracy(idea(1, **answered)), "ideen.xlsx")
    assert one.outcomes_added == 0
    assert sentences(one)[0][1] == "decided_on"


def test_proposals_of_decidim_as_json(place):
    answered = {"answer": {"de": "<p>Wird gepflanzt.</p>"}, "answered_at": "2022-05-01T08:00:00Z"}
    file = decidim(
        proposal(1),
        proposal(2, state="accepted", **answered),
        proposal(3, state="evaluating", **answered),
        proposal(4, state="rejected"),
        proposal(5, withdrawn=True),
    )
    one = take(place, file, "proposals.json")
    assert (one.source, one.media_kind, one.added) == ("decidim", "json", 4)
    assert one.refused == 0
    outcome = Outcome.objects.get()
    assert outcome.contribution.external_id == "2"
    assert (outcome.kind, outcome.reason) == (Outcome.Kind.ADOPTED, "Wird gepflanzt.")
    assert outcome.decided_on == date(2022, 5, 1)
    first = place.contributions.get(external_id="1")
    assert (first.text, first.support_count) == ("Eine Linde am Tor.", 3)
    assert first.category.title == "Grün"


def test_an_answer_given_since_is_added_to_what_is_known(place):
    take(place, decidim(proposal(1)), "p.json")
    answered = proposal(
        1, state="accepted", answer={"de": "Ja."}, answered_at="2022-05-01T08:00:00Z"
    )
    again = take(place, decidim(answered), "p.json")
    assert (again.added, again.known, again.outcomes_added) == (0, 1, 1)
    third = take(place, decidim(answered), "p.json")
    assert third.outcomes_added == 0


def test_theme_columns_are_decisions_that_people_made(place):
    rows = [{**row, "Rad": "1", "Fuß": "0"} for row in simple(2)]
    rows[1] |= {"Rad": "0"}
    one = take(place, table(rows))
    assert (one.themes_added, one.summary["themes"]) == (1, 1)
    assert [theme.title for theme in place.process.themes.all()] == ["Rad", "Fuß"]
    row = ThemeAssignment.objects.get()
    assert (row.how, row.theme.title) == (ThemeAssignment.How.ADDED, "Rad")
    assert ThemeReview.objects.count() == 2
    assert take(place, table(rows)).themes_added == 0


def test_what_people_decided_here_stays(place):
    take(place, table(simple(1)))
    contribution = place.contributions.get()
    ThemeReview.objects.create(contribution=contribution, by="user:2")
    take(place, table([{**row, "Rad": "1"} for row in [*simple(1), *simple(2)[1:]]]))
    assert not contribution.theme_assignments.exists()
    assert place.contributions.get(external_id="M2").theme_assignments.count() == 1


def test_more_themes_than_a_dialogue_can_have_are_refused(place):
    labels = {f"Thema {number}": "1" for number in range(61)}
    one = imports.stage(
        format=place, file=table([{**simple(1)[0], **labels}]), name="b.csv", by="user:1"
    )
    with pytest.raises(UnfitFile, match="60"):
        settle(one)


@pytest.mark.skipif(not DATA, reason="DIALOGWERK_DATA is not set")
def test_published_labels_become_themes(place):
    with (Path(DATA) / "dialogues" / "freiraum-ottensen-2021-themes.csv").open("rb") as stream:
        one = take(place, stream, "ottensen.csv")
    assert (one.added, place.process.themes.count()) == (406, 12)
    assert one.themes_added == one.summary["themes"] > 406


def test_numbers_of_two_sites_do_not_collide(place):
    take(place, decidim(proposal(1)), "p.json")
    other = proposal(1, url="https://anderswo.example/proposals/1")
    assert take(place, decidim(other), "p.json").added == 1


def test_a_large_file_is_checked_in_the_background(place, monkeypatch):
    monkeypatch.setattr(imports, "ROWS_CHECKED_AT_ONCE", 2)
    one = imports.stage(format=place, file=table(simple(5)), name="b.csv", by="user:1")
    assert imports.start_check(one, by="user:1") is not None


@pytest.mark.skipif(not DATA, reason="DIALOGWERK_DATA is not set")
@pytest.mark.parametrize(
    ("name", "count", "host"),
    [
        ("raddialog-bonn-2017", 2163, "www.raddialog.bonn.de"),
        ("raddialog-ehrenfeld-2017", 366, "www.raddialog-ehrenfeld.koeln"),
    ],
)
def test_published_dialogues_are_taken_in_whole(place, name, count, host):
    with (Path(DATA) / "dialogues" / f"{name}.csv").open("rb") as stream:
        one = take(place, stream, f"{name}.csv")
    assert (one.added, one.refused, one.summary["findings"]) == (count, 0, 0)
    assert place.contributions.public().count() == count
    assert one.credit_line == f"{host}, CC BY 4.0"
    assert not place.contributions.filter(source_url="").exists()
