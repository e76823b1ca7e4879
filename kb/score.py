"""Precision, recall and F1 of the extractors against gold files.

A gold file says what a careful reader found in one document (its format: ``docs/annotation.md``).
It is paired with the document of the same SHA-256, else of the same name. Nothing here looks at
the database: what is scored is what ``extract`` makes of the file's bytes.

Matching rules. Every found row is matched with at most one gold row and every gold row with at
most one found row, so a duplicate counts as false. Words are compared folded (no accents, no case,
no punctuation).

=================  ==============================================================================
kind               a found row is right when a gold row has
=================  ==============================================================================
fields             the same value of type, language, number, issuer, issued_on, place, title,
                   signer or signer_position (titles: at least 0.9 alike; of a position printed
                   below "KT. ..." the last line counts; an empty gold field is no row, and
                   filling it is a false one)
citations          the same type and number, or for a document without number the same type and
                   a name at least 0.75 alike; and the same date, where either gives a full date
                   (a mention of the document itself, marked or told by its own number and
                   date: that it is one, and the type)
relations          the same citation, and the same relation
pinpoints          the same citation, and the same pinpoint (only rows that have one)
tasks              the same first words (eight words, at least 0.8 alike), or the same path where
                   the first words are at least half alike; and the same force
parents            the same task, and the same parent (only tasks that have one; a gold parent that
                   is no task itself counts as none, by the annotation rules)
agencies           the same task, a name at least 0.75 alike by words, and the same role
inherited          the same, for the rows that a heading or an opening paragraph gave
deadlines          the same task, and the same date (only tasks that have one)
targets            the same value, upper value, normalized value and normalized unit, and an
                   indicator at least 0.6 alike
periods            the same target, and the same period (only targets that have one)
=================  ==============================================================================

All facts of a document that could not be read count as missed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from extract.facts import Citation, DocumentFields, Facts
from extract.folding import fold

KINDS = (
    "fields", "citations", "relations", "pinpoints", "tasks", "parents", "agencies", "inherited",
    "deadlines", "targets", "periods",
)  # fmt: skip
FIELDS = (
    "type", "language", "number", "issuer", "issued_on", "place", "title", "signer",
    "signer_position",
)  # fmt: skip

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Counts:
    """``right`` of ``found`` rows are in the ``gold`` rows."""

    right: int = 0
    found: int = 0
    gold: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.right + other.right, self.found + other.found, self.gold + other.gold)

    @property
    def precision(self) -> float | None:
        return self.right / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        return self.right / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        total = self.found + self.gold
        return 2 * self.right / total if total else None


@dataclass(frozen=True, slots=True)
class Miss:
    """One error: ``missed`` (in gold only) or ``false`` (found only), with its words."""

    kind: str
    error: str
    text: str


@dataclass(frozen=True, slots=True)
class DocumentScore:
    """The counts of one document by kind. ``unread`` says why it could not be read."""

    file: str
    counts: dict[str, Counts]
    misses: tuple[Miss, ...] = ()
    unread: str | None = None


@dataclass(frozen=True, slots=True)
class ScoreReport:
    documents: tuple[DocumentScore, ...]
    without_gold: tuple[str, ...] = ()
    totals: dict[str, Counts] = field(default_factory=dict)


def score(
    paths: Iterable[Path], gold_folder: Path, progress: Callable[[str], None] | None = None
) -> ScoreReport:
    """Score the documents under ``paths`` against the gold files under ``gold_folder``.

    ``FileNotFoundError`` if there is no gold file, or none that fits a document.
    """
    by_hash, by_name = _gold_files(gold_folder)
    scores, without = [], []
    for path in sorted(_documents(paths)):
        gold = by_hash.get(hashlib.sha256(path.read_bytes()).hexdigest()) or by_name.get(path.name)
        if gold is None:
            without.append(path.name)
            continue
        if progress:
            progress(path.name)
        scores.append(_score_file(path, gold))
    if not scores:
        raise FileNotFoundError(
            f"no document given has a gold file in {gold_folder}: give --gold the folder that"
            " holds them"
        )
    totals = {kind: sum((s.counts[kind] for s in scores), Counts()) for kind in KINDS}
    return ScoreReport(tuple(scores), tuple(without), totals)


def _documents(paths: Iterable[Path]) -> Iterable[Path]:
    for path in paths:
        yield from (p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]


def _gold_files(folder: Path) -> tuple[dict[str, Row], dict[str, Row]]:
    golds = [json.loads(p.read_text(encoding="utf-8")) for p in sorted(folder.rglob("*.json"))]
    golds = [gold for gold in golds if isinstance(gold, dict) and "document" in gold]
    if not golds:
        raise FileNotFoundError(f"no gold file in {folder}")
    return {g["sha256"]: g for g in golds}, {Path(g["file"]).name: g for g in golds}


def _score_file(path: Path, gold: Row) -> DocumentScore:
    from extract.pipeline import extract
    from extract.readers import UnreadableError, read_file

    try:
        facts = extract(read_file(path))
    except UnreadableError as error:
        return compare(path.name, None, gold, unread=str(error))
    return compare(path.name, facts, gold)


def compare(file: str, facts: Facts | None, gold: Row, unread: str | None = None) -> DocumentScore:
    """Compare the facts of one document with its gold file."""
    tally = _Tally()
    tally.fields(_field_rows(facts), gold["document"])

    citations = _paired(_citation_rows(facts), _with_self(gold), _citation_likeness)
    tally.rows("citations", citations)
    tally.detail("relations", "relation", citations)
    tally.detail("pinpoints", "pinpoint", citations)

    tasks = _paired(_task_rows(facts), _with_task_parents(gold["tasks"]), _task_likeness)
    tally.rows("tasks", tasks)
    tally.detail("parents", "parent", tasks)
    tally.detail("deadlines", "deadline", tasks)
    tally.agencies("agencies", tasks)
    tally.agencies("inherited", tasks)

    targets = _paired(_target_rows(facts), gold["targets"], _target_likeness)
    tally.rows("targets", targets)
    tally.detail("periods", "period", targets)
    return DocumentScore(file, tally.counts, tuple(tally.misses), unread)


@dataclass(frozen=True, slots=True)
class _Paired:
    """Rows found, rows in gold, and which of them are the same: pairs of places in the two."""

    found: Sequence[Row]
    gold: Sequence[Row]
    pairs: list[tuple[int, int]]

    def false(self) -> list[Row]:
        paired = {i for i, _ in self.pairs}
        return [row for i, row in enumerate(self.found) if i not in paired]

    def missed(self) -> list[Row]:
        paired = {j for _, j in self.pairs}
        return [row for j, row in enumerate(self.gold) if j not in paired]


def _paired(
    found: Sequence[Row], gold: Sequence[Row], likeness: Callable[[Row, Row], float]
) -> _Paired:
    """Pair rows one to one, the most alike first, ties in reading order; 0 never pairs."""
    candidates = [
        (-alike, abs(i / max(len(found), 1) - j / max(len(gold), 1)), i, j)
        for i, row in enumerate(found)
        for j, wanted in enumerate(gold)
        if (alike := likeness(row, wanted)) > 0
    ]
    pairs: list[tuple[int, int]] = []
    used_found: set[int] = set()
    used_gold: set[int] = set()
    for _, _, i, j in sorted(candidates):
        if i not in used_found and j not in used_gold:
            used_found.add(i)
            used_gold.add(j)
            pairs.append((i, j))
    return _Paired(found, gold, sorted(pairs))


class _Tally:
    """The counts and errors of one document, a kind of fact at a time."""

    def __init__(self) -> None:
        self.counts: dict[str, Counts] = {}
        self.misses: list[Miss] = []

    def fields(self, found: Row, document: Row) -> None:
        """One row a filled field."""
        gold = {k: v for k in FIELDS if (v := document.get(k))}
        right = [k for k, v in found.items() if _same_field(k, v, gold.get(k))]
        self.counts["fields"] = Counts(len(right), len(found), len(gold))
        for error, rows in (("false", found), ("missed", gold)):
            self.misses += [
                Miss("fields", error, _words((k, v))) for k, v in rows.items() if k not in right
            ]

    def rows(self, kind: str, of: _Paired) -> None:
        self.counts[kind] = Counts(len(of.pairs), len(of.found), len(of.gold))
        self.misses += [Miss(kind, "false", _words(row)) for row in of.false()]
        self.misses += [Miss(kind, "missed", _words(row)) for row in of.missed()]

    def detail(self, kind: str, key: str, of: _Paired) -> None:
        """One attribute of paired rows; rows whose attribute is empty are no rows."""
        right = 0
        for i, j in of.pairs:
            one, other = of.found[i][key], of.gold[j].get(key)
            if one and _same(one, other):
                right += 1
            elif one or other:
                text = f"{one} for {other}: {_words(of.gold[j])}"
                self.misses.append(Miss(kind, "wrong", text))
        found = sum(bool(row[key]) for row in of.found)
        self.counts[kind] = Counts(right, found, sum(bool(row.get(key)) for row in of.gold))

    def agencies(self, kind: str, tasks: _Paired) -> None:
        """The agencies of paired tasks with their roles; all of a task without a pair are wrong."""

        def rows(task: Row) -> list[Row]:
            agencies = task["agencies"]
            return [a for a in agencies if kind == "agencies" or a.get("inherited")]

        def note(error: str, task: Row, agencies: Iterable[Row]) -> None:
            for agency in agencies:
                words = f"{task['path']}: {agency['name']} ({agency['role']})"
                self.misses.append(Miss(kind, error, words))

        right = 0
        for i, j in tasks.pairs:
            task, gold = tasks.found[i], tasks.gold[j]
            matched = _paired(rows(task), rows(gold), _agency_likeness)
            right += len(matched.pairs)
            note("false", task, matched.false())
            note("missed", gold, matched.missed())
        for task in tasks.false():
            note("false", task, rows(task))
        for task in tasks.missed():
            note("missed", task, rows(task))
        found = sum(len(rows(task)) for task in tasks.found)
        self.counts[kind] = Counts(right, found, sum(len(rows(task)) for task in tasks.gold))


# Rows of facts, in the shape of a gold file.


def _field_rows(facts: Facts | None) -> Row:
    if facts is None:
        return {}
    return {k: v for k in FIELDS if (v := getattr(facts.document, k))}


def _citation_rows(facts: Facts | None) -> list[Row]:
    if facts is None:
        return []
    return [
        _identity(facts, citation)
        | {
            "relation": citation.relation,
            "pinpoint": citation.pinpoint,
            "quote": citation.span.quote,
            "self": citation.self_reference,
        }
        for citation in facts.citations
    ]


def _identity(facts: Facts, citation: Citation) -> Row:
    """What a citation names; an anaphor names what it points back to."""
    meant: Citation | DocumentFields = citation
    if citation.self_reference:
        meant = facts.document
    elif citation.antecedent is not None:
        meant = facts.citations[citation.antecedent]
    on = meant.issued_on if isinstance(meant, DocumentFields) else meant.date
    name = None if isinstance(meant, DocumentFields) else meant.name
    return {"type": meant.type, "number": meant.number, "name": name, "date": on}


def _with_self(gold: Row) -> list[Row]:
    """The gold citations, each mention of the document itself marked as one: a reader who gives an
    anaphor the document's own type, number and date says the same as ``target: self``."""
    own = gold["document"]

    def is_self(row: Row) -> bool:
        return (
            row.get("form") == "anaphoric"
            and bool(row["number"] and own.get("number"))
            and all(
                _same(row[cited], own.get(field))
                for cited, field in (("type", "type"), ("number", "number"), ("date", "issued_on"))
            )
        )

    return [row | {"target": "self"} if is_self(row) else row for row in gold["citations"]]


