"""What a section owes its reader before it is printed: shares with a base, no causes, tests that are counted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cjm_research.sections.section import Section, Table
from cjm_research.study import Study

_SHARE = re.compile(r"\d\s?%")
_LEVEL = re.compile(
    r"\b9\d(\.\d)? ?% ?(CI|confidence|interval|of draws|limits)|\bin 95 % of draws|\b95 % ", re.IGNORECASE
)
_CAUSAL = re.compile(
    r"\b(because of|because|due to|caused? by|causes|caused|drives|driven by|leads to|led to|results in|impact of|"
    r"effect of|thanks to|makes people|increases? the|reduces? the)\b",
    re.IGNORECASE,
)
_DENIAL = re.compile(r"[^.;]*\b(no|not|nothing|never|cannot|neither|without)\b[^.;]*", re.IGNORECASE)
_QUOTED = re.compile("“[^”]*”|\"[^\"]*\"|'[^']*'|‘[^’]*’")
_TESTED = re.compile(r"\bp [=<] ?0?\.\d|\bp-value", re.IGNORECASE)
_CONTROLLED = re.compile(
    r"benjamini|yekutieli|holm|bonferroni|false discovery|\bq[ -]values?|simultaneous|studentized|nemenyi",
    re.IGNORECASE,
)
_TOTALS = re.compile(r"^(all|total|overall|mean|average|everybody|everyone|all customers in the study)$", re.IGNORECASE)


def lints(study: Study, section: Section) -> tuple[str, ...]:
    """Return one warning per rule the section breaks, each beginning with its code.

    Looked at is what the workbench wrote: words in quotation marks and everything the study itself says are left out.

    Examples
    --------
    >>> from cjm_research.study import About
    >>> lints(Study(about=About(title="x")), Section(id="a.b", title="Returns", lead="Half, 50 %, return."))
    ('INT-001: A share is shown without its base. Say of how many people, and of whom.',)
    """
    return tuple(_found(study, section))


def _found(study: Study, section: Section) -> Iterator[str]:
    cells = [cell for row in section.table.rows for cell in row] if section.table else []
    if not section.base and any(_SHARE.search(_LEVEL.sub("", text)) for text in (section.lead, *cells)):
        yield "INT-001: A share is shown without its base. Say of how many people, and of whom."
    if column := _gives_away(section.table):
        yield (
            f"INT-002: One value under '{column}' is withheld, but the value over all stands beside the others. "
            "Withhold a second."
        )
    if _comparisons(section, cells) > 1 and not _CONTROLLED.search(f"{section.method} {section.lead}"):
        yield (
            "INT-005: Several comparisons are tested, and nothing says how chance findings among them are held down. "
            "Control them, such as by Benjamini and Hochberg."
        )
    causal = _CAUSAL.search(f"{section.lead} {section.method}")
    if causal and (cause := _CAUSAL.search(_own_words(study, section))):
        yield (
            f"INT-006: The text says '{cause[0]}', and no number here can show a cause. Say what goes together instead."
        )


def _gives_away(table: Table | None) -> str:
    """Return the first numeric column in which exactly one row is withheld while a row over all is not."""
    if table is None:
        return ""
    for place, column in enumerate(table.columns):
        if column not in table.numeric:
            continue
        parts = [row for row in table.rows if not _TOTALS.match(row[0])]
        totals = [row for row in table.rows if _TOTALS.match(row[0]) and re.search(r"\d", row[place])]
        withheld = [row for row in parts if "withheld" in row[place]]
        if totals and len(withheld) == 1 and len(parts) > 1:
            return column
    return ""


def _comparisons(section: Section, cells: list[str]) -> int:
    if section.comparisons:
        return section.comparisons
    return sum(bool(_TESTED.search(text)) for text in (section.lead, *cells))


def _own_words(study: Study, section: Section) -> str:
    """Return lead and method without what people wrote, and without sentences that deny a cause."""
    text = _QUOTED.sub(" ", f"{section.lead} {section.method}")
    for said in sorted(_written(study.model_dump(mode="json")), key=len, reverse=True):
        if len(said) > 8:
            text = text.replace(said, " ")
    return _DENIAL.sub(" ", text)


def _written(value: object) -> set[str]:
    if isinstance(value, str):
        return {value}
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return {text for one in inside for text in _written(one)}
