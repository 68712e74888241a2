"""Met, missed or not decided: only the whole interval decides."""

import pytest

from cjm_research.analysis import Estimate
from cjm_research.sections import review
from cjm_research.study import About, Expectation, Metric, Study

RATE = Metric(id="rate", title="Rate", kind="rating", low=1, high=5)
STAY = Metric(id="stay", title="Stay", kind="share")
LIKELY = Metric(id="likely", title="Likely", kind="nps")
STUDY = Study(about=About(title="x"), metrics=(RATE, STAY, LIKELY))


def between(low, high):
    return Estimate(value=(low + high) / 2, low=low, high=high, n=50)


@pytest.mark.parametrize(
    "latest",
    [Estimate(reason="withheld"), Estimate(value=5, n=9, reason="all answers equal, no interval")],
    ids=["withheld", "no interval"],
)
def test_nothing_is_said_without_an_interval(latest):
    assert review._kept(STUDY, Expectation(id="e", title="E", metric="rate", at_least=3), latest) == "cannot be told"


def test_nothing_is_said_without_a_bound():
    assert review._kept(STUDY, Expectation(id="e", title="E", metric="rate"), between(1, 2)) == "cannot be told"


@pytest.mark.parametrize(
    ("bounds", "low", "high", "said"),
    [
        ({"at_least": 4}, 4.0, 4.5, "yes"),
        ({"at_least": 4}, 3.9, 4.5, "not decided"),
        ({"at_least": 4}, 3.0, 3.9, "no"),
        ({"at_most": 2}, 1.2, 2.0, "yes"),
        ({"at_most": 2}, 1.2, 2.1, "not decided"),
        ({"at_most": 2}, 2.1, 2.3, "no"),
        ({"at_least": 2, "at_most": 4}, 2.0, 4.0, "yes"),
        ({"at_least": 2, "at_most": 4}, 1.0, 1.9, "no"),
        ({"at_least": 2, "at_most": 4}, 4.1, 4.5, "no"),
        ({"at_least": 2, "at_most": 4}, 3.9, 4.5, "not decided"),
    ],
)
def test_an_expectation_is_kept_or_broken_only_by_the_whole_interval(bounds, low, high, said):
    assert review._kept(STUDY, Expectation(id="e", title="E", metric="rate", **bounds), between(low, high)) == said


def test_expectations_of_shares_are_in_percent_and_of_scores_in_points():
    stay = Expectation(id="e", title="E", metric="stay", at_least=30, at_most=50)
    assert (review._kept(STUDY, stay, between(0.3, 0.5)), review._asked(STUDY, stay)) == (
        "yes",
        "at least 30 % and at most 50 %",
    )
    assert review._asked(STUDY, Expectation(id="e", title="E", metric="likely", at_least=30)) == "at least 30"
    assert review._asked(STUDY, Expectation(id="e", title="E", metric="rate", at_most=3.5)) == "at most 3.5"


@pytest.fixture(scope="module")
def late(make):
    return make(
        study_yaml="title: Late\nowner: Ida\nas_of: 2026-11-01\nreview_every: 30\n",
        objectives_yaml="""
            objectives:
              - {id: late, title: Late, due: 2026-10-31}
              - {id: today, title: Today, due: 2026-11-01}
              - {id: never, title: Never}
        """,
        opportunities_yaml="""
            opportunities:
              - {id: a, title: Open one, status: open}
              - {id: b, title: Begun one, status: in progress, owner: Bo}
              - {id: c, title: Solved one, status: solved}
              - {id: d, title: Dismissed one, status: dismissed}
        """,
        evidence__sources_yaml="""
            sources:
              - {id: old, title: Old, kind: survey, file: old.csv, collected_to: 2025-10-31}
              - {id: year, title: A year, kind: survey, file: old.csv, collected_to: 2025-11-01}
        """,
        evidence__old_csv="q\n1\n",
        **{"reviews__2026-10-01_yaml": "date: 2026-10-01\nreviewer: Ida\n"},
    )


def test_what_is_late_or_open_is_listed(late):
    section = review.overdue(late)
    lines = [row[:2] + row[3:] for row in section.table.rows if row[0] != "check"]
    assert lines == [
        ("objective", "Late", "1 days late"),
        ("opportunity", "Open one", "open"),
        ("opportunity", "Begun one", "in progress"),
    ]
    rules = {row[2]: row[1] for row in section.table.rows if row[0] == "check"}
    assert rules["EVD-020"] == "sources/old.collected_to"
    assert "REV-001" in rules
    assert section.lead == f"{len(section.table.rows)} things wait."


def test_the_next_review_is_counted_from_the_last(late):
    section = review.signoffs(late)
    assert section.lead == "The next review is due on 2026-10-31. Owner: Ida."
    assert section.table.rows == (("2026-10-01", "Ida", "approved", "–", "not recorded"),)