def _task_rows(facts: Facts | None) -> list[Row]:
    return [
        {
            "path": t.path,
            "parent": t.parent,
            "first_words": t.text,
            "force": t.force,
            "deadline": t.deadline,
            "agencies": [
                {"name": a.name, "role": a.role, "inherited": a.inherited} for a in t.agencies
            ],
        }
        for t in (facts.tasks if facts else ())
    ]


def _with_task_parents(tasks: Sequence[Row]) -> list[Row]:
    paths = {task["path"] for task in tasks}
    return [t | {"parent": t["parent"] if t.get("parent") in paths else None} for t in tasks]


def _target_rows(facts: Facts | None) -> list[Row]:
    return [
        {
            "label": t.label,
            "indicator": t.indicator,
            "value": t.value,
            "value_to": t.value_to,
            "value_normalized": t.value_normalized,
            "unit_normalized": t.unit_normalized,
            "period": t.period,
        }
        for t in (facts.targets if facts else ())
        if t.value is not None  # the annotation rules count numbers, not targets in words
    ]


# Likeness of two rows: 0 is no match.


def _citation_likeness(found: Row, gold: Row) -> float:
    if found["type"] != gold["type"]:
        return 0
    if found["self"] and gold.get("target") == "self":
        likeness = 1.0
    elif not _same_date(found["date"], gold["date"]):
        return 0
    elif found["number"] or gold["number"]:
        same = _key(found["number"]) == _key(gold["number"])
        likeness = 1.0 if same else 0.0
    elif found["name"] or gold["name"]:
        likeness = _at_least(0.75, _ratio(found["name"], gold["name"]))
    else:
        likeness = 1.0
    # Between equal mentions the same relation, pinpoint and words decide.
    tie = (found["relation"] == gold["relation"]) + _same(found["pinpoint"], gold.get("pinpoint"))
    return likeness and likeness + tie / 10 + _ratio(found["quote"], gold["quote"]) / 10


