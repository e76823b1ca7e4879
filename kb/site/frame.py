"""What all pages of the site share: how a page is asked, its language, its HTML and its JSON.

A page is a :class:`Page`: an address, what it may be asked, a function that reads its facts from one
connection, and a template of the same name. The facts are a plain dictionary; the template shows
them, and the same address with ``.json`` gives them to programs. Every page works without
JavaScript.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cache, partial
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from datasette.utils.asgi import Forbidden, NotFound, Request, Response
from jinja2 import Environment, FileSystemLoader, PackageLoader

from kb.site import decisions, roles
from kb.site.closed import STRICT, is_public
from kb.site.editable import ROLES
from kb.site.lighting import marked
from kb.site.limits import time_limit
from kb.site.links import Links
from kb.site.live import LiveDatabase, live_databases
from kb.site.particulars import particulars
from kb.site.remembered import once, remembering
from kb.site.rows import table_rows
from kb.site.wording import DEFAULT, LANGUAGES, Wording

if TYPE_CHECKING:
    from datasette.app import Datasette

Facts = dict[str, Any]

LANGUAGE_COOKIE = "kb_language"
_HEADERS = {
    "vary": "Cookie",
    "content-security-policy": STRICT,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
}
_A_YEAR = 365 * 24 * 3600
_LONGEST_WORDS = 300


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks of a page: the parts of its address, its parameters (each a list), the
    language, today's date, and who asks."""

    parts: Mapping[str, str]
    parameters: Mapping[str, list[str]]
    language: str
    today: date
    actor: Mapping[str, Any] | None = None
    most: int = 0
    """More rows than a page lists are wanted: a workbook takes a whole list."""

    def listed(self, usual: int) -> int:
        """How many rows to list."""
        return self.most or usual

    def one(self, name: str) -> str:
        """A parameter's first value without spaces around it; empty where it is not given."""
        return (self.parameters.get(name) or [""])[0].strip()[:_LONGEST_WORDS]

    def every(self, name: str) -> list[str]:
        return [value for value in self.parameters.get(name, []) if value]

    def whole(self, name: str, default: int, most: int) -> int:
        """A parameter that is a whole number from 1 to ``most``; else ``default``."""
        value = self.one(name)
        return min(max(int(value), 1), most) if value.isascii() and value.isdecimal() else default

    def day(self, name: str) -> date | None:
        """A parameter that is a date; ``None`` where it is none."""
        try:
            return date.fromisoformat(self.one(name))
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The page is at another address: a document asked for by an alias."""

    path: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a page may be asked: a name in the address's query and what it means, for programs; and
    what it is as JSON Schema says it, where it is not just words."""

    name: str
    about: str
    schema: Facts = field(default_factory=lambda: {"type": "string"})


WHOLE: Facts = {"type": "integer", "minimum": 1}
DAY: Facts = {"type": "string", "format": "date"}
SEVERAL: Facts = {"type": "array", "items": {"type": "string"}}
"""Schemas of parameters: a whole number, a day, and words that may be given several times."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its template ``kb/<name>.html``, its address with names in braces, what it is for (one
    English sentence, for the description of the API), and how its facts are read. ``read`` gives
    ``None`` where there is nothing at that address. ``shown`` adds what only people need; ``data``
    is what programs get where that is something else."""

    name: str
    path: str
    about: str
    read: Callable[[sqlite3.Connection, Asked], Facts | Elsewhere | None]
    parameters: tuple[Parameter, ...] = ()
    shown: Callable[[Facts, Asked, Links], Facts] | None = None
    data: Callable[[sqlite3.Connection, Asked], Facts | Elsewhere | None] | None = None

    def pattern(self, suffix: str = "") -> str:
        """The address as a regular expression."""
        named = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+?)", self.path)
        return f"^{named}{re.escape(suffix)}$"


def language_of(request: Request | None) -> str:
    """``?lang=`` decides, then the cookie, then Vietnamese."""
    if request is None:
        return DEFAULT
    for wanted in (request.args.get("lang"), request.cookies.get(LANGUAGE_COOKIE)):
        if wanted in LANGUAGES:
            return wanted
    return DEFAULT


