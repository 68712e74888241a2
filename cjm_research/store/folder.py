"""Study folder <-> Study: the only reader of its YAML and the only writer."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from cjm_research.errors import ConflictError, StudyFileError, UnknownIdError
from cjm_research.store import document, files
from cjm_research.store.differences import differences
from cjm_research.store.explain import explained
from cjm_research.store.format import FIELD, refuse_older
from cjm_research.store.layout import FILES, FOLDERS, REGISTER, content_of, data_of, fingerprint
from cjm_research.store.merge import merged
from cjm_research.study import Source, Study


def open_study(study: str | Path | Study = "demo") -> Study:
    """Return the study in a folder, or of that name; an opened one as it now is on disk.

    A name is looked for in the folder ``CJM_DATA`` names, then in ``data/`` here and in every folder above. An opened
    study is returned itself while nobody changed its files, so that the cell of a notebook that opens it can be run
    again.

    Raises
    ------
    UnknownIdError
        No such study; the message lists those there are.
    StudyFileError
        A file cannot be read; the message names file, field and line.
    """
    if isinstance(study, Study):
        return _opened_again(study)
    folder = find(study)
    files.sweep(folder)
    return study_of(folder, dict(texts_of(folder)))


def _opened_again(study: Study) -> Study:
    if study.folder == Path():
        raise StudyFileError("study.yaml", "is not written yet. Give the study a folder and save it first.")
    folder = find(study.folder)
    texts = dict(texts_of(folder))
    read = {name: stamp.partition(" ")[0] for name, stamp in study.stamps.items()}
    if has_unsaved(study) or read != {name: fingerprint(text) for name, text in texts.items()}:
        return study_of(folder, texts)
    present = _present(folder, study)
    return study if present == study.present else study.model_copy(update={"present": present})


def has_unsaved(study: Study) -> bool:
    """Say whether an opened study differs from what was read, so that a save would write something."""
    data = data_of(study)
    return data.keys() != study.stamps.keys() or any(_is_changed(study, name, data[name][0]) for name in data)


def save(study: Study, *, files_in: Mapping[str, bytes | Path] | None = None, files_out: Iterable[str] = ()) -> Study:
    """Write what changed since the study was opened and return the study as it now is on disk.

    Files of the evidence come and go together with the register that names them: ``files_in`` gives their content, or
    where they lie now, by their name inside ``evidence/``; ``files_out`` names those that go.

    Comments, order and quoting that a person wrote stay. Each file is replaced whole or not at all. The file of a
    journey or review that the study no longer has is removed.

    Raises
    ------
    ConflictError
        A file you changed was also changed on disk; nothing is written.
    StudyFileError
        What would be written is no study, or the disk refuses it.
    """
    data = data_of(study)
    changed = [name for name in data if _is_changed(study, name, data[name][0])]
    removed = [name for name in study.stamps if name not in data]
    if not changed and not removed and not files_in and not files_out:
        return open_study(study)
    with files.locked(study.folder):
        texts = dict(texts_of(study.folder))
        disk = study_of(study.folder, texts)
        for name in [*changed, *removed]:
            _refuse_conflict(study, disk, name, texts.get(name))
        new = {name: _text(disk, name, texts.get(name), *data[name]) for name in changed}
        saved = study_of(study.folder, {name: text for name, text in {**texts, **new}.items() if name not in removed})
        wrong = [name for name in changed if content_of(saved, name) != data[name][0]]
        if wrong:  # a comment beneath a text of several lines would become part of it: such texts go in quotes
            new |= {name: _text(disk, name, texts.get(name), *map(document.in_quotes, data[name])) for name in wrong}
            saved = study_of(
                study.folder, {name: text for name, text in {**texts, **new}.items() if name not in removed}
            )
        for name in wrong:
            if content_of(saved, name) != data[name][0]:
                raise StudyFileError(name, "cannot hold this. Nothing was saved. Change the file by hand.")
        with files.placed(study.folder / "evidence", _inside(study, files_in or {}), _inside(study, files_out)):
            for name in sorted(changed, key=REGISTER.__eq__):  # the register last: until then evidence can go back
                files.atomic_write(study.folder / name, new[name].encode())
        for name in removed:
            files.remove(study.folder / name)
    return open_study(study.folder) if files_in or files_out else saved


_Names = TypeVar("_Names", bound=Iterable[str])


def _inside(study: Study, names: _Names) -> _Names:
    """Refuse names that leave the evidence of a study, or that are its register."""
    home = (study.folder / "evidence").resolve()
    for name in names:
        path = home / name
        if (
            not path.resolve().is_relative_to(home)
            or path.resolve() == home
            or name == "sources.yaml"
            or path.is_symlink()
        ):
            raise StudyFileError(f"evidence/{name}", "is no place for a file of the evidence. Choose another name.")
    return names


def study_of(folder: Path, texts: dict[str, str]) -> Study:
    """Return the study that the texts of the files of a folder say."""
    parts: dict[str, Any] = {}
    documents = {}
    for name, text in texts.items():
        documents[name] = document.read(text, name)
        if name == "study.yaml":  # the first: what the others look like depends on it
            refuse_older(documents[name], folder)
        _collect(parts, name, documents[name])
    try:
        made = Study.model_validate(parts)
    except ValidationError as error:
        raise explained(error, documents) from None
    _refuse_misplaced(made, texts)
    there = made.model_copy(update={"folder": folder, "stamps": dict.fromkeys(texts, "")})
    content = data_of(there)  # with the names of all files: one that holds empty lists is no file that is gone
    stamps = {name: f"{fingerprint(text)} {fingerprint(content[name][0])}" for name, text in texts.items()}
    return there.model_copy(update={"stamps": stamps, "present": _present(folder, made)})


def _present(folder: Path, study: Study) -> frozenset[str]:
    return frozenset(source.id for source in study.sources if is_there(folder, source))


def find(study: str | Path) -> Path:
    """Return the folder of a study given by path or by name."""
    if (Path(study) / "study.yaml").is_file():
        return Path(study).resolve()
    homes = list(_homes())
    if re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,63}", str(study)):
        for home in homes:
            if (home / str(study) / "study.yaml").is_file():
                return (home / str(study)).resolve()
    if Path(study).is_file():
        raise StudyFileError(Path(study).name, "is a file. Name the folder of the study, such as data/demo.")
    if Path(study).is_dir():
        raise StudyFileError(f"{Path(study).name}/study.yaml", "is missing, so this folder is no study. Try: cjm new")
    known = {path.parent.name for home in homes for path in home.glob("*/study.yaml")}
    raise UnknownIdError("study", str(study), known)


def is_there(folder: Path, source: Source) -> bool:
    """Say whether the file of a source exists inside the study; a source without a file stands for itself."""
    if source.file is None:
        return True
    path = (folder / "evidence" / source.file).resolve()
    return path.exists() and path.is_relative_to(folder.resolve())


def _homes() -> Iterator[Path]:
    if os.environ.get("CJM_DATA"):
        yield Path(os.environ["CJM_DATA"])
    here = Path.cwd()
    yield from (folder / "data" for folder in (here, *here.parents))


def texts_of(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the files of a study that are there, by their names, ``study.yaml`` first."""
    paths = [folder / name for name in FILES]
    paths += [path for kind in FOLDERS for path in sorted((folder / kind).glob("*.yaml"))]
    for path in paths:
        name = path.relative_to(folder).as_posix()
        try:
            if not path.exists():
                continue
            if path.is_dir():
                raise StudyFileError(name, "is a folder. A file is expected here; rename or remove the folder.")
            if path.stat().st_size > document.MAX_BYTES:
                raise StudyFileError(name, "is larger than 1 MB. A study file is written by people.")
            yield name, path.read_bytes().decode()
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            raise StudyFileError(name, "is not UTF-8 text. Save it as UTF-8.", line=line) from None
        except OSError as error:
            raise StudyFileError(name, f"cannot be read: {files.reason(error)}.") from error


