"""Personal data leave a log while it streams by: columns by their heading, addresses and numbers wherever they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cjm_research.imports.logs.suspects import suspects
from cjm_research.imports.personal import looks_like_people
from cjm_research.imports.reading import Note
from cjm_research.privacy.personal import hits, masked, personal_heading

_DEVICES = {"advertisingid", "idfa", "idfv", "adid", "gaid", "vendorid", "androidid"}
_FOR_PEOPLE = ("name", "username")


def kind_of(column: str) -> str:
    """Return what personal data a column of a log holds by its name, '' for none.

    A ``name`` counts where it is that of a user, not that of a product or a page.

    Examples
    --------
    >>> kind_of("user_properties.E-Mail"), kind_of("ip_address"), kind_of("$name"), kind_of("product.name")
    ('e-mail address', 'IP address', 'name', '')
    """
    last = column.replace(":", ".").rpartition(".")[2]
    plain = "".join(char for char in last.casefold() if char.isalnum())
    if plain in _DEVICES:
        return "identity of a device"
    if plain in _FOR_PEOPLE and "." in column.replace(":", ".") and not column.startswith(("user", "case")):
        return ""
    return personal_heading(last)


class Shield:
    """Takes personal data out of batches and remembers what it took.

    Parameters
    ----------
    keep
        Columns that stay as they are.
    names
        The study's list of names.
    pseudonym
        What makes a pseudonym of an id; without it, such customers are numbered and who is who is kept nowhere.
    everyone
        Give every customer a pseudonym, whatever the ids look like.

    Examples
    --------
    >>> shield = Shield()
    >>> shield.masked("page", pa.array(["/thanks?to=ada@example.org", "/"])).to_pylist()
    ['/thanks?to=[e-mail address]', '/']
    >>> shield.persons("user", pa.array(["ada@example.org", "ada@example.org"])).to_pylist()
    ['person-1', 'person-1']
    """

    def __init__(
        self,
        *,
        keep: tuple[str, ...] = (),
        names: tuple[str, ...] = (),
        pseudonym: Callable[[str], str] | None = None,
        everyone: bool = False,
    ) -> None:
        self._keep, self._names, self._pseudonym = set(keep), names, pseudonym
        self._all: bool | None = everyone or None
        self._removed: dict[str, list[object]] = {}
        self._masked: Counter[tuple[str, str]] = Counter()
        self._people: dict[str, str] = {}
        self._column = ""

    @property
    def removed(self) -> int:
        """How many columns were left out."""
        return len(self._removed)

    def allows(self, column: str, filled: int) -> bool:
        """Say whether an attribute column may be kept; ``filled`` of its cells are not blank."""
        kind = "" if column in self._keep else kind_of(column)
        if kind:
            entry = self._removed.setdefault(column, [kind, 0])
            entry[1] = int(str(entry[1])) + filled
        return not kind

    def masked(self, column: str, values: pa.Array) -> pa.Array:
        """Return values in which addresses and numbers of people gave way to their sort in brackets."""
        if column in self._keep:
            return values
        looks = suspects(values, self._names)
        if not pc.any(looks).as_py():
            return values
        coded = values.filter(looks).dictionary_encode()
        counts = np.bincount(coded.indices.to_numpy(), minlength=len(coded.dictionary)).tolist()
        clean = [
            self._clean(column, word, times) for word, times in zip(coded.dictionary.to_pylist(), counts, strict=True)
        ]
        fresh = pa.array(clean, pa.string()).take(coded.indices)
        return pc.replace_with_mask(values, looks.fill_null(fill_value=False), fresh)

    def persons(self, column: str, ids: pa.Array) -> pa.Array:
        """Return ids of customers, with pseudonyms for those that are addresses or look like names."""
        if column in self._keep or not len(ids):
            return ids
        if self._all is None:
            self._all = looks_like_people([word for word in ids.unique().to_pylist() if word.strip()])
        looks = pc.is_valid(ids) if self._all else suspects(ids)
        if not pc.any(looks).as_py():
            return ids
        coded = ids.filter(looks).dictionary_encode()
        fresh = [self._person(column, word) for word in coded.dictionary.to_pylist()]
        return pc.replace_with_mask(ids, looks, pa.array(fresh, pa.string()).take(coded.indices))

    @property
    def notes(self) -> tuple[Note, ...]:
        """What was taken out."""
        found = [
            Note(what=f"column '{column}' dropped: {kind}", count=int(str(filled)))
            for column, (kind, filled) in self._removed.items()
        ]
        found += [
            Note(what=f"{sort} in '{column}' replaced by [{sort}]", count=count)
            for (column, sort), count in self._masked.items()
        ]
        if self._people:
            how = "given pseudonyms" if self._pseudonym else "numbered; who is who is kept nowhere"
            found.append(Note(what=f"people in '{self._column}' {how}", count=len(self._people)))
        return tuple(found)

    def _clean(self, column: str, word: str, times: int) -> str:
        found = hits(word, self._names)
        for hit in found:
            self._masked[column, hit.sort] += times
        return masked(word, found) if found else word

    def _person(self, column: str, word: str) -> str:
        if word in self._people:
            return self._people[word]
        if not word.strip() or not (self._all or looks_like_people([word])):
            return word
        self._column = column
        number = len(self._people) + 1
        self._people[word] = self._pseudonym(word) if self._pseudonym else f"person-{number}"
        return self._people[word]


class Open(Shield):
    """Lets everything through, for readings that are reduced by somebody else before anything is kept."""

    def allows(self, column: str, filled: int) -> bool:
        """Keep every column."""
        del column, filled
        return True

    def masked(self, column: str, values: pa.Array) -> pa.Array:
        """Keep every value."""
        del column
        return values

    def persons(self, column: str, ids: pa.Array) -> pa.Array:
        """Keep every id."""
        del column
        return ids
