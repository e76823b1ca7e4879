"""What pages ask of a build is asked once, also where many ask at the same time."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from kb.site.remembered import Store, once, remembering


def test_an_answer_is_given_again_and_nothing_is_kept_outside_a_page() -> None:
    asked: list[int] = []

    def ask() -> str:
        asked.append(1)
        return "answer"

    store: Store = {}
    with remembering(store):
        assert [once(("key",), ask), once(("key",), ask)] == ["answer", "answer"]
    assert len(asked) == 1
    once(("key",), ask)
    assert len(asked) == 2


def in_threads(number: int, work: Callable[[], None]) -> None:
    threads = [threading.Thread(target=work) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_who_asks_while_it_is_being_asked_waits_for_the_answer() -> None:
    """All four are at the question before the first answer comes: it takes a while."""
    store: Store = {}
    there = threading.Barrier(4)
    asked: list[int] = []
    answers: list[str] = []

    def ask() -> str:
        asked.append(1)
        threading.Event().wait(0.3)
        return "answer"

    def page() -> None:
        with remembering(store):
            there.wait()
            answers.append(once(("key",), ask))

    in_threads(4, page)
    assert answers == ["answer"] * 4
    assert len(asked) == 1


def test_where_the_first_fails_the_next_asks_itself() -> None:
    store: Store = {}

    def fails() -> str:
        raise TimeoutError

    with remembering(store):
        with pytest.raises(TimeoutError):
            once(("key",), fails)
        assert once(("key",), lambda: "answer") == "answer"


def test_an_answer_may_rest_on_another() -> None:
    with remembering({}):
        assert once(("all",), lambda: once(("part",), lambda: 2) * 2) == 4
