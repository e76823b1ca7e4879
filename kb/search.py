"""Search that finds Vietnamese words with or without their accents, đ included.

The full-text tables are external-content FTS5 tables: the index holds folded text, the content is
the original, so ``highlight()`` and ``snippet()`` land on the words as written (folding never
changes the number of tokens). ``unicode61 remove_diacritics 2`` folds all accents but not đ, Đ and
Ð (U+00D0); :func:`folded_sql` does that in SQL.

The usual ``('rebuild')`` command would lose the fold without a word: use :func:`fill`.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extract.folding import fold


@dataclass(frozen=True, slots=True)
class FullText:
    """A full-text table ``<kind>_fts``: the columns it searches in ``content``, a table or view,
    whose rows have the number ``row``."""

    kind: str
    columns: tuple[str, ...]
    content: str
    row: str = "rowid"
    id: str = "id"
    document: str = "document_id"

    @property
    def name(self) -> str:
        return f"{self.kind}_fts"


FULL_TEXT: tuple[FullText, ...] = (
    FullText("documents", ("number", "title", "issuer", "text"), "_documents_content", "row",
             document="id"),
    FullText("sections", ("heading", "text"), "sections"),
    FullText("tasks", ("text", "deliverable"), "tasks"),
    FullText("targets", ("indicator", "scope"), "targets"),
    FullText("agencies", ("name", "name_en", "names"), "_agencies_content", "row", document=""),
)  # fmt: skip

INDICATORS = FullText(
    "indicators", ("name", "name_en", "official_name", "official_name_en", "names"),
    "_indicators_content", "row", document="",
)  # fmt: skip
"""What is measured, under all its names: for the list of indicators. Search finds their targets."""

NAMES = FullText("names", ("number", "title", "issuer"), "_documents_content", "row", document="id")
"""What documents are called, apart from their texts: in those nearly every common word stands, and
each would be read to see that it is not in the name. Kept up with the index of documents."""

_ALL = (*FULL_TEXT, INDICATORS, NAMES)

_INDEXED_WITH = {"documents": (NAMES,)}

_GATHERED = 8_000_000
"""Bytes of words that FTS5 gathers before it writes them as a part of the index (else 1 MB): a large index
is made in two thirds of the time, and of half as many parts, which are all asked for each word."""

_CONTENT_VIEWS = {
    "_documents_content": """
        SELECT d.rowid AS row, d.id, d.number, d.title, d.issuer, t.text
          FROM documents d LEFT JOIN document_texts t ON t.document_id = d.id""",
    "_agencies_content": """
        SELECT a.rowid AS row, a.id, a.name, a.name_en,
               (SELECT group_concat(name, ' ; ') FROM (SELECT name FROM agency_names n
                 WHERE n.agency_id = a.id ORDER BY language, name)) AS names
          FROM agencies a""",
    "_indicators_content": """
        SELECT i.rowid AS row, i.id, i.name, i.name_en, i.official_name, i.official_name_en,
               (SELECT group_concat(indicator, ' ; ') FROM (
                 SELECT DISTINCT indicator FROM targets t WHERE t.indicator_id = i.id
                  ORDER BY indicator)) AS names
          FROM indicators i""",
}


def folded_sql(expression: str) -> str:
    """The SQL expression that folds what the tokenizer of FTS5 does not fold."""
    for letter in "đĐÐð":
        expression = f"replace({expression}, '{letter}', 'd')"
    return expression


def create(conn: sqlite3.Connection) -> None:
    """Create the full-text tables and the views behind them, where they are missing; a table that an
    earlier version did not have is filled."""
    for view, sql in _CONTENT_VIEWS.items():
        conn.execute(f"CREATE VIEW IF NOT EXISTS {view} AS {sql}")
    there = {name for (name,) in conn.execute("SELECT name FROM sqlite_master")}
    for table in _ALL:
        if table.name in there:
            continue
        conn.execute(
            f"CREATE VIRTUAL TABLE {table.name} USING fts5("
            f"{', '.join(table.columns)}, content='{table.content}', content_rowid='{table.row}', "
            "tokenize='unicode61 remove_diacritics 2')"
        )
        conn.execute(
            f"INSERT INTO {table.name}({table.name}, rank) VALUES ('hashsize', {_GATHERED})"
        )
        _add(conn, table)


def is_complete(conn: sqlite3.Connection) -> bool:
    """Whether all full-text tables of this version are there."""
    there = {name for (name,) in conn.execute("SELECT name FROM sqlite_master")}
    return there >= {table.name for table in _ALL}


def _folded_columns(table: FullText) -> str:
    return ", ".join(folded_sql(f'"{column}"') for column in table.columns)


def add(conn: sqlite3.Connection, kind: str, where: str = "1", values: Sequence[str] = ()) -> None:
    """Index the rows of ``kind`` that fulfil ``where`` and are not indexed yet."""
    for table in _tables(kind):
        _add(conn, table, where, values)


def _tables(kind: str) -> tuple[FullText, ...]:
    return (of_kind(kind), *_INDEXED_WITH.get(kind, ()))


def _add(
    conn: sqlite3.Connection, table: FullText, where: str = "1", values: Sequence[str] = ()
) -> None:
    conn.execute(
        f"INSERT INTO {table.name}(rowid, {', '.join(table.columns)}) "
        f'SELECT "{table.row}", {_folded_columns(table)} FROM {table.content} WHERE {where}',
        values,
    )


def remove(conn: sqlite3.Connection, kind: str, where: str, values: Sequence[str] = ()) -> None:
    """Take rows out of the index; to be called while the rows are still as they were indexed."""
    for table in _tables(kind):
        conn.execute(
            f"INSERT INTO {table.name}({table.name}, rowid, {', '.join(table.columns)}) "
            f"SELECT 'delete', \"{table.row}\", {_folded_columns(table)} FROM {table.content} "
            f"WHERE {where}",
            values,
        )


def fill(conn: sqlite3.Connection, kind: str) -> None:
    """Index all rows of ``kind`` anew, folded."""
    for table in _tables(kind):
        conn.execute(f"INSERT INTO {table.name}({table.name}) VALUES ('delete-all')")
        _add(conn, table)


def of_kind(kind: str) -> FullText:
    for table in (*FULL_TEXT, INDICATORS):
        if table.kind == kind:
            return table
    raise KeyError(kind)


@dataclass(frozen=True, slots=True)
class Hit:
    """A row found. ``snippet`` is the original text around the words, each between the marks."""

    kind: str
    id: str
    document_id: str | None
    snippet: str
    phrase: bool


_WORD = re.compile(r"\w+")
_LONGEST_NAME = 12
_NEWEST = 3_000
COMMON = 20_000
"""Words in more rows than this tell no row from another, and weighing them reads all these rows:
then the newest come first."""


def words_of(text: str) -> list[str]:
    """The words of ``text`` as the index has them: lower case, no accents."""
    return _WORD.findall(fold(text))


def search(
    conn: sqlite3.Connection,
    words: str,
    kind: str | None = None,
    limit: int = 20,
    marks: tuple[str, str] = ("**", "**"),
) -> list[Hit]:
    """The rows that hold ``words``, accents optional, best first: those that hold them as one
    phrase before those that only hold them all, and those before words that only begin like the
    last one. A body's name finds all its names. ``kind`` is
    one of documents, sections, tasks, targets, agencies; without it, ``limit`` is for each.

    Words are words: nothing in them is taken for query syntax. Any connection will do; nothing is
    written.
    """
    tokens = words_of(words)
    if not tokens:
        return []
    groups = _with_synonyms(conn, tokens)
    kinds = [of_kind(kind)] if kind else FULL_TEXT
    hits: list[Hit] = []
    for table in kinds:
        hits.extend(_search_one(conn, table, groups, limit, marks))
    return hits


Alternatives = list[tuple[str, ...]]
"""Phrases that mean the same, each a row of words."""


def _search_one(
    conn: sqlite3.Connection,
    table: FullText,
    groups: list[Alternatives],
    limit: int,
    marks: tuple[str, str],
) -> list[Hit]:
    hits: list[Hit] = []
    # Looking words up is quick, what a word may go on to is not: it is asked for last.
    queries = (_phrase_query(groups), _all_words_query(groups), _words_query(groups))
    for query in dict.fromkeys(queries):
        if len(hits) >= limit:
            break
        found = {hit.id for hit in hits}
        phrase = query == queries[0]
        rows = _best(conn, table, query, [query] if phrase else map(_either, groups), limit)
        hits.extend(
            hit for hit in _matches(conn, table, query, rows, marks, phrase) if hit.id not in found
        )
    return hits[:limit]


def _best(
    conn: sqlite3.Connection, table: FullText, query: str, phrases: Iterable[str], limit: int
) -> list[int]:
    """The row numbers of the best matches. Only the newest few thousand hits are ranked: ranking
    reads every hit's row, and counts every row that has one of ``phrases``."""
    newest = f"FROM {table.name} WHERE {table.name} MATCH ? ORDER BY rowid DESC LIMIT"
    if any(has_more(conn, table, phrase, COMMON) for phrase in phrases):
        found = conn.execute(f"SELECT rowid {newest} ?", (query, limit))
    else:
        found = conn.execute(
            f"SELECT row FROM (SELECT rowid AS row, bm25({table.name}) AS score {newest} {_NEWEST}) "
            "ORDER BY score, row LIMIT ?",
            (query, limit),
        )
    return [row for (row,) in found]


