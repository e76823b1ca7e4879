"""A build on a dask cluster gives what a build on this machine gives, also when a worker dies."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from synthetic import VERSION, read_specimen, whole_database, write_specimen

from kb.build import build


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """The address of a scheduler with two worker processes. CI requires the extra ``cluster``."""
    try:
        import dask
        from distributed import LocalCluster
    except ImportError:
        if os.environ.get("CI"):
            pytest.fail("distributed is not installed, and CI requires it")
        pytest.skip("the extra 'cluster' is not installed")
    # A file that killed one worker is not given to three more: that only takes time here.
    once = dask.config.set({"distributed.scheduler.allowed-failures": 0})
    with (
        once,
        LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=True,
            dashboard_address=None,
            silence_logs=50,
        ) as cluster,
    ):
        yield cluster.scheduler_address


def _documents(folder: Path, count: int) -> None:
    for number in range(count):
        write_specimen(
            folder / f"{number}.json",
            document={"number": f"{number}/CT-UBND", "jurisdiction": "son-la",
                      "issued_on": "2024-01-03"},
            citations=[{"type": "directive", "number": f"{number + 1}/CT-UBND"}],
        )  # fmt: skip


def _build(folder: Path, db: Path, **options: Any) -> None:
    build([folder], db, read=read_specimen, version=VERSION, **options)


def test_a_cluster_gives_the_same_database_as_one_process(tmp_path: Path, scheduler: str) -> None:
    _documents(tmp_path / "corpus", 30)
    _build(tmp_path / "corpus", tmp_path / "cluster.db", cluster=scheduler)
    _build(tmp_path / "corpus", tmp_path / "one.db", workers=0)
    assert whole_database(tmp_path / "cluster.db") == whole_database(tmp_path / "one.db")


def test_a_file_that_kills_the_workers_of_a_cluster_is_named_and_the_rest_goes_on(
    tmp_path: Path, scheduler: str
) -> None:
    _documents(tmp_path / "corpus", 5)
    write_specimen(tmp_path / "corpus" / "poison.json", die=True)
    _build(tmp_path / "corpus", tmp_path / "kb.db", cluster=scheduler)
    with closing(sqlite3.connect(tmp_path / "kb.db")) as conn:
        held = conn.execute("SELECT count(*) FROM documents WHERE held = 1").fetchone()
        problems = conn.execute(
            "SELECT s.path, kind FROM problems JOIN sources s ON s.id = source_id"
        ).fetchall()
    assert (held, problems) == ((5,), [("corpus/poison.json", "worker-died")])
