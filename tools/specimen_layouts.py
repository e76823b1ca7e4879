"""How a specimen looks in each format: the layout of Decree 30/2020/NĐ-CP (state bodies) and of
the Party's own guide (Party bodies).

Each function takes one :class:`Specimen` and gives the file's bytes, the same at every run: no
clock, no random id, fixed dates in the archive. Body lines carry a mark for their part:

    ^ text   a ground ("Căn cứ ..."), in italics      = text   centred, bold
    ! text   a heading, bold                          #I #D #1 #a #- text   numbered by Word itself
    | a | b  a row of a table (the first is its head)  ---   a new page
    @signature   the recipients and the signature stand here, not at the end (before an appendix)
"""

from __future__ import annotations

import html
import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FONTS = Path("/usr/share/fonts/truetype/liberation2")
STATE_MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
PARTY_MOTTO = ("ĐẢNG CỘNG SẢN VIỆT NAM",)
BANNER = {
    "vi": "BẢN MẪU – không phải văn bản thật",
    "en": "SPECIMEN – not a real document",
}


@dataclass(frozen=True)
class Specimen:
    """One specimen as its source gives it. ``head`` is the issuer's lines, the last one bold."""

    file: str
    language: str = "vi"
    party: bool = False
    head: tuple[str, ...] = ()
    number: str = ""
    subject: str = ""  # an official letter's "V/v ...", under its number
    place_and_date: str = ""
    type: str = ""
    title: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()  # an official letter's "Kính gửi"
    body: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()  # capacity and position lines, then the name
    recipients: tuple[str, ...] = ()
    site: dict[str, str] = field(default_factory=dict)  # a web page's own words around the text
    decomposed: bool = False  # plain text in Unicode NFD, as some systems write it
    side_by_side: bool = False  # plain text with the letterhead's columns beside each other
    urgency: str = ""  # a stamp in its frame under the number, on printed pages
    scanned: bool = False  # the pages as pictures, signed and sealed
    written_in: str = ""  # on a scan: the number, in ink

    @property
    def banner(self) -> str:
        return BANNER[self.language]

    @property
    def star(self) -> str:
        """What stands under the issuer: the Party's star, or a rule."""
        return "*" if self.party else "-------"

    @property
    def recipient_lines(self) -> list[str]:
        """The lines under "Nơi nhận", each with its dash and stop."""
        last = len(self.recipients) - 1
        return [f"- {who}{'.' if i == last else ';'}" for i, who in enumerate(self.recipients)]

    @property
    def parts(self) -> list[tuple[str, str | list[list[str]]]]:
        """The body as blocks of a mark and a text, a run of table rows as one ``"table"``, and
        ``"@signature"`` where a signature stands."""
        blocks = _blocks(self.body)
        if self.signed and ("@signature", "") not in blocks:
            blocks.append(("@signature", ""))
        return blocks

    @property
    def motto(self) -> tuple[str, ...]:
        return PARTY_MOTTO if self.party else STATE_MOTTO


_MARK = re.compile(r"(\^|=|!|#[ID1a-]) (.*)")


def _parse(line: str) -> tuple[str, str]:
    """A body line's mark and text: ``("^", "Căn cứ ...")``; plain paragraphs have mark ``""``."""
    if line.startswith("|"):
        return "|", line
    if line in ("---", "@signature"):
        return line, ""
    match = _MARK.fullmatch(line)
    return (match[1], match[2]) if match else ("", line)


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip().strip("|").split("|")]


def _blocks(body: tuple[str, ...]) -> list[tuple[str, str | list[list[str]]]]:
    """Body lines with each run of table rows gathered into one block ``("table", rows)``."""
    blocks: list[tuple[str, str | list[list[str]]]] = []
    for line in body:
        mark, text = _parse(line)
        if mark != "|":
            blocks.append((mark, text))
        elif blocks and blocks[-1][0] == "table" and isinstance(blocks[-1][1], list):
            blocks[-1][1].append(_cells(line))
        else:
            blocks.append(("table", [_cells(line)]))
    return blocks


# Plain text ------------------------------------------------------------------------------------


