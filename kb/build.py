"""From files to a database: discover, read, load, resolve, index, check, publish.

The database is a function of the files (path and fingerprint), the corrections and the programs.
A build copies the database as it is, takes out the rows of documents whose reading, corrections or
preferred file changed, puts in the new ones, and resolves everything that needs to see two
documents anew. So adding files to a database gives what building from all files gives. Only one
process writes, into a file of its own that replaces the old one at the end
(:mod:`kb.publish`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import cache as cached
from hashlib import sha256
from itertools import islice
from pathlib import Path

from sqlite_utils import Database

from extract.source import Page
from kb import changes, discover, execute, identify, publish, schema, search, together
from kb.cache import Cache, Entry, Header, Packed, Reading, fields_from_json, shape, unpack
from kb.corrections import Correction, fingerprint, read_all
from kb.discover import File
from kb.execute import OVER_A_LIMIT, Job, Read, WorkerLimits, read_with_pipeline
from kb.inventory import Inventory
from kb.load import Row, rows_of
from kb.progress import Notes
from kb.progress import read_all as read_notes
from kb.publish import BuildError
from kb.resolve import effect

__all__ = ["BuildError", "BuildReport", "build"]

Progress = Callable[[str, int, int], None]
"""Called with the stage (``"find"``, ``"read"``, ``"load"``, ``"resolve"``, ``"check"``), how much
is done and how much there is; both 0 where that is not known."""

_ReadJobs = Callable[[Collection[Job]], Iterable[tuple[Job, Packed]]]
_BATCH = 5_000
_SHARE_OF_A_LARGE_LOAD = 5
"""From one in so many documents on, indexes are made anew rather than kept up."""
_ROUNDS = 3
"""How often documents are made at most: corrections may use addresses that follow from others."""
_UNTIL = "until"
"""In ``_state``: the day from which the status of some document is another."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did, and what the database now holds. ``added``, ``changed`` and ``removed``
    are files; ``kept_as_cited`` those of the removed files' documents that others still cite.
    ``published`` is false where nothing had changed."""

    published: bool
    files_read: int
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    kept_as_cited: tuple[str, ...]
    refused: dict[str, str]
    counts: dict[str, int]
    citations: dict[str, int]


@dataclass(frozen=True, slots=True)
class _Versions:
    """What made the rows: the extraction, and the programs that load and resolve."""

    reading: str
    loading: str


@cached
def _fingerprint_of(*parts: str) -> str:
    """Of the programs and vocabularies in these files and folders of the project: whoever changes
    one, and be it a row of a vocabulary, has the documents read (or loaded) again."""
    root = Path(__file__).resolve().parent.parent
    digest = sha256()
    for part in parts:
        path = root / part
        files = [path] if path.is_file() else sorted(path.rglob("*"))
        for file in files:
            if file.suffix in (".py", ".csv", ".yaml", ".yml", ".txt", ".tsv"):
                digest.update(file.relative_to(root).as_posix().encode() + file.read_bytes())
    return digest.hexdigest()[:12]


def _versions(reading: str | None) -> _Versions:
    loading = _fingerprint_of(
        "kb/load.py", "kb/identify.py", "kb/together.py", "kb/register", "kb/corrections.py", "kb/schema.py",
        "kb/progress.py", "kb/search.py", "kb/resolve", "extract/vocabulary", "extract/folding.py",
    )  # fmt: skip
    reading = reading or _fingerprint_of("extract", "kb/register")
    return _Versions(f"{reading}-{shape()}", loading)


@dataclass(slots=True)
class _Plan:
    """What a build is going to do: all files that the database shall hold, those of them that must
    be read, and how they differ from what it holds now."""

    files: Inventory
    roots: list[str]
    corrections: list[Correction]
    troubles: list[str]
    notes: Notes
    added: list[str]
    changed: list[str]
    removed: list[str]


def build(
    paths: Iterable[str | Path],
    db: str | Path,
    *,
    workers: int | None = None,
    force: bool = False,
    progress: Progress | None = None,
    cluster: str | None = None,
    limits: WorkerLimits | None = None,
    read: Read = read_with_pipeline,
    version: str | None = None,
) -> BuildReport:
    """Build or update the database ``db`` from files and folders.

    What was given before stays until it is given again. A file that has gone from a folder that is
    given again goes out; its document stays as ``held = 0`` while others cite it. ``workers=0``
    reads in this process. Where ``limits`` are given, files that went over a limit before are read
    again. ``read`` and ``version`` put another reader in the place of the
    project's own. Raises :class:`BuildError`, and then leaves the database as it was.
    """
    execute.refuse_in_a_starting_worker()
    target = Path.cwd() / db
    tell = progress or (lambda stage, done, total: None)
    try:
        with publish.locked(target):
            publish.check_target(target)
            publish.clear_leftovers(target)
            builder = _Builder(
                target,
                _versions(version),
                lambda jobs: execute.read_all(jobs, read, workers, cluster, limits),
                tell,
                force,
                limits is not None,
            )
            try:
                return builder.run([Path(path) for path in paths])
            finally:
                builder.close()
                publish.discard(target)
    except (OSError, sqlite3.Error) as error:
        raise BuildError(
            f"Cannot build {target.name}: {publish.reason(error)}. What was there before is untouched."
        ) from error


class _Builder:
    """One build, from the paths to the finished file."""

    def __init__(
        self,
        target: Path,
        versions: _Versions,
        read: _ReadJobs,
        tell: Progress,
        force: bool,
        other_limits: bool,
    ) -> None:
        self.target = target
        self.home = target.parent
        self.versions = versions
        self.read = read
        self.tell = tell
        self.force = force
        self.other_limits = other_limits
        self.cache = Cache(Path(f"{target}.cache"), versions.reading)
        self.files = Inventory(self.home)
        self.files_read = 0
        self._register: tuple[str, dict[str, Entry]] = ("", {})

    def close(self) -> None:
        self.cache.close()
        self.files.close()

    def run(self, paths: Sequence[Path]) -> BuildReport:
        plan = self._plan(paths)
        self._read(plan)
        if self._is_up_to_date(plan):
            with closing(publish.connect(self.target, readonly=True)) as conn:
                return self._report(conn, plan, published=False)
        work = publish.begin(self.target, fresh=not self._has_tables_of_today())
        with closing(publish.connect(work)) as conn:
            self._write(conn, plan)
            report = self._report(conn, plan, published=True)
        self.tell("check", 0, 0)
        publish.finish(work, self.target)
        self.cache.keep_only(file.sha256 for file in plan.files)
        return report

    def _has_tables_of_today(self) -> bool:
        if not (self.target.exists() and self.target.stat().st_size):
            return False
        with closing(publish.connect(self.target, readonly=True)) as conn:
            return schema.is_current(conn)

    # What is there, and what is to be done

    def _plan(self, paths: Sequence[Path]) -> _Plan:
        self.tell("find", 0, 0)
        files = self.files
        old_roots = self._note_held()
        given = self._given(paths, old_roots)
        files.keep_all_but(given)
        for root in given:
            if root.exists():
                for path in discover.documents_under(root):
                    files.put(discover.fingerprint(path, self.home))
        roots = sorted({discover.stored_name(root, self.home) for root in given} | old_roots)
        folders = [self.home / root for root in roots]
        corrections, troubles = read_all(discover.corrections_in(folders))
        notes = read_notes(discover.progress_in(folders))
        self._choose_jobs()
        return _Plan(
            files, roots, corrections, troubles, notes,
            files.added(), files.changed(), files.removed(),
        )  # fmt: skip

    def _note_held(self) -> set[str]:
        """Note which files the database holds now; the files and folders that it was given."""
        if not (self.target.exists() and self.target.stat().st_size):
            return set()
        with closing(publish.connect(self.target, readonly=True)) as conn:
            self.files.hold(conn.execute("SELECT path, bytes, sha256 FROM sources"))
            self.files.note_loaded(
                digest
                for (digest,) in conn.execute(
                    "SELECT sha256 FROM _readings WHERE version = ?", (self.versions.reading,)
                )
            )
            return {path for (path,) in conn.execute("SELECT path FROM _roots")}

    def _given(self, paths: Sequence[Path], old_roots: set[str]) -> list[Path]:
        """The given paths, absolute; :class:`BuildError` for one that is not there, unless it is a
        file that the database has (a folder that is gone may be a disk that is not mounted)."""
        given = []
        for path in paths:
            name = discover.stored_name(path, self.home)
            if not path.exists() and not self.files.holds(name):
                gone = " now; to take its documents out, give the folder it was in"
                raise BuildError(
                    f"There is no file or folder {path}{gone if name in old_roots else ''}."
                )
            given.append(self.home / name)
        return given

    def _choose_jobs(self) -> None:
        """Read what neither the cache has nor the database: where only the cache was deleted, that
        is no reason to read anything again."""
        jobs = self.files.jobs
        for file in self.files:
            if not file.sha256 or file.sha256 in jobs:
                continue
            known = None if self.force else self.cache.header(file.sha256)
            if known is not None and not (self.other_limits and known.error in OVER_A_LIMIT):
                continue
            if not self.force and known is None and self.files.is_loaded(file.sha256):
                continue
            if discover.fingerprint(file.path, self.home).sha256 == file.sha256:
                jobs.add(Job(file.sha256, file.path, file.bytes))

    def _read(self, plan: _Plan) -> None:
        done: list[tuple[str, Packed]] = []
        size = 0
        total = len(plan.files.jobs)
        for number, (job, packed) in enumerate(self.read(plan.files.jobs), 1):
            self.files_read = number
            if not self._is_worse(job, packed):
                done.append((job.sha256, packed))
                size += len(packed.body)
            if len(done) >= 500 or size > 8_000_000:
                self.cache.put(done)
                done, size = [], 0
            self.tell("read", number, total)
        self.cache.put(done)

    def _is_worse(self, job: Job, packed: Packed) -> bool:
        """Whether the file could not be read now, and was read before."""
        before = self.cache.header(job.sha256) if self.force else None
        if before is None or before.error:
            return False
        return bool(Header.from_json(packed.header).error)

    def _state(self, plan: _Plan) -> dict[str, str]:
        return {
            "reading": self.versions.reading,
            "loading": self.versions.loading,
            "corrections": fingerprint(plan.corrections) + "".join(plan.troubles),
            "progress": plan.notes.fingerprint(),
            "roots": "\n".join(plan.roots),
        }

    def _is_up_to_date(self, plan: _Plan) -> bool:
        if plan.added or plan.changed or plan.removed or self.files_read:
            return False
        if not (self.target.exists() and self.target.stat().st_size):
            return False
        with closing(publish.connect(self.target, readonly=True)) as conn:
            state = dict(conn.execute("SELECT name, value FROM _state"))
        until = state.pop(_UNTIL, "")
        return state == self._state(plan) and not "" < until <= date.today().isoformat()

    # Writing

    def _write(self, conn: sqlite3.Connection, plan: _Plan) -> None:
        for pragma in (
            "journal_mode = OFF", "synchronous = OFF", "foreign_keys = OFF",
            "cache_size = -32768", "recursive_triggers = OFF",
        ):  # fmt: skip
            conn.execute(f"PRAGMA {pragma}")
        schema.migrate(Database(conn))
        search.create(conn)
        conn.execute("BEGIN")
        changes.begin(conn)
        self._write_files(conn, plan)
        self._write_documents(conn, plan)
        changes.write(conn)
        conn.execute("DELETE FROM _state")
        state = self._state(plan) | {_UNTIL: effect.next_change(conn)}
        conn.executemany("INSERT INTO _state VALUES (?, ?)", state.items())
        together.write_counts(conn)
        conn.execute("COMMIT")
        schema.write_statistics(conn)

    def _write_documents(self, conn: sqlite3.Connection, plan: _Plan) -> None:
        """All that follows from the readings. Corrections may use an address that is known only
        once everything is resolved; then their documents are made once more."""
        identify.write_registers(conn)
        answers = [line for line in plan.corrections if line.is_answer]
        changes = [line for line in plan.corrections if not line.is_answer]
        aliases: dict[str, str] = {}
        force = self.force
        for _ in range(_ROUNDS):
            corrections = identify.identify(conn, changes, aliases)
            identify.choose_primaries(conn)
            self._load(conn, corrections.by_document, force)
            identify.write_roles(conn)
            self.tell("resolve", 0, 0)
            unmatched = together.write(conn, corrections.others, plan.troubles, plan.notes)
            found = together.documents_by_alias(conn, unmatched)
            if found.keys() <= aliases.keys():
                break
            aliases |= found
            force = False
        together.write_settled(conn, answers)

    def _write_files(self, conn: sqlite3.Connection, plan: _Plan) -> None:
        """``_roots``, ``sources``, ``source_pages`` and ``_readings`` as the plan says."""
        conn.execute("DELETE FROM _roots")
        conn.executemany("INSERT INTO _roots VALUES (?)", ((root,) for root in plan.roots))
        self._write_readings(conn, plan)
        conn.execute("CREATE TEMP TABLE before AS SELECT * FROM sources")
        conn.execute("CREATE INDEX temp.before_id ON before (id)")
        conn.execute("DELETE FROM sources")
        schema.insert(conn, "sources", (self._source_row(conn, file) for file in plan.files))
        self._write_pages(conn)
        conn.execute("DROP TABLE temp.before")
        together.write_unreadable(conn, plan.files)

    def _write_pages(self, conn: sqlite3.Connection) -> None:
        """``source_pages`` of the files that were read anew."""
        conn.execute(
            """DELETE FROM source_pages WHERE source_id NOT IN (
                 SELECT s.id FROM sources s JOIN temp.before b ON b.id = s.id
                  WHERE b.sha256 IS s.sha256 AND b.extractor_version IS s.extractor_version)"""
        )
        fresh = conn.execute(
            """SELECT s.id, r.header FROM sources s JOIN _readings r ON r.sha256 = s.sha256
                WHERE s.pages > 0 AND s.id NOT IN (SELECT source_id FROM source_pages)
                ORDER BY s.id"""
        )
        schema.insert(
            conn,
            "source_pages",
            (
                {
                    "source_id": id_, "page": page.number, "read_by": page.read_by,
                    "confidence": page.confidence, "angle": page.angle,
                }
                for id_, header in fresh
                for page in Header.from_json(header).page_headers
            ),
        )  # fmt: skip

    def _source_row(self, conn: sqlite3.Connection, file: File) -> Row:
        row = conn.execute(
            "SELECT header, version FROM _readings WHERE sha256 = ?", (file.sha256,)
        ).fetchone()
        header = Header.from_json(row[0]) if row else None
        version = row[1] if row else None
        before = conn.execute(
            """SELECT read_on FROM temp.before
                WHERE id = ? AND sha256 IS ? AND extractor_version IS ?""",
            (file.id, file.sha256 or None, version),
        ).fetchone()
        return {
            "id": file.id,
            "path": file.name,
            "sha256": file.sha256 or None,
            "bytes": file.bytes,
            "media_type": header.media_type or None if header else None,
            "pages": header.pages if header else None,
            "read_by": header.read_by or None if header else None,
            "read_on": before[0] if before else date.today().isoformat(),
            "extractor_version": version,
        }

    def _write_readings(self, conn: sqlite3.Connection, plan: _Plan) -> None:
        conn.execute("CREATE TEMP TABLE wanted (sha256 TEXT PRIMARY KEY) WITHOUT ROWID")
        conn.executemany(
            "INSERT OR IGNORE INTO wanted VALUES (?)",
            ((file.sha256,) for file in plan.files if file.sha256),
        )
        conn.execute("DELETE FROM _readings WHERE sha256 NOT IN wanted AND entry IS NULL")
        fresh = plan.files.jobs
        conn.execute(
            """CREATE TEMP TABLE stale AS
               SELECT w.sha256, r.version, l.document_id IS NOT NULL AS loaded FROM wanted w
                 LEFT JOIN _readings r ON r.sha256 = w.sha256
                 LEFT JOIN _loaded l ON l.document_id = r.document_id AND l.sha256 = r.sha256
                WHERE r.version IS NOT ? OR ? ORDER BY w.sha256""",
            (self.versions.reading, bool(fresh)),
        )
        for digest, version, loaded in conn.execute("SELECT * FROM temp.stale"):
            if version == self.versions.reading and digest not in fresh:
                continue
            header = self.cache.header(digest)
            if header is not None and header.error and loaded:
                conn.execute(
                    "UPDATE _readings SET refused = ? WHERE sha256 = ?", (header.message, digest)
                )
            elif header is not None:
                identify.write_reading(conn, digest, self.versions.reading, header)
        for name in ("wanted", "stale"):
            conn.execute(f"DROP TABLE temp.{name}")

    def _load(
        self, conn: sqlite3.Connection, corrections: Mapping[str, list[Correction]], force: bool
    ) -> None:
        """Take out the rows of documents that changed, and put in those of their readings."""
        conn.execute(
            "CREATE TEMP TABLE corrected (document_id TEXT PRIMARY KEY, said TEXT) WITHOUT ROWID"
        )
        conn.executemany(
            "INSERT INTO corrected VALUES (?, ?)",
            ((id_, fingerprint(said)) for id_, said in corrections.items()),
        )
        identify.choose_changes(conn, self.versions.loading, force)
        (loads,) = conn.execute("SELECT count(*) FROM temp.fresh").fetchone()
        (held,) = conn.execute("SELECT count(*) FROM _loaded").fetchone()
        large = loads * _SHARE_OF_A_LARGE_LOAD > held
        changes.remember(conn)
        identify.take_out(conn, keep_index=not large)
        if large:
            schema.drop_indexes(Database(conn))
        self._put_in(conn, loads, corrections)
        if large:
            schema.create_indexes(Database(conn))
        for kind in ("documents", "sections", "tasks", "targets"):
            if large:
                search.fill(conn, kind)
            else:
                column = search.of_kind(kind).document
                search.add(conn, kind, f"{column} IN (SELECT document_id FROM temp.fresh)")
        for name in ("corrected", "fresh", "gone"):
            conn.execute(f"DROP TABLE temp.{name}")

    def _put_in(
        self,
        conn: sqlite3.Connection,
        total: int,
        corrections: Mapping[str, list[Correction]],
    ) -> None:
        waiting: dict[str, list[Row]] = {}
        fresh = conn.execute(
            "SELECT f.document_id, f.sha256, f.version, f.corrections, r.header, r.corrected, "
            "r.entry IS NULL "
            "FROM temp.fresh f JOIN _readings r ON r.sha256 = f.sha256 ORDER BY f.document_id"
        )
        for number, row in enumerate(fresh, 1):
            id_, digest, version, said, header, corrected, held = row
            fields = fields_from_json(corrected) if corrected else Header.from_json(header).fields
            if fields is None:
                continue
            reading = self._reading(conn, digest) if held else self._line(conn, digest)
            rows = rows_of(id_, reading, fields, corrections.get(id_, ()), bool(held))
            rows["_loaded"] = [
                {"document_id": id_, "sha256": digest, "version": version, "corrections": said}
            ]
            for name, more in rows.items():
                waiting.setdefault(name, []).extend(more)
            if sum(map(len, waiting.values())) > _BATCH:
                _insert_all(conn, waiting)
            self.tell("load", number, total)
        _insert_all(conn, waiting)

    def _line(self, conn: sqlite3.Connection, key: str) -> Reading:
        """What was read of one line of a register."""
        digest, _, address = key.partition(identify.ROW)
        if self._register[0] != digest:
            entries = self._reading(conn, digest).entries
            self._register = digest, {entry.line.address: entry for entry in entries}
        entry = self._register[1][address]
        pages = (Page(1, 0, len(entry.text), "register"),)
        return Reading(entry.text, "text/plain", "register", pages, entry.facts)

    def _reading(self, conn: sqlite3.Connection, digest: str) -> Reading:
        """What was read of a file: from the cache, or from the file itself once more."""
        reading = self.cache.get(digest)
        if reading is not None:
            return reading
        names = conn.execute("SELECT path FROM sources WHERE sha256 = ?", (digest,)).fetchall()
        for (name,) in names:
            file = discover.fingerprint(self.home / name, self.home)
            if file.sha256 == digest:
                for _, packed in self.read([Job(digest, file.path, file.bytes)]):
                    self.cache.put([(digest, packed)])
                    return unpack(packed.body)
        listed = ", ".join(name for (name,) in names)
        raise BuildError(
            f"{listed} has changed or gone since it was read. Give it, or its folder, again."
        )

    # Telling

    def _report(self, conn: sqlite3.Connection, plan: _Plan, *, published: bool) -> BuildReport:
        counts = {
            table.name: conn.execute(f'SELECT count(*) FROM "{table.name}"').fetchone()[0]
            for table in schema.TABLES
            if table.public
        }
        counts["documents_held"] = conn.execute(
            "SELECT count(*) FROM documents WHERE held = 1"
        ).fetchone()[0]
        citations = dict(conn.execute("SELECT state, count(*) FROM citations GROUP BY state"))
        refused, opened = self._refused(conn, plan)
        return BuildReport(
            published,
            self.files_read - opened,
            tuple(file for file in plan.added if file not in refused),
            tuple(file for file in plan.changed if file not in refused),
            tuple(plan.removed),
            tuple(self._kept_as_cited(conn, plan)) if published else (),
            refused,
            counts,
            citations,
        )

    def _refused(self, conn: sqlite3.Connection, plan: _Plan) -> tuple[dict[str, str], int]:
        """The new and changed files that gave no document, with what their problem says, and how
        many of them could at least be opened."""
        unread = conn.execute(
            """SELECT s.path, p.message, s.sha256 <> '' FROM sources s JOIN problems p ON p.source_id = s.id
                WHERE s.role = 'unreadable' ORDER BY s.path, p.id DESC"""
        )
        told = {path: (message, opened) for path, message, opened in unread}
        refused = [file for file in (*plan.added, *plan.changed) if file in told]
        return {file: told[file][0] for file in refused}, sum(bool(told[f][1]) for f in refused)

    def _kept_as_cited(self, conn: sqlite3.Connection, plan: _Plan) -> list[str]:
        if not plan.removed or not self.target.exists():
            return []
        kept = []
        with closing(publish.connect(self.target, readonly=True)) as old:
            for name in plan.removed:
                (id_,) = old.execute(
                    "SELECT document_id FROM sources WHERE path = ?", (name,)
                ).fetchone()
                if conn.execute(
                    "SELECT 1 FROM documents WHERE id = ? AND held = 0", (id_,)
                ).fetchone():
                    kept.append(id_)
        return sorted(set(kept))


def _insert_all(conn: sqlite3.Connection, waiting: dict[str, list[Row]]) -> None:
    for name, rows in waiting.items():
        iterator = iter(rows)
        while batch := list(islice(iterator, _BATCH)):
            schema.insert(conn, name, batch)
    waiting.clear()
