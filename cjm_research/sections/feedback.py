"""Step 2: what people say in their own words, theme by theme, phase by phase and persona by persona."""

from __future__ import annotations

import pandas as pd

from cjm_research import charts, evidence
from cjm_research.analysis import Estimate
from cjm_research.analysis.feedback import THEMES_METHOD, matrix, uncovered, withheld_cells
from cjm_research.analysis.feedback import themes as theme_counts
from cjm_research.people.quotes import Said, said
from cjm_research.people.rows import named
from cjm_research.privacy.disclosure import kept_back, printed
from cjm_research.sections.declared import Content, Nothing, Table, section
from cjm_research.study import Study

MOST = 20
"""How many themes a table shows at most."""

NO_PHASE = "phase not said"
SCALE = "people"


@section("research.themes", "Themes along the journey", scale=SCALE, method=THEMES_METHOD)
def themes(study: Study, persona: str = "") -> Content:
    """Return the themes of these people, by phase, with pain, delight, a voice and where it stands."""
    everybody = said(study)
    mine = everybody.of(persona)
    if mine.mentions.empty:
        raise Nothing(_nothing(mine))
    least = study.about.thresholds.min_group
    if mine.speakers.max() < least:
        raise Nothing(f"Withheld: fewer than {least} people of any one source said something.")
    hidden = withheld_cells(everybody.mentions, "source", least).get(persona, set())
    found = theme_counts(mine.mentions, mine.speakers, study.about.thresholds, hidden)
    codes, names, phases = list(dict.fromkeys(found["code"]))[:MOST], _names(study, found["code"]), _phases(study, mine)
    cells = matrix(
        mine.mentions,
        rows=codes,
        columns=list(phases),
        by="phase",
        least=least,
        hidden=withheld_cells(everybody.mentions, "phase", least).get(persona, set()),
        bases=dict.fromkeys(phases, int(mine.speakers.sum())),
    )
    rows = tuple(
        (
            names[code],
            *cells.loc[cells["row"] == code, "label"],
            "; ".join(f"{row['source']}: {row['share']}" for row in found[found["code"] == code].to_dict("records")),
            _mood(found[found["code"] == code], least),
            *_voice(study, mine.mentions[mine.mentions["code"] == code]),
        )
        for code in codes
    )
    shares = ("share of those who spoke", "as pain / delight", "one voice", "where it stands")
    columns, left = ("theme", *phases.values(), *shares), _left(study, mine)
    return Content(
        lead=_lead(mine, found, names, left, least),
        figure=_drawn(cells, {code: names[code] for code in codes}, phases, description="people per theme and phase"),
        alt="Table of themes by phase with the number of people who speak of each.",
        table=Table(caption="Themes by phase, in people", columns=columns, rows=rows, numeric=tuple(phases.values())),
        base=f"{named(study, persona)}: {_bases(study, mine)}. Without a theme: {left} texts and quotes.",
        sources=tuple(mine.speakers.index),
    )


@section("compare.themes", "What each persona speaks of", scale=SCALE, method=THEMES_METHOD)
def compared(study: Study) -> Content:
    """Return the themes by persona: how many people of each, and which share of those who spoke, source by source."""
    everybody, least = said(study), study.about.thresholds.min_group
    each = {one.id: everybody.of(one.id) for one in study.personas}
    each = {id: mine for id, mine in each.items() if not mine.mentions.empty}
    if not each:
        raise Nothing("Nobody of a known persona has said anything that is coded.")
    by_source = withheld_cells(everybody.mentions, "source", least)
    by_who = withheld_cells(everybody.mentions.assign(all=""), "all", least)
    hidden = {(code, id) for id in each for code, _ in by_who.get(id, ())}
    known = everybody.mentions[everybody.mentions["who"].isin(list(each))]
    codes = list(known.drop_duplicates(["source", "participant", "code"])["code"].value_counts().index[:MOST])
    bases = {id: int(mine.speakers.sum()) for id, mine in each.items()}
    cells = matrix(known, rows=codes, columns=list(each), by="who", least=least, hidden=hidden, bases=bases)
    names, whom = _names(study, codes), {id: study.persona(id).name for id in each}
    found = {
        id: theme_counts(mine.mentions, mine.speakers, study.about.thresholds, by_source.get(id, ()))
        for id, mine in each.items()
    }
    rows = tuple(
        (names[cell[0]["row"]], *(_cell(one, found[one["column"]]) for one in cell))
        for cell in (cells[cells["row"] == code].to_dict("records") for code in codes)
    )
    return Content(
        lead="The same themes, counted in the people of each persona. Personas of different size are compared by their "
        "shares.",
        figure=_drawn(cells, names, whom, description="people per theme and persona"),
        alt="Table of themes by persona with the number of people who speak of each.",
        table=Table(caption="Themes by persona", columns=("theme", *whom.values()), rows=rows),
        base=" ".join(f"{whom[id]}: {_bases(study, mine)}." for id, mine in each.items()),
        sources=tuple(sorted({source for mine in each.values() for source in mine.speakers.index})),
    )


