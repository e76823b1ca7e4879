"""Pages with a text layer: how fast they are read, and whether pdfplumber finds the same words.

::

    python benchmarks/pdf_speed.py ../shared/corpus corpus/specimens

Every PDF under the folders is read whole by this project (letters, lines, reading order, tables) and
by ``pdfplumber``'s ``extract_text``, one after the other in the same process: seconds of processor time,
so that other programs matter little, the best of three runs each. Scanned pages are left out on both
sides. The words of each page are then compared,
white space apart and in Unicode's compatibility form (a raised 1 is a 1). Where they are not equal
as they stand, the page is counted under what explains all of the difference:

- ``heads``: running heads, feet, page numbers and repeated headers of tables are left out here;
- ``order``: the same words in another order (columns of a letterhead, cells of a table, footnotes);
- ``words``: the same letters in other words (letters of a fallback font put back into their words,
  a word broken at a line's end joined, spaces);
- ``filled in``: digits that stand in form fields, which pdfplumber does not read;
- ``look-alikes``: a letter that only looks like another (Ð for Đ, a minus for a hyphen) is mended here.

What is left is ``different``; those pages are printed.
"""

from __future__ import annotations

import argparse
import sys
import time
import unicodedata
from collections import Counter
from pathlib import Path

import pdfplumber
import pypdfium2

from extract.readers.cleaning import clean
from extract.readers.pdf import read_pdf

WANTED_SPEED = 10.0
WANTED_EQUAL = 0.95
RUNS = 3
EXPLAINED = ("equal", "heads", "order", "words", "filled in", "look-alikes")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path)
    options = parser.parse_args()
    files = sorted(path for folder in options.folders for path in folder.rglob("*.pdf"))
    kinds: Counter[str] = Counter()
    ours = theirs = 0.0
    print(f"{'pages':>6} {'here':>10} {'pdfplumber':>10} {'times':>6}  file   (ms a page)")
    for path in files:
        data = path.read_bytes()
        wanted = pages_with_text(data)
        if not wanted:
            continue
        here, pages = best(lambda data=data: our_pages(data))
        there, plumbed = best(lambda path=path, wanted=wanted: their_pages(path, wanted))
        ours, theirs = ours + here, theirs + there
        for number in wanted:
            kind = difference(pages.get(number, ""), plumbed[number])
            kinds[kind] += 1
            if kind == "different":
                report(path, number, pages.get(number, ""), plumbed[number])
        count = len(wanted)
        print(
            f"{count:6} {1e3 * here / count:10.1f} {1e3 * there / count:10.1f} "
            f"{there / here:6.1f}  {path.name}"
        )
    total = sum(kinds.values())
    if not total:
        print("There is no PDF with a text layer.")
        return 1
    share = sum(kinds[kind] for kind in EXPLAINED) / total
    print(
        f"all {total} pages: {theirs / ours:.1f} times the speed of pdfplumber (wanted {WANTED_SPEED})"
    )
    for kind, number in kinds.most_common():
        print(f"{number:6} {number / total:6.1%}  {kind}")
    print(f"equal, or explained by a documented change: {share:.1%} (wanted {WANTED_EQUAL:.0%})")
    return int(theirs / ours < WANTED_SPEED or share < WANTED_EQUAL)


def pages_with_text(data: bytes) -> list[int]:
    """The numbers of the pages with more text than a stamp has."""
    with pypdfium2.PdfDocument(data) as document:
        return [
            index + 1
            for index in range(len(document))
            if document[index].get_textpage().count_chars() > 240
        ]


def best(run):  # type: ignore[no-untyped-def]
    """The shortest time of a few runs, in seconds, and what the last one gave."""
    times = []
    for _ in range(RUNS):
        began = time.process_time()
        result = run()
        times.append(time.process_time() - began)
    return min(times), result


def our_pages(data: bytes) -> dict[int, str]:
    """The words of each page, in the order in which they are stored."""
    source = read_pdf(data)
    pages: dict[int, list[str]] = {}
    for box in source.boxes:
        pages.setdefault(box.page, []).append(source.text[box.start : box.end])
    return {number: "\n".join(lines) for number, lines in pages.items()}


def their_pages(path: Path, wanted: list[int]) -> dict[int, str]:
    with pdfplumber.open(path) as document:
        return {number: document.pages[number - 1].extract_text() for number in wanted}


def letters(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def words(text: str) -> Counter[str]:
    return Counter(unicodedata.normalize("NFKC", text).split())


def difference(ours: str, theirs: str) -> str:
    """What explains the whole difference between two readings of a page."""
    if letters(ours) == letters(theirs):
        return "equal"
    heads = without_heads(ours, theirs)
    if letters(ours) == letters(heads):
        return "heads"
    if words(ours) == words(heads):
        return "order"
    mended = clean(heads)
    for kind, there in (("words", heads), ("look-alikes", mended)):
        if Counter(letters(ours)) == Counter(letters(there)):
            return kind
    more = Counter(letters(ours))
    more.subtract(letters(mended))
    if all(count >= 0 and letter.isdigit() for letter, count in more.items() if count):
        return "filled in"
    return "different"


def without_heads(ours: str, theirs: str) -> str:
    """The lines of ``theirs`` less those at its top and bottom whose letters ``ours`` lacks."""
    missing = Counter(letters(theirs))
    missing.subtract(letters(ours))
    lines = theirs.split("\n")
    for end in (0, -1):
        while lines and all(
            missing[letter] >= count for letter, count in Counter(letters(lines[end])).items()
        ):
            missing.subtract(letters(lines.pop(end)))
    return "\n".join(lines)


def report(path: Path, number: int, ours: str, theirs: str) -> None:
    """The letters that one side has and the other has not."""
    here, there = Counter(letters(ours)), Counter(letters(without_heads(ours, theirs)))
    print(
        f"  {path.name} page {number}: only here {''.join(sorted((here - there).elements()))!r}, "
        f"only there {''.join(sorted((there - here).elements()))!r}"
    )


if __name__ == "__main__":
    sys.exit(main())
