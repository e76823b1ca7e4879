"""Signatures: on whose behalf, in what position, by whom.

"TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH / name" (Decree 30/2020/NĐ-CP), beside or after
"Nơi nhận"; English renderings: "On behalf of the Government / Prime Minister / name".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extract import vocabulary
from extract.folding import fold
from extract.grammar.letterhead_lines import (
    Column,
    alternatives,
    columns,
    cues,
    is_body_line,
    is_noise,
    piece,
    split_lines,
    type_at,
)
from extract.grammar.lines import UPPER, is_capitals
from extract.grammar.words import fold_in_place

RECIPIENTS = re.compile(
    r"^[*_\s]{0,4}(?:Nơi\s+nhận|NƠI\s+NHẬN|Nơi\s+gửi|Recipients)"
    r"(?!\s+(?:văn\s+bản|của|và|theo|phần|bản\s+sao|of)\b)\s?:?",
    re.MULTILINE,
)
"""The words above the recipients; not a sentence that speaks of them."""


@dataclass(frozen=True, slots=True)
class Signature:
    """Offsets of the parts of a signature; ``on_behalf`` is "TM." before a committee."""

    signed_for: tuple[int, int] | None
    position: tuple[int, int] | None
    name: tuple[int, int] | None
    on_behalf: bool
    chairman: tuple[int, int] | None


@cache
def position_line() -> re.Pattern[str]:
    """TM. ỦY BAN NHÂN DÂN | KT. CHỦ TỊCH | PHÓ CHỦ TỊCH | BỘ TRƯỞNG | PRIME MINISTER"""
    positions = alternatives(form for cue in cues("position") for form in (cue, cue.upper()))
    return re.compile(
        rf"""(?: (?P<for>(?:(?:TM|T/M|T\.M|KT|K/T|TL|T/L|TUQ|TUN)(?:\s?[.,]\s?|\s+)|Q\s?\.\s?)
            (?=[{UPPER}])[^\n:]{{2,90}})
        | (?P<behalf>(?:On\sbehalf\sof|ON\sBEHALF\sOF|FOR\sTHE|For\sthe|PP\.?|P\.P\.)\s[^\n]{{3,60}})
        | (?P<position>(?:{positions})(?![^\W\d_])[^\n:;]{{0,60}}) )\Z""",
        re.VERBOSE,
    )


def is_position(text: str) -> bool:
    """Whether a line is nothing but a position in capitals: "BỘ TRƯỞNG", "CHỦ TỊCH QUỐC HỘI"."""
    if len(text) > 80 or not is_capitals(text):
        return False
    match = position_line().match(text)
    return match is not None and match["position"] is not None


def find_signature(text: str, floor: int = 0) -> Signature | None:
    """The signature of the document itself: the first one, near "Nơi nhận" where there is one.
    None is above ``floor``, where the letterhead ends: it may name the signer's office too."""
    match = RECIPIENTS.search(text)
    if match is not None:
        start, end = max(floor, match.start() - 700), min(len(text), match.end() + 3_500)
        lines = columns(split_lines(text, _line_start(text, start), end))
        beside = [part for line in lines for part in cut_signature(_after_recipients_word(line))]
        found = _read_signature(text, beside)
        if found:
            return found
    signed = _signed_name(text) or _name_below_recipients(text)
    if signed:
        return signed
    for at in _signature_starts(text):
        lines = columns(split_lines(text, at, min(len(text), at + 500)))
        found = _read_signature(text, lines)
        if found and found.name:
            return found
    return None


def _signed_name(text: str) -> Signature | None:
    """A name above "(Đã ký)" and nothing else: old laws as sites publish them."""
    for match in _SIGNED.finditer(text):
        lines = split_lines(text, _line_start(text, max(0, match.start() - 60)), match.start())
        before = lines[-1] if lines else None
        above = lines[-2].text if len(lines) > 1 else ""
        if before and looks_like_person(before.text) and not position_line().match(above):
            return Signature(None, None, (before.start, before.end), False, None)
    return None


def _name_below_recipients(text: str) -> Signature | None:
    """A name right below the last line of "Nơi nhận": a scan lost the position under the seal."""
    recipients = RECIPIENTS.search(text)
    kept = _KEPT.search(text, recipients.end()) if recipients else None
    if kept is None:
        return None
    for line in split_lines(text, kept.end(), kept.end() + 120)[:3]:
        if looks_like_person(line.text):
            return Signature(None, None, (line.start, line.end), False, None)
    return None


def _line_start(text: str, offset: int) -> int:
    return text.rfind("\n", 0, offset) + 1


def _after_recipients_word(line: Column) -> Column:
    match = re.match(r"[*_\s]*(?:Nơi\s+nhận|NƠI\s+NHẬN)\s?:?[\s|*_]*", line.text)
    if not match or match.end() == len(line.text):
        return line
    return piece(line, match.end(), len(line.text), line.after_blank)


def cut_signature(line: Column) -> list[Column]:
    """A line of "Nơi nhận", and the line of the signature that a reader joined to it:
    "- Lưu: VT. Trần Thị Nam", "- Các sở, ngành; PHÓ CHỦ TỊCH"."""
    ends = [*_RECIPIENT_END.finditer(line.text)] if line.text.startswith(("-", "–")) else []
    if not ends:
        return [line]
    at = ends[-1].end()
    rest = line.text[at:]
    if not (is_position(rest) or looks_like_person(rest)):
        return [line]
    return [
        piece(line, 0, at, line.after_blank),
        piece(line, at, len(line.text), line.after_blank),
    ]


