"""JSON from outside: one document or one object per line, each key once, within limits of size and depth."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from cjm_research.errors import EvidenceError
from cjm_research.imports.limits import MAX_DEPTH, MAX_UNPACKED, MEGABYTE, megabytes, shown
from cjm_research.imports.signatures import opened, refuse_unless_text

MAX_JSON_LINE = 10 * MEGABYTE


def json_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield line number and object of a file with one JSON object per line; blank lines are left out.

    Raises
    ------
    EvidenceError
        With the line: not UTF-8, no object, a key twice, more than 10 MB or 32 levels deep, half characters.
    """
    refuse_unless_text(path)
    with opened(path) as file:
        yield from json_stream(file, path.name)


def json_stream(file: BinaryIO | io.BufferedReader, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield line number and object of an opened file with one JSON object per line."""
    number = 0
    while line := file.readline(MAX_JSON_LINE + 1):
        number += 1
        if len(line) > MAX_JSON_LINE:
            raise EvidenceError(name, f"has a line of more than {megabytes(MAX_JSON_LINE)}.", row=number)
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if line.strip():
            found = _json(line, name, number)
            if not isinstance(found, dict):
                raise EvidenceError(name, "is not one JSON object per line. Export it as JSON lines.", row=number)
            yield number, found


def json_document(path: Path, *, limit: int = MAX_UNPACKED) -> Any:
    """Return the content of a file that is one JSON document, within the same limits as `json_lines`."""
    refuse_unless_text(path)
    with opened(path) as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise EvidenceError(path.name, f"is larger than {megabytes(limit)}.")
    return _json(data.removeprefix(b"\xef\xbb\xbf"), path.name, None)


def _json(data: bytes, name: str, row: int | None) -> Any:
    try:
        found = json.loads(data.decode(), object_pairs_hook=_each_key_once, parse_constant=_no_number)
    except UnicodeDecodeError:
        raise EvidenceError(name, "is not UTF-8 text. Export it again as UTF-8.", row=row) from None
    except RecursionError:
        raise _deep(name, row) from None
    except json.JSONDecodeError as error:
        row = row or error.lineno
        raise EvidenceError(name, f"is not valid JSON at character {error.colno}. Export it again.", row=row) from None
    except _FaultError as fault:
        raise EvidenceError(name, f"{fault}.", row=row) from None
    except ValueError:
        raise EvidenceError(name, "holds a number of more than 4,300 digits.", row=row) from None
    if data.count(b"{") + data.count(b"[") > MAX_DEPTH and _too_deep(found):
        raise _deep(name, row)
    if b"\\ud" in data.lower() and _half_character(found):
        raise EvidenceError(name, "holds half a character (\\ud800 and the like). Export it again.", row=row)
    return found


class _FaultError(ValueError):
    """JSON that is read by some and refused by others."""


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        twice = next(key for place, (key, _) in enumerate(pairs) if key in dict(pairs[:place]))
        raise _FaultError(f"gives the key '{shown(twice)}' twice in one object")
    return found


def _no_number(text: str) -> Any:
    raise _FaultError(f"holds {text}, which is no number in JSON")


def _too_deep(found: Any) -> bool:
    level = [found]
    for _ in range(MAX_DEPTH + 1):
        level = [
            inner
            for item in level
            for inner in (item.values() if isinstance(item, dict) else item)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return False
    return True


def _half_character(found: Any) -> bool:
    try:
        json.dumps(found, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False


def _deep(name: str, row: int | None) -> EvidenceError:
    return EvidenceError(name, f"is nested more than {MAX_DEPTH} levels deep.", row=row)
