"""What a second person made of a part of the demo's talks, without seeing the codes of the first."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from cjm_research.starters.truth import SecondCoder


def coded_twice(quotes: pd.DataFrame, planted: SecondCoder, rng: np.random.Generator) -> pd.DataFrame:
    """Return the quotes of the first coder, then those of the second.

    The second coder takes most sentences the same way, some for a theme near by with its own mood, and passes over the
    others.

    Parameters
    ----------
    quotes
        ``quote, note, code, polarity`` and further columns; the first coder's.
    planted
        Who the two are, which notes were coded twice, and how often they agree.
    rng
        Where chance comes from.

    Returns
    -------
    pandas.DataFrame
        The columns of ``quotes``, and ``coder``.
    """
    moods = dict(zip(quotes["code"], quotes["polarity"], strict=True))
    again = list(_again(quotes[quotes["note"].isin(planted.notes)], planted, rng))
    numbers = range(len(quotes) + 1, len(quotes) + len(again) + 1)
    second = pd.DataFrame(
        [
            row | {"quote": f"q{number:02d}", "polarity": moods[row["code"]]}
            for number, row in zip(numbers, again, strict=True)
        ],
        columns=quotes.columns,
    )
    both = [quotes.assign(coder=planted.first), second.assign(coder=planted.second)]
    return pd.concat(both, ignore_index=True)


def _again(quotes: pd.DataFrame, planted: SecondCoder, rng: np.random.Generator) -> Iterator[dict[str, object]]:
    for row in quotes.to_dict("records"):
        chance = rng.random()
        if chance < planted.same:
            yield row
        elif chance < planted.same + planted.near_by:
            yield row | {"code": planted.near[row["code"]]}
