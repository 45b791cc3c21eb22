"""k-means and what belongs to it; points lie axis by axis, so that a loop runs along each axis."""

from __future__ import annotations

import numpy as np

from dialogwerk.cores.opinions.kernels.compiling import inner, kernel, leaf

_BLOCK, _AT_ONCE = 128, 4
_LEAST = 1e-300


@leaf
def _squared(one, other):
    return (one - other) * (one - other)


@leaf
def _nearer(apart, best, number, found):
    is_nearer = apart < best
    return (number if is_nearer else found), (apart if is_nearer else best)


@inner
def _put_nearest(along, centres, labels, room):
    """The nearest centre of each point; the first of equally near ones.

    Block by block, so that the points stay in the cache; four centres at once, so that what was
    nearest so far is read and written a fourth as often; the last centre fills up. Axes beyond the
    second are summed apart, since nearly always there are none.

    Args:
        room: see `_room`.
    """
    axes, points = along.shape
    best, which, x, y, rest = room[0], room[1], room[2], room[3], room[4:]
    rest[:] = 0
    for first in range(0, points, _BLOCK):
        size = min(_BLOCK, points - first)
        for point in range(size):
            best[point], which[point] = np.inf, 0
            x[point] = along[0, first + point]
            y[point] = along[1, first + point] if axes > 1 else 0.0
        for lowest in range(0, len(centres), _AT_ONCE):
            last = len(centres) - 1
            c1, c2, c3 = min(lowest + 1, last), min(lowest + 2, last), min(lowest + 3, last)
            for axis in range(2, axes):
                for one, centre in enumerate((lowest, c1, c2, c3)):
                    for point in range(size):
                        apart = _squared(along[axis, first + point], centres[centre, axis])
                        rest[one, point] = apart + (rest[one, point] if axis > 2 else 0.0)
            x0, x1, x2, x3 = centres[lowest, 0], centres[c1, 0], centres[c2, 0], centres[c3, 0]
            y0 = y1 = y2 = y3 = 0.0
            if axes > 1:
                y0, y1, y2, y3 = centres[lowest, 1], centres[c1, 1], centres[c2, 1], centres[c3, 1]
            number = float(lowest)
            for point in range(size):
                apart, found = best[point], which[point]
                one = rest[0, point] + _squared(x[point], x0) + _squared(y[point], y0)
                found, apart = _nearer(one, apart, number, found)
                one = rest[1, point] + _squared(x[point], x1) + _squared(y[point], y1)
                found, apart = _nearer(one, apart, number + 1, found)
                one = rest[2, point] + _squared(x[point], x2) + _squared(y[point], y2)
                found, apart = _nearer(one, apart, number + 2, found)
                one = rest[3, point] + _squared(x[point], x3) + _squared(y[point], y3)
                found, apart = _nearer(one, apart, number + 3, found)
                best[point], which[point] = apart, found
        for point in range(size):
            labels[first + point] = int(which[point])


@leaf
def _room():
    """What `_put_nearest` works in, made once: nearest so far, which, both axes, four sums."""
    return np.empty((4 + _AT_ONCE, _BLOCK))


@inner
def _move(along, weights, labels, centres):
    """Put each centre into the weighted mean of its points; how far the furthest one moved."""
    axes, points = along.shape
    total, sums = np.zeros(len(centres)), np.zeros((len(centres), axes))
    for point in range(points):
        total[labels[point]] += weights[point]
        for axis in range(axes):
            sums[labels[point], axis] += weights[point] * along[axis, point]
    furthest = 0.0
    for cluster in range(len(centres)):
        if total[cluster] > 0:
            for axis in range(axes):
                moved = sums[cluster, axis] / total[cluster]
                furthest = max(furthest, abs(moved - centres[cluster, axis]))
                centres[cluster, axis] = moved
    return furthest


@kernel
def nearest(along, centres):
    """The nearest centre of each point; shape (points,)."""
    labels = np.empty(along.shape[1], np.int64)
    _put_nearest(along, centres, labels, _room())
    return labels


@kernel
def move(along, weights, labels, centres):
    """Put each centre into the weighted mean of its points; an empty one stays."""
    return _move(along, weights, labels, centres)


@kernel
def settle(along, weights, centres, steps, enough):
    """Lloyd's steps until no centre moves further than ``enough``; the centres move in place."""
    labels, room = np.empty(along.shape[1], np.int64), _room()
    for _step in range(steps):
        _put_nearest(along, centres, labels, room)
        if _move(along, weights, labels, centres) < enough:
            break
    return labels


@kernel
def refine(along, weights, labels, centres, steps):
    """Lloyd's steps from these labels, in place, until none changes."""
    again, room = np.empty_like(labels), _room()
    for _step in range(steps):
        _move(along, weights, labels, centres)
        _put_nearest(along, centres, again, room)
        changed = 0
        for point in range(len(labels)):
            changed += again[point] != labels[point]
            labels[point] = again[point]
        if not changed:
            break


@inner
def _measure(along, weights, rows, low, high, centre):
    """Put the mean of some rows into ``centre``; their scatter, and its largest axis."""
    total = most = width = 0.0
    widest = 0
    for place in range(low, high):
        total += weights[rows[place]]
    for axis in range(len(along)):
        mean = spread = 0.0
        for place in range(low, high):
            mean += weights[rows[place]] * along[axis, rows[place]]
        mean /= total
        for place in range(low, high):
            spread += weights[rows[place]] * _squared(along[axis, rows[place]], mean)
        centre[axis] = mean
        width += spread
        if spread > most:
            most, widest = spread, axis
    return width, widest


