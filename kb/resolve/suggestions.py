"""What a blank number may be: a handwritten number is nobody's to guess, but often something else
tells it, and a person can confirm that in ``corrections.csv``.

A held document without a number is compared with the lines of registers (same type, same date,
subject in the same words) and with what other documents cite (same type, date and territory, and
the subject behind the citation). Only where exactly one fits, on both sides, is there a suggestion.
The name of its own file may tell it too ("07-ct-2018.pdf"). Nothing is filled in.

An indicator whose words come near to one of the vocabulary may be the same: that is suggested too.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any, NamedTuple

from extract.folding import fold
from extract.grammar.suggestions import suggested_number
from extract.source import SourceText
from kb import schema
from kb.resolve.indicators import suggested

_WORD = re.compile(r"\w+")
_OPENERS = frozenset({"ve", "viec", "v"})
_FEWEST_WORDS = 4
_ALIKE = 0.8
_SAME = 0.95
_BEHIND = 400
"""Characters behind a citation in which its subject is looked for."""


class _Blank(NamedTuple):
    id: str
    type: str
    title: str
    issued_on: str | None
    jurisdiction: str | None


def write(conn: sqlite3.Connection) -> None:
    """Make all suggestions anew."""
    conn.execute("DELETE FROM suggestions")
    schema.insert(conn, "suggestions", _from_file_names(conn))
    blanks = [
        _Blank(*row)
        for row in conn.execute(
            """SELECT id, type, title, issued_on, jurisdiction FROM documents
                WHERE held = 1 AND number IS NULL AND title IS NOT NULL AND type <> 'news'
                ORDER BY id"""
        )
    ]
    schema.insert(conn, "suggestions", _one_to_one(_from_registers(conn, blanks)))
    schema.insert(conn, "suggestions", _one_to_one(_from_citations(conn, blanks)))
    conn.execute("UPDATE suggestions SET \"table\" = 'documents', row_id = document_id")
    schema.insert(conn, "suggestions", _same_indicators(conn))


def _same_indicators(conn: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    """Indicators whose words come near to one of the vocabulary, shown by their first target."""
    rows = conn.execute(
        """SELECT i.id, t.indicator, t.kind, t.unit_normalized, t.document_id, t.quote, t.start,
                  t."end", t.page
             FROM indicators i JOIN targets t ON t.id = (
               SELECT min(id) FROM targets WHERE indicator_key = i.id)
            WHERE i.known = 0 AND i.same_as IS NULL ORDER BY i.id"""
    )
    for id_, words, kind, unit, document_id, quote, start, end, page in rows.fetchall():
        near = suggested(words, kind, unit)
        if near is None:
            continue
        yield {
            "id": f"indicators:{id_}:n:same_as", "document_id": document_id, "table": "indicators",
            "row_id": id_, "column": "same_as", "value": near.id, "from_what": "indicator",
            "message": f"Its words come near to “{near.names_vi[0]}” ({near.names_en[0]}). If it is "
            "the same, say so in corrections.csv.",
            "said_in": document_id, "quote": quote, "start": start, "end": end, "page": page,
        }  # fmt: skip


def _from_file_names(conn: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    rows = conn.execute(
        """SELECT d.id, s.path FROM documents d JOIN sources s ON s.id = d.source_id
            WHERE d.held = 1 AND d.number IS NULL ORDER BY d.id"""
    )
    for id_, path in rows.fetchall():
        (text,) = conn.execute(
            "SELECT text FROM document_texts WHERE document_id = ?", (id_,)
        ).fetchone()
        if (suggested := suggested_number(SourceText.from_text(text), PurePath(path).name)) is None:
            continue
        number, symbol = suggested
        page = conn.execute(
            "SELECT max(number) FROM document_pages WHERE document_id = ? AND start <= ?",
            (id_, symbol.start),
        ).fetchone()[0]
        yield {
            "id": f"{id_}:n:number:file", "document_id": id_, "column": "number", "value": number,
            "from_what": "file", "message": f"The file is named {PurePath(path).name}. "
            "Compare it with the paper and confirm it in corrections.csv.",
            "said_in": id_, "quote": symbol.quote, "start": symbol.start, "end": symbol.end,
            "page": page or 1,
        }  # fmt: skip


def words_of(title: str) -> frozenset[str]:
    """The words by which subjects are compared: ``"Về việc"`` and accents apart."""
    return frozenset(_WORD.findall(fold(title))) - _OPENERS


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of words in common, 0 to 1; 0 where there are too few words to tell."""
    if min(len(one), len(other)) < _FEWEST_WORDS:
        return 0.0
    return len(one & other) / len(one | other)


