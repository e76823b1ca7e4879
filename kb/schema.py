"""The tables and views of the knowledge base, as data, each column with its meaning.

One definition a table: the database is made from it, Datasette shows its comments
(:func:`datasette_metadata`), and the tests walk over it. Public names are a contract: renaming a
column is a breaking change that wants a migration here and a line in CHANGELOG.md. Tables whose
name starts with ``_`` are the builder's own.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database, Migrations

from kb.resolve import effect

APPLICATION_ID = 0x56_4E_4B_42
"""Written into every database ("VNKB"), so that no other program's database is ever replaced."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, the Python type that SQLite's follows from, what it means, and the
    table whose ``id`` (or single key) it refers to."""

    name: str
    type: type
    comment: str
    references: str | None = None
    required: bool = False
    default: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table: what one row is, its columns and key, and the columns that have an index."""

    name: str
    comment: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ("id",)
    indexes: tuple[tuple[str, ...], ...] = ()

    @property
    def public(self) -> bool:
        return not self.name.startswith("_")

    @property
    def sorted_by(self) -> tuple[str, ...]:
        """The columns by which its rows can be had in order without reading all of them."""
        return tuple(dict.fromkeys([self.key[0], *(columns[0] for columns in self.indexes)]))


@dataclass(frozen=True, slots=True)
class View:
    """A view: what one row is, its SQL, what its columns mean, and whether it has other rows
    tomorrow."""

    name: str
    comment: str
    sql: str
    columns: tuple[tuple[str, str], ...]
    rows_by_day: bool = False


def _text(name: str, comment: str, references: str | None = None) -> Column:
    return Column(name, str, comment, references)


def _whole(name: str, comment: str) -> Column:
    return Column(name, int, comment)


def _real(name: str, comment: str) -> Column:
    return Column(name, float, comment)


_ID = Column("id", str, "Address of the row; the same at every build", required=True)
_DOCUMENT = Column("document_id", str, "The document that says it", "documents", required=True)
_SECTION = _text("section_id", "The provision in which it stands", "sections")
_PLACE = (
    _whole("start", "First character, counted in the document's stored text from 0"),
    _whole("end", "Character after the last one"),
    _whole("page", "Page on which it begins, from 1"),
)
_CONFIDENCE = _real(
    "confidence",
    "How sure the recognition was of the least certain of these words, 0 to 100; empty where they "
    "were not recognised in a picture",
)
_EVIDENCE = (_text("quote", "Exactly the stored text between start and end"), *_PLACE)
_RULE = _text("rule", "The rule of the grammar that found it")