def text_bytes(specimen: Specimen) -> bytes:
    lines = [specimen.banner, "", *_letterhead_lines(specimen)]
    lines += [line for line in (specimen.type, *specimen.title) if line]
    if specimen.addressees:
        lines += ["", "Kính gửi: " + specimen.addressees[0]]
        lines += ["          " + body for body in specimen.addressees[1:]]
    if len(lines) > 2:
        lines.append("")
    for mark, text in specimen.parts:
        if mark == "@signature":
            lines += ["", "Nơi nhận:", *specimen.recipient_lines, ""]
            lines += [*specimen.signed[:-1], "", specimen.signed[-1]]
        elif isinstance(text, list):
            lines += ["\t".join(row) for row in text]
        else:
            lines += ["", text, ""] if mark == "=" else [text]
    text = "\n".join(lines) + "\n"
    return unicodedata.normalize("NFD" if specimen.decomposed else "NFC", text).encode()


def _letterhead_lines(specimen: Specimen) -> list[str]:
    if not specimen.head:
        return []
    left = [*specimen.head, specimen.star, specimen.number]
    left += [specimen.subject] if specimen.subject else []
    right = [*specimen.motto, "---------------", specimen.place_and_date]
    if not specimen.side_by_side:
        return [*left, *right, ""]
    height = max(len(left), len(right))
    left += [""] * (height - len(left))
    right += [""] * (height - len(right))
    return [f"{a:<42}{b}".rstrip() for a, b in zip(left, right, strict=True)] + [""]


# Web page --------------------------------------------------------------------------------------


def html_bytes(specimen: Specimen) -> bytes:
    parts = [f'<p class="banner">{_h(specimen.banner)}</p>']
    if specimen.head:
        parts.append(
            '<table class="letterhead"><tr><td>'
            + _br(*specimen.head, specimen.star, specimen.number, specimen.subject)
            + "</td><td>"
            + _br(*specimen.motto, "---------------", specimen.place_and_date)
            + "</td></tr></table>"
        )
    parts += [
        f'<p class="title">{_h(line)}</p>' for line in (specimen.type, *specimen.title) if line
    ]
    for mark, text in specimen.parts:
        parts.append(_html_signature(specimen) if mark == "@signature" else _html_block(mark, text))
    site = specimen.site
    page = f"""<!DOCTYPE html>
<html lang="{specimen.language}">
<head>
<meta charset="utf-8">
<title>{_h(site.get("title", specimen.type))}</title>
<style>
body {{ font: 17px "Times New Roman", serif; max-width: 48em; margin: auto }}
.banner, .title, td {{ text-align: center }} .title, .heading {{ font-weight: bold }}
.signature td:first-child {{ text-align: left; font-size: smaller }} table {{ width: 100% }}
.ground {{ font-style: italic }} .grid td {{ border: 1px solid; vertical-align: top }}
</style>
<script>window.analytics = [];</script>
</head>
<body>
<nav><a href="#">{_h(site.get("nav", "Trang chủ"))}</a></nav>
<main>
{chr(10).join(parts)}
</main>
<footer>{_h(site.get("footer", "Trang mẫu"))}</footer>
</body>
</html>
"""
    return page.encode()


def _h(text: str) -> str:
    return html.escape(text, quote=False)


def _br(*lines: str) -> str:
    return "<br>\n".join(_h(line) for line in lines if line)


def _html_signature(specimen: Specimen) -> str:
    left, right = _br("Nơi nhận:", *specimen.recipient_lines), _br(*specimen.signed)
    return f'<table class="signature"><tr><td>{left}</td><td>{right}</td></tr></table>'


def _html_block(mark: str, text: str | list[list[str]]) -> str:
    if isinstance(text, list):
        rows = ("".join(f"<td>{_h(cell)}</td>" for cell in row) for row in text)
        return '<table class="grid">' + "\n".join(f"<tr>{row}</tr>" for row in rows) + "</table>"
    css = {"^": "ground", "=": "title", "!": "heading"}.get(mark)
    return f'<p class="{css}">{_h(text)}</p>' if css else f"<p>{_h(text)}</p>"


# Word ------------------------------------------------------------------------------------------

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_LEVELS = {"#I": (1, 0), "#1": (1, 1), "#a": (1, 2), "#-": (1, 3), "#D": (2, 0)}


