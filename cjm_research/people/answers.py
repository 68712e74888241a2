"""Numbers from the answers of one persona: computed once, and withheld where they would give a smaller group away."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from cjm_research import analysis
from cjm_research.analysis import Estimate
from cjm_research.evidence.table import Stored, read, stored
from cjm_research.privacy.disclosure import kept_back
from cjm_research.study import About, Metric, Persona, PersonaModel, Source, Study, Thresholds, Wave

Of = Callable[[Persona | None], Estimate | None]

GIVES_AWAY = "withheld: with it, the number of a smaller group could be computed"


def answered(study: Study, metric: Metric, persona: Persona | None, round_: str = "") -> Estimate | None:
    """Return a metric over the answers of a persona (or of everybody), or None where its source cannot tell it apart.

    ``round_`` names one of the rounds of the source; all of them without.
    """
    source = study.source(metric.source or "")
    file = stored(study, source.id)
    limits, models = study.about.thresholds, study.persona_models
    rows = _Part(file, source, models, study.about.waves, round_)
    return guarded(study, source, persona, lambda who: _measured(rows, metric, who, limits))


def rounds(study: Study, source: str, persona: Persona | None) -> dict[str, pd.DataFrame]:
    """Return a persona's rows of each round of a source, the earliest first, the same rounds for everybody.

    Nothing where the source cannot tell rounds, or not this persona.
    """
    return dict(_parts(stored(study, source), study.source(source), persona, study.persona_models, study.about.waves))


@lru_cache(maxsize=128)
def _parts(
    file: Stored, source: Source, persona: Persona | None, models: tuple[PersonaModel, ...], waves: tuple[Wave, ...]
) -> dict[str, pd.DataFrame]:
    mine, everybody = (_rows(file, source, who, models) for who in (persona, None))
    if mine is None or everybody is None:
        return {}
    own = analysis.rounds(mine, source, waves)
    return {name: own.get(name, mine.iloc[:0]) for name in analysis.rounds(everybody, source, waves)}


def felt(study: Study, metrics: tuple[Metric, ...], persona: Persona | None) -> Estimate | None:
    """Return the valence over ratings of one source, or None where it cannot tell this persona."""
    source = study.source(metrics[0].source or "")
    file = stored(study, source.id)
    return guarded(
        study, source, persona, lambda who: _felt(file, source, metrics, who, study.persona_models, study.about)
    )


class _Part(NamedTuple):
    """The file of a source, or one round of it."""

    file: Stored
    source: Source
    models: tuple[PersonaModel, ...]
    waves: tuple[Wave, ...]
    round: str


@lru_cache(maxsize=4096)
def _measured(part: _Part, metric: Metric, persona: Persona | None, limits: Thresholds) -> Estimate | None:
    rows = _rows(part.file, part.source, persona, part.models)
    if rows is None:
        return None
    if part.round:
        rows = analysis.rounds(rows, part.source, part.waves).get(part.round, rows.iloc[:0])
    return analysis.measure(metric, rows, limits, weight=part.source.columns.weight)


@lru_cache(maxsize=1024)
def _felt(
    file: Stored,
    source: Source,
    metrics: tuple[Metric, ...],
    persona: Persona | None,
    models: tuple[PersonaModel, ...],
    about: About,
) -> Estimate | None:
    rows = _rows(file, source, persona, models)
    if rows is None:
        return None
    return analysis.phase_emotion(
        list(metrics), rows, about.rating_scale, about.thresholds, centre=about.emotion, weight=source.columns.weight
    )


def guarded(study: Study, source: Source, persona: Persona | None, of: Of) -> Estimate | None:
    """Return a persona's number unless it, taken from everybody's, would give a smaller group away."""
    found = of(persona)
    if persona is None or found is None or found.value is None:
        return found
    if not _share_out(stored(study, source.id), source, study.personas, study.persona_models):
        return found
    whole, people = of(None), {one.id: known.n for one in study.personas if (known := of(one)) is not None}
    rest = (whole.n if whole else 0) - sum(people.values())
    if persona.id not in kept_back(people, rest, study.about.thresholds.min_group):
        return found
    return Estimate(n=found.n, missing=found.missing, unit=found.unit, reason=GIVES_AWAY)


@lru_cache(maxsize=32)
def _rows(
    file: Stored, source: Source, persona: Persona | None, models: tuple[PersonaModel, ...]
) -> pd.DataFrame | None:
    return analysis.members(read(file), source, persona, models)


@lru_cache(maxsize=64)
def _share_out(file: Stored, source: Source, personas: tuple[Persona, ...], models: tuple[PersonaModel, ...]) -> bool:
    """Say whether nobody in a source belongs to two personas."""
    parts = [_rows(file, source, persona, models) for persona in personas]
    places = [place for part in parts if part is not None for place in part.index]
    return len(places) == len(set(places))
