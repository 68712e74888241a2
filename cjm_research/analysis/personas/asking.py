"""Which columns groups are looked for in when nobody chose any: the attributes that one survey asked."""

from __future__ import annotations

from collections import Counter

from cjm_research.study import Attribute, ModelColumn, PersonaModel, Study

DEFAULT = "attributes"


def models_to_try(study: Study) -> tuple[PersonaModel, ...]:
    """Return the models of the study, or one made of the attributes that the survey with most of them asked.

    Examples
    --------
    >>> from cjm_research.study import About
    >>> models_to_try(Study(about=About(title="x")))
    ()
    """
    if study.persona_models:
        return study.persona_models
    surveys = {source.id for source in study.sources if source.kind == "survey" and source.id in study.present}
    asked = [one for one in study.attributes if one.source in surveys and one.kind != "events" and one.column]
    if not asked:
        return ()
    source = Counter(one.source for one in asked).most_common(1)[0][0]
    columns = tuple(_column(one) for one in asked if one.source == source)
    return (PersonaModel(id=DEFAULT, title="All attributes", source=source, columns=columns),)


def _column(attribute: Attribute) -> ModelColumn:
    kind = "category" if attribute.kind == "category" else "number"
    return ModelColumn(column=attribute.column, kind=kind, missing=attribute.missing)
