"""The small knowledge base, for the tests of what reads one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from small_knowledge_base import make_knowledge_base


@pytest.fixture(scope="session")
def sample_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_knowledge_base(tmp_path_factory.mktemp("kb") / "kb.db")


@pytest.fixture
def knowledge_base() -> Callable[..., Path]:
    """Publishes the small knowledge base anew, at a path, with a title."""
    return make_knowledge_base
