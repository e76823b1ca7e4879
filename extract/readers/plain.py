"""Plain text and Markdown.

A form feed is a page break. A line ``| a | b |`` is a table row, in Markdown and in plain text alike.
In Markdown, heading marks, emphasis, links' addresses and escapes go; what is printed stays.
Offsets lead back to the decoded file by :attr:`SourceText.origin`.
"""

from __future__ import annotations

import re

from extract.limits import DEFAULT, Limits
from extract.readers.boilerplate import document_bounds
from extract.readers.cleaning import Step, Traced, clean_layout, clean_letters
from extract.readers.encodings import broken_letters, decode
from extract.readers.errors import UnreadableError
from extract.readers.grids import GridCell, is_data_table
from extract.readers.legacy_fonts import legacy_encoding, tcvn3_table, vni_step
from extract.source import Cell, Page, SourceText, Table

# While the text is under way: marks that no cleaned text holds.
ROW, CELL, PAGE, BREAK = "\x1e", "\x1f", "\x0c", "\x1d"

# | TT | Tên nhiệm vụ |   a cell may run over several lines, but not over the next row
_PIPE_ROW = re.compile(r"^ ?\|(?:[^\n]|\n(?! ?[|\n])){1,5000}?\| ?$", re.MULTILINE)
_ROWS = re.compile(f"^{ROW}[^\n]*(?:\n{ROW}[^\n]*)*", re.MULTILINE)
# |---|:--:|
_SEPARATOR_ROW = re.compile(r"^ ?\|[ :|-]*-[ :|-]*\| ?(?:\n|\Z)", re.MULTILINE)
_PIPE = re.compile(r"(?<!\\)\|")
_CELL_EDGE = re.compile(f" ?{CELL} ?")
_CELL_BREAK = re.compile(r" ?(?:<br ?/?>|\n) ?", re.IGNORECASE)
_BREAK = re.compile(BREAK)
_PAGE_EDGE = re.compile(f"\n{{0,2}}{PAGE}\n{{0,2}}")

# "1." or "a)" left alone on a line by a converter, its words on the next
_LONE_LABEL = re.compile(
    r"^((?:[IVXLC]{1,7}|[0-9]{1,2}(?:\.[0-9]{1,2}){0,3})[.)]|[a-zđ]\))\n"
    r"(?=[^\W\d_][^\n)]{12})",
    re.MULTILINE,
)

# CHÍNH PHỦ CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM   the two columns of a letterhead on one line
# TỈNH SƠN LA Độc lập - Tự do - Hạnh phúc
_LETTERHEAD = re.compile(
    r"""
    ^ ([^\n]{2,80}?) [ ] (CỘNG[ ]H(?:ÒA|OÀ)[ ]XÃ[ ]HỘI[ ]CHỦ[ ]NGHĨA[ ]VIỆT[ ]NAM) \n{1,2}
    (?: ([^\n]{2,80}?) [ ] )? (Độc[ ]lập[ ]?[-–][ ]?Tự[ ]do[ ]?[-–][ ]?Hạnh[ ]phúc) $
    """,
    re.VERBOSE | re.MULTILINE,
)

