"""Builds: what is read and what is not, what comes and goes, and what must never be lost."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from synthetic import VERSION, read_specimen, whole_database, write_specimen

from extract.source import Page
from kb import publish
from kb.build import BuildError, BuildReport, build
from kb.cache import Reading
from kb.execute import WorkerLimits

DIRECTIVE = {
    "number": "01/CT-UBND",
    "jurisdiction": "son-la",
    "issued_on": "2024-01-03",
    "issuer_key": "ubnd-tinh",
    "issuer": "UBND tỉnh Sơn La",
}
ADDRESS = "01-ct-ubnd.son-la.2024-01-03"


def _build(folder: Path, db: Path, **options: Any) -> BuildReport:
    return build(
        [folder], db, **{"workers": 0, "read": read_specimen, "version": VERSION, **options}
    )


def _rows(db: Path, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(db)) as conn:
        return conn.execute(sql, values).fetchall()


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    write_specimen(folder / "directive.json", document=DIRECTIVE)
    write_specimen(
        folder / "plan.json",
        document={"type": "plan", "number": "5/KH-UBND", "jurisdiction": "son-la",
                  "issued_on": "2024-02-01"},
        citations=[{"type": "directive", "number": "01/CT-UBND", "date": "2024-01-03"}],
    )  # fmt: skip
    return folder


def test_a_build_counts_its_rows_and_the_values_that_pages_tell_them_apart_by(
    corpus: Path, tmp_path: Path
) -> None:
    db = tmp_path / "kb.db"
    _build(corpus, db)
    assert _rows(db, "SELECT rows FROM _counts WHERE name = 'documents'") == [(2,)]
    assert _rows(db, "SELECT rows FROM _counts WHERE name = 'task_owners'") == [(0,)]
    assert _rows(
        db, "SELECT counts FROM _facets WHERE (name, \"column\") = ('documents', 'type')"
    ) == [('[["directive",1],["plan",1]]',)]


def test_a_build_with_nothing_changed_reads_nothing_and_leaves_the_file_alone(
    corpus: Path, tmp_path: Path
) -> None:
    db = tmp_path / "kb.db"
    first = _build(corpus, db)
    before = db.stat()
    second = _build(corpus, db)
    assert (first.files_read, first.published) == (2, True)
    assert (second.files_read, second.published) == (0, False)
    assert db.stat().st_ino == before.st_ino
    assert second.counts == first.counts


def test_force_reads_all_files_again_and_changes_no_row(corpus: Path, tmp_path: Path) -> None:
    db = tmp_path / "kb.db"
    _build(corpus, db)
    before = whole_database(db)
    assert _build(corpus, db, force=True).files_read == 2
    assert whole_database(db) == before


def test_another_version_of_the_extraction_reads_all_files_again(
    corpus: Path, tmp_path: Path
) -> None:
    db = tmp_path / "kb.db"
    _build(corpus, db)
    assert _build(corpus, db, version="newer").files_read == 2


def test_a_deleted_cache_is_no_reason_to_read_again(corpus: Path, tmp_path: Path) -> None:
    db = tmp_path / "kb.db"
    _build(corpus, db)
    (tmp_path / "kb.db.cache").unlink()
    write_specimen(corpus / "new.json", document={"number": "7/KH-UBND"})
    assert _build(corpus, db).files_read == 1


def test_a_damaged_cache_is_begun_anew(corpus: Path, tmp_path: Path) -> None:
    db = tmp_path / "kb.db"
    (tmp_path / "kb.db.cache").write_bytes(b"no database at all" * 100)
    assert _build(corpus, db).counts["documents_held"] == 2


def test_a_file_that_went_leaves_its_document_as_long_as_others_cite_it(
    corpus: Path, tmp_path: Path
) -> None:
    db = tmp_path / "kb.db"
    _build(corpus, db)
    (corpus / "directive.json").unlink()
    report = _build(corpus, db)
    assert report.removed == ("corpus/directive.json",)
    assert report.kept_as_cited == (ADDRESS,)
    assert _rows(db, "SELECT held FROM documents WHERE id = ?", ADDRESS) == [(0,)]
    (corpus / "plan.json").unlink()
    assert _build(corpus, db).kept_as_cited == ()
    assert _rows(db, "SELECT * FROM documents") == []


def test_what_was_given_before_stays_until_it_is_given_again(corpus: Path, tmp_path: Path) -> None:
    db = tmp_path / "kb.db"
    _build(corpus, db)
    other = write_specimen(tmp_path / "other" / "x.json", document={"number": "9/KH-UBND"})
    (corpus / "plan.json").unlink()
    assert _build(other.parent, db).counts["documents_held"] == 3
    assert _build(corpus, db).removed == ("corpus/plan.json",)


def test_a_missing_document_arrives_and_only_what_meant_it_changes(
    corpus: Path, tmp_path: Path
) -> None:
    db = tmp_path / "kb.db"
    arrived = (corpus / "directive.json").read_bytes()
    (corpus / "directive.json").unlink()
    _build(corpus, db)
    state = "SELECT cited_document_id, state FROM citations"
    assert _rows(db, state) == [(ADDRESS, "stub")]
    aliases = _rows(db, "SELECT * FROM document_aliases")
    (corpus / "directive.json").write_bytes(arrived)
    _build(corpus, db)
    assert _rows(db, state) == [(ADDRESS, "resolved")]
    assert set(aliases) <= set(_rows(db, "SELECT * FROM document_aliases"))


def test_two_copies_of_one_file_are_one_document(corpus: Path, tmp_path: Path) -> None:
    db = tmp_path / "kb.db"
    (corpus / "a copy.json").write_bytes((corpus / "directive.json").read_bytes())
    report = _build(corpus, db)
    assert (report.files_read, report.counts["documents_held"]) == (2, 2)
    roles = "SELECT role FROM sources WHERE document_id = ? ORDER BY role"
    assert _rows(db, roles, ADDRESS) == [("copy",), ("primary",)]
    assert not _rows(db, "SELECT * FROM problems WHERE kind = 'versions'")


@pytest.mark.parametrize("first", ["short.json", "long.json", "english.json"])
def test_of_several_files_of_one_document_the_same_one_gives_the_facts_whichever_came_first(
    tmp_path: Path, first: str
) -> None:
    folder, db = tmp_path / "corpus", tmp_path / "kb.db"
    files = {
        "short.json": {"document": {**DIRECTIVE, "title": "short"}},
        "long.json": {"document": {**DIRECTIVE, "title": "long"}, "padding": 50},
        "english.json": {
            "document": {**DIRECTIVE, "title": "English", "language": "en"}, "padding": 90,
        },
    }  # fmt: skip
    write_specimen(folder / first, **files[first])
    _build(folder, db)
    for name, data in files.items():
        write_specimen(folder / name, **data)
    _build(folder, db)
    assert _rows(db, "SELECT id, title FROM documents") == [(ADDRESS, "long")]
    assert dict(_rows(db, "SELECT path, role FROM sources")) == {
        "corpus/short.json": "version",
        "corpus/long.json": "primary",
        "corpus/english.json": "rendering",
    }
    assert _rows(db, "SELECT document_id FROM problems WHERE kind = 'versions'") == [(ADDRESS,)]
    (folder / "long.json").unlink()
    (tmp_path / "kb.db.cache").unlink()  # what takes its place is read again if it must be
    _build(folder, db)
    assert _rows(db, "SELECT title FROM documents") == [("short",)]


def test_names_with_spaces_quotes_and_vietnamese_letters_are_read(tmp_path: Path) -> None:
    folder, db = tmp_path / "hồ sơ 'mới'", tmp_path / "kb.db"
    names = ['Chỉ thị số 01 "bản sao".json', "it's 100% [x].json", "đ Ð.json", "%41;--.json"]
    for number, name in enumerate(names):
        write_specimen(folder / name, document={**DIRECTIVE, "number": f"{number}/CT-UBND"})
    assert _build(folder, db).counts["documents_held"] == len(names)
    paths = {path for (path,) in _rows(db, "SELECT path FROM sources")}
    assert paths == {f"{folder.name}/{name}" for name in names}


def test_a_loop_of_links_is_walked_once_and_papers_of_the_folder_are_no_documents(
    corpus: Path, tmp_path: Path
) -> None:
    (corpus / "sub").mkdir()
    (corpus / "sub" / "up").symlink_to(corpus, target_is_directory=True)
    (corpus / "itself").symlink_to("itself")
    (corpus / ".hidden").write_text("{}")
    for name in ("README.md", "corrections.csv", "progress.csv"):
        (corpus / name).write_text("x")
    db = tmp_path / "kb.db"
    assert _build(corpus, db).counts["documents_held"] == 2
    problems = _rows(db, "SELECT source_id LIKE 'itself-%', kind FROM problems ORDER BY kind")
    assert problems == [
        (None, "corrections-unreadable"),
        (None, "progress-unreadable"),
        (1, "unreadable"),
    ]


def test_a_path_that_was_never_there_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="no file or folder"):
        _build(tmp_path / "nowhere", tmp_path / "kb.db")


def test_a_folder_that_is_not_there_any_more_takes_nothing_out(
    corpus: Path, tmp_path: Path
) -> None:
    db = tmp_path / "kb.db"
    _build(corpus, db)
    corpus.rename(tmp_path / "not mounted")
    with pytest.raises(BuildError, match="no file or folder"):
        _build(corpus, db)
    assert _rows(db, "SELECT count(*) FROM documents WHERE held = 1") == [(2,)]


def test_a_database_of_an_unfinished_version_is_built_anew(corpus: Path, tmp_path: Path) -> None:
    db = tmp_path / "kb.db"
    _build(corpus, db)
    right = whole_database(db)
    with closing(sqlite3.connect(db)) as conn:
        conn.execute("ALTER TABLE tasks RENAME COLUMN deliverable TO product")
        conn.execute("DELETE FROM _state")
        conn.commit()
    assert _build(corpus, db).published
    assert whole_database(db) == right


def test_one_bad_file_among_a_hundred_costs_one_problem(tmp_path: Path) -> None:
    folder, db = tmp_path / "corpus", tmp_path / "kb.db"
    for number in range(99):
        write_specimen(
            folder / f"{number}.json", document={**DIRECTIVE, "number": f"{number}/CT-UBND"}
        )
    (folder / "bad.json").write_text("{", encoding="utf-8")
    report = _build(folder, db, workers=1)
    assert report.counts["documents_held"] == 99
    problems = _rows(db, "SELECT s.path, kind FROM problems JOIN sources s ON s.id = source_id")
    assert problems == [("corpus/bad.json", "extraction-failed")]
    assert _build(folder, db).files_read == 0


def test_a_file_that_kills_its_worker_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    folder, db = tmp_path / "corpus", tmp_path / "kb.db"
    for number in range(20):
        write_specimen(
            folder / f"{number}.json", document={**DIRECTIVE, "number": f"{number}/CT-UBND"}
        )
    write_specimen(folder / "poison.json", die=True)
    write_specimen(folder / "slow.json", sleep=60)
    write_specimen(folder / "large.json", allocate=30_000_000_000)
    limits = WorkerLimits(seconds=1, memory=8_000_000_000)
    report = _build(folder, db, workers=2, limits=limits)
    assert report.counts["documents_held"] == 20
    problems = _rows(db, "SELECT s.path, kind FROM problems JOIN sources s ON s.id = source_id")
    assert sorted(problems) == [
        ("corpus/large.json", "too-large"),
        ("corpus/poison.json", "worker-died"),
        ("corpus/slow.json", "too-slow"),
    ]


def test_a_file_that_took_too_long_is_read_again_when_it_is_allowed_more(tmp_path: Path) -> None:
    folder, db = tmp_path / "corpus", tmp_path / "kb.db"
    write_specimen(folder / "slow.json", sleep=0.5, document=DIRECTIVE)
    limits = WorkerLimits(seconds=0.1)
    assert _build(folder, db, limits=limits).refused
    assert _build(folder, db).files_read == 0  # it is known that it is too slow
    report = _build(folder, db, limits=WorkerLimits(seconds=60))
    assert (report.files_read, report.counts["documents_held"]) == (1, 1)
    assert _build(folder, db, limits=WorkerLimits(seconds=60)).files_read == 0


def test_a_large_scan_may_take_longer_than_a_small_one() -> None:
    limits = WorkerLimits(seconds=300)
    assert limits.seconds_for(0) == 300
    assert limits.seconds_for(20_000_000) == 1_500


def test_many_processes_give_the_same_database_as_one(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    for number in range(30):
        write_specimen(
            folder / f"{number}.json",
            document={**DIRECTIVE, "number": f"{number}/CT-UBND"},
            citations=[{"type": "directive", "number": f"{number + 1}/CT-UBND"}],
        )
    _build(folder, tmp_path / "one.db")
    _build(folder, tmp_path / "many.db", workers=2)
    assert whole_database(tmp_path / "many.db") == whole_database(tmp_path / "one.db")


# Nothing lost


def test_a_second_build_at_the_same_time_says_so(corpus: Path, tmp_path: Path) -> None:
    db = tmp_path / "kb.db"
    with publish.locked(db), pytest.raises(BuildError, match="Another build of kb"):
        _build(corpus, db)
    _build(corpus, db)


def test_a_database_of_another_program_is_left_alone(corpus: Path, tmp_path: Path) -> None:
    db = tmp_path / "music.db"
    with closing(sqlite3.connect(db)) as conn:
        conn.execute("CREATE TABLE songs (name)")
    before = db.read_bytes()
    with pytest.raises(BuildError, match="another program"):
        _build(corpus, db)
    db.write_text("no database")
    with pytest.raises(BuildError, match="not a database"):
        _build(corpus, db)
    assert db.read_text() == "no database"
    db.write_bytes(before)
    assert _rows(db, "SELECT count(*) FROM songs") == [(0,)]


def test_a_folder_that_cannot_be_written_to_is_said_in_one_line(corpus: Path) -> None:
    for db in (Path("/proc/kb.db"), corpus / "directive.json" / "kb.db"):
        with pytest.raises(BuildError, match="Cannot write to the folder") as error:
            _build(corpus, db)
        assert "\n" not in str(error.value)


def test_a_full_disk_leaves_the_old_database(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = tmp_path / "kb.db"
    _build(corpus, db)
    before = db.read_bytes()
    write_specimen(corpus / "big.json", document=DIRECTIVE, padding=3_000_000)
    connect = publish.connect

    def on_a_full_disk(path: Path, readonly: bool = False) -> sqlite3.Connection:
        conn = connect(path, readonly)
        conn.execute("PRAGMA max_page_count = 200")
        return conn

    with monkeypatch.context() as patch:
        patch.setattr(publish, "connect", on_a_full_disk)
        with pytest.raises(BuildError, match="the disk is full"):
            _build(corpus, db)
    assert db.read_bytes() == before
    assert [path.name for path in tmp_path.glob(".kb.db.building*")] == []
    assert _build(corpus, db).published


_A_BUILD = """
import sys
sys.path[:0] = {paths!r}
from pathlib import Path
from kb.build import build
from synthetic import VERSION, read_specimen
if __name__ == "__main__":
    build([sys.argv[1]], sys.argv[2], workers=0, read=read_specimen, version=VERSION,
          progress=lambda stage, done, total: print(stage, done, flush=True))
