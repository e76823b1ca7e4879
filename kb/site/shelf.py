"""All pages of the site in one list, and their routes."""

from __future__ import annotations

from typing import Any

from kb.site.frame import Page, routes
from kb.site.pages import (
    agencies,
    agency,
    api,
    chain,
    citation_map,
    correcting,
    deciding,
    document,
    feeds,
    home,
    indicator,
    indicators,
    originals,
    search,
    sheet,
    suggest,
    tasks,
    work,
    workbooks,
)

PAGES: tuple[Page, ...] = (
    home.PAGE,
    search.PAGE,
    tasks.PAGE,
    agencies.PAGE,
    agency.PAGE,
    sheet.PAGE,
    indicators.PAGE,
    indicator.PAGE,
    work.PAGE,
    citation_map.PAGE,
    chain.PAGE,
    document.PAGE,
)

ROUTES: list[tuple[str, Any]] = [
    *suggest.ROUTES,
    *originals.ROUTES,
    *sheet.ROUTES,
    *deciding.ROUTES,
    *correcting.ROUTES,
    *feeds.ROUTES,
    *workbooks.ROUTES,
    *api.ROUTES,
    *routes(PAGES),
]
