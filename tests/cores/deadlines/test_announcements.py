"""Real public notices of plan approvals in North Rhine-Westphalia against the computed days."""

import json
from datetime import date

import pytest

from dialogwerk.cores.deadlines import schedule

EXACT = "as computed"
LONGER = "longer than the minimum, lawful and binding"
TWO_WEEKS = "two weeks, § 73 Abs. 4 Satz 1 VwVfG NRW"
ONE_MONTH = "one month, § 21 Abs. 2 UVPG"
NOT_PRINTED = "not printed"

# id → display, objections, and the reason where a day differs from the computed one.
EXPECTED = {
    "pf-nrw-a59-porz-2016-deckblatt": (EXACT, TWO_WEEKS, ""),
    "pf-nrw-l34-militaerring-2020-deckblatt": (EXACT, TWO_WEEKS, ""),
    "pf-nrw-stadtbahn3-2011": (EXACT, TWO_WEEKS, ""),
    "pf-nrw-nordsued-stadtbahn-2014": (EXACT, TWO_WEEKS, ""),
    "pf-nrw-a1-koeln-nord-2017-fruehe-seite": (
        EXACT,
        LONGER,
        "Documents filed 12.05.2017, so two weeks to Friday 13.10.2017 under § 74 Abs. 2 UVPG; "
        "this page prints Monday 16.10.2017, a later one another day.",
    ),
    "pf-nrw-stadtbahn7-2001": (EXACT, LONGER, "Four weeks instead of two."),
    "pf-nrw-b221-unterbruch-2010": (EXACT, TWO_WEEKS, ""),
    "pf-nrw-radweg-heinsberg-2023": (EXACT, TWO_WEEKS, ""),
    "pf-nrw-a4-rurscholle-2014": (EXACT, TWO_WEEKS, ""),
    "pf-nrw-wle-2025-deckblatt-b": (EXACT, NOT_PRINTED, ""),
    "pf-nrw-a1-muensterland-west-2019": (EXACT, NOT_PRINTED, ""),
    "pf-nrw-a1-muensterland-west-2021": (EXACT, ONE_MONTH, ""),
    "pf-nrw-rhein-kreis-neuss-2019": (EXACT, ONE_MONTH, ""),
    "pf-nrw-netg-aenderung-2020": (EXACT, NOT_PRINTED, ""),
    "pf-nrw-netg-2005": (
        EXACT,
        LONGER,
        "Five and a half weeks to a Saturday; no reason printed. Letters on Monday count as well.",
    ),
    "pf-nrw-roesrath-2020": (EXACT, TWO_WEEKS, ""),
    "pf-nrw-b51-meschenich-2010": (
        LONGER,
        TWO_WEEKS,
        "The month ended on Friday 21.05.2010; the display went on past Whitsun.",
    ),
    "pf-nrw-b51-meschenich-2016-deckblatt": (EXACT, TWO_WEEKS, ""),
    "pf-nrw-a59-bonn-beuel-2021-deckblatt": (EXACT, NOT_PRINTED, ""),
    "pf-nrw-benhausen-2020-abgebrochen": (EXACT, NOT_PRINTED, ""),
}
BEGUN = {"pf-nrw-a1-koeln-nord-2017-fruehe-seite": {"application": date(2017, 5, 12)}}


@pytest.fixture(scope="module")
def notices(real_data):
    entries = json.loads((real_data / "deadlines" / "announcements.json").read_text("utf-8"))
    return {
        entry["id"]: entry
        for entry in entries
        if entry["state"] == "NW"
        and entry["kind"] == "plan_display"
        and entry["procedure"].startswith("Planfeststellung")
    }


def day(text):
    return date.fromisoformat(text) if text else None


def plan(entry, eia, **events):
    recorded = {"display_start": day(entry["display_start"]), **events}
    return schedule("planfeststellung", land="NW", eia=eia, events=recorded)


def display_verdict(entry):
    step = plan(entry, entry["uvp"]).step("public_display")
    printed = day(entry["display_end"])
    if printed == step.last_day:
        return EXACT
    assert printed > step.minimum_last_day, "a printed display is shorter than the law allows"
    return LONGER


def objection_verdict(entry):
    printed = day(entry["objection_deadline"])
    if printed is None:
        return NOT_PRINTED
    events = {"display_end": day(entry["display_end"]), **BEGUN.get(entry["id"], {})}
    readings = [False, True] if entry["uvp"] is None else [entry["uvp"]]
    for eia in readings:
        step = plan(entry, eia, **events).step("objections")
        if step.last_day == printed:
            return ONE_MONTH if "§ 21 Abs. 2 UVPG" in step.norms else TWO_WEEKS
    recorded = plan(entry, entry["uvp"], **events, objections_end=printed).step("objections")
    assert recorded.last_day == printed
    assert recorded.minimum_last_day < printed
    return LONGER


@pytest.mark.parametrize("name", EXPECTED)
def test_the_printed_days_are_reproduced_or_lawfully_longer(notices, name):
    display, objections, reason = EXPECTED[name]
    assert display_verdict(notices[name]) == display
    assert objection_verdict(notices[name]) == objections
    assert bool(reason) == (LONGER in (display, objections))


def test_no_notice_is_left_out(notices):
    assert set(notices) == set(EXPECTED)
