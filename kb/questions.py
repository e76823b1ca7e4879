"""The questions that staff ask of the knowledge base, for the command line and for Datasette.

The SQL of a question stands once: in ``metadata.yml``, as a Datasette canned query. ``kb who`` and
``kb trace`` run the same text as the page does. A parameter that is not given is an empty string,
as it is on the page.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extract.folding import fold, slug

if TYPE_CHECKING:
    from kb.search import Hit

Row = dict[str, Any]

DATABASE = "kb"
"""The name under which ``metadata.yml`` describes the database."""

_PARAMETER = re.compile(r"(?<![:\w]):([a-z_]+)")
_WORD = re.compile(r"\w+")
_SPELLED_NUMBER = re.compile(r"\d.*", re.DOTALL)


class QuestionError(Exception):
    """One line that says why there is no answer, and what to do."""


@dataclass(frozen=True, slots=True)
class Question:
    """A canned query: its name in addresses, its title and description (Vietnamese, then
    English), its SQL and the names of its parameters."""

    name: str
    title: str
    description: str
    sql: str
    parameters: tuple[str, ...]


def metadata_path() -> Path:
    """``metadata.yml``: beside the package where it is installed, else at the top of the checkout."""
    packaged = Path(__file__).with_name("metadata.yml")
    return packaged if packaged.is_file() else Path(__file__).parent.parent / "metadata.yml"


def load_metadata(path: Path | None = None) -> dict[str, Any]:
    """The contents of ``metadata.yml``, or of another file of that shape."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load((path or metadata_path()).read_text(encoding="utf-8"), Loader=loader)


@cache
def questions() -> dict[str, Question]:
    """All questions by name."""
    queries = load_metadata()["databases"][DATABASE]["queries"]
    return {
        name: Question(
            name,
            query["title"],
            query["description"],
            query["sql"],
            tuple(query.get("params") or dict.fromkeys(_PARAMETER.findall(query["sql"]))),
        )
        for name, query in queries.items()
    }


def document_key(words: str) -> str:
    """The number in ``words`` as it begins a document's id, however it is spelled:
    ``"Chỉ thị số 01/CT-UBND"`` and ``"01 ct ubnd"`` give ``"01-ct-ubnd"``."""
    number = _SPELLED_NUMBER.search(words)
    return slug(number.group()) if number else ""


def add_functions(connection: sqlite3.Connection) -> None:
    """Give ``connection`` the SQL functions of the questions: ``fold``, ``slug``,
    ``document_key``; ``phrase_fts``, the words as one folded phrase; an ``escape_fts`` that
    folds and knows the names of bodies (Datasette's own search calls that one too); and
    ``words_fts``, the same for the rows of one kind, whole words first."""
    from kb.search import match_query, understood

    def query(words: str) -> str:
        return match_query(connection, words) or _NOTHING

    def whole_words_first(words: str | None, kind: str) -> str:
        meant = understood(connection, words or "")
        return meant.in_any_order(connection, kind) if meant else _NOTHING

    connection.create_function("words_fts", 2, whole_words_first)
    for name, function in (
        ("fold", fold),
        ("slug", slug),
        ("document_key", document_key),
        ("phrase_fts", _phrase),
        ("escape_fts", query),
    ):
        # escape_fts looks into the database, so it may not count as deterministic.
        connection.create_function(name, 1, _of_text(function), deterministic=function is not query)


_NOTHING = '""'
"""The FTS5 query that finds nothing."""


def _phrase(words: str) -> str:
    return '"' + " ".join(_WORD.findall(fold(words))) + '"'


def _of_text(function: Callable[[str], str]) -> Callable[[object], str | None]:
    return lambda value: None if value is None else function(str(value))