Found = tuple[str, str, list[dict[str, Any]]]
"""A blank document, what it may be, and the suggestions that follow."""


def _one_to_one(found: Iterator[Found]) -> Iterator[dict[str, Any]]:
    """The rows of those pairs in which each fits only the other."""
    pairs = list(found)
    of_blank = Counter(blank for blank, _, _ in pairs)
    of_other = Counter(other for _, other, _ in pairs)
    for blank, other, rows in pairs:
        if of_blank[blank] == 1 and of_other[other] == 1:
            yield from rows


def _from_registers(conn: sqlite3.Connection, blanks: list[_Blank]) -> Iterator[Found]:
    for blank in blanks:
        words = words_of(blank.title)
        rows = conn.execute(
            """SELECT r.id, r.number, r.issued_on, r.title, r.row, r.sheet, s.path, p.start, p."end", r.text,
                      r.document_id
                 FROM register_rows r JOIN sources s ON s.id = r.source_id
                 JOIN temp.register_spans p ON p.row_id = r.id AND p.field = 'number'
                 LEFT JOIN documents d ON d.id = r.document_id
                WHERE r.type = :type AND r.number IS NOT NULL AND r.title IS NOT NULL
                  AND (:day IS NULL OR r.issued_on = :day) AND coalesce(d.held, 0) = 0
                  AND (:place IS NULL OR d.jurisdiction IS NULL OR d.jurisdiction = :place)
                ORDER BY r.id""",
            {"type": blank.type, "day": blank.issued_on, "place": blank.jurisdiction},
        ).fetchall()
        wanted = _ALIKE if blank.issued_on else _SAME
        for id_, number, day, title, row, sheet, path, start, end, text, listed in rows:
            if likeness(words, words_of(title)) < wanted:
                continue
            where = f"Line {row} of sheet “{sheet}” of {path}" if sheet else f"Line {row} of {path}"
            values = {"number": number} | ({} if blank.issued_on else {"issued_on": day})
            yield blank.id, listed or id_, [
                {
                    "id": f"{blank.id}:n:{column}:register", "document_id": blank.id,
                    "column": column, "value": value, "from_what": "register",
                    "message": f"{where} has this type, date and subject. "
                    "Compare it with the paper and confirm it in corrections.csv.",
                    "register_row_id": id_, "quote": text[start:end], "start": start, "end": end,
                    "page": 1,
                }
                for column, value in values.items()
                if value
            ]  # fmt: skip


def _from_citations(conn: sqlite3.Connection, blanks: list[_Blank]) -> Iterator[Found]:
    for blank in blanks:
        if not blank.issued_on or not blank.jurisdiction:
            continue
        words = words_of(blank.title)
        rows = conn.execute(
            f"""SELECT d.id, d.number, c.id, c.document_id, c.quote, c.start, c."end", c.page,
                      substr(t.text, c."end" + 1, {_BEHIND})
                 FROM documents d JOIN citations c ON c.cited_document_id = d.id
                 JOIN document_texts t ON t.document_id = c.document_id
                WHERE d.held = 0 AND d.registered_in IS NULL AND d.number IS NOT NULL
                  AND d.type = ? AND d.issued_on = ? AND d.jurisdiction = ?
                  AND c.document_id <> ? AND c.self = 0
                ORDER BY d.id, c.id""",
            (blank.type, blank.issued_on, blank.jurisdiction, blank.id),
        ).fetchall() if len(words) >= _FEWEST_WORDS else []  # fmt: skip
        seen: set[str] = set()
        for stub, number, citation, said_in, quote, start, end, page, behind in rows:
            common = len(words & words_of(behind)) / len(words)
            if stub in seen or common < _ALIKE:
                continue
            seen.add(stub)
            yield blank.id, stub, [
                {
                    "id": f"{blank.id}:n:number:citation", "document_id": blank.id,
                    "column": "number", "value": number, "from_what": "citation",
                    "message": "Another document cites one of this type, date and subject by this "
                    "number. Compare it with the paper and confirm it in corrections.csv.",
                    "citation_id": citation, "said_in": said_in, "quote": quote, "start": start,
                    "end": end, "page": page,
                }
            ]  # fmt: skip
