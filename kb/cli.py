"""The command ``kb``. Nothing heavy is imported before a command runs, so help is immediate.

Exit status of every command: 0 it is done; 1 it could not be done, or nothing was found, or some
of the files were refused; 2 the command was not typed right. Errors are one line on standard
error that says what to do.
"""

from __future__ import annotations

import itertools
import json
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from kb.console import clipped, counted, listed, table, wrapped

if TYPE_CHECKING:
    from extract.source import SourceText
    from kb.build import BuildReport
    from kb.execute import WorkerLimits
    from kb.score import ScoreReport

Row = dict[str, Any]


class Failure(click.ClickException):
    """One line on standard error, exit status 1."""

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"kb: {self.format_message()}", file=file or sys.stderr)


def _path(**options: Any) -> Any:
    return click.Path(path_type=Path, **options)


_db_option = click.option(
    "--db",
    type=_path(dir_okay=False),
    default="kb.db",
    envvar="KB_DB",
    show_default=True,
    help="The database.",
)
_json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for a program.")


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def _next(*commands: str) -> None:
    """What to type next; only for people, on standard error."""
    for index, command in enumerate(commands):
        click.echo(f"{'Next:' if not index else '     '} {command}", err=True)


@contextmanager
def _opened(db: Path) -> Iterator[sqlite3.Connection]:
    from kb.questions import QuestionError, open_database

    try:
        with closing(open_database(db)) as connection:
            yield connection
    except QuestionError as error:
        raise Failure(str(error)) from error
    except sqlite3.DatabaseError as error:
        raise Failure(f"{db}: {error}: make it anew with  kb build --db {db} FOLDER") from error


@contextmanager
def _progress(
    label: str, *, among_output: bool = False
) -> Iterator[Callable[[int, int], None] | None]:
    """A function to call with (done, all); ``None`` where nobody watches a terminal, or where it
    would stand ``among_output`` on the same terminal."""
    if not sys.stderr.isatty() or (among_output and sys.stdout.isatty()):
        yield None
        return
    bar: Any = click.progressbar(length=1, label=label, file=sys.stderr)
    with bar:

        def step(done: int, every: int) -> None:
            bar.length = max(every, 1)
            bar.update(done - bar.pos)

        yield step


def _version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if not wanted or context.resilient_parsing:
        return
    from importlib.metadata import PackageNotFoundError, version

    try:
        click.echo(f"kb {version('chi-thi-kb')}")
    except PackageNotFoundError:
        click.echo("kb, not installed: run  make setup")
    context.exit()


@click.group(
    epilog="Example:  kb build corpus && kb serve", context_settings={"max_content_width": 100}
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help="Show the version and exit.",
)
def cli() -> None:
    """Read Vietnamese official documents and ask who does what, by when, and on what basis.

    Exit status: 0 done; 1 it could not be done, or nothing was found; 2 not typed right.
    """


@cli.command(epilog="Example:  kb build --db kb.db corpus incoming/*.pdf")
@_db_option
@click.option(
    "--workers",
    type=click.IntRange(min=0),
    help="Processes that read; 0 reads in this one. [default: as many as processors]",
)
@click.option("--force", is_flag=True, help="Read every file again, also those read before.")
@click.option("--cluster", metavar="ADDRESS", help="A dask scheduler that reads instead.")
@click.option(
    "--file-seconds",
    type=click.FloatRange(min=0, min_open=True),
    metavar="N",
    help="Most seconds that one file may take, and a fifth more for each megabyte. [default: 300]",
)
@click.option(
    "--file-memory",
    type=click.IntRange(min=100),
    metavar="MB",
    help="Most memory that one file may take; not with --workers 0. [default: 4000]",
)
@_json_option
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=_path())
def build(
    paths: tuple[Path, ...],
    db: Path,
    workers: int | None,
    force: bool,
    cluster: str | None,
    file_seconds: float | None,
    file_memory: int | None,
    as_json: bool,
) -> None:
    """Build or update the database from files and folders.

    What was read before is not read again. A file that is gone from a folder given here goes out
    of the database. A file that cannot be read becomes a row in "problems", and the build goes on.
    One that took too long or too much memory is read again when it is allowed more.
    The old database serves until the new one is whole.
    """
    from kb.build import BuildError
    from kb.build import build as build_database

    with _stages() as progress:
        try:
            report = build_database(
                paths, db, workers=workers, force=force, progress=progress, cluster=cluster,
                limits=_worker_limits(file_seconds, file_memory),
            )  # fmt: skip
        except BuildError as error:
            raise Failure(str(error)) from error
    if as_json:
        _print_json(asdict(report))
    else:
        _print_build(report, db)
    if report.refused and not (report.added or report.changed or report.removed):
        raise SystemExit(1)  # nothing could be done
    if as_json:
        return
    look = "   and open /kb/to_check" if report.counts["problems"] else ""
    _next(f"kb serve --db {db}{look}", f"kb search --db {db} WORDS")


