"""The pages that people read first: what they show is what the program does."""

from __future__ import annotations

import doctest
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [
    "README.md",
    "CHANGELOG.md",
    "corpus/README.md",
    "docs/annotation.md",
    "docs/maintaining.md",
]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_commands_in_the_readme_print_what_stands_below_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    from refresh_readme import refreshed

    assert refreshed(README, tmp_path) == README, "run  make readme  and look at what changed"


def test_the_accuracy_tables_are_those_of_the_committed_scores(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    from check_scores import SCORES, accuracy

    scores = json.loads(SCORES.read_text(encoding="utf-8"))
    assert accuracy(README, scores) == README, "run  make score-write"


def test_the_example_of_a_correction_corrects_a_document_that_is_there(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from kb.cli import cli

    page = (ROOT / "corpus" / "README.md").read_text(encoding="utf-8")
    example = re.findall(r"```csv\n(.*?)```", page, re.DOTALL)[0]
    (tmp_path / "corrections.csv").write_text(example, encoding="utf-8")
    resolution = ROOT / "corpus" / "specimens" / "nq-17-tu-2021.docx"
    (tmp_path / resolution.name).write_bytes(resolution.read_bytes())
    database = str(tmp_path / "kb.db")
    assert CliRunner().invoke(cli, ["build", "--db", database, str(tmp_path)]).exit_code == 0
    shown = CliRunner().invoke(cli, ["show", "--db", database, "17-NQ/TU", "--json"])
    assert json.loads(shown.stdout)["expired_on"] == "2025-12-31"


@pytest.mark.parametrize("example", re.findall(r"```pycon\n(.*?)```", README, re.DOTALL))
def test_the_python_examples_in_the_readme_work(
    example: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    test = doctest.DocTestParser().get_doctest(example, {}, "README.md", "README.md", 0)
    assert doctest.DocTestRunner().run(test).failed == 0


@pytest.mark.parametrize("page", PAGES)
def test_links_between_the_pages_lead_somewhere(page: str) -> None:
    folder = (ROOT / page).parent
    links = re.findall(r"\]\((?!https?:)([^)#]+)", (ROOT / page).read_text(encoding="utf-8"))
    assert [link for link in links if not (folder / link).exists()] == []


def test_every_command_of_kb_is_in_the_readme() -> None:
    from kb.cli import cli

    assert [name for name in cli.commands if f"  {name} " not in README] == []


def test_every_dependency_has_its_reason_in_the_readme() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = [re.split(r"[><=]", requirement)[0] for requirement in project["dependencies"]]
    assert [name for name in names if f"| {name} |" not in README] == []
