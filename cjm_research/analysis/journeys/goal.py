"""From one phase to another: after how many steps, and after how long."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from cjm_research.analysis import estimate
from cjm_research.analysis.journeys.crowd import Crowd
from cjm_research.analysis.journeys.log import Level
from cjm_research.analysis.journeys.survival import Remaining, Watched, median_time, survival
from cjm_research.analysis.records import Records
from cjm_research.study import Thresholds

STEPS_TO_GOAL_METHOD = (
    "Unit: customers seen at the start. Steps are the contacts with touchpoints after the first event in the starting "
    "phase, or from the first event of the journey on, up to and with the first later event in the goal, repeats "
    "included; events at no touchpoint are no steps. Numbers of steps that few customers took are told together. Not "
    "arrived by the end of the log: they may still arrive. Shares of all who started, with Wilson 95 % intervals."
)

TIME_TO_GOAL_METHOD = (
    "Unit: customers seen at the start. Time runs from the first event in the starting phase, or of the journey, to "
    "the first event in the goal after it. Who has not arrived is watched until the last event of the whole log, not "
    "until the own last event: the log would show an arrival, and who leaves for good must not count as one who might "
    "have arrived as soon as the others. Kaplan-Meier estimate with log-log 95 % band; the interval of the median is "
    "where the band crosses one half (Brookmeyer and Crowley). Times are rounded down to {unit}. The curve ends where "
    "fewer than {least} customers are still watched."
)

UNITS = {1: "seconds", 60: "minutes", 3_600: "hours", 86_400: "days"}
MOST_TIMES = 100_000
MOST_ROWS = 10


@dataclass(frozen=True)
class TimeToGoal:
    """How long it takes to reach a goal.

    Attributes
    ----------
    started, arrived
        Customers seen at the start, and those of them seen in the goal later.
    curve
        The share still on the way, by seconds; see `survival`.
    median
        Seconds until half have arrived, with interval and n, or the reason why there is none.
    unit
        Seconds that times are rounded down to.
    counts
        When they arrived, or were last watched.
    thresholds
        How few customers are too few.
    """

    started: int
    arrived: int
    curve: Records[Remaining]
    median: estimate.Estimate
    unit: int
    counts: Records[Watched]
    thresholds: Thresholds

    def after(self, seconds: float) -> estimate.Estimate:
        """Return the share still on the way after a time; n are those still watched and on the way then."""
        watched = sum(count.customers for count in self.counts if count.time >= seconds)
        if watched < self.thresholds.min_group:
            return (
                estimate.withheld(watched, self.thresholds, unit="share")
                if watched
                else estimate.unavailable("nobody watched", "share")
            )
        point = self.curve[bisect_right(self.curve, seconds, key=lambda point: point.time) - 1]
        few, bounds = watched < self.thresholds.indicative_below, {"low": point.low, "high": point.high}
        return estimate.Estimate(value=point.share, **bounds, n=watched, unit="share", indicative=few)

    def method(self) -> str:
        """Return the sentence under the figure."""
        return TIME_TO_GOAL_METHOD.format(unit=f"whole {UNITS[self.unit]}", least=self.thresholds.min_group)


def time_to_goal(crowd: Crowd, start: str, goal: str) -> TimeToGoal:
    """Return how long customers take from one phase to another; those who have not arrived are censored.

    Parameters
    ----------
    start, goal
        Ids of phases; a blank start is the beginning of the journey, so that the first event may itself be in the goal.
    """
    e = crowd.engine
    at = crowd.placed("phase", e.code("v"))
    begins, after = (f"{at} = {crowd.index('phase', start)}", ">") if start else ("true", ">=")
    started = (
        f"select items, {e.at(e.only('items', begins), '1')} as begun from {e.relation('entered')} where {crowd.where}"
    )
    later = e.at(e.only("items", f"v {after} begun and {at} = {crowd.index('phase', goal)}"), "1")
    arrived = f"select begun, {later} as arrived from ({started}) as started where begun is not null"
    end, unit = _end_and_unit(crowd)
    took = f"coalesce({e.moment('arrived')}, {end}) - {e.moment('begun')}"
    times = f"select {took} as took, case when arrived is null then 0 else 1 end as arrived from ({arrived}) as watched"
    step = unit * 1_000_000
    found = e.rows(
        f"select took - took % {step} as took, arrived, count(*) from ({times}) as times group by 1, 2 order by 1, 2"
    )
    counts = Records(Watched, tuple(Watched(took / 1_000_000, bool(yes), int(n)) for took, yes, n in found))
    there = sum(count.customers for count in counts if count.arrived)
    everyone, curve = sum(count.customers for count in counts), survival(counts, crowd.thresholds)
    return TimeToGoal(everyone, there, curve, median_time(curve), unit, counts, crowd.thresholds)


def _end_and_unit(crowd: Crowd) -> tuple[int, int]:
    """Return the last moment of the log in microseconds, and the finest unit that leaves not too many times."""
    base = crowd.journeys.base()
    if base.first is None or base.last is None:
        return 0, 1
    span = (base.last - base.first).total_seconds()
    unit = next((unit for unit in UNITS if span / unit <= MOST_TIMES), max(UNITS))
    return round(base.last.timestamp() * 1_000_000), unit


@dataclass(frozen=True)
class Steps:
    """Customers who take so many steps to the goal.

    Attributes
    ----------
    low, high
        Fewest and most steps; both None for those who have not arrived, ``high`` alone where these stand with those of
        the most steps.
    customers
        How many they are.
    share
        Of all who started.
    within
        The share that arrived in at most so many steps.
    """

    low: int | None
    high: int | None
    customers: int
    share: estimate.Estimate
    within: estimate.Estimate


def steps_to_goal(crowd: Crowd, start: str, goal: str, level: Level = "touchpoint") -> Records[Steps]:
    """Return how many steps customers take from one phase to another.

    Parameters
    ----------
    crowd
        Whose journeys.
    start, goal
        Ids of phases; a blank start is the beginning of the journey, before the first event.
    level
        What a step is.

    Returns
    -------
    Records of Steps
        From few steps to many, last those who have not arrived; none where too few started or arrived.
    """
    e = crowd.engine
    at = e.each("path", crowd.placed("phase", "v"))
    first = e.place(at, str(crowd.index("phase", start))) if start else "0"
    paths = f"select path, n, {first} as start from ({crowd.coded()}) as coded"
    after = e.part("path", "start + 1", e.length("path"))
    rests = f"select {after} as rest, n from ({paths}) as paths where start is not null"
    ends = e.place(e.each("rest", crowd.placed("phase", "v")), str(crowd.index("phase", goal)))
    ended = f"select rest, n, {ends} as goal from ({rests}) as rests"
    way = e.each(e.part("rest", "1", "coalesce(goal, 0)"), crowd.placed(level, "v"))
    steps = f"case when goal is null then -1 else {e.length(e.only(way, 'v is not null'))} end"
    found = e.rows(f"select {steps} as steps, sum(n) from ({ended}) as ended group by 1 order by 1")
    counts = {steps: int(n) for steps, n in found}
    return _told(counts.pop(-1, 0), counts, crowd.thresholds)


def _told(never: int, counts: dict[int, int], thresholds: Thresholds) -> Records[Steps]:
    least, arrived = thresholds.min_group, sum(counts.values())
    total = arrived + never
    bins: list[tuple[int | None, int | None, int]] = list(_bins(counts, least)) if arrived >= least else []
    if bins and 0 < never < least:
        low, _, n = bins.pop()
        bins.append((low, None, n + never))
    elif bins and never:
        bins.append((None, None, never))
    told, so_far = [], 0
    for low, high, n in bins:
        so_far += n
        within = estimate.unavailable("–", "share") if high is None else estimate.share(so_far, total, thresholds)
        told.append(Steps(low, high, n, estimate.share(n, total, thresholds), within))
    return Records(Steps, tuple(told))


def _bins(counts: dict[int, int], least: int) -> list[tuple[int, int, int]]:
    """Return (fewest steps, most steps, customers); small groups join those with more steps, a long tail is one row."""
    bins: list[tuple[int, int, int]] = []
    for steps in sorted(counts):
        if bins and (bins[-1][2] < least or len(bins) == MOST_ROWS):
            bins[-1] = (bins[-1][0], steps, bins[-1][2] + counts[steps])
        else:
            bins.append((steps, steps, counts[steps]))
    if len(bins) > 1 and bins[-1][2] < least:
        _, high, n = bins.pop()
        bins[-1] = (bins[-1][0], high, bins[-1][2] + n)
    return bins
