"""What holds of the installed package, as a user has it after ``make setup``."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest

HOOKS = {"asgi_wrapper", "get_metadata", "prepare_connection", "register_routes"}

pytestmark = pytest.mark.skipif(
    "chi_thi_kb" not in entry_points(group="datasette").names,
    reason="the package is not installed: run  make setup",
)


@pytest.mark.parametrize("first", ["datasette.app", "kb.site", "kb.site.server"])
def test_datasette_has_the_plugin_whole_whichever_is_imported_first(first: str) -> None:
    program = (
        f"import json, {first}; from datasette.plugins import get_plugins;"
        "print(json.dumps(next(p['hooks'] for p in get_plugins() if p['name'] == 'chi-thi-kb')))"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert set(json.loads(run.stdout)) >= HOOKS


def test_the_command_answers() -> None:
    kb = Path(sys.executable).with_name("kb")
    run = subprocess.run([kb, "--version"], capture_output=True, check=True, text=True)
    assert run.stdout.startswith("kb ")
