"""What people say in their own words, as themes counted in people."""

from cjm_research.analysis.feedback.matrix import matrix, withheld_cells
from cjm_research.analysis.feedback.themes import THEMES_METHOD, themes, uncovered

__all__ = ["THEMES_METHOD", "matrix", "themes", "uncovered", "withheld_cells"]
