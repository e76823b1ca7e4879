"""How mentions hang together: lists share a relation, a title keeps its own, one document amends
another.

The relation comes from the words between a mention and the one before (:mod:`.relations`). Items of
a list take that of the list. A document named in another's title only refers, unless the title says
that it is amended; then the amendment is a row of its own (``docs/annotation.md``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.facts import DocumentFields, Language, Relation
from extract.grammar import names, relations
from extract.grammar.list_heads import list_head_issuer, list_head_relation
from extract.grammar.mentions import Mention, kindred, lower_types, type_anchor

_SEPARATOR = re.compile(
    r"[\s,;]*(?:(?:và|and|or|hoặc|cùng(?:\svới)?|gắn\svới|as\swell\sas|the|các)\b[\s,;]*){0,3}"
    r"(?:(?:[Ss]ố|Nos?\.?|the|The|các|của|(?:[Dd]ocument|[Vv]ăn\sbản)s?)\s*){0,2}"
)
# thực hiện Kế hoạch A và các công văn: số B, số C
_SEPARATOR_WITH_TYPE = re.compile(
    r"[\s,;]*(?:(?:và|and|cùng)\s+)?(?:các|những|the)\s+(?P<type>[^\W\d_]+(?:\s[^\W\d_]+)?)"
    r"(?:\s(?:sau|following))?:?\s+(?:(?:[Ss]ố|Nos?\.?)\s*)?"
)


_TITLE_OPENS = {
    "vi": re.compile(
        r"[\s,]*(?:\([^)\n]{0,60}\)\s*)?(?:về|quy\sđịnh|(?:ban\shành|phê\sduyệt)(?!\s+(?:kèm\s+theo|theo|tại))|hướng\sdẫn|sửa\sđổi|bổ\ssung|triển\skhai|thực\shiện|"
        r"thông\squa|điều\schỉnh|bãi\sbỏ|thay\sthế|giao|công\sbố|thành\slập|phát\sđộng|kiện\stoàn)\b"
    ),
    "en": re.compile(
        r"[\s,]*(?:on|regarding|concerning|about|launching|prescribing|detailing|guiding|defining|"
        r"promulgating|approving|amending|supplementing|assigning|providing|stipulating|replacing|"
        r"adopting|issuing|establishing)\b"
    ),
}


_TITLE_CLOSES = re.compile(
    r"[.;:\n]|\)|”|,\s(?=(?:căn\scứ|thực\shiện|triển\skhai|đề\snghị|yêu\scầu|pursuant|the|which)\b)"
)


# ... về việc A, Nghị quyết số | ... và các Quyết định số
_GOES_ON = re.compile(r"(?:,|\svà|,?\sand)\s+(?:(?:các|the)\s+)?$")
_IN_BRACKETS = re.compile(r"\([^()\n]{0,80}\)|“[^”\n]{0,200}”")


@dataclass(slots=True)
class _Thread:
    """What the mentions read so far hand on: the last one (and its index), the last that stood in no other's
    title, and the index of what a list of amending documents amended; ``listing`` while that list has
    one in each line."""

    previous: Mention | None = None
    index: int = -1
    listed: Mention | None = None
    amended: int | None = None
    act: Relation = "amends"
    listing: int | None = None


def relate(mentions: list[Mention], text: str, lang: Language) -> None:
    """Give every mention its relation, from the words before it back to the one before that."""
    thread = _Thread()
    for index, one in enumerate(mentions):
        if one.inside_title:
            _relate_in_name(mentions, index, text, lang)
            continue
        before = thread.previous
        if one.self_reference:
            one.relation, thread.amended = "refers", None
        else:
            _relate_by_gap(mentions, index, text, lang, thread)
            if not one.inside_title and one.relation != "promulgated_with":
                thread.listed = one
            if one.relation in _ENDS_OR_HALTS and not one.pinpoint:
                one.in_part = _acts_in_part(one, before, text, lang)
        thread.previous, thread.index = one, index


_ENDS_OR_HALTS = frozenset({"replaces", "repeals", "suspends"})


def _acts_in_part(one: Mention, before: Mention | None, text: str, lang: Language) -> bool:
    beside = before is not None and 0 <= one.lead - before.end <= _FAR
    if before and beside and before.relation == one.relation:
        gap = text[before.end : one.lead]
        if _separates(gap, lang):
            return before.in_part
    start = max(_sentence_start(text, one.lead), before.end if before else 0)
    return relations.acts_in_part(text[start : one.lead], lang)


def _relate_in_name(mentions: list[Mention], index: int, text: str, lang: Language) -> None:
    """A law in the name of another has the relation of that one, which may amend it."""
    one = mentions[index]
    outer = next(i for i in range(index - 1, -1, -1) if mentions[i].rule == "amending-law")
    one.relation = mentions[outer].relation
    if _title_amends(text, mentions[outer], one, lang):
        one.act = ("amends", outer, index)


def _relate_by_gap(
    mentions: list[Mention], index: int, text: str, lang: Language, thread: _Thread
) -> None:
    one, previous = mentions[index], thread.previous
    if previous is None or not 0 <= one.lead - previous.end <= _FAR:
        thread.amended = None
        one.relation = _relation_by_words(text, one, previous, thread.listed, lang)
        return
    gap = text[previous.end : one.lead]
    if previous.self_reference and _separates(gap, lang):
        # thực hiện Chương trình này và Nghị quyết số ...: the words before both hold for the other
        one.relation = _relation_before(text, previous.lead, one.type, lang) or "refers"
        return
    if _separates(gap, lang) and previous.relation:
        after = relations.relation_after(text, one.end, lang) if ";" in gap else None
        one.relation = after or _list_relation(one, previous, thread.listed, gap)
        one.inside_title = previous.inside_title and kindred(previous.type) == kindred(one.type)
        if thread.amended is not None:
            one.act = (thread.act, index, thread.amended)
        return
    if _relate_listed_amender(index, one, previous, gap, lang, thread):
        return
    thread.amended = None
    act = relations.amended_by(gap, lang)
    if act and previous.relation:
        one.relation, one.act = previous.relation, (act, index, thread.index)
        thread.amended, thread.act = thread.index, act
    elif not previous.demonstrative and _in_title(gap, lang):
        one.inside_title, one.relation = True, "refers"
        title_act = relations.amends_in_title(gap, lang)
        if title_act:
            one.act = (title_act, thread.index, index)
            previous.act = None if _same_target(mentions, previous.act, one) else previous.act
    elif previous.inside_title and gap and _title_goes_on(gap):
        one.inside_title, one.relation = True, "refers"
    else:
        one.relation = _relation_by_words(text, one, previous, thread.listed, lang)


def _same_target(
    mentions: list[Mention], act: tuple[Relation, int, int] | None, one: Mention
) -> bool:
    """Whether ``act`` was done to the document that ``one`` names: a list says so, and the title."""
    number = mentions[act[2]].number if act else None
    return bool(number and one.number and number.number == one.number.number)


def _relate_listed_amender(
    index: int, one: Mention, previous: Mention, gap: str, lang: Language, thread: _Thread
) -> bool:
    """Relate one of the documents that a consolidated text lists as having amended the first."""
    if lang != "vi" or "\n" not in gap:
        return False
    if relations.opens_list_of_amenders(gap) and not previous.inside_title:
        thread.listing = thread.index
    elif thread.listing is None or not relations.goes_on_with_amenders(gap):
        thread.listing = None
        return False
    one.relation = previous.relation if not previous.inside_title else None
    one.relation = one.relation or (thread.listed.relation if thread.listed else None) or "refers"
    one.act = ("amends", index, thread.listing)
    return True


# (sau đây gọi là Nghị quyết 71) | (viết tắt là Chỉ thị 13) | (hereinafter referred to as the Plan)
_ALIAS_IN_BRACKETS = re.compile(
    r"\s?\((?:sau\sđây|gọi|viết|hereinafter|hereafter|below|referred)\b[^()\n]{0,90}\)"
)


def _separates(gap: str, lang: Language) -> bool:
    """Whether ``gap`` stands between two items of one list."""
    gap = _ALIAS_IN_BRACKETS.sub("", gap)
    if _SEPARATOR.fullmatch(gap):
        return True
    typed = _SEPARATOR_WITH_TYPE.fullmatch(gap)
    words = " ".join(typed["type"].lower().split()) if typed else ""
    return any(words == name for name, _ in lower_types(lang))


_FAR = 400
"""Mentions further apart than this many characters have nothing to do with each other."""


def share_issuers(mentions: list[Mention], text: str, lang: Language) -> None:
    """Give documents without an issuer that of the words above their list."""
    shared: Mention | None = None
    for one in mentions:
        if one.number is None or one.number.level == "central" or one.demonstrative:
            continue
        if one.issuer is None and one.issuer_name is None:
            beside = shared is not None and 0 <= one.lead - shared.end <= _FAR
            if shared and beside and _separates(text[shared.end : one.lead], lang):
                one.issuer = shared.issuer
            else:
                one.issuer = list_head_issuer(text, one.lead, lang)
            shared = one if one.issuer else None
        else:
            shared = None


def redirect_quoted(mentions: list[Mention], text: str) -> None:
    """ "Luật này" in the new wording that a law gives to another means that other law."""
    amended: dict[str, int] = {}
    amenders = {one.act[1] for one in mentions if one.act}
    for index, one in enumerate(mentions):
        # Of "A, which was amended by B" the new wording is that of A.
        if one.relation == "amends" and not one.demonstrative and index not in amenders:
            amended[kindred(one.type)] = index
        target = amended.get(kindred(one.type))
        if one.rule == "this" and one.self_reference and target is not None:
            floor = max(0, one.core - _LONGEST_QUOTATION)
            if _is_quoted(text, floor, one.core):
                one.self_reference, one.antecedent = False, target


def _is_quoted(text: str, floor: int, at: int) -> bool:
    """Whether new wording that was opened before ``at`` is still open there. Straight quotation
    marks open it behind "as follows:" only, and close it at the end of a line."""
    if text.rfind("“", floor, at) > text.rfind("”", floor, at):
        return True
    if text.find('"', floor, at) < 0:
        return False
    opened = [match.end() for match in _OPENS_WORDING.finditer(text, floor, at)]
    return bool(opened) and not _CLOSES_WORDING.search(text, opened[-1], at)


_OPENS_WORDING = re.compile(r"(?:as\sfollows|như\ssau)\s?:\s*\"")
_CLOSES_WORDING = re.compile(r"\"[.;]?\s*(?:\n|$)|\n\s*Article\s\d+\.\s+(?:Effect|Implementation)")
_LONGEST_QUOTATION = 6000


def consolidate(mentions: list[Mention], text: str, document: DocumentFields | None) -> None:
    """What a consolidated text puts together stands before its grounds: the document, and those
    that amended it (Ordinance 01/2012/UBTVQH13, article 11)."""
    if document is None or document.type != "consolidated_text":
        return
    grounds = text.find("Căn cứ")
    for one in mentions:
        if one.core > grounds:
            break
        if one.relation == "refers" and not one.self_reference and not one.inside_title:
            one.relation = "consolidates"


def refuse_impossible_acts(mentions: list[Mention], document: DocumentFields | None) -> None:
    """What the document says of others' acts ("sửa đổi Luật ..." as a task) only refers."""
    if document is None:
        return
    for one in mentions:
        if one.relation and not relations.may_do(
            one.relation,
            document.type,
            document.number,
            one.type,
            one.number.number if one.number else None,
        ):
            one.relation = "refers"


