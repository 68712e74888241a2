"""How many people a persona has in a source, and how many speak of what: as it may be told beside the others."""

from __future__ import annotations

import pandas as pd

from cjm_research import analysis
from cjm_research.analysis import Estimate
from cjm_research.analysis.feedback import withheld_cells
from cjm_research.people.answers import GIVES_AWAY
from cjm_research.people.quotes import quotes
from cjm_research.people.rows import head_count, rows
from cjm_research.privacy.disclosure import is_few, kept_back
from cjm_research.study import Study


def head_counts(study: Study, source: str) -> dict[str, int | None]:
    """Return the people of each persona in a source, '' for everybody; None where the number may not be told.

    A persona that the source cannot tell apart is left out.
    """
    told, least = study.source(source), study.about.thresholds.min_group
    found = {id: rows(study, source, id) for id in ("", *(one.id for one in study.personas))}
    counts = {id: head_count(own, told) for id, own in found.items() if own is not None}
    people = {id: n for id, n in counts.items() if id}
    rest = counts.get("", 0) - sum(people.values())
    hidden = kept_back(people, max(0, rest), least)
    return {id: None if id in hidden or is_few(n, least) else n for id, n in counts.items()}


def in_words(study: Study, source: str, persona: str) -> str:
    """Return how many people of a persona, '' for everybody, are in a source, as it is printed."""
    counts, own = head_counts(study, source), rows(study, source, persona)
    told = counts.get(persona)
    if told is not None:
        return f"{told:,}"
    few = own is not None and is_few(head_count(own, study.source(source)), study.about.thresholds.min_group)
    return f"fewer than {study.about.thresholds.min_group}" if few else "some"


def share_of(study: Study, source: str, persona: str) -> Estimate | None:
    """Return the share of the people of a source who are of a persona, or None where it cannot tell them apart."""
    told, everybody, own = study.source(source), rows(study, source, ""), rows(study, source, persona)
    if everybody is None or own is None:
        return None
    found = analysis.share(head_count(own, told), head_count(everybody, told), study.about.thresholds)
    if found.value is not None and head_counts(study, source)[persona] is None:
        return analysis.unavailable(GIVES_AWAY, "share")
    return found


def spoke_of(study: Study, persona: str) -> dict[str, Estimate]:
    """Return for each code of the quotes of a persona the share of its people with a quote who speak of it.

    Everybody's numbers stand beside those of the personas, and those of each source beside their sum; a share from
    which a few could be computed is withheld.
    """
    own, limits = quotes(study, persona), study.about.thresholds
    total = int(own["participant"].nunique())
    everybody = quotes(study, "").assign(all="").rename(columns={"persona": "who"})
    coded = own[own["code"] != ""]
    hidden = {
        code for code, _ in withheld_cells(everybody[everybody["code"] != ""], "all", limits.min_group).get(persona, ())
    }
    found = {}
    for code, group in coded.groupby("code", sort=True):
        share = analysis.share(group["participant"].nunique(), total, limits)
        if share.value is not None and (code in hidden or _one_source_is_few(group, limits.min_group)):
            share = Estimate(n=share.n, unit="share", reason="withheld: it would give away a number of few people")
        found[str(code)] = share
    return found


def _one_source_is_few(group: pd.DataFrame, least: int) -> bool:
    people = group.groupby("source")["participant"].nunique()
    return len(people) > 1 and any(is_few(n, least) for n in people)
