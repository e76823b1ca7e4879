"""A random sample of citations to be checked by reading, the same for the same seed.

    python benchmarks/citation_sample.py ../shared extra --seed 7
    python benchmarks/citation_sample.py ../shared english --seed 11 --mentions 200

``extra`` draws from what the finder finds in ``law-citations.jsonl.gz`` where the publisher's editors
marked nothing. ``english`` draws passages of 700 characters from the English renderings, shows the
mentions in them between ⟦ and ⟧, and below each passage what was read of each: a reader counts
what is wrong and what is missed. What such readings gave is in README.md ("Accuracy").
"""

from __future__ import annotations

import random
import re
import unicodedata
from pathlib import Path

import click
from citation_recall import laws

from extract.facts import Citation, DocumentFields, Facts
from extract.grammar.citations import find_citations
from extract.pipeline import extract
from extract.source import SourceText

PASSAGE = 700
RENDERINGS = ("laws-in-english", "state-documents-in-english")
# Passages that hold none of these words hold no document's name.
_TYPE = re.compile(
    r"\b(?:Law|Code|Decree|Circular|Decision|Resolution|Ordinance|Directive|Constitution|Plan|Program)s?\b"
)


def said(citation: Citation) -> str:
    """What was read of a mention, in one line."""
    parts = (
        citation.relation, citation.type, citation.number, citation.name, citation.date,
        citation.pinpoint, "itself" if citation.self_reference else None,
        None if citation.antecedent is None else f"means mention {citation.antecedent}",
    )  # fmt: skip
    return " | ".join(part for part in parts if part)


def extra(shared: Path, seed: int, mentions: int) -> None:
    rows = []
    for law in laws(shared / "gold" / "law-citations.jsonl.gz"):
        text = law["text"]
        marked = [(s["start"], s["end"]) for s in law["spans"] if s["kind"] == "tvpllink"]
        document = DocumentFields("law", "vi", number=law["meta"].get("Số hiệu"))
        for citation in find_citations(SourceText.from_text(text), "vi", document):
            start, end = citation.span.start, citation.span.end
            known = any(a < end and b > start for a, b in marked)
            if not known and not citation.self_reference:
                around = (
                    f"{text[max(0, start - 70) : start]}⟦{text[start:end]}⟧{text[end : end + 60]}"
                )
                rows.append((citation, " ".join(around.split())))
    click.echo(f"{len(rows)} mentions that no editor marked")
    for number, (citation, around) in enumerate(random.Random(seed).sample(rows, mentions), 1):
        click.echo(f"{number}. {said(citation)}\n   {around}")


def english(shared: Path, seed: int, mentions: int) -> None:
    texts = [
        unicodedata.normalize("NFC", law["text"])
        for name in RENDERINGS
        for law in laws(shared / "corpus" / f"{name}.jsonl.gz")
        if len(law["text"]) > 3000
    ]
    places = [(n, at) for n, text in enumerate(texts) for at in range(0, len(text), PASSAGE)]
    random.Random(seed).shuffle(places)
    facts: dict[int, Facts] = {}
    shown = 0
    for n, at in places:
        if not _TYPE.search(texts[n], at, at + PASSAGE):
            continue
        if n not in facts:
            facts[n] = extract(SourceText.from_text(texts[n]))
        found = [
            citation
            for citation in sorted(facts[n].citations, key=lambda one: one.span.start)
            if at <= citation.span.start < at + PASSAGE and citation.rule != "third-party"
        ]
        click.echo(f"\n{n}, from {at}: {facts[n].document.type} {facts[n].document.number or ''}")
        click.echo(_passage(texts[n], at, found))
        for citation in found:
            click.echo(f"   {said(citation)}")
        shown += len(found)
        if shown >= mentions:
            break
    click.echo(f"\n{shown} mentions")


def _passage(text: str, at: int, found: list[Citation]) -> str:
    parts, done = [], at
    for citation in found:
        if citation.span.start >= done:
            parts += [text[done : citation.span.start], f"⟦{citation.span.quote}⟧"]
            done = citation.span.end
    parts.append(text[done : max(done, at + PASSAGE)])
    return " ".join("".join(parts).split())


@click.command(help=__doc__)
@click.argument("shared", type=click.Path(exists=True, path_type=Path))
@click.argument("what", type=click.Choice(["extra", "english"]))
@click.option("--seed", default=7, show_default=True)
@click.option("--mentions", default=200, show_default=True)
def main(shared: Path, what: str, seed: int, mentions: int) -> None:
    (extra if what == "extra" else english)(shared, seed, mentions)


if __name__ == "__main__":
    main()