def _worker_limits(seconds: float | None, megabytes: int | None) -> WorkerLimits | None:
    """What one file may take; ``None`` where nothing was said of it."""
    from kb.execute import WorkerLimits

    said: dict[str, Any] = {}
    if seconds is not None:
        said["seconds"] = seconds
    if megabytes is not None:
        said["memory"] = megabytes * 1_000_000
    return WorkerLimits(**said) if said else None


_STAGES = {
    "find": "Finding files",
    "read": "Reading files",
    "load": "Loading",
    "resolve": "Resolving",
    "check": "Checking",
}


@contextmanager
def _stages() -> Iterator[Callable[[str, int, int], None] | None]:
    """A function to call with (stage, done, all): one bar a stage."""
    if not sys.stderr.isatty():
        yield None
        return
    bars: dict[str, Any] = {}

    def finish() -> None:
        for bar in bars.values():
            bar.render_finish()
        bars.clear()

    def step(stage: str, done: int, every: int) -> None:
        if stage not in bars:
            finish()
            bars[stage] = click.progressbar(
                length=max(every, 1), label=f"{_STAGES.get(stage, stage):<14}", file=sys.stderr
            )
            bars[stage].render_progress()
        bars[stage].length = max(every, 1)
        bars[stage].update(done - bars[stage].pos)

    try:
        yield step
    finally:
        finish()


_HELD = ("agencies", "sections", "tasks", "task_agencies", "targets", "indicators", "problems")
_LISTED_FILES = 10


def _print_build(report: BuildReport, db: Path) -> None:
    if not report.published:
        click.echo(f"Nothing has changed: {db} is as it was.")
    counts = report.counts
    held = counts["documents_held"]
    found = [
        ("documents held", held),
        ("documents only cited", counts["documents"] - held),
        *((f"citations, {state}", number) for state, number in sorted(report.citations.items())),
        *((name.replace("_", " "), counts[name]) for name in _HELD),
    ]
    columns = {"what": "found in the documents", "rows": "rows"}
    click.echo(table([{"what": what, "rows": rows} for what, rows in found], columns))
    for what, files in (
        ("added", report.added),
        ("changed", report.changed),
        ("gone", report.removed),
        ("gone, and still cited", report.kept_as_cited),
    ):
        if files:
            click.echo(f"{what}: {len(files):,}")
            for file in files[:_LISTED_FILES]:
                click.echo(f"  {file}")
            if len(files) > _LISTED_FILES:
                click.echo(f"  and {len(files) - _LISTED_FILES:,} more")
    click.echo(f"{counted(report.files_read, 'file')} read; the database is {db}")
    if report.refused:
        click.echo(f"could not be read: {len(report.refused):,}", err=True)
        for file, message in list(report.refused.items())[:_LISTED_FILES]:
            click.echo(f"  {file}: {message}", err=True)
        if len(report.refused) > _LISTED_FILES:
            more = len(report.refused) - _LISTED_FILES
            click.echo(f"  and {more:,} more: see the table problems, /kb/to_check", err=True)


