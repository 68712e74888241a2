"""Personal data leave a log while it streams by: columns by heading, addresses and numbers wherever they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cjm_research.imports.reading import Note
from cjm_research.privacy.columns import PlainNumbers, are_plain, could_be, is_plain, looks_like_people, not_looked_for
from cjm_research.privacy.headings import personal_heading
from cjm_research.privacy.hits import DIRECT, cleaned
from cjm_research.privacy.suspects import are_ips, suspects


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
        self._numbers: dict[str, tuple[str, PlainNumbers]] = {}
        self._people: dict[str, str] = {}
        self._column = ""

    @property
    def removed(self) -> int:
        """How many columns were left out."""
        return len(self._removed)

    def allows(self, column: str, filled: int) -> bool:
        """Say whether an attribute column may be kept; ``filled`` of its cells are not blank."""
        kind = "" if column in self._keep else personal_heading(column)
        if kind:
            entry = self._removed.setdefault(column, [kind, 0])
            entry[1] = int(str(entry[1])) + filled
        return not kind

    def masked(self, column: str, values: pa.Array) -> pa.Array:
        """Return values in which addresses and numbers of people gave way to their sort in brackets.

        What is nothing but digits stays for `settled`.
        """
        if column in self._keep:
            return values
        looks = suspects(values, self._names).fill_null(fill_value=False)
        if not pc.any(looks).as_py():
            return values
        return pc.replace_with_mask(values, looks, self._looked_at(column, values.filter(looks)))

    def _looked_at(self, column: str, values: pa.Array) -> pa.Array:
        """Return suspects without what is personal in them; what is nothing but an IP address needs no close look."""
        without = not_looked_for([column])
        ips = are_ips(values) if "IP address" not in without else pa.array(np.zeros(len(values), dtype=bool))
        self._masked[column, "IP address"] += ips.true_count
        coded = values.filter(pc.invert(ips)).dictionary_encode()
        counts = np.bincount(coded.indices.to_numpy(), minlength=len(coded.dictionary)).tolist()
        words = zip(coded.dictionary.to_pylist(), counts, strict=True)
        clean = pa.array([self._clean(column, word, times, without) for word, times in words], pa.string())
        masked = pa.array(["[IP address]"] * len(values), pa.string())
        return pc.replace_with_mask(masked, pc.invert(ips), clean.take(coded.indices))

    def count(self, column: str, name: str, values: pa.Array) -> None:
        """Count the plain numbers of a column stored under ``name``, since only all of them tell what they are."""
        if column not in self._keep:
            self._numbers.setdefault(name, (column, PlainNumbers()))[1].add(values)

    @property
    def has_unsettled(self) -> bool:
        """Whether plain numbers turned out to be card or telephone numbers."""
        return any(numbers.personal for _, numbers in self._numbers.values())

    def settled(self, table: pa.Table) -> pa.Table:
        """Return some rows of the stored table without the plain numbers that turned out to be personal."""
        for name, (column, numbers) in self._numbers.items():
            if numbers.personal and name in table.column_names:
                values = pa.chunked_array(
                    [self._without(column, numbers, part) for part in table[name].chunks], pa.string()
                )
                table = table.set_column(table.column_names.index(name), name, values)
        return table

    def _without(self, column: str, numbers: PlainNumbers, values: pa.Array) -> pa.Array:
        are = are_plain(values)
        places = np.flatnonzero(are.to_numpy(zero_copy_only=False))
        for sort, fits in could_be(values.filter(are)).items():
            if sort in numbers.personal:
                these = np.zeros(len(values), dtype=bool)
                these[places[fits]] = True
                values = pc.if_else(pa.array(these), f"[{sort}]", values)
                self._masked[column, sort] += int(fits.sum())
        return values

    def persons(self, column: str, ids: pa.Array) -> pa.Array:
        """Return ids of customers, with pseudonyms for those that are addresses or look like names."""
        if column in self._keep or not len(ids):
            return ids
        if self._all is None:
            self._all = looks_like_people(ids.unique().to_pylist(), self._names)
        looks = pc.is_valid(ids) if self._all else suspects(ids, self._names)
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
            if count
        ]
        if self._people:
            how = "given pseudonyms" if self._pseudonym else "numbered; who is who is kept nowhere"
            found.append(Note(what=f"people in '{self._column}' {how}", count=len(self._people)))
        return tuple(found)

    def _clean(self, column: str, word: str, times: int, without: tuple[str, ...]) -> str:
        clean, sorts = cleaned(word, self._names, DIRECT if is_plain(word) else without)
        for sort in sorts:
            self._masked[column, sort] += times
        return clean

    def _person(self, column: str, word: str) -> str:
        if word in self._people:
            return self._people[word]
        if not word.strip() or not (self._all or looks_like_people([word], self._names)):
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

    def count(self, column: str, name: str, values: pa.Array) -> None:
        """Count nothing."""
        del column, name, values

    def persons(self, column: str, ids: pa.Array) -> pa.Array:
        """Keep every id."""
        del column
        return ids
