"""Show a section in a notebook; the same cell output carries it as data for the report."""

from __future__ import annotations

import pandas as pd
from IPython.display import display

from cjm_research.journey_map.model import EmotionPoint
from cjm_research.sections.html import html
from cjm_research.sections.section import MIME, Block, Item, Section, Table
from cjm_research.sections.synthetic import INVENTED


def show(section: Section) -> None:
    """Display a section. What is seen here is what the report prints."""
    display(
        {
            "text/plain": as_text(section),
            "text/html": str(html(section, styled=True)),
            MIME: section.model_dump(mode="json", exclude_defaults=True),
        },
        raw=True,
    )


def as_text(section: Section) -> str:
    """Return a section as plain text: title, lead, numbers, base.

    Examples
    --------
    >>> ratings = Table(caption="Ratings", columns=("touchpoint", "mean"), rows=(("Shop", "4.1"),))
    >>> print(as_text(Section(id="x.y", title="Ratings", lead="One is good.", table=ratings, base="n = 40")))
    Ratings
    One is good.
    touchpoint mean
          Shop  4.1
    Base: n = 40
    """
    invented = [f"{INVENTED}."] if section.synthetic else []
    lines = [
        section.title,
        *invented,
        section.lead or section.reason,
        *(f"Note: {warning}" for warning in section.warnings),
    ]
    if section.profile:
        lines += [line for block in section.profile.blocks for line in _block_lines(block)]
    if section.table:
        lines.append(_table_text(section.table))
    if section.map:
        lines.append(f"{section.map.evidenced} of {section.map.total} cells rest on evidence")
        lines += [f"- {point.step or point.phase}: {_felt(point)}" for point in section.map.emotion]
    if section.base:
        lines.append(f"Base: {section.base}")
    return "\n".join(line for line in lines if line)


def _block_lines(block: Block) -> list[str]:
    lines = [f"- {': '.join(filter(None, (item.text, _said(item))))} ({item.level})" for item in block.items]
    return [f"{block.title}:", *(lines or [block.empty])]


def _said(item: Item) -> str:
    return "; ".join([*filter(None, [item.detail]), *(f"{bar.label} {bar.note}" for bar in item.bars)])


def _felt(point: EmotionPoint) -> str:
    if point.value is None:
        return point.reason
    return (
        f"{point.value:+.2f}, n = {point.n:,}" if point.basis == "measured" else f"{point.value:+.2f} ({point.basis})"
    )


def _table_text(table: Table) -> str:
    if not table.rows:
        return "(no rows)"
    return str(pd.DataFrame(list(table.rows), columns=list(table.columns)).to_string(index=False, max_colwidth=60))
