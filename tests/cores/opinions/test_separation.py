"""Whether groups stand apart or are sections of one cloud."""

import numpy as np
import pytest

from dialogwerk.cores.opinions.cautions import cautions_of
from dialogwerk.cores.opinions.mapping import opinion_map
from dialogwerk.cores.opinions.results import MapSettings
from dialogwerk.cores.opinions.stability import stability_of

from .planted import one_cloud, unequal


@pytest.mark.parametrize("kind", ["line", "blob", "skewed", "heavy"])
@pytest.mark.parametrize(
    ("statements", "density", "steep"), [(12, 1.0, 3.0), (40, 1.0, 1.0), (200, 0.1, 3.0)]
)
def test_sections_of_one_cloud_do_not_stand_apart(kind, statements, density, steep):
    votes = one_cloud(
        kind=kind, participants=250, statements=statements, density=density, steep=steep
    )
    assert not opinion_map(votes).separation.is_there


@pytest.mark.parametrize(
    ("sizes", "participants", "statements", "density"),
    [
        ((0.5, 0.5), 60, 40, 1.0),
        ((0.5, 0.5), 500, 300, 0.1),
        ((0.7, 0.2, 0.1), 200, 60, 1.0),
        ((0.7, 0.2, 0.1), 500, 200, 0.1),
        ((0.25,) * 4, 300, 60, 1.0),
        ((0.34, 0.33, 0.33), 1_200, 1_000, 0.03),
    ],
)
def test_planted_groups_stand_apart(sizes, participants, statements, density):
    votes, _group = unequal(
        sizes=sizes, participants=participants, statements=statements, density=density
    )
    found = opinion_map(votes)
    assert found.groups == len(sizes)
    assert found.separation.is_there


def test_one_cloud_is_said_and_gives_no_groups_to_those_who_want_only_groups_apart():
    votes = one_cloud(kind="line", participants=200, statements=30, density=1.0, steep=1.0)
    sections, nothing = (
        opinion_map(votes, settings=MapSettings(apart_only=only)) for only in (False, True)
    )
    assert sections.groups > 1
    assert nothing.groups == 0
    assert nothing.structure.is_there
    np.testing.assert_array_equal(sections.positions, nothing.positions)
    for found, code in ((sections, "one-cloud"), (nothing, "no-groups")):
        said = cautions_of(votes, found, stability_of(votes, found, draws=0))
        assert next(one.sentence for one in said if one.code == code).startswith("No ")


def test_groups_that_stand_apart_are_not_called_one_cloud():
    votes, _group = unequal(sizes=(0.5, 0.5), participants=80, statements=30, density=1.0)
    found = opinion_map(votes, settings=MapSettings(apart_only=True))
    assert found.groups == 2
    said = cautions_of(votes, found, stability_of(votes, found, draws=0))
    assert {one.code for one in said} == {"self-selection"}
