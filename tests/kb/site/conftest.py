"""The small knowledge base behind a Datasette; the specimens behind a real server, for a real browser."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from browse import Browser
from serving import serving

from kb.site.server import make_datasette

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def office(sample_db: Path) -> Browser:
    """As ``kb serve`` serves it."""
    return Browser(make_datasette(sample_db))


@pytest.fixture(scope="session")
def public(sample_db: Path) -> Browser:
    """As ``kb serve --public`` does."""
    return Browser(make_datasette(sample_db, public=True))


@pytest.fixture(scope="session")
def specimens_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The knowledge base of ``corpus/``, built as a user builds it."""
    db = tmp_path_factory.mktemp("specimens") / "kb.db"
    command = [sys.executable, "-m", "kb.cli", "build", "--workers", "0", "--db", str(db), "corpus"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return db


@pytest.fixture(scope="session")
def served(specimens_db: Path) -> Iterator[str]:
    """The address at which the specimens are served."""
    with serving(specimens_db) as address:
        yield address