TABLES: tuple[Table, ...] = (
    Table(
        "agencies",
        "A body, or a group of bodies, that a document names",
        (
            _ID,
            _text("name", "Full Vietnamese name, with its place"),
            _text("name_en", "English name, with its place"),
            _text("short_name", "Abbreviation in use"),
            _text("kind", "What sort of body: department, ministry, committee, party, group ..."),
            _text("level", "central, province, district or commune"),
            _text("jurisdiction", "Whose territory: vn, or a province such as son-la"),
            _text("parent_id", "The body above it", "agencies"),
            _whole("is_group", "1 for a class of bodies (all departments), 0 for one body"),
            _text("valid_from", "First day on which it existed, where known"),
            _text("valid_to", "Last day on which it existed, where known"),
            _whole("provisional", "1 where the vocabulary does not know it: see problems"),
            _text("key", "Its key in the vocabulary of bodies"),
        ),
        indexes=(
            ("name",),
            ("kind",),
            ("level",),
            ("jurisdiction",),
            ("parent_id",),
            ("is_group",),
            ("provisional",),
        ),
    ),
    Table(
        "documents",
        "A document, held as a file or only cited by others",
        (
            _ID,
            _text("type", "Kind of document: directive, decision, plan, law ..."),
            _text("number", "Printed symbol, e.g. 01/CT-UBND"),
            _text("title", "Subject as printed; for a document only cited, its name if it has one"),
            _text("issuer_id", "The body that issued it", "agencies"),
            _text("issuer", "Its issuer as printed"),
            _text("issued_on", "Date of issue"),
            _whole("year", "Year of issue, also where only the year is known"),
            _text("effective_on", "Date from which it has effect, as it says itself"),
            _text("expired_on", "Date from which it has none"),
            _text(
                "status",
                "Effect on the day of the build: not_yet_in_force, in_force, amended, "
                "partly_expired, suspended, expired; unknown where nothing says so",
            ),
            _text("language", "Language of the stored text: vi or en"),
            _text("jurisdiction", "Whose territory: vn, or a province such as son-la"),
            _text("place", "Place of signing as printed"),
            _text("signer", "Who signed"),
            _text("signer_position", "The signer's position"),
            _text("signed_for", "On whose behalf it was signed"),
            _text("recipients", "Recipients as printed, a JSON array"),
            _text("addressees", "To whom it is written (Kính gửi), a JSON array"),
            _text("superior", "The body printed above the issuer"),
            _text("urgency", "urgent (khẩn), very_urgent, express (hỏa tốc) or express_timed"),
            _whole("held", "1 if the file is here, 0 if it is only cited"),
            _text("source_id", "The file from which its facts come", "sources"),
            _text("akn_uri", "Name by the Akoma Ntoso naming convention"),
            _text("registered_in", "The register that lists it", "sources"),
            Column("cited_by", int, "How many other documents cite it", required=True, default=0),
        ),
        indexes=(
            ("cited_by",),
            ("registered_in",),
            ("type",),
            ("number",),
            ("issuer_id",),
            ("issued_on",),
            ("year",),
            ("status",),
            ("language",),
            ("jurisdiction",),
            ("held", "issued_on"),
            ("source_id",),
        ),
    ),
    Table(
        "document_aliases",
        "A shorter or older address that leads to exactly one document",
        (
            Column("alias", str, "The shorter address", required=True),
            Column("document_id", str, "The document that it means", "documents", required=True),
        ),
        ("alias",),
        (("document_id",),),
    ),
    Table(
        "document_texts",
        "The text of a held document, into which all start and end columns count",
        (
            Column("document_id", str, "The document", "documents", required=True),
            _text("source_id", "The file it was read from", "sources"),
            _text("text", "The whole text: Unicode NFC, pages joined by a line break"),
        ),
        ("document_id",),
        (("source_id",),),
    ),
    Table(
        "document_pages",
        "A page of a held document and the characters on it",
        (
            _ID,
            _DOCUMENT,
            _whole("number", "Page number, from 1"),
            _whole("start", "First character of the page in the stored text"),
            _whole("end", "Character after the last one"),
            _text("read_by", "How the page was read: text-layer, ocr, markup, plain"),
        ),
        indexes=(("document_id",),),
    ),
    Table(
        "document_fields",
        "The words from which a field of a document was read",
        (
            _ID,
            _DOCUMENT,
            _text("field", "Column of documents: number, issuer, issued_on ..."),
            *_EVIDENCE,
            _CONFIDENCE,
        ),
        indexes=(("document_id",), ("field",)),
    ),
    Table(
        "digital_signatures",
        "A digital signature of a held document's file, as its certificate says; not verified",
        (
            _ID,
            _DOCUMENT,
            _text("name", "Who signed: a person, or a body with its seal"),
            _text("organisation", "Unit and body on the certificate"),
            _text("signed_at", "Day and time of signing"),
        ),
        indexes=(("document_id",), ("name",)),
    ),
    Table(
        "sources",
        "A file that was given to the builder",
        (
            _ID,
            _text("path", "Where it lies; relative if it is below the database's folder"),
            _text("sha256", "Fingerprint of its bytes; of a register, with those of its mapping"),
            _whole("bytes", "Size of the file"),
            _text("media_type", "What kind of file it is"),
            _whole("pages", "Number of pages"),
            _text("read_by", "How it was read: text-layer, ocr, markup, plain"),
            _text("read_on", "Day on which it was read"),
            _text("extractor_version", "Version of the extraction that read it"),
            _text("document_id", "The document it holds; empty if it cannot be read", "documents"),
            _text(
                "role",
                "primary, copy (same bytes), version or rendering (other language), register, or "
                "unreadable",
            ),
        ),
        indexes=(
            ("sha256",),
            ("document_id",),
            ("role",),
            ("media_type",),
            ("read_by",),
            ("path",),
        ),
    ),
    Table(
        "source_pages",
        "A page of a file, and how it was read",
        (
            Column("source_id", str, "The file", "sources", required=True),
            Column("page", int, "Page number, from 1", required=True),
            _text("read_by", "How the page was read: text-layer, ocr, mixed, markup, plain"),
            _real("confidence", "How sure the recognition of its words was, 0 to 100"),
            _real("angle", "By how many degrees the page was turned to read it"),
        ),
        ("source_id", "page"),
        (("read_by",), ("confidence",)),
    ),
    Table(
        "register_rows",
        "A line of a register: a document as the office listed it",
        (
            _ID,
            Column("source_id", str, "The register", "sources", required=True),
            _text("sheet", "Sheet of the workbook"),
            Column("row", int, "Line of the sheet or file, from 1", required=True),
            _text(
                "document_id",
                "The document that it lists; empty if it tells too little",
                "documents",
            ),
            _text("number", "Number, as listed"),
            _text("type", "Kind of document"),
            _text("title", "Subject, as listed"),
            _text("issuer", "Issuer, as listed"),
            _text("issued_on", "Date of issue"),
            _text("effective_on", "Date from which it has effect"),
            _text("expired_on", "Date from which it has none"),
            _text("status", "Effect when the register was made, as a code of documents.status"),
            _text("signer", "Who signed, as listed"),
            _text("file", "The file that it names"),
            _text("link", "The web address that it names"),
            _text("text", "The cells of the line, one below the other"),
        ),
        indexes=(
            ("source_id", "sheet", "row"),
            ("document_id",),
            ("issued_on",),
            ("type",),
            ("status",),
        ),
    ),
    Table(
        "sections",
        "A provision or heading of a document",
        (
            _ID,
            _DOCUMENT,
            _text("parent_id", "The provision that contains it", "sections"),
            _whole("ordinal", "Place among its siblings"),
            _text("kind", "article, clause, point, item, bullet, heading, appendix, row ..."),
            _text("label", "Its number or letter as printed"),
            _text("heading", "Its heading"),
            _text("text", "Its own words, without those of the provisions in it"),
            *_PLACE,
            _text("path", "Labels from the root, e.g. II.3.a"),
            _whole("level", "Depth in the tree"),
            _whole("body_end", "Where its own words end and its first child begins"),
            _text("appendix", "The appendix or attached document in which it stands"),
        ),
        indexes=(("document_id", "start"), ("parent_id",), ("kind",)),
    ),
    Table(
        "citations",
        "One mention of a document in a document",
        (
            _ID,
            _DOCUMENT,
            _SECTION,
            _text("cited_document_id", "The document that is meant", "documents"),
            _text("relation", "What the citing document does to it: basis, implements, amends ..."),
            _text("type", "Kind of document that is cited"),
            _text("number", "Its number in normal form"),
            _text("date", "Its date, or only the year, as cited"),
            _text("issuer", "Its issuer as cited"),
            _text("issuer_id", "The body that its issuer is", "agencies"),
            _text("pinpoint", "The provision that is meant"),
            _text("form", "full, short or anaphoric"),
            _text("state", "resolved (file is here), stub (only cited), ambiguous, unresolved"),
            _text("candidates", "Ids of the documents it may mean, a JSON array"),
            _text(
                "reason",
                "Why it means none for certain: several fit, several-laws have had the name, no-place "
                "says whose number it is, several-before in the text may be meant",
            ),
            *_EVIDENCE,
            _RULE,
            _text("name", "Its name, where it is cited by name"),
            _text("number_raw", "Its number as printed, where that differs"),
            _whole("self", "1 where a document names itself"),
            _text("antecedent_id", "The earlier mention that it points back to", "citations"),
            _text(
                "subject_id",
                "In an amendment of one cited document by another: the one that amends",
                "citations",
            ),
            _text("object_id", "In such an amendment: the one that is amended", "citations"),
            _whole("inside_title", "1 where it stands in the title of another document"),
            _whole("in_part", "1 where the act is on a part of it that is not named beside it"),
            _text(
                "cited_key",
                "What the mention tells: type | number | name | district or commune | "
                "territory | date | not after | merged, where that territory was several then",
            ),
            _CONFIDENCE,
        ),
        indexes=(
            ("document_id", "start"),
            # What a document cites and what cites it, each from its index alone.
            ("document_id", "cited_document_id", "relation", "subject_id", "id"),
            ("cited_document_id", "relation", "document_id", "subject_id"),
            ("relation", "cited_document_id", "document_id", "subject_id"),
            ("state",),
            ("type",),
            ("form",),
            ("section_id",),
            ("cited_key",),
            ("antecedent_id",),
            ("subject_id",),
            ("object_id",),
            ("issuer_id",),
        ),
    ),
    Table(
        "agency_names",
        "A way in which a body is written",
        (
            Column("agency_id", str, "The body", "agencies", required=True),
            Column("name", str, "The name as written", required=True),
            _text("folded", "The name in lower case without accents"),
            Column("language", str, "vi or en", required=True),
        ),
        ("agency_id", "name", "language"),
        (("folded",), ("name",), ("language",)),
    ),
    Table(
        "agency_successions",
        "Which body took over from which",
        (
            Column("predecessor_id", str, "The body that was", "agencies", required=True),
            Column("successor_id", str, "The body that took over", "agencies", required=True),
            Column("on_date", str, "First day of the successor", required=True),
            Column(
                "scope", str, "What it took over; 'all' where everything went there", required=True
            ),
            _text("basis", "The document or event that ordered it"),
            _text("scope_words", "Words by which its part of the work is told, a JSON array"),
            Column("certain", int, "0 where it is not verified that it took over", default=1),
            _text("day_is", "exact, or about where the day itself is not verified"),
            _text("source", "What says so, or what is not known"),
        ),
        ("predecessor_id", "successor_id", "on_date", "scope"),
        (("successor_id",), ("on_date",)),
    ),
    Table(
        "agency_heirs",
        "A body that was succeeded, and who had its work from when until when, itself first",
        (
            Column("agency_id", str, "The body that was", "agencies", required=True),
            Column("heir_id", str, "The body that had its work", "agencies", required=True),
            Column("from_date", str, "First day; empty for the body itself", required=True),
            _text("until_date", "First day on which it had it no more; empty if it still has it"),
            Column("scope", str, "Which part of the work; 'all' for all of it", required=True),
            _whole("certain", "0 where a step on the way is not verified"),
            _text("basis", "The documents or events that ordered it"),
            _text("chain", "The bodies on the way, one after the other"),
        ),
        ("agency_id", "heir_id", "from_date", "scope"),
        (("heir_id",),),
    ),
    Table(
        "agency_groups",
        "What sort of bodies belong to a group; empty columns leave it open",
        (
            Column("group_id", str, "The group", "agencies", required=True),
            Column("member_key", str, "Key of its members in the vocabulary", required=True),
            Column("level", str, "Their level", required=True),
            Column("kind", str, "Their kind", required=True),
            Column("jurisdiction", str, "Whose territory they have", required=True),
            _text("says", "Who they are, in words"),
        ),
        ("group_id", "member_key", "level", "kind", "jurisdiction"),
    ),
    Table(
        "task_heirs",
        "Where a body's work was divided: the heir to which the words of a task point",
        (
            Column("task_id", str, "The task", "tasks", required=True),
            Column("agency_id", str, "The body that was told", "agencies", required=True),
            Column("heir_id", str, "The heir that has this part", "agencies", required=True),
            _text("words", "The words that tell; empty where it has what no other's words tell"),
        ),
        ("task_id", "agency_id", "heir_id"),
        (("agency_id",), ("heir_id",)),
    ),
    Table(
        "tasks",
        "One thing that somebody is told to do",
        (
            _ID,
            _DOCUMENT,
            _SECTION,
            _text("parent_id", "The task that contains it", "tasks"),
            _text("label", "Its number or letter as printed"),
            _text("path", "Labels from the root, e.g. II.3.a"),
            _text("text", "What is to be done"),
            _text("force", "instructed, committed (is going to) or encouraged (is invited to)"),
            _text("deadline", "Date by which it must be done"),
            _text("deadline_words", "The deadline as printed"),
            _text("recurrence", "How often it is to be done, as printed"),
            _text("deliverable", "What is to be handed in"),
            *_EVIDENCE,
            _RULE,
            _text(
                "deadline_kind",
                "fixed, relative (a term that runs from an event), recurring, ongoing, unclear "
                "(words that give no day) or none",
            ),
            _text("runs_from", "The event from which a relative term runs, as printed"),
            _text("recurrence_rule", "How often, as a rule that calendars know (RFC 5545)"),
            _whole("clear_who", "1 where it says who does it"),
            _whole("clear_what", "1 where it says what is to be done"),
            _whole("clear_when", "1 where it says by when or how often"),
            _whole("clear_responsibility", "1 where a single body answers for it"),
            _whole("clear_product", "1 where it says what comes out"),
            _whole("clear_authority", "1 where it says to whom it is reported or submitted"),
            _CONFIDENCE,
        ),
        indexes=(
            ("document_id", "start"),
            ("parent_id",),
            ("section_id",),
            ("deadline",),
            ("force", "deadline"),
            ("deadline_kind",),
            ("clear_who",),
            ("clear_when",),
            ("clear_product",),
            ("clear_responsibility",),
            ("clear_authority",),
        ),
    ),
    Table(
        "task_links",
        "The same task given again in another document",
        (
            Column("task_id", str, "The task in the document that cites", "tasks", required=True),
            Column("same_as_id", str, "The task that it repeats", "tasks", required=True),
            _text("reason", "Why they are taken for the same"),
            _real("likeness", "Share of words in common, 0 to 1"),
            _text("citation_id", "A mention of the one's document in the other's", "citations"),
        ),
        ("task_id", "same_as_id"),
        (("same_as_id",), ("citation_id",)),
    ),
    Table(
        "awaited_documents",
        "A document that another document asks a body for, and whether one is held",
        (
            _ID,
            Column("document_id", str, "The document that asks for it", "documents", required=True),
            Column("task_id", str, "The task that asks for it", "tasks", required=True),
            _text("agency_id", "The id of the body that is asked"),
            _text("agency", "Its name"),
            _text("asked_as", "The body or class of bodies that the task names", "agencies"),
            _text("type", "Kind of document that is asked for"),
            _text("deliverable", "What is to be handed in, as printed"),
            _text("deadline", "Date by which it must be done"),
            _text(
                "state",
                "followed (one is held), not_held (none is held here, which does not say that "
                "there is none), unknown (who belongs to the class is not known)",
            ),
            _text("followed_by_id", "The document that followed", "documents"),
        ),
        indexes=(
            ("document_id", "state"),
            ("task_id",),
            ("agency_id",),
            ("asked_as",),
            ("type",),
            ("state",),
            ("followed_by_id",),
        ),
    ),
    Table(
        "task_progress",
        "How far a task has come, as the office noted it in progress.csv",
        (
            _ID,
            Column("task_id", str, "The task", "tasks", required=True),
            _text(
                "status",
                "not_begun, under_way, done, done_on_time, done_late, overdue or unknown",
            ),
            _text("status_as_written", "The status in the office's words"),
            _text("on_date", "The day of the note"),
            _text("by", "Who noted it"),
            _text("note", "The office's remark"),
            _text("file", "The file that says it"),
            _whole("line", "Its line in the file"),
            _whole("latest", "1 for the note that counts, 0 for an earlier one"),
        ),
        indexes=(("task_id", "latest"), ("status",), ("latest",)),
    ),
    Table(
        "task_agencies",
        "A body's part in a task",
        (
            _ID,
            Column("task_id", str, "The task", "tasks", required=True),
            _text("agency_id", "The body", "agencies"),
            _text("role", "lead, coordinate, responsible, supervise, advise, receive_report"),
            _whole("inherited", "1 where a heading or opening paragraph names it"),
            _text("name_as_written", "The body as the document writes it"),
            *_PLACE,
            _whole("is_group", "1 for a class of bodies"),
            _whole("head", "1 where it is meant in the person of its head"),
            _text("force", "The task's force"),
            _text("deadline", "The task's deadline"),
            _CONFIDENCE,
        ),
        indexes=(
            ("task_id",),
            # A body's tasks by their dates: without a look at the tasks, of which it may have 50,000.
            ("agency_id", "deadline", "task_id", "role", "force"),
            ("role", "force", "deadline", "task_id"),
            # A body's parts in the order in which Datasette lists them.
            ("agency_id", "id"),
            ("inherited",),
            ("is_group",),
            ("force",),
        ),
    ),
    Table(
        "indicators",
        "What is measured, across documents",
        (
            _ID,
            _text("name", "Vietnamese name"),
            _text("name_en", "English name"),
            _text("unit", "Base unit"),
            _text("kind", "level, growth (by how much it changes) or share"),
            _text("better", "up or down: in which direction it improves; empty where not known"),
            _text("official_name", "Its name in the national list of statistical indicators"),
            _text("official_name_en", "That name in English"),
            _text("source", "Where the official name comes from"),
            _whole("known", "1 where it is in the vocabulary of indicators, 0 by its words alone"),
            _text("same_as", "The indicator that people say it is", "indicators"),
            Column("targets", int, "How many targets it has", required=True, default=0),
            Column("documents", int, "How many documents set them", required=True, default=0),
            _text("first_period", "The earliest period that they are for"),
            _text("last_period", "The latest period that they are for"),
        ),
        indexes=(("unit",), ("kind",), ("known",), ("same_as",), ("targets",)),
    ),
    Table(
        "targets",
        "One number, or aim in words, that is to be reached",
        (
            _ID,
            _DOCUMENT,
            _SECTION,
            _text("indicator_id", "The indicator, the same across documents", "indicators"),
            _text("indicator", "What is measured, as printed"),
            _text("comparator", "=, >=, <=, >, <, range or about"),
            _real("value", "The number as printed; empty for a target in words"),
            _real("value_to", "Upper end of a range"),
            _text("unit", "Unit as printed"),
            _real("value_normalized", "The number in the base unit"),
            _text("unit_normalized", "Base unit: VND, USD, persons, % ..."),
            _text("baseline", "Where it starts from, as printed"),
            _text("period", "The year, period or date it is for"),
            _text("scope", "Place or group it covers, where not the document's own territory"),
            *_EVIDENCE,
            _RULE,
            _real("value_to_normalized", "Upper end of a range in the base unit"),
            _text("label", "Number or letter of its provision"),
            _text("value_words", "A target in words, as printed"),
            _text("responsible", "The body that the table names for it, as printed"),
            _text("kind", "level, growth (by how much it changes) or share"),
            _text("task_id", "The task in which it stands, that carries it out", "tasks"),
            _text("place", "Whose territory it is for: vn, son-la, son-la.district-moc-chau"),
            _real("value_compared", "The number in the unit by which documents are compared"),
            _real("value_to_compared", "Upper end of a range in that unit"),
            _text("unit_compared", "ha, km, tonnes, MW, VND, % ..., or the English name of a unit"),
            _text("indicator_key", "The indicator by its words alone, before what people merged"),
            _text("year", "The first year of its period, else the document's"),
            _CONFIDENCE,
        ),
        indexes=(
            ("document_id", "start"),
            # The numbers of an indicator by year, and of how many documents, from the index alone.
            ("indicator_id", "period", "document_id"),
            ("indicator_key",),
            ("task_id",),
            ("place",),
            ("kind",),
            ("year",),
            ("section_id",),
            ("unit_normalized",),
            ("period",),
            ("comparator",),
        ),
    ),
    Table(
        "target_agencies",
        "A body that answers for a target, or coordinates",
        (
            _ID,
            Column("target_id", str, "The target", "targets", required=True),
            _text("agency_id", "The body", "agencies"),
            _text("role", "lead, responsible or coordinate"),
            _text("name_as_written", "The body as the document writes it"),
            *_PLACE,
            _whole("is_group", "1 for a class of bodies"),
            _whole("head", "1 where it is meant in the person of its head"),
            _text("task_id", "The task that gives it; empty where its own line does", "tasks"),
            _CONFIDENCE,
        ),
        indexes=(("target_id",), ("agency_id", "role"), ("role",), ("is_group",), ("task_id",)),
    ),
    Table(
        "target_changes",
        "What a document does to an indicator's target: sets, repeats, raises, lowers or drops it",
        (
            _ID,
            Column("indicator_id", str, "The indicator", "indicators", required=True),
            _text("change", "set, repeated, raised, lowered or dropped"),
            _text("place", "Whose territory it is for"),
            _text("scope", "Group it covers, where not the whole territory"),
            _text("period", "The year, period or date it is for"),
            Column("document_id", str, "The document that does it", "documents", required=True),
            _text("issuer_id", "Who issued that document", "agencies"),
            _text("on_date", "Its date"),
            _text("target_id", "The target there; empty where it is dropped", "targets"),
            _text("before_id", "The target before", "targets"),
            _text("before_document_id", "The document of the target before", "documents"),
        ),
        indexes=(
            ("on_date",),
            ("indicator_id", "place", "period"),
            ("place",),
            ("change",),
            ("document_id",),
            ("target_id",),
            ("before_id",),
            ("before_document_id",),
            ("issuer_id",),
        ),
    ),
    Table(
        "problems",
        "Something that a person should look at",
        (
            _ID,
            _text("document_id", "The document it is about", "documents"),
            _text("source_id", "The file it is about", "sources"),
            _text("kind", "Short code of the trouble"),
            _text("message", "What is wrong and what to do"),
            *_PLACE,
            _text(
                "other_document_id",
                "Where two places differ: the document of the other one",
                "documents",
            ),
            _text("other_quote", "Exactly the stored text of that place"),
            _whole("other_start", "Its first character"),
            _whole("other_end", "Character after its last one"),
            _whole("other_page", "Page on which it begins"),
        ),
        indexes=(("document_id",), ("source_id",), ("kind",), ("other_document_id",)),
    ),
    Table(
        "suggestions",
        "What an empty field of a document may be, for a person to confirm in corrections.csv",
        (
            _ID,
            _DOCUMENT,
            _text("column", "Column of documents that is empty, or succession"),
            _text("value", "What it may be; of a succession, who went into whom"),
            _text(
                "from_what",
                "register, citation, the document's own file, or its own words (document)",
            ),
            _text("message", "Why, and what to do"),
            _text("register_row_id", "The line of a register that says it", "register_rows"),
            _text("citation_id", "The mention in another document that says it", "citations"),
            _text("said_in", "The document whose text holds the words", "documents"),
            *_EVIDENCE,
            _text("table", "The table that it is about: documents, or indicators"),
            _text("row_id", "The row there that it is about"),
        ),
        indexes=(
            ("document_id",),
            ("column",),
            ("from_what",),
            ("register_row_id",),
            ("citation_id",),
            ("said_in",),
            ("table", "row_id"),
        ),
    ),
    Table(
        "document_events",
        "Something that happened to a document's effect, and the words that say so",
        (
            _ID,
            Column("document_id", str, "The document it happened to", "documents", required=True),
            _text(
                "kind",
                "issued, effective, amended, partly_expired, expired, replaced, repealed, "
                "suspended or consolidated",
            ),
            _text("on_date", "When; empty where nothing says it"),
            _text("not_before", "Where the date is not known: a day before which it was not"),
            _text("pinpoint", "The provision that is meant; empty for the whole document"),
            _text("by_document_id", "The document that did it", "documents"),
            _text("from_what", "field, citation, register or correction"),
            _text("citation_id", "The mention that says it", "citations"),
            _text("register_row_id", "The line of a register that says it", "register_rows"),
            _text("said_in", "The document whose text holds the words", "documents"),
            *_EVIDENCE,
        ),
        indexes=(
            ("on_date",),
            ("document_id", "on_date"),
            ("kind",),
            ("by_document_id",),
            ("citation_id",),
            ("register_row_id",),
            ("said_in",),
            ("from_what",),
        ),
    ),
    Table(
        "build_changes",
        "What the last build that changed anything changed",
        (
            _ID,
            _text("kind", "document or task"),
            _text("change", "added, changed or removed"),
            _text("document_id", "The document; it may be here no more"),
            _text("task_id", "The task; it may be here no more"),
            _text("name", "The document's number and subject, or what is to be done"),
            _text("was", "What a task's columns said before, as far as they differ, JSON"),
            _text("now", "What they say now, JSON"),
        ),
        indexes=(("kind", "change"), ("change",), ("document_id",)),
    ),
    Table(
        "corrections",
        "A person's correction, applied",
        (
            _text("table", "The table that it corrects"),
            _text("row_id", "Id of the row that it corrects, as written in corrections.csv"),
            _text("column", "The column that it corrects"),
            _text("value", "The right value; empty for none"),
            _text("was", "What the document was read as"),
            _text("by", "Who corrected it"),
            _text("on", "When"),
            _text("why", "Why"),
            _text("document_id", "The document it is about", "documents"),
        ),
        ("table", "row_id", "column"),
        (("by",), ("document_id",), ("on",)),
    ),
    Table(
        "_roots",
        "A file or folder that was given to the builder",
        (_text("path", "Its path"),),
        ("path",),
    ),
    Table(
        "_readings",
        "What the file of one fingerprint says of itself: all that identity needs",
        (
            _text("sha256", "Fingerprint of the bytes"),
            _text("version", "Version of the extraction"),
            _text("header", "The document's own fields as read, and how it was read, JSON"),
            _text("corrected", "The fields after corrections, where there are any, JSON"),
            _text("raw_id", "Address by the fields as read"),
            _text("raw_key", "Identity by the fields as read"),
            _text("document_id", "Address by the fields as corrected"),
            _text("key", "Identity by the fields as corrected"),
            _whole("characters", "Length of the text"),
            _text("language", "Language of the text"),
            _text("error", "Kind of trouble, where it cannot be read"),
            _text("message", "What to do about it"),
            _text("entry", "A register's line: its cells and what they are, JSON"),
            _text("refused", "Why the file could not be read again by a later version"),
        ),
        ("sha256",),
        (("document_id",), ("raw_id",)),
    ),
    Table(
        "_loaded",
        "Which reading a held document's rows were made from",
        (
            _text("document_id", "The document"),
            _text("sha256", "Fingerprint of the file"),
            _text("version", "Version of the extraction and of the loader"),
            _text("corrections", "Fingerprint of the corrections applied"),
        ),
        ("document_id",),
    ),
    Table(
        "_agency_counts",
        "How many instructed tasks a body has in each role",
        (
            _text("agency_id", "The body"),
            *(
                _whole(name, "Number of tasks")
                for name in (
                    "tasks",
                    "lead",
                    "responsible",
                    "coordinate",
                    "supervise",
                    "advise",
                    "receive_report",
                    "with_deadline",
                )
            ),
            _whole("documents", "Number of documents that give them"),
        ),
        ("agency_id",),
        (("tasks",),),
    ),
    Table(
        "_agency_deadlines",
        "The dates of a body's instructed tasks",
        (
            _text("agency_id", "The body"),
            _text("deadline", "A date"),
            _whole("tasks", "Number of tasks due on it"),
        ),
        ("agency_id", "deadline"),
    ),
    Table(
        "_citing_counts",
        "How many documents cite a document in each relation",
        (
            _text("document_id", "The document that is cited"),
            _text("relation", "The relation; empty where it has none"),
            _whole("documents", "Number of documents that cite it so"),
            _whole("mentions", "Number of their mentions"),
        ),
        ("document_id", "relation"),
        (("relation", "documents"),),
    ),
    Table(
        "_counts",
        "How many rows a table has",
        (_text("name", "The table"), _whole("rows", "Number of rows")),
        ("name",),
    ),
    Table(
        "_facets",
        "How many rows of a table have each value of a column",
        (
            _text("name", "The table"),
            _text("column", "The column"),
            _text("counts", "The most frequent values, each with its number of rows, JSON"),
        ),
        ("name", "column"),
    ),
    Table(
        "_state",
        "What the last build was made with",
        (_text("name", "Name"), _text("value", "Value")),
        ("name",),
    ),
)

