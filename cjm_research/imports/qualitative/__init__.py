"""Interviews and their coding: REFI-QDA, Taguette, QualCoder, Dovetail, and plain notes."""

from cjm_research.imports.qualitative.detect import read_interviews
from cjm_research.imports.qualitative.quotes import COLUMNS, ROLES, CodedReading
from cjm_research.imports.qualitative.refi_codebook import LOSS, read_codebook, write_codebook

__all__ = ["COLUMNS", "LOSS", "ROLES", "CodedReading", "read_codebook", "read_interviews", "write_codebook"]
