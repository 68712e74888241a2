"""How far the two coders of the demo were planted to agree comes back out."""

import numpy as np

from cjm_research import evidence
from cjm_research.analysis import share
from cjm_research.analysis.agreement import RELIABLE, alpha
from cjm_research.starters.second_coder import coded_twice

COLUMNS = ("participant", "note", "text")


def answers(passages):
    shared = passages[passages.groupby("passage")["coder"].transform("nunique") == 2]
    return shared.assign(codes=shared["codes"].map("+".join)).pivot_table(
        index="coder", columns="passage", values="codes", aggfunc="first"
    )


def test_the_share_of_quotes_with_the_same_code_holds_the_planted_one(study, truth, coded, quotes):
    planted = truth.interviews.coders
    read_twice = quotes[quotes["note"].isin(planted.notes)]
    second = coded[coded["coder"] == planted.second]
    assert set(second["note"]) == set(planted.notes)
    both = read_twice.merge(second, on=["note", "text", "code"])
    found = share(len(both), len(read_twice), study.about.thresholds)
    assert found.low <= planted.same <= found.high


def test_alpha_holds_what_such_coders_agree_on_in_the_long_run(study, truth, quotes):
    planted = truth.interviews.coders
    found = alpha(answers(evidence.passages(study)))
    rows = evidence.passages(study)
    silent = rows["passage"].nunique() - rows.loc[rows["codes"].map(bool), "passage"].nunique()
    rng = np.random.default_rng(3)
    values = [alpha(_grid(coded_twice(quotes, planted, rng), planted, silent)).value for _ in range(15)]
    assert found.low <= np.mean(values) <= found.high
    assert found.value > RELIABLE


def _grid(both, planted, silent):
    """Return the codes of each quoted sentence by both, and as many sentences that nobody quoted."""
    twice = both[both["note"].isin(planted.notes)]
    grid = twice.pivot_table(index="coder", columns="text", values="code", aggfunc="first").fillna("")
    return grid.join(grid.iloc[:, :1].assign(**{f"silent {n}": "" for n in range(silent)}).iloc[:, 1:])


def test_the_findings_rest_on_the_first_coder(study, quotes):
    hand = evidence.quotes(study)
    assert sorted(hand.loc[hand["source"] == "interviews", "quote"]) == sorted(quotes["quote"])
