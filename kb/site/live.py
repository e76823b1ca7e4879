"""A database that is replaced while it is being served.

``kb build`` publishes with ``os.replace``: the path then leads to another file. Stock Datasette
keeps one connection a thread, each to the file that it found when it first asked, so old and new
answers alternate. Here a request looks at the path before it starts; if another file is there, a
new :class:`Generation` is opened as a whole and becomes the current one. A request keeps the
generation that it started with to its end, and an old generation is closed when its last request
has finished. So no request fails, no answer mixes two builds, and nobody who has seen the new
build is shown the old one again.

A file that is no knowledge base, or is not whole, is never taken up: the old one goes on serving.
"""

from __future__ import annotations

import asyncio
import queue
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from datasette.database import Database, QueryInterrupted, Results
from datasette.tracer import trace

from kb.questions import is_of_this_version
from kb.site import bounded, counted, first_rows
from kb.site.limits import time_limit
from kb.site.remembered import Store

if TYPE_CHECKING:
    from datasette.app import Datasette

T = TypeVar("T")
FileId = tuple[int, int, int, int]

KNOWLEDGE_BASE_TABLES = frozenset({"documents", "document_aliases", "citations", "tasks"})
"""A database with these tables is one of ours."""

_FACET = """SELECT json_extract(value, '$[0]') AS value, json_extract(value, '$[1]') AS count
  FROM json_each(?) LIMIT ?"""
_ATTEMPTS = 5
_COUNT_LIMIT_MS = 1_000


class NotAKnowledgeBaseError(Exception):
    """The file at the path is not a database made by ``kb build``."""


class OtherVersionError(NotAKnowledgeBaseError):
    """``kb build`` of another version made it: its tables are not those that are asked here."""


def file_id(path: Path) -> FileId:
    """What tells one published file from another; ``FileNotFoundError`` if there is none."""
    stat = path.stat()
    return stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns


def connect(path: Path) -> sqlite3.Connection:
    """A read-only connection to a knowledge base; ``NotAKnowledgeBaseError`` if it is none, and
    ``OtherVersionError`` if it is one of another version."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro",
        uri=True,
        check_same_thread=False,
        factory=bounded.Connection,
    )
    try:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    except sqlite3.DatabaseError as error:
        connection.close()
        raise NotAKnowledgeBaseError(f"{path}: {error}") from error
    if not tables >= KNOWLEDGE_BASE_TABLES:
        connection.close()
        raise NotAKnowledgeBaseError(f"{path} is not a knowledge base")
    if not is_of_this_version(connection):
        connection.close()
        raise OtherVersionError(f"{path} was built by another version of kb")
    return connection


class Generation:
    """One published file and all connections to it, opened together.

    The connections are opened before anyone uses the generation, never later: a path that is
    replaced once more cannot slip another build in among them.
    """

    def __init__(
        self,
        identity: FileId,
        connections: list[sqlite3.Connection],
        running: bounded.Running | None = None,
    ) -> None:
        self.identity = identity
        self.running = running or bounded.Running()
        self.closed = False
        self.counted = counted.counted_when_built(connections[0])
        self.remembered: Store = {}
        self.described: Store = {}
        self._users = 0
        self._retired = False
        self._lock = threading.Lock()
        self._free: queue.LifoQueue[sqlite3.Connection] = queue.LifoQueue()
        for connection in connections:
            self._free.put(connection)

    def run(self, fn: Callable[[sqlite3.Connection], T]) -> T:
        """``fn`` with one of the connections, in the caller's thread. The caller has acquired."""
        connection = self._free.get()
        try:
            with self.running.one():
                return fn(connection)
        except MemoryError as error:
            raise sqlite3.OperationalError("too much memory is wanted: ask for less") from error
        finally:
            self._free.put(connection)

    def acquire(self) -> None:
        with self._lock:
            self._users += 1

    def release(self) -> None:
        with self._lock:
            self._users -= 1
        self._close_if_done()

    def retire(self) -> None:
        """No new request starts with it; it closes when the last one has finished."""
        self._retired = True
        self._close_if_done()

    def _close_if_done(self) -> None:
        with self._lock:
            if self._retired and not self._users:
                self.close()

    def close(self) -> None:
        self.closed = True
        while not self._free.empty():
            self._free.get_nowait().close()


_MOST_DESCRIBED = 5_000


