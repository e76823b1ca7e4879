"""A new build is picked up by a running server: no failed request, never an older answer again."""

from __future__ import annotations

import asyncio
import itertools
import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from datasette.app import Datasette
from serving import children, running
from small_knowledge_base import DIRECTIVE

from kb.site import live
from kb.site.server import make_datasette

Make = Callable[..., Path]
ROOT = Path(__file__).parents[3]


def version_of(title: str) -> int:
    return int(title.removeprefix("build "))


ASKED = (
    (f"kb/documents.json?id={DIRECTIVE}&_shape=array", lambda rows: rows[0]["title"]),
    ("kb/who.json?words=so+noi+vu&_shape=array", lambda rows: rows[0]["title"]),
    (f"doc/{DIRECTIVE}.json", lambda document: document["title"]),
)


class Client(threading.Thread):
    """Asks one thing after another and notes when it asked, when it was told, and what."""

    def __init__(self, address: str, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.address, self.stop = address, stop
        self.told: list[tuple[float, float, int]] = []
        self.failed: list[str] = []

    def run(self) -> None:
        with httpx.Client(base_url=self.address, timeout=30) as client:
            for path, title in itertools.cycle(ASKED):
                if self.stop.is_set():
                    return
                asked = time.monotonic()
                try:
                    response = client.get(path)
                    response.raise_for_status()
                    version = version_of(title(response.json()))
                except Exception as error:
                    self.failed.append(f"{path}: {error!r}")
                else:
                    self.told.append((asked, time.monotonic(), version))


def test_a_served_database_is_replaced_again_and_again_without_one_failed_request(
    tmp_path: Path, knowledge_base: Make
) -> None:
    db = knowledge_base(tmp_path / "kb.db", title="build 0")
    stop = threading.Event()
    last = 8
    with running(db) as (address, pid):
        clients = [Client(address, stop) for _ in range(4)]
        for client in clients:
            client.start()
        try:
            for version in range(1, last + 1):
                knowledge_base(db, title=f"build {version}")
                wait_until_told(clients, version)
        finally:
            stop.set()
        for client in clients:
            client.join()
        wait_until(lambda: not any(map(open_but_deleted, [pid, *children(pid)])))
    assert [failure for client in clients for failure in client.failed] == []
    told = sorted(answer for client in clients for answer in client.told)
    assert {version for _, _, version in told} == set(range(last + 1))
    seen = deque(sorted((seen, version) for _, seen, version in told))
    newest_seen = 0
    for asked, _, version in told:
        while seen[0][0] < asked:
            newest_seen = max(newest_seen, seen.popleft()[1])
        assert version >= newest_seen, "an older build was shown after a newer one"


def wait_until(true: Callable[[], bool]) -> None:
    """An answer is sent before the server has tidied up behind it."""
    end = time.monotonic() + 30
    while not true():
        assert time.monotonic() < end, "it does not come true"
        time.sleep(0.05)


def wait_until_told(clients: list[Client], version: int) -> None:
    """Until every client has been told of ``version``, or one has failed."""
    for _ in range(3000):
        if any(client.failed for client in clients):
            return
        if all(client.told and client.told[-1][2] == version for client in clients):
            return
        time.sleep(0.01)
    pytest.fail(f"build {version} was never shown")


def open_but_deleted(pid: int) -> list[str]:
    """Database files that a process holds open though they are gone."""
    folder = Path(f"/proc/{pid}/fd")
    if not folder.is_dir():
        return []
    links = [str(link.readlink()) for link in folder.iterdir() if link.is_symlink()]
    return [link for link in links if "kb.db" in link and link.endswith("(deleted)")]


def title_now(database: live.LiveDatabase) -> str:
    async def ask() -> str:
        answer = await database.execute("SELECT title FROM documents WHERE id = ?", [DIRECTIVE])
        return answer.single_value()

    return asyncio.run(ask())


@pytest.fixture
def served(tmp_path: Path, knowledge_base: Make) -> tuple[Path, live.LiveDatabase]:
    db = knowledge_base(tmp_path / "kb.db", title="build 0")
    datasette = make_datasette(db)
    return db, datasette.get_database("kb")


def test_a_request_sees_one_build_from_its_beginning_to_its_end(
    served: tuple[Path, live.LiveDatabase], knowledge_base: Make
) -> None:
    db, database = served
    with live._pin([database]):
        assert title_now(database) == "build 0"
        knowledge_base(db, title="build 1")
        with live._pin([database]):
            assert title_now(database) == "build 1"
        assert title_now(database) == "build 0"
    assert title_now(database) == "build 1"


def test_an_old_build_is_closed_when_its_last_request_has_finished(
    served: tuple[Path, live.LiveDatabase], knowledge_base: Make
) -> None:
    db, database = served
    with live._pin([database]):
        old = database.generation()
        knowledge_base(db, title="build 1")
        database.refresh()
        assert not old.closed
    assert old.closed


@pytest.mark.parametrize(
    "content", [b"", b"no database at all" * 100], ids=["empty file", "other file"]
)
def test_a_file_that_is_no_knowledge_base_is_never_taken_up(
    served: tuple[Path, live.LiveDatabase],
    knowledge_base: Make,
    capsys: pytest.CaptureFixture[str],
    content: bytes,
) -> None:
    db, database = served
    database.refresh()
    other = db.with_name("other")
    other.write_bytes(content)
    other.replace(db)
    for _ in range(3):
        database.refresh()
    assert title_now(database) == "build 0"
    assert capsys.readouterr().err.count("still serving the earlier build") == 1
    knowledge_base(db, title="build 1")
    database.refresh()
    assert title_now(database) == "build 1"


def test_a_database_that_is_taken_away_goes_on_being_served(
    served: tuple[Path, live.LiveDatabase],
) -> None:
    db, database = served
    database.refresh()
    db.unlink()
    database.refresh()
    assert title_now(database) == "build 0"


def test_plain_datasette_follows_builds_too(tmp_path: Path, knowledge_base: Make) -> None:
    db = knowledge_base(tmp_path / "kb.db", title="build 0")
    other = tmp_path / "other.db"
    live.sqlite3.connect(other).execute("CREATE TABLE notes (id)").connection.close()
    datasette = Datasette([str(db), str(other)])
    live.follow_builds(datasette)
    assert [type(datasette.get_database(name)).__name__ for name in ("kb", "other")] == [
        "LiveDatabase",
        "Database",
    ]
    assert title_now(datasette.get_database("kb")) == "build 0"


def test_the_rows_of_a_build_are_counted_once_and_those_of_the_next_anew(
    served: tuple[Path, live.LiveDatabase],
    knowledge_base: Make,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    db, database = served
    counted = asyncio.run(database.table_counts())
    assert counted["documents"] == 6
    asked: list[str] = []
    stock = live.LiveDatabase._count

    async def watch(self: live.LiveDatabase, table: str, limit: int) -> int | None:
        asked.append(table)
        return await stock(self, table, limit)

    monkeypatch.setattr(live.LiveDatabase, "_count", watch)
    assert asyncio.run(database.table_counts()) == counted
    assert asked == []
    knowledge_base(db, title="build 1")
    database.refresh()
    assert asyncio.run(database.table_counts()) == counted
    assert "documents" in asked


def test_a_table_that_takes_too_long_to_count_is_tried_again(
    served: tuple[Path, live.LiveDatabase],
) -> None:
    _, database = served
    counted = asyncio.run(database.table_counts())
    database.generation().counted.tables["tasks"] = None
    assert asyncio.run(database.table_counts()) == counted


def test_nothing_is_written_through_the_server(served: tuple[Path, live.LiveDatabase]) -> None:
    _, database = served
    with pytest.raises(PermissionError):
        asyncio.run(database.execute_write("DELETE FROM documents"))
    assert title_now(database) == "build 0"


def test_a_file_name_with_odd_characters_is_opened(tmp_path: Path, knowledge_base: Make) -> None:
    db = knowledge_base(tmp_path / "số 1?#%41 'a'.db", title="build 0")
    assert title_now(make_datasette(db).get_database("kb")) == "build 0"
