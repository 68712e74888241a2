"""Personas × notebooks: planned, run through papermill, judged and recorded by us."""

from cjm_research.batch.outcome import Outcome, print_outcome
from cjm_research.batch.plan import split_parameters
from cjm_research.batch.report import report

__all__ = ["Outcome", "print_outcome", "report", "split_parameters"]
