"""What is in force on a day: from dates of effect and from what other documents do, never from
silence."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from synthetic import VERSION, read_specimen, write_specimen

from kb import questions
from kb.build import build
from kb.resolve import effect
from kb.resolve.effect import status_on

OLD = "7-2019-qd-ubnd.son-la"
NEW = "12-2025-qd-ubnd.son-la"


def _decision(number: str, issued: str, effective: str | None, **more: Any) -> dict[str, Any]:
    return {
        "type": "decision", "number": number, "jurisdiction": "son-la", "issued_on": issued,
        "effective_on": effective, "issuer_key": "ubnd-tinh", **more,
    }  # fmt: skip


def _cites(relation: str, **more: Any) -> dict[str, Any]:
    return {
        "type": "decision", "number": "7/2019/QĐ-UBND", "date": "2019-04-05",
        "jurisdiction": "son-la", "relation": relation, **more,
    }  # fmt: skip


def _build(home: Path, *documents: dict[str, Any], corrections: str = "") -> Path:
    for number, data in enumerate(documents):
        write_specimen(home / "corpus" / f"{number}.json", **data)
    if corrections:
        (home / "corpus" / "corrections.csv").write_text(
            f"table,row_id,column,value\n{corrections}\n", encoding="utf-8"
        )
    db = home / "kb.db"
    build([home / "corpus"], db, workers=0, read=_with_evidence, version=VERSION)
    return db


def _with_evidence(path: Path) -> Any:
    """As :func:`read_specimen`, with words for the dates: what has none gives no event."""
    reading = read_specimen(path)
    if reading.facts is None:
        return reading
    fields = reading.facts.document
    words = fields.spans["title"]
    spans = {
        name: words for name in ("title", "issued_on", "effective_on") if getattr(fields, name)
    }
    return replace(
        reading,
        facts=replace(reading.facts, document=replace(fields, spans=spans | {"title": words})),
    )


def _status(db: Path, document: str, day: str) -> str:
    with closing(sqlite3.connect(db)) as conn:
        found = status_on(conn, document, day)
    assert found is not None
    return str(found["status"])


ISSUED = {"document": _decision("7/2019/QĐ-UBND", "2019-04-05", "2019-04-20")}


def _acting(relation: str, effective: str | None = "2025-03-15", **more: Any) -> dict[str, Any]:
    return {
        "document": _decision("12/2025/QĐ-UBND", "2025-03-01", effective),
        "citations": [_cites(relation, **more)],
    }


@pytest.mark.parametrize(
    ("relation", "pinpoint", "before", "after"),
    [
        ("amends", None, "in_force", "amended"),
        ("amends", "khoản 2 Điều 3", "in_force", "amended"),
        ("replaces", None, "in_force", "expired"),
        ("replaces", "Điều 3", "in_force", "amended"),
        ("repeals", None, "in_force", "expired"),
        ("repeals", "Điều 3", "in_force", "partly_expired"),
        ("suspends", None, "in_force", "suspended"),
        ("suspends", "Điều 3", "in_force", "amended"),
        ("basis", None, "in_force", "in_force"),
        ("refers", None, "in_force", "in_force"),
        ("details", None, "in_force", "in_force"),
    ],
)
def test_what_another_document_does_has_effect_from_that_documents_day(
    tmp_path: Path, relation: str, pinpoint: str | None, before: str, after: str
) -> None:
    db = _build(tmp_path, ISSUED, _acting(relation, pinpoint=pinpoint))
    assert _status(db, OLD, "2025-03-14") == before
    assert _status(db, OLD, "2025-03-15") == after


@pytest.mark.parametrize(
    ("relation", "status"),
    [("repeals", "partly_expired"), ("replaces", "amended"), ("suspends", "amended")],
)
def test_an_act_on_a_part_that_is_not_named_leaves_the_rest(
    tmp_path: Path, relation: str, status: str
) -> None:
    db = _build(tmp_path, ISSUED, _acting(relation, in_part=True))
    assert _status(db, OLD, "2025-03-15") == status


@pytest.mark.parametrize(
    ("day", "status"),
    [
        ("2019-04-04", "not_yet_in_force"),
        ("2019-04-19", "not_yet_in_force"),
        ("2019-04-20", "in_force"),
        ("2026-01-01", "in_force"),
    ],
)
def test_a_document_is_in_force_from_its_date_of_effect(
    tmp_path: Path, day: str, status: str
) -> None:
    assert _status(_build(tmp_path, ISSUED), OLD, day) == status


def test_without_a_date_of_effect_nothing_is_said(tmp_path: Path) -> None:
    db = _build(tmp_path, {"document": _decision("7/2019/QĐ-UBND", "2019-04-05", None)})
    assert _status(db, OLD, "2019-04-04") == "not_yet_in_force"
    assert _status(db, OLD, "2026-01-01") == "unknown"


@pytest.mark.parametrize("relation", ["amends", "replaces", "repeals", "suspends"])
def test_an_act_whose_day_of_effect_is_not_known_leaves_the_status_unknown(
    tmp_path: Path, relation: str
) -> None:
    db = _build(tmp_path, ISSUED, _acting(relation, effective=None))
    assert _status(db, OLD, "2025-02-28") == "in_force"
    assert _status(db, OLD, "2025-03-02") == "unknown"


def test_a_letter_or_plan_ends_only_its_own_kind(tmp_path: Path) -> None:
    plan = _acting("replaces")
    plan["document"] |= {"type": "plan", "number": "12/KH-UBND"}
    letter_of_plans = {
        "document": _decision("9/KH-UBND", "2019-04-05", "2019-04-20", type="plan"),
    }
    plan["citations"].append(
        {"type": "plan", "number": "9/KH-UBND", "date": "2019-04-05", "relation": "replaces",
         "jurisdiction": "son-la"}
    )  # fmt: skip
    db = _build(tmp_path, ISSUED, plan, letter_of_plans)
    assert _status(db, OLD, "2026-01-01") == "in_force"
    assert _status(db, "9-kh-ubnd.son-la.2019-04-05", "2026-01-01") == "expired"


def test_an_earlier_document_ends_no_later_one(tmp_path: Path) -> None:
    earlier = _acting("repeals")
    earlier["document"] |= {"number": "1/2018/QĐ-UBND", "issued_on": "2018-01-01"}
    db = _build(tmp_path, ISSUED, earlier)
    assert _status(db, OLD, "2026-01-01") == "in_force"


def test_an_amendment_of_one_cited_document_by_another_is_the_others_doing(tmp_path: Path) -> None:
    new = {"type": "decision", "number": "12/2025/QĐ-UBND", "date": "2025-03-01",
           "jurisdiction": "son-la"}  # fmt: skip
    reporting = {
        "document": _decision("20/2025/QĐ-UBND", "2025-06-01", "2025-06-10"),
        "citations": [_cites("basis"), new, _cites("amends", subject=1, object=0)],
    }
    acting = {"document": _decision("12/2025/QĐ-UBND", "2025-03-01", "2025-03-15")}
    db = _build(tmp_path, ISSUED, reporting, acting)
    with closing(sqlite3.connect(db)) as conn:
        found = status_on(conn, OLD, "2025-04-01")
    assert found is not None
    assert (found["status"], found["by_document_id"]) == ("amended", NEW)


def test_a_person_can_say_that_a_document_has_ended(tmp_path: Path) -> None:
    db = _build(tmp_path, ISSUED, corrections=f"documents,{OLD},expired_on,2020-12-31")
    assert _status(db, OLD, "2020-12-30") == "in_force"
    assert _status(db, OLD, "2020-12-31") == "expired"
    with closing(sqlite3.connect(db)) as conn:
        assert conn.execute(
            "SELECT status, expired_on FROM documents WHERE id = ?", (OLD,)
        ).fetchone() == ("expired", "2020-12-31")


def test_the_view_of_today_and_the_column_agree_and_name_the_words(tmp_path: Path) -> None:
    db = _build(tmp_path, ISSUED, _acting("repeals"))
    with closing(sqlite3.connect(db)) as conn:
        rows = conn.execute(
            """SELECT d.id, d.status, s.status, s.kind, s.quote IS NOT NULL FROM documents d
                 JOIN document_status s ON s.document_id = d.id ORDER BY d.id"""
        ).fetchall()
    assert rows == [
        (NEW, "in_force", "in_force", "effective", 1), (OLD, "expired", "expired", "repealed", 1),
    ]  # fmt: skip


def test_the_question_for_a_day_is_the_same_as_the_view_for_today(tmp_path: Path) -> None:
    asked = " ".join(questions.questions()["effect"].sql.split())
    assert " ".join(effect.status_sql("coalesce(nullif(:day, ''), date('now'))").split()) in asked
    db = _build(tmp_path, ISSUED, _acting("repeals"))
    with closing(questions.open_database(db)) as conn:
        for words in (OLD, "7/2019/QĐ-UBND", "7-2019-qd-ubnd"):
            for day, status in (("2020-01-01", "in_force"), ("", "expired")):
                (row,) = questions.ask(conn, "effect", document=words, day=day)
                assert (row["document_id"], row["status"]) == (OLD, status)


def test_the_register_says_what_has_ended(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "son-la.csv").write_text(
        "số hiệu,ngày ban hành,ngày có hiệu lực,ngày hết hiệu lực,trích yếu,tình trạng\n"
        "7/2019/QĐ-UBND,2019-04-05,2019-04-20,2021-01-01,Quy định một việc,Hết hiệu lực\n"
        "8/2019/QĐ-UBND,2019-04-05,2019-04-20,,Quy định một việc khác,Hết hiệu lực\n",
        encoding="utf-8",
    )
    db = _build(tmp_path)
    assert _status(db, OLD, "2020-12-31") == "in_force"
    assert _status(db, OLD, "2021-01-01") == "expired"
    assert _status(db, "8-2019-qd-ubnd.son-la", "9999-01-01") == "expired"


def test_a_day_on_which_a_status_changes_is_a_reason_to_publish_again(
    tmp_path: Path,
) -> None:
    _build(tmp_path, {"document": _decision("7/2019/QĐ-UBND", "2019-04-05", "2999-01-01")})
    again = {"workers": 0, "read": _with_evidence, "version": VERSION}
    assert not build([tmp_path / "corpus"], tmp_path / "kb.db", **again).published  # type: ignore[arg-type]
    with closing(sqlite3.connect(tmp_path / "kb.db")) as conn:
        conn.execute("UPDATE _state SET value = '2020-01-01' WHERE name = 'until'")
        conn.commit()
    report = build([tmp_path / "corpus"], tmp_path / "kb.db", **again)  # type: ignore[arg-type]
    assert (report.published, report.files_read) == (True, 0)
