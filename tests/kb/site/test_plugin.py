"""The plugin in plain Datasette, and ``kb serve`` as a process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.site.server import CannotServeError, make_datasette

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which the package is installed, with its entry point."""
    folder = tmp_path_factory.mktemp("site-packages")
    info = folder / "chi_thi_kb-0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: chi-thi-kb\nVersion: 0\n")
    (info / "entry_points.txt").write_text("[datasette]\nchi_thi_kb = kb.site\n")
    return {**os.environ, "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}"}


def test_plain_datasette_searches_without_accents_and_answers_questions(
    installed: dict[str, str], sample_db: Path
) -> None:
    for path, count in (
        ("/kb/tasks.json?_search=ra+soat&_shape=array", 1),
        ("/kb/who.json?words=so+noi+vu&_shape=array", 2),
    ):
        told = subprocess.run(
            [sys.executable, "-m", "datasette", str(sample_db), "-m", "metadata.yml", "--get", path],
            cwd=ROOT, env=installed, capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert len(json.loads(told.stdout)) == count


@pytest.mark.parametrize(
    "first", ["datasette.app", "datasette.plugins", "kb.site", "kb.site.server"]
)
def test_the_plugin_loads_whatever_is_imported_first(installed: dict[str, str], first: str) -> None:
    program = (
        f"import {first}, datasette.app; from datasette.plugins import pm; import kb.site; "
        "print(pm.is_registered(kb.site), len(pm.hook.handle_exception.get_hookimpls()))"
    )
    told = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT, env=installed, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert told.stdout.split() == ["True", "2"]  # Datasette's own and ours, once


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_the_server_stops_without_a_complaint(sample_db: Path, how: signal.Signals) -> None:
    command = [sys.executable, "-m", "kb.cli", "serve", "--db", str(sample_db), "--port", "0"]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert "http://127.0.0.1:" in process.stdout.readline()
        process.send_signal(how)
        _, complaint = process.communicate(timeout=60)
    assert "Traceback" not in complaint
    assert process.returncode in (0, -how)


def test_a_metadata_file_that_is_no_yaml_is_one_line(sample_db: Path, tmp_path: Path) -> None:
    for words in ("a: [", "- a list"):
        other = tmp_path / "metadata.yml"
        other.write_text(words)
        with pytest.raises(CannotServeError) as told:
            make_datasette(sample_db, metadata=other)
        assert "\n" not in str(told.value)


def test_addresses_do_not_change_with_the_name_of_the_file(
    knowledge_base: Callable[..., Path], tmp_path: Path
) -> None:
    datasette = make_datasette(knowledge_base(tmp_path / "another name.db"))
    assert [name for name in datasette.databases if name != "_internal"] == ["kb"]
