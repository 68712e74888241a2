"""What people speak of: themes counted in people, each with one voice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from cjm_research import analysis, evidence
from cjm_research.analysis import Estimate
from cjm_research.people.counted import spoke_of
from cjm_research.people.quotes import quotes, unplaced_quotes
from cjm_research.people.rows import named
from cjm_research.privacy.disclosure import printed
from cjm_research.sections.declared import Column, Content, Nothing, section, table
from cjm_research.study import Study

MOST, MOST_OF_OTHERS = 12, 8
PICKED = "Quotes stand as said; the one shown is picked by length, not by weight."


class Theme(NamedTuple):
    """What some people speak of: its code, also its phase and source where these are told apart, and who does."""

    key: tuple[str, ...]
    people: str
    share: Estimate
    mood: str
    voice: str


@section("research.voices", "What people speak of", method=f"Share of people with Wilson 95 % interval. {PICKED}")
def themes(study: Study, persona: str = "") -> Content:
    """Return the themes of people whose persona is known."""
    said = quotes(study, persona)
    total, least = said["participant"].nunique(), study.about.thresholds.min_group
    found, many = _counted(study, said, ["code"], total, spoke_of(study, persona)), printed(total, total, least)
    if not found:
        raise Nothing("No coded quotes of these people. Import interviews and code them.")
    return Content(
        lead=f"{len(found)} themes from {len(said):,} quotes of {many} people; the most frequent first.",
        table=table(
            "Themes",
            found[:MOST],
            Column("theme", lambda theme: theme.key[0]),
            Column("people", lambda theme: theme.people, numeric=True),
            Column("share of those who spoke", lambda theme: str(theme.share)),
            Column("as pain / delight", lambda theme: theme.mood),
            Column("one voice", lambda theme: theme.voice),
        ),
        base=f"{named(study, persona)}: {many} people with at least one quote; a person counts once per theme.",
        sources=tuple(sorted(said["source"].unique())),
    )


@section(
    "research.others",
    "What others say",
    method=f"Texts are coded by keyword, sentence by sentence; up to {MOST_OF_OTHERS} themes per source. Share of the "
    f"writers of a source, with Wilson 95 % interval; they chose themselves to write. {PICKED}",
)
def others(study: Study, persona: str = "") -> Content:
    """Return the themes of people whom no source can place: they speak of phases, never of a persona."""
    said = unplaced_quotes(study)
    if said.empty:
        raise Nothing("There are no coded texts of people whose persona is unknown.")
    least = study.about.thresholds.min_group
    writers = {source: len(evidence.table(study, source)) for source in said["source"].unique()}
    titles = {phase.id: phase.title for phase in study.phases}
    found = [
        (source, theme)
        for source, group in said.groupby("source", sort=True)
        for theme in _counted(study, group, ["phase", "code"], writers[source])[:MOST_OF_OTHERS]
    ]
    return Content(
        lead="Said by people no source can place: they speak of phases, not of a persona, and the table is the same "
        "for every persona.",
        table=table(
            "Themes of others",
            found,
            Column("phase", lambda line: titles.get(line[1].key[0], line[1].key[0])),
            Column("theme", lambda line: line[1].key[1]),
            Column("source", lambda line: study.source(line[0]).title),
            Column("people", lambda line: line[1].people, numeric=True),
            Column("share of writers", lambda line: line[1].share.short),
            Column("as pain / delight", lambda line: line[1].mood),
            Column("one voice", lambda line: line[1].voice),
        ),
        base="; ".join(
            f"{study.source(source).title}: {printed(count, count, least)} writers" for source, count in writers.items()
        )
        + ".",
        sources=tuple(writers),
    )


def _counted(
    study: Study, said: pd.DataFrame, keys: list[str], total: int, known: Mapping[str, Estimate] | None = None
) -> list[Theme]:
    """Return the theme of each group, most people first; ``known`` are shares by code that stand elsewhere, too."""
    lines, least = [], study.about.thresholds.min_group
    for values, group in said[said["code"] != ""].groupby(keys, sort=True):
        count = group["participant"].nunique()
        share = known[values[0]] if known else analysis.share(count, total, study.about.thresholds)
        shown = f"{count:,}" if share.value is not None else f"fewer than {least}" if count < least else "–"
        mood = "–" if share.value is None else _mood(group, count, least)
        lines.append((count, Theme(values, shown, share, mood, _voice(group))))
    return [theme for _, theme in sorted(lines, key=lambda line: (-line[0], line[1].key))]


def _mood(group: pd.DataFrame, people: int, least: int) -> str:
    if not group["polarity"].any():
        return "–"
    counts = [group.loc[group["polarity"] == mood, "participant"].nunique() for mood in ("pain", "delight")]
    return " / ".join(printed(count, people, least) for count in counts)


def _voice(group: pd.DataFrame) -> str:
    """Return the quote nearest to a readable length; ties by order in the source."""
    best = (group["text"].str.len() - 90).abs().idxmin()
    return f"“{group.loc[best, 'text']}”"