def _once_a_build(describe: Callable[..., Any]) -> Callable[..., Any]:
    """A method of Datasette's that reads the schema: each page asks some twenty of them, and the page
    of all tables some hundreds."""

    async def described(self: LiveDatabase, *of: Any) -> Any:
        known = self.generation().described
        key = (describe.__name__, *of)
        if key not in known:
            if len(known) >= _MOST_DESCRIBED:
                known.clear()
            known[key] = await describe(self, *of)
        return copy(known[key])

    return described


_pinned: ContextVar[dict[str, Generation] | None] = ContextVar("kb_generations", default=None)
"""The generation of each live database that the request being answered has started with."""


class LiveDatabase(Database):
    """A Datasette database that follows its path from build to build. It is never written to."""

    def __init__(self, ds: Datasette, path: str | Path) -> None:
        super().__init__(ds, path=str(path), is_mutable=True)
        self._file = Path(path)
        self._refused: FileId | None = None
        self.current: Generation | None = None
        self.running = bounded.Running()

    table_exists = _once_a_build(Database.table_exists)
    table_names = _once_a_build(Database.table_names)
    table_columns = _once_a_build(Database.table_columns)
    table_column_details = _once_a_build(Database.table_column_details)
    primary_keys = _once_a_build(Database.primary_keys)
    fts_table = _once_a_build(Database.fts_table)
    label_column_for_table = _once_a_build(Database.label_column_for_table)
    foreign_keys_for_table = _once_a_build(Database.foreign_keys_for_table)
    hidden_table_names = _once_a_build(Database.hidden_table_names)
    view_names = _once_a_build(Database.view_names)
    get_all_foreign_keys = _once_a_build(Database.get_all_foreign_keys)
    get_table_definition = _once_a_build(Database.get_table_definition)

    def refresh(self) -> Generation:
        """The current generation, after a look at the path. Raises only if there never was one."""
        try:
            identity = file_id(self._file)
        except OSError:
            if self.current is None:
                raise
            return self.current
        if self.current is None or identity not in (self.current.identity, self._refused):
            self._take_up(identity)
        if self.current is None:
            raise NotAKnowledgeBaseError(f"{self._file} is not a knowledge base")
        return self.current

    def _take_up(self, identity: FileId) -> None:
        try:
            fresh = self._open()
        except (NotAKnowledgeBaseError, OSError, sqlite3.Error) as error:
            if self.current is None:
                raise
            self._refused = identity
            print(f"kb: still serving the earlier build: {error}", file=sys.stderr, flush=True)
            return
        if fresh is None:  # replaced again while it was opened: the next request tries again
            return
        old, self.current, self._refused = self.current, fresh, None
        if old is not None:
            old.retire()

    def _open(self) -> Generation | None:
        size = self.ds.setting("num_sql_threads") or 1
        for _ in range(_ATTEMPTS):
            before = file_id(self._file)
            connections: list[sqlite3.Connection] = []
            try:
                for _ in range(size):
                    connections.append(connect(self._file))
                    self.ds._prepare_connection(connections[-1], self.name)
                if file_id(self._file) == before:
                    return Generation(before, connections, self.running)
            except BaseException:
                _close_all(connections)
                raise
            _close_all(connections)
        if self.current is None:
            raise OSError(f"{self._file} is replaced faster than it can be opened")
        return None

    def generation(self) -> Generation:
        """The generation to ask: the running request's own, else the current one."""
        pinned = (_pinned.get() or {}).get(self.name)
        if pinned is not None and not pinned.closed:
            return pinned
        return self.current or self.refresh()

    async def execute_fn(self, fn: Callable[[sqlite3.Connection], Any]) -> Any:
        generation = self.generation()
        generation.acquire()
        if self.ds.executor is None:
            try:
                return generation.run(fn)
            finally:
                generation.release()
        # Released by the thread, not by the waiting request: its client may go before the answer.
        future = self.ds.executor.submit(generation.run, fn)
        future.add_done_callback(lambda _: generation.release())
        return await asyncio.wrap_future(future)

    async def execute_write_fn(self, fn: Any, block: bool = True) -> Any:
        raise PermissionError(f"{self.name} is made by kb build and is not written to here")

    async def execute(
        self, sql: str, params: Any = None, truncate: bool = False, **limits: Any
    ) -> Results:
        if truncate:
            sql = first_rows.bounded(sql)
        known = self.generation().counted
        rows = known.rows_of(sql)
        if rows is not None:
            return await self.ask(f'select {rows} as "count(*)"', truncate=truncate)
        facet = known.facet_of(sql)
        if facet is not None:
            return await self.ask(_FACET, facet, truncate)
        key = counted.key(sql, params, truncate)
        answer = known.get(key) if key else None
        if answer is None:
            if known.takes_too_long(key):
                raise QueryInterrupted(TimeoutError("it took too long before"), sql, params)
            try:
                answer = await self.ask(sql, params, truncate, **limits)
            except QueryInterrupted:
                if key:
                    known.stopped[key] += 1
                raise
            if key:
                known.put(key, answer)
        return first_rows.shortened(answer) if truncate else answer

    async def ask(
        self,
        sql: str,
        params: Any = None,
        truncate: bool = False,
        custom_time_limit: int | None = None,
        page_size: int | None = None,
        log_sql_errors: bool = True,
    ) -> Results:
        """What ``sql`` answers, as Datasette's own ``execute`` gives it, limited in processor time."""
        limit = min(custom_time_limit or self.ds.sql_time_limit_ms, self.ds.sql_time_limit_ms)
        most = (self.ds.max_returned_rows or None) if truncate else None
        if most and most == (page_size or self.ds.page_size):
            most += 1  # a page looks one row further, to know whether there is another

        def answer(connection: sqlite3.Connection) -> Results:
            with time_limit(connection, limit):
                cursor = connection.cursor().execute(sql, {} if params is None else params)
                rows = cursor.fetchmany(most + 1) if most else cursor.fetchall()
            return Results(rows[:most], most is not None and len(rows) > most, cursor.description)

        with trace("sql", database=self.name, sql=sql.strip(), params=params):
            try:
                return await self.execute_fn(answer)
            except sqlite3.DatabaseError as error:
                if error.args == ("interrupted",):
                    raise QueryInterrupted(error, sql, params) from error
                if log_sql_errors:
                    print(f"kb: {error} in {sql!r} with {params!r}", file=sys.stderr, flush=True)
                raise

    async def table_counts(self, limit: int = 10) -> dict[str, int | None]:
        """Rows a table, ``None`` where counting took too long."""
        known = self.generation().counted.tables
        names = await self.table_names()
        for name in names:
            if known.get(name) is None:
                known[name] = await self._count(name, max(limit, _COUNT_LIMIT_MS))
        return {name: known[name] for name in names}

    async def _count(self, table: str, limit: int) -> int | None:
        try:
            answer = await self.ask(
                f"select count(*) from [{table}]", custom_time_limit=limit, log_sql_errors=False
            )
        except (QueryInterrupted, sqlite3.DatabaseError):
            return None
        return answer.rows[0][0]

    def close(self) -> None:
        if self.current is not None:
            self.current.close()
        super().close()


