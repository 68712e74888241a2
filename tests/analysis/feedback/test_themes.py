"""Themes in people: a person counts once, few people are withheld and cannot be computed."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from cjm_research.analysis.feedback import matrix, themes, uncovered, withheld_cells
from cjm_research.study import Thresholds

LIMITS = Thresholds()


def said(*rows):
    """Return mentions: who, how many people, code, phase, polarity."""
    lines, number = [], 0
    for who, people, code, phase, polarity in rows:
        for _ in range(people):
            number += 1
            lines.append(("talks", f"P{number}", who, code, phase, polarity))
    return pd.DataFrame(lines, columns=["source", "participant", "who", "code", "phase", "polarity"])


def test_a_person_counts_once_however_often_somebody_says_it():
    mentions = said(("mira", 15, "fee", "buy", "pain"))
    row = themes(pd.concat([mentions] * 3), pd.Series({"talks": 20}), LIMITS).iloc[0]
    assert (row["people"], row["pain"], row["delight"]) == (15, 15, 0)
    assert row["share"].value == 0.75


def test_a_theme_of_few_people_has_no_share_and_neither_has_one_that_would_give_it_away():
    mentions = said(("mira", 4, "fee", "buy", ""), ("mira", 9, "fit", "buy", ""))
    shares = themes(mentions, pd.Series({"talks": 20}), LIMITS, {("fit", "talks")}).set_index("code")["share"]
    assert shares["fee"].reason == "withheld: fewer than 5 of 20"
    assert shares["fit"].reason == "withheld: it would give away a number of few people"
    assert themes(mentions, pd.Series({"talks": 20}), LIMITS)["code"].tolist() == ["fit", "fee"]


def test_too_few_people_who_spoke_at_all_have_no_share():
    shares = themes(said(("mira", 4, "fee", "buy", "")), pd.Series({"talks": 4}), LIMITS)["share"]
    assert shares[0].reason == "withheld: fewer than 5 people"


def test_nothing_said_gives_no_row_and_no_cell():
    nothing = said()
    assert themes(nothing, pd.Series(dtype=int), LIMITS).empty
    assert withheld_cells(nothing, "phase", 5) == {}
    assert uncovered(0, 0, LIMITS).value is None


def test_all_texts_covered_is_a_share_of_zero_with_an_interval():
    assert str(uncovered(40, 40, LIMITS)) == "0 % [0, 9], n = 40"


def test_a_count_of_few_takes_the_next_smallest_with_it_where_the_sum_is_seen():
    mentions = said(("mira", 3, "fee", "buy", ""), ("jonas", 7, "fee", "buy", ""), ("helen", 12, "fee", "buy", ""))
    cells = withheld_cells(mentions, "phase", 5)
    assert {who for who, hidden in cells.items() if hidden} == {"mira", "jonas"}
    own = mentions[mentions["who"] == "jonas"]
    labels = matrix(own, rows=["fee"], columns=["buy"], by="phase", least=5, hidden=cells["jonas"], bases={"buy": 99})
    assert labels["label"].tolist() == ["–"]
    assert labels["value"].isna().all()


GROUPS = st.lists(
    st.tuples(
        st.sampled_from(["mira", "jonas", "helen", ""]),
        st.integers(1, 9),
        st.sampled_from("ab"),
        st.just("buy"),
        st.just(""),
    ),
    max_size=8,
)


@given(GROUPS)
def test_no_count_of_few_people_is_shown_or_follows_from_the_shown_ones(groups):
    mentions = said(*groups)
    cells = withheld_cells(mentions, "phase", 5)
    for code, group in mentions.groupby("code"):
        counts = group.groupby("who")["participant"].nunique()
        hidden = {who for who in counts.index if who and (code, "buy") in cells.get(who, ())}
        assert all(who in hidden for who, count in counts.items() if who and count < 5)
        total_shown = (code, "buy") not in cells[""]
        unseen = counts[[who for who in counts.index if who in hidden or not who]]
        if total_shown and hidden and len(unseen) == 1:
            assert unseen.iloc[0] >= 5
