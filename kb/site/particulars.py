"""What a problem says in particular, in the language of the page.

The build writes each problem in English, with the number, the date or the words that it is about.
``wording/particulars.csv`` has for each such sentence its beginning, with names in braces for what
changes, and the same in Vietnamese. A part called ``type`` is the kind of a document, one called
``day`` a date. A sentence that is not there says nothing in particular: its kind says it all.
"""

from __future__ import annotations

import csv
import io
import re
from functools import cache
from importlib.resources import files

from kb.site.wording import Wording

_PART = re.compile(r"\{(\w+)\}")


@cache
def sentences() -> tuple[tuple[str, str, str], ...]:
    """Kind, English, Vietnamese."""
    text = files("kb.site.wording").joinpath("particulars.csv").read_text(encoding="utf-8")
    return tuple(
        (row["kind"], row["english"], row["vietnamese"])
        for row in csv.DictReader(io.StringIO(text))
    )


@cache
def _patterns() -> dict[str, tuple[tuple[re.Pattern[str], str], ...]]:
    found: dict[str, tuple[tuple[re.Pattern[str], str], ...]] = {}
    for kind, english, vietnamese in sentences():
        pieces = _PART.split(english)
        pattern = "".join(
            f"(?P<{piece}>.{{1,2000}}?)" if n % 2 else re.escape(piece)
            for n, piece in enumerate(pieces)
        )
        known = (re.compile(pattern, re.DOTALL), vietnamese)
        found[kind] = (*found.get(kind, ()), known)
    return found


def particulars(kind: str, message: str, say: Wording) -> str:
    """What ``message`` says in particular; empty where it says only its kind. In English it is the
    message itself."""
    if say.language == "en":
        return message
    for pattern, vietnamese in _patterns().get(kind, ()):
        if found := pattern.search(message):
            return vietnamese.format(
                **{name: _said(name, words, say) for name, words in found.groupdict().items()}
            )
    return ""


def _said(name: str, words: str, say: Wording) -> str:
    if name.startswith("type"):
        return say.code("type", words.strip().replace(" ", "_")).lower()
    return say.day(words) if name.startswith("day") else words
