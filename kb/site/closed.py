"""What ``kb serve --public`` keeps shut, and what no mode shows.

Known holes of a stock Datasette 0.65 that is open to the world, each shut here or by a setting:
ad-hoc SQL (one SELECT can take gigabytes), the download of the file, ``/-/`` introspection pages,
and the shadow tables of the full-text indexes, which stay readable when their table is denied.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from datasette.utils.asgi import asgi_send

from kb.site.live import LiveDatabase

if TYPE_CHECKING:
    from datasette.app import Datasette

Send = Callable[[dict[str, Any]], Awaitable[None]]

FULL_TEXT_TABLE = re.compile(r"_fts(?:_(?:data|idx|content|docsize|config))?$")

INTERNAL_VIEWS = frozenset({"_documents_content", "_agencies_content", "_indicators_content"})
"""What the full-text tables are filled from (kb.search)."""

_OPEN_PATHS = re.compile(r"/-/(?:static|static-plugins|kb)/")
STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
"""The content security policy of this site's own pages: nothing inline, nothing from elsewhere."""

_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_WITH_SCRIPTS = ("_close_open_menus.html", "_codemirror_foot.html", "table.html")
_FACETS = "{{ datasette_allow_facet }}"


@cache
def stock_policy() -> str:
    """The content security policy of Datasette's own pages on a public site. They write styles into
    their markup, and three small scripts, which open menus: just these may run, by their hashes."""
    templates = files("datasette").joinpath("templates")
    scripts = [
        script.replace(_FACETS, said)
        for name in _WITH_SCRIPTS
        for script in _SCRIPT.findall(templates.joinpath(name).read_text(encoding="utf-8"))
        for said in (("true", "false") if _FACETS in script else ("",))
    ]
    hashes = " ".join(
        f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in scripts
    )
    return STRICT.replace("script-src 'self'", f"script-src 'self' {hashes}").replace(
        "style-src 'self'", "style-src 'self' 'unsafe-inline'"
    )


_HEADERS = {
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"SAMEORIGIN",
    b"referrer-policy": b"same-origin",
    b"cross-origin-opener-policy": b"same-origin",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=()",
}
_NOT_LISTED = {b"x-robots-tag": b"noindex, nofollow"}
_ROBOTS = "User-agent: *\nDisallow: /\n"


def is_public(datasette: Datasette) -> bool:
    """Whether this Datasette was started with ``kb serve --public``."""
    return bool(getattr(datasette, "kb_public", False))


def permission_allowed(datasette: Datasette, action: str, resource: Any) -> bool | None:
    """Nobody browses the builder's own views, which Datasette cannot hide, or the tables behind the
    full-text search, which hold the words of a table that may be denied; on a public site nobody
    browses the builder's tables."""
    if action == "view-table":
        return _may_view(datasette, *resource)
    if action in ("debug-menu", "permissions-debug") and is_public(datasette):
        return False
    return None


def _may_view(datasette: Datasette, database: str, table: str) -> bool | None:
    if not isinstance(datasette.databases.get(database), LiveDatabase):
        return None
    if table in INTERNAL_VIEWS or FULL_TEXT_TABLE.search(table):
        return False
    if is_public(datasette) and table.startswith("_"):
        return False
    return None


def close_doors(datasette: Datasette, app: Callable[..., Any]) -> Callable[..., Any]:
    """ASGI middleware: every answer keeps itself and its cookies to this site; the public site has no
    ``/-/`` pages and turns crawlers away."""

    async def answer(scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        send = _with_safe_cookies(send, by_tls=scope.get("scheme") == "https")
        if not is_public(datasette):
            await app(scope, receive, _with_headers(send, _HEADERS))
            return
        listed = _may_be_listed(datasette)
        send = _with_headers(send, dict(_public_headers()) | ({} if listed else _NOT_LISTED))
        path = "/" + scope["path"].removeprefix(datasette.setting("base_url")).lstrip("/")
        if path == "/robots.txt" and not listed:
            await asgi_send(send, _ROBOTS, 200, content_type="text/plain; charset=utf-8")
        elif path.startswith("/-/") and not _OPEN_PATHS.match(path):
            await asgi_send(send, "Not found\n", 404, content_type="text/plain; charset=utf-8")
        else:
            await app(scope, receive, send)

    return answer


def _may_be_listed(datasette: Datasette) -> bool:
    """Whether search engines were asked in: ``kb serve --public --crawlers``."""
    return bool(getattr(datasette, "kb_crawlers", False))


def _public_headers() -> Mapping[bytes, bytes]:
    return _HEADERS | {b"content-security-policy": stock_policy().encode()}


def _with_headers(send: Send, wanted: Mapping[bytes, bytes]) -> Send:
    """Each answer with these headers, where it has none of that name itself."""

    async def send_with_headers(event: dict[str, Any]) -> None:
        if event["type"] == "http.response.start":
            own = event.get("headers", [])
            there = {name.lower() for name, _ in own}
            more = [(name, value) for name, value in wanted.items() if name not in there]
            event = {**event, "headers": [*own, *more]}
        await send(event)

    return send_with_headers


def _with_safe_cookies(send: Send, *, by_tls: bool) -> Send:
    """No script reads a cookie of this site (Datasette and its plugins leave that open), and what was
    given over TLS never goes without it."""
    wanted = {b"httponly": b"HttpOnly", b"samesite": b"SameSite=Lax"}
    wanted |= {b"secure": b"Secure"} if by_tls else {}

    def safe(cookie: bytes) -> bytes:
        there = {part.partition(b"=")[0].strip().lower() for part in cookie.split(b";")[1:]}
        return b"; ".join([cookie, *(said for name, said in wanted.items() if name not in there)])

    async def send_safely(event: dict[str, Any]) -> None:
        if event["type"] == "http.response.start":
            headers = [
                (name, safe(value) if name.lower() == b"set-cookie" else value)
                for name, value in event.get("headers", [])
            ]
            event = {**event, "headers": headers}
        await send(event)

    return send_safely
