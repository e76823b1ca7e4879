"""Runs the commands shown in README.md and puts what they print below them.

A block of console lines holds one command after ``$``; everything below it is its output. ``kb``
commands run on a database built from ``corpus/``, ``curl`` asks the same database through
Datasette, without a network. Long outputs end in a line with three dots.
"""

from __future__ import annotations

import asyncio
import json
import re
import shlex
import sys
import tempfile
from pathlib import Path
from typing import Any

from click.testing import CliRunner

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
BLOCK = re.compile(r"```console\n\$ ([^\n]+)\n(?:.*?\n)??```", re.DOTALL)
LONGEST = 45
LONGEST_JSON = 24


def refreshed(page: str, folder: Path) -> str:
    """``page`` with the output of every command in it; ``folder`` takes the database."""
    database = folder / "kb.db"
    _kb(["build", "--db", str(database), str(ROOT / "corpus")])

    def block(match: re.Match[str]) -> str:
        output = _output(match[1], database)
        lines = [line.rstrip() for line in output.strip("\n").splitlines()]
        longest = LONGEST_JSON if match[1].startswith("curl") else LONGEST
        if len(lines) > longest:
            lines = [*lines[:longest], "..."]
        return "\n".join(["```console", f"$ {match[1]}", *lines, "```"])

    return BLOCK.sub(block, page)


def _output(command: str, database: Path) -> str:
    words = shlex.split(command.split(" | ")[0])
    if words[0] == "curl":
        rows = asyncio.run(_fetch(words[-1].split("8001", 1)[1], database))
        return json.dumps(rows, ensure_ascii=False, indent=4).replace(str(ROOT) + "/", "")
    if words[1] == "build":
        database = database.with_name("new") / "kb.db"
        database.parent.mkdir(exist_ok=True)
    where = {"kb.db": str(database), "corpus": str(ROOT / "corpus")}
    arguments = [where.get(word, word) for word in words[1:]]
    if words[0] == "sqlite-utils":
        return _sqlite_utils(arguments)
    if "--help" not in arguments and "--db" not in arguments:
        arguments[1:1] = ["--db", str(database)]
    return _kb(arguments).replace(str(database), "kb.db").replace(str(ROOT) + "/", "")


def _kb(arguments: list[str]) -> str:
    from kb.cli import cli

    result = CliRunner(env={"COLUMNS": "100"}).invoke(cli, arguments, prog_name="kb")
    if result.exit_code:
        raise RuntimeError(f"kb {shlex.join(arguments)}: {result.output}")
    return result.stdout


def _sqlite_utils(arguments: list[str]) -> str:
    from sqlite_utils.cli import cli

    return CliRunner().invoke(cli, arguments).stdout


async def _fetch(path: str, database: Path) -> Any:
    from kb.site.server import make_datasette

    datasette = make_datasette(database)
    await datasette.invoke_startup()
    response = await datasette.client.get(path)
    response.raise_for_status()
    return response.json()


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        README.write_text(
            refreshed(README.read_text(encoding="utf-8"), Path(folder)), encoding="utf-8"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
