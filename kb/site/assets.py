"""The site's own style sheets and scripts, served from the package under ``/-/kb/``."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

from datasette.utils.asgi import NotFound, Request, Response

TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}


@cache
def content(name: str) -> str:
    """The text of a file in ``static``; ``NotFound`` if there is none of that name."""
    folder = files("kb.site").joinpath("static")
    if name not in {file.name for file in folder.iterdir()}:
        raise NotFound(f"There is no file {name}")
    return folder.joinpath(name).read_text(encoding="utf-8")


@cache
def version(name: str) -> str:
    """A fingerprint of the file, so that a browser keeps it until it changes."""
    return hashlib.sha256(content(name).encode()).hexdigest()[:10]


async def asset(request: Request) -> Response:
    """``/-/kb/<name>``; kept by browsers for good where its fingerprint is asked for."""
    name = request.url_vars["name"]
    body = content(name)
    kept = request.args.get("v") == version(name)
    headers = {"cache-control": "max-age=31536000, immutable" if kept else "max-age=300"}
    return Response(body, headers=headers, content_type=TYPES[name.rpartition(".")[2]])


ROUTES = [(r"^/-/kb/(?P<name>[a-z]+\.(?:css|js|svg))$", asset)]