@inner
def _part(rows, low, high, side, limit, above):
    """Put rows above the limit behind the others, all in their order; where they begin."""
    middle, upper = low, 0
    for place in range(low, high):
        row = rows[place]
        if side[row] > limit:
            above[upper] = row
            upper += 1
        else:
            rows[middle] = row
            middle += 1
    for place in range(upper):
        rows[middle + place] = above[place]
    return middle


@inner
def _halve(along, weights, centres):
    """Put the means of parts into ``centres``; how many parts there are in the end."""
    axes, points = along.shape
    rows, above = np.empty(points, np.int64), np.empty(points, np.int64)
    for point in range(points):
        rows[point] = point
    clusters = len(centres)
    starts, axis_of = np.zeros(clusters + 1, np.int64), np.zeros(clusters, np.int64)
    widths = np.zeros(clusters)
    widths[0], axis_of[0] = _measure(along, weights, rows, 0, points, centres[0])
    starts[1], parts = points, 1
    while parts < clusters:
        cut = 0
        for part in range(1, parts):
            if widths[part] > widths[cut]:
                cut = part
        if widths[cut] <= 0:
            break
        low, high, side = starts[cut], starts[cut + 1], along[axis_of[cut]]
        middle = _part(rows, low, high, side, centres[cut, axis_of[cut]], above)
        if not low < middle < high:
            widths[cut] = 0
            continue
        for part in range(parts, cut, -1):
            starts[part + 1] = starts[part]
            widths[part], axis_of[part] = widths[part - 1], axis_of[part - 1]
            for axis in range(axes):
                centres[part, axis] = centres[part - 1, axis]
        starts[cut + 1] = middle
        parts += 1
        for part in range(cut, cut + 2):
            widths[part], axis_of[part] = _measure(
                along, weights, rows, starts[part], starts[part + 1], centres[part]
            )
    return parts


@kernel
def halve(along, weights, centres):
    """Cut the widest part at its mean until there are as many as ``centres``; how many are."""
    return _halve(along, weights, centres)


@inner
def _spread_out(along, weights, drawn, centres):
    """Far apart points as centres, by chance of weight times squared distance."""
    axes, points = along.shape
    chance, apart, upto = np.empty(points), np.empty(points), np.empty(points)
    total = 0.0
    for point in range(points):
        chance[point], apart[point] = weights[point], np.inf
    for place in range(len(centres)):
        total = 0.0
        for point in range(points):
            total += chance[point]
            upto[point] = total
        chosen = 0
        while chosen < points - 1 and upto[chosen] / total <= drawn[place]:
            chosen += 1
        total = 0.0
        for axis in range(axes):
            centres[place, axis] = along[axis, chosen]
        for point in range(points):
            distance = 0.0
            for axis in range(axes):
                distance += _squared(along[axis, point], along[axis, chosen])
            apart[point] = min(apart[point], distance)
            chance[point] = apart[point] * weights[point]
            total += chance[point]
        if total <= 0:
            for point in range(points):
                chance[point] = weights[point]


@kernel
def runs(along, weights, groups, drawn):
    """k-means from halving, and from far apart points for each row of ``drawn``.

    Returns:
        Labels, a row for each run, and what each run costs.
    """
    axes, points = along.shape
    starts = len(drawn) + 1
    labels, costs = np.empty((starts, points), np.int64), np.zeros(starts)
    centres, room = np.empty((groups, axes)), _room()
    for run in range(starts):
        if run == 0:
            parts = _halve(along, weights, centres)
            for place in range(parts, groups):
                for axis in range(axes):
                    centres[place, axis] = along[axis, place - parts]
        else:
            _spread_out(along, weights, drawn[run - 1], centres)
        for _step in range(100):
            _put_nearest(along, centres, labels[run], room)
            if _move(along, weights, labels[run], centres) < 1e-9:
                break
        _put_nearest(along, centres, labels[run], room)
        for point in range(points):
            for axis in range(axes):
                apart = _squared(along[axis, point], centres[labels[run, point], axis])
                costs[run] += weights[point] * apart
    return labels, costs


@kernel
def silhouette(along, labels, weights, groups):
    """Mean silhouette, each point counted by its weight; see `clusters.silhouette`."""
    axes, points = along.shape
    sizes, sums = np.zeros(groups), np.empty(groups)
    mean = total = 0.0
    for point in range(points):
        sizes[labels[point]] += weights[point]
        total += weights[point]
    if sizes.max() == total:
        return 0.0
    for point in range(points):
        sums[:] = 0
        for other in range(points):
            apart = 0.0
            for axis in range(axes):
                apart += _squared(along[axis, point], along[axis, other])
            sums[labels[other]] += weights[other] * np.sqrt(apart)
        own, outside = labels[point], np.inf
        for group in range(groups):
            if group != own and sizes[group] > 0:
                outside = min(outside, sums[group] / sizes[group])
        inside = sums[own] / max(sizes[own] - 1, 1.0)
        if sizes[own] > 1:
            mean += weights[point] * (outside - inside) / max(inside, outside, _LEAST)
    return mean / total
