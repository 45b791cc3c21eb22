"""The table of scenarios, row by row."""

from pathlib import Path

import pytest
import yaml

from dialogwerk.cores.deadlines import DeadlineError, schedule

SCENARIOS = yaml.safe_load(Path(__file__).with_name("scenarios.yaml").read_text("utf-8"))
EIA = {True: True, False: False, "unknown": None}


def computed(case):
    return schedule(
        case.get("type", "planfeststellung"),
        land=case.get("land", "NW"),
        eia=EIA[case["eia"]],
        events=case["events"],
    )


@pytest.mark.parametrize("case", SCENARIOS, ids=lambda case: case["name"])
def test_the_scenario_holds(case):
    if "error" in case:
        with pytest.raises(DeadlineError) as caught:
            computed(case)
        assert caught.value.code == case["error"]
        return
    display, objections = computed(case).steps
    minimum = case.get("minimum", {})
    assert display.last_day == case["display_end"]
    assert objections.last_day == case["objections"]
    assert display.minimum_last_day == minimum.get("public_display", minimum_of(display, case))
    assert objections.accept_until == case.get("accept_until", case["objections"])
    if "objections" in minimum:
        assert objections.minimum_last_day == minimum["objections"]


def minimum_of(display, case):
    """Without a line of its own the display ends on its lawful minimum."""
    return display.minimum_last_day if display.recorded else case["display_end"]


def test_every_scenario_names_its_norm_and_none_occurs_twice():
    assert len(SCENARIOS) >= 40
    assert all(case["norm"] for case in SCENARIOS)
    assert len({case["name"] for case in SCENARIOS}) == len(SCENARIOS)