def _collect(parts: dict[str, Any], name: str, content: dict[str, Any]) -> None:
    kind = name.partition("/")[0]
    if kind in FOLDERS:
        parts.setdefault(kind, []).append(content)
    elif name == "study.yaml":
        parts["about"] = {field: value for field, value in content.items() if field != FIELD}
    else:
        for field, records in content.items():
            if field not in FILES[name]:
                raise StudyFileError(
                    name,
                    f"does not take the field '{field}'. It takes: {', '.join(FILES[name])}.",
                    line=content.lc.key(field)[0] + 1,  # type: ignore[attr-defined]
                )
            parts[field] = records or []


def _refuse_misplaced(study: Study, texts: dict[str, str]) -> None:
    expected = set(data_of(study))
    for name in texts:
        if name.partition("/")[0] in FOLDERS and name not in expected:
            stem = "persona" if name.startswith("journeys/") else "date"
            raise StudyFileError(name, f"has another {stem} inside than its file name says. Make them equal.")


def _is_changed(study: Study, name: str, content: dict[str, Any]) -> bool:
    return study.stamps.get(name, " ").partition(" ")[2] != fingerprint(content)


def _refuse_conflict(study: Study, disk: Study, name: str, text: str | None) -> None:
    read = study.stamps.get(name, "").partition(" ")[0]
    if (text is None and not read) or (text is not None and fingerprint(text) == read):
        return
    if text is None:
        raise ConflictError(name, ["the file is gone"])
    raise ConflictError(name, differences(content_of(disk, name), content_of(study, name) or {}))


def _text(disk: Study, name: str, text: str | None, full: dict[str, Any], brief: dict[str, Any]) -> str:
    if text is None:
        return document.write(document.plain({field: value for field, value in brief.items() if value != []}))
    return merged(text, content_of(disk, name), full, brief)
