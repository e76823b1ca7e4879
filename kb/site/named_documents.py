"""Documents that words name: "01/CT-UBND", "01 ct ubnd", "nđ 59 2012", "Decree No. 30/2020/ND-CP", "Nghị
quyết 57 của Bộ Chính trị", "844/QĐ-TTg ngày 13/5/2026".

A number begins a document's id, so it is looked up there: as much of it as was typed, with the kind of
document, the year or the date that stand beside it. A number alone names nothing; one with its signs, its
year or a kind does. What else is said ("của tỉnh Sơn La") chooses among documents of one number.
"""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from extract import vocabulary
from extract.folding import fold, slug
from extract.grammar.dates import find_dates
from extract.grammar.numbers import issuer_codes
from kb.questions import rows
from kb.search import words_of
from kb.site import cards

MOST = 5
"""How many of the documents of one number are named."""

_LOOKED_AT = 600
_LONGEST_SIGN = 6
_LONGEST_NAME = 5

_OF_NUMBER = """
SELECT d.id, d.type, d.number, d.title, d.issuer, d.year, d.issued_on, d.held, d.cited_by,
  d.jurisdiction, a.name AS issuer_name, a.name_en AS issuer_en
FROM documents d LEFT JOIN agencies a ON a.id = d.issuer_id"""
BEGINS = f"{_OF_NUMBER} WHERE d.id >= :first AND d.id < :last LIMIT :most"
KNOWN_AS = f"""{_OF_NUMBER} WHERE d.id = :key OR (d.id > :key || '.' AND d.id < :key || '/')
UNION {_OF_NUMBER} WHERE d.id IN (SELECT document_id FROM document_aliases WHERE alias = :key)
LIMIT :most"""

_DAY = re.compile(r"\bngay (\d{1,2}) thang (\d{1,2}) nam (\d{4})\b")
_YEAR = re.compile(r"(?:19[4-9]|20\d)\d")
_TOKEN = re.compile(r"[a-z0-9]+")
_GLUED = re.compile(r"(\d+)([a-z]{2,})|([a-z]+)(\d+)")
_NUMBER = re.compile(r"\d{1,5}[a-e]?")
_BESIDE = frozenset(
    {"so", "no", "number", "nam", "ngay", "dated", "of", "the", "cua", "ve", "tinh", "van", "ban"}
)
"""Words beside a number that tell nothing of the document."""


@dataclass(frozen=True, slots=True)
class Named:
    """The documents that words name, the likeliest first; how many have that number; the number, where
    all have the same; and whether the words are ``whole``: a number with its signs, or nothing else."""

    ids: tuple[str, ...] = ()
    of_number: int = 0
    number: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class _Reading:
    """A number read from words: what it begins with (a number may be typed without its noughts), its
    year, its signs as far as words go on, the kind of document before it, and the rest."""

    numbers: tuple[str, ...]
    year: str
    signs: tuple[str, ...]
    kinds: frozenset[str]
    before: tuple[str, ...]
    date: str

    def rest(self, signs: int) -> set[str]:
        """What else was said, where so many of the words after the number are its signs."""
        return {*self.before, *self.signs[signs:]} - _BESIDE


def named_documents(connection: sqlite3.Connection, words: str) -> Named:
    """What ``words`` name; nothing where they name no document."""
    for reading in _readings(words):
        for signs in range(min(len(reading.signs), _LONGEST_SIGN), -1, -1):
            found = _of(connection, reading, signs)
            if found:
                ids = [row["id"] for row in found[:MOST]]
                numbers = {slug(row["number"] or ""): row["number"] or "" for row in found}
                number = numbers.popitem()[1] if len(numbers) == 1 else ""
                whole = bool(signs) or not reading.rest(0)
                return Named(tuple(ids), len(found), number, whole)
    return Named()


def _of(connection: sqlite3.Connection, reading: _Reading, signs: int) -> list[dict[str, Any]]:
    """The documents of a reading with so many signs, the likeliest first."""
    typed = (reading.year, *reading.signs[:signs])
    keys = ["-".join(filter(None, (number, *typed))) for number in reading.numbers]
    rest = reading.rest(signs)
    if signs:
        found = [row for key in keys for row in _known_as(connection, key)]
        if found:
            return _likeliest(found, reading, rest, whole=True)
    elif not reading.year and not reading.kinds:
        return []
    found = [row for key in keys for row in _beginning(connection, key)]
    if not found and reading.year and not signs:
        found = _of_the_year(connection, reading)
    if not signs:
        found = [row for row in found if not reading.kinds or row["type"] in reading.kinds]
    return _likeliest(found, reading, rest, whole=False)


def _known_as(connection: sqlite3.Connection, key: str) -> list[dict[str, Any]]:
    """The documents that have just this number."""
    values = {"key": key, "most": _LOOKED_AT}
    return [*rows(connection, KNOWN_AS, values), *_decided(connection, key)]


def _of_the_year(connection: sqlite3.Connection, reading: _Reading) -> list[dict[str, Any]]:
    """Documents whose number has no year, and that are of the year: "quyết định 844 năm 2026"."""
    return [
        row
        for number in reading.numbers
        for row in _beginning(connection, number)
        if reading.kinds and str(row["year"]) == reading.year
    ]


