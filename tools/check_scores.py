"""Compares the scores of the extractors with the committed ones, and fails where one fell.

Three sets are scored: the specimens in ``corpus/`` with their gold files, the texts in
``tests/gold/texts``, and, where the folder ``../shared`` is there, the real documents in it. ``tests/gold/scores.json`` holds the
committed scores. ``--write`` takes the present scores over, into that file and into the tables
between ``<!-- accuracy -->`` and ``<!-- /accuracy -->`` in README.md.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path
from typing import Any

from kb.score import KINDS, Counts, ScoreReport, as_json, drops, score

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
SCORES = ROOT / "tests" / "gold" / "scores.json"
README = ROOT / "README.md"
SETS = {
    "specimens": (ROOT / "corpus" / "specimens", ROOT / "tests" / "gold" / "documents"),
    "texts": (ROOT / "tests" / "gold" / "texts", ROOT / "tests" / "gold" / "texts"),
    "real": (SHARED / "corpus", SHARED / "gold" / "documents"),
}
HEADINGS = {
    "specimens": "The specimens in `corpus/specimens`, which anybody can check with `make score`",
    "texts": "Texts in `tests/gold/texts`, written by a reader who knew the rules of annotation and no"
    " line of the program; what they showed has since been mended",
    "real": "Real documents with hand-made gold files, most of them signed scans read by OCR, which are"
    " not published with the project",
}
BLOCK = re.compile(r"(<!-- accuracy -->\n).*?(<!-- /accuracy -->)", re.DOTALL)


def score_all() -> dict[str, ScoreReport]:
    """The report of each set whose folder is there."""
    return {
        name: score([documents], gold) for name, (documents, gold) in SETS.items() if gold.is_dir()
    }


def table(documents: list[dict[str, Any]]) -> str:
    """A Markdown table of what ``documents`` have together, one row a kind of fact."""
    lines = [
        "| fact | in gold | found | precision | recall | F1 |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for kind in KINDS:
        rows = [document["counts"][kind] for document in documents]
        counts = Counts(*(sum(row[part] for row in rows) for part in ("right", "found", "gold")))
        shares = (counts.precision, counts.recall, counts.f1)
        cells = " | ".join("–" if share is None else f"{share:.3f}" for share in shares)
        lines.append(f"| {kind} | {counts.gold} | {counts.found} | {cells} |")
    return "\n".join(lines)


def accuracy(page: str, scores: dict[str, Any]) -> str:
    """``page`` with the tables of ``scores`` between its marks. Files that no reader opens yet
    are left out of the tables and named in the heading."""
    parts = []
    for name, report in scores.items():
        read = [d for d in report["documents"].values() if d["unread"] is None]
        count = f"{len(read)} documents"
        if unread := len(report["documents"]) - len(read):
            count += f"; {unread} more could not be read and are left out here"
        parts += [f"{HEADINGS[name]} ({count}):", table(read)]
    return BLOCK.sub(lambda match: "\n".join((match[1], "\n\n".join(parts), "", match[2])), page)


def write(reports: dict[str, ScoreReport]) -> None:
    """Take the present scores over."""
    scores = {name: as_json(report) for name, report in reports.items()}
    SCORES.write_text(json.dumps(scores, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    page = README.read_text(encoding="utf-8")
    README.write_text(accuracy(page, scores), encoding="utf-8")


def check(reports: dict[str, ScoreReport]) -> list[str]:
    """What fell below the committed scores, one line each."""
    if not SCORES.is_file():
        return [f"{SCORES.relative_to(ROOT)} is missing: run  make score-write"]
    committed = json.loads(SCORES.read_text(encoding="utf-8"))
    lines = [f"{name}: has no committed scores" for name in reports if name not in committed]
    for name in reports.keys() & committed.keys():
        lines += [f"{name}: {line}" for line in drops(reports[name], committed[name])]
    return sorted(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="take the present scores over")
    arguments = parser.parse_args()
    reports = score_all()
    if arguments.write:
        write(reports)
        return 0
    for name, report in reports.items():
        heading = f"{name}: {len(report.documents)} documents"
        documents = list(as_json(report)["documents"].values())
        sys.stdout.write(f"{heading}\n{table(documents)}\n\n")
    worse = check(reports)
    sys.stdout.write("\n".join(worse) + "\n" if worse else "no score fell\n")
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
