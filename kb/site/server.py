"""Datasette as ``kb serve`` starts it: this project's settings, metadata and plugin."""

from __future__ import annotations

import asyncio
import os
import socket
import sqlite3
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import uvicorn
import yaml
from datasette.app import Datasette
from datasette.plugins import pm

import kb.site
from kb.questions import load_metadata
from kb.site import workers
from kb.site.live import (
    LiveDatabase,
    NotAKnowledgeBaseError,
    OtherVersionError,
    connect,
    live_databases,
)

NAME = "kb"
"""The database's name in addresses, whatever its file is called."""

SETTINGS = {
    # Facets that take longer vanish without a word; the columns are indexed.
    "facet_time_limit_ms": 1000,
    "suggest_facets": False,
    "sql_time_limit_ms": 3000,
    "default_page_size": 30,  # with its links and facets, a row costs a millisecond
    "truncate_cells_html": 400,
    "num_sql_threads": min(8, (os.cpu_count() or 1) + 2),
    "default_cache_ttl": 0,  # an answer from before a build must not outlive it in a cache
}
PUBLIC_SETTINGS = {
    "default_allow_sql": False,
    "allow_download": False,
    "sql_time_limit_ms": 1000,
    "max_csv_mb": 20,
}


_LOOK_EVERY = 2.0
_WAITING = 2048
"""Connections that may wait to be taken."""

_STUCK = 30.0
"""Seconds after which what should long have been stopped is given up, with its process."""

_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")


class CannotServeError(Exception):
    """One line that says why, and what to do."""


def make_datasette(
    db: Path,
    *,
    public: bool = False,
    metadata: Path | None = None,
    editor: str | None = None,
    user_header: str | None = None,
    crawlers: bool = False,
) -> Datasette:
    """A Datasette with the knowledge base at ``db``, named ``kb``.

    ``public`` turns ad-hoc SQL, downloads and introspection off. ``editor`` is who decides on this
    machine without a login; ``user_header`` is the header by which a reverse proxy names the user;
    ``crawlers`` lets search engines list a public site.
    Raises ``CannotServeError`` where ``db`` is missing or is no knowledge base.
    """
    if not db.is_file():
        raise CannotServeError(f"{db} is not there: make it with  kb build --db {db} FOLDER")
    try:
        connect(db).close()
    except OtherVersionError as error:
        raise CannotServeError(
            f"{error}: build it again with  kb build --db {db} FOLDER"
        ) from error
    except (NotAKnowledgeBaseError, sqlite3.Error) as error:
        raise CannotServeError(f"{error}: make one with  kb build --db OTHER.db FOLDER") from error
    if not pm.is_registered(kb.site):
        pm.register(kb.site, name="chi_thi_kb")
    datasette = Datasette(
        files=[str(db)],
        metadata=_metadata(metadata),
        settings=SETTINGS | (PUBLIC_SETTINGS if public else {}),
        secret=os.environ.get("DATASETTE_SECRET"),  # else whoever is signed in is out at each start
    )
    datasette.kb_public = public
    datasette.kb_editor = editor
    datasette.kb_user_header = user_header
    datasette.kb_crawlers = crawlers
    datasette.remove_database(next(n for n in datasette.databases if n != "_internal"))
    datasette.add_database(LiveDatabase(datasette, db), name=NAME)
    return datasette


def _metadata(path: Path | None) -> dict[str, Any]:
    """This project's metadata.yml, or another file of that shape."""
    try:
        loaded = load_metadata(path)
    except (OSError, ValueError, yaml.YAMLError) as error:
        reason = " ".join(str(error).split())
        raise CannotServeError(f"{path} cannot be read as YAML: {reason}") from error
    if not isinstance(loaded, dict):
        raise CannotServeError(f"{path} holds no metadata: take metadata.yml as a pattern")
    return loaded


def bind(host: str, port: int) -> socket.socket:
    """A listening socket; ``CannotServeError`` where the address is taken or not ours."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, so that asyncio turns Nagle's algorithm off: it holds every answer for 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except (OSError, OverflowError) as error:
        listener.close()
        reason = getattr(error, "strerror", None) or str(error)
        raise CannotServeError(
            f"cannot listen on {host} port {port} ({reason}): try  --port {port + 1}"
        ) from error
    return listener


def serve(
    db: Path,
    *,
    host: str,
    port: int,
    public: bool,
    metadata: Path | None,
    editor: str | None = None,
    user_header: str | None = None,
    crawlers: bool = False,
    processes: int = 1,
    announce: Callable[[str], None],
) -> None:
    """Serve until interrupted, with so many processes. ``announce`` is called with the address once
    it is bound."""
    if editor and (public or host not in _THIS_MACHINE):
        raise CannotServeError("--editor is for this machine alone: leave --host and --public out")
    if user_header and host not in _THIS_MACHINE:
        raise CannotServeError(
            "--user-header trusts who reaches the port: leave --host out, and let a proxy on this "
            "machine set the header"
        )
    datasette = make_datasette(
        db,
        public=public,
        metadata=metadata,
        editor=editor,
        user_header=user_header,
        crawlers=crawlers,
    )
    listener = bind(host, port)
    bound_port = listener.getsockname()[1]

    def started() -> None:
        announce(_address(host, bound_port))

    if processes == 1:
        asyncio.run(_serve(datasette, listener, started))
        return

    # Nothing is open yet in the Datasette that each process goes on with: no thread, no connection.
    watcher = os.getpid()

    def work(ready: Callable[[], None]) -> None:
        asyncio.run(_serve(datasette, listener, ready, watcher))

    if not workers.run(processes, work, started):
        raise CannotServeError("a process could not begin: see above")


def _address(host: str, port: int) -> str:
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{port}/"


async def _serve(
    datasette: Any, listener: socket.socket, started: Callable[[], None], watcher: int | None = None
) -> None:
    """Answer until told to end, or until the process that watches over this one is gone."""
    await datasette.invoke_startup()
    # asyncio takes up to a backlog of waiting connections at once: the process that wakes first would
    # have them all, and the others nothing to do.
    config = uvicorn.Config(
        datasette.app(), log_level="warning", lifespan="on", timeout_graceful_shutdown=5, backlog=1
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started and not serving.done():
        await asyncio.sleep(0.02)
    if server.started:
        listener.listen(_WAITING)
        started()
    stuck = False
    while not serving.done():
        await asyncio.wait([serving], timeout=_LOOK_EVERY)
        stuck = stuck or any(one.running.overdue(_STUCK) for one in live_databases(datasette))
        if stuck or (watcher is not None and os.getppid() != watcher):
            server.should_exit = True
        _follow(datasette)
    await serving
    if stuck:
        print(
            "kb: a statement could not be stopped: this process ends", file=sys.stderr, flush=True
        )
        os._exit(1)  # its thread would be waited for


def _follow(datasette: Datasette) -> None:
    """Go over to a new build without waiting to be asked: who is not asked would hold the old file,
    and its place on the disk, for as long."""
    for database in live_databases(datasette):
        with suppress(OSError, NotAKnowledgeBaseError):
            database.refresh()
