"""The help in the documentation is what ``kb`` prints."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def load_tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("help_blocks", ROOT / "tools" / "help_blocks.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


help_blocks = load_tool()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_help_in_a_page_is_what_kb_prints(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert help_blocks.renewed(text) == text, "run  python tools/help_blocks.py " + page.name


def test_a_stale_block_is_renewed_and_the_rest_is_left(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    before = "# Words\n\n```console\n$ kb who --help\nold\n```\n\n```\n$ kb who x\nleft\n```\n"
    page.write_text(before, encoding="utf-8")
    assert help_blocks.main(["--check", str(page)]) == 1
    assert page.read_text(encoding="utf-8") == before
    assert help_blocks.main([str(page)]) == 0
    after = page.read_text(encoding="utf-8")
    assert "Usage: kb who [OPTIONS] WORDS..." in after
    assert after.endswith("\n```\n$ kb who x\nleft\n```\n")
    assert help_blocks.main(["--check", str(page)]) == 0
