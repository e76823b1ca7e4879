"""Who belongs to a group: "các sở, ban, ngành" are the specialized bodies of the document's province,
"UBND các xã, phường" the People's Committees of its communes.

What the words of a group mean is data (``group_members.csv``), stored as one rule a group in
``agency_groups`` and expanded only when somebody asks (view ``agency_members``), so that a body that
comes later belongs to it too. A class of the vocabulary ("UBND các huyện" of a province) has all bodies
of its kind and place. Groups without stated members ("các cơ quan liên quan") have no rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from extract import vocabulary
from extract.folding import fold
from kb.resolve.agencies import parts_of, titles
from kb.resolve.documents import CENTRAL

_WORD = re.compile(r"[^\W_]+")
Row = Mapping[str, object]


@cache
def _rules() -> dict[str, dict[str, str]]:
    return {
        _plain(words): row
        for row in vocabulary.rows("group_members")
        for words in vocabulary.values(row["words"])
    }


def _plain(words: str) -> str:
    return " ".join(word for word in _WORD.findall(fold(words)) if word not in ("va", "and", "the"))


# các sở, ban, ngành của tỉnh | UBND các xã, phường trong tỉnh | các sở, ngành thành phố
_OF_ITS_PLACE = re.compile(r" (?:(?:cua|thuoc|trong|cap|toan|tren dia ban) )?(?:tinh|thanh pho)\Z")


def _rule_of(words: str) -> dict[str, str] | None:
    """The rule for a group's words, also where the heads of its members are named ("Thủ trưởng
    các sở, ban, ngành") or the province is ("của tỉnh")."""
    rules = _rules()
    for title in ("", *titles()):
        if title and not words.startswith(f"{title} "):
            continue
        rest = words[len(title) :].strip()
        found = rules.get(rest) or rules.get(_OF_ITS_PLACE.sub("", rest))
        if found:
            return found
    return None


def rules_of(agencies: Iterable[Row]) -> Iterator[dict[str, object]]:
    """The rows of ``agency_groups`` for those of ``agencies`` that are groups."""
    for row in agencies:
        if row["is_group"]:
            yield from _rules_of(row)


def _rules_of(row: Row) -> Iterator[dict[str, object]]:
    id_, parts = str(row["id"]), parts_of(str(row["id"]))
    place = parts.place if parts.place and parts.place != CENTRAL else None
    if parts.key is not None and not vocabulary.agencies()[parts.key].is_group:
        yield _rule(id_, place, key=parts.key, says=f"all bodies that are a {row['key']}")
        return
    found = _rule_of(_plain(str(row["name"])))
    if found is None:
        return
    for key in vocabulary.values(found["keys"]):
        yield _rule(id_, place, key=key, says=found["says"])
    for kind in vocabulary.values(found["kinds"]):
        where = CENTRAL if found["level"] == "central" else place
        yield _rule(id_, where, level=found["level"], kind=kind, says=found["says"])


def _rule(
    id_: str, place: str | None, *, says: str, key: str = "", level: str = "", kind: str = ""
) -> dict[str, object]:
    return {
        "group_id": id_, "member_key": key, "level": level, "kind": kind,
        "jurisdiction": place or "", "says": says,
    }  # fmt: skip
