"""Published numbers, to half a unit of their last printed digit.

seen: the published value was seen in the text named; unopened: widely published and matched by us, the original was not
opened; computed: our formula only. Numbers of other subjects stand with them: Ulwick and Kano in ``priorities``,
agreement and saturation beside coding, Kaplan–Meier, Markov and funnels in ``journeys``, personas in ``personas``.
"""

import math

import numpy as np
import pandas as pd
import pytest
from scipy.stats import fisher_exact
from sklearn.metrics import adjusted_rand_score, brier_score_loss
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

from cjm_research.analysis import measure, net, share
from cjm_research.analysis.estimate import kish
from cjm_research.analysis.medians import covered, orders
from cjm_research.analysis.peak_end import peak_end
from cjm_research.analysis.waves import difference
from cjm_research.study import Metric, Thresholds

EVERYONE = Thresholds(indicative_below=2).model_copy(update={"min_group": 1})
ANYBODY = 1e-9


def half(text):
    """Return half a unit of the last printed digit."""
    digits = len(text.partition(".")[2])
    return 0.5 * 10**-digits + ANYBODY


def same(found, printed, text=None):
    text = text or printed
    assert found == pytest.approx(float(printed), abs=half(text)), (found, printed)


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [
        (81, 263, "0.2553", "0.3662"),  # seen: Newcombe 1998, in the tests of propint
        (15, 148, "0.0624", "0.1605"),  # seen: the same
        (0, 20, "0.0000", "0.1611"),  # unopened: Newcombe 1998
        (1, 29, "0.0061", "0.1718"),  # unopened: Newcombe 1998
    ],
)
def test_wilson(count, n, low, high):
    found = share(count, n, EVERYONE)
    same(found.low, low)
    same(found.high, high)
    assert math.copysign(1, found.low) == 1


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [
        (10, 100, "0.05522854161313612", "0.1743673043676654"),  # seen: Code Golf 105389, z = 1.96 exactly
        (0, 1, "0", "0.7934567085261071"),
        (50, 100, "0.40382982859014716", "0.5961701714098528"),
        (0, 100, "0", "0.03699480747600191"),
    ],
)
def test_wilson_with_the_rounded_z_of_the_publication(count, n, low, high):
    z, p = 1.96, count / n
    middle, reach = p + z**2 / (2 * n), z * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    assert (middle - reach) / (1 + z**2 / n) == pytest.approx(float(low), abs=1e-15)
    assert (middle + reach) / (1 + z**2 / n) == pytest.approx(float(high), abs=1e-15)
    if n == 1:
        return  # one person is never shown
    ours = share(count, n, EVERYONE)
    assert (ours.low, ours.high) == pytest.approx((float(low), float(high)), abs=2e-5)


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [  # unopened: Newcombe 1998
        (81, 263, "0.2527", "0.3676"),
        (15, 148, "0.0578", "0.1617"),
        (0, 20, "0.0000", "0.1684"),
        (1, 29, "0.0009", "0.1776"),
    ],
)
def test_the_library_has_the_published_clopper_pearson(count, n, low, high):
    found = proportion_confint(count, n, method="beta")
    same(found[0], low)
    same(found[1], high)


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [  # unopened: Newcombe 1998b, method 10
        ((56, 70), (48, 80), "0.0524", "0.3339"),
        ((9, 10), (3, 10), "0.1705", "0.8090"),
        ((6, 7), (2, 7), "0.0582", "0.8062"),
        ((5, 56), (0, 29), "-0.0381", "0.1926"),
        ((0, 10), (0, 10), "-0.2775", "0.2775"),
        ((10, 10), (0, 10), "0.6075", "1.0000"),
    ],
)
def test_the_difference_of_two_shares(one, other, low, high):
    found = difference(share(*one, EVERYONE), share(*other, EVERYONE))
    same(found.low, low)
    same(found.high, high)


def test_nobody_of_thirty():
    same(1 - 0.05 ** (1 / 30), ".0950")  # unopened: the one-sided bound behind the rule of three, 3/30 = .10
    assert share(0, 30, EVERYONE).high > 1 - 0.05 ** (1 / 30)  # ours is two-sided, so wider


def test_nps_of_one_to_ten():
    likely = Metric(id="n", title="N", kind="nps", column="q")
    same(100 * measure(likely, pd.DataFrame({"q": range(1, 11)}), EVERYONE).value, "-40")  # seen: DS_Adventures


