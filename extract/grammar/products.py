"""What must come out of a task: the plan, scheme, report that its words tell to make.

A product is named right behind a word of making ("xây dựng kế hoạch ...", "promulgate regulations
on ...") and ends where something else begins. The words are data
(``vocabulary/product_words.csv``); where they say none, there is none.
"""

from __future__ import annotations

from extract.facts import Language
from extract.grammar.agency_names import words_of
from extract.grammar.words import BREAK, Words

LONGEST = 24
"""Words that a product's name has at most."""

_FILLING = frozenset(
    {"va", "cac", "mot", "to", "chuc", "thuc", "hien", "trien", "khai", "and", "the", "a", "an"}
)
"""Words that may stand between the making and what is made."""
_NOUNS_IN_TRINH = frozenset({"qua", "chuong", "cong", "quy", "tien", "lo", "giai", "giao"})
_MARKS = frozenset({",", ";", ".", ":", "(", "/", BREAK})


def find_product(words: Words, first: int, last: int, language: Language) -> str | None:
    """The first product that the words from ``first`` to ``last`` tell to make, as printed."""
    makes = words_of("product_words", "word", language, kind="makes")
    products = words_of("product_words", "word", language, kind="product")
    for index in range(first, last):
        made = makes.longest(words, index, last)
        if made is None or (index and words.folded[index - 1] in _NOUNS_IN_TRINH):
            continue
        at = made[0]
        while at < last and words.folded[at] in _FILLING:
            at += 1
        product = products.longest(words, at, last)
        if product and words.folded[at - 1] != "va":  # "xây dựng và quy định ...": a second verb
            return _printed(words, at, product[0], last, language)
    return None


def _printed(words: Words, first: int, index: int, last: int, language: Language) -> str | None:
    ends = words_of("product_words", "word", language, kind="ends")
    stop = index
    while stop < min(last, first + LONGEST) and words.folded[stop] not in _MARKS:
        if ends.longest(words, stop, last) and words.folded[stop - 1] != "tiep":
            break
        stop += 1
    if stop - first < 2:
        return None
    return " ".join(words.text[words.starts[first] : words.ends[stop - 1]].split())