@cli.command(epilog="Example:  kb serve --db kb.db --port 8001")
@_db_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8001,
    show_default=True,
    help="Port to listen on; 0 takes a free one.",
)
@click.option(
    "--public", is_flag=True, help="For the open network: no SQL of others, no downloads."
)
@click.option(
    "--metadata",
    type=_path(exists=True, dir_okay=False),
    help="Another metadata.yml than this project's.",
)
@click.option("--editor", metavar="NAME", help="Decide on the pages under this name, no login.")
@click.option(
    "--user-header", metavar="HEADER", help="The header by which your proxy names the user."
)
@click.option("--crawlers", is_flag=True, help="Let search engines list a public site.")
@click.option(
    "--processes",
    type=click.IntRange(1, 32),
    help="How many processes answer; as many as there are processors, four at most, unless told.",
)
def serve(
    db: Path,
    host: str,
    port: int,
    public: bool,
    metadata: Path | None,
    editor: str | None,
    user_header: str | None,
    crawlers: bool,
    processes: int | None,
) -> None:
    """Serve the database with Datasette. A new build is picked up without a restart."""
    if not db.is_file():
        raise Failure(f"{db} is not there: make it with  kb build --db {db} FOLDER")
    from kb.site.server import CannotServeError
    from kb.site.server import serve as serve_database
    from kb.site.workers import as_many_as_fit

    def announce(address: str) -> None:
        click.echo(f"Serving {db} at {address}")
        click.echo("Stop with Ctrl-C.")

    try:
        serve_database(
            db,
            host=host,
            port=port,
            public=public,
            metadata=metadata,
            editor=editor,
            user_header=user_header,
            crawlers=crawlers,
            processes=processes or as_many_as_fit(),
            announce=announce,
        )
    except CannotServeError as error:
        raise Failure(str(error)) from error
    except KeyboardInterrupt:
        pass


@cli.command(epilog="Example:  kb extract directive.pdf --json | jq '.[0].tasks[].text'")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=_path(allow_dash=True))
@_json_option
def extract(files: tuple[Path, ...], as_json: bool) -> None:
    """Print the facts of files, without a database. "-" reads text from standard input.

    With --json: an array with one object a file, always with the same keys. Every fact has a
    "span": start and end (characters of the text, from 0, end exclusive), page, quote.
    docs/extract-json.md lists them all.
    """
    refused = 0
    with _progress("Extracting", among_output=True) as progress:
        if as_json:
            click.echo("[", nl=False)
        for index, file in enumerate(files):
            facts = _extract_one(file)
            refused += "error" in facts
            if "error" in facts:
                click.echo(f"kb: {facts['file']}: {facts['error']}", err=True)
            if as_json:
                click.echo(",\n" if index else "\n", nl=False)
                click.echo(json.dumps(facts, ensure_ascii=False, indent=2), nl=False)
            elif "error" not in facts:
                _print_facts(facts)
            if progress:
                progress(index + 1, len(files))
        if as_json:
            click.echo("\n]")
    if not as_json and refused < len(files):
        _next("kb extract --json FILE...", "kb build FOLDER")
    if refused:
        raise SystemExit(1)


def _extract_one(file: Path) -> Row:
    from extract.pipeline import VERSION
    from extract.pipeline import extract as extract_facts
    from extract.readers import UnreadableError
    from kb.export.facts import facts_as_dict

    try:
        source = _read(file)
    except UnreadableError as error:
        return {"file": str(file), "error": str(error)}
    except OSError as error:
        return {"file": str(file), "error": f"{error.strerror or error}: give another file"}
    return facts_as_dict(str(file), source, extract_facts(source), VERSION)


def _read(file: Path) -> SourceText:
    from extract.readers import read_bytes, read_file

    if str(file) == "-":
        return read_bytes(sys.stdin.buffer.read(), "stdin.txt")
    return read_file(file)


def _print_facts(facts: Row) -> None:
    document = facts["document"]
    click.echo(f"{facts['file']}  ({facts['media_type']}, {counted(facts['pages'], 'page')})")
    for name in ("type", "number", "issued_on", "issuer", "title", "signer"):
        if document[name]:
            click.echo(f"  {name:<10} {clipped(document[name], 80)}")
    kinds = ("citations", "tasks", "targets", "sections", "problems")
    click.echo("  " + ", ".join(f"{len(facts[kind])} {kind}" for kind in kinds))
    for task in facts["tasks"]:
        click.echo(f"  {task['path']}{_due(task)}  {_bodies(task['agencies'], 'name')}")
        click.echo(wrapped(task["text"], indent=6, lines=2))
    for problem in facts["problems"]:
        click.echo(f"  ! {problem['kind']}: {problem['message']}")


