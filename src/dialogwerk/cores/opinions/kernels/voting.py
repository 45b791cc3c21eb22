"""Votes as cells: one number for what was voted on and how.

The cell of a vote is three times its statement, and 0 for a disagreement, 1 for a pass, 2 for an
agreement. So the centred votes times anything are sums over a table of three rows for each
statement, which stays in the cache however many the votes are.
"""

from __future__ import annotations

import numpy as np

from dialogwerk.cores.opinions.kernels.compiling import inner, kernel, leaf

_STEP, _FIRST, _SECOND = (
    np.uint64(number) for number in (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB)
)
_HALF, _ONE, _THREE = np.uint64(32), np.uint64(1), np.uint64(3)


@kernel
def keys_of(starts, statement, value):
    """A number for each row from its votes; sums wrap around, so nothing is rounded."""
    keys = np.zeros(len(starts) - 1, np.uint64)
    for row in range(len(keys)):
        for vote in range(starts[row], starts[row + 1]):
            key = _STEP * np.uint64(3 * np.int64(statement[vote]) + value[vote] + 2)
            key = (key ^ (key >> np.uint64(29))) * _FIRST
            keys[row] += key ^ (key >> _HALF)
    return keys


@kernel
def begins_of(starts, rows):
    """Where each of some rows begins once they stand one behind the other."""
    begins = np.zeros(len(rows) + 1, np.int64)
    for place in range(len(rows)):
        row = rows[place]
        begins[place + 1] = begins[place] + starts[row + 1] - starts[row]
    return begins


@kernel
def cells_of(starts, statement, value, rows, begins):
    """Cells of some rows of votes, in this order."""
    cells = np.empty(begins[len(rows)], np.uint32)
    for place in range(len(rows)):
        first, at = starts[rows[place]], begins[place]
        for vote in range(begins[place + 1] - at):
            cells[at + vote] = 3 * np.int64(statement[first + vote]) + value[first + vote] + 1
    return cells


@kernel
def taken(starts, cells, rows, begins):
    """Some rows of cells, in this order."""
    found = np.empty(begins[len(rows)], np.uint32)
    for place in range(len(rows)):
        first, at = starts[rows[place]], begins[place]
        for vote in range(begins[place + 1] - at):
            found[at + vote] = cells[first + vote]
    return found


