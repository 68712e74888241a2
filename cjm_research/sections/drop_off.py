"""Step 6: who is lost between two phases, and where they were last seen."""

from __future__ import annotations

from itertools import groupby
from typing import NamedTuple

from cjm_research import charts
from cjm_research.analysis import Estimate
from cjm_research.analysis import journeys as asked
from cjm_research.people.crowd import crowd_in_phases, left_out
from cjm_research.people.rows import named
from cjm_research.sections.customers import on_the_level
from cjm_research.sections.declared import Column, Content, Nothing, section, table
from cjm_research.sections.frames import estimates
from cjm_research.study import Study

OTHERS, NOWHERE = "other touchpoints", "no touchpoint"
AXIS = "share of those in the phase before who are not seen in the next"


class Step(NamedTuple):
    """From one phase to the next: who is lost, and at which touchpoints they were last seen, most of them first."""

    before: str
    after: str
    lost: Estimate
    last_seen: list[tuple[str, Estimate]]

    @property
    def title(self) -> str:
        """Both phases."""
        return f"{self.before} → {self.after}"


@section(
    "obstacles.drop_off",
    "Where customers are lost, and where they were last seen",
    scale="share 0–100 %",
    method=asked.DROP_OFF_METHOD,
)
def drop_off(study: Study, persona: str = "") -> Content:
    """Return how many are lost between two phases, and where they were last seen."""
    crowd = crowd_in_phases(study, persona)
    steps = _steps(study, crowd)
    known = [step for step in steps if step.lost.value is not None]
    if not known:
        raise Nothing(f"Too few customers of {named(study, persona)} to say where they are lost.")
    frame = estimates((step.title, step.lost, step.lost.short) for step in steps)
    entered = on_the_level(study, persona, crowd, steps[0].lost.n, "phase", f"seen in {study.main_phases[0].title}")
    return Content(
        lead=_greatest(max(known, key=lambda step: step.lost.value or 0)),
        figure=charts.svg(charts.bars(frame, axis=AXIS, description=AXIS)),
        alt=f"Bars: {AXIS}; " + "; ".join(f"{step.title} {step.lost.short}" for step in steps),
        table=table(
            "Losses and last contacts",
            steps,
            Column("between", lambda step: step.title),
            Column(
                "customers before", lambda step: "–" if step.lost.value is None else f"{step.lost.n:,}", numeric=True
            ),
            Column("lost [95 % interval]", lambda step: step.lost.short),
            Column("of the lost, last seen at", _last_seen),
        ),
        base=entered + left_out(study),
        sources=(crowd.source,),
    )


def _steps(study: Study, crowd: asked.Crowd) -> list[Step]:
    phases = {phase.id: phase.title for phase in study.phases}
    places = {t.id: t.title for t in study.touchpoints} | {"": NOWHERE, None: OTHERS}
    losses = asked.drop_off(crowd, [phase.id for phase in study.main_phases])
    steps = [list(of_step) for _, of_step in groupby(losses, key=lambda loss: (loss.phase, loss.next_phase))]
    return [
        Step(
            phases[of_step[0].phase],
            phases[of_step[0].next_phase],
            of_step[0].lost,
            [(places[loss.touchpoint], loss.last) for loss in of_step],
        )
        for of_step in steps
    ]


def _last_seen(step: Step) -> str:
    if step.lost.value is None:
        return "–"
    return "; ".join(f"{touchpoint} {share.short}" for touchpoint, share in step.last_seen)


def _greatest(step: Step) -> str:
    touchpoint, share = step.last_seen[0]
    told = share.value is not None and touchpoint != OTHERS
    where = f" Their most frequent last contact: {touchpoint}, {share.short}." if told else ""
    return f"The greatest loss: {step.lost} of those who reach {step.before} are not seen in {step.after}.{where}"
