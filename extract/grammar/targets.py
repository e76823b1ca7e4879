"""Targets: the numbers that a document sets to be reached, by when and where.

Rules: "Target" in the annotation rules. A number is a target only where the document sets it: in a
list or section whose heading says so ("Các chỉ tiêu chủ yếu năm 2024", "2. Mục tiêu cụ thể",
"targets for 2024"), in a table of indicators, or in a sentence with the words of an aim ("phấn
đấu", "strive to", "đến năm 2030 ... đạt"). Results, comparisons, support norms and legal thresholds
are none; where the two are hard to tell apart the number is left out.

The words are data: ``vocabulary/target_cues.csv``. Observed in socio-economic resolutions and
directives of provinces, action programmes of the Government, resolutions of the Party, and English
renderings of all three.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Literal

from extract.facts import DocumentFields, Language, Problem, Section, Target
from extract.folding import fold
from extract.grammar.agencies import body_reader, cell_starts
from extract.grammar.blocks import Block, find_blocks
from extract.grammar.bodies import BodyReader
from extract.grammar.indicators import (
    Part,
    Sentence,
    counted_at_end,
    counted_at_head,
    counted_noun,
    counted_unit,
    find_scope,
    list_head,
    name_in_turn,
    name_indicator,
    split_parts,
    split_sentences,
    starting_values,
    starting_words,
    total_of,
)  # fmt: skip
from extract.grammar.periods import BY_A_YEAR, OPENING_PERIOD, Period, find_periods, last_year
from extract.grammar.quantities import (
    NUMBER_WORDS,
    Quantity,
    as_target,
    find_quantities,
    less_scale,
    read_unit,
)
from extract.grammar.tables import NamedTable, read_tables
from extract.grammar.target_checks import odd_shares, past_year
from extract.grammar.target_cues import cue, cue_at_end, cue_at_start, one_line
from extract.grammar.target_kinds import kind_of
from extract.grammar.target_tables import refused_in_tables, targets_in_tables
from extract.grammar.words import split_words
from extract.source import SourceText

# open: lists, aims and bounded shares; decision: no bounded shares, since decisions also promulgate
# norms ("giảm ít nhất 30% tiền thuê đất"); strict: only words of an aim; news: only reported aims.
Policy = Literal["open", "decision", "strict", "news"]

# Acts that lay down law: "at least 30 days" is a threshold there.
_NORMATIVE = frozenset(
    [
        "constitution", "law", "ordinance", "order", "decree", "circular", "joint_circular",
        "consolidated_text", "regulation", "rule",
    ]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TargetReading:
    """What is read of a document's targets: those found, and what a person should look at."""

    targets: tuple[Target, ...]
    problems: tuple[Problem, ...]


def find_targets(
    source: SourceText,
    language: Language,
    document: DocumentFields | None = None,
    sections: Sequence[Section] = (),
) -> tuple[Target, ...]:
    """The targets of ``source`` in reading order; see :func:`read_targets`."""
    return read_targets(source, language, document, sections).targets


def read_targets(
    source: SourceText,
    language: Language,
    document: DocumentFields | None = None,
    sections: Sequence[Section] = (),
) -> TargetReading:
    """The targets of ``source`` in reading order, and a problem for each number where a target is
    set that may be two different things, each target for a year that is over, and shares that do
    not add up.

    ``document`` says how to read it (a news text and a law set few targets) and when it was issued:
    a number for an earlier year is a result. ``sections`` give the path of the provision.
    """
    tables = read_tables(source, language)
    issued = int(document.issued_on[:4]) if document and document.issued_on else None
    looks_back = document is not None and document.type in ("report", "minutes")
    period = _titled_period(document)
    is_plan = document is not None and document.type in ("plan", "programme")
    reader = _Reader(source, language, _policy(document), issued, period, looks_back, is_plan)
    bodies = cache(partial(_bodies, source, language))
    found = [*reader.prose(tables), *targets_in_tables(source, language, tables, issued, bodies)]
    found.sort(key=lambda target: (target.span.start, target.span.end))
    tree = _Tree(sections)
    refused = [*reader.refused, *refused_in_tables(source.text, language, tables)]
    targets = tuple(_placed(target, tree) for target in found)
    unclear = (_unclear(source, quantity) for quantity in refused)
    return TargetReading(targets, problems=(*unclear, *reader.past, *odd_shares(source, targets)))


def _bodies(source: SourceText, language: Language) -> BodyReader:
    return body_reader(split_words(source.text, breaks=cell_starts(source)), language)


def _unclear(source: SourceText, quantity: Quantity) -> Problem:
    return Problem(
        "unclear-number",
        f"{quantity.refused}. No target was stored: look at the original.",
        source.span(quantity.start, quantity.end),
    )


def _policy(document: DocumentFields | None) -> Policy:
    if document is None:
        return "open"
    if document.type in ("news", "decision"):
        return "news" if document.type == "news" else "decision"
    return "strict" if document.type in _NORMATIVE else "open"


