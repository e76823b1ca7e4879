"""Which document is meant: identity, addresses and what fits what, in this one place.

A document is its type, number, issuer and date together, never the number alone: every province
issues its own ``01/CT-UBND``, every year anew. What of it is in the symbol is read from the symbol:

- ``30/2020/NĐ-CP`` carries its year, and a body numbers each kind of document once a year, so the
  number and the territory are enough, and the address needs no date (``30-2020-nd-cp.vn``);
- ``01/CT-UBND`` needs territory and date (``01-ct-ubnd.son-la.2024-01-03``);
- a People's Committee and its Chairman number in one sequence, and are one body here;
- a district's or commune's own document has that place in its address.

Where a held document does not tell enough (no date, no place), its fingerprint stands in for what
is missing, so that two files are never taken for one document by guess.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from extract import vocabulary
from extract.facts import Citation, DocumentFields
from extract.folding import fold, slug
from kb.resolve import law_names, party_names

CENTRAL = "vn"
DIRECT = "="
"""Begins a citation's key where a person has said which document is meant: its address follows."""
NAMED_TYPES = frozenset({"law", "ordinance", "constitution"})
_LONGEST_NAME = 80
REMEMBERED = 5_000
"""How many numbers and names are remembered at most: memory must not grow with the documents."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What is known of a document. ``None``: not known. ``body`` is empty for the body that the
    symbol itself means at central or provincial level, else the district or commune
    (``district-moc-chau``). ``date`` is ISO, or only a year. ``until`` is, for an undated mention,
    the citing document's date: what came later cannot be meant. ``merged`` is set where the territory
    is only that of the citing document, and was several when the cited one was issued: any of those
    may be meant."""

    type: str
    number: str | None = None
    name: str | None = None
    body: str = ""
    jurisdiction: str | None = None
    date: str | None = None
    until: str | None = None
    merged: bool = False

    @property
    def has_symbol(self) -> bool:
        """Whether the number has letters that tell type and issuer (``01/CT-UBND``)."""
        return self.number is not None and has_letters(self.number)

    @property
    def carries_year(self) -> bool:
        return self.has_symbol and year_in_number(self.number) is not None

    @property
    def is_local(self) -> bool:
        """Whether the symbol is one that every province uses."""
        return self.has_symbol and not is_central_symbol(self.number or "")

    @property
    def group(self) -> str | None:
        """What all mentions that might mean the same document share; ``None``: nothing is told."""
        if self.number:
            return number_group(self.type, self.number)
        return name_group(self.type, self.name) if self.name else None

    @property
    def address(self) -> str:
        """The readable address of what is known."""
        head = number_slug(self.type, self.number) if self.number else ""
        date = None if self.carries_year else self.date
        return ".".join(part for part in (head or self._named, self._place, date) if part)

    @property
    def _named(self) -> str:
        return bounded(f"{self.type}-{name_slug(self.type, self.name or '')}".rstrip("-"))

    @property
    def _place(self) -> str:
        return ".".join(part for part in (self.jurisdiction, self.body) if part)

    @property
    def is_complete(self) -> bool:
        """Whether a held document's own words tell it from every other."""
        if self.number:
            placed = self.jurisdiction is not None
            return placed and (self.carries_year or bool(self.date and len(self.date) == 10))
        return bool(self.name and self.date and self.type != "news")

    def held_id(self, sha256: str) -> str:
        """The id of a held document whose file has this fingerprint."""
        if self.is_complete:
            return self.address
        if not self.number and not self.name:
            return ".".join(p for p in (f"{self.type}-{sha256[:8]}", self.date) if p)
        if self.type == "news":
            return f"news-{sha256[:8]}"
        return f"{self.address}.{sha256[:8]}"


def bounded(text: str, longest: int = _LONGEST_NAME) -> str:
    """``text`` cut at a hyphen, with a fingerprint of the whole where something is cut."""
    if len(text) <= longest:
        return text
    cut = text[: longest - 7].rsplit("-", 1)[0]
    return f"{cut}-{hashlib.sha256(text.encode()).hexdigest()[:6]}"


