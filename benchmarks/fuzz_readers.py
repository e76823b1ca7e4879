"""Damage real and made-up files (documents and registers), read them, and see whether anything hangs, dies or eats memory.

::

    python benchmarks/fuzz_readers.py ../shared/corpus --minutes 60 --seed 1

Every case is read in a process of its own with limits on time and memory. A case passes when it is
read or refused with an ``UnreadableError`` on purpose. Whatever else happens is counted and the file
is kept (``--keep``): ``killed`` by a signal, ``hung``, ``memory`` (the limit was reached),
``broken`` (a text that breaks what :mod:`extract.source` promises), and ``surprised`` (an exception
that no reader foresaw: the caller sees a refusal, but nobody thought of the case). The same seed
gives the same cases.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import os
import random
import re
import resource
import signal
import sys
import tempfile
import time
import traceback
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from extract.readers import UnreadableError, read_bytes
from extract.source import SourceText
from kb.register import is_register_name, read_register

SUFFIXES = {
    ".pdf", ".docx", ".doc", ".rtf", ".odt", ".html", ".md", ".txt", ".png", ".jpg", ".csv", ".xlsx",
}  # fmt: skip
LARGEST_SEED = 3_000_000
# What the readers raise on purpose, with another exception behind it.
FORESEEN = {
    "BadZipFile", "PdfiumError", "XMLSyntaxError", "UnicodeDecodeError", "EOFError", "error",
    "ValueError", "OSError", "Error", "ParseError", "TimeoutExpired", "ImportError", "NotImplementedError",
}  # fmt: skip
WALL = 6
"""How many times its processor time a case may take by the clock: a busy machine is no hang."""
NUMBER = re.compile(rb"\d+")
NUMBERS = [
    b"0",
    b"-1",
    b"1",
    b"65535",
    b"65536",
    b"2147483647",
    b"4294967296",
    b"99999999999999",
    b"1e308",
]
MAIN_PARTS = {
    "word/document.xml",
    "xl/worksheets/sheet1.xml",
    "xl/sharedStrings.xml",
    "content.xml",
}
TOKENS = [
    b"<", b">", b"</p>", b"<table>", b"<tr><td>", b"<w:tbl>", b"<w:p>", b"</w:p>", b"&#x0;", b"&amp;",
    b"|", b"\n|---|", b"**", b"[", b"obj", b"endobj", b"stream", b"endstream", b"<<", b">>", b"/Kids",
    b"/Parent", b"/Length", b"/Rotate 90", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xcc\x81",
    b"\xe1\xbb\x87", b" ", b"\t", b"\r\n", b"]]>", b"<!--", b"<![CDATA[", b'w:val="999999999"',
]  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A damaged file: its name and bytes."""

    name: str
    data: bytes


def cases(seeds: list[Case], random_: random.Random) -> Iterator[Case]:
    """Damaged files without end."""
    while True:
        seed = random_.choice(seeds)
        changed = seed.data
        if changed.startswith(b"PK") and random_.random() < 0.8:
            changed = damaged_inside(changed, random_)
        else:
            for _ in range(random_.choice((1, 1, 2, 3, 8, 20))):
                changed = random_.choice(DAMAGES)(changed, random_, seeds)
        yield Case(seed.name, changed)


def damaged_inside(data: bytes, random_: random.Random) -> bytes:
    """A Word file or workbook with one of its parts damaged, zipped again."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        names = old.namelist()
        targets = [n for n in names if n.startswith(("word/", "xl/")) and n.endswith(".xml")]
        main = [n for n in names if n in MAIN_PARTS]
        target = random_.choice(main if main and random_.random() < 0.6 else targets or names)
        for name in names:
            part = old.read(name)
            if name == target and part:
                for _ in range(random_.choice((1, 2, 5))):
                    part = random_.choice(XML_DAMAGES)(part, random_, [])
            new.writestr(name, part)
    return out.getvalue()


def _place(data: bytes, random_: random.Random, most: int = 5_000) -> tuple[int, int]:
    start = random_.randrange(len(data) + 1)
    return start, min(len(data), start + random_.randrange(1, most))


def flip(data: bytes, random_: random.Random, _: list[Case]) -> bytes:
    changed = bytearray(data)
    for _unused in range(random_.choice((1, 3, 30))):
        if changed:
            changed[random_.randrange(len(changed))] = random_.randrange(256)
    return bytes(changed)


def cut_out(data: bytes, random_: random.Random, _: list[Case]) -> bytes:
    start, end = _place(data, random_)
    return data[:start] + data[end:]


def cut_off(data: bytes, random_: random.Random, _: list[Case]) -> bytes:
    return data[: random_.randrange(len(data) + 1)]


def repeat(data: bytes, random_: random.Random, _: list[Case]) -> bytes:
    start, end = _place(data, random_, 400)
    times = random_.choice((2, 10, 100, 2_000))
    return data[:end] + data[start:end] * times + data[end:]


def splice(data: bytes, random_: random.Random, seeds: list[Case]) -> bytes:
    other = random_.choice(seeds).data if seeds else data
    start, end = _place(other, random_)
    at, after = _place(data, random_)
    return data[:at] + other[start:end] + data[after:]


def put_token(data: bytes, random_: random.Random, _: list[Case]) -> bytes:
    at = random_.randrange(len(data) + 1)
    return data[:at] + random_.choice(TOKENS) * random_.choice((1, 1, 3, 5_000)) + data[at:]


def change_number(data: bytes, random_: random.Random, _: list[Case]) -> bytes:
    start = random_.randrange(len(data) + 1)
    match = NUMBER.search(data, start)
    if match is None:
        return data
    return data[: match.start()] + random_.choice(NUMBERS) + data[match.end() :]


def element(
    data: bytes, names: bytes, reach: int, random_: random.Random
) -> tuple[re.Match[bytes], int] | None:
    """An opening tag of the XML that ``names`` finds, and where its element's closing tag begins."""
    found = list(re.finditer(names, data[:reach]))
    if not found:
        return None
    match = random_.choice(found)
    close = data.find(b"</" + match[1] + b">", match.end())
    return None if close < 0 else (match, close)


