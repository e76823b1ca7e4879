"""How much one file may cost: named limits, so that no file can take the machine down.

A file over a limit is refused with one line that says which limit, never read in part in silence.
The caller may pass limits of their own: ``read_file(path, Limits(max_pages=20))``.
"""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds for reading one file; sizes are in bytes.

    The longest real document seen (the codified law, whole) is 12 million characters; the largest
    scan 4 MB a page. A Word file's XML compresses about 10:1, 60:1 at the most repetitive.
    """

    max_file: int = 500 * MEGABYTE
    max_text: int = 50 * MEGABYTE
    max_html: int = 50 * MEGABYTE
    max_pages: int = 5_000
    max_characters_a_page: int = 200_000
    max_archive_entries: int = 5_000
    max_unpacked: int = 200 * MEGABYTE
    max_part: int = 60 * MEGABYTE
    max_ratio: int = 200
    max_rulings_a_page: int = 20_000
    max_conversion_seconds: float = 60.0
    max_conversion_memory: int = 3_000 * MEGABYTE


DEFAULT = Limits()
