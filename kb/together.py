"""What needs to see all documents at once, made anew at every build: what citations mean, which
documents are only cited, addresses, agencies and their successions, indicators, and the problems
that only show between files."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping

from kb import progress, schema, search
from kb.cache import EntryHeader
from kb.corrections import ASKS, Correction, fits, typed
from kb.discover import File
from kb.identify import ROW
from kb.questions import DATABASE, load_metadata
from kb.resolve import (
    agencies,
    awaited,
    citations,
    effect,
    groups,
    succession_hints,
    successions,
    suggestions,
    target_changes,
    target_checks,
    task_links,
)
from kb.resolve.indicators import known, row_of

Row = Mapping[str, object]

_STUB_COLUMNS = frozenset({"title", "issuer", "effective_on", "expired_on", "status", "signer"})
_GLOBAL_TABLES = frozenset({"agencies", "indicators"})
_COMPUTED = frozenset({"status", "cited_by", "registered_in"})
"""Columns of ``documents`` that are made anew for all documents."""


def write(
    conn: sqlite3.Connection,
    corrections: Iterable[Correction],
    troubles: Iterable[str],
    notes: progress.Notes,
) -> list[Correction]:
    """All tables that follow from the loaded documents together. ``corrections`` are those that
    are about no held document, ``troubles`` what is wrong with their files, ``notes`` how far
    tasks have come. The corrections that fit nothing are given back."""
    conn.execute("DELETE FROM corrections WHERE document_id IS NULL")
    _clear_problems(conn, "correction", "versions", "agency", "citation", "register")
    waiting = list(corrections)
    citations.resolve(conn)
    waiting = _write_stubs(conn, waiting)
    citations.write_aliases(conn)
    citations.resolve_corrected(conn)
    _write_agencies(conn)
    waiting = _write_indicators(conn, waiting)
    waiting = [c for c in waiting if not _correct_global(conn, c)]
    successions.write_heirs(conn)
    search.fill(conn, "agencies")
    count_work(conn)
    _write_register_rows(conn)
    count_citing(conn)
    task_links.write(conn)
    awaited.write(conn)
    progress.write(conn, notes)
    target_changes.write(conn)
    target_checks.write(conn)
    suggestions.write(conn)
    succession_hints.write(conn)
    effect.write_events(conn)
    effect.write_status(conn)
    conn.execute("DROP TABLE temp.register_spans")
    _write_problems(conn, waiting, troubles)
    return waiting


def documents_by_alias(
    conn: sqlite3.Connection, corrections: Iterable[Correction]
) -> dict[str, str]:
    """The documents to which the addresses in these corrections lead, where they are aliases."""
    found = {}
    for correction in corrections:
        row = conn.execute(
            "SELECT document_id FROM document_aliases WHERE alias = ?", (correction.document_part,)
        ).fetchone()
        if row:
            found[correction.document_part] = row[0]
    return found


# Registers


def _write_register_rows(conn: sqlite3.Connection) -> None:
    """``register_rows``, and ``temp.register_spans``: where in a line's text each cell stands."""
    conn.execute("DROP TABLE IF EXISTS temp.register_spans")
    conn.execute(
        """CREATE TEMP TABLE register_spans (row_id TEXT, field TEXT, start INTEGER, "end" INTEGER,
             PRIMARY KEY (row_id, field)) WITHOUT ROWID"""
    )
    conn.execute("DELETE FROM register_rows")
    sources = dict(
        conn.execute("SELECT sha256, min(id) FROM sources WHERE role = 'register' GROUP BY sha256")
    )
    lines = conn.execute(
        "SELECT sha256, document_id, entry FROM _readings WHERE entry IS NOT NULL ORDER BY sha256"
    ).fetchall()
    for sha256, document_id, packed in lines:
        source_id, entry = sources[sha256.partition(ROW)[0]], EntryHeader.from_json(packed)
        line, fields = entry.line, entry.fields
        id_ = f"{source_id}:{line.address}"
        schema.insert(
            conn,
            "register_rows",
            [
                {
                    "id": id_, "source_id": source_id, "sheet": line.sheet, "row": line.row,
                    "document_id": document_id, "number": fields.number, "type": fields.type,
                    "title": fields.title, "issuer": fields.issuer, "issued_on": fields.issued_on,
                    "effective_on": fields.effective_on, "expired_on": line.expired_on,
                    "status": line.status, "signer": line.signer, "file": line.file,
                    "link": line.link, "text": entry.text,
                }
            ],
        )  # fmt: skip
        conn.executemany(
            "INSERT INTO temp.register_spans VALUES (?, ?, ?, ?)",
            ((id_, field, *place) for field, place in entry.places.items()),
        )
    conn.execute(
        """UPDATE documents SET registered_in = r.source_id FROM (
             SELECT d.id, (SELECT min(source_id) FROM register_rows r WHERE r.document_id = d.id)
                    AS source_id FROM documents d
              WHERE d.registered_in IS NOT NULL
                 OR d.id IN (SELECT document_id FROM register_rows)) r
            WHERE r.id = documents.id AND documents.registered_in IS NOT r.source_id"""
    )
    for table, key in (("documents", "id"), ("document_texts", "document_id")):
        conn.execute(
            f"""UPDATE {table} SET source_id = d.registered_in FROM documents d
                 WHERE d.id = {table}.{key} AND d.held = 0 AND d.registered_in IS NOT NULL
                   AND {table}.source_id IS NOT d.registered_in"""
        )


