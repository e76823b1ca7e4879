"""Counts which Vietnamese syllables follow each other, for mending what OCR misread.

    python tools/make_syllable_pairs.py ../shared/corpus/codified-articles.jsonl.gz

Writes ``extract/vocabulary/syllable_pairs.tsv``: first syllable, second syllable, how often the
pair stands in the articles (pairs seen at least three times, in lower case, NFC). Only the counts
are kept; no text of the articles is.
"""

from __future__ import annotations

import gzip
import json
import re
import unicodedata
from collections import Counter
from pathlib import Path

import click

TABLE = Path(__file__).parent.parent / "extract" / "vocabulary" / "syllable_pairs.tsv"
LEAST = 3
_WORD_OR_BREAK = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|\n")


def count_pairs(text: str) -> Counter[tuple[str, str]]:
    """Pairs of syllables with nothing but a space between them."""
    pairs: Counter[tuple[str, str]] = Counter()
    before = None
    for token in _WORD_OR_BREAK.findall(unicodedata.normalize("NFC", text).lower()):
        syllable = token if token.isalpha() else None
        if before and syllable:
            pairs[before, syllable] += 1
        before = syllable
    return pairs


@click.command(help=__doc__)
@click.argument("articles", type=click.Path(exists=True, path_type=Path))
def main(articles: Path) -> None:
    pairs: Counter[tuple[str, str]] = Counter()
    with gzip.open(articles, "rt", encoding="utf-8") as lines:
        for line in lines:
            pairs.update(count_pairs(json.loads(line)["text"]))
    kept = sorted((pair, count) for pair, count in pairs.items() if count >= LEAST)
    rows = (f"{first}\t{second}\t{count}\n" for (first, second), count in kept)
    TABLE.write_text("".join(rows), encoding="utf-8")
    print(f"{len(kept):,} pairs of {len(pairs):,}")


if __name__ == "__main__":
    main()
