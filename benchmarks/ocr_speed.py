"""Pages a minute read from scans, beside ocrmypdf on the same files in the same run.

    python benchmarks/ocr_speed.py ../shared/corpus/scans

Both use two processes: this project reads a file a process, through its readers, cache off;
``ocrmypdf --jobs 2 -l vie --force-ocr --output-type pdf`` takes the files one after another and
shares out their pages. Each is run in turn as often as ``--runs`` says, and the best run of each
counts. CPU seconds are those of all processes: on a machine that others use too, they tell more.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import click

os.environ["OMP_THREAD_LIMIT"] = "1"

PROCESSES = 2
Cost = tuple[float, float]  # seconds of the wall clock, CPU seconds


def read(path: Path) -> int:
    from extract.readers import read_file

    return len(read_file(path).pages)


def this_project(paths: Sequence[Path]) -> None:
    with tempfile.TemporaryDirectory() as cache:
        os.environ["KB_CACHE"] = cache
        largest_first = sorted(paths, key=lambda path: -path.stat().st_size)
        with ProcessPoolExecutor(PROCESSES) as pool:
            list(pool.map(read, largest_first))


def ocrmypdf(paths: Sequence[Path]) -> None:
    beside = Path(sys.executable).with_name("ocrmypdf")
    program = str(beside) if beside.exists() else shutil.which("ocrmypdf")
    if program is None:
        raise click.ClickException("ocrmypdf is not installed (pip install ocrmypdf, ghostscript).")
    options = ["--jobs", str(PROCESSES), "-l", "vie", "--force-ocr", "--output-type", "pdf"]
    options.append("--invalidate-digital-signatures")  # else signed scans are refused
    with tempfile.TemporaryDirectory() as folder:
        for path in paths:
            out = str(Path(folder) / path.name)
            command = [program, "--quiet", *options, str(path), out]
            subprocess.run(command, check=True, stderr=subprocess.DEVNULL)


def cost(run: Callable[[Sequence[Path]], None], paths: Sequence[Path]) -> Cost:
    def used() -> float:
        usage = [resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return sum(part.ru_utime + part.ru_stime for part in usage)

    wall, cpu = time.perf_counter(), used()
    run(paths)
    return time.perf_counter() - wall, used() - cpu


@click.command(help=__doc__)
@click.argument("folder", type=click.Path(exists=True, path_type=Path))
@click.option("--runs", default=1, show_default=True, help="How often each is run.")
def main(folder: Path, runs: int) -> None:
    import pypdfium2

    paths = sorted(folder.glob("*.pdf"))
    pages = sum(len(pypdfium2.PdfDocument(path)) for path in paths)
    ours, theirs = [], []
    for _ in range(runs):
        ours.append(cost(this_project, paths))
        theirs.append(cost(ocrmypdf, paths))
    best = [[min(costs) for costs in zip(*found, strict=True)] for found in (ours, theirs)]
    print(f"{pages} pages in {len(paths)} files, {PROCESSES} processes, best of {runs}")
    print("| | pages a minute | CPU seconds a page |")
    print("|---" * 3 + "|")
    for name, (wall, cpu) in zip(("this project", "ocrmypdf"), best, strict=True):
        print(f"| {name} | {60 * pages / wall:.0f} | {cpu / pages:.2f} |")
    wall_ratio, cpu_ratio = (slow / fast for fast, slow in zip(*best, strict=True))
    print(f"| times | {wall_ratio:.2f} | {cpu_ratio:.2f} |")


if __name__ == "__main__":
    main()