@kernel
def accepted(starts, cells, rejected):
    """Votes of each row on statements that were not rejected."""
    found = np.zeros(len(starts) - 1)
    for row in range(len(found)):
        for vote in range(starts[row], starts[row + 1]):
            found[row] += not rejected[cells[vote] // _THREE]
    return found


@kernel
def counted(starts, cells, weights, size):
    """How often each of ``size`` cells occurs; a row counts by its weight."""
    found = np.zeros(size)
    for row in range(len(starts) - 1):
        for vote in range(starts[row], starts[row + 1]):
            found[cells[vote]] += weights[row]
    return found


@leaf
def _sum(table, cells, low, high):
    """Four sums side by side: each addition would wait for the last."""
    one = two = three = four = 0.0
    vote = low
    while vote + 4 <= high:
        one += table[cells[vote]]
        two += table[cells[vote + 1]]
        three += table[cells[vote + 2]]
        four += table[cells[vote + 3]]
        vote += 4
    while vote < high:
        one += table[cells[vote]]
        vote += 1
    return (one + two) + (three + four)


@inner
def _along(values, vector):
    """What a vote of each cell adds along a vector over the statements."""
    table = np.empty(len(values))
    for cell in range(len(values)):
        table[cell] = values[cell] * vector[cell // 3]
    return table


@inner
def _scatter(starts, cells, values, weights, vector, low, high, product):
    table, sums = _along(values, vector), np.zeros(len(values))
    for row in range(low, high):
        if weights[row] != 0:
            along = weights[row] * _sum(table, cells, starts[row], starts[row + 1])
            for vote in range(starts[row], starts[row + 1]):
                sums[cells[vote]] += along
    for one in range(len(product)):
        product[one] = 0
        for cell in range(3 * one, 3 * one + 3):
            product[one] += values[cell] * sums[cell]


@kernel
def scattered(starts, cells, values, weights, vector, low, high):
    """The scatter matrix of some rows times a vector, in one pass over the votes.

    Args:
        values: centred value of each cell.
        weights: how often each row counts.
        vector: shape (statements,).
        low, high: rows.
    """
    product = np.empty(len(vector))
    _scatter(starts, cells, values, weights, vector, low, high, product)
    return product


@kernel
def scatter(starts, cells, values, weights, statements):
    """The scatter matrix, for few statements."""
    found = np.zeros((statements, statements))
    for row in range(len(starts) - 1):
        for one in range(starts[row], starts[row + 1]):
            weighted = weights[row] * values[cells[one]]
            for other in range(starts[row], starts[row + 1]):
                product = weighted * values[cells[other]]
                found[cells[one] // _THREE, cells[other] // _THREE] += product
    return found


@kernel
def projected(starts, cells, values, vectors):
    """The centred votes times each of ``vectors``; shape (vectors, rows)."""
    found = np.empty((len(vectors), len(starts) - 1))
    for axis in range(len(vectors)):
        table = _along(values, vectors[axis])
        for row in range(len(starts) - 1):
            found[axis, row] = _sum(table, cells, starts[row], starts[row + 1])
    return found


@leaf
def _mixed(state):
    """A number of 64 bits from a counter. Source: Steele, Lea and Flood 2014 (SplitMix)."""
    state = (state ^ (state >> np.uint64(30))) * _FIRST
    state = (state ^ (state >> np.uint64(27))) * _SECOND
    return state ^ (state >> np.uint64(31))


@kernel
def dealt(cells, counts, seed):
    """The votes of each statement, dealt anew among those who gave them.

    One after the other is drawn from those left, which gives every deal the same chance. No
    branches: which way they go would be as random as the votes.

    Args:
        cells: of the votes.
        counts: how often each cell occurs.
        seed: number of the deal.
    """
    left, found = counts.astype(np.uint64), np.empty_like(cells)
    state = _mixed(np.uint64(seed) + _STEP)
    for vote in range(len(cells)):
        cell = _THREE * (cells[vote] // _THREE)
        state += _STEP
        two = left[cell] + left[cell + _ONE]
        total = two + left[cell + _ONE + _ONE]
        drawn = ((_mixed(state) >> _HALF) * total) >> _HALF
        cell += np.uint64(drawn >= left[cell]) + np.uint64(drawn >= two)
        left[cell] -= _ONE
        found[vote] = cell
    return found


@kernel
def said(starts, cells, opinions, loadings, chance, low, high, drawn):
    """Cells of votes on the same statements by other opinions.

    Args:
        opinions: shape (rows, axes).
        loadings: shape (axes, statements).
        chance, low, high: weight of chance and both thresholds of each statement.
        drawn: chance in each vote.
    """
    found = np.empty_like(cells)
    for row in range(len(starts) - 1):
        for vote in range(starts[row], starts[row + 1]):
            statement = cells[vote] // _THREE
            total = chance[statement] * drawn[vote]
            for axis in range(len(loadings)):
                total += opinions[row, axis] * loadings[axis, statement]
            side = np.uint64(total >= low[statement]) + np.uint64(total > high[statement])
            found[vote] = _THREE * statement + side
    return found


@kernel
def pairs_along(starts, cells, values, squares):
    """Sums over pairs of different votes of the same person: products of values, and of squares."""
    products = possible = 0.0
    for row in range(len(starts) - 1):
        one = one_squared = two = two_squared = 0.0
        for vote in range(starts[row], starts[row + 1]):
            value, square = values[cells[vote]], squares[cells[vote] // _THREE]
            one += value
            one_squared += value * value
            two += square
            two_squared += square * square
        products += one * one - one_squared
        possible += two * two - two_squared
    return products, possible


@leaf
def _dot(one, other):
    first = second = third = fourth = 0.0
    at = 0
    while at + 4 <= len(one):
        first += one[at] * other[at]
        second += one[at + 1] * other[at + 1]
        third += one[at + 2] * other[at + 2]
        fourth += one[at + 3] * other[at + 3]
        at += 4
    while at < len(one):
        first += one[at] * other[at]
        at += 1
    return (first + second) + (third + fourth)


@inner
def _cleared(basis, known, vector):
    """Take out of a vector what the first ``known`` of the basis hold of it."""
    for one in range(known):
        along = _dot(basis[one], vector)
        for at in range(len(vector)):
            vector[at] -= along * basis[one, at]


@inner
def _extend(basis, diagonal, beside, first, at, product, nothing):
    place = first + at
    diagonal[at] = _dot(basis[place], product)
    for one in range(len(product)):
        product[one] -= diagonal[at] * basis[place, one]
        if at > 0:
            product[one] -= beside[at - 1] * basis[place - 1, one]
    length = 0.0
    for _twice in range(3):
        last, length = length, np.sqrt(_dot(product, product))
        if last > 0 and length > 0.7 * last:
            break
        _cleared(basis, place + 1, product)
    length = np.sqrt(_dot(product, product))
    largest = 0.0
    for one in range(at + 1):
        largest = max(largest, abs(diagonal[one]))
    is_closed = length <= nothing * largest
    beside[at] = 0.0 if is_closed else length
    for one in range(len(product)):
        basis[place + 1, one] = 0.0 if is_closed else product[one] / length
    return is_closed


@kernel
def extended(basis, diagonal, beside, first, at, product, nothing):
    """Extend a Krylov basis by the product of its vector ``at``; whether it is closed.

    Cleared of all earlier vectors, and once more where much was lost (Daniel et al. 1976).

    Args:
        basis: one a row; the first ``first`` are others, which the new ones avoid.
        diagonal, beside: of the tridiagonal matrix, to fill in.
        product: of the matrix with that vector; is used up.
        nothing: share of the largest diagonal below which a new vector is only rounding.
    """
    return _extend(basis, diagonal, beside, first, at, product, nothing)


@kernel
def stretched(starts, cells, values, weights, basis, diagonal, beside, first, done, upto, nothing):
    """Extend a Krylov basis from ``done`` to ``upto`` vectors; how many there are at its end."""
    rows, product = len(starts) - 1, np.empty(basis.shape[1])
    for at in range(done, upto):
        _scatter(starts, cells, values, weights, basis[first + at], 0, rows, product)
        if _extend(basis, diagonal, beside, first, at, product, nothing):
            return at + 1
    return upto
