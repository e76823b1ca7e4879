"""The provisions of a document: parts, chapters, articles, clauses, points, items and bullets.

Labels are those of Decree 30/2020/NĐ-CP, Appendix I (phần, chương, mục, tiểu mục, điều, khoản,
điểm) and, for directives, plans and notices, the styles that offices print ("I.", "1.", "1.1.",
"a)", "-", "+"). A line is a label only where its number fits its siblings: ``2.`` at the start of a
wrapped line of running text is none. Provisions that an amending document quotes are not its own.
Attached documents and appendices have a numbering of their own.

A path joins the labels from the root: ``II.3.a``, ``3.-1`` (bullets are counted), ``Điều 5.2.a``.
Chapters do not enter the path of an article, whose number is its own throughout a document.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise

from extract import vocabulary
from extract.facts import Language, Section
from extract.grammar.labels import BULLETS, NAMED, Label, alternatives, read_labels
from extract.grammar.lines import (
    SENTENCE_END,
    UPPER,
    Line,
    breaks,
    full_width,
    is_capitals,
    is_wrapped,
    paragraphs,
    read_lines,
)
from extract.grammar.signatures import is_position, looks_like_person
from extract.grammar.tables import read_tables
from extract.source import SourceText

# The order of levels where nothing else decides: what is lower goes under what is higher.
_RANK = {
    "part": 1, "chapter": 2, "section": 3, "subsection": 4, "article": 5, "upper": 6, "roman": 7,
    "number": 8, "number)": 9, "multi2": 10, "multi3": 11, "multi4": 12, "letter": 13, "(letter)": 14,
    "(number)": 14, "roman-lower": 15, "-": 20, "+": 21, "*": 22,
}  # fmt: skip


@cache
def _words(name: str) -> tuple[str, ...]:
    """All values, both languages, of the row ``name`` of structure_cues.csv."""
    for row in vocabulary.rows("structure_cues"):
        if row["cue"] == name:
            return vocabulary.values(row["vi"]) + vocabulary.values(row["en"])
    raise KeyError(name)


def _is_end_word(text: str) -> bool:
    """Whether a line begins what stands below a document ("Nơi nhận: ..."), and does not speak of
    it ("Nơi nhận văn bản xác định ...")."""
    plain = text.lstrip("*_# ")
    word = next((word for word in _words("end") if plain.startswith(word)), None)
    return word is not None and not plain[len(word) :].lstrip()[:1].islower()


TITLE_LINES = 8
"""Lines that the title of an attached document has at most."""
_SPECKS = "._,'`|~ˆ"
_CLOSES_QUOTE = re.compile(r"""[”"»]\s?[.;,:]?\s?(?:và|and)?\s?\Z""")


@dataclass(slots=True)
class _Node:
    """A section in the making."""

    kind: str
    style: str
    value: float
    label: str | None
    start: int
    body_start: int
    parent: _Node | None
    line: int
    end: int = 0
    body_end: int = 0
    heading: str | None = None
    path: str = ""
    piece: str = ""  # a row's own part of the path
    appendix: _Node | None = None
    children: list[_Node] = field(default_factory=list)


def find_sections(source: SourceText, language: Language) -> tuple[Section, ...]:
    """The sections of ``source`` in reading order.

    A text without any label gives its paragraphs (``p1``, ``p2`` ...). Otherwise what stands before
    the first label is the ``preamble``; what follows the last provision without a label, before
    the signature, is the ``closing``.
    """
    lines = read_lines(source)
    reader = _Reader(source, lines)
    nodes = reader.read()
    if not nodes:
        return _paragraph_sections(source, lines)
    _close(source, lines, reader, nodes)
    _add_tables(source, language, nodes)
    nodes.sort(key=lambda node: (node.start, -node.end))
    _name_paths(nodes)
    return tuple(_sections(source, nodes))


