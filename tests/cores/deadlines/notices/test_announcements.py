"""Facts of real notices: the days that authorities printed, in a drafted text, checked."""

import json
from dataclasses import replace
from datetime import date

import pytest

from dialogwerk.cores.deadlines import schedule
from dialogwerk.cores.deadlines.notices import check, draft, facts_from

from .making import TOLD


@pytest.fixture(scope="module")
def displays(real_data):
    entries = json.loads((real_data / "deadlines" / "announcements.json").read_text("utf-8"))
    return [
        entry
        for entry in entries
        if entry["state"] == "NW"
        and entry["kind"] == "plan_display"
        and entry["procedure"].startswith("Planfeststellung")
        and entry["display_end"]
    ]


def day(text):
    return date.fromisoformat(text) if text else None


def printed(entry):
    """The notice as the authority printed its days."""
    names = ("display_start", "display_end")
    events = {name: day(entry[name]) for name in names}
    eia = bool(entry["uvp"]) and entry["regime"] != "two_weeks"
    computed = schedule("planfeststellung", land="NW", eia=eia, events=events)
    return facts_from(computed, **TOLD)


def test_no_printed_display_is_called_too_short(displays):
    assert len(displays) >= 10
    for entry in displays:
        told = printed(entry)
        by_law = schedule(
            "planfeststellung",
            land="NW",
            eia=told.eia,
            events={"display_start": told.day("display_start")},
        )
        text = draft("display", told).text
        findings = check("display", text, replace(told, schedule=by_law))
        about_display = [f for f in findings if f.subject == "display_end"]
        assert all(f.code == "period_longer" for f in about_display), entry["id"]


def test_a_printed_display_cut_by_a_week_is_too_short(displays):
    for entry in displays:
        told = printed(entry)
        text = draft("display", told).text
        shown = f"{told.day('display_end'):%d.%m.%Y}"
        start = f"{told.day('display_start'):%d.%m.%Y}"
        codes = {f.code for f in check("display", text.replace(shown, start), told)}
        assert "period_too_short" in codes, entry["id"]
