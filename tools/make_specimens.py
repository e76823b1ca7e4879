"""Writes ``corpus/specimens`` and its gold files from the sources in ``tools/specimens``.

A source is a YAML file: the document's parts (see :class:`specimen_layouts.Specimen`) and, under
``facts``, what a careful reader finds in it by the rules of ``docs/annotation.md``. The facts are
written by hand; this tool only spells the short notation out, counts words, and looks up the page
on which the words stand. It stops where words that the facts quote are not in the text.

The short notation, one line a fact, parts separated by ``|``:

    citations: relation | type | number, or ~name | date | issuer | form | the words [| key=value]
    tasks:     path | label | parent | the first words | bodies [| key=value]
    targets:   label | indicator | 7,5 % or >= 5 million VND | normalized unit | period | scope | words
    bodies:    role name; role* name (a group); role^ name (inherited); @name (a list kept in
               ``bodies``)

``-`` stands for nothing. Run it as ``make specimens``; the same sources give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

import yaml
from scanned_pages import scanned
from specimen_layouts import WRITERS, Specimen

ROOT = Path(__file__).parent.parent
SOURCES = ROOT / "tools" / "specimens"
CORPUS = ROOT / "corpus" / "specimens"
GOLD = ROOT / "tests" / "gold" / "documents"

_SCALES = {
    "tỷ đồng": (10**9, "VND"),
    "triệu đồng": (10**6, "VND"),
    "triệu đồng/người/năm": (10**6, "VND"),
    "triệu đồng/năm": (10**6, "VND"),
    "billion VND": (10**9, "VND"),
    "million VND/year": (10**6, "VND"),
    "triệu USD": (10**6, "USD"),
    "million USD": (10**6, "USD"),
    "triệu người": (10**6, "persons"),
    "triệu lượt khách": (10**6, "lượt khách"),
    "million people": (10**6, "persons"),
    "người": (1, "persons"),
}


def read_source(path: Path) -> tuple[Specimen, dict[str, Any]]:
    """The specimen and its hand-written facts."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    facts = data.pop("facts")
    data["body"] = [line.rstrip() for line in data["body"].splitlines() if line.strip()]
    known = {field.name for field in fields(Specimen)}
    if unknown := set(data) - known:
        raise ValueError(f"{path.name}: no such part of a specimen: {', '.join(sorted(unknown))}")
    parts = {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}
    return Specimen(**parts), facts


