"""Reports: the sections of executed notebooks, put together as self-contained pages."""

from cjm_research.reports.footprint import Footprint, differences, footprint
from cjm_research.reports.notebooks import sections_of
from cjm_research.reports.pages import write_index, write_persona

__all__ = ["Footprint", "differences", "footprint", "sections_of", "write_index", "write_persona"]
