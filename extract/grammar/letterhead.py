"""What a document says of itself: type, number, issuer, date, title, signer, recipients.

Layout and wording are those of Decree 30/2020/NĐ-CP (state) and Guidance 36-HD/VPTW (Party): two
columns with the issuer and number left, the national motto and the place and date right; then the
type, the title (trích yếu) and the grounds; at the end "Nơi nhận" left and the signature right.
Readers give the columns as lines in either order; a scan gives them merged in one line.

The signature tells who issued it: a Committee where it is signed on its behalf ("TM. ỦY BAN NHÂN
DÂN"), its Chairman where the Chairman or a deputy signs for the office ("KT. CHỦ TỊCH"), the
letterhead's body where somebody signs by order ("TL.", "TUQ."). English renderings have first lines
and source lines instead (:mod:`~extract.grammar.letterhead_en`). What is not printed, or cannot be
read, is ``None``.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from difflib import SequenceMatcher
from functools import cache
from itertools import pairwise
from statistics import median

from extract import vocabulary
from extract.facts import DocumentFields, Language, Span
from extract.grammar.addressees import find_addressees
from extract.grammar.dates import FoundDate, find_dates, match_date
from extract.grammar.letterhead_en import (
    Opening,
    en_types,
    names_body,
    read_number_line,
    read_opening,
)
from extract.grammar.letterhead_lines import (
    RULE,
    Column,
    alternatives,
    columns,
    cues,
    folded_cues,
    is_body_line,
    is_noise,
    motto,
    split_lines,
    type_at,
    type_code,
    without_motto,
)
from extract.grammar.letterhead_names import (
    agency_key,
    clean_place,
    is_central,
    join_bodies,
    of_a_party_committee,
    of_the_party_centre,
    office_of,
    proper_name,
    proper_name_en,
    province_of,
    without_article,
)
from extract.grammar.lines import UPPER, is_capitals
from extract.grammar.local_units import province_of_unit
from extract.grammar.numbers import DocumentNumber, FoundNumber, match_number
from extract.grammar.signatures import (
    RECIPIENTS,
    Signature,
    cut_signature,
    find_signature,
    looks_like_person,
    person_name,
    position_line,
)
from extract.grammar.words import fold_in_place
from extract.source import UNCERTAIN, SourceText
from extract.urgency import urgency_of

_HEAD_CHARACTERS = 8_000
_HEAD_LINES = 70
_FEWEST_ATTRIBUTES = 3
_INDENTED = 25.0  # points
_FROM_MARGIN_TO_MARGIN = 0.93  # of the width of all that is printed on the page

# What a scan shows of a number or a day written or stamped in by hand: OCR is unsure of it, or it is
# higher than the printed digits on the page (seen: handwriting 1.25 to 1.8 times as high, at 20 to
# 93 % sureness; print at most 1.05 times, with slash and capitals 1.15, at 88 % or more).
_UNSURE = 75.0
_HIGHER_THAN_DIGITS = 1.15
_HIGHER_WITH_LETTERS = 1.3
_AS_PRINTED = 0.9, 1.12


def read_document(source: SourceText, language: Language) -> DocumentFields:
    """What ``source`` says of itself; every field that is set has its words in ``spans``."""
    return _Letterhead(source, language).read()


class _Letterhead:
    """One document being read: its first lines, its last, and the fields found so far."""

    def __init__(self, source: SourceText, language: Language) -> None:
        self.source = source
        self.text = source.text
        self.language = language
        self.head = columns(split_lines(self.text, 0, _HEAD_CHARACTERS)[:_HEAD_LINES])
        self.spans: dict[str, Span] = {}
        self.fields: dict[str, object] = {}
        self.by_ocr = source.pages[0].read_by == "ocr"
        self.kind = "other"
        self.central_number = False
        self.opening: Opening | None = None
        self.source_line: Opening | None = None
        self.attributes = self._find_attributes()

    def read(self) -> DocumentFields:
        heading = self._find_heading()
        if self.language == "en":
            self.opening = self._find_opening(heading)
            self.source_line = self._find_source_line()
        body = self._body_start(heading)
        number = self._read_number(heading, body)
        self.central_number = number is not None and number.value.level == "central"
        self._read_date(heading, body)
        kind = self.kind = self._read_type(heading, number)
        if kind == "news":
            self.fields, self.spans = {}, {}
            self._read_news()
            return DocumentFields(
                type="news",
                language=self.language,
                spans=self.spans,
                **self.fields,  # type: ignore[arg-type]
            )
        self._read_title(heading)
        letterhead = self._letterhead_bodies(heading)
        signature = find_signature(self.text, self._letterhead_end(heading))
        self._read_issuer(letterhead, signature, number)
        self._read_issuer_key(number)
        is_part = heading and self._is_appendix(self.head[heading[0]], heading[2])
        if not is_part:  # forms in an appendix show signatures that nobody gave
            self._read_signature(signature)
            self._read_recipients()
            self._read_addressees()
        self._read_urgency(body)
        self._read_effect()
        self._read_attributes()
        return DocumentFields(
            type=kind,
            language=self.language,
            spans=self.spans,
            **self.fields,  # type: ignore[arg-type]
        )

    def _set(self, name: str, value: object, start: int, end: int) -> None:
        if value and start < end:
            self.fields[name] = value
            self.spans[name] = self.source.span(start, end)

    # -- a page that lists what is known of a document: "Số hiệu ...", "Ngày ban hành ..."

    def _find_attributes(self) -> dict[str, tuple[int, int]]:
        """Where the values of a list of attributes stand, by the name of their cue; none where
        the text has no such list."""
        found: dict[str, tuple[int, int]] = {}
        for line in self.head if self.language == "vi" else ():
            for name, label in _attribute_labels():
                match = label.match(line.text)
                if match and name not in found and re.search(r"\w", line.text[match.end() :]):
                    found[name] = (line.start + match.end(), line.end)
        return found if len(found) >= _FEWEST_ATTRIBUTES else {}

    def _type_of_attributes(self) -> str:
        start, end = self.attributes.get("attribute_type", (0, 0))
        code = type_code(self.text[start:end])
        if code != "other":
            self.spans["type"] = self.source.span(start, end)
        return code

    def _read_attributes(self) -> None:
        """Date, issuer, signer and effect where only the list of attributes prints them."""
        for name, field in (("attribute_date", "issued_on"), ("attribute_effect", "effective_on")):
            start, _ = self.attributes.get(name, (0, 0))
            found = match_date(self.text, start) if start else None
            if found and found.iso and field not in self.fields:
                self._set(field, found.iso, found.start, found.end)
        start, end = self.attributes.get("attribute_issuer", (0, 0))
        if start and "issuer" not in self.fields:
            self._set("issuer", self.text[start:end], start, end)
            self._place_issuer(self.text[start:end], [])
        start, end = self.attributes.get("attribute_signer", (0, 0))
        if "signer" not in self.fields and end and _NAME.fullmatch(self.text, start, end):
            self._set("signer", self.text[start:end], start, end)
            start, end = self.attributes.get("attribute_position", (0, 0))
            self._set("signer_position", self.text[start:end], start, end)

    # -- heading, type, title

    def _find_heading(self) -> tuple[int, str, int] | None:
        """Index of the line that names the type, the type, and where its name ends in the line."""
        for at, line in enumerate(self.head):
            found = type_at(line.text)
            if found is None:
                continue
            code, end = found
            rest = line.text[end:].strip(" .:")
            is_first = all(
                len(before.text) < 4
                or (self.language == "en" and _NOTE_ABOVE.fullmatch(before.text))
                for before in self.head[:at]
            )
            if is_capitals(line.text[:end]) and (not rest or is_capitals(rest[:60])):
                return at, code, end
            if is_first and self._names_itself(line, end):
                return at, code, end
        return None

    def _names_itself(self, line: Column, end: int) -> bool:
        """Whether a first line in small letters is a title: "Chỉ thị về ...", "Directive No. ..."."""
        rest = line.text[end:].lstrip()
        if self._is_appendix(line, end):
            return True
        if re.match(r"(?:No\.?|số)\s*:?\s*\d", rest, re.IGNORECASE):
            return True
        if self.language == "en" and re.match(en_types(), line.text) and match_number(rest):
            return True
        titled = rest.lower().startswith(tuple(f"{cue} " for cue in cues("titled_with")))
        return titled and len(line.text) < 600 and _has_labels(self.text)

    def _is_appendix(self, line: Column, end: int) -> bool:
        """Whether the first line is the label of an appendix: "Phụ lục III", "Appendix 2"."""
        is_label = fold_in_place(line.text[:end]) in folded_cues("appendix")
        return is_label and _LABEL.fullmatch(line.text, end) is not None

    def _body_start(self, heading: tuple[int, str, int] | None) -> int:
        """The offset at which the letterhead is over."""
        first = heading[0] + 1 if heading else 0
        for line in self.head[first:]:
            if line.text.startswith(cues("body_start")) and (
                heading or line.text.startswith("Căn")
            ):
                return line.start
        return self.head[-1].end if self.head else 0

    def _letterhead_end(self, heading: tuple[int, str, int] | None) -> int:
        """The offset behind the heading, or behind number, place and date where there is none."""
        ends = [self.head[heading[0]].end] if heading else [0]
        found = (self.spans.get(name) for name in ("number", "place", "issued_on"))
        last = self.head[-1].end if self.head else 0
        ends += [span.end for span in found if span and span.end <= last]
        return max(ends)

    def _read_type(self, heading: tuple[int, str, int] | None, number: FoundNumber | None) -> str:
        if number and number.value.type == "consolidated_text":
            # 07/VBHN-BGTVT: the heading below is that of the document that was consolidated
            self.spans["type"] = self.source.span(number.start, number.end)
            return number.value.type
        if heading:
            line = self.head[heading[0]]
            self.spans["type"] = self.source.span(line.start, line.start + heading[2])
            return heading[1]
        for own in (self.opening, self.source_line):
            if own and own.kind:
                self.spans["type"] = self.source.span(*own.kind)
                return type_code(self.text[slice(*own.kind)])
        if number and number.value.type:
            self.spans["type"] = self.source.span(number.start, number.end)
            return number.value.type
        addressed = any(_ADDRESSED.match(line.text) for line in self.head)
        if number and number.value:
            return "official_letter"
        if addressed or self._has_motto():
            return "official_letter" if addressed else "other"
        if self.attributes:
            return self._type_of_attributes()
        return "other" if _has_labels(self.text) or not self._reports() else "news"

    def _reports(self) -> bool:
        """Whether there are paragraphs, or one below a headline: a sentence alone is no news."""
        sentences = sum(line.text.endswith((".", ".”", '."', "!", "?")) for line in self.head)
        return sentences > 1 or (sentences == 1 and self._headline() is not None)

    def _read_news(self) -> None:
        """Headline, and the day in a line that says nothing else: "Published: 14/05/2026 - 16:20"."""
        headline = self._headline()
        if headline:
            self._set("title", headline.text, headline.start, headline.end)
        for line in self.head[:8]:
            found = next(iter(find_dates(self.text, line.start, line.end)), None)
            if found is None or found.iso is None:
                continue
            rest = self.text[line.start : found.start] + "|" + self.text[found.end : line.end]
            if _OF_PUBLICATION.fullmatch(rest):
                self._set("issued_on", found.iso, found.start, found.end)
                return

    def _headline(self) -> Column | None:
        """The headline of a news text: its first line, where that is no sentence and a longer
        paragraph follows."""
        lines = [line for line in self.head[:4] if not _NOTE_ABOVE_NEWS.fullmatch(line.text)]
        if len(lines) < 2:
            return None
        first = lines[0]
        after = max(lines[1:], key=lambda line: len(line.text))
        is_line = "|" not in first.text and not first.text.endswith((".", ":", ";", ",", "”", '"'))
        is_short = 3 < len(first.text.split()) < 26 and len(first.text) < len(after.text)
        return first if is_line and is_short and not after.text[0].islower() else None

    def _has_motto(self) -> bool:
        return any(motto().search(fold_in_place(line.text)) for line in self.head)

    def _read_title(self, heading: tuple[int, str, int] | None) -> None:
        if self._title_of_opening():
            return
        if heading is None:
            self._read_subject()
            return
        at, _, end = heading
        line = self.head[at]
        is_said = self._is_of_opening(line) or self._is_appendix(line, end)
        own = "" if is_said else line.text[end:].strip(" .:*_")
        start = line.start + end
        word = _NUMBER_AFTER_TYPE.match(line.text, end)
        numbered = match_number(self.text, line.start + word.end()) if word else None
        if numbered:
            start = min(numbered.end + len(self._after_listed_number(numbered)), line.end)
            own = self.text[start : line.end].strip(" .:*_")
            if not own:
                return
            end = start - line.start
        parts: list[Column] = []
        if len(own) > 1:
            start += len(line.text[end:]) - len(line.text[end:].lstrip(" .:*_"))
            parts.append(Column(start, line.end, own, False))
        for after in self.head[at + 1 : at + 13]:
            if self._is_of_opening(after) or (not parts and self._is_place_and_date(after)):
                continue
            if self._is_place_and_date(after) or _SOURCE_LINE.match(after.text):
                break
            if not parts and self.language == "en" and _is_said_elsewhere(after.text):
                continue
            if not self._goes_on(parts, after) or self._is_set_as_text(parts, after):
                break
            if RULE.match(after.text) or (self.by_ocr and is_noise(after.text)):
                if parts and not self.by_ocr:
                    break
                continue
            parts.append(after)
        if len(parts) > 1 and _OF_BODY.match(parts[0].text):
            parts = parts[1:]
        if sum(map(str.isalpha, "".join(part.text for part in parts))) >= 3:
            title = " ".join(part.text.strip("*_# ") for part in parts).strip()
            self._set(
                "title", " ".join(title.split()).rstrip(" ./-"), parts[0].start, parts[-1].end
            )

    def _after_listed_number(self, number: FoundNumber) -> str:
        """What the list of attributes prints after the number, and the heading so too: " (mới)"."""
        start, end = self.attributes.get("attribute_number", (0, 0))
        listed = match_number(self.text, start) if start else None
        rest = self.text[listed.end : end] if listed else ""
        return rest if rest and self.text.startswith(rest, number.end) else ""

    def _goes_on(self, parts: list[Column], line: Column) -> bool:
        """Whether ``line`` is (the next) line of the title."""
        text = line.text
        if text.startswith(("Căn cứ", "Pursuant", "- ")) or _starts_article(text):
            return False
        if parts and text.endswith(":"):  # "Bộ Chính trị kết luận:"
            return False
        if not parts:
            return self.kind in ("law", "ordinance") or not self._names_the_issuer(text)
        before = parts[-1].text
        unfinished = before.lower().endswith(
            tuple(f" {word}" for word in cues("title_goes_on"))
        ) or before.endswith((",", "-"))
        if RULE.match(text):
            return False
        if unfinished:
            return True
        if before.endswith((".", "./.", ";")):
            return False
        if text[0].islower():
            return not line.after_blank or (len(text) < 100 and ":" not in text)
        if is_body_line(text) and is_capitals(text):
            return False
        if text.startswith(cues("body_start")) or len(text) > 160:
            return False
        if is_capitals(before) != is_capitals(text):
            return False
        longest = 60 if self.language == "vi" else 25
        if text.endswith((".", ";", ":")) and len(text) > longest:
            return False
        return not line.after_blank and not text.startswith("(")

    def _is_set_as_text(self, parts: list[Column], line: Column) -> bool:
        """Whether a scan's line runs from margin to margin below a centred, narrower title: text
        whose first word was lost, and so its capital too."""
        if not (self.by_ocr and parts):
            return False
        page = self.source.page_of(line.start)
        boxes = [box for box in self.source.boxes if box.page == page]
        title, own = (
            [box for box in boxes if box.end > part.start and box.start < part.end]
            for part in (parts[0], line)
        )
        if not title or not own:
            return False
        text_width = max(box.x1 for box in boxes) - min(box.x0 for box in boxes)
        width = max(box.x1 for box in own) - min(box.x0 for box in own)
        further_left = min(box.x0 for box in title) - min(box.x0 for box in own)
        return further_left > _INDENTED and width > _FROM_MARGIN_TO_MARGIN * text_width

    def _names_the_issuer(self, text: str) -> bool:
        """Whether a line in capitals is the issuer's name, and not a title such as "THANH TRA"."""
        if not (is_body_line(text) and is_capitals(text)):
            return False
        folded = fold_in_place(text.strip(" :,"))
        above = {fold_in_place(line.text) for line in self.head[:8] if line.text != text}
        return (
            any(folded in name or folded.startswith(name) for name in above if len(name) > 5)
            or position_line().match(text) is not None
            or agency_key(text) is not None
        )

    def _title_of_opening(self) -> bool:
        """The title that a rendering's first sentence or source line gives."""
        for own in (self.opening, self.source_line):
            if own and own.title:
                start, end = own.title
                self._set("title", " ".join(self.text[start:end].split()).rstrip(" .;"), start, end)
                return True
        return False

    def _is_of_opening(self, line: Column) -> bool:
        """Whether the line that gives a rendering's number and date, and no title, is ``line``."""
        return self.opening is not None and line.start <= self.opening.number.start < line.end

    def _is_place_and_date(self, line: Column) -> bool:
        """Hanoi, 2 May 2024: a line that holds nothing else."""
        match = _PLACE_AND_DATE.match(line.text) if self.language == "en" else None
        found = match_date(self.text, line.start + match.end("place_end")) if match else None
        return found is not None and found.end == line.end

    def _read_subject(self) -> None:
        """An official letter's subject: "V/v ..."."""
        for at, line in enumerate(self.head):
            match = re.match(r"[Vv]/[vV]:?\s*", line.text)
            if not match:
                continue
            parts = [line]
            for after in self.head[at + 1 : at + 5]:
                unfinished = (
                    parts[-1]
                    .text.lower()
                    .endswith(tuple(f" {word}" for word in cues("title_goes_on")))
                )
                if after.after_blank or not (unfinished or after.text[0].islower()):
                    break
                if _PLACE_AND_DATE.match(after.text) or _ADDRESSED.match(after.text):
                    break
                parts.append(after)
            title = " ".join(part.text for part in parts)
            self._set("title", " ".join(title.split()).rstrip("."), line.start, parts[-1].end)
            return

    # -- number, date, place

    def _read_number(self, heading: tuple[int, str, int] | None, body: int) -> FoundNumber | None:
        if self.language == "en":
            return self._read_english_number()
        if heading:
            line = self.head[heading[0]]
            after = _NUMBER_AFTER_TYPE.match(line.text, heading[2])
            own = match_number(self.text, line.start + after.end()) if after else None
            if own:
                return self._take_number(own)
        for line in self.head:
            if line.start >= body:
                break
            match = _NUMBER_WORD.search(line.text)
            if not match:
                continue
            found = match_number(self.text, line.start + match.end())
            found = found or self._number_as_printed(line, match.end())
            if found is None or found.end > line.end + 40:
                if _BLANK_NUMBER.match(line.text, match.end()):
                    return None
                continue
            if self.by_ocr and re.search(r"\d\s+[/\-–]", found.value.raw):
                return None  # a gap before the slash: the number was written or stamped in
            if self._is_by_hand(found.start, found.end):
                return None
            return self._take_number(found)
        return None

    def _number_as_printed(self, line: Column, at: int) -> FoundNumber | None:
        """A number whose codes nobody lists, alone behind "Số:" in the letterhead: 156/TA-VP. Of a
        scan it is taken where the recognition is sure of it: no grammar vouches for it."""
        match = _PRINTED_NUMBER.match(line.text, at)
        if match is None:
            return None
        start, end = line.start + match.start(), line.start + match.end()
        if (self.source.confidence_of(start, end) or 100) < UNCERTAIN:
            return None
        raw, ordinal = match.group(), match["ordinal"]
        return FoundNumber(start, end, DocumentNumber(raw, raw, ordinal, certain=False))

    def _is_by_hand(self, start: int, end: int) -> bool:
        """Whether digits among these words of a scan were written or stamped in."""
        text = self.text
        page = self.source.page_of(start)
        words = [box for box in self.source.boxes if box.page == page and box.confidence]
        digits = [
            b.bottom - b.top for b in words if re.fullmatch(r"\d{2,4}", text[b.start : b.end])
        ]
        for box in words:
            word = text[box.start : box.end]
            if box.end <= start or box.start >= end or not re.search(r"\d", word):
                continue
            if (
                box.figures
                and digits
                and _AS_PRINTED[0] < box.figures / median(digits) < _AS_PRINTED[1]
            ):
                continue  # codes make the recognition unsure, not the digits
            height = _HIGHER_THAN_DIGITS if word.strip(".,;").isdigit() else _HIGHER_WITH_LETTERS
            if box.confidence is not None and box.confidence < _UNSURE:
                return True
            if digits and box.bottom - box.top > height * median(digits):
                return True
        return False

    def _take_number(self, found: FoundNumber) -> FoundNumber:
        self._set("number", found.value.number, found.start, found.end)
        if found.value.raw != found.value.number:
            self.fields["number_raw"] = found.value.raw
        return found

    def _read_english_number(self) -> FoundNumber | None:
        """The number of a rendering: of its letterhead ("No. 26/2012/QH13"), else as its first
        sentence or its source line gives it."""
        for line in self.head[:12]:
            match = _letterhead_number_en().match(line.text)
            found = match_number(self.text, line.start + match.end("lead")) if match else None
            if found and found.end <= line.end:
                return self._take_number(found)
        own = self.opening or self.source_line
        return self._take_number(own.number) if own else None

    def _find_opening(self, heading: tuple[int, str, int] | None) -> Opening | None:
        """The sentence or line in which a rendering says what it renders."""
        if heading is None:
            lines = self.head[:3] if self._is_rendering() else []
        else:
            lines = self.head[heading[0] : heading[0] + 6]
        titled = goes_on = False  # in a title, a document's name is another document's
        for line in lines:
            if line.text.startswith(cues("body_start", "en")) and heading:
                return None
            own = None if titled else read_opening(self.text, line.start, line.end)
            own = own or read_number_line(self.text, line.start, line.end)
            if own and titled and (own.title or goes_on):
                return None
            is_text = line is not lines[0] and not RULE.match(line.text)
            titled = titled or (heading is not None and is_text)
            goes_on = re.search(rf"\b(?:{en_types()})\Z", line.text) is not None
            if own and (heading is None or self._is_first_of(line, own)):
                return own
        return None

    def _is_first_of(self, line: Column, own: Opening) -> bool:
        """Whether the number stands at the line's beginning, or the line says when it was issued:
        below a heading, a paragraph may name the document that it carries out."""
        words = self.text[line.start : own.number.start]
        return own.date is not None or len(words.split()) < 5

    def _find_source_line(self) -> Opening | None:
        tail = split_lines(self.text, max(0, len(self.text) - 1500), len(self.text))
        for line in self.head[:12] + tail[-4:]:
            if _SOURCE_LINE.match(line.text):
                return read_opening(self.text, line.start, line.end)
        return None

    def _read_date(self, heading: tuple[int, str, int] | None, body: int) -> FoundDate | None:
        for line in self.head:
            if line.start >= body and self.language == "vi":
                break
            match = _PLACE_AND_DATE.search(line.text)
            if not match:
                continue
            found = match_date(self.text, line.start + match.end("place_end"))
            day_lost = self.by_ocr and found is None and _DAY_LOST.match(line.text, match.end())
            if (found is None or found.end > line.end + 30) and not day_lost:
                continue
            place = clean_place(match["place"])
            if place:
                first = max(match["place"].rfind(place.split()[0]), 0)
                at = line.start + match.start("place") + first
                self._set("place", place, at, line.start + match.end("place"))
            if found is None:
                return None
            half_read = self.by_ocr and _HALF_READ_DAY.match(found.words)
            if found.iso and not half_read and not self._is_by_hand(found.start, found.end):
                self._set("issued_on", found.iso, found.start, found.end)
            return found
        if self.language == "en":
            return self._read_english_date()
        return self._read_date_of_own_number() or self._read_adoption_date()

    def _read_date_of_own_number(self) -> FoundDate | None:
        """The date beside the document's own number in the words that introduce it: "Chỉ thị số
        9-CT/TW (ngày 02/05/2024) về nuôi cá"."""
        number = self.fields.get("number")
        for line in self.head[:6] if number else ():
            at = line.text.find(str(number))
            found = match_date(self.text, line.start + at + len(str(number))) if at >= 0 else None
            if found and found.iso:
                self._set("issued_on", found.iso, found.start, found.end)
                return found
        return None

    def _read_english_date(self) -> FoundDate | None:
        for own in (self.opening, self.source_line):
            if own and own.date and own.date.iso:
                self._set("issued_on", own.date.iso, own.date.start, own.date.end)
                return own.date
        return self._read_adoption_date()

    def _read_adoption_date(self) -> FoundDate | None:
        """A law's last line: "... thông qua ngày 17 tháng 6 năm 2020", "was adopted on ..."."""
        adopted = [match.end() for match in _ADOPTED.finditer(self.text)]
        if not adopted:
            return None
        for found in find_dates(self.text, adopted[-1], min(len(self.text), adopted[-1] + 160)):
            if found.iso:
                self._set("issued_on", found.iso, found.start, found.end)
                return found
        return None

    # -- issuer

    def _letterhead_bodies(self, heading: tuple[int, str, int] | None) -> list[Column]:
        """The lines of the letterhead that name bodies, motto and number cut off."""
        stop = heading[0] if heading else 14
        bodies: list[Column] = []
        for line in self.head[:stop]:
            if bodies and _ADDRESSED.match(line.text):
                break  # a short letter's signature stands among the first lines, too
            for piece in without_motto(line):
                text = piece.text
                if _NUMBER_WORD.match(text) or _PLACE_AND_DATE.match(text):
                    continue
                folded = fold_in_place(text)
                if not is_capitals(text) or len(text) < 3 or folded in folded_cues("motto_line"):
                    continue
                names_place = folded.startswith(folded_cues("place_kind"))
                if (
                    is_body_line(text)
                    or (bodies and names_place)
                    or (bodies and bodies[-1].end >= piece.start - 4 and not piece.after_blank)
                ):
                    bodies.append(piece)
        return bodies

    def _read_issuer(
        self, bodies: list[Column], signature: Signature | None, number: FoundNumber | None
    ) -> None:
        if self.language == "en" and self._read_english_issuer(signature):
            return
        if not bodies:
            self._read_operative_issuer()
            return
        names = join_bodies([line.text for line in bodies])
        name, first = names[-1]
        superior = " ".join(above for above, _ in names[:-1])
        start, end = bodies[first].start, bodies[-1].end
        issuer = self._mend_province(self._as_in_text(name))
        place = province_of(superior) if superior else None
        if place and province_of(name) is None and not is_central(name):
            own_place = any(
                f" {kind} " in fold_in_place(name) for kind in folded_cues("place_kind")
            )
            # "THANH TRA TỈNH" says the level itself
            level = place[1].partition(" ")[0]
            said = fold_in_place(name).endswith(f" {fold_in_place(level)}")
            where = place[1].removeprefix(level).strip() if said else place[1]
            issuer = f"{issuer}{',' if own_place else ''} {where}"
        issuer = office_of(name, superior) or (
            of_the_party_centre(name, superior) or of_a_party_committee(name, superior) or issuer
        )
        signed = self._signing_body(signature)
        if signed and agency_key(signed[0]) != agency_key(name):
            issuer, start, end = signed
        if self._is_chairmans(name, signature):
            issuer = f"Chủ tịch {issuer}"
            if signature is not None and signature.chairman is not None:
                start, end = signature.chairman
        self._set("issuer", issuer, start, end)
        self._place_issuer(issuer, [line.text for line in bodies])
        if superior and not signed and not self._is_joint(number):
            printed, at = names[-2]
            above = self._mend_province(self._as_in_text(printed))
            self._set("superior", above, bodies[at].start, bodies[first - 1].end)

    def _is_joint(self, number: FoundNumber | None) -> bool:
        """Whether several bodies issue it together: none of them stands above the others."""
        sign = _JOINT.search(number.value.number) if number else None
        return self.kind == "joint_circular" or sign is not None

    def _as_in_text(self, name: str) -> str:
        """A name in capitals as the running text writes it, where the vocabulary does not know
        it: "BAN CHỈ ĐẠO CHUYỂN ĐỔI SỐ" is "Ban Chỉ đạo chuyển đổi số" there."""
        if agency_key(name) is None and len(name) > 8:
            words = r"\s+".join(map(re.escape, name.split()))
            for match in re.finditer(words, self.text[:30_000], re.IGNORECASE):
                if not is_capitals(match.group()):
                    return " ".join(match.group().split())
        return proper_name(name)

    def _mend_province(self, issuer: str) -> str:
        """A scan's "tinh Quáảng Ngãi" with the province that the place beside the date names."""
        here = province_of(str(self.fields.get("place") or ""))
        if not self.by_ocr:
            return issuer
        for before, after in _MISREAD_PROVINCE.findall(issuer):
            if province_of(after) is not None:  # "tĩnh Quảng Ngãi"
                issuer = issuer.replace(f"{before} {after}", f"tỉnh {after}")
        if here is None or province_of(issuer) is not None:
            return issuer
        run_together = re.compile(
            r"\s?".join(map(re.escape, here[1].replace(" ", ""))), re.IGNORECASE
        )
        if printed_here := run_together.search(issuer):  # "tỉnh Sơnla"
            return issuer.replace(printed_here.group(), here[1])
        words = issuer.split()
        size = len(here[1].split())
        printed = " ".join(words[-size:])
        alike = SequenceMatcher(None, fold_in_place(printed), fold_in_place(here[1])).ratio()
        return " ".join([*words[:-size], here[1]]) if alike > 0.85 else issuer

    def _read_issuer_key(self, number: FoundNumber | None) -> None:
        """Where no body is printed, the number's symbol may name a central one: 75/2011/NĐ-CP."""
        if "issuer" in self.fields or number is None or number.value.level != "central":
            return
        if number.value.issuer in vocabulary.agencies():
            self._set("issuer_key", number.value.issuer, number.start, number.end)
            self._set("jurisdiction", "vn", number.start, number.end)

    def _signing_body(self, signature: Signature | None) -> tuple[str, int, int] | None:
        """The central state body of "TM. ỦY BAN THƯỜNG VỤ QUỐC HỘI", under another letterhead."""
        if signature is None or signature.signed_for is None:
            return None
        start, end = signature.signed_for
        match = re.match(r"TM\s?\.\s?(?P<body>[^\n]+)", self.text[start:end])
        key = agency_key(match["body"]) if match else None
        if match is None or key is None or vocabulary.agencies()[key].level != "central":
            return None
        return proper_name(match["body"].strip()), start, start + match.end()

    def _is_chairmans(self, body: str, signature: Signature | None) -> bool:
        folded = fold_in_place(body)
        if not folded.startswith(("uy ban nhan dan", "ubnd")):
            return False
        if signature is not None and signature.position is not None:
            return signature.chairman is not None and not signature.on_behalf
        return _CHAIRMAN_ORDERS.search(self.text, 0, 12_000) is not None

    def _read_operative_issuer(self) -> None:
        """Where no letterhead is printed: the body in the words that issue it ("UBND thành phố
        Hà Nội chỉ thị:", "Bộ trưởng Bộ Công Thương chỉ thị:")."""
        if self.kind in ("other", "news"):
            return
        item = _FIRST_ITEM.search(self.text)
        named = list(_OPERATIVE.finditer(self.text, 0, item.start() if item else 12_000))
        if not named:
            return
        last = named[-1]
        name = last["body"].strip(" ,")
        self._set("issuer", name, last.start("body"), last.start("body") + len(name))
        self._place_issuer(name, [self.head[0].text] if self.head else [])

    def _read_english_issuer(self, signature: Signature | None) -> bool:
        for own in (self.source_line, self.opening):
            if own and own.issuer:
                start, end = own.issuer
                printed = without_article(" ".join(self.text[start:end].split()))
                name = self._as_chairmans_en(proper_name_en(printed), signature)
                self._set("issuer", name, start, end)
                self._place_issuer(name, [self.head[0].text])
                return True
        for line in self.head[:14]:
            if _OF_THE_PARTY.match(line.text) and type_at(line.text) is None:
                name = without_article(proper_name_en(line.text.rstrip(" :,")))
                self._set("issuer", name, line.start, line.end)
                self._place_issuer(name, [line.text])
                return True
            of = _OF_ISSUER_EN.match(line.text)
            if of and names_body(of["issuer"]):
                name = proper_name_en(" ".join(of["issuer"].split()))
                at = line.start + of.start("issuer")
                self._set("issuer", name, at, line.start + of.end("issuer"))
                self._place_issuer(name, [line.text])
                return True
        for line in self.head[:14]:
            is_letterhead = is_capitals(line.text) or _COMMITTEE_LINE_EN.match(line.text)
            if is_letterhead and is_body_line(line.text) and type_at(line.text) is None:
                name = without_article(proper_name_en(line.text.rstrip(" :,")))
                name = self._as_chairmans_en(name, signature)
                self._set("issuer", name, line.start, line.end)
                self._place_issuer(name, [line.text])
                return True
        promulgates = _PROMULGATES_EN.search(self.text, 0, 12_000)
        if promulgates:
            name = promulgates["issuer"]
            self._set("issuer", name, promulgates.start("issuer"), promulgates.end("issuer"))
            self._place_issuer(name, [])
            return True
        return False

    def _chair(self, signature: Signature) -> str:
        """The title as the rendering has it: "Chairperson" where it signs so."""
        start, end = signature.chairman or (0, 0)
        printed = _CHAIR.search(self.text, start, end)
        return printed.group().capitalize() if printed else "Chairman"

    def _as_chairmans_en(self, body: str, signature: Signature | None) -> str:
        """The Chairman of a People's Committee, where the Chairman signs for himself or, with no
        signature printed, the words that order are the Chairman's."""
        if "People" not in body or body.startswith("Chair"):
            return body
        if signature is not None:
            is_chairmans = signature.chairman is not None and not signature.on_behalf
            return f"{self._chair(signature)} of the {body}" if is_chairmans else body
        item = _FIRST_ITEM.search(self.text)
        orders = _CHAIRMAN_ORDERS_EN.search(self.text, 0, item.start() if item else 12_000)
        return f"{orders['title']} of the {body}" if orders else body

    def _place_issuer(self, issuer: str, letterhead: list[str]) -> None:
        """The vocabulary's key for the issuer, and whose territory the document is of."""
        key = agency_key(issuer)
        if key:
            self.fields["issuer_key"] = key
            self.spans["issuer_key"] = self.spans["issuer"]
            agency = vocabulary.agencies().get(key)
            if agency is not None and agency.level == "central":
                self.fields["jurisdiction"] = "vn"
                self.spans["jurisdiction"] = self.spans["issuer"]
                return
        place = "" if self.central_number else str(self.fields.get("place") or "")
        for words in (issuer, *letterhead, place):
            found = province_of(words)
            if found:
                self.fields["jurisdiction"] = found[0]
                self.spans["jurisdiction"] = self.spans.get("issuer") or self.spans["place"]
                return
        if is_central(issuer) or self.central_number:
            self.fields["jurisdiction"] = "vn"
            self.spans["jurisdiction"] = self.spans["issuer"]
            return
        on = self.fields.get("issued_on")
        for words in (issuer, *letterhead):
            unit = province_of_unit(words, str(on) if on else None)
            if unit and "issuer" in self.spans:
                self.fields["jurisdiction"] = unit
                self.spans["jurisdiction"] = self.spans["issuer"]
                return

    def _is_rendering(self) -> bool:
        """Whether this is a document's text, and not news that mentions one: it has provisions,
        or a line that names its source."""
        tail = self.text[-1500:]
        return _has_labels(self.text) or _SOURCE_LINE.search(tail) is not None

    # -- signature, recipients, effect

    def _read_signature(self, signature: Signature | None) -> None:
        if signature is None:
            return
        if signature.name:
            start, end = signature.name
            self._set("signer", person_name(self.text[start:end]), start, end)
        if signature.position:
            start, end = signature.position
            self._set("signer_position", self.text[start:end].strip(), start, end)
        if signature.signed_for:
            start, end = signature.signed_for
            words = " / ".join(self.text[start:end].split("\n"))
            self._set("signed_for", " ".join(words.split()), start, end)

    def _read_recipients(self) -> None:
        names: list[str] = []
        first = last = 0
        start = RECIPIENTS.search(self.text)
        if start is None:
            return
        lines = columns(split_lines(self.text, start.end(), start.end() + 3_000))
        for line in (part for joined in lines for part in cut_signature(joined)):
            text = line.text
            match = re.match(r"[-–—+•*]\s*(?=\S)", text)
            if match and len(text) > match.end() + 1:
                names.append(text[match.end() :])
                first, last = first or line.start, line.end
            elif names and not names[-1].rstrip().endswith((";", ".")) and not line.after_blank:
                if (
                    position_line().match(text)
                    or looks_like_person(text)
                    or (is_capitals(text) and not re.search(r"[,;&:]", text))
                ):
                    continue
                names[-1] += f" {text}"
                last = line.end
            elif names and len(names) > 1 and line.start - last > 300:
                break
            if (
                names
                and re.match(r"L[ưu]u\b", names[-1])
                and names[-1].rstrip().endswith((".", ";"))
            ):
                break
        if names:
            self._set(
                "recipients", tuple(name.strip().rstrip(";.,: ") for name in names), first, last
            )

    def _read_addressees(self) -> None:
        items = find_addressees(self.head, self.kind == "telegram")
        if items:
            names = tuple(name for name, _, _ in items)
            self._set("addressees", names, items[0][1], items[-1][2])

    def _read_urgency(self, body: int) -> None:
        """The stamp, on a line of its own above the text, or on two."""
        lines = [line for line in self.head if line.start < body]
        for first, last in (*pairwise(lines), *zip(lines, lines, strict=True)):
            words = first.text if first is last else f"{first.text} {last.text}"
            if code := urgency_of(words):
                self._set("urgency", code, first.start, last.end)
                return

    def _read_effect(self) -> None:
        issued_on = self.fields.get("issued_on")
        for match in _EFFECT.finditer(self.text):
            rest = self.text[match.end() : match.end() + 220]
            sentence = re.split(r"[.;\n](?:\s|$)", rest, maxsplit=1)[0]
            end = match.end() + len(sentence)
            after = _AFTER_DAYS.match(sentence)
            from_day = _FROM_DAY.match(sentence)
            found = match_date(self.text, match.end() + from_day.end()) if from_day else None
            if isinstance(issued_on, str) and after:
                day = date.fromisoformat(issued_on) + timedelta(days=int(after["days"]))
                self._set("effective_on", day.isoformat(), match.start(), end)
            elif isinstance(issued_on, str) and _ON_SIGNING.match(sentence):
                self._set("effective_on", issued_on, match.start(), end)
            elif found and found.iso:
                self._set("effective_on", found.iso, match.start(), found.end)
            else:
                continue
            return


