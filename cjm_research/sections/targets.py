"""Step 3: whom to serve first."""

from __future__ import annotations

import pandas as pd

from cjm_research import analysis, charts
from cjm_research.analysis import Estimate
from cjm_research.analysis import personas as groups
from cjm_research.people.counted import share_of
from cjm_research.people.sizing import sizing_source
from cjm_research.printing import hundredths, percent
from cjm_research.sections.declared import Column, Content, Nothing, section, table
from cjm_research.study import Study

WORDS = {"value": "worth", "fit": "strategic fit"}


@section("personas.targets", "Whom to serve first", scale="score 0–100 %", method=groups.TARGETS_METHOD)
def targets(study: Study) -> Content:
    """Return the personas of the study by share × worth × fit, with the places their intervals allow."""
    if not study.personas:
        raise Nothing("There is no persona yet. Add the first one in the form above.")
    source = sizing_source(study)
    scores = groups.targets(
        study.personas, {persona.id: _share(study, source, persona.id) for persona in study.personas}
    )
    ranked = scores[scores["score"].notna()]
    names = [study.persona(id).name for id in ranked["persona"]]
    places = [f"place {_places(line)}" for line in ranked.itertuples()]
    bars = ranked[["low", "high"]].assign(label=names, value=ranked["score"], note=places)
    words = _lead(study, ranked, groups.factors(study.personas))
    return Content(
        lead=words,
        figure=charts.svg(charts.bars(bars, axis="score", description=words)) if len(bars) else "",
        alt=f"Bars of the score of each persona with its interval. {words}" if len(bars) else "",
        table=table(
            "Targets",
            [(study.persona(line.persona), line) for line in scores.itertuples()],
            Column("persona", lambda target: target[0].name),
            Column("role", lambda target: target[0].role),
            Column("share of the people [95 % interval]", lambda target: str(target[1].share)),
            Column("worth", lambda target: _of_five(target[0].value)),
            Column("strategic fit", lambda target: _of_five(target[0].fit)),
            Column("score", lambda target: _score(target[1])),
            Column("place", lambda target: _places(target[1]), numeric=True),
        ),
        base=f"All rows of {study.source(source).title}." if source else "No source can tell the personas apart.",
        sources=(source,) if source else (),
    )


def _share(study: Study, source: str, persona: str) -> Estimate:
    return (share_of(study, source, persona) if source else None) or analysis.unavailable("not known", "share")


def _places(line: object) -> str:
    first, last = (getattr(line, name) for name in ("first", "last"))
    if pd.isna(first):
        return "–"
    return f"{first:.0f}" if first == last else f"{first:.0f} to {last:.0f}"


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


def _score(line: object) -> str:
    value, low, high = (getattr(line, name) for name in ("score", "low", "high"))
    return "not placed" if pd.isna(value) else f"{percent(value)} [{hundredths(low)}, {hundredths(high)}]"


def _of_five(given: int | None) -> str:
    return "–" if given is None else f"{given} of 5"