def _due(task: Row) -> str:
    """``  by 2026-06-30``, the words where they give no date, or nothing."""
    return f"  by {task['deadline'] or task['deadline_words']}" if task["deadline_words"] else ""


def _bodies(agencies: list[Row], name: str) -> str:
    """``lead: A; coordinate: B, C``"""
    roles: dict[str, list[str]] = {}
    for agency in agencies:
        roles.setdefault(agency["role"], []).append(agency[name])
    return "; ".join(f"{role}: {listed(names)}" for role, names in roles.items())


@cli.command(epilog="Example:  kb search ty le ho ngheo")
@_db_option
@click.option(
    "--kind",
    type=click.Choice(["documents", "sections", "tasks", "targets", "agencies"]),
    help="Only one kind of thing.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=5,
    show_default=True,
    help="At most so many of each kind.",
)
@_json_option
@click.argument("words", nargs=-1, required=True)
def search(words: tuple[str, ...], db: Path, kind: str | None, limit: int, as_json: bool) -> None:
    """Find documents, provisions, tasks, targets and agencies. Accents are optional."""
    from kb.questions import describe_hits
    from kb.search import search as search_database

    sought = " ".join(words)
    with _opened(db) as connection:
        hits = describe_hits(
            connection, search_database(connection, sought, kind=kind, limit=limit)
        )
    if as_json:
        _print_json(hits)
    else:
        for hit in hits:
            click.echo(f"{hit['kind']}  {hit['id']}")
            if hit["name"]:
                click.echo(f"    {clipped(hit['name'], 90)}")
            click.echo(wrapped(hit["snippet"], lines=3))
    if not hits:
        raise Failure(f"nothing has the words {sought!r}: try fewer of them")
    if not as_json:
        _next("kb show DOCUMENT", "kb who WORDS")


@cli.command(epilog="Example:  kb who so noi vu --role lead --to 2026-12-31")
@_db_option
@click.option(
    "--role",
    type=click.Choice(
        ["lead", "coordinate", "responsible", "supervise", "advise", "receive_report"]
    ),
    help="Only tasks in which a body has this part.",
)
@click.option("--from", "since", metavar="DATE", help="Only deadlines on or after it.")
@click.option("--to", "until", metavar="DATE", help="Only deadlines on or before it.")
@click.option(
    "--force",
    type=click.Choice(["instructed", "committed", "encouraged", "all"]),
    default="instructed",
    show_default=True,
    help="What binds: told to, going to, or invited to.",
)
@_json_option
@click.argument("words", nargs=-1, required=True)
def who(
    words: tuple[str, ...],
    db: Path,
    role: str | None,
    since: str | None,
    until: str | None,
    force: str,
    as_json: bool,
) -> None:
    """What an agency has to do, or who has to do something.

    WORDS name an agency (in Vietnamese or English, or its abbreviation; accents are optional) or
    are words of the task.
    """
    from kb.questions import ask

    with _opened(db) as connection:
        tasks = ask(
            connection,
            "who",
            words=" ".join(words),
            role=role,
            **{"from": _day(since, "--from"), "to": _day(until, "--to")},
            force=force,
        )
    for task in tasks:
        for bodies in ("lead", "responsible", "coordinating"):
            task[bodies] = json.loads(task[bodies] or "[]")
    if as_json:
        _print_json(tasks)
    else:
        _print_tasks(tasks)
    if not tasks:
        raise Failure(f"no task is found for {' '.join(words)!r}: try  kb search, or --force all")
    if not as_json:
        _next(f"kb show {tasks[0]['document_id']}")


