"""Bodies that a document sets up out of others: "thành lập Sở A trên cơ sở hợp nhất Sở B và Sở C",
"hợp nhất Sở B và Sở C thành Sở A", "sáp nhập Ban B vào Sở A". Observed in the resolutions by which
provincial councils of February 2025 set up their departments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extract.grammar.agencies import body_reader
from extract.grammar.bodies import Body, BodyReader
from extract.grammar.words import fold_in_place, split_words

_SET_UP = re.compile(
    r"""(?<!\w)thanh\slap\s(?P<new>[^.;:\n]{3,140}?),?\s
        tren\sco\sso\s(?:thuc\shien\s)?(?:viec\s)?(?:hop\snhat|sap\snhap|to\schuc\slai|sap\sxep)\s
        (?P<old>[^.;\n]{3,400})""",
    re.VERBOSE,
)
_MERGED = re.compile(
    r"""(?<!\w)(?:hop\snhat|sap\snhap)\s(?P<old>[^.;:\n]{3,300}?)\s
        (?:thanh|vao)\s(?P<new>(?:so|ban|chi\scuc|cuc|phong|bo|uy\sban)\s[^.;:\n]{3,140})""",
    re.VERBOSE,
)
_ANCHOR = re.compile(r"hop\snhat|sap\snhap|tren\sco\sso\s(?:to\schuc\slai|sap\sxep)")


@dataclass(frozen=True, slots=True)
class Merger:
    """Bodies that went into one, and where the words stand that say so."""

    predecessors: tuple[Body, ...]
    successor: Body
    start: int
    end: int


def find_mergers(text: str) -> Iterator[Merger]:
    """The mergers that a Vietnamese text orders, where it names one new body and what it is made
    of. ``start`` and ``end`` are offsets into ``text``."""
    folded = fold_in_place(text)
    if not _ANCHOR.search(folded):
        return
    reader: BodyReader | None = None
    taken: list[tuple[int, int]] = []
    for pattern in (_SET_UP, _MERGED):
        for match in pattern.finditer(folded):
            if any(start <= match.start() < end for start, end in taken):
                continue
            reader = reader or body_reader(split_words(text), "vi")
            new = _bodies(reader, *match.span("new"))
            old = _bodies(reader, *match.span("old"))
            if len(new) == 1 and old:
                taken.append(match.span())
                last = max(new[0].end, old[-1].end)
                yield Merger(tuple(old), new[0], match.start(), last)


def _bodies(reader: BodyReader, start: int, end: int) -> list[Body]:
    """The single bodies of which something is known, in a stretch of text."""
    found = reader.read_cell(reader.words.at(start), reader.words.at(end))
    return [body for body in found if body.key and not body.is_group]
