"""Step 3: are there groups of people in the answers, and what tells them apart."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from cjm_research import charts, evidence
from cjm_research.analysis import personas as groups
from cjm_research.evidence.table import Stored, read, stored
from cjm_research.printing import hundredths, percent
from cjm_research.privacy.disclosure import printed
from cjm_research.sections.declared import Column, Content, Nothing, Table, section, table
from cjm_research.study import Fit, PersonaGroup, PersonaModel, Search, Study, Trial

NONE = "no stable personas in this data"
BY_RULE = (
    "Groups can still be formed by a rule that means something to you, such as type of customer × occasion: give each "
    "persona a segment rule in the form."
)


@section("personas.proposal", "Are there groups in the answers?", scale="adjusted Rand index 0–1")
def proposal(study: Study) -> Content:
    """Return whether the answers of the whole study hold stable groups, in words, with what was tried."""
    model, search = _model(study)
    words = _verdict(search)
    frame = pd.DataFrame([_mark(trial, search) for trial in search.trials])
    return Content(
        lead=words,
        figure=charts.svg(charts.stability(frame, description=words)) if len(frame) else "",
        alt=_alt(frame) if len(frame) else "",
        table=_table(search, model.fit),
        base=_base(study, model, search),
        method=f"{groups.gate_method(_effort(search))} {groups.FEATURES_METHOD} Columns: {_columns(study, model)}.",
        sources=(model.source,),
        warnings=_warnings(model, search),
    )


@section("personas.groups", "What the groups are like")
def proposed_groups(study: Study) -> Content:
    """Return the groups that hold: size, stability, people on the border, and what tells each from the rest."""
    model, search = _model(study)
    if model.fit is None:
        raise Nothing("There is nothing to describe, because no stable groups were found.")
    rows, limits = evidence.table(study, model.source), study.about.thresholds
    cover = groups.coverage(model.fit, rows, limits, source=model.source)
    differences = groups.differences(rows, model.fit, limits, source=model.source)
    names, nobody = _titles(study, model), cover.iloc[-1]
    outside = printed(int(nobody["people"]), len(rows), limits.min_group)
    ward = "not computed" if model.fit.ward is None else f"{model.fit.ward:.2f}"
    return Content(
        lead=_first_words(differences, names, len(model.fit.groups)),
        table=table(
            "Groups",
            list(enumerate(model.fit.groups, start=1)),
            Column("group", lambda line: str(line[0])),
            Column("share of those tested [95 % bootstrap]", lambda line: _size(line[1])),
            Column("people in it", lambda line: f"{cover['people'].iloc[line[0] - 1]:,}", numeric=True),
            Column("comes back (Jaccard)", lambda line: f"{line[1].jaccard:.2f}", numeric=True),
            Column("on the border", lambda line: percent(line[1].borderline), numeric=True),
            Column("clearly nearest", lambda line: cover["clear"].iloc[line[0] - 1].short),
            Column("what tells it from the rest", lambda line: _traits(differences, line[0], names)),
        ),
        base=f"{_base(study, model, search)} {outside} of {len(rows):,} rows ({nobody['share'].short}) are in "
        "no group.",
        method=f"{groups.ASSIGN_METHOD} On the border: in another group in more than a fifth of the refits. "
        f"{groups.DIFFERENCES_METHOD} Another method (hierarchical, Ward) on the same numbers agrees by {ward} "
        "(adjusted Rand index): the lower, the more these groups are a choice of method.",
        sources=(model.source,),
    )


def _model(study: Study) -> tuple[PersonaModel, Search]:
    """Return the first model with its search: as kept, where the file is still the one searched, else searched anew."""
    model = next((m for m in groups.models_to_try(study) if m.columns and m.source in study.present), None)
    if model is None:
        raise Nothing(
            "No column was chosen to look for groups in. Choose some in the form above."
            if study.persona_models
            else "No survey of this study has attributes to look for groups in. Import one and bind attributes to it."
        )
    source = study.source(model.source)
    if model.search is None or model.search.sha256 != source.sha256 or not source.sha256:
        model = searched(study, model)
    if model.search is None:
        raise AssertionError("a model that was searched has its search")
    return model, model.search


def searched(study: Study, model: PersonaModel) -> PersonaModel:
    """Return a model with the groups looked for in its source as it is now; nothing is saved."""
    found = _searched(stored(study, model.source), model)
    today, sha = study.about.today, study.source(model.source).sha256
    return groups.kept(model, found, found.best, made=today, sha256=sha)


@lru_cache(maxsize=8)
def _searched(file: Stored, model: PersonaModel) -> groups.Proposal:
    return groups.propose(read(file), model.columns, source=model.source, blanks=model.blanks)


def _least(search: Search) -> float:
    return max(groups.LEAST_PEOPLE, groups.LEAST_SHARE * search.used)


def _effort(search: Search) -> groups.Effort:
    return groups.Effort(bootstraps=search.bootstraps, shuffles=search.shuffles, seed=search.seed)


def _verdict(search: Search) -> str:
    if not search.trials:
        return f"Too few people to look for groups: {search.complete:,} answered everything, 60 are needed."
    tried = f"{search.trials[0].k} to {search.trials[-1].k}"
    accepted = [trial for trial in search.trials if groups.passes(trial, _least(search))]
    if not accepted:
        likely = max(search.trials, key=lambda trial: trial.agreement_low - trial.shuffled_high)
        why = groups.reasons(likely, _least(search))
        return (
            f"There are {NONE}. Every way of sorting people into {tried} groups falls apart when it is repeated, or is "
            f"no better than sorting shuffled answers; the nearest to a result, {likely.k} groups, fails because "
            f"{' and '.join(_in_words(reason) for reason in why)}. {BY_RULE}"
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


def _in_words(reason: str) -> str:
    return {
        groups.NOT_BEYOND_CHANCE: "shuffled answers, in which there can be no groups, are sorted as reproducibly",
        groups.DOES_NOT_RETURN: "one of the groups does not come back",
        groups.TOO_SMALL: "one of the groups holds too few people",
    }[reason]


def _mark(trial: Trial, search: Search) -> dict[str, object]:
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


def _table(search: Search, fit: Fit | None) -> Table | None:
    kept = len(fit.centres) if fit else 0
    stable = {trial.k: "stable, proposed" if trial.k == kept else "stable" for trial in search.trials}
    return table(
        "What was tried",
        search.trials,
        Column("groups", lambda trial: f"{trial.k} groups"),
        Column("agreement, median", lambda trial: f"{trial.agreement:.2f}", numeric=True),
        Column("agreement, 10th percentile", lambda trial: f"{trial.agreement_low:.2f}", numeric=True),
        Column("shuffled, median", lambda trial: f"{trial.shuffled:.2f}", numeric=True),
        Column("shuffled, 90th percentile", lambda trial: f"{trial.shuffled_high:.2f}", numeric=True),
        Column("least stable group (Jaccard)", lambda trial: f"{trial.jaccard:.2f}", numeric=True),
        Column("smallest group", lambda trial: f"{trial.smallest:,}", numeric=True),
        Column("verdict", lambda trial: "; ".join(groups.reasons(trial, _least(search))) or stable[trial.k]),
    )


def _base(study: Study, model: PersonaModel, search: Search) -> str:
    sample = f"; a sample of {search.used:,} of them was tested" if search.used < search.complete else ""
    return (
        f"{search.complete:,} of {search.people:,} {study.source(model.source).unit} answered all "
        f"{len(model.columns)} columns{sample}. The others are left out, nothing is filled in."
    )


def _warnings(model: PersonaModel, search: Search) -> tuple[str, ...]:
    warnings = []
    if search.people and search.complete < search.people / 2:
        warnings.append(
            "Fewer than half of the people answered every column, so the verdict speaks for a minority. Leave out the "
            "columns that most left blank."
        )
    if model.fit is not None and not model.fit.groups:
        warnings.append("The groups kept in the study come without their stability. Look for groups again.")
    return tuple(warnings)


def _titles(study: Study, model: PersonaModel) -> dict[str, str]:
    """Return column -> title of the attribute, question or metric that asks it."""
    metrics = {m.column: m.title for m in study.metrics if m.source == model.source and m.column}
    asked = {a.column: a.title for a in study.attributes if a.source == model.source and a.column}
    return {one.column: one.column for one in model.columns} | metrics | asked


def _columns(study: Study, model: PersonaModel) -> str:
    names = _titles(study, model)
    return "; ".join(names[one.column] for one in model.columns)


def _size(group: PersonaGroup) -> str:
    return f"{percent(group.share)} [{hundredths(group.low)}, {hundredths(group.high)}]"


def _traits(differences: pd.DataFrame, group: int, names: dict[str, str]) -> str:
    """Return the answers that tell a group from the rest, each with the number of the others."""
    return "; ".join(
        f"{names.get(line.column, line.column)}{f' = {line.answer}' if line.answer else ', mean'}: "
        f"{line.own.short}, others {line.rest.short}"
        for line in differences[differences["group"] == group].itertuples()
    )


def _first_words(differences: pd.DataFrame, names: dict[str, str], count: int) -> str:
    traits = []
    for number, own in differences.groupby("group"):
        first = own.iloc[0]
        more = "more" if first["effect"] > 0 else "less"
        what = names.get(first["column"], first["column"])
        traits.append(
            f"group {number}: {first['answer']} {more} often ({what})"
            if first["answer"]
            else f"group {number}: {'higher' if first['effect'] > 0 else 'lower'} on “{what}”"
        )
    most = "; ".join(traits)
    return f"{count} groups; what tells each most from the others: {most}. A name and a story are yours to give."
