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
from cjm_research.evidence import place_of
from cjm_research.people.quotes import said
from cjm_research.printing import percent
from cjm_research.sections.declared import Column, Content, Nothing, section, table
from cjm_research.sections.frames import estimates
from cjm_research.study import Study, Thresholds

SCALE = "share 0–100 %"
SAME = "The same for every persona."
READ = 5
"""How many texts without a rating are shown."""


@section("research.calibration", "Can the mood of a text be told without a rating?", scale=SCALE, weight="diagnostic")
def calibration(study: Study, persona: str = "") -> Content:
    """Return whether the mood of a text can be told without a rating: what a model says, against what people rated."""
    labelled = _labelled(study)
    model = _learned(tuple(labelled["text"]), tuple(labelled["polarity"]), study.about.thresholds)
    if model.reason:
        raise Nothing(
            f"No mood is read from texts: {model.reason}. Ratings and hand codes say pain or delight; other texts stay "
            "without."
        )
    bands = model.calibration.to_dict("records")
    frame = estimates((band["label"], band["found"], f"n = {band['n']:,}") for band in bands)
    frame = frame.assign(predicted=model.calibration["predicted"])
    description = "share of delights found, by the probability the model said"
    return Content(
        lead=_verdict(model),
        figure=charts.svg(charts.calibration(frame, description=description)),
        alt="Points: share of delights by the probability said, with intervals; on the dashed line the model means "
        "what it says.",
        table=table(
            "Said and found",
            bands,
            Column("probability said", lambda band: str(band["label"])),
            Column("on average", lambda band: percent(band["predicted"]) if band["n"] else "–", numeric=True),
            Column("share that was a delight", lambda band: str(band["found"]) if band["n"] else "no text"),
        ),
        base=f"{model.labels:,} texts with a rating or a hand code, {model.delight:,} of them delights. {SAME}",
        method=f"{SENTIMENT_METHOD} Macro-F1 {model.macro_f1:.2f}, kappa {model.kappa.short if model.kappa else '–'}, "
        f"AUC {model.auc:.2f}, Brier {model.brier:.3f} (base rate alone {model.brier_of_base_rate:.3f}), "
        f"ECE {model.ece:.3f}.",
        sources=tuple(labelled["source"].unique()),
    )


@section(
    "research.unrated",
    "Texts without a rating that read most like a pain",
    scale="rank",
    method=f"{SENTIMENT_METHOD} The rank is no measure of how bad something is, and no share is computed from it.",
)
def unrated(study: Study, persona: str = "") -> Content:
    """Return the texts without a rating that read most like a pain: a provisional rank, no count."""
    labelled, fresh = _labelled(study), _unlabelled(study, persona)
    model = _learned(tuple(labelled["text"]), tuple(labelled["polarity"]), study.about.thresholds)
    if model.reason or fresh.empty or not model.is_of_use:
        no_use = "the model is not better than always saying the commonest mood"
        raise Nothing(
            f"Nothing is ranked: {model.reason or ('there is no text without one' if fresh.empty else no_use)}."
        )
    order = ranked(labelled["text"], labelled["polarity"], fresh["text"])
    first = fresh.loc[order.index[:READ]].assign(rank=range(1, len(order[:READ]) + 1))
    return Content(
        lead=f"Provisional: the first {len(first)} of {len(order):,} texts that nobody rated. Read them; the order is "
        "a model's guess.",
        table=table(
            "To read first",
            first.to_dict("records"),
            Column("rank", lambda text: str(text["rank"]), numeric=True),
            Column("text", lambda text: f"“{text['text']}”"),
            # a row of a file as people count them: from one, below the line of titles
            Column("where it stands", lambda text: place_of(study, f"{text['source']}#row-{text['row'] + 2}").where),
        ),
        base=f"{len(order):,} texts without a rating.",
        sources=tuple(fresh["source"].unique()),
    )


@section("research.suggester", "Could a model suggest codes?", weight="diagnostic", method=SUGGEST_METHOD)
def suggester(study: Study, persona: str = "") -> Content:
    """Return how well codes could be suggested from the study's own hand codes."""
    labels = _hand_codes(study)
    model = learned_codes(labels["text"], labels["code"])
    if model.reason or model.kappa is None:
        raise Nothing(
            f"Not yet: {model.reason}. Code by hand until there are {LEAST_LABELS} quotes with one code each."
        )
    kappa = model.kappa.short
    measures = (
        ("Cohen's kappa with the coder", kappa),
        ("macro-F1", f"{model.macro_f1:.2f}"),
        ("always the commonest code would be right in", percent(model.commonest)),
        ("codes it can suggest", f"{len(model.codes)}"),
        ("codes too rare to learn", f"{model.rare}"),
    )
    return Content(
        lead=f"On texts it has not seen, it agrees with the coder beyond chance, kappa {kappa}. Each suggestion is to "
        "be "
        "read."
        if beyond_chance(model.kappa)
        else f"No: on texts it has not seen, it does not agree with the coder beyond chance, kappa {kappa}.",
        table=table(
            "Agreement on unseen texts",
            measures,
            Column("measure", lambda measure: measure[0]),
            Column("value", lambda measure: measure[1], numeric=True),
        ),
        base=f"{model.labels:,} quotes with one code. {SAME}",
        sources=tuple(labels["source"].unique()),
    )


def proposals(study: Study, persona: str = "") -> pd.DataFrame:
    """Return themes that might be worth a code, from texts that no code touches; for the notebook, never for a report.

    Returns
    -------
    pandas.DataFrame
        ``proposal`` (words that come up together), ``texts`` that lean to it, ``one of them``, and ``stability`` (1 the
        same in every refit, 0 chance). Read the texts, then write a code, or none.
    """
    spoken = said(study).of(persona).spoken
    left = spoken.loc[~spoken["touched"].astype(bool), "text"]
    named = {"words": "proposal", "texts": "texts", "example": "one of them", "stability": "stability"}
    return candidates(left).rename(columns=named).round({"stability": 2})


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


def _unlabelled(study: Study, persona: str) -> pd.DataFrame:
    """Return the texts of these people that nobody rated, each wording once."""
    texts, spoken = evidence.texts(study), said(study).of(persona).spoken
    places = set(zip(spoken["source"], spoken["place"], strict=True))
    own = [key in places for key in zip(texts["source"], texts["row"].astype("str"), strict=True)]
    texts = texts.loc[own]
    return texts[texts["polarity"] == ""].drop_duplicates("text")


def _verdict(model: Mood) -> str:
    kappa = model.kappa.short if model.kappa else "–"
    if not model.is_of_use:
        return (
            "No: on texts it has not seen, the model is not better than always saying the commonest mood "
            f"(kappa {kappa})."
        )
    return (
        f"Only as a rank: on texts it has not seen, the model agrees with ratings beyond chance (kappa {kappa}), and "
        f"its probabilities are off by {100 * model.ece:.0f} points on average. Where a rating exists, the rating "
        "counts."
    )
