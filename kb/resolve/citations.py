"""Which document each mention means, for all mentions at once, and which documents are only cited.

Mentions that tell the same are one key (``citations.cited_key``), and a key is resolved once. Keys
and held documents that share a number (or a name) form a group; groups are read one after the
other in the order of an index, so memory does not grow with the number of citations.

In a group, the mentions that tell most come first. A mention that fits exactly one document means
it; one that fits several is ambiguous; one that fits none, and tells enough, is a document of its
own, a stub, which mentions that tell less may then fit. The outcome follows from the set of
documents and mentions, never from the order in which they came.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from extract import vocabulary
from kb.resolve.documents import (
    DIRECT,
    NAMED_TYPES,
    Identity,
    akn_uri,
    fits,
    identity_from_key,
    is_enough,
    is_shared_name,
    name_group,
    shorter_addresses,
    specificity,
    territories,
)

_TABLES = {
    "cited": "group_key TEXT, key TEXT PRIMARY KEY",
    "known": "group_key TEXT, id TEXT, key TEXT, held INTEGER, PRIMARY KEY (group_key, id)",
    "resolution": "key TEXT PRIMARY KEY, document_id TEXT, state TEXT, candidates TEXT, reason TEXT",
    "stub": "id TEXT PRIMARY KEY, key TEXT",
    "address": "alias TEXT, document_id TEXT, PRIMARY KEY (alias, document_id)",
}


Outcome = tuple[str, str | None, str, str | None, str | None]
"""Of a key: the document it means, the state, the candidates as JSON, and why it means none."""


@dataclass(slots=True)
class Group:
    """The documents that mentions of one number or one name may mean, by territory."""

    documents: dict[str | None, list[tuple[str, Identity]]] = field(default_factory=dict)
    undated: set[str] = field(default_factory=set)
    """Stubs of which no mention tells the date: one that does is meant before them."""

    def add(self, id_: str, identity: Identity, held: bool) -> None:
        self.documents.setdefault(identity.jurisdiction, []).append((id_, identity))
        if not held and not identity.date:
            self.undated.add(id_)

    def fitting(self, mention: Identity) -> list[str]:
        places: Iterable[str | None] = (
            territories(mention) if mention.jurisdiction else self.documents
        )
        near = (document for place in places for document in self.documents.get(place, ()))
        found = {id_ for id_, identity in near if fits(mention, identity)}
        return sorted(found - self.undated or found)


def resolve(conn: sqlite3.Connection) -> None:
    """Resolve every citation, and make ``documents`` of those only cited (``held = 0``) and
    ``document_aliases`` what follows from it. Held documents must be loaded."""
    for name, columns in _TABLES.items():
        conn.execute(f"DROP TABLE IF EXISTS temp.{name}")
        conn.execute(f"CREATE TEMP TABLE {name} ({columns}) WITHOUT ROWID")
    _collect(conn)
    _resolve_groups(conn, "n:")
    _resolve_groups(conn, "t:")
    _write_citations(conn)
    for name in ("cited", "known"):
        conn.execute(f"DROP TABLE temp.{name}")


def _collect(conn: sqlite3.Connection) -> None:
    mentions = conn.execute(
        "SELECT DISTINCT cited_key FROM citations "
        f"WHERE cited_key IS NOT NULL AND cited_key NOT GLOB '{DIRECT}*'"
    )
    conn.executemany(
        "INSERT INTO cited VALUES (?, ?)",
        ((identity_from_key(key).group, key) for (key,) in mentions),
    )
    # Held documents, and those that a register lists.
    for held, where in ((1, "r.entry IS NULL"), (0, "r.entry IS NOT NULL")):
        loaded = conn.execute(
            "SELECT l.document_id, r.key FROM _loaded l JOIN _readings r ON r.sha256 = l.sha256 "
            f"WHERE r.key IS NOT NULL AND {where}"
        )
        conn.executemany(
            f"INSERT OR IGNORE INTO known VALUES (?, ?, ?, {held})", _groups_of(loaded)
        )


def _groups_of(documents: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """A document's groups: by its number, and by its name where it has one."""
    for id_, key in documents:
        identity = identity_from_key(key)
        if identity.group:
            yield identity.group, id_, key
        if identity.number and identity.name and identity.type in NAMED_TYPES:
            yield name_group(identity.type, identity.name), id_, key


