"""Are there groups of people in these answers? Refits to resampled people against the same on shuffled answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cjm_research.analysis.personas.features import Blanks, Features, features
from cjm_research.analysis.personas.refits import Effort, Refits, one_thread, refits_of, shuffled_agreement
from cjm_research.printing import percent
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
        "people and compared with the first fit by the adjusted Rand index (1 the same groups, 0 as by chance). The "
        f"same is done on {effort.shuffles} copies in which each column is shuffled on its own, so that no groups can "
        "be left. Groups are accepted when the 10th percentile of the agreement lies above the 90th of the shuffled "
        f"copies, every group overlaps with its return by {JACCARD} or more (mean Jaccard after matching, Hennig "
        f"2007), and the smallest holds {LEAST_PEOPLE} people and {percent(LEAST_SHARE)}. The largest number that "
        f"passes is proposed. At most {effort.sample:,} people are tested; seed {effort.seed}."
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
    with one_thread():
        for k in range(effort.least, effort.most + 1):
            if len(matrix) < k * LEAST_PEOPLE:
                break
            say(f"{k} groups …")
            refits = refits_of(matrix, k, effort, rng)
            null = shuffled_agreement(matrix, found.widths, k, effort, rng)
            trials.append(_trial(k, refits, null))
            if passes(trials[-1], least):
                held.append(refits)
    best, runner_up = [_fit(found, matrix, refits) for refits in held[::-1][:2]] + [None] * (2 - len(held[-2:]))
    return Proposal(tuple(trials), best, runner_up, found, len(matrix), effort)


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


def _trial(k: int, refits: Refits, null: np.ndarray) -> Trial:
    return Trial(
        k=k,
        agreement=_rounded(np.median(refits.agreement)),
        agreement_low=_rounded(np.quantile(refits.agreement, 0.1)),
        shuffled=_rounded(np.median(null)),
        shuffled_high=_rounded(np.quantile(null, 0.9)),
        jaccard=_rounded(refits.jaccards.min()),
        smallest=int(np.bincount(refits.base, minlength=k).min()),
    )


def _fit(found: Features, matrix: np.ndarray, refits: Refits) -> Fit:
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
