"""Step 3: are there groups of people in the answers, and what tells them apart."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from cjm_research import analysis, charts, evidence
from cjm_research.analysis import personas as groups
from cjm_research.evidence.table import Stored, read, stored
from cjm_research.people.reading import people
from cjm_research.privacy.disclosure import printed
from cjm_research.sections.section import Section, Table
from cjm_research.study import Fit, PersonaModel, Search, Study, Trial

NONE = "no stable personas in this data"
BY_RULE = (
    "Groups can still be formed by a rule that means something to you, such as type of customer × occasion: give each "
    "persona a segment rule in the form."
)


def proposal(study: Study) -> Section:
    """Return whether the answers of the whole study hold stable groups, in words, with what was tried."""
    model = _model(study)
    if model is None or model.search is None:
        return Section(id="personas.proposal", title="Are there groups in the answers?", lead=_nothing_to_try(study))
    search = model.search
    accepted = [trial for trial in search.trials if groups.passes(trial, _least(search))]
    frame = pd.DataFrame([_line(trial, search) for trial in search.trials])
    words = _verdict(search, accepted)
    drawn = charts.stability(frame, description=words) if len(frame) else None
    return Section(
        id="personas.proposal",
        title="Are there groups in the answers?",
        lead=words,
        figure=charts.svg(drawn) if drawn else "",
        alt=_alt(frame) if drawn else "",
        table=_table(search, model.fit) if drawn else None,
        base=_base(study, model),
        method=f"{groups.gate_method(_effort(search))} {groups.FEATURES_METHOD} Columns: {_columns(study, model)}.",
        sources=(model.source,),
        scale="adjusted Rand index 0–1" if drawn else "",
        warnings=_warnings(model, search),
    )


def proposed_groups(study: Study) -> Section:
    """Return the groups that hold: size, stability, people on the border, and what tells each from the rest."""
    model, title = _model(study), "What the groups are like"
    if model is None or model.fit is None:
        lead = "There is nothing to describe, because no stable groups were found." if model else _nothing_to_try(study)
        return Section(id="personas.groups", title=title, lead=lead)
    rows, limits = evidence.table(study, model.source), study.about.thresholds
    cover = groups.coverage(model.fit, rows, limits, source=model.source)
    told = groups.differences(rows, model.fit, limits, source=model.source)
    names = _titles(study, model)
    lines = tuple(
        (
            str(number),
            f"{100 * one.share:.0f} % [{100 * one.low:.0f}, {100 * one.high:.0f}]",
            f"{cover['people'].iloc[number - 1]:,}",
            f"{one.jaccard:.2f}",
            f"{100 * one.borderline:.0f} %",
            cover["clear"].iloc[number - 1].short,
            _traits(told[told["group"] == number], names),
        )
        for number, one in enumerate(model.fit.groups, start=1)
    )
    nobody = cover.iloc[-1]
    ward = "not computed" if model.fit.ward is None else f"{model.fit.ward:.2f}"
    return Section(
        id="personas.groups",
        title=title,
        lead=_first_words(told, names, len(lines)),
        table=Table(
            caption="Groups",
            columns=(
                "group",
                "share of those tested [95 % bootstrap]",
                "people in it",
                "comes back (Jaccard)",
                "on the border",
                "clearly nearest",
                "what tells it from the rest",
            ),
            rows=lines,
            numeric=("people in it", "comes back (Jaccard)", "on the border"),
        ),
        base=f"{_base(study, model)} {printed(int(nobody['people']), len(rows), study.about.thresholds.min_group)} of {len(rows):,} rows ({nobody['share'].short}) are in no group.",
        method=f"{groups.ASSIGN_METHOD} On the border: in another group in more than a fifth of the refits. "
        f"{groups.DIFFERENCES_METHOD} Another method (hierarchical, Ward) on the same numbers agrees by {ward} "
        "(adjusted Rand index): the lower, the more these groups are a choice of method.",
        sources=(model.source,),
    )


def _model(study: Study) -> PersonaModel | None:
    """Return the first model with its search: as kept, where the file is still the one searched, else searched anew."""
    tried = [one for one in groups.models_to_try(study) if one.columns and one.source in study.present]
    if not tried:
        return None
    model = tried[0]
    source = study.source(model.source)
    if model.search is not None and model.search.sha256 == source.sha256 and source.sha256:
        return model
    return searched(study, model)


def searched(study: Study, model: PersonaModel) -> PersonaModel:
    """Return a model with the groups looked for in its source as it is now; nothing is saved."""
    found = _searched(stored(study, model.source), model)
    today, sha = study.about.today, study.source(model.source).sha256
    return groups.kept(model, found, found.best, made=today, sha256=sha)


@lru_cache(maxsize=8)
def _searched(file: Stored, model: PersonaModel) -> groups.Proposal:
    return groups.propose(read(file), model.columns, source=model.source, blanks=model.blanks)


def _nothing_to_try(study: Study) -> str:
    if study.persona_models:
        return "No column was chosen to look for groups in. Choose some in the form above."
    return "No survey of this study has attributes to look for groups in. Import one and bind attributes to it."


def _least(search: Search) -> float:
    return max(groups.LEAST_PEOPLE, groups.LEAST_SHARE * search.used)


def _effort(search: Search) -> groups.Effort:
    return groups.Effort(bootstraps=search.bootstraps, shuffles=search.shuffles, seed=search.seed)


def _verdict(search: Search, accepted: list[Trial]) -> str:
    if not search.trials:
        return f"Too few people to look for groups: {search.complete:,} answered everything, 60 are needed."
    tried = f"{search.trials[0].k} to {search.trials[-1].k}"
    if not accepted:
        likely = max(search.trials, key=lambda trial: trial.agreement_low - trial.shuffled_high)
        why = groups.reasons(likely, _least(search))
        return (
            f"There are {NONE}. Every way of sorting people into {tried} groups falls apart when it is repeated, or is no "
            f"better than sorting shuffled answers; the nearest to a result, {likely.k} groups, fails because "
            f"{' and '.join(_said(reason) for reason in why)}. {BY_RULE}"
        )
    best, *others = accepted[::-1]
    second = f" {others[0].k} groups hold as well, and are simpler." if others else ""
    return (
        f"The answers hold {best.k} stable groups: sorted again with other people drawn, the same groups come back "
        f"(agreement {best.agreement:.2f}, in nine of ten refits at least {best.agreement_low:.2f}), and far less so "
        f"where the answers are shuffled ({best.shuffled_high:.2f} at most in nine of ten).{second} More than {best.k} "
        "did not hold. They are hypotheses until other evidence speaks for them."
        if best.k < search.trials[-1].k
        else f"The answers hold {best.k} stable groups, the most that were tried.{second}"
    )


def _said(reason: str) -> str:
    return {
        groups.NOT_BEYOND_CHANCE: "shuffled answers, in which there can be no groups, are sorted as reproducibly",
        groups.DOES_NOT_RETURN: "one of the groups does not come back",
        groups.TOO_SMALL: "one of the groups holds too few people",
    }[reason]


def _line(trial: Trial, search: Search) -> dict[str, object]:
    why = groups.reasons(trial, _least(search))
    return {
        "label": f"{trial.k} groups",
        "value": trial.agreement,
        "low": trial.agreement_low,
        "shuffled": trial.shuffled,
        "shuffled_high": trial.shuffled_high,
        "accepted": not why,
        "note": "stable" if not why else why[0],
    }


def _alt(frame: pd.DataFrame) -> str:
    parts = [f"{r.label}: {r.low:.2f} against {r.shuffled_high:.2f}, {r.note}" for r in frame.itertuples()]
    return "Lower end of the agreement of refits against the upper end on shuffled answers. " + "; ".join(parts) + "."


def _table(search: Search, fit: Fit | None) -> Table:
    kept = len(fit.centres) if fit else 0
    lines = tuple(
        (
            f"{t.k} groups",
            f"{t.agreement:.2f}",
            f"{t.agreement_low:.2f}",
            f"{t.shuffled:.2f}",
            f"{t.shuffled_high:.2f}",
            f"{t.jaccard:.2f}",
            f"{t.smallest:,}",
            "; ".join(groups.reasons(t, _least(search))) or ("stable, proposed" if t.k == kept else "stable"),
        )
        for t in search.trials
    )
    columns = (
        "groups",
        "agreement, median",
        "agreement, 10th percentile",
        "shuffled, median",
        "shuffled, 90th percentile",
        "least stable group (Jaccard)",
        "smallest group",
        "verdict",
    )
    return Table(caption="What was tried", columns=columns, rows=lines, numeric=columns[1:-1])


def _base(study: Study, model: PersonaModel) -> str:
    search = model.search
    if search is None:
        return people(study, "")
    sample = f"; a sample of {search.used:,} of them was tested" if search.used < search.complete else ""
    return (
        f"{search.complete:,} of {search.people:,} {study.source(model.source).unit} answered all "
        f"{len(model.columns)} columns{sample}. The others are left out, nothing is filled in."
    )


def _warnings(model: PersonaModel, search: Search) -> tuple[str, ...]:
    found = []
    if search.people and search.complete < search.people / 2:
        found.append(
            "Fewer than half of the people answered every column, so the verdict speaks for a minority. Leave out the "
            "columns that most left blank."
        )
    if model.fit is not None and not model.fit.groups:
        found.append("The groups kept in the study come without their stability. Look for groups again.")
    return tuple(found)


def _titles(study: Study, model: PersonaModel) -> dict[str, str]:
    """Return column -> title of the attribute, question or metric that asks it."""
    metrics = {m.column: m.title for m in study.metrics if m.source == model.source and m.column}
    asked = {a.column: a.title for a in study.attributes if a.source == model.source and a.column}
    return {one.column: one.column for one in model.columns} | metrics | asked


def _columns(study: Study, model: PersonaModel) -> str:
    names = _titles(study, model)
    return "; ".join(names[one.column] for one in model.columns)


def _traits(told: pd.DataFrame, names: dict[str, str]) -> str:
    return "; ".join(_trait(line.column, line.answer, line.own, line.rest, names) for line in told.itertuples())


def _trait(column: str, answer: str, own: analysis.Estimate, rest: analysis.Estimate, names: dict[str, str]) -> str:
    what = f"{names.get(column, column)}{f' = {answer}' if answer else ', mean'}"
    return f"{what}: {own.short}, others {rest.short}"


def _first_words(told: pd.DataFrame, names: dict[str, str], count: int) -> str:
    said = []
    for number, mine in told.groupby("group"):
        first = mine.iloc[0]
        more = "more" if first["effect"] > 0 else "less"
        what = names.get(first["column"], first["column"])
        said.append(
            f"group {number}: {first['answer']} {more} often ({what})"
            if first["answer"]
            else f"group {number}: {'higher' if first['effect'] > 0 else 'lower'} on “{what}”"
        )
    return f"{count} groups; what tells each most from the others: {'; '.join(said)}. A name and a story are yours to give."
