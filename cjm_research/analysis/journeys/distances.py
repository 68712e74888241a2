"""How far apart two journeys are: the fewest places to insert, remove or exchange."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def distances(paths: Sequence[Sequence[int]]) -> np.ndarray:
    """Return the edit distance of each two paths with unit costs, divided by the length of the longer one (0…1).

    Examples
    --------
    >>> distances([(1, 2, 3), (1, 3), (4,)])[0].round(2).tolist()
    [0.0, 0.33, 1.0]
    """
    lengths = np.array([len(path) for path in paths])
    padded = np.full((len(paths), lengths.max(initial=1)), -1)
    for row, path in enumerate(paths):
        padded[row, : len(path)] = path
    edits = np.array([_edits(path, padded, lengths) for path in paths], dtype=float)
    return np.asarray(edits / np.maximum(np.maximum.outer(lengths, lengths), 1))


def _edits(path: Sequence[int], others: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """Return the edit distance from one path to each of the others (Wagner and Fischer 1974), all others at once.

    A row of the table follows from the one before; insertions run along a row, so the least of ``cell − column`` so
    far, plus the column, settles them without a loop.
    """
    columns = np.arange(others.shape[1] + 1)
    row = np.tile(columns, (len(others), 1))
    for place, code in enumerate(path, start=1):
        exchanged = row[:, :-1] + (others != code)
        fresh = np.concatenate([np.full((len(others), 1), place), np.minimum(row[:, 1:] + 1, exchanged)], axis=1)
        row = np.minimum.accumulate(fresh - columns, axis=1) + columns
    return np.asarray(row[np.arange(len(others)), lengths])
