"""What a document tells somebody to do: one task for each smallest provision that instructs.

The rules are those of ``docs/annotation.md``, section "Task". A provision instructs where the type
of the document and the headings above it let it (:mod:`extract.grammar.instructions`), and where it
orders a body to do something or begins with what is to be done. Who owns it: the bodies that its own
words tell (:mod:`extract.grammar.roles`), else those that the nearest heading or opening paragraph
names (``inherited``). A provision that tells a second body a different thing gives a second task.
Nothing goes from one task to its neighbour, and nobody is guessed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extract import vocabulary
from extract.facts import (
    AgencyMention,
    DocumentFields,
    Force,
    Language,
    Role,
    Section,
    Task,
    TaskAgency,
)
from extract.grammar import instructions
from extract.grammar.agencies import body_reader
from extract.grammar.attributes import Attribute, bracket_at_end, read_attribute, read_bracket
from extract.grammar.bodies import Body
from extract.grammar.deadlines import (
    Deadline,
    find_deadlines,
    find_recurrence,
    last_deadline,
)
from extract.grammar.news_tasks import news_tasks
from extract.grammar.products import find_product
from extract.grammar.roles import Doers, RoleReader, acts_at, cues, task_agencies
from extract.grammar.structure import find_paragraphs, find_sections
from extract.grammar.table_tasks import COLUMN_ROLES, cell_deadline, table_tasks
from extract.grammar.words import split_words
from extract.source import SourceText

_BEFORE_DUTY = frozenset({",", ";", "va", "nhiem", "vu"})
_PASSAGE_KINDS = frozenset(
    {"preamble", "paragraph", "item", "clause", "point", "bullet", "closing"}
)
_OWNERLESS_KINDS = frozenset({"part", "chapter", "section", "subsection"})


CLAUSE = 60
"""Words in which a clause says whom it tells."""

LONGEST_HEADING = 200
"""Characters that a heading has at most that sets a deadline for what stands below."""

APPROVED = 5
"""Words in which what is approved says what it is: "the National Target Program"."""

Run = tuple[Doers | None, int, int]
"""Sentences that tell the same bodies: who, and where the sentences start and end."""


@dataclass(frozen=True, slots=True)
class Owner:
    """A body that owns what stands under a heading, with its role there."""

    body: Body
    role: Role


@dataclass(frozen=True, slots=True)
class Context:
    """What the provisions above give to a provision."""

    mode: str
    zone: str | None
    owners: tuple[Owner, ...] = ()
    task: str | None = None
    opened: bool = False
    standing: bool = False
    """Whether the owners' standing duties are told: a task only where one has a day."""
    deadline: Deadline | None = None


def find_tasks(
    source: SourceText,
    language: Language,
    document: DocumentFields | None = None,
    sections: Sequence[Section] = (),
    agencies: Sequence[AgencyMention] = (),
) -> tuple[Task, ...]:
    """The tasks of ``source`` in reading order.

    ``document`` says its type (read from the first lines where it is missing), ``sections`` its
    provisions (found where they are missing). ``agencies`` is not needed: bodies are read again
    where an instruction names them, with what stands around them.
    """
    kind = document.type if document else _type_in(source.text, language)
    mode = instructions.modes().get(kind, "none")
    if mode == "none":
        return ()
    sections = sections or find_sections(source, language)
    finder = _Finder(source, language, sections, mode, document.issued_on if document else None)
    passage = finder.passage() if _has_no_letterhead(document) else ()
    return passage or tuple(finder.tasks())


def _has_no_letterhead(document: DocumentFields | None) -> bool:
    return document is None or not (document.number or document.issuer or document.title)


def _type_in(text: str, language: Language) -> str:
    """The type of a document by the first of its lines that is one ("CHỈ THỊ")."""
    names = {
        name.casefold(): kind.code
        for kind in vocabulary.document_types()
        for name in (*kind.names_vi, *kind.names_en)
    }
    for line in text[:4000].splitlines():
        words = line.strip(" *#\t").casefold()
        if words in names:
            return names[words]
    longest_first = sorted(names.items(), key=lambda item: -len(item[0]))
    opening = text.lstrip("#* \n").casefold()
    for name, code in longest_first:
        if opening.startswith((f"{name} về ", f"{name} on ")):
            return code
    for name, code in longest_first:
        if re.search(rf"(?<!\w){re.escape(name)}\s+(?:No\.|số)\s", text[:400], re.IGNORECASE):
            return code
    return "news" if language == "en" else "other"


def _is_one_body(doers: Doers) -> bool:
    """Whether named bodies are told, no group: "Sở Công Thương kết nối ..."."""
    return doers.told != "colon" and not _is_many(doers)


def _is_many(doers: Doers) -> bool:
    return any(body.is_group for body in doers.bodies)