_HAS_IT_TODAY = """s.heir_id <> s.agency_id AND s.from_date <= date('now')
   AND (s.until_date IS NULL OR s.until_date > date('now'))"""
"""Of a row of ``agency_heirs``. A LEFT JOIN of the view would copy all of them first."""


# Who has a body's part in a task today: the body itself where nothing succeeded it, else its heirs;
# where its work was divided, those to which the words of the task point, if they point to any.
def _has_part(heir: str) -> str:
    return f"""({heir} IS NULL
       OR NOT EXISTS (SELECT 1 FROM task_heirs w
                       WHERE w.task_id = ta.task_id AND w.agency_id = ta.agency_id)
       OR EXISTS (SELECT 1 FROM task_heirs w WHERE w.task_id = ta.task_id
                   AND w.agency_id = ta.agency_id AND w.heir_id = {heir}))"""


def task_status(day: str) -> str:
    """SQL that says how far a task ``t`` has come by a day (an SQL expression), by the note ``p``."""
    return f"""CASE
    WHEN p.status IS NULL OR p.status = 'unknown' THEN 'unknown'
    WHEN p.status = 'done' AND p.on_date IS NOT NULL AND t.deadline IS NOT NULL
      THEN CASE WHEN p.on_date <= t.deadline THEN 'done_on_time' ELSE 'done_late' END
    WHEN p.status IN ('not_begun', 'under_way') AND t.deadline < {day} THEN 'overdue'
    ELSE p.status END"""


