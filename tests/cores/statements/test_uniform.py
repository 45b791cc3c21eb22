"""From how many people on the law allows one answer for all."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dialogwerk.cores.statements.errors import UnknownGround
from dialogwerk.cores.statements.uniform import Counts, findings, ground, grounds, is_uniform

SCENARIOS = yaml.safe_load(
    (Path(__file__).parent / "scenarios" / "uniform.yaml").read_text(encoding="utf-8")
)
TYPES = [
    "planfeststellung",
    "bimschg",
    "bauleitplan",
    "raumordnung",
    "raumvertraeglichkeit",
    "kleine_anfrage",
]
people = st.integers(0, 10_000)


@pytest.mark.parametrize("case", SCENARIOS, ids=lambda case: case["name"])
def test_what_so_many_people_allow(case):
    counts = Counts(
        same_text=case["same_text"],
        unrepresented=case["unrepresented"],
        services=case["services"],
    )
    met = [one.ground.id for one in findings(case["type"], counts) if one.is_met]
    assert met == case["met"]


@given(st.sampled_from(TYPES), people, people, people)
def test_more_people_never_allow_less(kind, same, alone, more):
    few = findings(kind, Counts(same, alone, same))
    many = findings(kind, Counts(same + more, alone + more, same + more))
    assert {one.ground.id for one in few if one.is_met} <= {
        one.ground.id for one in many if one.is_met
    }


@given(st.sampled_from(TYPES), people)
def test_a_ground_is_met_exactly_when_nobody_is_missing(kind, count):
    for one in findings(kind, Counts(count, count, count)):
        assert one.is_met == (one.missing == 0)


def test_fifty_do_not_suffice_and_fifty_one_do():
    assert not is_uniform(50)
    assert is_uniform(51)


def test_every_ground_says_in_both_languages_what_it_allows_and_where_it_stands():
    for one in grounds():
        assert one.norms
        assert one.source.startswith("https://www.gesetze-im-internet.de/")
        assert set(one.name) == set(one.allows) == set(one.caution) == {"de", "en"}
        assert all([*one.name.values(), *one.allows.values(), *one.caution.values()])


def test_an_unknown_ground_is_named_with_those_that_there_are():
    with pytest.raises(UnknownGround, match="services_by_notice"):
        ground("goodwill")
