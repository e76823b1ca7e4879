"""Congresses, plenums and terms: bodies that documents name by a number.

"Đại hội XIV của Đảng", "Đại hội Đảng toàn quốc lần thứ X" and "13th National Congress of the Party" are
one body, which meets again; so are the congresses of one province, and the Central Committee whose
sixth plenum "Trung ương 6" is. What is read is the slug of a name.
"""

from __future__ import annotations

import re
from functools import lru_cache

from extract.folding import slug
from kb.resolve.documents import REMEMBERED

# dai-hoi-dai-bieu-dang-bo-tinh-dong-thap-lan-thu-xi | 15th-provincial-party-congress
_LOCAL_CONGRESS = re.compile(
    r"^dai-hoi-(?:dai-bieu-)?(?:dang-bo|dang-vien)-(?P<vi>tinh|thanh-pho|huyen|quan|thi-xa|xa|phuong)"
    r"|(?P<en>provincial|city|municipal|district|commune|ward)-(?:level-)?party-congress"
)
# dai-hoi-xiv | dai-hoi-dai-bieu-toan-quoc-lan-thu-xiv-cua-dang | 13th-national-party-congress
_CONGRESS = re.compile(
    r"^dai-hoi-(?:dai-bieu-)?(?:dang-)?(?:toan-quoc-)?(?:lan-thu-)?(?:[ivxhl]+|\d+)"
    r"(?:-cua-dang(?:-cong-san-viet-nam)?)?$"
    r"|^(?:\d+(?:st|nd|rd|th)-)?(?:national-)?(?:party-)?congress(?:-of-the-(?:communist-)?party(?:-of-vietnam)?)?$"
    r"|^\d+(?:st|nd|rd|th)-(?:national-)?party-(?:national-)?congress$"
)
_PLENUM = re.compile(
    r"^(?:hoi-nghi-)?(?:lan-thu-\w+-)?(?:ban-chap-hanh-)?trung-uong-(?:\d+|[ivx]+)$"
)
_TERM_OF_ASSEMBLY = re.compile(r"^(?:[ivx]+th|\d+(?:st|nd|rd|th))-national-assembly$")

_LEVELS = {
    **dict.fromkeys(("tinh", "thanh-pho", "provincial", "city", "municipal"), "tinh"),
    **dict.fromkeys(("huyen", "quan", "thi-xa", "district"), "huyen"),
    **dict.fromkeys(("xa", "phuong", "commune", "ward"), "xa"),
}


@lru_cache(maxsize=REMEMBERED)
def assembly_key(name: str) -> str | None:
    """The key in the vocabulary of the body that a numbered name means.

    >>> assembly_key("Đại hội XIV của Đảng"), assembly_key("Đại hội Đảng bộ tỉnh Sơn La lần thứ XV")
    ('dai-hoi-dang', 'dai-hoi-dang-bo-tinh')
    """
    words = slug(name)
    local = _LOCAL_CONGRESS.search(words)
    if local:
        return f"dai-hoi-dang-bo-{_LEVELS[local['vi'] or local['en']]}"
    if _CONGRESS.match(words):
        return "dai-hoi-dang"
    if _PLENUM.match(words):
        return "trung-uong-dang"
    return "quoc-hoi" if _TERM_OF_ASSEMBLY.match(words) else None