def asked_by(request: Request) -> Asked:
    parameters = {name: request.args.getlist(name) for name in request.args}
    return Asked(request.url_vars, parameters, language_of(request), date.today(), request.actor)


async def knowledge_base(datasette: Datasette, request: Request) -> LiveDatabase:
    """The database that the pages show, if the asker may see it."""
    databases = live_databases(datasette)
    if not databases:
        raise NotFound("No knowledge base is served here")
    await datasette.ensure_permissions(
        request.actor, [("view-database", databases[0].name), "view-instance"]
    )
    return databases[0]


async def read(
    datasette: Datasette, request: Request, reader: Callable[[sqlite3.Connection], Any]
) -> Any:
    """What ``reader`` says, run beside the event loop and stopped where it takes too long."""
    database = await knowledge_base(datasette, request)
    limit = datasette.setting("sql_time_limit_ms")

    kept = decisions_of(datasette).standing()
    remembered = database.generation().remembered

    def limited(connection: sqlite3.Connection) -> Any:
        with (
            _plain_texts(connection),
            time_limit(connection, limit),
            remembering(remembered),
            decisions.shown(_in_build(connection, kept)),
        ):
            return reader(connection)

    return await database.execute_fn(limited)


def _in_build(connection: sqlite3.Connection, kept: decisions.Standing) -> decisions.Standing:
    if not kept.every:
        return kept
    return once(("decisions", kept.version), lambda: decisions.in_build(connection, kept))


@contextmanager
def _plain_texts(connection: sqlite3.Connection) -> Iterator[None]:
    """Texts are taken as they are. Datasette mends those that are not UTF-8, by a function that is
    called for each; all texts of a build are UTF-8."""
    usual, connection.text_factory = connection.text_factory, str
    try:
        yield
    finally:
        connection.text_factory = usual


def decisions_of(datasette: Datasette) -> decisions.Decisions:
    """What editors decided about the knowledge base that is served."""
    kept = getattr(datasette, "kb_decisions", None)
    if kept is None:
        database = live_databases(datasette)[0]
        kept = datasette.kb_decisions = decisions.Decisions(Path(database.path or "kb.db"))
    return kept


def remember_language(request: Request, response: Response) -> Response:
    """The language asked for with ``?lang=`` stays for later pages."""
    wanted = request.args.get("lang")
    if wanted in LANGUAGES:
        response.set_cookie(LANGUAGE_COOKIE, wanted, max_age=_A_YEAR, httponly=True)
    return response


def template_variables(datasette: Datasette, request: Request | None) -> Facts:
    """What every template may use: wording, links, and the address in the other language."""
    language = language_of(request)
    say = Wording(language)
    other = next(known for known in LANGUAGES if known != language)
    path, pairs = "/", []
    if request is not None:
        path = request.path
        pairs = [(n, v) for n in request.args if n != "lang" for v in request.args.getlist(n)]
    return {
        "say": say,
        "code": say.code,
        "amount": say.number,
        "counted": say.count,
        "particulars": partial(_particulars, say),
        "lang": language,
        "to": Links(datasette),
        "today": date.today(),
        "clock": decisions.here,
        "roles": ROLES,
        "lighted": marked,
        "login_path": _login_path(datasette),
        "table_rows": table_rows,
        "may_edit": request is not None and roles.is_editor(datasette, request.actor),
        "other_language": other,
        "other_language_url": f"{path}?{urlencode([*pairs, ('lang', other)])}",
    }


def _login_path(datasette: Datasette) -> str:
    """Where people sign in; empty where there are no accounts, or no such page (kb.site.closed)."""
    accounts = datasette.plugin_config("datasette-auth-passwords")
    return datasette.urls.path("/-/login") if accounts and not is_public(datasette) else ""


def prefer_own_templates(datasette: Datasette) -> None:
    """The pages that this site has in place of another plugin's are taken, whichever plugin Datasette
    happens to name first; those of ``--template-dir`` come before all."""
    own = str(files("kb.site").joinpath("templates"))
    rank = {datasette.template_dir: 0, own: 1}
    for loader in datasette.jinja_env.loader.loaders:
        if isinstance(loader, FileSystemLoader):
            loader.searchpath.sort(key=lambda path: rank.get(path, 2))