def _titled_period(document: DocumentFields | None) -> str | None:
    """The one period of the title ("... kế hoạch năm 2025"): its lists of targets are for it."""
    title = document.title if document else None
    periods = {period.words for period in find_periods(title, 0, len(title))} if title else set()
    return periods.pop() if len(periods) == 1 else None


class _Tree:
    """The sections of a document, to be asked for the innermost one around an offset."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self.sections = sorted(sections, key=lambda section: (section.span.start, section.level))
        self.by_path = {section.path: section for section in sections}

    def starting_by(self, offset: int) -> Section | None:
        """The last section that starts at ``offset`` or before."""
        index = bisect_right(self.sections, offset, key=lambda section: section.span.start)
        return self.sections[index - 1] if index else None

    def parent(self, section: Section) -> Section | None:
        return self.by_path.get(section.parent) if section.parent else None


def _placed(target: Target, sections: _Tree) -> Target:
    """The innermost section around a target, and its label where the line prints none."""
    at = target.span.start
    inner = sections.starting_by(at)
    while inner is not None and inner.span.end <= at:
        inner = sections.parent(inner)
    if inner is None:
        return target
    return replace(target, section=inner.path, label=target.label or inner.label)


# --- regions: where the document lists what is to be reached -----------------------------------


@dataclass(slots=True)
class _Region:
    """The reach of a heading such as "II. MỤC TIÊU" or "Summary of targets for 2024:"."""

    rank: float | None
    period: str | None = None
    item_rank: float | None = None
    items: int = 0

    def covers(self, block: Block, heading_like: bool) -> bool:
        if self.rank is not None:
            return block.rank is None or block.rank > self.rank
        if block.rank is None:
            return self.items == 0 or heading_like
        if self.item_rank is None:
            self.item_rank = block.rank
        return block.rank >= self.item_rank


@dataclass(slots=True)
class _Context:
    """A labelled line above: its rank, and the period that it says all below it is for."""

    rank: float
    period: str | None


_COLUMN_NAMES = frozenset(["chi tieu", "ten chi tieu", "target", "targets"])  # a form's columns


_PLURAL = re.compile(r"^(?:các|một\s+số|những|the|main|key|specific)\s+", re.IGNORECASE)
# "resolved the following main targets"   "đề ra 19 chỉ tiêu chủ yếu, gồm"
_SETS_TARGETS = re.compile(
    r"\b(?:đề\s+ra|đặt\s+ra|đặt|thông\s+qua|quyết\s+nghị|sets?(?:\s+out)?|resolved|adopted|approved)\s"
    r"[^.:]{0,60}\b(?:chỉ\s+tiêu|mục\s+tiêu|targets|goals)\b[^.:]{0,60}$",
    re.IGNORECASE,
)
_TASKS = re.compile(r"\b(?:nhiệm vụ|giải pháp|việc sau|tasks?|solutions|measures)\b", re.IGNORECASE)
_PROGRAMME = re.compile(r"chương\s+trình\s+mục\s+tiêu|target\s+program", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_NUMBERED = re.compile(
    rf"\d|\b(?:gấp|double|triple|quadruple|{'|'.join(NUMBER_WORDS)})\b", re.IGNORECASE
)
_HEADING_LENGTH = 220
_SHORT = 50  # "II. MỤC TIÊU." is a heading, full stop or not
_MOST_NUMBERS = 60  # in one sentence
_REACH = 600  # characters before a number that may say that it is an aim


class _Reader:
    """Reads the prose of one document in order, keeping the headings above."""

    def __init__(
        self,
        source: SourceText,
        language: Language,
        policy: Policy,
        issued: int | None,
        titled: str | None = None,
        looks_back: bool = False,
        is_plan: bool = False,
    ) -> None:
        self.source, self.text, self.language = source, source.text, language
        self.policy, self.issued = policy, issued
        self.region: _Region | None = None
        self.above: list[_Context] = []
        self.titled = titled
        self.is_plan = is_plan  # all its numbers are for the year of its title
        self.looks_back = looks_back  # a report: the year under way is told as a result
        self.wide = policy in ("open", "decision")
        self.aims = cue("sets_news" if policy == "news" else "sets")
        self.in_task = False
        self.allotting = False  # whether the number before in the sentence was set by an act
        self.refused: list[Quantity] = []
        self.past: list[Problem] = []
        self.of_growth = False  # whether what follows are parts of a growth
        self.named: str | None = None  # the indicator before in the same sentence
        self.before: Target | None = None
        self.inner: str | None = None  # the last label inside the paragraph: "(2) GRDP ..."

    def prose(self, tables: Sequence[NamedTable]) -> Iterator[Target]:
        skipped = [(table.start, table.end) for table in self.source.tables]
        skipped += [(table.start, table.end) for table in tables]
        for block in find_blocks(self.text, skipped):
            yield from self._block(block)
        if self.wide:
            yield from self._task_cells(tables)

    def _task_cells(self, tables: Sequence[NamedTable]) -> Iterator[Target]:
        """A task of an assignment table may set a number: "cắt giảm 50% thời gian giải quyết"."""
        self.region, self.above, self.in_task = None, [], True
        for table in tables:
            for row in table.rows if table.kind == "tasks" else ():
                for start, end in (*row.own_pieces("task"), *row.own_pieces("product")):
                    yield from self._targets(Block(start, start, end, row.label, None))

    def _block(self, block: Block) -> Iterator[Target]:
        heading_like = self._is_heading_like(block)
        if self.region and not self.region.covers(block, heading_like):
            self.region = None
        if block.rank is not None:
            self.above = [c for c in self.above if c.rank < block.rank]
        opens = heading_like and self._is_target_heading(block)
        if opens and (self.policy != "news" or self._reports_targets(block)):
            periods = list(find_periods(self.text, block.body, block.end))
            self.region = _Region(block.rank, periods[-1].words if periods else None)
        if self.region is None and self._opens_inline(block):
            yield from self._inline(block)
            self.region = None
        else:
            yield from self._targets(block)
        if self.region is not None and not opens and not heading_like:
            self.region.items += 1
        self._remember(block, heading_like)

    def _inline(self, block: Block) -> Iterator[Target]:
        """``2. Chỉ tiêu năm 2026: ...; ...``: the list is this paragraph only."""
        colon = self.text.index(":", block.body)
        periods = list(find_periods(self.text, block.body, colon))
        self.region = _Region(99.0, periods[-1].words if periods else None)
        body = colon + 1 + len(self.text[colon + 1 :]) - len(self.text[colon + 1 :].lstrip())
        if body < block.end:
            yield from self._targets(replace(block, body=body))

    def _remember(self, block: Block, heading_like: bool) -> None:
        periods = list(find_periods(self.text, block.body, min(block.end, block.body + 400)))
        leading = [p for p in periods if p.start - block.body < 25]
        period = (periods if heading_like else leading)[-1:]
        words = period[0].words if period else None
        if block.rank is not None and (heading_like or period):
            self.above.append(_Context(block.rank, words))
        elif heading_like and words and self.region is not None:
            self.region.period = words

    def _is_heading_like(self, block: Block) -> bool:
        words = self.text[block.body : block.end].rstrip(" *_#\n")
        if len(words) > _HEADING_LENGTH:
            return False
        if block.rank is not None and len(words) < _SHORT and not _DIGIT.search(words):
            return True
        return words.endswith(":") or not words.endswith((".", ";", ","))

    def _is_target_heading(self, block: Block) -> bool:
        words = one_line(self.text[block.body : block.end])
        if block.rank is None and (self.policy == "strict" or fold(words) in _COLUMN_NAMES):
            return False
        weak = self.policy == "open" and bool(cue("heading_weak").search(words))
        said = cue("heading_ahead").sub(" ", words)
        return (
            weak or bool(cue("heading").search(words)) or self._announces_a_year(block, words)
        ) and not cue("heading_not").search(said)

    def _announces_a_year(self, block: Block, words: str) -> bool:
        """``Đến năm 2030:``, ``The province shall achieve the following by 2027:``"""
        if self.policy != "open" or self.issued is None or not words.endswith(":"):
            return False
        if _TASKS.search(words):
            return False
        periods = list(find_periods(self.text, block.body, block.end))
        if (
            not periods
            or last_year(periods[-1].words) < self.issued
            or len(periods[-1].words) == 10
        ):
            return False
        return bool(OPENING_PERIOD.fullmatch(words) or cue("heading_year").search(words))

    def _reports_targets(self, block: Block) -> bool:
        """``The Resolution sets out 19 main targets, including: (1) ...``: a list in a news text."""
        head, colon, _ = self.text[block.body : block.end].partition(":")
        said = cue("heading_ahead").sub(" ", head)
        reported = _SETS_TARGETS.search(one_line(head)) is not None
        return bool(colon) and reported and not cue("heading_not").search(said)

    def _opens_inline(self, block: Block) -> bool:
        """``2. Chỉ tiêu: tỷ lệ ... đạt 95%; ...``: heading and list in one paragraph."""
        if self.policy == "news":
            return self._reports_targets(block)
        if not self.wide:
            return False
        head, colon, _ = self.text[block.body : min(block.end, block.body + 90)].partition(":")
        words = one_line(head)
        begins = cue("heading").match(_PLURAL.sub("", words))
        return bool(colon and begins) and not cue("heading_not").search(words)

    # --- one block -----------------------------------------------------------------------------

    def _targets(self, block: Block) -> Iterator[Target]:
        if _NUMBERED.search(self.text, block.body, block.end) is None:
            return
        self.inner = None
        carried: str | None = None
        prefix: str | None = None
        measured: str | None = None  # the base unit of the first number under the prefix
        aimed = False
        for start, end, opens in split_sentences(self.text, block.body, block.end):
            if opens:
                prefix, measured, aimed, self.named = None, None, False, None
                self.of_growth = False
            periods = list(find_periods(self.text, start, end))
            leading = [p for p in periods if p.start - start < 25]
            sentence = Sentence(start, end, periods, carried, prefix, aimed)
            opened = list_head(self.text, start, end)
            prefix, measured = (opened, None) if opened else (prefix, measured)
            if leading:
                carried = leading[0].words
            for target in self._sentence(block, sentence):
                aimed = aimed or target.rule == "aim"
                measured = measured or target.unit_normalized
                if prefix and target.unit_normalized != measured:
                    target = self._less_prefix(target, prefix)
                    prefix = None
                yield target
            yield from self._place_in_words(block, sentence)

    def _place_in_words(self, block: Block, sentence: Sentence) -> Iterator[Target]:
        """``Chỉ số cải cách hành chính thuộc nhóm 10 tỉnh dẫn đầu``: an aim, but no amount."""
        if self.region is None:
            return
        place = _PLACE.search(self.text, sentence.start, sentence.end)
        if place is None or self._reports_a_result(sentence, ()):
            return
        number = Quantity(place.start(), place.end(), place.start(), None)
        start = (
            sentence.start
            + len(self.text[sentence.start : place.start()])
            - len(self.text[sentence.start : place.start()].lstrip(" ,;:\n"))
        )
        part = Part(start, place.end(), number, True, start, place.end(), "target-list")
        indicator = name_indicator(self.text, part, None)
        if len(indicator.split()) < _WORDS_OF_AN_INDICATOR:
            return
        yield Target(
            indicator=indicator,
            span=self.source.span(start, place.end()),
            value=None,
            value_words=one_line(place[0]),
            period=self._period(sentence, part),
            label=self._label(part) or block.label,
            rule="target-list",
        )

    def _less_prefix(self, target: Target, prefix: str) -> Target:
        """``cơ cấu kinh tế: ... dịch vụ 40%; thu ngân sách 500 tỷ đồng``: another unit is no item
        of the list any more."""
        return replace(target, indicator=target.indicator.removeprefix(f"{prefix}: "))

    def _sentence(self, block: Block, sentence: Sentence) -> Iterator[Target]:
        if not self._may_set(sentence):
            return
        quantities = find_quantities(self.text, sentence.start, sentence.end, self.language)
        self.refused += [q for q in quantities if q.refused]
        quantities = tuple(q for q in quantities if q.value is not None)
        if not quantities or len(quantities) > _MOST_NUMBERS:
            return  # with so many, a table that lost its cells
        quantities = starting_values(self.text, sentence.start, quantities, self.issued)
        sentence = self._less_starting_values(sentence, quantities)
        if self._reports_a_result(sentence, quantities):
            return
        counted: Quantity | None = None
        self.allotting = False
        in_turn_of: str | None = None
        parts = split_parts(self.text, sentence.start, sentence.end, quantities)
        in_turn = self._is_in_turn(parts)
        for index, part in enumerate(parts):
            part = replace(part, quantity=self._with_counted_unit(part))
            part = self._with_open_noun(part)
            part = total_of(self.text, part, counted)
            if self._restates(part, counted):
                continue
            counted = part.quantity
            rule = self._rule(sentence, part)
            running = _RUNNING.match(self.text, part.start, part.quantity.start)
            part = replace(
                part,
                rule=rule or "",
                above=self.named,
                running=running["words"] if running else "",
            )
            following = parts[index + 1] if index + 1 < len(parts) else None
            target = self._target(block, sentence, part, following) if rule else None
            if target is not None:
                target = self._of_the_growth(part, self._changing_like(target))
                if in_turn:
                    name = name_in_turn(in_turn_of or target.indicator, index, len(parts))
                    in_turn_of = in_turn_of or target.indicator
                    target = self._renamed(part, target, name)
                    target = self._of_its_year(parts, index, target)
                yield target
                self.named, self.before = target.indicator, target
                head = list_head(self.text, part.start, part.quantity.start)
                sentence = replace(sentence, prefix=head or sentence.prefix)
            self.allotting = rule == "allotted-share"

    def _is_in_turn(self, parts: Sequence[Part]) -> bool:
        """``A và B lần lượt đạt 98% và 75%``, ``... are 98% and 75% respectively``"""
        if len(parts) < _PAIR:
            return False
        first, last = parts[0], parts[-1]
        told = _IN_TURN.search(self.text, first.start, first.quantity.start)
        return bool(told or _RESPECTIVELY.match(self.text, last.quantity.end))

    def _of_its_year(self, parts: Sequence[Part], index: int, target: Target) -> Target:
        """``Tỷ lệ xã đạt chuẩn các năm 2027, 2028 lần lượt là 75%, 80%``"""
        head = self.text[parts[0].start : parts[0].quantity.start]
        years = _YEAR.findall(head)
        if len(years) != len(parts):
            return target
        name = _NAMED_YEARS.sub("", target.indicator)
        return replace(target, period=years[index], indicator=name)

    def _renamed(self, part: Part, target: Target, name: str) -> Target:
        if name == target.indicator:
            return target
        return replace(target, indicator=name, scope=find_scope(self.text, part, name))

    def _less_starting_values(
        self, sentence: Sentence, quantities: tuple[Quantity, ...]
    ) -> Sentence:
        """The year of a starting value ("58% (năm 2025 là 56,2%)") is no period of the target."""
        stretches = [starting_words(self.text, q) for q in quantities if q.starting]
        periods = [p for p in sentence.periods if not any(a <= p.start < b for a, b in stretches)]
        return replace(sentence, periods=periods)

    def _reports_a_result(self, sentence: Sentence, quantities: tuple[Quantity, ...]) -> bool:
        stretches = [starting_words(self.text, q) for q in quantities if q.starting]
        stretches += self._bounded_failures(sentence, quantities)
        if self._is_compared(sentence):
            return True
        return any(
            not any(start <= found.start() < end for start, end in stretches)
            and not _COMPARING.search(
                self.text, max(sentence.start, found.start() - _COMPARING_REACH), found.start()
            )
            for found in cue("result").finditer(self.text, sentence.start, sentence.end)
        )

    def _is_compared(self, sentence: Sentence) -> bool:
        """``xuất khẩu đạt 2,5 tỷ USD, tăng 12% so với cùng kỳ``: a result, but not in a list of
        targets or behind the words of an aim."""
        if self.region is not None or self.aims.search(self.text, sentence.start, sentence.end):
            return False
        compared = cue("result_compared").search(self.text, sentence.start, sentence.end)
        return compared is not None

    def _bounded_failures(
        self, sentence: Sentence, quantities: tuple[Quantity, ...]
    ) -> list[tuple[int, int]]:
        """``Không quá 5% mẫu kiểm nghiệm không đạt chất lượng``: how many may fail is an aim."""
        if not quantities or quantities[0].comparator not in ("<=", "<"):
            return []
        first = quantities[0]
        leads = not self.text[sentence.start : first.start].strip()
        fails = _FAILS.search(self.text, first.end, sentence.end) if leads else None
        return [fails.span()] if fails else []

    def _restates(self, part: Part, before: Quantity | None) -> bool:
        """``đạt 9.500 ha, tăng 6.200 ha so với năm 2025``: the level again, as growth; ``85 triệu
        đồng (tương đương 3.400 USD)``: the same money again."""
        if before is None:
            return False
        head = fold(one_line(self.text[part.start : part.quantity.start])).strip(" (")
        if head in _EQUALS:
            return before.kind == part.quantity.kind == "money"
        after = self.text[part.quantity.end : part.end]
        grows = head in _GROWS and bool(_COMPARED.match(after))
        return grows and before.kind == part.quantity.kind

    def _may_set(self, sentence: Sentence) -> bool:
        """Whether anything in a sentence could set a number, before its numbers are read."""
        if self.region is not None:
            return True
        if sentence.aimed or self.aims.search(self.text, sentence.start, sentence.end):
            return True
        if self.policy == "news":
            return _IS_TO_REACH.search(self.text, sentence.start, sentence.end) is not None
        if not self.wide:
            return False
        allots = cue("allots").search(self.text, sentence.start, sentence.end) or cue(
            "whole"
        ).search(self.text, sentence.start, sentence.end)
        return allots is not None or bool(sentence.periods)

    def _rule(self, sentence: Sentence, part: Part) -> str | None:
        """By which rule the number is set, ``None`` where nothing sets it."""
        begin = max(sentence.start, part.quantity.start - _REACH)
        before = self.text[begin : part.quantity.start]
        if self.region is not None:
            return "target-list" if self._is_stated(part) else None
        if part.quantity.unit is None and not self._counted(part):
            return None
        plain = _PROGRAMME.sub(" ", before)
        if self.aims.search(plain) and (part.stated or part.quantity.kind in _MEASURED):
            return "aim"
        whole = part.quantity.kind == "share" and part.quantity.value == _ALL
        if sentence.aimed and (part.stated or whole) and part.quantity.kind in _MEASURED:
            return "aim"
        if self.policy == "news" and _IS_TO_REACH_NOW.search(before[-_LED:]):
            return "aim"
        if not self.wide:
            return None
        if self._is_dated_aim(sentence, part):
            return "aim-by-year"
        allotted = cue("allots").search(self.text, part.start, part.quantity.start)
        if allotted and self._has_year_behind(sentence, part):
            return "act-by-year"
        if self.policy == "decision" and not self.in_task:
            return None
        at_least = part.quantity.kind == "share" and part.quantity.comparator in (">=", ">")
        if at_least and self._has_year_behind(sentence, part):
            return "aim-by-year"
        if self.allotting and part.quantity.kind == "share" and not part.stated:
            head = self.text[part.start : part.quantity.start].strip(" ,\n")
            return "allotted-share" if head.lower() in ("", "và", "and") else None
        if self.allotting and part.quantity.kind == "share" and self._is_next_step(part):
            return "allotted-share"
        if self._is_changed_to(sentence, part):
            return "change-by-year"
        if self._is_whole(part):
            return "allotted-share"
        bounded = self.in_task or part.quantity.comparator in (">=", ">")
        if bounded and part.quantity.kind == "share" and self._is_due(sentence, part):
            return "aim-by-year"
        if allotted and bounded and part.quantity.kind == "share":
            return "allotted-share"
        return None

    def _is_dated_aim(self, sentence: Sentence, part: Part) -> bool:
        """``Đến năm 2030, ... đạt 95%``: a year still to come opens the sentence."""
        if self.issued is None or part.quantity.kind not in _MEASURED:
            return False
        words = self.text[sentence.start : sentence.start + 12].lstrip(" *_\\").lower()
        period = next(iter(sentence.periods), None)
        return (
            words.startswith(("đến ", "tới ", "by ", "vào năm"))
            and period is not None
            and period.start - sentence.start < 25
            and last_year(period.words) >= self.issued + self.looks_back
            and not _DONE.search(self.text, sentence.start, part.quantity.start)
        )

    def _is_next_step(self, part: Part) -> bool:
        """``giải ngân quý II đạt 50%, quý III đạt 75%``: the same by a later day."""
        return _STEP.match(self.text, part.start, part.quantity.start) is not None

    def _is_changed_to(self, sentence: Sentence, part: Part) -> bool:
        """``Nâng tỷ lệ lao động qua đào tạo lên 70%, tỷ lệ bao phủ bảo hiểm y tế lên 96% vào năm
        2027``: an instruction to change something by a year to come."""
        if self.policy != "open" or self.looks_back or self.issued is None:
            return False
        if part.quantity.kind not in _MEASURED:
            return False
        due = any(last_year(p.words) >= self.issued for p in sentence.periods)
        changes = _CHANGES_IT.match(self.text, sentence.start, part.quantity.start)
        to = _TO_LEVEL.search(self.text, part.start, part.quantity.start)
        return due and changes is not None and to is not None

    def _has_year_behind(self, sentence: Sentence, part: Part) -> bool:
        """``thu hút 45 triệu lượt khách vào năm 2030``: an act, a number and a year to come."""
        years = [p for p in sentence.periods if part.quantity.end <= p.start < part.end]
        return (
            self.issued is not None
            and (part.quantity.kind in _MEASURED or (part.quantity.kind == "time" and part.stated))
            and any(
                last_year(period.words) >= self.issued + (len(period.words) < _DATED)
                for period in years
            )
        )

    def _is_due(self, sentence: Sentence, part: Part) -> bool:
        """``ít nhất 60% học sinh biết bơi đến hết năm 2026``: a year to come, or the one under way
        that the words say is when it is to be reached."""
        years = [p for p in sentence.periods if part.quantity.end <= p.start < part.end]
        issued = self.issued
        return issued is not None and any(
            last_year(p.words) > issued
            or (last_year(p.words) == issued and BY_A_YEAR.match(self.text, p.start, p.end))
            for p in years
        )

    def _is_stated(self, part: Part) -> bool:
        """In a list of targets: a number with a unit, or one that the line says is reached."""
        if part.quantity.unit is not None:
            return part.quantity.kind != "" or part.stated
        head = self.text[part.start : part.quantity.start]
        return part.stated and bool(self._counted(part) or cue("index").search(head))

    def _counted(self, part: Part) -> str | None:
        return counted_unit(self.text[part.start : part.quantity.start])

    def _target(
        self, block: Block, sentence: Sentence, part: Part, following: Part | None
    ) -> Target | None:
        period = self._period(sentence, part)
        if self.issued and period and last_year(period) < self.issued:
            if not self.looks_back and self._is_set_for(period, sentence, part):
                span = self.source.span(part.shown_start, part.shown_end)
                self.past.append(past_year(span, period, self.issued))
            return None
        indicator = name_indicator(self.text, part, sentence.prefix)
        if not indicator and following and following.quantity.kind == part.quantity.kind:
            indicator = name_indicator(self.text, following, sentence.prefix)
        if len(indicator) < 3 or not any(c.isalpha() for c in indicator):
            return None
        quantity = part.quantity
        span = self.source.span(part.shown_start, part.shown_end)
        return replace(
            as_target(quantity, indicator, span),
            period=period,
            scope=find_scope(self.text, part, indicator),
            label=self._label(part) or block.label,
            rule=part.rule,
            kind=kind_of(
                quantity,
                indicator,
                self.text[part.start : quantity.start],
                self.text[quantity.end : part.end],
            ),
        )

    def _is_set_for(self, period: str, sentence: Sentence, part: Part) -> bool:
        """``phấn đấu đến năm 2020 đạt 60%``: an aim for that year, and not what it was then."""
        if part.rule not in ("aim", "target-list"):
            return False
        own = [p for p in sentence.periods if p.words == period]
        return any(
            BY_A_YEAR.match(self.text, p.start, p.end)
            and not part.quantity.start <= p.start < part.quantity.end
            for p in own
        )

    def _label(self, part: Part) -> str | None:
        """``(2) GRDP ...``: items numbered inside one paragraph."""
        match = _INNER_LABEL.match(self.text, part.start)
        self.inner = match[1] if match else self.inner
        return self.inner

    def _changing_like(self, target: Target) -> Target:
        """``The poverty rate falls by 3.5%; in poor districts by 5%``, ``cắt giảm 30% thời gian và
        30% chi phí``: the same change elsewhere or of something else."""
        before = self.before
        goes_on = self.named is not None and (
            target.indicator.startswith(f"{self.named} ") or self.allotting
        )
        if before is None or not goes_on or before.unit_normalized != target.unit_normalized:
            return target
        return replace(target, kind=before.kind)

    def _of_the_growth(self, part: Part, target: Target) -> Target:
        """``GRDP tăng 9%, trong đó nông nghiệp 3,5%, công nghiệp 11%``: parts of a growth grow."""
        head = self.text[part.start : part.quantity.start]
        if _IS_A_RATE.search(head):
            self.of_growth = False
        elif self.before is not None and self._opens_parts(part):
            self.of_growth = self.before.kind == "growth"
        if self.of_growth and target.kind == "share" and target.unit_normalized == "%":
            return replace(target, kind="growth")
        return target

    def _opens_parts(self, part: Part) -> bool:
        begin = max(0, part.start - _OF_WHICH_REACH)
        return _PARTS_FOLLOW.search(self.text, begin, part.quantity.start) is not None

    def _with_counted_unit(self, part: Part) -> Quantity:
        """``The number of communes ... is 6``: the indicator names the unit."""
        quantity = part.quantity
        counted = self._counted(part)
        only_scale = quantity.unit is not None and quantity.unit_normalized is None
        head = self.text[part.start : quantity.start]
        if counted is None and self.region is not None and quantity.kind in ("", "count"):
            counted = counted_at_end(head) if only_scale else None
            counted = counted_at_head(head) if quantity.unit is None else counted
        if counted is None or quantity.kind not in ("", "count"):
            return quantity
        if self._comes_as_persons(quantity, counted):
            return replace(quantity, unit_normalized="persons")
        per_something = any(mark in counted for mark in ("/", " per ", " trên "))
        if quantity.unit is not None and not per_something and not only_scale:
            return quantity
        unit = read_unit(counted)
        return replace(
            quantity,
            unit=f"{quantity.unit} {counted}" if only_scale else counted,
            unit_normalized=unit.normalized if unit else counted,
            kind="count",
        )

    def _comes_as_persons(self, quantity: Quantity, counted: str) -> bool:
        """``Number of tourists: 4.8 million arrivals``, ``khách ... triệu lượt``: persons come."""
        unit = read_unit(less_scale(quantity.unit or ""))
        of = read_unit(counted)
        return bool(unit and of and unit.canon == "visits" and of.canon == "persons")

    def _with_open_noun(self, part: Part) -> Part:
        """``Xây dựng 02 khu neo đậu tránh trú bão``: what is counted may be anything, where a list
        of targets or words of an amount lead to the number."""
        quantity = part.quantity
        if quantity.unit is not None or self.policy in ("strict", "news"):
            return part
        head = self.text[part.start : quantity.number_start]
        bounded = quantity.comparator in (">=", "<=", ">")
        if self.region is None and not bounded:
            return part
        opened = bounded or cue_at_end("counts").search(head)
        noun = counted_noun(self.text, quantity.end, part.end) if opened else None
        if noun is None:
            return part
        named = replace(
            quantity, end=noun[1], unit=noun[0], unit_normalized=noun[0], kind="count",
            value_normalized=quantity.value, value_to_normalized=quantity.value_to,
        )  # fmt: skip
        return replace(part, quantity=named, shown_end=max(part.shown_end, noun[1]))

    def _is_whole(self, part: Part) -> bool:
        """``bảo đảm 100% chòi canh lửa có người trực``: an instruction for each and every one."""
        quantity = part.quantity
        if self.policy != "open" or self.looks_back:
            return False
        if quantity.kind != "share" or quantity.value != _ALL:
            return False
        after = self.text[quantity.end : part.end].lstrip()
        head = self.text[part.start : quantity.start]
        return (
            quantity.unit == "%"
            and after[:1].islower()
            and cue_at_start("not_whole").match(after) is None
            and cue_at_end("whole").search(head) is not None
        )

    def _heads_another(self, period: Period, end: int) -> bool:
        """``42% (năm 2025: 31,8%)``: the year in brackets is that of the number behind it."""
        opened = "(" in self.text[end : period.start]
        return opened and _HEADS.match(self.text, period.end) is not None

    def _period(self, sentence: Sentence, part: Part) -> str | None:
        behind = [
            p
            for p in sentence.periods
            if p.start >= part.quantity.end
            and p.start - part.quantity.end < 30
            and not self._heads_another(p, part.quantity.end)
            and not set(self.text[part.quantity.end : p.start]) & set(",;.")
        ]
        if behind:
            return behind[0].words
        before = [p for p in sentence.periods if p.end <= part.quantity.start]
        if before:
            return before[-1].words
        within = [p for p in sentence.periods if part.quantity.end <= p.start < part.end]
        if part.rule == "change-by-year" and sentence.periods and not within:
            return sentence.periods[-1].words
        if within and (part.rule != "target-list" or len(within[0].words) == _WHOLE_DATE):
            return within[0].words
        if sentence.carried:
            return sentence.carried
        above = next((c.period for c in reversed(self.above) if c.period), None)
        if above is None and _THIS_YEAR.search(self.text, part.start, part.end) and self.issued:
            return str(self.issued)
        if above or self.region is None:
            return above or (self.titled if self.is_plan else None)
        return self.region.period or self.titled


# ", quý III đạt | 75%"   ", đến 31/12/2026 đạt | 100%"
_STEP = re.compile(
    r"[\s,;]*(?:(?:đến|hết|trong|cả)\s+)*(?:quý|tháng|năm|ngày|\d{1,2}/)", re.IGNORECASE
)
_CHANGES_IT = re.compile(
    r"[\s*_+–-]*(?:nâng|tăng|giảm|kéo\s+giảm|hạ|raise|increase|reduce|lower)\b", re.IGNORECASE
)
_TO_LEVEL = re.compile(
    r"\b(?:lên|xuống|còn|up\s+to|down\s+to|to)(?:\s+(?:mức|khoảng|about|around))*\s*$",
    re.IGNORECASE,
)
_THIS_YEAR = re.compile(r"\b(?:this\s+year|năm\s+nay)\b", re.IGNORECASE)
_WHOLE_DATE = 10  # characters of 2026-09-30
# toàn tỉnh đã | bàn giao 742 ha
_DONE = re.compile(r"\bđã\b")
# (năm 2025: | 31,8%)
_HEADS = re.compile(r"\s*(?::|là|đạt|is|was)\s*\d")
# "thuộc nhóm 10 tỉnh dẫn đầu cả nước"   "among the top 20 provinces"
_PLACE = re.compile(
    r"\b(?:(?:thuộc|trong|vào)\s+(?:nhóm|top|tốp)\s+(?=\d)|(?:among|in)\s+the\s+top\s+(?=\d))"
    r"[^.;,:()]{1,80}(?:,\s(?:thành\s+phố|quốc\s+gia|cities|countries)[^.;,:()]{1,60})?",
    re.IGNORECASE,
)
_OF_WHICH_REACH = 24  # characters
_PARTS_FOLLOW = re.compile(r"(?:trong\s+đó|of\s+which|in\s+which|including)\b", re.IGNORECASE)
_IS_A_RATE = re.compile(
    r"(?:tỷ|tỉ)\s+(?:lệ|trọng)|chiếm|cơ\s+cấu|\b(?:rates?|shares?|proportion|percentage|accounts?)\b",
    re.IGNORECASE,
)
_WORDS_OF_AN_INDICATOR = 2
# "có thêm 8 xã đạt chuẩn, lũy kế có 330 xã"
_RUNNING = re.compile(
    r"[\s,;]*(?P<words>lũy\s+kế|luỹ\s+kế|cộng\s+dồn|cumulatively)(?:\s+(?:có|đạt|là|to))*\s*$",
    re.IGNORECASE,
)
_INNER_LABEL = re.compile(r"\((\d{1,2}|[a-zđ])\)\s")


_ALL = 100.0  # percent
# "installed capacity is to reach | 5,000MW by 2030"
_IS_TO_REACH = re.compile(
    r"\b(?:is|are)\s+to\s+(?:reach|attain|(?:rise|increase|grow|fall|drop)\s+to)(?=\s*$|\s+\w)",
    re.IGNORECASE,
)
_IS_TO_REACH_NOW = re.compile(_IS_TO_REACH.pattern + r"\s*$", re.IGNORECASE)
_PAIR = 2
_YEAR = re.compile(r"\b20\d\d\b")
_NAMED_YEARS = re.compile(
    r"\s*(?:(?:trong|vào|in|for)\s+)?(?:(?:các|the)\s+)?(?:năm|years?)?\s*20\d\d[\s\d,vàand]*$",
    re.IGNORECASE,
)
_LED = 24  # characters
_IN_TURN = re.compile(r"\blần lượt\b(?:\s\w+){0,2}\s*$", re.IGNORECASE)
_RESPECTIVELY = re.compile(r"\s*respectively\b", re.IGNORECASE)
_FAILS = re.compile(r"không đạt|chưa đạt", re.IGNORECASE)
_DATED = 10  # characters of "2026-12-31": a year alone may be the year under way
_GROWS = frozenset(["tang", "giam", "tang them", "up", "down", "an increase of", "increasing by"])
_EQUALS = frozenset(["tuong duong", "tuong duong voi", "equivalent to", "or", "hay"])
# "... so với ước thực hiện năm 2024": what a number is compared with is no result reported
_COMPARING_REACH = 60
_COMPARING = re.compile(r"(?:so với|compared (?:with|to)|against)\s[^,;.()]{0,40}$", re.IGNORECASE)
_COMPARED = re.compile(r"\s*(?:so với|compared|over|against|from)\b", re.IGNORECASE)
_MEASURED = frozenset(
    ["share", "money", "count", "area", "length", "weight", "power", "energy", "ratio", "volume"]
)
