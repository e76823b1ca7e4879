"""Documents that were asked for: who was asked, and which of theirs are held."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from synthetic import VERSION, read_specimen, write_specimen

from extract import vocabulary
from kb.build import build
from kb.resolve.awaited import asked_type, issuer_in

RESOLUTION: dict[str, Any] = {
    "type": "resolution", "number": "3/NQ-CP", "jurisdiction": "vn", "issued_on": "2025-09-01",
    "issuer": "Chính phủ", "issuer_key": "chinh-phu",
}  # fmt: skip


def asks(
    name: str, key: str | None = None, deliverable: str = "kế hoạch nuôi sò", **more: Any
) -> Any:
    group = more.pop("group", name.startswith(("các", "Các")))
    agency = {"name": name, "key": key, "role": "responsible", "is_group": group, **more}
    return {"path": "1", "text": f"{name} ban hành {deliverable}", "deliverable": deliverable,
            "agencies": [agency]}  # fmt: skip


def plan_of(place: str, **more: Any) -> dict[str, Any]:
    return {
        "document": {
            "type": "plan", "number": "7/KH-UBND", "jurisdiction": place, "issued_on": "2025-10-01",
            "issuer": "Ủy ban nhân dân tỉnh", "issuer_key": "ubnd-tinh", **more,
        },
        "citations": [{"type": "resolution", "number": "3/NQ-CP", "date": "2025-09-01",
                       "jurisdiction": "vn", "relation": "implements"}],
    }  # fmt: skip


def awaited(folder: Path, task: Any, **documents: dict[str, Any]) -> dict[str, str]:
    """The state of each body that is asked."""
    corpus = folder / "corpus"
    write_specimen(corpus / "resolution.json", document=RESOLUTION, tasks=[task])
    for name, data in documents.items():
        write_specimen(corpus / f"{name}.json", **data)
    build([corpus], folder / "kb.db", workers=0, read=read_specimen, version=VERSION)
    with closing(sqlite3.connect(folder / "kb.db")) as conn:
        assert not conn.execute("PRAGMA foreign_key_check").fetchall()
        return dict(conn.execute("SELECT agency_id, state FROM awaited_documents"))


@pytest.mark.parametrize(
    ("deliverable", "type_"),
    [
        ("kế hoạch triển khai Nghị quyết", "plan"), ("Chương trình hành động", "programme"),
        ("dự thảo Nghị định về nuôi sò", "decree"), ("báo cáo tổng kết", "report"),
        ("a plan on shells", "plan"), ("phần mềm quản lý sò", None), ("kế hoạchX", None),
        ("luật nuôi sò", None), ("quy định về nuôi sò", None),
    ],
)  # fmt: skip
def test_a_product_is_a_document_by_its_first_words(deliverable: str, type_: str | None) -> None:
    assert asked_type(deliverable) == type_


def test_every_province_of_the_day_is_asked_and_those_that_followed_are_told(
    tmp_path: Path,
) -> None:
    found = awaited(
        tmp_path,
        asks("UBND các tỉnh, thành phố", "ubnd-tinh", group=True),
        son_la=plan_of("son-la"),
        chairman=plan_of("lai-chau", issuer_key="chu-tich-ubnd-tinh"),
        too_early=plan_of("lang-son", issued_on="2025-08-01"),
        another_kind=plan_of("cao-bang", type="notice"),
    )
    states = {place.removesuffix(".ubnd-tinh"): state for place, state in found.items()}
    assert {place for place, state in states.items() if state == "followed"} == {
        "son-la",
        "lai-chau",
    }
    assert {states[place] for place in ("lang-son", "cao-bang", "ninh-binh")} == {"not_held"}
    assert "ha-nam" not in states  # merged before the resolution
    today = [p for p in vocabulary.provinces().values() if not p.valid_to]
    assert len(states) == len(today) == 34


@pytest.mark.parametrize(
    ("deliverable", "issuer"),
    [
        ("Quyết định của Thủ tướng Chính phủ", "thu-tuong"),
        ("dự thảo Nghị định về nuôi sò", "chinh-phu"),
        ("Nghị quyết của Quốc hội", "quoc-hoi"),
        ("a Decision of the Prime Minister", "thu-tuong"),
        ("kế hoạch nuôi sò", None),
        ("Quyết định của Giám đốc", None),
    ],
)
def test_what_one_body_prepares_another_issues(deliverable: str, issuer: str | None) -> None:
    assert issuer_in(deliverable) == issuer


def test_the_decision_that_a_ministry_prepares_is_awaited_of_the_prime_minister(
    tmp_path: Path,
) -> None:
    product = "Quyết định của Thủ tướng Chính phủ về nuôi sò"
    assert awaited(tmp_path, asks("Bộ Tài chính", "bo-tai-chinh", product)) == {
        "thu-tuong": "not_held"
    }


def test_one_body_is_asked_by_its_name(tmp_path: Path) -> None:
    assert awaited(tmp_path, asks("Bộ Tài chính", "bo-tai-chinh")) == {"bo-tai-chinh": "not_held"}


def test_ministries_are_those_of_the_day(tmp_path: Path) -> None:
    found = awaited(tmp_path, asks("Các Bộ"))
    assert "bo-nong-nghiep-va-moi-truong" in found
    assert "bo-giao-thong-van-tai" not in found


def test_who_belongs_to_a_class_that_is_not_listed_is_unknown(tmp_path: Path) -> None:
    found = awaited(tmp_path, asks("các đơn vị liên quan"), son_la=plan_of("son-la"))
    assert list(found.values()) == ["unknown"]


@pytest.mark.parametrize(
    "task",
    [
        asks("Bộ Tài chính", "bo-tai-chinh", "phần mềm quản lý sò"),
        asks("Bộ Tài chính", "bo-tai-chinh") | {"force": "encouraged"},
        {"path": "1", "text": "ban hành kế hoạch", "deliverable": "kế hoạch", "agencies": []},
    ],
    ids=["no document", "nobody told", "nobody named"],
)  # fmt: skip
def test_nothing_is_awaited_that_the_words_do_not_ask_for(tmp_path: Path, task: Any) -> None:
    assert awaited(tmp_path, task) == {}


def test_the_view_counts_and_names_what_is_missing(tmp_path: Path) -> None:
    awaited(tmp_path, asks("UBND các tỉnh", "ubnd-tinh", group=True), son_la=plan_of("son-la"))
    with closing(sqlite3.connect(tmp_path / "kb.db")) as conn:
        asked, followed, not_held, missing = conn.execute(
            "SELECT asked, followed, not_held, missing FROM not_followed"
        ).fetchone()
    assert (asked, followed, not_held) == (34, 1, 33)
    assert len(json.loads(missing)) == 33
