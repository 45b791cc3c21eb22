"""k-means and what belongs to it, beside the plain formulas."""

from itertools import product

import numpy as np
import pytest

from dialogwerk.cores.opinions.clusters import (
    base_clusters,
    cost_of,
    grouped,
    halved,
    refined,
    silhouette,
)


def cloud(points, axes, seed=0):
    return np.random.default_rng(seed).normal(size=(points, axes))


def nearest(points, centres):
    return ((points[:, None] - centres) ** 2).sum(axis=2).argmin(axis=1)


@pytest.mark.parametrize("axes", [1, 2, 3, 4])
@pytest.mark.parametrize("clusters", [3, 40])
def test_everyone_is_in_the_nearest_base_cluster(axes, clusters):
    points = cloud(700, axes)
    labels, centres = base_clusters(points, np.ones(700), clusters=clusters)
    assert len(centres) == clusters
    np.testing.assert_array_equal(labels, nearest(points, centres))
    means = [points[labels == one].mean(axis=0) for one in range(clusters)]
    assert np.abs(centres - means).max() < 0.3


def test_base_clusters_of_many_settle_on_some_of_them_and_hold_all():
    points = np.concatenate([cloud(6_000, 2) * 0.1 + place for place in ((0, 0), (9, 0), (0, 9))])
    labels, centres = base_clusters(points, np.ones(18_000), clusters=3)
    assert np.bincount(labels).tolist() == [6_000] * 3
    np.testing.assert_allclose(
        centres, [points[labels == one].mean(axis=0) for one in range(3)], atol=1e-12
    )


def test_who_does_not_count_moves_no_centre_and_is_placed():
    points = np.concatenate((cloud(300, 2), [[50.0, 50.0]]))
    weights = np.append(np.ones(300), 0.0)
    labels, centres = base_clusters(points, weights, clusters=10)
    assert np.abs(centres).max() < 10
    assert labels[-1] == nearest(points[-1:], centres)[0]


def test_equal_points_are_one_base_cluster():
    labels, centres = base_clusters(np.ones((9, 2)), np.ones(9))
    assert centres.tolist() == [[1, 1]]
    assert not labels.any()


def test_the_widest_part_is_cut_at_its_mean():
    points = np.array([[0.0, 0], [1, 0], [9, 0], [10, 0], [10, 2]])
    assert halved(points, np.ones(5), 1).tolist() == [[6, 0.4]]
    first, second = halved(points, np.ones(5), 2)
    assert first.tolist() == [0.5, 0]
    np.testing.assert_allclose(second, [29 / 3, 2 / 3])


@pytest.mark.parametrize("groups", [2, 3])
@pytest.mark.parametrize("seed", range(3))
def test_groups_are_the_cheapest_there_are(groups, seed):
    points, weights = cloud(8, 2, seed), np.random.default_rng(seed).integers(1, 5, 8) * 1.0

    def cost(labels):
        total = 0.0
        for one in set(labels):
            mine = labels == one
            centre = np.average(points[mine], axis=0, weights=weights[mine])
            total += (weights[mine] @ (points[mine] - centre) ** 2).sum()
        return total

    every = (np.array(labels) for labels in product(range(groups), repeat=8))
    found = grouped(points, weights, groups)
    assert cost(found) == pytest.approx(min(cost(labels) for labels in every))
    order = np.random.default_rng(9).permutation(8)
    again = grouped(points[order], weights[order], groups)
    np.testing.assert_array_equal(again, found[order])


@pytest.mark.parametrize("axes", [1, 2, 3])
def test_the_silhouette_is_that_of_the_formula(axes):
    points, labels = cloud(60, axes), np.arange(60) % 4 % 3
    labels[0] = 5
    apart = np.sqrt(((points[:, None] - points) ** 2).sum(axis=2))
    widths = []
    for one in range(60):
        mine = np.flatnonzero(labels == labels[one])
        inside = apart[one, mine].sum() / max(len(mine) - 1, 1)
        others = set(labels) - {labels[one]}
        outside = min(apart[one, labels == other].mean() for other in others)
        widths.append((outside - inside) / max(outside, inside) if len(mine) > 1 else 0)
    assert silhouette(points, labels) == pytest.approx(np.mean(widths))


def test_a_base_cluster_counts_in_the_silhouette_as_often_as_it_has_people():
    points, labels = cloud(20, 2), np.arange(20) % 2
    often = np.random.default_rng(1).integers(1, 6, 20)
    everyone = np.repeat(np.arange(20), often)
    one = silhouette(points, labels, often * 1.0)
    assert one == pytest.approx(silhouette(points[everyone], labels[everyone]))


def test_one_group_has_no_silhouette():
    assert silhouette(cloud(9, 2), np.zeros(9, np.int64)) == 0


def test_going_on_from_labels_makes_groups_cheaper_and_leaves_the_labels_given():
    points, labels = cloud(400, 2), np.arange(400) % 3
    found = refined(points, np.ones(400), labels)
    assert labels.tolist() == (np.arange(400) % 3).tolist()
    assert cost_of(points, found) < cost_of(points, labels)
    means = np.array([points[found == one].mean(axis=0) for one in range(3)])
    assert cost_of(points, found) == pytest.approx(((points - means[found]) ** 2).sum())
