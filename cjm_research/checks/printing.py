"""Findings as text for people and as JSON for machines."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence

from cjm_research.checks.finding import Finding


def as_text(findings: Sequence[Finding], *, notes: bool = False) -> str:
    """Return one line per finding and a last line that counts them.

    Examples
    --------
    >>> print(as_text([Finding(rule="OBJ-000", severity="warning", part="objectives", message="None yet.")]))
    warning  OBJ-000  objectives: None yet.
    0 errors, 1 warning, 0 notes
    """
    lines = [f"{f.severity:<8} {f.rule}  {f.where}: {f.message}" for f in findings if notes or f.severity != "note"]
    counts = Counter(finding.severity for finding in findings)
    told = ", ".join(f"{counts[s]} {s}{'' if counts[s] == 1 else 's'}" for s in ("error", "warning", "note"))
    hidden = "" if notes or not counts["note"] else " (--notes prints them)"
    return "\n".join([*lines, told + hidden])


def as_json(findings: Sequence[Finding]) -> str:
    """Return the findings as a JSON list with ``rule, severity, where, part, id, field, message``."""
    return json.dumps([{**f.model_dump(), "where": f.where} for f in findings], ensure_ascii=False, indent=2)
