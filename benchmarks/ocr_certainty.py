"""How often words of scans are wrong, by how sure the recognition is of them.

    python benchmarks/ocr_certainty.py ../shared

Measured on the pages that a person has transcribed (``gold/documents/*.page1.txt``) and on every
specimen of ``tools/specimens``, printed, signed, sealed and scanned by ``tools/scanned_pages.py``, whose
words are known from the printed PDF. A word is right where it is a word of the page in its place, or
one left over there; outer punctuation does not count. ``extract.source.UNCERTAIN`` rests on this.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path

import click

ROOT = Path(__file__).parent.parent
_BANDS = (0, 40, 60, 70, 80, 90, 95, 101)
_OUTER = '.,;:“”"()*'

Judged = tuple[str, float, bool]
"""A word, how sure the recognition is of it, and whether it is right."""


def judged(path_or_data: Path | bytes, truth: str, pages: int | None = None) -> Iterator[Judged]:
    """The words of a scan, judged by the words that stand on it."""
    from extract.readers import read_bytes, read_file

    is_path = isinstance(path_or_data, Path)
    source = read_file(path_or_data) if is_path else read_bytes(path_or_data, "scan.pdf")
    boxes = [box for box in source.boxes if pages is None or box.page <= pages]
    words = [(source.text[box.start : box.end].strip(_OUTER), box.confidence) for box in boxes]
    wanted = [word.strip(_OUTER) for word in truth.split()]
    matcher = SequenceMatcher(None, [word for word, _ in words], wanted, autojunk=False)
    in_place: set[int] = set()
    left = Counter(wanted)
    for at, to, length in matcher.get_matching_blocks():
        in_place.update(range(at, at + length))
        left.subtract(wanted[to : to + length])
    for place, (word, sure) in enumerate(words):
        is_right = place in in_place
        if not is_right and left[word] > 0:
            left[word] -= 1
            is_right = True
        if sure is not None and any(map(str.isalnum, word)):
            yield word, sure, is_right


def specimens() -> Iterator[Judged]:
    """Every specimen as a scan."""
    sys.path.insert(0, str(ROOT / "tools"))
    from make_specimens import SOURCES, read_source
    from scanned_pages import scanned
    from specimen_layouts import pdf_bytes

    from extract.readers import read_bytes

    for source in sorted(SOURCES.glob("*.yaml")):
        specimen, _ = read_source(source)
        printed = pdf_bytes(specimen)
        signer = specimen.signed[-1] if specimen.signed else ""
        yield from judged(scanned(printed, "", signer), read_bytes(printed, "printed.pdf").text)


def transcribed(shared: Path) -> Iterator[Judged]:
    for page in sorted((shared / "gold" / "documents").glob("*.page1.txt")):
        name = page.name.removesuffix(".page1.txt") + ".pdf"
        path = next((shared / "corpus").rglob(name))
        yield from judged(path, page.read_text(encoding="utf-8"), pages=1)


@click.command()
@click.argument("shared", type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(shared: Path) -> None:
    """Print, band by band, how many words and figures are wrong."""
    from extract.source import UNCERTAIN

    words = [*transcribed(shared), *specimens()]
    click.echo("| sure of a word, 0 to 100 | words | wrong | share | with figures | wrong |")
    click.echo("|---|---:|---:|---:|---:|---:|")
    for low, high in (*pairwise(_BANDS), (0, UNCERTAIN), (UNCERTAIN, 101)):
        band = [(word, right) for word, sure, right in words if low <= sure < high]
        figures = [right for word, right in band if any(map(str.isdigit, word))]
        wrong = sum(not right for _, right in band)
        share = f"{100 * wrong / len(band):.2f} %" if band else "–"
        click.echo(
            f"| {low:g} to {min(high, 100):g} | {len(band)} | {wrong} | {share}"
            f" | {len(figures)} | {figures.count(False)} |"
        )


if __name__ == "__main__":
    main()
