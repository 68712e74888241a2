"""Step 5: how customers stream from phase to phase, and where they leave."""

from __future__ import annotations

import pandas as pd

from cjm_research import charts
from cjm_research.analysis import journeys as asked
from cjm_research.analysis.journeys import Link
from cjm_research.people.crowd import crowd_of
from cjm_research.sections.customers import OTHER, counted, on_the_level, too_few
from cjm_research.sections.declared import Column, Content, Nothing, section, table
from cjm_research.study import Study

LEFT = "left"
DRAWN = "customers streaming through the first five phases they meet"


@section(
    "touchpoints.flow",
    "How customers stream from phase to phase",
    scale="customers, height as a share of all",
    weight="head",
    method=asked.FLOW_METHOD,
)
def flow(study: Study, persona: str = "") -> Content:
    """Return how customers stream through the first phases they meet, and where they leave."""
    crowd = crowd_of(study, persona)
    titles = {phase.id: phase.title for phase in study.phases} | {asked.OTHER: OTHER, asked.LEFT: LEFT}
    links = [(f"step {x.step}: {titles[x.source]} → {titles[x.target]}", x) for x in asked.flow(crowd)]
    if not links:
        raise Nothing(too_few(study, persona, "events of a phase"))
    frame = pd.DataFrame(
        {
            "step": link.step,
            "source": titles[link.source],
            "target": "" if link.target == asked.LEFT else titles[link.target],
            "value": link.customers,
            "label": label,
        }
        for label, link in links
    )
    base = sum(link.customers for _, link in links if link.step == 1)
    return Content(
        lead=_first_move([link for _, link in links], titles),
        figure=charts.svg(charts.flow(frame, order=[*(p.title for p in study.phases), OTHER], description=DRAWN)),
        alt=f"Bands: {DRAWN}; " + "; ".join(f"{label} {link.customers:,}" for label, link in links),
        table=table(
            "From step to step",
            links,
            Column("way", lambda line: line[0]),
            Column("customers", lambda line: counted(line[1].customers, line[1].rarer), numeric=True),
            Column("of those who were there", lambda line: str(line[1].of_source)),
            Column("of all", lambda line: str(line[1].of_base)),
        ),
        base=on_the_level(study, persona, crowd, base, "phase"),
        sources=(crowd.source,),
    )


def _first_move(links: list[Link], titles: dict[str, str]) -> str:
    onward = [link for link in links if link.step == 1 and link.target != asked.LEFT]
    if not onward:
        return "Nobody meets a second phase."
    most = max(onward, key=lambda link: link.customers)
    return (
        f"The most frequent first move goes from {titles[most.source]} to {titles[most.target]}: "
        f"{most.of_base.short} of the customers."
    )
