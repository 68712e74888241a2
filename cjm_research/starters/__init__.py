"""Studies to begin with: a demo whose truth is known, and an empty one with guidance in its files."""

from cjm_research.starters.demo import write_demo
from cjm_research.starters.empty import write_empty

__all__ = ["write_demo", "write_empty"]
