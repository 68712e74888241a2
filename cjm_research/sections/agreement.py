"""Step 2: whether another coder would say the same, and whether more talks would bring anything new."""

from __future__ import annotations

from itertools import combinations

import pandas as pd

from cjm_research import charts, evidence
from cjm_research.analysis.agreement import AGREEMENT_METHOD, RELIABLE, SKEWED, TENTATIVE, alpha
from cjm_research.analysis.estimate import Estimate
from cjm_research.analysis.kappas import ac1, cohen, cross_table, same
from cjm_research.analysis.saturation import BASE, ENOUGH, RUN, SATURATION_METHOD
from cjm_research.analysis.saturation import reached as saturated_after
from cjm_research.analysis.saturation import saturation as saturation_frame
from cjm_research.people.rows import named
from cjm_research.sections.section import Section, Table
from cjm_research.study import Study

LEAST_USES = 5
"""A code that fewer passages got from anybody says too little about how far coders agree."""

NO_CODE = "no code"
ALL = "All codes together"


def agreement(study: Study, persona: str = "") -> Section:
    """Return how far the coders agree, code by code; coding is done once for a study, so it is the same for every persona."""
    found = evidence.passages(study)
    coders = sorted(found["coder"].unique())
    shared = found[found.groupby(["source", "passage"])["coder"].transform("nunique") >= 2]
    if shared.empty:
        return _said("agreement", "Would another coder say the same?", _nobody_twice(coders))
    lines = [_line(study, code, values) for code, values in _answers(shared)]
    frame = pd.DataFrame([_mark(name, found) for name, found, _ in lines])
    figure = charts.agreement(
        frame,
        thresholds=(TENTATIVE, RELIABLE),
        description="agreement of coders per code, with intervals and thresholds",
    )
    passages = len(shared[["source", "passage"]].drop_duplicates())
    columns = (
        "code",
        "alpha [95 %]",
        "reading",
        "passages with it",
        "same answer",
        "kappa, two coders",
        "AC1 where one answer prevails",
    )
    return Section(
        id="research.agreement",
        title="Would another coder say the same?",
        lead=_verdict(lines[0][1], coders),
        figure=charts.svg(figure),
        alt="Alpha per code with its interval; dashed lines at 0.667 and 0.8.",
        table=Table(caption="Agreement per code", columns=columns, rows=tuple(row for _, _, row in lines)),
        base=f"{passages:,} passages of notes that two coders or more have read ({', '.join(coders)}); the same for every "
        "persona. A coder counts as having read a note with one code in it.",
        method=f"{AGREEMENT_METHOD} A passage is a sentence; a code is there or not. Codes given to fewer than {LEAST_USES} passages are "
        "not judged one by one.",
        sources=tuple(shared["source"].unique()),
        scale="alpha, up to 1",
        warnings=tuple(
            f"The findings count what each of the coders of '{id}' marked. Name in its register whose codes they rest on."
            for id in shared["source"].unique()
            if not study.source(id).coder
        ),
    )


def saturation(study: Study, persona: str = "", base: int = BASE, run: int = RUN) -> Section:
    """Return what the last talks added to the themes of the first ones."""
    title = "Would more talks bring anything new?"
    talks = _talks(study, persona)
    runs = saturation_frame(talks, base=base, run=run)
    if runs.empty:
        return _said(
            "saturation",
            title,
            f"Too few talks to tell: {len(talks)} with coded quotes, and {base} for the base and {run} for a run are needed.",
        )
    drawn = runs.assign(label=[str(int(end)) for end in runs["talks"]])
    rows = tuple(
        (
            row["label"],
            f"{row['themes']:.0f}",
            f"{row['new']:.0f}",
            _percent(row["value"]),
            f"{_percent(row['low'])} to {_percent(row['high'])}",
        )
        for row in drawn.to_dict("records")
    )
    columns = ("talks", "themes so far", "new in this run", "share of the base", "in random orders")
    return Section(
        id="research.saturation",
        title=title,
        lead=_saturated(runs, run),
        figure=charts.svg(
            charts.saturation(drawn, enough=ENOUGH, description="new themes per run of talks, as a share")
        ),
        alt=f"Line: new themes in each run of {run} talks as a share of the themes in the first {base}, with a band of random orders.",
        table=Table(caption="New themes", columns=columns, rows=rows, numeric=columns),
        base=f"{named(study, persona)}: {len(talks)} talks with coded quotes, in the order of their notes; base {base}, run {run}, "
        f"{runs['known'].iloc[0]:.0f} themes in the base.",
        method=SATURATION_METHOD,
        sources=tuple(evidence.codings(study)["source"].unique()),
        scale="share of the base, 0–100 %",
    )


