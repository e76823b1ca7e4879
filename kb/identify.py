"""Which file is which document: identity of readings, corrected where a person said so, and which
of several files of one document its rows are made from.

Two files with the same bytes are one document, and so are two versions and two renderings of it:
the same identity by :mod:`kb.resolve.documents`. Its facts come from one of them, chosen by what
the files are and not by when they came: Vietnamese before another language, then the longer text,
then the fingerprint.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import PurePath, PurePosixPath

from extract.facts import DocumentFields
from kb import schema, search
from kb.cache import EntryHeader, Header, fields_from_json, fields_to_json
from kb.corrections import Correction, fits, latest
from kb.register import territory_of
from kb.resolve.documents import (
    has_letters,
    identity_of,
    is_central_symbol,
    key_of,
    year_in_number,
)

_TEXT_FIELDS = frozenset(field.name for field in fields(DocumentFields)) - {
    "recipients",
    "addressees",
    "spans",
    "language",
}
_OF_DOCUMENTS = (
    "document_texts", "document_pages", "document_fields", "digital_signatures", "sections",
    "citations", "tasks", "targets", "problems", "corrections", "suggestions", "_loaded",
)  # fmt: skip


def write_reading(conn: sqlite3.Connection, sha256: str, version: str, header: Header) -> None:
    """The row of ``_readings`` for one fingerprint."""
    _write_row(conn, sha256, version, header)


def write_registers(conn: sqlite3.Connection) -> None:
    """The rows of ``_readings`` for the lines of all registers, anew: a line's territory may follow
    from the name of the register, and a line that names a file is about that file's document."""
    conn.execute("DELETE FROM _readings WHERE entry IS NOT NULL")
    registers = conn.execute(
        """SELECT r.sha256, r.version, r.header, min(s.path) FROM _readings r
             JOIN sources s ON s.sha256 = r.sha256
            WHERE s.read_by = 'register' AND r.error IS NULL GROUP BY r.sha256 ORDER BY r.sha256"""
    ).fetchall()
    for sha256, version, header, path in registers:
        territory = territory_of(PurePath(path))
        for entry in Header.from_json(header).entries:
            _write_entry(conn, sha256, version, entry, territory)


def _write_entry(
    conn: sqlite3.Connection, sha256: str, version: str, entry: EntryHeader, territory: str | None
) -> None:
    document = entry.fields
    if document.jurisdiction is None and not is_central_symbol(document.number or ""):
        document = replace(document, jurisdiction=entry.line.territory or territory)
    known = bool(document.number and has_letters(document.number)) and bool(
        document.issued_on or year_in_number(document.number)
    )
    row_key = f"{sha256}{ROW}{entry.line.address}"
    header = Header(
        document if known else None, len(entry.text), "text/plain", 1, "register", "", ""
    )
    own = hashlib.sha256(entry.text.encode()).hexdigest()
    _write_row(conn, row_key, version, header, replace(entry, fields=document), own)


ROW = "#"
"""Stands between a register's fingerprint and the address of a line in it."""


def _write_row(
    conn: sqlite3.Connection,
    sha256: str,
    version: str,
    header: Header,
    entry: EntryHeader | None = None,
    own: str | None = None,
) -> None:
    row: dict[str, object] = {
        "sha256": sha256,
        "version": version,
        "header": header.to_json(),
        "characters": header.characters,
        "error": header.error or None,
        "message": header.message or None,
    }
    if entry is not None:
        row["entry"] = entry.to_json()
    if header.fields is not None:
        id_, key = _address(header.fields, own or sha256)
        row |= {
            "raw_id": id_, "raw_key": key, "document_id": id_, "key": key,
            "language": header.fields.language,
        }  # fmt: skip
    conn.execute("DELETE FROM _readings WHERE sha256 = ?", (sha256,))
    schema.insert(conn, "_readings", [row])


def _address(document: DocumentFields, sha256: str) -> tuple[str, str | None]:
    identity = identity_of(document)
    return identity.held_id(sha256), key_of(identity)


@dataclass(slots=True)
class Sorted:
    """Corrections by the document that they are about, and the others (agencies, documents that
    are only cited, what fits nothing)."""

    by_document: dict[str, list[Correction]] = field(default_factory=dict)
    others: list[Correction] = field(default_factory=list)


