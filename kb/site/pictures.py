"""Pictures of the pages of PDF files and of scans saved as images, and where on them a stretch of the stored text stands.

PDFium draws the page; the reader that made the stored text says where each line or word is. Both
take time and give the same every time, so both are kept on disk under the file's hash. PDFium may
not be used by two threads at once: everything here runs in one thread.
"""

from __future__ import annotations

import hashlib
import io
import json
import zlib
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from extract.cache_folder import folder, write_whole
from extract.readers.errors import UnreadableError
from extract.readers.images import MEDIA_TYPES, as_pdf

if TYPE_CHECKING:
    from PIL.Image import Image

T = TypeVar("T")

WIDTH = 1000
"""Width of a picture in pixels."""

_LARGEST = 64_000_000
_TALLEST = 4 * WIDTH
_WORKER = ThreadPoolExecutor(1, thread_name_prefix="kb-pictures")


DRAWABLE = frozenset({"application/pdf", *MEDIA_TYPES.values()})
"""Media types of files whose pages have pictures."""


class NoPictureError(Exception):
    """The page cannot be shown: its file is gone, was changed, or has no pages to be drawn."""


@dataclass(frozen=True, slots=True)
class Source:
    """The file of a document: where it lies, the hash of what was read, and how it was read."""

    path: Path
    sha256: str
    version: str


Edges = tuple[float, float, float, float]
"""x0, top, x1, bottom, in points from the page's top left corner"""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page in points, and the boxes of a stretch of text on it: x0, top, x1, bottom."""

    width: float
    height: float
    boxes: tuple[Edges, ...]


def in_background(work: Callable[[], T]) -> Future[T]:
    """``work`` in the one thread that may use PDFium."""
    return _WORKER.submit(work)


def png(source: Source, page: int) -> bytes:
    """The picture of a page, from the cache or drawn. ``NoPictureError`` where there is none."""
    kept = _folder() / source.sha256[:2] / f"{source.sha256}-{page}-{WIDTH}.png"
    try:
        return kept.read_bytes()
    except OSError:
        pass
    picture = _drawn(_as_pdf(content(source)), page)
    write_whole(kept, picture)
    return picture


def sheet(source: Source, page: int, text: str, start: int, end: int) -> Sheet:
    """Where ``text[start:end]`` stands on a page; no box where it does not stand on it."""
    pages, boxes = _layout(source, text)
    size = pages.get(page)
    if size is None:
        raise NoPictureError(f"there is no page {page}")
    found = [
        _part_of(box, start, end)
        for box in boxes
        if box[2] == page and box[0] < end and start < box[1]
    ]
    return Sheet(size[0], size[1], tuple(_lines_of(found)))


Box = tuple[int, int, int, float, float, float, float]
"""start, end, page, x0, top, x1, bottom"""

Layout = tuple[dict[int, tuple[float, float]], list[Box]]


def _part_of(box: Box, start: int, end: int) -> Edges:
    """The part of a line's box that its characters from ``start`` to ``end`` take, as if all were
    equally wide."""
    first, last, _, x0, top, x1, bottom = box
    wide = (x1 - x0) / max(last - first, 1)
    return (
        x0 + wide * max(start - first, 0),
        top,
        x1 - wide * max(last - end, 0),
        bottom,
    )


def _lines_of(words: list[Edges]) -> list[Edges]:
    """Boxes that follow each other on one line as one box: a scan has a box for each word."""
    lines: list[Edges] = []
    for x0, top, x1, bottom in words:
        if lines:
            left, upper, right, lower = lines[-1]
            overlap = min(bottom, lower) - max(top, upper)
            height = min(bottom - top, lower - upper)
            if overlap > height / 2 and -height < x0 - right < 2 * height:
                lines[-1] = (min(left, x0), min(upper, top), max(right, x1), max(lower, bottom))
                continue
        lines.append((x0, top, x1, bottom))
    return lines


def _layout(source: Source, text: str) -> Layout:
    """The size of each page and the boxes on it, from the cache or read again."""
    name = hashlib.sha256(f"{source.sha256} {source.version}".encode()).hexdigest()
    kept = _folder() / name[:2] / f"{name}.boxes"
    try:
        told = json.loads(zlib.decompress(kept.read_bytes()))
    except (OSError, ValueError, zlib.error):
        told = _read_layout(source)
        write_whole(kept, zlib.compress(json.dumps(told).encode()))
    if told["text"] != hashlib.sha256(text.encode()).hexdigest():
        raise NoPictureError("the file is read differently now: build again")
    pages = {number: (width, height) for number, width, height in told["pages"]}
    return pages, [tuple(box) for box in told["boxes"]]


def _read_layout(source: Source) -> dict[str, object]:
    from extract.readers import read_bytes

    try:
        read = read_bytes(content(source), source.path.name)
    except UnreadableError as error:
        raise NoPictureError(str(error)) from error
    return {
        "text": hashlib.sha256(read.text.encode()).hexdigest(),
        "pages": [(p.number, p.width, p.height) for p in read.pages if p.width and p.height],
        "boxes": [
            (b.start, b.end, b.page, *(round(edge, 1) for edge in (b.x0, b.top, b.x1, b.bottom)))
            for b in read.boxes
        ],
    }


def content(source: Source) -> bytes:
    """The bytes of the file, if they are those that were read."""
    try:
        if source.path.stat().st_size > _LARGEST:
            raise NoPictureError("the file is too large to be shown")
        data = source.path.read_bytes()
    except OSError as error:
        raise NoPictureError("the file is not where it was") from error
    if hashlib.sha256(data).hexdigest() != source.sha256:
        raise NoPictureError("the file was changed since it was read")
    return data


def _as_pdf(data: bytes) -> bytes:
    if b"%PDF-" in data[:1024]:
        return data
    try:
        return as_pdf(data)[1]
    except UnreadableError as error:
        raise NoPictureError(str(error)) from error


def _drawn(data: bytes, page: int) -> bytes:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise NoPictureError("the file is no PDF that can be drawn") from error
    try:
        if not 1 <= page <= len(document):
            raise NoPictureError(f"there is no page {page}")
        sheet = document[page - 1]
        scale = min(WIDTH / max(sheet.get_width(), 1), _TALLEST / max(sheet.get_height(), 1))
        image = sheet.render(scale=scale).to_pil()
    finally:
        document.close()
    image = image.convert("L") if not _coloured(image) else image
    out = io.BytesIO()
    image.save(out, "PNG", optimize=False)
    return out.getvalue()


def _coloured(image: Image) -> bool:
    """Whether a picture has a colour, a red stamp for instance; black and white takes less room."""
    from PIL import ImageChops

    red, _, blue = image.convert("RGB").resize((100, 140)).split()
    return any(ImageChops.difference(red, blue).histogram()[40:])


def _folder() -> Path:
    return folder() / "pictures"
