"""How many of a national database's own structure labels the grammar finds.

    python benchmarks/structure_accuracy.py ../shared/gold/law-structure.jsonl.gz [--errors]

Matching rule: a gold row (chapter, section, article, clause, point) counts as found where the
grammar has a section outside of appendices with the same kind and label whose first forty letters
and digits, accents left out, are the same (or one begins with the other, where one is shorter:
the gold row of an article is its heading alone); each section is used once, in reading order. A gold row
whose class and words disagree (a clause without a number) is left out, and so are documents that
the database holds without text. What the grammar finds beyond the gold rows, of these kinds,
counts against precision, but not behind the last gold row (the database labels no annexes). A
parent counts as right where the found section's nearest labelled ancestor is that of the gold row,
by the order of the gold rows.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from extract.facts import Section
from extract.folding import fold
from extract.grammar.structure import find_sections
from extract.language import detect_language
from extract.source import SourceText

KINDS = {
    "prov-chapter": "chapter",
    "prov-section": "section",
    "prov-article": "article",
    "prov-clause": "clause",
    "prov-item": "point",
}
RANK = {kind: rank for rank, kind in enumerate(KINDS.values())}
LABELS = {
    "chapter": re.compile(r"(?:Chương|CHƯƠNG|Chapter|CHAPTER)\s+([IVXLC]+|\d+)"),
    "section": re.compile(r"(?:Mục|MỤC|Section|SECTION)\s+([IVXLC]+|\d+)"),
    "article": re.compile(r"(?:Điều|ĐIỀU|Article|ARTICLE)\s+(\d+[a-zđ]?)"),
    "clause": re.compile(r"(\d+[a-zđ]?)\s?[.)/]"),
    "point": re.compile(r"([a-zđ])[1-9]?\s?[.)/]"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled provision, of the gold set or of the grammar."""

    kind: str
    label: str
    words: str
    parent: str | None


def words_of(text: str) -> str:
    """The first forty letters and digits of ``text``, without accents."""
    return re.sub(r"[^a-z0-9]", "", fold(text[:160]))[:40]


def same_words(one: str, other: str) -> bool:
    """Whether both begin alike, as far as the shorter goes."""
    return one.startswith(other) or other.startswith(one)


def gold_rows(structure: list[dict[str, str]]) -> list[Row]:
    """The gold rows whose words bear the label of their class, with parents by their order."""
    rows: list[Row] = []
    above: dict[str, str] = {}
    for entry in structure:
        kind = KINDS.get(entry["cls"])
        match = LABELS[kind].match(entry["text"].strip()) if kind else None
        if kind is None or match is None:
            continue
        for lower in list(above):
            if RANK[lower] >= RANK[kind]:
                del above[lower]
        parent = max(above, key=lambda name: RANK[name], default=None)
        rows.append(
            Row(
                kind,
                match[1],
                words_of(entry["text"]),
                f"{parent} {above[parent]}" if parent else None,
            )
        )
        above[kind] = match[1]
    return rows


def found_rows(sections: tuple[Section, ...]) -> list[Row]:
    """The grammar's sections of the same kinds, outside of appendices."""
    by_path = {section.path: section for section in sections}
    rows = []
    for section in sections:
        kind = section.kind
        if kind == "item" and section.parent is None and (section.label or "").isdigit():
            kind = "clause"
        if kind not in RANK or section.appendix is not None:
            continue
        parent = by_path.get(section.parent or "")
        while parent is not None and parent.kind not in RANK:
            parent = by_path.get(parent.parent or "")
        above = f"{parent.kind} {(parent.label or '').split()[-1]}" if parent else None
        label = (section.label or "").split()[-1]
        rows.append(Row(kind, label, words_of(section.body.quote), above))
    return rows


def compare(gold: list[Row], found: list[Row]) -> tuple[Counter[str], list[str]]:
    """Counts (gold, found, right, parents) and the misses and false rows in words."""
    counts: Counter[str] = Counter(gold=len(gold))
    notes: list[str] = []
    free: dict[tuple[str, str], list[int]] = {}
    for at, row in enumerate(found):
        free.setdefault((row.kind, row.label), []).append(at)
    used: set[int] = set()
    for row in gold:
        places = free.get((row.kind, row.label), [])
        at = next((at for at in places if same_words(found[at].words, row.words)), -1)
        if at < 0:
            notes.append(f"  missed {row.kind} {row.label}: {row.words}")
            continue
        places.remove(at)
        used.add(at)
        counts["right"] += 1
        counts["parents"] += found[at].parent == row.parent
        if found[at].parent != row.parent:
            notes.append(
                f"  parent of {row.kind} {row.label}: {found[at].parent}, gold {row.parent}"
            )
    last = max(used, default=-1)
    for at, row in enumerate(found[: last + 1]):
        if at not in used:
            notes.append(f"  false {row.kind} {row.label}: {row.words}")
    counts["found"] = len(range(last + 1))
    return counts, notes


def main() -> int:
    """Print label F1 and the share of right parents; exit status 1 below the published bar."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("gold", type=Path, help="law-structure.jsonl.gz")
    parser.add_argument("--errors", action="store_true", help="list every miss and false row")
    options = parser.parse_args()
    total: Counter[str] = Counter()
    documents = 0
    with gzip.open(options.gold, "rt", encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            gold = gold_rows(entry["structure"])
            if not gold:
                continue
            documents += 1
            text = entry["text"]
            sections = find_sections(SourceText.from_text(text), detect_language(text))
            counts, notes = compare(gold, found_rows(sections))
            total += counts
            if options.errors and notes:
                print(entry["file"], dict(counts), *notes, sep="\n")
    precision = total["right"] / max(1, total["found"])
    recall = total["right"] / max(1, total["gold"])
    score = 2 * precision * recall / max(1e-9, precision + recall)
    parents = total["parents"] / max(1, total["right"])
    print(
        f"{documents} documents, {total['gold']} labels: precision {precision:.4f}, "
        f"recall {recall:.4f}, F1 {score:.4f}; parents right {parents:.4f}"
    )
    return 0 if score >= 0.98 and parents >= 0.97 else 1


if __name__ == "__main__":
    sys.exit(main())
