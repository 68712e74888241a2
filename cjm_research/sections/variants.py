"""Step 5: which whole paths customers take."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from cjm_research import charts
from cjm_research.analysis import journeys as asked
from cjm_research.analysis.journeys import Variant
from cjm_research.printing import percent
from cjm_research.sections.customers import among_touchpoints, crowd_at_touchpoints, too_few_alike
from cjm_research.sections.declared import Column, Content, Nothing, section, table
from cjm_research.study import Study


@section("touchpoints.variants", "The paths most customers take", scale="share 0–100 %", method=asked.VARIANTS_METHOD)
def variants(study: Study, persona: str = "") -> Content:
    """Return the most frequent paths from touchpoint to touchpoint, and how many customers they cover."""
    crowd = crowd_at_touchpoints(study, persona)
    paths = asked.variants(crowd, "touchpoint")
    if not any(path.rank for path in paths):
        raise Nothing(too_few_alike(study, persona, crowd, "takes a path that others take as well"))
    titles = {t.id: t.title for t in study.touchpoints}
    frame = pd.DataFrame([chip for path in paths for chip in _chips(study, path)])
    drawing = charts.variants(frame, colours=[p.title for p in study.phases], description="the most frequent paths")
    return Content(
        lead=_coverage(paths),
        figure=charts.svg(drawing),
        alt="Paths of touchpoints; " + "; ".join(f"{_path(titles, path)}: {path.share.short}" for path in paths),
        table=table(
            "Paths",
            paths,
            Column("no.", lambda path: str(path.rank or "others")),
            Column("path", lambda path: _path(titles, path)),
            Column("customers", lambda path: f"{path.n:,}", numeric=True),
            Column("share of customers", lambda path: path.share.short),
            Column("covered up to here", lambda path: percent(path.covered), numeric=True),
        ),
        base=among_touchpoints(study, persona, crowd),
        sources=(crowd.source,),
    )


def _chips(study: Study, path: Variant) -> list[dict[str, object]]:
    """Return the chips of one path."""
    label, share = str(path.rank) if path.rank else "others", path.share.value
    chip: dict[str, object] = {"label": label, "value": share, "note": f"{percent(share or 0)}, {path.n:,}"}
    if not path.path:
        words = "no touchpoint of this study" if path.rank else f"{path.paths:,} other paths"
        return [chip | {"step": 1, "place": words, "colour": ""}]
    known = {t.id: t for t in study.touchpoints}
    phases = {phase.id: phase.title for phase in study.phases}
    colours = [next((phases[id] for id in known[step].phases if id in phases), "") for step in path.path]
    return [
        chip | {"step": number, "place": known[step].title, "colour": colour}
        for number, (step, colour) in enumerate(zip(path.path, colours, strict=True), start=1)
    ]


def _path(titles: dict[str, str], path: Variant) -> str:
    if path.path is None:
        return f"{path.paths:,} other paths"
    return " → ".join(titles[step] for step in path.path) or "no touchpoint of this study"


def _coverage(paths: Sequence[Variant]) -> str:
    distinct, listed = sum(path.paths for path in paths), [path for path in paths if path.rank]
    many = f"The {len(listed)} most frequent paths cover" if len(listed) > 1 else "The most frequent path covers"
    return (
        f"{many} {percent(listed[-1].covered)} of the customers, {distinct:,} different paths all of them. "
        f"The first one: {listed[0].share}."
    )
