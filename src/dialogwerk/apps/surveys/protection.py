"""Small numbers in tables by group are not shown, so that nobody can be told from the others."""

from collections.abc import Sequence

SMALLEST = 5
"""A cell with fewer people is not shown."""


def protected(table: Sequence[Sequence[int]], smallest: int = SMALLEST) -> list[list[int | None]]:
    """The counts with small ones hidden, and further ones so that no hidden one can be computed.

    Sums of rows and columns are known to readers. Where only one cell of a row or column is
    hidden, it would be the sum less the others; so the next smallest one is hidden with it.

    Args:
        table: counts of people, every row with the same number of cells.

    Returns:
        The same shape; None for what is not shown. An empty cell is hidden like a small one.

    >>> protected([[9, 3], [20, 30]])
    [[None, None], [None, None]]
    """
    hidden = [[count < smallest for count in row] for row in table]
    while _hide_more(table, hidden):
        pass
    return [
        [None if hides else count for count, hides in zip(row, hides_of, strict=True)]
        for row, hides_of in zip(table, hidden, strict=True)
    ]


def _hide_more(table: Sequence[Sequence[int]], hidden: list[list[bool]]) -> bool:
    """Hide one more cell beside a lonely hidden one; whether there was any."""
    rows, columns = len(table), len(table[0]) if table else 0
    lines = [[(row, column) for column in range(columns)] for row in range(rows)]
    lines += [[(row, column) for row in range(rows)] for column in range(columns)]
    for line in lines:
        open_cells = [place for place in line if not hidden[place[0]][place[1]]]
        if len(line) - len(open_cells) == 1 and open_cells:
            row, column = min(open_cells, key=lambda place: table[place[0]][place[1]])
            hidden[row][column] = True
            return True
    return False
