"""From bytes to characters, for plain text and HTML.

A byte order mark decides; then UTF-8, strictly; then, for HTML, the encoding that the page names;
then a guess, taken only where the result is Vietnamese or English text (windows-1258, the Vietnamese
code page, writes tone marks apart). Whatever holds NUL bytes is no text.
"""

from __future__ import annotations

import codecs
import re

from extract.facts import Problem
from extract.readers.errors import UnreadableError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# <meta charset="windows-1258">, <meta http-equiv=... content="text/html; charset=windows-1258">
_NAMED_IN_HTML = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_GUESSED_BYTES = 200_000
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
BROKEN = "\ufffd"
_MOST_BROKEN = 0.002
_MOST_CHAOS = 0.1
_MOST_CONTROLS = 0.001
_NOT_TEXT = "The file is named as text but holds binary data. Find out what it is, or leave it out."


def decode(data: bytes, *, html: bool = False) -> str:
    """The characters of ``data``; :class:`UnreadableError` where it is no text, or the encoding
    cannot be told. Bytes that are broken after a byte order mark are refused too."""
    text = _decode(data, html=html)
    head = text[:_GUESSED_BYTES]
    if len(_CONTROL.findall(head)) > max(_MOST_CONTROLS * len(head), 8 if html else 2):
        raise UnreadableError("binary", _NOT_TEXT)
    return text


def _decode(data: bytes, *, html: bool) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding)
    if b"\x00" in data[:_GUESSED_BYTES] and not html:
        raise UnreadableError("binary", _NOT_TEXT)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 3 and error.reason == "unexpected end of data":
            return data[: error.start].decode("utf-8")  # cut inside its last letter
        mended = data.decode("utf-8", errors="replace")
        if mended.count(BROKEN) <= max(3, _MOST_BROKEN * len(mended)) < len(mended) / 50 and not (
            mended.replace(BROKEN, "").isascii()
        ):
            return mended  # UTF-8 with a few bytes lost on the way
    named = _NAMED_IN_HTML.search(data[:4096]) if html else None
    if named:
        try:
            return data.decode(named[1].decode("ascii"), errors="replace" if html else "strict")
        except (LookupError, UnicodeError, ValueError):
            pass
    return _guess(data)


def broken_letters(text: str) -> tuple[Problem, ...]:
    """What to tell a person where letters of the file could not be read."""
    count = text.count(BROKEN)
    if not count:
        return ()
    return (
        Problem(
            "broken-letters",
            f"{count} letters of the file are broken and stand as {BROKEN}. Compare it with the "
            "original, and add a whole copy.",
        ),
    )


def _strictly(data: bytes, encoding: str) -> str:
    width = {"utf-8": 1, "utf-16-le": 2, "utf-16-be": 2}.get(encoding, 4)
    try:
        return data[: len(data) - len(data) % width].decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableError(
            "damaged",
            f"The text says it is {encoding.upper()} but is not. Save it again as UTF-8.",
        ) from error


def _guess(data: bytes) -> str:
    """Old Vietnamese fonts' text as Latin-1 (``legacy_fonts`` converts it), else what
    charset-normalizer is sure of."""
    from charset_normalizer import from_bytes

    from extract.readers.legacy_fonts import legacy_encoding

    sample = data[:_GUESSED_BYTES]
    western = sample.decode("latin-1")
    if _CONTROL.search(western):
        raise UnreadableError("binary", _NOT_TEXT)
    if legacy_encoding(western):
        return data.decode("latin-1")
    best = from_bytes(sample, threshold=0.15, cp_isolation=["cp1258", "cp1252"]).best()
    if best is None or best.chaos > _MOST_CHAOS:
        raise UnreadableError(
            "unknown-encoding",
            "The letters of the file cannot be told (it is not UTF-8). Save it again as UTF-8.",
        )
    return data.decode(best.encoding, errors="replace")
