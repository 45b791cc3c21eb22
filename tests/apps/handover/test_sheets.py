"""The sheet that goes out and comes back: no name in it, and nothing lost on the way."""

import io

import pytest

from dialogwerk.apps.handover.errors import UnusableSheet
from dialogwerk.apps.handover.models import Comment, CommentSheet
from dialogwerk.apps.handover.services.comments import save_comment, submit
from dialogwerk.apps.handover.services.handing_over import hand_over
from dialogwerk.apps.handover.services.returned import keep_sheet, lines_of, take_over
from dialogwerk.apps.statements.services import answers
from dialogwerk.documents import comment_sheets as written
from tests.apps.statements.answered_letters import make_point, make_talkative
from tests.factories import PersonFactory, ProcedureFactory

from .conftest import BY
from .sheets import cells, everything_in, filled, saved, sheet_of

pytestmark = pytest.mark.django_db


def keep(procedure, content, by, name="uebergabe.xlsx"):
    return keep_sheet(procedure=procedure, file=io.BytesIO(content), name=name, by=by)


def findings(sheet):
    return {int(line.number or 0): str(line.finding) for line in lines_of(sheet)}


# Out


def test_the_sheet_holds_arguments_figures_and_a_place_for_comments(handed, noise, kites):
    head, first, second = cells(sheet_of(handed))
    assert head[-3:] == ["Ihre Erwiderung", written.KEY, written.BASE]
    assert first[:5] == [str(noise.number), noise.title, "Argument", "2", "2"]
    assert (second[1], second[7], second[9]) == (kites.title, "", "0")


def test_passages_stand_on_their_own_sheet_by_code_number(handed, noise):
    _head, *rows = cells(sheet_of(handed), written.PASSAGES)
    codes = {segment.statement.code for segment in noise.segments.select_related("statement")}
    assert {row[1] for row in rows if row[0] == str(noise.number)} == codes


def test_the_hidden_sheet_says_where_the_file_comes_from(handed, procedure):
    said = dict(cells(sheet_of(handed), written.ORIGIN)[1:])
    assert said["hand_over"] == handed.code
    assert (said["procedure"], said["sha256"]) == (procedure.slug, handed.sha256)


@pytest.mark.parametrize("lang", ["de", "en"])
def test_no_name_stands_anywhere_in_the_file(procedure, lang):
    secrets = make_talkative(procedure)
    content = everything_in(sheet_of(hand_over(procedure=procedure, by=BY), lang=lang))
    assert "Lärm" in content
    assert [secret for secret in secrets if secret in content] == []
    assert "<dc:creator></dc:creator>" in content or "<dc:creator/>" in content


def test_only_the_column_for_comments_can_be_typed_into(handed):
    content = everything_in(sheet_of(handed))
    assert content.count("<sheetProtection") == 4
    assert "dataValidation " in content
    assert 'state="veryHidden"' in content


def test_a_later_sheet_holds_only_what_changed_unless_everything_is_asked_for(
    procedure, handed, noise, kites
):
    make_point(procedure, PersonFactory(), kites)
    second = hand_over(procedure=procedure, by=BY)
    assert [row[1] for row in cells(sheet_of(second))[1:]] == [kites.title]
    everything = cells(sheet_of(second, everything=True))[1:]
    assert [row[1] for row in everything] == [noise.title, kites.title]


def test_a_sheet_says_what_was_commented_already(handed, noise, developer):
    save_comment(argument=noise, text="=Wir drosseln.", by=developer)
    row = cells(sheet_of(handed))[1]
    assert (row[7], row[9]) == ("=Wir drosseln.", "1")


# In


def test_looking_at_a_returned_sheet_changes_nothing(procedure, handed, noise, kites, developer):
    sheet = keep(procedure, filled(sheet_of(handed), {noise.number: "Wir drosseln."}), developer)
    assert findings(sheet) == {noise.number: "new", kites.number: "empty"}
    assert not Comment.objects.exists()


def test_taking_it_over_keeps_the_comments_and_where_they_stood(
    procedure, handed, noise, developer
):
    sheet = keep(procedure, filled(sheet_of(handed), {noise.number: "Wir drosseln."}), developer)
    assert take_over(sheet=sheet, by=developer) == 1
    version = Comment.objects.get(argument=noise).latest
    assert (version.text, version.way, version.sheet) == ("Wir drosseln.", "sheet", sheet)
    assert Comment.objects.get(argument=noise).submitted is None


def test_it_can_be_submitted_at_once(procedure, handed, noise, worker):
    sheet = keep(procedure, filled(sheet_of(handed), {noise.number: "Wir drosseln."}), worker)
    take_over(sheet=sheet, by=worker, at_once=True)
    assert Comment.objects.get(argument=noise).submitted.text == "Wir drosseln."


def test_the_same_sheet_a_second_time_adds_nothing(procedure, handed, noise, developer):
    content = filled(sheet_of(handed), {noise.number: "Wir drosseln."})
    sheet = keep(procedure, content, developer)
    take_over(sheet=sheet, by=developer)
    again = keep(procedure, content, developer)
    assert again == sheet
    assert findings(again)[noise.number] == "unchanged"
    assert take_over(sheet=again, by=developer) == 0
    assert Comment.objects.get(argument=noise).versions.count() == 1
    assert CommentSheet.objects.count() == 1


