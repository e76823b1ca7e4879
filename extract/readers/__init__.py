"""From the bytes of one file to its :class:`~extract.source.SourceText`.

One module per format; which one reads a file is told by its content, its name only decides between
kinds of plain text. Whatever cannot be read leaves as :class:`UnreadableError`, and nothing else
does::

    source = read_file(Path("01-ct-ubnd.docx"))
    source.text, source.pages, source.tables, source.problems
"""

from __future__ import annotations

from pathlib import Path

from extract.limits import DEFAULT, Limits
from extract.readers.errors import UnreadableError
from extract.readers.formats import SNIFFED_BYTES, check_size, detect_format
from extract.source import SourceText

__all__ = ["Limits", "UnreadableError", "read_bytes", "read_file"]


def read_file(path: str | Path, limits: Limits = DEFAULT) -> SourceText:
    """Read one file. Raises :class:`UnreadableError` where it cannot be opened or read.

    A file over the limits is refused by its size before it is loaded.
    """
    path = Path(path)
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(SNIFFED_BYTES)
            check_size(head, size, path.name, limits)
            data = head + file.read(limits.max_file)
    except OSError as error:
        raise UnreadableError(
            "unreadable", f"The file cannot be opened ({error.strerror}). Check that it is there."
        ) from error
    return read_bytes(data, path.name, limits)


def read_bytes(data: bytes, name: str, limits: Limits = DEFAULT) -> SourceText:
    """Read the bytes of a file called ``name``. Raises :class:`UnreadableError`, and nothing else,
    whatever the bytes."""
    try:
        check_size(data[:SNIFFED_BYTES], len(data), name, limits)
        source = _read(data, name, limits)
    except UnreadableError:
        raise
    except MemoryError as error:
        raise UnreadableError(
            "too-large", "Reading the file takes more memory than there is. Split it."
        ) from error
    except Exception as error:
        raise UnreadableError(
            "damaged",
            f"The file cannot be read ({type(error).__name__}). Open it in the program that made "
            "it and save it again.",
        ) from error
    if not source.text.strip():
        raise UnreadableError(
            "no-text", "The file holds no text. If it should, save it again and add the new file."
        )
    return source


def _read(data: bytes, name: str, limits: Limits) -> SourceText:
    format_name = detect_format(data, name, limits)
    if format_name == "pdf":
        from extract.readers.pdf import read_pdf

        return read_pdf(data, limits)
    if format_name == "image":
        from extract.readers.images import read_image

        return read_image(data, limits)
    if format_name == "docx":
        from extract.readers.docx import read_docx

        return read_docx(data, limits)
    if format_name == "html":
        from extract.readers.html import read_html

        return read_html(data, limits)
    if format_name == "doc" or format_name == "rtf" or format_name == "odt":
        from extract.readers.office import read_office

        return read_office(data, format_name, limits)
    from extract.readers.plain import read_plain

    return read_plain(data, limits, markdown=format_name == "markdown")
