"""What people speak of: themes counted in people, each with one voice."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from cjm_research import analysis, evidence
from cjm_research.analysis import Estimate
from cjm_research.people.counted import spoke_of
from cjm_research.people.reading import people, quotes, unplaced_quotes
from cjm_research.privacy.disclosure import printed
from cjm_research.sections.section import Section, Table
from cjm_research.study import Study

MOST, MOST_OF_OTHERS = 12, 8
PICKED = "Quotes stand as said; the one shown is picked by length, not by weight."


def themes(study: Study, persona: str = "") -> Section:
    """Return the themes of people whose persona is known."""
    said = quotes(study, persona)
    total, least = said["participant"].nunique(), study.about.thresholds.min_group
    found = _counted(study, said, ["code"], total, spoke_of(study, persona))
    many = printed(total, total, least)
    lines = tuple((code, counted, str(share), mood, voice) for (code,), counted, share, mood, voice in found[:MOST])
    columns = ("theme", "people", "share of those who spoke", "as pain / delight", "one voice")
    return Section(
        id="research.voices",
        title="What people speak of",
        lead=f"{len(found)} themes from {len(said):,} quotes of {many} people; the most frequent first."
        if lines
        else "No coded quotes of these people. Import interviews and code them.",
        table=Table(caption="Themes", columns=columns, rows=lines, numeric=("people",)) if lines else None,
        base=f"{people(study, persona)}: {many} people with at least one quote; a person counts once per theme.",
        method=f"Share of people with Wilson 95 % interval. {PICKED}",
        sources=tuple(sorted(said["source"].unique())),
    )


def others(study: Study, persona: str = "") -> Section:
    """Return the themes of people whom no source can place: they speak of phases, never of a persona."""
    said = unplaced_quotes(study)
    if said.empty:
        return Section(
            id="research.others",
            title="What others say",
            lead="There are no coded texts of people whose persona is unknown.",
        )
    least = study.about.thresholds.min_group
    writers = {source: len(evidence.table(study, source)) for source in said["source"].unique()}
    titles = {phase.id: phase.title for phase in study.phases}
    found = [
        (source, *line)
        for source, group in said.groupby("source", sort=True)
        for line in _counted(study, group, ["phase", "code"], writers[source])[:MOST_OF_OTHERS]
    ]
    lines = tuple(
        (titles.get(phase, phase), code, study.source(source).title, counted, share.short, mood, voice)
        for source, (phase, code), counted, share, mood, voice in found
    )
    columns = ("phase", "theme", "source", "people", "share of writers", "as pain / delight", "one voice")
    return Section(
        id="research.others",
        title="What others say",
        lead="Said by people no source can place: they speak of phases, not of a persona, and the table is the same for "
        "every persona.",
        table=Table(caption="Themes of others", columns=columns, rows=lines, numeric=("people",)),
        base="; ".join(
            f"{study.source(source).title}: {printed(count, count, least)} writers" for source, count in writers.items()
        )
        + ".",
        method=f"Texts are coded by keyword, sentence by sentence; up to {MOST_OF_OTHERS} themes per source. Share of the writers of a "
        f"source, with Wilson 95 % interval; they chose themselves to write. {PICKED}",
        sources=tuple(writers),
    )


def _counted(
    study: Study, said: pd.DataFrame, keys: list[str], total: int, known: Mapping[str, Estimate] | None = None
) -> list[tuple[tuple[str, ...], str, Estimate, str, str]]:
    """Return key values, people, share, polarity in words and one voice per group, most people first."""
    lines, least = [], study.about.thresholds.min_group
    for values, group in said[said["code"] != ""].groupby(keys, sort=True):
        count = group["participant"].nunique()
        share = known[values[0]] if known else analysis.share(count, total, study.about.thresholds)
        shown = f"{count:,}" if share.value is not None else f"fewer than {least}" if count < least else "–"
        mood = "–" if share.value is None else _mood(group, count, least)
        lines.append((count, (values, shown, share, mood, _voice(group))))
    return [line for _, line in sorted(lines, key=lambda line: (-line[0], line[1][0]))]


def _mood(group: pd.DataFrame, people: int, least: int) -> str:
    if not group["polarity"].any():
        return "–"
    counts = [group.loc[group["polarity"] == mood, "participant"].nunique() for mood in ("pain", "delight")]
    return " / ".join(printed(count, people, least) for count in counts)


def _voice(group: pd.DataFrame) -> str:
    """Return the quote nearest to a readable length; ties by order in the source."""
    best = (group["text"].str.len() - 90).abs().idxmin()
    return f"“{group.loc[best, 'text']}”"
