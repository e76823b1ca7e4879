"""Who asks, and what they may do: readers read, editors decide.

Who somebody is comes from datasette-auth-passwords (``/-/login``), from a header that the office's own
reverse proxy sets (``kb serve --user-header``), or, on this machine alone, from ``kb serve --editor``.
Editors are named in metadata.yml: ``plugins: chi_thi_kb: editors: [name, ...]``; an actor may also
carry ``role: editor`` itself. Reading wants no login unless ``allow`` in metadata.yml says so.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

PLUGIN = "chi_thi_kb"

_LONGEST_NAME = 200

_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def actor_from_request(datasette: Datasette, request: Request) -> dict[str, Any] | None:
    """The actor that a trusted header or ``--editor`` names."""
    header = getattr(datasette, "kb_user_header", None)
    if header:
        name = _named_by(request, header)
        return {"id": name} if name else None
    editor = getattr(datasette, "kb_editor", None)
    if editor and _host(request) in _LOOPBACK:
        return {"id": editor, "role": "editor"}
    return None


def _named_by(request: Request, header: str) -> str | None:
    """The name in a header, in UTF-8; none where it is sent twice, by the proxy and by its client."""
    values = [v for name, v in request.scope["headers"] if name == header.lower().encode("latin-1")]
    if len(values) != 1:
        return None
    try:
        name = values[0].decode("utf-8")
    except UnicodeDecodeError:
        return None
    return unicodedata.normalize("NFC", name).strip()[:_LONGEST_NAME] or None


def _host(request: Request) -> str:
    """The host asked for, without its port: another name that was made to lead here is another host."""
    host = request.headers.get("host") or ""
    return host[: host.find("]") + 1] if host.startswith("[") else host.partition(":")[0]


def is_editor(datasette: Datasette, actor: Mapping[str, Any] | None) -> bool:
    """Whether the actor may decide. On a public site nobody may."""
    if not actor or getattr(datasette, "kb_public", False):
        return False
    if actor.get("role") == "editor":
        return True
    named = (datasette.plugin_config(PLUGIN) or {}).get("editors") or []
    return name_of(actor) in [unicodedata.normalize("NFC", str(name)) for name in named]


def name_of(actor: Mapping[str, Any]) -> str:
    """What a decision records as its author."""
    return str(actor.get("id") or actor.get("username") or actor.get("name") or "")