def nest_element(data: bytes, random_: random.Random, _: list[Case]) -> bytes:
    """One element of the XML in itself, many times; well-formed still."""
    names = rb"<(w:(?:tbl|tr|tc|p|r|sdt|ins|txbxContent))>"
    chosen = element(data, names, 200_000, random_)
    if chosen is None:
        return data
    match, close = chosen
    times = random_.choice((3, 50, 400, 5_000))
    inside = data[match.end() : close]
    return (
        data[: match.end()]
        + match[0] * times
        + inside
        + (b"</" + match[1] + b">") * times
        + data[close:]
    )


def repeat_element(data: bytes, random_: random.Random, _: list[Case]) -> bytes:
    """One element of the XML many times over; well-formed still."""
    names = rb"<(w:(?:p|r|tc|tr|t|gridSpan|lvl|num|style))[ >]"
    chosen = element(data, names, 500_000, random_)
    if chosen is None:
        return data
    match, close = chosen
    close += len(match[1]) + 3
    return (
        data[: match.start()]
        + data[match.start() : close] * random_.choice((2, 100, 3_000))
        + data[close:]
    )


Damage = Callable[[bytes, random.Random, list[Case]], bytes]
DAMAGES: tuple[Damage, ...] = (
    flip,
    cut_out,
    cut_off,
    repeat,
    splice,
    put_token,
    change_number,
    change_number,
)
XML_DAMAGES: tuple[Damage, ...] = (
    change_number, change_number, nest_element, repeat_element, flip, cut_out, put_token,
)  # fmt: skip


def check(source: SourceText) -> None:
    """What every source text promises."""
    length = len(source.text)
    assert unicodedata.is_normalized("NFC", source.text), "not NFC"
    assert source.pages, "no pages"
    assert source.pages[0].start == 0, "first page"
    assert source.pages[-1].end == length, "last page"
    for box in source.boxes:
        assert 0 <= box.start < box.end <= length, "box outside"
        assert "\n" not in source.text[box.start : box.end], "box over lines"
        assert all(abs(value) < 1e7 for value in (box.x0, box.top, box.x1, box.bottom)), "box place"
    for table in source.tables:
        for cell in table.cells:
            assert table.start <= cell.start <= cell.end <= table.end, "cell outside"


def check_register(case: Case) -> None:
    """Read a register, and see that what its lines say is quoted from them."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / case.name
        path.write_bytes(case.data)
        for entry in read_register(path).entries:
            for span in entry.facts.document.spans.values():
                assert span.quote == entry.text[span.start : span.end], "cell outside"


def outcome_of(case: Case) -> str:
    """What reading gives, in a word or two."""
    try:
        if is_register_name(Path(case.name)):
            check_register(case)
        else:
            check(read_bytes(case.data, case.name))
    except UnreadableError as error:
        cause = type(error.__cause__).__name__ if error.__cause__ else ""
        if cause == "MemoryError":
            return "memory"
        if cause and cause not in FORESEEN:
            where = traceback.extract_tb(error.__cause__.__traceback__)[-1]  # type: ignore[union-attr]
            return f"surprised {cause} {Path(where.filename).name}:{where.lineno}"
        return f"refused {error.kind}"
    except AssertionError as error:
        return f"broken {error}"
    return "read"


def run(case: Case, seconds: float, memory: int) -> tuple[str, int]:
    """The outcome of one case in a process of its own, and its peak of memory in bytes."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        os.setpgid(0, 0)
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds) + 5))
        try:
            word = outcome_of(case)
        except BaseException as error:
            word = f"raised {type(error).__name__}"
        os.write(writer, word.encode()[:500])
        os._exit(0)
    os.close(writer)
    deadline = time.monotonic() + seconds * WALL
    while True:
        ended, status, usage = os.wait4(child, os.WNOHANG)
        if ended:
            break
        if time.monotonic() > deadline:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            os.close(reader)
            return "hung", 0
        time.sleep(0.002)
    word = os.read(reader, 500).decode("utf-8", "replace")
    os.close(reader)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU:
        word = "hung"
    elif os.WIFSIGNALED(status):
        word = f"killed by signal {os.WTERMSIG(status)}"
    return word or "killed silently", usage.ru_maxrss * 1024