def open_database(path: Path) -> sqlite3.Connection:
    """A read-only connection that answers questions. ``QuestionError`` if there is no database, or one
    of another version."""
    if not path.is_file():
        raise QuestionError(f"{path} is not there: make it with  kb build --db {path} FOLDER")
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    try:
        connection.execute("SELECT 1 FROM documents, citations, tasks LIMIT 1").fetchone()
    except sqlite3.DatabaseError as error:
        connection.close()
        raise QuestionError(
            f"{path} is no knowledge base ({error}): make one with  kb build --db OTHER.db FOLDER"
        ) from error
    if not is_of_this_version(connection):
        connection.close()
        raise QuestionError(
            f"{path} was built by another version of kb: build it again with  kb build --db {path} FOLDER"
        )
    add_functions(connection)
    return connection


def is_of_this_version(connection: sqlite3.Connection) -> bool:
    """Whether a knowledge base has all tables that are asked here, full-text tables included."""
    from kb import schema, search

    return schema.is_current(connection) and search.is_complete(connection)


def ask(connection: sqlite3.Connection, question: str, **parameters: object) -> list[Row]:
    """The answer to one of :func:`questions`, row by row. ``KeyError`` if there is none of that
    name; a parameter of no such name is a mistake in the caller and raises ``TypeError``."""
    asked = questions()[question]
    unknown = parameters.keys() - set(asked.parameters)
    if unknown:
        raise TypeError(f"{question} takes {asked.parameters}, not {sorted(unknown)}")
    given = dict.fromkeys(asked.parameters, "") | {
        name: "" if value is None else str(value) for name, value in parameters.items()
    }
    return rows(connection, asked.sql, given)


def rows(connection: sqlite3.Connection, sql: str, parameters: Any = ()) -> list[Row]:
    return [dict(row) for row in connection.execute(sql, parameters)]


def find_document(connection: sqlite3.Connection, words: str) -> str:
    """The id of the one document that ``words`` mean: an id, an alias, or a number in any
    spelling. ``QuestionError`` names the candidates where there is none or more than one."""
    found = ask(connection, "find", document=words)
    if len(found) == 1:
        return found[0]["document_id"]
    if not found:
        raise QuestionError(f"no document is known as {words!r}: try  kb search {words!r}")
    candidates = "\n".join(
        f"  {row['document_id']}  {row['title'] or ''}".rstrip() for row in found
    )
    raise QuestionError(f"{words!r} may mean any of these: give the id\n{candidates}")


def agencies_named(connection: sqlite3.Connection, words: str) -> list[str]:
    """The ids of all bodies that are written so, or have this id. ``QuestionError`` for none."""
    found = rows(
        connection,
        """SELECT agency_id AS id FROM agency_names WHERE folded = fold(trim(:words))
           UNION SELECT id FROM agencies WHERE id = trim(:words) ORDER BY id""",
        {"words": words},
    )
    if not found:
        raise QuestionError(f"no agency is known as {words!r}: try  kb search {words!r}")
    return [row["id"] for row in found]


def describe_hits(connection: sqlite3.Connection, hits: Iterable[Hit]) -> list[Row]:
    """What was found, each with the ``name`` that people know it by: a document's number and
    title, a body's name."""
    return [{**asdict(hit), "name": _name(connection, hit)} for hit in hits]


def _name(connection: sqlite3.Connection, hit: Hit) -> str:
    if hit.kind == "agencies":
        sql, key = "SELECT name FROM agencies WHERE id = ?", hit.id
    else:
        sql = "SELECT trim(coalesce(number, '') || ' ' || coalesce(title, '')) FROM documents WHERE id = ?"
        key = hit.document_id or hit.id
    found = connection.execute(sql, [key]).fetchone()
    return (found[0] if found else None) or ""


def find_aliased(connection: sqlite3.Connection, alias: str) -> str | None:
    """The id of the document to which a shorter or older address leads."""
    found = connection.execute(
        "SELECT document_id FROM document_aliases WHERE alias = ?", [alias]
    ).fetchone()
    return found[0] if found else None


