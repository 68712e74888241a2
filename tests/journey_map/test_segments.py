"""A line of the emotion curve is solid only between two values that many people gave."""

from __future__ import annotations

import pytest

from cjm_research.journey_map import EmotionPoint
from cjm_research.journey_map.emotion import curve

FIRM = {"basis": "measured", "value": 1.0, "low": 0.5, "high": 1.5, "n": 40}
FEW = FIRM | {"n": 12, "indicative": True}
BY_HAND = {"basis": "hand-set", "value": -1.0}


@pytest.mark.parametrize(
    ("start", "end", "dashed"),
    [
        (FIRM, FIRM, False),
        (FEW, FIRM, True),
        (FIRM, FEW, True),
        (BY_HAND, FIRM, True),
        (FIRM, BY_HAND, True),
    ],
    ids=["many and many", "few and many", "many and few", "by hand and many", "many and by hand"],
)
def test_a_line_to_a_value_of_few_people_or_set_by_hand_is_dashed(
    start: dict[str, object], end: dict[str, object], *, dashed: bool
) -> None:
    points = [EmotionPoint.model_validate({"phase": phase} | point) for phase, point in (("a", start), ("b", end))]
    (segment,) = curve(tuple(points)).segments
    assert segment.dashed is dashed


def test_a_value_of_few_people_says_so_and_has_no_colour_of_good_or_bad() -> None:
    firm, few = curve(
        (EmotionPoint.model_validate({"phase": "a"} | FIRM), EmotionPoint.model_validate({"phase": "b"} | FEW))
    ).dots
    assert (firm.tone, firm.note) == ("good", "n = 40")
    assert (few.tone, few.note) == ("even", "n = 12, few")
