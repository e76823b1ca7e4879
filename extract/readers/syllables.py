"""Is a word a Vietnamese syllable? The gate that tells text from garbage.

Written Vietnamese is a closed system: an onset, a nucleus, a coda and at most one tone (the list of
rhymes is that of the standard orthography). Clean pages have at most 3.6 % of words that are none
(names, abbreviations); a scrambled text layer, or a text in a font's own encoding, over 30 %.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_SYLLABLE = re.compile(
    r"""
    (?: ngh | ng | nh | ch | gh | gi | kh | ph | qu | th | tr | [bcdđghklmnpqrstvx] )?
    (?:
        (?: uyê | uya | oai | oay | oao | oeo | uây | uôi | ươi | ươu | iêu | yêu | uyu | uêu )
      | (?: oa | oă | oe | uâ | uê | uy | uơ | oo | iê | yê | uô | ươ | ia | ya | ua | ưa
          | ai | ay | ây | ao | au | âu | eo | êu | iu | oi | ôi | ơi | ui | ưi | ưu )
      | [aăâeêioôơuưy]
    )
    (?: ch | ng | nh | [cmnpt] )?
    """,
    re.VERBOSE,
)
_WORD = re.compile(r"[^\W\d_]+")
_VIETNAMESE_LETTER = re.compile(r"[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
_FEWEST_WORDS = 40
_FEWEST_MARKED = 0.25


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Is ``word`` (letters only) a possible Vietnamese syllable, in any capitals?"""
    if len(word) > 7:
        return False
    letters = unicodedata.normalize("NFD", word.lower())
    toneless, tones = _TONES.subn("", letters)
    return tones <= 1 and _SYLLABLE.fullmatch(unicodedata.normalize("NFC", toneless)) is not None


def has_vietnamese_letters(text: str) -> bool:
    """Does ``text`` hold a letter that only Vietnamese writing in Unicode has?"""
    return _VIETNAMESE_LETTER.search(text) is not None


def is_vietnamese(text: str) -> bool:
    """Is ``text`` written in Vietnamese (whole or scrambled), and not a text in another language
    with Vietnamese names in it? Half of the words of clean pages hold a letter with a mark."""
    if not has_vietnamese_letters(text):
        return False
    words = _WORD.findall(text)
    return sum(not word.isascii() for word in words) > _FEWEST_MARKED * len(words)


def share_of_other_words(text: str) -> float:
    """The share of the words in ``text`` that are no syllables; abbreviations in capitals do not
    count. 0.0 where there are too few words to tell."""
    words = [word for word in _WORD.findall(text) if len(word) > 1 and not _abbreviates(word)]
    if len(words) < _FEWEST_WORDS:
        return 0.0
    return sum(not is_syllable(word) for word in words) / len(words)


def _abbreviates(word: str) -> bool:
    return word.isascii() and word.isupper()
