"""Names of bodies and places as letterheads print them, and the vocabulary's keys for them.

A letterhead is set in capitals ("SỞ Y TẾ"); what is stored is written as in running text ("Sở Y
tế"), with the casing of the vocabulary where it knows the name.
"""

from __future__ import annotations

import re
from functools import cache

from extract import vocabulary
from extract.grammar.letterhead_lines import cues, folded_cues, is_body_line
from extract.grammar.lines import is_capitals
from extract.grammar.words import PhraseIndex, Words, fold_in_place, split_words

_PARTY_CENTRE = "trung-uong-dang"


@cache
def _provinces() -> PhraseIndex[str]:
    index: PhraseIndex[str] = PhraseIndex()
    for slug, province in vocabulary.provinces().items():
        for name in (province.name, province.name_en, *province.aliases):
            index.add(name, slug)
    return index


def province_of(words: str) -> tuple[str, str] | None:
    """The province that ``words`` name last: slug, and its name after "tỉnh" or "thành phố"."""
    tokens = split_words(words)
    found = None
    at = 0
    while at < len(tokens.folded):
        match = _provinces().longest(tokens, at)
        if match:
            found = match[1]
            at = match[0]
        else:
            at += 1
    if found is None:
        return None
    province = vocabulary.provinces()[found]
    kind = "thành phố" if province.kind == "city" else "tỉnh"
    return found, f"{kind} {province.name}"


@cache
def _agency_index() -> PhraseIndex[str]:
    index: PhraseIndex[str] = PhraseIndex(skip_links=True)
    for key, agency in vocabulary.agencies().items():
        for name in (agency.name_vi, agency.name_en):
            if name:
                index.add(name, key)
    for key, agency in vocabulary.agencies().items():
        for name in (*agency.aliases_vi, *agency.aliases_en):
            index.add(name, key)
    return index


# the head of a body stands for it: Bộ trưởng Bộ Công Thương, Giám đốc Sở Y tế
_HEAD_OF = re.compile(
    r"^(?:bo truong|thu truong|giam doc|pho giam doc|chanh an|vien truong)\s+(?=\S)"
)


def agency_key(name: str) -> str | None:
    """The vocabulary's key for a body that is named with its place, by its longest known part."""
    plain = re.sub(r"^(?:[Tt]he)\s+", "", name)
    folded = fold_in_place(plain)
    whole = _agency_index().longest(split_words(folded), 0)
    if whole is None or whole[1].startswith("chu-tich") is False:
        folded = _HEAD_OF.sub("", folded)
    folded = re.sub(r"^minister of ", "ministry of ", folded)
    folded = re.sub(r"\bub(?:nd)?\b", "uy ban nhan dan", folded)
    place = province_of(plain)
    if place:
        slug_name = fold_in_place(vocabulary.provinces()[place[0]].name)
        if re.search(rf"thanh pho\s+{re.escape(slug_name)}|tp\.?\s*{re.escape(slug_name)}", folded):
            folded = re.sub(r"thanh pho|tp\.?", "tinh", folded)
    tokens = split_words(folded)
    for at in (0,):
        match = _agency_index().longest(tokens, at)
        if match:
            return match[1]
    return _english_key(plain, place is not None)


def _english_key(name: str, has_place: bool) -> str | None:
    """People's Committee of Son La Province | Son La Provincial People's Committee"""
    folded = fold_in_place(name).replace("’", "'")
    if re.match(r"(?:office|department|division|section)\b", folded) or folded.endswith("office"):
        return None  # a body of the Committee, not the Committee
    chair = folded.startswith(("chairman", "chairwoman", "chairperson", "president of the people"))
    for words, key in (("people's committee", "ubnd"), ("people's council", "hdnd")):
        if words in folded and (has_place or "provincial" in folded or "city" in folded):
            full = f"chu-tich-{key}-tinh" if chair else f"{key}-tinh"
            return full if full in vocabulary.agencies() else f"{key}-tinh"
    if "provincial party committee" in folded:
        return "tinh-uy"
    return None


