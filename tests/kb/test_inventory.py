"""Which files a build is about, whatever their number and names."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kb.discover import File
from kb.execute import Job
from kb.inventory import Inventory


@pytest.fixture
def inventory(tmp_path: Path) -> Iterator[Inventory]:
    with closing(Inventory(tmp_path)) as inventory:
        yield inventory


def file(home: Path, name: str, sha256: str = "a", size: int = 1) -> File:
    return File(home / name, name, size, sha256)


def test_a_folder_given_again_is_what_lies_in_it_now(inventory: Inventory, tmp_path: Path) -> None:
    inventory.hold(
        [("in/same", 1, "a"), ("in/other", 1, "a"), ("in/gone", 1, "a"), ("out", 1, "a")]
    )
    inventory.keep_all_but([tmp_path / "in"])
    for name, sha256 in (("in/same", "a"), ("in/other", "b"), ("in/new", "c")):
        inventory.put(file(tmp_path, name, sha256))
    assert inventory.added() == ["in/new"]
    assert inventory.changed() == ["in/other"]
    assert inventory.removed() == ["in/gone"]
    assert [f.name for f in inventory] == ["in/new", "in/other", "in/same", "out"]


def test_a_file_comes_back_as_it_was_put_in(inventory: Inventory, tmp_path: Path) -> None:
    odd = File(tmp_path / os.fsdecode(b"\xff.pdf"), "\ufffd.pdf", 7, "", "it cannot be opened")
    inventory.put(odd)
    assert list(inventory) == [odd]


def test_each_fingerprint_is_read_once_and_the_largest_first(
    inventory: Inventory, tmp_path: Path
) -> None:
    jobs = [Job("a", tmp_path / "1", 5), Job("b", tmp_path / "2", 9), Job("a", tmp_path / "3", 5)]
    for job in jobs:
        inventory.jobs.add(job)
    assert list(inventory.jobs) == [jobs[1], jobs[0]]
    assert len(inventory.jobs) == 2
    assert "a" in inventory.jobs
    assert "c" not in inventory.jobs
