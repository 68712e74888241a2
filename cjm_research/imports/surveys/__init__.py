"""Surveys as their tools export them: who wrote the file, what was asked, who answered what."""

from cjm_research.imports.surveys.survey import LEFT_OUT, READER, VENDORS, read_survey

__all__ = ["LEFT_OUT", "READER", "VENDORS", "read_survey"]
