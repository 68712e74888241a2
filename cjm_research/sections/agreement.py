"""Step 2: whether another coder would say the same, and whether more talks would bring anything new."""

from __future__ import annotations

from itertools import combinations
from typing import NamedTuple

import pandas as pd

from cjm_research import charts, evidence
from cjm_research.analysis.agreement import AGREEMENT_METHOD, RELIABLE, SKEWED, TENTATIVE, alpha
from cjm_research.analysis.estimate import Estimate
from cjm_research.analysis.kappas import ac1, cohen, cross_table, same
from cjm_research.analysis.saturation import BASE, ENOUGH, RUN, SATURATION_METHOD
from cjm_research.analysis.saturation import reached as saturated_after
from cjm_research.analysis.saturation import saturation as saturation_frame
from cjm_research.people.rows import named
from cjm_research.printing import percent
from cjm_research.sections.declared import Column, Content, Nothing, section, table
from cjm_research.sections.frames import estimates
from cjm_research.study import Study

LEAST_USES = 5
"""A code that fewer passages got from anybody says too little about how far coders agree."""

FEW = f"in fewer than {LEAST_USES} passages"
NO_CODE = "no code"
ALL = "All codes together"


class Judged(NamedTuple):
    """How far the coders agree on one code, or on all together; ``alpha`` with a reason where it cannot be said."""

    name: str
    alpha: Estimate
    passages: str
    reading: str
    same: str = "–"
    kappa: str = "–"
    ac1: str = "–"


@section("research.agreement", "Would another coder say the same?", scale="alpha, up to 1", weight="diagnostic")
def agreement(study: Study, persona: str = "") -> Content:
    """Return how far the coders agree, code by code; a study is coded once, so it is the same for every persona."""
    passages = evidence.passages(study)
    coders = sorted(passages["coder"].unique())
    shared = passages[passages.groupby(["source", "passage"])["coder"].transform("nunique") >= 2]
    if shared.empty:
        raise Nothing(_nobody_twice(coders))
    judged = [_judged(study, code, answers) for code, answers in _answers(shared)]
    figure = charts.agreement(
        estimates((code.name, code.alpha, _note(code.alpha)) for code in judged),
        thresholds=(TENTATIVE, RELIABLE),
        description="agreement of coders per code, with intervals and thresholds",
    )
    read = len(shared[["source", "passage"]].drop_duplicates())
    return Content(
        lead=_verdict(judged[0].alpha, coders),
        figure=charts.svg(figure),
        alt="Alpha per code with its interval; dashed lines at 0.667 and 0.8.",
        table=table(
            "Agreement per code",
            judged,
            Column("code", lambda code: code.name),
            Column("alpha [95 %]", lambda code: "–" if code.reading == FEW else code.alpha.short),
            Column("reading", lambda code: code.reading),
            Column("passages with it", lambda code: code.passages),
            Column("same answer", lambda code: code.same),
            Column("kappa, two coders", lambda code: code.kappa),
            Column("AC1 where one answer prevails", lambda code: code.ac1),
        ),
        base=f"{read:,} passages of notes that two coders or more have read ({', '.join(coders)}); the same for every "
        "persona. A coder counts as having read a note with one code in it.",
        method=f"{AGREEMENT_METHOD} A passage is a sentence; a code is there or not. Codes given to fewer than "
        f"{LEAST_USES} passages are not judged one by one.",
        sources=tuple(shared["source"].unique()),
        warnings=tuple(
            f"The findings count what each of the coders of '{id}' marked. Name in its register whose codes they rest "
            "on."
            for id in shared["source"].unique()
            if not study.source(id).coder
        ),
    )


@section(
    "research.saturation",
    "Would more talks bring anything new?",
    scale="share of the base, 0–100 %",
    weight="diagnostic",
    method=SATURATION_METHOD,
)
def saturation(study: Study, persona: str = "", base: int = BASE, run: int = RUN) -> Content:
    """Return what the last talks added to the themes of the first ones."""
    talks = _talks(study, persona)
    runs = saturation_frame(talks, base=base, run=run)
    if runs.empty:
        raise Nothing(
            f"Too few talks to tell: {len(talks)} with coded quotes, and {base} for the base and {run} for a run are "
            "needed."
        )
    runs = runs.assign(label=[str(int(end)) for end in runs["talks"]])
    drawn = charts.saturation(runs, enough=ENOUGH, description="new themes per run of talks, as a share")
    return Content(
        lead=_saturated(runs, run),
        figure=charts.svg(drawn),
        alt=f"Line: new themes in each run of {run} talks as a share of the themes in the first {base}, with a band of "
        "random orders.",
        table=table(
            "New themes",
            runs.to_dict("records"),
            Column("talks", lambda row: row["label"], numeric=True),
            Column("themes so far", lambda row: f"{row['themes']:.0f}", numeric=True),
            Column("new in this run", lambda row: f"{row['new']:.0f}", numeric=True),
            Column("share of the base", lambda row: percent(row["value"]), numeric=True),
            Column("in random orders", lambda row: f"{percent(row['low'])} to {percent(row['high'])}", numeric=True),
        ),
        base=f"{named(study, persona)}: {len(talks)} talks with coded quotes, in the order of their notes; "
        f"base {base}, run {run}, {runs['known'].iloc[0]:.0f} themes in the base.",
        sources=tuple(evidence.codings(study)["source"].unique()),
    )