def _owners(role: str) -> str:
    return f"""(SELECT json_group_array(name) FROM (
     SELECT DISTINCT coalesce(now.name, a.name, ta.name_as_written) AS name
       FROM task_agencies ta
       LEFT JOIN agencies a ON a.id = ta.agency_id
       LEFT JOIN agency_heirs s ON s.agency_id = ta.agency_id AND {_HAS_IT_TODAY}
       LEFT JOIN agencies now ON now.id = s.heir_id
      WHERE ta.task_id = t.id AND ta.role = '{role}' AND {_has_part("s.heir_id")}
      ORDER BY ta.id))"""


VIEWS: tuple[View, ...] = (
    View(
        "agencies_today",
        "A body that was succeeded, and a body that has its work today",
        f"""SELECT agency_id, heir_id AS today_id, scope, certain, chain FROM agency_heirs s
 WHERE {_HAS_IT_TODAY}""",
        (
            ("agency_id", "The body that was"),
            ("today_id", "A body that has its work today"),
            ("scope", "Which part of its work; 'all' where everything went there"),
            ("certain", "0 where a step on the way is not verified"),
            ("chain", "The bodies on the way, one after the other"),
        ),
        rows_by_day=True,
    ),
    View(
        "agency_members",
        "A group and a body that belongs to it, from what is known here when it is asked",
        """SELECT g.group_id, a.id AS member_id, a.name AS member, g.says, a.valid_from, a.valid_to
  FROM agency_groups g JOIN agencies a
    ON (g.member_key = '' OR a.key = g.member_key) AND (g.level = '' OR a.level = g.level)
   AND (g.kind = '' OR a.kind = g.kind)
   AND (g.jurisdiction = '' OR a.jurisdiction = g.jurisdiction)
 WHERE a.is_group = 0 AND a.provisional = 0""",
        (
            ("group_id", "The group"),
            ("member_id", "A body that belongs to it"),
            ("member", "Its name"),
            ("says", "Who belongs to the group, in words"),
            ("valid_from", "First day on which the body existed, where known"),
            ("valid_to", "Last day on which it existed, where known"),
        ),
    ),
    View(
        "task_owners",
        "A task with the bodies that own it, as told and as they are today",
        f"""SELECT t.id AS task_id, t.text AS task, t.path, t.force,
  {_owners("lead")} AS lead,
  {_owners("responsible")} AS responsible,
  (SELECT json_group_array(name) FROM (
     SELECT DISTINCT coalesce(a.name, ta.name_as_written) AS name
       FROM task_agencies ta LEFT JOIN agencies a ON a.id = ta.agency_id
      WHERE ta.task_id = t.id AND ta.role = 'coordinate' ORDER BY ta.id)) AS coordinating,
  (SELECT json_group_array(name_as_written) FROM (
     SELECT ta.name_as_written FROM task_agencies ta
      WHERE ta.task_id = t.id AND ta.role IN ('lead', 'responsible') ORDER BY ta.id)) AS told,
  t.deadline, t.deadline_words, t.recurrence, t.document_id, d.number, d.title, d.issued_on,
  t.page,
  (SELECT json_group_array(chain) FROM (
     SELECT DISTINCT s.chain FROM task_agencies ta
       JOIN agencies_today s ON s.agency_id = ta.agency_id
      WHERE ta.task_id = t.id AND ta.role IN ('lead', 'responsible') AND {_has_part("s.today_id")}
      ORDER BY ta.id, s.chain)) AS chains,
  EXISTS (SELECT 1 FROM task_agencies ta JOIN agencies_today s ON s.agency_id = ta.agency_id
           WHERE ta.task_id = t.id AND ta.role IN ('lead', 'responsible') AND {_has_part("s.today_id")}
           GROUP BY ta.id HAVING count(DISTINCT s.today_id) > 1 OR min(s.certain) = 0) AS possible
FROM tasks t LEFT JOIN documents d ON d.id = t.document_id""",
        (
            ("task_id", "The task"),
            ("task", "What is to be done"),
            ("path", "Its provision"),
            ("force", "instructed, committed or encouraged"),
            (
                "lead",
                "Bodies that lead it today, after successions, a JSON array; where a "
                "succession leaves several, all that are possible",
            ),
            ("responsible", "Bodies told to do it without a word of leading, today, a JSON array"),
            ("coordinating", "Bodies that coordinate, a JSON array"),
            ("told", "Who was told, as the document writes it, a JSON array"),
            ("deadline", "Date by which it must be done"),
            ("deadline_words", "The deadline as printed"),
            ("recurrence", "How often, as printed"),
            ("document_id", "The document that gives it"),
            ("number", "That document's number"),
            ("title", "That document's subject"),
            ("issued_on", "That document's date"),
            ("page", "Page on which it stands"),
            ("chains", "How it came from who was told to who has it now, a JSON array"),
            (
                "possible",
                "1 where one body's part may be with any of several, or a step is not verified",
            ),
        ),
    ),
    View(
        "task_status",
        "How far each task has come today; unknown where the office noted nothing",
        f"""SELECT t.id AS task_id, {task_status("date('now')")} AS status, t.deadline,
  p.status_as_written, p.on_date, p."by", p.note, t.document_id, t.text AS task, t.force
FROM tasks t LEFT JOIN task_progress p ON p.task_id = t.id AND p.latest = 1""",
        (
            ("task_id", "The task"),
            (
                "status",
                "not_begun, under_way, overdue (noted, not done, and its day has passed), "
                "done_on_time, done_late, done (no day to compare with) or unknown",
            ),
            ("deadline", "Date by which it must be done"),
            ("status_as_written", "The status in the office's words"),
            ("on_date", "The day of the note"),
            ("by", "Who noted it"),
            ("note", "The office's remark"),
            ("document_id", "The document that gives it"),
            ("task", "What is to be done"),
            ("force", "instructed, committed or encouraged"),
        ),
    ),
    View(
        "citation_edges",
        "A document that cites another, once for each relation",
        """SELECT c.document_id AS citing_id, c.cited_document_id AS cited_id, c.relation,
  count(*) AS mentions, min(c.id) AS citation_id
FROM citations c
WHERE c.cited_document_id <> c.document_id AND +c.subject_id IS NULL
GROUP BY c.document_id, c.cited_document_id, c.relation""",
        (
            ("citing_id", "The document that cites"),
            ("cited_id", "The document that is cited"),
            ("relation", "What the one does to the other"),
            ("mentions", "How many times"),
            ("citation_id", "One of these mentions"),
        ),
    ),
    View(
        "not_followed",
        "A document that asks for others, and how many of these are held",
        """SELECT w.document_id, d.number, d.title, d.issued_on, w.type, w.deliverable, w.task_id,
  w.deadline, count(*) AS asked, sum(w.state = 'followed') AS followed,
  sum(w.state = 'not_held') AS not_held, sum(w.state = 'unknown') AS unknown,
  (SELECT json_group_array(agency) FROM (
     SELECT n.agency FROM awaited_documents n
      WHERE n.task_id = w.task_id AND n.state = 'not_held' ORDER BY n.agency)) AS missing
FROM awaited_documents w JOIN documents d ON d.id = w.document_id
GROUP BY w.task_id HAVING not_held > 0 OR unknown > 0""",
        (
            ("document_id", "The document that asks"),
            ("number", "Its number"),
            ("title", "Its subject"),
            ("issued_on", "Its date"),
            ("type", "Kind of document that is asked for"),
            ("deliverable", "What is to be handed in, as printed"),
            ("task_id", "The task that asks for it"),
            ("deadline", "Date by which it must be done"),
            ("asked", "How many bodies are asked"),
            ("followed", "Of how many a document is held"),
            ("not_held", "Of how many none is held here"),
            ("unknown", "How many classes whose members are not known"),
            ("missing", "Bodies of which none is held, a JSON array"),
        ),
    ),
    View(
        "cited_not_held",
        "A document that others cite and that is not here",
        """SELECT id AS document_id, type, number, title, issuer, issued_on, jurisdiction, cited_by
FROM documents WHERE held = 0 AND cited_by > 0 ORDER BY cited_by DESC, id""",
        (
            ("document_id", "The document"),
            ("type", "Kind of document"),
            ("number", "Its number"),
            ("title", "Its name, if it has one"),
            ("issuer", "Its issuer as cited"),
            ("issued_on", "Its date"),
            ("jurisdiction", "Whose territory"),
            ("cited_by", "How many documents cite it"),
        ),
    ),
    View(
        "agency_workload",
        "A body and how many tasks it has in each role",
        """SELECT a.id AS agency_id, a.name, a.name_en, a.jurisdiction, a.level, a.is_group,
  n.tasks, n.lead, n.responsible, n.coordinate, n.supervise, n.advise, n.receive_report,
  n.with_deadline,
  (SELECT min(d.deadline) FROM _agency_deadlines d
    WHERE d.agency_id = n.agency_id AND d.deadline >= date('now')) AS next_deadline
FROM _agency_counts n JOIN agencies a ON a.id = n.agency_id""",
        (
            ("agency_id", "The body"),
            ("name", "Its Vietnamese name"),
            ("name_en", "Its English name"),
            ("jurisdiction", "Whose territory"),
            ("level", "Its level"),
            ("is_group", "1 for a class of bodies"),
            ("tasks", "Instructed tasks in which it has a part"),
            ("lead", "Tasks it leads"),
            ("responsible", "Tasks it is told to do"),
            ("coordinate", "Tasks it coordinates in"),
            ("supervise", "Tasks it oversees"),
            ("advise", "Tasks it advises on"),
            ("receive_report", "Tasks it gets reports of"),
            ("with_deadline", "Those that have a date"),
            ("next_deadline", "The next date ahead"),
        ),
    ),
    View(
        "document_status",
        "The effect of a document today, and the event that says so",
        effect.status_sql("date('now')"),
        (
            ("document_id", "The document"),
            ("number", "Its number"),
            ("title", "Its subject"),
            (
                "status",
                "not_yet_in_force, in_force (its date of effect has come and nothing here ends "
                "it), amended, partly_expired, suspended, expired, unknown",
            ),
            ("event_id", "The event that says so"),
            ("kind", "What happened"),
            ("on_date", "When"),
            ("by_document_id", "The document that did it"),
            ("quote", "The words that say so"),
        ),
    ),
    View(
        "target_owners",
        "A target with the bodies that answer for it, as told and as they are today",
        f"""SELECT t.id AS target_id, t.indicator_id, t.indicator, t.period, t.place,
  (SELECT json_group_array(name) FROM (
     SELECT DISTINCT coalesce(now.name, a.name, ta.name_as_written) AS name
       FROM target_agencies ta
       LEFT JOIN agencies a ON a.id = ta.agency_id
       LEFT JOIN agency_heirs s ON s.agency_id = ta.agency_id AND {_HAS_IT_TODAY}
       LEFT JOIN agencies now ON now.id = s.heir_id
      WHERE ta.target_id = t.id AND ta.role IN ('lead', 'responsible') ORDER BY ta.id)) AS owners,
  (SELECT json_group_array(name_as_written) FROM (
     SELECT ta.name_as_written FROM target_agencies ta
      WHERE ta.target_id = t.id AND ta.role IN ('lead', 'responsible') ORDER BY ta.id)) AS told,
  (SELECT json_group_array(name) FROM (
     SELECT DISTINCT coalesce(a.name, ta.name_as_written) AS name
       FROM target_agencies ta LEFT JOIN agencies a ON a.id = ta.agency_id
      WHERE ta.target_id = t.id AND ta.role = 'coordinate' ORDER BY ta.id)) AS coordinating,
  t.responsible, t.task_id, k.text AS task, t.comparator, t.value, t.value_to, t.unit,
  t.value_words, t.document_id, d.number, d.issued_on, t.quote, t.page
FROM targets t JOIN documents d ON d.id = t.document_id LEFT JOIN tasks k ON k.id = t.task_id
WHERE t.id IN (SELECT id FROM targets WHERE task_id > ''
               UNION ALL SELECT target_id FROM target_agencies)""",
        (
            ("target_id", "The target"),
            ("indicator_id", "The indicator, the same across documents"),
            ("indicator", "What is measured, as printed"),
            ("period", "The period as given"),
            ("place", "Whose territory it is for"),
            ("owners", "Bodies that answer for it today, after successions, a JSON array"),
            ("told", "Who was named, as the document writes it, a JSON array"),
            ("coordinating", "Bodies that coordinate, a JSON array"),
            ("responsible", "The words of the column that names them"),
            ("task_id", "The task that carries it out"),
            ("task", "What is to be done"),
            ("comparator", "=, >=, <=, >, <, range or about"),
            ("value", "The number as printed"),
            ("value_to", "Upper end of a range"),
            ("unit", "Unit as printed"),
            ("value_words", "A target in words, as printed"),
            ("document_id", "The document that sets it"),
            ("number", "That document's number"),
            ("issued_on", "That document's date"),
            ("quote", "The words that say so"),
            ("page", "Page on which it stands"),
        ),
    ),
    View(
        "target_series",
        "A target of an indicator, to be read over the years and documents, and what the document "
        "does to it",
        """SELECT t.id AS target_id, t.indicator_id, coalesce(i.name, i.name_en) AS indicator, t.period,
  t.year, t.comparator, t.value, t.value_to, t.unit,
  t.value_normalized, t.value_to_normalized, t.unit_normalized, t.scope, d.jurisdiction,
  t.document_id, d.number, d.issued_on, t.page, t.value_words, t.kind, t.place, c.change,
  c.before_id, d.issuer_id, a.name AS issuer, t.value_compared, t.value_to_compared,
  t.unit_compared
FROM targets t
LEFT JOIN documents d ON d.id = t.document_id
LEFT JOIN indicators i ON i.id = t.indicator_id
LEFT JOIN target_changes c ON c.target_id = t.id
LEFT JOIN agencies a ON a.id = d.issuer_id
UNION ALL
SELECT NULL, c.indicator_id, coalesce(i.name, i.name_en), t.period,
  coalesce(substr(t.period, 1, 4), d.year), NULL, NULL, NULL, t.unit, NULL, NULL,
  t.unit_normalized, t.scope, d.jurisdiction, c.document_id, d.number, d.issued_on, NULL, NULL,
  t.kind, c.place, c.change, c.before_id, d.issuer_id, a.name, NULL, NULL, t.unit_compared
FROM target_changes c
JOIN targets t ON t.id = c.before_id
JOIN documents d ON d.id = c.document_id
LEFT JOIN indicators i ON i.id = c.indicator_id
LEFT JOIN agencies a ON a.id = d.issuer_id
WHERE c.change = 'dropped'""",
        (
            ("target_id", "The target; empty where the document drops it"),
            ("indicator_id", "The indicator, the same across documents"),
            ("indicator", "Its name"),
            ("period", "The period as given"),
            ("year", "Its first year, else the document's"),
            ("comparator", "=, >=, <=, >, <, range or about"),
            ("value", "The number as printed"),
            ("value_to", "Upper end of a range"),
            ("unit", "Unit as printed"),
            ("value_normalized", "The number in the base unit"),
            ("value_to_normalized", "Upper end in the base unit"),
            ("unit_normalized", "Base unit"),
            ("scope", "Place or group it covers"),
            ("jurisdiction", "The document's territory"),
            ("document_id", "The document that sets it"),
            ("number", "That document's number"),
            ("issued_on", "That document's date"),
            ("page", "Page on which it stands"),
            ("value_words", "A target in words, as printed"),
            ("kind", "level, growth or share"),
            ("place", "Whose territory it is for"),
            ("change", "set, repeated, raised, lowered or dropped, against the document before"),
            ("before_id", "The target before, with which it is compared"),
            ("issuer_id", "The body that issued the document"),
            ("issuer", "That body's name"),
            ("value_compared", "The number in the unit by which documents are compared"),
            ("value_to_compared", "Upper end in that unit"),
            ("unit_compared", "That unit"),
        ),
    ),
)


