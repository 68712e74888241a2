"""Saturation of themes: the worked example, orders, and too few talks."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm_research.analysis.saturation import reached, saturation

TOY = (10, 6, 3, 1, 2, 1, 1, 0, 0, 0)


def talks_of(new):
    """Return talks of which each brings so many themes nobody spoke of before, and repeats one of the first."""
    ends = np.cumsum(new)
    return [{"t0", *(f"t{n}" for n in range(end - fresh, end))} for fresh, end in zip(new, ends, strict=True)]


def test_the_worked_example():
    runs = saturation(talks_of(TOY), base=4, run=2)
    assert runs["value"].tolist() == pytest.approx([0.15, 0.10, 0.05, 0, 0])
    assert runs["known"].unique().tolist() == [20]
    assert runs["themes"].tolist() == [23, 24, 24, 24, 24]
    assert reached(runs) == 8  # six talks and a run of two


def test_a_longer_run_is_stricter():
    assert saturation(talks_of(TOY), base=4, run=3)["value"].tolist() == pytest.approx([0.2, 0.1, 0.05, 0])


def test_a_study_in_which_every_talk_is_news_is_never_saturated():
    assert reached(saturation(talks_of([3] * 9))) is None


def test_the_band_holds_the_order_in_which_people_came_where_order_means_nothing():
    rng = np.random.default_rng(1)
    talks = [{f"t{n}" for n in rng.choice(12, 4, replace=False)} for _ in range(16)]
    runs = saturation(talks)
    assert (runs["low"] <= runs["value"]).mean() > 0.8
    assert (runs["value"] <= runs["high"]).mean() > 0.8
    assert saturation(talks).equals(runs)


@pytest.mark.parametrize("talks", [[], [{"a"}], [{"a"}] * 5, [set()] * 9, [set()] * 4 + [{"a"}] * 4])
def test_too_few_talks_or_no_theme_in_the_base_give_no_run(talks):
    runs = saturation(talks)
    assert runs.empty
    assert reached(runs) is None


def test_a_base_of_nothing_is_refused():
    with pytest.raises(ValueError, match="one talk or more"):
        saturation([{"a"}] * 9, base=0)


@given(st.lists(st.sets(st.sampled_from("abcdef")), max_size=10), st.integers(1, 4), st.integers(1, 3))
def test_shares_are_counts_over_the_base_and_the_band_is_ordered(talks, base, run):
    runs = saturation(talks, base=base, run=run)
    assert (runs["low"] <= runs["high"]).all()
    for row in runs.to_dict("records"):
        end = int(row["talks"])
        before, now = set().union(*talks[: end - run]), set().union(*talks[end - run : end])
        assert row["new"] == len(now - before)
        assert row["value"] == pytest.approx(row["new"] / len(set().union(*talks[:base])))
