"""Whom to serve first: share of the people × worth × fit."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from cjm_research.analysis.estimate import Estimate
from cjm_research.study import Persona

TARGETS_METHOD = (
    "Score: share × worth (1–5) × strategic fit (1–5) ÷ 25, which is the share if worth and fit are full; its interval "
    "is that of the share, since worth and fit are judgements. Places are given as a range where intervals overlap. A "
    "factor that is not given for everybody is left out for everybody. Negative personas are not ranked."
)


def targets(personas: tuple[Persona, ...], shares: Mapping[str, Estimate]) -> pd.DataFrame:
    """Return the personas by score, highest first; who has no share or is not wanted comes last, without a place.

    Returns
    -------
    pandas.DataFrame
        ``persona`` (id), ``share`` (estimate), ``score, low, high`` (0…1, missing where not ranked), ``first, last``
        (best and worst place that the intervals allow; missing where not ranked).

    Examples
    --------
    >>> share = Estimate(value=0.5, low=0.4, high=0.6, n=100, unit="share")
    >>> found = targets((Persona(id="ana", name="Ana", fit=5, value=2),), {"ana": share})
    >>> found[["score", "low", "high", "first", "last"]].to_numpy().round(2).tolist()
    [[0.2, 0.16, 0.24, 1.0, 1.0]]
    """
    used = factors(personas)
    lines = []
    for persona in personas:
        share, weight = shares[persona.id], 1.0
        for name in used:
            weight *= (getattr(persona, name) or 0) / 5
        ranked = persona.role != "negative" and share.value is not None and share.low is not None
        scores = [weight * (bound or 0.0) for bound in (share.value, share.low, share.high)] if ranked else [None] * 3
        lines.append((persona.id, share, *scores))
    frame = pd.DataFrame(lines, columns=["persona", "share", "score", "low", "high"])
    frame = frame.astype({"score": float, "low": float, "high": float})
    frame = frame.sort_values("score", ascending=False, kind="stable", na_position="last").reset_index(drop=True)
    known = frame["score"].notna()
    frame["first"] = [1 + int((frame["low"] > line.high).sum()) for line in frame.itertuples()]
    frame["last"] = [int(known.sum()) - int((frame["high"] < line.low).sum()) for line in frame.itertuples()]
    places = ["first", "last"]
    frame[places] = frame[places].astype(float).where(known, axis=0)
    return frame


def factors(personas: tuple[Persona, ...]) -> tuple[str, ...]:
    """Return which of worth and fit are given for every persona that is wanted."""
    wanted = [one for one in personas if one.role != "negative"]
    return tuple(name for name in ("value", "fit") if wanted and all(getattr(one, name) is not None for one in wanted))
