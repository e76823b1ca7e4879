"""How long search, the ready-made questions and the pages of all tables take on a database.

    python benchmarks/builder_scale.py 100000 --keep .
    python benchmarks/query_latency.py 100000.db

The database is served by ``kb serve`` on this machine; each address is asked over HTTP a few times by
one client, after one request that is not counted, each time with another meaningless parameter, so that
no answer is one that was kept. Tables are asked for as people see them, with the
facets and the order of ``metadata.yml``. Search runs in this process, as ``kb search`` does.
"""

from __future__ import annotations

import itertools
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import click
import httpx

from kb import schema
from kb.questions import open_database
from kb.search import search

WORDS = (
    "Sở Nội vụ",
    "so noi vu",
    "SNV",
    "01/CT-UBND",
    "tiếp công dân",
    "ho so dien tu",
    "che phu rung",
    "thực hiện nhiệm vụ",
)


def addresses(database: Path) -> dict[str, str]:
    """The questions, about a document and an indicator that the database holds."""
    with sqlite3.connect(database) as connection:
        (document,) = connection.execute(
            "select id from documents where held order by issued_on desc limit 1 offset 50"
        ).fetchone()
        (hub,) = connection.execute(
            "select cited_document_id from citations where cited_document_id is not null"
            " group by 1 order by count(*) desc limit 1"
        ).fetchone()
        (number,) = connection.execute(
            "select number from documents where id = ?", (document,)
        ).fetchone()
    new, old, number = quote(document), quote(hub), quote(number)
    return {
        "who, the agency with most tasks": "/kb/who.json?words=so+noi+vu",
        "who, leads, in a year": "/kb/who.json?words=so+noi+vu&role=lead&from=2020-01-01&to=2020-12-31",
        "who, some bodies": "/kb/who.json?words=ban+dan+van",
        "who, words of a task": "/kb/who.json?words=tap+huan",
        "workload": "/kb/workload.json?agency=so+noi+vu",
        "deadlines": "/kb/deadlines.json?from=2020-01-01&to=2020-01-31",
        "deadlines of an agency": "/kb/deadlines.json?from=2020-01-01&to=2020-12-31&agency=so+noi+vu",
        "find, a number": f"/kb/find.json?document={number}",
        "trace up": f"/kb/trace.json?document={new}&direction=up&depth=4",
        "trace down from the hub": f"/kb/trace.json?document={old}&direction=down&depth=4",
        "chain": f"/kb/chain.json?document={new}&to={old}",
        "changes": f"/kb/changes.json?document={new}",
        "changes of the hub": f"/kb/changes.json?document={old}",
        "effect": f"/kb/effect.json?document={new}&day=2021-06-01",
        "indicator": "/kb/indicator.json?words=che+phu+rung",
        "most cited": "/kb/most_cited.json",
        "most cited as a basis": "/kb/most_cited.json?relation=basis",
        "unresolved": "/kb/unresolved.json",
        "to check": "/kb/to_check.json",
        "documents, searched": "/kb/documents?_search=ho+so+giay",
        "tasks, searched": "/kb/tasks?_search=tap+huan",
        "tasks by deadline": "/kb/tasks?_sort_desc=deadline",
        "one agency's parts in tasks": "/kb/task_agencies?agency_id=ha-noi.so-noi-vu",
        "a document's page": f"/doc/{new}",
        "a document as JSON": f"/doc/{new}.json",
        "the hub as JSON": f"/doc/{old}.json",
        "the first page": "/",
        "page of tasks": "/tasks",
        "page of tasks, past": "/tasks?when=past",
        "page of tasks of an agency": "/tasks?agency=so+noi+vu&when=all",
        "page of search": "/search?q=so+noi+vu",
        "page of search, a number": f"/search?q={number}",
        "page of agencies": "/agencies",
        "page of an agency": "/agency/ha-noi.so-noi-vu",
        "the list of tables": "/kb",
        **{f"table {table.name}": f"/kb/{table.name}" for table in schema.TABLES if table.public},
        **{f"view {view.name}": f"/kb/{view.name}" for view in schema.VIEWS},
    }


def milliseconds(work: Callable[[], object], times: int) -> list[float]:
    work()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(1000 * (time.perf_counter() - start))
    return sorted(taken)


def show(what: str, taken: list[float], note: str = "") -> None:
    p95 = taken[max(int(0.95 * len(taken)) - 1, 0)]
    print(f"| {what} | {statistics.median(taken):.0f} | {p95:.0f} | {note} |", flush=True)


@click.command(help=__doc__)
@click.argument("database", type=click.Path(exists=True, path_type=Path))
@click.option("--times", default=20, show_default=True)
def main(database: Path, times: int) -> None:
    print("| what | median, ms | p95, ms | answer |\n|---|---|---|---|")
    connection = open_database(database)
    for words in WORDS:
        hits = len(search(connection, words))
        show(
            f"search: {words}",
            milliseconds(lambda w=words: search(connection, w), times),
            f"{hits} hits",
        )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kb = Path(sys.executable).with_name("kb")
    server = subprocess.Popen(
        [kb, "serve", "--db", database, "--port", str(port)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None
        while "http://" not in server.stdout.readline():
            pass
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            for what, address in addresses(database).items():
                reply = client.get(address)
                note = f"{reply.status_code}, {len(reply.content) // 1000} kB"
                anew = f"{address}{'&' if '?' in address else '?'}_once="
                asked = map(f"{anew}{{}}".format, itertools.count())
                show(what, milliseconds(lambda a=asked: client.get(next(a)), times), note)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()


if __name__ == "__main__":
    main()
