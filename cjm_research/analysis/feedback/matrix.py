"""Themes by phase or by persona, counted in people, with no count of few people in them or computable from them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from cjm_research.privacy.disclosure import gives_away, is_few
from cjm_research.privacy.suppression import withhold

Cell = tuple[str, str]


def withheld_cells(mentions: pd.DataFrame, by: str, least: int) -> dict[str, set[Cell]]:
    """Return which cells of code and ``by`` are withheld, for each persona and, under '', for everybody together.

    Everybody's counts stand beside those of the personas, so a count of few people is withheld, and with it as many
    others as it takes that nobody can compute it (`withhold`).

    Parameters
    ----------
    mentions
        ``source, participant, code, who`` (the persona, '' for people of none) and the column ``by``.
    by
        ``phase``, ``source`` or ``all``.
    least
        The smallest group shown.

    Examples
    --------
    >>> people = [f"p{n}" for n in range(20)]
    >>> said = pd.DataFrame({"source": "s", "participant": people, "code": "fee", "phase": "buy"})
    >>> cells = withheld_cells(said.assign(who=["mira"] * 3 + ["jonas"] * 7 + ["helen"] * 10), "phase", 5)
    >>> sorted(who for who, found in cells.items() if found)
    ['jonas', 'mira']
    """
    people = mentions.drop_duplicates(["source", "participant", "code", by, "who"])
    if people.empty:
        return {}
    counts = people.pivot_table(index=["code", by], columns="who", values="participant", aggfunc="count", fill_value=0)
    hidden = withhold(counts, least, sums="rows")
    cells = {str(who): {key for key in counts.index if hidden.loc[key, who]} for who in counts.columns if who}
    return cells | {"": {key for key in counts.index if hidden.loc[key, "sum"]}}


def matrix(
    mentions: pd.DataFrame,
    *,
    rows: Sequence[str],
    columns: Sequence[str],
    by: str,
    least: int,
    hidden: Collection[Cell],
    bases: Mapping[str, int],
) -> pd.DataFrame:
    """Return how many people speak of each theme in each phase or of each persona.

    Parameters
    ----------
    mentions
        ``source, participant, code`` and the column ``by``, a row per sentence; a participant is known within a source.
    rows, columns
        The themes, and the phases or personas, in their order.
    by
        The column that ``columns`` stand in.
    least
        The smallest group shown.
    hidden
        Cells that are withheld, by theme and ``by``.
    bases
        How many people each of the columns is about; a number that leaves a few of them is withheld.

    Returns
    -------
    pandas.DataFrame
        ``row, column, value`` (people, missing where withheld) and ``label``, a row per cell.

    Examples
    --------
    >>> said = pd.DataFrame({"source": "talks", "participant": list("aabcde"), "code": "fee", "phase": "buy"})
    >>> matrix(said, rows=["fee"], columns=["see", "buy"], by="phase", least=5, hidden=(), bases={"see": 5, "buy": 5})[
    ...     "label"
    ... ].tolist()
    ['0', '5']
    """
    people = mentions.drop_duplicates(["source", "participant", "code", by]).groupby(["code", by]).size()
    cells = []
    for row in rows:
        for column in columns:
            count = int(people.get((row, column), 0))
            few, kept = is_few(count, least), (row, column) in hidden or gives_away(count, bases[column], least)
            label = f"< {least}" if few else "–" if kept else f"{count:,}"
            cells.append({"row": row, "column": column, "value": None if few or kept else float(count), "label": label})
    return pd.DataFrame(cells, columns=["row", "column", "value", "label"]).astype({"value": float})
