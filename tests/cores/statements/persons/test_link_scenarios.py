"""Pairs of letters that a clerk can judge, and what the engine makes of them."""

from pathlib import Path

import pytest
import yaml

from dialogwerk.cores.statements.linking import link

from .making import crowd, row, table

SCENARIOS = yaml.safe_load(Path(__file__).with_name("links.yaml").read_text(encoding="utf-8"))


def verdict(scenario):
    """What became of the two forms: "certain", "proposed", "refused" or "apart"."""
    letters = scenario.get("letters", 20)
    one, other = row(scenario["one"]), row(scenario["other"])
    rows = [*crowd(), *[one] * letters, other]
    found = link(table(rows))
    first, second = len(rows) - 2, len(rows) - 1
    if found.person[first] == found.person[second] >= 0:
        return "certain"
    pair = {found.person[first], found.person[second]}
    for name, links in (("proposed", found.proposals), ("refused", found.refused)):
        if any({found.person[at.row], found.person[at.other]} == pair for at in links):
            return name
    return "apart"


@pytest.mark.parametrize("scenario", SCENARIOS, ids=[one["name"] for one in SCENARIOS])
def test_a_clerk_would_judge_the_same(scenario):
    if scenario["verdict"] == "not certain":
        assert verdict(scenario) != "certain"
    else:
        assert verdict(scenario) == scenario["verdict"]
