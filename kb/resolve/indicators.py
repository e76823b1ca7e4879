"""Which indicator a target's words mean: the same one in another document, year, wording or language.

The indicators that many documents share are ``vocabulary/indicators.csv``: one row each, with every
way to write it in both languages, the kind of value (level, growth, share) and the units in which
it is measured. The official name stands beside it where the national list of statistical
indicators has one (Law on Statistics of 2015, its list as amended in 2021; what each one holds is
in Decree 94/2022/NĐ-CP). A target is linked where its words, less those that only say when, where
or which way (``vocabulary/indicator_words.csv``), are one of the names, and kind and unit fit. What
fits nothing is an indicator of its own by its words, kind and unit. What only comes near is a
suggestion (:func:`suggested`), never a link.

>>> recognized("Tốc độ tăng trưởng GRDP bình quân giai đoạn 2026-2030", "growth", "%").id
'grdp-growth'
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from extract import vocabulary
from extract.folding import fold, slug
from extract.grammar.quantities import canonical_unit
from kb.resolve.documents import CENTRAL, REMEMBERED, bounded

_FEWEST_WORDS = 2
"""Words that an indicator of its own keeps at least; with fewer all words of the document count."""

_NEAR = 0.75
_NEAR_WORDS = 3


@dataclass(frozen=True, slots=True)
class Indicator:
    """A row of ``indicators.csv``. ``better`` is ``"up"`` or ``"down"``, empty where neither is;
    ``where`` says whose words mean it where two indicators share them: of the ``"country"`` or of a
    ``"province"`` ("tăng trưởng kinh tế")."""

    id: str
    kind: str
    units: tuple[str, ...]
    better: str
    where: str
    names_vi: tuple[str, ...]
    names_en: tuple[str, ...]
    official_vi: str
    official_en: str
    source: str

    @property
    def names(self) -> tuple[str, ...]:
        official = (self.official_vi, self.official_en)
        return (*self.names_vi, *self.names_en, *(name for name in official if name))

    def fits(self, kind: str | None, unit: str | None) -> bool:
        """Whether a value of this kind in this base unit can be one of the indicator."""
        if self.kind and kind != self.kind:
            return False
        measured = canonical_unit(unit)
        if not self.units:
            return measured is None or measured in _BARE
        return measured in self.units or (measured is None and kind == "share")


_BARE = frozenset({"points", "times"})


@cache
def known() -> dict[str, Indicator]:
    """The indicators of the vocabulary, by id."""
    return {
        row["id"]: Indicator(
            id=row["id"],
            kind=row["kind"],
            units=vocabulary.values(row["unit"]),
            better=row["better"],
            where=row["where"],
            names_vi=vocabulary.values(row["vi"]),
            names_en=vocabulary.values(row["en"]),
            official_vi=row["official_vi"],
            official_en=row["official_en"],
            source=row["source"],
        )
        for row in vocabulary.rows("indicators")
    }


@cache
def _by_words() -> dict[str, tuple[Indicator, ...]]:
    found: dict[str, dict[str, Indicator]] = {}
    for indicator in known().values():
        for name in indicator.names:
            found.setdefault(essence(name), {})[indicator.id] = indicator
    return {words: tuple(rows.values()) for words, rows in found.items()}


def recognized(
    words: str, kind: str | None, unit: str | None, territory: str | None = None
) -> Indicator | None:
    """The indicator of the vocabulary that a target's words, kind and base unit mean; ``None``
    where none or more than one does. A short name in brackets is one too: "kinh tế (GRDP)".
    ``territory`` is the document's."""
    for said in (words, *(inner[1] for inner in _BRACKETS.finditer(words))):
        fitting = [row for row in _by_words().get(essence(said), ()) if row.fits(kind, unit)]
        if len(fitting) > 1:
            where = "country" if territory == CENTRAL else "province" if territory else None
            fitting = [row for row in fitting if row.where == where]
        if len(fitting) == 1:
            return fitting[0]
    return None


def suggested(words: str, kind: str | None, unit: str | None) -> Indicator | None:
    """The one indicator whose name comes near to words that are none of its names."""
    said = frozenset(essence(words).split())
    near: dict[str, Indicator] = {}
    for name, rows in _by_words().items():
        named = frozenset(name.split())
        if len(named) >= _NEAR_WORDS and len(named & said) / len(named | said) >= _NEAR:
            near |= {row.id: row for row in rows if row.fits(kind, unit)}
    return next(iter(near.values())) if len(near) == 1 else None


def indicator_id(
    words: str, kind: str | None, unit: str | None, territory: str | None = None
) -> str | None:
    """The id of the indicator that a target measures: one of the vocabulary, else one of its own
    by its words, base unit and, for growth, kind."""
    found = recognized(words, kind, unit, territory)
    if found is not None:
        return found.id
    core = essence(words)
    name = slug(core if len(core.split()) >= _FEWEST_WORDS else words)
    if not name:
        return None
    measured = canonical_unit(unit)
    measure = {"%": "percent"}.get(measured or "", slug(measured or ""))
    growth = "growth" if kind == "growth" else ""
    return ".".join(part for part in (bounded(name), measure, growth) if part)


def place_of(scope: str | None, territory: str | None) -> str | None:
    """Whose territory a target is for: the province that its scope names, else the document's."""
    return _slugs().get(" ".join(_spelled(scope).split()), territory) if scope else territory