# Counts that pages show without counting


def count_citing(conn: sqlite3.Connection) -> None:
    """How many documents cite each, in all (``documents.cited_by``, where it differs) and in each
    relation: amendments of one cited document by another are no citing."""
    conn.execute(
        """UPDATE documents SET cited_by = n FROM (
             SELECT d.id, coalesce(c.n, 0) AS n FROM documents d LEFT JOIN (
               SELECT cited_document_id AS id, count(DISTINCT document_id) AS n FROM citations
                WHERE cited_document_id IS NOT NULL AND cited_document_id <> document_id
                  AND subject_id IS NULL GROUP BY cited_document_id) c ON c.id = d.id
              WHERE coalesce(c.n, 0) <> d.cited_by) m
            WHERE m.id = documents.id"""
    )
    conn.execute("DELETE FROM _citing_counts")
    conn.execute(
        """INSERT INTO _citing_counts
           SELECT cited_document_id, coalesce(relation, ''), count(DISTINCT document_id), count(*)
             FROM citations
            WHERE cited_document_id IS NOT NULL AND cited_document_id <> document_id
              AND subject_id IS NULL GROUP BY cited_document_id, relation"""
    )


def count_targets(conn: sqlite3.Connection) -> None:
    """How many targets each indicator has, in how many documents, and for which periods."""
    conn.execute(
        """UPDATE indicators
              SET targets = t.targets, documents = t.documents,
                  first_period = t.first, last_period = t.last
             FROM (SELECT indicator_id, count(*) AS targets,
                          count(DISTINCT document_id) AS documents,
                          min(period) AS first, max(period) AS last
                     FROM targets WHERE indicator_id IS NOT NULL GROUP BY indicator_id) t
            WHERE t.indicator_id = indicators.id"""
    )


_ROLES = ("lead", "responsible", "coordinate", "supervise", "advise", "receive_report")


def count_work(conn: sqlite3.Connection) -> None:
    """What bodies have to do, counted in the order of the one index that has it all. A task's id
    begins with its document's, up to the first colon."""
    conn.execute("DELETE FROM _agency_counts")
    conn.execute("DELETE FROM _agency_deadlines")
    told = ", ".join(f"max(role = '{role}') AS {role}" for role in _ROLES)
    sums = ", ".join(f"sum({role})" for role in _ROLES)
    conn.execute(
        f"""INSERT INTO _agency_counts
            SELECT agency_id, count(*), {sums}, count(deadline), count(DISTINCT document_id)
              FROM (SELECT agency_id, deadline, {told},
                           substr(task_id, 1, instr(task_id, ':') - 1) AS document_id
                      FROM task_agencies
                     WHERE force = 'instructed' AND agency_id IS NOT NULL
                     GROUP BY agency_id, deadline, task_id)
             GROUP BY agency_id"""
    )
    conn.execute(
        """INSERT INTO _agency_deadlines
           SELECT agency_id, deadline, count(DISTINCT task_id) FROM task_agencies
            WHERE force = 'instructed' AND deadline IS NOT NULL AND agency_id IS NOT NULL
            GROUP BY agency_id, deadline"""
    )


