"""Who is lost after a phase and where they were last seen, against a plain walk."""

from collections import Counter
from itertools import pairwise

from hypothesis import given, settings

from cjm_research.analysis.journeys import Group, drop_off, funnel
from cjm_research.study import Thresholds
from tests.analysis.journeys.conftest import crowd, events
from tests.analysis.journeys.walks import WALKS, many, told, walked

ALL = Thresholds().model_copy(update={"min_group": 1})


def lost_by_hand(rows, persona):
    """Return for each number of phases reached in order, how many were last seen where."""
    ended = {far: Counter() for far in range(5)}
    for journey in told(rows, persona):
        far = 0
        for _, event, _ in journey:
            far += far < 4 and event == "ABCD"[far]
        ended[far][next((event.lower() for _, event, _ in reversed(journey) if event != "X"), "")] += 1
    return ended


@settings(max_examples=40, deadline=None)
@given(WALKS)
def test_any_log_counts_as_the_plain_walk_through_it(rows):
    with walked(rows) as journeys:
        for persona in ("", "p"):
            ended, found = lost_by_hand(rows, persona), drop_off(crowd(journeys, Group(persona), ALL))
            for far, phase in enumerate("abc", start=1):
                here, lost = [loss for loss in found if loss.phase == phase], ended[far]
                reached = sum(sum(ended[more].values()) for more in range(far, 5))
                assert {loss.reached for loss in here} == {reached}
                share = here[0].lost
                assert (share.value is None) == (reached < 1)
                if share.value is None:
                    continue
                assert round(share.value * reached) == sum(lost.values())
                if sum(lost.values()) < 1:
                    assert here[0].last.value is None
                    continue
                shown = {r.touchpoint: round(r.last.value * r.last.n) for r in here}
                assert sum(shown.values()) == sum(lost.values())
                assert min(shown.values()) >= 1
                assert all(lost[place] == n for place, n in shown.items() if place is not None)


def test_the_place_of_the_last_contact_is_told_and_small_ones_together(opened):
    said = {f"b{n}": "AB" for n in range(5)} | {f"a{n}": "AAX" for n in range(12)}
    journeys = opened(events(**said, **{f"c{n}": "AC" for n in range(3)}, d0="AD", d1="AD"))
    found = drop_off(crowd(journeys))
    assert [(r.phase, r.touchpoint, r.lost.short, r.last.short) for r in found] == [
        ("a", "a", "77 % [57, 90]", "71 % [47, 87]"),
        ("a", None, "77 % [57, 90]", "29 % [13, 53]"),
        ("b", "b", "100 % [57, 100]", "100 % [57, 100]"),
        ("c", None, "nobody came this far", "no answers"),
    ]


def test_a_few_who_were_seen_elsewhere_hide_the_place_of_the_others(opened):
    said = {f"a{n}": "A" for n in range(12)} | {"c": "AC", "d": "AD"}
    found = drop_off(crowd(opened(events(**said))))
    assert [loss.touchpoint for loss in found if loss.phase == "a"] == [None]


def test_the_losses_are_those_of_the_funnel(opened):
    journeys = opened(many())
    steps, found = funnel(crowd(journeys)), drop_off(crowd(journeys))
    assert {loss.phase: loss.lost for loss in found} == {before.phase: after.drop for before, after in pairwise(steps)}


def test_a_log_without_events_and_a_study_without_phases_lose_nobody(opened):
    assert not drop_off(crowd(opened(events(u="A"), phases=())))
    assert {loss.lost.reason for loss in drop_off(crowd(opened([])))} == {"nobody came this far"}


def test_spark_counts_the_same(both):
    duckdb, spark = both(many())
    for group in (Group(), Group("q")):
        assert drop_off(crowd(duckdb, group)) == drop_off(crowd(spark, group))


def test_a_phase_that_is_left_out_loses_nobody(opened):
    journeys = opened(events(**{f"u{n}": "ACD" for n in range(6)}, **{f"v{n}": "AC" for n in range(4)}))
    found = drop_off(crowd(journeys, thresholds=ALL), ["a", "c", "d"])
    assert [
        (r.phase, r.next_phase, r.reached, r.lost.value) for r in found.frame().drop_duplicates("phase").itertuples()
    ] == [
        ("a", "c", 10, 0.0),
        ("c", "d", 10, 0.4),
    ]
