"""Targets of several documents together: what changes, what does not fit, and who answers for it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from synthetic import VERSION, read_specimen, write_specimen

from kb.build import build

Rows = list[tuple[Any, ...]]
Ask = Callable[[str], Rows]

COUNCIL = {"type": "resolution", "jurisdiction": "son-la", "issuer_key": "hdnd-tinh",
           "issuer": "Hội đồng nhân dân tỉnh Sơn La"}  # fmt: skip


def target(indicator: str, value: float, **more: Any) -> dict[str, Any]:
    unit = more.pop("unit_normalized", "%")
    return {
        "indicator": indicator, "value": value, "value_normalized": value, "unit": unit,
        "unit_normalized": unit, "kind": "share", "period": "2026", **more,
    }  # fmt: skip


def money(indicator: str, value: float, **more: Any) -> dict[str, Any]:
    return target(indicator, value, unit_normalized="VND", kind="level", **more)


def resolution(number: str, day: str, *targets: dict[str, Any], **more: Any) -> dict[str, Any]:
    document = {**COUNCIL, "number": number, "issued_on": day, **more.pop("document", {})}
    return {"document": document, "targets": list(targets), **more}


def ask_of(home: Path, **documents: dict[str, Any]) -> Ask:
    for name, data in documents.items():
        write_specimen(home / "corpus" / f"{name}.json", **data)
    build([home / "corpus"], home / "kb.db", workers=0, read=read_specimen, version=VERSION)

    def ask(sql: str) -> Rows:
        with closing(sqlite3.connect(home / "kb.db")) as conn:
            return conn.execute(sql).fetchall()

    return ask


FIRST = resolution(
    "1/NQ-HĐND", "2024-12-05", target("Tỷ lệ hộ nghèo", 8), target("Tỷ lệ che phủ rừng", 46),
    target("Tỷ lệ đô thị hóa", 20), target("Tỷ lệ lao động qua đào tạo", 60),
    money("Thu ngân sách nhà nước", 4.1e12), target("Tỷ lệ gia đình văn hóa", 70),
)  # fmt: skip
SECOND = resolution(
    "2/NQ-HĐND", "2025-12-05", target("Tỉ lệ hộ nghèo theo chuẩn đa chiều", 9),
    target("Giữ vững tỷ lệ che phủ rừng", 45.5), target("Tỷ lệ đô thị hoá", 20),
    target("Tỷ lệ lao động qua đào tạo", 62), money("Tổng thu NSNN trên địa bàn tỉnh", 4.3e9),
)  # fmt: skip
ELSEWHERE = resolution(
    "3/NQ-HĐND", "2026-01-05", target("Tỷ lệ che phủ rừng", 40),
    document={"jurisdiction": "lai-chau", "issuer": "Hội đồng nhân dân tỉnh Lai Châu"},
)  # fmt: skip
NEWS = resolution(
    "", "2026-02-01", target("Tỷ lệ che phủ rừng", 44), document={"type": "news", "title": "Tin"}
)


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    home = tmp_path_factory.mktemp("targets")
    return ask_of(home, first=FIRST, second=SECOND, elsewhere=ELSEWHERE, news=NEWS)


def test_a_later_document_repeats_raises_lowers_or_drops_a_target(ask: Ask) -> None:
    said: dict[str, str] = dict(
        ask("SELECT indicator_id, change FROM target_changes WHERE document_id GLOB '2-nq-*'")
    )
    assert said == {
        "poverty-rate": "raised", "forest-cover": "lowered", "urbanisation": "repeated",
        "trained-workers": "raised", "state-revenue": "lowered", "cultural-families": "dropped",
    }  # fmt: skip


def test_the_series_says_by_whom_and_against_which_target(ask: Ask) -> None:
    rows = ask(
        """SELECT s.number, s.issuer, s.change, b.value FROM target_series s
             LEFT JOIN targets b ON b.id = s.before_id
            WHERE s.indicator_id = 'forest-cover' AND s.place = 'son-la' ORDER BY s.issued_on"""
    )
    council = "Hội đồng nhân dân tỉnh Sơn La"
    assert rows == [
        ("1/NQ-HĐND", council, "set", None),
        ("2/NQ-HĐND", council, "lowered", 46),
        ("", council, None, None),  # the news tells of a target and sets none
    ]


def test_a_dropped_target_stands_in_the_series_with_the_document_that_leaves_it_out(
    ask: Ask,
) -> None:
    rows = ask("SELECT target_id, number, indicator FROM target_series WHERE change = 'dropped'")
    assert rows == [(None, "2/NQ-HĐND", "tỷ lệ gia đình văn hóa")]


def test_a_target_of_another_province_is_compared_with_none_of_this_one(ask: Ask) -> None:
    rows = ask("SELECT change FROM target_changes WHERE place = 'lai-chau'")
    assert rows == [("set",)]


def test_one_indicator_has_one_row_with_its_official_name(ask: Ask) -> None:
    rows = ask(
        """SELECT name, name_en, official_name, kind, better, known, targets FROM indicators
            WHERE id = 'forest-cover'"""
    )
    official = "Tỷ lệ che phủ rừng"
    assert rows == [("tỷ lệ che phủ rừng", "forest coverage", official, "share", "up", 1, 4)]


def test_a_lowered_target_is_a_problem_that_shows_both_sides(ask: Ask) -> None:
    rows = ask(
        """SELECT p.document_id, t.indicator_id, p.other_document_id, p.other_quote = o.quote
             FROM problems p JOIN targets t ON p.id = 'target:target-lowered:' || t.id
             JOIN targets o ON o.document_id = p.other_document_id AND o.start = p.other_start
            WHERE p.kind = 'target-lowered' ORDER BY 2"""
    )
    second, first = "2-nq-hdnd.son-la.2025-12-05", "1-nq-hdnd.son-la.2024-12-05"
    assert rows == [
        (second, "forest-cover", first, 1),
        (second, "poverty-rate", first, 1),  # more poor households are less of a target
        (second, "state-revenue", first, 1),
    ]


def test_a_document_that_amends_the_earlier_one_may_lower_its_targets(tmp_path: Path) -> None:
    cited = {"type": "resolution", "number": "1/NQ-HĐND", "date": "2024-12-05",
             "relation": "amends"}  # fmt: skip
    ask = ask_of(tmp_path, first=FIRST, second={**SECOND, "citations": [cited]})
    assert ask("SELECT 1 FROM problems WHERE kind = 'target-lowered'") == []


def test_a_number_a_thousand_times_as_large_elsewhere_is_a_problem(ask: Ask) -> None:
    rows = ask("SELECT document_id, other_document_id FROM problems WHERE kind = 'target-scale'")
    assert rows == [("1-nq-hdnd.son-la.2024-12-05", "2-nq-hdnd.son-la.2025-12-05")]


def test_other_physical_units_are_no_other_scale(tmp_path: Path) -> None:
    areas = [
        target("Diện tích rừng trồng", 5000, unit_normalized="ha", kind="level"),
        target("Diện tích rừng trồng", 50, unit_normalized="km²", kind="level"),
    ]
    ask = ask_of(
        tmp_path,
        first=resolution("1/NQ-HĐND", "2024-12-05", areas[0]),
        second=resolution("2/NQ-HĐND", "2025-12-05", areas[1]),
    )
    assert ask("SELECT value_compared, unit_compared FROM targets") == [(5000, "ha"), (5000, "ha")]


def test_the_text_and_its_own_appendix_are_compared(tmp_path: Path) -> None:
    told = [
        target("Tỷ lệ che phủ rừng", 47), target("Tỷ lệ che phủ rừng", 46.5, appendix="Phụ lục"),
        target("Tỷ lệ hộ nghèo", 8), target("Tỷ lệ hộ nghèo", 8, appendix="Phụ lục"),
    ]  # fmt: skip
    ask = ask_of(tmp_path, first=resolution("1/NQ-HĐND", "2024-12-05", *told))
    rows = ask("SELECT id, other_quote FROM problems WHERE kind = 'target-appendix'")
    assert [id_ for id_, _ in rows] == ["target:target-appendix:1-nq-hdnd.son-la.2024-12-05:g0"]
    assert "46.5" in rows[0][1]


def _owned(home: Path, task: bool, own: bool) -> Rows:
    lead = [{"name": "Sở Tài chính", "key": "so-tai-chinh", "role": "lead"}]
    both = [*lead, {"name": "Các sở, ngành", "role": "coordinate", "is_group": True}]
    set_by = target("Tỷ lệ đô thị hóa", 20, agencies=both if own else [], section="1")
    doing = {"path": "1", "section": "1", "text": "Quy hoạch", "agencies": [
        {"name": "Sở Xây dựng", "key": "so-xay-dung", "role": "lead"}]}  # fmt: skip
    ask = ask_of(
        home, first={**resolution("1/NQ-HĐND", "2024-12-05", set_by), "tasks": [doing] * task}
    )
    return ask("SELECT owners, coordinating, task FROM target_owners")


def test_the_body_of_its_column_answers_for_a_target(tmp_path: Path) -> None:
    ((owners, coordinating, _),) = _owned(tmp_path, task=False, own=True)
    assert json.loads(owners) == ["Sở Tài chính tỉnh Sơn La"]
    assert json.loads(coordinating) == ["Các sở, ngành"]


def test_the_body_of_its_task_answers_for_a_target_that_names_none(tmp_path: Path) -> None:
    ((owners, _, task),) = _owned(tmp_path, task=True, own=False)
    assert (json.loads(owners), task) == (["Sở Xây dựng tỉnh Sơn La"], "Quy hoạch")


def test_its_own_column_goes_before_the_task(tmp_path: Path) -> None:
    ((owners, _, task),) = _owned(tmp_path, task=True, own=True)
    assert (json.loads(owners), task) == (["Sở Tài chính tỉnh Sơn La"], "Quy hoạch")


# What people say

OWN = "ti-le-ban-van-hoa.percent"


def _corrected(home: Path, line: str) -> Ask:
    text = f"table,row_id,column,value,was,by,on,why\n{line},,a clerk,2026-03-01,the same\n"
    (home / "corpus" / "corrections.csv").write_text(text, encoding="utf-8")
    return ask_of(home)


def test_two_indicators_that_people_say_are_the_same_are_one_until_they_say_otherwise(
    tmp_path: Path,
) -> None:
    first = resolution("1/NQ-HĐND", "2024-12-05", target("Tỷ lệ bản văn hóa", 60))
    ask = ask_of(tmp_path, first=first)
    assert ask("SELECT indicator_id FROM targets") == [(OWN,)]
    ask = _corrected(tmp_path, f"indicators,{OWN},same_as,cultural-villages")
    assert ask("SELECT indicator_id FROM targets") == [("cultural-villages",)]
    rows = ask("SELECT id, same_as, targets FROM indicators ORDER BY id")
    assert rows == [("cultural-villages", None, 1), (OWN, "cultural-villages", 0)]
    assert ask('SELECT "by" FROM corrections') == [("a clerk",)]
    (tmp_path / "corpus" / "corrections.csv").unlink()
    assert ask_of(tmp_path)("SELECT indicator_id FROM targets") == [(OWN,)]


def test_the_indicator_of_one_target_can_be_corrected(tmp_path: Path) -> None:
    first = resolution("1/NQ-HĐND", "2024-12-05", target("Tỷ lệ bản văn hóa", 60))
    ask_of(tmp_path, first=first)
    row = "1-nq-hdnd.son-la.2024-12-05:g0"
    ask = _corrected(tmp_path, f"targets,{row},indicator_id,cultural-villages")
    assert ask("SELECT indicator_id FROM targets") == [("cultural-villages",)]
    assert ask("SELECT known FROM indicators") == [(1,)]


def test_a_merger_with_an_indicator_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    first = resolution("1/NQ-HĐND", "2024-12-05", target("Tỷ lệ bản văn hóa", 60))
    ask_of(tmp_path, first=first)
    ask = _corrected(tmp_path, f"indicators,{OWN},same_as,not-there")
    assert ask("SELECT kind FROM problems") == [("correction-not-applied",)]


def test_an_unsure_indicator_is_a_suggestion_with_its_evidence(tmp_path: Path) -> None:
    words = "Tỷ lệ tiểu khu, khu dân cư đạt chuẩn văn hóa"
    ask = ask_of(tmp_path, first=resolution("1/NQ-HĐND", "2024-12-05", target(words, 60)))
    rows = ask(
        """SELECT s."table", s.row_id = t.indicator_id, s."column", s.value, s.quote = t.quote
             FROM suggestions s JOIN targets t ON t.document_id = s.document_id"""
    )
    assert rows == [("indicators", 1, "same_as", "cultural-villages", 1)]