def _title_amends(text: str, outer: Mention, inner: Mention, lang: Language) -> bool:
    pattern = names.AMENDING_NAME_VI if lang == "vi" else names.AMENDING_NAME_EN
    word = type_anchor(lang).search(text, outer.core, inner.core + 4)
    return bool(word and pattern.match(text, word.end()))


def _list_relation(
    one: Mention, previous: Mention, listed: Mention | None, gap: str
) -> Relation | None:
    if previous.inside_title and listed and (";" in gap or _above(listed, one, previous)):
        return _carried_on(listed, one)
    if previous.relation == "promulgated_with" and listed and ";" in gap:
        return _carried_on(listed, one)
    if previous.inside_title and listed and _like_the_first(listed, one, previous):
        return _carried_on(listed, one)
    return _carried_on(previous, one)


def _carried_on(before: Mention, one: Mention) -> Relation | None:
    """The relation of a list's next item. "Xét Tờ trình ...; Báo cáo thẩm tra ...": who examines
    proposes nothing."""
    examines = before.relation == "proposed_by" and one.type == "report" != before.type
    return "refers" if examines else before.relation


def _like_the_first(listed: Mention, one: Mention, previous: Mention) -> bool:
    """ "Chỉ thị số A về thực hiện Nghị quyết Đại hội XIII, Chỉ thị số B": B is listed beside A."""
    return (
        one.number is not None
        and kindred(one.type) == kindred(listed.type) != kindred(previous.type)
        and listed.type not in _PRESCRIBING
    )


