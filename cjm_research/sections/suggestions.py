"""Step 2: what the study's own labels can teach a model, and how far it may be believed."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from cjm_research import charts, evidence
from cjm_research.analysis.feedback import (
    LEAST_LABELS,
    SENTIMENT_METHOD,
    SUGGEST_METHOD,
    Mood,
    candidates,
    mood,
    ranked,
)
from cjm_research.analysis.feedback import suggester as learned_codes
from cjm_research.analysis.kappas import beyond_chance
from cjm_research.people.quotes import said
from cjm_research.sections.section import Section, Table
from cjm_research.study import Study, Thresholds

SCALE = "share 0–100 %"
SAME = "The same for every persona."
READ = 5
"""How many texts without a rating are shown."""


def calibration(study: Study, persona: str = "") -> Section:
    """Return whether the mood of a text can be told without a rating: what a model says, against what people rated."""
    labelled = _labelled(study)
    found = _learned(tuple(labelled["text"]), tuple(labelled["polarity"]), study.about.thresholds)
    title = "Can the mood of a text be told without a rating?"
    if found.reason:
        return Section(
            id="research.calibration",
            title=title,
            lead=f"No mood is read from texts: {found.reason}. Ratings and hand codes say pain or delight; other texts stay without.",
            base=SAME,
            method=SENTIMENT_METHOD,
            scale=SCALE,
        )
    bands = found.calibration
    drawn = bands.assign(
        value=[one.value for one in bands["found"]],
        low=[one.low for one in bands["found"]],
        high=[one.high for one in bands["found"]],
        note=[f"n = {n:,}" for n in bands["n"]],
    ).astype({"value": float, "low": float, "high": float})
    rows = tuple(
        (row["label"], "–" if row["predicted"] != row["predicted"] else f"{100 * row['predicted']:.0f} %", _share(row))
        for row in bands.to_dict("records")
    )
    columns = ("probability said", "on average", "share that was a delight")
    return Section(
        id="research.calibration",
        title=title,
        lead=_verdict(found),
        figure=charts.svg(
            charts.calibration(
                drawn.drop(columns="found"), description="share of delights found, by the probability the model said"
            )
        ),
        alt="Points: share of delights by the probability said, with intervals; on the dashed line the model means what it says.",
        table=Table(caption="Said and found", columns=columns, rows=rows, numeric=columns[1:2]),
        base=f"{found.labels:,} texts with a rating or a hand code, {found.delight:,} of them delights. {SAME}",
        method=f"{SENTIMENT_METHOD} Macro-F1 {found.macro_f1:.2f}, kappa {found.kappa.short if found.kappa else '–'}, "
        f"AUC {found.auc:.2f}, Brier {found.brier:.3f} (base rate alone {found.brier_of_base_rate:.3f}), ECE {found.ece:.3f}.",
        sources=tuple(labelled["source"].unique()),
        scale=SCALE,
    )


def unrated(study: Study, persona: str = "") -> Section:
    """Return the texts without a rating that read most like a pain: a provisional rank, no count."""
    labelled, title = _labelled(study), "Texts without a rating that read most like a pain"
    found = _learned(tuple(labelled["text"]), tuple(labelled["polarity"]), study.about.thresholds)
    texts = evidence.texts(study)
    spoken = said(study).of(persona).spoken
    mine = set(zip(spoken["source"], spoken["place"], strict=True))
    fresh = texts[texts["polarity"] == ""]
    fresh = fresh[[key in mine for key in zip(fresh["source"], fresh["row"].astype("str"), strict=True)]]
    fresh = fresh.drop_duplicates("text")
    if not found.is_of_use or fresh.empty:
        why = found.reason or (
            "there is no text without one"
            if fresh.empty
            else "the model is not better than always saying the commonest mood"
        )
        return Section(id="research.unrated", title=title, lead=f"Nothing is ranked: {why}.", scale="rank")
    order = ranked(labelled["text"], labelled["polarity"], fresh["text"])
    where = [
        evidence.place_of(study, f"{fresh.loc[at, 'source']}#row-{fresh.loc[at, 'row'] + 2}").where
        for at in order.index[:READ]
    ]
    rows = tuple(
        (str(place), f"“{text}”", at)
        for place, (text, at) in enumerate(zip(order["text"][:READ], where, strict=True), 1)
    )
    return Section(
        id="research.unrated",
        title=title,
        lead=f"Provisional: the first {len(rows)} of {len(order):,} texts that nobody rated. Read them; the order is a model's guess.",
        table=Table(caption="To read first", columns=("rank", "text", "where it stands"), rows=rows, numeric=("rank",)),
        base=f"{len(order):,} texts without a rating.",
        method=f"{SENTIMENT_METHOD} The rank is no measure of how bad something is, and no share is computed from it.",
        sources=tuple(fresh["source"].unique()),
        scale="rank",
    )


def suggester(study: Study, persona: str = "") -> Section:
    """Return how well codes could be suggested from the study's own hand codes."""
    labels = _hand_codes(study)
    found = learned_codes(labels["text"], labels["code"])
    title = "Could a model suggest codes?"
    if found.reason or found.kappa is None:
        need = f"Not yet: {found.reason}. Code by hand until there are {LEAST_LABELS} quotes with one code each."
        return Section(id="research.suggester", title=title, lead=need, base=SAME, method=SUGGEST_METHOD)
    lead = (
        f"On texts it has not seen, it agrees with the coder beyond chance, kappa {found.kappa.short}. Each suggestion is to be read."
        if beyond_chance(found.kappa)
        else f"No: on texts it has not seen, it does not agree with the coder beyond chance, kappa {found.kappa.short}."
    )
    rows = (
        ("Cohen's kappa with the coder", found.kappa.short),
        ("macro-F1", f"{found.macro_f1:.2f}"),
        ("always the commonest code would be right in", f"{100 * found.commonest:.0f} %"),
        ("codes it can suggest", f"{len(found.codes)}"),
        ("codes too rare to learn", f"{found.rare}"),
    )
    return Section(
        id="research.suggester",
        title=title,
        lead=lead,
        table=Table(caption="Agreement on unseen texts", columns=("measure", "value"), rows=rows, numeric=("value",)),
        base=f"{found.labels:,} quotes with one code. {SAME}",
        method=SUGGEST_METHOD,
        sources=tuple(labels["source"].unique()),
    )


