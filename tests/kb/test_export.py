"""Tasks for other programs: what is written is read back by other people's readers."""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
from pathlib import Path
from typing import Any

import icalendar
import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from synthetic import read_specimen, write_specimen

from kb.build import build
from kb.cli import cli
from kb.export.calendars import calendar

PLAN = "12-kh-ubnd.son-la.2024-02-01"
HEADS = ["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn"]


def body(name: str, role: str, key: str | None = None, **more: Any) -> dict[str, Any]:
    return {"name": name, "role": role, "key": key, **more}


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office") / "in"
    write_specimen(
        folder / "plan.json",
        document={"type": "plan", "number": "12/KH-UBND", "issued_on": "2024-02-01",
                  "jurisdiction": "son-la", "title": "Kế hoạch thử"},
        tasks=[
            {"path": "1", "text": "=1+2 là lời, không phải công thức", "deadline": "2030-03-31",
             "deadline_words": "trước ngày 31/3/2030", "deliverable": "Báo cáo",
             "agencies": [body("Sở Tài chính", "lead", "so-tai-chinh"),
                          body("Sở Y tế", "coordinate", "so-y-te")]},
            {"path": "2", "text": "rà soát hộ nghèo", "deadline": "2030-06-30",
             "deadline_words": "trong quý II/2030",
             "agencies": [body("Sở Lao động - Thương binh và Xã hội", "lead",
                               "so-lao-dong-thuong-binh-va-xa-hoi")]},
            {"path": "3", "text": "báo cáo kết quả", "deadline": "2030-12-15",
             "deadline_words": "trước ngày 15/12/2030",
             "agencies": [body("các sở, ban, ngành", "responsible", is_group=True)]},
            {"path": "4", "text": "- gạch đầu dòng", "recurrence": "hằng quý",
             "agencies": [body("Sở Tài chính", "responsible", "so-tai-chinh")]},
            {"path": "5", "text": "đã làm xong rồi", "deadline": "2030-01-01",
             "agencies": [body("Sở Tài chính", "lead", "so-tai-chinh")]},
            {"path": "6", "text": "sẽ phấn đấu", "force": "committed", "deadline": "2030-01-01",
             "agencies": [body("Sở Tài chính", "lead", "so-tai-chinh")]},
        ],
    )  # fmt: skip
    (folder / "progress.csv").write_text(
        f"task_id,status,date,by,note\n{PLAN}:t:5,hoàn thành,2026-01-01,A,\n", encoding="utf-8"
    )
    path = folder.parent / "kb.db"
    build([folder], path, workers=0, read=read_specimen, version="1")
    return path


def exported(db: Path, out: Path, *options: str) -> str:
    told = CliRunner().invoke(cli, ["export", *options, "--db", str(db), "--out", str(out)])
    assert told.exit_code == 0, told.output
    return told.output


def test_a_workbook_has_the_columns_of_a_tracker_and_text_that_is_text(db: Path, tmp_path: Path):
    out = tmp_path / "tasks.xlsx"
    assert "5 tasks" in exported(db, out, "xlsx")
    sheet = openpyxl.load_workbook(out).active
    lines = list(sheet.iter_rows(values_only=True))
    assert list(lines[0][:5]) == HEADS
    assert lines[1][:5] == (
        1, "=1+2 là lời, không phải công thức", "Sở Tài chính tỉnh Sơn La",
        "Sở Y tế tỉnh Sơn La", datetime.datetime(2030, 3, 31))  # fmt: skip
    assert sheet["B2"].data_type == "s"
    assert lines[1][6:10] == ("Báo cáo", "12/KH-UBND", datetime.datetime(2024, 2, 1), "1")
    assert lines[2][2] == "Sở Nông nghiệp và Môi trường tỉnh Sơn La"
    assert lines[5][11] == "Hoàn thành đúng hạn"
    with zipfile.ZipFile(out) as archive:
        written = etree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    assert not written.findall(".//{*}f"), "no cell is a formula"


