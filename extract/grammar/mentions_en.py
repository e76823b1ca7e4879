"""Reading one mention in an English rendering, from the name of its type in both directions.

English puts issuer, date and year in front as well ("the Government's Decree No. ...", "the June 16,
2014 Law on Customs", "the 2022 Law on ...") and names laws by an adjective ("Housing Law").
"""

from __future__ import annotations

import re

from extract.facts import DocumentFields, Language
from extract.grammar import names
from extract.grammar.dates import match_date
from extract.grammar.issuers import issuer_before
from extract.grammar.mentions import (
    SHORT_TYPES,
    THE_EN,
    Mention,
    as_named,
    number_after,
    numbered_tail,
    promulgated_here,
    read_bare,
    read_dated,
    read_short_number,
    read_tail,
    type_words,
)
from extract.grammar.numbers import FoundNumber

_THIS_EN = re.compile(r"\b(?:[Tt]his|[Tt]he\s+(?:above|aforesaid|said|above-mentioned))\s+$")


def read_typed_en(
    text: str, match: re.Match[str], lang: Language, document: DocumentFields | None
) -> Mention | None:
    words = " ".join(match.group().split())
    plural = bool(match["plural"])
    code = type_words("en")[words[:-1] if plural else words]
    mention = Mention(code, match.start(), match.end(), match.start())
    before = text[max(0, mention.core - 30) : mention.core]
    this = None if plural else _THIS_EN.search(before)
    if this:
        mention.demonstrative, mention.rule = True, "above"
        if this.group()[1:].startswith("his"):
            mention.rule = "this"
        mention.lead = mention.core = mention.core - len(this.group())
        return mention
    found = number_after(text, mention.end)
    if code == "law":
        # "the Laws on Taxes" is a class, no document
        return None if plural and not found else _read_law_en(text, mention, found)
    if code == "constitution":
        return _read_constitution_en(text, mention)
    _add_front_en(text, mention)
    if found:
        return numbered_tail(text, mention, found, "en")
    if code == "resolution":
        congress = names.congress_en(text, mention.end)
        if congress:
            mention.end, mention.issuer_name = congress
            return as_named(text, mention, "congress")
    if code == "ordinance":
        return _read_law_en(text, mention, None)
    if words in ("Strategy", "Plan") and not plural:
        state_plan = _read_state_plan_en(text, mention, words)
        if state_plan:
            return state_plan
    if code in ("project", "scheme", "programme", "plan") and not plural:
        named = _NAMED_WITH_ALIAS_EN.match(text, mention.end)
        if named:
            mention.end = named.end()
            mention.name = " ".join(text[mention.core : mention.end].split())
            mention.rule = "named-plan"
            return mention
    if code in SHORT_TYPES and not plural:
        short = read_short_number(text, mention)
        if short:
            return short
    dated = read_dated(text, mention, "en") if not plural else None
    if dated or mention.date:
        mention.form = "full"
        mention.rule = "type-date"
        return mention
    if plural:
        return _read_plural_en(text, mention)
    if mention.issuer:
        mention.demonstrative, mention.words_only, mention.rule = True, True, "definite"
        return mention
    if _OPENS_NAME_EN.match(text, mention.end):
        return _read_promulgated_en(text, mention)
    return read_bare(text, mention, lang, document)


# National Strategy on Gender Equality for 2021-2030 | Master Plan on ports to 2030, with a vision
# to 2050
_STATE_PLAN_EN = re.compile(
    r"\s+(?:on|for|of)\s[^.;:()\n\t]{3,120}?(?:\b\d{4}\s?[-–]\s?\d{4}|\b(?:to|until|through|by|toward)\s(?:the\syear\s)?\d{4})"
    r"(?:\speriod)?(?:,?\s(?:with|and)\s(?:a\s|the\s)?(?:vision|orientations?)\s(?:to|toward|towards|until|through)\s\d{4})?"
)
_STATE_PLAN_FRONT_EN = re.compile(
    r"(?:(?!(?:The|This|That|In|On|Under|To|Of|For|By|And|Pursuant)\b)[A-Z][\w-]+\s+){0,5}$"
)
_TO_BE_MADE_EN = re.compile(
    r"\b(?:formulat|draft|elaborat|develop|prepar|build|approv|promulgat|issu)\w*\s+(?:the\s|a\s)?$"
)


