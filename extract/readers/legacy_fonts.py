"""Text from before Unicode was general: TCVN3 (ABC) and VNI-Windows.

In both, a font shows Vietnamese where the file holds Western letters: ``Céng hßa`` (TCVN3, one code a
letter) and ``Coäng hoøa`` (VNI, a vowel and a mark). The tables are those of TCVN 5712:1993 (VN3) and of
the VNI-Windows font set. A text is converted only where it holds no Vietnamese letter of Unicode and
its words become Vietnamese syllables by it; a Word file also says its fonts (``.VnTime``, ``VNI-Times``).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Literal

from extract.readers.cleaning import Step
from extract.readers.syllables import has_vietnamese_letters, is_syllable

Encoding = Literal["tcvn3", "vni"]

_TCVN3 = str.maketrans(
    dict(
        zip(
            "\xa1\xa2\xa3\xa4\xa5\xa6\xa7\xa8\xa9\xaa\xab\xac\xad\xae"
            "\xb5\xb6\xb7\xb8\xb9\xbb\xbc\xbd\xbe\xc6\xc7\xc8\xc9\xca\xcb"
            "\xcc\xce\xcf\xd0\xd1\xd2\xd3\xd4\xd5\xd6\xd7\xd8\xdc\xdd\xde"
            "\xdf\xe1\xe2\xe3\xe4\xe5\xe6\xe7\xe8\xe9\xea\xeb\xec\xed\xee"
            "\xef\xf1\xf2\xf3\xf4\xf5\xf6\xf7\xf8\xf9\xfa\xfb\xfc\xfd\xfe",
            "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
            strict=True,
        )
    )
)
# For every plain vowel the marks of acute, grave, hook, tilde and dot, in VNI.
_TONES = ("\u0301", "\u0300", "\u0309", "\u0303", "\u0323")
_PLAIN, _BREVE, _CIRCUMFLEX = "ùøûõï", "éèúüë", "áàåãä"
_WORD = re.compile(r"[^\s\d.,;:()\"“”/!?-]+")
_SAMPLE = 200_000
_FEWEST_WORDS = 8
_ENOUGH = 0.85


@cache
def _vni_table() -> dict[str, str]:
    table = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
    for base, marks, sign in (
        ("a", _PLAIN, ""), ("e", _PLAIN, ""), ("o", _PLAIN, ""), ("u", _PLAIN, ""),
        ("y", _PLAIN[:4], ""), ("ô", _PLAIN, "ơ"), ("ö", _PLAIN, "ư"),
        ("a", _BREVE, "ă"), ("a", _CIRCUMFLEX, "â"), ("e", _CIRCUMFLEX, "ê"),
        ("o", _CIRCUMFLEX, "ô"),
    ):  # fmt: skip
        for mark, tone in zip(marks, _TONES, strict=False):
            table[base + mark] = unicodedata.normalize("NFC", (sign or base) + tone)
    table |= {"aê": "ă", "aâ": "â", "eâ": "ê", "oâ": "ô"}
    return table | {key.upper(): letter.upper() for key, letter in table.items()}


@cache
def _vni_pattern() -> re.Pattern[str]:
    keys = sorted(_vni_table(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, keys)))


def vni_step() -> Step:
    """The conversion from VNI as one replacement."""
    table = _vni_table()
    return Step(_vni_pattern(), lambda match: table[match[0]])


def tcvn3_table() -> dict[int, str | int | None]:
    """The conversion from TCVN3, for ``str.translate``."""
    return dict(_TCVN3)


def to_unicode(text: str, encoding: Encoding) -> str:
    """``text`` in one of the old encodings, in Unicode."""
    if encoding == "tcvn3":
        return text.translate(_TCVN3)
    step = vni_step()
    return step.pattern.sub(step.replacement, text)


def legacy_encoding(text: str) -> Encoding | None:
    """The old encoding that ``text`` is in, or ``None``. Only words with letters that are not ASCII
    are looked at."""
    sample = text[:_SAMPLE]
    if sample.isascii() or has_vietnamese_letters(sample):
        return None
    words = [word for word in _WORD.findall(sample) if not word.isascii()]
    if len(words) < _FEWEST_WORDS:
        return None
    shares = {encoding: _syllables(words, encoding) for encoding in ("tcvn3", "vni")}
    best = max(shares, key=lambda encoding: shares[encoding])
    as_it_is = sum(map(_is_word, words)) / len(words)
    if shares[best] < _ENOUGH or as_it_is > shares[best] - 0.2:
        return None
    return "tcvn3" if best == "tcvn3" else "vni"


def _syllables(words: list[str], encoding: str) -> float:
    converted = (to_unicode(word, "tcvn3" if encoding == "tcvn3" else "vni") for word in words)
    return sum(map(_is_word, converted)) / len(words)


def _is_word(word: str) -> bool:
    return word.isalpha() and is_syllable(word)


def font_encoding(font: str) -> Encoding | None:
    """The encoding that a font's name tells: ``.VnTime`` is TCVN3, ``VNI-Times`` VNI."""
    if font.startswith(".Vn"):
        return "tcvn3"
    return "vni" if font.upper().startswith("VNI-") else None


def font_is_capitals(font: str) -> bool:
    """TCVN3 has no capitals with marks: the fonts whose names end in H show small letters as such."""
    return font.startswith(".Vn") and font.endswith("H")