def write_counts(conn: sqlite3.Connection) -> None:
    """How many rows each table has that people see, and how many each value of the columns by which
    they are told apart. Where the database is served, counting them would read all of it."""
    conn.execute("DELETE FROM _counts")
    counted = {table.name: table.name for table in schema.TABLES if table.public}
    counted |= {index.name: index.kind for index in search.FULL_TEXT}
    counted |= {view.name: view.name for view in schema.VIEWS if not view.rows_by_day}
    for name, content in counted.items():
        conn.execute(f'INSERT INTO _counts SELECT ?, count(*) FROM "{content}"', (name,))
    conn.execute("DELETE FROM _facets")
    for name, column in _facets():
        conn.execute(
            f"""INSERT INTO _facets
                SELECT ?, ?, json_group_array(json_array(value, n)) FROM (
                  SELECT "{column}" AS value, count(*) AS n FROM "{name}"
                   WHERE "{column}" IS NOT NULL GROUP BY value
                   ORDER BY n DESC, value LIMIT {schema.FACET_VALUES})""",
            (name, column),
        )


def _facets() -> Iterable[tuple[str, str]]:
    """The columns of tables whose values are shown with their numbers, as metadata.yml says."""
    described = load_metadata()["databases"][DATABASE]["tables"]
    for table in schema.TABLES:
        for column in described.get(table.name, {}).get("facets", ()):
            yield table.name, column


# Documents that are only cited


def _write_stubs(conn: sqlite3.Connection, corrections: list[Correction]) -> list[Correction]:
    """Make the rows with ``held = 0`` those of the stubs just found; the corrections that are
    about none of them."""
    by_id: dict[str, list[Correction]] = {}
    for correction in corrections:
        stub = correction.table == "documents" and correction.column in _STUB_COLUMNS
        if stub and fits("documents", correction.column, correction.value, str):
            by_id.setdefault(correction.meant, []).append(correction)
    used: list[Correction] = []

    def corrected() -> Iterable[Row]:
        for row in citations.stub_rows(conn):
            for correction in by_id.get(str(row["id"]), ()):
                schema.insert(
                    conn, "corrections", [correction.row(_text(row.get(correction.column)), None)]
                )
                row[correction.column] = correction.value or None
                used.append(correction)
            yield row

    names = [column.name for column in schema.table("documents").columns]
    columns = ", ".join(f'"{name}"' for name in names)
    told = ", ".join(f'"{name}"' for name in names if name not in _COMPUTED)
    listed = "SELECT document_id FROM _loaded"
    conn.execute(f"CREATE TEMP TABLE new_stub AS SELECT {columns} FROM documents WHERE 0")
    conn.execute("CREATE UNIQUE INDEX temp.new_stub_id ON new_stub (id)")
    schema.insert(conn, "documents", corrected(), into="temp.new_stub")
    conn.execute(f"DELETE FROM temp.new_stub WHERE id IN ({listed})")
    conn.execute(
        f"""CREATE TEMP TABLE old_stub AS SELECT id FROM (
              SELECT {told} FROM documents WHERE held = 0 AND id NOT IN ({listed})
              EXCEPT SELECT {told} FROM temp.new_stub)"""
    )
    search.remove(conn, "documents", "id IN (SELECT id FROM temp.old_stub)")
    conn.execute("DELETE FROM documents WHERE id IN (SELECT id FROM temp.old_stub)")
    conn.execute("DELETE FROM temp.new_stub WHERE id IN (SELECT id FROM documents)")
    conn.execute(
        f"INSERT INTO documents ({columns}) SELECT {columns} FROM temp.new_stub ORDER BY id"
    )
    search.add(conn, "documents", "id IN (SELECT id FROM temp.new_stub)")
    conn.execute("DROP TABLE temp.new_stub")
    conn.execute("DROP TABLE temp.old_stub")
    return [correction for correction in corrections if correction not in used]


