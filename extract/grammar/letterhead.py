"""What a document says of itself: type, number, issuer, date, title, signer, recipients.

Layout and wording are those of Decree 30/2020/NĐ-CP (state) and Guidance 36-HD/VPTW (Party): two
columns with the issuer and number left, the national motto and the place and date right; then the
type, the title (trích yếu) and the grounds; at the end "Nơi nhận" left and the signature right.
Readers give the columns as lines in either order; a scan gives them merged in one line.

Who issued it follows the annotation rules: "TM. ỦY BAN NHÂN DÂN" makes it the Committee, a
signature as Chairman (also "KT. CHỦ TỊCH") the Chairman of that Committee; "TL." and "TUQ." leave
it with the letterhead's body. An English rendering's first line and source line stand for the
letterhead. What is not printed, or cannot be read, is ``None``.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from difflib import SequenceMatcher
from functools import cache

from extract import vocabulary
from extract.facts import DocumentFields, Language, Span
from extract.grammar.dates import FoundDate, find_dates, match_date
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
    proper_name,
    proper_name_en,
    province_of,
    without_article,
)
from extract.grammar.lines import UPPER, is_capitals
from extract.grammar.numbers import FoundNumber, match_number
from extract.grammar.signatures import (
    RECIPIENTS,
    Signature,
    find_signature,
    looks_like_person,
    person_name,
    position_line,
)
from extract.grammar.words import fold_in_place
from extract.source import SourceText

_HEAD_CHARACTERS = 8_000
_HEAD_LINES = 70


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

    def read(self) -> DocumentFields:
        heading = self._find_heading()
        body = self._body_start(heading)
        number = self._read_number(heading, body)
        self._read_date(heading, body)
        kind = self.kind = self._read_type(heading, number)
        if kind == "news":
            return DocumentFields(type="news", language=self.language)
        self._read_title(heading)
        letterhead = self._letterhead_bodies(heading)
        signature = find_signature(self.text)
        self._read_signature(signature)
        self._read_issuer(letterhead, signature)
        self._read_issuer_key(number)
        self._read_recipients()
        self._read_effect()
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
        if re.match(r"(?:No\.?|số)\s*:?\s*\d", rest, re.IGNORECASE):
            return True
        titled = rest.lower().startswith(tuple(f"{cue} " for cue in cues("titled_with")))
        return titled and len(line.text) < 600 and _has_labels(self.text)

    def _body_start(self, heading: tuple[int, str, int] | None) -> int:
        """The offset at which the letterhead is over."""
        first = heading[0] + 1 if heading else 0
        for line in self.head[first:]:
            if line.text.startswith(cues("body_start")) and (
                heading or line.text.startswith("Căn")
            ):
                return line.start
        return self.head[-1].end if self.head else 0

    def _read_type(self, heading: tuple[int, str, int] | None, number: FoundNumber | None) -> str:
        if heading:
            line = self.head[heading[0]]
            self.spans["type"] = self.source.span(line.start, line.start + heading[2])
            return heading[1]
        rendering = self._rendering()
        if rendering:
            return rendering
        if number and number.value.type:
            self.spans["type"] = self.source.span(number.start, number.end)
            return number.value.type
        addressed = any(_ADDRESSED.match(line.text) for line in self.head)
        if number and number.value:
            return "official_letter"
        if addressed or self._has_motto():
            return "official_letter" if addressed else "other"
        return "other" if _has_labels(self.text) else "news"

    def _has_motto(self) -> bool:
        return any(motto().search(fold_in_place(line.text)) for line in self.head)

    def _read_title(self, heading: tuple[int, str, int] | None) -> None:
        if "title" in self.fields:
            return
        if heading is None:
            self._read_subject()
            return
        at, _, end = heading
        line = self.head[at]
        own = line.text[end:].strip(" .:*_")
        start = line.start + end
        sentence = _NUMBERED_EN.match(line.text[end:])
        if own and sentence:
            self._title_after_number(line, end + sentence.end())
            return
        word = _NUMBER_AFTER_TYPE.match(line.text, end)
        numbered = match_number(self.text, line.start + word.end()) if word else None
        if numbered:
            start = min(numbered.end, line.end)
            own = self.text[start : line.end].strip(" .:*_")
            if not own:
                return
            end = start - line.start
        parts: list[Column] = []
        if len(own) > 1:
            start += len(line.text[end:]) - len(line.text[end:].lstrip(" .:*_"))
            parts.append(Column(start, line.end, own, False))
        for after in self.head[at + 1 : at + 13]:
            if not self._goes_on(parts, after):
                break
            named = re.match(rf"(?:{_en_types()})(?=\s+No)", after.text)
            own_number = _NUMBERED_EN.match(after.text[named.end() :]) if named else None
            if not parts and named and own_number:
                self._title_after_number(after, named.end() + own_number.end())
                return
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
        if text.endswith((".", ";", ":")) and len(text) > 60:
            return False
        return not line.after_blank and not text.startswith("(")

    def _names_the_issuer(self, text: str) -> bool:
        """Whether a line in capitals is the issuer's name, and not a title such as "THANH TRA"."""
        if not (is_body_line(text) and is_capitals(text)):
            return False
        folded = fold_in_place(text.strip(" :,"))
        above = {fold_in_place(line.text) for line in self.head[:8] if line.text != text}
        return (
            any(folded in name or name in folded for name in above if len(name) > 5)
            or position_line().match(text) is not None
            or agency_key(text) is not None
        )

    def _title_after_number(self, line: Column, offset: int) -> None:
        """The title in "Resolution No. 57/2010/QH12 of May 4, 2014, on results of ..."."""
        rest = line.text[offset:]
        start = line.start + offset
        found = match_date(self.text, start)
        if found and found.end <= line.end:
            start = found.end
            if "issued_on" not in self.fields and found.iso:
                self._set("issued_on", found.iso, found.start, found.end)
        rest = self.text[start : line.end]
        issuer = _ISSUED_BY_EN.match(rest)
        if issuer:
            name = issuer["issuer"].strip(" ,")
            at = start + issuer.start("issuer")
            self._set("issuer", without_article(name), at, at + len(issuer["issuer"].rstrip(" ,")))
            start += issuer.end()
            found = match_date(self.text, start)
            if found and found.end <= line.end:
                self._set("issued_on", found.iso, found.start, found.end)
                start = found.end
        rest = self.text[start : line.end]
        lead = len(rest) - len(rest.lstrip(" ,:;-–"))
        title = rest[lead:].rstrip(" .;")
        self._set("title", " ".join(title.split()), start + lead, start + lead + len(title))

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
                parts.append(after)
            title = " ".join(part.text for part in parts)
            self._set("title", " ".join(title.split()).rstrip("."), line.start, parts[-1].end)
            return

    # -- number, date, place

    def _read_number(self, heading: tuple[int, str, int] | None, body: int) -> FoundNumber | None:
        if self.language == "en":
            return self._read_english_number(heading)
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
            if found is None or found.end > line.end + 40:
                if _BLANK_NUMBER.match(line.text, match.end()):
                    return None
                continue
            if self.by_ocr and re.search(r"\d\s+[/\-–]", found.value.raw):
                return None  # a gap before the slash: the number was written or stamped in
            return self._take_number(found)
        return None

    def _take_number(self, found: FoundNumber) -> FoundNumber:
        self._set("number", found.value.number, found.start, found.end)
        if found.value.raw != found.value.number:
            self.fields["number_raw"] = found.value.raw
        return found

    def _read_english_number(self, heading: tuple[int, str, int] | None) -> FoundNumber | None:
        """The number of a rendering: of its letterhead ("No. 26/2012/QH13"), its first line
        ("Resolution No. ... on ...", "On ..., the ... issued Directive No. ..."), its source line."""
        for pattern in (_letterhead_number_en, _first_line_en, _issued_en, _source_line_en):
            if pattern is _issued_en and not self._is_rendering():
                continue
            for line in self._english_lines():
                match = pattern().match(line.text)
                if not match:
                    continue
                found = match_number(self.text, line.start + match.end("lead"))
                if found is None:
                    continue
                return self._take_number(found)
        return None

    def _english_lines(self) -> list[Column]:
        tail = split_lines(self.text, max(0, len(self.text) - 1500), len(self.text))
        return self.head[:12] + [line for line in tail[-4:] if line.text.startswith("Source")]

    def _read_date(self, heading: tuple[int, str, int] | None, body: int) -> FoundDate | None:
        for line in self.head:
            if line.start >= body and self.language == "vi":
                break
            match = _PLACE_AND_DATE.search(line.text)
            if not match:
                continue
            found = match_date(self.text, line.start + match.end("place_end"))
            if found is None or found.end > line.end + 30:
                continue
            place = clean_place(match["place"])
            if place:
                first = max(match["place"].rfind(place.split()[0]), 0)
                at = line.start + match.start("place") + first
                self._set("place", place, at, line.start + match.end("place"))
            if found.iso and not (self.by_ocr and _HALF_READ_DAY.match(found.words)):
                self._set("issued_on", found.iso, found.start, found.end)
            return found
        if self.language == "en":
            return self._read_english_date()
        return self._read_date_of_own_number() or self._read_adoption_date()

    def _read_date_of_own_number(self) -> FoundDate | None:
        """The date beside the document's own number in the words that introduce it: "... đã ký ban
        hành Nghị quyết số 57-NQ/TW (ngày 22/12/2024) của Bộ Chính trị"."""
        number = self.fields.get("number")
        for line in self.head[:6] if number else ():
            at = line.text.find(str(number))
            found = match_date(self.text, line.start + at + len(str(number))) if at >= 0 else None
            if found and found.iso:
                self._set("issued_on", found.iso, found.start, found.end)
                return found
        return None

    def _read_english_date(self) -> FoundDate | None:
        for line in self.head[:12] if self._is_rendering() else ():
            match = _issued_en().match(line.text)
            if match:
                found = next(iter(find_dates(line.text, 0, match.end("lead"))), None)
                if found and found.iso:
                    start = line.start + found.start
                    self._set("issued_on", found.iso, start, line.start + found.end)
                    return found
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
            for piece in without_motto(line):
                text = piece.text
                if _NUMBER_WORD.match(text) or _PLACE_AND_DATE.match(text):
                    continue
                folded = fold_in_place(text)
                if not is_capitals(text) or len(text) < 3:
                    continue
                names_place = folded.startswith(folded_cues("place_kind"))
                if (
                    is_body_line(text)
                    or (bodies and names_place)
                    or (bodies and bodies[-1].end >= piece.start - 4 and not piece.after_blank)
                ):
                    bodies.append(piece)
        return bodies

    def _read_issuer(self, bodies: list[Column], signature: Signature | None) -> None:
        if "issuer" in self.fields and self.language == "en":
            self._place_issuer(str(self.fields["issuer"]), [])
            return
        if self.language == "en" and self._read_english_issuer(signature):
            return
        if not bodies:
            self._read_operative_issuer()
            return
        name, superior = join_bodies([line.text for line in bodies])
        start, end = bodies[0].start, bodies[-1].end
        if superior:
            start = next(
                (b.start for b in bodies if fold_in_place(b.text)[:4] == fold_in_place(name)[:4]),
                start,
            )
        issuer = self._mend_province(self._as_in_text(name))
        place = province_of(superior) if superior else None
        if place and province_of(name) is None and not is_central(name):
            issuer = f"{issuer} {place[1]}"
        signed = self._signing_body(signature)
        if signed and agency_key(signed[0]) != agency_key(name):
            issuer, start, end = signed
        if self._is_chairmans(name, signature):
            issuer = f"Chủ tịch {issuer}"
            if signature is not None and signature.chairman is not None:
                start, end = signature.chairman
        self._set("issuer", issuer, start, end)
        self._place_issuer(issuer, [line.text for line in bodies])

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
        if not self.by_ocr or here is None or province_of(issuer) is not None:
            return issuer
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
        for line in self._english_lines():
            source = _source_line_en().match(line.text)
            if source:
                rest = line.text[source.end("lead") :]
                by = re.search(r"\s(?:of|by)\s+(?:the\s+)?(?P<issuer>[A-Z].{3,120}?)\s*\.?\Z", rest)
                if by:
                    start = line.start + source.end("lead") + by.start("issuer")
                    self._set("issuer", by["issuer"], start, start + len(by["issuer"]))
                    self._place_issuer(by["issuer"], [line.text])
                    return True
        for line in self.head[:14]:
            if is_capitals(line.text) and is_body_line(line.text) and type_at(line.text) is None:
                name = without_article(proper_name_en(line.text.rstrip(" :,")))
                if (
                    "People" in name
                    and signature
                    and signature.chairman
                    and not signature.on_behalf
                ):
                    name = f"Chairman of the {name}"
                self._set("issuer", name, line.start, line.end)
                self._place_issuer(name, [line.text])
                return True
        for line in self.head[:12]:
            issued = _issued_en().match(line.text)
            if issued and issued["issuer"]:
                printed = re.sub(r",?\s+on\s[^,]{4,20},?(?:\s\d{4},?)?\Z", "", issued["issuer"])
                start = line.start + issued.start("issuer")
                name = self._as_chairmans_en(without_article(printed))
                self._set("issuer", name, start, start + len(printed))
                self._place_issuer(name, [line.text])
                return True
        promulgates = _PROMULGATES_EN.search(self.text, 0, 12_000)
        if promulgates:
            name = promulgates["issuer"]
            self._set("issuer", name, promulgates.start("issuer"), promulgates.end("issuer"))
            self._place_issuer(name, [])
            return True
        return False

    def _as_chairmans_en(self, body: str) -> str:
        """The Chairman of a People's Committee, where the words that order are the Chairman's."""
        if "People" not in body or body.startswith("Chair"):
            return body
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
        for words in (issuer, *letterhead, str(self.fields.get("place") or "")):
            found = province_of(words)
            if found:
                self.fields["jurisdiction"] = found[0]
                self.spans["jurisdiction"] = self.spans.get("issuer") or self.spans["place"]
                return
        if is_central(issuer):
            self.fields["jurisdiction"] = "vn"
            self.spans["jurisdiction"] = self.spans["issuer"]

    def _rendering(self) -> str | None:
        """The type that a rendering's first line names inside a sentence."""
        if self.language != "en" or not self._is_rendering():
            return None
        for line in self.head[:3]:
            for pattern in (_issued_en, _source_line_en):
                match = pattern().match(line.text)
                if match:
                    code = type_code(match["type"])
                    start = line.start + match.start("type")
                    self.spans["type"] = self.source.span(start, start + len(match["type"]))
                    self._title_after_number_in(line, match.end("lead"))
                    return code
        return None

    def _is_rendering(self) -> bool:
        """Whether this is a document's text, and not news that mentions one: it has provisions,
        or a line that names its source."""
        tail = self.text[-1500:]
        return _has_labels(self.text) or re.search(r"^Source\s?:", tail, re.MULTILINE) is not None

    def _title_after_number_in(self, line: Column, offset: int) -> None:
        found = match_number(line.text, offset)
        end = found.end if found else offset
        sentence = re.match(r".{3,400}?(?=\.\s|\.?\Z)", line.text[end:])
        if sentence:
            cut = Column(line.start, line.start + end + sentence.end(), line.text, False)
            self._title_after_number(cut, end)

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
        for line in columns(split_lines(self.text, start.end(), start.end() + 3_000)):
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

