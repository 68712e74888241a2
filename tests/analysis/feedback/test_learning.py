"""Learning from a study's own labels: only from enough of them, judged on unseen texts, and nothing out of noise."""

import numpy as np
import pandas as pd
import pytest

from cjm_research.analysis.feedback import LEAST_LABELS, candidates, mood, ranked, suggester, suggestions
from cjm_research.analysis.feedback.learning import unseen
from cjm_research.analysis.feedback.sentiment import brier, ece
from cjm_research.study import Thresholds

LIMITS = Thresholds()
GOOD, BAD = ("lovely", "kind", "quick", "helpful", "warm"), ("late", "broken", "rude", "dear", "lost")
FILLER = [f"word{n}" for n in range(40)]


def talk(rng, words):
    return " ".join([*rng.choice(words, 2), *rng.choice(FILLER, 5)])


def labelled(number, seed=1):
    rng = np.random.default_rng(seed)
    moods = rng.choice(["pain", "delight"], number)
    texts = [talk(rng, GOOD if one == "delight" else BAD) for one in moods]
    return pd.Series(texts), pd.Series(moods)


def test_brier_and_calibration_error_of_the_printed_examples():
    assert brier(np.array([0, 1, 1, 0]), np.array([0.1, 0.9, 0.8, 0.3])) == pytest.approx(0.0375, abs=0.00005)
    assert ece(np.array([1] * 7 + [0] * 3), np.full(10, 0.9)) == pytest.approx(0.2, abs=0.005)


def test_below_a_hundred_labels_there_is_a_sentence_and_no_model():
    texts, moods = labelled(LEAST_LABELS - 1)
    assert mood(texts, moods, LIMITS).reason == "99 labels, and 100 are needed before a model is trained on them"
    assert suggester(texts, moods).reason.startswith("99 labels")
    assert ranked(texts, moods, texts).empty
    assert suggestions(texts, moods, texts).empty
    assert mood(pd.Series(dtype=object), pd.Series(dtype=object), LIMITS).reason.startswith("0 labels")


def test_labels_that_are_all_alike_teach_nothing():
    texts, _ = labelled(150)
    assert "are alike" in mood(texts, pd.Series(["pain"] * 150), LIMITS).reason
    assert "are alike" in suggester(texts, pd.Series(["pain"] * 147 + ["delight"] * 3)).reason


def test_moods_that_stand_in_the_words_are_learned_and_ranked():
    texts, moods = labelled(240)
    found = mood(texts, moods, LIMITS)
    assert found.is_of_use
    assert found.auc > 0.95
    assert found.brier < 0.15 < found.brier_of_base_rate
    assert found.calibration["n"].sum() == 240
    order = ranked(texts, moods, pd.Series(["rude and late word1", "kind and lovely word2"]))
    assert order["text"].tolist() == ["rude and late word1", "kind and lovely word2"]


@pytest.mark.parametrize("seed", range(6))
def test_labels_that_have_nothing_to_do_with_the_words_are_of_no_use(seed):
    texts, moods = labelled(160, seed)
    shuffled = moods.sample(frac=1, random_state=seed).reset_index(drop=True)
    assert not mood(texts, shuffled, LIMITS).is_of_use


def test_the_same_words_are_never_learned_and_judged():
    texts = pd.Series([f"only {n} here" for n in range(60)] * 2)
    moods = pd.Series(np.random.default_rng(3).choice(["pain", "delight"], 60).tolist() * 2)
    chance = unseen(texts, moods, balanced=False)
    assert ((chance["delight"] > 0.5) == (moods == "delight")).mean() < 0.75
    assert np.allclose(chance.sum(axis=1), 1)


def test_codes_are_suggested_where_words_tell_them_and_rare_ones_are_left_out():
    rng = np.random.default_rng(2)
    codes = pd.Series(rng.choice(["fee", "fit", "staff"], 180).tolist() + ["once"] * 3)
    words = {"fee": BAD, "fit": GOOD, "staff": ("mechanic", "desk", "voice"), "once": ("moon",)}
    texts = pd.Series([talk(rng, words[code]) for code in codes])
    found = suggester(texts, codes)
    assert (found.codes, found.rare) == (("fee", "fit", "staff"), 1)
    assert found.kappa.value > 0.9
    assert found.macro_f1 > 0.8
    first = suggestions(texts, codes, pd.Series(["the mechanic at the desk", "word3"])).iloc[0]
    assert (first["text"], first["code"]) == ("the mechanic at the desk", "staff")


def test_candidates_name_the_words_that_come_up_together_and_their_stability():
    rng = np.random.default_rng(4)
    texts = pd.Series([" ".join(rng.choice(part, 3, replace=False)) for part in (GOOD, BAD) for _ in range(60)])
    found = candidates(texts, number=2)
    assert {
        frozenset(words.split(", ")[:3]) <= set(GOOD) or frozenset(words.split(", ")[:3]) <= set(BAD)
        for words in found["words"]
    } == {True}
    assert found["stability"].iloc[0] > 0.9
    assert found["texts"].sum() <= texts.nunique()


@pytest.mark.parametrize("texts", [[], ["a b"] * 200, [f"only{n}" for n in range(80)]])
def test_too_few_or_wordless_texts_have_no_candidates(texts):
    assert candidates(pd.Series(texts, dtype=object)).empty