def docx_bytes(specimen: Specimen) -> bytes:
    """A small Word file; items marked ``#...`` are numbered by Word (``numbering.xml``)."""
    parts = [_p(specimen.banner, align="center", size=20, italic=True)]
    if specimen.head:
        parts.append(_docx_letterhead(specimen))
    lines = [line for line in (specimen.type, *specimen.title) if line]
    parts += [_p(line, align="center", bold=True, size=28) for line in lines]
    for index, name in enumerate(specimen.addressees):
        parts.append(_p(("Kính gửi: " if index == 0 else "") + name, align="center"))
    for mark, text in specimen.parts:
        parts.append(_docx_signature(specimen) if mark == "@signature" else _docx_block(mark, text))
    margins = (
        '<w:pgMar w:top="1134" w:right="851" w:bottom="1134" w:left="1701"'
        ' w:header="567" w:footer="567" w:gutter="0"/>'
    )
    section = f'<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>{margins}</w:sectPr>'
    body = "".join(parts) + section
    return _zip(
        {
            "[Content_Types].xml": _content_types(),
            "_rels/.rels": _relations(("officeDocument", "word/document.xml")),
            "word/_rels/document.xml.rels": _relations(
                ("styles", "styles.xml"), ("numbering", "numbering.xml")
            ),
            "word/document.xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>",
            "word/styles.xml": _styles(),
            "word/numbering.xml": _numbering(),
        }
    )


def _docx_letterhead(specimen: Specimen) -> str:
    left = [_p(line, align="center", size=26) for line in specimen.head[:-1]]
    left.append(_p(specimen.head[-1], align="center", size=26, bold=True))
    left += [_p(specimen.star, align="center"), _p(specimen.number, align="center", size=26)]
    if specimen.subject:
        left.append(_p(specimen.subject, align="center", size=24))
    right = [_p(line, align="center", size=26, bold=True) for line in specimen.motto]
    right.append(_p("---------------", align="center"))
    right.append(_p(specimen.place_and_date, align="center", italic=True))
    return _docx_table([["".join(left), "".join(right)]], (3900, 5400), border=False)


def _docx_signature(specimen: Specimen) -> str:
    left = [_p("Nơi nhận:", size=24, bold=True, italic=True)]
    left += [_p(line, size=22) for line in specimen.recipient_lines]
    right = [_p(line, align="center", bold=True) for line in specimen.signed[:-1]]
    right += [_p("", align="center")] * 3
    right.append(_p(specimen.signed[-1], align="center", bold=True))
    return _docx_table([["".join(left), "".join(right)]], (4650, 4650), border=False)


def _docx_block(mark: str, text: str | list[list[str]]) -> str:
    if isinstance(text, list):
        rows = [
            [_p(cell, bold=index == 0, size=24) for cell in row] for index, row in enumerate(text)
        ]
        width = 9300 // len(text[0])
        return _docx_table(rows, (width,) * len(text[0]), border=True)
    if mark == "---":
        return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    if mark == "=":
        return _p(text, align="center", bold=True)
    bold = mark in ("!", "#I")
    return _p(text, align="both", bold=bold, italic=mark == "^", numbered=_LEVELS.get(mark))


def _p(
    text: str,
    *,
    align: str = "left",
    size: int = 28,
    bold: bool = False,
    italic: bool = False,
    numbered: tuple[int, int] | None = None,
) -> str:
    numbering = ""
    if numbered:
        number, level = numbered
        numbering = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    indent = '<w:ind w:left="0" w:firstLine="720"/>' if align == "both" else ""
    run = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "") + f'<w:sz w:val="{size}"/>'
    words = _h(text)
    return (
        f'<w:p><w:pPr>{numbering}{indent}<w:jc w:val="{align}"/></w:pPr>'
        f'<w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r></w:p>'
    )


def _docx_table(rows: list[list[str]], widths: tuple[int, ...], *, border: bool) -> str:
    style = "single" if border else "nil"
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{side} w:val="{style}" w:sz="4"/>' for side in sides)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    cells = (
        "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{cell}</w:tc>'
            for cell, width in zip(row, widths, strict=True)
        )
        for row in rows
    )
    body = "".join(f"<w:tr>{row}</w:tr>" for row in cells)
    return (
        f"<w:tbl><w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>{_p('')}"
    )


def _content_types() -> str:
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{kind}+xml"/>'
        for name, kind in (
            ("document", "document.main"),
            ("styles", "styles"),
            ("numbering", "numbering"),
        )
    )
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{rels}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(*targets: tuple[str, str]) -> str:
    links = "".join(
        f'<Relationship Id="r{index}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for index, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'


def _styles() -> str:
    fonts = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>'
    spacing = '<w:spacing w:before="60" w:after="60"/>'
    return (
        f"<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr>{fonts}"
        '<w:sz w:val="28"/><w:lang w:val="vi-VN"/></w:rPr></w:rPrDefault>'
        f"<w:pPrDefault><w:pPr>{spacing}</w:pPr></w:pPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
        '<w:name w:val="Normal"/></w:style></w:styles>'
    )


def _numbering() -> str:
    """List 1: I. / 1. / a) / -, each beginning again under the one above. List 2: Điều 1."""
    outline = [("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)"), ("bullet", "-")]
    articles = [("decimal", "Điều %1.")]
    lists = "".join(
        f'<w:abstractNum w:abstractNumId="{index}"><w:multiLevelType w:val="multilevel"/>'
        + "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>'
            f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
            for level, (style, text) in enumerate(levels)
        )
        + "</w:abstractNum>"
        for index, levels in enumerate((outline, articles))
    )
    numbers = "".join(
        f'<w:num w:numId="{index + 1}"><w:abstractNumId w:val="{index}"/></w:num>'
        for index in range(2)
    )
    return f"<w:numbering {_W}>{lists}{numbers}</w:numbering>"