def _is_told(row: TaskAgency) -> bool:
    return row.role in {"lead", "responsible"} and (row.key is not None or row.head)


class _Finder:
    """Finds the tasks of one document."""

    def __init__(
        self,
        source: SourceText,
        language: Language,
        sections: Sequence[Section],
        mode: str,
        issued_on: str | None = None,
    ) -> None:
        self.issued_on = issued_on
        self.source, self.text = source, source.text
        self.language: Language = language
        self.sections = sections
        self.mode = mode
        self.ordered = False  # whether a paragraph without a label gave an order
        self.words = split_words(source.text)
        self.roles = RoleReader(body_reader(self.words, language))
        self.children: dict[str | None, list[Section]] = {}
        for section in sections:
            self.children.setdefault(section.parent, []).append(section)
        self.by_path = {section.path: section for section in sections}
        closed = any(section.kind == "closing" for section in sections)
        ends = (s.span.end for s in sections if s.kind not in {"heading", "appendix"})
        self._provisions_end = len(source.text) + 1 if closed else max(ends, default=0)
        self.paragraphs = find_paragraphs(source, 0, len(source.text))
        self._starts = [start for start, _ in self.paragraphs]

    def passage(self) -> tuple[Task, ...]:
        """What a passage without a letterhead says outright: numbered items that tell a known body
        its duty ("1. Sở Nội vụ chủ trì ..."). A text in articles, in parts or with tables is none,
        for such a text may be a regulation's."""
        if self.mode not in {"news", "tables"}:
            return ()
        if any(section.kind not in _PASSAGE_KINDS for section in self.sections):
            return ()
        numbered = [s for s in self.children.get(None, []) if s.label and s.label[:1].isdigit()]
        context = Context("plain", None)
        found = [task for section in numbered for task in self._provision(section, context)]
        return tuple(task for task in found if any(_is_told(row) for row in task.agencies))

    def tasks(self) -> Iterator[Task]:
        if self.mode == "news":
            yield from news_tasks(
                self.source, self.roles, self.sections, self._paragraphs_in, self.issued_on
            )
            return
        context = self._opening()
        top = self.children.get(None, []) if self.mode != "tables" else []
        found = [task for section in top for task in self._provision(section, context)]
        if self.mode != "carried_out":
            reader = self.roles.reader
            found += table_tasks(self.source, self.language, reader, self.sections)
        yield from sorted(found, key=lambda task: task.span.start)

    # -- pieces of text -----------------------------------------------------------------------

    def _paragraphs_in(self, start: int, end: int) -> list[tuple[int, int]]:
        """The paragraphs between two offsets, cut to them."""
        first = max(bisect_right(self._starts, start) - 1, 0)
        pieces = []
        for begin, stop in self.paragraphs[first:]:
            if begin >= end:
                break
            piece = instructions.trim(self.text, max(begin, start), min(stop, end))
            if piece and begin < end and stop > start:
                pieces.append(piece)
        return pieces

    def _span_words(self, start: int, end: int) -> tuple[int, int]:
        return self.words.at(start), self.words.at(end)

    def _after_label(self, section: Section) -> int:
        """Where a provision's words begin, behind its label."""
        start, body = section.span.start, section.body.quote
        if section.label is None:
            return start
        pattern = re.escape(section.label).replace(r"\ ", r"\s+")
        match = re.match(rf"[\s#*_(]{{0,8}}{pattern}[\s.):/*_–-]{{0,8}}", body)
        if match:
            return start + match.end()
        match = re.match(r"[\s#*_(]{0,8}[\w©]{1,6}[.):/]{1,2}\s{0,8}|[-–+*•]\s{0,8}", body)
        return start + match.end() if match else start

    # -- the opening --------------------------------------------------------------------------

    def _opening(self) -> Context:
        """What the paragraph before the first provision opens: orders, and whom they bind."""
        top = self.children.get(None, [])
        preamble = next((s for s in top if s.kind == "preamble"), None)
        zone = None
        owners: tuple[Owner, ...] = ()
        if preamble is None:
            return Context(self.mode, "tasks" if self.mode == "orders" else None)
        pieces = self._paragraphs_in(preamble.span.start, preamble.span.end)
        if pieces:
            start, end = pieces[-1]
            start = instructions.sentences(self.text, start, end)[-1][0]
            first, last = self._span_words(start, end)
            opens = instructions.opens_orders(self.words, first, last, self.language)
            if opens and (self.mode == "orders" or self.words.folded[last - 1] == ":"):
                zone = "tasks" if self.mode == "orders" else None
                doers = self.roles.doers(first, last)
                if doers and doers.told == "order":
                    owners = self._owners(doers, last)
        opened = zone == "tasks" and self.text[pieces[-1][1] - 1] in ":;."
        if self.mode == "orders" and zone is None:
            leads_over = not pieces or self.text[pieces[-1][1] - 1] == ":"
            zone = "tasks" if leads_over or self._any_opening(pieces) else None
        return Context(self.mode, zone, owners, opened=opened)

    def _any_opening(self, pieces: list[tuple[int, int]]) -> bool:
        for start, end in pieces[-3:]:
            first, last = self._span_words(start, end)
            if instructions.opens_orders(self.words, first, last, self.language):
                return True
        return False

    def _owners(self, doers: Doers | None, last: int) -> tuple[Owner, ...]:
        if doers is None:
            return ()
        parts = self.roles.parts(doers.told_at, last)
        role = parts.role if parts.role == "lead" else "responsible"
        owned = [Owner(body, role) for body in (*doers.bodies, *parts.also_told)]
        return (*owned, *(Owner(b, r) for b, r in parts.others if r == "coordinate" and owned))

    def _directed(self, first: int, last: int, context: Context) -> tuple[Owner, ...]:
        """ "1. Chỉ đạo Sở Y tế:": what stands below binds who directs and who is directed."""
        bodies, end = self.roles.directed(first, last)
        if not bodies or end < last - 1 or self.language != "vi":
            return ()
        return (*context.owners, *(Owner(body, "responsible") for body in bodies))

    # -- provisions ---------------------------------------------------------------------------

    def _provision(self, section: Section, context: Context) -> Iterator[Task]:
        children = [
            c for c in self.children.get(section.path, []) if c.kind not in {"table", "row"}
        ]
        if section.kind in {"preamble", "table", "row"}:
            return
        if section.kind == "appendix":
            context = self._attached(section, context)
        if section.kind == "heading":
            context = replace(
                context, zone=instructions.zone_of(section.heading or "", self.language)
            )
            context = replace(context, owners=(), opened=False)
        start = self._after_label(section)
        pieces = self._paragraphs_in(start, section.body.end)
        if context.mode == "assigns" and children and self._approves(pieces):
            context = replace(context, mode="programme")
        zone = self._zone(section, pieces, context)
        context = replace(context, zone=zone)
        if children and section.kind in _OWNERLESS_KINDS | {"item"}:
            context = replace(context, deadline=self._headed_by(pieces) or context.deadline)
        if section.kind == "closing":
            yield from self._closing(pieces, context)
            return
        described = self._described(section, pieces, children, context)
        if described:
            task, children = described
            yield task
            for child in children:
                yield from self._provision(child, replace(context, task=task.path))
        elif children:
            yield from self._parent(section, pieces, children, context)
        elif section.kind not in {"appendix", "heading"}:
            yield from self._leaf(section, pieces, context)

    def _headed_by(self, pieces: list[tuple[int, int]]) -> Deadline | None:
        """The deadline that a heading sets for all below it: "Nhiệm vụ (hoàn thành trước 30/11)"."""
        if not pieces or pieces[0][1] - pieces[0][0] > LONGEST_HEADING:
            return None
        start, end = pieces[0]
        found = find_deadlines(
            self.text, start, end, self.language, from_start=False, issued_on=self.issued_on
        )
        set_here = [deadline for deadline in found if self._finishes(deadline)]
        return last_deadline(tuple(set_here))

    def _finishes(self, deadline: Deadline) -> bool:
        first, last = self._span_words(deadline.start, deadline.end)
        finish = cues("finish", self.language)
        return any(finish.longest(self.words, at, last) for at in range(first, last))

    def _approves(self, pieces: list[tuple[int, int]]) -> bool:
        """Whether an article approves a programme whose contents stand below it, and instructs as
        the programme does: "Phê duyệt Chương trình ... với các nội dung sau:"."""
        if not pieces or self.text[pieces[-1][1] - 1] != ":":
            return False
        first, last = self._span_words(pieces[0][0], pieces[-1][1])
        cue = cues("approves", self.language).longest(self.words, first, last)
        if cue is None:
            return False
        reach = self.words.ends[min(cue[0] + APPROVED, last) - 1]
        kind = _type_of_heading(self.text[self.words.starts[first] : reach])
        return instructions.modes().get(kind or "") == "programme"

    def _described(
        self,
        section: Section,
        pieces: list[tuple[int, int]],
        children: list[Section],
        context: Context,
    ) -> tuple[Task, list[Section]] | None:
        """A task whose lines below say who, with whom, by when; and its other children."""
        if context.zone == "none" or context.mode == "carried_out" or not pieces:
            return None
        told: list[Attribute] = []
        rest: list[tuple[int, int]] = []
        for piece in pieces:
            for sentence in instructions.sentences(self.text, *piece):
                attribute = read_attribute(self.words, *self._span_words(*sentence), self.language)
                if attribute:
                    told.append(attribute)
                else:
                    rest.append(sentence)
        bracket = bracket_at_end(self.text, *pieces[-1])
        if bracket:
            told += read_bracket(self.words, *self._span_words(*bracket), self.language)
        others = []
        for child in children:
            words = self._span_words(self._after_label(child), child.body.end)
            attribute = read_attribute(self.words, *words, self.language)
            if attribute:
                told.append(attribute)
            else:
                others.append(child)
        if not rest or not {a.key for a in told} & {"lead", "agency"}:
            return None
        return self._task_with(section, (rest[0][0], rest[-1][1]), told, context), others

    def _task_with(
        self,
        section: Section,
        piece: tuple[int, int],
        attributes: list[Attribute],
        context: Context,
    ) -> Task:
        bodies: list[tuple[Body, Role, bool]] = []
        words: dict[str, str] = {}
        for attribute in attributes:
            role = COLUMN_ROLES.get(attribute.key)
            if role is None:
                words.setdefault(attribute.key, self._words_of(attribute))
                continue
            listed = self.roles.reader.read_cell(attribute.first, attribute.last)
            bodies += [(body, role, False) for body in listed]
        bare = replace(context, owners=())
        task = self._task(section.path, section.label, context.task, section, None, piece, bare)
        task = replace(task, agencies=task_agencies(self.source, bodies), rule="attributes")
        if "deadline" in words:
            iso, recurrence = cell_deadline(words["deadline"], self.language)
            task = replace(
                task, deadline=iso, deadline_words=words["deadline"], recurrence=recurrence
            )
        return replace(task, deliverable=words.get("product", task.deliverable))

    def _words_of(self, attribute: Attribute) -> str:
        return " ".join(self.text[attribute.start : attribute.end].split()).rstrip(" .;")

    def _zone(
        self, section: Section, pieces: list[tuple[int, int]], context: Context
    ) -> str | None:
        heading = section.heading
        if heading is None and section.kind in _OWNERLESS_KINDS and pieces:
            heading = self.text[pieces[0][0] : pieces[0][1]]
        if not heading or len(heading) > 200:
            return context.zone
        first, last = self._heading_words(section)
        if first < last and self.roles.reader.read_list(first, last)[0]:
            return context.zone
        weak = context.zone != "none"
        zone = instructions.zone_of(heading, self.language, weak=weak)
        return context.zone if zone is None else zone

    def _heading_words(self, section: Section) -> tuple[int, int]:
        start = self._after_label(section)
        return self._span_words(start, max(start, section.body.end))

    def _attached(self, section: Section, context: Context) -> Context:
        """An attached document instructs as its own type does."""
        kind = _type_of_heading(section.heading or section.body.quote)
        mode = instructions.modes().get(kind, context.mode) if kind else context.mode
        zone = "none" if mode == "none" else None
        return Context(mode, zone)

    def _parent(
        self,
        section: Section,
        pieces: list[tuple[int, int]],
        children: list[Section],
        context: Context,
    ) -> Iterator[Task]:
        """A provision with provisions below: its owners go to them, its own instruction is one."""
        inner = context
        if pieces:
            first, last = self._span_words(pieces[0][0], pieces[-1][1])
            words = self._span_words(*pieces[-1])
            doers = self._duties_of(*words) or self.roles.doers(*words)
            doers = doers or (self.roles.doers(first, last) if len(pieces) > 1 else None)
            if doers is None:
                doers = self._bodies_only(first, last)
            owners = self._owners(doers, last) or self._directed(first, last, context)
            owners = owners or self._owners_remarked(*pieces[-1])
            # what a body is for, and nothing that it is told to do now
            is_for = context.mode == "assigns" and doers and not self._assigns(doers, context)
            if owners and context.zone != "none":
                zone = inner.zone if is_for else inner.zone or "tasks"
                inner = replace(inner, owners=owners, zone=zone, standing=bool(is_for))
            if (
                inner.zone is None
                and self.words.folded[last - 1] == ":"
                and instructions.opens_orders(self.words, first, last, self.language)
            ):
                inner = replace(inner, zone="tasks")
            if context.zone == "none" and self._turns_to_orders(pieces):
                inner = replace(inner, zone="tasks", owners=owners)
            if context.zone != "none" and instructions.instructs_itself(
                self.words, first, last, self.language
            ):
                closed = replace(context, opened=False)
                own = list(self._instructions(section, pieces, closed))[:1]
                for task in own:
                    yield task
                    inner = replace(inner, task=task.path)
        below = [task for child in children for task in self._provision(child, inner)]
        below += self._tail(section, children, context)
        if inner.task == context.task and any(task.path == section.path for task in below):
            below = [self._under(section, task, context) for task in below]
        yield from below

    def _owners_remarked(self, start: int, end: int) -> tuple[Owner, ...]:
        """ "2. Về công nghiệp (Sở Công Thương)": whose what stands below is."""
        return tuple(Owner(b, role) for b, role in self._remarked(start, end, alone=True))

    def _turns_to_orders(self, pieces: list[tuple[int, int]]) -> bool:
        """ "1. Về tình hình ... / Chính phủ yêu cầu các bộ, địa phương thực hiện các việc sau:": a
        finding, behind which a paragraph orders what stands below."""
        start, end = pieces[-1]
        if len(pieces) < 2 or self.text[end - 1] != ":":
            return False
        doers = self.roles.doers(*self._span_words(start, end))
        return doers is not None and doers.told == "order"

    def _assigns(self, doers: Doers, context: Context) -> bool:
        """Whether a decision's heading gives what stands below to its bodies: an order, or a body
        alone in the article on carrying out ("Tổ chức thực hiện / 1. Bộ Công an: / a) ...")."""
        return doers.told == "order" or (doers.told == "colon" and context.zone == "tasks")

    def _under(self, section: Section, task: Task, context: Context) -> Task:
        """The task with a provision as its parent whose tail turned out to be a task."""
        if task.path == section.path or task.parent != context.task:
            return task
        return replace(task, parent=section.path)

    def _bodies_only(self, first: int, last: int) -> Doers | None:
        """A heading that is a list of bodies and nothing else; "Sở Nội vụ (cơ quan thường trực)"."""
        if not self.roles.reader.may_start(first):
            return None
        bodies, end = self.roles.reader.read_list(first, last)
        if bodies and self.roles.behind_bracket(end, last) >= last - 1:
            return Doers(tuple(bodies), first, end, "colon")
        return None

    def _duties_of(self, first: int, last: int) -> Doers | None:
        """Whose duties stand behind or below: "Trách nhiệm của Sở Tài chính", "Đối với Sở Y tế:
        chuẩn bị thuốc"."""
        duties = cues("duties_of", self.language).longest(self.words, first, last)
        towards = cues("towards", self.language).longest(self.words, first, last)
        found = duties or towards
        if found is None:
            return None
        at = found[0] + (self.words.folded[found[0] : found[0] + 1] == ["the"])
        bodies, end = self.roles.reader.read_list(at, last, told=duties is not None)
        if towards and any(body.is_group and not (body.key or body.head) for body in bodies):
            return None  # "Đối với hộ nghèo": whom it is about, not who is told
        end = self.roles.behind_bracket(end, last)
        told = self.words.folded[end : end + 1] == [":"] and acts_at(
            self.words, end + 1, self.language
        )
        return (
            Doers(tuple(bodies), at, end, "colon") if bodies and (told or end >= last - 1) else None
        )

    def _tail(self, section: Section, children: list[Section], context: Context) -> Iterator[Task]:
        """What stands behind the last of a provision's children, without a label."""
        start = max(child.span.end for child in children)
        pieces = self._paragraphs_in(start, section.span.end)
        if pieces:
            yield from self._instructions(section, pieces, replace(context, owners=()), named=True)

    def _leaf(
        self, section: Section, pieces: list[tuple[int, int]], context: Context
    ) -> Iterator[Task]:
        yield from self._instructions(section, pieces, context)

    def _closing(self, pieces: list[tuple[int, int]], context: Context) -> Iterator[Task]:
        """The unlabelled paragraphs after the last provision: what they order, if anything."""
        for doers, start, end in self._runs(pieces, context):
            if doers is None and self._disseminates(start, end, context):
                yield self._task(
                    "closing", None, None, None, None, (start, end), replace(context, owners=())
                )
            elif (
                doers
                and (doers.told in {"order", "duty"} or self._reports_back(doers, end))
                and not self._informs(doers, start)
                and not self._tells_all_to_carry_on(doers, end)
            ):
                yield self._task("closing", None, None, None, doers, (start, end), context)
            elif doers is None and context.zone == "tasks" and self._is_due_back(start, end):
                yield self._task("closing", None, None, None, None, (start, end), context)

    def _is_due_back(self, start: int, end: int) -> bool:
        """ "Báo cáo gửi về Sở Tài chính trước ngày 25/5/2026.": whom the document tells what to do
        is told by when to answer, and to whom."""
        first, last = self._span_words(start, end)
        reported = any(role == "receive_report" for _, role in self.roles.parts(first, last).others)
        return reported and any(found.iso for found in self._deadlines(start, end))

    def _reports_back(self, doers: Doers, end: int) -> bool:
        """ "Trong quá trình thực hiện, nếu có vướng mắc, các đơn vị phản ánh về X": what all are
        told to do in a closing, though no word of duty is printed."""
        told = self.roles.parts(doers.told_at, self.words.at(end)).others
        return any(role == "receive_report" for _, role in told)

    def _disseminates(self, start: int, end: int, context: Context) -> bool:
        """ "Kết luận này phổ biến đến chi bộ.": told, though nobody is named."""
        first, last = self._span_words(start, end)
        return context.mode in {"orders", "programme"} and instructions.has(
            "disseminates", self.words, first, last, self.language
        )

    def _tells_all_to_carry_on(self, doers: Doers, end: int) -> bool:
        """ "yêu cầu các đơn vị nghiêm túc triển khai thực hiện": tells nobody in particular anything
        beyond what stands above."""
        named = any(body.head or body.key for body in doers.bodies)
        return not named and instructions.only_carries_on(
            self.words, doers.told_at, self.words.at(end), self.language
        )

    def _informs(self, doers: Doers, start: int) -> bool:
        """ "Nay thông báo để các cơ quan biết, thực hiện": tells them nothing."""
        return self._is_formula(self.words.at(start), doers.told_at)

    def _is_formula(self, first: int, last: int) -> bool:
        return instructions.begins_with("formula", self.words, first, last, self.language)

    # -- what instructs -----------------------------------------------------------------------

    def _instructions(
        self,
        section: Section,
        pieces: list[tuple[int, int]],
        context: Context,
        *,
        named: bool = False,
    ) -> Iterator[Task]:
        """The instructions in a provision's own words: runs of sentences that tell one set of
        bodies one thing. With ``named`` only those that name who is told."""
        runs = [run for run in self._runs(pieces, context) if run[0] or not named]
        told = [run for run in runs if self._instructs(run, section, context)]
        for number, (doers, start, end) in enumerate(told):
            if doers and len(told) > 1 and number == 0:
                start = self._without_subject(doers, start)
            elif number == 0:
                start = max(begin for begin, _ in pieces if begin <= start)
            holder = section if number == 0 else self._holder(section, doers, start, pieces)
            if holder is None:
                yield self._task("closing", None, None, None, doers, (start, end), context)
                continue
            yield self._task(
                holder.path, holder.label, context.task, holder, doers, (start, end), context
            )

    def _holder(
        self, section: Section, doers: Doers | None, start: int, pieces: list[tuple[int, int]]
    ) -> Section | None:
        """Whose a paragraph is that stands behind a provision's own: the document's closing after
        the last provision (``None``), the parent's after the last of its bullets."""
        if doers is None or all(start != begin for begin, _ in pieces[1:]):
            return section
        last = section.span.end >= self._provisions_end
        if last and doers.told == "order":
            return None
        siblings = self.children.get(section.parent, [])
        if section.kind == "bullet" and siblings[-1] is section and section.parent:
            return self.by_path[section.parent]
        return section

    def _without_subject(self, doers: Doers, start: int) -> int:
        """Where a divided provision's first task begins: behind "Về việc ...:"."""
        before = doers.first - 1
        if before > 0 and self.words.folded[before] == ":":
            return self.words.starts[doers.first]
        return start

    def _runs(self, pieces: list[tuple[int, int]], context: Context) -> list[Run]:
        """Sentences in runs that tell the same bodies."""
        runs: list[Run] = []
        starts = {start for start, _ in pieces}
        for start, end in self._clauses(pieces):
            first, last = self._span_words(start, end)
            if first >= last:
                continue
            if context.mode == "carried_out" and not self._carries_out(first, last):
                continue
            doers = self._doers(first, last, context) or self._bodies_only(first, last)
            if doers is None and context.mode == "carried_out":
                continue
            if runs and self._only_announces(runs[-1]):
                runs[-1] = (doers, runs[-1][1], end)
            elif runs and not self._begins_another(runs[-1], doers, start in starts):
                runs[-1] = (runs[-1][0] or doers, runs[-1][1], end)
            else:
                runs.append((doers, start, end))
        return runs

    def _only_announces(self, run: Run) -> bool:
        """Whether the words are a heading that ends in a colon ("Đối với các kiến nghị ...:")."""
        return run[0] is None and self.text[run[2] - 1] == ":"

    def _clauses(self, pieces: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """The sentences; and the clauses behind a semicolon that give an order of their own."""
        for piece in pieces:
            for start, end in instructions.sentences(self.text, *piece):
                begin = start
                for match in re.finditer(r";\s+", self.text[start:end]):
                    at = start + match.end()
                    first, last = self._span_words(at, end)
                    last = min(last, first + CLAUSE)
                    if first < last and self._tells_another(first, last):
                        yield begin, start + match.start() + 1
                        begin = at
                yield begin, end

    def _tells_another(self, first: int, last: int) -> bool:
        """Whether a clause begins with an order, or with one known body and its duty."""
        ordered = cues("order", self.language).longest(self.words, first, last)
        starts = self.roles.reader.may_start(first) or self.words.folded[first] == "the"
        if not ordered and not starts:
            return False
        doers = self.roles.doers(first, last)
        if doers is None or doers.first != first:
            return False
        return doers.told == "order" if ordered else _is_one_body(doers)

    def _doers(self, first: int, last: int, context: Context) -> Doers | None:
        doers = self._duties_of(first, last) or self.roles.doers(first, last)
        if doers is None:
            doers = self._territory(first, last)
        if doers is None and context.mode == "orders" and context.zone == "tasks":
            doers = self.roles.subject(first, last)
        if context.mode == "carried_out" and doers:
            found = any(
                cues("carried_out", self.language).longest(self.words, at, last)
                for at in range(doers.told_at, min(doers.told_at + 3, last))
            )
            return doers if found else None
        return doers

    def _territory(self, first: int, last: int) -> Doers | None:
        """ "Tỉnh chủ động ...": the territory itself is told, at the head of a clause."""
        for at in range(first, last):
            head = at == first or self.words.folded[at - 1] == ":"
            named = head and at + 1 < last and self.words.raw(at) in {"Tỉnh", "Thành phố", "Huyện"}
            if named and acts_at(self.words, at + 1, self.language):
                start, end = self.words.starts[at], self.words.ends[at]
                body = Body(at, at + 1, start, end, self.text[start:end])
                return Doers((body,), at, at + 1, "plain")
        return None

    def _begins_another(self, run: Run, doers: Doers | None, new_paragraph: bool) -> bool:
        """Whether a sentence tells other bodies than the run before it."""
        if doers is None or doers.told in {"colon"}:
            return False
        before = run[0]
        strong = (
            doers.told == "order"
            or self._encourages(doers.told_at)
            or (doers.told == "duty" and not all(body.is_group for body in doers.bodies))
            or (doers.told in {"duty", "weak"} and new_paragraph)
            or (before is not None and _is_one_body(doers) and not _is_many(before))
        )
        if before is None:
            return doers.told == "order" or self._leads(doers)
        names = {body.name.casefold() for body in before.bodies}
        return strong and not {body.name.casefold() for body in doers.bodies} & names

    def _leads(self, doers: Doers) -> bool:
        return doers.told == "duty" and not any(body.is_group for body in doers.bodies)

    def _instructs(self, run: Run, section: Section, context: Context) -> bool:
        doers, start, end = run
        first, last = self._span_words(start, end)
        if self._is_formula(first, last) and not (doers and self._carries_out(first, last)):
            return False
        if section.kind == "paragraph" and not (doers and self._tells_outright(doers)):
            return False
        if context.zone == "none":
            return False
        if context.standing:
            return self._has_a_day(doers, start, end)
        if context.mode == "carried_out":
            return doers is not None
        if context.mode == "assigns" and doers and self._only_designates(doers, last):
            return False
        if doers and doers.told == "colon" and self._says_how_much(doers.told_at + 1):
            return False
        if doers and (doers.told in {"order", "duty"} or self._carries_out(first, last)):
            return True
        if doers and doers.told == "will":
            return context.mode in {"orders", "programme"}
        if context.mode == "assigns" and not context.owners:
            told = doers is not None and doers.first == first
            return context.zone == "tasks" and (told or self._has_a_day(doers, start, end))
        if doers and context.mode == "programme" and doers.first == first:
            return True
        if doers and doers.told == "plain" and context.zone == "aims":
            return bool(self._deadlines(start, end))
        if doers and context.zone is None:
            told = doers.told == "colon" and context.mode == "orders"
            return told or (doers.first == first and self._has_a_day(doers, start, end))
        if doers:
            return True
        if instructions.has("disseminates", self.words, first, last, self.language):
            return context.zone == "tasks"
        if context.zone is None:
            return False
        if context.zone == "aims":
            return self._acts(start, end) and bool(self._deadlines(start, end))
        if self._acts(start, end):
            return True
        return context.opened and instructions.may_act(self.words, first, last, self.language)

    def _has_a_day(self, doers: Doers | None, start: int, end: int) -> bool:
        """Whether something is to be done by a day, and not whenever it falls due."""
        acts = doers is not None or self._acts(start, end)
        return acts and any(found.iso for found in self._deadlines(start, end))

    def _tells_outright(self, doers: Doers) -> bool:
        """Whether a paragraph without a label tells somebody: by an order or a duty; or, behind an
        order, by what one known body does next ("Văn phòng UBND tỉnh theo dõi ...")."""
        if doers.told == "order":
            self.ordered = True
        known = all(body.key and not body.head for body in doers.bodies) and not _is_many(doers)
        return doers.told in {"order", "duty"} or (self.ordered and known and doers.told == "plain")

    def _says_how_much(self, index: int) -> bool:
        """ "Schools reaching national standards: 66.1%" is a line of targets, and tells nobody."""
        return self.words.folded[index : index + 1] != [] and self.words.folded[index][0].isdigit()

    def _only_designates(self, doers: Doers, last: int) -> bool:
        """ "Giám đốc Sở Y tế - Thành viên", "X là cơ quan thường trực, được sử dụng con dấu": says
        what somebody is, and nothing to do."""
        if doers.told_at >= last - 1:
            return True
        cue = cues("designates", self.language).longest(self.words, doers.told_at, last)
        return cue is not None and not any(
            acts_at(self.words, at, self.language)
            for at in range(cue[0], last)
            if self.words.folded[at - 1] in _BEFORE_DUTY
        )

    def _carries_out(self, first: int, last: int) -> bool:
        return instructions.has("carried_out", self.words, first, last, self.language)

    def _acts(self, start: int, end: int) -> bool:
        pieces = [
            sentence
            for piece in self._paragraphs_in(start, end)
            for sentence in instructions.sentences(self.text, *piece)
        ]
        if instructions.some_sentence_acts(self.words, pieces, self.language):
            return True
        for piece in pieces:  # "Hằng tuần công bố ..."
            first, last = self._span_words(*piece)
            recurs = cues("recurs", self.language).longest(self.words, first, last)
            if recurs and acts_at(self.words, recurs[0], self.language):
                return True
        # "Đến năm 2028, hoàn thành ...": what is to be done stands behind when, or on what basis
        for piece in pieces:
            first, last = self._span_words(*piece)
            if cues("intro", self.language).longest(self.words, first, last):
                for at in range(first, last - 1):
                    if self.words.folded[at] in {",", ":"} and acts_at(
                        self.words, at + 1, self.language
                    ):
                        return True
        return False

    # -- a task -------------------------------------------------------------------------------

    def _task(
        self,
        path: str,
        label: str | None,
        parent: str | None,
        section: Section | None,
        doers: Doers | None,
        piece: tuple[int, int],
        context: Context,
    ) -> Task:
        start, end = piece
        first, last = self._span_words(start, end)
        told_at = doers.told_at if doers else first
        begins = self.words.starts[told_at] if doers and told_at < last else start
        whole = len(instructions.sentences(self.text, begins, end)) == 1
        parts = self.roles.parts(told_at, last, whole=whole)
        found: list[tuple[Body, Role, bool]] = []
        remarked = None if doers else self._remarked(start, end)
        if doers:
            found += [(body, parts.role, False) for body in doers.bodies]
        elif remarked:
            found += [(body, role, False) for body, role in remarked]
        else:
            found += [
                (owner.body, parts.role if owner.role == "responsible" else owner.role, True)
                for owner in context.owners
            ]
        found += [(body, "responsible", False) for body in parts.also_told]
        found += [(body, role, False) for body, role in parts.others]
        deadline = last_deadline(self._deadlines(start, end)) or context.deadline
        return Task(
            path=path,
            text=" ".join(self.text[start:end].split()),
            span=self.source.span(start, end),
            label=label,
            parent=parent,
            section=section.path if section else None,
            force=self._force(doers, first, last),
            agencies=task_agencies(self.source, found),
            deadline=deadline.iso if deadline else None,
            deadline_words=deadline.words if deadline else None,
            recurrence=find_recurrence(self.text, start, end, self.language),
            deliverable=find_product(self.words, told_at, last, self.language),
            rule=doers.told if doers else "imperative",
        )

    def _remarked(self, start: int, end: int, *, alone: bool = False) -> list[tuple[Body, Role]]:
        """Who does it by the words in brackets that end a task: "(Sở Y tế chủ trì, phối hợp với Sở
        Tài chính)"; a body ``alone`` only where that cannot say who a receiver is."""
        bracket = bracket_at_end(self.text, start, end)
        if bracket is None:
            return []
        first, last = self._span_words(*bracket)
        bodies, after = self.roles.reader.read_list(first, last)
        if alone and after == last:
            return [(body, "responsible") for body in bodies]
        if not bodies or bodies[0].first != first:
            return []
        if not acts_at(self.words, after, self.language) and not self.roles.leads_at(after):
            return []
        parts = self.roles.parts(after, last)
        return [*((body, parts.role) for body in bodies), *parts.others]

    def _force(self, doers: Doers | None, first: int, last: int) -> Force:
        places = (doers.first, doers.told_at) if doers else (first,)
        return "encouraged" if any(map(self._encourages, places)) else "instructed"

    def _encourages(self, at: int) -> bool:
        return cues("encourages", self.language).longest(self.words, at) is not None

    def _deadlines(self, start: int, end: int) -> tuple[Deadline, ...]:
        return find_deadlines(self.text, start, end, self.language, issued_on=self.issued_on)


def _type_of_heading(heading: str) -> str | None:
    """The type of an attached document by its heading ("KẾ HOẠCH HÀNH ĐỘNG")."""
    folded = heading.casefold()
    best = None
    for kind in vocabulary.document_types():
        for name in (*kind.names_vi, *kind.names_en):
            at = folded.find(name.casefold())
            if at >= 0 and (best is None or at < best[0]):
                best = (at, kind.code)
    return best[1] if best else None


__all__ = ["find_tasks"]
