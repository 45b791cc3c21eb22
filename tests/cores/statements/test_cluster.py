"""Grouping with two workers gives what one machine gives."""

import pytest

from dialogwerk.cores.statements.grouping import GroupingSettings, group
from dialogwerk.cores.statements.kernels.columns import TextColumn
from dialogwerk.cores.statements.rehearsal import rehearse

pytest.importorskip("distributed")


@pytest.mark.filterwarnings("ignore")
def test_two_workers_find_the_same_groups(monkeypatch):
    from dialogwerk.cores.statements.cluster import group_on_cluster, workers

    monkeypatch.setattr("dialogwerk.cores.statements.cluster._PORTION_BYTES", 200_000)
    made = [one.text for one in rehearse(letters=1500, persons=400, templates=12, seed=20281)]
    texts, settings = TextColumn.of(made), GroupingSettings(sample=300)
    here = group(texts, settings=settings)
    with workers() as client:
        there = group_on_cluster(texts, client, settings=settings)
    assert there.campaign.tolist() == here.campaign.tolist()
    assert [one.template for one in there.campaigns] == [one.template for one in here.campaigns]
    assert there.bodies.hashes.tolist() == here.bodies.hashes.tolist()