def _text(value: object) -> str | None:
    return None if value is None else str(value)


# Agencies

_USED = """
SELECT agency_id, substr(min(name), 6) FROM (
  SELECT agency_id, printf('%05d', length(name_as_written)) || name_as_written AS name
    FROM task_agencies WHERE agency_id IS NOT NULL
  UNION ALL SELECT agency_id, printf('%05d', length(name_as_written)) || name_as_written
    FROM target_agencies WHERE agency_id IS NOT NULL
  UNION ALL SELECT issuer_id, printf('%05d', length(issuer)) || issuer
    FROM documents WHERE issuer_id IS NOT NULL
  UNION ALL SELECT issuer_id, printf('%05d', length(issuer)) || issuer
    FROM citations WHERE issuer_id IS NOT NULL)
GROUP BY agency_id"""
"""Every body that is used, with the shortest way in which documents write it."""


def _write_agencies(conn: sqlite3.Connection) -> None:
    written: dict[str, str | None] = dict(conn.execute(_USED))
    found, followed = successions.with_relatives(written)
    rows = [agencies.agency_row(id_, written.get(id_)) for id_ in sorted(found)]
    for name in ("agencies", "agency_names", "agency_successions", "agency_groups"):
        conn.execute(f"DELETE FROM {name}")
    schema.insert(conn, "agencies", rows)
    names = {
        (str(row["id"]), name, language)
        for row in rows
        for name, language in agencies.names_of(str(row["id"]), row)
    }
    schema.insert(
        conn,
        "agency_names",
        (
            {"agency_id": id_, "name": name, "folded": _folded(name), "language": language}
            for id_, name, language in sorted(names)
        ),
    )
    schema.insert(conn, "agency_successions", successions.rows(followed))
    schema.insert(conn, "agency_groups", groups.rules_of(rows))
    schema.insert(conn, "problems", map(_unknown_agency, (r for r in rows if r["provisional"])))


def _folded(name: str) -> str:
    """As the full-text index has it: words in lower case without accents, one space between."""
    return " ".join(search.words_of(name))


def _unknown_agency(row: Row) -> Row:
    return {
        "id": f"agency:{row['id']}",
        "kind": "unknown-agency",
        "message": f"The body “{row['name']}” is not in the vocabulary of bodies. If it is one, "
        "add it to agencies.csv; if it is another name of one, add it there as an alias.",
    }


# Indicators


def _write_indicators(
    conn: sqlite3.Connection, corrections: Iterable[Correction]
) -> list[Correction]:
    """``indicators``, and what people said to be the same (column ``same_as``): the targets of the
    one are those of the other. The corrections that say something else are given back."""
    keys = {
        id_: (name, name_en, unit, kind)
        for id_, name, name_en, unit, kind in conn.execute(
            """SELECT t.indicator_key, min(CASE WHEN d.language = 'vi' THEN t.indicator END),
                      min(CASE WHEN d.language = 'en' THEN t.indicator END),
                      min(t.unit_normalized), min(t.kind)
                 FROM targets t JOIN documents d ON d.id = t.document_id
                WHERE t.indicator_key IS NOT NULL GROUP BY t.indicator_key ORDER BY 1"""
        )
    }
    same: dict[str, Correction] = {}
    waiting = []
    for correction in corrections:
        if _says_the_same(correction, keys):
            same[correction.written_id] = correction
        else:
            waiting.append(correction)
    conn.execute("CREATE TEMP TABLE same_as (id TEXT PRIMARY KEY, other TEXT) WITHOUT ROWID")
    conn.executemany(
        "INSERT INTO same_as VALUES (?, ?)", ((c.written_id, c.value) for c in same.values())
    )
    conn.execute(
        """UPDATE targets SET indicator_id = meant FROM (
             SELECT t.id, coalesce(s.other, t.indicator_key) AS meant
               FROM targets t LEFT JOIN temp.same_as s ON s.id = t.indicator_key) m
            WHERE m.id = targets.id AND targets.indicator_id IS NOT m.meant"""
    )
    conn.execute("DROP TABLE temp.same_as")
    conn.execute("DELETE FROM indicators")
    schema.insert(
        conn,
        "indicators",
        (
            {
                **(row_of(id_) or _by_its_words(id_, *keys[id_])),
                "same_as": same[id_].value if id_ in same else None,
            }
            for id_ in sorted({*keys, *(c.value for c in same.values())})
        ),
    )
    count_targets(conn)
    search.fill(conn, "indicators")
    schema.insert(conn, "corrections", (c.row(None, None) for c in same.values()))
    return waiting