def _drawn(cells: pd.DataFrame, rows: dict[str, str], columns: dict[str, str], *, description: str) -> str:
    """Draw a grid of counts whose ids of rows and columns have these names."""
    frame = cells.assign(row=cells["row"].map(rows), column=cells["column"].map(columns))
    titles, whom = list(rows.values()), list(columns.values())
    return charts.svg(charts.counts(frame, rows=titles, columns=whom, legend="people", description=description))


def _names(study: Study, codes: object) -> dict[str, str]:
    known = {code.id: code.name for code in study.codes}
    return {code: known.get(code, code) for code in dict.fromkeys(codes)}  # type: ignore[call-overload]


def _phases(study: Study, mine: Said) -> dict[str, str]:
    """Return the titles of the phases in their order, then what names none or one that is not in the study."""
    known = {phase.id: phase.title for phase in study.phases}
    others = sorted(set(mine.mentions["phase"]) - set(known))
    return known | {id: id or NO_PHASE for id in others}


def _mood(found: pd.DataFrame, least: int) -> str:
    counts = [int(found[mood].sum()) for mood in ("pain", "delight")]
    if not any(counts) or any(share.value is None for share in found["share"]):
        return "–"
    return " / ".join(printed(count, int(found["people"].sum()), least) for count in counts)


def _voice(study: Study, group: pd.DataFrame) -> tuple[str, str]:
    """Return the quote nearest to a readable length and its place; ties by order in the source."""
    best = group.loc[(group["text"].str.len() - 90).abs().idxmin()]
    return f"“{best['text']}”", evidence.place_of(study, f"{best['source']}#{best['quote']}").where


def _cell(cell: dict[str, object], found: pd.DataFrame) -> str:
    """Return a count with the shares behind it, and nothing but the label where the count is withheld."""
    own = found[found["code"] == cell["row"]].to_dict("records")
    shown = [f"{row['source']} {row['share'].short}" for row in own if row["share"].value is not None]
    return f"{cell['label']} ({'; '.join(shown)})" if shown and str(cell["label"]).isdecimal() else str(cell["label"])


def _lead(mine: Said, found: pd.DataFrame, names: dict[str, str], left: Estimate, least: int) -> str:
    top, count = found.iloc[0], len(names)
    many = "people" if kept_back(mine.speakers.to_dict(), 0, least) else f"{mine.speakers.sum():,} people"
    first = f"{count} theme{'s' if count > 1 else ''} in the words of {many}"
    if top["share"].value is not None:
        first += f"; the most frequent: “{names[top['code']]}”, {top['share'].short} in {top['source']}"
    return f"{first}. " + (f"{left.short} of what was said touches none of them." if left.value is not None else "")


def _left(study: Study, mine: Said) -> Estimate:
    return uncovered(len(mine.spoken), int(mine.spoken["touched"].sum()), study.about.thresholds)


def _bases(study: Study, mine: Said) -> str:
    least = study.about.thresholds.min_group
    return "; ".join(
        f"{study.source(id).title} ({id}): {printed(count, count, least)} people" for id, count in mine.speakers.items()
    )


def _nothing(mine: Said) -> str:
    if mine.spoken.empty:
        return "None of these people has said anything in their own words yet. Import interviews, answers or reviews."
    what = "Give the codes of the codebook words to look for, or code quotes by hand."
    return f"Nothing of {len(mine.spoken):,} texts is coded. {what}"
