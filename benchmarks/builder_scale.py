"""The builder alone at growing sizes: time and peak memory of all that comes after reading.

    python benchmarks/builder_scale.py 1000 10000 100000

Reading documents takes most of a build and grows with their text; this takes it out. Each document is
a small file of made-up facts (8 tasks with 16 parts of agencies, 4 targets, 6 citations of earlier
documents, some of them hubs) that goes through the real builder: cache, identity, loading,
resolution, indexes, checks, publishing. CPU seconds of one process.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import click

KINDS = (("directive", "CT"), ("decision", "QĐ"), ("plan", "KH"), ("notice", "TB"))
PLACES = ("son-la", "nghe-an", "ca-mau", "lao-cai")
BODIES = ("so-noi-vu", "so-tai-chinh", "so-xay-dung", "so-y-te", "so-tu-phap", "so-cong-thuong")
RELATIONS = ("basis", "implements", "amends", "replaces", "refers")

# Each size in a process of its own, so that its peak memory is its own.
MEASURE = """
import resource, sys, time
sys.path.insert(0, sys.argv[3])
from pathlib import Path
from kb.build import build
from synthetic import read_specimen
folder, db = Path(sys.argv[1]), Path(sys.argv[2])
for _ in range(2):
    start = time.process_time()
    build([folder], db, workers=0, read=read_specimen, version="made-up")
    print(time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""
SYNTHETIC = Path(__file__).parent.parent / "tests" / "kb"


def made_up(n: int) -> dict[str, Any]:
    """The facts of document ``n``; the same whatever the number of documents."""
    chance = random.Random(n)
    earlier = [max(n - 1 - int(chance.expovariate(1 / 400)), 0) for _ in range(5)]

    def address(k: int) -> dict[str, Any]:
        kind, symbol = KINDS[k % 4]
        return {
            "type": kind,
            "number": f"{k // 4 + 1}/{symbol}-UBND",
            "jurisdiction": PLACES[k % 4],
        }

    def day(k: int) -> str:
        return f"20{16 + k % 10:02d}-0{1 + k % 9}-{10 + k % 18}"

    return {
        "document": {
            **address(n),
            "issued_on": day(n),
            "effective_on": day(n),
            "title": f"Về việc kiểm tra lần thứ {n} các đơn vị trực thuộc và chấn chỉnh ngay",
        },
        "citations": [
            {
                **address(c),
                "date": day(c),
                "issuer": "Ủy ban nhân dân tỉnh",
                "issuer_key": "ubnd-tinh",
                "relation": chance.choice(RELATIONS),
            }
            for c in ([*earlier, n // 1000 * 500] if n else [])
        ],
        "tasks": [
            {
                "path": str(item),
                "text": "kiểm tra các đơn vị trực thuộc và chấn chỉnh ngay những nơi chưa làm đúng",
                "deadline": day(n + item),
                "agencies": [
                    {"name": "Sở", "key": body, "role": "lead"} for body in chance.sample(BODIES, 2)
                ],
            }
            for item in range(8)
        ],
        "targets": [
            {
                "indicator": f"Tỷ lệ {item}",
                "value": float(chance.randrange(90)),
                "unit_normalized": "%",
            }
            for item in range(4)
        ],
    }


@click.command(help=__doc__)
@click.argument("sizes", type=int, nargs=-1, required=True)
@click.option("--keep", type=click.Path(path_type=Path), help="Keep the databases in this folder.")
def main(sizes: tuple[int, ...], keep: Path | None) -> None:
    sys.path.insert(0, str(SYNTHETIC))
    from synthetic import write_specimen

    print("| documents | CPU s | ms a document | peak MiB | database MB | nothing changed, CPU s |")
    print("|---" * 6 + "|")
    with tempfile.TemporaryDirectory() as scratch:
        folder, written = Path(scratch) / "documents", 0
        for size in sizes:
            for n in range(written, size):
                write_specimen(folder / f"{n // 1000:03d}" / f"{n}.json", **made_up(n))
            written = size
            database = (keep or Path(scratch)) / f"{size}.db"
            command = [sys.executable, "-c", MEASURE, folder, database, SYNTHETIC]
            run = subprocess.run(command, check=True, capture_output=True, text=True)
            first, again = (line.split() for line in run.stdout.splitlines())
            print(
                f"| {size:,} | {float(first[0]):.1f} | {1000 * float(first[0]) / size:.2f}"
                f" | {float(first[1]):.0f} | {database.stat().st_size / 1e6:.0f}"
                f" | {float(again[0]):.1f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
