"""Met, missed or not decided: only the whole interval decides."""

import pytest

from cjm_research.analysis import Estimate
from cjm_research.people import objectives
from cjm_research.sections import review
from cjm_research.study import About, Metric, Objective, Study

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
    assert objectives.verdict(STUDY, Objective(id="o", title="O", metric="rate", target=3), latest) == "cannot be told"


def test_nothing_is_said_without_a_target():
    assert objectives.verdict(STUDY, Objective(id="o", title="O", metric="rate"), between(1, 2)) == "cannot be told"


@pytest.fixture(scope="module")
def late(make):
    return make(
        study_yaml="format: 1\ntitle: Late\nowner: Ida\nas_of: 2026-11-01\nreview_every: 30\n",
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
