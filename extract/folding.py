"""Folding: the one way in which this project compares Vietnamese words without their accents."""

from __future__ import annotations

import re
import unicodedata

_D = str.maketrans({"đ": "d", "Đ": "D", "Ð": "D", "ð": "d"})


def fold(text: str) -> str:
    """``text`` in lower case, without accents, đ as d: ``"Sở Nội vụ"`` gives ``"so noi vu"``.

    The result may differ in length from NFD input; for NFC input each letter gives one letter.
    """
    decomposed = unicodedata.normalize("NFD", text.translate(_D))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower()


def slug(text: str) -> str:
    """``text`` as part of an address: ``"01/CT-UBND"`` gives ``"01-ct-ubnd"``."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
