"""Mentions that name no document: "Nghị quyết này", "the Directive", "Kế hoạch nêu trên".

"Này" and "this" mean the document itself where it is of that type. All else points back to the one
document that it can mean; where two could be meant it stays unresolved, and where none was named
it is no mention (what a decision itself promulgates, for one).
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from extract import vocabulary
from extract.facts import DocumentFields, Language
from extract.folding import fold
from extract.grammar.issuers import Issuer, key_of
from extract.grammar.mentions import Mention, kindred, plain, same_number

_ATTACHED = frozenset(
    {"regulation", "rule", "programme", "plan", "scheme", "project", "report", "guidance", "other"}
)


def resolve_anaphora(
    mentions: list[Mention], text: str, lang: Language, document: DocumentFields | None
) -> list[Mention]:
    kept: list[Mention] = []
    by_type: dict[str, list[int]] = {}
    whole: dict[tuple[str, str], dict[str, int]] = {}
    for one in mentions:
        if one.rule == "definite-plural":
            kept += _each_named_before(one, kept, by_type)
            continue
        if one.rule == "plural-of-bodies":
            kept += _one_of_each_body(one, kept, by_type, lang)
            continue
        if one.rule == "ordinal-alone":
            kept += [one] if _find_whole_number(one, text, whole) else []
            continue
        if one.number is None and one.name and _ORDINAL_NAME.fullmatch(one.name):
            known = replace(one, rule="ordinal-alone", name=None)
            kept += [known if _find_whole_number(known, text, whole) else one]
            continue
        if one.demonstrative and not _find_antecedent(one, kept, by_type, document):
            continue
        if not one.demonstrative:
            _mark_self(one, document)
            if not one.type and kept:
                one.type = (
                    kept[-1].type if text[kept[-1].end : one.lead].strip(" ,;\n") in _JOINS else ""
                )
            one.type = one.type or _default_type(one)
            by_type.setdefault(kindred(one.type), []).append(len(kept))
            _add_ordinal(one, len(kept), whole)
        kept.append(one)
    return kept


_ORDINAL_NAME = re.compile(r"[^\W\d_]+(?:\s[^\W\d_]+)*\s\d{1,4}")
"""A type and an ordinal, "Chỉ thị 15": the document that the text has named whole, if it has."""


def _add_ordinal(one: Mention, at: int, whole: dict[tuple[str, str], dict[str, int]]) -> None:
    """Keep where the document with this type and ordinal was named, by its whole number."""
    if one.number:
        named = whole.setdefault((kindred(one.type), one.number.ordinal), {})
        key = _identity(one)
        if key not in named or one.date:
            named[key] = at


def _find_whole_number(
    one: Mention, text: str, whole: dict[tuple[str, str], dict[str, int]]
) -> bool:
    """Whether the ordinal of "Kế hoạch số 95" is that of just one number given before."""
    ordinal = text[one.core : one.end].split()[-1]
    named = whole.get((kindred(one.type), ordinal), {})
    if len(named) != 1:
        return False
    one.antecedent = next(iter(named.values()))
    return True


def _each_named_before(
    plural: Mention, kept: list[Mention], by_type: dict[str, list[int]]
) -> list[Mention]:
    """One row for each document of the plural's type, two to four of them; else none."""
    latest: dict[str, int] = {}
    for i in by_type.get(kindred(plural.type), []):
        key = _identity(kept[i])
        if key not in latest or kept[i].date:
            latest[key] = i
    if not 2 <= len(latest) <= 4:
        return []
    return [
        replace(plural, form="anaphoric", antecedent=i, relation=None)
        for i in sorted(latest.values(), key=lambda i: kept[i].core)
    ]


def _one_of_each_body(
    plural: Mention, kept: list[Mention], by_type: dict[str, list[int]], lang: Language
) -> list[Mention]:
    """One row for each body's document of the plural's type; none unless each named just one."""
    rows = []
    for name in plural.bodies:
        body = Issuer(plural.core, plural.end, name, *key_of(name, lang))
        named = [
            i for i in by_type.get(kindred(plural.type), []) if _same_issuer(kept[i].issuer, body)
        ]
        if len({_identity(kept[i]) for i in named}) != 1:
            return []
        rows.append(replace(plural, form="anaphoric", antecedent=named[-1], relation=None))
    return rows


_JOINS = frozenset({"", "và", "and", "or", "hoặc", ", và", "các", "; và"})


def _default_type(mention: Mention) -> str:
    """A number alone that does not tell its type: of the National Assembly, a law."""
    number = mention.number
    if number and number.symbols and number.symbols[0].startswith(("QH", "Qh")):
        return "law"
    if number and number.party and "QĐ" in number.number:
        return "decision"
    return "other"


def _mark_self(mention: Mention, document: DocumentFields | None) -> None:
    if document is None:
        return
    if mention.number is None and mention.rule == "law-name" and document.title:
        title = re.sub(r"^(?:bo luat|luat|phap lenh|law on|code)\s+", "", fold(document.title))
        own = re.sub(r"^(?:bo luat|luat|phap lenh|law on|code)\s+", "", fold(mention.name or ""))
        mention.self_reference = document.type == mention.type and bool(own) and own == title
        return
    if mention.number is None or not document.number:
        return
    if not same_number(mention.number, document.number):
        return
    cited = mention.date.iso if mention.date else None
    mention.self_reference = cited is None or document.issued_on in (None, cited)


def _find_antecedent(
    mention: Mention,
    kept: list[Mention],
    by_type: dict[str, list[int]],
    document: DocumentFields | None,
) -> bool:
    """Whether the anaphor means a document: the document itself, or one named before."""
    mention.form = "anaphoric"
    own = document.type if document else None
    earlier = by_type.get(kindred(mention.type), [])
    if mention.issuer:
        earlier = [i for i in earlier if _same_issuer(kept[i].issuer, mention.issuer)]
        return _point_back(mention, kept, earlier)
    is_this = mention.rule in ("this", "above")
    if own is not None and kindred(own) == kindred(mention.type):
        # "nêu trên" in a plan is another plan, if one was named; "này" is the plan itself
        if mention.rule == "above" and any(not kept[i].self_reference for i in earlier):
            return _point_back(mention, kept, [i for i in earlier if not kept[i].self_reference])
        mention.self_reference = True
        return True
    if is_this and not mention.words_only and own in (None, "other", "news", "consolidated_text"):
        mention.self_reference = True
        return True
    defined = [i for i in earlier if kept[i].alias in _type_names(mention.type)]
    if defined:
        return _point_back(mention, kept, defined[-1:])
    if not is_this or (mention.type in _ATTACHED and own in ("decision", "resolution", "decree")):
        return False
    return _point_back(mention, kept, earlier)


@cache
def _type_names(code: str) -> frozenset[str]:
    kind = next(one for one in vocabulary.document_types() if one.code == code)
    return frozenset(fold(name) for name in (*kind.names_vi, *kind.names_en))


def _point_back(mention: Mention, kept: list[Mention], earlier: list[int]) -> bool:
    """Point to the one document that ``earlier`` mentions name; to none where there are several."""
    if not earlier:
        return False
    recent = earlier[-6:]
    if len({_identity(kept[i]) for i in recent}) == 1:
        dated = [i for i in recent if kept[i].date]
        mention.antecedent = (dated or recent)[-1]
    return True


def _identity(mention: Mention) -> str:
    if mention.number:
        return plain(mention.number.number)
    return fold(mention.name or "")


def _same_issuer(one: Issuer | None, other: Issuer) -> bool:
    return one is not None and (
        fold(one.name) == fold(other.name) or one.key == other.key is not None
    )
