"""What tells a group from everybody else: shares and means of the columns the groups were made from."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cjm_research.analysis import cells, estimate
from cjm_research.analysis.estimate import Estimate
from cjm_research.analysis.personas.model import assign
from cjm_research.study import Encoding, Fit, Thresholds

DIFFERENCES_METHOD = (
    "Shares with Wilson and means with t 95 % intervals, in the group and in all others who are in a group; the "
    "answers that differ most, measured in standard deviations, come first. The groups were made from these answers: "
    "the intervals describe the groups and test nothing."
)


def differences(
    rows: pd.DataFrame, fit: Fit, thresholds: Thresholds, *, source: str = "survey", most: int = 4
) -> pd.DataFrame:
    """Return what distinguishes each group, strongest first.

    Returns
    -------
    pandas.DataFrame
        ``group`` (from 1), ``column``, ``answer`` ('' for a mean), ``own`` and ``rest`` (estimates), ``effect`` (own
        minus rest in standard deviations); at most ``most`` lines per group.
    """
    group = assign(fit, rows, source=source)["group"]
    told = rows[group.notna()]
    labels = group[group.notna()].astype(int)
    lines = [
        (number, *line)
        for number in range(1, len(fit.centres) + 1)
        for one in fit.encodings
        for line in _lines(told, one, labels == number, thresholds, source)
    ]
    frame = pd.DataFrame(lines, columns=["group", "column", "answer", "own", "rest", "effect"])
    frame = frame.sort_values("effect", key=lambda column: -column.abs(), kind="stable")
    return frame.groupby("group").head(most).sort_values("group", kind="stable").reset_index(drop=True)


_Line = tuple[str, str, Estimate, Estimate, float]


def _lines(rows: pd.DataFrame, one: Encoding, own: pd.Series, thresholds: Thresholds, source: str) -> list[_Line]:
    values = cells.answers(rows[one.column], one.missing)
    if one.kind == "number":
        numbers = cells.numbers(values, source=source, column=one.column, owner=one.column)
        mine, others = numbers[own], numbers[~own]
        effect = _standard(mine.mean(), others.mean(), float(numbers.std(ddof=0)))
        found = estimate.mean(mine.to_numpy(), thresholds), estimate.mean(others.to_numpy(), thresholds)
        return [(one.column, "", *found, effect)] if len(mine) and len(others) else []
    whole = values.reindex(rows.index).fillna("not answered")
    lines = []
    for answer in one.answers:
        said = (whole == answer).to_numpy()
        counts = [(int(said[part].sum()), int(part.sum())) for part in (own.to_numpy(), ~own.to_numpy())]
        if not all(n for _, n in counts):
            continue
        mine_share, other_share = (count / n for count, n in counts)
        effect = _standard(mine_share, other_share, float(np.sqrt(said.mean() * (1 - said.mean()))))
        shares = [estimate.share(count, n, thresholds) for count, n in counts]
        lines.append((one.column, answer, shares[0], shares[1], effect))
    return lines


def _standard(own: float, rest: float, spread: float) -> float:
    return (own - rest) / spread if spread else 0.0