def _beginning(connection: sqlite3.Connection, key: str) -> list[dict[str, Any]]:
    """The documents whose number goes on after ``key``."""
    values = {"first": f"{key}-", "last": f"{key}.", "most": _LOOKED_AT}
    return [*rows(connection, BEGINS, values), *_decided(connection, f"{key}-", goes_on=True)]


def _decided(
    connection: sqlite3.Connection, key: str, *, goes_on: bool = False
) -> list[dict[str, Any]]:
    """The documents that an editor gave such a number."""
    ids = [
        row["id"]
        for row in cards.decided_documents(connection)
        if (number := slug(row["number"] or ""))
        and (number.startswith(key) if goes_on else number == key)
    ]
    if not ids:
        return []
    listed = f"{_OF_NUMBER} WHERE d.id IN (SELECT value FROM json_each(?))"
    return cards.with_documents(connection, rows(connection, listed, [json.dumps(ids)]), "id")


def _likeliest(
    found: Iterable[dict[str, Any]], reading: _Reading, rest: set[str], *, whole: bool
) -> list[dict[str, Any]]:
    """Those of the date and of what else was said, where there are such; a number that is not whole
    counts only for these. Held ones first, then those that are cited most."""
    left = list({row["id"]: row for row in found}.values())
    for said, fits in (
        (reading.date, lambda row: row["issued_on"] == reading.date),
        (rest, lambda row: _fits(rest, row)),
    ):
        if said:
            narrowed = [row for row in left if fits(row)]
            left = narrowed if narrowed or not whole else left
    return sorted(left, key=lambda row: (not row["held"], -(row["cited_by"] or 0), row["id"]))


def _fits(rest: set[str], row: dict[str, Any]) -> bool:
    """Whether all that was said is true of a document; a sign of an issuer is one of its number."""
    signs = {word for word in rest if word in _issuers()}
    return signs <= set(row["id"].replace(".", "-").split("-")) and rest <= _said_of(row)


@cache
def _issuers() -> frozenset[str]:
    return frozenset(fold(code) for code in issuer_codes())


def _said_of(row: dict[str, Any]) -> set[str]:
    parts = ("issuer", "issuer_name", "issuer_en", "title", "jurisdiction", "id", "year")
    return {word for part in parts for word in words_of(str(row[part] or "").replace("-", " "))}


def _readings(words: str) -> Iterator[_Reading]:
    """Each number in ``words`` as it may begin, from the left."""
    left, date = _without_date(unicodedata.normalize("NFKC", words))
    plain, other = _without_date(_DAY.sub(r"\1/\2/\3", fold(left)))  # typed without accents
    date = date or other
    for part in plain.split(";"):
        tokens = [word for token in _TOKEN.findall(part) for word in _pieces(token)]
        for at, token in enumerate(tokens):
            if _NUMBER.fullmatch(token):
                reading = _reading(tokens, at, date)
                if reading:
                    yield reading


def _without_date(words: str) -> tuple[str, str]:
    """``words`` cut where a whole date stands, and the first such date."""
    date = ""
    for found in find_dates(words):
        if found.precision == "day" and found.iso:
            date = date or found.iso
            words = words.replace(found.words, " ; ", 1)
    return words, date


def _reading(tokens: Sequence[str], at: int, date: str) -> _Reading | None:
    kinds, before = _kinds_before(tokens[:at])
    number, after = tokens[at], list(tokens[at + 1 :])
    if after[:1] == ["nam"]:
        if not (len(after) > 1 and _YEAR.fullmatch(after[1])):
            return None  # "5 năm" is five years
        after = after[1:]
    if after and after[0].isdecimal() and not _YEAR.fullmatch(after[0]) and len(after[0]) < 4:
        number, after = f"{number}-{after[0]}", after[1:]  # 66.15/2026/NQ-CP
    year = after.pop(0) if after and _YEAR.fullmatch(after[0]) else ""
    shorter = number.lstrip("0") or "0"
    numbers = tuple(dict.fromkeys((number, shorter, shorter.zfill(2))))
    return _Reading(numbers, year, tuple(after), kinds, before, date)


def _kinds_before(before: Sequence[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    """The kinds of document that the words before a number name, and the words before these."""
    left = list(before)
    while left and left[-1] in ("so", "no", "number"):
        left.pop()
    for size in range(min(_LONGEST_NAME, len(left)), 0, -1):
        kinds = _kinds().get(tuple(left[-size:]))
        if kinds:
            return kinds, tuple(left[:-size])
    return frozenset(), tuple(left)


@cache
def _kinds() -> dict[tuple[str, ...], frozenset[str]]:
    """The kinds of document by the folded words that name them, or their sign in numbers."""
    found: dict[tuple[str, ...], set[str]] = {}
    for kind in vocabulary.document_types():
        signs = [sign for sign in kind.symbols if len(sign) > 1]
        for name in (*kind.names_vi, *kind.names_en, *signs):
            found.setdefault(tuple(words_of(name)), set()).add(kind.code)
    return {words: frozenset(codes) for words, codes in found.items()}


def _pieces(token: str) -> list[str]:
    """A number and a sign that were typed without a space: ``nq57``, ``01ct``; ``qh15`` stays whole."""
    match = _GLUED.fullmatch(token)
    if not match:
        return [token]
    digits, sign, sign_before, digits_after = match.groups()
    if sign:
        return [digits, sign]
    return [sign_before, digits_after] if (sign_before,) in _kinds() else [token]
