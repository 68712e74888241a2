"""cjm_research on Spark, two cores of this machine: the same questions, and the JVM's time counts."""

from __future__ import annotations

from questions import ask
from work import Work

from cjm_research.analysis.journeys.journeys import Journeys
from cjm_research.analysis.journeys.log import Log
from cjm_research.analysis.journeys.on_spark import OnSpark

work = Work(["pyspark"])

with work.stage("session"):
    engine = OnSpark("local[2]")
with work.stage("open"):
    log = Log(place=work.log, name="benchmark", customer="customer", moment="at", event="event", engine="spark")
    journeys = Journeys(log, engine)
ask(work, journeys)
