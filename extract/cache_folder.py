"""Where things are kept that take time to make and may be deleted at any time."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def folder() -> Path:
    """``$KB_CACHE``, else ``chi-thi-kb`` in the user's cache folder."""
    if named := os.environ.get("KB_CACHE"):
        return Path(named)
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(base) if base else Path.home() / ".cache") / "chi-thi-kb"


def write_whole(path: Path, data: bytes) -> None:
    """Write a file of the cache whole or not at all, also where two processes write the same one."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(data)
        Path(file.name).replace(path)
    except OSError:
        return  # a cache that cannot be written is no reason to stop reading
