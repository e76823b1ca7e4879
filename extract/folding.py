"""Folding: the one way in which this project compares Vietnamese words without their accents."""

from __future__ import annotations

import re
import unicodedata


class _Plain(dict[int, str]):
    """Each character without its marks, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        decomposed = unicodedata.normalize("NFD", _D.get(code, chr(code)))
        plain = "".join(c for c in decomposed if not unicodedata.combining(c))
        self[code] = plain
        return plain


_D = {ord("đ"): "d", ord("Đ"): "D", ord("Ð"): "D", ord("ð"): "d"}
_PLAIN = _Plain()


def fold(text: str) -> str:
    """``text`` in lower case, without accents, đ as d: ``"Sở Nội vụ"`` gives ``"so noi vu"``.

    The result may differ in length from NFD input; for NFC input each letter gives one letter.
    """
    return text.translate(_PLAIN).lower()


def slug(text: str) -> str:
    """``text`` as part of an address: ``"01/CT-UBND"`` gives ``"01-ct-ubnd"``."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
