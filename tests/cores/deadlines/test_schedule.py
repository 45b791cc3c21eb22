"""What must hold for every schedule."""

import doctest
import importlib
import json
import pickle
import pkgutil
import re
import subprocess
import sys
from datetime import date, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogwerk.cores import deadlines
from dialogwerk.cores.deadlines import (
    DeadlineError,
    errors,
    law,
    procedure_type,
    procedure_types,
    schedule,
)

from . import tables

days = st.dates(date(1991, 1, 1), date(2098, 12, 31))
knowledge = st.sampled_from([True, False, None])


def steps(start, eia, **events):
    """Display and objections of a plan approval in NRW."""
    plan = schedule(
        "planfeststellung", land="NW", eia=eia, events={"display_start": start, **events}
    )
    return plan.step("public_display"), plan.step("objections")


@settings(deadline=None)
@given(days)
def test_not_knowing_of_an_assessment_never_costs_a_day(start):
    unknown = steps(start, None)[1]
    assert unknown.last_day == max(steps(start, eia)[1].last_day for eia in (True, False))
    assert unknown.minimum_last_day == steps(start, False)[1].minimum_last_day


@settings(deadline=None)
@given(days, st.integers(0, 60), knowledge)
def test_a_longer_announced_period_is_binding_and_a_shorter_one_refused(start, more, eia):
    display, objections = steps(start, eia)
    end = display.minimum_last_day + timedelta(days=more)
    assert steps(start, eia, display_end=end)[0].last_day == end
    with pytest.raises(DeadlineError, match=r"§ 73 Abs\. 3 Satz 1 VwVfG NRW|lies before"):
        steps(start, eia, display_end=display.minimum_last_day - timedelta(days=1 + more))
    last = objections.minimum_last_day + timedelta(days=more)
    assert steps(start, eia, objections_end=last)[1].last_day == last
    with pytest.raises(DeadlineError, match="§"):
        steps(start, eia, objections_end=objections.minimum_last_day - timedelta(days=1 + more))


def test_an_explanation_a_clerk_would_sign():
    display, objections = steps(date(2026, 3, 4), False)
    assert display.explanation_de == (
        "Die Auslegung beginnt am Mittwoch, 04.03.2026. Der erste Tag zählt mit (§ 187 Abs. 2 "
        "BGB); ein Monat (§ 73 Abs. 3 Satz 1 VwVfG NRW) endet mit Ablauf des 03.04.2026, einem "
        "Freitag (§ 188 Abs. 2 BGB). Dieser Tag ist ein gesetzlicher Feiertag (Karfreitag); auch "
        "der 06.04.2026 ist ein gesetzlicher Feiertag (Ostermontag). Ob sich das Ende einer "
        "Auslegung dann verschiebt, ist im Gesetz nicht eindeutig (§ 31 Abs. 3 gegen Abs. 4 "
        "VwVfG NRW). "
        "Gesetzliches Mindestende ist der 03.04.2026; empfohlen wird, wie es üblich ist, "
        "der nächste Werktag: Dienstag, 07.04.2026 (§ 31 Abs. 3 Satz 1 VwVfG NRW). Angewandt ist "
        "die Fassung, die nach hiesigem Stand seit 01.01.2025 gilt; der Wortlaut ist nicht "
        "nachgelesen."
    )
    assert objections.explanation_en == (
        "The display ends on Tuesday, 7 April 2026. Objections are possible until two weeks after "
        "its end (§ 73 Abs. 4 Satz 1 VwVfG NRW). The last day of the display does not count "
        "(§ 187 Abs. 1 BGB); the period ends on Tuesday, 21 April 2026 (§ 188 Abs. 2 BGB). What "
        "counts is arrival by the end of that day (midnight)."
    )


def test_an_unknown_assessment_is_said_with_both_days():
    step = steps(date(2026, 3, 2), None)[1]
    assert "Offen ist, was gilt – ohne UVP: 15.04.2026; mit UVP: 04.05.2026." in step.explanation_de
    assert "without EIA: 15 April 2026; with EIA: 4 May 2026." in step.explanation_en
    assert "Vorsorglich wird der spätere Tag angegeben." in step.explanation_de
    assert [(one.last_day, one.chosen) for one in step.readings] == [
        (date(2026, 4, 15), False),
        (date(2026, 5, 4), True),
    ]


def test_an_announced_end_says_under_which_reading_it_would_be_too_short():
    text = steps(date(2026, 3, 2), None, objections_end=date(2026, 4, 15))[1].explanation_de
    assert "Vorsorglich" not in text
    assert "Mit UVP wäre das zu kurz; Mindestende wäre 04.05.2026 (§ 21 Abs. 2 UVPG)." in text


def test_a_version_of_the_law_that_is_not_the_first_is_dated():
    text = steps(date(2026, 3, 2), True)[1]
    assert "Angewandt ist die seit 29.07.2017 geltende Fassung." in text.explanation_de
    assert "The version in force since 29 July 2017 was applied." in text.explanation_en
    assert text.law_from == date(2017, 7, 29)


