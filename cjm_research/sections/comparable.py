"""The scale that all ratings of a study share, and whether they may stand side by side on it."""

from __future__ import annotations

from cjm_research import checks
from cjm_research.study import Study

_SHOWN = 3


def against(study: Study) -> tuple[str, ...]:
    """Return why the ratings of this study cannot be drawn beside each other; nothing where they can."""
    reasons = [reason for _, _, reason in checks.mismatches(study)]
    reasons += [
        f"{study.persona(journey.persona).name}: {reason}"
        for journey in study.journeys
        if journey.persona in {persona.id for persona in study.personas}
        for _, field, reason in checks.differences(study, journey)
        if field == "scale_high"
    ]
    if not reasons:
        return ()
    more = f"; and {len(reasons) - _SHOWN} more" if len(reasons) > _SHOWN else ""
    return (f"Not drawn, because the ratings were not asked in the same way: {'; '.join(reasons[:_SHOWN])}{more}.",)


def rating_scale(study: Study) -> str:
    """Return the scale of ratings, the same for every persona, as a section names it."""
    return f"rating {study.about.rating_scale.low:g}–{study.about.rating_scale.high:g}"


def rating_axis(study: Study) -> str:
    """Return the title of an axis of mean ratings, with what its ends mean."""
    scale = study.about.rating_scale
    return f"mean rating, {scale.low:g} {scale.low_label} … {scale.high:g} {scale.high_label}"
