"""Survivors are not the whole: claims that rest on them alone, and sources that reached nobody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cjm_research import checks
from cjm_research.checks import Finding
from cjm_research.study import Study

PHASES = "phases: [{id: look, title: Look, events: [look]}, {id: buy, title: Buy, events: [pay]}]"


def found(study: Study, rule: str) -> list[Finding]:
    return [one for one in checks.run(study) if one.rule == rule]


def told(study: Study, rule: str) -> list[str]:
    return [f"{one.severity} {one.where}: {one.message}" for one in found(study, rule)]


def with_source(study: Study, id: str, **fields: object) -> Study:
    return study.replaced(sources=tuple(s.model_copy(update=fields) if s.id == id else s for s in study.sources))


def with_card(study: Study, evidence: tuple[str, ...], title: str = "Looks") -> Study:
    journeys = [journey.model_dump(mode="json") for journey in study.journeys]
    journeys[0]["steps"][0]["title"] = title
    journeys[0]["steps"][0]["lanes"]["actions"][0]["evidence"] = list(evidence)
    return study.replaced(journeys=journeys[:1])


def test_a_claim_on_people_who_stayed_alone_is_found_before_the_phase_they_reached(sound: Study) -> None:
    study = with_source(with_card(sound, ("talks#q1",)), "talks", reached="buy")
    (sentence,) = told(study, "INT-003")
    assert sentence.startswith("warning sources/talks.reached: 'Talks' heard only people who had reached 'Buy', and ")
    assert "in Consider on it alone" in sentence
    assert told(with_card(sound, ("talks#q1",)), "INT-003") == []
    assert told(with_source(study, "talks", reached="consider"), "INT-003") == []


def test_beside_evidence_from_others_survivors_are_no_finding(sound: Study) -> None:
    study = with_source(with_card(sound, ("talks#q1", "survey")), "talks", reached="buy")
    assert all("'Compares'" not in sentence for sentence in told(study, "INT-003"))


def test_a_phase_that_is_not_there_is_a_dangling_link(sound: Study) -> None:
    assert told(with_source(sound, "talks", reached="bye"), "LNK-001")[0].startswith("error sources/talks.reached")


def asked(make: Callable[..., Study], buyers: int, *, leavers: int, surveyed_leavers: int = 0) -> Study:
    """Return a study whose survey reached all buyers of the log, and some who left before."""
    events = ["who,when,what"]
    events += [f"c{n},2026-05-01T10:00:00Z,look" for n in range(buyers + leavers)]
    events += [f"c{n},2026-05-01T11:00:00Z,pay" for n in range(buyers)]
    answers = ["who,plan", *(f"c{n},small" for n in range(buyers + surveyed_leavers))]
    return make(
        phases_yaml=PHASES,
        evidence__sources_yaml="""
            sources:
              - {id: survey, title: Survey, kind: survey, file: survey.csv, columns: {participant: who}}
              - {id: log, title: Log, kind: events, file: log.csv, columns: {participant: who, at: when, event: what}}
            """,
        evidence__survey_csv="\n".join(answers) + "\n",
        evidence__log_csv="\n".join(events) + "\n",
    )


def test_a_survey_that_reached_only_those_who_bought_is_found(make: Callable[..., Study]) -> None:
    (one,) = found(asked(make, 20, leavers=30), "INT-003")
    assert (one.severity, one.where) == ("warning", "sources/survey.reached")
    assert "All 20 people of 'Survey' whom the log knows reached 'Buy'; of all 50 customers 40 % did." in one.message


@pytest.mark.parametrize(("leavers", "surveyed", "buyers"), [(30, 1, 20), (0, 0, 20), (30, 0, 4)])
def test_one_who_left_among_the_asked_or_nobody_who_left_or_too_few_is_no_finding(
    make: Callable[..., Study], leavers: int, surveyed: int, buyers: int
) -> None:
    assert found(asked(make, buyers, leavers=leavers, surveyed_leavers=surveyed), "INT-003") == []
