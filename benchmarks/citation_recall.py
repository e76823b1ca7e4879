"""How much of what editors marked the citation finder finds, and how much of real numbers it reads.

    python benchmarks/citation_recall.py ../shared

Three measures, each with its misses on request (``--errors``):

- ``law-citations.jsonl.gz``: references that a publisher's editors marked in 64 laws. ``tvpllink``
  is a document: right where a citation overlaps it and has the number printed in it, if one is.
  ``dc`` is a provision of another document and ``tc`` one of the law itself: found where a
  provision reference overlaps it, right where it is told to belong to another document or not.
- ``number-suffixes-seen.csv``: suffixes seen in real documents. As real count those whose sign no
  form uses (``NĐ-``, ``QĐ-``, ``TT-`` ..., whatever code follows) and the legislature's own; read
  where type and issuer come out (for the legislature: the issuer).
- ``son-la-gazette.csv``: subjects that print a number with its year or its type's sign.
"""

from __future__ import annotations

import ast
import csv
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from extract.citations import citations
from extract.facts import DocumentFields
from extract.grammar.citations import find_citations
from extract.grammar.numbers import match_number
from extract.grammar.provisions import find_provisions
from extract.source import SourceText

Misses = list[str]
SIGNS_OF_NO_FORM = frozenset(
    [
        "NĐ",
        "ND",
        "QĐ",
        "QD",
        "QĐÐ",
        "NQ",
        "NQLT",
        "TT",
        "TTLT",
        "TTLB",
        "CT",
        "VBHN",
        "TTr",
        "KL",
        "CĐ",
        "PL-UBTVQH",
    ]
)


def laws(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            law = json.loads(line)
            if isinstance(law.get("spans"), str):
                law["spans"] = ast.literal_eval(law["spans"])
            yield law


def law_recall(path: Path) -> tuple[Counter[tuple[str, str]], Misses]:
    counts: Counter[tuple[str, str]] = Counter()
    misses: Misses = []
    for law in laws(path):
        source = SourceText.from_text(law["text"])
        document = DocumentFields("law", "vi", number=law["meta"].get("Số hiệu"))
        cited = find_citations(source, "vi", document)
        provisions = find_provisions(source, "vi", cited)
        for marked in law["spans"]:
            start, end, kind = marked["start"], marked["end"], marked["kind"]
            counts[kind, "marked"] += 1
            if kind == "tvpllink":
                hits = [c for c in cited if c.span.start < end and c.span.end > start]
                printed = re.search(
                    r"\d+[a-z]?/\d{4}/[A-ZĐ]+\d*(?:-\s?[A-ZĐ]+\d*)*", marked["text"]
                )
                number = re.sub(r"\s", "", printed.group()) if printed else None
                found = right = any(number in (None, c.number) for c in hits)
            else:
                near = [p for p in provisions if p.span.start < end and p.span.end > start]
                found = bool(near)
                right = any((p.citation is not None) == (kind == "dc") for p in near)
            counts[kind, "found"] += found
            counts[kind, "right"] += right
            if not right:
                misses.append(f"{kind}: {law['file'][:40]}: {marked['text'][:100]}")
    return counts, misses


def suffixes_read(path: Path) -> tuple[int, int, Misses]:
    """Occurrences of real suffixes, and of those read to type and issuer."""
    real = read = 0
    misses: Misses = []
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            sign, *codes = re.split(r"[-/]", row["suffix"])
            legislature = re.fullmatch(r"(?:UBTV)?Q[HI][\dIl]{1,3}", sign) is not None
            if not legislature and (sign not in SIGNS_OF_NO_FORM or not codes):
                continue
            found = match_number(f"12/2022/{row['suffix']}")
            right = bool(found and found.value.issuer and (legislature or found.value.type))
            real += int(row["count"])
            read += int(row["count"]) * right
            if not right:
                misses.append(f"suffix: {row['suffix']} ({row['count']})")
    return real, read, misses


def register_read(path: Path) -> tuple[int, int, Misses]:
    """Subjects of the register that print a number, and those of them that give a citation."""
    real = read = 0
    misses: Misses = []
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            subject = row["trich_yeu"]
            if not re.search(r"\d+/(?:\d{4}/)?[A-ZĐ]{2}", subject):
                continue
            real += 1
            right = any(c.number for c in citations(subject, "vi"))
            read += right
            if not right:
                misses.append(f"register: {subject[:100]}")
    return real, read, misses


@click.command(help=__doc__)
@click.argument("shared", type=click.Path(exists=True, path_type=Path))
@click.option("--errors", is_flag=True, help="List what was missed.")
def main(shared: Path, errors: bool) -> None:
    counts, misses = law_recall(shared / "gold" / "law-citations.jsonl.gz")
    click.echo(f"{'what':<34}{'marked':>8}{'found':>8}{'right':>8}{'recall':>9}")
    for kind, name in (
        ("tvpllink", "documents"),
        ("dc", "provisions of others"),
        ("tc", "own provisions"),
    ):
        marked, found, right = (counts[kind, key] for key in ("marked", "found", "right"))
        click.echo(f"{name:<34}{marked:>8}{found:>8}{right:>8}{right / marked:>9.3f}")
    for name, (real, read, missed) in (
        (
            "suffixes with type and issuer",
            suffixes_read(shared / "reference" / "number-suffixes-seen.csv"),
        ),
        (
            "register subjects with a number",
            register_read(shared / "corpus" / "son-la-gazette.csv"),
        ),
    ):
        click.echo(f"{name:<34}{real:>8}{read:>8}{read:>8}{read / real:>9.3f}")
        misses += missed
    if errors:
        click.echo("\n".join(misses))


if __name__ == "__main__":
    main()
