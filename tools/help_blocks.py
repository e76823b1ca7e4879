"""Keep the help in the documentation as ``kb`` prints it.

In a Markdown file, a fenced block whose first line is ``$ kb ... --help`` holds what that command
prints. ``python tools/help_blocks.py README.md`` writes them anew; with ``--check`` it only says
which are out of date (exit status 1).
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from click.testing import CliRunner

from kb.cli import cli

# ```console
# $ kb build --help
# Usage: kb build ...
# ```
BLOCK = re.compile(
    r"""
    ^ (?P<fence> ```+ ) (?P<language> [^\n`]* ) \n
    \$[ ]kb (?P<arguments> [^\n]* --help ) \n
    (?P<help> .*? )
    ^ (?P=fence) [ ]* $
    """,
    re.X | re.M | re.S,
)
WIDTH = 80


def printed(arguments: str) -> str:
    """What ``kb ARGUMENTS`` prints on a terminal of 80 columns."""
    result = CliRunner(env={"COLUMNS": str(WIDTH)}).invoke(
        cli, arguments.split(), prog_name="kb", catch_exceptions=False
    )
    if result.exit_code:
        raise ValueError(f"kb {arguments}: {result.output}")
    return result.output


def renewed(text: str) -> str:
    """``text`` with every help block as it is printed now."""

    def renew(block: re.Match[str]) -> str:
        arguments = block["arguments"].strip()
        fence, language = block["fence"], block["language"]
        return f"{fence}{language}\n$ kb {arguments}\n{printed(arguments)}{fence}"

    return BLOCK.sub(renew, text)


def main(arguments: list[str]) -> int:
    check = "--check" in arguments
    stale = []
    for path in (Path(name) for name in arguments if name != "--check"):
        text = path.read_text(encoding="utf-8")
        new = renewed(text)
        if new != text:
            stale.append(str(path))
            if not check:
                path.write_text(new, encoding="utf-8")
    for name in stale:
        print(f"{name}: {'its help blocks are out of date' if check else 'renewed'}")
    return int(check and bool(stale))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
