"""The scorer: its matching rules, each by a case that could come out otherwise."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from extract.facts import Citation, DocumentFields, Facts, Span, Target, Task, TaskAgency
from kb.score import Counts, as_json, as_table, compare, drops, score

SPAN = Span(0, 5, 1, "words")
CITATION = Citation("decree", SPAN, number="30/2020/NĐ-CP", date="2020-03-05", relation="basis")
TASK = Task(
    "3",
    "Sở Mẫu rà soát các quy định đã ban hành trước đây",
    SPAN,
    label="3",
    agencies=(TaskAgency("Sở Mẫu", "lead", SPAN),),
    deadline="2026-06-30",
)
TARGET = Target(
    "Tỷ lệ che phủ rừng", SPAN, 48.0, unit="%", value_normalized=48.0, unit_normalized="%"
)
FACTS = Facts(
    DocumentFields("directive", "vi", number="01/CT-UBND", title="về việc mẫu"),
    citations=(CITATION,),
    tasks=(TASK,),
    targets=(TARGET,),
)
GOLD = {
    "file": "mau.txt",
    "sha256": "",
    "document": {
        "type": "directive",
        "language": "vi",
        "number": "01/CT-UBND",
        "title": "Về việc mẫu",
    },
    "citations": [
        {
            "type": "decree",
            "number": "30/2020/NĐ-CP",
            "name": None,
            "date": "2020-03-05",
            "relation": "basis",
            "quote": "words",
        }
    ],
    "tasks": [
        {
            "path": "3",
            "parent": None,
            "first_words": "Sở Mẫu rà soát các quy định đã",
            "deadline": "2026-06-30",
            "agencies": [{"name": "Sở Mẫu", "role": "lead", "inherited": False}],
        }
    ],
    "targets": [
        {
            "indicator": "Tỷ lệ che phủ rừng",
            "value": 48,
            "value_to": None,
            "value_normalized": 48,
            "unit_normalized": "%",
            "period": None,
        }
    ],
}


def counts(facts: Facts, kind: str) -> Counts:
    return compare("mau.txt", facts, GOLD).counts[kind]


@pytest.mark.parametrize(
    "kind", ["fields", "citations", "relations", "tasks", "agencies", "deadlines", "targets"]
)
def test_the_facts_of_the_gold_file_score_one(kind: str) -> None:
    assert counts(FACTS, kind).f1 == 1


def test_a_duplicate_citation_never_counts_twice() -> None:
    twice = replace(FACTS, citations=(CITATION, CITATION))
    assert counts(twice, "citations") == Counts(right=1, found=2, gold=1)


@pytest.mark.parametrize(
    "wrong",
    [
        replace(CITATION, number="31/2020/NĐ-CP"),
        replace(CITATION, type="decision"),
        replace(CITATION, date="2020-03-06"),
        replace(CITATION, date=None),
    ],
)
def test_a_citation_with_another_number_type_or_date_is_no_match(wrong: Citation) -> None:
    facts = replace(FACTS, citations=(wrong,))
    assert counts(facts, "citations") == Counts(right=0, found=1, gold=1)


def test_a_right_citation_with_a_wrong_relation_costs_only_the_relation() -> None:
    facts = replace(FACTS, citations=(replace(CITATION, relation="implements"),))
    assert counts(facts, "citations").f1 == 1
    assert counts(facts, "relations").f1 == 0


def test_an_anaphor_to_the_document_itself_needs_no_number_that_was_read() -> None:
    own = {"type": "directive", "number": "01/CT-UBND", "name": None, "date": "2024-01-03"}
    gold = GOLD | {
        "document": GOLD["document"] | {"issued_on": "2024-01-03"},  # type: ignore[operator]
        "citations": [own | {"form": "anaphoric", "relation": "refers", "quote": "Chỉ thị này"}],
    }
    itself = Citation("directive", SPAN, form="anaphoric", self_reference=True)
    facts = replace(FACTS, citations=(itself,))
    assert compare("mau.txt", facts, gold).counts["citations"].f1 == 1
    other = replace(facts, citations=(replace(itself, self_reference=False),))
    assert compare("mau.txt", other, gold).counts["citations"].right == 0


def test_a_field_that_the_gold_file_leaves_empty_is_a_false_one() -> None:
    facts = replace(FACTS, document=replace(FACTS.document, signer="Người Mẫu"))
    assert counts(facts, "fields") == Counts(right=4, found=5, gold=4)


def test_lead_and_coordinate_are_not_the_same_role() -> None:
    swapped = replace(TASK, agencies=(TaskAgency("Sở Mẫu", "coordinate", SPAN),))
    assert counts(replace(FACTS, tasks=(swapped,)), "agencies").right == 0


def test_a_committed_task_is_no_instructed_one() -> None:
    facts = replace(FACTS, tasks=(replace(TASK, force="committed"),))
    assert counts(facts, "tasks").right == 0


def test_the_agencies_of_a_missed_task_are_missed_too() -> None:
    assert counts(replace(FACTS, tasks=()), "agencies") == Counts(right=0, found=0, gold=1)


def test_a_target_with_another_scale_is_no_match() -> None:
    facts = replace(FACTS, targets=(replace(TARGET, value_normalized=48_000.0),))
    assert counts(facts, "targets").right == 0


def test_all_facts_of_an_unread_document_are_missed() -> None:
    unread = compare("mau.txt", None, GOLD, unread="the pages are images")
    assert unread.counts["citations"] == Counts(right=0, found=0, gold=1)


def test_a_gold_file_is_found_by_the_documents_hash(tmp_path: Path) -> None:
    document = tmp_path / "renamed.txt"
    document.write_text("CHỈ THỊ\nvề việc mẫu\n", encoding="utf-8")
    gold = GOLD | {"sha256": hashlib.sha256(document.read_bytes()).hexdigest()}
    folder = tmp_path / "gold"
    folder.mkdir()
    (folder / "mau.json").write_text(json.dumps(gold), encoding="utf-8")
    report = score([document], folder)
    assert [d.file for d in report.documents] == ["renamed.txt"]
    assert "| citations | 1 |" in as_table(report)


def test_no_gold_file_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no gold file"):
        score([tmp_path], tmp_path)


def test_a_fall_of_f1_is_a_drop_and_a_rise_is_none() -> None:
    def report(facts: Facts) -> object:
        from kb.score import KINDS, ScoreReport

        document = compare("mau.txt", facts, GOLD)
        return ScoreReport((document,), (), {kind: document.counts[kind] for kind in KINDS})

    better, worse = report(FACTS), report(replace(FACTS, targets=()))
    assert drops(better, as_json(worse)) == []  # type: ignore[arg-type]
    lines = drops(worse, as_json(better))  # type: ignore[arg-type]
    assert lines == [
        "in total: targets fell from 1.0000 to 0.0000",
        "mau.txt: targets fell from 1.0000 to 0.0000",
    ]
