"""Are there groups of people in these answers? Refits to resampled people against the same on shuffled answers."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cjm_research.analysis.personas.features import Blanks, Features, features
from cjm_research.study import Fit, ModelColumn, PersonaGroup, Trial

JACCARD = 0.75
LEAST_PEOPLE = 30
LEAST_SHARE = 0.05
SURE = 0.8
NOT_BEYOND_CHANCE = "no better than shuffled answers"
DOES_NOT_RETURN = "a group does not come back"
TOO_SMALL = "a group is too small"

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Effort:
    """How much is computed: numbers of groups, refits, shuffles, people; one seed gives one answer."""

    least: int = 2
    most: int = 8
    bootstraps: int = 40
    shuffles: int = 20
    sample: int = 2000
    starts: int = 3
    seed: int = 7


@dataclass(frozen=True)
class Proposal:
    """What was tried on whom, and the groups that hold: the largest stable number, and the runner-up.

    ``trials`` is empty where there were too few people to try at all; ``used`` counts the people tested, a sample where
    more than `Effort.sample` answered everything.
    """

    trials: tuple[Trial, ...]
    best: Fit | None
    runner_up: Fit | None
    found: Features
    used: int
    effort: Effort


def gate_method(effort: Effort) -> str:
    """Return the sentences printed under a verdict."""
    return (
        f"KMeans with {effort.least} to {effort.most} groups, each refitted to {effort.bootstraps} resamples of the "
        "people "
        "and compared with the first fit by the adjusted Rand index (1 the same groups, 0 as by chance). The same is "
        f"done on {effort.shuffles} copies in which each column is shuffled on its own, so that no groups can be left. "
        "Groups are accepted when the 10th percentile of the agreement lies above the 90th of the shuffled copies, "
        "every "
        f"group overlaps with its return by {JACCARD} or more (mean Jaccard after matching, Hennig 2007), and the "
        "smallest "
        f"holds {LEAST_PEOPLE} people and {100 * LEAST_SHARE:.0f} %. The largest number that passes is proposed. "
        f"At most {effort.sample:,} people are tested; seed {effort.seed}."
    )


def propose(
    rows: pd.DataFrame,
    columns: Sequence[ModelColumn],
    *,
    source: str = "survey",
    blanks: Blanks = "leave-out",
    effort: Effort | None = None,
    say: Progress = lambda _: None,
) -> Proposal:
    """Return whether these answers hold stable groups of people, and which.

    Examples
    --------
    >>> noise = np.random.default_rng(1).normal(size=(120, 4)).round(3).astype(str)
    >>> rows = pd.DataFrame(noise, columns=list("abcd"))
    >>> quick = Effort(most=3, bootstraps=10, shuffles=10)
    >>> asked = [ModelColumn(column=name, kind="number") for name in rows]
    >>> propose(rows, asked, effort=quick).best is None
    True
    """
    effort = effort or Effort()
    found = features(rows, columns, source=source, blanks=blanks)
    rng = np.random.default_rng(effort.seed)
    matrix, trials, held = found.matrix, [], []
    if len(matrix) > effort.sample:
        matrix = matrix[np.sort(rng.choice(len(matrix), effort.sample, replace=False))]
    least = max(LEAST_PEOPLE, LEAST_SHARE * len(matrix))
    with _one_thread():
        for k in range(effort.least, effort.most + 1):
            if len(matrix) < k * LEAST_PEOPLE:
                break
            say(f"{k} groups …")
            refits = _refits(matrix, k, effort, rng)
            null = _shuffled_agreement(matrix, found.widths, k, effort, rng)
            trials.append(_trial(k, refits, null))
            if passes(trials[-1], least):
                held.append(refits)
    best, runner_up = [_fit(found, matrix, refits) for refits in held[::-1][:2]] + [None] * (2 - len(held[-2:]))
    return Proposal(tuple(trials), best, runner_up, found, len(matrix), effort)


def _one_thread() -> AbstractContextManager[object]:
    """Many small fits: threads that wait for each other cost more than they bring, and sums would depend on them."""
    import sklearn.cluster  # noqa: F401 only libraries that are loaded can be limited
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped] # comes with scikit-learn

    limited: AbstractContextManager[object] = threadpool_limits(1)
    return limited


def passes(trial: Trial, least: float) -> bool:
    """Say whether a number of groups is accepted."""
    return not reasons(trial, least)


def reasons(trial: Trial, least: float) -> list[str]:
    """Return why a number of groups is not accepted, in words; nothing where it is."""
    found = []
    if trial.agreement_low <= trial.shuffled_high:
        found.append(NOT_BEYOND_CHANCE)
    if trial.jaccard < JACCARD:
        found.append(DOES_NOT_RETURN)
    if trial.smallest < least:
        found.append(TOO_SMALL)
    return found


@dataclass(frozen=True)
class _Refits:
    """The first fit and its refits: ``labels`` people × refits, matched to the groups of the first."""

    centres: np.ndarray
    base: np.ndarray
    labels: np.ndarray
    agreement: np.ndarray
    shares: np.ndarray

    @property
    def jaccards(self) -> np.ndarray:
        """Mean overlap of each group with what came back for it."""
        own = self.base[:, None, None] == np.arange(len(self.centres))
        theirs = self.labels[:, :, None] == np.arange(len(self.centres))
        both = (own & theirs).sum(axis=0)
        return np.asarray((both / np.maximum((own | theirs).sum(axis=0), 1)).mean(axis=0))


def _refits(matrix: np.ndarray, k: int, effort: Effort, rng: np.random.Generator) -> _Refits:
    from sklearn.metrics import adjusted_rand_score

    centres, base = _kmeans(matrix, k, effort.starts + 7, rng)
    labels, agreement, shares = [], [], []
    for _ in range(effort.bootstraps):
        drawn = rng.integers(0, len(matrix), len(matrix))
        refitted, _own = _kmeans(matrix[drawn], k, effort.starts, rng)
        mine = _matched(base, nearest(matrix, refitted), k)
        labels.append(mine)
        agreement.append(adjusted_rand_score(base, mine))
        shares.append(np.bincount(mine[drawn], minlength=k) / len(drawn))
    return _Refits(centres, base, np.array(labels).T, np.array(agreement), np.array(shares))


def _shuffled_agreement(
    matrix: np.ndarray, widths: Sequence[int], k: int, effort: Effort, rng: np.random.Generator
) -> np.ndarray:
    from sklearn.metrics import adjusted_rand_score

    found = []
    for _ in range(effort.shuffles):
        mixed = shuffled(matrix, widths, rng)
        _, base = _kmeans(mixed, k, effort.starts, rng)
        drawn = rng.integers(0, len(mixed), len(mixed))
        refitted, _own = _kmeans(mixed[drawn], k, effort.starts, rng)
        found.append(adjusted_rand_score(base, nearest(mixed, refitted)))
    return np.array(found)


def shuffled(matrix: np.ndarray, widths: Sequence[int], rng: np.random.Generator) -> np.ndarray:
    """Return the matrix with each column of the survey shuffled on its own; answers of one category stay together."""
    blocks = np.split(matrix, np.cumsum(widths)[:-1], axis=1)
    mixed: np.ndarray = np.hstack([block[rng.permutation(len(block))] for block in blocks])
    return mixed


def nearest(matrix: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """Return the number of the nearest centre for each row, from 0."""
    return np.asarray(((centres**2).sum(axis=1)[None, :] - 2 * matrix @ centres.T).argmin(axis=1))


def _kmeans(matrix: np.ndarray, k: int, starts: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return centres, largest group first, and the group of each row."""
    from sklearn.cluster import KMeans
    from sklearn.exceptions import ConvergenceWarning

    with warnings.catch_warnings():  # fewer different rows than groups: some stay empty, and the gate refuses them
        warnings.simplefilter("ignore", ConvergenceWarning)
        fitted = KMeans(k, n_init=starts, random_state=int(rng.integers(2**31))).fit(matrix)
    order = np.argsort(-np.bincount(fitted.labels_, minlength=k), kind="stable")
    centres = fitted.cluster_centers_[order]
    return centres, nearest(matrix, centres)


