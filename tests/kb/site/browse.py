"""Asking a Datasette in this process, without a socket."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
from datasette.app import Datasette


class Browser:
    """``get`` answers with an httpx response; redirects are not followed."""

    def __init__(self, datasette: Datasette) -> None:
        self.datasette = datasette

    def get(
        self, path: str, *, cookies: dict[str, str] | None = None, **parameters: Any
    ) -> httpx.Response:
        async def ask() -> httpx.Response:
            await self.datasette.invoke_startup()
            return await self.datasette.client.get(path, params=parameters or None, cookies=cookies)

        return asyncio.run(ask())

    def rows(self, path: str, **parameters: Any) -> list[dict[str, Any]]:
        """The rows of a table or question as JSON."""
        response = self.get(f"{path}.json", **{"_shape": "array", **parameters})
        response.raise_for_status()
        return response.json()
