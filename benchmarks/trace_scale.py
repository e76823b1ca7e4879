"""How long ``kb trace`` takes where a million documents cite each other ten million times.

    python benchmarks/trace_scale.py trace.db

The database is made with plain SQLite if the file is not there (a few minutes, about 4 GB), the
same on every machine: each document cites about ten, most of them recent, one in ten a basic law
of which there are forty, one in a hundred a later one, so that there are hubs and circles. Then the
questions ``trace`` and ``chain`` are asked as ``kb trace`` asks them, to depth 6, from the roots that
have most to answer: the most cited, those cited just too little to count as a hub, those that cite
most, and some of all the others. The slowest answer of each group is shown, and its root.
"""

from __future__ import annotations

import random
import sqlite3
import statistics
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import click
from sqlite_utils import Database

from kb import schema
from kb.questions import add_functions, ask, rows

LAWS = 40
INDEXES = (
    "CREATE INDEX by_citing ON citations (document_id, cited_document_id, relation, subject_id)",
    "CREATE INDEX by_cited ON citations (cited_document_id, relation, document_id, subject_id)",
)
GROUPS = {
    "the most cited": "ORDER BY cited_by DESC LIMIT 40",
    "cited just too little for a hub": "AND cited_by <= 500 ORDER BY cited_by DESC LIMIT 60",
    "cited by dozens": "AND cited_by BETWEEN 30 AND 60 ORDER BY id LIMIT 60",
    "the newest": "ORDER BY issued_on DESC, id LIMIT 60",
    "the oldest": "AND cited_by <= 500 ORDER BY issued_on, id LIMIT 60",
    "one in many": "AND rowid % 9973 = 0 ORDER BY id LIMIT 60",
}


def edges(documents: int, per_document: int) -> Iterator[tuple[int, int]]:
    """Who cites whom, by place in the order of issue."""
    draw = random.Random(4)
    for citing in range(LAWS, documents):
        for _ in range(per_document):
            dice = draw.random()
            if dice < 0.1:
                cited = int(LAWS * draw.random() ** 2)
            elif dice < 0.11:
                cited = draw.randrange(citing, documents)
            elif dice < 0.4:
                # Some documents of each time are cited again and again.
                near = max(LAWS, citing - draw.randrange(1, 40_000))
                cited = max(LAWS, near - near % 200)
            else:
                cited = max(LAWS, citing - 1 - int(draw.expovariate(1 / 20_000)))
            yield citing, cited


def make(path: Path, documents: int, per_document: int) -> None:
    """A database with the tables of the knowledge base, and only these citations in it."""
    names = [f"{n}-{'qh' if n < LAWS else 'qd'}.vn" for n in range(documents)]
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        schema.migrate(Database(connection))
        schema.drop_indexes(Database(connection))
        connection.execute("PRAGMA synchronous = off")
        connection.execute("PRAGMA journal_mode = off")
        connection.execute("BEGIN")
        connection.executemany(
            "INSERT INTO documents (id, type, number, issued_on, held) VALUES (?, 'decision', ?, ?, 1)",
            (
                (name, f"{n}/QĐ", f"{1990 + 36 * n // documents}-01-01")
                for n, name in enumerate(names)
            ),
        )
        connection.executemany(
            """INSERT INTO citations (id, document_id, cited_document_id, relation, state, start)
               VALUES (?, ?, ?, ?, 'resolved', ?)""",
            (
                (f"{n:x}", names[a], names[b], "basis" if n % 3 else "implements", n % 10)
                for n, (a, b) in enumerate(edges(documents, per_document))
            ),
        )
        for index in INDEXES:
            connection.execute(index)
        connection.execute(
            """CREATE TEMP TABLE counts AS SELECT cited_document_id AS id,
                 count(DISTINCT document_id) AS citing FROM citations GROUP BY 1"""
        )
        connection.execute("CREATE INDEX temp.counted ON counts (id)")
        connection.execute(
            """UPDATE documents SET cited_by = coalesce(
                 (SELECT citing FROM temp.counts c WHERE c.id = documents.id), 0)"""
        )
        connection.execute("CREATE INDEX by_cited_by ON documents (cited_by)")
        connection.execute("CREATE INDEX by_date ON documents (issued_on)")
        connection.execute("COMMIT")


def measure(connection: sqlite3.Connection, group: str, question: str, depth: int) -> None:
    """The median and the slowest of all roots of a group, each asked five times, the best counting:
    first by the clock, then by the processor, which neighbours on the machine slow less."""
    roots = [row["id"] for row in rows(connection, f"SELECT id FROM documents WHERE held {group}")]
    taken: list[tuple[float, float, str, int]] = []
    for index, root in enumerate(roots):
        if question == "chain":
            asked = [{"document": root, "to": roots[index - 1]}]
        else:
            asked = [
                {"document": root, "direction": direction, "depth": depth}
                for direction in ("up", "down", "")
            ]
        for given in asked:
            clock, processor, found = min(_timed(connection, question, given) for _ in range(5))
            taken.append((clock, processor, " ".join(map(str, given.values())), found))
    by_clock, by_processor = ([one[column] for one in taken] for column in (0, 1))
    slowest = max(taken, key=lambda one: one[1])
    click.echo(
        f"  clock {statistics.median(by_clock):6.1f} {max(by_clock):6.1f} ms"
        f"  processor {statistics.median(by_processor):6.1f} {max(by_processor):6.1f} ms"
        f"  {slowest[2]} ({slowest[3]} rows)"
    )


def _timed(
    connection: sqlite3.Connection, question: str, given: dict[str, object]
) -> tuple[float, float, int]:
    clock, processor = time.perf_counter(), time.process_time()
    found = len(ask(connection, question, **given))
    return (time.perf_counter() - clock) * 1000, (time.process_time() - processor) * 1000, found


@click.command(help=__doc__)
@click.argument("database", type=click.Path(path_type=Path))
@click.option("--documents", default=1_000_000, show_default=True)
@click.option("--per-document", default=10, show_default=True)
@click.option("--depth", default=6, show_default=True)
def main(database: Path, documents: int, per_document: int, depth: int) -> None:
    if not database.exists():
        make(database, documents, per_document)
    with closing(sqlite3.connect(database)) as connection:
        connection.row_factory = sqlite3.Row
        add_functions(connection)
        (held,) = connection.execute("SELECT count(*) FROM documents").fetchone()
        (edge_count,) = connection.execute("SELECT count(*) FROM citations").fetchone()
        click.echo(f"{held} documents, {edge_count} citations; median and slowest, depth {depth}")
        for question in ("trace", "chain"):
            for name, group in GROUPS.items():
                click.echo(f"{question}, {name}")
                measure(connection, group, question, depth)


if __name__ == "__main__":
    main()
