"""What was recognised on a page is kept by the hash of its picture, so that no page is recognised
twice: not when the text rules change, not for another database, not for a copy of the file.

One small file a page, below ``$KB_CACHE`` or the user's cache folder; it may be deleted at any
time. A file that cannot be read or written costs a recognition, never a wrong text: its name holds
the picture's hash, the versions of Tesseract and of its data, and that of the rules here.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable

import numpy as np

from extract.cache_folder import folder, write_whole
from extract.readers.scan.picture import Image
from extract.readers.scan.recognition import Reading, Word, fingerprint


def recognised(pixels: Image, version: str, recognise: Callable[[], Reading]) -> Reading:
    """What is on the picture ``pixels``, from the cache or from ``recognise()``."""
    key = hashlib.sha256(f"{version} {fingerprint()} {pixels.shape} ".encode())
    key.update(np.ascontiguousarray(pixels).data)
    name = key.hexdigest()
    path = folder() / "pages" / name[:2] / f"{name}.z"
    try:
        return _unpacked(path.read_bytes())
    except (OSError, ValueError, TypeError, KeyError, zlib.error):
        pass  # not there, or damaged: recognised again and written anew
    reading = recognise()
    write_whole(path, _packed(reading))
    return reading


def _packed(reading: Reading) -> bytes:
    rows = [
        (w.text, w.confidence, w.line, w.x0, w.top, w.x1, w.bottom, w.figures)
        for w in reading.words
    ]
    kept = {"angle": reading.angle, "words": rows, "rulings": reading.rulings}
    return zlib.compress(json.dumps(kept, ensure_ascii=False).encode())


def _unpacked(data: bytes) -> Reading:
    kept = json.loads(zlib.decompress(data))
    words = tuple(Word(*row) for row in kept["words"])
    return Reading(words, kept["angle"], tuple((a, b, c, d) for a, b, c, d in kept["rulings"]))