FACET_VALUES = 31
"""How many values of a column are counted when the database is built: one more than a page shows, to
tell whether there are others."""


def table(name: str) -> Table:
    """The definition of one table; ``KeyError`` if there is none."""
    for definition in TABLES:
        if definition.name == name:
            return definition
    raise KeyError(name)


def datasette_metadata() -> dict[str, dict[str, Any]]:
    """Descriptions of tables, views and columns in the shape of Datasette's ``tables:``.
    The builder's own tables and the full-text tables are hidden."""
    tables: dict[str, dict[str, Any]] = {}
    for definition in TABLES:
        tables[definition.name] = {
            "description": definition.comment,
            "columns": {column.name: column.comment for column in definition.columns},
            **({} if definition.public else {"hidden": True}),
        }
    for view in VIEWS:
        tables[view.name] = {"description": view.comment, "columns": dict(view.columns)}
    return tables


migrations = Migrations("kb")


@migrations()
def first_tables(db: Database) -> None:
    """All tables as of version 0.1, then their foreign keys (some point both ways)."""
    for definition in TABLES:
        key = definition.key
        db.table(definition.name).create(
            {column.name: column.type for column in definition.columns},
            pk=key[0] if len(key) == 1 else key,
            not_null={c.name for c in definition.columns if c.required or c.name in key},
            defaults={c.name: c.default for c in definition.columns if c.default is not None},
        )
    db.add_foreign_keys(
        [
            (definition.name, column.name, column.references, table(column.references).key[0])
            for definition in TABLES
            for column in definition.columns
            if column.references
        ]
    )


