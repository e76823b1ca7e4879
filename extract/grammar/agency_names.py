"""The index of names of bodies, and the words that bodies without a known name are made of.

Names come from ``vocabulary/agencies.csv``; titles of heads, stems of names ("Sở", "Department")
and words for groups ("các sở, ngành", "relevant agencies") from the CSV files beside it. A name is
compared folded and without its small words, so that a scan's lost accents and the habits of
different offices lead to the same body.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from extract import vocabulary
from extract.facts import Language
from extract.grammar.words import PhraseIndex, phrase

MIN_SHORT = 3
"""Letters that an abbreviation must have to stand for a body in running text."""

BRANCH_STEMS = ("Bộ", "Sở", "Phòng", "Ban")
"""Stems that a list names once: "các Sở: Tài chính, Xây dựng"."""

_WITH_ACCENTS = frozenset(
    {"action_words", "group_words", "product_words", "agency_heads", "agency_stems"}
)
"""Tables whose words of one syllable must have their accents: "Trưởng" is not in "Trường"."""

_SPELLINGS = (
    ("Labor", "Labour"),
    ("Defense", "Defence"),
    ("Mobilization", "Mobilisation"),
    ("Organization", "Organisation"),
)


@dataclass(frozen=True, slots=True)
class Name:
    """A known name: the body's key, and whether it is written in capitals only (UBND, SNV)."""

    key: str
    abbreviation: bool = False


def _english(names: tuple[str, ...]) -> list[str]:
    spelled = [n.replace(a, b) for n in names for a, b in _SPELLINGS if a in n]
    return [*names, *spelled]


def _of_its_level(written: list[str]) -> list[str]:
    """A department as renderings name it with its level: "Provincial Department of Health"."""
    fields = [
        name.removeprefix("Department of ") for name in written if name[:14] == "Department of "
    ]
    levels = ("Provincial", "Municipal", "City")
    return [
        called
        for level in levels
        for field in fields
        for called in (f"{level} Department of {field}", f"{level} {field} Department")
    ]


@cache
def names(language: Language) -> PhraseIndex[Name]:
    """All names of all bodies in ``language``, for the longest match."""
    index: PhraseIndex[Name] = PhraseIndex(skip_links=True)
    shorts: dict[str, list[str]] = {}
    for agency in vocabulary.agencies().values():
        if agency.short:
            shorts.setdefault(agency.short, []).append(agency.key)
        if language == "vi":
            written = [agency.name_vi, *agency.aliases_vi]
        else:
            written = _english((agency.name_en, *agency.aliases_en))
        for name in written:
            if name:
                index.add(name, Name(agency.key, name.isupper()))
        if language == "en" and agency.level == "province":
            for name in _of_its_level(written):
                index.add(name, Name(agency.key))
    for short, keys in shorts.items():
        if len(keys) == 1 and len(short) >= MIN_SHORT and (language == "vi" or " " not in short):
            index.add(short, Name(keys[0], short.isupper()))
    return index


@cache
def branches(stem: str) -> PhraseIndex[Name]:
    """The Vietnamese names that begin with ``stem``, without it: "Tài chính" of "Sở Tài chính"."""
    index: PhraseIndex[Name] = PhraseIndex(skip_links=True)
    for agency in vocabulary.agencies().values():
        for name in (agency.name_vi, *agency.aliases_vi):
            if name.startswith(stem + " "):
                index.add(name.removeprefix(stem + " "), Name(agency.key))
    return index


@cache
def fields(stem: str) -> PhraseIndex[Name]:
    """What English names say behind ``stem``: "Finance" of "Department of Finance"."""
    index: PhraseIndex[Name] = PhraseIndex(skip_links=True)
    for agency in vocabulary.agencies().values():
        for name in _english((agency.name_en, *agency.aliases_en)):
            before, of, field = name.partition(f"{stem} of ")
            if of and field and before in {"", "Provincial "}:
                index.add(field, Name(agency.key))
    return index


@cache
def words_of(table: str, column: str, language: Language, **only: str) -> PhraseIndex[str]:
    """The phrases of a vocabulary table in one language, each with itself as its value."""
    index: PhraseIndex[str] = PhraseIndex(accents=language == "vi" and table in _WITH_ACCENTS)
    for row in vocabulary.rows(table):
        if row["language"] == language and all(row[c] == value for c, value in only.items()):
            index.add(row[column], row[column])
    return index


def heads(language: Language) -> PhraseIndex[str]:
    """Titles of those who head a body: "Giám đốc", "Chairman of"."""
    return words_of("agency_heads", "title", language)


def stems(language: Language) -> PhraseIndex[str]:
    """Words that names of bodies begin with (Vietnamese) or end with (English)."""
    return words_of("agency_stems", "stem", language)


def groups(language: Language, kind: str) -> PhraseIndex[str]:
    """Words of groups: ``quantifier``, ``noun``, ``bare``, ``modifier``, ``generic``."""
    return words_of("group_words", "word", language, kind=kind)


@cache
def list_ends(language: Language) -> PhraseIndex[str]:
    """Words that a list of bodies ends at: what they are told to do begins there."""
    return words_of("action_words", "word", language, ends_list="1")


@cache
def places(language: Language) -> PhraseIndex[str]:
    """Names of provinces, to their slugs."""
    index: PhraseIndex[str] = PhraseIndex()
    for province in vocabulary.provinces().values():
        spellings = (province.name, *province.aliases) if language == "vi" else ()
        for name in (*spellings, province.name_en):
            if phrase(name):
                index.add(name, province.slug)
    return index