def _task_likeness(found: Row, gold: Row) -> float:
    if found["force"] != gold.get("force", "instructed"):
        return 0
    begins = (gold["first_words"], gold.get("instruction_first_words") or gold["first_words"])
    words = max(_ratio(_first_words(found["first_words"]), _first_words(w)) for w in begins)
    same_path = _key(found["path"]) == _key(gold["path"])
    if words >= 0.8 or (same_path and words >= 0.5):
        return words + same_path
    return 0


def _agency_likeness(found: Row, gold: Row) -> float:
    if found["role"] != gold["role"]:
        return 0
    one, other = set(_tokens(found["name"])), set(_tokens(gold["name"]))
    return _at_least(0.75, 2 * len(one & other) / max(len(one) + len(other), 1))


def _target_likeness(found: Row, gold: Row) -> float:
    keys = ("value", "value_to", "value_normalized", "unit_normalized")
    if not all(_same(found[key], gold.get(key)) for key in keys):
        return 0
    likeness = _at_least(0.6, _ratio(found["indicator"], gold["indicator"]))
    return likeness and likeness + _same(found["label"], gold.get("label"))


def _same_field(name: str, found: Any, gold: Any) -> bool:
    if name == "title":
        return bool(gold) and _ratio(found, gold) >= 0.9
    if name == "signer_position" and gold:
        gold = gold.split(" / ")[-1]
    return _same(found, gold)


