"""Whole answers are kept: between two builds a page changes only with a decision or with the day.

An answer is given again to whoever asks for the same address in the same language, as long as the same
build is served, nobody has decided anything since, and it is the same day. Only readers without a
name are answered so: whoever is signed in may see more. Where many ask for the same at once, it is
made once, and the others wait for it.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from kb.site.frame import LANGUAGE_COOKIE, decisions_of
from kb.site.live import Generation, live_databases

if TYPE_CHECKING:
    from datasette.app import Datasette

MOST_BYTES = 64_000_000
"""What is kept of one build at most; the answers that were not asked for longest go first."""

_LARGEST = 4_000_000
_KINDS = (
    b"text/html", b"application/json", b"text/calendar", b"application/atom+xml",
    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)  # fmt: skip
"""What is made from the database alone. Pictures and files are not: their file may have gone."""

Headers = list[tuple[bytes, bytes]]
Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with status 200."""

    headers: Headers
    body: bytes

    @property
    def tag(self) -> bytes:
        """What tells it from another answer of the same address (``ETag``)."""
        return dict(self.headers)[b"etag"]


class Answers:
    """The answers of one build, and those that are being made. For one event loop."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self.making: dict[Key, asyncio.Future[Answer | None]] = {}
        self._kept: OrderedDict[Key, Answer] = OrderedDict()
        self._bytes = 0
        self._most = most

    def get(self, key: Key) -> Answer | None:
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    def put(self, key: Key, answer: Answer) -> None:
        old = self._kept.pop(key, None)
        self._kept[key] = answer
        self._bytes += len(answer.body) - (len(old.body) if old else 0)
        while self._bytes > self._most:
            self._bytes -= len(self._kept.popitem(last=False)[1].body)


def kept_answers(datasette: Datasette, app: Callable[..., Any]) -> Callable[..., Any]:
    """ASGI middleware, within that of :func:`kb.site.live.one_build_a_request`."""
    by_build: WeakKeyDictionary[Generation, Answers] = WeakKeyDictionary()

    async def answer(scope: dict[str, Any], receive: Any, send: Any) -> None:
        databases = live_databases(datasette)
        key = key_of(datasette, scope) if scope["type"] == "http" and len(databases) == 1 else None
        if key is None:
            await app(scope, receive, send)
            return
        answers = by_build.setdefault(databases[0].generation(), Answers())
        await _answer(answers, key, app, scope, receive, send)

    return answer


def key_of(datasette: Datasette, scope: dict[str, Any]) -> Key | None:
    """What an answer is kept by; ``None`` where it is to be made for this asker alone."""
    if scope["method"] != "GET" or b"_stream=" in scope["query_string"]:
        return None
    if getattr(datasette, "kb_editor", None) or getattr(datasette, "kb_user_header", None):
        return None
    headers = dict(scope["headers"])
    if b"authorization" in headers:
        return None
    try:
        cookies = SimpleCookie(headers.get(b"cookie", b"").decode("latin-1"))
    except CookieError:
        return None
    if set(cookies) - {LANGUAGE_COOKIE}:
        return None
    language = cookies[LANGUAGE_COOKIE].value if LANGUAGE_COOKIE in cookies else ""
    host = headers.get(b"host", b"")
    path = scope.get("raw_path") or scope["path"]
    # Pages go by the day here, the views of the database by that of Greenwich.
    days = date.today(), datetime.now(UTC).date()
    decided = decisions_of(datasette).standing().version
    return scope["scheme"], host, path, scope["query_string"], language, decided, *days


async def _answer(
    answers: Answers, key: Key, app: Callable[..., Any], scope: Any, receive: Any, send: Any
) -> None:
    """Answer a request with what is kept, or keep what ``app`` answers."""
    kept = answers.get(key)
    if kept is None and key in answers.making:
        kept = await asyncio.shield(answers.making[key])
        if kept is None:  # it is not one to be kept
            await app(scope, receive, send)
            return
    if kept is None:
        await _make(answers, key, app, scope, receive, send)
        return
    await _send(kept, scope, send)


async def _make(
    answers: Answers, key: Key, app: Callable[..., Any], scope: Any, receive: Any, send: Any
) -> None:
    """Let ``app`` answer, and keep what it says if it is to be kept."""
    making: asyncio.Future[Answer | None] = asyncio.get_running_loop().create_future()
    answers.making[key] = making
    start: dict[str, Any] = {}
    parts: list[bytes] = []

    async def keep(event: dict[str, Any]) -> None:
        nonlocal start
        if event["type"] == "http.response.start":
            start = event
            if not _may_be_kept(event):
                making.set_result(None)
                await send(event)
            return
        if making.done():
            await send(event)
            return
        parts.append(event.get("body", b""))
        if event.get("more_body") and sum(map(len, parts)) <= _LARGEST:
            return
        body = b"".join(parts)
        if event.get("more_body") or len(body) > _LARGEST:
            making.set_result(None)
            await send(start)
            await send({**event, "body": body})
            return
        tag = b'"' + hashlib.sha256(body).hexdigest()[:20].encode() + b'"'
        length = str(len(body)).encode()
        made = Answer([*start["headers"], (b"content-length", length), (b"etag", tag)], body)
        answers.put(key, made)
        making.set_result(made)
        await _send(made, scope, send)

    try:
        await app(scope, receive, keep)
    finally:
        answers.making.pop(key, None)
        if not making.done():
            making.set_result(None)


def _may_be_kept(start: dict[str, Any]) -> bool:
    headers = dict(start["headers"])
    kind = headers.get(b"content-type", b"").partition(b";")[0]
    return start["status"] == 200 and kind in _KINDS and b"set-cookie" not in headers


async def _send(answer: Answer, scope: dict[str, Any], send: Any) -> None:
    known = dict(scope["headers"]).get(b"if-none-match", b"")
    if known and answer.tag in known:
        left = [
            pair for pair in answer.headers if pair[0] not in (b"content-length", b"content-type")
        ]
        await send({"type": "http.response.start", "status": 304, "headers": left})
        await send({"type": "http.response.body", "body": b""})
        return
    await send({"type": "http.response.start", "status": 200, "headers": answer.headers})
    await send({"type": "http.response.body", "body": answer.body})
