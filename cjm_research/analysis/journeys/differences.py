"""Where the journeys of two groups differ: who comes where, who goes on, who goes which way; effect before p."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from cjm_research.analysis import estimate
from cjm_research.analysis.family import adjusted
from cjm_research.analysis.journeys.crowd import Crowd
from cjm_research.analysis.journeys.log import Level
from cjm_research.analysis.journeys.pairs import Kind, Pair, in_both
from cjm_research.analysis.records import Records
from cjm_research.errors import CjmError
from cjm_research.privacy.disclosure import gives_away
from cjm_research.privacy.suppression import withhold
from cjm_research.study import Thresholds

PATHS: tuple[tuple[Level, str], ...] = (("touchpoint", "looked_at"), ("phase", "path"))

DIFFERENT_BELOW = 0.05
"""A difference is called one where q is below this."""

DIFFERENCES_METHOD = (
    "Unit: customers. Reach: the share who come to a touchpoint at all. Onward: the share of those who reached a "
    "phase, with all phases before it in their order, who reach the next one at any later time. Way: the share of "
    "those seen in a phase who go at least once directly from it to another, phases told once as long as they last and "
    "events in no phase left out. Differences are in percentage points, first group minus second, with Newcombe's "
    "hybrid score 95 % interval (1998); p from the score test with the pooled share (Fisher's exact test where fewer "
    "than 5 customers would be expected in a cell). A comparison in which a group, or the part of it that does so, is "
    "some but fewer people than the smallest group shown is withheld and not tested, and so is one that would give it "
    "away; what nobody of either group does is left out."
)


@dataclass(frozen=True)
class Difference:
    """What one group of a pair does more often than the other.

    Attributes
    ----------
    pair
        Id of the pair.
    kind, source, target
        What they do: come to a touchpoint (the target), go on, or go directly from one phase to another; ids.
    a, b, difference
        The share in each group, and a − b.
    p, q
        None where withheld.
    different
        Whether q is below 0.05.
    """

    pair: str
    kind: Kind
    source: str
    target: str
    a: estimate.Estimate
    b: estimate.Estimate
    difference: estimate.Estimate
    p: float | None
    q: float | None = None
    different: bool = False


def differences(crowd: Crowd, pairs: Sequence[Pair]) -> Records[Difference]:
    """Return every difference between the groups of each pair; all of them together are one family of comparisons.

    Parameters
    ----------
    crowd
        Any group of the log; the pairs say who is compared.
    pairs
        In the order of the answer.

    Raises
    ------
    CjmError
        Somebody is in both groups of a pair.
    """
    counted = []
    for pair in pairs:
        if both := in_both(crowd, pair):
            who = "1 customer is" if both == 1 else f"{both:,} customers are"
            raise CjmError(
                f"'{pair.id}': {who} in both groups, so the groups cannot be compared. "
                "Choose groups without common customers."
            )
        counted += [(pair.id, *line) for line in _counted(crowd, pair)]
    few = _few(counted, crowd.least)
    found = [_compared(line, crowd.thresholds, hide=place in few) for place, line in enumerate(counted)]
    family = zip(found, adjusted([one.p for one in found]), strict=True)
    return Records(
        Difference, tuple(replace(one, q=q, different=q is not None and q < DIFFERENT_BELOW) for one, q in family)
    )


def difference(count_a: int, n_a: int, count_b: int, n_b: int) -> estimate.Estimate:
    """Return the difference of two shares with Newcombe's hybrid score 95 % interval (Newcombe 1998, method 10).

    Examples
    --------
    >>> str(difference(56, 70, 48, 80))
    '+20 [+5, +33], n = 150'
    """
    from statsmodels.stats.proportion import confint_proportions_2indep

    low, high = confint_proportions_2indep(count_a, n_a, count_b, n_b, method="newcomb", compare="diff")
    value = count_a / n_a - count_b / n_b
    return estimate.Estimate(
        value=value,
        low=max(-1.0, min(float(low), value)),
        high=min(1.0, max(float(high), value)),
        n=n_a + n_b,
        unit="net",
    )


def p_value(count_a: int, n_a: int, count_b: int, n_b: int) -> float:
    """Return the two-sided p of equal shares: score test, or Fisher's exact test where an expected count is below 5.

    Examples
    --------
    >>> round(p_value(3, 4, 1, 4), 4), p_value(0, 9, 0, 9)
    (0.4857, 1.0)
    """
    from scipy import stats
    from statsmodels.stats.proportion import proportions_ztest

    pooled = (count_a + count_b) / (n_a + n_b)
    if pooled in (0, 1):
        return 1.0
    if min(pooled, 1 - pooled) * min(n_a, n_b) < 5:
        return float(stats.fisher_exact([[count_a, n_a - count_a], [count_b, n_b - count_b]]).pvalue)
    return float(proportions_ztest([count_a, count_b], [n_a, n_b])[1])


Counts = tuple[str, Kind, str, str, tuple[int, int, int, int]]
"""Pair, kind, source, target, and how many of how many in either group."""


def _few(lines: Sequence[Counts], least: int) -> set[int]:
    """Return the lines to withhold: those that tell of few people, and others from which these could be computed.

    Groups that are each held against all others share out the same people, so their counts are parts of one table.
    """
    gone = {
        place
        for place, (*_, (a, n_a, b, n_b)) in enumerate(lines)
        if gives_away(a, n_a, least) or gives_away(b, n_b, least) or min(n_a, n_b) < least
    }
    places: dict[tuple[str, str, str, int, int], list[int]] = {}
    for place, (_, kind, source, target, (a, n_a, b, n_b)) in enumerate(lines):
        places.setdefault((kind, source, target, a + b, n_a + n_b), []).append(place)
    for (*_, did, everybody), same in places.items():
        if len(same) > 1 and gone & set(same):
            gone |= {place for place in same if _hides(lines, same, did, everybody, least)[place]}
    return gone


def _hides(lines: Sequence[Counts], same: Sequence[int], did: int, everybody: int, least: int) -> dict[int, bool]:
    """Say for each line of groups of the same people whether its counts are withheld; who is in none is the rest."""
    import pandas as pd

    table = pd.DataFrame([(a, n - a) for *_, (a, n, _, _) in (lines[place] for place in same)], index=list(same))
    rest = [max(0, did - int(table[0].sum())), max(0, everybody - did - int(table[1].sum()))]
    table.loc[-1] = rest
    hidden = withhold(table, least)
    return {place: bool(hidden.loc[place].any()) for place in same}


def _compared(line: Counts, thresholds: Thresholds, *, hide: bool) -> Difference:
    pair, kind, source, target, (count_a, n_a, count_b, n_b) = line
    if hide:
        gone = estimate.unavailable(f"withheld: fewer than {thresholds.min_group} people here or beside it", "share")
        return Difference(pair, kind, source, target, gone, gone, gone, None)
    a, b = estimate.share(count_a, n_a, thresholds), estimate.share(count_b, n_b, thresholds)
    found, p = difference(count_a, n_a, count_b, n_b), p_value(count_a, n_a, count_b, n_b)
    return Difference(pair, kind, source, target, a, b, found, p)


def _counted(crowd: Crowd, pair: Pair) -> list[tuple[Kind, str, str, tuple[int, int, int, int]]]:
    """Return kind, source, target and the four counts of each comparison that concerns anybody and has two groups."""
    found: Counter[tuple[str, int, int]] = Counter()
    for what, side, key, n in crowd.engine.rows(_sides(crowd, pair)):
        for reached in range(int(key) + 1) if what == "reached" else (int(key),):
            found[what, int(side), reached] += int(n)
    lines = [line for line in _comparisons(crowd, found) if line[0] in pair.kinds]
    return [line for line in lines if line[3][0] + line[3][2] and line[3][1] and line[3][3]]


def _comparisons(
    crowd: Crowd, found: Counter[tuple[str, int, int]]
) -> Iterable[tuple[Kind, str, str, tuple[int, int, int, int]]]:
    def counts(part: tuple[str, int], whole: tuple[str, int]) -> tuple[int, int, int, int]:
        (a, n_a), (b, n_b) = ((found[part[0], side, part[1]], found[whole[0], side, whole[1]]) for side in (1, 0))
        return a, n_a, b, n_b

    touchpoints, phases = crowd.places("touchpoint"), crowd.places("phase")
    for place, id in enumerate(touchpoints):
        yield "reach", "", id, counts(("touchpoint", place), ("all", 0))
    for place in range(1, len(phases)):
        yield "onward", phases[place - 1], phases[place], counts(("reached", place + 1), ("reached", place))
    for source, start in enumerate(phases):
        for target, end in enumerate(phases):
            yield "way", start, end, counts(("way", source * 65_536 + target), ("phase", source))


def _sides(crowd: Crowd, pair: Pair) -> str:
    """Select ``what, side, key, n``: how many of either side (1 is a) come to each touchpoint, phase and way."""
    e = crowd.engine
    touchpoints, phases = (e.only(e.each(path, crowd.placed(level, "v")), "v is not null") for level, path in PATHS)
    asked = {
        "touchpoint": e.rows_of(e.distinct("touchpoints"), "t"),
        "phase": e.rows_of(e.distinct("phases"), "t"),
        "way": e.rows_of(e.distinct(e.neighbours("phases")), "t"),
        "reached": f"{e.fold('phases', '0', 'case when v = a then a + 1 else a end')} as t",
        "all": "0 as t",
    }
    parts = " union all ".join(
        f"select '{what}' as what, side, cast(t as bigint) as t, n"
        f" from (select side, {key}, n from told) as {what}_told"
        for what, key in asked.items()
    )
    return (
        f"with sided as (select case when {pair.a} then 1 when {pair.b} then 0 end as side, path,"
        f" {pair.looked_at} as looked_at,"
        f" n from ({crowd.journeys.coded()}) as coded),"
        f" leveled as (select side, {touchpoints} as touchpoints, {phases} as phases, n from sided"
        " where side is not null),"
        f" told as (select side, {e.distinct('touchpoints')} as touchpoints, {e.unrepeated('phases')} as phases,"
        " sum(n) as n"
        " from leveled group by 1, 2, 3)"
        f" select what, side, t, sum(n) from ({parts}) as every group by 1, 2, 3"
    )