def test_a_comment_made_on_the_page_meanwhile_is_a_conflict_that_must_be_ticked(
    procedure, handed, noise, developer
):
    content = filled(sheet_of(handed), {noise.number: "Aus der Tabelle."})
    save_comment(argument=noise, text="Auf der Seite.", by=developer)
    sheet = keep(procedure, content, developer)
    (line,) = [one for one in lines_of(sheet) if one.number == str(noise.number)]
    assert (line.finding, line.before) == ("conflict", "Auf der Seite.")
    assert take_over(sheet=sheet, by=developer) == 0
    assert take_over(sheet=sheet, by=developer, conflicts=[line.row]) == 1
    texts = [one.text for one in Comment.objects.get(argument=noise).versions.order_by("number")]
    assert texts == ["Auf der Seite.", "Aus der Tabelle."]


def test_an_emptied_cell_deletes_nothing(procedure, handed, noise, developer):
    save_comment(argument=noise, text="Bleibt.", by=developer)
    sheet = keep(procedure, filled(sheet_of(handed), {noise.number: ""}), developer)
    assert findings(sheet)[noise.number] == "emptied"
    take_over(sheet=sheet, by=developer)
    assert Comment.objects.get(argument=noise).latest.text == "Bleibt."


def test_a_row_whose_number_or_key_was_edited_is_not_taken(
    procedure, handed, noise, kites, developer
):
    def swap(rows):
        rows[1][8], rows[2][0] = rows[2][8], "77"

    comments = {noise.number: "Wozu?", kites.number: "Dazu."}
    sheet = keep(procedure, filled(sheet_of(handed), comments, change=swap), developer)
    assert findings(sheet) == {noise.number: "edited", 77: "edited"}
    assert take_over(sheet=sheet, by=developer) == 0


@pytest.mark.parametrize("key", ["999999999-0123456789ab", "kein Schlüssel", ""])
def test_a_row_of_no_argument_is_not_taken(procedure, handed, noise, developer, key):
    def unknown(rows):
        rows[1][8] = key

    sheet = keep(
        procedure, filled(sheet_of(handed), {noise.number: "Wozu?"}, change=unknown), developer
    )
    assert findings(sheet)[noise.number] == "unknown"


def test_a_sheet_of_an_older_state_is_taken_with_that_state(procedure, handed, noise, developer):
    content = filled(sheet_of(handed), {noise.number: "Zum alten Stand."})
    make_point(procedure, PersonFactory(), noise)
    hand_over(procedure=procedure, by=BY)
    sheet = keep(procedure, content, developer)
    assert findings(sheet)[noise.number] == "stale"
    assert take_over(sheet=sheet, by=developer) == 1
    assert Comment.objects.get(argument=noise).latest.handed.hand_over == handed


def test_a_comment_on_a_withdrawn_argument_is_shown_and_not_taken(
    procedure, handed, noise, kites, developer
):
    content = filled(sheet_of(handed), {kites.number: "Zum Rotmilan."})
    answers.merge(source=kites, target=noise, by=BY)
    hand_over(procedure=procedure, by=BY)
    sheet = keep(procedure, content, developer)
    assert findings(sheet)[kites.number] == "withdrawn"
    assert take_over(sheet=sheet, by=developer) == 0


def test_a_comment_that_is_too_long_is_not_cut_but_refused(procedure, handed, noise, developer):
    sheet = keep(procedure, filled(sheet_of(handed), {noise.number: "a" * 30_001}), developer)
    assert findings(sheet)[noise.number] == "too_long"


def test_a_round_trip_without_a_change_finds_nothing_new(procedure, handed, noise, developer):
    text = "Wir drosseln.\n\n=SUMME(A1)\tund „mehr“ ☀ \u202eumgekehrt\nEnde"
    save_comment(argument=noise, text=text, by=developer)
    submit(procedure=procedure, by=developer)
    sheet = keep(procedure, filled(sheet_of(handed), {}), developer)
    assert findings(sheet)[noise.number] == "unchanged"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Nr.;Argument\n1;A\n",
        b"PK\x03\x04 kaputt",
        saved({"Tabelle1": [["Nr.", "Argument"], ["1", "A"]]}),
        saved({written.ORIGIN: [["name", "value"], ["format", "etwas.anderes"]]}),
    ],
)
def test_any_other_file_is_refused_with_a_sentence(procedure, handed, developer, content):
    with pytest.raises(UnusableSheet) as refused:
        keep(procedure, content, developer)
    assert str(refused.value).endswith(".")
    assert not CommentSheet.objects.exists()


def test_the_sheet_of_another_procedure_is_refused(procedure, handed, developer):
    other = ProcedureFactory()
    make_point(other, PersonFactory())
    content = sheet_of(hand_over(procedure=other, by=BY))
    with pytest.raises(UnusableSheet):
        keep(procedure, content, developer)
