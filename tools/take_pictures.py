"""Takes the pictures of pages that README.md shows, in docs/pictures.

    python tools/take_pictures.py

Builds the specimens into a scratch database, serves it and lets headless Chromium (Debian: chromium)
photograph each page. Nothing but this machine is asked for anything.
"""

from __future__ import annotations

import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
KB = (sys.executable, "-m", "kb.cli")


@dataclass(frozen=True, slots=True)
class Picture:
    """A page to photograph: its address, the window's size, and the colours."""

    path: str
    width: int = 1180
    height: int = 860
    dark: bool = False


PAGES = {
    "home": Picture("/"),
    "search": Picture("/search?q=ai+chu+tri+phong+trao+thi+dua"),
    "document": Picture("/doc/01-ct-ubnd.son-la.2024-01-03?at={words}#lit", 1560, 960),
    "agency": Picture("/agency/son-la.so-noi-vu"),
    "map": Picture("/map/01-ct-ubnd.son-la.2024-01-03", 1560, 700),
    "work": Picture("/work"),
    "dark": Picture("/tasks?when=past&lang=en", 1180, 860, dark=True),
    "phone": Picture("/doc/01-ct-ubnd.son-la.2024-01-03?at={words}#lit", 390, 780),
}


def chromium() -> str:
    for name in ("chromium", "chromium-browser"):
        if found := shutil.which(name):
            return found
    raise click.ClickException("No Chromium was found: sudo apt-get install chromium")


def task_on_the_second_page(database: Path) -> str:
    """The words of a task of the directive, to show how a fact's words are lit."""
    row = sqlite3.connect(database).execute(
        'select start, "end" from tasks where document_id like ? and page = 2 order by start',
        ["01-ct-ubnd%"],
    )
    return "{}-{}".format(*row.fetchone())


@contextmanager
def serving(database: Path) -> Iterator[str]:
    server = subprocess.Popen(
        [*KB, "serve", "--db", database, "--port", "0"],
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert server.stdout is not None
        address = re.search(r"http://[^\s/]+", server.stdout.readline())
        if address is None:
            raise click.ClickException("kb serve ended before it served")
        yield address.group()
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()


def take(browser: Browser, address: str, name: str, picture: Picture) -> None:
    page = browser.new_page(
        viewport={"width": picture.width, "height": picture.height},
        color_scheme="dark" if picture.dark else "light",
        locale="vi-VN",
    )
    page.goto(address + picture.path, wait_until="networkidle")
    file = PICTURES / f"{name}.png"
    page.screenshot(path=file)
    page.close()
    click.echo(f"{file.relative_to(ROOT)}: {file.stat().st_size // 1000} kB")


@click.command(help=__doc__)
def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        database = Path(scratch) / "kb.db"
        subprocess.run([*KB, "build", "--db", database, "corpus"], cwd=ROOT, check=True)
        words = task_on_the_second_page(database)
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-background-networking"]
        )
        with serving(database) as address:
            for name, page in PAGES.items():
                shown = Picture(page.path.format(words=words), page.width, page.height, page.dark)
                take(browser, address, name, shown)
        browser.close()


if __name__ == "__main__":
    main()
