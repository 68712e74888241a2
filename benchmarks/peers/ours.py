"""cjm_research on DuckDB: open the log, then ask."""

from __future__ import annotations

from questions import ask
from work import Work

from cjm_research.analysis.journeys.journeys import Journeys
from cjm_research.analysis.journeys.log import Log
from cjm_research.analysis.journeys.on_duckdb import OnDuckDB

work = Work(["duckdb"])


class Timed(OnDuckDB):
    """DuckDB, with a stage for each relation it keeps."""

    def keep(self, name: str, query: str) -> None:
        """Keep the rows of a query as a relation, and say what that cost."""
        with work.stage(f"  make {name}"):
            super().keep(name, query)


with work.stage("open, in all"):
    journeys = Journeys(Log(place=work.log, name="benchmark", customer="customer", moment="at", event="event"), Timed())
with work.stage("  first number"):
    journeys.base()
ask(work, journeys)