def _zip(files: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, date_time=(2024, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_STORED  # the same bytes with any zlib
            entry.create_system = 3
            archive.writestr(entry, _XML + content)
    return buffer.getvalue()


# PDF -------------------------------------------------------------------------------------------


def pdf_bytes(specimen: Specimen) -> bytes:
    """An A4 page as Decree 30/2020/NĐ-CP lays it out, in Liberation Serif, text layer included."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import mm
    from reportlab.platypus import SimpleDocTemplate

    _register_fonts()
    buffer = io.BytesIO()
    document = SimpleDocTemplate(
        buffer,
        pagesize=A4,
        topMargin=20 * mm,
        bottomMargin=20 * mm,
        leftMargin=30 * mm,
        rightMargin=18 * mm,
        title=" ".join((specimen.type, specimen.number)).strip(),
        author="",
        invariant=1,
    )
    document.build(_pdf_story(specimen), onLaterPages=_pdf_page_number)
    return buffer.getvalue()


def _register_fonts() -> None:
    from reportlab.lib.fonts import addMapping
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    for bold, italic, name in (
        (0, 0, "Regular"),
        (1, 0, "Bold"),
        (0, 1, "Italic"),
        (1, 1, "BoldItalic"),
    ):
        pdfmetrics.registerFont(TTFont(f"Serif-{name}", FONTS / f"LiberationSerif-{name}.ttf"))
        addMapping("Serif", bold, italic, f"Serif-{name}")


def _pdf_page_number(canvas: Any, document: Any) -> None:
    canvas.setFont("Serif-Regular", 13)
    canvas.drawCentredString(
        document.pagesize[0] / 2, document.pagesize[1] - 42, str(canvas.getPageNumber())
    )


def _pdf_styles() -> dict[str, Any]:
    from reportlab.lib.colors import grey
    from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
    from reportlab.lib.styles import ParagraphStyle

    base = {"fontName": "Serif-Regular", "fontSize": 13, "leading": 16}
    body = {
        **base,
        "alignment": TA_JUSTIFY,
        "spaceBefore": 3,
        "spaceAfter": 3,
        "firstLineIndent": 28,
    }
    centre = {**base, "alignment": TA_CENTER}
    return {
        "banner": ParagraphStyle("banner", **{**centre, "fontSize": 10, "textColor": grey}),
        "head": ParagraphStyle("head", **{**centre, "fontSize": 12, "leading": 15}),
        "title": ParagraphStyle("title", **{**centre, "fontSize": 14, "leading": 18}),
        "body": ParagraphStyle("body", **body),
        "centre": ParagraphStyle("centre", **{**centre, "spaceBefore": 6, "spaceAfter": 6}),
        "small": ParagraphStyle("small", **{**base, "fontSize": 11, "leading": 13}),
        "cell": ParagraphStyle("cell", **{**base, "fontSize": 11, "leading": 13}),
    }


def _pdf_story(specimen: Specimen) -> list[Any]:
    from reportlab.platypus import KeepTogether, PageBreak, Paragraph, Spacer

    style = _pdf_styles()
    story: list[Any] = [Paragraph(f"<i>{_h(specimen.banner)}</i>", style["banner"]), Spacer(1, 8)]
    if specimen.head:
        story += [_pdf_letterhead(specimen, style), Spacer(1, 14)]
    titles = [line for line in (specimen.type, *specimen.title) if line]
    story += [Paragraph(f"<b>{_h(line)}</b>", style["title"]) for line in titles]
    if titles:
        story += [_rule(80), Spacer(1, 10)]
    if specimen.addressees:
        story += [_pdf_addressees(specimen, style), Spacer(1, 10)]
    for mark, text in specimen.parts:
        if mark == "@signature":
            signature = [Spacer(1, 12), _pdf_signature(specimen, style)]
            story[-1:] = [KeepTogether([story[-1], *signature])]
        elif isinstance(text, list):
            story += [Spacer(1, 6), _pdf_grid(text, style), Spacer(1, 6)]
        elif mark == "---":
            story.append(PageBreak())
        elif mark == "=":
            story.append(Paragraph(f"<b>{_h(text)}</b>", style["centre"]))
        else:
            tag = {"^": "i", "!": "b"}.get(mark)
            words = f"<{tag}>{_h(text)}</{tag}>" if tag else _h(text)
            story.append(Paragraph(words, style["body"]))
    return story


def _rule(width: float) -> Any:
    from reportlab.lib.colors import black
    from reportlab.platypus import HRFlowable

    return HRFlowable(width=width, thickness=0.7, color=black, spaceBefore=2, spaceAfter=4)


def _pdf_letterhead(specimen: Specimen, style: dict[str, Any]) -> Any:
    from reportlab.platypus import Paragraph

    head = style["head"]
    left = [Paragraph(_h(line), head) for line in specimen.head[:-1]]
    left += [Paragraph(f"<b>{_h(specimen.head[-1])}</b>", head)]
    left += [Paragraph("*", head)] if specimen.party else [_rule(50)]
    left.append(Paragraph(_h(specimen.number).replace("  ", "\u00a0\u00a0"), head))
    if specimen.subject:
        left.append(Paragraph(_h(specimen.subject), head))
    if specimen.urgency:
        left.append(_pdf_stamp(specimen.urgency, head))
    right = [Paragraph(f"<b>{_h(line)}</b>", head) for line in specimen.motto]
    right += [_rule(160), Paragraph(f"<i>{_h(specimen.place_and_date)}</i>", head)]
    return _pdf_table([[left, right]], (195, 270))


def _pdf_stamp(words: str, head: Any) -> Any:
    from reportlab.lib.colors import black
    from reportlab.platypus import Paragraph, Table

    frame = [("BOX", (0, 0), (-1, -1), 1.2, black), ("BOTTOMPADDING", (0, 0), (-1, -1), 5)]
    words = Paragraph(f"<b>{_h(words)}</b>", head.clone("stamp", fontSize=14))
    return Table([[words]], colWidths=(90,), spaceBefore=8, style=frame)


def _pdf_addressees(specimen: Specimen, style: dict[str, Any]) -> Any:
    from reportlab.platypus import Paragraph

    names = [
        Paragraph(_h(line), style["head"].clone("to", alignment=0, fontSize=13, leading=17))
        for line in specimen.addressees
    ]
    return _pdf_table([[Paragraph("Kính gửi:", style["body"]), names]], (140, 325))


def _pdf_signature(specimen: Specimen, style: dict[str, Any]) -> Any:
    from reportlab.platypus import Paragraph, Spacer

    left = [Paragraph("<b><i>Nơi nhận:</i></b>", style["small"])]
    left += [Paragraph(_h(line), style["small"]) for line in specimen.recipient_lines]
    right: list[Any] = [
        Paragraph(f"<b>{_h(line)}</b>", style["title"]) for line in specimen.signed[:-1]
    ]
    right += [Spacer(1, 50), Paragraph(f"<b>{_h(specimen.signed[-1])}</b>", style["title"])]
    return _pdf_table([[left, right]], (235, 230))


def _pdf_table(rows: list[Any], widths: tuple[int, ...]) -> Any:
    from reportlab.platypus import Table

    style = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("ALIGN", (0, 0), (-1, -1), "CENTER"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ]
    return Table(rows, colWidths=widths, style=style)


def _pdf_grid(rows: list[list[str]], style: dict[str, Any]) -> Any:
    from reportlab.lib.colors import black
    from reportlab.platypus import Paragraph, Table

    cells = [
        [Paragraph(f"<b>{_h(cell)}</b>" if index == 0 else _h(cell), style["cell"]) for cell in row]
        for index, row in enumerate(rows)
    ]
    longest = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    shares = [max(min(length, 45), 4) for length in longest]
    widths = [465 * share / sum(shares) for share in shares]
    return Table(
        cells,
        colWidths=widths,
        repeatRows=1,
        style=[("GRID", (0, 0), (-1, -1), 0.5, black), ("VALIGN", (0, 0), (-1, -1), "TOP")],
    )


WRITERS = {".txt": text_bytes, ".html": html_bytes, ".docx": docx_bytes, ".pdf": pdf_bytes}
"""The writer for each kind of file."""