def migrate(db: Database) -> None:
    """Bring ``db``, empty or of an older version, to this version's tables, views and indexes."""
    db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    migrations.apply(db)
    for view in VIEWS:
        db.create_view(view.name, view.sql, replace=True)
    create_indexes(db)


def is_current(conn: sqlite3.Connection) -> bool:
    """Whether a database, once migrated, has all tables and columns of :data:`TABLES`; one that has
    not is of a version between releases, and is built anew."""
    applied = {
        name
        for (name,) in conn.execute(
            "SELECT name FROM _sqlite_migrations WHERE migration_set = ?", (migrations.name,)
        )
    }
    if "first_tables" not in applied:
        return False
    # What a pending migration will add cannot be missed yet.
    if any(migration.name not in applied for migration in migrations._migrations):
        return True
    return all(
        [column.name for column in definition.columns]
        == [row[1] for row in conn.execute(f'PRAGMA table_info("{definition.name}")')]
        for definition in TABLES
    )


def index_name(definition: Table, columns: tuple[str, ...]) -> str:
    return f"idx_{definition.name}_{'_'.join(columns)}"


def create_indexes(db: Database) -> None:
    for definition in TABLES:
        for columns in definition.indexes:
            quoted = ", ".join(f'"{column}"' for column in columns)
            db.conn.execute(
                f'CREATE INDEX IF NOT EXISTS "{index_name(definition, columns)}" '
                f'ON "{definition.name}" ({quoted})'
            )


