"""Where things are kept that take time to make and may be deleted at any time."""

from __future__ import annotations

import os
from pathlib import Path


def folder() -> Path:
    """``$KB_CACHE``, else ``chi-thi-kb`` in the user's cache folder."""
    if named := os.environ.get("KB_CACHE"):
        return Path(named)
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(base) if base else Path.home() / ".cache") / "chi-thi-kb"
