"""Opportunities and solutions as a table that issue trackers import."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pandas as pd

from cjm_research.analysis.priorities import FORMULAS
from cjm_research.people.priorities import Scored, order_of, scored, span
from cjm_research.study import Opportunity, Solution, Study

COLUMNS = (
    "Issue id",
    "Parent id",
    "Issue Type",
    "Summary",
    "Description",
    "Priority",
    "Status",
    "Labels",
    "Assignee",
    "Component/s",
    "Due date",
)
STATUS = {
    "open": "To Do",
    "in progress": "In Progress",
    "solved": "Done",
    "dismissed": "Done",
    "idea": "To Do",
    "planned": "To Do",
    "in test": "In Progress",
    "done": "Done",
    "dropped": "Done",
}
LIKELY, UNLIKELY = 2 / 3, 1 / 3
"""Priority is High from this probability to be among the first three on, Low up to the other; Medium between."""

_FORMULA = tuple("=+-@\t\r＝＋－＠")


def tracker(study: Study, persona: str = "") -> str:
    """Return a CSV text: an issue per opportunity, a sub-task per solution. No cell is a formula for a spreadsheet.

    Parameters
    ----------
    study
        An opened study.
    persona
        Only what concerns this persona; '' everything.
    """
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for issue in _issues(study, persona):
        writer.writerow({name: safe(issue.get(name, "")) for name in COLUMNS})
    return out.getvalue()


def safe(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: such a beginning gets an apostrophe before it.

    Examples
    --------
    >>> safe("=1+1"), safe("Pay less"), safe(" @now")
    ("'=1+1", 'Pay less', "' @now")
    """
    return f"'{cell}" if cell.lstrip(" \n").startswith(_FORMULA) or cell.startswith(_FORMULA) else cell


def _issues(study: Study, persona: str) -> Iterator[dict[str, str]]:
    ranked = order_of(study, persona)
    order = {} if ranked is None else {row["item"]: row for _, row in ranked[1].iterrows()}
    scores = {one.opportunity.id: one for one in scored(study, persona)}
    mine = study.opportunities_of(persona)
    number = {record.id: str(place) for place, record in enumerate(mine, start=1)}
    for opportunity in mine:
        issue = _opportunity(study, opportunity, scores.get(opportunity.id), order.get(opportunity.id))
        yield {"Issue id": number[opportunity.id], **issue}
    answers = [s for s in study.solutions if s.opportunity in number or (not persona and s.opportunity is None)]
    for place, solution in enumerate(answers, start=len(mine) + 1):
        parent = next((o for o in mine if o.id == solution.opportunity), None)
        yield {
            "Issue id": str(place),
            "Parent id": number.get(solution.opportunity or "", ""),
            **_solution(study, solution, parent),
        }


def _opportunity(study: Study, found: Opportunity, score: Scored | None, rank: pd.Series | None) -> dict[str, str]:
    return {
        "Issue Type": "Story",
        "Summary": found.title,
        "Description": "\n".join(_about(study, found, score, rank)),
        "Priority": _priority(rank),
        "Status": STATUS[found.status],
        "Labels": _labels(study, "opportunity", found.id),
        "Assignee": found.owner,
        "Component/s": found.function,
        "Due date": _due(study, found),
    }


def _solution(study: Study, found: Solution, parent: Opportunity | None) -> dict[str, str]:
    return {
        "Issue Type": "Sub-task" if parent else "Task",
        "Summary": found.title,
        "Description": f"Answers: {parent.title}" if parent else "Answers no opportunity yet.",
        "Status": STATUS[found.status],
        "Labels": _labels(study, "solution", found.id),
        "Assignee": parent.owner if parent else "",
        "Component/s": parent.function if parent else "",
        "Due date": _due(study, parent) if parent else "",
    }


def _about(study: Study, found: Opportunity, score: Scored | None, rank: pd.Series | None) -> Iterator[str]:
    obstacles, insights = {o.id: o.title for o in study.obstacles}, {i.id: i for i in study.insights}
    yield from (f"Obstacle: {obstacles[id]}" for id in found.obstacles if id in obstacles)
    yield from (f"Insight ({i.kind}): {i.statement}. {i.so_what}" for id in found.insights if (i := insights.get(id)))
    yield from (f"Metric to move: {metric.title}" for metric in study.metrics if metric.id == found.metric)
    for by, (value, reason) in score.scores.items() if score else ():
        yield f"{FORMULAS[by]}: {reason if value is None else f'{value:.1f}'}"
    if rank is not None and not pd.isna(rank["rank_low"]):
        yield f"Rank {rank['rank']}, in 95 % of draws {span(rank['rank_low'], rank['rank_high'])}"


def _priority(rank: pd.Series | None) -> str:
    if rank is None or pd.isna(rank["top3"]):
        return ""
    return "High" if rank["top3"] >= LIKELY else "Low" if rank["top3"] <= UNLIKELY else "Medium"


def _labels(study: Study, kind: str, id: str) -> str:
    invented = any(source.synthetic for source in study.sources)
    return " ".join(["cjm", kind, id, *(["synthetic"] if invented else [])])


def _due(study: Study, found: Opportunity) -> str:
    """Return the earliest day an objective on the same metric is due."""
    days = [o.due for o in study.objectives if found.metric and o.metric == found.metric and o.due]
    return str(min(days)) if days else ""