def _above(listed: Mention, one: Mention, previous: Mention) -> bool:
    """Whether ``one`` is too low to be in the title of ``listed``, as ``previous`` is: "Nghị định A
    quy định chi tiết Luật B và Quyết định C" names C beside A, not beside B."""
    return (
        listed.type in _PRESCRIBING
        and kindred(one.type) != kindred(previous.type)
        and relations.rank(one.type) < relations.rank(listed.type)
    )


_PRESCRIBING = frozenset({"law", "ordinance", "decree", "circular", "joint_circular"})


def _in_title(gap: str, lang: Language) -> bool:
    return bool(_TITLE_OPENS[lang].match(gap)) and _title_goes_on(gap)


def _title_goes_on(gap: str) -> bool:
    gap = _IN_BRACKETS.sub("", gap)
    if _TITLE_CLOSES.search(gap) or _NEXT_OF_LIST.search(gap):
        return False
    return not gap.rstrip().endswith((",", " và", " and"))


# Decree A, on trials, and the (Government's Decree B): beside A, not in its title
_NEXT_OF_LIST = re.compile(r",\s+and\s+the\s+$")


def _relation_by_words(
    text: str, one: Mention, previous: Mention | None, listed: Mention | None, lang: Language
) -> Relation:
    after = relations.relation_after(text, one.end, lang)
    start = _sentence_start(text, one.lead)
    gap_start = max(start, previous.end if previous and previous.end <= one.lead else 0)
    # A list item behind another's title: ". ... về A; Chỉ thị số B" goes on with the list.
    gap = text[gap_start : one.lead]
    if (
        previous
        and listed
        and listed.relation
        and gap_start == previous.end
        and not listed.self_reference
    ):
        _, mark, tail = gap.rpartition(";")
        listed_on = mark and _SEPARATOR.fullmatch(tail)
        if (listed_on or _GOES_ON.search(gap)) and _TITLE_OPENS[lang].match(gap):
            return _carried_on(listed, one) or "refers"
    before = text[start : one.lead]
    relation = relations.last_cue(
        before,
        lang,
        type_code=one.type,
        gap=gap,
        pinpoint=bool(one.pinpoint),
        beside_act=previous is not None
        and gap_start == previous.end
        and previous.relation in relations.ACTS_ON_LAW,
    )
    if after and relation in (None, "refers"):
        return after
    if (
        relation is None
        and previous
        and previous.relation == "proposed_by"
        and gap_start == previous.end
        and one.type in ("submission", "official_letter")
        and _NEXT_PROPOSER.fullmatch(gap)
    ):
        return "proposed_by"
    if relation is None and listed and listed.relation == "basis" and _next_ground(before, gap):
        return _carried_on(listed, one) or "refers"
    return relation or list_head_relation(text, one.lead, one.type, lang) or "refers"