@cache
def _start_pattern() -> re.Pattern[str]:
    positions = alternatives(cue.upper() for cue in cues("position"))
    positions_en = alternatives(cues("position", "en"))
    return re.compile(
        rf"^[^\S\n]*(?:(?:(?:TM|KT|TL|TUQ|Q)\s?\.|T/M|K/T|T/L)\s?[{UPPER}]{{2}}|(?:{positions})\b"
        rf"|On behalf of |ON BEHALF OF|PP\.? (?=[A-Z]{{4}})|P\.P\. |(?:For the|FOR THE) (?:{positions_en}|{positions})\b)",
        re.MULTILINE,
    )


def _signature_starts(text: str) -> list[int]:
    """Where a signature may begin; in a text with many such lines, the first and the last."""
    starts = [match.start() for match in _start_pattern().finditer(text)]
    return starts if len(starts) <= 40 else starts[:20] + starts[-20:]


def _read_signature(text: str, lines: list[Column]) -> Signature | None:
    marks: list[Column] = []
    position: Column | None = None
    name: Column | None = None
    on_behalf = False
    chairman: tuple[int, int] | None = None
    by_order = False
    for line in lines:
        match = position_line().match(line.text)
        if (
            not match
            and marks
            and not line.text.startswith(("-", "–", "+", "Lưu"))
            and not position
        ):
            marks = marks if is_noise(line.text) or looks_like_person(line.text) else []
        if match and (
            match["behalf"]
            or is_capitals(line.text)
            or (match["for"] and len(line.text) < 60)
            or (marks and match["position"] and not re.search(r"[.,;]", line.text))
        ):
            folded = fold_in_place(line.text)
            acting = _ACTING.match(line.text)
            if (match["for"] or match["behalf"]) and not acting:
                marks.append(line)
                on_behalf = on_behalf or folded.startswith(("tm", "t/m", "t.m", "on behalf"))
                by_order = by_order or folded.startswith(("tl", "t/l", "tuq"))
                stands_in = folded.startswith(("kt", "k/t")) and "chu tich" in folded
                if (stands_in or folded.startswith(_FOR_THE_CHAIR)) and not by_order:
                    chairman = (line.start, line.end)
            else:
                position = line
                heads = ("chu tich", "chairman", "chairwoman", "chairperson")
                head = folded[acting.end() if acting else 0 :]
                if head.startswith(heads) and not by_order and chairman is None:
                    chairman = (line.start, line.end)
            continue
        if (marks or position) and name is None and looks_like_person(line.text):
            name = line
            break
    if position is None and marks:
        position = marks.pop() if len(marks) > 1 else None
    if not marks and position is None:
        return None
    return Signature(
        (marks[0].start, marks[-1].end) if marks else None,
        (position.start, position.end) if position else None,
        (name.start, name.end) if name else None,
        on_behalf,
        None if by_order else chairman,
    )


# Q. GIÁM ĐỐC: a position of its own, held for the time being
_ACTING = re.compile(r"Q\s?\.\s?")
_FOR_THE_CHAIR = ("for the chair", "pp. chair", "pp chair", "p.p. chair")
# (- Các sở, ngành); (PHÓ CHỦ TỊCH)
_RECIPIENT_END = re.compile(r"[;.]\s(?=\S)")
# - Lưu: VT, KTN.
_KEPT = re.compile(r"^\s{0,4}[-–+•]\s?Lưu\b[^\n]{0,80}", re.MULTILINE)
_SIGNED = re.compile(r"^[^\S\n]*[(\[](?:Đã|đã)\s+ký[)\]]", re.MULTILINE)
# Nguyễn Văn An | H'Yim Kđoh | K' Broi
_WORD = rf"[{UPPER}][^\W\d_]*(?:['’][^\W\d_]*)?"
_PERSON = re.compile(rf"{_WORD}(?:\s+{_WORD}){{1,4}}\Z")


@cache
def _titles() -> re.Pattern[str]:
    """PGS.TS. | BS.CKII. | Đại tá"""
    return re.compile(rf"(?:(?:{alternatives(cues('name_title'))})(?![^\W\d_])[.,]?\s?){{1,4}}")


def looks_like_person(text: str) -> bool:
    """Whether ``text`` is a person's name: two to five words, each with a capital."""
    plain = _without_title(text)
    if not _PERSON.match(plain) or len(plain) > 40:
        return False
    return (
        not plain.startswith(cues("not_a_name"))
        and (not is_body_line(plain) or _has_surname(plain))
        and (type_at(plain) is None and not position_line().match(plain))
        and fold(plain) not in _folded_positions()
    )


def _has_surname(text: str) -> bool:
    """Whether a name begins with a surname that is spelled like a body, or nearly: "Trương Hòa
    Bình" is no school, "Đoàn Ngọc Hải" no youth union, "ĐOÀN KIỂM TRA" no person."""
    surname = text.split(maxsplit=1)[0].capitalize()
    is_body_too = surname in cues("body") and is_capitals(text)
    known = _plain_surnames() if text.isascii() else vocabulary.surnames()
    return surname in known and not is_body_too


def _without_title(words: str) -> str:
    plain = words.strip(" .*_")
    title = _titles().match(plain)
    return plain[title.end() :] if title else plain


@cache
def _plain_surnames() -> frozenset[str]:
    """Surnames without marks, as English renderings have them."""
    return frozenset(fold(name).capitalize() for name in vocabulary.surnames())


@cache
def _folded_positions() -> frozenset[str]:
    """Positions of several words without marks: a scan reads "Giám Đóc" for "Giám Đốc"."""
    return frozenset(fold(cue) for cue in cues("position") if " " in cue)


def person_name(words: str) -> str:
    plain = " ".join(_without_title(words).split())
    return " ".join(word.capitalize() for word in plain.split()) if plain.isupper() else plain
