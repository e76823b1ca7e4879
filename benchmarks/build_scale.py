"""Time and peak memory of a whole build at growing sizes, and what a second worker brings.

    python benchmarks/build_scale.py 1000 10000 100000 --workers 1 --workers 2

Made-up documents (``synthetic.py``) are built into a fresh database by the command ``kb build`` in
a process of its own. The peak is the builder's; what a reader may take is limited file by file.
After each build the same command runs again with nothing changed, and once more after one document
was added.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click
from synthetic import write


def build(database: Path, folder: Path, workers: int) -> tuple[float, float]:
    """Wall-clock seconds of one ``kb build``, and the builder's peak MiB."""
    kb = Path(sys.executable).with_name("kb")
    command = [kb, "build", "--db", database, "--workers", str(workers), folder]
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise click.ClickException(f"kb build ended with {os.waitstatus_to_exitcode(status)}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


@click.command(help=__doc__)
@click.argument("sizes", type=int, nargs=-1, required=True)
@click.option("--workers", multiple=True, type=int, default=(1,), show_default=True)
@click.option("--keep", type=click.Path(path_type=Path), help="Keep the databases in this folder.")
def main(sizes: tuple[int, ...], workers: tuple[int, ...], keep: Path | None) -> None:
    print(
        "| documents | workers | s | documents/s | ms a document | peak MiB | database MB"
        " | again, nothing changed, s | one added, s |"
    )
    print("|---" * 9 + "|", flush=True)
    with tempfile.TemporaryDirectory() as scratch:
        folder, written = Path(scratch) / "documents", 0
        for size in sizes:
            write(folder, size, written)
            written = size
            for number in workers:
                database = (keep or Path(scratch)) / f"{size}-{number}.db"
                seconds, peak = build(database, folder, number)
                megabytes = database.stat().st_size / 1e6
                again, *_ = build(database, folder, number)
                write(folder, size + 1, size)
                added, *_ = build(database, folder, number)
                (folder / f"{size // 1000:03d}" / f"{size:06d}.txt").unlink()
                print(
                    f"| {size:,} | {number} | {seconds:.1f} | {size / seconds:.0f}"
                    f" | {1000 * seconds / size:.1f} | {peak:.0f} | {megabytes:.0f}"
                    f" | {again:.1f} | {added:.1f} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
