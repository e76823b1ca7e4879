"""From the facts of one held document to its rows: no other document is looked at.

What the rows say of other documents is only the key that a mention gives
(``citations.cited_key``); :mod:`kb.resolve.citations` resolves all keys at once.
Ids are the document's id and the fact's place in it, so the same facts give the same rows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from extract import vocabulary
from extract.facts import (
    Citation,
    DocumentFields,
    Facts,
    Section,
    Span,
    Target,
    Task,
    TaskAgency,
)
from extract.grammar.deadline_kinds import deadline_kind, recurrence_rule, starting_event
from kb import schema
from kb.cache import Reading
from kb.corrections import Correction, fits, put, typed
from kb.resolve import law_names
from kb.resolve.agencies import (
    Named,
    agency_id,
    is_known,
    is_unnamed_group,
    issuer_key_of_number,
    key_of_headed,
)
from kb.resolve.documents import (
    DIRECT,
    NAMED_TYPES,
    Identity,
    akn_uri,
    has_letters,
    identity_cited,
    identity_of,
    key_of,
    law_cited,
    name_slug,
    names_local_unit,
    number_slug,
)
from kb.resolve.indicators import indicator_id, place_of
from kb.resolve.measures import comparable_unit

Row = dict[str, Any]
Rows = dict[str, list[Row]]
"""Rows by table."""

_CITATION_FIELDS = frozenset(
    {"type", "number", "name", "date", "issuer", "pinpoint", "relation", "form"}
)


def rows_of(
    document_id: str,
    reading: Reading,
    fields: DocumentFields,
    corrections: Iterable[Correction] = (),
    held: bool = True,
) -> Rows:
    """All rows of a document that is held, or listed in a register (``held=False``). ``fields`` are its own fields, corrected where they were;
    ``corrections`` are those of its other rows and columns (as :func:`kb.corrections.read_all`
    gives them, ``row_id`` with the document's present id)."""
    facts = reading.facts
    if facts is None:
        raise ValueError(f"{document_id} cannot be loaded: it was not read")
    identity = identity_of(fields)
    wanted = list(corrections)
    rows: Rows = {
        "documents": [{**_document(document_id, fields, identity), "held": int(held)}],
        "document_texts": [{"document_id": document_id, "text": reading.text}],
        "document_pages": _pages(document_id, reading),
        "document_fields": _fields(document_id, facts.document),
        "digital_signatures": _signatures(document_id, facts),
    }
    sections = _section_ids(document_id, facts.sections)
    rows["sections"] = _sections(document_id, reading.text, facts.sections, sections)
    rows["citations"] = _citations(document_id, facts, identity, sections, wanted)
    rows["tasks"], rows["task_agencies"] = _tasks(document_id, facts, identity, sections)
    rows["targets"] = _targets(document_id, facts, identity, sections, rows["tasks"])
    rows["target_agencies"] = _target_agencies(facts, identity, rows["targets"], rows)
    rows["problems"] = _problems(document_id, facts)
    rows["corrections"] = _correct(document_id, facts, rows, wanted)
    _write_clarity(rows)
    repeat_in_parts(rows)
    for target in rows["targets"]:
        target["year"] = (target["period"] or fields.issued_on or "")[:4] or None
    return rows


def _place(span: Span) -> Row:
    return {
        "start": span.start,
        "end": span.end,
        "page": span.page,
        "confidence": span.confidence,
    }


def _evidence(span: Span) -> Row:
    return {"quote": span.quote, **_place(span)}


def _document(document_id: str, fields: DocumentFields, identity: Identity) -> Row:
    province = vocabulary.provinces().get(identity.jurisdiction or "")
    return {
        "id": document_id,
        "type": fields.type,
        "number": fields.number,
        "title": fields.title,
        "issuer_id": issuer_id(fields.issuer_key, fields.issuer, fields.number, identity),
        "issuer": fields.issuer,
        "issued_on": fields.issued_on,
        "year": int(fields.issued_on[:4]) if fields.issued_on else None,
        "effective_on": fields.effective_on,
        "expired_on": None,
        "status": "unknown",
        "language": fields.language,
        "jurisdiction": identity.jurisdiction,
        "place": fields.place,
        "signer": fields.signer,
        "signer_position": fields.signer_position,
        "signed_for": fields.signed_for,
        "recipients": json.dumps(fields.recipients, ensure_ascii=False),
        "addressees": json.dumps(fields.addressees, ensure_ascii=False),
        "superior": fields.superior,
        "urgency": fields.urgency,
        "source_id": None,
        "akn_uri": akn_uri(identity, province.iso if province else None),
    }


def issuer_id(
    key: str | None, words: str | None, number: str | None, identity: Identity
) -> str | None:
    """The agency that issued a document: by its key; else by the code in its number, unless the
    words name a district or commune; else a provisional one by its words."""
    named = Named(
        words or "", key, identity.jurisdiction, False, identity.jurisdiction, identity.body
    )
    if not is_known(named) and number and not names_local_unit(words or ""):
        coded = replace(named, key=issuer_key_of_number(number))
        if is_known(coded):
            return agency_id(coded)
    return agency_id(named) if words or is_known(named) else None


def _pages(document_id: str, reading: Reading) -> list[Row]:
    return [
        {
            "id": f"{document_id}:p{page.number}",
            "document_id": document_id,
            "number": page.number,
            "start": page.start,
            "end": page.end,
            "read_by": page.read_by,
        }
        for page in reading.pages
    ]


def _fields(document_id: str, fields: DocumentFields) -> list[Row]:
    return [
        {
            "id": f"{document_id}:f:{name}",
            "document_id": document_id,
            "field": name,
            **_evidence(span),
        }
        for name, span in sorted(fields.spans.items())
    ]


def _signatures(document_id: str, facts: Facts) -> list[Row]:
    return [
        {
            "id": f"{document_id}:d{index}",
            "document_id": document_id,
            "name": signature.name,
            "organisation": signature.organisation,
            "signed_at": signature.signed_at,
        }
        for index, signature in enumerate(facts.signatures)
    ]


def _section_ids(document_id: str, sections: Iterable[Section]) -> dict[str, str]:
    return {section.path: f"{document_id}:s:{section.path}" for section in sections}


def _sections(
    document_id: str, text: str, sections: Sequence[Section], ids: Mapping[str, str]
) -> list[Row]:
    rows = []
    for section, row_id in zip(sections, _counted(ids[s.path] for s in sections), strict=True):
        rows.append(
            {
                "id": row_id,
                "document_id": document_id,
                "parent_id": ids.get(section.parent or ""),
                "ordinal": section.ordinal,
                "kind": section.kind,
                "label": section.label,
                "heading": section.heading,
                "text": text[section.body.start : section.body.end],
                **_place(section.span),
                "path": section.path,
                "level": section.level,
                "body_end": section.body.end,
                "appendix": section.appendix,
            }
        )
    return rows


def _citations(
    document_id: str,
    facts: Facts,
    identity: Identity,
    sections: Mapping[str, str],
    wanted: list[Correction],
) -> list[Row]:
    citations = [
        _corrected_citation(f"{document_id}:c{index}", citation, wanted)
        for index, citation in enumerate(facts.citations)
    ]

    def address(index: int | None) -> str | None:
        if index is None or not 0 <= index < len(citations):
            return None
        return f"{document_id}:c{index}"

    rows = []
    for index, citation in enumerate(citations):
        root = _antecedent(citations, index)
        introduced = _introduced(citations, identity, root)
        itself = root.self_reference or introduced is ITSELF
        if isinstance(introduced, Citation):
            root = introduced
        named = identity_cited(citation, identity)
        meant = named if root is citation else identity_cited(root, identity)
        key = None if itself else key_of(meant)
        rows.append(
            {
                "id": f"{document_id}:c{index}",
                "document_id": document_id,
                "section_id": sections.get(citation.section or ""),
                "cited_document_id": document_id if itself else None,
                "relation": citation.relation,
                "type": citation.type,
                "number": citation.number,
                "date": citation.date,
                "issuer": citation.issuer,
                "issuer_id": issuer_id(
                    citation.issuer_key, citation.issuer, citation.number, named
                ),
                "pinpoint": citation.pinpoint,
                "form": citation.form,
                "state": "resolved" if itself else "unresolved",
                "candidates": None,
                "reason": "several-before" if key is None and not itself else None,
                **_evidence(citation.span),
                "rule": citation.rule,
                "name": citation.name,
                "number_raw": citation.number_raw,
                "self": int(itself),
                "antecedent_id": address(citation.antecedent),
                "subject_id": address(citation.subject),
                "object_id": address(citation.object),
                "inside_title": int(citation.inside_title),
                "in_part": int(citation.in_part),
                "cited_key": key,
            }
        )
    return rows


def _corrected_citation(row_id: str, citation: Citation, wanted: list[Correction]) -> Citation:
    changes = {
        c.column: c.value or None
        for c in wanted
        if c.table == "citations" and c.row_id == row_id and c.column in _CITATION_FIELDS
    }
    return replace(citation, **changes) if changes else citation  # type: ignore[arg-type]


def _antecedent(citations: list[Citation], index: int) -> Citation:
    """The mention that the one at ``index`` points back to in the end (itself, if to none)."""
    seen = set()
    while (back := citations[index].antecedent) is not None:
        if back in seen or not 0 <= back < len(citations):
            break
        seen.add(back)
        index = back
    return citations[index]


ITSELF = "itself"


def _introduced(
    citations: list[Citation], identity: Identity, short: Citation
) -> Citation | str | None:
    """What a bare number ("Nghị quyết 57", "Resolution No. 57") stands for: the one document of
    that type and number that the same document cites in full, or :data:`ITSELF`; and what a law's
    name alone stands for: the one law of that name that it cites with year, date or number."""
    if short.type in NAMED_TYPES:
        return _introduced_law(citations, short, identity.date)
    figures = _bare_figures(short)
    if figures is None:
        return None
    full = {
        (number_slug(c.type, c.number), c.date): c
        for c in citations
        if c.number and c.type == short.type and _leading_figures(c) == figures
    }
    undated = {slug_ for slug_, date in full if date is None}
    dated = {slug_ for slug_, date in full if date}
    meant = [c for (slug_, date), c in full.items() if date or slug_ in undated - dated]
    if identity.number and identity.type == short.type and has_letters(identity.number):
        own = Citation(short.type, short.span, identity.number)
        if _leading_figures(own) == figures:
            own_slug = number_slug(identity.type, identity.number)
            return ITSELF if {slug_ for slug_, _ in full} <= {own_slug} else None
    return meant[0] if len(meant) == 1 else None


def _introduced_law(
    citations: list[Citation], short: Citation, until: str | None
) -> Citation | None:
    """The only law of this name in the document, if it gives its number or day. A year alone may set
    an older law off from the one that the bare name means, so it does for the newest one only."""
    if short.number or short.date or not short.name:
        return None
    name = name_slug(short.type, short.name)
    full: dict[str | None, list[Citation]] = {}
    for citation in citations:
        if citation.type == short.type and (citation.number or citation.date):
            known = law_cited(citation)
            if known.name and name_slug(known.type, known.name) == name:
                full.setdefault(known.number or known.date, []).append(citation)
    if len(full) != 1:
        return None
    (named,) = full.values()
    newest = law_names.newest(short.type, name, until)
    return next(
        (c for c in named if c.number or len(c.date or "") == 10 or law_cited(c).number == newest),
        None,
    )


_FIGURES = re.compile(r"0*(\d+)")


def _bare_figures(citation: Citation) -> str | None:
    if citation.number:
        words = citation.number if not has_letters(citation.number) else ""
    else:
        words = name_slug(citation.type, citation.name or "")
    found = _FIGURES.fullmatch(words.removeprefix("so-"))
    return found[1] if found else None


def _leading_figures(citation: Citation) -> str | None:
    """``"57"`` of ``57-NQ/TW``; ``None`` for a number without letters."""
    found = _FIGURES.match(citation.number or "")
    return found[1] if found and has_letters(citation.number or "") else None


def _tasks(
    document_id: str, facts: Facts, identity: Identity, sections: Mapping[str, str]
) -> tuple[list[Row], list[Row]]:
    ids = _counted(f"{document_id}:t:{task.path}" for task in facts.tasks)
    by_path: dict[str, str] = {}
    for task, task_id in zip(facts.tasks, ids, strict=True):
        by_path.setdefault(task.path, task_id)
    rows, agencies = [], []
    for task, task_id in zip(facts.tasks, ids, strict=True):
        parent = by_path.get(task.parent or "")
        rows.append(
            {
                "id": task_id,
                "document_id": document_id,
                "section_id": sections.get(task.section or ""),
                "parent_id": parent if parent != task_id else None,
                "label": task.label,
                "path": task.path,
                "text": task.text,
                "force": task.force,
                "deadline": task.deadline,
                "deadline_words": task.deadline_words,
                "recurrence": task.recurrence,
                "deliverable": task.deliverable,
                **_evidence(task.span),
                "rule": task.rule,
                "deadline_kind": deadline_kind(task.deadline, task.deadline_words, task.recurrence),
                "runs_from": starting_event(task.deadline_words),
                "recurrence_rule": recurrence_rule(task.recurrence, task.text),
            }
        )
        agencies.extend(_task_agencies(task_id, task, identity))
    return rows, agencies


_FEWEST_WORDS = 4


def _write_clarity(rows: Rows) -> None:
    """The six clarities that the Party and the Government ask of every task that is given: who,
    what, when, whose responsibility, which product, whose authority. Computed from the task's own
    columns, corrected where they were."""
    parts: dict[str, list[Row]] = {}
    for part in rows["task_agencies"]:
        parts.setdefault(part["task_id"], []).append(part)
    for task in rows["tasks"]:
        of_task = parts.get(task["id"], [])
        owners = [p for p in of_task if p["role"] in ("lead", "responsible")]
        first = [p for p in owners if p["role"] == "lead"] or owners
        when = task["deadline"] or task["deadline_words"] or task["recurrence"]
        task |= {
            "clear_who": int(any(not is_unnamed_group(str(p["agency_id"])) for p in owners)),
            "clear_what": int(len((task["text"] or "").split()) >= _FEWEST_WORDS),
            "clear_when": int(bool(when)),
            "clear_responsibility": int(len(first) == 1 and not first[0]["is_group"]),
            "clear_product": int(bool(task["deliverable"])),
            "clear_authority": int(any(p["role"] == "receive_report" for p in of_task)),
        }


def repeat_in_parts(rows: Rows) -> None:
    """Give each body's part in a task the force and deadline that the task has in the end."""
    tasks = {task["id"]: task for task in rows["tasks"]}
    for part in rows["task_agencies"]:
        task = tasks[part["task_id"]]
        part["force"], part["deadline"] = task.get("force"), task.get("deadline")


def _counted(ids: Iterable[str]) -> list[str]:
    """``ids``, where one that comes again is counted: ``x``, ``x~2``."""
    seen: dict[str, int] = {}
    counted = []
    for id_ in ids:
        again = seen[id_] = seen.get(id_, 0) + 1
        counted.append(f"{id_}~{again}" if again > 1 else id_)
    return counted


def _task_agencies(task_id: str, task: Task, identity: Identity) -> list[Row]:
    return [
        {
            "id": f"{task_id}:a{index}",
            "task_id": task_id,
            "inherited": int(body.inherited),
            **_part(body, identity),
        }
        for index, body in enumerate(task.agencies)
    ]


def _part(body: TaskAgency, identity: Identity) -> Row:
    """A body's part in a task or target."""
    named = Named(
        body.name, body.key, body.place, body.is_group, identity.jurisdiction, identity.body
    )
    return {
        "agency_id": agency_id(named),
        "role": body.role,
        "name_as_written": body.name,
        **_place(body.span),
        "is_group": int(body.is_group),
        "head": int(body.head or (body.key is None and key_of_headed(body.name) is not None)),
    }


def _targets(
    document_id: str,
    facts: Facts,
    identity: Identity,
    sections: Mapping[str, str],
    tasks: Sequence[Row],
) -> list[Row]:
    return [
        {
            "id": f"{document_id}:g{index}",
            "document_id": document_id,
            "section_id": sections.get(target.section or ""),
            **_measured(target, identity),
            "comparator": target.comparator,
            "value": target.value,
            "value_to": target.value_to,
            "unit": target.unit,
            "value_normalized": target.value_normalized,
            "unit_normalized": target.unit_normalized,
            "baseline": target.baseline,
            "period": target.period,
            "scope": target.scope,
            **_evidence(target.span),
            "rule": target.rule,
            "value_to_normalized": target.value_to_normalized,
            "label": target.label,
            "value_words": target.value_words,
            "responsible": target.responsible,
            "kind": target.kind,
            "task_id": _task_around(target.span, sections.get(target.section or ""), tasks),
        }
        for index, target in enumerate(facts.targets)
    ]


def _measured(target: Target, identity: Identity) -> Row:
    """What a target measures, for which place, and its number as other documents compare it."""
    unit, factor = comparable_unit(target.unit_normalized)
    id_ = indicator_id(target.indicator, target.kind, target.unit_normalized, identity.jurisdiction)
    return {
        "indicator_id": id_,
        "indicator_key": id_,
        "indicator": target.indicator,
        "place": place_of(target.scope, territory_of(identity)),
        "value_compared": _times(target.value_normalized, factor),
        "value_to_compared": _times(target.value_to_normalized, factor),
        "unit_compared": unit,
    }


def territory_of(identity: Identity) -> str | None:
    """Whose territory a document is for: ``son-la``, ``son-la.district-moc-chau``."""
    return ".".join(filter(None, (identity.jurisdiction, identity.body))) or None


def _times(value: float | None, factor: float) -> float | None:
    return None if value is None else float(f"{value * factor:.12g}")


def _task_around(span: Span, section: str | None, tasks: Sequence[Row]) -> str | None:
    """The narrowest task whose words hold the target; else the only one of its provision."""
    around = [task for task in tasks if task["start"] <= span.start and span.end <= task["end"]]
    if around:
        return str(min(around, key=lambda task: task["end"] - task["start"])["id"])
    same = [task["id"] for task in tasks if section and task["section_id"] == section]
    return str(same[0]) if len(same) == 1 else None


_OWNS = frozenset({"lead", "responsible"})
_LONGEST_TASK = 1_500
"""Characters up to which whoever is told a task answers for each number in it."""


def _target_agencies(
    facts: Facts, identity: Identity, targets: Sequence[Row], rows_of_tasks: Rows
) -> list[Row]:
    """Who answers for each target: the bodies of its own columns, else those that the task in which
    it stands is given to, unless that is long enough to say many things."""
    tasks, task_agencies = rows_of_tasks["tasks"], rows_of_tasks["task_agencies"]
    short = {t["id"] for t in tasks if t["end"] - t["start"] <= _LONGEST_TASK}
    owners: dict[str, list[Row]] = {}
    for row in task_agencies:
        if row["role"] in _OWNS and row["task_id"] in short:
            owners.setdefault(row["task_id"], []).append(row)
    rows: list[Row] = []
    for row, target in zip(targets, facts.targets, strict=True):
        own = [_part(agency, identity) for agency in target.agencies]
        told = owners.get(row["task_id"] or "", ()) if not own else ()
        rows += [
            {
                **part,
                "id": f"{row['id']}:a{index}",
                "target_id": row["id"],
                "task_id": row["task_id"] if told else None,
            }
            for index, part in enumerate([*own, *told])
        ]
    return rows


def _problems(document_id: str, facts: Facts) -> list[Row]:
    return [
        {
            "id": f"{document_id}:x{index}",
            "document_id": document_id,
            "source_id": None,
            "kind": problem.kind,
            "message": problem.message,
            "start": problem.span.start if problem.span else None,
            "end": problem.span.end if problem.span else None,
            "page": problem.span.page if problem.span else None,
        }
        for index, problem in enumerate(facts.problems)
    ]


# What a correction may not touch: addresses and evidence.
_FIXED = frozenset(
    {"id", "document_id", "section_id", "task_id", "start", "end", "page", "quote", "held"}
)


def _correct(document_id: str, facts: Facts, rows: Rows, wanted: list[Correction]) -> list[Row]:
    """Apply corrections to ``rows`` in place; the rows of ``corrections`` that say so. What cannot
    be applied becomes a row of ``problems``."""
    applied = []
    for correction in wanted:
        was = _was(facts.document, correction) if correction.applied else _apply(rows, correction)
        if was is None:
            rows["problems"].append(correction.problem(document_id))
        elif not correction.elsewhere:
            applied.append(correction.row(was, document_id))
    return applied


def _was(fields: DocumentFields, correction: Correction) -> str:
    value = getattr(fields, correction.column)
    return "" if value is None else str(value)


def _apply(rows: Rows, correction: Correction) -> str | None:
    """Set the value; what stood there before (empty for nothing), or ``None`` if there is no such
    row or column."""
    if correction.table not in rows or correction.column in _FIXED:
        return None
    columns = {column.name: column for column in schema.table(correction.table).columns}
    column = columns.get(correction.column)
    row = next((r for r in rows[correction.table] if r.get("id") == correction.row_id), None)
    if column is None or row is None:
        return None
    if not fits(correction.table, correction.column, correction.value, column.type):
        return None
    was = row[correction.column]
    if correction.table == "citations" and correction.column in _CITATION_FIELDS:
        was = correction.was  # already read with the right value: see _corrected_citation
    put(correction.table, row, correction.column, typed(correction.value, column.type))
    if (correction.table, correction.column) == ("citations", "cited_document_id"):
        row["cited_key"] = f"{DIRECT}{correction.value}" if correction.value else None
    if (correction.table, correction.column) == ("targets", "indicator_id"):
        row["indicator_key"] = row["indicator_id"]  # from which it is made anew at every build
    return "" if was is None else str(was)