_HEADING = re.compile(r"^ {0,3}#{1,6} +", re.MULTILINE)
_HEADING_END = re.compile(r" #+ *$", re.MULTILINE)
_QUOTE = re.compile(r"^ {0,3}> ?", re.MULTILINE)
_RULE = re.compile(r"^ ?(?:-[ -]{2,200}|\*[ *]{2,200}|_[ _]{2,200})$", re.MULTILINE)
_FENCE = re.compile(r"^ {0,3}(?:```|~~~)[^\n]*$", re.MULTILINE)
_LINE_BREAK_ESCAPE = re.compile(r"\\$", re.MULTILINE)
_STAR_BULLET = re.compile(r"^(?= *\* )( *)\*", re.MULTILINE)
# **bold**, __bold__, ***both***: the marks stand at the edge of a word.
_STRONG = re.compile(r"(?<!\\)(?:\*{2,3}|(?<![\w_])__(?=\w)|(?<=\w)__(?![\w_]))")
# *italics* on one line, _italics_ around whole words
_EMPHASIS = re.compile(r"(?<![\\*\w])\*(?=[^\s*])([^*\n]{1,2000})(?<=[^\s\\])\*(?!\*)")
_UNDERLINED = re.compile(r"(?<![\\\w])_(?=[^\s_])([^_\n]{1,2000})(?<=[^\s\\])_(?!\w)")
_LINK = re.compile(r"!?\[([^\[\]\n]{0,500})\]\([^()\s]{0,500}\)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_ENTITY = re.compile(r"&(?:nbsp|#160);")


def _group_one(match: re.Match[str]) -> str:
    return match[1]


_MARKDOWN = (
    Step(_FENCE, ""),
    Step(_ENTITY, " "),
    Step(_QUOTE, ""),
    Step(_RULE, ""),
    Step(_HEADING, ""),
    Step(_HEADING_END, ""),
    Step(_LINE_BREAK_ESCAPE, ""),
    Step(_STAR_BULLET, lambda match: match[1] + "-"),
    Step(_STRONG, ""),
    Step(_EMPHASIS, _group_one),
    Step(_UNDERLINED, _group_one),
    Step(_LINK, _group_one),
    Step(_ESCAPE, _group_one),
)


def _one_column_after_the_other(match: re.Match[str]) -> str:
    body, state, place, motto = match.groups()
    if not body.isupper() or body.endswith("NƯỚC") or (place and not place.isupper()):
        return match[0]
    return "\n".join(filter(None, (body, place, state, motto)))


def read_plain(data: bytes, limits: Limits = DEFAULT, *, markdown: bool = False) -> SourceText:
    """The :class:`SourceText` of a text file's bytes. Raises ``UnreadableError`` where they are no
    text, or too much of it."""
    if len(data) > limits.max_text:
        raise UnreadableError(
            "too-large",
            f"The text has {len(data) / 1e6:,.0f} MB; at most {limits.max_text / 1e6:,.0f} MB "
            "are read. Split it into its documents.",
        )
    return read_text(decode(data), markdown=markdown)


def read_text(raw: str, *, markdown: bool = False) -> SourceText:
    """The :class:`SourceText` of decoded text."""
    traced = Traced(raw)
    has_pages = PAGE in raw
    encoding = legacy_encoding(raw)
    if encoding == "tcvn3":
        traced.translate(tcvn3_table())
    elif encoding == "vni":
        traced.apply(vni_step())
    clean_letters(traced, keep=PAGE if has_pages else "")
    if "|" in traced.text:
        _mark_rows(traced)
    if markdown:
        for step in _MARKDOWN:
            traced.apply(step)
    clean_layout(traced)
    traced.apply(Step(_LETTERHEAD, _one_column_after_the_other))
    traced.apply(Step(_LONE_LABEL, lambda match: match[1] + " "))
    traced.cut(*document_bounds(traced.text))
    clean_layout(traced)
    return _lay_out(traced, "text/markdown" if markdown else "text/plain")


def _mark_rows(traced: Traced) -> None:
    """Table rows: a mark at the start, a mark between cells, no pipes. A letterhead or signature
    block that is set as a table becomes lines."""
    traced.apply(Step(_SEPARATOR_ROW, ""))
    traced.apply(Step(_PIPE_ROW, _marked_row))
    if ROW in traced.text:
        traced.apply(Step(_ROWS, _rows_or_lines))
        traced.apply(Step(_BREAK, " "))


def _marked_row(match: re.Match[str]) -> str:
    inner = _PIPE.split(match[0].strip()[1:-1])
    if len(inner) < 2:
        return inner[0].strip() if inner[0].strip() else match[0]
    return ROW + CELL.join(_CELL_BREAK.sub(BREAK, cell.strip()) for cell in inner)


def _rows_or_lines(match: re.Match[str]) -> str:
    grid = [
        [
            GridCell(column, tuple(cell.strip("*_ ").split(BREAK)))
            for column, cell in enumerate(row.split(CELL))
            if cell.strip()
        ]
        for row in match[0].replace(ROW, "").split("\n")
    ]
    if is_data_table(grid):
        return match[0]
    return re.sub(f"[{CELL}{BREAK}]", "\n", match[0].replace(ROW, ""))


def _lay_out(traced: Traced, media_type: str) -> SourceText:
    """The marks become tabs, pages and tables."""
    if PAGE in traced.text:
        traced.apply(Step(_PAGE_EDGE, PAGE))
    if ROW in traced.text:
        traced.apply(Step(_CELL_EDGE, CELL))
    marked = traced.text
    if ROW in marked:
        traced.apply(Step(re.compile(ROW), ""))
        traced.replace_text(traced.text.replace(CELL, "\t"))
    if PAGE in marked:
        traced.replace_text(traced.text.replace(PAGE, "\n"))
    return SourceText(
        text=traced.text,
        media_type=media_type,
        read_by="plain",
        pages=_pages(marked),
        tables=_tables(marked),
        problems=broken_letters(traced.text),
        origin=traced.origin(),
    )


def _pages(marked: str) -> tuple[Page, ...]:
    pages, start = [], 0
    for number, part in enumerate(marked.split(PAGE), start=1):
        end = start + len(part) - part.count(ROW)
        pages.append(Page(number, start, end, "plain"))
        start = end + 1
    return tuple(pages)


def _tables(marked: str) -> tuple[Table, ...]:
    """Rows that follow each other without a line between them are one table."""
    if ROW not in marked:
        return ()
    tables: list[Table] = []
    cells: list[Cell] = []
    row = place = 0
    for line in re.split(f"[\n{PAGE}]", marked):
        if line.startswith(ROW):
            at = place
            for column, words in enumerate(line[1:].split(CELL)):
                cells.append(Cell(row, column, at, at + len(words)))
                at += len(words) + 1
            row += 1
        elif cells:
            tables.append(Table(cells[0].start, cells[-1].end, tuple(cells)))
            cells, row = [], 0
        place += len(line) - line.count(ROW) + 1
    if cells:
        tables.append(Table(cells[0].start, cells[-1].end, tuple(cells)))
    return tuple(tables)