def _read_state_plan_en(text: str, mention: Mention, words: str) -> Mention | None:
    """A strategy or master plan told by its subject and period, unless it is still to be made."""
    plan = _STATE_PLAN_EN.match(text, mention.end)
    floor = max(0, mention.core - 70)
    front = _STATE_PLAN_FRONT_EN.search(text[floor : mention.core])
    start = floor + front.start() if front else mention.core
    made = words == "Plan" and "Master" not in text[start : mention.core]
    if not plan or made or _TO_BE_MADE_EN.search(text[max(0, start - 30) : start]):
        return None
    mention.core = mention.lead = start
    mention.end = plan.end()
    return as_named(text, mention, "named-plan")


# has promulgated the Decree on state capital management, investment and dealing
_HAS_PROMULGATED = re.compile(
    r"\b(?:has|have|had)\s(?:promulgated|issued|adopted|approved)\sthe\s$"
)


_SUBJECT_EN = re.compile(
    r"\s+on\s[^.;:()\n]{3,140}?(?=[.;:()\n]|,\s(?:which|and|with|as|so)\b|\sto\b|$)"
)


def _read_promulgated_en(text: str, mention: Mention) -> Mention | None:
    """A decree that is named by its subject, said to have been promulgated."""
    if not _HAS_PROMULGATED.search(text, max(0, mention.core - 32), mention.core):
        return None
    subject = _SUBJECT_EN.match(text, mention.end)
    if not subject:
        return None
    mention.end = subject.end()
    mention.name = " ".join(text[mention.core : mention.end].split())
    mention.rule = "subject"
    return mention


# Project on simplification of procedures in the 2007-2010 period (Project 30)
_NAMED_WITH_ALIAS_EN = re.compile(
    r"\s+(?:on|for)\s[^.;:()\n]{3,200}?\s\((?:below\s)?(?:Project|Scheme|Program(?:me)?|Plan)\s\d{2,4}\)"
)


_OPENS_NAME_EN = re.compile(r"\s+(?:on|of|No|[a-z]{4,}ing)\b|\s+[A-Z]|[’']s")
# the June 16, 2014 | the 2022
_DATE_FRONT = re.compile(
    r"(?P<date>(?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December)\s+\d{1,2},?\s+\d{4}),?\s+$"
)


_YEAR_FRONT = re.compile(r"(?<![\d,]\s)(?<![-–/\d])(?P<year>(?:19|20)\d\d)\s+$")
_LAW_FRONT = re.compile(r"(?:[A-Z][\w’-]*\s+(?:and\s+|of\s+)?){0,3}[A-Z][\w’-]*\s+$")


_NO_LAW_FRONT = frozenset(
    [
        "the",
        "The",
        "this",
        "This",
        "Under",
        "Pursuant",
        "In",
        "By",
        "At",
        "Such",
        "such",
        "Each",
        "Any",
        "No",
        "Draft",
        "Vietnamese",
        "Vietnam",
        "And",
        "Of",
        "International",
        "Law",
        "Code",
        "Decree",
        "Ordinance",
        "Pursuing",
        "Article",
        "Clause",
        "Point",
        "Governing",
        "New",
        "Old",
    ]
)


def _read_plural_en(text: str, mention: Mention) -> Mention | None:
    """ "the Reports": all documents of the type that were named before."""
    if not THE_EN.search(text, max(0, mention.core - 6), mention.core):
        return None
    if _OPENS_NAME_EN.match(text, mention.end) or _OF_PLURAL_EN.match(text, mention.end):
        return None
    mention.demonstrative, mention.words_only, mention.rule = True, True, "definite-plural"
    return mention


# the reports of the Standing Committee and the Government: one of each body, named before
PLURAL_OF_BODIES_EN = re.compile(
    r"\bthe\s(?P<type>reports|plans|submissions|resolutions|decisions|directives|conclusions|proposals)\sof\sthe\s"
    r"(?P<bodies>[A-Z][\w’']*(?:,?\s(?:(?:of|and|the|for|on)\s){0,3}[A-Z][\w’']*){0,14})"
)
_AND_THE = re.compile(r",?\sand\sthe\s|,\sthe\s")


def read_plural_of_bodies_en(
    text: str, match: re.Match[str], lang: Language, document: DocumentFields | None
) -> Mention | None:
    """ "the reports of A and B": what each of the bodies was named to have issued."""
    bodies = _AND_THE.split(match["bodies"])
    code = type_words("en").get(match["type"].capitalize()[:-1])
    if len(bodies) < 2 or code is None:
        return None
    mention = Mention(code, match.start(), match.end("bodies"), match.start())
    mention.demonstrative, mention.words_only, mention.rule = True, True, "plural-of-bodies"
    mention.bodies = tuple(bodies)
    return mention


