"""The addresses of this site's pages. They are stable: other systems keep them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

if TYPE_CHECKING:
    from datasette.app import Datasette


@lru_cache(10_000)
def _part(id_: str) -> str:
    """An id as a part of an address."""
    return quote(id_, safe="")


class Links:
    """Addresses below Datasette's base URL, their parts quoted."""

    def __init__(self, datasette: Datasette) -> None:
        self._path = datasette.urls.path

    def page(
        self, path: str, parameters: Mapping[str, object] | None = None, **more: object
    ) -> str:
        """The address of ``path`` with those parameters that have a value."""
        given = {**(parameters or {}), **more}
        pairs = [
            (name, str(item))
            for name, value in given.items()
            for item in (value if isinstance(value, (list, tuple)) else [value])
            if item not in (None, "")
        ]
        return self._path(path + (f"?{urlencode(pairs)}" if pairs else ""))

    def document(
        self, document_id: str, start: int | None = None, end: int | None = None, suffix: str = ""
    ) -> str:
        """A document's page; at the words from ``start`` to ``end``, lit, if given."""
        path = f"/doc/{_part(document_id)}{suffix}"
        if start is not None and end is not None:
            path += f"?at={start}-{end}#lit"
        return self._path(path)

    def sheet(
        self, document_id: str, page: int, start: int | None = None, end: int | None = None
    ) -> str:
        """The picture of a document's page, with the box of a fact if given."""
        path = f"/doc/{_part(document_id)}/page/{page}"
        return self._path(path + (f"?at={start}-{end}" if start is not None else ""))

    def agency(self, agency_id: str, **parameters: object) -> str:
        return self.page(f"/agency/{_part(agency_id)}", parameters)

    def indicator(self, indicator_id: str, **parameters: object) -> str:
        return self.page(f"/indicator/{_part(indicator_id)}", parameters)

    def map(self, document_id: str, **parameters: object) -> str:
        return self.page(f"/map/{_part(document_id)}", parameters)

    def search(self, **parameters: object) -> str:
        return self.page("/search", parameters)

    def file(self, name: str) -> str:
        """A file of the site's own: a style sheet, a script."""
        from kb.site.assets import version

        return self._path(f"/-/kb/{name}?v={version(name)}")