def make_all(corpus: Path, gold: Path) -> list[Path]:
    """Writes every specimen and its gold file; returns the paths, in order."""
    written = []
    for source in sorted(SOURCES.glob("*.yaml")):
        specimen, facts = read_source(source)
        target = corpus / specimen.file
        content = printed = WRITERS[target.suffix](specimen)
        if specimen.scanned:
            content = scanned(printed, specimen.written_in, specimen.signed[-1])
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        gold.mkdir(parents=True, exist_ok=True)
        answer = gold / f"{target.stem}.json"
        document = spell_out(specimen, facts, content, printed)
        answer.write_text(
            json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
        written += [target, answer]
    return written


# The gold file ---------------------------------------------------------------------------------


def spell_out(
    specimen: Specimen, facts: dict[str, Any], content: bytes, printed: bytes
) -> dict[str, Any]:
    """The gold file's content for a specimen whose file has the bytes ``content``, and had the
    bytes ``printed`` before it was scanned."""
    words = Words(specimen, printed)
    letterhead = {
        "number": None, "type": None, "issuer": None, "issued_on": None, "place": None,
        "title": None, "signer": None, "signer_position": None, "language": specimen.language,
        "recipients": list(specimen.recipients),
    }  # fmt: skip
    if specimen.signed:
        letterhead["signer"] = specimen.signed[-1]
    document = letterhead | {key: str(value) for key, value in facts["document"].items()}
    bodies = facts.get("bodies", {})
    return {
        "file": f"specimens/{specimen.file}",
        "sha256": hashlib.sha256(content).hexdigest(),
        "read_by": "page images" if specimen.scanned else "text layer",
        "document": document,
        "citations": [_citation(line, words, document) for line in _lines(facts, "citations")],
        "tasks": [_task(line, words, bodies) for line in _lines(facts, "tasks")],
        "targets": [_target(line, words) for line in _lines(facts, "targets")],
        "notes": facts.get("notes", []),
    }


def _lines(facts: dict[str, Any], kind: str) -> list[str]:
    return [line for line in facts.get(kind, "").splitlines() if line.strip()]


class Words:
    """The words of a specimen: in which paragraph they stand, and on which page."""

    def __init__(self, specimen: Specimen, content: bytes) -> None:
        marks = r"^(\^|=|!|#[ID1a-]) "
        body = "\n".join(re.sub(marks, "", line) for line in specimen.body)
        lines = [specimen.subject, *specimen.title, *body.splitlines()]
        self.paragraphs = [_plain(line) for line in lines]
        self.text = " ".join(self.paragraphs)
        self.pages = _pdf_pages(content) if specimen.file.endswith(".pdf") else []

    def page(self, words: str) -> int:
        """The page on which the words begin; formats without pages have one."""
        if _plain(words) not in self.text:
            raise ValueError(f"not in the text: {words}")
        bare, joined, starts = "".join(words.split()), "", []
        for page in self.pages:
            starts.append(len(joined))
            joined += page
        at = joined.find(bare)
        if self.pages and at < 0:
            raise ValueError(f"not in the file: {words}")
        return max(sum(start <= at for start in starts), 1)

    def first(self, beginning: str, count: int = 8) -> str:
        """The first ``count`` words from ``beginning`` on, to the end of its paragraph."""
        for paragraph in self.paragraphs:
            at = paragraph.find(_plain(beginning))
            if at >= 0:
                return " ".join(paragraph[at:].split()[:count])
        raise ValueError(f"no paragraph has: {beginning}")


def _plain(text: str) -> str:
    return " ".join(text.replace("|", " ").split())


def _pdf_pages(content: bytes) -> list[str]:
    """The text of each page without white space."""
    import pypdfium2

    pdf = pypdfium2.PdfDocument(content)
    return ["".join(page.get_textpage().get_text_range().split()) for page in pdf]


def _parts(line: str, count: int) -> tuple[list[str | None], dict[str, str]]:
    cells = [cell.strip() for cell in line.split("|")]
    if len(cells) < count:
        raise ValueError(f"{count} parts are needed: {line}")
    options = dict(cell.split("=", 1) for cell in cells[count:])
    return [None if cell == "-" else cell for cell in cells[:count]], options


def _citation(line: str, words: Words, document: dict[str, Any]) -> dict[str, Any]:
    (relation, kind, number, date, issuer, form, quote), options = _parts(line, 7)
    name = None
    if number == "self":
        number, date, issuer = document["number"], document["issued_on"], document["issuer"]
        options.setdefault("target", "self")
    elif number and number.startswith("~"):
        number, name = None, number[1:]
    if len((quote or "").split()) > 15:
        raise ValueError(f"a quote has at most 15 words: {quote}")
    return {
        "type": kind, "number": number, "name": name, "date": date, "issuer": issuer,
        "relation": relation, "pinpoint": options.pop("pinpoint", None), "form": form,
        "page": words.page(quote or ""), "quote": quote, **options,
    }  # fmt: skip


def _task(line: str, words: Words, bodies: dict[str, str]) -> dict[str, Any]:
    (path, label, parent, beginning, doers), options = _parts(line, 5)
    first = words.first(beginning or "")
    for key in ("deadline_words", "recurrence", "deliverable"):
        if key in options:
            words.page(options[key])
    task = {
        "label": label, "parent": parent, "path": path, "page": words.page(beginning or ""),
        "first_words": first, "force": options.get("force", "instructed"),
        "agencies": [_body(text) for text in _bodies(doers or "", bodies)],
    }  # fmt: skip
    for key in ("deadline", "deadline_words", "recurrence", "deliverable"):
        task[key] = options.get(key)
    return task


def _bodies(text: str, named: dict[str, str]) -> list[str]:
    found: list[str] = []
    for part in filter(None, (part.strip() for part in text.split(";"))):
        found += _bodies(named[part[1:]], named) if part.startswith("@") else [part]
    return found


def _body(text: str) -> dict[str, Any]:
    match = re.fullmatch(
        r"(lead|coordinate|responsible|supervise|advise|receive_report)([*^]*) (.+)", text
    )
    if not match:
        raise ValueError(f"not a body with its role: {text}")
    role, marks, name = match.groups()
    return {"name": name, "role": role, "group": "*" in marks, "inherited": "^" in marks}


def _target(line: str, words: Words) -> dict[str, Any]:
    (label, indicator, amount, unit_normalized, period, scope, beginning), options = _parts(line, 7)
    match = re.fullmatch(
        r"(>=|<=|>|<|about)? ?(\d+(?:\.\d+)?)(?:\.\.(\d+(?:\.\d+)?))? (.+)", amount or ""
    )
    if not match:
        raise ValueError(f"not an amount: {amount}")
    comparator, value, value_to, unit = match.groups()
    scale, base = _SCALES.get(unit, (1, unit))
    target = {
        "label": label, "page": words.page(beginning or ""), "indicator": indicator,
        "value": _number(value), "value_to": _number(value_to) if value_to else None,
        "comparator": "range" if value_to else comparator or "=", "unit": unit,
        "value_normalized": _number(value, scale),
        "unit_normalized": unit_normalized or base, "period": period, "scope": scope,
        "first_words": words.first(beginning or ""),
    }  # fmt: skip
    if value_to:
        target["value_to_normalized"] = _number(value_to, scale)
    return target | options


def _number(text: str, scale: int = 1) -> int | float:
    value = round(float(text) * scale, 6)
    return int(value) if value.is_integer() else value


if __name__ == "__main__":
    for path in make_all(CORPUS, GOLD):
        sys.stdout.write(f"{path.relative_to(ROOT)}\n")
