"""Document numbers: what stands after "số" or "No.", read by its grammar, not from a list.

The symbol of a document is prescribed by Decree 30/2020/NĐ-CP (ordinal, year for normative
documents, sign of the type, codes of the issuers), by Party Guidance 36-HD/VPTW (``34-CT/TW``) and,
for the legislature, by the laws on promulgating legal documents (``57/2010/QH12``). Older rules
left ``299/TTg``, ``176-HĐBT``, ``10-LCT/HĐNN7`` and ``53/SL``; official letters put the unit that
wrote them behind the issuer (``1234/UBND-KGVX``). The words are data: ``document_types.csv`` and
``issuer_codes.csv``.

What a scan or a typist spoiled is mended only where the grammar leaves one reading (``UBTVQHI5``,
``NQCP``, a Cyrillic С); ``raw`` keeps what is printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from extract import vocabulary
from extract.folding import fold


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A document's number. ``number`` is normalized, ``raw`` as printed.

    ``type`` and ``issuer`` are vocabulary keys, ``None`` where the symbol does not tell (a law's
    ``QH15`` may be a law or a resolution; a code may be unknown). ``symbols`` are the codes after
    the type sign, in order. ``certain`` is false where the codes are unknown and only the words
    around can tell that this is a document's number.
    """

    number: str
    raw: str
    ordinal: str
    year: int | None = None
    type: str | None = None
    issuer: str | None = None
    level: str | None = None
    symbols: tuple[str, ...] = ()
    party: bool = False
    certain: bool = True


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """A number in a text, between ``start`` and ``end``."""

    start: int
    end: int
    value: DocumentNumber


@dataclass(frozen=True, slots=True)
class _Symbol:
    """What the letters of a number say."""

    text: str
    type: str | None
    issuer: str | None
    level: str | None
    symbols: tuple[str, ...]
    party: bool
    certain: bool


_LETTER = "A-ZĐÐƯ\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425"
_HYPHEN = "\\-\u2010\u2011\u2012\u2013\u2014\u2212\u00ad\ufffe"
_PART = (
    rf"(?:TTg|Ctr|[{_LETTER}]{{1,5}}Tr(?![a-zà-ỹ])|QyĐ|QĐi|QyC|ThU|NgV|BNgV|SNgV|QH\s\d\d(?!\d)|Qh(?=\d)|NQi|"
    rf"[{_LETTER}][{_LETTER}&'’\d]*(?:(?<=Q[HI])[1lIi0-9]+)?)"
)

# 01/2024/QĐ-UBND | 34-CT/TW | 30a/2008/NQ-CP | 66.16/2026/NQ-CP | 176-HĐBT | 53/SL | 57/2010/QH12
# 259/SNV-XDCQ,CTTN&BĐG | 26/KH-BCĐ (138) | 51/KH- UBND | 01/NĐ -CP | 387)BC-UBTVQH12 (misprint)
# before 1996 also with a blank: 45 TC/TCT | 23 CT/TW | 176 HĐBT
_NUMBER = re.compile(
    rf"""
    (?P<ordinal> \d{{1,6}} (?:\.\d{{1,3}})? [a-zđA-ZĐ]? )
    (?: \s{{0,2}} [/⁄)] \s{{0,2}} (?P<year> (?:19|20)\d\d | \d\d(?=\s?[/⁄]\s?[A-ZĐ]) ) )?
    (?P<sign> \s{{0,2}} [/⁄{_HYPHEN}] \s{{0,2}} | \)(?=[A-Z]{{2}})
        | (?<=\d{{4}}) \s (?=[A-ZĐ]{{2,5}}-[A-ZĐ])
        | (?P<blank> \s (?= [A-ZĐ]{{1,5}} /\s? [A-ZĐ] | (?:CP|HĐBT|TTg|UB)(?![\w-]) ) ) )
    (?P<symbol> {_PART}
        (?: (?: [/⁄{_HYPHEN}] \s{{0,2}} | \s[/⁄{_HYPHEN}] | [,.](?=[A-ZĐ]{{2}}) ) {_PART} ){{0,7}} )
    (?P<unit> \s?\(\d{{1,4}}\) )?
    """,
    re.VERBOSE,
)
# Where a number can begin: a first digit, and behind its digits a slash or hyphen and a letter or
# year. The class of digits comes first in the pattern: that is what makes the search fast.
_CANDIDATE = re.compile(
    r"[0-9](?<![\d.,].)"
    rf"(?=[\d.]{{0,8}}[a-zđA-ZĐ]?\s{{0,2}}[/⁄){_HYPHEN}]\s{{0,2}}[{_LETTER}12])"
)
_LINK = re.compile(rf"\s*[/⁄{_HYPHEN},.]\s*")