def identify(
    conn: sqlite3.Connection,
    corrections: Iterable[Correction],
    aliases: Mapping[str, str] | None = None,
) -> Sorted:
    """Give every reading the document id that follows from its fields, corrected where somebody
    did, and say which document each correction is about. ``aliases`` are the other addresses that
    corrections use, with the documents that they lead to."""
    aliases = aliases or {}
    conn.execute(
        """UPDATE _readings SET document_id = raw_id, key = raw_key, corrected = NULL
            WHERE corrected IS NOT NULL"""
    )
    waiting = latest(c.about(aliases.get(c.document_part)) for c in corrections)
    former: dict[str, set[str]] = {}  # address that a correction changed: fingerprints
    applied: list[Correction] = []
    while True:
        later = []
        for correction in waiting:
            if _is_of_fields(correction) and _apply(conn, correction, former):
                applied.append(replace(correction, applied=True))
            else:
                later.append(correction)
        if len(later) == len(waiting):
            break
        waiting = later  # what was corrected may have the address that another correction names
    _follow_files(conn)
    found = Sorted()
    for correction in (*applied, *waiting):
        owners = _documents(conn, correction.meant, former)
        for id_ in owners:
            about = replace(correction.moved(id_), elsewhere=id_ != min(owners))
            found.by_document.setdefault(id_, []).append(about)
        if not owners:
            found.others.append(correction)
    found.by_document = {id_: latest(said) for id_, said in found.by_document.items()}
    return found


def _follow_files(conn: sqlite3.Connection) -> None:
    """A register's line that names a file is about the document in that file."""
    lines = conn.execute(
        """SELECT r.sha256, r.entry, s.path FROM _readings r
             JOIN sources s ON s.sha256 = substr(r.sha256, 1, 64)
            WHERE r.entry IS NOT NULL ORDER BY r.sha256, s.path DESC"""
    ).fetchall()
    for sha256, packed, path in lines:
        name = EntryHeader.from_json(packed).line.file
        if not name:
            continue
        found = conn.execute(
            """SELECT r.document_id, r.language FROM sources s JOIN _readings r ON r.sha256 = s.sha256
                WHERE s.path = ? AND r.document_id IS NOT NULL""",
            ((PurePosixPath(path).parent / name).as_posix(),),
        ).fetchone()
        if found:
            conn.execute(
                """UPDATE _readings SET document_id = ?, raw_id = ?, key = NULL, raw_key = NULL
                    WHERE sha256 = ?""",
                (found[0], found[0], sha256),
            )


def _is_of_fields(correction: Correction) -> bool:
    ours = correction.table == "documents" and correction.column in _TEXT_FIELDS
    return ours and fits("documents", correction.column, correction.value, str)


def _fingerprints(conn: sqlite3.Connection, address: str, former: dict[str, set[str]]) -> list[str]:
    found = {
        digest
        for (digest,) in conn.execute(
            "SELECT sha256 FROM _readings WHERE raw_id = ?1 OR document_id = ?1", (address,)
        )
    }
    return sorted(found | former.get(address, set()))


def _documents(conn: sqlite3.Connection, address: str, former: dict[str, set[str]]) -> list[str]:
    """The documents that an address in a correction means now."""
    found = set()
    for digest in _fingerprints(conn, address, former):
        (id_,) = conn.execute(
            "SELECT document_id FROM _readings WHERE sha256 = ?", (digest,)
        ).fetchone()
        found.add(id_)
    return sorted(found)


def _apply(conn: sqlite3.Connection, correction: Correction, former: dict[str, set[str]]) -> bool:
    """Correct a field of every reading that has the address; false if none has it."""
    digests = _fingerprints(conn, correction.meant, former)
    for digest in digests:
        header, corrected, id_ = conn.execute(
            "SELECT header, corrected, document_id FROM _readings WHERE sha256 = ?", (digest,)
        ).fetchone()
        own = fields_from_json(corrected) if corrected else Header.from_json(header).fields
        if own is None:
            return False
        value = correction.value or None
        if correction.column == "type":
            value = correction.value or "other"
        own = replace(own, **{correction.column: value})  # type: ignore[arg-type]
        former.setdefault(id_, set()).add(digest)
        conn.execute(
            "UPDATE _readings SET corrected = ?, document_id = ?, key = ? WHERE sha256 = ?",
            (fields_to_json(own), *_address(own, digest), digest),
        )
    return bool(digests)