def find_paragraphs(source: SourceText, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The paragraphs between two offsets, each as its offsets; wrapped lines are joined."""
    lines = read_lines(source)
    inside = [line for line in lines if start <= line.start and line.end <= end]
    found = paragraphs(inside, is_wrapped(lines), full_width(lines))
    return tuple((first.start, last.end) for first, last in found)


# ---------------------------------------------------------------------------------------------
# A text without labels


def _paragraph_sections(source: SourceText, lines: list[Line]) -> tuple[Section, ...]:
    sections = []
    for number, (first, last) in enumerate(
        paragraphs(lines, is_wrapped(lines), full_width(lines)), start=1
    ):
        if _is_end_word(first.text):
            break
        span = source.span(first.start, last.end)
        sections.append(Section(f"p{number}", None, "paragraph", None, None, number, 1, span, span))
    return tuple(sections)


# ---------------------------------------------------------------------------------------------
# From labels to a tree


class _Reader:
    """Walks the lines once and keeps the stack of open provisions."""

    def __init__(self, source: SourceText, lines: list[Line]) -> None:
        self.source = source
        self.lines = lines
        self.wrapped = is_wrapped(lines)
        self.labels = [self._labels_of(line) for line in lines]
        self.closing_lines = [at for at, line in enumerate(lines) if self._closes(line.text)]
        self.end_words = [at for at, line in enumerate(lines) if _is_end_word(line.text)]
        self.last_seen = {
            (label.style, label.value): index
            for index, labels in enumerate(self.labels)
            for label in labels
        }
        self.width = full_width(lines)
        self.nodes: list[_Node] = []
        self.stack: list[_Node] = []
        self.appendix: _Node | None = None
        self.ended = False  # after the signature or "Nơi nhận", before an appendix
        self.headings = 0

    def _labels_of(self, line: Line) -> tuple[Label, ...]:
        labels = read_labels(line.text)
        if labels or not self.wrapped or line.text[0] not in _SPECKS:
            return labels
        plain = line.text.lstrip(_SPECKS)  # a scan's specks before a label: "._8. Hiệp hội"
        skipped = len(line.text) - len(plain)
        found = read_labels(plain) if 0 < skipped <= 3 and plain else ()
        return tuple(replace(label, rest=label.rest + skipped) for label in found)

    def read(self) -> list[_Node]:
        """The nodes, in order; none if the text has no label but bullets."""
        appendices = dict(_appendix_starts(self.lines))
        appendices |= self._titled_alone(appendices)
        quoted_until = -1
        index = 0
        while index < len(self.lines):
            line = self.lines[index]
            if index in appendices and (self.nodes or self._is_appendix_word(index)):
                last = appendices[index]
                self._open_appendix(index, last)
                quoted_until = -1
                index = last + 1
                continue
            if self.ended:
                index += 1
                continue
            if self._is_end(index):
                self._end(index)
                index += 1
                continue
            if index > quoted_until and self._opens_quote(index):
                quoted_until = self._quote_end(index)
            if index <= quoted_until and not self._resumes(line):
                index += 1
                continue
            quoted_until = min(quoted_until, index - 1) if index <= quoted_until else quoted_until
            self._place(index, self.labels[index])
            index += 1
        self._finish(len(self.source.text.rstrip()))
        if not any(node.style not in BULLETS for node in self.nodes):
            return []
        return self.nodes

    # -- where things end

    def _is_end(self, index: int) -> bool:
        """Whether the provisions are over: "Nơi nhận", or a signature ("TM. ỦY BAN ...")."""
        if not self.nodes:
            return False
        text = self.lines[index].text
        plain = text.lstrip("*_# ")
        if _is_end_word(plain):
            return True
        if len(plain) < 90 and _signed_for().match(plain) is not None:
            return not self._is_example(index)
        top = self.stack[-1] if self.stack else None
        heads = top is not None and top.line == index - 1 and top.kind in NAMED
        if heads or not is_position(plain):
            return False
        if index + 1 == len(self.lines):
            return True
        if self._is_example(index):
            return False
        for at in range(index + 1, min(index + 4, len(self.lines))):
            if self.labels[at]:
                return False
            if looks_like_person(self.lines[at].text) or self.lines[at].text[0] in "([":
                return True
        return False

    def _is_example(self, index: int) -> bool:
        """Whether a signature only shows how to sign, "(chữ ký)" and "Họ và tên" in the place of a
        name, and the document goes on behind it to its own end."""
        below = self.lines[index + 1 : index + 6]
        if not any(line.text.lower().startswith(_words("sign_here")) for line in below):
            return False
        after = bisect_right(self.end_words, index)
        return after < len(self.end_words)

    def _end(self, index: int) -> None:
        self._finish(self.lines[index - 1].end)
        self.ended = True

    def _finish(self, offset: int) -> None:
        while self.stack:
            self._pop(offset)
        if self.appendix is not None:
            self.appendix.end = max(offset, self.appendix.body_start)

    def _pop(self, offset: int) -> None:
        node = self.stack.pop()
        node.end = offset

    # -- quoted provisions of amending documents

    def _opens_quote(self, index: int) -> bool:
        text = self.lines[index].text
        if text[0] not in '“"«':
            return False
        before = self.lines[index - 1].text if index else ""
        return bool(read_labels(text[1:].lstrip() or " ")) or before.rstrip("*_ ").endswith(":")

    def _quote_end(self, index: int) -> int:
        """The line on which the quotation that begins at ``index`` closes; ``index`` itself if
        it never does."""
        if self._closes(self.lines[index].text[1:]):
            return index
        after = bisect_right(self.closing_lines, index)
        return self.closing_lines[after] if after < len(self.closing_lines) else index

    @staticmethod
    def _closes(text: str) -> bool:
        """Whether a quotation ends with this line."""
        if not _CLOSES_QUOTE.search(text, max(0, len(text) - 8)):
            return False
        closed, opened = text.count("”") + text.count("»"), text.count("“") + text.count("«")
        return closed > opened or ('"' in text and text.count('"') % 2 == 1)

    def _resumes(self, line: Line) -> bool:
        """Inside a quotation that was not closed: the document's own next provision."""
        for label in read_labels(line.text):
            rest = line.text[label.rest :]
            if label.style in ("article", "number", "letter") and rest.startswith(_words("amends")):
                level = self._open_level(label.style)
                if level is not None and label.value == self.stack[level].value + 1:
                    return True
        return False

    # -- appendices and attached documents

    def _is_appendix_word(self, index: int) -> bool:
        return _appendix_label().match(self.lines[index].text) is not None

    def _titled_alone(self, known: dict[int, int]) -> dict[int, int]:
        """First and last line of the heading of each attached document that does not say with what
        it came: "QUY CHẾ" alone on a line, its title, and provisions that begin anew."""
        found: dict[int, int] = {}
        for index, line in enumerate(self.lines):
            if not _is_attached_title(line.text):
                continue
            first = self._first_label(index)
            inside = any(a - TITLE_LINES <= index <= b for a, b in (*known.items(), *found.items()))
            if first is not None and not inside and self._labelled_before(index):
                found[index] = first - 1
        return found

    def _first_label(self, index: int) -> int | None:
        """The line of the first label below a title, where it is the first of its kind."""
        for at in range(index + 1, min(index + 1 + TITLE_LINES, len(self.lines))):
            if self.labels[at]:
                first = self.labels[at][0]
                return at if first.style not in BULLETS and first.value == 1 else None
            if self.lines[at].text.rstrip().endswith((".", ";", ":")):
                return None
        return None

    def _labelled_before(self, index: int) -> bool:
        """Whether articles stand above: a decision in articles may have something attached."""
        return any(
            label.style == "article" for labels in self.labels[:index] for label in labels[:1]
        )

    def _open_appendix(self, first: int, last: int) -> None:
        start = self.lines[first].start
        self._finish(self.lines[first - 1].end if first else start)
        titles = self.lines[first + 1 if self._is_appendix_word(first) else first : last + 1]
        heading = " ".join(line.text.strip("*_# ") for line in titles)
        label = _attached_label(self.lines[first].text.strip("*_# .:"))
        self.appendix = _Node(
            "appendix", "appendix", 0, label, start, self.lines[last].end, None, first
        )
        self.appendix.heading = heading.split(" (")[0].strip() or None
        self.appendix.body_end = self.appendix.end = self.lines[last].end
        self.nodes.append(self.appendix)
        self.ended = False

    # -- placing a label

    def _place(self, index: int, readings: tuple[Label, ...]) -> None:
        for label in readings:
            if label.style in BULLETS:
                if self._starts_bullet(index, label):
                    self._put_bullet(index, label)
                return
        if not readings or not self._starts_paragraph(index, readings[0].value == 1):
            return
        for label in readings:  # first what goes on with an open level, then what opens one
            if self._continues(label):
                self._put(index, label)
                return
        for label in readings:
            if self._opens(index, label):
                self._put(index, label)
                return

    def _open_level(self, style: str) -> int | None:
        for at in range(len(self.stack) - 1, -1, -1):
            if self.stack[at].style == style:
                return at
            if self.stack[at].style in NAMED and style not in NAMED:
                return None
        return None

    def _continues(self, label: Label) -> bool:
        level = self._open_level(label.style)
        if level is None:
            return False
        gap = label.value - self.stack[level].value
        if label.style in NAMED:
            return gap > 0
        if label.style.startswith("multi"):
            return self._fits_above(label) and 1 <= gap <= 3
        if label.style in ("letter", "(letter)"):
            return 1 <= gap <= 4
        return 0 < gap <= 3

    def _fits_above(self, label: Label) -> bool:
        """Whether "2.7" stands under an open "2." (or under none that is numbered)."""
        head = label.label.rpartition(".")[0]
        style = "number" if "." not in head else f"multi{head.count('.') + 1}"
        level = self._open_level(style)
        return level is None or self.stack[level].label == head

    def _opens(self, index: int, label: Label) -> bool:
        if label.style in NAMED:
            level = self._open_level(label.style)
            if label.style == "article":
                return level is None or label.value == 1
            return level is None or label.value == 1 or self.stack[level].value != label.value
        if label.style.startswith("multi"):
            if self._fits_above(label):
                return label.value <= 2
            return False
        level = self._open_level(label.style)
        if level is None:
            if label.value == 1:
                return True
            if label.style not in ("number", "roman", "upper", "letter"):
                return False
            if self.wrapped or label.style == "letter":  # the first may be lost in a scan
                early = 5 if label.style == "letter" else 3  # c, 3
                return label.value <= early and self._goes_on_later(index, label)
            return label.value <= (2 if self._in_article() else 3)
        if label.value != 1:
            return False
        if self._restarts_under_heading(index):
            return True
        return label.style in ("letter", "number)", "(number)", "roman-lower", "(letter)")

    def _goes_on_later(self, index: int, label: Label) -> bool:
        """Whether a sibling follows further on; one between them may be lost in a scan, too."""
        return any(
            self.last_seen.get((label.style, label.value + step), -1) > index for step in (1, 2)
        )

    def _in_article(self) -> bool:
        return any(node.style == "article" for node in self.stack)

    def _restarts_under_heading(self, index: int) -> bool:
        """Whether numbering starts anew here under a line that is a heading without a label."""
        before = index - 1
        if before < 0 or self._in_article():
            return False
        top = self.stack[-1] if self.stack else None
        line = self.lines[before]
        if top is not None and top.line == before:
            return False
        if self.wrapped and before and not breaks(self.lines[before - 1], line, self.width):
            return False
        return (
            len(line.text) < 200
            and not line.text[0].islower()
            and (line.text.endswith(":") or not line.text.endswith(SENTENCE_END))
        )

    def _starts_paragraph(self, index: int, is_first: bool = False) -> bool:
        """Whether the line begins a paragraph, in a text of broken lines: a full line without a
        full stop goes on, unless a first label ("a)") stands right below a label's line."""
        if not self.wrapped or index == 0:
            return True
        before, line = self.lines[index - 1], self.lines[index]
        if line.after_blank or before.text.endswith((*SENTENCE_END, ",")):
            return True
        top = self.stack[-1] if self.stack else None
        if is_first and top is not None and top.line == index - 1:
            return True
        return len(before.text) < self.width * 0.8 or is_capitals(before.text)

    def _starts_bullet(self, index: int, label: Label) -> bool:
        if not self.stack:
            return False
        line = self.lines[index]
        before = self.lines[index - 1].text if index else ""
        follows = line.text[label.rest : label.rest + 1]
        if follows.islower() or follows.isdigit():
            return before.endswith((";", ":", ".", ",", "./.")) or not self.wrapped
        return self._starts_paragraph(index)

    def _put_bullet(self, index: int, label: Label) -> None:
        level = self._open_level(label.style)
        if level is None:
            self._push(index, label, 1)
            return
        value = self.stack[level].value + 1
        self._pop_to(level, self.lines[index - 1].end)
        self._push(index, label, value)

    def _put(self, index: int, label: Label) -> None:
        offset = self.lines[index - 1].end if index else self.lines[index].start
        if label.style in NAMED:
            self._pop_ranked(_RANK[label.style], offset)
            self._push(index, label, label.value)
            return
        level = self._open_level(label.style)
        if level is not None:
            if label.value == 1 and self._restarts_under_heading(index):
                self._open_heading(index - 1)
            else:
                self._pop_to(level, offset)
            self._push(index, label, label.value)
            return
        while self.stack and self.stack[-1].style in BULLETS:
            self._pop(offset)
        before = self.lines[index - 1].text if index else ""
        nested = before.endswith(":") and label.style not in ("roman", "upper")
        if not nested:
            self._pop_ranked(_RANK[label.style], offset)
        self._push(index, label, label.value)

    def _pop_ranked(self, rank: int, offset: int) -> None:
        """Close what does not stand above ``rank``; headings without a label stand above all
        but named parts."""
        while self.stack and _RANK.get(self.stack[-1].style, 5.5) >= rank:
            self._pop(offset)

    def _pop_to(self, level: int, offset: int) -> None:
        while len(self.stack) > level:
            self._pop(offset)

    def _open_heading(self, index: int) -> None:
        line = self.lines[index]
        offset = self.lines[index - 1].end if index else line.start
        while self.stack:
            self._pop(offset)
        self.headings += 1
        node = _Node("heading", "heading", self.headings, None, line.start, line.end, None, index)
        node.heading = line.text.rstrip(": ")
        self._append(node)

    def _push(self, index: int, label: Label, value: float) -> None:
        line = self.lines[index]
        kind = self._kind(label.style)
        node = _Node(
            kind, label.style, value, label.label, line.start, line.start + label.rest, None, index
        )
        self._append(node)

    def _append(self, node: _Node) -> None:
        parent = self.stack[-1] if self.stack else self.appendix
        node.parent = parent
        node.appendix = self.appendix
        if parent is not None:
            parent.children.append(node)
            if len(parent.children) == 1:
                parent.body_end = self.lines[node.line - 1].end if node.line else node.start
        self.nodes.append(node)
        self.stack.append(node)

    def _kind(self, style: str) -> str:
        if style in NAMED:
            return style
        if style in BULLETS:
            return "bullet"
        if self._in_article():
            if style == "number":
                return "clause"
            if style == "letter":
                return "point"
        return "item"


@cache
def _signed_for() -> re.Pattern[str]:
    """TM. ỦY BAN NHÂN DÂN | KT.BỘ TRƯỞNG | T/M BAN THƯỜNG VỤ | On behalf of the Government"""
    words = _words("signed_for")
    marks = [word.rstrip(".") for word in words if word.isupper() and " " not in word]
    phrases = [word for word in words if " " in word]
    return re.compile(
        rf"(?:{alternatives(tuple(marks))})\s?[.,]?\s?(?<=[.,\s])[{UPPER}]{{2}}[^\d;:]*\Z"
        rf"|(?:{alternatives(tuple(phrases))})\s[^.;]{{3,60}}\Z"
    )


@cache
def _appendix_label() -> re.Pattern[str]:
    """PHỤ LỤC | PHỤ LỤC I | Phụ lục 2. | APPENDIX III | Annex"""
    row = next(r for r in vocabulary.rows("structure_labels") if r["kind"] == "appendix")
    words = vocabulary.values(row["vi"]) + vocabulary.values(row["en"])
    every = tuple(form for word in words for form in (word, word.upper()))
    return re.compile(
        rf"[*_#\s]{{0,4}}(?:{alternatives(every)})"
        r"(?:\s{1,3}(?:số\s|SỐ\s)?(?:[IVXLC]{1,6}|\d{1,3}|[A-H])[a-zA-Z]?)?[*_.:\s]{0,4}\Z"
    )


def _appendix_starts(lines: list[Line]) -> Iterator[tuple[int, int]]:
    """First and last line of the heading of each appendix or attached document: "PHỤ LỤC I" with
    its title, or a title in capitals above "(Ban hành kèm theo ...)"."""
    label = _appendix_label()
    attached = _words("attached")
    last = -1
    for index, line in enumerate(lines):
        if index <= last:
            continue
        if label.match(line.text):
            last = _heading_end(lines, index, attached)
            yield index, last
        elif _is_bracket(line.text, attached):
            first = _title_start(lines, index, last + 1)
            if first is not None:
                last = _bracket_end(lines, index)
                yield first, last


def _is_attached_title(text: str) -> bool:
    """QUY CHẾ | KẾ HOẠCH: the word for a kind of document in capitals, and nothing else."""
    return text.strip("*_# ") in _words("attached_title")


def _attached_label(title: str) -> str:
    """PHỤ LỤC II gives "Phụ lục II"; QUY CHẾ LÀM VIỆC gives "Quy chế"."""
    if not _appendix_label().match(title):
        return _attached_name(title) or title.capitalize()[:60]
    *words, last = title.split()
    if not words:
        return last.capitalize()
    number = last if re.fullmatch(r"[IVXLC]+|\d+|[A-H]", last) else last.lower()
    return " ".join([*words, ""]).capitalize() + number


def _is_bracket(text: str, attached: tuple[str, ...]) -> bool:
    """(Ban hành kèm theo Quyết định số ...) | (Promulgated together with ...)"""
    plain = text.lstrip("*_ ")
    return plain.startswith("(") and plain[1:].lstrip(" *_").startswith(attached)


def _bracket_end(lines: list[Line], index: int) -> int:
    for at in range(index, min(index + 6, len(lines))):
        if lines[at].text.rstrip("*_ ").endswith(")"):
            return at
    return index


def _title_start(lines: list[Line], bracket: int, floor: int) -> int | None:
    """The first line of the title above a bracket: in capitals, at most seven lines up. What
    stands above the word for the kind of document (a signature, the motto) is no part of it."""
    first = None
    for at in range(bracket - 1, max(floor, bracket - 8) - 1, -1):
        text = lines[at].text.strip("*_# ")
        if text.endswith((".", ";", ":", "”")) or len(text) > 400:
            break
        if is_capitals(text):
            first = at
            if _attached_name(text):
                break
    return first


def _attached_name(title: str) -> str | None:
    """The word for the kind of document in a title: QUY CHẾ LÀM VIỆC gives "Quy chế"."""
    words = f" {title.upper()} "
    for name in sorted(_words("attached_title"), key=len, reverse=True):
        if f" {name} " in words:
            return name.capitalize()
    return None


def _heading_end(lines: list[Line], index: int, attached: tuple[str, ...]) -> int:
    """The last line of a heading: its title lines, and the bracket that says what it came with."""
    last = index
    for at in range(index + 1, min(index + 9, len(lines))):
        text = lines[at].text.strip("*_ ")
        if _is_bracket(text, attached):
            return _bracket_end(lines, at)
        if read_labels(lines[at].text) or text.endswith((".", ";")):
            break
        if is_capitals(text):
            last = at
    return last


# ---------------------------------------------------------------------------------------------
# Preamble, closing, headings


def _close(source: SourceText, lines: list[Line], reader: _Reader, nodes: list[_Node]) -> None:
    """Give every node its body and heading; add the preamble and the closing."""
    for node in nodes:
        if not node.children:
            node.body_end = node.end
        node.body_end = max(node.body_end, min(node.end, node.body_start))
    by_start = [line.start for line in lines]
    for node in nodes:
        if node.kind not in ("appendix", "heading"):
            node.heading = _heading(node, lines, by_start, reader)
    _add_closing(lines, by_start, reader, nodes)
    first = min(node.start for node in nodes)
    if lines and lines[0].start < first:
        last = max(line.end for line in lines if line.start < first)
        preamble = _Node("preamble", "preamble", 0, None, lines[0].start, lines[0].start, None, 0)
        preamble.end = preamble.body_end = last
        nodes.append(preamble)


def _heading(node: _Node, lines: list[Line], by_start: list[int], reader: _Reader) -> str | None:
    """The words that head a provision: "3. Sở Tài chính:", "Điều 1. Phạm vi điều chỉnh",
    "Chương I / QUY ĐỊNH CHUNG"; ``None`` where the label is followed by a sentence."""
    at = bisect_right(by_start, node.start) - 1
    inside: list[Line] = []
    while at < len(lines) and lines[at].start < node.body_end and len(inside) < 6:
        inside.append(lines[at])
        at += 1
    if not inside:
        return None
    first = inside[0].text[node.body_start - inside[0].start :].strip("*_ ")
    if node.kind in ("part", "chapter", "section", "subsection"):
        words = (
            [first, *(line.text.strip("*_# ") for line in inside[1:])]
            if first
            else [line.text.strip("*_# ") for line in inside[1:]]
        )
        return " ".join(word for word in words if word).strip() or None
    if not first and len(inside) > 1:  # the label stands on a line of its own
        inside = inside[1:]
        first = inside[0].text.strip("*_ ")
    paragraph = [first]
    if reader.wrapped:
        for before, line in pairwise(inside):
            if breaks(before, line, reader.width):
                break
            paragraph.append(line.text)
    words_of = " ".join(paragraph).strip("*_ ")
    follows = node.children or len(inside) > len(paragraph)
    if not words_of or len(words_of) > 300 or not follows:
        return None
    if words_of.endswith(":") and (node.children or node.kind != "article"):
        return words_of.rstrip(": ")
    if words_of.endswith(SENTENCE_END[:6]):
        return None
    return words_of.rstrip("*_ ")


def _add_closing(
    lines: list[Line], by_start: list[int], reader: _Reader, nodes: list[_Node]
) -> None:
    """Cut the closing paragraphs off the last provision that is no article's."""
    main = [node for node in nodes if node.appendix is None and node.kind != "appendix"]
    if not main:
        return
    last = main[-1]
    chain = []
    at: _Node | None = last
    while at is not None:
        chain.append(at)
        at = at.parent
    if any(node.kind == "article" for node in chain):
        return
    first = bisect_right(by_start, last.start) - 1
    stop = bisect_right(by_start, last.end - 1)
    own = lines[first:stop]
    pieces = list(paragraphs(own, reader.wrapped, reader.width))
    head_words = own[0].text[last.body_start - own[0].start :]
    keep = 1
    head_end = pieces[0][1].text
    if not head_words.strip() or head_end.endswith(":") or not head_end.endswith(SENTENCE_END[:6]):
        keep = 2
    tail = pieces[keep:]
    if not tail:
        return
    if _siblings_have_tails(last, lines, by_start, reader):
        cues = _words("closing")
        tail = _from_cue(tail, cues)
        if not tail:
            return
    start, end = tail[0][0].start, tail[-1][1].end
    cut = lines[bisect_right(by_start, start) - 2].end
    for node in chain:
        node.end = min(node.end, cut)
        node.body_end = min(node.body_end, node.end)
    closing = _Node("closing", "closing", 0, None, start, start, None, 0)
    closing.end = closing.body_end = end
    nodes.append(closing)


def _from_cue(tail: list[tuple[Line, Line]], cues: tuple[str, ...]) -> list[tuple[Line, Line]]:
    for at, (first, _) in enumerate(tail):
        if first.text.startswith(cues) or " yêu cầu " in first.text[:80]:
            return tail[at:]
    return tail[-1:]


def _siblings_have_tails(
    last: _Node, lines: list[Line], by_start: list[int], reader: _Reader
) -> bool:
    siblings = last.parent.children if last.parent is not None else []
    for node in siblings[:-1]:
        first = bisect_right(by_start, node.start) - 1
        stop = bisect_right(by_start, node.end - 1)
        if len(list(paragraphs(lines[first:stop], reader.wrapped, reader.width))) > 1:
            return True
    return False


# ---------------------------------------------------------------------------------------------
# Tables


def _add_tables(source: SourceText, language: Language, nodes: list[_Node]) -> None:
    """Add a node for every data table (whole, where it goes on over pages) and for each row."""
    for number, table in enumerate(read_tables(source, language), start=1):
        if table.end <= table.start:
            continue
        holder = _holder(nodes, table.start)
        node = _Node("table", "table", number, None, table.start, table.start, holder, 0)
        node.end = node.body_end = table.end
        if holder is not None:
            node.appendix = holder if holder.kind == "appendix" else holder.appendix
        nodes.append(node)
        for above in _chain(holder):
            above.end = max(above.end, table.end)
        for row in table.rows:
            item = _Node("row", "row", 0, row.label, row.start, row.start, node, 0)
            item.end = item.body_end = row.end
            item.appendix, item.piece = node.appendix, row.path
            nodes.append(item)


def _chain(node: _Node | None) -> Iterator[_Node]:
    while node is not None:
        yield node
        node = node.parent


def _holder(nodes: list[_Node], offset: int) -> _Node | None:
    """The deepest section that a table at ``offset`` stands in or after."""
    best: _Node | None = None
    for node in nodes:
        if node.kind in ("row", "table", "preamble", "closing") or node.start > offset:
            continue
        if best is None or node.start >= best.start:
            best = node
    if best is None:
        return None
    for above in _chain(best):
        if above.end >= offset or above.kind == "appendix":
            return above
    return best.appendix if best.appendix is not None else best


# ---------------------------------------------------------------------------------------------
# Paths


def _own_path(node: _Node) -> str:
    """The path without its appendix: labels from the root."""
    if node.kind in ("preamble", "closing"):
        return node.kind
    if node.kind == "appendix":
        return node.label or "Phụ lục"
    if node.kind == "heading":
        return f"h{node.value}"
    label = node.label or ""
    if node.style in BULLETS:
        label = f"{node.style}{node.value}"
    elif node.kind == "table":
        label = f"table{node.value}"
    elif node.kind == "row":
        label = node.piece
    above = node.parent
    while above is not None and (
        above.kind in ("table", "appendix") or (node.kind == "article" and above.kind != "appendix")
    ):
        above = above.parent
    if above is None:
        return label
    if node.style.startswith("multi") and above.label and label.startswith(f"{above.label}."):
        return above.path.removesuffix(above.label) + label
    return f"{above.path}.{label}"


def _name_paths(nodes: list[_Node]) -> None:
    """Unique paths: an appendix whose labels are also used elsewhere goes by its own name."""
    for node in nodes:
        node.path = _own_path(node)
    users: dict[str, set[int]] = {}
    for node in nodes:
        users.setdefault(node.path, set()).add(id(node.appendix) if node.appendix else 0)
    crowded = {
        id(node.appendix)
        for node in nodes
        if node.appendix is not None and len(users[node.path]) > 1
    }
    seen: dict[str, int] = {}
    for node in nodes:
        path = _own_path(node)
        inside = node.appendix is not None and id(node.appendix) in crowded
        if inside and node.appendix is not None and not path.startswith(f"{node.appendix.path}."):
            path = f"{node.appendix.path}.{path}"
        count = seen[path] = seen.get(path, 0) + 1
        node.path = path if count == 1 else f"{path}~{count}"
        if count > 1:
            seen[node.path] = 1


def _sections(source: SourceText, nodes: list[_Node]) -> Iterator[Section]:
    ordinals: dict[int, int] = {}
    for node in nodes:
        key = id(node.parent) if node.parent is not None else 0
        ordinals[key] = ordinals.get(key, 0) + 1
        end = max(node.end, node.start + 1)
        body_end = min(max(node.body_end, node.start + 1), end)
        yield Section(
            path=node.path,
            parent=node.parent.path if node.parent is not None else None,
            kind=node.kind,
            label=node.label,
            heading=node.heading,
            ordinal=ordinals[key],
            level=sum(1 for _ in _chain(node)),
            span=source.span(node.start, end),
            body=source.span(node.start, body_end),
            appendix=node.appendix.path if node.appendix is not None else None,
        )
