"""Peak memory of reading a PDF, against its number of pages.

    python benchmarks/reader_memory.py --text 10 --text 1000 --scan 10 --scan 200

Each PDF is made of the first page of a specimen in a temporary folder and read in a process of its
own, cache off: as it is (text), or as pictures at 200 dots an inch, each with another number on it so
that every one is recognised (scan). A scanned page takes a second or two.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import click

os.environ["OMP_THREAD_LIMIT"] = "1"

SPECIMEN = Path(__file__).parent.parent / "corpus" / "specimens" / "qd-9905-ubnd-2024.pdf"


def write_text(count: int, path: Path) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument.new()
    document.import_pages(pypdfium2.PdfDocument(SPECIMEN), [0] * count)
    document.save(path)


def write_scan(count: int, path: Path) -> None:
    import pypdfium2
    from PIL import ImageDraw

    page = pypdfium2.PdfDocument(SPECIMEN)[0].render(scale=200 / 72).to_pil().convert("L")
    document = pypdfium2.PdfDocument.new()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(count):
            picture = page.copy()
            ImageDraw.Draw(picture).text((100, 2200), str(number), fill=0, font_size=40)
            one = Path(folder) / "page.pdf"
            picture.save(one, "PDF", resolution=200)
            document.import_pages(pypdfium2.PdfDocument(one.read_bytes()))
    document.save(path)


def peak(path: Path, cache: str) -> tuple[int, int, str]:
    """Pages, MiB at the most, and how it was read."""
    os.environ["KB_CACHE"] = cache
    from extract.readers import read_file

    source = read_file(path)
    unit = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss, in bytes
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    return len(source.pages), most // 2**20, source.read_by


@click.command(help=__doc__)
@click.option("--text", "texts", type=int, multiple=True, default=(10, 1000), show_default=True)
@click.option("--scan", "scans", type=int, multiple=True, default=(10, 200), show_default=True)
def main(texts: Sequence[int], scans: Sequence[int]) -> None:
    print("| pages | read by | peak MiB |")
    print("|---" * 3 + "|")
    for write, counts in ((write_text, texts), (write_scan, scans)):
        for count in counts:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "long.pdf"
                with ProcessPoolExecutor(1, get_context("spawn")) as maker:
                    maker.submit(write, count, path).result()
                with ProcessPoolExecutor(1, get_context("spawn")) as reader:
                    pages, most, read_by = reader.submit(peak, path, folder).result()
            print(f"| {pages:,} | {read_by} | {most} |", flush=True)


if __name__ == "__main__":
    main()
