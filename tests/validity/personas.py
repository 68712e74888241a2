"""What `make validity` asks of personas from data: shuffled answers hold none, and planted groups are found."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from cjm_research.analysis.personas import Effort, propose
from cjm_research.study import ModelColumn

EFFORT = Effort(most=5, bootstraps=20, shuffles=20, starts=2)
STATEMENTS = tuple("abcdef")
COLUMNS = tuple(ModelColumn(column=name, kind="number") for name in STATEMENTS) + tuple(
    ModelColumn(column=name) for name in ("plan", "town")
)


def people(rng: np.random.Generator, *, types: int = 3, each: int = 80) -> pd.DataFrame:
    """Return answers of planted types: six statements 1–5 that lean their way, a plan, and a town of no meaning."""
    rows = []
    for number in range(types):
        leaning = rng.choice([1.8, 3.0, 4.2], size=len(STATEMENTS))
        said = np.clip(np.rint(rng.normal(leaning, 0.8, size=(each, len(STATEMENTS)))), 1, 5).astype(int)
        one = pd.DataFrame(said, columns=list(STATEMENTS)).astype(str)
        one["plan"] = rng.choice(["small", "middle", "large"], size=each, p=np.roll([0.8, 0.1, 0.1], number))
        one["town"] = rng.choice(["north", "south", "east"], size=each)
        rows.append(one)
    return pd.concat(rows, ignore_index=True)


def shuffled(rows: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return the answers with each column shuffled on its own: the same answers, and nobody's type is left."""
    return pd.DataFrame({name: rng.permutation(rows[name].to_numpy(dtype=object)) for name in rows})


def finds_personas(rows: pd.DataFrame, seed: int) -> bool:
    """Say whether the rule of the product accepts any number of groups in these answers."""
    return propose(rows, COLUMNS, effort=replace(EFFORT, seed=seed)).best is not None


def false_finds(runs: int = 100, seed: int = 11) -> int:
    """Return in how many runs shuffled answers yield personas; at most 5 of 100 are allowed."""
    rng = np.random.default_rng(seed)
    return sum(finds_personas(shuffled(people(rng), rng), run) for run in range(runs))


def true_finds(runs: int = 20, seed: int = 12) -> int:
    """Return in how many runs planted types are found at all."""
    rng = np.random.default_rng(seed)
    return sum(finds_personas(people(rng), run) for run in range(runs))