_LOOK_ALIKES = str.maketrans(
    {
        "Ð": "Đ", "\u0410": "A", "\u0412": "B", "\u0415": "E", "\u041a": "K", "\u041c": "M",
        "\u041d": "H", "\u041e": "O", "\u0420": "P", "\u0421": "C", "\u0422": "T", "\u0425": "X",
        "\u00ad": "", "\u200b": "", "'": "", "’": "", "⁄": "/", "\u2010": "-", "\u2011": "-",
        "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-", "\ufffe": "-",
    }
)  # fmt: skip

_PARTY_ISSUERS = frozenset(
    {"TW", "TƯ", "TU", "HU", "QU", "ThU", "ĐU", "ĐUK", "VPTW", "VPTU", "BCSĐ", "BTVTU", "QUTW"}
)
_LEGISLATURE = re.compile(r"(?P<body>QH|UBTVQH|TVQH|HĐNN|HDNN)K?(?P<term>\d{1,2})")
_SPOILED_TERM = re.compile(r"(?P<body>[QO][HI]|UBTVQH|Qh)(?P<term>[1IliO0-9]{1,3})")
_UNKNOWN_CODE = re.compile(r"[A-ZĐƯ&]{2,12}\d{0,3}[a-z]?")

# The year in which the terms of the National Assembly began, from the 8th (1987).
_TERM_BEGINS = {
    8: 1987, 9: 1992, 10: 1997, 11: 2002, 12: 2007, 13: 2011, 14: 2016, 15: 2021, 16: 2026,
}  # fmt: skip


@cache
def type_symbols() -> dict[str, str]:
    """The code of the document type by the sign it has in numbers: ``{"NĐ": "decree", ...}``."""
    return {symbol: kind.code for kind in vocabulary.document_types() for symbol in kind.symbols}


@cache
def issuer_codes() -> dict[str, tuple[str, str | None]]:
    """Agency key and level by the issuer's code in numbers; typed without accents, too."""
    codes = {
        row["code"]: (row["agency"], row["level"] or None)
        for row in vocabulary.rows("issuer_codes")
    }
    plain = {fold(code).upper(): value for code, value in reversed(codes.items())}
    return plain | codes


def parse_number(text: str) -> DocumentNumber | None:
    """The document number that ``text`` is as a whole (outer white space apart), or ``None``.

    >>> parse_number("51/KH- UBND").number
    '51/KH-UBND'
    """
    found = match_number(text.strip())
    return found.value if found and found.end == len(text.strip()) else None


def match_number(text: str, pos: int = 0, *, named: bool = False) -> FoundNumber | None:
    """The document number that begins exactly at ``pos``. ``named`` says that the name of a type and
    "số" stand before it: then a code that the vocabulary does not hold is one, too."""
    match = _NUMBER.match(text, pos)
    if not match:
        return None
    return _read(match) or (_read_unknown(match) if named else None)


def find_numbers(text: str, start: int = 0, end: int | None = None) -> Iterator[FoundNumber]:
    """All that reads as a document number in ``text[start:end]``, in order."""
    done = start
    for candidate in _CANDIDATE.finditer(text, start, len(text) if end is None else end):
        if candidate.start() < done:
            continue
        match = _NUMBER.match(text, candidate.start())
        found = _read(match) if match else None
        if found:
            done = found.end
            yield found


def _read(match: re.Match[str]) -> FoundNumber | None:
    printed, year = match.group("symbol", "year")
    text, end = match.string, match.end("symbol")
    glued = text[end : end + 1].islower()
    first = printed
    while printed:
        symbol = _read_symbol(printed, int(year) if year else None)
        if symbol and not (glued and not symbol.certain):
            break
        # The last part may be the next word of the sentence: "số 15/2023/QH15- Bộ Y tế".
        links = list(_LINK.finditer(printed))
        printed = printed[: links[-1].start()] if links else ""
        glued = False
    else:
        return None
    return _found(match, printed, symbol, whole=printed == first)


