"""The builder alone at growing sizes: time and peak memory of all that comes after reading.

    python benchmarks/builder_scale.py 1000 10000 100000

Reading documents takes most of a build and grows with their text; this takes it out. Each document is
a small file of made-up facts (8 tasks with 16 parts of agencies, 4 targets, 8 citations: of earlier
documents, some of them hubs, of central decrees that are only cited, and now and then of something
that nobody can tell) that goes through the real builder: cache, identity, loading, resolution,
indexes, checks, publishing. CPU seconds of one process.

The documents are spread over all provinces, before and after their mergers, and over forty bodies in
each; one department has a part in every twentieth task of the whole country.
"""

from __future__ import annotations

import random
import runpy
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import click
from synthetic import INDICATORS, SUBJECTS, WORKS

from extract import vocabulary

KINDS = (
    ("directive", "CT", "Chỉ thị"), ("decision", "QĐ", "Quyết định"), ("plan", "KH", "Kế hoạch"),
    ("notice", "TB", "Thông báo"), ("report", "BC", "Báo cáo"), ("submission", "TTr", "Tờ trình"),
    ("programme", "CTr", "Chương trình"), ("scheme", "ĐA", "Đề án"),
)  # fmt: skip
DECREES = 300
RELATIONS = ("basis", "implements", "amends", "replaces", "refers")
HUB = {"name": "Sở Nội vụ", "key": "so-noi-vu", "place": "ha-noi"}

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


@cache
def places() -> tuple[str, ...]:
    return tuple(sorted(vocabulary.provinces()))


@cache
def bodies() -> tuple[dict[str, str], ...]:
    """Forty bodies that each province has."""
    known = vocabulary.agencies().values()
    found = [body for body in known if body.level == "province" and not body.is_group]
    return tuple({"name": body.name_vi, "key": body.key} for body in found[:40])


def address(n: int) -> dict[str, Any]:
    kind, symbol, _ = KINDS[n % len(KINDS)]
    place = places()[n // len(KINDS) % len(places())]
    number = f"{n // (len(KINDS) * len(places())) % 400 + 1:02d}/{symbol}-UBND"
    return {"type": kind, "number": number, "jurisdiction": place}


def day(n: int) -> date:
    return date(2014, 1, 2) + timedelta(days=n * 4300 // 100_000)


def made_up(n: int) -> dict[str, Any]:
    """The facts of document ``n``; the same whatever the number of documents."""
    chance = random.Random(n)
    issued = day(n)
    subject = chance.choice(SUBJECTS)
    return {
        "document": {
            **address(n),
            "issued_on": issued.isoformat(),
            "effective_on": issued.isoformat(),
            "issuer": "Ủy ban nhân dân tỉnh",
            "issuer_key": "ubnd-tinh",
            "title": f"Về việc {subject} lần thứ {n}",
        },
        "citations": [*_of_documents(n, chance), *_of_decrees(chance), *_unclear(chance)],
        "tasks": [_task(item, issued, chance) for item in range(1, 9)],
        "targets": [_target(words, issued.year, chance) for words in INDICATORS],
    }


def _of_documents(n: int, chance: random.Random) -> list[dict[str, Any]]:
    if not n:
        return []
    recent = [max(n - 1 - int(chance.expovariate(1 / 400)), 0) for _ in range(5)]
    return [
        {
            **address(cited),
            "date": day(cited).isoformat(),
            "issuer": "Ủy ban nhân dân tỉnh",
            "issuer_key": "ubnd-tinh",
            "relation": chance.choice(RELATIONS),
            "printed": f"{KINDS[cited % len(KINDS)][2]} số {address(cited)['number']} ngày"
            f" {day(cited):%d/%m/%Y} của Ủy ban nhân dân tỉnh",
        }
        for cited in (*recent, n // 1000 * 500)
    ]


def _of_decrees(chance: random.Random) -> list[dict[str, Any]]:
    number = int(chance.paretovariate(0.5)) % DECREES + 1
    symbol = f"{number}/{2005 + number % 20}/NĐ-CP"
    return [
        {
            "type": "decree",
            "number": symbol,
            "issuer": "Chính phủ",
            "issuer_key": "chinh-phu",
            "relation": "basis",
            "printed": f"Căn cứ Nghị định số {symbol} của Chính phủ",
        }
    ]


def _unclear(chance: random.Random) -> list[dict[str, Any]]:
    if chance.random() > 0.1:
        return []
    return [{"type": "decision", "number": "15", "printed": "Quyết định 15", "relation": "refers"}]


def _task(item: int, issued: date, chance: random.Random) -> dict[str, Any]:
    parts = [{**body, "role": "lead"} for body in chance.sample(bodies(), 2)]
    parts[1]["role"] = chance.choice(("coordinate", "coordinate", "responsible", "receive_report"))
    if chance.random() < 0.05:
        parts[0] = {**HUB, "role": "lead"}
    if chance.random() < 0.001:
        parts[1] = {"name": f"Tổ công tác số {chance.randrange(400)}", "role": "coordinate"}
    words = f"{parts[0]['name']} chủ trì {chance.choice(WORKS)}; {chance.choice(WORKS)}"
    due = issued + timedelta(days=chance.randrange(20, 700)) if chance.random() < 0.6 else None
    return {
        "path": str(item),
        "text": words,
        "printed": words,
        "deadline": due.isoformat() if due else None,
        "deadline_words": f"{due:%d/%m/%Y}" if due else None,
        "agencies": parts,
    }


def _target(words: str, year: int, chance: random.Random) -> dict[str, Any]:
    value = chance.randrange(900)
    return {
        "indicator": words.partition(" đạt ")[0],
        "value": float(value),
        "unit_normalized": "%" if "%" in words else "VND" if "đồng" in words else "beds",
        "period": str(year),
        "printed": words.format(n=value, m=value, k=value),
    }


@click.command(help=__doc__)
@click.argument("sizes", type=int, nargs=-1, required=True)
@click.option("--keep", type=click.Path(path_type=Path), help="Keep the databases in this folder.")
def main(sizes: tuple[int, ...], keep: Path | None) -> None:
    write_specimen = runpy.run_path(str(SYNTHETIC / "synthetic.py"))["write_specimen"]

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
