"""Each trap: the name of its file, how it is built, who reads it, and the sentence that refuses it."""

import gzip
import os
from collections.abc import Callable
from pathlib import Path

from tests.imports.trap_files import (
    all_of_gzip,
    all_of_json,
    all_of_zip,
    as_table,
    bytes_in,
    changed_sheet,
    damaged,
    in_bzip2,
    locked,
    lying,
    many,
    packed,
    raw_names,
    sheet,
    sparse,
    with_link,
    zipped,
)

BUILT: dict[str, tuple[str, Callable[[Path], Path], Callable[[Path], object], str]] = {
    "slip": (
        "s.zip",
        lambda p: raw_names(p, "../../slip.txt"),
        all_of_zip,
        "s.zip: names a file outside itself, '../../slip.txt'. Such an archive is not read.",
    ),
    "slip backwards": (
        "s.zip",
        lambda p: raw_names(p, "..\\slip.txt"),
        all_of_zip,
        "s.zip: names a file outside itself, '../slip.txt'. Such an archive is not read."
        if os.sep == "\\"
        else "s.zip: names a file outside itself, '..\\slip.txt'. Such an archive is not read.",
    ),
    "absolute": (
        "s.zip",
        lambda p: raw_names(p, "/etc/passwd"),
        all_of_zip,
        "s.zip: names a file outside itself, '/etc/passwd'. Such an archive is not read.",
    ),
    "drive": (
        "s.zip",
        lambda p: raw_names(p, "C:/x.txt"),
        all_of_zip,
        "s.zip: names a file outside itself, 'C:/x.txt'. Such an archive is not read.",
    ),
    "invisible name": (
        "s.zip",
        lambda p: raw_names(p, "a\u202etxt.exe"),
        all_of_zip,
        "s.zip: names a file with invisible characters, 'a\\u202etxt.exe'.",
    ),
    "link": (
        "s.zip",
        with_link,
        all_of_zip,
        "s.zip: holds a link, 'sources/a.txt', instead of a file. Such an archive is not read.",
    ),
    "name twice": (
        "s.zip",
        lambda p: raw_names(p, "a.txt", "a.txt"),
        all_of_zip,
        "s.zip: holds 'a.txt' twice. One of them is hidden.",
    ),
    "name twice in another case": (
        "s.zip",
        lambda p: raw_names(p, "a.txt", "A.TXT"),
        all_of_zip,
        "s.zip: holds 'A.TXT' twice. One of them is hidden.",
    ),
    "locked": ("s.zip", locked, all_of_zip, "s.zip: is locked with a password, at 'a.txt'. Export it without one."),
    "bzip2 inside": (
        "s.zip",
        in_bzip2,
        all_of_zip,
        "s.zip: packs 'a.txt' in an unusual way. Make an ordinary ZIP archive.",
    ),
    "damaged": ("s.zip", damaged, all_of_zip, "s.zip: is damaged inside, in 'a.txt'. Export it again."),
    "says it is small": ("s.zip", lying, all_of_zip, "s.zip: is damaged inside, in 'a.txt'. Export it again."),
    "10,001 members": ("s.zip", many, all_of_zip, "s.zip: holds 10,001 files. At most 10,000 are read."),
    "zip bomb by ratio": (
        "s.zip",
        lambda p: zipped(p, {"a.txt": b"\0" * 90_000_000}),
        all_of_zip,
        "s.zip: would unpack to N times its size. At most 100 times is read.",
    ),
    "zip bomb by size": (
        "s.zip",
        lambda p: zipped(p, {"a.txt": b"\0" * 101_000_000}, level=1),
        all_of_zip,
        "s.zip: would unpack to 101 MB. At most 100 MB are read.",
    ),
    "no zip": (
        "s.zip",
        lambda p: bytes_in(p, b"words"),
        all_of_zip,
        "s.zip: is not a ZIP archive that can be read. Export it again.",
    ),
    "gzip bomb": (
        "s.gz",
        lambda p: packed(p, b"\0" * 50_000_000),
        all_of_gzip,
        "s.gz: unpacks to more than 100 times its size.",
    ),
    "gzip cut off": (
        "s.gz",
        lambda p: bytes_in(p, gzip.compress(os.urandom(5000))[:-100]),
        all_of_gzip,
        "s.gz: is not a gzip file that can be read. Export it again.",
    ),
    "no gzip": (
        "s.gz",
        lambda p: bytes_in(p, b"words"),
        all_of_gzip,
        "s.gz: is not a gzip file that can be read. Export it again.",
    ),
    "sheet without end": (
        "s.xlsx",
        lambda p: sheet(p, XFD1048576=1),
        as_table,
        "s.xlsx: reaches to cell XFD1048576: 1,048,576 rows and 16,384 columns. At most 1,000,000 rows, 2,000 "
        "columns and "
        "10,000,000 cells are read. Delete what is empty.",
    ),
    "sparse sheet": (
        "s.xlsx",
        sparse,
        as_table,
        "s.xlsx: reaches to cell BXX5001: 5,001 rows and 2,000 columns. At most 1,000,000 rows, 2,000 columns and "
        "10,000,000 cells are read. Delete what is empty.",
    ),
    "formula": (
        "s.xlsx",
        lambda p: sheet(p, B3="=1+1"),
        as_table,
        "s.xlsx: has a formula in cell B3. Paste it as a value, or save as CSV UTF-8.",
    ),
    "declaration in a sheet": (
        "s.xlsx",
        lambda p: changed_sheet(p, lambda xml: b'<!DOCTYPE a [<!ENTITY b "c">]>' + xml),
        as_table,
        "s.xlsx: declares a document type or entities (<!DOCTYPE, <!ENTITY). Such XML is not read.",
    ),
    "declaration in the styles": (
        "s.xlsx",
        lambda p: changed_sheet(p, lambda xml: b'<!DOCTYPE a SYSTEM "file:///etc/hostname">' + xml, "xl/styles.xml"),
        as_table,
        "s.xlsx: declares a document type or entities (<!DOCTYPE, <!ENTITY). Such XML is not read.",
    ),
    "cells without address": (
        "s.xlsx",
        lambda p: changed_sheet(p, lambda xml: xml.replace(b'r="A1"', b'r="&#65;1"')),
        as_table,
        "s.xlsx: has a cell without a proper address. Save it again as .xlsx.",
    ),
    "sheet in UTF-16": (
        "s.xlsx",
        lambda p: changed_sheet(p, lambda xml: xml.decode().encode("utf-16")),
        as_table,
        "s.xlsx: holds XML that is not UTF-8. Export it again.",
    ),
    "zip called xlsx": (
        "s.xlsx",
        lambda p: zipped(p, {"a.txt": b"x"}),
        as_table,
        "s.xlsx: is a ZIP archive but no workbook. Save it as .xlsx.",
    ),
    "empty sheet": (
        "s.xlsx",
        lambda p: sheet(p, rows=()),
        as_table,
        "s.xlsx: has an empty sheet. It needs a row of headings.",
    ),
    "workbook bomb": (
        "s.xlsx",
        lambda p: changed_sheet(p, lambda xml: xml + b" " * 95_000_000),
        as_table,
        "s.xlsx: would unpack to N times its size. At most 100 times is read.",
    ),
    "huge cell": (
        "s.csv",
        lambda p: bytes_in(p, b"id,said\n1," + b"x" * 1_000_001 + b"\n"),
        as_table,
        "s.csv, row 2: has a cell of more than 1 MB. A quotation mark before it may never be closed.",
    ),
    "huge line": (
        "s.csv",
        lambda p: bytes_in(p, b"id,said\n" + b"x" * 30_000_000),
        as_table,
        "s.csv, row 2: has a line of more than 10 MB.",
    ),
    "2,001 columns": (
        "s.csv",
        lambda p: bytes_in(p, b",".join([b"a"] * 2001) + b"\n"),
        as_table,
        "s.csv, row 1: has 2,001 columns. At most 2,000 are read.",
    ),
    "9 million columns": (
        "s.csv",
        lambda p: bytes_in(p, b"," * 9_000_000),
        as_table,
        "s.csv, row 1: has 9,000,001 columns. At most 2,000 are read.",
    ),
    "ragged after 60 MB": (
        "s.csv",
        lambda p: bytes_in(p, b"a,b\n" + b"12345678,12345678\n" * 3_300_000 + b"1\n"),
        as_table,
        "s.csv, row 3300002: has 1 value under 2 headings, split at each comma. Export the file again, or name another "
        "--delimiter.",
    ),
    "101 MB": (
        "s.csv",
        lambda p: bytes_in(p, b"a,b\n" * 25_300_000),
        as_table,
        "s.csv: is larger than 100 MB. Import it as events, or split it.",
    ),
    "huge line of JSON": (
        "s.jsonl",
        lambda p: bytes_in(p, b'{"a": "' + b"x" * 11_000_000 + b'"}\n'),
        all_of_json,
        "s.jsonl, row 1: has a line of more than 10 MB.",
    ),
    "no file": ("s.csv", lambda p: p, as_table, "s.csv: is not there. Check the name and the folder."),
}
