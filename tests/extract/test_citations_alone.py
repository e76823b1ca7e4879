"""Finding citations without the rest of this project, as another program would."""

from __future__ import annotations

import subprocess
import sys

USE = """
import sys
from extract.citations import citations
(found,) = citations("theo Quyết định số 06/QĐ-TTg ngày 06/01/2022")
assert (found.number, found.date) == ("06/QĐ-TTg", "2022-01-06")
heavy = {"kb", "spacy", "datasette", "sqlite_utils", "lxml", "pypdfium2", "pdfplumber", "yaml"}
print(*sorted(heavy & sys.modules.keys()))
"""


def test_citations_are_found_without_database_readers_and_pipeline():
    done = subprocess.run(
        [sys.executable, "-c", USE], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == ""
