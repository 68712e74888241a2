"""Which counts of a table must stay hidden so that no small group can be read from it, nor computed."""

from __future__ import annotations

from collections.abc import Sequence


def hidden(parts: Sequence[int], least: int, total: int | None = None) -> set[int]:
    """Return the places of the parts to hide beside a total that is shown, by default their sum.

    Hidden are parts of some, but fewer than ``least`` people. Where what is left of the total when the shown parts are
    taken away is itself such a small group, the smallest shown part is hidden as well, and so on.

    Examples
    --------
    >>> hidden([60, 40], 5), hidden([57, 40, 3], 5), hidden([60, 0, 3], 5), hidden([9, 9], 5, total=20)
    (set(), {1, 2}, {0, 2}, {0})
    """
    whole = sum(parts) if total is None else total
    gone = {place for place, count in enumerate(parts) if 0 < count < least}
    shown = sorted((place for place, count in enumerate(parts) if count >= least), key=lambda place: parts[place])
    while shown and 0 < whole - sum(parts[place] for place in shown) < least:
        gone.add(shown.pop(0))
    return gone


def hidden_cells(table: Sequence[Sequence[int]], least: int) -> set[tuple[int, int]]:
    """Return the cells (row, column) to hide in a table whose totals of rows and columns are known.

    Hidden are cells about some, but fewer than ``least`` people. A line in which cells are hidden hides two or more of
    them, and at least ``least`` people with them, as long as it has cells of anybody left.

    Examples
    --------
    >>> sorted(hidden_cells([[50, 60], [3, 40], [20, 30]], 5))
    [(1, 0), (1, 1), (2, 0), (2, 1)]
    """
    cells = {(row, column): count for row, line in enumerate(table) for column, count in enumerate(line) if count}
    gone = {cell for cell, count in cells.items() if count < least}
    lines = [(axis, place) for axis in (0, 1) for place in {cell[axis] for cell in cells}]
    before = -1
    while len(gone) != before:
        before = len(gone)
        for axis, place in lines:
            line = {cell: count for cell, count in cells.items() if cell[axis] == place}
            inside = gone & line.keys()
            while inside and inside != line.keys() and (len(inside) < 2 or sum(line[cell] for cell in inside) < least):
                inside.add(min(line.keys() - inside, key=lambda cell: (line[cell], cell)))
            gone |= inside
    return gone