# 30/2020/NĐ-CP, 66.16/2026/NQ-CP, 51/2010/QH12, 30a/2008/NQ-CP
# 2022-law-on-..., ...-nam-2024, ...-2024
_YEAR_AROUND_NAME = re.compile(r"^ (?:19|20)\d\d - | (?: -nam )? -(?:19|20)\d\d $", re.X)
_TWO_LETTERS = re.compile(r"[^\W\d_]{2}")
# 01/CT-UBND, 34-CT/TW, 51/2010/QH12, 1012-KL/TU: what follows the figures
_LETTERS = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=REMEMBERED)
def has_letters(number: str) -> bool:
    return _TWO_LETTERS.search(number) is not None


_YEAR_IN_NUMBER = re.compile(r"/ ((?:19|20)\d\d) /", re.X)


@lru_cache(maxsize=REMEMBERED)
def year_in_number(number: str | None) -> str | None:
    """The year that a number carries: ``"30/2020/NĐ-CP"`` gives ``"2020"``."""
    found = _YEAR_IN_NUMBER.search(number or "")
    return found[1] if found else None


_LOCAL_LEVELS = frozenset({"province", "district", "commune", "local"})


@cache
def _issuer_levels() -> dict[str, str]:
    """Level by folded code; ``local`` for committees and councils, which are of all levels."""
    return {
        fold(row["code"]): "local" if row["agency"] in ("ubnd", "hdnd") else row["level"]
        for row in vocabulary.rows("issuer_codes")
    }


@lru_cache(maxsize=REMEMBERED)
def is_central_symbol(number: str) -> bool:
    """Whether the issuer in a symbol is a central body: by the list of issuer codes, else by the
    custom that codes of ministries begin with B (``BGDĐT``); numbers of the National Assembly end
    in its term (``QH15``)."""
    letters = [fold(part) for part in _LETTERS.findall(number)]
    levels = [_issuer_levels().get(part) for part in reversed(letters)]
    decided = next((level for level in levels if level), None)
    if decided or any(level is not None for level in levels):
        # A unit that every body has (VP, TTr) tells no level; the body before it does.
        return decided == "central"
    last = letters[-1] if letters else ""
    return len(last) > 2 and last.startswith("b") and last not in ("bcd", "bql", "bch", "btg")


@lru_cache(maxsize=REMEMBERED)
def is_local_symbol(number: str) -> bool:
    """Whether the issuer in a symbol is one that every province has and the centre has not
    (``UBND``, ``HĐND``, ``TU``); a steering committee's (``BCĐ``) may be either's."""
    levels = [_issuer_levels().get(fold(part)) for part in _LETTERS.findall(number)]
    return any(level in _LOCAL_LEVELS for level in levels)


@lru_cache(maxsize=REMEMBERED)
def number_slug(type_: str, number: str) -> str:
    """The number as part of an address; with the type where the number has no letters."""
    text = slug(number)
    return text if re.search(r"[a-z]{2}", text) else f"{type_}-{text}"


def number_group(type_: str, number: str) -> str:
    return f"n:{number_slug(type_, number)}"


@cache
def _type_words(type_: str) -> tuple[str, ...]:
    names = [
        slug(name)
        for row in vocabulary.document_types()
        if row.code == type_
        for name in (*row.names_vi, *row.names_en)
    ]
    return tuple(sorted(names, key=len, reverse=True))


@lru_cache(maxsize=REMEMBERED)
def name_slug(type_: str, name: str) -> str:
    """A name without the word for its type, and without the year that tells a law from its
    predecessors (the date says that): ``"Law on Investment"`` and ``"2020 Law on Investment"``
    give ``"investment"``."""
    text = slug(name)
    party = party_names.one_name(text)
    if party:
        return party
    if type_ in NAMED_TYPES:
        text = _YEAR_AROUND_NAME.sub("", text)
    known = law_names.one_name(type_, text)
    if known:
        return known
    for words in _type_words(type_):
        if text.startswith(f"{words}-"):
            text = text[len(words) + 1 :]
            break
    for filler in ("on-the-", "on-", "of-the-", "of-", "ve-viec-", "ve-"):
        if text.startswith(filler):
            text = text[len(filler) :]
            break
    return law_names.one_name(type_, text) or text


