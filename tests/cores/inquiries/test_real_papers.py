"""The origin paper, and 43 answers of another parliament, as they were published."""

import json
import random
import re

import pytest

from dialogwerk.cores.inquiries.answers import as_json
from dialogwerk.cores.inquiries.model import Speaker
from dialogwerk.cores.inquiries.reading import read_paper


@pytest.fixture(scope="module")
def text(real_data):
    path = real_data / "inquiries" / "nrw-16-480-antwort-kleine-anfrage-110.txt"
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def origin(text):
    return read_paper(text)


@pytest.fixture(scope="module")
def documents(real_data):
    path = real_data / "inquiries" / "niedersachsen-2026.json"
    return json.loads(path.read_text(encoding="utf-8"))


def test_the_origin_paper_tells_who_asked_and_who_answered_when(origin):
    told = as_json(origin)
    assert (told["kind"], told["instrument"], told["inquiry_number"]) == (
        "answer",
        "Kleine Anfrage",
        "110",
    )
    assert told["title"] == "Wie steht es um die Industriepolitik der Landesregierung?"
    assert [(one["name"], one["party"]) for one in told["askers"]] == [
        ("Dietmar Brockes", "FDP"),
        ("Holger Ellerbrock", "FDP"),
        ("Henning Höne", "FDP"),
    ]
    assert (
        told["lead_ministry"]
        == "Minister für Wirtschaft, Energie, Industrie, Mittelstand und Handwerk"
    )
    assert told["agreeing_ministries"] == [
        "Minister für Klimaschutz, Umwelt, Landwirtschaft, Natur- und Verbraucherschutz"
    ]
    assert (told["asked_on"], told["answered_on"]) == ("2012-07-04", "2012-08-01")
    assert told["paper"] is None, "the number of the paper does not stand in this text"


def test_the_origin_paper_has_two_prefaces_and_five_answered_questions(origin):
    assert [one.speaker for one in origin.prefaces] == [Speaker.ASKER, Speaker.GOVERNMENT]
    assert origin.prefaces[0].text.startswith("Nordrhein-Westfalen ist die Herzkammer")
    assert origin.prefaces[1].text.endswith("7. Konzipierung von Unterrichtsmaterialien")
    assert [one.label for one in origin.questions] == list("12345")
    assert origin.questions[1].text == (
        "Welche Projekte sind seit 2010 aus welchem Grunde nicht weiter verfolgt worden?"
    )
    assert origin.questions[1].answer.endswith("Das Vorhaben wurde deshalb nicht weiter verfolgt.")
    assert all(one.answer for one in origin.questions)


def test_the_answer_that_points_to_an_empty_place_is_found(origin):
    assert {one.label: one.dangling for one in origin.questions} == {
        "1": (),
        "2": (),
        "3": (),
        "4": ("5",),
        "5": (),
    }


def test_the_figures_of_the_askers_are_told_apart_and_have_no_source(origin, text):
    claimed = [one for one in origin.figures if one.speaker is Speaker.ASKER and one.value != "2"]
    assert [(one.value, one.unit, one.sourced) for one in claimed] == [
        ("16000", "Industrieunternehmen", False),
        ("1300000", "Menschen", False),
        ("25", "%", False),
    ]
    assert text[claimed[2].span.start : claimed[2].span.end] == "etwa 25 Prozent"


def test_dates_of_the_origin_paper_are_exact_and_partial(origin):
    found = {one.edtf for one in origin.dates}
    assert {"2009-06-10", "2008-09", "2010-05-20", "2011-06-30", "2011-01-25", "2010"} <= found


def test_the_other_answers_are_read_as_their_parliament_lists_them(documents):
    for document in documents:
        told = as_json(read_paper(document["full_text"]))
        place = document["drucksache"]
        listed = re.match(r"(.*) \(([^()]*)\)$", document["anfragende"])
        assert told["paper"] == place
        assert told["title"] == document["title"], place
        assert [one["name"] for one in told["askers"]] == re.split(", | und ", listed[1]), place
        assert {one["party"] for one in told["askers"]} == {listed[2]}, place
        if "antwortdatum" in document:
            day = ".".join(reversed(told["answered_on"].split("-")))
            assert day == document["antwortdatum"], place
        asked = re.search(r"eingegangen\s+am\s+([\d.]+\d)", document["full_text"])
        if asked:
            assert told["asked_on"] == "-".join(reversed(asked[1].split("."))), place
        assert told["asked_on"] < told["answered_on"], place
        assert re.search(r"[Mm]inisterium|Staatskanzlei", told["lead_ministry"]), place


QUESTIONS = (
    *(9, 7, 19, 21, 10, 12, 12, 35, 12, 8, 24, 20, 20, 8, 6, 3, 14, 29, 13, 34, 10, 11),
    *(12, 15, 3, 3, 9, 47, 14, 20, 24, 5, 10, 11, 22, 11, 7, 10, 5, 3, 13, 20, 5),
)
"""The number of the last question of each paper, looked up in its text."""


def test_all_questions_are_found_and_what_was_left_unanswered_is_named(documents):
    read = [read_paper(document["full_text"]) for document in documents]
    assert [len(one.questions) for one in read] == list(QUESTIONS)
    unanswered = {
        (at, question.label)
        for at, one in enumerate(read)
        for question in one.questions
        if not question.answer
    }
    assert unanswered == {(2, "13"), (27, "27")}


def test_an_answer_that_points_to_another_paper_is_not_called_empty(documents):
    gaps = [
        (document["drucksache"], question.label, question.dangling)
        for document in documents
        for question in read_paper(document["full_text"]).questions
        if question.dangling
    ]
    assert gaps == []


def test_real_papers_with_damage_can_be_read(documents):
    dice = random.Random(11)
    for document in documents[:12]:
        letters = list(document["full_text"])
        for _damage in range(200):
            at = dice.randrange(len(letters))
            letters[at : at + dice.choice((0, 1, 60))] = dice.choice(("", "\n", "3. ", "?", "\f"))
        as_json(read_paper("".join(letters)))
