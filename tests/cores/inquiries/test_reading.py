"""Invented papers, read whole."""

import pytest

from dialogwerk.cores.inquiries.model import Gap, Kind, Speaker
from dialogwerk.cores.inquiries.reading import read_paper

from .papers import ANSWER, APART, BEHIND, QUESTION


@pytest.fixture(scope="module")
def answer():
    return read_paper(ANSWER)


def question(paper, label):
    return next(one for one in paper.questions if one.label == label)


def test_the_head_tells_numbers_askers_ministry_title_and_dates(answer):
    assert answer.kind is Kind.ANSWER
    assert answer.paper.text == "7/412"
    assert answer.inquiry_paper.text == "7/388"
    assert answer.term.text == "7"
    assert [(one.name, one.party) for one in answer.askers] == [
        ("Rosa Probe", "CDU"),
        ("Dr. Emil Beispiel", "CDU"),
        ("Ida Muster", "SPD"),
    ]
    assert answer.lead_ministry.text == "Musterländisches Ministerium für Wege und Brücken"
    assert answer.title.text == "Wohin führt der Steg am Mühlbach?"
    assert {one.role: one.date for one in answer.dates_of_paper} == {
        "received": "2025-02-03",
        "answered": "2025-03-04",
        "distributed": "2025-03-06",
    }


def test_both_prefaces_have_their_speakers_even_with_a_slip_in_the_heading(answer):
    assert [(one.speaker, one.heading) for one in answer.prefaces] == [
        (Speaker.ASKER, "Vorbemerkung der Abgeordneten"),
        (Speaker.GOVERNMENT, "Vormerkung der Landesregierung"),
    ]


def test_lists_in_prefaces_and_answers_are_no_questions(answer):
    assert [one.label for one in answer.questions] == list("1234567")
    assert "1. im Frühjahr" in question(answer, "1").answer


def test_a_question_keeps_what_it_asks_for_and_an_answer_begins_behind_it(answer):
    first, second = question(answer, "1"), question(answer, "2")
    assert first.text == "Wer prüft den Steg (bitte nach Jahren aufschlüsseln)?"
    assert first.answer.startswith("Das Amt für Brücken prüft jährlich.")
    assert second.text == "Was kostet das? Bitte die Beträge nennen."


def test_questions_answered_together_share_the_answer(answer):
    second, third = question(answer, "2"), question(answer, "3")
    assert second.together == third.together == ("2", "3")
    assert second.answer == third.answer
    assert second.refers_to == ()


def test_words_broken_at_line_ends_are_whole_and_hyphens_that_mean_something_stay(answer):
    text = answer.prefaces[1].text
    assert "fortgeführt" in text
    assert "Prüf- und Wartungsarbeiten" in text


def test_page_headers_and_footnotes_are_no_text(answer):
    said = answer.prefaces[0].text + "".join(one.answer for one in answer.questions)
    assert "Drucksache 7/412" not in said
    assert "steg.example" not in said
    assert [(one.label, one.text) for one in answer.notes] == [
        ("1", "https://steg.example/bretter")
    ]


def test_sub_questions_have_their_own_answers(answer):
    parts = question(answer, "4").parts
    assert [(one.label, one.text, one.answer) for one in parts] == [
        ("a", "am Bach,", "Keine."),
        ("b", "im Wald?", "Der Hohlweg, siehe Antwort zu Frage 9."),
    ]


def test_references_that_hold_nothing_are_told_with_the_reason(answer):
    gaps = {
        one.label: [(ref.target, ref.gap) for ref in one.references] for one in answer.questions
    }
    assert gaps["4"] == [("9", Gap.NO_SUCH_QUESTION)]
    assert gaps["5"] == [("1", Gap.SAYS_NOTHING)]
    assert gaps["6"] == [("7", Gap.CIRCLE)]
    assert gaps["7"] == [("6", Gap.CIRCLE), ("", None)]
    assert question(answer, "5").dangling == ("1",)


def test_a_reference_to_an_answer_that_says_it_holds():
    text = ANSWER.replace("Das Amt für Brücken prüft jährlich.", "Im Ort sind Feste geplant.")
    assert question(read_paper(text), "5").references[0].gap is None