def name_group(type_: str, name: str) -> str:
    return f"t:{type_}:{name_slug(type_, name)}"


@cache
def _central_keys() -> frozenset[str]:
    """Bodies of the centre by the lists of codes and issuers, those long gone included."""
    return frozenset(
        row["agency"] for row in vocabulary.rows("issuer_codes") if row["level"] == "central"
    ) | frozenset(
        row["key"] for row in vocabulary.rows("citation_issuers") if row["level"] == "central"
    )


@cache
def _level_of_key(key: str) -> str:
    known = vocabulary.agencies().get(key)
    if known:
        return known.level
    if key in _central_keys():
        return "central"
    return "district" if key.endswith("-huyen") else "commune" if key.endswith("-xa") else ""


# huyện Mộc Châu, thị xã Nghĩa Lộ, phường Chiềng Lề; Moc Chau District, Chieng Le Ward
_LOCAL_VI = re.compile(
    r"\b(?P<unit>huyện(?:\s+(?:ủy|uỷ))?|quận(?:\s+(?:ủy|uỷ))?|thị\s+(?:ủy|uỷ)|thị\ xã|thành\ phố|xã|phường|thị\ trấn|đặc\ khu)\s+"
    r"(?P<place>[^\W\d_]\w*(?:[\s'-]+[^\W\d_]\w*){0,4})",
    re.X | re.I,
)
_LOCAL_EN = re.compile(
    r"(?P<place>[A-ZĐ]\w*(?:[\s'-]+[A-ZĐ]\w*){0,3})\s+(?P<unit>District|City|Town|Commune|Ward)\b",
)
_COMMUNE_UNITS = frozenset({"xa", "phuong", "thi tran", "dac khu", "commune", "ward"})


_LOCAL_UNIT = re.compile(
    r"\b(?: huyen | quan | thi\ xa | xa | phuong | thi\ tran | dac\ khu"
    r" | district | commune | ward | town )\b",
    re.X,
)


def names_local_unit(words: str) -> bool:
    """Whether words name a district or commune, known or not: ``"UBND huyện Mộc Châu"``."""
    return _LOCAL_UNIT.search(fold(words)) is not None


@lru_cache(maxsize=REMEMBERED)
def local_body(issuer_key: str | None, issuer: str | None) -> str:
    """The district or commune whose body issued a document: ``"district-moc-chau"``. Empty for a
    central or provincial body. A level that is known without its place gives the level alone."""
    level = _level_of_key(issuer_key) if issuer_key else ""
    if level not in ("district", "commune"):
        return ""
    found = _LOCAL_VI.search(issuer or "") or _LOCAL_EN.search(issuer or "")
    if not found:
        return level
    unit = "commune" if fold(found["unit"]) in _COMMUNE_UNITS else "district"
    place = re.split(r"\s+(?:tỉnh|thuộc|province)\b", found["place"], flags=re.I)[0]
    return f"{unit}-{slug(place)}"


def identity_of(document: DocumentFields) -> Identity:
    """The identity that a document's own fields give."""
    number = document.number
    jurisdiction = document.jurisdiction
    if jurisdiction is None and number and Identity(document.type, number).has_symbol:
        jurisdiction = CENTRAL if is_central_symbol(number) else None
    return Identity(
        type=document.type,
        number=number,
        name=document.title if not number or document.type in NAMED_TYPES else None,
        body=local_body(document.issuer_key, document.issuer),
        jurisdiction=jurisdiction,
        date=document.issued_on,
    )