def _day(words: str | None, option: str) -> str | None:
    from datetime import date

    if words is None:
        return None
    try:
        return date.fromisoformat(words).isoformat()
    except ValueError as error:
        raise click.BadParameter(
            f"{words!r} is no date like 2026-03-31", param_hint=option
        ) from error


def _print_tasks(tasks: list[Row]) -> None:
    for task in tasks:
        due = task["deadline"] or task["deadline_words"] or task["recurrence"] or "no date"
        where = f"{task['number'] or task['document_id']}, {task['path']}, page {task['page']}"
        click.echo(f"{due}  {task['role'] or ''}".rstrip() + f"  ({where})")
        for part in ("lead", "responsible", "coordinating"):
            if task[part]:
                click.echo(f"    {part}: {listed(task[part])}")
        click.echo(wrapped(f"“{task['quote']}”"))
    if tasks:
        click.echo(counted(len(tasks), "task"))


@cli.command(epilog="Example:  kb trace 01/CT-UBND --up --depth 3")
@_db_option
@click.option("--up", "direction", flag_value="up", help="Only what it rests on.")
@click.option("--down", "direction", flag_value="down", help="Only what followed.")
@click.option(
    "--depth", type=click.IntRange(1, 6), default=2, show_default=True, help="Steps to go."
)
@click.option("--to", metavar="DOCUMENT", help="The shortest chain to this document instead.")
@_json_option
@click.argument("document")
def trace(
    document: str, db: Path, direction: str | None, depth: int, to: str | None, as_json: bool
) -> None:
    """What a document rests on (up), and what followed from it (down).

    DOCUMENT is an id, or a number in any spelling; where several have it, they are listed.
    """
    from kb.questions import ask, find_document

    with _opened(db) as connection:
        document_id = find_document(connection, document)
        if to is not None:
            other = find_document(connection, to)
            _tell_chain(
                ask(connection, "chain", document=document_id, to=other), document_id, as_json
            )
            return
        steps = ask(connection, "trace", document=document_id, direction=direction, depth=depth)
    if as_json:
        _print_json({"document_id": document_id, "steps": steps})
        return
    headings = {"up": "rests on", "down": "was followed by"}
    for side in ("up", "down") if direction is None else (direction,):
        click.echo(f"{document_id} {headings[side]}:")
        _print_steps([step for step in steps if step["direction"] == side], document_id)
    if steps and steps[-1]["direction"] == "more":
        click.echo("There is more than is shown: ask with --up or --down, or a smaller --depth.")
    _next(f"kb show {document_id}")


def _tell_chain(steps: list[Row], document_id: str, as_json: bool) -> None:
    """The chain between two documents, the one that cites first: each line cites the next."""
    if as_json:
        _print_json({"document_id": document_id, "steps": steps})
        return
    if steps[0]["direction"] == "none":
        click.echo("No citations lead from the one to the other.")
    elif steps[0]["direction"] == "cut":
        click.echo("No chain was found within six steps, and not everything could be looked at.")
    else:
        for step in steps:
            name = " ".join(filter(None, (step["number"], step["title"])))
            held = "" if step["held"] else "  (only cited)"
            click.echo(f"{'  ' * step['step']}{step['document_id']}  {clipped(name, 70)}{held}")
            if step["relation"]:
                click.echo(f"{'  ' * step['step']}  {step['relation']}:")
    _next(f"kb show {document_id}")


def _print_steps(steps: list[Row], root: str) -> None:
    """The documents of one direction as a tree; each is opened once, so a circle ends."""
    if not steps:
        click.echo("  nothing that is known")
    below: dict[str, list[Row]] = {}
    for step in steps:
        below.setdefault(step["via"], []).append(step)
    opened: set[str] = set()

    def branch(document_id: str, indent: int) -> None:
        for line, here in _edges(below.get(document_id, []), indent):
            click.echo(line)
            if here not in opened:
                opened.add(here)
                branch(here, indent + 1)

    branch(root, 1)


