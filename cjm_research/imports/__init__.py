"""Outside files -> tidy tables and an import report; one file per family."""