def _answers(shared: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """Return what coders (rows) say of passages (columns): all codes together, then whether each code is there."""
    keyed = shared.assign(key=shared["source"] + "/" + shared["passage"])
    grid = keyed.pivot_table(index="coder", columns="key", values="codes", aggfunc="first", sort=False)
    whole = grid.map(lambda codes: (" + ".join(codes) or NO_CODE) if isinstance(codes, tuple) else None)
    codes = sorted({code for codes in shared["codes"] for code in codes})
    each = [
        (code, grid.map(lambda given, code=code: code in given if isinstance(given, tuple) else None)) for code in codes
    ]
    return [(ALL, whole), *each]


def _judged(study: Study, code: str, answers: pd.DataFrame) -> Judged:
    """Return how far the coders agree on one code."""
    name = {one.id: one.name for one in study.codes}.get(code, code)
    nothing = NO_CODE if code == ALL else False
    given = (answers.notna() & (answers != nothing)).sum()
    uses, by_two = int((given > 0).sum()), int((given > 1).sum())
    met = f"{by_two:,} / {uses - by_two:,}"
    if uses < LEAST_USES:
        return Judged(name, Estimate(reason=FEW), met, FEW)
    agreed = alpha(answers.astype(object))
    pairs = [cross_table(answers.loc[one], answers.loc[other]) for one, other in combinations(answers.index, 2)]
    sizes = [int(pair.to_numpy().sum()) for pair in pairs]
    kept = sum((same(pair) or 0) * size for pair, size in zip(pairs, sizes, strict=True))
    two = pairs[0] if len(pairs) == 1 else None
    commonest = answers.melt()["value"].value_counts(normalize=True).iloc[0]
    return Judged(
        name,
        agreed,
        met,
        _reading(agreed),
        percent(kept / sum(sizes)),
        cohen(two).short if two is not None else "–",
        # where nearly every answer is the same, alpha and kappa are low however well the coders agree
        ac1(two).short if two is not None and commonest >= SKEWED else "–",
    )


def _reading(agreed: Estimate) -> str:
    if agreed.value is None:
        return "cannot be told"
    if agreed.value < TENTATIVE:
        return "not reliable"
    reading = "relied on" if agreed.value >= RELIABLE else "tentative"
    if agreed.low is None:
        return f"{reading}, without an interval"
    return reading if agreed.low >= TENTATIVE else f"{reading}, but the interval reaches lower"


def _verdict(agreed: Estimate, coders: list[str]) -> str:
    who = f"{', '.join(coders[:-1])} and {coders[-1]}"
    if agreed.value is None:
        return f"How far {who} agree cannot be told: {agreed.reason}."
    if agreed.value < TENTATIVE:
        return (
            f"{who} agree too little (alpha {agreed.short}) for the codes to be relied on. Sharpen the definitions, "
            "and code again."
        )
    word = "well enough to rely on" if agreed.value >= RELIABLE else "well enough for tentative conclusions"
    doubt = "" if agreed.low is None or agreed.low >= TENTATIVE else ", though the interval reaches below 0.667"
    return f"{who} agree {word} (alpha {agreed.short}{doubt})."


def _note(agreed: Estimate) -> str:
    return agreed.short.partition(" (")[0] if agreed.value is not None else agreed.reason.partition(",")[0]


def _nobody_twice(coders: list[str]) -> str:
    what = "Have a second person code some notes in the form above; the quotes of the first stay hidden."
    if len(coders) == 1:
        return f"Only {coders[0]} has coded, so nobody can tell how far another would agree. {what}"
    if coders:
        return (
            f"{', '.join(coders)} have coded, but no note was coded by two of them, so agreement cannot be told. {what}"
        )
    return f"No quote says who coded it, so agreement cannot be told. {what}"


def _talks(study: Study, persona: str) -> list[set[str]]:
    """Return the themes of each talk, in the order of the notes, as seen by the coder the findings rest on."""
    codings = evidence.codings(study)
    trusted = {source.id: source.coder for source in study.sources if source.coder}
    of_trusted = codings["coder"] == codings["source"].map(trusted)
    codings = codings[of_trusted | ~codings["source"].isin(list(trusted))]
    codings = codings[codings["participant"] != ""]
    codings = codings[codings["persona"] == persona] if persona else codings
    return [set(group["code"]) for _, group in codings.groupby(["source", "participant"], sort=False)]


def _saturated(runs: pd.DataFrame, run: int) -> str:
    after, last = saturated_after(runs), runs.iloc[-1]
    if after is None:
        new = f"{last['new']:.0f} new themes, {percent(last['value'])} of the base"
        return f"Not saturated: the last {run} talks still brought {new}."
    later = int(runs.loc[runs["talks"] > after, "new"].max()) if (runs["talks"] > after).any() else 0
    lead = f"Reached at {percent(ENOUGH)}, {after - run}+{run} talks."
    return f"{lead} Later runs brought up to {later} new themes again." if later > ENOUGH * last["known"] else lead