def _edges(edges: list[Row], indent: int) -> Iterator[tuple[str, str]]:
    """A line and the id for each document, with all its relations:
    ``basis, implements: 57-nq-tw.vn.2024-12-22  57-NQ/TW  (only cited)``."""
    by_document: dict[str, list[Row]] = {}
    for edge in edges:
        by_document.setdefault(edge["document_id"], []).append(edge)
    for document_id, several in by_document.items():
        relations = ", ".join(dict.fromkeys(edge["relation"] for edge in several))
        name = " ".join(filter(None, (several[0]["number"], several[0]["title"])))
        held = "" if several[0]["held"] else "  (only cited)"
        hub = several[0].get("direction") == "down" and several[0]["cited_by"] > _MOST_FOLLOWED
        far = f"  (cited by {several[0]['cited_by']}: not followed)" if hub else ""
        line = f"{'  ' * indent}{relations}: {document_id}  {clipped(name, 70)}"
        yield line.rstrip() + held + far, document_id


_MOST_FOLLOWED = 500
"""What more documents than this cite is not followed down by the question ``trace``."""


@cli.command(epilog="Example:  kb show 01-ct-ubnd.son-la.2024-01-03")
@_db_option
@_json_option
@click.argument("document")
def show(document: str, db: Path, as_json: bool) -> None:
    """One document: its fields, what it rests on, what followed, tasks, targets, problems.

    DOCUMENT is an id, or a number in any spelling; where several have it, they are listed.
    """
    from kb.questions import find_document
    from kb.questions import show as show_document

    with _opened(db) as connection:
        known = show_document(connection, find_document(connection, document))
    if as_json:
        _print_json(known)
        return
    _print_document(known)
    _next(f"kb trace {known['id']}")


def _print_document(known: Row) -> None:
    click.echo(known["id"] + ("" if known["held"] else "  (only cited: its file is not here)"))
    for name in (
        "type", "number", "title", "issuer", "issued_on", "effective_on", "expired_on", "status",
        "signer", "signer_position", "superior", "urgency",
    ):  # fmt: skip
        if known[name]:
            click.echo(f"  {name:<15} {clipped(str(known[name]), 90)}")
    if known["addressees"]:
        click.echo(f"  {'addressees':<15} {clipped('; '.join(known['addressees']), 90)}")
    for signed in known["digital_signatures"]:
        click.echo(
            f"  {'signed in file':<15} {signed['name'] or '?'}, {signed['signed_at'] or '?'}"
        )
    for source in known["sources"]:
        click.echo(f"  {'file':<15} {source['path']} ({source['role']}, {source['read_by']})")
    for part, heading in (("rests_on", "Rests on"), ("followed_by", "Followed by")):
        if known[part]:
            click.echo(f"\n{heading}")
            for line, _ in _edges(known[part], 1):
                click.echo(line)
    if known["tasks"]:
        click.echo("\nTasks")
        _print_task_tree(known["tasks"], 1)
    if known["targets"]:
        click.echo("\nTargets")
        for target in known["targets"]:
            click.echo(f"  {_amount(target)}  {clipped(target['indicator'], 70)}")
    if known["problems"]:
        click.echo("\nTo look at")
        for problem in known["problems"]:
            click.echo(f"  {problem['kind']}: {problem['message']}")
    if known["corrections"]:
        click.echo("\nCorrected by hand")
        for row in known["corrections"]:
            click.echo(
                f"  {row['table']}.{row['column']} = {row['value']} ({row['by']}, {row['on']})"
            )


def _print_task_tree(tasks: list[Row], indent: int) -> None:
    for task in tasks:
        bodies = _bodies(task["agencies"], "name_as_written")
        click.echo(f"{'  ' * indent}{task['path']}{_due(task)}  {bodies}")
        click.echo(wrapped(task["text"], indent=2 * indent + 2, lines=2))
        _print_task_tree(task["children"], indent + 1)


def _amount(target: Row) -> str:
    """``>= 41.7 % (2025)``"""
    if target["value"] is None:
        return target["value_words"] or ""
    number = f"{target['value']:g}"
    if target["value_to"] is not None:
        number += f" to {target['value_to']:g}"
    sign = "" if target["comparator"] in ("=", "range") else f"{target['comparator']} "
    period = f" ({target['period']})" if target["period"] else ""
    return f"{sign}{number} {target['unit'] or ''}".rstrip() + period


