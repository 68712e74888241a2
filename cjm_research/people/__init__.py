"""The rows, journeys and numbers of one persona, or of everybody: made once, read by checks, sections and reports."""
