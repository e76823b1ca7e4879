"""Which format a file has, told by its bytes first and by its name second.

Signatures are those of the formats' own specifications (PDF 32000-1 section 7.5.2, ZIP APPNOTE
4.3.7, MS-CFB 2.2, and so on). A binary file that calls itself ``.txt`` is refused, a ``.docx`` that
is any other zip is too.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import PurePath
from typing import Literal

from extract.limits import Limits
from extract.readers.errors import UnreadableError

Format = Literal["pdf", "image", "docx", "doc", "rtf", "odt", "html", "markdown", "plain"]

SNIFFED_BYTES = 4096

_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
"""First bytes of PNG, JPEG and TIFF."""

# First bytes, what the file is, what to do.
_OTHER_FORMATS: tuple[tuple[bytes, str, str], ...] = (
    (b"GIF8", "a GIF image", "Save it as PNG or PDF."),
    (b"\x1f\x8b", "a gzip archive", "Unpack it and add the files in it."),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "Unpack it and add the files in it."),
    (b"Rar!\x1a\x07", "a RAR archive", "Unpack it and add the files in it."),
    (b"%!PS", "a PostScript file", "Convert it to PDF."),
    (b"SQLite format 3\x00", "a SQLite database", "It is no document; leave it out."),
    (b"\x7fELF", "a program", "It is no document; leave it out."),
)
_ZIP_KINDS = {
    "xl/workbook.xml": (
        "an Excel workbook",
        "If it lists documents, name it .xlsx; if it is one, save the sheet as .pdf.",
    ),
    "ppt/presentation.xml": ("a PowerPoint presentation", "Save it as .pdf."),
    "content.xml": ("an OpenDocument file that is no text", "Save it as .pdf."),
    "META-INF/container.xml": ("an EPUB book", "Save it as .html or .pdf."),
}
_ODT = b"application/vnd.oasis.opendocument.text"
_TEXT_NAMES = {"", ".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".log"}
_HTML_START = re.compile(rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_HTML_TAG = re.compile(rb"<(?:p|div|br|table|span|h[1-6]|td|li)\b[^<>]{0,2000}>", re.IGNORECASE)


def check_size(head: bytes, size: int, name: str, limits: Limits) -> None:
    """Refuse a file by its size alone: before it is loaded, before it is decoded."""
    if size == 0:
        raise UnreadableError("empty", "The file is empty. Check where it came from.")
    is_container = b"%PDF-" in head[:1024] or head.startswith(
        (b"PK", b"\xd0\xcf\x11\xe0", *_IMAGES)
    )
    limit = limits.max_file if is_container else max(limits.max_text, limits.max_html)
    if size > limit:
        raise UnreadableError(
            "too-large",
            f"The file has {size / 1e6:,.0f} MB; at most {limit / 1e6:,.0f} MB are read. "
            "Split it into its documents.",
        )


def detect_format(data: bytes, name: str, limits: Limits) -> Format:
    """The format of ``data``; :class:`UnreadableError` for what these readers cannot read."""
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return _zip_format(data, name, limits)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _compound_format(data)
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if data.startswith(_IMAGES):
        return "image"
    for magic, what, remedy in _OTHER_FORMATS:
        if data.startswith(magic):
            raise UnreadableError("unsupported-format", f"This is {what}. {remedy}")
    return _text_format(data, name)


def _extension(name: str) -> str:
    return PurePath(name).suffix.lower()


def _text_format(data: bytes, name: str) -> Format:
    extension = _extension(name)
    if extension == ".docx" or extension == ".pdf":
        kind = "a Word file" if extension == ".docx" else "a PDF"
        raise UnreadableError(
            "damaged", f"The file is named {extension} but is not {kind}. Get it again."
        )
    if extension not in _TEXT_NAMES:
        raise UnreadableError(
            "unsupported-format",
            f"Files of the kind {extension} are not read. Save it as .docx, .pdf, .html or .txt.",
        )
    head = data[:SNIFFED_BYTES].replace(b"\x00", b"")  # UTF-16 shows its tags as well
    if _HTML_START.search(head):
        return "html"
    if extension in (".html", ".htm", ".xhtml") and _HTML_TAG.search(data.replace(b"\x00", b"")):
        return "html"
    return "markdown" if extension in (".md", ".markdown") else "plain"


def _zip_format(data: bytes, name: str, limits: Limits) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            count = len(archive.infolist())
            names = set(archive.namelist())
            mimetype = _mimetype(archive) if "mimetype" in names else b""
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError) as error:
        raise UnreadableError(
            "damaged",
            "The file ends too early or is broken (its zip directory is missing). Get it again.",
        ) from error
    if count > limits.max_archive_entries:
        raise UnreadableError(
            "too-large",
            f"The archive has {count:,} entries; a document has a few dozen. It is not opened.",
        )
    if "word/document.xml" in names or (
        "[Content_Types].xml" in names and any(n.startswith("word/") for n in names)
    ):
        return "docx"
    if mimetype == _ODT:
        return "odt"
    for marker, (what, remedy) in _ZIP_KINDS.items():
        if marker in names:
            raise UnreadableError("unsupported-format", f"This is {what}. {remedy}")
    raise UnreadableError(
        "unsupported-format",
        "This is a zip archive and no Word document. Unpack it and add the files in it.",
    )


def _mimetype(archive: zipfile.ZipFile) -> bytes:
    """What an OpenDocument file says that it is (ODF 1.3 part 2, 3.3)."""
    try:
        with archive.open("mimetype") as part:
            return part.read(len(_ODT) + 1)
    except (zipfile.BadZipFile, zlib.error, RuntimeError):
        return b""


def _compound_format(data: bytes) -> Format:
    """What a file in Microsoft's compound format is (its streams are named in UTF-16): an old .doc,
    or what is refused: an encrypted .docx, an old .xls or .ppt."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise UnreadableError(
            "password-protected",
            "The Word file is protected by a password. Save a copy without it and add the copy.",
        )
    if "WordDocument".encode("utf-16-le") in data:
        return "doc"
    raise UnreadableError(
        "unsupported-format",
        "This is a file of an old Office format that is no .doc (.xls, .ppt, .msg). Save it as "
        ".pdf, and a table of documents as .xlsx.",
    )
