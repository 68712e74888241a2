"""What notebooks say: sections, each a title, a figure or table or map, its base, its method, its sources."""

from cjm_research.sections.found import found
from cjm_research.sections.section import MIME, Bar, Block, Item, Profile, Section, Table
from cjm_research.sections.show import show

__all__ = ["MIME", "Bar", "Block", "Item", "Profile", "Section", "Table", "found", "show"]
