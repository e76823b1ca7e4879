"""The small knowledge base behind a Datasette; the specimens behind a real server, for a real browser."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from browse import Browser

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


@contextmanager
def serving(db: Path, *options: str) -> Iterator[str]:
    """``kb serve`` on a free port, in a process of its own: its address without the last slash."""
    command = [sys.executable, "-m", "kb.cli", "serve", "--db", str(db), "--port", "0", *options]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            address = re.search(r"http://[^\s/]+", process.stdout.readline())
            assert address, "kb serve did not print its address"
            yield address.group()
        finally:
            process.terminate()


@pytest.fixture(scope="session")
def served(specimens_db: Path) -> Iterator[str]:
    """The address at which the specimens are served."""
    with serving(specimens_db) as address:
        yield address
