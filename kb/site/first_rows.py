"""A question's page shows its first rows, its JSON more; its CSV, to which both lead, gives all.

A thousand rows are two megabytes of HTML, which nobody reads on a telephone. What is not shown is not
looked up either: where a question's SQL puts its rows in their order, ``LIMIT 1001 /* rows */`` says how
many it gives, and is lowered for the page and for JSON. JSON gives all with ``_size=max``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from datasette.database import Results

from kb.questions import questions

SHOWN = 40
"""Rows on a page."""

IN_JSON = 200

_LIMIT = "LIMIT 1001 /* rows */"
"""How a question says that it gives a thousand rows, and one to tell whether there are more."""

_most: ContextVar[int | None] = ContextVar("kb_question_rows", default=None)


def on_pages(app: Callable[..., Any]) -> Callable[..., Any]:
    """ASGI middleware: what is asked for a question's page, or its JSON, is shortened."""

    async def answer(scope: dict[str, Any], receive: Any, send: Any) -> None:
        with giving(_rows_for(scope)):
            await app(scope, receive, send)

    return answer


def _rows_for(scope: dict[str, Any]) -> int | None:
    if scope["type"] != "http":
        return None
    name, _, suffix = scope["path"].rpartition("/")[2].partition(".")
    if name not in questions() or b"_size=max" in scope["query_string"]:
        return None
    return {"": SHOWN, "json": IN_JSON}.get(suffix)


@contextmanager
def giving(rows: int | None) -> Iterator[None]:
    """While a question is answered with so many rows, or with all."""
    token = _most.set(rows)
    try:
        yield
    finally:
        _most.reset(token)


def bounded(sql: str) -> str:
    """A question's SQL for as many rows as its page or its JSON gives, and one more."""
    most = _most.get()
    return sql if most is None else sql.replace(_LIMIT, f"LIMIT {most + 1}")


def shortened(answer: Results) -> Results:
    """The first rows of an answer that is for a question's page or JSON; any other as it is."""
    most = _most.get()
    if most is None or len(answer.rows) <= most:
        return answer
    return Results(answer.rows[:most], True, answer.description)