def _says_the_same(correction: Correction, keys: Mapping[str, object]) -> bool:
    if (correction.table, correction.column) != ("indicators", "same_as"):
        return False
    there = correction.value in keys or correction.value in known()
    return there and correction.written_id in keys and correction.value != correction.written_id


def _by_its_words(
    id_: str, name: str | None, name_en: str | None, unit: str | None, kind: str | None
) -> Row:
    return {
        "id": id_, "name": name, "name_en": name_en, "unit": unit, "kind": kind, "known": 0,
    }  # fmt: skip


def _correct_global(conn: sqlite3.Connection, correction: Correction) -> bool:
    """Apply a correction to a table that is made anew; false if it fits no row or value."""
    if correction.table not in _GLOBAL_TABLES:
        return False
    columns = {column.name: column for column in schema.table(correction.table).columns}
    column = columns.get(correction.column)
    if column is None or column.name == "id" or column.references:
        return False
    row = conn.execute(
        f'SELECT "{column.name}" FROM {correction.table} WHERE id = ?', (correction.written_id,)
    ).fetchone()
    try:
        value = typed(correction.value, column.type)
    except ValueError:
        return False
    if row is None:
        return False
    conn.execute(
        f'UPDATE {correction.table} SET "{column.name}" = ? WHERE id = ?',
        (value, correction.written_id),
    )
    schema.insert(conn, "corrections", [correction.row(_text(row[0]), None)])
    return True


# Problems and suggestions that somebody has looked at


def write_settled(conn: sqlite3.Connection, lines: Iterable[Correction]) -> None:
    """Record which problems and suggestions need no more looking at. One that is no more, or asks
    something else by now, is left out: its answer is not wanted."""
    for line in lines:
        asked = conn.execute(
            f'SELECT "{ASKS[line.table]}" FROM "{line.table}" WHERE id = ?', (line.written_id,)
        ).fetchone()
        if asked and (not line.was or str(asked[0] or "").startswith(line.was)):
            schema.insert(conn, "corrections", [line.row(line.was, None)])


# Problems


def _clear_problems(conn: sqlite3.Connection, *prefixes: str) -> None:
    for prefix in prefixes:
        conn.execute("DELETE FROM problems WHERE id GLOB ?", (f"{prefix}:*",))


def write_unreadable(conn: sqlite3.Connection, files: Iterable[File]) -> None:
    """A problem for every file that could not be opened or read."""
    _clear_problems(conn, "file")
    rows = []
    for file in files:
        kind, message = "unreadable", f"The file cannot be opened: {file.trouble}."
        if file.sha256:
            row = conn.execute(
                """SELECT coalesce(error, 'reading-kept'), message, refused FROM _readings
                    WHERE sha256 = ? AND (error IS NOT NULL OR refused IS NOT NULL)""",
                (file.sha256,),
            ).fetchone()
            if row is None:
                continue
            kind, message, refused = row
            if kind == "reading-kept":
                message = (
                    f"What was read of the file before is kept: reading it again failed. {refused}"
                )
        rows.append(
            {"id": f"file:{file.id}", "source_id": file.id, "kind": kind, "message": message}
        )
    schema.insert(conn, "problems", rows)


_SHEETS_LEFT_OUT = """
INSERT INTO problems (id, source_id, kind, message)
SELECT 'register:' || s.id, s.id, 'register-columns', r.message
  FROM sources s JOIN _readings r ON r.sha256 = s.sha256
 WHERE s.role = 'register' AND r.message IS NOT NULL"""