@cli.command(epilog="Example:  kb score --gold gold --errors documents")
@click.option(
    "--gold",
    type=_path(exists=True, file_okay=False),
    default="tests/gold",
    show_default=True,
    help="Folder of gold files.",
)
@click.option("--errors", is_flag=True, help="List every miss and every false row with its words.")
@_json_option
@click.argument("paths", nargs=-1, required=True, type=_path(exists=True))
def score(paths: tuple[Path, ...], gold: Path, errors: bool, as_json: bool) -> None:
    """Precision, recall and F1 for each kind of fact, in total and per document."""
    from kb import score as scoring

    every = sum(sum(p.is_file() for p in path.rglob("*")) if path.is_dir() else 1 for path in paths)
    done = itertools.count(1)
    with _progress("Scoring") as progress:
        try:
            report = scoring.score(
                paths, gold, progress=progress and (lambda name: progress(next(done), every))
            )
        except FileNotFoundError as error:
            raise Failure(str(error)) from error
    if as_json:
        _print_json(scoring.as_json(report) | ({"errors": _errors(report)} if errors else {}))
        return
    click.echo(scoring.as_table(report))
    if errors:
        click.echo("\n" + scoring.as_errors(report))
    else:
        _next("kb score --errors PATH...")


def _errors(report: ScoreReport) -> list[Row]:
    return [
        {"file": document.file, **asdict(miss)}
        for document in report.documents
        for miss in document.misses
    ]


@cli.command(epilog="Example:  kb export xlsx --agency so-noi-vu --out tasks.xlsx")
@_db_option
@click.option("--agency", default="", help="Only the tasks of one agency, in any spelling.")
@click.option("--document", default="", help="Only the tasks of one document.")
@click.option(
    "--out",
    type=_path(),
    help="The file; for ics a folder.  [default: tasks.xlsx, .csv, calendars]",
)
@click.argument("form", metavar="xlsx|csv|ics", type=click.Choice(["xlsx", "csv", "ics"]))
def export(form: str, db: Path, agency: str, document: str, out: Path | None) -> None:
    """Write the tasks for another program: a workbook or CSV with the columns of task trackers, or
    one calendar of deadlines for each agency."""
    from kb.export import calendars, sheet
    from kb.export.tasks import assignments
    from kb.questions import agencies_named, find_document

    out = out or Path({"xlsx": "tasks.xlsx", "csv": "tasks.csv", "ics": "calendars"}[form])
    with _opened(db) as connection:
        bodies = agencies_named(connection, agency) if agency else [""]
        try:
            if form == "ics":
                files: dict[str, int] = {}
                for body in bodies:
                    files |= calendars.write_calendars(connection, out, body)
                said = f"{counted(len(files), 'calendar')}, {counted(sum(files.values()), 'event')}"
            else:
                chosen = assignments(
                    connection,
                    agency=agency,
                    document=find_document(connection, document) if document else "",
                )
                write = sheet.write_workbook if form == "xlsx" else sheet.write_csv
                said = counted(write(out, chosen), "task")
        except OSError as error:
            raise Failure(f"{out}: {error.strerror or error}: give another --out") from error
    click.echo(f"{out}: {said}")


@cli.command(epilog="Example:  kb doctor")
@_db_option
@_json_option
def doctor(db: Path, as_json: bool) -> None:
    """What is installed, what is missing, and the one line that mends it."""
    from kb.doctor import examine

    signs = {"ok": "ok", "missing": "MISSING", "optional": "-"}
    findings = []
    for finding in examine(db):
        findings.append(finding)
        if not as_json:
            click.echo(f"{signs[finding.state]:<8} {finding.name:<28} {finding.detail}")
            if finding.mend:
                click.echo(f"{'':<8} {finding.mend}")
    missing = sum(finding.state == "missing" for finding in findings)
    if as_json:
        _print_json([asdict(finding) for finding in findings])
    if missing:
        raise Failure(f"{counted(missing, 'thing')} missing: type the line below each MISSING")
    if not as_json:
        _next("kb build FOLDER")


if __name__ == "__main__":
    cli()
