"""What a page asks of a whole build is asked once: a published build never changes.

The answers belong to one :class:`~kb.site.live.Generation` and go with it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar, cast

T = TypeVar("T")

Store = dict[tuple[object, ...], Any]

_MOST = 5_000

_store: ContextVar[Store | None] = ContextVar("kb_remembered", default=None)


@contextmanager
def remembering(store: Store) -> Iterator[None]:
    """While a page is read, :func:`once` keeps its answers in ``store``."""
    token = _store.set(store)
    try:
        yield
    finally:
        _store.reset(token)


def once(key: tuple[object, ...], ask: Callable[[], T]) -> T:
    """The answer to ``ask``, remembered by ``key``; it may not be changed by the page."""
    store = _store.get()
    if store is None:
        return ask()
    if key not in store:
        with _asking(store, key):  # who asks the same meanwhile waits for the answer
            if key not in store:
                answer = ask()
                with _guard:
                    if len(store) >= _MOST:
                        del store[next(iter(store))]
                    store[key] = answer
                return answer
    return cast(T, store[key])


_locks: dict[tuple[int, tuple[object, ...]], tuple[threading.Lock, int]] = {}
_guard = threading.Lock()


@contextmanager
def _asking(store: Store, key: tuple[object, ...]) -> Iterator[None]:
    """Hold the lock of one key, which is there for as long as somebody holds it or waits for it."""
    name = id(store), key
    with _guard:
        lock, users = _locks.get(name, (threading.Lock(), 0))
        _locks[name] = lock, users + 1
    try:
        with lock:
            yield
    finally:
        with _guard:
            lock, users = _locks.pop(name)
            if users > 1:
                _locks[name] = lock, users - 1
