"""What phases and touchpoints cover, against counts by hand."""

from collections import Counter

from hypothesis import given, settings

from cjm_research.analysis.journeys import Group, classification, customers_classified, occurrences, uses
from tests.analysis.journeys.conftest import crowd, events
from tests.analysis.journeys.walks import WALKS, many, told, walked


def test_events_outside_the_phases_are_listed_with_the_others(opened):
    journeys = opened(events(u="AAX", v="X", w="Y"))
    assert classification(crowd(journeys)).frame().to_numpy().tolist() == [
        ["A", 2, 1, "a"],
        ["X", 2, 2, ""],
        ["Y", 1, 1, ""],
    ]
    assert customers_classified(crowd(journeys)) == (1, 3)


def test_an_event_of_two_phases_belongs_to_the_first(opened):
    found = classification(crowd(opened(events(u="AA", v="AB"), phases=(("a", ("A",)), ("b", ("A", "B"))))))
    assert found.frame()[["event", "events", "phase"]].to_numpy().tolist() == [["A", 3, "a"], ["B", 1, "b"]]


def test_a_study_without_phases_and_a_log_without_events_are_counted_too(opened):
    assert [row.phase for row in classification(crowd(opened(events(u="AX"), phases=())))] == ["", ""]
    assert not classification(crowd(opened([])))
    assert customers_classified(crowd(opened([]))) == (0, 0)
    assert not uses(crowd(opened([])))
    assert not occurrences(crowd(opened([])), ("A",))


def test_occurrences_count_those_who_never_had_the_event(opened):
    found = occurrences(crowd(opened(events(u="RAR", v="RS", w="A"))), ("R", "S", "gone"))
    assert found.frame().to_numpy().tolist() == [[0, 1], [2, 2]]
    assert occurrences(crowd(opened(events(u="A"))), ()).frame().to_numpy().tolist() == [[0, 1]]


def test_a_customer_counts_once_per_touchpoint_and_channel(opened):
    rows = [
        ("u", 0, "A", "web"),
        ("u", 1, "A", "web"),
        ("u", 2, "A", "shop"),
        ("v", 0, "B", "web"),
        ("v", 1, "X", "web"),
    ]
    found = uses(crowd(opened(rows))).frame()
    assert found.to_numpy().tolist() == [
        ["a", "shop", 1],
        ["a", "web", 1],
        ["b", "web", 1],
        ["a", None, 1],
        ["b", None, 1],
    ]


@settings(max_examples=40, deadline=None)
@given(WALKS)
def test_any_log_counts_as_in_plain_python(rows):
    with walked(rows) as journeys:
        for persona in ("", "q"):
            own, group = told(rows, persona), Group(persona)
            counts = Counter(event for journey in own for _, event, _ in journey)
            customers = Counter(event for journey in own for event in {event for _, event, _ in journey})
            found = classification(crowd(journeys, group))
            assert {row.event: row.events for row in found} == counts
            assert {row.event: row.customers for row in found} == customers
            used = Counter(way for journey in own for way in {(e.lower(), c) for _, e, c in journey if e != "X"})
            used += Counter(way for journey in own for way in {(e.lower(), None) for _, e, _ in journey if e != "X"})
            assert {(use.touchpoint, use.channel): use.customers for use in uses(crowd(journeys, group))} == used
            times = occurrences(crowd(journeys, group), ("A", "C"))
            assert {row.times: row.customers for row in times} == Counter(
                sum(e in "AC" for _, e, _ in journey) for journey in own
            )
            seen = sum(any(event != "X" for _, event, _ in journey) for journey in own)
            assert customers_classified(crowd(journeys, group)) == (seen, len(own))


def test_spark_counts_the_same(both):
    duckdb, spark = both(many())
    for group in (Group(), Group("p"), Group(channel="web")):
        assert classification(crowd(duckdb, group)) == classification(crowd(spark, group))
        assert uses(crowd(duckdb, group)) == uses(crowd(spark, group))
        assert occurrences(crowd(duckdb, group), ("A", "X")) == occurrences(crowd(spark, group), ("A", "X"))
        assert customers_classified(crowd(duckdb, group)) == customers_classified(crowd(spark, group))