@cache
def _slugs() -> dict[str, str]:
    slugs: dict[str, str] = {}
    for slug_, province in vocabulary.provinces().items():
        for name in (province.name, province.name_en, *province.aliases):
            spelled = " ".join(_spelled(name).split())
            slugs |= {f"{kind}{spelled}": slug_ for kind in ("", "tỉnh ", "thành phố ")}
    return slugs


def row_of(id_: str) -> Mapping[str, object] | None:
    """What the table ``indicators`` says of one of the vocabulary; ``None`` for another."""
    found = known().get(id_)
    if found is None:
        return None
    return {
        "id": id_,
        "name": found.names_vi[0],
        "name_en": found.names_en[0],
        "unit": " | ".join(found.units) or None,
        "kind": found.kind or None,
        "better": found.better or None,
        "official_name": found.official_vi or None,
        "official_name_en": found.official_en or None,
        "source": found.source or None,
        "known": 1,
    }


# Words that say when, where or which way, not what


@lru_cache(REMEMBERED)
def essence(words: str) -> str:
    """Words less what only says when, where or which way, folded: what two indicators must have in
    common to be the same.

    >>> essence("Giữ vững tỉ lệ che phủ rừng trên địa bàn tỉnh đến năm 2030 (%)")
    'ti le che phu rung'
    """
    said = _spelled(_BRACKETS.sub(" ", words))
    said = " ".join(_PERIODS.sub(" ", said).split())
    for pattern in (_phrases("place"), _provinces(), _phrases("time")):
        said = " ".join(pattern.sub(" ", said).split())
    said = _RATE_OF.sub("rate of", said)
    for _ in range(3):
        opened = _opening().match(said)
        shorter = said[opened.end() :] if opened else said
        shorter = _ending().sub("", shorter, count=1).strip(" :")
        if shorter == said or not shorter:
            break
        said = shorter
    return _TIGHT.sub(r"\1", fold(said)).strip()


def _spelled(words: str) -> str:
    """Words in lower case and one spelling: "tỷ lệ" as "tỉ lệ", "hoá" as "hóa", "NTM" as "nông thôn
    mới". Accents stay: "nâng" is not "năng"."""
    said = _THE.sub(" ", _MARKS.sub(" ", unicodedata.normalize("NFC", words).lower()))
    said = _TONES.sub(lambda match: _MOVED[match[0]], said)
    said = _short()[0].sub(lambda match: _short()[1][match[0]], said)
    said = _TEN_THOUSAND.sub(" trên vạn dân", said)
    return _TY.sub(r"tỉ \1", said).replace("bác sỹ", "bác sĩ")


_BRACKETS = re.compile(r"\(([^()]*)\)")
_MARKS = re.compile(r"[^\w:/%]+")
_THE = re.compile(r"\bthe\b")
_TEN_THOUSAND = re.compile(
    r"(?:\s*/\s*|\strên\s)(?:10 000|10000|(?:1|một)\svạn|vạn)\s(?:người\s)?dân\b"
)
_TIGHT = re.compile(r"\s*([:/])\s*")
_TY = re.compile(r"\btỷ\s(lệ|trọng|số|suất)\b")
_RATE_OF = re.compile(r"\b(?:percentage|proportion|share|ratio|rate) of\b")
_MOVED = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa", "oè": "òe", "oé": "óe", "oẻ": "ỏe",
    "oẽ": "õe", "oẹ": "ọe", "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
_TONES = re.compile(rf"(?:{'|'.join(_MOVED)})(?!\w)")
_PERIODS = re.compile(
    r"(?:\b(?:so với|ước thực hiện|thực hiện|compared with|compared to|over|đến|tới|trong|vào|hết|cuối|năm|giai đoạn|nhiệm kỳ|by|in|for|from|the|end|of|year"
    r"|period)\s+){0,4}\b20\d\d(?:\s20\d\d)?\b(?:\s+period\b)?"
)


@cache
def _short() -> tuple[re.Pattern[str], dict[str, str]]:
    """Abbreviations, and what they stand for."""
    pairs = (
        pair.lower().partition("=")
        for row in vocabulary.rows("indicator_words")
        if row["kind"] == "short"
        for pair in vocabulary.values(row["vi"])
    )
    meant = {short: words for short, _, words in pairs}
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, meant))})(?!\w)"), meant


def _escaped(kind: str) -> list[str]:
    """The phrases of one kind as :func:`essence` reads words, the longest first, as patterns."""
    phrases = {
        " ".join(_spelled(phrase).split())
        for row in vocabulary.rows("indicator_words")
        if row["kind"] == kind
        for phrase in (*vocabulary.values(row["vi"]), *vocabulary.values(row["en"]))
    }
    return [re.escape(p) for p in sorted(phrases, key=lambda phrase: (-len(phrase), phrase))]


@cache
def _phrases(kind: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(_escaped(kind))})(?!\w)")


@cache
def _opening() -> re.Pattern[str]:
    either = "|".join(_escaped("opens") + _escaped("article"))
    return re.compile(rf"(?:{either})(?!\w)\s*")


@cache
def _ending() -> re.Pattern[str]:
    return re.compile(rf"(?:^|\s)(?:{'|'.join(_escaped('ends'))})$")


@cache
def _provinces() -> re.Pattern[str]:
    names = {
        " ".join(_spelled(name).split())
        for province in vocabulary.provinces().values()
        for name in (province.name, province.name_en)
    }
    either = "|".join(map(re.escape, sorted(names, key=lambda name: (-len(name), name))))
    return re.compile(
        rf"(?:(?:của|in|of|tại|ở)\s+)?(?:(?:tỉnh|thành phố|tp)\s+)?(?<!\w)(?:{either})(?!\w)(?:\s+(?:province|city))?"
    )
