"""Registers: tables in which an office lists its documents, a line each.

A CSV file or an Excel workbook whose header names the columns (``register_columns.csv``: "Số, ký
hiệu", "Trích yếu", "Ngày ban hành" ...) is a register: the books of documents that come in and go
out by Decree 30/2020/NĐ-CP, the lists of legal documents by Decree 34/2016/NĐ-CP, the gazettes of
provinces. Where the header says something else, a file ``NAME.register.yml`` beside it says what
its columns are.

:mod:`~kb.register.tables` gives lines of cells, :mod:`~kb.register.columns` finds the header in
them, :mod:`~kb.register.mapping` reads what a person says of the columns, and
:mod:`~kb.register.lines` what a line says.
"""

from __future__ import annotations

from pathlib import Path, PurePath

from extract import vocabulary
from extract.folding import fold, slug
from extract.readers.errors import UnreadableError
from kb.cache import Entry, Reading
from kb.register.columns import header_of, layout_of, names_seen
from kb.register.files import is_mapping, is_register_name, mapping_of
from kb.register.lines import entries_of
from kb.register.mapping import Mapping, read_mapping
from kb.register.tables import Sheet, media_type_of, sheets_of
from kb.resolve.documents import has_letters

__all__ = ["is_register_name", "read_register", "territory_of"]

_SHOWN_COLUMNS = 12


def read_register(path: Path) -> Reading:
    """The reading of a register: an :class:`~kb.cache.Entry` for each line. Its ``message`` says
    which sheets are none. Raises :class:`UnreadableError` where no sheet is one."""
    if is_mapping(path):
        raise UnreadableError(
            "register-mapping",
            "The file says what the columns of a register are, and no register of its name is "
            "beside it. Put it beside the register, or take it away.",
        )
    mapping = read_mapping(path)
    entries: list[Entry] = []
    strange: list[Sheet] = []
    for sheet in sheets_of(path):
        if not sheet.rows or not mapping.wants(sheet.name):
            continue
        layout = layout_of(sheet, mapping)
        lines = list(entries_of(sheet, layout)) if layout else []
        if layout is None or (lines and not mapping.columns and not any(map(_lists, lines))):
            strange.append(sheet)
        else:
            entries.extend(lines)
    unread = _unread(path, strange, mapping) if strange else ""
    if strange and not entries:
        raise UnreadableError("register-columns", unread)
    if not entries:
        raise UnreadableError("empty", "The register has no lines. Check where it came from.")
    return Reading(
        media_type=media_type_of(path), read_by="register", entries=tuple(entries), message=unread
    )


def _lists(entry: Entry) -> bool:
    """Whether a line lists a document or names its file: a table of sums has a column "Số" too."""
    number = entry.facts.document.number
    return entry.line.file is not None or (number is not None and has_letters(number))


def _unread(path: Path, strange: list[Sheet], mapping: Mapping) -> str:
    """Which sheets are no registers, which columns they have, and how to name them."""
    seen = "; ".join(_seen(sheet) for sheet in strange)
    beside = mapping_of(path).name
    if mapping.columns:
        return f"No line has all the columns that {beside} names. {seen}. Mend {beside}."
    return (
        f"The table is no register that is known: its header must name at least the number and "
        f"the date or subject. {seen}. If it lists documents, write {beside} beside it, which says "
        f"what its columns are (corpus/README.md shows how). If it is a document, save it as "
        f".docx, .pdf, .html or .txt."
    )


def _seen(sheet: Sheet) -> str:
    row = header_of(sheet)
    names = names_seen(row)
    shown = ", ".join(f"“{name}”" for name in names[:_SHOWN_COLUMNS])
    more = f" and {len(names) - _SHOWN_COLUMNS} more" if len(names) > _SHOWN_COLUMNS else ""
    where = f"sheet “{sheet.name}”, line {row.number}" if sheet.name else f"line {row.number}"
    return f"Seen in {where}: {shown}{more}"


def territory_of(path: PurePath) -> str | None:
    """The province that a register's file name holds: ``son-la-gazette.csv`` is a
    register of ``son-la``; ``None`` where it names none."""
    name = f"-{slug(fold(path.stem))}-"
    longest_first = sorted(vocabulary.provinces(), key=lambda slug_: (-len(slug_), slug_))
    return next((place for place in longest_first if f"-{place}-" in name), None)
