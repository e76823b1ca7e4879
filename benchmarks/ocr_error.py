"""Character error rate of scanned pages, beside plain Tesseract in the same run.

    python benchmarks/ocr_error.py ../shared

The pages are those that a person has transcribed (``gold/documents/*.page1.txt``). The error rate is
the edit distance to the transcription over its length, white space made single. Beside this
project's reading stands the command ``tesseract -l vie`` on the same page drawn by PDFium at 300
dots an inch, stamps and all. Seconds are of the wall clock, one thread each, cache off.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
import time
from pathlib import Path

import click

os.environ["OMP_THREAD_LIMIT"] = "1"


def plain_tesseract(path: Path) -> str:
    import pypdfium2

    with tempfile.TemporaryDirectory() as folder:
        image = Path(folder) / "page.png"
        page = pypdfium2.PdfDocument(path)[0]
        page.render(scale=300 / 72).to_pil().save(image, dpi=(300, 300))
        command = ["tesseract", image, "-", "-l", "vie"]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def this_project(path: Path) -> str:
    from extract.readers import read_file

    source = read_file(path)
    first = source.pages[0]
    return source.text[first.start : first.end]


def error_rate(read: str, wanted: str) -> float:
    from rapidfuzz.distance import Levenshtein

    read, wanted = (re.sub(r"\s+", " ", text).strip() for text in (read, wanted))
    return Levenshtein.distance(read, wanted) / len(wanted)


@click.command(help=__doc__)
@click.argument("shared", type=click.Path(exists=True, path_type=Path))
@click.option("--show", is_flag=True, help="Print what was read.")
def main(shared: Path, show: bool) -> None:
    print("| page | plain Tesseract, % | this project, % | ratio | plain, s | this project, s |")
    print("|---" * 6 + "|")
    with tempfile.TemporaryDirectory() as cache:
        os.environ["KB_CACHE"] = cache
        for transcription in sorted((shared / "gold" / "documents").glob("*.page1.txt")):
            name = transcription.name.removesuffix(".page1.txt")
            path = shared / "corpus" / "scans" / f"{name}.pdf"
            wanted = transcription.read_text(encoding="utf-8")
            start = time.perf_counter()
            plain = error_rate(plain_tesseract(path), wanted)
            middle = time.perf_counter()
            text = this_project(path)
            end = time.perf_counter()
            ours = error_rate(text, wanted)
            print(
                f"| {name} | {100 * plain:.2f} | {100 * ours:.2f} | {ours / plain:.2f}"
                f" | {middle - start:.1f} | {end - middle:.1f} (whole file) |"
            )
            if show:
                print(text)


if __name__ == "__main__":
    main()