@pytest.mark.parametrize(
    ("promoters", "detractors", "n", "low", "high"),
    [  # recipe seen (MeasuringU; Rocks 2016), numbers computed
        (50, 20, 100, "14.05", "44.20"),
        (4, 3, 10, "-36.06", "51.45"),
        (5, 0, 5, "17.49", "100.00"),  # 107.51 before it is clipped
    ],
)
def test_nps_interval(promoters, detractors, n, low, high):
    found = net(promoters, detractors, n, EVERYONE)
    same(100 * found.low, low)
    same(100 * found.high, high)


COUNTS = (80, 210, 140, 110, 160, 180, 120)


@pytest.mark.parametrize(
    ("effort", "value", "factor"),
    [
        ("mean", "4.08", 1),  # seen: cys.group help
        ("agree", "46.0", 100),  # computed; 5–7 as positive seen: Zonka
        ("index", "-13.0", 100),  # formula seen: cys.group; value computed
    ],
)
def test_effort(effort, value, factor):
    answers = pd.DataFrame({"q": np.repeat(np.arange(1, 8), COUNTS)})
    easy = Metric(id="e", title="E", kind="ces", ces=effort, column="q")
    same(factor * measure(easy, answers, EVERYONE).value, value)


def test_effort_of_sixty_five_in_a_hundred():
    easy = Metric(id="e", title="E", kind="ces", ces="agree", column="q")
    answers = pd.DataFrame({"q": [6] * 65 + [2] * 35})
    same(100 * measure(easy, answers, EVERYONE).value, "65")  # seen: beyondwordswellness


@pytest.mark.parametrize(("peak", "end", "value"), [(8, 7, "7.5"), (8, 1, "4.5")])
def test_peak_end(peak, end, value):
    same(peak_end(peak, end), value)  # seen: Kahneman, Thinking, Fast and Slow, fig. 15


def test_kish():
    same(kish(np.repeat([1.0, 3.0], 50)), "80")  # computed


@pytest.mark.parametrize(
    ("n", "ends", "percent"),
    [(10, (2, 9), "97.85"), (20, (6, 15), "95.86"), (6, (1, 6), "96.88")],  # unopened: tables
)
def test_which_answers_enclose_the_median(n, ends, percent):
    assert orders(n) == ends
    same(100 * covered(n, ends[0]), percent)


def test_five_answers_cannot_enclose_the_median():
    assert orders(5) is None
    same(100 * covered(5, 1), "93.75")


P = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1]


@pytest.mark.parametrize(("method", "rejected"), [("fdr_bh", 4), ("bonferroni", 3), ("holm", 3)])
def test_many_comparisons(method, rejected):
    assert multipletests(P, 0.05, method=method)[0].sum() == rejected  # unopened: Benjamini and Hochberg 1995
    same(multipletests(P, method="fdr_bh")[1][3], "0.035625")


def test_the_library_has_fisher_and_the_rand_index_and_brier():
    tea = [[3, 1], [1, 3]]
    same(fisher_exact(tea, alternative="greater").pvalue, ".2429")  # unopened
    same(fisher_exact(tea).pvalue, ".4857")
    same(adjusted_rand_score([0, 0, 1, 2], [0, 0, 1, 1]), "0.57")  # unopened: scikit-learn docs
    same(brier_score_loss([0, 1, 1, 0], [0.1, 0.9, 0.8, 0.3]), "0.0375")


STONES = {"A": ((81, 87), (192, 263)), "B": ((234, 270), (55, 80))}


def test_kidney_stones():
    # seen: BMJ 1994; every stratum favours A, the sum favours B
    small, large = ((STONES["A"][k], STONES["B"][k]) for k in (0, 1))
    for one, other in (small, large):
        assert difference(share(*one, EVERYONE), share(*other, EVERYONE)).value > 0
    sums = {name: tuple(map(sum, zip(*strata, strict=True))) for name, strata in STONES.items()}
    assert sums == {"A": (273, 350), "B": (289, 350)}
    pooled = difference(share(*sums["A"], EVERYONE), share(*sums["B"], EVERYONE))
    same(100 * pooled.value, "-4.57")
    printed = {"A": ("93", "73", "78"), "B": ("87", "69", "83")}
    for name, texts in printed.items():
        for counts, text in zip((*STONES[name], sums[name]), texts, strict=True):
            same(100 * share(*counts, EVERYONE).value, text)


@pytest.mark.parametrize(("p", "n", "found"), [(0.31, 5, ".8436"), (0.10, 22, ".9015")])
def test_problem_discovery(p, n, found):
    same(1 - (1 - p) ** n, found)  # unopened; the second computed
    same(math.log(0.10) / math.log(0.90), "21.85")  # seen: MeasuringU
