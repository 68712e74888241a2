"""Which personas a customer belongs to, as bits: those whose rule at least one event of the customer fulfils."""

from __future__ import annotations

from cjm_research.analysis.journeys.engine import Engine
from cjm_research.analysis.journeys.log import Log
from cjm_research.errors import EvidenceError
from cjm_research.study import Condition

MOST_PERSONAS = 62


def members(e: Engine, log: Log, columns: dict[str, str]) -> str:
    """Return the aggregate that gathers the bits of a customer's personas."""
    if len(log.personas) > MOST_PERSONAS:
        raise EvidenceError(
            log.name, f"is to tell {len(log.personas)} personas apart; {MOST_PERSONAS} are the most there can be."
        )
    if not log.personas:
        return "cast(0 as bigint)"
    bits = [
        f"case when {' and '.join(_holds(e, log, columns, one) for one in rule) or 'true'} then {1 << place} else 0 end"
        for place, (_, rule) in enumerate(log.personas)
    ]
    return e.union_of_bits(f"cast({' + '.join(bits)} as bigint)")


def _holds(e: Engine, log: Log, columns: dict[str, str], condition: Condition) -> str:
    if condition.column not in columns:
        raise EvidenceError(log.name, f"has no column '{condition.column}', which the segment rule of a persona names.")
    text = _text(e, condition.column, columns[condition.column])
    if condition.any_of:
        return f"{text} in ({', '.join(e.text(value.strip()) for value in condition.any_of)})"
    bounds = [(">=", condition.at_least), ("<=", condition.at_most)]
    limits = [f"{e.number(text)} {sign} {value!r}" for sign, value in bounds if value is not None]
    return " and ".join([f"{e.number(text)} is not null", *limits])


def _text(e: Engine, column: str, kind: str) -> str:
    """Return a cell as the text a rule names: trimmed, whole numbers without ``.0``, True and False."""
    cell = f"trim(cast({e.name(column)} as string))"
    if kind in ("double", "float"):
        return f"regexp_replace({cell}, {e.text('[.]0$')}, '')"
    return f"concat(upper(left({cell}, 1)), substr({cell}, 2))" if kind == "boolean" else cell