def _answers(shared: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """Return the answers of coders (rows) to passages (columns): all codes together first, then whether each code is there."""
    keyed = shared.assign(key=shared["source"] + "/" + shared["passage"])
    grid = keyed.pivot_table(index="coder", columns="key", values="codes", aggfunc="first", sort=False)
    whole = grid.map(lambda codes: (" + ".join(codes) or NO_CODE) if isinstance(codes, tuple) else None)
    codes = sorted({code for codes in shared["codes"] for code in codes})
    each = [
        (code, grid.map(lambda given, code=code: code in given if isinstance(given, tuple) else None)) for code in codes
    ]
    return [(ALL, whole), *each]


def _line(study: Study, code: str, values: pd.DataFrame) -> tuple[str, Estimate, tuple[str, ...]]:
    """Return the name, alpha and table row of one code."""
    name = {one.id: one.name for one in study.codes}.get(code, code)
    nothing = NO_CODE if code == ALL else False
    given = (values.notna() & (values != nothing)).sum()
    uses, by_two = int((given > 0).sum()), int((given > 1).sum())
    met = f"{by_two:,} / {uses - by_two:,}"
    if uses < LEAST_USES:
        few = f"in fewer than {LEAST_USES} passages"
        return name, Estimate(reason=few), (name, "–", few, met, "–", "–", "–")
    found = alpha(values.astype(object))
    pairs = [cross_table(values.loc[one], values.loc[other]) for one, other in combinations(values.index, 2)]
    cells, kept = (
        sum(table.to_numpy().sum() for table in pairs),
        sum((same(t) or 0) * t.to_numpy().sum() for t in pairs),
    )
    two = pairs[0] if len(pairs) == 1 else None
    commonest = values.melt()["value"].value_counts(normalize=True).iloc[0]
    row = (
        name,
        found.short,
        _reading(found),
        met,
        _rounded(kept / cells),
        cohen(two).short if two is not None else "–",
        ac1(two).short if two is not None and commonest >= SKEWED else "–",
    )
    return name, found, row


def _reading(found: Estimate) -> str:
    if found.value is None:
        return "cannot be told"
    if found.value < TENTATIVE:
        return "not reliable"
    reading = "relied on" if found.value >= RELIABLE else "tentative"
    if found.low is None:
        return f"{reading}, without an interval"
    return reading if found.low >= TENTATIVE else f"{reading}, but the interval reaches lower"


def _verdict(found: Estimate, coders: list[str]) -> str:
    who = f"{', '.join(coders[:-1])} and {coders[-1]}"
    if found.value is None:
        return f"How far {who} agree cannot be told: {found.reason}."
    if found.value < TENTATIVE:
        return f"{who} agree too little (alpha {found.short}) for the codes to be relied on. Sharpen the definitions, and code again."
    word = "well enough to rely on" if found.value >= RELIABLE else "well enough for tentative conclusions"
    doubt = "" if found.low is None or found.low >= TENTATIVE else ", though the interval reaches below 0.667"
    return f"{who} agree {word} (alpha {found.short}{doubt})."


def _mark(name: str, found: Estimate) -> dict[str, object]:
    note = found.short.partition(" (")[0] if found.value is not None else found.reason.partition(",")[0]
    return {"label": name, "value": found.value, "low": found.low, "high": found.high, "note": note}


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
    """Return the themes of each talk, in the order of the notes, as the coder saw it whose codes the findings rest on."""
    said = evidence.codings(study)
    trusted = {source.id: source.coder for source in study.sources if source.coder}
    said = said[(said["coder"] == said["source"].map(trusted)) | ~said["source"].isin(list(trusted))]
    said = said[said["participant"] != ""]
    said = said[said["persona"] == persona] if persona else said
    return [set(group["code"]) for _, group in said.groupby(["source", "participant"], sort=False)]


def _saturated(runs: pd.DataFrame, run: int) -> str:
    after = saturated_after(runs)
    last = runs.iloc[-1]
    if after is None:
        return f"Not saturated: the last {run} talks still brought {last['new']:.0f} new themes, {_percent(last['value'])} of the base."
    later = int(runs.loc[runs["talks"] > after, "new"].max()) if (runs["talks"] > after).any() else 0
    said = f"Reached at {100 * ENOUGH:.0f} %, {after - run}+{run} talks."
    return f"{said} Later runs brought up to {later} new themes again." if later > ENOUGH * last["known"] else said


def _rounded(share: float) -> str:
    return "> 99 %" if 0.99 < share < 1 else _percent(share)


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _said(id: str, title: str, lead: str) -> Section:
    scale = "alpha, up to 1" if id == "agreement" else "share of the base, 0–100 %"
    return Section(id=f"research.{id}", title=title, lead=lead, scale=scale)