def has_more(conn: sqlite3.Connection, table: FullText, query: str, than: int) -> bool:
    """Whether more rows than that match; no more of them are looked at."""
    matches = f"SELECT 1 FROM {table.name} WHERE {table.name} MATCH ? LIMIT 1 OFFSET ?"
    return conn.execute(matches, (query, than)).fetchone() is not None


def _matches(
    conn: sqlite3.Connection,
    table: FullText,
    query: str,
    rows: Iterable[int],
    marks: tuple[str, str],
    phrase: bool,
) -> list[Hit]:
    document = f'c."{table.document}"' if table.document else "NULL"
    hits: list[Hit] = []
    for row in rows:
        hits.extend(
            Hit(table.kind, id_, document_id, snippet, phrase)
            for id_, document_id, snippet in conn.execute(
                f'SELECT c."{table.id}", {document}, '
                f"snippet({table.name}, -1, ?, ?, ' … ', 24) "
                f'FROM {table.name} JOIN {table.content} c ON c."{table.row}" = {table.name}.rowid '
                f"WHERE {table.name} MATCH ? AND {table.name}.rowid = ?",
                (*marks, query, row),
            )
        )
    return hits


@dataclass(frozen=True, slots=True)
class Understood:
    """What words ask for: groups of phrases that mean the same, and the FTS5 queries for all of them
    as one phrase, for all of them in any order, and for that where the last word may go on."""

    groups: tuple[Alternatives, ...]
    phrase: str
    whole: str
    words: str

    def in_any_order(self, conn: sqlite3.Connection, kind: str) -> str:
        """The query for all words in any order among the rows of ``kind``: the last word may go on
        only where no row has them whole, for it is dear to look up what a word may go on to."""
        if self.whole == self.words or has_more(conn, of_kind(kind), self.whole, 0):
            return self.whole
        return self.words