# ... tại Tờ trình A và Giám đốc Sở Nội vụ tại (Công văn B): each body proposes in its own document
_NEXT_PROPOSER = re.compile(
    r"(?:\scủa\s[^.;:\n]{3,80})?\s?,?\s(?:và\s)?[A-ZĐỦ][^.;:\n]{3,80}\stại\s"
)

# Căn cứ Quy chế A giữa hai bộ; Thông tư B: each behind a semicolon is a ground of its own
_GROUNDS = re.compile(r"\W{0,4}(?:\w{1,3}[.)]\s+)?(?:Căn\scứ|Pursuant\sto)\b")


def _next_ground(before: str, gap: str) -> bool:
    _, mark, tail = gap.rpartition(";")
    return bool(mark and _GROUNDS.match(before) and _SEPARATOR.fullmatch(tail))


def _relation_before(text: str, at: int, type_code: str, lang: Language) -> Relation | None:
    before = text[_sentence_start(text, at) : at]
    return relations.last_cue(before, lang, type_code=type_code, gap=before, pinpoint=False)


_SENTENCE_END = re.compile(
    r"[.!?][\"”’]?\s|\n(?=\s*(?:[-+*•]|\d{1,2}[.)]|[a-zđ]\)|Điều\s|Article\s|Căn\scứ|Pursuant|[IVX]+\.))|[.;:]\s*\n"
)


def _sentence_start(text: str, pos: int) -> int:
    floor = max(0, pos - relations.LONGEST_GAP)
    last = floor
    for match in _SENTENCE_END.finditer(text, floor, pos):
        if match.group()[0] == "." and text[match.start() - 2 : match.start()] in (
            "No",
            "Mr",
            "Dr",
        ):
            continue
        last = match.end()
    return last


_LONGEST_EVIDENCE = 600
"""An act is shown with both documents' words, unless more than this many characters lie between."""


def with_third_party_acts(mentions: list[Mention]) -> list[Mention]:
    """Add the row for what one cited document did to another, behind the later of the two."""
    if not any(one.act for one in mentions):
        return mentions
    rows: list[Mention] = []
    place: dict[int, int] = {}
    for index, one in enumerate(mentions):
        place[index] = len(rows)
        rows.append(one)
        if one.act:
            relation, subject, target = one.act
            cited = mentions[target]
            far = one.core - cited.core > _LONGEST_EVIDENCE
            row = Mention(
                cited.type, one.core if far else min(cited.core, one.core),
                max(one.end, cited.end), cited.lead,
                number=cited.number, name=cited.name, date=cited.date, year=cited.year,
                issuer=cited.issuer, issuer_name=cited.issuer_name, form=cited.form,
            )  # fmt: skip
            row.relation, row.rule = relation, "third-party"
            row.act = (relation, place[subject], place[target])
            row.lead = one.lead if far else min(mentions[subject].lead, mentions[target].lead)
            rows.append(row)
    for one in rows:
        if one.antecedent is not None:
            one.antecedent = place[one.antecedent]
        if one.rule != "third-party":
            one.act = None
    return rows
