"""All pages of the site in one list, and their routes."""

from __future__ import annotations

from typing import Any

from kb.site.frame import Page, routes
from kb.site.pages import agencies, agency, document, home, search, sheet, suggest, tasks

PAGES: tuple[Page, ...] = (
    home.PAGE,
    search.PAGE,
    tasks.PAGE,
    agencies.PAGE,
    agency.PAGE,
    sheet.PAGE,
    document.PAGE,
)

ROUTES: list[tuple[str, Any]] = [*suggest.ROUTES, *sheet.ROUTES, *routes(PAGES)]