def _particulars(say: Wording, problem: Mapping[str, Any]) -> str:
    return particulars(problem["kind"], problem["message"] or "", say)


class _Templates(Environment):
    """The project's templates. Datasette's own environment awaits each value that a template shows, in
    case it is a promise, and looks for methods before keys: here nothing is awaited, and nearly all
    is in dictionaries. A page of a thousand cells takes half the time."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


@cache
def _templates() -> Environment:
    return _Templates(loader=PackageLoader("kb.site"), autoescape=True)


async def render(
    datasette: Datasette, request: Request, template: str, facts: Facts, status: int = 200
) -> Response:
    known = {
        **facts,
        **template_variables(datasette, request),
        "request": request,
        "actor": request.actor,
        "csrftoken": request.scope["csrftoken"],
    }
    body = _templates().get_template(f"kb/{template}.html").render(known)
    response = Response.html(body, status=status, headers=_HEADERS)
    return remember_language(request, response)


def complaint(
    datasette: Datasette, request: Request, exception: Exception
) -> Callable[[], Awaitable[Response]] | None:
    """The page that says that there is no such page, that it may not be seen, or that it took too
    long; other errors, and those of programs, are Datasette's."""
    status = {NotFound: 404, Forbidden: 403}.get(type(exception))
    if isinstance(exception, sqlite3.OperationalError) and str(exception) == "interrupted":
        status = 503
    if status is None or request.path.endswith((".json", ".csv", ".png", ".svg")):
        return None

    async def answer() -> Response:
        return await render(datasette, request, "error", {"status": status}, status)

    return answer


def as_json(facts: Any, status: int = 200) -> Response:
    body = json.dumps(facts, ensure_ascii=False, default=str)
    return Response(body, status=status, content_type="application/json; charset=utf-8")


def _html_view(page: Page) -> Callable[..., Any]:
    async def view(datasette: Datasette, request: Request) -> Response:
        asked = asked_by(request)
        facts = await read(datasette, request, lambda connection: page.read(connection, asked))
        if facts is None:
            raise NotFound(f"{request.path}")
        if isinstance(facts, Elsewhere):
            return _lead_on(datasette, request, facts.path)
        more = page.shown(facts, asked, Links(datasette)) if page.shown else {}
        context = {
            "facts": facts,
            "page_name": page.name,
            "asked": asked,
            "as_data": _as_data(datasette, request, page),
            **facts,
            **more,
        }
        return await render(datasette, request, page.name, context)

    return view


def _json_view(page: Page) -> Callable[..., Any]:
    async def view(datasette: Datasette, request: Request) -> Response:
        asked = asked_by(request)
        known = page.data or page.read
        facts = await read(datasette, request, lambda connection: known(connection, asked))
        if facts is None:
            return as_json({"ok": False, "error": "There is nothing at this address"}, 404)
        if isinstance(facts, Elsewhere):
            return _lead_on(datasette, request, f"{facts.path}.json")
        return as_json(facts)

    return view


def _as_data(datasette: Datasette, request: Request, page: Page) -> str:
    """The address of a page's facts as JSON, asked the same."""
    path = datasette.urls.path("/home.json") if page.path == "/" else f"{request.path}.json"
    return f"{path}?{request.query_string}" if request.query_string else path


def _lead_on(datasette: Datasette, request: Request, path: str) -> Response:
    query = f"?{request.query_string}" if request.query_string else ""
    return Response.redirect(datasette.urls.path(path) + query)


def routes(pages: tuple[Page, ...]) -> list[tuple[str, Any]]:
    """The addresses of the pages, the JSON of each before its HTML (an id may have dots in it)."""
    found: list[tuple[str, Any]] = []
    for page in pages:
        json_path = r"^/home\.json$" if page.path == "/" else page.pattern(".json")
        found += [(json_path, _json_view(page)), (page.pattern(), _html_view(page))]
    return found
