"""How urgent a document is: the stamp "HỎA TỐC", "THƯỢNG KHẨN" or "KHẨN" below its number.

Decree 30/2020/NĐ-CP, Appendix I, puts it in capitals in a frame of its own; Circular 01/2011/TT-BNV
knew an hour that is set ("HỎA TỐC HẸN GIỜ"). The words are data: ``urgency.csv``.
"""

from __future__ import annotations

from functools import cache

from extract import vocabulary
from extract.folding import fold

_LONGEST = 40
_CAPITALS = 0.8  # a scan may take one for a small letter


def urgency_of(words: str) -> str | None:
    """The code of the stamp that ``words`` are, in capitals and with nothing else; a scan shows the
    frame as strokes ("HỎATỐC |").

    >>> urgency_of("THƯỢNG KHẨN")
    'very_urgent'
    """
    letters = "".join(filter(str.isalpha, words[:_LONGEST]))
    capitals = sum(map(str.isupper, letters)) > _CAPITALS * len(letters)
    return _stamps().get(fold(letters)) if capitals and len(words) < _LONGEST else None


@cache
def _stamps() -> dict[str, str]:
    """The code by the letters of a stamp without marks and spaces: ``{"hoatoc": "express"}``."""
    return {
        "".join(filter(str.isalpha, fold(name))): row["code"]
        for row in vocabulary.rows("urgency")
        for name in (row["vi"], row["en"])
    }