def _same_date(found: str | None, gold: str | None) -> bool:
    if len(found or "") == 10 or len(gold or "") == 10:
        return found == gold
    return not found or not gold or found[:4] == gold[:4]


def _same(found: Any, gold: Any) -> bool:
    if isinstance(found, int | float) and isinstance(gold, int | float):
        return abs(found - gold) <= 1e-9 * max(abs(found), abs(gold))
    return _key(found) == _key(gold)


def _at_least(least: float, likeness: float) -> float:
    return likeness if likeness >= least else 0


def _ratio(one: str | None, other: str | None) -> float:
    return SequenceMatcher(None, _key(one), _key(other), autojunk=False).ratio()


def _first_words(text: str) -> str:
    return " ".join(_tokens(text)[:8])


def _tokens(text: str | None) -> list[str]:
    return re.findall(r"\w+", fold(text or ""))


def _key(value: Any) -> str:
    return " ".join(_tokens(str(value))) if value is not None else ""


def _words(row: Any) -> str:
    """A row in a few words, for the list of errors."""
    if isinstance(row, tuple):
        return ": ".join(str(part) for part in row)
    if "quote" in row:
        shown = [row["type"], row["number"] or row["name"], row["date"], f"“{row['quote']}”"]
    elif "indicator" in row:
        shown = [row.get("label"), row["indicator"], row["value"], row.get("unit_normalized")]
    else:
        shown = [row["path"], _first_words(row["first_words"])]
    return " · ".join(str(part)[:120] for part in shown if part is not None)


