"""Groups of people fitted to answers, again and again: to resampled people, and to shuffled answers."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

import numpy as np


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
class Refits:
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


def one_thread() -> AbstractContextManager[object]:
    """Many small fits: threads that wait for each other cost more than they bring, and sums would depend on them."""
    import sklearn.cluster  # noqa: F401 only libraries that are loaded can be limited
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped] # comes with scikit-learn

    limited: AbstractContextManager[object] = threadpool_limits(1)
    return limited


def refits_of(matrix: np.ndarray, k: int, effort: Effort, rng: np.random.Generator) -> Refits:
    """Return a first fit with so many groups, and its refits to resampled people."""
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
    return Refits(centres, base, np.array(labels).T, np.array(agreement), np.array(shares))


def shuffled_agreement(
    matrix: np.ndarray, widths: Sequence[int], k: int, effort: Effort, rng: np.random.Generator
) -> np.ndarray:
    """Return how far such refits agree with their first fit on copies in which no groups can be left."""
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