def choose_primaries(conn: sqlite3.Connection) -> None:
    """The temporary table ``chosen``: for each document the reading its rows are made from."""
    conn.execute("DROP TABLE IF EXISTS temp.chosen")
    conn.execute(
        """CREATE TEMP TABLE chosen (document_id TEXT PRIMARY KEY, sha256 TEXT, version TEXT,
             language TEXT) WITHOUT ROWID"""
    )
    conn.execute(
        """INSERT INTO chosen SELECT document_id, sha256, version, language FROM (
             SELECT *, row_number() OVER (PARTITION BY document_id
               ORDER BY entry IS NOT NULL, language = 'vi' DESC, characters DESC, sha256) AS place
               FROM _readings WHERE document_id IS NOT NULL) WHERE place = 1"""
    )


def choose_changes(conn: sqlite3.Connection, loading: str, everything: bool) -> None:
    """The temporary tables ``fresh`` (documents to load, with their reading) and ``gone``
    (documents whose rows must go first); ``corrected`` holds what corrections say. Rows of a file
    that could not be read again stay as they are."""
    conn.execute(
        """CREATE TEMP TABLE fresh (document_id TEXT PRIMARY KEY, sha256 TEXT, version TEXT,
             corrections TEXT) WITHOUT ROWID"""
    )
    conn.execute(
        f"""INSERT INTO fresh
            SELECT c.document_id, c.sha256, c.version || '/' || ?, coalesce(k.said, '')
              FROM chosen c LEFT JOIN temp.corrected k ON k.document_id = c.document_id
             {"EXCEPT SELECT * FROM _loaded" if not everything else ""}""",
        (loading,),
    )
    conn.execute(
        """DELETE FROM temp.fresh WHERE EXISTS (
             SELECT 1 FROM _readings r JOIN _loaded l ON l.sha256 = r.sha256
              WHERE r.sha256 = fresh.sha256 AND r.refused IS NOT NULL
                AND l.document_id = fresh.document_id)"""
    )
    conn.execute("CREATE TEMP TABLE gone (document_id TEXT PRIMARY KEY) WITHOUT ROWID")
    conn.execute(
        """INSERT INTO gone SELECT document_id FROM temp.fresh
           UNION SELECT document_id FROM _loaded
                  WHERE document_id NOT IN (SELECT document_id FROM chosen)"""
    )


def take_out(conn: sqlite3.Connection, keep_index: bool) -> None:
    """Delete all rows of the documents in ``gone``; also from the full-text index, if that is to
    be kept up."""
    gone = "IN (SELECT document_id FROM temp.gone)"
    if keep_index:
        for kind in ("documents", "sections", "tasks", "targets"):
            search.remove(conn, kind, f"{search.of_kind(kind).document} {gone}")
    conn.execute(
        f"DELETE FROM task_agencies WHERE task_id IN (SELECT id FROM tasks "
        f"WHERE document_id {gone})"
    )
    conn.execute(
        f"DELETE FROM target_agencies WHERE target_id IN (SELECT id FROM targets "
        f"WHERE document_id {gone})"
    )
    for name in _OF_DOCUMENTS:
        conn.execute(f"DELETE FROM {name} WHERE document_id {gone}")
    conn.execute(f"DELETE FROM documents WHERE id {gone}")


def write_roles(conn: sqlite3.Connection) -> None:
    """Which document each file holds, and as what; and which file each document is read from."""
    conn.execute(
        """UPDATE sources SET document_id = r.document_id, role = CASE
             WHEN EXISTS (SELECT 1 FROM sources s
                           WHERE s.sha256 = sources.sha256 AND s.id < sources.id) THEN 'copy'
             WHEN c.sha256 = sources.sha256 THEN 'primary'
             WHEN c.language IS NOT r.language THEN 'rendering'
             ELSE 'version' END
           FROM _readings r JOIN chosen c ON c.document_id = r.document_id
          WHERE r.sha256 = sources.sha256"""
    )
    conn.execute(
        """UPDATE sources SET role = CASE WHEN read_by = 'register'
             THEN 'register' ELSE 'unreadable' END WHERE document_id IS NULL"""
    )
    for table, key in (("documents", "id"), ("document_texts", "document_id")):
        conn.execute(
            f"""UPDATE {table} SET source_id = s.id FROM sources s
                 WHERE s.document_id = {table}.{key} AND s.role = 'primary'
                   AND {table}.source_id IS NOT s.id"""
        )
    conn.execute("DROP TABLE temp.chosen")