# Số: 01/CT-UBND | Luật số: 92/2015/QH13 | SỐ : 12 | Số 57-NQ/TW
_NUMBER_WORD = re.compile(
    r"^(?:(?:Luật|Bộ luật|Pháp lệnh|Nghị quyết|Hiến pháp|LUẬT)\s+)?(?:[Ss][ốôoó]|SỐ|No)\s?[:.]?\s{0,12}"
    r"|(?<=\s)S[ốôoóỐ]\s?:\s{0,12}"
)
# số 57-NQ/TW after the type, in a first line: "Nghị quyết số 57-NQ/TW ..."
_NUMBER_AFTER_TYPE = re.compile(r"\s*(?:số|SỐ)\s?:?\s{0,4}(?=\d)")
_BLANK_NUMBER = re.compile(rf"[\s._…/\-–]{{0,60}}(?:[/\-–]\s?)?[{UPPER}]{{2,}}|[\s._…]*\Z")
# Quảng Ngãi, ngày 04 tháng 01 năm 2021 | Hanoi, November 22, 2012
_PLACE_AND_DATE = re.compile(
    rf"(?P<place>[{UPPER}][^\d,;:()]{{1,50}}?)\s?(?P<place_end>,)\s*(?=[Nn]gày|January|February|March"
    r"|April|May\s|June|July|August|September|October|November|December)"
)
# Days under 10 are printed with a 0 (Decree 30): a scan's "ngày 4 tháng" lost half of the day.
_HALF_READ_DAY = re.compile(r"[Nn]gày\s+\d\s")
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
_FIRST_ITEM = re.compile(r"^\s{0,4}(?:1\.|I\.|Điều\s+1\b)", re.MULTILINE)
# KẾT LUẬN / CỦA BỘ CHÍNH TRỊ / về việc ...: whose conclusion it is, not what it is about
_OF_BODY = re.compile(r"(?:của|CỦA)\s+(?=\S)")
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
def _en_types() -> str:
    names = [name for kind in vocabulary.document_types() for name in kind.names_en]
    return alternatives([*names, *(name.upper() for name in names)])