def is_central(name: str) -> bool:
    key = agency_key(name)
    agency = vocabulary.agencies().get(key) if key else None
    if agency is not None:
        return agency.level == "central"
    return fold_in_place(name).startswith(
        ("bo ", "chinh phu", "quoc hoi", "thu tuong", "ministry", "government")
    )


# strokes and specks that a scan leaves beside a name
_STRAY = re.compile(r"\A[\Wˆˇ˜]+|(?:[^\w),-]|[ˆˇ˜])+\Z")


def join_bodies(lines: list[str]) -> list[tuple[str, int]]:
    """The bodies that the lines of a letterhead name, the issuing one last, those above it
    before; each with the line in which its name begins.

    ``["UBND TỈNH KIÊN GIANG", "SỞ Y TẾ"]`` gives the department and the committee above it;
    ``["ỦY BAN NHÂN DÂN", "TỈNH QUẢNG NGÃI"]`` is one name, and so is ``["SỞ NÔNG NGHIỆP VÀ MÔI",
    "TRƯỜNG"]``: no body is named by one word.
    """
    names: list[tuple[str, int]] = []
    for at, line in enumerate(lines):
        text = " ".join(_STRAY.sub("", line).split())
        folded = fold_in_place(text)
        is_place = folded.startswith(folded_cues("place_kind")) and not (
            folded.startswith("xa hoi") or _PARTY_COMMITTEE.match(folded)
        )
        starts_body = is_body_line(text) and not is_place
        above, first = names[-1] if names else ("", at)
        wrapped = " " not in text or above.endswith((",", "-", "VÀ"))
        if above and (
            not starts_body or wrapped or fold_in_place(above) in folded_cues("position")
        ):
            names[-1] = f"{above} {text}", first
        else:
            names.append((text, at))
    # "QUỐC HỘI NƯỚC / CỘNG HÒA ...": the motto's line took the rest of the name
    return names[:-1] + [(re.sub(r"\s+NƯỚC\Z", "", name), at) for name, at in names[-1:]]


def of_the_party_centre(name: str, superior: str) -> str | None:
    """The whole name of a body that stands below the Central Committee's: "VĂN PHÒNG" is Văn phòng
    Trung ương Đảng there, "BAN TỔ CHỨC" Ban Tổ chức Trung ương."""
    if agency_key(superior) != _PARTY_CENTRE or agency_key(name) is not None:
        return None
    for whole in (f"{name} Trung ương Đảng", f"{name} Trung ương"):
        known = vocabulary.agencies().get(agency_key(whole) or "")
        if known is not None and known.parent == _PARTY_CENTRE:
            return known.name_vi
    return None


def office_of(name: str, superior: str) -> str | None:
    """The whole name of "VĂN PHÒNG" below a People's Committee or Council."""
    folded = fold_in_place(superior)
    if fold_in_place(name) != "van phong" or not re.match(
        r"(?:ubnd|hdnd|uy ban nhan dan|hoi dong nhan dan)\b", folded
    ):
        return None
    return f"Văn phòng {proper_name(superior)}"


def of_a_party_committee(name: str, superior: str) -> str | None:
    """The whole name of a commission below a Party committee: "TỈNH ỦY HƯNG YÊN / BAN TỔ CHỨC" is
    Ban Tổ chức Tỉnh ủy Hưng Yên."""
    folded = fold_in_place(name)
    if not _PARTY_COMMITTEE.match(fold_in_place(superior)) or _PARTY_COMMITTEE.search(folded):
        return None
    if not folded.startswith(("ban ", "van phong", "uy ban kiem tra")):
        return None
    return proper_name(f"{name} {superior}")


_PARTY_COMMITTEE = re.compile(r"\b(?:tinh|thanh|huyen|quan|thi|dang) uy\b")


_VOWEL = re.compile(r"[aeiouy\W\d]")


