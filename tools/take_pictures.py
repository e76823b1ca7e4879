"""Takes the pictures of pages that README.md shows, in docs/pictures.

    python tools/take_pictures.py

Builds the specimens into a scratch database, serves it to an editor, who confirms a correction, and
then to readers, and lets headless Chromium (Debian: chromium) photograph each page. Nothing but this machine is asked for anything.
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
from dataclasses import dataclass, replace
from pathlib import Path

import click
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
KB = (sys.executable, "-m", "kb.cli")


@dataclass(frozen=True, slots=True)
class Picture:
    """A page to photograph: its address, the window's size, the colours, and whether an editor sees it."""

    path: str
    width: int = 1180
    height: int = 860
    dark: bool = False
    editor: bool = False


CORRECTED = "/correct?table=documents&id=01-ct-ubnd.son-la.2024-01-03&next=/work"
PAGES = {
    "home": Picture("/"),
    "search": Picture("/search?q=ai+chu+tri+phong+trao+thi+dua"),
    "document": Picture("/doc/01-ct-ubnd.son-la.2024-01-03?at={words}#lit", 1560, 960),
    "agency": Picture("/agency/son-la.so-noi-vu"),
    "map": Picture("/map/01-ct-ubnd.son-la.2024-01-03", 1560, 760),
    "work": Picture("/work", editor=True),
    "tasks": Picture("/tasks?when=past&agency=so+noi+vu"),
    "page": Picture("/doc/01-ct-ubnd.son-la.2024-01-03/page/2?at={words}"),
    "agencies": Picture("/agencies", height=620),
    "indicators": Picture("/indicators", height=620),
    "indicator": Picture("/indicator/chieu-dai-duong-tinh-duoc-sua-chua.km", height=760),
    "chain": Picture("/chain?document=9909/KH-UBND&to=19/CT-TTg", height=760),
    "correct": Picture(CORRECTED, height=760, editor=True),
    "decisions": Picture("/decisions", height=420, editor=True),
    "data": Picture("/kb/task_owners", height=760),
    "question": Picture("/kb/who?words=thi+dua", height=760),
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
def serving(database: Path, *options: str) -> Iterator[str]:
    server = subprocess.Popen(
        [*KB, "serve", "--db", database, "--port", "0", *options],
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


def decide(browser: Browser, address: str) -> None:
    """Correct a field as an editor does, so that there is a decision to be seen."""
    page = browser.new_page()
    page.goto(address + CORRECTED)
    page.locator("#c-status").select_option("in_force")
    page.locator("#c-why").fill("Đã đối chiếu với bản giấy")
    page.locator("form.correction button").click()
    page.close()


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
        for editor in (True, False):
            with serving(database, *(("--editor", "Văn thư") if editor else ())) as address:
                if editor:
                    decide(browser, address)
                for name, page in PAGES.items():
                    if page.editor is editor:
                        shown = replace(page, path=page.path.format(words=words))
                        take(browser, address, name, shown)
        browser.close()


if __name__ == "__main__":
    main()
