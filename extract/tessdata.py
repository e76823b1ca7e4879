"""Where Tesseract's Vietnamese data lies on this machine. Imports nothing heavy: ``kb doctor`` asks too."""

from __future__ import annotations

import os
from pathlib import Path

LANGUAGE = "vie"
_FOLDERS = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
    "C:/Program Files/Tesseract-OCR/tessdata",
)


def find_language_data() -> Path | None:
    """The folder that holds ``vie.traineddata``: ``$TESSDATA_PREFIX``, else where the
    distributions put it; ``None`` where it is not installed."""
    named = os.environ.get("TESSDATA_PREFIX")
    folders = map(Path, ((named,) if named else ()) + _FOLDERS)
    return next((f for f in folders if (f / f"{LANGUAGE}.traineddata").is_file()), None)
