"""Dates written in numbers, such as 3/4/2026: which of them show whether the day or the month stands first."""

from __future__ import annotations

import re
from typing import NoReturn, Protocol

_NUMBERED_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](?:\d{4}|\d{2})(?!\d)")


class Refuse(Protocol):
    """Refuses the log, naming a row and what is wrong there."""

    def __call__(self, row: int | None, problem: str) -> NoReturn:
        """Raise the error."""


class DateOrder:
    """Collects the dates of one log that only a date format could tell, and refuses the log with the best reason.

    Parameters
    ----------
    refuse
        Raises the error.
    """

    def __init__(self, refuse: Refuse) -> None:
        self._refuse = refuse
        self._proofs: dict[str, tuple[int, str]] = {}

    def takes(self, text: str, row: int) -> bool:
        """Keep what a date shows of the order of day and month, and say whether it is such a date."""
        found = _NUMBERED_DATE.match(text)
        if found is None:
            return False
        first, second = int(found[1]), int(found[2])
        order = "day" if first > 12 else "month" if second > 12 else "unclear"
        self._proofs.setdefault(order, (row, text))
        if {"day", "month"} <= self._proofs.keys():
            self.finish()
        return True

    def finish(self) -> None:
        """Refuse the log if any date was kept."""
        if not self._proofs:
            return
        row, text = next(iter(self._proofs.values()))
        if {"day", "month"} <= self._proofs.keys():
            (day, first), (month, second) = self._proofs["day"], self._proofs["month"]
            self._refuse(
                day,
                f"holds '{first}', where the day stands first, and row {month} '{second}', where the month does. "
                "Export the log with ISO dates (2026-05-01T12:30:00Z), or give a date format and remove the others.",
            )
        if "day" in self._proofs or "month" in self._proofs:
            order = "day" if "day" in self._proofs else "month"
            row, text = self._proofs[order]
            self._refuse(
                row, f"holds '{text}': the {order} stands first. Say so with a date format, {_formats(order)}."
            )
        hint = f"Nothing shows whether day or month stands first. Give a date format, {_formats('day')}."
        self._refuse(row, f"holds '{text}', which is no time like 2026-05-01T12:30:00Z. {hint}")


def _formats(order: str) -> str:
    day = "%d/%m/%Y" if order == "day" else "%m/%d/%Y"
    return f"such as --date-format '{day} %H:%M'"