"""


def test_a_build_that_is_killed_leaves_the_old_database_and_the_next_one_is_right(
    tmp_path: Path,
) -> None:
    folder, db = tmp_path / "corpus", tmp_path / "kb.db"
    for number in range(60):
        write_specimen(
            folder / f"{number}.json",
            document={**DIRECTIVE, "number": f"{number}/CT-UBND"},
            citations=[{"type": "directive", "number": f"{n}/CT-UBND"} for n in range(20)],
        )
    _build(folder, db)
    old = whole_database(db)
    for number in range(0, 60, 2):
        write_specimen(
            folder / f"{number}.json",
            document={**DIRECTIVE, "number": f"{number}/CT-UBND", "title": "changed"},
            padding=10_000,
        )
    _build(folder, tmp_path / "right.db")
    right = whole_database(tmp_path / "right.db")
    script = tmp_path / "a_build.py"
    here = Path(__file__).parent
    script.write_text(_A_BUILD.format(paths=[str(here), str(here.parent.parent)]))
    before = db.read_bytes()
    killed = []
    for moment in ("find 0", "read 1", "read 25", "load 1", "load 20", "resolve 0", "check 0") * 2:
        db.write_bytes(before)
        process = subprocess.Popen(
            [sys.executable, str(script), str(folder), str(db)], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        for line in process.stdout:
            if line.strip() == moment:
                break
        process.send_signal(signal.SIGKILL)
        process.stdout.close()
        if process.wait() == -signal.SIGKILL:
            killed.append(moment)
        now = whole_database(db)
        assert now in (old, right)
    assert {"find 0", "load 1", "resolve 0"} <= set(killed)
    db.write_bytes(before)
    (tmp_path / ".kb.db.building-journal").write_bytes(os.urandom(5_000))
    _build(folder, db)
    assert whole_database(db) == right


# Reading again


def test_reading_again_that_fails_does_not_replace_what_was_read(
    corpus: Path, tmp_path: Path
) -> None:
    db = tmp_path / "kb.db"
    _build(corpus, db)
    before = whole_database(db)

    def fails(path: Path) -> Reading:
        raise RuntimeError("a fault of the day")

    _build(corpus, db, force=True, read=fails)
    assert whole_database(db) == before
    report = _build(corpus, db, version="newer", read=fails)
    assert (report.files_read, report.counts["documents_held"]) == (2, 2)
    kinds = "SELECT kind, message LIKE '%a fault of the day%' FROM problems"
    assert _rows(db, kinds) == [("reading-kept", 1)] * 2
    assert _rows(db, "SELECT DISTINCT extractor_version LIKE 'newer%' FROM sources") == [(0,)]
    assert _build(corpus, db, version="newer").files_read == 0
    _build(corpus, db, version="newest")
    assert _rows(db, kinds) == []


def test_pages_say_how_they_were_read(corpus: Path, tmp_path: Path) -> None:
    db = tmp_path / "kb.db"

    def two_pages(path: Path) -> Reading:
        reading = read_specimen(path)
        pages = (Page(1, 0, 3, "text-layer"), Page(2, 4, len(reading.text), "ocr"))
        return replace(reading, pages=pages, read_by="mixed")

    _build(corpus, db, read=two_pages)
    pages = "SELECT page, read_by, count(*) FROM source_pages GROUP BY 1, 2 ORDER BY 1"
    assert _rows(db, pages) == [(1, "text-layer", 2), (2, "ocr", 2)]
    (corpus / "plan.json").unlink()
    _build(corpus, db, read=two_pages)
    assert _rows(db, pages) == [(1, "text-layer", 1), (2, "ocr", 1)]


def test_documents_count_the_documents_that_cite_them(corpus: Path, tmp_path: Path) -> None:
    db = tmp_path / "kb.db"
    mention = {"type": "directive", "number": "01/CT-UBND", "date": "2024-01-03"}
    write_specimen(
        corpus / "second.json",
        document={"number": "6/KH-UBND", "jurisdiction": "son-la", "issued_on": "2024-02-01"},
        citations=[mention, mention],
    )
    _build(corpus, db)
    counts = "SELECT cited_by FROM documents WHERE id = ?"
    assert _rows(db, counts, ADDRESS) == [(2,)]
    (corpus / "plan.json").unlink()
    _build(corpus, db)
    assert _rows(db, counts, ADDRESS) == [(1,)]