_LINES_LEFT_OUT = """
INSERT INTO problems (id, source_id, kind, message)
SELECT 'register:' || l.id, l.source_id, 'register-line',
       'Line ' || l.row || coalesce(' of sheet “' || l.sheet || '”', '')
       || ' lists no document: it tells no number with letters, or neither date nor year. '
       || 'Mend the register.'
  FROM register_rows l WHERE l.document_id IS NULL"""

_OTHER_DATES = """
INSERT INTO problems (id, document_id, kind, message, start, "end", page)
SELECT 'citation:' || c.id, c.document_id, 'date-differs',
       'The mention of ' || coalesce(d.number, d.title, d.id) || ' gives the date ' || c.date
       || '; the document itself has ' || d.issued_on || '. One of the two is misread or misprinted.',
       c.start, c."end", c.page
  FROM citations c JOIN documents d ON d.id = c.cited_document_id
 WHERE d.held = 1 AND length(c.date) = 10 AND c.date <> d.issued_on AND c.antecedent_id IS NULL
   AND c.self = 0"""
"""A number that carries its year tells the document; the date beside it may still be wrong."""


_LATER_THAN_CITING = """
INSERT INTO problems (id, document_id, kind, message, start, "end", page)
SELECT 'citation:later:' || c.id, c.document_id, 'cites-the-future',
       'The mention means ' || coalesce(d.number, d.title, d.id) || ' of ' || d.issued_on
       || ', which is after this document (' || own.issued_on || '): one of the two dates is wrong, or '
       || 'another document is meant.',
       c.start, c."end", c.page
  FROM citations c JOIN documents d ON d.id = c.cited_document_id
  JOIN documents own ON own.id = c.document_id
 WHERE d.held = 1 AND d.issued_on > own.issued_on AND coalesce(length(c.date), 0) < 10
   AND c.antecedent_id IS NULL AND c.subject_id IS NULL"""
"""A number with its year tells the document; that it came later is seen only beside it."""

_OTHER_TYPES = """
INSERT INTO problems (id, document_id, kind, message, start, "end", page)
SELECT 'citation:type:' || c.id, c.document_id, 'type-differs',
       'The mention calls ' || coalesce(d.number, d.title, d.id) || ' a ' || replace(c.type, '_', ' ')
       || '; the document itself is a ' || replace(d.type, '_', ' ') || '. Check which is meant.',
       c.start, c."end", c.page
  FROM citations c JOIN documents d ON d.id = c.cited_document_id
 WHERE d.held = 1 AND c.number IS NOT NULL AND c.type <> d.type AND c.type <> 'other'
   AND d.type NOT IN ('other', 'consolidated_text') AND c.antecedent_id IS NULL
   AND c.subject_id IS NULL
   AND (c.type, d.type) NOT IN (VALUES ('circular', 'joint_circular'),
     ('official_letter', 'telegram'), ('decision', 'regulation'), ('regulation', 'decision'))"""


def _write_problems(
    conn: sqlite3.Connection, corrections: Iterable[Correction], troubles: Iterable[str]
) -> None:
    schema.insert(conn, "problems", (correction.problem() for correction in corrections))
    schema.insert(
        conn,
        "problems",
        (
            {
                "id": f"correction:file:{number}",
                "kind": "corrections-unreadable",
                "message": f"{trouble}. None of its corrections is applied; mend the file.",
            }
            for number, trouble in enumerate(troubles)
        ),
    )
    for written in (
        _OTHER_DATES,
        _LATER_THAN_CITING,
        _OTHER_TYPES,
        _SHEETS_LEFT_OUT,
        _LINES_LEFT_OUT,
    ):
        conn.execute(written)
    versions = conn.execute(
        """SELECT document_id, group_concat(path, ', ') FROM (
             SELECT document_id, path FROM sources
              WHERE role IN ('primary', 'version') ORDER BY path)
            GROUP BY document_id HAVING count(*) > 1 ORDER BY document_id"""
    ).fetchall()
    schema.insert(
        conn,
        "problems",
        (
            {
                "id": f"versions:{id_}",
                "document_id": id_,
                "kind": "versions",
                "message": f"Several files are versions of this document: {paths}. Its facts come "
                "from one of them; remove the others if they are drafts.",
            }
            for id_, paths in versions
        ),
    )