def proposals(study: Study, persona: str = "") -> pd.DataFrame:
    """Return themes that might be worth a code, from texts that no code touches; for the notebook, never for a report.

    Returns
    -------
    pandas.DataFrame
        ``proposal`` (words that come up together), ``texts`` that lean to it, ``one of them``, and ``stability`` (1 the same
        in every refit, 0 chance). Read the texts, then write a code, or none.
    """
    spoken = said(study).of(persona).spoken
    left = spoken.loc[~spoken["touched"].astype(bool), "text"]
    found = candidates(left)
    named = {"words": "proposal", "texts": "texts", "example": "one of them", "stability": "stability"}
    return found.rename(columns=named).round({"stability": 2})


@lru_cache(maxsize=8)
def _learned(texts: tuple[str, ...], polarity: tuple[str, ...], thresholds: Thresholds) -> Mood:
    """Return how well moods can be told; the same texts are asked about for each persona."""
    return mood(pd.Series(texts, dtype="object"), pd.Series(polarity, dtype="object"), thresholds)


def _labelled(study: Study) -> pd.DataFrame:
    """Return each text with a mood: rated answers and reviews, and hand-coded quotes."""
    texts, quotes = evidence.texts(study), evidence.quotes(study)
    quotes = quotes[~quotes["source"].isin(set(texts["source"]))]
    columns = ["source", "text", "polarity"]
    both = pd.concat([texts[columns], quotes[columns].drop_duplicates(["source", "text"])], ignore_index=True)
    return both[both["polarity"] != ""]


def _hand_codes(study: Study) -> pd.DataFrame:
    """Return the quotes to which a coder gave exactly one code."""
    quotes, texts = evidence.quotes(study), evidence.texts(study)
    quotes = quotes[(quotes["code"] != "") & ~quotes["source"].isin(set(texts["source"]))]
    alone = quotes.groupby(["source", "text"])["code"].transform("nunique") == 1
    return quotes[alone].drop_duplicates(["source", "text"])


def _verdict(found: Mood) -> str:
    kappa = found.kappa.short if found.kappa else "–"
    if not found.is_of_use:
        return f"No: on texts it has not seen, the model is not better than always saying the commonest mood (kappa {kappa})."
    return (
        f"Only as a rank: on texts it has not seen, the model agrees with ratings beyond chance (kappa {kappa}), and its "
        f"probabilities are off by {100 * found.ece:.0f} points on average. Where a rating exists, the rating counts."
    )


def _share(row: dict[str, object]) -> str:
    return str(row["found"]) if row["n"] else "no text"
