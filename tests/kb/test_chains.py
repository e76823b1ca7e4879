"""Chains of implementation: from what the centre resolves to what a commune is told to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kb.build import build
from kb.questions import ask, open_database

SPECIMENS = Path(__file__).parents[2] / "corpus" / "specimens"


def built(folders: list[Path], db: Path) -> sqlite3.Connection:
    build(folders, db, workers=0)
    return open_database(db)


@pytest.fixture(scope="module")
def specimens(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """The documents of the chain, each of another level."""
    folder = tmp_path_factory.mktemp("chain")
    for name in ("ct-01-ubnd-2024.pdf", "kh-9903-ubnd-2024.docx", "kh-9909-moc-chau-2024.html",
                 "tb-9911-xa-mau-2024.txt", "kl-01-tw-2021.pdf"):  # fmt: skip
        (folder / name).write_bytes((SPECIMENS / name).read_bytes())
    with closing(built([folder], folder / "kb.db")) as connection:
        yield connection


def test_the_chain_leads_from_the_politburo_to_a_commune(specimens: sqlite3.Connection) -> None:
    told = ask(specimens, "chain", document="05-CT/TW", to="9911/TB-UBND")
    assert [row["number"] for row in told] == [
        "9911/TB-UBND", "9909/KH-UBND", "9903/KH-UBND", "01/CT-UBND", "05-CT/TW",
    ]  # fmt: skip
    assert {row["direction"] for row in told} == {"down"}
    assert [row["relation"] for row in told[:-1]] == ["implements"] * 4
    assert all(row["quote"] for row in told[:-1])


def test_the_trace_down_reaches_every_level_that_followed(specimens: sqlite3.Connection) -> None:
    told = ask(specimens, "trace", document="05-CT/TW", direction="down", depth=6)
    depths = {row["number"]: row["depth"] for row in told}
    assert depths["01/CT-UBND"] < depths["9909/KH-UBND"] < depths["9911/TB-UBND"]


@pytest.mark.shared
def test_the_governments_programme_carries_out_the_politburos_resolution(
    shared: Path, tmp_path: Path
) -> None:
    with closing(built([shared / "corpus" / "chain"], tmp_path / "kb.db")) as connection:
        told = ask(connection, "chain", document="57-NQ/TW", to="03/NQ-CP")
    assert [(row["number"], row["relation"]) for row in told] == [
        ("03/NQ-CP", "implements"), ("57-NQ/TW", None),
    ]  # fmt: skip
