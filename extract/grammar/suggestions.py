"""A number that was written in by hand: what the file's name suggests it to be.

Offices name a scan after its document: "07-ct-2018.pdf", "2119-KH-SYT.signed.pdf". Where the page
shows the symbol ("/CT-UBND") and no readable number before it, a number in the name that stands
beside that symbol is worth a person's look. It is a suggestion, and never becomes the number by
itself.
"""

from __future__ import annotations

import re

from extract.facts import Span
from extract.folding import slug
from extract.grammar.numbers import match_number
from extract.source import SourceText

_HEAD = 1_500
# Số: ý# /CT-UBND | Số:04 /CT-UBND | Số: #88/QĐ-TTg
_PRINTED = re.compile(
    r"\b(?:Số|SỐ)\s?[:.]?[^\n]{0,14}?(?P<symbol>[/-][A-ZĐ]{2,}(?:[-&][A-ZĐa-z&]{1,12}){0,4})"
)
_NUMBER = re.compile(r"\d{1,5}[a-z]?")
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,5}\Z")


def suggested_number(source: SourceText, name: str) -> tuple[str, Span] | None:
    """The number that a file's ``name`` suggests for a document whose own could not be read, and
    the printed symbol that it fits; ``None`` where the name holds no such number."""
    printed = _PRINTED.search(source.text, 0, _HEAD)
    number = number_in_name(name, printed["symbol"]) if printed else None
    if printed is None or number is None:
        return None
    read = match_number(f"{number}{printed['symbol']}", 0)
    suggested = read.value.number if read else f"{number}{printed['symbol']}"
    return suggested, source.span(printed.start("symbol"), printed.end("symbol"))


def number_in_name(name: str, symbol: str) -> str | None:
    """The number beside the parts of ``symbol`` in a file's name: ``"07-ct-2018.pdf"`` and
    ``"/CT-UBND"`` give ``"07"``. A year is none unless it alone stands there."""
    words = slug(_EXTENSION.sub("", name)).split("-")
    parts = [part for part in slug(symbol.replace("&", "")).split("-") if part]
    if not parts or not any(part in words for part in parts):
        return None
    first = next((words.index(part) for part in parts if part in words), 0)
    beside = [words[place] for place in (first - 1, first + 1) if 0 <= place < len(words)]
    for word in beside:
        if _NUMBER.fullmatch(word) and not _is_year(word):
            return word
    return None


def _is_year(word: str) -> bool:
    return word.isdigit() and len(word) == 4 and 1945 <= int(word) <= 2100