def identity_cited(citation: Citation, citing: Identity) -> Identity:
    """The identity that a mention gives, with what the citing document's place and level add: a
    provincial number without an issuer is of the citing document's own province and level."""
    known = Identity(
        type=citation.type,
        number=citation.number,
        name=citation.name,
        body=local_body(citation.issuer_key, citation.issuer),
        jurisdiction=citation.jurisdiction,
        date=citation.date or year_in_number(citation.number),
    )
    if known.type in NAMED_TYPES:
        known = _known_law(known)
    if known.jurisdiction is None:
        territory = _cited_territory(citation, known, citing)
        known = replace(known, jurisdiction=territory, merged=_was_several(territory, known.date))
    if known.date is None and citing.date:
        known = replace(known, until=citing.date)
    if _takes_level(citation, known) and known.jurisdiction == citing.jurisdiction:
        known = replace(known, body=citing.body)
    return known


def law_cited(citation: Citation) -> Identity:
    """What a mention of a law tells of it by itself, with the number or the name that is known."""
    date = citation.date or year_in_number(citation.number)
    return _known_law(Identity(citation.type, citation.number, citation.name, date=date))


@cache
def former_territories(territory: str | None) -> frozenset[str]:
    """The provinces that a province took in: ``"ninh-binh"`` gives those of Ha Nam and Nam Dinh."""
    return frozenset(
        slug_ for slug_, one in vocabulary.provinces().items() if one.successor == territory
    )


def _was_several(territory: str | None, date: str | None) -> bool:
    """Whether a province was not yet merged on a day, or at the beginning of a year."""
    known = vocabulary.provinces()
    return date is not None and any(
        date <= known[former].valid_to for former in former_territories(territory)
    )


def territories(mention: Identity) -> frozenset[str]:
    """Whose documents a mention with a territory may mean."""
    own = frozenset({mention.jurisdiction or ""})
    return own | former_territories(mention.jurisdiction) if mention.merged else own


def _known_law(known: Identity) -> Identity:
    """A law by its name and year has the number that is known for it, by its number the name."""
    if known.number:
        name = law_names.name_of(known.number)
        same = name and known.name and name_slug(known.type, known.name) == slug(name)
        return known if same or not name else replace(known, name=name)
    if not known.name or not known.date:
        return known
    number = law_names.number_of(known.type, name_slug(known.type, known.name), known.date[:4])
    return replace(known, number=number)


# What only the country has: quy hoạch sử dụng đất quốc gia, National Strategy on ..., chiến lược phát
# triển kinh tế - xã hội 10 năm, Nghị quyết ... của Trung ương
_NATIONAL = re.compile(
    r"""\b(?: national\ (?:congress|strategy|master\ plan|programme|program|plan|assembly)
      | toan\ quoc | trung\ uong | quoc\ gia | socio-economic\ development\ strategy
      | chien\ luoc\ phat\ trien\ kinh\ te\ -?\ ?xa\ hoi\ (?:10\ nam|\d{4}) )\b""",
    re.X,
)
_LOCAL_PARTY = re.compile(r"\b(?:dang bo|tinh uy|thanh uy|huyen uy|dang uy|provincial|district)\b")


def _cited_territory(citation: Citation, known: Identity, citing: Identity) -> str | None:
    if citation.issuer_key and _level_of_key(citation.issuer_key) == "central":
        return CENTRAL
    if known.type in NAMED_TYPES or known.type == "decree":
        return CENTRAL
    if known.has_symbol and is_central_symbol(known.number or ""):
        return CENTRAL
    if known.name and party_names.one_name(slug(known.name)):
        return CENTRAL
    words = fold(f"{citation.name or ''} {citation.issuer or ''}")
    if _NATIONAL.search(words) and not _LOCAL_PARTY.search(words):
        return CENTRAL
    if citing.jurisdiction == CENTRAL and known.has_symbol and is_local_symbol(known.number or ""):
        return None  # a province's, and nothing says which one's
    return citing.jurisdiction


def _takes_level(citation: Citation, known: Identity) -> bool:
    return not citation.issuer and not citation.issuer_key and known.is_local


