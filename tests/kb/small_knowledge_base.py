"""A small knowledge base, made row by row: a chain of documents, bodies that were merged, tasks,
targets, citations that go in a circle, one that is ambiguous, and one problem."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from extract.folding import fold
from kb import load, schema, search, together
from kb.resolve import successions

DIRECTIVE = "01-ct-ubnd.son-la.2024-01-03"
PLAN = "12-kh-ubnd.son-la.2024-02-01"
DECREE = "30-2020-nd-cp.vn"
OLD_DECREE = "110-2004-nd-cp.vn"
LATER_DECREE = "5-2024-nd-cp.vn"
ELSEWHERE = "01-ct-ubnd.lai-chau.2024-01-09"

TEXT = (
    "CHỈ THỊ về việc làm thử\n"
    "1. Sở Nội vụ chủ trì, phối hợp với Sở Tài chính <b>rà soát</b> biên chế trước ngày 31/3/2030.\n"
    "2. Các sở, ban, ngành báo cáo định kỳ.\n"
    "Giảm tỷ lệ hộ nghèo còn 5%.\n"
)


def place(words: str) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "page": 1, "quote": words}


def citation(n: int, citing: str, cited: str | None, relation: str, **more: Any) -> dict:
    return {
        "id": f"{citing}:c:{n}", "document_id": citing, "cited_document_id": cited,
        "relation": relation, "type": "decree", "form": "full", "self": 0,
        "state": "resolved" if cited else "unresolved", "candidates": "[]",
        **place("CHỈ THỊ về việc làm thử"), **more,
    }  # fmt: skip


def document(id_: str, type_: str, number: str, **more: Any) -> dict[str, Any]:
    return {
        "id": id_, "type": type_, "number": number, "held": 1, "status": "unknown",
        "recipients": "[]", "language": "vi", "year": 2024, **more,
    }  # fmt: skip


def sample_rows(title: str) -> dict[str, list[dict[str, Any]]]:
    return {
        "agencies": [
            {"id": "so-noi-vu.son-la", "name": "Sở Nội vụ tỉnh Sơn La",
             "name_en": "Department of Home Affairs", "is_group": 0, "jurisdiction": "son-la",
             "provisional": 0},
            {"id": "so-tai-chinh.son-la", "name": "Sở Tài chính tỉnh Sơn La", "is_group": 0},
            {"id": "so-lao-dong.son-la", "name": "Sở Lao động tỉnh Sơn La", "is_group": 0},
            {"id": "cac-so", "name": "Các sở, ban, ngành", "is_group": 1},
        ],
        "agency_names": [
            {"agency_id": agency, "name": name, "folded": fold(name), "language": language}
            for agency, name, language in (
                ("so-noi-vu.son-la", "Sở Nội vụ", "vi"),
                ("so-noi-vu.son-la", "SNV", "vi"),
                ("so-noi-vu.son-la", "Department of Home Affairs", "en"),
                ("so-tai-chinh.son-la", "Sở Tài chính", "vi"),
                ("so-lao-dong.son-la", "Sở Lao động", "vi"),
                ("cac-so", "Các sở, ban, ngành", "vi"),
            )
        ],
        "agency_successions": [
            {"predecessor_id": "so-lao-dong.son-la", "successor_id": "so-noi-vu.son-la",
             "on_date": "2025-03-01", "scope": "all", "basis": "tests"},
        ],
        "documents": [
            document(DIRECTIVE, "directive", "01/CT-UBND", title=title, issued_on="2024-01-03",
                     jurisdiction="son-la"),
            document(ELSEWHERE, "directive", "01/CT-UBND", issued_on="2024-01-09", held=0,
                     jurisdiction="lai-chau"),
            document(PLAN, "plan", "12/KH-UBND", issued_on="2024-02-01", jurisdiction="son-la"),
            document(DECREE, "decree", "30/2020/NĐ-CP", issued_on="2020-03-05", held=0),
            document(LATER_DECREE, "decree", "5/2024/NĐ-CP", issued_on="2024-01-20", held=0),
            document(OLD_DECREE, "decree", "110/2004/NĐ-CP", issued_on="2004-04-08", held=0),
        ],
        "document_aliases": [{"alias": "chi-thi-01", "document_id": DIRECTIVE}],
        "document_texts": [{"document_id": DIRECTIVE, "text": TEXT}],
        "document_pages": [
            {"id": f"{DIRECTIVE}:p1", "document_id": DIRECTIVE, "number": 1, "start": 0, "end": 60},
            {"id": f"{DIRECTIVE}:p2", "document_id": DIRECTIVE, "number": 2, "start": 60,
             "end": len(TEXT)},
        ],
        "sources": [
            {"id": "s1", "path": "directive.txt", "sha256": "0", "document_id": DIRECTIVE,
             "role": "primary", "read_by": "plain", "media_type": "text/plain"},
        ],
        "citations": [
            citation(1, DIRECTIVE, DECREE, "implements", number="30/2020/NĐ-CP"),
            citation(2, PLAN, DIRECTIVE, "implements", number="01/CT-UBND"),
            citation(3, DIRECTIVE, PLAN, "refers"),  # a circle
            citation(4, DECREE, OLD_DECREE, "replaces", pinpoint="Điều 3"),
            citation(5, PLAN, None, "refers", number="01/CT-UBND", state="ambiguous",
                     candidates=f'["{DIRECTIVE}", "{ELSEWHERE}"]'),
            citation(6, PLAN, None, "refers", number="9/TB"),
            citation(7, PLAN, DECREE, "refers", number="30/2020/NĐ-CP"),
            citation(8, PLAN, LATER_DECREE, "refers", number="5/2024/NĐ-CP"),
            citation(9, PLAN, DECREE, "amends", pinpoint="Điều 7", subject_id=f"{PLAN}:c:8",
                     object_id=f"{PLAN}:c:7"),
        ],
        "tasks": [
            {"id": f"{DIRECTIVE}:t:1", "document_id": DIRECTIVE, "path": "1", "label": "1",
             "text": "rà soát biên chế", "force": "instructed", "deadline": "2030-03-31",
             "deadline_words": "trước ngày 31/3/2030", "clear_when": 1, "clear_product": 0,
             **place("Sở Nội vụ chủ trì, phối hợp với Sở Tài chính <b>rà soát</b> biên chế")},
            {"id": f"{DIRECTIVE}:t:1.a", "document_id": DIRECTIVE, "path": "1.a", "label": "a",
             "parent_id": f"{DIRECTIVE}:t:1", "text": "tinh giản biên chế", "force": "committed",
             **place("biên chế")},
            {"id": f"{DIRECTIVE}:t:2", "document_id": DIRECTIVE, "path": "2", "label": "2",
             "text": "báo cáo định kỳ", "force": "instructed", "recurrence": "định kỳ",
             "clear_when": 0, "clear_product": 0, **place("Các sở, ban, ngành báo cáo định kỳ")},
        ],
        "awaited_documents": [
            {"id": f"{DIRECTIVE}:t:1:{body}", "document_id": DIRECTIVE, "task_id": f"{DIRECTIVE}:t:1",
             "agency_id": body, "agency": name, "type": "plan", "deliverable": "kế hoạch rà soát",
             "state": state, "followed_by_id": followed}
            for body, name, state, followed in (
                ("so-noi-vu.son-la", "Sở Nội vụ tỉnh Sơn La", "followed", PLAN),
                ("so-tai-chinh.son-la", "Sở Tài chính tỉnh Sơn La", "not_held", None),
            )
        ],
        "task_agencies": [
            {"id": f"{DIRECTIVE}:t:{task}:{n}", "task_id": f"{DIRECTIVE}:t:{task}",
             "agency_id": agency, "role": role, "inherited": 0, "is_group": int(agency == "cac-so"),
             "name_as_written": words, "start": 0, "end": 5, "page": 1}
            for n, (task, agency, role, words) in enumerate((
                ("1", "so-noi-vu.son-la", "lead", "Sở Nội vụ"),
                ("1", "so-tai-chinh.son-la", "coordinate", "Sở Tài chính"),
                ("1.a", "so-noi-vu.son-la", "responsible", "Sở Nội vụ"),
                ("2", "cac-so", "responsible", "Các sở, ban, ngành"),
                ("2", "so-lao-dong.son-la", "lead", "Sở Lao động"),
            ))
        ],
        "agency_groups": [
            {"group_id": "cac-so", "member_key": "", "level": "", "kind": "",
             "jurisdiction": "son-la", "says": "departments"},
        ],
        "task_links": [
            {"task_id": f"{DIRECTIVE}:t:2", "same_as_id": f"{DIRECTIVE}:t:1", "likeness": 0.9,
             "reason": "tests"},
        ],
        "task_progress": [
            {"id": "n1", "task_id": f"{DIRECTIVE}:t:1", "status": "under_way",
             "on_date": "2024-02-01", "latest": 1},
        ],
        "build_changes": [
            {"id": PLAN, "kind": "document", "change": "added", "document_id": PLAN, "name": "x"},
        ],
        "_agency_counts": [
            {"agency_id": "so-noi-vu.son-la", "tasks": 1, "lead": 1, "responsible": 0},
            {"agency_id": "so-lao-dong.son-la", "tasks": 1, "lead": 1, "responsible": 0},
        ],
        "indicators": [
            {"id": "ty-le-ho-ngheo", "name": "tỷ lệ hộ nghèo", "name_en": "poverty rate", "unit": "%"},
        ],
        "targets": [
            {"id": f"{DIRECTIVE}:g:1", "document_id": DIRECTIVE, "indicator": "tỷ lệ hộ nghèo",
             "indicator_id": "ty-le-ho-ngheo", "comparator": "<=", "value": 5.0, "unit": "%",
             "value_normalized": 5.0, "unit_normalized": "%", "period": "2030", "year": "2030",
             **place("Giảm tỷ lệ hộ nghèo còn 5%")},
        ],
        "document_events": [
            {"id": f"{OLD_DECREE}:e", "document_id": OLD_DECREE, "kind": "replaced",
             "on_date": "2020-03-05", "by_document_id": DECREE, "from_what": "citation",
             "said_in": DIRECTIVE, **place("biên chế")},
        ],
        "problems": [
            {"id": "p1", "document_id": PLAN, "kind": "no-signer",
             "message": "Nobody signed. Look at the last page."},
        ],
        "corrections": [
            {"table": "documents", "row_id": DIRECTIVE, "column": "signer", "value": "A", "was": "",
             "by": "clerk", "on": "2024-05-01", "why": "stamp"},
        ],
    }  # fmt: skip


def make_knowledge_base(path: Path, title: str = "Về việc làm thử") -> Path:
    """Publish the small knowledge base at ``path``, atomically, as a build does."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.unlink(missing_ok=True)
    connection = sqlite3.connect(temporary)
    db = Database(connection)
    schema.migrate(db)
    sample = sample_rows(title)
    load.repeat_in_parts(sample)
    with connection:
        for table, rows in sample.items():
            if rows:
                db.table(table).insert_all(rows)
        together.count_work(connection)
        together.count_citing(connection)
        together.count_targets(connection)
        successions.write_heirs(connection)
        search.create(connection)
        for table in search.FULL_TEXT:
            search.fill(connection, table.kind)
    connection.close()
    return temporary.replace(path)
