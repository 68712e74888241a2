"""Step 5: through which touchpoint and which channel customers come in."""

from __future__ import annotations

from cjm_research import charts
from cjm_research.analysis import journeys as asked
from cjm_research.people.crowd import crowd_of
from cjm_research.sections.customers import OTHER, counted, on_the_level, starred, too_few
from cjm_research.sections.declared import Column, Content, Nothing, section, table
from cjm_research.sections.frames import estimates
from cjm_research.study import Study

DRAWN = "share of customers by their first touchpoint"


@section(
    "touchpoints.first_touch",
    "Where customers come in",
    scale="share of customers 0–100 %",
    method=asked.FIRST_TOUCH_METHOD,
)
def first_touch(study: Study, persona: str = "") -> Content:
    """Return through which touchpoint and which channel customers come in."""
    crowd = crowd_of(study, persona)
    titles = {touchpoint.id: touchpoint.title for touchpoint in study.touchpoints}
    entries = [(titles[e.place] if e.place else OTHER, e) for e in asked.first_touch(crowd, "touchpoint")]
    if not entries:
        raise Nothing(too_few(study, persona, "events of a touchpoint"))
    channels = asked.first_touch(crowd, "channel") if crowd.journeys.channels != ("",) else ()
    lines = [(f"touchpoint: {title}", entry) for title, entry in entries]
    lines += [(f"channel: {_channel(entry.place)}", entry) for entry in channels]
    notes = [(title, starred(entry.share.short, entry.rarer)) for title, entry in entries]
    frame = estimates((title, entry.share, note) for (title, entry), (_, note) in zip(entries, notes, strict=True))
    first, entry = entries[0]
    return Content(
        lead=f"The most frequent way in is {first}: {entry.share.short} of the customers.",
        figure=charts.svg(charts.bars(frame, axis="share of customers", description=DRAWN)),
        alt=f"Bars: {DRAWN}; " + "; ".join(f"{title} {note}" for title, note in notes),
        table=table(
            "First touchpoint and first channel",
            lines,
            Column("comes in through", lambda line: line[0]),
            Column("customers", lambda line: counted(line[1].customers, line[1].rarer), numeric=True),
            Column("share [95 % interval]", lambda line: str(line[1].share)),
        ),
        base=on_the_level(study, persona, crowd, sum(entry.customers for _, entry in entries), "touchpoint"),
        sources=(crowd.source,),
    )


def _channel(name: str | None) -> str:
    return OTHER if name is None else name or "not named"
