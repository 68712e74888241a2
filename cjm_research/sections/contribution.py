"""Step 5: the touchpoints that go with reaching the goal, in four ways to count."""

from __future__ import annotations

from typing import Literal

import pandas as pd

from cjm_research import charts
from cjm_research.analysis import journeys as asked
from cjm_research.analysis.journeys import Contribution, Credit, Crowd, Model
from cjm_research.people.crowd import aimed_at, crowd_of, window
from cjm_research.people.rows import named
from cjm_research.printing import percent
from cjm_research.sections.customers import may_be_told, nobody
from cjm_research.sections.declared import Column, Content, Nothing, section, table
from cjm_research.sections.frames import floats
from cjm_research.study import Phase, Study

OTHERS = "other touchpoints"
MODELS: dict[Model, str] = {"first": "first", "last": "last", "linear": "equal parts", "markov": "removal effect"}
Named = tuple[str, Credit]
"""The title of a touchpoint or channel, and what is told to it."""


@section(
    "touchpoints.contribution",
    "Touchpoints that go with reaching the goal",
    scale="share of conversions 0–100 %",
)
def contribution(
    study: Study, persona: str = "", goal: str = "", level: Literal["touchpoint", "channel"] = "touchpoint"
) -> Content:
    """Return how conversions are told to touchpoints or channels in four ways to count.

    Parameters
    ----------
    study, persona
        Whose journeys.
    goal
        Id of the phase whose first event is the conversion; blank for the phase that the study aims at.
    level
        What conversions are told to.
    """
    crowd, end = crowd_of(study, persona), aimed_at(study, goal)
    account = asked.contribution(crowd, end.id, level)
    may_be_told(study, persona, crowd, "", end)
    if not account.places:
        beside = f"withheld, it would tell of fewer than {crowd.least}"
        few = account.conversions < crowd.least
        why = nobody(account.conversions, study, persona) if few else beside
        raise Nothing(f"Nothing can be said of who reaches {end.title}: {why}.")
    titles = {t.id: t.title for t in study.touchpoints} if level == "touchpoint" else {"": "no channel named"}
    lines = [(OTHERS if at.place is None else titles.get(at.place, at.place), at) for at in account.places]
    least, description = crowd.least, f"share of conversions to {end.title}"
    frame = pd.DataFrame(
        {"label": title, "model": MODELS[model], "value": share, "note": _share(share, least)}
        for title, credit in lines
        for model, (share, _) in credit.by_model.items()
    )
    drawing = charts.contribution(floats(frame), models=list(MODELS.values()), description=description)
    shares = [f"{title} {', '.join(_told(at, model, least) for model in MODELS)}" for title, at in lines]
    return Content(
        lead=_greatest(account, lines[0], end.title, level),
        figure=charts.svg(drawing),
        alt=f"Bars: share of the conversions to {end.title} in four ways to count; {'; '.join(shares)}",
        table=table(
            f"Conversions to {end.title}",
            lines,
            Column(level, lambda line: line[0]),
            Column("converters who met it", lambda line: "–" if line[1].removal is None else str(line[1].reach)),
            *(_of_model(model, least) for model in MODELS),
            Column("removal effect", _removal, numeric=True),
        ),
        base=_base(study, persona, crowd, account, end, level),
        method=f"{asked.CONTRIBUTION_METHOD} Goal: {end.title}.",
        sources=(crowd.source,),
    )


def _of_model(model: Model, least: int) -> Column[Named]:
    return Column(f"{MODELS[model]}: share (conversions)", lambda line: _told(line[1], model, least))


def _share(share: float | None, least: int) -> str:
    return f"under {least}" if share is None else percent(share)


def _told(credit: Credit, model: Model, least: int) -> str:
    """Return the share of a way to count, and its conversions: whole ones where each is told to one touchpoint."""
    share, conversions = credit.by_model[model]
    digits = 0 if model in ("first", "last") else 1
    return _share(share, least) + ("" if conversions is None else f" ({conversions:,.{digits}f})")


def _removal(line: Named) -> str:
    return "–" if line[1].removal is None else f"{line[1].removal:.2f}"


def _greatest(account: Contribution, first: Named, end: str, level: str) -> str:
    title, credit = first
    if credit.removal is None:
        return f"No {level} is met by enough of those who reach {end} to be told by itself."
    return (
        f"{account.conversions:,} of {account.customers:,} customers reach {end}. {title} has the greatest removal "
        f"effect, {credit.removal:.2f}, which is {_share(credit.markov, 0)} of all effects; of those who get there, "
        f"{credit.reach}, met it before. This is associated with conversion, not caused by it."
    )


def _base(study: Study, persona: str, crowd: Crowd, account: Contribution, end: Phase, level: str) -> str:
    direct = f"; {account.direct:,} more reach it and met no {level} before" if account.direct >= crowd.least else ""
    return (
        f"{named(study, persona)}: {account.customers:,} customers who met a {level} before {end.title} or never got "
        f"there, {account.conversions:,} of whom reach it{direct}; {window(crowd.base)}."
    )
