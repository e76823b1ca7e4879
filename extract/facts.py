"""The facts that come out of one document, as plain frozen data.

Every fact carries a :class:`Span`: character offsets into :attr:`SourceText.text`, the page the
words stand on, and the words themselves. ``span.quote == source.text[span.start:span.end]`` holds
for every fact; :meth:`SourceText.span` is the one place that makes spans.

Codes (document types, relations, roles, comparators) are those of ``docs/annotation.md``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Language = Literal["vi", "en"]
Relation = Literal[
    "basis", "implements", "details", "amends", "replaces", "repeals", "consolidates", "corrects",
    "suspends", "promulgated_with", "proposed_by", "refers",
]  # fmt: skip
CitationForm = Literal["full", "short", "anaphoric"]
Role = Literal["lead", "coordinate", "responsible", "supervise", "advise", "receive_report"]
Force = Literal["instructed", "committed", "encouraged"]
Comparator = Literal["=", ">=", "<=", ">", "<", "range", "about"]
TargetKind = Literal["level", "growth", "share"]


@dataclass(frozen=True, slots=True)
class Span:
    """Where words stand: ``start``/``end`` are character offsets into the stored text (end
    exclusive), ``page`` counts from 1, ``quote`` is exactly the text between them. Of words that
    were recognised in a picture, ``confidence`` says how sure that is of the least certain one (0
    to 100)."""

    start: int
    end: int
    page: int
    quote: str
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class DigitalSignature:
    """Who signed the file itself, and when, as its digital signature says: the name and the
    organisation on the certificate, and the day and time (ISO 8601). Whether the certificate is to
    be trusted is not looked into."""

    name: str | None
    organisation: str | None = None
    signed_at: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentFields:
    """What a document says of itself. ``None`` means: not printed, or not readable.

    ``spans`` maps a field's name to the words it was read from. ``issuer_key`` and
    ``jurisdiction`` are vocabulary keys (see ``extract.vocabulary``): who issued it, and whose
    territory it is (``vn`` for central bodies, else a province's slug such as ``son-la``, or
    ``None`` where the document does not tell). Dates are ISO 8601.
    """

    type: str
    language: Language
    number: str | None = None
    number_raw: str | None = None  # as read, where it differs from ``number``
    title: str | None = None
    issuer: str | None = None  # as printed, with its place
    issuer_key: str | None = None
    superior: str | None = None  # the body printed above the issuer
    jurisdiction: str | None = None
    issued_on: str | None = None
    place: str | None = None
    urgency: str | None = None  # code of a stamp such as "HỎA TỐC"
    effective_on: str | None = None
    signer: str | None = None
    signer_position: str | None = None
    signed_for: str | None = None  # "TM. ỦY BAN NHÂN DÂN": on whose behalf
    recipients: tuple[str, ...] = ()  # the lines below "Nơi nhận"
    addressees: tuple[str, ...] = ()  # to whom it is written: "Kính gửi", "... điện:"
    spans: dict[str, Span] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Section:
    """A provision or heading. ``path`` joins the labels from the root (``II.3.a``; bullets count:
    ``3.-1``) and is unique in its document. ``span`` covers the provision with all its children;
    ``body`` ends where its first child begins. ``parent`` is the parent's path or ``None``.

    kind: part, chapter, section, subsection, article, clause, point, item, bullet, heading,
    paragraph, appendix, table, row, preamble, closing.
    """

    path: str
    parent: str | None
    kind: str
    label: str | None
    heading: str | None
    ordinal: int
    level: int
    span: Span
    body: Span
    appendix: str | None = None  # label of the appendix or attached document it is in


@dataclass(frozen=True, slots=True)
class Citation:
    """One mention of a document.

    ``number`` is normalized (``252/NQ-HĐND``), ``number_raw`` as printed where it differs.
    ``date`` is ISO, a bare year ("2022"), or ``None``; ``date_words`` keeps what was printed.
    ``self_reference`` marks a mention of the document itself. ``antecedent`` is the index (into
    the document's citations) that an anaphor points back to. For an amendment between two cited
    documents ``subject`` and ``object`` are such indexes. ``in_part`` says that the act is on a part
    of it that is not named beside it ("bãi bỏ một phần Quyết định ...").
    """

    type: str
    span: Span
    number: str | None = None
    number_raw: str | None = None
    name: str | None = None
    date: str | None = None
    date_words: str | None = None
    issuer: str | None = None
    issuer_key: str | None = None
    jurisdiction: str | None = None
    relation: Relation = "refers"
    pinpoint: str | None = None
    form: CitationForm = "full"
    self_reference: bool = False
    antecedent: int | None = None
    subject: int | None = None
    object: int | None = None
    inside_title: bool = False
    in_part: bool = False
    section: str | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class AgencyMention:
    """A body, or a group of bodies, named in the text.

    ``key`` is the vocabulary's key for the kind of body (``so-noi-vu``, ``ubnd-tinh``), ``None``
    when the vocabulary does not know it; ``place`` a province's slug where the words say one;
    ``head`` is true where the body is meant in the person of its head ("Chairman of ...").
    """

    name: str
    span: Span
    key: str | None = None
    place: str | None = None
    head: bool = False
    is_group: bool = False


@dataclass(frozen=True, slots=True)
class TaskAgency:
    """A body's part in a task. ``inherited`` where a heading or opening paragraph names it."""

    name: str
    role: Role
    span: Span
    is_group: bool = False
    inherited: bool = False
    key: str | None = None
    place: str | None = None
    head: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """One thing somebody is told to do; ``parent`` is the path of the nearest enclosing task."""

    path: str
    text: str
    span: Span
    label: str | None = None
    parent: str | None = None
    section: str | None = None
    force: Force = "instructed"
    agencies: tuple[TaskAgency, ...] = ()
    deadline: str | None = None
    deadline_words: str | None = None
    recurrence: str | None = None
    deliverable: str | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """One number to be reached. ``unit_normalized`` is the base unit (VND, USD, persons, %).

    ``value`` is ``None`` for a target in words ("thuộc nhóm 3 nước dẫn đầu"), which stand in
    ``value_words``. ``responsible`` is what a table's column says of who answers for it, as
    printed; ``agencies`` are the bodies in it. ``kind`` tells a level from how much it grows or
    falls, and from a share.
    """

    indicator: str
    span: Span
    value: float | None
    comparator: Comparator = "="
    value_to: float | None = None
    unit: str | None = None
    value_normalized: float | None = None
    value_to_normalized: float | None = None
    unit_normalized: str | None = None
    baseline: str | None = None
    period: str | None = None
    scope: str | None = None
    label: str | None = None
    section: str | None = None
    rule: str = ""
    value_words: str | None = None
    responsible: str | None = None
    kind: TargetKind | None = None
    agencies: tuple[TaskAgency, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a person should look at. ``kind`` is a short code, ``message`` one sentence that
    says what is wrong and what to do."""

    kind: str
    message: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """All that one file says."""

    document: DocumentFields
    sections: tuple[Section, ...] = ()
    citations: tuple[Citation, ...] = ()
    tasks: tuple[Task, ...] = ()
    targets: tuple[Target, ...] = ()
    problems: tuple[Problem, ...] = ()
    signatures: tuple[DigitalSignature, ...] = ()