_OF_PLURAL_EN = re.compile(r"\s+(?:of|to|and|or|for)\b")


def _add_front_en(text: str, mention: Mention) -> None:
    """Take in what stands in front: a date or year, and the issuer's possessive."""
    floor = max(0, mention.core - 40)
    before = text[floor : mention.core]
    date = _DATE_FRONT.search(before)
    if date:
        mention.date = match_date(text, floor + date.start("date"))
        mention.core = floor + date.start("date")
    else:
        year = _YEAR_FRONT.search(before)
        if year and mention.type in ("law", "ordinance", "constitution"):
            mention.year = int(year["year"])
            mention.core = floor + year.start("year")
    issuer = issuer_before(text, mention.core, max(0, mention.core - 100))
    if issuer:
        mention.issuer, mention.core = issuer, issuer.start
    mention.lead = mention.core


def _read_law_en(text: str, mention: Mention, found: FoundNumber | None) -> Mention | None:
    word = mention.core
    name_start = word
    amending = names.AMENDING_NAME_EN.match(text, mention.end)
    end = names.english_name_end(text, mention.end)
    # "the Civil Code on the beginning of a term": what follows "on" is no name
    if not amending and (end is None or not _ON_NAME_EN.match(text, mention.end)):
        front = _adjective_before(text, word)
        if front is not None:
            name_start = front
    if amending:
        end = _amended_end_en(text, amending.end()) or end
    if end is None and not found and name_start == word:
        return (
            None
            if _OPENS_NAME_EN.match(text, mention.end)
            else read_bare(text, mention, "en", None)
        )
    name_end = end or mention.end
    mention.core = mention.lead = name_start
    _add_front_en(text, mention)
    if not found and promulgated_here(text, mention.core, name_end, "en"):
        return None
    if found and end is None:
        mention.number, mention.end, mention.rule = found.value, found.end, "number"
        if name_start < word:
            mention.name = " ".join(text[name_start:name_end].split())
    else:
        mention.end = name_end
        later = number_after(text, name_end)
        if later:
            mention.number, mention.end = later.value, later.end
        mention.name = " ".join(text[name_start:name_end].split())
        mention.rule = "amending-law" if amending else "law-name"
    if not mention.date and not mention.year:
        read_tail(text, mention, "en")
    mention.form = "full" if mention.date or mention.year else "short"
    return mention


_ON_NAME_EN = re.compile(r"\s+on\s")


def _adjective_before(text: str, word: int) -> int | None:
    """Where "Housing" of "Housing Law" begins; ``None`` where no name stands before."""
    floor = max(0, word - 60)
    match = _LAW_FRONT.search(text[floor:word])
    if not match:
        return None
    begin, words = floor + match.start(), match.group().split()
    offset = begin
    while words and (words[0] in _NO_LAW_FRONT or words[0] in ("and", "of")):
        offset = text.index(words[0], offset) + len(words[0])
        words = words[1:]
    if _NO_LAW_FRONT.intersection(words[1:]):
        words = words[max(i for i, w in enumerate(words) if w in _NO_LAW_FRONT) + 1 :]
        if words:
            offset = text.rindex(words[0], floor, word)
    if not words or len(words) > 4 or words[-1] in _NO_LAW_FRONT or words[0][0].islower():
        return None
    return text.index(words[0], offset)


def _amended_end_en(text: str, pos: int) -> int | None:
    law = re.compile(r"(?:[A-Z][\w-]+\s){0,4}(?:Law|Code|Ordinance)s?").match(text, pos)
    if not law:
        return None
    return names.english_name_end(text, law.end()) or law.end()


_COUNTRY_EN = re.compile(r"\s+of\s+the\s+Socialist\s+Republic\s+of\s+Viet\s?[Nn]am")


def _read_constitution_en(text: str, mention: Mention) -> Mention | None:
    country = _COUNTRY_EN.match(text, mention.end)
    name_start = mention.core
    mention.end = country.end() if country else mention.end
    mention.name = " ".join(text[name_start : mention.end].split())
    _add_front_en(text, mention)
    if not mention.year and not mention.date:
        read_tail(text, mention, "en")
    mention.form = "full" if mention.date or mention.year else "short"
    mention.rule = "law-name"
    return mention