# Showing a report.


def as_table(report: ScoreReport, per_document: bool = True) -> str:
    """The report as a Markdown table: one row a kind, and one table a document."""
    lines = ["| fact | gold | found | right | precision | recall | F1 |", "|---" * 7 + "|"]
    lines += [_table_row(kind, report.totals[kind]) for kind in KINDS]
    if per_document:
        lines += ["", "| document | " + " | ".join(KINDS) + " |", "|---" * (len(KINDS) + 1) + "|"]
        for document in report.documents:
            cells = (_percent(document.counts[kind].f1) for kind in KINDS)
            name = document.file + (" (not read)" if document.unread else "")
            lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _table_row(kind: str, counts: Counts) -> str:
    shares = (_percent(s) for s in (counts.precision, counts.recall, counts.f1))
    cells = [kind, str(counts.gold), str(counts.found), str(counts.right), *shares]
    return "| " + " | ".join(cells) + " |"


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.3f}"


def as_errors(report: ScoreReport) -> str:
    """Every miss and every false row, with its words, by document."""
    lines = []
    for document in report.documents:
        lines.append(f"{document.file}: {document.unread or f'{len(document.misses)} errors'}")
        if not document.unread:
            lines += [f"  {m.kind:<10} {m.error:<7} {m.text}" for m in document.misses]
    return "\n".join(lines)


def as_json(report: ScoreReport) -> dict[str, Any]:
    """The report as plain data: F1, precision and recall by kind, in total and by document."""

    def plain(counts: dict[str, Counts]) -> dict[str, Any]:
        return {
            kind: {
                "gold": c.gold,
                "found": c.found,
                "right": c.right,
                "precision": c.precision,
                "recall": c.recall,
                "f1": c.f1,
            }
            for kind, c in counts.items()
        }

    return {
        "totals": plain(report.totals),
        "documents": {
            d.file: {"unread": d.unread, "counts": plain(d.counts)} for d in report.documents
        },
        "without_gold": list(report.without_gold),
    }


def drops(report: ScoreReport, committed: dict[str, Any]) -> list[str]:
    """What is worse than in a committed report: one line for each kind and document whose F1
    fell, and for each document that is gone."""
    lines = []
    now = as_json(report)
    for scope, before, after in [
        ("in total", committed["totals"], now["totals"]),
        *(
            (file, was["counts"], now["documents"].get(file, {}).get("counts"))
            for file, was in committed["documents"].items()
        ),
    ]:
        if after is None:
            lines.append(f"{scope}: was scored before, and is not now")
            continue
        for kind, was in before.items():
            f1, is_f1 = was["f1"], after[kind]["f1"]
            if f1 is not None and (is_f1 is None or is_f1 < f1 - 1e-9):
                lines.append(f"{scope}: {kind} fell from {f1:.4f} to {is_f1 or 0:.4f}")
            if f1 is None and is_f1 is not None:
                lines.append(f"{scope}: {kind} had no rows, and has {after[kind]['found']} now")
    return lines
