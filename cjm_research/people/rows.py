"""Whom the study asks about, and the rows of a source that are theirs."""

from __future__ import annotations

import pandas as pd

from cjm_research import analysis, evidence
from cjm_research.errors import EvidenceError
from cjm_research.study import Persona, Source, Study


def who(study: Study, persona: str) -> Persona | None:
    """Return the persona, or None for the whole study."""
    return study.persona(persona) if persona else None


def named(study: Study, persona: str) -> str:
    """Name whom a number speaks of."""
    return study.persona(persona).name if persona else "all customers in the study"


def rows(study: Study, source: str, persona: str) -> pd.DataFrame | None:
    """Return a persona's rows of a source as text, or None where the source is gone or cannot tell personas apart."""
    if source not in study.present or study.source(source).file is None:
        return None
    everybody = evidence.table(study, source)
    return analysis.members(everybody, study.source(source), who(study, persona), study.persona_models)


def head_count(answers: pd.DataFrame, source: Source) -> int:
    """Return how many people the rows of a source are about: votes counted, a customer of a log once."""
    if source.columns.count in answers:
        return int(_counts(answers[source.columns.count], source).sum())
    column = source.columns.participant
    return int(answers[column].nunique()) if column in answers else len(answers)


def _counts(column: pd.Series, source: Source) -> pd.Series:
    counts = pd.to_numeric(column, errors="coerce")
    wrong = column[counts.isna()]
    if len(wrong):
        raise EvidenceError(
            f"evidence/{source.file}",
            f"holds '{wrong.iloc[0]}', which is no count.",
            row=int(wrong.index[0]) + 2,
            column=source.columns.count,
        )
    return counts