_ROWS_OF_A_VALUE = 1_001


def write_statistics(conn: sqlite3.Connection) -> None:
    """Let SQLite know its indexes: how many rows each has, counted, because from a sample it takes
    some for useless; and how many a value has, but never so many that it would rather read the whole
    table: most rows of many columns are empty, and nobody looks for those."""
    conn.execute("ANALYZE")
    known = conn.execute("SELECT rowid, stat FROM sqlite_stat1 WHERE idx IS NOT NULL").fetchall()
    conn.executemany(
        "UPDATE sqlite_stat1 SET stat = ? WHERE rowid = ?", [(_capped(s), row) for row, s in known]
    )


def _capped(stat: str) -> str:
    rows, *of_a_value = stat.split()
    return " ".join(
        [rows, *(str(min(int(n), _ROWS_OF_A_VALUE)) if n.isdecimal() else n for n in of_a_value)]
    )


def drop_indexes(db: Database) -> None:
    """Drop all indexes of :data:`TABLES`: a large load is faster without."""
    for definition in TABLES:
        for columns in definition.indexes:
            db.conn.execute(f'DROP INDEX IF EXISTS "{index_name(definition, columns)}"')


def insert(
    conn: sqlite3.Connection,
    name: str,
    rows: Iterable[Mapping[str, object]],
    into: str | None = None,
) -> None:
    """Insert rows into a table of :data:`TABLES`, or into another with its columns; columns that a
    row lacks stay empty."""
    columns = [column.name for column in table(name).columns]
    defaults = {c.name: c.default for c in table(name).columns if c.default is not None}
    quoted = ", ".join(f'"{column}"' for column in columns)
    marks = ", ".join("?" * len(columns))
    conn.executemany(
        f"INSERT INTO {into or name} ({quoted}) VALUES ({marks})",
        ([row.get(column, defaults.get(column)) for column in columns] for row in rows),
    )
