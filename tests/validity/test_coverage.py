"""How often our intervals hold the truth: exact coverage over all outcomes, not simulated.

An interval keeps what its stated method promises, dips included; its mean over the truths lies in 93–97.5 % from
n = 10 on.
"""

from itertools import product

import numpy as np
import pytest
from scipy.stats import binom, multinomial, norm

from cjm_research.analysis import mean, net, share
from cjm_research.analysis.medians import covered, median, orders
from cjm_research.analysis.waves import difference
from cjm_research.study import Thresholds

pytestmark = pytest.mark.validity

EVERYONE = Thresholds(indicative_below=2).model_copy(update={"min_group": 1})
SHARES = np.linspace(0.02, 0.98, 97)


def of_shares(n):
    found = [share(count, n, EVERYONE) for count in range(n + 1)]
    return np.array([one.low for one in found]), np.array([one.high for one in found])


def hold(low, high, truth):
    """Say for each outcome whether its interval holds the truth; ends count as inside."""
    return (low <= truth + 1e-12) & (truth - 1e-12 <= high)


def share_coverage(n, p):
    return float(binom.pmf(np.arange(n + 1), n, p) @ hold(*of_shares(n), p))


@pytest.mark.parametrize(("n", "percent"), [(10, 91.4), (20, 92.5), (50, 96.2), (100, 96.6)])
def test_a_share_of_one_in_twenty_is_covered_as_wilson_covers_it(n, percent):
    assert 100 * share_coverage(n, 0.05) == pytest.approx(percent, abs=0.05)


@pytest.mark.parametrize("n", [10, 20, 30, 100, 400])
def test_the_coverage_of_a_share_is_that_of_the_wilson_score_test(n):
    z, counts = norm.ppf(0.975), np.arange(n + 1)
    for p in SHARES[::8]:
        accepted = np.abs(counts / n - p) <= z * np.sqrt(p * (1 - p) / n)
        assert share_coverage(n, p) == pytest.approx(float(binom.pmf(counts, n, p) @ accepted))


@pytest.mark.parametrize("n", [10, 20, 30, 100, 400])
def test_over_all_shares_the_mean_coverage_is_near_95(n):
    low, high = of_shares(n)
    covers = [float(binom.pmf(np.arange(n + 1), n, p) @ hold(low, high, p)) for p in SHARES]
    assert 0.93 <= np.mean(covers) <= 0.975


def nets(n):
    outcomes = [(up, down, n - up - down) for up in range(n + 1) for down in range(n + 1 - up)]
    found = [net(up, down, n, EVERYONE) for up, down, _ in outcomes]
    return np.array(outcomes), np.array([one.low for one in found]), np.array([one.high for one in found])


def net_coverage(table, n, promoters, detractors):
    outcomes, low, high = table
    chance = multinomial.pmf(outcomes, n, [promoters, detractors, 1 - promoters - detractors])
    return float(chance @ hold(low, high, promoters - detractors))


@pytest.mark.parametrize(
    ("promoters", "detractors", "n", "percent"),
    [(0.95, 0.01, 5, 97.8), (0.8, 0.05, 5, 92.9), (0.8, 0.05, 100, 95.5), (0.95, 0.01, 10, 91.2)],
)
def test_a_net_score_is_covered_as_its_method_covers_it(promoters, detractors, n, percent):
    # the percentages were simulated with 20 000 draws, whose own error is about 0.35 points
    assert 100 * net_coverage(nets(n), n, promoters, detractors) == pytest.approx(percent, abs=0.4)


@pytest.mark.parametrize("n", [10, 20, 30])
def test_the_coverage_of_a_net_score_is_that_of_the_adjusted_wald_interval(n):
    outcomes, _, _ = table = nets(n)
    up, down = (outcomes[:, 0] + 0.75) / (n + 3), (outcomes[:, 1] + 0.75) / (n + 3)
    reach = norm.ppf(0.975) * np.sqrt((up + down - (up - down) ** 2) / (n + 3))
    for p, d in [(0.5, 0.2), (0.9, 0.02), (0.3, 0.3)]:
        chance = multinomial.pmf(outcomes, n, [p, d, 1 - p - d])
        stated = float(chance @ (np.abs(up - down - (p - d)) <= reach + 1e-12))
        assert net_coverage(table, n, p, d) == pytest.approx(stated)


@pytest.mark.parametrize("n", [10, 20, 30])
def test_over_all_net_scores_the_mean_coverage_is_near_95(n):
    table, grid = nets(n), np.linspace(0.05, 0.85, 9)
    covers = [net_coverage(table, n, p, d) for p, d in product(grid, grid) if p + d < 0.99]
    assert 0.93 <= np.mean(covers) <= 0.975


@pytest.mark.parametrize("n", [10, 20, 30])
def test_the_difference_of_two_shares_is_covered_near_95_over_all_pairs(n):
    found = [[difference(share(a, n, EVERYONE), share(b, n, EVERYONE)) for b in range(n + 1)] for a in range(n + 1)]
    low, high = (np.array([[getattr(one, end) for one in row] for row in found]) for end in ("low", "high"))
    grid = np.linspace(0.05, 0.95, 13)
    chance = {p: binom.pmf(np.arange(n + 1), n, p) for p in grid}
    covers = [chance[p] @ hold(low, high, p - q) @ chance[q] for p, q in product(grid, grid)]
    assert 0.93 <= np.mean(covers) <= 0.975


@pytest.mark.parametrize("n", [6, 10, 11, 29, 30, 100])
def test_the_interval_of_a_median_is_the_narrowest_that_keeps_95(n):
    first, last = orders(n)
    assert first + last == n + 1
    assert covered(n, first) >= 0.95
    assert first + 1 > n // 2 or covered(n, first + 1) < 0.95


@pytest.mark.parametrize("n", [6, 10, 20])
def test_the_median_of_any_continuous_answer_is_covered_exactly_as_stated(n):
    rng = np.random.default_rng(3)
    drawn = rng.exponential(size=(4000, n))
    found = [median(row, EVERYONE) for row in drawn]
    hit = np.mean([one.low <= np.log(2) <= one.high for one in found])
    stated = covered(n, orders(n)[0])
    assert hit == pytest.approx(stated, abs=3.3 * np.sqrt(stated * (1 - stated) / len(drawn)))


ANSWERS = np.array([1, 2, 3, 4, 5])
OPINIONS = (
    (0.1, 0.2, 0.4, 0.2, 0.1),
    (0.05, 0.1, 0.2, 0.4, 0.25),
    (0.3, 0.1, 0.2, 0.1, 0.3),
    (0.02, 0.08, 0.15, 0.35, 0.4),
    (0.2,) * 5,
)


def means(n):
    outcomes = [c for c in product(range(n + 1), repeat=4) if sum(c) <= n]
    outcomes = np.array([(*c, n - sum(c)) for c in outcomes])
    found = [mean(np.repeat(ANSWERS, c), EVERYONE, bounds=(1, 5)) for c in outcomes]
    low = np.array([one.value if one.low is None else one.low for one in found])
    high = np.array([one.value if one.high is None else one.high for one in found])
    return outcomes, low, high


@pytest.mark.parametrize("n", [10, 15])
def test_means_of_answers_from_one_to_five_are_covered_near_95(n):
    outcomes, low, high = means(n)
    covers = [multinomial.pmf(outcomes, n, p) @ hold(low, high, ANSWERS @ np.array(p)) for p in OPINIONS]
    assert 0.93 <= np.mean(covers) <= 0.975
    assert min(covers) > 0.90