def _resolve_groups(conn: sqlite3.Connection, kind: str) -> None:
    rows = conn.execute(
        "SELECT group_key, 0 AS mention, id, key, held FROM known WHERE group_key GLOB :kind "
        "UNION ALL SELECT group_key, 1, NULL, key, 0 FROM cited WHERE group_key GLOB :kind "
        "ORDER BY group_key, mention, id, key",
        {"kind": f"{kind}*"},
    )
    resolved: list[Outcome] = []
    stubs: list[tuple[str, str]] = []
    for _, members in groupby(rows, key=lambda row: row[0]):
        _resolve_group(list(members), resolved, stubs)
        if len(resolved) > 5_000:
            _store(conn, resolved, stubs)
    _store(conn, resolved, stubs)


def _store(
    conn: sqlite3.Connection,
    resolved: list[Outcome],
    stubs: list[tuple[str, str]],
) -> None:
    conn.executemany("INSERT INTO resolution VALUES (?, ?, ?, ?, ?)", resolved)
    conn.executemany("INSERT OR IGNORE INTO stub VALUES (?, ?)", stubs)
    named = (
        (name_group(identity.type, identity.name), id_, key)
        for id_, key in stubs
        if (identity := identity_from_key(key)).number and identity.name
    )
    conn.executemany("INSERT OR IGNORE INTO known VALUES (?, ?, ?, 0)", named)
    resolved.clear()
    stubs.clear()


def _resolve_group(
    members: list[tuple[str, int, str | None, str, int]],
    resolved: list[Outcome],
    stubs: list[tuple[str, str]],
) -> None:
    group = Group()
    held: set[str] = set()
    mentions = []
    for _, is_mention, id_, key, is_held in members:
        if is_mention:
            mentions.append((identity_from_key(key), key))
        else:
            group.add(str(id_), identity_from_key(key), bool(is_held))
            if is_held:
                held.add(str(id_))
    mentions.sort(key=lambda m: m[1])
    mentions.sort(key=lambda m: specificity(m[0]), reverse=True)
    for mention, key in mentions:
        fitting = group.fitting(mention)
        if not fitting and is_enough(mention):
            group.add(mention.address, mention, held=False)
            stubs.append((mention.address, key))
            fitting = [mention.address]
        resolved.append((key, *_outcome(mention, fitting, held)))


def _outcome(
    mention: Identity, fitting: list[str], held: set[str]
) -> tuple[str | None, str, str | None, str | None]:
    """``document_id``, ``state``, ``candidates`` and ``reason`` of a mention that fits these."""
    if not fitting:
        return None, "unresolved", None, "no-place"
    # A number that every province uses, in words that name none: one fit proves nothing.
    sure = is_enough(mention) or len(mention.date or "") == 10
    # Nor does one law of a name that several have had, where no year is given.
    named_only = fitting[0] == mention.address
    if len(fitting) == 1 and sure and (named_only or not is_shared_name(mention)):
        return fitting[0], "resolved" if fitting[0] in held else "stub", None, None
    if len(fitting) > 1:
        reason = "several"
    else:
        reason = "several-laws" if is_shared_name(mention) else "no-place"
    return None, "ambiguous", json.dumps(fitting), reason


def _write_citations(conn: sqlite3.Connection) -> None:
    conn.execute(
        """UPDATE citations SET cited_document_id = r.document_id, state = r.state,
             candidates = r.candidates, reason = r.reason
           FROM resolution r WHERE r.key = citations.cited_key
            AND (citations.cited_document_id IS NOT r.document_id OR citations.state IS NOT r.state
                 OR citations.candidates IS NOT r.candidates OR citations.reason IS NOT r.reason)"""
    )


