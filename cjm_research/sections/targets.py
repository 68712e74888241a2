"""Step 3: whom to serve first."""

from __future__ import annotations

import pandas as pd

from cjm_research import analysis, charts
from cjm_research.analysis import Estimate
from cjm_research.analysis import personas as groups
from cjm_research.people.counted import share_of
from cjm_research.sections.section import Section, Table
from cjm_research.study import Persona, Study

WORDS = {"value": "worth", "fit": "strategic fit"}


def targets(study: Study) -> Section:
    """Return the personas of the study by share × worth × fit, with the places their intervals allow."""
    source, title = sizing_source(study), "Whom to serve first"
    if not study.personas:
        return Section(
            id="personas.targets", title=title, lead="There is no persona yet. Add the first one in the form above."
        )
    shares = {one.id: _share(study, source, one.id) for one in study.personas}
    found = groups.targets(study.personas, shares)
    used = groups.factors(study.personas)
    names = {one.id: one.name for one in study.personas}
    ranked = found[found["score"].notna()]
    frame = pd.DataFrame(
        {
            "label": [names[id] for id in ranked["persona"]],
            "value": ranked["score"],
            "low": ranked["low"],
            "high": ranked["high"],
            "note": [f"place {_places(line)}" for line in ranked.itertuples()],
        }
    )
    words = _lead(study, ranked, used)
    return Section(
        id="personas.targets",
        title=title,
        lead=words,
        figure=charts.svg(charts.bars(frame, axis="score", description=words)) if len(frame) else "",
        alt=f"Bars of the score of each persona with its interval. {words}" if len(frame) else "",
        table=_table(study, found),
        base=f"All rows of {study.source(source).title}." if source else "No source can tell the personas apart.",
        method=groups.TARGETS_METHOD,
        sources=(source,) if source else (),
        scale="score 0–100 %" if len(frame) else "",
    )


def sizing_source(study: Study) -> str:
    """Return the survey (else any source with a file) that can tell apart every persona with a segment rule, or ''."""
    named = [{c.source for c in p.segment} for p in study.personas if p.segment]
    shared = set.intersection(*named) if named else set()
    there = {source.id for source in study.sources if source.file and source.id in study.present}
    ranked = sorted(shared & there, key=lambda id: (study.source(id).kind != "survey", id))
    return ranked[0] if ranked else ""


def _share(study: Study, source: str, persona: str) -> Estimate:
    if not source:
        return analysis.unavailable("not known", "share")
    return share_of(study, source, persona) or analysis.unavailable("not known", "share")


def _places(line: object) -> str:
    first, last = (int(getattr(line, name)) for name in ("first", "last"))
    return f"{first}" if first == last else f"{first} to {last}"


def _lead(study: Study, ranked: pd.DataFrame, used: tuple[str, ...]) -> str:
    if ranked.empty:
        return "No persona can be placed: its share of the people is not known."
    formula = " × ".join(["share", *(WORDS[name] for name in used)])
    top = [study.persona(line.persona).name for line in ranked.itertuples() if line.first == 1]
    first = f"{top[0]} comes first" if len(top) == 1 else f"{_joined(top)} cannot be told apart at the top"
    missing = [WORDS[name] for name in WORDS if name not in used]
    left_out = f" The {_joined(missing)} is not given for everybody and left out." if missing else ""
    return f"By {formula}, {first}.{left_out}"


def _joined(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{'; '.join(names[:-1])} and {names[-1]}"


def _table(study: Study, found: pd.DataFrame) -> Table:
    lines = []
    for line in found.itertuples():
        one = study.persona(line.persona)
        score = "not placed" if pd.isna(line.score) else _percent(line)
        lines.append(
            (
                one.name,
                one.role,
                str(line.share),
                _of_five(one, "value"),
                _of_five(one, "fit"),
                score,
                "–" if pd.isna(line.score) else _places(line),
            )
        )
    return Table(
        caption="Targets",
        columns=("persona", "role", "share of the people [95 % interval]", "worth", "strategic fit", "score", "place"),
        rows=tuple(lines),
        numeric=("place",),
    )


def _percent(line: object) -> str:
    value, low, high = (100 * getattr(line, name) for name in ("score", "low", "high"))
    return f"{value:.1f} % [{low:.1f}, {high:.1f}]"


def _of_five(persona: Persona, name: str) -> str:
    given = getattr(persona, name)
    return "–" if given is None else f"{given} of 5"
