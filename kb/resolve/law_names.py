"""Which law a name means, in Vietnamese and in English, and which numbers have had that name.

"Law on Cadres and Civil Servants" and "Luật Cán bộ, công chức" are one law; "Luật PCTN" is the law
on preventing corruption. The names and numbers are data (``laws.csv``). A name with a year means
one law only where just one of that name is known for the year; without a year it may mean any that
there was by the day on which it was written.
"""

from __future__ import annotations

from functools import cache

from extract import vocabulary
from extract.folding import slug


@cache
def _by_name() -> dict[tuple[str, str], str]:
    """The slug of the Vietnamese name by type and the slug of every other, type words included."""
    return {
        (law.type, slug(name)): slug(law.name_vi)
        for law in vocabulary.laws()
        for name in (law.name_vi, *law.aliases_vi, *law.names_en)
    }


@cache
def _by_number() -> dict[str, str]:
    return {slug(number): law.name_vi for law in vocabulary.laws() for number in law.numbers}


@cache
def _numbers() -> dict[tuple[str, str], tuple[str, ...]]:
    return {(law.type, slug(law.name_vi)): law.numbers for law in vocabulary.laws()}


def one_name(type_: str, words: str) -> str | None:
    """The slug that stands for all names of a law, by the slug of one of them; ``None`` where the
    vocabulary does not know it.

    >>> one_name("law", "law-on-cadres-and-civil-servants")
    'can-bo-cong-chuc'
    """
    return _by_name().get((type_, words))


def name_of(number: str) -> str | None:
    """The Vietnamese name of the law with this number, without the word for its type."""
    return _by_number().get(slug(number))


def number_of(type_: str, name: str, year: str) -> str | None:
    """The number of the only law of this name (its slug) and year; ``None``: none or several."""
    found = [n for n in _numbers().get((type_, name), ()) if f"/{year}/" in n]
    return found[0] if len(found) == 1 else None


def newest(type_: str, name: str, until: str | None) -> str | None:
    """The number of the last law of this name by ``until`` (a day or a year); ``None``: none known."""
    known = _by_day(type_, name, until)
    return max(known, key=_year) if known else None


def may_mean_several(type_: str, name: str, until: str | None) -> bool:
    """Whether laws of more than one number have had this name by ``until`` (a day or a year)."""
    return len(_by_day(type_, name, until)) > 1


def _by_day(type_: str, name: str, until: str | None) -> list[str]:
    known = _numbers().get((type_, name), ())
    return [number for number in known if not until or _year(number) <= until[:4]]


def _year(number: str) -> str:
    return number.split("/")[1]