def understood(conn: sqlite3.Connection, words: str) -> Understood | None:
    """What ``words`` ask for; ``None`` where there is no word in them."""
    tokens = words_of(words)
    if not tokens:
        return None
    groups = _with_synonyms(conn, tokens)
    return Understood(
        tuple(groups), _phrase_query(groups), _all_words_query(groups), _words_query(groups)
    )


def match_query(conn: sqlite3.Connection, words: str) -> str:
    """The FTS5 query for ``words``: each body's name with its synonyms as phrases, other words as
    they are, all of them wanted. Empty if there is no word in it."""
    tokens = words_of(words)
    return _words_query(_with_synonyms(conn, tokens)) if tokens else ""


def _quoted(phrase: Iterable[str]) -> str:
    return '"' + " ".join(phrase) + '"'


def _either(alternatives: Alternatives) -> str:
    quoted = [_quoted(phrase) for phrase in alternatives]
    return quoted[0] if len(quoted) == 1 else f"({' OR '.join(quoted)})"


def _phrase_query(groups: list[Alternatives]) -> str:
    """All words as one phrase; where they are just one body's name, any of its names."""
    if len(groups) == 1:
        return _either(groups[0])
    return _quoted(word for group in groups for word in group[0])


def _all_words_query(groups: list[Alternatives]) -> str:
    """All words, in any order."""
    return " AND ".join(map(_either, groups))


def _words_query(groups: list[Alternatives]) -> str:
    """All words, in any order; the last one may go on, if it has three letters or more."""
    last = groups[-1]
    goes_on = len(last) == 1 and len(last[0]) == 1 and len(last[0][0]) >= 3
    return _all_words_query(groups) + (" *" if goes_on else "")


def _with_synonyms(conn: sqlite3.Connection, tokens: list[str]) -> list[Alternatives]:
    """``tokens`` in groups: the longest runs that are a body's name with its other names, every
    other word alone."""
    groups: list[Alternatives] = []
    start = 0
    while start < len(tokens):
        for end in range(min(len(tokens), start + _LONGEST_NAME), start, -1):
            run = tuple(tokens[start:end])
            others = _other_names(conn, run)
            if others:
                groups.append([run, *others])
                start = end
                break
        else:
            groups.append([(tokens[start],)])
            start += 1
    return groups


def _other_names(conn: sqlite3.Connection, run: tuple[str, ...]) -> Alternatives:
    """The other names of the bodies that ``run`` names, those with a place in them left out unless
    ``run`` has one; empty if it names none."""
    found = conn.execute(
        """SELECT DISTINCT o.folded FROM agency_names n
             JOIN agency_names o ON o.agency_id = n.agency_id
            WHERE n.folded = ? AND n.agency_id IN
              (SELECT agency_id FROM agency_names WHERE folded = ? ORDER BY agency_id LIMIT 1)""",
        (" ".join(run), " ".join(run)),
    ).fetchall()
    names = sorted({tuple(_WORD.findall(folded)) for (folded,) in found} - {run, ()}, key=len)
    kept: Alternatives = []
    for name in names:
        if not any(_within(shorter, name) for shorter in [run, *kept]):
            kept.append(name)
    if any(_within(name, run) for name in kept):  # the words have a place: so must the names
        place = _rest(run, [name for name in kept if _within(name, run)])
        kept = [n for n in (tuple(_WORD.findall(f)) for (f,) in found)
                if n != run and _within(place, n)]  # fmt: skip
    return sorted(set(kept))


def _within(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    return any(long[i : i + len(short)] == short for i in range(len(long) - len(short) + 1))


def _rest(run: tuple[str, ...], names: Alternatives) -> tuple[str, ...]:
    """The place at the end of ``run``: its last two words when it begins with a body's name."""
    longest = max(len(name) for name in names)
    return run[longest:][-2:] or run[-1:]