def test_figures_have_speaker_source_and_place(answer):
    found = {one.text: one for one in answer.figures}
    boards = found["rund 1,3 Millionen Bretter"]
    assert (boards.value, boards.unit, boards.modifier) == ("1300000", "Bretter", "rund")
    assert boards.speaker is Speaker.ASKER
    assert boards.sourced
    assert found["25 %"].speaker is Speaker.GOVERNMENT
    assert found["25 %"].sourced
    assert (found["Bis zu 3 Mio. Euro"].value, found["Bis zu 3 Mio. Euro"].sourced) == (
        "3000000",
        False,
    )


def test_norms_and_dates_are_found(answer):
    assert [(one.section, one.law) for one in answer.laws] == [("§ 3 Abs. 2 Satz 1", "StegG")]
    assert ("2019", "Seit 2019") not in [(one.edtf, one.text) for one in answer.dates]
    assert "2026-05-01" in [one.edtf for one in answer.dates]
    assert "2019" in [one.edtf for one in answer.dates]


def test_every_place_leads_back_to_the_words_in_the_source(answer):
    for one in answer.figures:
        assert ANSWER[one.span.start : one.span.end].split() == one.text.split()
    for one in answer.askers:
        assert ANSWER[one.span.start : one.span.end] == one.name
    first = question(answer, "1")
    assert ANSWER[first.span.start : first.span.end].startswith("Wer prüft")
    assert first.span.line == ANSWER[: first.span.start].count("\n") + 1
    assert first.span.page == 2


def test_an_inquiry_without_answers_is_a_question():
    paper = read_paper(QUESTION)
    assert paper.kind is Kind.QUESTION
    assert (paper.number, paper.paper.text) == ("12", "3/17")
    assert [(one.name, one.party) for one in paper.askers] == [("Otto Muster", "DIE LINKE")]
    assert paper.title.text == "Bäume am Ring"
    assert [one.text for one in paper.questions] == ["Wer hat das erlaubt?", "Was wird gepflanzt?"]
    assert all(one.answer == "" and one.answer_span is None for one in paper.questions)


def test_answers_that_stand_apart_are_put_to_their_questions():
    paper = read_paper(APART)
    assert (paper.number, paper.date_of("asked"), paper.date_of("answered")) == (
        "31",
        "2020-01-02",
        "2020-01-30",
    )
    assert paper.title.text == "Wie laut ist es?"
    assert paper.lead_ministry.text == "Ministerin für Ruhe"
    assert [one.text for one in paper.agreeing_ministries] == [
        "Minister für Wege",
        "Ministerin der Finanzen",
        "Minister des Innern",
    ]
    assert [(one.label, one.answer, one.together) for one in paper.questions] == [
        ("1", "Sehr laut.", ()),
        ("2", "Niemand misst.", ("2", "3")),
        ("3", "Niemand misst.", ("2", "3")),
    ]


@pytest.mark.parametrize(
    "head",
    [
        "DDrruucckkssaacchhee  77//441122",
        "Drucksache7/412",
    ],
)
def test_doubled_letters_and_lost_spaces_do_not_hide_the_number(head):
    text = ANSWER.replace("Drucksache 7/412", head, 1)
    assert read_paper(text).paper.text == "7/412"


def test_what_a_paper_does_not_say_stays_empty():
    paper = read_paper("Ein Brief ohne Fragen.\n\nMit freundlichen Grüßen")
    assert (paper.paper, paper.title, paper.lead_ministry, paper.number) == (None,) * 4
    assert paper.askers == paper.questions == paper.prefaces == ()


def test_who_answers_may_stand_behind_the_first_preface():
    paper = read_paper(BEHIND)
    assert (paper.number, paper.paper.text, paper.inquiry_paper.text) == (
        "214",
        "17/905",
        "17/800",
    )
    assert paper.title.text == "Wer hört zu?"
    assert paper.lead_ministry.text == "Minister für Gehör"
    assert [one.text for one in paper.prefaces] == ["Zuhören ist selten."]
    assert [one.answer for one in paper.questions] == ["Alle.", "Seit 2017."]


def test_dates_of_a_paper_that_compete_are_all_told():
    assert [(one.role, one.date) for one in read_paper(BEHIND).dates_of_paper] == [
        ("asked", "2018-02-20"),
        ("answered", "2018-03-19"),
        ("issued", "2018-03-23"),
        ("answered", "2018-03-19"),
    ]


def test_the_paper_that_asked_is_not_taken_for_the_answer():
    text = BEHIND.replace("LANDTAG MUSTERLAND 17. Wahlperiode Drucksache 17/905\n", "")
    paper = read_paper(text)
    assert (paper.paper, paper.inquiry_paper.text) == (None, "17/800")
