"""The words of the forms: labels, help, choices, and what a record is called."""

from __future__ import annotations

from cjm_research.study import About, KanoPair, Lane, Persona, Range, Source, Step
from cjm_research.study.part import Part

LABELS = {
    "id": "Id",
    "n": "How many (n)",
    "due": "Due date",
    "fit": "Strategic fit",
    "value": "Worth to us per person",
    "blanks": "A blank category",
    "logarithm": "Take the logarithm",
    "model": "Group of",
    "alike_below": "Personas are alike below",
    "events": "Events in the log",
    "content": "Type of content",
    "function": "Responsible function",
    "segment": "Segment rule",
    "any_of": "Is one of",
    "entry": "Begins when",
    "exit": "Ends when",
    "so_what": "So what",
    "file": "File in evidence/",
    "address": "Web address",
    "at": "Time",
    "quote": "Quote id",
    "review_every": "Days between reviews",
    "as_of": "Count ages from",
    "state": "The map shows",
    "first": "First day",
    "last": "Last day",
    "low": "Lowest answer",
    "high": "Highest answer",
    "low_label": "Words at the low end",
    "high_label": "Words at the high end",
    "min_group": "Smallest group shown",
    "indicative_below": "Indicative below",
    "secondary_max_age": "Secondary sources are old after (days)",
    "source_max_age": "Own sources are old after (days)",
    "scale_high": "Highest rating",
    "feeling": "Feeling, set by hand",
    "emotion": "A point of the emotion curve is",
    "overall": "Question about the whole experience",
    "only": "Only some rows",
    "ces": "CES is",
    "wave": "Round",
    "lanes": "Lanes of the map",
    "scenario": "The situation",
    "coding": "Keyword rules",
    "columns": "Columns of the file",
    "of": "Number",
    "ranges": "Ranges of these numbers",
    "kano": "Kano questions",
    "functional": "Column: with it",
    "dysfunctional": "Column: without it",
    "synthetic": "Invented data, not from real people",
}

CHOICES = {
    ("kind", "custom"): "Other",
    ("kind", "rating"): "Rating (mean)",
    ("kind", "nps"): "NPS",
    ("kind", "csat"): "CSAT",
    ("kind", "ces"): "CES (effort)",
    ("ces", "mean"): "The mean of 1–7",
    ("ces", "agree"): "The share of 5–7",
    ("ces", "index"): "% 6–7 minus % 1–3",
    ("emotion", "mean"): "The mean over people",
    ("emotion", "median"): "The median over people",
    ("kind", "events"): "Events (behaviour log)",
    ("kind", "support"): "Support tickets",
    ("kind", "secondary"): "Secondary (published by others)",
    ("direction", "up"): "Higher is better",
    ("direction", "down"): "Lower is better",
    ("approach", "research-first"): "Research first",
    ("approach", "assumption-first"): "Assumption first",
    ("state", "current"): "The journey as it is",
    ("state", "future"): "The journey as it should be",
    ("horizon", "short"): "short",
    ("horizon", "long"): "long",
    ("solvable_by_us", "yes"): "solvable",
    ("solvable_by_us", "no"): "not solvable",
    ("solvable_by_us", "unknown"): "unknown",
}

HELP = {
    "id": "Left empty it is made from the title. Fixed once saved, because other parts link to it.",
    "horizon": "Begin with short: or long: for a goal to reach soon or in the long run.",
    "solvable_by_us": "Begin with solvable: or not solvable: when you know whether this product could solve it.",
    "feeling": "From −2 very bad to 2 very good. The curve shows it beside what people said.",
    "severity": "1 a nuisance … 5 stops people",
    "customer_value": "0–100",
    "business_value": "0–100",
    "effort": "0 none … 5 very high",
    "file": "Such as survey.csv",
    "segment": "Which people in the evidence this persona stands for. Conditions on one source must all hold.",
}

MODEL_HELP = {
    (Range, "at_least"): "The least it could be",
    (Range, "at_most"): "The most it could be",
    (KanoPair, "source"): "The survey that asked",
    (Step, "contacts"): "Which touchpoints the persona meets in this step, and through which channel. "
    "Evidence: sources with commas between, such as survey, interviews#q07.",
    (Source, "columns"): "Which column of the file plays which role. Leave out what the file does not have.",
    (Source, "coding"): "Every sentence of the text that holds one of the words becomes a quote on the touchpoint.",
    (Step, "lanes"): "One card per line; evidence in brackets at the end, such as [survey] or [interviews#q07].",
    (Lane, "id"): "",
    (About, "review_every"): "",
    (Persona, "summary"): "Two or three sentences that make the persona recognisable.",
}

LONG = frozenset(
    (
        "summary",
        "statement",
        "decision",
        "question",
        "goal",
        "scope",
        "perspective",
        "so_what",
        "notes",
        "population",
        "limits",
        "claim",
        "entry",
        "exit",
        "trigger",
        "start",
        "end",
        "consent",
    )
)
"""Fields that get room for more than one line."""

WIDE = frozenset(("title", "name", "audience", "address"))
"""Fields in one line that get the whole width."""


def label(name: str) -> str:
    """Return the label of a field: ``any_of`` reads "Is one of"."""
    return LABELS.get(name) or name.replace("_", " ").capitalize()


def choice(name: str, value: str) -> str:
    """Return the plain words for one value of a choice."""
    return CHOICES.get((name, value)) or (value[:1].upper() + value[1:] if value else "Not set")


def help_of(model: type[Part], name: str) -> str:
    """Return the help text of a field, as a sentence."""
    text = MODEL_HELP.get((model, name), HELP.get(name) or model.model_fields[name].description or "")
    return text[:1].upper() + text[1:]


def title_of(record: Part) -> str:
    """Return what people call a record: its title, name or statement, else its id."""
    for name in ("title", "name", "statement", "id"):
        if text := getattr(record, name, ""):
            return str(text)
    return ""
