"""What each form is about: which part of the study it edits, and how an edited part goes back into the study."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cjm_research.forms.field import State
from cjm_research.forms.link_fields import titles
from cjm_research.study import (
    About,
    Attribute,
    Code,
    Expectation,
    Insight,
    Journey,
    Metric,
    Objective,
    Obstacle,
    Opportunity,
    Persona,
    PersonaModel,
    Phase,
    Solution,
    Source,
    Step,
    Study,
    Touchpoint,
)
from cjm_research.study.part import Part

Put = Callable[[Study, Part | None, tuple[Part, ...]], Study]


def _no_caption(_study: Study, states: Mapping[str, State]) -> str:
    found = (str(states.get(name, "")).strip() for name in ("title", "name", "statement"))
    return next((text for text in found if text), "")


def _no_question(_study: Study) -> str:
    return ""


@dataclass(frozen=True)
class Subject:
    """One form: an optional head (a single record), an optional list of rows, and the way back into the study."""

    part: str
    title: str
    about: str
    put: Put
    noun: str = "record"
    head_model: type[Part] | None = None
    head: Callable[[Study], Part | None] = lambda _: None
    row_model: type[Part] | None = None
    rows: Callable[[Study], tuple[Part, ...]] = lambda _: ()
    hidden: frozenset[str] = frozenset()
    caption: Callable[[Study, Mapping[str, State]], str] = _no_caption
    question: Callable[[Study], str] = _no_question
    """What must be confirmed before a save, empty where nothing must."""
    finding_id: str = ""
    """For a form about one record, such as a journey: the id its findings carry."""

    @property
    def list_title(self) -> str:
        """The label of the list."""
        return f"{self.noun.capitalize()}s" if self.finding_id else self.title

    @property
    def empty(self) -> str:
        """The sentence for a list without rows."""
        return f"There are no {self.list_title.lower()} yet. Press “Add” to write the first {self.noun}."


def _list(
    part: str, model: type[Part], noun: str, about: str, hidden: frozenset[str] = frozenset(), title: str = ""
) -> Subject:
    return Subject(
        part=part,
        title=title or part.capitalize(),
        noun=noun,
        about=about,
        row_model=model,
        rows=lambda study: tuple(getattr(study, part)),
        put=lambda study, _, rows: study.replaced(**{part: rows}),
        hidden=hidden,
    )


LISTS = {
    subject.part: subject
    for subject in (
        _list(
            "objectives",
            Objective,
            "objective",
            "What the study is for: a metric, where it stands, where it shall be, and the decision it informs.",
        ),
        _list("metrics", Metric, "metric", "Numbers defined once and computed the same way for everyone."),
        _list(
            "sources", Source, "source", "Every imported file with what is needed to judge it.", frozenset({"sha256"})
        ),
        _list(
            "personas", Persona, "persona", "Measured groups with a name. A claim without evidence counts as assumed."
        ),
        _list(
            "persona_models",
            PersonaModel,
            "set of columns",
            "Columns of a survey in which groups of people are looked for.",
            frozenset({"search", "fit"}),
            "Groups in the answers",
        ),
        _list("attributes", Attribute, "attribute", "What all personas are described by, measured in the same way."),
        _list("expectations", Expectation, "expectation", "Numbers the journey should keep."),
        _list("phases", Phase, "phase", "The phases all personas go through, in their order."),
        _list("touchpoints", Touchpoint, "touchpoint", "Where customers meet the organisation."),
        _list("obstacles", Obstacle, "obstacle", "What keeps customers from the next phase."),
        _list("opportunities", Opportunity, "opportunity", "Problems worth solving, asked as “How might we …?”"),
        _list("solutions", Solution, "solution", "Answers to the opportunities."),
        _list(
            "codes",
            Code,
            "code",
            "The codebook: what people's words are coded with, and the words that find a theme in answers and reviews.",
            title="Codes",
        ),
        _list("insights", Insight, "insight", "What was learned, and what follows from it."),
    )
}


def _put_about(study: Study, head: Part | None, _: tuple[Part, ...]) -> Study:
    return study.replaced(about=head)


ABOUT = Subject(
    part="about",
    title="About this study",
    about="Title, scope and the rules all maps of this study share.",
    head_model=About,
    head=lambda study: study.about,
    put=_put_about,
)


def journey(persona: str, name: str) -> Subject:
    """Return the form for the journey of one persona: its situation, and its steps."""

    def put(study: Study, head: Part | None, rows: tuple[Part, ...]) -> Study:
        study.persona(persona)
        mine = Journey.model_validate({**dict(head or ()), "persona": persona, "steps": rows})
        others = tuple(one for one in study.journeys if one.persona != persona)
        place = next((i for i, one in enumerate(study.journeys) if one.persona == persona), len(others))
        return study.replaced(journeys=(*others[:place], mine, *others[place:]))

    return Subject(
        part="journeys",
        title=f"Journey of {name}",
        noun="step",
        about="The situation, and step by step what the persona does, meets, thinks and feels.",
        put=put,
        head_model=Journey,
        head=lambda study: study.journey(persona),
        row_model=Step,
        rows=lambda study: study.journey(persona).steps,
        hidden=frozenset({"persona", "steps", "phases", "lane_order"}),
        caption=_step_caption,
        finding_id=persona,
    )


def _step_caption(study: Study, states: Mapping[str, State]) -> str:
    phase = titles(study, "phase").get(str(states.get("phase", "")), "")
    title = str(states.get("title", "")).strip()
    return " · ".join(text for text in (phase, title) if text)
