"""The small knowledge base behind a Datasette."""

from __future__ import annotations

from pathlib import Path

import pytest
from browse import Browser

from kb.site.server import make_datasette


@pytest.fixture(scope="session")
def office(sample_db: Path) -> Browser:
    """As ``kb serve`` serves it."""
    return Browser(make_datasette(sample_db))


@pytest.fixture(scope="session")
def public(sample_db: Path) -> Browser:
    """As ``kb serve --public`` does."""
    return Browser(make_datasette(sample_db, public=True))
