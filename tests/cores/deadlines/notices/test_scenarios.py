"""The table of notices, row by row."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from dialogwerk.cores.deadlines.notices import check, facts_from
from dialogwerk.cores.deadlines.steps import Schedule

from .making import TOLD, step

HERE = Path(__file__).parent
NOTICES = yaml.safe_load((HERE / "notices.yaml").read_text("utf-8"))
SCENARIOS = yaml.safe_load((HERE / "scenarios.yaml").read_text("utf-8"))
EIA = {True: True, False: False, "unknown": None}


def facts_of(notice, other):
    """The facts of a notice; the days move with a day of publication in another year."""
    days = notice["days"]
    published = other.get("publish_on", notice["publish_on"])
    facts = facts_from(
        Schedule(
            procedure_type=notice["type"],
            land=other.get("land", notice["land"]),
            eia=EIA[other.get("eia", notice["eia"])],
            events={"hearing": days["hearing"]} if "hearing" in days else {},
            steps=tuple(steps_of(days, notice.get("minimum", {}))),
            variant=other.get("variant", notice.get("variant", "")),
            circumstances=frozenset(other.get("circumstances", ())),
        ),
        publish_on=published,
        **({} if other.get("known") is False else TOLD),
    )
    return facts


def steps_of(days, minimum):
    yield step("public_display", *days["display"])
    if "objections" in days:
        yield step("objections", days["display"][0], days["objections"])
    if "decision_display" in days:
        yield step("decision_display", *days["decision_display"], minimum.get("decision_display"))


def text_of(notice, case):
    sentences = {**notice["text"], **case.get("say", {})}
    return "\n".join(words for name, words in sentences.items() if name not in case.get("drop", ()))


@pytest.mark.parametrize("case", SCENARIOS, ids=lambda case: case["name"])
def test_the_scenario_holds(case):
    notice = NOTICES[case["notice"]]
    text = text_of(notice, case)
    findings = check(notice["kind"], text, facts_of(notice, case.get("with", {})))
    assert sorted(f"{f.severity} {f.code} {f.subject}" for f in findings) == sorted(case["expect"])
    for found in findings:
        assert found.text.de
        assert found.text.en
        assert (found.where is None) == (found.code in {"missing_hint", "published_too_late"})


def test_every_scenario_names_its_norm_and_none_occurs_twice():
    assert len(SCENARIOS) >= 70
    assert all(case["norm"] for case in SCENARIOS)
    assert len({case["name"] for case in SCENARIOS}) == len(SCENARIOS)


def test_a_finding_points_at_what_is_printed():
    notice = NOTICES["road_without_eia"]
    case = {"say": {"objections": "Einwendungen bis zum 31.04.2026 bei der Stadt, schriftlich."}}
    text = text_of(notice, case)
    (found,) = [f for f in check("display", text, facts_of(notice, {})) if f.where]
    assert text[slice(*found.where)] == "31.04.2026"


def test_a_hyphenated_and_broken_text_is_read_all_the_same():
    notice = NOTICES["road_without_eia"]
    text = text_of(notice, {}).replace("ausgeschlossen", "ausge-\n   schlossen").replace(" ", "\n")
    assert check("display", text, facts_of(notice, {})) == ()


def test_umlauts_written_as_two_letters_are_understood():
    notice = NOTICES["housing_area"]
    text = text_of(notice, {})
    for umlaut, letters in {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}.items():
        text = text.replace(umlaut, letters)
    assert check("display", text, facts_of(notice, {})) == ()


def test_an_empty_text_lacks_every_hint():
    notice = NOTICES["wind_farm"]
    findings = check("display", "", facts_of(notice, {}))
    assert {found.code for found in findings} == {"missing_hint"}
    assert len(findings) == 14


def test_the_days_of_the_table_are_days():
    assert all(isinstance(notice["publish_on"], date) for notice in NOTICES.values())
