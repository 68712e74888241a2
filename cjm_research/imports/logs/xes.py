"""XES, the format of process mining: a trace is a customer, its events follow one another; read as a stream."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from cjm_research.errors import EvidenceError
from cjm_research.imports.logs.layout import Layout, Record, in_batches
from cjm_research.imports.logs.streams import Progress, chunks
from cjm_research.imports.reading import Options
from cjm_research.study import Columns

_VALUES = ("string", "date", "int", "float", "boolean", "id")
_MAX_DEPTH = 32
_MAX_TAG = 4_000_000
_CHANNELS = ("cjm:channel", "channel")


def from_xes(path: Path, options: Options, progress: Progress) -> Layout:
    """Open a log in XES, plain or gzipped."""
    asked = options.columns
    roles = Columns(
        participant=asked.participant or "case:concept:name",
        at=asked.at or "time:timestamp",
        event=asked.event or "concept:name",
        channel=asked.channel or "channel",
    )
    warnings = [
        f"A customer is a value of '{roles.participant}'"
        + ("; each trace of the log is one." if not asked.participant else "; names of traces stay as an attribute.")
    ]
    log = _Log(asked.channel)
    batches = in_batches(_records(path, log, warnings, progress), path.name)
    who = "customers" if asked.participant else "cases"
    return Layout("XES event log", "xes", roles, batches, who=who, warnings=warnings)


def _records(path: Path, log: _Log, warnings: list[str], progress: Progress) -> Iterator[tuple[int, Record]]:
    parser, number, quiet = DefusedXMLParser(target=log, forbid_dtd=True), 0, 0
    try:
        for chunk in chunks(path, progress):
            parser.feed(chunk)
            quiet = 0 if log.heard else quiet + len(chunk)
            log.heard = False
            if quiet > _MAX_TAG:
                raise EvidenceError(
                    path.name, "has a tag of more than 4 MB, so it is no event log.", row=number or None
                )
            for record in log.taken():
                number += 1
                yield number, record
        parser.close()
    except DefusedXmlException:
        problem = "declares a document type or entities (<!DOCTYPE, <!ENTITY). Such XML is not read."
        raise EvidenceError(path.name, problem) from None
    except _RefusedError as refused:
        raise EvidenceError(path.name, str(refused), row=number + 1) from None
    except (ParseError, ValueError, LookupError) as error:
        if isinstance(error, EvidenceError):
            raise
        line = getattr(error, "position", (None, 0))[0]
        problem = f"is not valid XML{f' in line {line}' if line else ''}. Export it again."
        raise EvidenceError(path.name, problem) from None
    warnings += log.warnings()


class _RefusedError(ValueError):
    """The parser's target cannot know the name of the file."""


@dataclass
class _Log:
    """Takes the tags of a log as they come and keeps only the event it is in."""

    channel: str
    heard: bool = False
    _open: list[str] = field(default_factory=list)
    _trace: Record = field(default_factory=dict)
    _event: Record = field(default_factory=dict)
    _ready: list[Record] = field(default_factory=list)
    _names: set[str] = field(default_factory=set)
    _twice: set[str] = field(default_factory=set)
    _transitions: dict[str, int] = field(default_factory=dict)
    _inner: int = 0
    _empty: int = 0
    _events: int = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take an opening tag."""
        self.heard, name = True, tag.rpartition("}")[2]
        if not self._open and name != "log":
            raise _RefusedError(f"begins with <{name[:40]}>; an XES log begins with <log>.")
        self._open.append(name)
        if len(self._open) > _MAX_DEPTH:
            raise _RefusedError(f"is nested more than {_MAX_DEPTH} levels deep.")
        if name == "trace":
            self._trace, self._events = {}, 0
        elif name == "event":
            self._event = {}
        elif name in _VALUES and "key" in attributes:
            self._take(attributes["key"], attributes.get("value", ""))

    def end(self, tag: str) -> None:
        """Take a closing tag."""
        self.heard = True
        name = self._open.pop()
        if name == "event" and self._open[-1:] == ["trace"]:
            self._events += 1
            record = {f"case:{key}": value for key, value in self._trace.items()} | self._event
            if not self.channel and (found := next((c for c in _CHANNELS if c in record), "")) not in ("", "channel"):
                record["channel"] = record.pop(found)
            if transition := self._event.get("lifecycle:transition"):
                self._transitions[transition] = self._transitions.get(transition, 0) + 1
            self._ready.append(record)
        elif name == "trace":
            self._empty += not self._events
            case = self._trace.get("concept:name", "")
            (self._twice if case in self._names else self._names).add(case)
        del tag

    def taken(self) -> list[Record]:
        """Return the events that are complete and forget them."""
        ready, self._ready = self._ready, []
        return ready

    def warnings(self) -> Iterator[str]:
        """Say what the stream held beside plain events."""
        if self._twice:
            some = ", ".join(f"'{case}'" for case in sorted(self._twice)[:3])
            yield (
                f"{len(self._twice):,} names stand over more than one trace, such as {some}; their events are one "
                f"customer's."
            )
        if self._empty:
            yield f"{self._empty:,} traces hold no event."
        if self._inner:
            yield f"{self._inner:,} attributes stand inside another or in a list; they were passed over."
        if len(self._transitions) > 1:
            counts = ", ".join(f"{name} {count:,}" for name, count in sorted(self._transitions.items()))
            yield f"One activity may stand several times, once per 'lifecycle:transition': {counts}."

    def _take(self, key: str, value: str) -> None:
        where = self._open[-2] if len(self._open) > 1 else ""
        if where == "event":
            self._event[key] = value
        elif where == "trace":
            self._trace[key] = value
        elif "trace" in self._open:
            self._inner += 1
