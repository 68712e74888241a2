"""Definitions with gaps, and ratings that were not asked in the same way; each check can fail."""

from __future__ import annotations

from typing import Any

import pytest

from cjm_research import checks
from cjm_research.study import Study

BASE = {"source": "survey", "column": "score"}


def with_metric(study: Study, **fields: Any) -> Study:
    """Return the study with one more metric, which its overall question uses."""
    more = {"id": "more", "title": "More"} | BASE | fields
    return study.replaced(metrics=[*(one.model_dump() for one in study.metrics), more])


def of_metrics(study: Study) -> list[str]:
    return [f"{one.severity} {one.rule} {one.where}: {one.message}" for one in checks.run(study) if "MET" in one.rule]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (
            {"kind": "share"},
            "error MET-001 metrics/more.counts: 'More' names no answer that counts, so its share has no "
            "meaning. List the answers under counts.",
        ),
        (
            {"kind": "csat", "low": 1, "high": 7},
            "error MET-002 metrics/more.top: 'More' does not say from which answer on "
            "people are satisfied. Set top, such as 6 on a scale of 1–7.",
        ),
        (
            {"kind": "ces", "low": 1, "high": 5},
            "error MET-003 metrics/more.high: 'More' is an effort score on another scale "
            "than 1–7. Ask it on 1–7, or make it of kind rating.",
        ),
        (
            {"kind": "conversion", "only": [{"column": "a", "any_of": ["b"]}]},
            "error MET-004 metrics/more.only: 'More' is "
            "counted in the event log, where this filter has no effect. Remove it.",
        ),
    ],
)
def test_half_a_definition_is_found(fields: dict[str, Any], said: str, sound: Study) -> None:
    assert of_metrics(with_metric(sound, **fields)) == [said]


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "share", "counts": ["yes"]},
        {"kind": "csat", "low": 1, "high": 5},
        {"kind": "csat", "top": 6},
        {"kind": "ces"},
        {"kind": "ces", "low": 1, "high": 7, "ces": "index"},
        {"kind": "median"},
        {"kind": "conversion"},
    ],
)
def test_a_whole_definition_is_no_finding(fields: dict[str, Any], sound: Study) -> None:
    assert of_metrics(with_metric(sound, **fields)) == []


def asked(study: Study, wording: str, *questions: str) -> Study:
    """Return the study with these rating questions on touchpoints, and this shared wording."""
    scale = study.about.rating_scale.model_dump() | {"question": wording}
    rated = [
        {"id": f"r{n}", "title": f"R{n}", "kind": "rating", "low": 1, "high": 5, "question": q} | BASE
        for n, q in enumerate(questions)
    ]
    places = [{"id": f"t{n}", "title": f"T{n}", "rating": f"r{n}"} for n, _ in enumerate(questions)]
    return study.replaced(
        about=study.about.model_dump() | {"rating_scale": scale},
        metrics=[*(one.model_dump() for one in study.metrics), *rated],
        touchpoints=[*(one.model_dump() for one in study.touchpoints), *places],
    )


def test_a_rating_in_other_words_than_the_shared_wording_is_an_error(sound: Study) -> None:
    study = asked(sound, "How do you rate …?", "How do you rate the shop?", "How do you rate ?", "Was the app easy?")
    assert of_metrics(study) == [
        "error MET-005 metrics/r1.question: 'R1' asks “How do you rate ?”; ratings of this study ask “How do you "
        "rate …?”.",
        "error MET-005 metrics/r2.question: 'R2' asks “Was the app easy?”; ratings of this study ask “How do you "
        "rate …?”.",
    ]


def test_without_a_shared_wording_different_openings_are_a_warning(sound: Study) -> None:
    assert of_metrics(asked(sound, "", "How do you rate the shop?", "How do you rate it?")) == []
    (said,) = of_metrics(asked(sound, "", "How do you rate the shop?", "Was the app easy?"))
    assert said.startswith("warning MET-005 about.rating_scale: Touchpoints are rated in different words:")


def test_the_overall_rating_must_exist_and_be_an_answer_on_a_scale(sound: Study) -> None:
    missing = sound.replaced(about=sound.about.model_dump() | {"overall": "satisfied"})
    assert ("LNK-001", "about.overall") in [(one.rule, one.where) for one in checks.run(missing)]
    study = with_metric(sound, kind="share", counts=["yes"])
    study = study.replaced(about=study.about.model_dump() | {"overall": "more"})
    (said,) = of_metrics(study)
    assert said.startswith("error MET-006 about.overall: 'More' is no answer on a scale")
