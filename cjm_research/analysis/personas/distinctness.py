"""How far apart personas are: Gower's distance between the distributions of their attributes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from cjm_research.analysis import cells
from cjm_research.errors import EvidenceError
from cjm_research.study import Attribute, Thresholds

ALIKE = 0.1
DISTINCTNESS_METHOD = (
    "Mean distance over the attributes that both personas were asked (Gower 1971, between distributions): for "
    "categories half the sum of the differences of all shares, for numbers the mean distance between the ordered "
    "answers divided by the range of everybody's; 0 the same, 1 nothing in common. An attribute counts as shared below "
    f"{ALIKE:g}. Small groups differ by chance alone; personas under 30 people are indicative."
)


@dataclass(frozen=True)
class Answers:
    """The answers of one persona to one attribute: text for categories, numbers otherwise."""

    persona: str
    attribute: str
    given: np.ndarray


def answers_of(attribute: Attribute, persona: str, rows: pd.DataFrame) -> Answers:
    """Return a persona's answers to an attribute: as given, or how often the named events happened to each customer."""
    if attribute.kind == "events":
        counts = rows["event"].isin(attribute.events).groupby(rows["customer"]).sum()
        return Answers(persona, attribute.id, counts.to_numpy(dtype=float))
    if attribute.column not in rows:
        raise EvidenceError(f"source '{attribute.source}'", f"has no column '{attribute.column}'.")
    given = cells.answers(rows[attribute.column], attribute.missing)
    if attribute.kind == "category":
        return Answers(persona, attribute.id, given.to_numpy(dtype=object))
    numbers = cells.numbers(given, source=attribute.source, column=attribute.column, owner=attribute.id)
    return Answers(persona, attribute.id, numbers.to_numpy(dtype=float))


def distances(answers: Sequence[Answers], thresholds: Thresholds) -> pd.DataFrame:
    """Return the distance of each two personas in each attribute both were asked.

    Returns
    -------
    pandas.DataFrame
        ``first, second, attribute, distance`` (0…1), ``people`` (the smaller of the two groups). An attribute that
        fewer than ``min_group`` people of either answered is left out.

    Examples
    --------
    >>> said = [
    ...     Answers("ana", "city", np.array(["Bonn"] * 5, dtype=object)),
    ...     Answers("ben", "city", np.array(["Bonn"] * 3 + ["Ulm"] * 3, dtype=object)),
    ... ]
    >>> distances(said, Thresholds()).to_dict("records")
    [{'first': 'ana', 'second': 'ben', 'attribute': 'city', 'distance': 0.5, 'people': 5}]
    """
    by_attribute: dict[str, list[Answers]] = {}
    for one in answers:
        if len(one.given) >= thresholds.min_group:
            by_attribute.setdefault(one.attribute, []).append(one)
    lines = []
    for id, asked in by_attribute.items():
        everyone = np.concatenate([one.given for one in asked])
        for first, second in combinations(asked, 2):
            far = _distance(first.given, second.given, everyone)
            lines.append((first.persona, second.persona, id, far, min(len(first.given), len(second.given))))
    return pd.DataFrame(lines, columns=["first", "second", "attribute", "distance", "people"])


def distinctness(far: pd.DataFrame, titles: Mapping[str, str]) -> pd.DataFrame:
    """Return one line per pair of personas, nearest first.

    Parameters
    ----------
    far
        What `distances` returns.
    titles
        Attribute id -> title.

    Returns
    -------
    pandas.DataFrame
        ``first, second, distance`` (mean over attributes), ``attributes`` (how many), ``people``, ``shared`` and
        ``apart`` (titles, nearest and farthest first).
    """
    lines = []
    for (first, second), pair in far.groupby(["first", "second"], sort=False):
        ordered = pair.sort_values("distance", kind="stable")
        shared = ordered[ordered["distance"] < ALIKE]["attribute"]
        apart = ordered[ordered["distance"] >= ALIKE]["attribute"][::-1]
        lines.append(
            (
                first,
                second,
                float(pair["distance"].mean()),
                len(pair),
                int(pair["people"].min()),
                tuple(titles.get(id, id) for id in shared),
                tuple(titles.get(id, id) for id in apart),
            )
        )
    frame = pd.DataFrame(lines, columns=["first", "second", "distance", "attributes", "people", "shared", "apart"])
    return frame.sort_values("distance", kind="stable").reset_index(drop=True)


def _distance(mine: np.ndarray, theirs: np.ndarray, everyone: np.ndarray) -> float:
    if mine.dtype == object:
        names = sorted(set(everyone))
        shares = [np.array([(part == name).mean() for name in names]) for part in (mine, theirs)]
        return float(np.abs(shares[0] - shares[1]).sum() / 2)
    from scipy.stats import wasserstein_distance

    span = float(everyone.max() - everyone.min())
    return float(wasserstein_distance(mine, theirs)) / span if span else 0.0