def _matched(base: np.ndarray, other: np.ndarray, k: int) -> np.ndarray:
    """Return the other labels renamed so that they share most people with the first (Hungarian method)."""
    from scipy.optimize import linear_sum_assignment

    shared = np.zeros((k, k))
    np.add.at(shared, (base, other), 1)
    mine, theirs = linear_sum_assignment(-shared)
    names = np.empty(k, dtype=int)
    names[theirs] = mine
    found: np.ndarray = names[other]
    return found


def _trial(k: int, refits: _Refits, null: np.ndarray) -> Trial:
    return Trial(
        k=k,
        agreement=_rounded(np.median(refits.agreement)),
        agreement_low=_rounded(np.quantile(refits.agreement, 0.1)),
        shuffled=_rounded(np.median(null)),
        shuffled_high=_rounded(np.quantile(null, 0.9)),
        jaccard=_rounded(refits.jaccards.min()),
        smallest=int(np.bincount(refits.base, minlength=k).min()),
    )


def _fit(found: Features, matrix: np.ndarray, refits: _Refits) -> Fit:
    sizes = np.bincount(refits.base, minlength=len(refits.centres)) / len(refits.base)
    reach = 1.96 * refits.shares.std(axis=0, ddof=1)
    sure = (refits.labels == refits.base[:, None]).mean(axis=1) >= SURE
    groups = [
        PersonaGroup(
            share=_rounded(size),
            low=_rounded(max(0.0, size - spread)),
            high=_rounded(min(1.0, size + spread)),
            jaccard=_rounded(jaccard),
            borderline=_rounded(1 - sure[refits.base == number].mean()),
        )
        for number, (size, spread, jaccard) in enumerate(zip(sizes, reach, refits.jaccards, strict=True))
    ]
    centres = tuple(tuple(_rounded(value, 4) for value in centre) for centre in refits.centres)
    return Fit(encodings=found.encodings, centres=centres, groups=tuple(groups), ward=_ward(matrix, refits.base))


def _ward(matrix: np.ndarray, base: np.ndarray) -> float:
    from sklearn.cluster import AgglomerativeClustering
    from sklearn.metrics import adjusted_rand_score

    other = AgglomerativeClustering(int(base.max()) + 1, linkage="ward").fit(matrix).labels_
    return _rounded(adjusted_rand_score(base, other))


def _rounded(value: float | np.floating, digits: int = 3) -> float:
    return round(float(value), digits) + 0.0