@cache
def _letterhead_number_en() -> re.Pattern[str]:
    """No. 26/2012/QH13 | No: 12/2008/QH12 | Law No. 61/2020/QH14"""
    return re.compile(
        rf"(?P<lead>(?:(?:{_en_types()})\s+)?N[oO]\s?[.:]?\s*)(?=\d[^\s,]*\s*(?:\Z|\s{{2}}))"
    )


@cache
def _first_line_en() -> re.Pattern[str]:
    """Resolution No. 57/2010/QH12 on ... | Directive No. 01/CT-UBND of 3 January 2024 by ..."""
    return re.compile(rf"(?P<lead>(?:{_en_types()})\s+N[oO]\s?\.?\s*)(?=\d)")


@cache
def _issued_en() -> re.Pattern[str]:
    """On May 5, 2025, the People's Committee of Lai Chau province issued Directive No. ..."""
    return re.compile(
        r"(?P<lead>(?:On\s[^.;]{6,30}?\d{4},?\s+)?(?P<issuer>(?:[Tt]he\s)?[A-Z][^.;]{3,120}?)\s+"
        r"(?:has\s|have\s|had\s)?(?:issued|promulgated|signed|adopted|released|launched)\s+(?:the\s|a\s|its\s)?"
        rf"(?:(?:On\s)?[^.;]{{0,30}}?\s)?(?P<type>{_en_types()})\s+N[oO]\s?\.?\s*)(?=\d)"
    )


