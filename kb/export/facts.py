"""The facts of one file as JSON: what ``kb extract --json`` prints (docs/extract-json.md).

The keys are those of the dataclasses in :mod:`extract.facts`, all of them always there, so a
program may rely on them. The text itself is not repeated: each span has its own words.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from extract.facts import Facts
from extract.source import SourceText


def facts_as_dict(file: str, source: SourceText, facts: Facts, version: str) -> dict[str, Any]:
    """``file`` is the path as given; ``version`` that of the extraction; ``pages`` and
    ``characters`` are counts."""
    return {
        "file": file,
        "media_type": source.media_type,
        "read_by": source.read_by,
        "pages": len(source.pages),
        "characters": len(source.text),
        "extractor_version": version,
        **asdict(facts),
    }
