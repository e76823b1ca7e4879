"""Takes the pictures of pages that README.md shows, in docs/pictures.

    python tools/take_pictures.py

Builds the specimens into a scratch database, serves it and lets headless Chromium (Debian: chromium)
photograph each page. Nothing but this machine is asked for anything.
"""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import click

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
KB = Path(sys.executable).with_name("kb")
PORT = 8641

PAGES = {
    "home": ("/kb", 1180, 900),
    "who-owns-a-task": ("/kb/who?words=so+noi+vu&role=lead", 1440, 1100),
    "document": ("/doc/01-ct-ubnd.son-la.2024-01-03?at={words}", 1180, 900),
    "trace": ("/kb/trace?document=01%2FCT-UBND&direction=&depth=2", 1180, 900),
    "targets": ("/kb/targets?_facet=document_id", 1180, 900),
    "to-check": ("/kb/to_check", 1180, 700),
}
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)


def browser() -> str:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    raise click.ClickException("No Chromium was found: sudo apt-get install chromium")


def first_citation(database: Path) -> str:
    """Where the directive first cites something, to show how a fact's words are lit."""
    row = sqlite3.connect(database).execute(
        "select start, end from citations where document_id like '01-ct-ubnd%' order by start"
    )
    return "{}-{}".format(*row.fetchone())


@click.command(help=__doc__)
def main() -> None:
    chromium = browser()
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        database = Path(scratch) / "kb.db"
        subprocess.run([KB, "build", "--db", database, "corpus"], cwd=ROOT, check=True)
        words = first_citation(database)
        server = subprocess.Popen(
            [KB, "serve", "--db", database, "--port", str(PORT)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert server.stdout is not None
            while "http://" not in (line := server.stdout.readline()):
                if not line:
                    raise click.ClickException("kb serve ended before it served")
            for name, (path, width, height) in PAGES.items():
                picture = PICTURES / f"{name}.png"
                profile = Path(scratch) / name
                subprocess.run(
                    [
                        chromium,
                        *FLAGS,
                        f"--user-data-dir={profile}",
                        f"--window-size={width},{height}",
                        f"--screenshot={picture}",
                        f"http://127.0.0.1:{PORT}{path.format(words=words)}",
                    ],
                    check=True,
                    stderr=subprocess.DEVNULL,
                    env=os.environ | {"HOME": scratch},
                )
                print(f"{picture.relative_to(ROOT)}: {picture.stat().st_size // 1000} kB")
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait()


if __name__ == "__main__":
    main()
