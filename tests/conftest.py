"""Fixtures for all tests."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def _required_in_ci(there: bool, what: str) -> None:
    if not there and os.environ.get("CI"):
        pytest.fail(f"{what}, and CI requires it")
    if not there:
        pytest.skip(what)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real documents beside the checkout. CI requires it."""
    folder = ROOT.parent / "shared"
    _required_in_ci(folder.is_dir(), "../shared is missing")
    return folder


@pytest.fixture(scope="session")
def specimen_font() -> None:
    """The font that the specimens are set in (Debian: fonts-liberation2). CI requires it."""
    font = Path("/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf")
    _required_in_ci(font.is_file(), "the specimens' font (fonts-liberation2) is missing")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser that pages are tried in (Debian: chromium). CI requires it."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    _required_in_ci(found is not None, "no browser is installed (chromium)")
    assert found is not None
    return found
