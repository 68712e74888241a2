"""The demo's survey: one row per respondent, drawn from the planted means and shares."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cjm_research.starters.remarks import Remarks, open_answers
from cjm_research.starters.sampling import Floats, answers, leaning, pick, shares_on_scale
from cjm_research.starters.truth import Age, Recommend, SurveyTruth, Truth

GROUPS = {"promoters": (9, 10), "passives": (7, 8), "detractors": tuple(range(7))}


def survey(truth: Truth, remarks: dict[str, Remarks], rng: np.random.Generator) -> pd.DataFrame:
    """Return the answers, sorted by date.

    Parameters
    ----------
    truth
        The planted values.
    remarks
        What people of each persona write into the open field.
    rng
        Where chance comes from; one generator gives one table.

    Returns
    -------
    pandas.DataFrame
        ``respondent``, ``date``, ``wave``, ``rider_type``, demographics, ``rides_per_week``, six statements 1–5,
        ``rate_<touchpoint>`` 1–5, ``recommend`` 0–10, ``satisfaction`` 1–5, ``plans_to_stay`` yes/not sure/no,
        ``open_answer``. Blank where somebody skipped the question or has not used the touchpoint.
    """
    persona = np.sort(pick(rng, truth.mix, truth.survey.respondents))
    groups = [_answers_of(truth, name, int((persona == name).sum()), remarks[name], rng) for name in truth.mix]
    table = pd.concat(groups, ignore_index=True)
    table = table.iloc[rng.permutation(len(table))].reset_index(drop=True)
    table = pd.concat([_when(truth.survey, rng), table], axis=1)
    table = table.sort_values("date", kind="stable").reset_index(drop=True)
    table.insert(0, "respondent", [f"r{number:04}" for number in range(1, len(table) + 1)])
    return table


def _when(truth: SurveyTruth, rng: np.random.Generator) -> pd.DataFrame:
    wave = rng.permutation(np.resize(np.array(list(truth.waves), dtype=object), truth.respondents))
    late = rng.random(truth.respondents)
    dates = [truth.waves[name].day(part).isoformat() for name, part in zip(wave, late, strict=True)]
    return pd.DataFrame({"date": dates, "wave": wave})


def _answers_of(truth: Truth, persona: str, size: int, remarks: Remarks, rng: np.random.Generator) -> pd.DataFrame:
    planted, mood = truth.survey, rng.standard_normal(size)
    recommend = _recommend(planted.recommend[persona], leaning(rng, mood, planted.mood))
    opinion = {
        "recommend": recommend,
        "satisfaction": _scaled(rng, mood, planted, planted.satisfaction[persona]),
        "plans_to_stay": _staying(planted.staying[persona], leaning(rng, mood, planted.mood)),
    }
    columns = {
        "rider_type": np.full(size, truth.rider_types[persona], dtype=object),
        **_about_the_person(planted, persona, size, rng),
        **_ratings(planted, persona, mood, rng),
        **{name: _skip(rng, values, planted.skipped[name]) for name, values in opinion.items()},
        "open_answer": open_answers(planted, remarks, recommend, rng),
    }
    return pd.DataFrame(columns)


def _about_the_person(planted: SurveyTruth, persona: str, size: int, rng: np.random.Generator) -> dict[str, pd.Series]:
    columns = {"age": _skip(rng, _ages(planted.age[persona], size, rng), planted.skipped["age"])}
    for name, shares in planted.categories.items():
        columns[name] = _skip(rng, pick(rng, shares[persona], size), planted.skipped.get(name, 0))
    columns["rides_per_week"] = _skip(rng, rng.binomial(7, planted.riding_days[persona], size), 0)
    for name, means in planted.statements.items():
        drawn = answers(rng.random(size), shares_on_scale(means[persona], 1, 5), low=1)
        columns[name] = _skip(rng, drawn, planted.skipped["statements"])
    return columns


def _ratings(planted: SurveyTruth, persona: str, mood: Floats, rng: np.random.Generator) -> dict[str, pd.Series]:
    columns = {}
    for touchpoint, means in planted.rating.items():
        drawn = _scaled(rng, mood, planted, means[persona])
        columns[f"rate_{touchpoint}"] = _skip(rng, drawn, 1 - planted.used[touchpoint][persona])
    return columns


def _scaled(rng: np.random.Generator, mood: Floats, planted: SurveyTruth, mean: float) -> np.ndarray:
    return answers(leaning(rng, mood, planted.mood), shares_on_scale(mean, 1, 5), low=1)


def _recommend(planted: Recommend, position: Floats) -> np.ndarray:
    shares = np.zeros(11)
    for group, points in GROUPS.items():
        weights = np.arange(1, len(points) + 1, dtype=float)
        shares[list(points)] = getattr(planted, group) * weights / weights.sum()
    return answers(position, shares)


def _staying(share: float, position: Floats) -> np.ndarray:
    order = np.array(["no", "not sure", "yes"], dtype=object)
    return order[answers(position, np.array([0.6 * (1 - share), 0.4 * (1 - share), share]))]


def _ages(planted: Age, size: int, rng: np.random.Generator) -> np.ndarray:
    drawn = rng.normal(planted.middle, planted.spread, size)
    return np.clip(np.rint(drawn), planted.youngest, planted.oldest).astype(int)


def _skip(rng: np.random.Generator, values: np.ndarray, share: float) -> pd.Series:
    kind = "Int64" if values.dtype.kind == "i" else "object"
    return pd.Series(values, dtype=kind).mask(rng.random(len(values)) < share)
