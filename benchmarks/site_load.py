"""Every address of the site under load: eight clients at once, for each route its dearest address.

    python benchmarks/builder_scale.py 100000 --keep .
    python benchmarks/site_load.py 100000.db

The database is served by ``kb serve`` on this machine and asked over loopback by wrk
(https://github.com/wg/wrk). The routes are not listed here: the pages and feeds come from the site's own
description (``/openapi.json``), the rest from the plugin's table of routes, the ready-made
questions from ``metadata.yml``, tables and views from the schema. A route or a parameter for which
nothing below says what to ask is an error.

What is asked is drawn from the database: the most cited document, the longest, the newest and some
others, the body with most tasks, common words, rare ones and beginnings of words; each parameter
alone. Some two dozen addresses of a route are asked once, in one language or the other; the slowest is then asked by
all clients for a second or two, each time with another meaningless parameter, so that each answer is
made anew; where that takes longer than it may, once more as it is. Then the addresses of all routes are asked in a random order: those
of pages and JSON, all with workbooks and calendars, all as they are, and all
while another build is put in the place of the one that is served, again and again.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import click
import httpx

from kb import schema
from kb.questions import questions
from kb.site import register_routes
from kb.site.frame import LANGUAGE_COOKIE
from kb.site.wording import LANGUAGES

SCRIPT = """
local paths, languages = {}, {}
for line in io.lines(os.getenv("KB_PATHS")) do
  languages[#paths + 1], paths[#paths + 1] = line:match("(%S+) (%S+)")
end
local fresh = os.getenv("KB_FRESH") == "1"
local number, headers = 0, {}
function init(args) math.randomseed(os.time()); number = math.random(1, #paths) end
function request()
  number = number + 1
  local place = (number - 1) % #paths + 1
  local path = paths[place]
  headers["Cookie"] = "kb_language=" .. languages[place]
  if fresh then
    path = path .. (path:find("?", 1, true) and "&" or "?") .. "_once=" .. number
  end
  return wrk.format("GET", path, headers)
end
function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format(
    '\\nresult {"p50":%f,"p95":%f,"p99":%f,"max":%f,"requests":%d,"microseconds":%d,' ..
    '"refused":%d,"failed":%d}\\n',
    latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency:percentile(99) / 1000,
    latency.max / 1000, summary.requests, summary.duration, e.status,
    e.connect + e.read + e.write + e.timeout))
end
"""
TARGET = 300
"""Milliseconds that the 95th percentile of a route may take."""

_SEED = 7
_QUICK = 30.0
_MOST_ADDRESSES = 24
_OTHERS = 6
_SWAP_EVERY = 4.0

FILE = re.compile(r"\.(?:xlsx|ics)(?:\?|$)")
"""Addresses of files for another program, of up to thousands of rows."""

Values = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Route:
    """A route and the addresses at which it is asked."""

    name: str
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Load:
    """What a run of wrk measured, in milliseconds; ``cpu`` is the server's for one request."""

    p50: float
    p95: float
    p99: float
    max: float
    requests: int
    a_second: float
    cpu: float
    errors: int


def drawn(connection: sqlite3.Connection) -> Values:
    """What to ask for each part of an address and each parameter, the dearest first."""

    def some(sql: str) -> list[str]:
        return [row[0] for row in connection.execute(sql)]

    chance = random.Random(_SEED)
    held = some("SELECT id FROM documents WHERE held ORDER BY issued_on DESC LIMIT 20000")
    documents = [
        *some("SELECT id FROM documents ORDER BY cited_by DESC LIMIT 1"),
        *some("SELECT id FROM documents WHERE held ORDER BY cited_by DESC LIMIT 1"),
        *some("SELECT document_id FROM document_texts ORDER BY length(text) DESC LIMIT 1"),
        *some("SELECT document_id FROM tasks GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"),
        *some("SELECT document_id FROM document_events GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"),
        *some("SELECT document_id FROM sources WHERE media_type = 'application/pdf' LIMIT 1"),
        *chance.sample(held, min(_OTHERS, len(held))),
    ]
    numbers = [
        row[0]
        for row in connection.execute(
            "SELECT number FROM documents WHERE number IS NOT NULL AND id IN"
            f" ({','.join('?' * len(documents))})",
            documents,
        )
    ]
    bodies = some("SELECT agency_id FROM _agency_counts ORDER BY tasks DESC")
    agencies = [*bodies[:2], *chance.sample(bodies[2:], min(_OTHERS, len(bodies) - 2))]
    names = [
        connection.execute("SELECT name FROM agencies WHERE id = ?", [agency]).fetchone()[0]
        for agency in agencies[:3]
    ]
    indicators = some(
        "SELECT indicator_id FROM targets WHERE indicator_id IS NOT NULL"
        " GROUP BY 1 ORDER BY count(*) DESC LIMIT 4"
    )
    measured = some("SELECT name FROM indicators ORDER BY targets DESC LIMIT 2")
    task_words = [
        " ".join(words.split()[start : start + 3])
        for words in some("SELECT text FROM tasks ORDER BY rowid DESC LIMIT 3")
        for start in (0, 5)
    ]
    tasks = some("SELECT id FROM tasks ORDER BY rowid DESC LIMIT 2")
    years = some(
        "SELECT DISTINCT year FROM documents WHERE year IS NOT NULL ORDER BY year DESC LIMIT 2"
    )
    places = some("SELECT jurisdiction FROM documents GROUP BY 1 ORDER BY count(*) DESC LIMIT 2")
    words = [
        "Sở Nội vụ", "so noi vu chu tri", "thực hiện nhiệm vụ", "tiếp công dân", "uy ban nhan dan",
        "ho so dien tu", "can bo th", *names, *measured, *task_words, *numbers[:2], "không có gì",
    ]  # fmt: skip
    days = ["", f"{years[0]}-03-01", "2020-01-01"] if years else [""]
    return {
        "document": documents, "agency": agencies, "indicator": indicators, "task": tasks,
        "words": words, "names": names, "day": days, "place": ["", *places],
        "number": numbers, "year": [str(year) for year in years],
    }  # fmt: skip


def asked_of(known: Values) -> Values:
    """What to give for each parameter in a query."""
    named = [*known["names"], *known["agency"][:2]]
    documents = [*known["document"][:6], *known["number"][:2]]
    return {
        "q": [*known["words"], *(word[:4] for word in known["words"])],
        "words": known["words"],
        "agency": named,
        "document": documents,
        "to": documents[1:3],
        "task": [*known["task"], *known["words"][-6:-3]],
        "day": known["day"],
        "from": [*known["day"][1:], "40000"],
        "at": ["0-40", "120-180"],
        "place": known["place"],
        "with": known["document"][:2],
        "year": known["year"],
        "issuer": known["agency"][:1],
        "indicator": known["indicator"],
        "role": ["lead", "coordinate", "supervise", "group"],
        "kind": ["tasks", "documents", "unknown-agency", "ambiguous", "task"],
        "type": ["decision", "plan"],
        "status": ["unknown", "overdue", "in_force"],
        "when": ["ahead", "past", "undated", "all"],
        "direction": ["down", "up"],
        "depth": ["3", "6"],
        "relation": ["basis", "implements"],
        "state": ["ambiguous", "unresolved", "not_held", "done", "all"],
        "lacks": ["who", "when", "product", "responsibility", "authority"],
        "change": ["added", "changed"],
        "force": ["all"],
        "days": ["365"],
        "groups": ["1"],
        "level": ["province", "central"],
        "size": ["50"],
        "page": ["2", "400"],
        "lang": list(LANGUAGES),
    }


MAIN = ("words", "q", "agency", "document", "task", "indicator")
"""The parameters that a question is about: asked alone and with each of the others."""


def queries(parameters: Iterable[str], asked: Values) -> Iterator[dict[str, str]]:
    """What to ask of a route with these parameters: nothing, each value of each alone, and the
    dearest of the main one with the first of each other."""
    parameters = list(parameters)
    for name in parameters:
        if name not in asked:
            raise SystemExit(f"nothing here says what to ask for the parameter {name!r}")
    yield {}
    for name in parameters:
        for value in asked[name]:
            yield {name: value}
    main = next((name for name in MAIN if name in parameters), None)
    if main:
        for name in parameters:
            if name != main:
                yield {main: asked[main][0], name: asked[name][0]}
    if {"document", "to"} <= set(parameters):
        for to in asked["to"]:
            yield {"document": asked["document"][4], "to": to}
    if {"from", "to"} <= set(parameters):
        yield {"from": "2016-01-01", "to": "2016-12-31"}


def filled(template: str, known: Values) -> list[str]:
    """The addresses of a template like ``/agency/{id}``."""
    about = re.match(r"/(doc|agency|indicator|map)/", template)
    kind = {"doc": "document", "map": "document"}.get(about[1], about[1]) if about else ""
    if "{" not in template:
        return [template]
    if template.startswith("/decisions/"):
        return [template.replace("{name}", name) for name in ("corrections", "progress")]
    if "{id}" not in template or not kind:
        raise SystemExit(f"nothing here says what to ask for {template}")
    found = [template.replace("{id}", quote(id_, safe="")) for id_ in known[kind]]
    return [one.replace("{number}", "1") for one in found]


def addresses(template: str, parameters: Iterable[str], known: Values) -> tuple[str, ...]:
    """All addresses of a route; of those with something in the path, each with all parameters for the
    first, and the others without."""
    paths = filled(template, known)
    asked = asked_of(known)
    found = [_address(paths[0], query) for query in queries(parameters, asked)] + paths[1:]
    return tuple(dict.fromkeys(found))


def _address(path: str, query: dict[str, str]) -> str:
    return f"{path}?{urlencode(query)}" if query else path


def own_routes(described: dict[str, Any], known: Values) -> list[Route]:
    """The project's own pages, their JSON, feeds and files: all that the description names, and all that the plugin's table of routes has besides."""
    found: dict[str, tuple[str, ...]] = {}
    for template, does in described["paths"].items():
        if "get" not in does or f"^{template}$" in FORMS:
            continue
        parameters = [one["name"] for one in does["get"]["parameters"] if one["in"] == "query"]
        found[template] = addresses(template, parameters, known)
    patterns = [pattern for pattern, _ in register_routes() if pattern not in FORMS]
    asked = {_answers(patterns, address) for paths in found.values() for address in paths}
    for pattern in patterns:
        if pattern in asked:
            continue
        if pattern not in BESIDES:
            raise SystemExit(f"nothing here says what to ask of the route {pattern}")
        for template, parameters in BESIDES[pattern]:
            found[template] = addresses(template, parameters, known)
    return [Route(name, paths) for name, paths in found.items()]


def _answers(patterns: list[str], address: str) -> str | None:
    """The route that answers an address: the first that fits, as in Datasette."""
    path = address.partition("?")[0]
    return next((pattern for pattern in patterns if re.match(pattern, path)), None)


FORMS = frozenset({r"^/correct$", r"^/decide$", r"^/undo$", r"^/redo$"})
"""Routes of an editor's forms: readers are turned away."""

BESIDES: dict[str, list[tuple[str, tuple[str, ...]]]] = {
    r"^/-/kb/(?P<name>[a-z]+\.(?:css|js|svg))$": [("/-/kb/kb.css", ()), ("/-/kb/kb.js", ())],
}
"""Routes that are not in the description, and what to ask of each."""


def question_routes(known: Values) -> list[Route]:
    """The ready-made questions, each as a page of Datasette and as JSON."""
    found = []
    for name, question in questions().items():
        for suffix in (".json", ""):
            path = f"/kb/{name}{suffix}"
            found.append(Route(path, addresses(path, question.parameters, known)))
    return found


def table_routes(connection: sqlite3.Connection, known: Values) -> list[Route]:
    """Datasette's pages of tables, views and rows, and the JSON of each."""
    found = [Route("/kb", ("/kb",)), Route("/kb.json", ("/kb.json",))]
    public = [table.name for table in schema.TABLES if table.public]
    for name in [*public, *(view.name for view in schema.VIEWS)]:
        # A view is not sorted by anything that leads to it, nor a table by what has no index.
        ordered = schema.table(name).sorted_by if name in public else ()
        columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{name}")')]
        given = ["", *(f"?_sort_desc={column}" for column in SORTED if column in ordered)]
        given += [
            f"?{column}={quote(known[kind][0])}"
            for column, kind in FILTERED.items()
            if column in columns
        ]
        if name in ("documents", "tasks", "sections", "targets", "agencies"):
            given += [f"?_search={quote(words)}" for words in known["words"]]
        for suffix in (".json", ""):
            path = f"/kb/{name}{suffix}"
            found.append(Route(path, tuple(f"{path}{query}" for query in given)))
    for name, kind in (("documents", "document"), ("tasks", "task"), ("agencies", "agency")):
        for suffix in (".json", ""):
            paths = tuple(f"/kb/{name}/{tilde(id_)}{suffix}" for id_ in known[kind])
            found.append(Route(f"/kb/{name}/{{id}}{suffix}", paths))
    return found


SORTED = ("deadline", "issued_on", "cited_by")
FILTERED = {"document_id": "document", "agency_id": "agency", "task_id": "task"}


def tilde(id_: str) -> str:
    from datasette.utils import tilde_encode

    return tilde_encode(id_)


class Server:
    """``kb serve`` as a user starts it, on a link to the database in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "kb.db"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.base = f"http://127.0.0.1:{port}"
        kb = Path(sys.executable).with_name("kb")
        self.process = subprocess.Popen(
            [kb, "serve", "--db", self.file, "--port", str(port)],
            stdout=subprocess.PIPE,
            stderr=(folder / "errors.txt").open("w"),
            text=True,
        )
        assert self.process.stdout is not None
        while "http://" not in self.process.stdout.readline():
            if self.process.poll() is not None:
                raise SystemExit("kb serve did not start")

    def cpu(self) -> float:
        """Processor seconds that the server has used, its children's included."""
        total = 0
        for pid in self._pids():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
        return total / os.sysconf("SC_CLK_TCK")

    def memory(self) -> int:
        """Memory that the server holds for itself, in MiB (file pages are not counted)."""
        total = 0
        for pid in self._pids():
            for line in Path(f"/proc/{pid}/status").read_text().splitlines():
                if line.startswith("RssAnon:"):
                    total += int(line.split()[1])
        return total // 1024

    def _pids(self) -> list[int]:
        found = [self.process.pid]
        for pid in found:
            for task in Path(f"/proc/{pid}/task").iterdir():
                found += [int(child) for child in (task / "children").read_text().split()]
        return found

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


@contextmanager
def serving(database: Path) -> Iterator[Server]:
    with tempfile.TemporaryDirectory(dir=database.parent, prefix=".site_load-") as folder:
        os.link(database, Path(folder) / "kb.db")
        server = Server(Path(folder))
        try:
            yield server
        finally:
            server.stop()


def loaded(
    server: Server, paths: Iterable[str], seconds: int, clients: int, *, fresh: bool = True
) -> Load:
    """What wrk measures with all ``paths`` in turn."""
    with tempfile.TemporaryDirectory() as scratch:
        script, listed = Path(scratch) / "wrk.lua", Path(scratch) / "paths"
        script.write_text(SCRIPT, encoding="utf-8")
        listed.write_text("\n".join(paths) + "\n", encoding="utf-8")
        before = server.cpu()
        said = subprocess.run(
            ["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "--timeout", "30s", "-s", script,
             server.base],
            env=os.environ | {"KB_PATHS": str(listed), "KB_FRESH": str(int(fresh))},
            check=True, capture_output=True, text=True,
        ).stdout  # fmt: skip
        used = server.cpu() - before
    result = json.loads(said.rpartition("result ")[2])
    done = max(result["requests"], 1)
    return Load(
        result["p50"], result["p95"], result["p99"], result["max"], result["requests"],
        1e6 * result["requests"] / result["microseconds"], 1000 * used / done,
        result["refused"] + result["failed"],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dearest:
    """The address of a route that took longest, and how many answered at all."""

    address: str
    milliseconds: float
    kilobytes: float
    good: tuple[str, ...]


def dearest(client: httpx.Client, route: Route) -> tuple[Dearest | None, list[str]]:
    """The slowest address of a route with those that answered well, and those that answered with an
    error. Half are asked in each language."""
    slowest: Dearest | None = None
    good: list[str] = []
    wrong: list[str] = []
    asked = route.addresses[:_MOST_ADDRESSES]
    if len(asked) < len(route.addresses):
        asked = tuple(random.Random(_SEED).sample(route.addresses, _MOST_ADDRESSES))
    for number, address in enumerate(asked):
        language = LANGUAGES[number % len(LANGUAGES)]
        start = time.perf_counter()
        reply = client.get(address, headers={"cookie": f"{LANGUAGE_COOKIE}={language}"})
        taken = 1000 * (time.perf_counter() - start)
        if reply.status_code >= 400:
            wrong.append(f"{reply.status_code} {address}")
            continue
        good.append(f"{language} {address}")
        if slowest is None or taken > slowest.milliseconds:
            slowest = Dearest(good[-1], taken, len(reply.content) / 1000, ())
    if slowest is None:
        return None, wrong
    return Dearest(slowest.address, slowest.milliseconds, slowest.kilobytes, tuple(good)), wrong


def swapped(
    server: Server, database: Path, paths: list[str], seconds: int, clients: int
) -> tuple[Load, int]:
    """The load while builds are put in each other's place, and how many times that was done."""
    folder = server.file.parent
    other = folder / "other.db"
    shutil.copyfile(database, other)
    builds = [other, database]
    swaps = 0
    over = threading.Event()

    def swap() -> None:
        nonlocal swaps
        while not over.wait(_SWAP_EVERY):
            fresh = folder / ".kb.db.building"
            os.link(builds[swaps % 2], fresh)
            fresh.replace(server.file)
            swaps += 1

    swapper = threading.Thread(target=swap)
    swapper.start()
    try:
        found = loaded(server, paths, seconds, clients)
    finally:
        over.set()
        swapper.join()
    return found, swaps


def show(name: str, load: Load, note: str = "") -> None:
    mark = " **over**" if load.p95 > TARGET else ""
    print(
        f"| {name} | {load.p50:.0f} | {load.p95:.0f}{mark} | {load.p99:.0f} | {load.max:.0f} |"
        f" {load.a_second:.0f} | {load.cpu:.1f} | {load.errors} | {note} |",
        flush=True,
    )


@click.command(help=__doc__)
@click.argument("database", type=click.Path(exists=True, path_type=Path))
@click.option("--seconds", default=2, show_default=True, help="How long each route is asked.")
@click.option("--clients", default=8, show_default=True)
@click.option("--only", default="", help="Only routes in whose name this is found (a pattern).")
@click.option("--mix/--no-mix", default=True, help="All routes in a random order, and the swaps.")
@click.option("--verbose", is_flag=True, help="Show the addresses that answered with an error.")
def main(database: Path, seconds: int, clients: int, only: str, mix: bool, verbose: bool) -> None:
    database = database.absolute()
    with (
        sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True) as connection,
        serving(database) as server,
        httpx.Client(base_url=server.base, timeout=60) as client,
    ):
        known = drawn(connection)
        routes = [
            *own_routes(client.get("/openapi.json").json(), known),
            *question_routes(known),
            *table_routes(connection, known),
        ]
        routes = [route for route in routes if re.search(only, route.name)]
        print(
            "| route | p50, ms | p95, ms | p99, ms | slowest | requests/s | CPU ms | errors | asked |"
        )
        print("|---|---:|---:|---:|---:|---:|---:|---:|---|")
        everything: list[str] = []
        dear: list[str] = []
        over: list[str] = []
        empty: list[str] = []
        for route in routes:
            found, wrong = dearest(client, route)
            for one in wrong if verbose else ():
                print(f"    {one}", file=sys.stderr)
            if found is None:
                empty.append(route.name)
                continue
            everything += found.good
            took = seconds if found.milliseconds > _QUICK else 1
            load = loaded(server, [found.address], took, clients)
            show(route.name, load, f"`{found.address}` ({found.kilobytes:.0f} kB)")
            if load.p95 > TARGET or load.errors or not load.requests:
                dear.append(route.name)
                loaded(server, [found.address], seconds, clients, fresh=False)
                again = loaded(server, [found.address], 1, clients, fresh=False)
                show(f"{route.name}, kept", again, "the same, not made anew")
                if again.p95 > TARGET or again.errors or not again.requests:
                    over.append(route.name)
        if mix:
            random.Random(_SEED).shuffle(everything)
            pages = [address for address in everything if not FILE.search(address)]
            show("pages and JSON in a random order", loaded(server, pages, 30, clients))
            show("all in a random order", loaded(server, everything, 30, clients))
            show("the same, asked again", loaded(server, everything, 30, clients, fresh=False))
            load, swaps = swapped(server, database, everything, 40, clients)
            show(f"while {swaps} builds are put in place", load)
        print(f"\n{len(routes)} routes; memory of the server: {server.memory()} MiB")
        print(
            f"over {TARGET} ms at p95 where each answer is made anew: {', '.join(dear) or 'none'}"
        )
        print(
            f"over {TARGET} ms at p95 as it is asked, or with errors: {', '.join(over) or 'none'}"
        )
        if empty:
            print(f"nothing in this database at: {', '.join(empty)}")


if __name__ == "__main__":
    main()