def _close_all(connections: list[sqlite3.Connection]) -> None:
    for connection in connections:
        connection.close()


@contextmanager
def _pin(databases: list[LiveDatabase]) -> Iterator[None]:
    generations = {database.name: database.refresh() for database in databases}
    for generation in generations.values():
        generation.acquire()
    token = _pinned.set(generations)
    try:
        yield
    finally:
        _pinned.reset(token)
        for generation in generations.values():
            generation.release()


def live_databases(datasette: Datasette) -> list[LiveDatabase]:
    return [db for db in datasette.databases.values() if isinstance(db, LiveDatabase)]


def one_build_a_request(datasette: Datasette, app: Callable[..., Any]) -> Callable[..., Any]:
    """ASGI middleware: each request sees one build from its beginning to its end."""

    async def answer(scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http" or _pinned.get() is not None:
            await app(scope, receive, send)
            return
        with _pin(live_databases(datasette)):
            await app(scope, receive, send)

    return answer


def follow_builds(datasette: Datasette) -> None:
    """Put a :class:`LiveDatabase` in the place of every knowledge base that Datasette opened."""
    databases = {
        name: _live(datasette, name, database) for name, database in datasette.databases.items()
    }
    datasette.databases = databases


def _live(datasette: Datasette, name: str, database: Database) -> Database:
    if isinstance(database, LiveDatabase) or database.is_memory or not database.path:
        return database
    live = LiveDatabase(datasette, database.path)
    live.name, live.route = name, database.route
    try:
        live.refresh()
    except (NotAKnowledgeBaseError, OSError, sqlite3.Error):
        return database
    return live
