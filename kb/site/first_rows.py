"""A question's page shows its first rows; its JSON and its CSV, to which it leads, give all.

A thousand rows are two megabytes of HTML, which nobody reads on a telephone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from datasette.database import Results

from kb.questions import questions

SHOWN = 50

_on_a_page: ContextVar[bool] = ContextVar("kb_question_page", default=False)


def on_pages(app: Callable[..., Any]) -> Callable[..., Any]:
    """ASGI middleware: what is asked for a question's page is shortened."""

    async def answer(scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] == "http" and scope["path"].rpartition("/")[2] in questions():
            with _page():
                await app(scope, receive, send)
        else:
            await app(scope, receive, send)

    return answer


@contextmanager
def _page() -> Iterator[None]:
    token = _on_a_page.set(True)
    try:
        yield
    finally:
        _on_a_page.reset(token)


def shortened(answer: Results) -> Results:
    """The first rows of an answer that is for a question's page; any other as it is."""
    if not _on_a_page.get() or len(answer.rows) <= SHOWN:
        return answer
    return Results(answer.rows[:SHOWN], True, answer.description)
