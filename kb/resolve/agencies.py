"""Which body a mention means, and what bodies there are.

A body that each province has is a pattern of the vocabulary and a place: ``so-noi-vu`` of
``son-la`` is ``son-la.so-noi-vu``, "Sở Nội vụ tỉnh Sơn La". The place comes from the words, else
from the citing document's own territory; a central document that names no place means the class of
such bodies, which has the pattern alone as its id. What the vocabulary does not know is a
provisional body of its own, never the nearest known one.

An agency's id tells all that is needed to make its row, so the rows are made anew at every build
from the ids that documents use.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from extract import vocabulary
from extract.folding import fold, slug
from kb.resolve.assemblies import assembly_key
from kb.resolve.communes import commune_name, communes_after
from kb.resolve.documents import CENTRAL, REMEMBERED, bounded, local_body

_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Named:
    """A body as a document names it, with what the document's own territory adds.

    ``territory`` and ``body`` are those of the document that names it (``body`` as in
    :class:`kb.resolve.documents.Identity`)."""

    name: str
    key: str | None = None
    place: str | None = None
    is_group: bool = False
    territory: str | None = None
    body: str = ""


_LEVELS = {"": "tinh", "district": "huyen", "commune": "xa"}


def _leveled(named: Named) -> str | None:
    """The key in the vocabulary. A code such as UBND tells no level (its key is ``ubnd``): the
    level is that of the place, else of the document that names it. A name that bodies of several
    levels bear ("Ủy ban MTTQ Việt Nam") is that of the level that names it
    (``agency_levels.csv``)."""
    key = named.key
    if key is None and not named.is_group:
        name = _unglued(named.name)
        key = key_of_headed(name) or assembly_key(name) or _keys_by_name().get(fold(name))
    if key in _same_names() and not named.is_group:
        return _same_names()[key].get(_level_here(named)) or key
    if key is None or key in vocabulary.agencies():
        return key
    return f"{key}-{_LEVELS.get(named.body.partition('-')[0], 'tinh')}"


def _unglued(name: str) -> str:
    """ "BộTài chính": with the space that the text has lost between two words."""
    after = zip(name, f" {name}", strict=False)
    return "".join(f" {c}" if c.isupper() and before.islower() else c for c, before in after)


def _level_here(named: Named) -> str:
    place = named.place or named.territory
    if named.place is None and named.body:
        return named.body.partition("-")[0]
    return "province" if place and place != CENTRAL else "central" if place else ""


@cache
def _same_names() -> dict[str | None, dict[str, str]]:
    return {row["key"]: row for row in vocabulary.rows("agency_levels")}


@cache
def _keys_by_name() -> dict[str, str]:
    """Vietnamese names that only one body of the vocabulary has, folded, with its key."""
    keys: dict[str, set[str]] = {}
    for body in vocabulary.agencies().values():
        for name in (body.name_vi, *body.aliases_vi):
            keys.setdefault(fold(name), set()).add(body.key)
    return {name: min(known) for name, known in keys.items() if len(known) == 1}


@cache
def titles() -> tuple[str, ...]:
    """The Vietnamese titles of those who head bodies, folded."""
    rows = vocabulary.rows("agency_heads")
    return tuple(sorted({fold(row["title"]) for row in rows if row["language"] == "vi"}))


@lru_cache(maxsize=REMEMBERED)
def key_of_headed(name: str) -> str | None:
    """The body that is meant in the person of its head: ``"Chánh Thanh tra tỉnh"`` gives
    ``"thanh-tra-tinh"``; ``None`` where no title stands before a known name."""
    folded = " ".join(fold(name).split())
    for title in titles():
        key = folded.startswith(f"{title} ") and _keys_by_name().get(folded[len(title) + 1 :])
        if key:
            return key
    return None


def is_known(named: Named) -> bool:
    """Whether the vocabulary knows the body."""
    return _leveled(named) in vocabulary.agencies()


def agency_id(named: Named) -> str:
    """The id of the body that is meant."""
    place = named.place or named.territory
    known = vocabulary.agencies().get(_leveled(named) or "")
    if known is None:
        name = bounded(slug(named.name) or "khong-ten", _LONGEST)
        return f"{place or CENTRAL}.{'nhom' if named.is_group else 'khac'}.{name}"
    if known.level == "central":
        return known.key
    if place is None or place == CENTRAL:
        return known.key
    if named.is_group or known.is_group or known.level not in ("district", "commune"):
        return f"{place}.{known.key}"
    local = local_body(known.key, named.name)
    if "-" not in local:
        local = named.body if named.body.startswith(f"{known.level}-") else ""
    return f"{place}.{known.key}.{local}" if local else f"{place}.{known.key}"


@dataclass(frozen=True, slots=True)
class Parts:
    """An agency's id taken apart: ``place`` is a province's slug or ``vn``, ``key`` a key of the
    vocabulary or ``None``, ``local`` a district or commune (``district-moc-chau``)."""

    id: str
    place: str | None
    key: str | None
    local: str = ""
    unknown_group: bool = False


def parts_of(id_: str) -> Parts:
    if id_ in vocabulary.agencies():
        return Parts(id_, None, id_)
    place, _, rest = id_.partition(".")
    key, _, local = rest.partition(".")
    if key in vocabulary.agencies():
        return Parts(id_, place, key, local)
    return Parts(id_, place, None, unknown_group=key == "nhom")


def is_unnamed_group(id_: str) -> bool:
    """Whether an id is of a group that the vocabulary does not know: "các cơ quan liên quan"."""
    return parts_of(id_).unknown_group


def agency_row(id_: str, written: str | None = None) -> dict[str, object]:
    """The row of ``agencies`` for an id; ``written`` is what documents call it, which names a body
    that the vocabulary lacks, or a district's or commune's with its accents."""
    parts = parts_of(id_)
    if parts.key is None:
        territory = is_territory(written or "")
        kind = "group" if parts.unknown_group else "territory" if territory else None
        return {
            "id": id_, "name": written or id_, "name_en": None, "short_name": None,
            "kind": kind, "level": None,
            "jurisdiction": parts.place, "parent_id": None, "is_group": int(parts.unknown_group),
            "valid_from": None, "valid_to": None, "provisional": int(kind is None),
            "key": None,
        }  # fmt: skip
    body = vocabulary.agencies()[parts.key]
    single = body.level == "central" or parts.place is not None
    if body.level in ("district", "commune"):
        single = bool(parts.local)
    valid_to = body.valid_to or _place_ends(parts, body)
    return {
        "id": id_,
        "name": _local_name(body, parts, written)
        or _level_name(body, parts)
        or _placed_vi(body.name_vi, parts),
        "name_en": _placed_en(body.name_en, parts),
        "short_name": body.short or None,
        "kind": body.kind or None,
        "level": body.level or None,
        "jurisdiction": CENTRAL if body.level == "central" else parts.place,
        "parent_id": parent_id(id_),
        "is_group": int(body.is_group or not single),
        "valid_from": body.valid_from or None,
        "valid_to": valid_to or None,
        "provisional": 0,
        "key": body.key,
    }


_TERRITORIES = frozenset({"tinh", "thanh pho", "huyen", "xa", "phuong", "the", "province", "city"})


@lru_cache(maxsize=REMEMBERED)
def is_territory(name: str) -> bool:
    """Whether a name is a territory's and no body's: "Tỉnh phấn đấu ...", "Đà Nẵng", "Son La city"."""
    words = fold(name).replace("tp.", "").strip()
    for kind in ("tinh ", "thanh pho "):
        words = words.removeprefix(kind)
    for kind in (" province", " city"):
        words = words.removesuffix(kind)
    return words in _TERRITORIES or words in _province_names()


@cache
def _province_names() -> frozenset[str]:
    """The names of provinces and centrally-run cities, old ones too, folded."""
    provinces = vocabulary.provinces().values()
    return frozenset(fold(name) for p in provinces for name in (p.name, p.name_en) if name)


def _place_ends(parts: Parts, body: vocabulary.Agency) -> str:
    """The last day of the province, or of the commune that went into others."""
    province = vocabulary.provinces().get(parts.place or "")
    if province and not province.valid_to and body.level == "commune" and parts.local:
        after = communes_after(province.slug, parts.local)
        kept = any((c.province, c.local) == (parts.place, parts.local) for c, _ in after)
        return _LAST_DAY_BEFORE if after and not kept else ""
    return province.valid_to if province else ""


_LAST_DAY_BEFORE = "2025-06-30"


def _local_name(body: vocabulary.Agency, parts: Parts, written: str | None) -> str | None:
    """How a district's or commune's body is named, with the accents that its id has lost: as
    documents write it, else by the list of communes."""
    if not parts.local or written:
        return (parts.local and written) or None
    place = commune_name(parts.place, parts.local)
    province = vocabulary.provinces().get(parts.place or "")
    if place is None or province is None:
        return None
    stem = body.name_vi.removesuffix(" xã")
    return f"{stem} {place[0].lower()}{place[1:]}, {_kind_vi(province)} {province.name}"


def parent_id(id_: str) -> str | None:
    """The id of the body above, by the vocabulary: of the same place, where it has one."""
    parts = parts_of(id_)
    parent = vocabulary.agencies()[parts.key].parent if parts.key else ""
    above = vocabulary.agencies().get(parent)
    if above is None:
        return None
    if above.level == "central" or parts.place is None:
        return above.key
    same = above.level == vocabulary.agencies()[parts.key or ""].level
    local = f".{parts.local}" if parts.local and same else ""
    return f"{parts.place}.{above.key}{local}"


# "huyện" and the like at the end of a pattern's name give way to the place's own kind.
_LOCAL_WORDS = {"district": ("huyện", "District"), "commune": ("xã", "Commune")}


def _kind_vi(province: vocabulary.Province) -> str:
    return "thành phố" if province.kind == "city" else "tỉnh"


def _level_name(body: vocabulary.Agency, parts: Parts) -> str | None:
    """What each district or commune has: "Ủy ban nhân dân cấp huyện, tỉnh Sơn La"."""
    province = vocabulary.provinces().get(parts.place or "")
    if province is None or body.level not in _LOCAL_WORDS or parts.local:
        return None
    unit = _LOCAL_WORDS[body.level][0]
    stem = body.name_vi.removesuffix(f" {unit}")
    return f"{stem} cấp {unit}, {_kind_vi(province)} {province.name}"


def _placed_vi(name: str, parts: Parts) -> str:
    province = vocabulary.provinces().get(parts.place or "")
    if province is None:
        return name
    kind = _kind_vi(province)
    stem = name.removesuffix(" tỉnh")
    if parts.local:
        level, _, place = parts.local.partition("-")
        unit = _LOCAL_WORDS[level][0]
        stem = stem.removesuffix(f" {unit}")
        return f"{stem} {unit} {place.replace('-', ' ').title()}, {kind} {province.name}"
    return f"{stem} {kind} {province.name}"


def _placed_en(name: str, parts: Parts) -> str | None:
    province = vocabulary.provinces().get(parts.place or "")
    if province is None or not name:
        return name or None
    place = f"{province.name_en} {'City' if province.kind == 'city' else 'Province'}"
    for adjective in ("Provincial ", "District-level ", "District ", "Commune-level ", "Commune "):
        name = name.replace(adjective, "", 1)
    if parts.local:
        level, _, local = parts.local.partition("-")
        place = f"{local.replace('-', ' ').title()} {_LOCAL_WORDS[level][1]}, {place}"
    return f"{name} of {place}"


def names_of(id_: str, row: dict[str, object]) -> Iterator[tuple[str, str]]:
    """Every way to write a body's name, with its language (``vi`` or ``en``)."""
    parts = parts_of(id_)
    if parts.key is None:
        yield str(row["name"]), "vi"
        return
    body = vocabulary.agencies()[parts.key]
    for name in (body.name_vi, *body.aliases_vi):
        yield name, "vi"
        yield _placed_vi(name, parts), "vi"
    if body.short:
        yield body.short, "vi"
    for name in (body.name_en, *body.aliases_en):
        if name:
            yield name, "en"
            yield _placed_en(name, parts) or name, "en"


@cache
def _issuer_codes() -> dict[str, str]:
    return {fold(row["code"]): row["agency"] for row in vocabulary.rows("issuer_codes")}


@lru_cache(maxsize=REMEMBERED)
def issuer_key_of_number(number: str) -> str | None:
    """The issuer that a symbol itself tells: ``"19/CT-TTg"`` gives ``"thu-tuong"``,
    ``"01/CT-UBND"`` gives ``"ubnd"``."""
    for word in reversed(slug(number).split("-")):
        key = _issuer_codes().get(word)
        if key:
            return key
    return None
