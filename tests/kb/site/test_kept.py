"""Answers that are kept, and the processes that give them."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from editor import Editor
from serving import children, running
from small_knowledge_base import DIRECTIVE

from kb.site import kept
from kb.site.decisions import Decisions, Wanted
from kb.site.server import make_datasette

Make = Callable[..., Path]


@pytest.fixture
def db(tmp_path: Path, sample_db: Path) -> Path:
    return Path(shutil.copyfile(sample_db, tmp_path / "kb.db"))


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses whose answers are made rather than given again."""
    made: list[str] = []
    make = kept._make

    async def noted(answers: Any, key: Any, app: Any, scope: Any, *rest: Any) -> None:
        made.append(scope["path"])
        await make(answers, key, app, scope, *rest)

    monkeypatch.setattr(kept, "_make", noted)
    return made


def test_a_page_asked_for_again_is_the_same_and_is_not_made_again(
    db: Path, reads: list[str]
) -> None:
    reader = Editor(db)
    first, again = (reader.ask("GET", "/tasks?when=all") for _ in range(2))
    assert first.text == again.text
    assert reads == ["/tasks"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/tasks?when=all", "/tasks?when=past"),
        ("/kb/tasks.json", "/kb/tasks"),
        ("/", "/home.json"),
    ],
)
def test_another_address_is_another_answer(db: Path, one: str, other: str) -> None:
    reader = Editor(db)
    assert reader.ask("GET", one).text != reader.ask("GET", other).text


def test_each_language_has_its_own_answer(db: Path) -> None:
    reader = Editor(db)
    vietnamese = reader.ask("GET", "/tasks").text
    reader.ask("GET", "/tasks?lang=en")
    assert 'lang="en"' in reader.ask("GET", "/tasks").text
    assert 'lang="vi"' in vietnamese


def test_a_decision_is_shown_at_once_to_readers_who_had_the_page_before(db: Path) -> None:
    reader = Editor(db)
    address = f"/doc/{DIRECTIVE}"
    assert "Tên đã sửa" not in reader.text(address)
    title = Wanted(("documents", DIRECTIVE, "title"), "Tên đã sửa", was="")
    Decisions(db).record([title], by="Văn thư", why="in nhầm")
    assert "Tên đã sửa" in reader.text(address)


def test_what_one_who_may_decide_sees_is_not_kept(db: Path, reads: list[str]) -> None:
    editor = Editor(db, editor="Văn thư")
    editor.ask("GET", "/work")
    assert reads == []


def test_whoever_is_signed_in_gets_no_answer_of_another(db: Path, reads: list[str]) -> None:
    reader = Editor(db)
    reader.cookies["ds_actor"] = "somebody"
    reader.ask("GET", "/tasks")
    reader.ask("GET", "/tasks", headers={"authorization": "Bearer x"})
    assert reads == []


def test_a_new_build_is_shown_at_once(tmp_path: Path, knowledge_base: Make) -> None:
    db = knowledge_base(tmp_path / "kb.db", title="the first")
    reader = Editor(db)
    address = f"/doc/{DIRECTIVE}"
    assert "the first" in reader.text(address)
    knowledge_base(db, title="the second")
    assert "the second" in reader.text(address)


def test_a_client_that_has_the_answer_is_told_so(db: Path) -> None:
    reader = Editor(db)
    tag = reader.ask("GET", "/tasks.ics").headers["etag"]
    again = reader.ask("GET", "/tasks.ics", headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("address", ["/doc/no-such-document", "/tasks?lang=en"])
def test_neither_errors_nor_answers_with_a_cookie_are_kept(
    db: Path, reads: list[str], address: str
) -> None:
    reader = Editor(db)
    for _ in range(2):
        reader.cookies.clear()
        assert "etag" not in reader.ask("GET", address).headers
    assert len(reads) == 2


def test_what_many_ask_for_at_once_is_made_once(db: Path, reads: list[str]) -> None:
    datasette = make_datasette(db)

    async def asking() -> list[httpx.Response]:
        await datasette.invoke_startup()
        return await asyncio.gather(*(datasette.client.get("/tasks?when=all") for _ in range(8)))

    answers = asyncio.run(asking())
    assert len({answer.text for answer in answers}) == 1
    assert reads == ["/tasks"]


def test_what_was_not_asked_for_longest_goes_first() -> None:
    answers = kept.Answers(most=25)
    for name in ("one", "two"):
        answers.put((name,), kept.Answer([], b"x" * 10))
    answers.get(("one",))
    answers.put(("three",), kept.Answer([], b"x" * 10))
    assert [answers.get((name,)) is not None for name in ("one", "two", "three")] == [
        True, False, True,
    ]  # fmt: skip


def test_a_questions_page_shows_its_first_rows_and_its_json_all(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kb.site.first_rows.SHOWN", 2)
    reader = Editor(db)
    page = reader.ask("GET", "/kb/most_cited").text
    rows = reader.ask("GET", "/kb/most_cited.json?_shape=array").json()
    assert len(re.findall(r"<td class=\"col-number", page)) == 2 < len(rows)
    assert "2 dòng đầu" in page


def test_a_questions_json_gives_its_first_rows_and_all_if_asked(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kb.site.first_rows.IN_JSON", 1)
    reader = Editor(db)
    path = "/kb/task_tree.json?document=01/CT-UBND"
    first = reader.ask("GET", path).json()
    everything = reader.ask("GET", path + "&_size=max").json()
    assert first["truncated"]
    assert not everything["truncated"]
    assert first["rows"] == everything["rows"][:1] != everything["rows"]
    assert reader.ask("GET", path.replace(".json", ".csv")).text.count("/doc/") == len(
        everything["rows"]
    )


def test_a_process_that_ends_by_itself_is_replaced_and_all_end_together(db: Path) -> None:
    with running(db, "--processes", "2") as (address, pid):
        first = children(pid)
        assert len(first) == 2
        _end(first[0])
        while len(set(children(pid)) - {first[0]}) < 2:
            time.sleep(0.05)
        with httpx.Client(base_url=address, timeout=30) as client:
            assert client.get("/home.json").status_code == 200
        last = children(pid)
    while any(Path(f"/proc/{one}").exists() for one in last):
        time.sleep(0.05)


def _end(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
