"""The tables of scenarios in scenarios/*.yaml, row by row; each row can be checked by a lawyer.

A row has these keys, and no others:

name           a sentence, unique over all files
norm, source   where the law stands, and where that can be read (statute, decision, public notice)
type           type of procedure; left out: planfeststellung
variant, land, municipality   left out: the general law, NW, none
eia            yes, no or unknown
events         name of the event: day
circumstances  facts that change the course
overrides      step: last day set by hand
expect         step: what is checked of it, or "absent" if there must be no such step: first_day,
               last_day, minimum (earliest lawful end), accept_until, recorded, hint_contains,
               cites (a norm that is named), law_from (first day of the version applied)
error          code of the error that must come instead of `expect`
"""

from collections import Counter
from pathlib import Path

import pytest
import yaml

from dialogwerk.cores.deadlines import DeadlineError, schedule

FOLDER = Path(__file__).with_name("scenarios")
EIA = {True: True, False: False, "unknown": None}
DEMANDED = {"name", "norm", "source", "eia", "events"}
ALLOWED = DEMANDED | {
    "type",
    "variant",
    "land",
    "municipality",
    "circumstances",
    "overrides",
    "expect",
    "error",
}
CHECKED = {
    "first_day",
    "last_day",
    "minimum",
    "accept_until",
    "recorded",
    "law_from",
    "hint_contains",
    "cites",
}


def rows():
    """(file, row) of every file."""
    return [
        (file.stem, row)
        for file in sorted(FOLDER.glob("*.yaml"))
        for row in yaml.safe_load(file.read_text("utf-8"))
    ]


SCENARIOS = rows()


def computed(row):
    return schedule(
        row.get("type", "planfeststellung"),
        land=row.get("land", "NW"),
        eia=EIA[row["eia"]],
        events=row["events"],
        variant=row.get("variant", ""),
        municipality=row.get("municipality", ""),
        circumstances=row.get("circumstances", ()),
        overrides=row.get("overrides", {}),
    )


def found(step):
    """What a row can say of a step."""
    return {
        "first_day": step.first_day,
        "last_day": step.last_day,
        "minimum": step.minimum_last_day,
        "accept_until": step.accept_until,
        "recorded": step.recorded,
        "law_from": step.law_from,
    }


def hint_of(step):
    return " ".join(f"{hint.de} {hint.en}" for hint in step.hints)


@pytest.mark.parametrize(
    "row", [row for _, row in SCENARIOS], ids=[f"{file}: {row['name']}" for file, row in SCENARIOS]
)
def test_the_scenario_holds(row):
    if "error" in row:
        with pytest.raises(DeadlineError) as caught:
            computed(row)
        assert caught.value.code == row["error"]
        return
    plan = computed(row)
    for name, wanted in row["expect"].items():
        if wanted == "absent":
            assert not plan.has(name)
            continue
        step = plan.step(name)
        days = {key: value for key, value in wanted.items() if key in found(step)}
        assert {key: found(step)[key] for key in days} == days, name
        assert wanted.get("hint_contains", "") in hint_of(step), name
        assert "cites" not in wanted or wanted["cites"] in step.norms, name


@pytest.mark.parametrize("row", [row for _, row in SCENARIOS], ids=lambda row: row["name"])
def test_a_scenario_says_what_it_shows_and_where_that_stands(row):
    assert DEMANDED <= set(row) <= ALLOWED
    assert ("error" in row) != ("expect" in row)
    assert all(isinstance(row[key], str) and row[key] for key in ("name", "norm", "source"))
    for wanted in row.get("expect", {}).values():
        assert wanted == "absent" or (wanted and set(wanted) <= CHECKED)


def test_there_are_many_scenarios_and_none_occurs_twice():
    names = Counter(row["name"] for _, row in SCENARIOS)
    assert [name for name, times in names.items() if times > 1] == []
    assert len(SCENARIOS) >= 150