def key_of(known: Identity) -> str | None:
    """What a mention tells, as one line of text, from which :func:`identity_from_key` reads it
    back; ``None`` where it tells neither number nor name."""
    if known.group is None:
        return None
    parts = (
        known.type, known.number, known.name, known.body, known.jurisdiction, known.date,
        known.until, "merged" if known.merged else "",
    )  # fmt: skip
    return " | ".join(" ".join((part or "").replace("|", "/").split()) for part in parts)


def identity_from_key(key: str) -> Identity:
    type_, number, name, body, jurisdiction, date, until, merged = key.split(" | ")
    return Identity(
        type_,
        number or None,
        name or None,
        body,
        jurisdiction or None,
        date or None,
        until or None,
        bool(merged),
    )


def fits(mention: Identity, document: Identity) -> bool:
    """Whether ``document`` agrees with every part that ``mention`` has (both of one group)."""
    if mention.jurisdiction and document.jurisdiction not in territories(mention):
        return False
    if mention.body != document.body:
        return False
    if mention.until and document.date and document.date > mention.until[: len(document.date)]:
        return False
    if mention.date and document.date and not mention.number and mention.type in NAMED_TYPES:
        return mention.date[:4] == document.date[:4]  # one law of a name in a year
    if not mention.date or (mention.number and mention.carries_year):
        return True
    return bool(document.date and document.date.startswith(mention.date))


def is_enough(mention: Identity) -> bool:
    """Whether a mention that fits nothing here tells enough to be a document of its own."""
    if mention.number:
        return mention.has_symbol and not (mention.is_local and mention.jurisdiction is None)
    name = name_slug(mention.type, mention.name or "")
    return mention.jurisdiction is not None and re.search(r"[a-z]{2}", name) is not None


def is_shared_name(mention: Identity) -> bool:
    """Whether a mention gives only a name that laws of several years have had by its day."""
    if mention.number or mention.date or not mention.name or mention.type not in NAMED_TYPES:
        return False
    name = name_slug(mention.type, mention.name)
    return law_names.may_mean_several(mention.type, name, mention.until)


def specificity(mention: Identity) -> tuple[int, int, int]:
    """How much a mention tells; the more, the earlier it is resolved."""
    return (len(mention.date or ""), mention.jurisdiction is not None, bool(mention.name))


def shorter_addresses(known: Identity) -> set[str]:
    """Every shorter way to address a document: without place, without date, with its year only;
    for a law also by its name."""
    heads = []
    if known.number:
        heads.append(number_slug(known.type, known.number))
    if known.name:
        heads.append(known._named)
    places = {"", known._place}
    dates = {"", known.date or "", (known.date or "")[:4]}
    return {
        ".".join(part for part in (head, place, date) if part)
        for head in heads
        if head
        for place in places
        for date in dates
    }


# What makes law or decides is an "act" with its type; all else a "doc".
_AKN_ACTS = frozenset(
    {
        "order", "resolution", "decree", "decision", "directive", "circular", "joint_circular",
        "regulation", "rule",
    }
)  # fmt: skip


def akn_uri(known: Identity, iso: str | None) -> str | None:
    """The work's name by the Akoma Ntoso naming convention 1.0, section 4.4: country (with the
    province's ISO 3166-2 code), type, date (or its year) and number. ``None`` where one of them is
    not known. A rendering is an expression of the same work: ``/akn/vn/act/2015-06-22/80-2015-qh13``
    is the work, with ``/eng`` behind it the English one.

    >>> akn_uri(Identity("directive", "01/CT-UBND", jurisdiction="son-la", date="2024-01-03"), "VN-05")
    '/akn/vn-05/act/directive/2024-01-03/01-ct-ubnd'
    """
    date = known.date or year_in_number(known.number)
    if not known.number or not date or known.jurisdiction is None:
        return None
    if known.jurisdiction == CENTRAL:
        country = "vn"
    elif iso:
        country = iso.lower()
    else:
        return None
    kind = "act"
    if known.type not in NAMED_TYPES:
        family = "act" if known.type in _AKN_ACTS else "doc"
        kind = f"{family}/{known.type.replace('_', '-')}"
    return f"/akn/{country}/{kind}/{date}/{slug(known.number)}"