SHOWN = {
    "names": "SELECT alias FROM document_aliases WHERE document_id = :id ORDER BY alias",
    "sources": """SELECT path, media_type, pages, read_by, role FROM sources
        WHERE document_id = :id ORDER BY path""",
    "rests_on": """SELECT e.relation, e.mentions, d.id AS document_id, d.type, d.number, d.title,
          d.issued_on, d.held
        FROM citation_edges e JOIN documents d ON d.id = e.cited_id
        WHERE e.citing_id = :id ORDER BY d.issued_on, d.id, e.relation""",
    "followed_by": """SELECT f.relation, f.mentions, d.id AS document_id, d.type, d.number, d.title,
          d.issued_on, d.held
        FROM (SELECT document_id, relation, count(*) AS mentions FROM citations
               WHERE cited_document_id = :id AND document_id <> :id AND subject_id IS NULL
               GROUP BY relation, document_id LIMIT 500) f
        JOIN documents d ON d.id = f.document_id ORDER BY d.issued_on, d.id, f.relation""",
    "tasks": """SELECT id, parent_id, path, label, text, force, deadline, deadline_words, recurrence,
          deliverable, quote, start, "end", page, confidence
        FROM tasks WHERE document_id = :id ORDER BY start, "end" DESC, id""",
    "agencies": """SELECT ta.task_id, ta.role, ta.agency_id, a.name, ta.name_as_written,
          ta.inherited, ta.is_group
        FROM tasks t JOIN task_agencies ta ON ta.task_id = t.id
        LEFT JOIN agencies a ON a.id = ta.agency_id
        WHERE t.document_id = :id ORDER BY t.start, ta.task_id, ta.start, ta.id""",
    "targets": """SELECT id, indicator, comparator, value, value_to, unit, value_normalized,
          value_to_normalized, unit_normalized, baseline, period, scope, quote, start, "end", page,
          value_words, responsible, kind, confidence
        FROM targets WHERE document_id = :id ORDER BY start, id""",
    "problems": """SELECT kind, message, start, "end", page FROM problems
        WHERE document_id = :id ORDER BY start, id""",
    "digital_signatures": """SELECT name, organisation, signed_at FROM digital_signatures
        WHERE document_id = :id ORDER BY signed_at, id""",
    "corrections": """SELECT "table", row_id, "column", value, was, by, "on", why FROM corrections
        WHERE row_id = :id OR row_id LIKE :id || ' %' ORDER BY "table", row_id, "column" """,
}
"""What ``kb show`` says of a document, each part with its SQL."""


def show(connection: sqlite3.Connection, document_id: str) -> Row:
    """All that the knowledge base knows of one document, as a plain dictionary: its columns, what
    it rests on, what followed, its tasks (each with its ``agencies`` and ``children``), its
    targets, its problems. ``QuestionError`` if there is no such document."""
    found = rows(connection, "SELECT * FROM documents WHERE id = ?", [document_id])
    if not found:
        raise QuestionError(f"there is no document {document_id}")
    document = found[0]
    for names in ("recipients", "addressees"):
        document[names] = json.loads(document.get(names) or "[]")
    parts = {name: rows(connection, sql, {"id": document_id}) for name, sql in SHOWN.items()}
    agencies = parts.pop("agencies")
    parts["names"] = [row["alias"] for row in parts["names"]]
    parts["tasks"] = task_tree(parts["tasks"], agencies)
    return {**document, **parts}


def task_tree(tasks: Iterable[Row], agencies: Iterable[Row]) -> list[Row]:
    """Tasks in reading order, each with its ``agencies`` and its ``children``."""
    nodes = {task["id"]: {**task, "agencies": [], "children": []} for task in tasks}
    for agency in agencies:
        nodes[agency["task_id"]]["agencies"].append(agency)
    for node in nodes.values():
        parent = nodes.get(node["parent_id"])
        if parent is not None:
            parent["children"].append(node)
    return [node for node in nodes.values() if node["parent_id"] not in nodes]