# ---------------------------------------------------------------------------------------------
# Patterns

# Số: 01/CT-UBND | Luật số: 9/2024/QH15 | SỐ : 12 | Số 9-NQ/TW
_NUMBER_WORD = re.compile(
    r"^(?:(?:Luật|Bộ luật|Pháp lệnh|Nghị quyết|Hiến pháp|LUẬT)\s+)?(?:[Ss][ốôoó]|SỐ|No)\s?[:.]?\s{0,12}"
    r"|(?<=\s)S[ốôoóỐ]\s?:\s{0,12}"
)
# số 9-NQ/TW after the type, in a first line: "Nghị quyết số 9-NQ/TW ..."
_NUMBER_AFTER_TYPE = re.compile(r"\s*(?:số|SỐ)\s?:?\s{0,4}(?=\d)")
# 156/TA-VP | 701/KV9-TH | 6078/EVNNPC-KT
_PRINTED_NUMBER = re.compile(
    rf"(?P<ordinal>\d{{1,6}})(?:/(?:19|20)\d\d)?[/-][{UPPER}][{UPPER}\d&]{{0,11}}(?:[-/.][{UPPER}][{UPPER}\d&]{{0,11}}){{0,3}}\Z"
)
_BLANK_NUMBER = re.compile(rf"[\s._…/\-–]{{0,60}}(?:[/\-–]\s?)?[{UPPER}]{{2,}}|[\s._…]*\Z")
# Quảng Ngãi, ngày 04 tháng 01 năm 2021 | Hanoi, November 22, 2012
_PLACE_AND_DATE = re.compile(
    rf"(?P<place>[{UPPER}][^\d,;:()]{{1,50}}?)\s?(?P<place_end>,)\s*(?=[Nn]gày|(?:\d{{1,2}}(?:st|nd|rd|th)?\s)?(?:January|February|March"
    r"|April|May\s|June|July|August|September|October|November|December))"
)
# Days under 10 are printed with a 0 (Decree 30): a scan's "ngày 4 tháng" lost half of the day.
_HALF_READ_DAY = re.compile(r"[Nn]gày\s+\d\s")
_MISREAD_PROVINCE = re.compile(r"\b(t[iíìĩị]nh) (\S.+)\Z", re.IGNORECASE)
# Quảng Ngãi, ngày 2# năm 2021: the day was written in, and nobody can say what was read
_DAY_LOST = re.compile(r"\s*[Nn]gày\b.{0,30}\bnăm\s+\d{4}\b")
_ADOPTED = re.compile(
    r"(?:thông qua (?=ngày)|was (?:adopted|passed)\b|được [^.\n]{0,160}thông qua\b)"
)
_CHAIRMAN_ORDERS = re.compile(
    r"Chủ\s+tịch\s+(?:[ỦU][ỷyY]\s+ban\s+nhân\s+dân|UBND)\s[^.;:]{0,60}?\b(?:yêu\s+c[ầâ]u|chỉ\s+thị|chỉ\s+đạo)"
)
# UBND thành phố Hà Nội chỉ thị: | Bộ trưởng Bộ Công Thương chỉ thị: | Uỷ ban nhân dân quận yêu cầu
_OPERATIVE = re.compile(
    r"(?:^|[.;,]\s)(?P<body>(?:Chủ tịch |Bộ trưởng |Giám đốc |Thủ trưởng )?"
    r"(?:[ỦU][ỷyYỶ] ban nhân dân|UBND|Bộ|Sở|Thủ tướng Chính phủ|Chính phủ|Tỉnh ủy|Ban Thường vụ)"
    r"(?:[ \u00a0][^\s.;:,]{1,20}){0,14}?)\s(?:chỉ thị|yêu cầu|quyết định|chỉ đạo|giao)\b",
    re.MULTILINE,
)
# 64/KHLT-SGDĐT-CAT, 01/2012/TTLT-BTC-BNV
_JOINT = re.compile(rf"[/-][{UPPER}r]{{1,4}}LT-")
_FIRST_ITEM = re.compile(r"^\s{0,4}(?:1\.|I\.|Điều\s+1\b)", re.MULTILINE)
# KẾT LUẬN / CỦA BỘ CHÍNH TRỊ / về việc ...: whose conclusion it is, not what it is about
_OF_BODY = re.compile(r"(?:của|CỦA)\s+(?=\S)")
# OF THE CHAIRMAN OF THE PEOPLE'S COMMITTEE OF SON LA PROVINCE
_OF_ISSUER_EN = re.compile(r"(?:OF|of)\s+(?:THE|the)\s+(?P<issuer>[A-Z][^.;:]{3,120})\Z")
_ADDRESSED = re.compile(r"(?:Kính\s+gửi|KÍNH\s+GỬI|To\s?:|Attn)")
# Nghị định này có hiệu lực thi hành kể từ ngày ... | This Decree takes effect on July 15, 2015
_EFFECT = re.compile(
    r"(?:này|NÀY)\s+(?:chính\s+thức\s+)?có\s+hiệu\s+lực(?:\s+thi\s+hành)?(?=\s)"
    r"|\bThis\s+[A-Z][a-z]+(?:\s[A-Z][a-z]+)?\s+(?:shall\s+)?(?:takes?|comes?\s+into|enters?\s+into)\s+(?:effect|force)"
)
# kể từ | thi hành từ | on | from | as of, before a date
_FROM_DAY = re.compile(r"\s*(?:thi\s+hành\s+)?(?:kể\s+)?từ\s+|\s*(?:on|from|as\s+of|since)\s+")
# sau 10 ngày, kể từ ngày ký ban hành
_AFTER_DAYS = re.compile(
    r"\s*(?:thi\s+hành\s+)?sau\s+(?P<days>\d{1,3})\s*(?:\([^)]{1,30}\)\s*)?ngày,?\s*kể\s+từ\s+ngày\s+(?:ký|ban)"
)
_ON_SIGNING = re.compile(
    r"\A\s*(?:thi\s+hành\s+)?(?:kể\s+)?từ\s+ngày\s+(?:ký|ban\s+hành|được\s+ký)"
    r"|\A\s*(?:on|from|after|since)\s+(?:the\s+(?:date|day)\s+of\s+)?(?:its\s+|the\s+)?(?:signing|signature|promulgation)"
)