@cache
def _source_line_en() -> re.Pattern[str]:
    """Source: Directive No. 7/CT-UBND of the Chairman of ..."""
    return re.compile(rf"(?P<lead>Source\s?:\s*(?P<type>{_en_types()})\s+N[oO]\s?\.?\s*)(?=\d)")


_NUMBERED_EN = re.compile(r"\s+N[oO]\s?\.?\s*\d[\w./\-–&]*[^\s,]*(?<![,.])")
# Unofficial translation | (For reference only) | SPECIMEN – not a real document
_NOTE_ABOVE = re.compile(r"[(\[]?[^\W\d_][^\d.:;]{3,60}[)\]]?")
# of the Chairman of ... | by the Chairman of Son La Provincial People's Committee on ...
_ISSUED_BY_EN = re.compile(
    r"[\s,]*(?:of|by|issued\s+by)\s+(?=(?:the\s)?[A-Z])(?P<issuer>(?:the\s)?[A-Z][^.;]{3,140}?)"
    r"(?=,?\s+(?:on|launching|promulgating|amending|regarding|concerning|approving|providing|guiding"
    r"|detailing|issuing|defining|prescribing|stipulating|dated|re)\s)"
)
# the Chairman of the Provincial People's Committee requests the heads of ...
_CHAIRMAN_ORDERS_EN = re.compile(
    r"(?P<title>Chair(?:man|woman|person))\s+of\s+[^.;:]{0,60}?People['’]s\s+Committee[^.;:]{0,40}?\s"
    r"(?:requests|directs|orders|instructs|requires|asks|calls\s+on|assigns)\b"
)
_PROMULGATES_EN = re.compile(
    r"^(?:The\s)(?P<issuer>(?:[A-Z][\w’']*|of|and|for|the)(?:,?\s(?:[A-Z][\w’']*|of|and|for|the)){0,14})"
    r"\s(?:hereby\s)?(?:promulgates|issues|decides)\b",
    re.MULTILINE,
)


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
