"""The province of a district or commune that is named without it: "UBND huyện Mộc Châu".

The lists of administrative units before and since 1 July 2025 (``commune_successions.csv``) tell it
where just one province has had a unit of that name. What they do not tell stays open: a name that
two provinces share, a commune on an unknown day that was in one province before that day and is in
another since, and what is older than the list: districts before Ha Tay joined Ha Noi (1 August
2008), communes before the mergers of 2023 to 2025.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from extract import vocabulary
from extract.folding import slug

_UPPER = "".join(letter for letter in map(chr, range(0x41, 0x1EFA)) if letter.isupper())
_DISTRICTS_FROM, _COMMUNES_FROM, _MERGED_ON = "2008-08-01", "2025-01-01", "2025-07-01"

# huyện Mộc Châu | THỊ XÃ NGHĨA LỘ | phường Lê Chân | xã Ea H'Leo | Huyện ủy Ba Bể | Moc Chau District
_KINDS = (
    "huyện", "quận", "thị xã", "xã", "phường", "thị trấn", "đặc khu",
    "huyện ủy", "huyện uỷ", "quận ủy", "quận uỷ", "thị ủy", "thị uỷ",
)  # fmt: skip
_KIND = "|".join(
    re.escape(form).replace(r"\ ", r"\s+")
    for kind in sorted(_KINDS, key=len, reverse=True)
    for form in (kind, kind.capitalize(), kind.upper())
)
_NAME = rf"[{_UPPER}][\w’']*(?:[\s-]+[{_UPPER}][\w’']*){{0,4}}"
_UNIT = re.compile(
    rf"\b(?P<kind>{_KIND})\s+(?P<name>{_NAME})"
    rf"|(?P<name_en>{_NAME})\s(?P<kind_en>District|Commune|Ward|Township)\b"
)
_DISTRICT_KINDS = frozenset(
    {"huyen", "quan", "thi-xa", "huyen-uy", "quan-uy", "thi-uy", "district"}
)
_NEW_KIND = re.compile(r"^(?:Phường|Xã|Đặc khu)\s+")


@cache
def _provinces_by_unit() -> tuple[dict[str, set[str]], dict[str, set[str]], dict[str, set[str]]]:
    """Provinces by the slug of a district, of a commune before, and of a commune since the day."""
    districts: dict[str, set[str]] = defaultdict(set)
    before: dict[str, set[str]] = defaultdict(set)
    since: dict[str, set[str]] = defaultdict(set)
    for row in vocabulary.rows("commune_successions"):
        districts[row["district"]].add(row["province"])
        if row["old"]:
            before[row["old"]].add(row["province"])
        since[slug(_NEW_KIND.sub("", row["new"]))].add(row["new_province"])
    return districts, before, since


def province_of_unit(words: str, on: str | None) -> str | None:
    """The province (its slug) of the district or commune that ``words`` name, as it was on the ISO
    day ``on``; ``None`` where none or several fit.

    >>> province_of_unit("Ủy ban nhân dân huyện Mộc Châu", "2024-03-28")
    'son-la'
    """
    match = _UNIT.search(words)
    if not match:
        return None
    districts, before, since = _provinces_by_unit()
    name = slug(match["name"] or match["name_en"])
    if slug(match["kind"] or match["kind_en"]) in _DISTRICT_KINDS:
        fit = districts.get(name, set()) if on is None or on >= _DISTRICTS_FROM else set()
    elif on is None:
        fit = before.get(name, set()) | since.get(name, set())
    elif on >= _MERGED_ON:
        fit = since.get(name, set())
    else:
        fit = before.get(name, set()) if on >= _COMMUNES_FROM else set()
    return next(iter(fit)) if len(fit) == 1 else None