@cache
def _attribute_labels() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Ngày ban hành (31/12/2025) | Cơ quan ban hành: (Bộ Tài chính)"""
    names = ("number", "date", "issuer", "effect", "signer", "position", "type")
    return tuple(
        (
            f"attribute_{name}",
            re.compile(rf"(?:{alternatives(cues(f'attribute_{name}'))})\s?(?::\s{{0,3}}|\s)"),
        )
        for name in names
    )


@cache
def _letterhead_number_en() -> re.Pattern[str]:
    """No. 26/2012/QH13 | No: 12/2008/QH12 | Law No. 61/2020/QH14 | Circular 50/2016/TT-BGTVT"""
    names_vi = (name for kind in vocabulary.document_types() for name in kind.names_vi)
    return re.compile(
        rf"(?P<lead>(?:(?:{en_types()}|{alternatives(names_vi)})\s+(?:N[oO]\s?[.:]{0, 2}\s*)?"
        r"|N[oO]\s?[.:]{0,2}\s*))(?=\d[^\s,]*\s*(?:\Z|\s{2}))"
    )


# III | 2 | 2a | A: what stands after "Phụ lục"
_LABEL = re.compile(r"\s{0,3}(?:[IVX]{1,6}|\d{1,3}[a-zA-Z]?|[A-Z])?[\s.:]{0,3}")
# Đoàn Thị Nam: where a label says that it is a person's name
_NAME = re.compile(rf"[{UPPER}][^\W\d_]*(?:\s[{UPPER}][^\W\d_]*){{1,5}}\s?")
_SOURCE_LINE = re.compile(r"^\W{0,3}Source\s?:", re.MULTILINE)
# Unofficial translation | (For reference only) | SPECIMEN – not a real document
_NOTE_ABOVE_NEWS = re.compile(r"(?:SPECIMEN|BẢN MẪU)\b.*|.{0,12}|[^|]{0,60}(?:\|[^|]{0,60}){1,20}")
# Published: 14/05/2026 - 16:20 | Thursday, May 14, 2026, 16:20 GMT+7 | 16:20, (14/05/2026)
_OF_PUBLICATION = re.compile(
    r"(?:(?:Published|Updated|Posted|Date|Đăng|Cập\s+nhật)[^|\d]{0,20})?"
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s*|Thứ\s\w+,?\s*|Chủ\s+nhật,?\s*)?"
    r"(?:\d\d?:\d\d(?:\s?[AaPp][Mm])?[\s,–|-]{0,4})?(?:ngày\s*)?\|"
    r"[\s,–|-]{0,4}(?:\d\d?:\d\d(?:\s?[AaPp][Mm])?)?(?:\s*\(?(?:GMT|UTC)\s?\+?\d?\)?)?[\s.]*"
)
_NOTE_ABOVE = re.compile(r"[(\[]?[^\W\d_][^\d.:;]{3,60}[)\]]?")
# the Chairman of the Provincial People's Committee requests the heads of ...
_CHAIRMAN_ORDERS_EN = re.compile(
    r"(?P<title>Chair(?:man|woman|person))\s+of\s+[^.;:]{0,60}?People['’]s\s+Committee[^.;:]{0,40}?\s"
    r"(?:requests|directs|orders|instructs|requires|asks|calls\s+on|assigns)\b"
)
_CHAIR = re.compile(r"chair(?:man|woman|person)", re.IGNORECASE)
# LAM DONG PROVINCIAL PARTY COMMITTEE | PARTY COMMITTEE OF CU CHI COMMUNE
_OF_THE_PARTY = re.compile(
    r"(?:THE\s)?(?:[A-Z'-]{2,12}\s){0,6}PARTY\sCOMMITTEE(?:\s(?:OF\s)?[A-Z'\s-]{2,60})?\Z"
)
# People's Committee of Can Tho City
_COMMITTEE_LINE_EN = re.compile(
    r"(?:The\s)?People[’']s\s(?:Committee|Council)\sof\s[A-Z][^.;:,]{2,40}\Z"
)
_PROMULGATES_EN = re.compile(
    r"^(?:The\s)(?P<issuer>(?:[A-Z][\w’']*|of|and|for|the)(?:,?\s(?:[A-Z][\w’']*|of|and|for|the)){0,14})"
    r"\s(?:hereby\s)?(?:promulgates|issues|decides)\b",
    re.MULTILINE,
)


def _is_said_elsewhere(text: str) -> bool:
    """Whether a rendering's line is nothing but a type ("DIRECTIVE" below "Directive 9/CT-TTg") or
    an issuer ("OF THE CHAIRMAN OF ...")."""
    of = _OF_ISSUER_EN.match(text)
    found = type_at(text)
    is_type = found is not None and not text[found[1] :].strip(" .:")
    return is_type or (of is not None and names_body(of["issuer"]))


def _starts_article(text: str) -> bool:
    return (
        re.match(r"(?:Điều|Article|Chương|Chapter|Phần)\s+[\dIVX]|[\dIVX]{1,4}\.\s", text)
        is not None
    )


def _has_labels(text: str) -> bool:
    return (
        re.search(r"^\s{0,8}(?:\d{1,2}\.\s?\D|[IVX]{1,4}\.\s|Điều \d|Article \d)", text, re.M)
        is not None
    )
