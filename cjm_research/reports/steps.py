"""The seven steps of the method, and which section belongs to which."""

from __future__ import annotations

from dataclasses import dataclass

from cjm_research.journey_map import JourneyMap
from cjm_research.sections.section import Section


@dataclass(frozen=True)
class Step:
    """A step of the method: the first part of its sections' ids, its title, and the question it asks."""

    id: str
    title: str
    asks: str


STEPS = (
    Step("objectives", "Objectives", "What is this study for, and how will we know that it worked?"),
    Step("research", "Research", "What do we know, from whom, and how old is it?"),
    Step("personas", "Persona", "Who is this, and how sure are we?"),
    Step("phases", "Phases", "Which phases do people go through, and where does each begin and end?"),
    Step("touchpoints", "Touchpoints", "Where do they meet us, and how well does it go?"),
    Step("obstacles", "Obstacles", "What stands in the way, and what could be done about it?"),
    Step("review", "Review", "Is the map still true, and what comes next?"),
)
MORE = Step("more", "More", "What else was shown?")


@dataclass(frozen=True)
class Chapter:
    """A step with its sections."""

    step: Step
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Contents:
    """The sections of a page in the order they are printed: the maps, then the steps."""

    maps: tuple[Section, ...]
    chapters: tuple[Chapter, ...]

    @property
    def sections(self) -> tuple[Section, ...]:
        """All sections in printed order."""
        return self.maps + tuple(section for chapter in self.chapters for section in chapter.sections)

    @property
    def map(self) -> JourneyMap | None:
        """The first map of the page."""
        return next((section.map for section in self.maps), None)

    @property
    def base(self) -> str:
        """The base of the persona card: how many people the persona stands for."""
        return next((section.base for section in self.sections if section.profile and section.base), "")

    @property
    def cited(self) -> frozenset[str]:
        """The sources that any section or map names."""
        return frozenset().union(*(section.cited for section in self.sections))


def arrange(sections: tuple[Section, ...]) -> Contents:
    """Return the sections as maps and chapters; what belongs to no step comes last, so that nothing is lost.

    Examples
    --------
    >>> contents = arrange((Section(id="review.age", title="Age"), Section(id="objectives.all", title="Aims")))
    >>> [section.title for section in contents.sections]
    ['Aims', 'Age']
    """
    maps = tuple(section for section in sections if section.map is not None)
    rest = tuple(section for section in sections if section.map is None)
    known = {step.id for step in STEPS}
    others = tuple(section for section in rest if _step_id(section) not in known)
    chapters = [Chapter(step, tuple(s for s in rest if _step_id(s) == step.id)) for step in STEPS]
    return Contents(maps, (*chapters, *((Chapter(MORE, others),) if others else ())))


def _step_id(section: Section) -> str:
    return section.id.partition(".")[0]