# 1502/BDN | 88/XTQG-TCHC: a body that the vocabulary does not know
_UNKNOWN_SYMBOL = re.compile(r"[A-ZĐƯ][A-ZĐƯ&\d]{1,11}(?:[-/,.][A-ZĐƯ&\d]{1,12}){0,4}")


def _read_unknown(match: re.Match[str]) -> FoundNumber | None:
    printed, text = match["symbol"], match.string
    symbol = re.sub(r"\s+", "", printed.translate(_LOOK_ALIKES))
    glued = text[match.end("symbol") : match.end("symbol") + 1].isalnum()
    if glued or match["blank"] or not _UNKNOWN_SYMBOL.fullmatch(symbol):
        return None
    parts = tuple(part for part in re.split(r"[-/,.]", symbol) if part)
    unknown = _Symbol(symbol, None, None, None, parts, _is_party(parts), False)
    return _found(match, printed, unknown, whole=True)


def _found(match: re.Match[str], printed: str, symbol: _Symbol, *, whole: bool) -> FoundNumber:
    """The number of ``match`` with as much of its symbol as ``printed`` holds; ``whole``: all."""
    ordinal, year, sign, unit = match.group("ordinal", "year", "sign", "unit")
    text, end = match.string, match.start("symbol") + len(printed)
    mark = "/" if sign.strip() in ("/", "⁄", ")") else "-"
    mark = " " if match["blank"] else mark
    number = f"{ordinal}{'/' + year if year else ''}{mark}{symbol.text}"
    if unit and whole and symbol.symbols and symbol.symbols[0].startswith("BCĐ"):
        end, number = match.end("unit"), f"{number} {unit.strip()}"
    value = DocumentNumber(
        number=number,
        raw=text[match.start("ordinal") : end],
        ordinal=ordinal,
        year=_whole_year(year),
        type=symbol.type,
        issuer=symbol.issuer,
        level=symbol.level,
        symbols=symbol.symbols,
        party=symbol.party,
        certain=symbol.certain,
    )
    return FoundNumber(match.start("ordinal"), end, value)


def _whole_year(year: str | None) -> int | None:
    """The year in four digits: until about 2000 numbers carried the last two."""
    if not year:
        return None
    return int(year) if len(year) == 4 else 1900 + int(year)


@lru_cache(maxsize=8192)
def _read_symbol(printed: str, year: int | None) -> _Symbol | None:
    text = re.sub(r"\s+", "", printed.translate(_LOOK_ALIKES))
    text = _FOREIGN_PART.sub(_native, text)
    doubtful = None
    for reading in _readings(text, year):
        symbol = _read_parts(reading, year)
        if symbol and symbol.certain:
            return symbol
        doubtful = doubtful or symbol
    return doubtful


# VWPĐP: a letter that Vietnamese has not
_FOREIGN_PART = re.compile(r"[A-ZĐ]*[FJWZ][A-ZĐ]*")


def _native(part: re.Match[str]) -> str:
    """The code that is left without the foreign letters, where that is a known one."""
    printed, bare = part.group(), re.sub("[FJWZ]", "", part.group())
    return (
        bare
        if len(bare) > 2 and printed not in issuer_codes() and bare in issuer_codes()
        else printed
    )


def _readings(text: str, year: int | None) -> Iterator[str]:
    """``text`` as it stands, then mended: each way of mending is tried only on what the grammar
    refuses, and gives at most one reading."""
    links = _LINK.findall(text)
    parts = _LINK.split(text)
    yield text
    mended = [_mend_part(part, year) for part in parts]
    joined = mended[0] + "".join(a + b for a, b in zip(links, mended[1:], strict=True))
    if joined != text:
        yield joined
    split = _split_glued(mended[0])
    if split:
        yield "-".join((split, *mended[1:]))


