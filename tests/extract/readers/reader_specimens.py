"""Files made on the spot: Word, PDF and zip specimens in our own words."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence

import docx
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = A4
LEFT, RIGHT, INDENT = 85.0, 540.0, 28.0

Draw = Callable[[Canvas], None]


def pdf_of(*pages: Draw, password: str | None = None) -> bytes:
    """A PDF of the given pages."""
    out = io.BytesIO()
    encryption = StandardEncryption(password) if password else None
    canvas = Canvas(out, pagesize=A4, encrypt=encryption, invariant=1)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def justified(
    canvas: Canvas, words: str, top: float, *, size: float = 12, indent: float = INDENT
) -> float:
    """Set a paragraph from ``top`` (points from the page's top) to both margins, its first line
    indented; where the next line begins comes back."""
    lines: list[list[str]] = [[]]
    for word in words.split():
        start = LEFT + (indent if len(lines) == 1 else 0)
        line = " ".join([*lines[-1], word])
        if canvas.stringWidth(line, "Times-Roman", size) > RIGHT - start:
            lines.append([])
        lines[-1].append(word)
    for number, line in enumerate(lines):
        text = canvas.beginText(LEFT + (indent if number == 0 else 0), HEIGHT - top)
        text.setFont("Times-Roman", size)
        if number < len(lines) - 1:
            printed = canvas.stringWidth(" ".join(line), "Times-Roman", size)
            room = RIGHT - text.getX() - printed
            text.setWordSpace(room / max(len(line) - 1, 1))
        text.textOut(" ".join(line))
        canvas.drawText(text)
        top += 1.4 * size
    return top


def text_pdf(*paragraphs: str) -> bytes:
    """A one-page PDF of justified paragraphs."""

    def draw(canvas: Canvas) -> None:
        top = 90.0
        for paragraph in paragraphs:
            top = justified(canvas, paragraph, top)

    return pdf_of(draw)


def docx_of(build: Callable[[docx.document.Document], None]) -> bytes:
    """A Word file built with python-docx."""
    document = docx.Document()
    build(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def docx_with_body(
    body: str,
    numbering: str | None = None,
    styles: str | None = None,
    footnotes: str | None = None,
) -> bytes:
    """A Word file whose body is the given XML; ``w:`` and ``mc:`` are bound."""
    names = (
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    )
    parts = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document {names}><w:body>{body}</w:body></w:document>",
    }
    if numbering is not None:
        parts["word/numbering.xml"] = f"<w:numbering {names}>{numbering}</w:numbering>"
    if styles is not None:
        parts["word/styles.xml"] = f"<w:styles {names}>{styles}</w:styles>"
    if footnotes is not None:
        parts["word/footnotes.xml"] = f"<w:footnotes {names}>{footnotes}</w:footnotes>"
    return zip_of({name: xml.encode() for name, xml in parts.items()})


def zip_of(entries: dict[str, bytes]) -> bytes:
    """A zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()


def rows_of(text: str) -> Sequence[Sequence[str]]:
    """The lines of a text that are table rows, as cells."""
    return [line.split("\t") for line in text.split("\n") if "\t" in line]
