"""The question register of a survey: what was asked, how it is answered, and what it is bound to."""

from __future__ import annotations

from collections.abc import Sequence

from ipywidgets import Box, HBox
from markupsafe import Markup

from cjm_research import store
from cjm_research.forms.link_fields import titles
from cjm_research.forms.markup import html, joined, safe_html
from cjm_research.forms.opened import renew
from cjm_research.forms.panels import button
from cjm_research.forms.reading import slug_of
from cjm_research.forms.row_table import RowTable, named, read_only
from cjm_research.forms.subjects import Subject
from cjm_research.study import Metric, Question, Source, Study

TITLE = "Questions asked"
ABOUT = (
    "What each question of the survey was, and what its answers measure. Bind a scale to a touchpoint, and the map "
    "shows its "
    "ratings there; bind a question to a phase to find it again."
)
COLUMNS = {
    "wording": "Wording",
    "kind": "Kind",
    "low": "Lowest",
    "high": "Highest",
    "phase": "Phase",
    "touchpoint": "Touchpoint",
    "metric": "Metric",
}
NONE = "No survey has a question register yet. Import one above; its questions then stand here."
_OPTIONS_SHOWN = 4


def surveys(study: Study) -> list[Source]:
    """Return the sources that have a register of questions."""
    return [source for source in study.sources if source.questions]


class QuestionTable(RowTable):
    """The questions of one survey, with the button that turns bound scales into metrics."""

    def __init__(self, study: Study, source: str) -> None:
        self.source = source
        self.make = button("Make rating metrics", "cjm-make-metrics", self.make_metrics, icon="line-chart")
        subject = Subject(
            part="questions",
            title=f"{TITLE}: {study.source(source).title}",
            about=ABOUT,
            noun="question",
            row_model=Question,
            rows=lambda study: study.source(source).questions,
            put=lambda study, _, rows: _put(study, source, [row for row in rows if isinstance(row, Question)]),
            hidden=frozenset({"options"}),
        )
        super().__init__(study, subject, COLUMNS, self._column_of, "Column of the file")

    def extra_buttons(self) -> tuple[Box, ...]:
        """Return the button that makes metrics, with what it does."""
        text = (
            "Saves, and gives each scale that is bound to a touchpoint a metric of its ratings, where it has none yet."
        )
        note = html(safe_html('<div class="cjm-help">{}</div>', text))
        line = HBox([self.make, note])
        line.add_class("cjm-line")
        return (line,)

    def make_metrics(self) -> None:
        """Save the register and give bound scales their metrics."""
        with self._lock:
            page = self._read_all()
            if page is None:
                return

            def write() -> None:
                made, sentence = with_rating_metrics(self._put(self.study, page), self.source)
                self._start(store.save(made), self._chosen_id())
                self.bar.say(f"{sentence} {renew(self.study)}", "good")

            self._guarded(write)

    def _column_of(self, id: str) -> Markup:
        question = next((one for one in self.study.source(self.source).questions if one.id == id), None)
        if question is None:
            return safe_html("<code>{}</code>", id)
        more = len(question.options) - _OPTIONS_SHOWN
        shown = " · ".join(question.options[:_OPTIONS_SHOWN]) + (f" · and {more} more" if more > 0 else "")
        return safe_html("<code>{}</code><small>{}</small>", question.column, shown)


def with_rating_metrics(study: Study, source: str) -> tuple[Study, str]:
    """Return the study in which each scale of the source that is bound to a touchpoint has a rating, and what was done.

    A question that has a metric keeps it; a touchpoint that is rated already keeps its rating.
    """
    metrics, touchpoints, questions, kept = list(study.metrics), list(study.touchpoints), [], []
    for question in study.source(source).questions:
        if question.kind != "scale" or question.touchpoint is None or question.metric is not None:
            questions.append(question)
            continue
        metric = _rating(question, source, {one.id for one in metrics})
        metrics.append(metric)
        questions.append(question.model_copy(update={"metric": metric.id}))
        place = next((i for i, one in enumerate(touchpoints) if one.id == question.touchpoint), None)
        if place is not None and touchpoints[place].rating is None:
            touchpoints[place] = touchpoints[place].model_copy(update={"rating": metric.id})
        else:
            kept.append(question.touchpoint if place is None else touchpoints[place].title)
    made = len(metrics) - len(study.metrics)
    changed = _put(study.replaced(metrics=tuple(metrics), touchpoints=tuple(touchpoints)), source, questions)
    return changed, _sentence(made, kept)


def _rating(question: Question, source: str, taken: set[str]) -> Metric:
    return Metric(
        id=slug_of(f"rate-{question.touchpoint}", taken, "metric"),
        title=question.wording,
        kind="rating",
        source=source,
        column=question.column,
        question=question.wording,
        low=question.low,
        high=question.high,
    )


def _sentence(made: int, kept: Sequence[str]) -> str:
    if not made:
        return "No metric to make: set the kind of a question to Scale and choose its touchpoint."
    text = f"Made {made} rating metric{'s' if made > 1 else ''}."
    return f"{text} Already rated, so left as they are: {', '.join(kept)}." if kept else text


def _put(study: Study, source: str, questions: Sequence[Question]) -> Study:
    study.source(source)
    return study.replaced(
        sources=tuple(
            one.model_copy(update={"questions": tuple(questions)}) if one.id == source else one for one in study.sources
        )
    )


def read_only_questions(study: Study, source: str = "") -> Markup:
    """Return the registers as tables."""
    chosen = [one for one in surveys(study) if source in ("", one.id)]
    if not chosen:
        return read_only(TITLE, NONE, (), ())
    return joined(_read_only(study, one) for one in chosen)


def _read_only(study: Study, source: Source) -> Markup:
    of = {name: titles(study, name) for name in ("phase", "touchpoint", "metric")}
    rows = [
        (
            one.wording,
            one.column,
            named("kind", one.kind),
            _scale(one),
            *(of[name].get(getattr(one, name) or "", "") for name in of),
        )
        for one in source.questions
    ]
    sentence = (
        f"{len(rows)} questions, {sum(bool(one.touchpoint or one.phase) for one in source.questions)} bound "
        f"to the journey."
    )
    return read_only(f"{TITLE}: {source.title}", sentence, ("wording", "column", "kind", "scale", *of), rows)


def _scale(question: Question) -> str:
    return f"{question.low:g} to {question.high:g}" if question.low is not None and question.high is not None else ""
