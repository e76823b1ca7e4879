"""What was recognised on a page is kept by the hash of its picture, so that no page is recognised
twice: not when the text rules change, not for another database, not for a copy of the file.

One small file a page, below ``$KB_CACHE`` or the user's cache folder; it may be deleted at any
time. A file that cannot be read or written costs a recognition, never a wrong text: its name holds
the picture's hash, the versions of Tesseract and of its data, and that of the rules here.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path

from extract.readers.scan.picture import Image
from extract.readers.scan.recognition import Word, fingerprint


def folder() -> Path:
    """The folder of the cache: ``$KB_CACHE``, else ``chi-thi-kb`` in the user's cache folder."""
    if named := os.environ.get("KB_CACHE"):
        return Path(named)
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(base) if base else Path.home() / ".cache") / "chi-thi-kb"


def recognised(pixels: Image, version: str, recognise: Callable[[], list[Word]]) -> list[Word]:
    """The words of the picture ``pixels``, from the cache or from ``recognise()``."""
    key = hashlib.sha256(f"{version} {fingerprint()} {pixels.shape} ".encode())
    key.update(pixels.tobytes())
    name = key.hexdigest()
    path = folder() / "pages" / name[:2] / f"{name}.z"
    try:
        return [Word(*row) for row in json.loads(zlib.decompress(path.read_bytes()))]
    except (OSError, ValueError, TypeError, zlib.error):
        pass  # not there, or damaged: recognised again and written anew
    words = recognise()
    rows = [(w.text, w.confidence, w.line, w.x0, w.top, w.x1, w.bottom) for w in words]
    _write(path, zlib.compress(json.dumps(rows, ensure_ascii=False).encode()))
    return words


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all, also where two processes write the same page."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(data)
        Path(file.name).replace(path)
    except OSError:
        return  # a cache that cannot be written is no reason to stop reading
