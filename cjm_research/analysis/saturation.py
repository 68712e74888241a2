"""Whether more interviews still bring new themes."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from cjm_research.printing import percent

ENOUGH = 0.05
BASE, RUN = 4, 2
ORDERS = 1000

SATURATION_METHOD = (
    "New themes in a run of talks, as a share of the themes in the base, the first talks (Guest, Namey and Chen 2020). "
    f"At {percent(ENOUGH)} or less the study counts as saturated. The band holds 95 % of {ORDERS:,} random orders "
    "of the same talks. Saturation says that these talks repeat each other, not that other people would."
)


def saturation(talks: Sequence[Collection[str]], *, base: int = BASE, run: int = RUN, seed: int = 7) -> pd.DataFrame:
    """Return what each run of talks adds to the themes of the first talks.

    Parameters
    ----------
    talks
        The themes of each talk, in the order in which people were talked to.
    base
        How many talks the base has.
    run
        How many talks a run has; runs overlap, each begins one talk later.
    seed
        Where the random orders begin.

    Returns
    -------
    pandas.DataFrame
        A row per run: ``talks`` (how many there were by its end), ``themes`` (how many by then), ``new`` (in this run),
        ``known`` (in the base), ``value`` (``new / known``), ``low`` and ``high`` (of random orders, by the same number
        of talks). No row where there are too few talks for a run, or where the base has no theme.

    Examples
    --------
    >>> talks = [{"price", "fit"}, {"price", "fee"}, {"fit"}, {"fee"}]
    >>> saturation(talks, base=2, run=2)[["talks", "new", "known", "value"]].to_numpy().tolist()
    [[4.0, 0.0, 3.0, 0.0]]
    """
    if base < 1 or run < 1:
        raise ValueError("A base and a run have one talk or more.")
    columns = ["talks", "themes", "new", "known", "value", "low", "high"]
    if len(talks) < base + run or not any(talks[:base]):
        return pd.DataFrame(columns=columns, dtype=float)
    names = sorted({theme for talk in talks for theme in talk})
    spoken = np.array([[name in talk for name in names] for talk in talks], dtype=bool)
    first = _first_met(spoken)
    rng = np.random.default_rng(seed)
    orders = (spoken, *(rng.permutation(spoken) for _ in range(ORDERS - 1)))
    drawn = np.array([_shares(_first_met(order), len(talks), base, run) for order in orders])
    low, high = np.nanquantile(drawn, [0.025, 0.975], axis=0)
    ends = np.arange(base + run, len(talks) + 1)
    return pd.DataFrame(
        {
            "talks": ends,
            "themes": [int((first < end).sum()) for end in ends],
            "new": [int(((first >= end - run) & (first < end)).sum()) for end in ends],
            "known": int((first < base).sum()),
            "value": _shares(first, len(talks), base, run),
            "low": low,
            "high": high,
        },
        columns=columns,
    )


def reached(runs: pd.DataFrame) -> int | None:
    """Return after how many talks the first run had ended that brought 5 % new themes or less, None where none did.

    Examples
    --------
    >>> reached(pd.DataFrame({"talks": [6, 7, 8], "new": [3, 1, 0], "known": [20, 20, 20]}))
    7
    """
    enough = runs[runs["new"] <= ENOUGH * runs["known"]]
    return int(enough["talks"].iloc[0]) if len(enough) else None


def _first_met(spoken: np.ndarray) -> np.ndarray:
    """Return at which talk each theme came up first."""
    return np.asarray(spoken.argmax(axis=0))


def _shares(first: np.ndarray, talks: int, base: int, run: int) -> np.ndarray:
    met = np.bincount(first, minlength=talks)
    known = met[:base].sum()
    new = np.convolve(met, np.ones(run, dtype=int))[base + run - 1 : talks]
    return np.asarray(new / known) if known else np.full(len(new), np.nan)
