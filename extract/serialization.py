"""Lets facts travel with a spaCy ``Doc``: ``doc.to_bytes()``, ``DocBin`` and ``n_process=2``.

spaCy writes ``doc._`` and ``doc.user_data`` as msgpack, which knows no dataclasses. Importing this
module teaches it those of this project: each becomes its name and its fields, and comes back equal.
(msgpack knows no tuples either: the facts of a document come back in a list.)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from typing import Any

import srsly

from extract import facts, source

_MARK = "extract.fact"
_TYPES = {
    name: kind
    for module in (facts, source)
    for name, kind in vars(module).items()
    if isinstance(kind, type) and is_dataclass(kind)
}


@srsly.msgpack_encoders("extract_facts")
def encode(value: Any, chain: Callable[[Any], Any] | None = None) -> Any:
    """A fact as plain data; anything else goes on to the next encoder."""
    name = type(value).__name__
    if _TYPES.get(name) is type(value):
        return {_MARK: name, "fields": {f.name: getattr(value, f.name) for f in fields(value)}}
    return value if chain is None else chain(value)


@srsly.msgpack_decoders("extract_facts")
def decode(value: Any, chain: Callable[[Any], Any] | None = None) -> Any:
    """The fact that :func:`encode` made plain data of."""
    if isinstance(value, dict) and _MARK in value:
        plain = value["fields"].items()
        return _TYPES[value[_MARK]](**{k: tuple(v) if isinstance(v, list) else v for k, v in plain})
    return value if chain is None else chain(value)
