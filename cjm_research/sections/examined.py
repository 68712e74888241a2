"""The last look at a section before it is shown or printed: marked where it is invented, warned where it is unsound."""

from __future__ import annotations

from cjm_research.sections.lints import lints
from cjm_research.sections.section import Section
from cjm_research.sections.synthetic import marked
from cjm_research.study import Study


def examined(study: Study, section: Section) -> Section:
    """Return the section with its mark and with warnings it does not have yet. Doing it twice changes nothing."""
    warnings = tuple(dict.fromkeys((*section.warnings, *lints(study, section))))
    return marked(study, section.model_copy(update={"warnings": warnings}))
