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