def _mend_part(part: str, year: int | None) -> str:
    if part in type_symbols() or part in issuer_codes():
        return part
    # QHI5, UBTVQHI5, OH15, QHI15 beside the year that says which term it was
    spoiled = _SPOILED_TERM.fullmatch(part)
    if spoiled:
        body = "UBTVQH" if spoiled["body"] == "UBTVQH" else "QH"
        digits = re.sub("[Iil]", "1", spoiled["term"]).replace("O", "0")
        if len(digits) == 3 and digits[0] == "1" and _term_fits(digits[1:], year):
            digits = digits[1:]
        if _term_fits(digits, year):
            return body + digits
        return part
    # QĐ-TTE: a g read as a capital
    if part in ("TTE", "TTS", "TTQ"):
        return "TTg"
    # QĐÐ: one letter read twice
    single = re.sub(r"(Đ)\1", r"\1", part)
    if single in type_symbols():
        return single
    # NĐ-CP1: a footnote's digit
    bare = part.rstrip("0123456789")
    return bare if bare in issuer_codes() and bare not in ("QH", "UBTVQH") else part


def _term_fits(term: str, year: int | None) -> bool:
    """Whether the National Assembly of ``term`` sat in ``year``."""
    begins = _TERM_BEGINS.get(int(term)) if term.isdigit() else None
    return begins is not None and year is not None and begins <= year <= begins + 5


def _split_glued(part: str) -> str | None:
    """``NQCP`` as ``NQ-CP``, where a type's sign and an issuer's code make just one such pair."""
    if part in issuer_codes() or part in type_symbols():
        return None
    pairs = [
        f"{part[:cut]}-{part[cut:].lstrip('zZ')}"
        for cut in range(2, len(part) - 1)
        if part[:cut] in type_symbols() and part[cut:].lstrip("zZ") in issuer_codes()
    ]
    return pairs[0] if len(pairs) == 1 else None


def _read_parts(text: str, year: int | None) -> _Symbol | None:
    parts = tuple(part for part in re.split(r"[-/,.]", text) if part)
    if not parts:
        return None
    kind = type_symbols().get(parts[0])
    if kind and len(parts) > 1:
        return _typed(text, kind, parts[1:])
    if kind:
        # 53/SL and, cut short, 14/TT: only the words around can tell
        return _Symbol(text, kind, None, None, (), False, parts[0] in ("SL", "TTLB"))
    issuer, level = _issuer(parts[0])
    if issuer is None:
        return None
    if len(parts) == 1:
        return _Symbol(text, None, issuer, level, parts, _is_party(parts), _alone(parts[0], year))
    # 505/BYT-QĐ: the old order; 1234/UBND-KGVX: an official letter with the unit that wrote it
    kind = type_symbols().get(parts[1]) if parts[1] in ("QĐ", "TT", "CT", "NĐ", "GP") else None
    kind = kind or ("official_letter" if level != "legislature" else None)
    return _Symbol(text, kind, issuer, level, parts, _is_party(parts), True)


def _typed(text: str, kind: str, codes: tuple[str, ...]) -> _Symbol | None:
    issuer, level = _issuer(codes[0])
    if issuer is None and not all(_UNKNOWN_CODE.fullmatch(code) for code in codes[:1]):
        return None
    if kind == "order" and text.startswith("L-") and issuer is None:
        return None
    party = _is_party(codes)
    if party and kind == "decision":
        # 205-QĐ/TW may be a decision or, with the Party's older sign, a regulation
        return _Symbol(text, None, issuer, level, codes, party, issuer is not None)
    return _Symbol(text, kind, issuer, level, codes, party, issuer is not None)


def _issuer(code: str) -> tuple[str | None, str | None]:
    known = issuer_codes().get(code) or issuer_codes().get(code.upper())
    if known:
        return known
    term = _LEGISLATURE.fullmatch(code)
    if term:
        return issuer_codes()[term["body"]]
    bare = code.rstrip("0123456789")
    return issuer_codes().get(bare, (None, None))


def _is_party(codes: tuple[str, ...]) -> bool:
    return any(code in _PARTY_ISSUERS for code in codes)


def _alone(code: str, year: int | None) -> bool:
    """Whether an issuer's code without a type's sign makes a number: ``57/2010/QH12``,
    ``299/TTg``, ``176-HĐBT``; a ministry's code alone needs the words around."""
    if _LEGISLATURE.fullmatch(code):
        return year is not None
    return code in ("TTg", "HĐBT", "HĐCP", "CP", "BCĐ")