def proper_name(name: str) -> str:
    """A name in capitals as it is written in running text: "SỞ Y TẾ" gives "Sở Y tế"."""
    name = " ".join(name.split())
    if not is_capitals(name):
        return name
    if re.match(r"UBND\b", name):
        name = re.sub(r"^UBND\b", "ỦY BAN NHÂN DÂN", name)
    if re.match(r"HĐND\b", name):
        name = re.sub(r"^HĐND\b", "HỘI ĐỒNG NHÂN DÂN", name)
    printed = name.split(" ")
    words = name.lower().split(" ")
    known = _known_casing(" ".join(words))
    kinds = {fold_in_place(kind) for kind in cues("place_kind")}
    after_place = False
    for at, word in enumerate(words):
        if at in known:
            words[at] = word[:1].upper() + word[1:] if known[at] else word
        elif not _VOWEL.search(fold_in_place(word)):
            words[at] = printed[at]  # GDĐT, THPT: the first letters of words
        elif at == 0 or after_place:
            words[at] = word.capitalize()
        plain = fold_in_place(words[at]).strip(".,")
        if plain in kinds or (
            plain in ("pho", "xa", "tran")
            and at
            and fold_in_place(words[at - 1]) in ("thanh", "thi")
        ):
            after_place = True
    return " ".join(words)


def _known_casing(words: str) -> dict[int, bool]:
    """For each word of a known name in ``words``: whether it has a capital."""
    pieces = words.split(" ")
    cased: dict[int, bool] = {}
    starts = []
    position = 0
    for piece in pieces:
        starts.append(position)
        position += len(piece) + 1
    tokens = split_words(words)
    index = 0
    while index < len(tokens.folded):
        best = None
        for source in (_casing_index(), _province_casing()):
            match = source.longest(tokens, index)
            if match and (best is None or match[0] > best[0]):
                best = match
        if best is None:
            index += 1
            continue
        name_words = best[1].split(" ")
        first = next(i for i, start in enumerate(starts) if start >= tokens.starts[index])
        if len(name_words) == _word_count(tokens, index, best[0], starts):
            for offset, word in enumerate(name_words):
                cased[first + offset] = word[:1].isupper()
        index = best[0]
    return cased


def _word_count(tokens: Words, first: int, last: int, starts: list[int]) -> int:
    begin, end = tokens.starts[first], tokens.ends[last - 1]
    return sum(1 for start in starts if begin <= start < end)


@cache
def _casing_index() -> PhraseIndex[str]:
    index: PhraseIndex[str] = PhraseIndex()
    for agency in vocabulary.agencies().values():
        for name in (agency.name_vi, *agency.aliases_vi):
            index.add(name, name)
    for name in (
        "Ủy ban nhân dân",
        "Hội đồng nhân dân",
        "Tỉnh ủy",
        "Thành ủy",
        "Huyện ủy",
        "Đảng ủy",
    ):
        index.add(name, name)
    return index


@cache
def _province_casing() -> PhraseIndex[str]:
    index: PhraseIndex[str] = PhraseIndex()
    for province in vocabulary.provinces().values():
        for name in (province.name, *province.aliases):
            index.add(name, name)
    return index


def proper_name_en(name: str) -> str:
    small = {"of", "the", "and", "for", "on", "in"}
    words = name.split()
    if not is_capitals(name):
        return name
    cased = [
        w.lower() if w.lower() in small and at else w.capitalize() for at, w in enumerate(words)
    ]
    return " ".join(cased)


def without_article(name: str) -> str:
    return re.sub(r"^(?:[Tt]he|THE)\s+", "", name).strip(" ,")


def clean_place(words: str) -> str | None:
    """The place before ", ngày": in a merged line, its last capitalized words."""
    kept: list[str] = []
    for word in reversed(words.split()):
        is_name = word[0].isupper() and (word[1:].islower() or word in ("TP.", "TP"))
        if not (is_name or word in ("-", "–", "phố", "xã")) or len(kept) > 5:
            break
        kept.insert(0, word)
    place = " ".join(kept).strip(" -–")
    if place:
        return place
    known = province_of(words)
    return vocabulary.provinces()[known[0]].name if known else None