def test_csv_opens_with_its_accents_and_runs_nothing(db: Path, tmp_path: Path) -> None:
    out = tmp_path / "tasks.csv"
    exported(db, out, "csv", "--document", "12/KH-UBND")
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(out.read_text(encoding="utf-8-sig"))))
    assert lines[0][:5] == HEADS
    assert lines[1][1] == "'=1+2 là lời, không phải công thức"
    assert lines[1][4] == "31/03/2030"
    assert lines[4][1] == "'- gạch đầu dòng"
    assert not any(cell.startswith(("=", "+", "-", "@")) for line in lines for cell in line)


def test_one_agency_has_its_own_its_predecessors_and_its_groups_tasks(db: Path, tmp_path: Path):
    out = tmp_path / "tasks.csv"
    exported(db, out, "csv", "--agency", "so nong nghiep va moi truong")
    lines = list(csv.reader(io.StringIO(out.read_text(encoding="utf-8-sig"))))
    assert [line[1] for line in lines[1:]] == ["rà soát hộ nghèo", "báo cáo kết quả"]


def events(path: Path) -> dict[str, Any]:
    calendar = icalendar.Calendar.from_ical(path.read_bytes())
    return {str(event["uid"]): event for event in calendar.walk("VEVENT")}


def test_every_agency_has_a_calendar_of_whole_days_with_lasting_uids(db: Path, tmp_path: Path):
    out = tmp_path / "calendars"
    exported(db, out, "ics")
    found = events(out / "son-la.so-tai-chinh.ics")
    assert set(found) == {f"{PLAN}:t:1@chi-thi-kb", f"{PLAN}:t:3@chi-thi-kb"}
    event = found[f"{PLAN}:t:1@chi-thi-kb"]
    assert event["dtstart"].dt == datetime.date(2030, 3, 31)
    assert event["dtend"].dt == datetime.date(2030, 4, 1)
    assert "VALUE=DATE" in (out / "son-la.so-tai-chinh.ics").read_text(encoding="utf-8")
    assert "12/KH-UBND" in str(event["description"])
    heirs = events(out / "son-la.so-nong-nghiep-va-moi-truong.ics")
    assert f"{PLAN}:t:2@chi-thi-kb" in heirs
    assert not (out / "son-la.so-lao-dong-thuong-binh-va-xa-hoi.ics").exists()


@given(words=st.text(st.characters(exclude_categories=("C",)) | st.just("\n"), max_size=400))
def test_whatever_words_a_task_has_its_event_says_them_in_short_lines(words: str) -> None:
    task = {
        "task_id": f"{PLAN}:t:1", "deadline": "2030-12-31", "issued_on": None, "task": words,
        "role": "", "agency": "", "told": "", "deadline_words": None, "deliverable": words,
        "number": "", "title": words, "path": "1", "page": 1, "quote": words,
    }  # fmt: skip
    content = calendar("Sở Tài chính", [task], lambda _: "https://example.org/" + "a" * 90)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    (event,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    one_line = " ".join(words.split())
    assert event["summary"] == (one_line if len(one_line) <= 120 else f"{one_line[:119]}…")
    if one_line:
        assert f"Nguyên văn: {one_line}" in str(event["description"])
    assert event["dtend"].dt == datetime.date(2031, 1, 1)
    assert event["url"] == "https://example.org/" + "a" * 90
    again = icalendar.Calendar.from_ical(content).to_ical()
    assert again == content, "as the library would write it"


def test_the_same_database_gives_the_same_calendars(db: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        exported(db, tmp_path / name, "ics", "--agency", "STC")
    (one,) = (tmp_path / "one").iterdir()
    assert one.read_bytes() == (tmp_path / "two" / one.name).read_bytes()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["xlsx", "--agency", "sở không có"], "no agency is known"),
        (["csv", "--document", "99/XX"], "no document is known"),
    ],
)
def test_what_is_not_there_is_said_in_one_line(db: Path, tmp_path: Path, options, said) -> None:
    told = CliRunner().invoke(
        cli, ["export", *options, "--db", str(db), "--out", str(tmp_path / "x")]
    )
    assert told.exit_code == 1
    assert said in told.output
    assert not (tmp_path / "x").exists()
