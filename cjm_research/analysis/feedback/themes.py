"""How many people speak of each theme, as a pain or a delight, and how much of what was said no theme covers."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from cjm_research.analysis.estimate import Estimate, share
from cjm_research.study import Thresholds

THEMES_METHOD = (
    "Codebook first: a theme is what a coder marked, or a sentence that holds one of the words of its code. A person "
    "counts once per theme, however often it comes up. Share of the people of a source who said anything, with Wilson "
    "95 % interval; sources are never added up to one share. Numbers of few people, and those that would give them "
    "away, are withheld. Pain or delight is what the coder says, or the rating of the same person."
)


def themes(
    mentions: pd.DataFrame, speakers: pd.Series, thresholds: Thresholds, hidden: Collection[tuple[str, str]] = ()
) -> pd.DataFrame:
    """Return each theme of each source in people.

    Parameters
    ----------
    mentions
        ``source, participant, code, polarity``, a row per sentence that touches a theme.
    speakers
        Number of people of each source who said anything, by the id of the source.
    thresholds
        The smallest group shown.
    hidden
        Further shares that are withheld, by code and source.

    Returns
    -------
    pandas.DataFrame
        ``code, source, people, share`` (an `Estimate`, withheld where fewer people than the smallest group speak of the
        theme), ``pain`` and ``delight`` (people); most people first.

    Examples
    --------
    >>> said = pd.DataFrame(
    ...     {"source": "talks", "participant": list("aabcdef"), "code": "fee", "polarity": ["pain"] * 6 + [""]}
    ... )
    >>> row = themes(said, pd.Series({"talks": 12}), Thresholds()).iloc[0]
    >>> int(row["people"]), int(row["pain"]), str(row["share"])
    (6, 5, '50 % [25, 75], n = 12, indicative')
    """
    coded = mentions[mentions["code"] != ""]
    lines = []
    for (code, source), group in coded.groupby(["code", "source"], sort=True):
        moods = {mood: group.loc[group["polarity"] == mood, "participant"].nunique() for mood in ("pain", "delight")}
        count = group["participant"].nunique()
        found = _share(count, int(speakers[source]), thresholds, kept=(code, source) in hidden)
        lines.append({"code": code, "source": source, "people": count, "share": found, **moods})
    columns = ["code", "source", "people", "share", "pain", "delight"]
    frame = pd.DataFrame(lines, columns=columns)
    total = frame.groupby("code")["people"].transform("sum")
    return frame.assign(total=total).sort_values(
        ["total", "code", "people", "source"], ascending=[False, True, False, True], ignore_index=True
    )[columns]


def _share(count: int, n: int, thresholds: Thresholds, *, kept: bool) -> Estimate:
    found = share(count, n, thresholds)
    if kept and found.value is not None:
        return Estimate(unit="share", n=n, reason="withheld: it would give away a number of few people")
    return found


def uncovered(texts: int, touched: int, thresholds: Thresholds) -> Estimate:
    """Return the share of texts that no theme covers, with its Wilson 95 % interval.

    Examples
    --------
    >>> str(uncovered(50, 40, Thresholds()))
    '20 % [11, 33], n = 50'
    """
    return share(texts - touched, texts, thresholds)
