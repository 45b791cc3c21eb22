"""Small cells are hidden, and nothing that is shown gives a hidden one away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogwerk.apps.surveys.protection import SMALLEST, protected

tables = st.integers(1, 5).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 30), min_size=width, max_size=width), min_size=1, max_size=6
    )
)


@pytest.mark.parametrize(
    ("table", "shown"),
    [
        ([[9, 8], [20, 30]], [[9, 8], [20, 30]]),
        ([[9, 3], [20, 30]], [[None, None], [None, None]]),
        ([[1, 2, 40], [50, 60, 70]], [[None, None, 40], [None, None, 70]]),
        ([[0, 6, 7]], [[None, None, 7]]),
        ([], []),
    ],
)
def test_hidden_cells_by_example(table, shown):
    assert protected(table) == shown


@given(tables)
def test_no_small_cell_is_shown_and_none_is_hidden_alone_in_its_line(table):
    shown = protected(table)
    for counts, cells in zip(table, shown, strict=True):
        assert all(
            c is None or (c == n and n >= SMALLEST) for n, c in zip(counts, cells, strict=True)
        )
    for line in [*shown, *map(list, zip(*shown, strict=True))]:
        assert sum(cell is None for cell in line) != 1 or len(line) == 1


@given(tables)
def test_a_table_without_small_cells_is_shown_as_it_is(table):
    large = [[count + SMALLEST for count in row] for row in table]
    assert protected(large) == large
