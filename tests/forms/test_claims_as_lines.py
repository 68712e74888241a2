"""Any claim can be written as a line and read back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm_research.forms.claim_fields import claim_of, line_of
from cjm_research.study import Claim, Goal, Pain

TEXTS = st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), min_size=1).map(str.strip).filter(bool)
REFS = st.lists(st.sampled_from(["survey", "talks#q07", "log#2026-01-01:a.b"]), unique=True).map(tuple)


@given(TEXTS, REFS)
def test_a_claim_survives(text: str, refs: tuple[str, ...]) -> None:
    claim = Claim(text=text, evidence=refs)
    assert claim_of(line_of(claim), Claim) == claim


@given(TEXTS | TEXTS.map(lambda text: f"long: {text}"), REFS, st.sampled_from(["short", "long"]))
def test_a_goal_survives_with_its_horizon(text: str, refs: tuple[str, ...], horizon: str) -> None:
    goal = Goal.model_validate({"text": text, "evidence": refs, "horizon": horizon})
    assert claim_of(line_of(goal), Goal) == goal


@given(TEXTS | TEXTS.map(lambda text: f"solvable: {text}"), REFS, st.sampled_from(["yes", "no", "unknown"]))
def test_a_pain_survives_with_whether_it_can_be_solved(text: str, refs: tuple[str, ...], solvable: str) -> None:
    pain = Pain.model_validate({"text": text, "evidence": refs, "solvable_by_us": solvable})
    assert claim_of(line_of(pain), Pain) == pain


def test_a_line_without_words_is_refused() -> None:
    with pytest.raises(ValueError, match="Write the claim before the brackets"):
        claim_of("[survey]", Claim)
