"""A codebook that hangs together: parents and phases that exist, and words that are words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cjm_research.checks.finding import Finding
from cjm_research.study import Code, Study

_PATTERN = re.compile(r"[\\^$*+?()\[\]{}|]|\.[*+]")


def codebook(study: Study) -> Iterator[Finding]:
    """Find codes whose parent or phase is not there (``COD-001``), and words written as patterns (``COD-002``)."""
    for code in study.codes:
        yield from _lost(study, code)
        signs = [word for word in (*code.words, *code.without) if _PATTERN.search(word)]
        if signs:
            yield Finding(
                rule="COD-002",
                severity="warning",
                part="codes",
                id=code.id,
                field="words",
                message=f"'{signs[0]}' is written as a pattern, and every sign of it is looked for as it stands. "
                "List the words themselves; each finds all words that begin like it.",
            )


def _lost(study: Study, code: Code) -> Iterator[Finding]:
    known = {"parent": {one.id for one in study.codes}, "phase": {phase.id for phase in study.phases}}
    for field, ids in known.items():
        named = getattr(code, field)
        if named is not None and named not in ids:
            have = f"There is: {', '.join(sorted(ids))}." if ids else "This study has none."
            yield Finding(
                rule="COD-001",
                severity="error",
                part="codes",
                id=code.id,
                field=field,
                message=f"Its {field} '{named}' is not in this study. {have} Name one of these, or leave it blank.",
            )