def test_the_cut_off_of_2017_is_mentioned_while_it_may_matter():
    def hints(step):
        return " ".join(hint.de for hint in step.hints)

    assert "16.05.2017" in hints(steps(date(2020, 3, 2), True)[1])
    assert "16.05.2017" not in hints(steps(date(2020, 3, 2), True, application=date(2019, 1, 7))[1])
    assert "16.05.2017" not in hints(steps(date(2040, 3, 5), True)[1])


def test_a_schedule_can_be_written_as_json():
    plan = schedule(
        "planfeststellung", land="NW", eia=False, events={"display_start": date(2026, 3, 2)}
    )
    step = json.loads(json.dumps(plan.step("objections").as_dict()))
    assert step["last_day"] == "2026-04-15"
    assert list(step)[:7] == [
        "step",
        "first_day",
        "last_day",
        "kind",
        "norms",
        "explanation_de",
        "explanation_en",
    ]
    with pytest.raises(KeyError):
        plan.step("answer")


@pytest.mark.parametrize("value", ["2026-03-02", None, datetime.fromisoformat("2026-03-02T10:00")])
def test_only_calendar_days_are_taken(value):
    with pytest.raises(DeadlineError, match="needs a calendar day"):
        steps(value, False)


def test_what_is_missing_in_the_law_is_said_in_a_sentence():
    with pytest.raises(DeadlineError) as caught:
        steps(date(1970, 5, 1), False)
    assert str(caught.value) == (
        "No version of “public_display” (NW) is in force on 01.05.1970; the earliest on file "
        "starts on 01.01.1977. Add the older one or check the date."
    )


def test_what_is_unknown_is_answered_with_what_is_known():
    with pytest.raises(DeadlineError, match="On file: planfeststellung"):
        schedule("hochzeit", land="NW", eia=None, events={})
    with pytest.raises(DeadlineError, match="On file: BB, BE, BW"):
        schedule("planfeststellung", land="XX", eia=None, events={})


ON_FILE = [
    (type_.id, name, versions)
    for type_ in procedure_types()
    for name, versions in law.parameters(type_.id).items()
]


@pytest.mark.parametrize(("type_", "name", "versions"), ON_FILE)
def test_every_version_on_file_has_its_source_and_none_overlap(type_, name, versions):
    for version in versions:
        assert version.source.startswith("https://")
        assert version.confidence in "ABC"
        assert re.match(r"(§§?|Art\.) \d+", version.norm)
        assert version.period.value >= 0
        assert set(version.variants) <= {one.id for one in procedure_type(type_).variants}
    for one, other in combinations(versions, 2):
        if one.land == other.land and set(one.variants) & set(other.variants or one.variants):
            assert end_of(one) < other.valid_from or end_of(other) < one.valid_from, name


def test_the_page_on_the_law_lists_what_is_on_file():
    listed, on_file = tables.written("law-on-file.md"), tables.law_tables()
    assert listed == on_file, "please run: python -m tests.cores.deadlines.tables"


def end_of(version):
    return version.valid_to or date.max


KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and kind is not date]
KINDS = [kind for kind in KINDS if issubclass(kind, DeadlineError)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_has_a_sentence_and_survives_pickling(kind):
    params = dict.fromkeys(re.findall(r"%\((\w+)\)s", kind.message), date(2026, 3, 2))
    error = kind(**params)
    assert str(error).endswith((".", ")."))
    assert error.sentence("en") == str(error)
    assert error.sentence("de").endswith(".")
    assert error.sentence("de") != str(error)
    assert not params or "02.03.2026" in str(error)
    assert str(pickle.loads(pickle.dumps(error))) == str(error)  # noqa: S301


def test_no_two_errors_share_a_code():
    assert len({kind.code for kind in KINDS}) == len(KINDS)


@pytest.mark.parametrize("module", [m.name for m in pkgutil.iter_modules(deadlines.__path__)])
def test_the_examples_in_the_docstrings_are_true(module):
    checked = importlib.import_module(f"dialogwerk.cores.deadlines.{module}")
    assert doctest.testmod(checked).failed == 0


def test_importing_the_core_loads_neither_yaml_nor_the_calendar():
    code = "import sys, dialogwerk.cores.deadlines; print({'yaml', 'holidays'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    assert done.stdout.strip() == "set()"


@pytest.mark.parametrize("value", ["2026-05-04", None, datetime.fromisoformat("2026-05-04T10:00")])
def test_a_day_set_by_hand_is_a_calendar_day(value):
    with pytest.raises(DeadlineError, match="“objections” needs a calendar day"):
        schedule(
            "planfeststellung",
            land="NW",
            eia=False,
            events={"display_start": date(2026, 3, 2)},
            overrides={"objections": value},
        )


def test_a_notice_at_the_end_of_time_is_an_error_that_helps():
    with pytest.raises(DeadlineError, match="Please check the date"):
        steps(
            date(2026, 3, 2),
            False,
            hearing=date(2026, 6, 1),
            hearing_published=date.max,
        )


def test_what_is_missing_is_named_as_on_screen():
    with pytest.raises(DeadlineError) as caught:
        schedule("planfeststellung", land="NW", eia=False, events={})
    assert "display_start, display_end, " in caught.value.sentence("de")
    names = {"display_start": "Beginn", "display_end": "Ende"}
    assert ", Beginn, Ende, " in caught.value.sentence("de", names)