def seeds_under(folders: list[Path]) -> list[Case]:
    found = [
        Case(path.name, path.read_bytes())
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.suffix in SUFFIXES and path.is_file() and path.stat().st_size <= LARGEST_SEED
    ]
    return found + list(made_up())


def made_up() -> Iterator[Case]:
    """Small files that come apart easily: a PDF with a table, one with a picture, a Word file, a
    workbook, a file of rich text."""
    import docx
    import openpyxl
    from PIL import Image
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, invariant=1, pageCompression=0)
    for row in range(8):
        canvas.line(50, 700 - 20 * row, 400, 700 - 20 * row)
        canvas.drawString(60, 705 - 20 * row, f"{row} So Y te bao cao")
    for x in (50, 100, 400):
        canvas.line(x, 560, x, 700)
    canvas.save()
    yield Case("table.pdf", out.getvalue())
    for kind in ("JPEG", "PNG"):
        picture = io.BytesIO()
        Image.new("L", (300, 400), 255).save(picture, kind)
        out = io.BytesIO()
        canvas = Canvas(out, invariant=1, pageCompression=0)
        canvas.drawInlineImage(Image.open(io.BytesIO(picture.getvalue())), 0, 0, 595, 842)
        canvas.save()
        yield Case(f"{kind.lower()}.pdf", out.getvalue())
    document = docx.Document()
    document.add_heading("Chi thi", 1)
    for words in ("Viec mot", "Viec hai"):
        document.add_paragraph(words, style="List Number")
    table = document.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(0, 2))
    out = io.BytesIO()
    document.save(out)
    yield Case("list.docx", out.getvalue())
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Danh muc van ban"])
    sheet.append(["Số, ký hiệu", "Ngày ban hành", "Trích yếu"])
    for number in range(1, 20):
        subject = f"Bãi bỏ Quyết định số {number}/2019/QĐ-UBND ngày 05/4/2019"
        sheet.append([f"{number}/2025/QĐ-UBND", date(2025, 3, number), subject])
    sheet.merge_cells("A1:C1")
    out = io.BytesIO()
    book.save(out)
    yield Case("register.xlsx", out.getvalue())
    rich = r"{\rtf1\ansi{\fonttbl{\f0 Arial;}}\f0 Chi thi\par{\b Viec mot}\par\trowd\cellx500\cell\row}"
    yield Case("words.rtf", rich.encode())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--seconds", type=float, default=60.0, help="of processor time that one case may take"
    )
    parser.add_argument("--memory", type=int, default=3_000, help="megabytes that it may take")
    parser.add_argument("--keep", type=Path, help="where to keep the files that did not pass")
    options = parser.parse_args()
    seeds = seeds_under(options.folders)
    counts: Counter[str] = Counter()
    peak, slowest = 0, 0.0
    began = time.monotonic()
    for case in cases(seeds, random.Random(options.seed)):
        if time.monotonic() - began > options.minutes * 60:
            break
        started = time.monotonic()
        word, memory = run(case, options.seconds, options.memory * 1_000_000)
        took = time.monotonic() - started
        peak, slowest = max(peak, memory), max(slowest, took)
        counts[word] += 1
        suspicious = not word.startswith(("read", "refused"))
        if (suspicious or took > options.seconds / 3) and options.keep:
            options.keep.mkdir(parents=True, exist_ok=True)
            digest = hashlib.sha256(case.data).hexdigest()[:10]
            (options.keep / f"{digest}-{case.name}").write_bytes(case.data)
            print(
                f"{took:6.1f} s  {memory / 1e6:6.0f} MB  {word:40} {digest}-{case.name}", flush=True
            )
    minutes = (time.monotonic() - began) / 60
    print(f"{sum(counts.values())} cases of {len(seeds)} seeds in {minutes:.1f} minutes")
    print(f"slowest {slowest:.1f} s, largest {peak / 1e6:.0f} MB")
    for word, count in counts.most_common():
        print(f"{count:8} {word}")
    bad = ("hung", "killed", "memory", "broken", "raised")
    return int(any(word.startswith(bad) for word in counts))


if __name__ == "__main__":
    sys.exit(main())
