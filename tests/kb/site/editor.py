"""Somebody who decides on the pages, without a socket."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import httpx
import lxml.html

from kb.site.server import make_datasette


class Editor:
    """Somebody before the pages, with a browser that keeps its cookies and sends what forms hold."""

    def __init__(self, db: Path, **options: Any) -> None:
        self.db = db
        self.datasette = make_datasette(db, **options)
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        async def asking() -> httpx.Response:
            await self.datasette.invoke_startup()
            more.setdefault("headers", {})
            send = getattr(self.datasette.client, method.lower())
            return await send(path, cookies=self.cookies, **more)

        answer = asyncio.run(asking())
        self.cookies.update(answer.cookies)
        return answer

    def send(self, path: str, action: str, **values: str) -> httpx.Response:
        """Fill in the form on the page at ``path`` that leads to ``action`` and has ``values``."""
        page = lxml.html.fromstring(self.ask("GET", path).text)
        for form in page.forms:
            fields = dict(form.form_values())
            fixed = {
                name: value for name, value in values.items() if name in ("column", "row_id", "id")
            }
            if form.action == action and fixed.items() <= fields.items():
                return self.ask("POST", action, data=fields | values)
        raise AssertionError(f"no form on {path} leads to {action} with {values}")

    def text(self, path: str) -> str:
        """The words of a page."""
        return lxml.html.fromstring(self.ask("GET", path).text).text_content()