def stub_rows(conn: sqlite3.Connection) -> Iterator[dict[str, object]]:
    """The rows of ``documents`` for all that is only cited, in the order of their ids. Issuer and
    name are as most citations give them."""
    query = """
      SELECT s.id, s.key, c.issuer, c.issuer_id, c.name, count(c.id)
        FROM stub s
        LEFT JOIN resolution r ON r.document_id = s.id
        LEFT JOIN citations c ON c.cited_key = r.key AND c.self = 0
       GROUP BY s.id, s.key, c.issuer, c.issuer_id, c.name
       ORDER BY s.id"""
    conn.execute("CREATE INDEX IF NOT EXISTS temp.by_document ON resolution (document_id)")
    for (id_, key), mentions in groupby(conn.execute(query), key=lambda row: (row[0], row[1])):
        yield _stub_row(id_, identity_from_key(key), list(mentions))


def _stub_row(id_: str, identity: Identity, mentions: list[tuple]) -> dict[str, object]:
    province = vocabulary.provinces().get(identity.jurisdiction or "")
    date = identity.date or ""
    return {
        "id": id_,
        "type": identity.type,
        "number": identity.number,
        "title": identity.name or _most(mentions, 4),
        "issuer_id": _most(mentions, 3),
        "issuer": _most(mentions, 2),
        "issued_on": date if len(date) == 10 else None,
        "year": int(date[:4]) if date else None,
        "status": "unknown",
        "jurisdiction": identity.jurisdiction,
        "held": 0,
        "akn_uri": akn_uri(identity, province.iso if province else None),
    }


def _most(mentions: list[tuple], column: int) -> str | None:
    """What most mentions give; of equals the first in order; ``None`` if none gives anything."""
    counts: dict[str, int] = {}
    for mention in mentions:
        if mention[column]:
            counts[mention[column]] = counts.get(mention[column], 0) + mention[5]
    return min(counts, key=lambda value: (-counts[value], value)) if counts else None


def write_aliases(conn: sqlite3.Connection) -> None:
    """Every shorter or older address that means exactly one document."""
    documents = conn.execute(
        """SELECT document_id, key FROM _readings WHERE document_id IS NOT NULL AND key IS NOT NULL
           UNION ALL SELECT document_id, raw_key FROM _readings
                      WHERE document_id IS NOT NULL AND raw_key IS NOT NULL AND raw_key IS NOT key
           UNION ALL SELECT id, key FROM stub"""
    )
    conn.executemany("INSERT OR IGNORE INTO address VALUES (?, ?)", _shorter(documents))
    # As a mention that means it would write it: by its name, or with another date.
    mentions = conn.execute("SELECT document_id, key FROM resolution WHERE document_id IS NOT NULL")
    conn.executemany(
        "INSERT OR IGNORE INTO address VALUES (?, ?)",
        ((identity_from_key(key).address, id_) for id_, key in mentions),
    )
    conn.execute(
        """INSERT OR IGNORE INTO address SELECT raw_id, document_id FROM _readings
            WHERE raw_id IS NOT document_id AND document_id IS NOT NULL"""
    )
    conn.execute("DELETE FROM document_aliases")
    conn.execute(
        """INSERT INTO document_aliases (alias, document_id)
           SELECT alias, min(document_id) FROM address
            WHERE alias <> '' AND alias NOT IN (SELECT id FROM documents)
            GROUP BY alias HAVING count(*) = 1 ORDER BY alias"""
    )
    for name in ("resolution", "stub", "address"):
        conn.execute(f"DROP TABLE temp.{name}")


def _shorter(documents: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for id_, key in documents:
        for address in shorter_addresses(identity_from_key(key)):
            yield address, id_


def resolve_corrected(conn: sqlite3.Connection) -> None:
    """Citations of which a person has said what they mean: by its id, or any other address."""
    conn.execute(
        f"""UPDATE citations SET candidates = NULL, reason = NULL, cited_document_id = coalesce(
             (SELECT id FROM documents WHERE id = substr(cited_key, 2)),
             (SELECT document_id FROM document_aliases WHERE alias = substr(cited_key, 2)))
           WHERE cited_key GLOB '{DIRECT}*'"""
    )
    conn.execute(
        f"""UPDATE citations SET state = coalesce(
             (SELECT CASE held WHEN 1 THEN 'resolved' ELSE 'stub' END FROM documents
               WHERE id = cited_document_id), 'unresolved')
           WHERE cited_key GLOB '{DIRECT}*'"""
    )
