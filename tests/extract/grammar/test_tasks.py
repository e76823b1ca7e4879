"""Tasks: which provisions tell whom to do what, by when."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.facts import DocumentFields, Language, Task
from extract.grammar.tasks import find_tasks
from extract.source import Cell, SourceText, Table

DIRECTIVE = """\
Để chuẩn bị mùa mưa bão, Chủ tịch UBND tỉnh yêu cầu Thủ trưởng các sở, ban, ngành; Chủ tịch UBND \
các huyện, thành phố thực hiện các nhiệm vụ sau:

1. Rà soát các điểm sạt lở trên địa bàn, cắm biển cảnh báo trước ngày 15/5/2025.

2. Sở Xây dựng:

a) Chủ trì, phối hợp với Sở Tài chính kiểm tra hồ chứa.

b) Báo cáo UBND tỉnh kết quả kiểm tra.

3. Công an tỉnh có trách nhiệm tổ chức trực ban. Giao Báo Hòa Bình đưa tin kịp thời.

Yêu cầu Thủ trưởng các sở, ban, ngành nghiêm túc thực hiện Chỉ thị này./.
"""


def tasks_of(text: str, kind: str = "directive", language: Language = "vi") -> tuple[Task, ...]:
    return find_tasks(SourceText.from_text(text), language, DocumentFields(kind, language))


def rows(task: Task) -> list[tuple[str, str, bool]]:
    return [(agency.name, agency.role, agency.inherited) for agency in task.agencies]


def test_a_directive_gives_one_task_for_each_smallest_provision_that_instructs():
    assert [task.path for task in tasks_of(DIRECTIVE)] == ["1", "2.a", "2.b", "3", "3", "closing"]


def test_the_opening_paragraph_owns_the_items_that_name_nobody():
    first = tasks_of(DIRECTIVE)[0]
    assert rows(first) == [
        ("Thủ trưởng các sở, ban, ngành", "responsible", True),
        ("Chủ tịch UBND các huyện, thành phố", "responsible", True),
    ]
    assert first.deadline == "2025-05-15"


def test_a_heading_that_names_a_body_owns_the_items_under_it():
    _, led, reported, *_ = tasks_of(DIRECTIVE)
    assert rows(led) == [("Sở Xây dựng", "lead", True), ("Sở Tài chính", "coordinate", False)]
    assert rows(reported) == [
        ("Sở Xây dựng", "responsible", True),
        ("UBND tỉnh", "receive_report", False),
    ]


def test_a_provision_that_tells_a_second_body_another_thing_gives_a_second_task():
    police, press = (task for task in tasks_of(DIRECTIVE) if task.path == "3")
    assert rows(police) == [("Công an tỉnh", "responsible", False)]
    assert rows(press) == [("Báo Hòa Bình", "responsible", False)]


def test_neighbours_lend_each_other_neither_owner_nor_deadline():
    tasks = tasks_of(DIRECTIVE)
    assert [task.deadline for task in tasks[1:]] == [None] * 5
    assert all("Sở Xây dựng" not in {a.name for a in task.agencies} for task in tasks[3:])


def test_every_task_and_every_part_quotes_its_evidence():
    for task in tasks_of(DIRECTIVE):
        for span in (task.span, *(agency.span for agency in task.agencies)):
            assert DIRECTIVE[span.start : span.end] == span.quote


@pytest.mark.parametrize(
    "kind", ["law", "decree", "circular", "regulation", "report", "submission"]
)
def test_normative_provisions_and_reports_hold_no_task(kind):
    text = """\
Điều 1. Sở Y tế có trách nhiệm cấp giấy phép trong 05 ngày.

Điều 2. Bộ Y tế chủ trì, phối hợp với Bộ Tài chính quy định mức thu.
"""
    assert tasks_of(text, kind) == ()


def test_the_bodies_that_carry_a_decree_out_are_told_to():
    text = """\
Điều 7. Hiệu lực

Nghị định này có hiệu lực từ ngày ký.

Điều 8. Bộ trưởng Bộ Y tế và Chủ tịch UBND các tỉnh chịu trách nhiệm thi hành Nghị định này.
"""
    (task,) = tasks_of(text, "decree")
    assert task.path == "Điều 8"
    assert [a.name for a in task.agencies] == ["Bộ trưởng Bộ Y tế", "Chủ tịch UBND các tỉnh"]


def test_findings_hold_no_task_and_the_tasks_below_them_do():
    text = """\
I. ĐÁNH GIÁ CHUNG

1. Triển khai còn chậm ở một số nơi.

II. NHIỆM VỤ, GIẢI PHÁP

1. Đẩy mạnh số hóa hồ sơ lưu trữ.

2. Bảo đảm kinh phí cho công tác lưu trữ.
"""
    assert [task.path for task in tasks_of(text, "plan")] == ["II.1", "II.2"]


def test_an_aim_is_a_task_where_it_says_what_to_do_by_when():
    text = """\
II. MỤC TIÊU

1. Đến năm 2028, hoàn thành số hóa hồ sơ đảng viên.

2. Tỷ lệ hồ sơ số hóa đạt 90%.
"""
    (task,) = tasks_of(text, "resolution")
    assert (task.path, task.deadline) == ("II.1", "2028-12-31")


def test_what_only_informs_is_no_task():
    text = """\
Chủ tịch UBND tỉnh kết luận như sau:

1. Giao Sở Nội vụ lập danh sách.

2. Sở Tài chính bố trí kinh phí.

Nay thông báo để các cơ quan, đơn vị biết, thực hiện./.
"""
    assert [task.path for task in tasks_of(text, "notice")] == ["1", "2"]


def test_a_decision_instructs_only_where_it_names_who():
    text = """\
Điều 1. Công nhận xã Tân Lập đạt chuẩn nông thôn mới.

Điều 2. Giao UBND tỉnh Sơn La công bố kết quả.

Điều 3. Quyết định này có hiệu lực kể từ ngày ký.

Chánh Văn phòng và Giám đốc Sở Nội vụ chịu trách nhiệm thi hành Quyết định này.
"""
    assert [task.path for task in tasks_of(text, "decision")] == ["Điều 2", "Điều 3"]


def test_a_decision_says_what_a_committee_is_for_and_what_a_body_is_to_do_now():
    text = """\
Điều 1. Ban Chỉ đạo có nhiệm vụ:

1. Giúp UBND tỉnh điều phối công tác phòng bệnh.

Điều 2. Giao Sở Y tế:

1. Xây dựng kế hoạch phòng bệnh năm 2026.
"""
    (task,) = tasks_of(text, "decision")
    assert (task.path, rows(task)) == ("Điều 2.1", [("Sở Y tế", "responsible", True)])


def test_a_news_text_reports_what_bodies_will_do_and_never_instructs():
    text = """\
Rain is expected to continue this week.
The province will focus on dredging canals.
Local businesses are encouraged to store less.
More efforts will be made to repair dykes.
The festival will be held in May.
"""
    found = tasks_of(text, "news", "en")
    assert [(task.path, task.force) for task in found] == [
        ("p2", "committed"),
        ("p3", "encouraged"),
        ("p4", "committed"),
    ]
    assert [a.name for a in found[0].agencies] == ["The province"]


def test_a_paragraph_of_news_that_tells_two_bodies_gives_two_instructions():
    text = """\
The chairman instructed the Department of Finance to pay by July 5, and assigned the Department of \
Construction to preside over the survey.
Ferry owners were told to repaint their boats.
"""
    pay, survey, repaint = tasks_of(text, "news", "en")
    assert rows(pay) == [("Department of Finance", "responsible", False)]
    assert rows(survey) == [("Department of Construction", "lead", False)]
    assert rows(repaint) == [("Ferry owners", "responsible", False)]


def test_a_finding_behind_which_a_paragraph_orders_gives_the_tasks_below():
    text = """\
QUYẾT NGHỊ:
1. Về tình hình thủy lợi
Chính phủ đánh giá: mực nước xuống thấp.
Chính phủ yêu cầu các bộ, địa phương thực hiện các việc sau:
a) Bộ Tài chính rà soát dự phòng.
b) Bổ sung trạm đo mặn.
2. Về tình hình giá cả
a) Giá gạo tăng nhẹ.
"""
    found = tasks_of(text, "resolution")
    assert [(task.path, rows(task)) for task in found] == [
        ("1.a", [("Bộ Tài chính", "responsible", False)]),
        ("1.b", [("các bộ, địa phương", "responsible", True)]),
    ]


def test_behind_an_order_a_letter_may_say_plainly_what_one_known_body_does():
    text = """\
UBND tỉnh có ý kiến như sau:
Giao Sở Tài chính rà soát nguồn vốn.
Văn phòng UBND tỉnh theo dõi, đôn đốc.
"""
    assert [rows(task) for task in tasks_of(text, "official_letter")] == [
        [("Sở Tài chính", "responsible", False)],
        [("Văn phòng UBND tỉnh", "supervise", False)],
    ]


def test_a_conclusion_that_praises_tells_nobody():
    text = """\
Phó Thủ tướng kết luận:
1. Biểu dương nỗ lực của các bộ, địa phương.
2. Ghi nhận ý kiến của Bộ Y tế.
3. Bộ Y tế rà soát thuốc dự trữ.
"""
    assert [task.path for task in tasks_of(text, "notice")] == ["3"]


def test_a_rendering_in_the_present_tense_or_in_the_negative_instructs():
    text = """\
The Chairman of the City People's Committee requests:
1. The Department of Finance:
a) Takes the lead and coordinates with the Department of Construction to draw up plans;
b) Not to let public houses be lost.
"""
    found = tasks_of(text, "directive", "en")
    assert [rows(task) for task in found] == [
        [
            ("Department of Finance", "lead", True),
            ("Department of Construction", "coordinate", False),
        ],
        [("Department of Finance", "responsible", True)],
    ]


def test_a_heading_sets_the_deadline_of_the_items_below_that_have_none():
    text = """\
UBND xã ban hành Kế hoạch như sau:
I. NHIỆM VỤ (hoàn thành trước 30/11/2026)
1. Rà soát hộ khó khăn.
2. Lập danh sách nhà dột trước ngày 15/3/2026.
II. NHIỆM VỤ NĂM 2027
1. Rà soát mương thoát nước.
"""
    assert [task.deadline for task in tasks_of(text, "plan")] == ["2026-11-30", "2026-03-15", None]


def test_a_clause_that_tells_another_known_body_its_duty_is_a_task_of_its_own():
    text = """\
UBND tỉnh yêu cầu:
1. Sở Nội vụ rà soát hồ sơ quá hạn; Văn phòng UBND tỉnh công khai kết quả hằng tuần.
2. Công an xã giữ gìn trật tự. Ban Chỉ huy Quân sự xã huấn luyện dân quân.
"""
    assert [(task.path, rows(task)[0][0]) for task in tasks_of(text)] == [
        ("1", "Sở Nội vụ"),
        ("1", "Văn phòng UBND tỉnh"),
        ("2", "Công an xã"),
        ("2", "Ban Chỉ huy Quân sự xã"),
    ]


def test_who_directs_and_who_is_directed_own_what_stands_below():
    text = """\
Ban Thường vụ Tỉnh ủy kết luận:
1. Đảng ủy UBND tỉnh lãnh đạo UBND tỉnh:
a) Rà soát bảng giá.
b) Lập tổ công tác.
"""
    for task in tasks_of(text, "conclusion"):
        assert rows(task) == [
            ("Đảng ủy UBND tỉnh", "responsible", True),
            ("UBND tỉnh", "responsible", True),
        ]


def test_what_an_official_is_reported_to_have_told_a_body_is_an_instruction():
    text = """\
The Prime Minister asked the Ministry of Health to inspect all wells.
The rain stopped on Monday.
"""
    (task,) = tasks_of(text, "news", "en")
    assert (task.force, rows(task)) == (
        "instructed",
        [("Ministry of Health", "responsible", False)],
    )


ENGLISH = """\
In order to prepare the dry season, the Chairman of the Provincial People's Committee {asks} heads \
of provincial departments, agencies, and organizations; and agencies and units located in the \
province to carry out the following tasks:
1. {review} the list of dry hamlets.
2. The Department of Health {leads} the Department of Finance and relevant agencies and units {do} \
the wells; report the results to the Chairman of the Provincial People's Committee.
"""


@pytest.mark.parametrize(
    ("asks", "review", "leads", "do"),
    [
        ("requests", "Review", "shall preside over and coordinate with", "to inspect"),
        (
            "asks",
            "To review",
            "is assigned to take the lead, in coordination with",
            "in inspecting",
        ),
        ("instructs", "Reviewing", "is tasked with leading and coordinating with", "to inspect"),
    ],
)
def test_two_renderings_of_one_directive_give_the_same_tasks(asks, review, leads, do):
    text = ENGLISH.format(asks=asks, review=review, leads=leads, do=do)
    first, second = tasks_of(text, "directive", "en")
    assert rows(first) == [
        ("heads of provincial departments, agencies, and organizations", "responsible", True),
        ("agencies and units located in the province", "responsible", True),
    ]
    assert rows(second) == [
        ("Department of Health", "lead", False),
        ("Department of Finance", "coordinate", False),
        ("relevant agencies and units", "coordinate", False),
        ("Chairman of the Provincial People's Committee", "receive_report", False),
    ]


def test_a_row_of_a_table_of_assignments_is_a_task():
    head = ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Sản phẩm", "Thời hạn")
    row = ("1", "Xây dựng đề án thủy lợi nhỏ", "Sở Xây dựng", "Sở Tài chính; Cơ quan liên quan",
           "Đề án", "Quý III/2026")  # fmt: skip
    text, cells = "PHỤ LỤC\n", []
    for number, line in enumerate((head, row)):
        for column, words in enumerate(line):
            cells.append(Cell(number, column, len(text), len(text) + len(words)))
            text += words + "\n"
    plain = SourceText.from_text(text)
    table = Table(cells[0].start, cells[-1].end, tuple(cells))
    source = SourceText(text, "text/plain", "plain", plain.pages, tables=(table,))
    (task,) = find_tasks(source, "vi", DocumentFields("plan", "vi"))
    assert (task.deadline, task.deliverable) == ("2026-09-30", "Đề án")
    assert rows(task) == [
        ("Sở Xây dựng", "lead", False),
        ("Sở Tài chính", "coordinate", False),
        ("Cơ quan liên quan", "coordinate", False),
    ]


def test_lines_below_a_task_say_who_leads_and_by_when():
    text = """\
II. NỘI DUNG

1. Tổ chức hội thi tìm hiểu luật.

- Cơ quan chủ trì: Sở Tư pháp.

- Cơ quan phối hợp: Tỉnh đoàn, các cơ quan liên quan.

- Thời gian hoàn thành: Quý III/2025.

2. Biên soạn tài liệu.
"""
    task, other = tasks_of(text, "plan")
    assert (task.path, task.deadline) == ("II.1", "2025-09-30")
    assert (other.path, rows(other)) == ("II.2", [])
    assert rows(task) == [
        ("Sở Tư pháp", "lead", False),
        ("Tỉnh đoàn", "coordinate", False),
        ("các cơ quan liên quan", "coordinate", False),
    ]


def test_a_heading_line_names_who_does_what_the_next_paragraph_says():
    text = """\
III. TỔ CHỨC THỰC HIỆN

1. Sở Tài chính

Tham mưu UBND tỉnh bố trí kinh phí.

2. Các sở, ngành; UBND các xã, phường

Căn cứ Kế hoạch này, xây dựng kế hoạch của mình.
"""
    first, second = tasks_of(text, "plan")
    assert rows(first) == [("Sở Tài chính", "advise", False)]
    assert [a.name for a in second.agencies] == ["Các sở, ngành", "UBND các xã, phường"]


@pytest.mark.parametrize(
    ("words", "product"),
    [
        ("Xây dựng và thực hiện kế hoạch số hóa hồ sơ, trình UBND tỉnh", "kế hoạch số hóa hồ sơ"),
        ("Rà soát việc điều chỉnh trong quá trình thực hiện kế hoạch vốn", None),
        ("Đẩy mạnh tuyên truyền pháp luật", None),
    ],
)
def test_a_product_is_what_the_words_tell_to_make(words, product):
    (task,) = tasks_of(f"II. NHIỆM VỤ\n\n1. {words}.\n", "plan")
    assert task.deliverable == product


def test_purposes_and_demands_of_a_plan_are_no_tasks():
    text = """\
I. MỤC ĐÍCH, YÊU CẦU

1. Mục đích

- Nâng cao nhận thức của cán bộ.

2. Yêu cầu

- Tổ chức thiết thực, tránh hình thức.
"""
    assert tasks_of(text, "plan") == ()


def test_a_council_gives_the_committee_the_carrying_out_and_its_own_bodies_the_oversight():
    text = """\
Điều 1. Thông qua dự toán ngân sách năm 2025.

Điều 2. Tổ chức thực hiện

1. Giao Ủy ban nhân dân tỉnh tổ chức thực hiện Nghị quyết.

2. Giao Thường trực Hội đồng nhân dân tỉnh, các Ban của Hội đồng nhân dân tỉnh giám sát việc \
thực hiện Nghị quyết.
"""
    carry_out, oversee = tasks_of(text, "resolution")
    assert rows(carry_out) == [("Ủy ban nhân dân tỉnh", "responsible", False)]
    assert {agency.role for agency in oversee.agencies} == {"supervise"}


def test_a_plan_that_is_spoken_of_orders_nobody():
    text = """\
II. NHIỆM VỤ

1. Nghiên cứu phương án giao Sở Y tế quản lý các trạm y tế.
"""
    (task,) = tasks_of(text, "plan")
    assert task.agencies == ()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(DIRECTIVE.split("\n\n")), max_size=8))
def test_provisions_in_any_order_give_evidence_and_no_exception(paragraphs):
    text = "\n\n".join(paragraphs)
    for task in tasks_of(text):
        assert text[task.span.start : task.span.end] == task.span.quote
        assert len({agency.name.casefold() for agency in task.agencies}) == len(task.agencies)


@pytest.mark.shared
def test_the_seed_directive_and_the_seed_news_text_give_the_tasks_of_their_gold_files(shared: Path):
    for path in sorted((shared / "corpus/seeds").glob("*.txt")):
        gold = _gold(shared, path)
        kind = gold["document"]["type"]
        source = SourceText.from_text(path.read_text(encoding="utf-8"))
        found = find_tasks(source, "en", DocumentFields(kind, "en"))
        expected = [
            (row["path"], row.get("force", "instructed"), sorted(map(_part, row["agencies"])))
            for row in gold["tasks"]
        ]
        assert [
            (t.path, t.force, sorted((a.name, a.role, a.inherited) for a in t.agencies))
            for t in found
        ] == expected


def _part(row: dict) -> tuple[str, str, bool]:
    return row["name"], row["role"], row.get("inherited", False)


def _gold(shared: Path, path: Path) -> dict:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    for file in (shared / "gold/documents").glob("*.json"):
        gold = json.loads(file.read_text(encoding="utf-8"))
        if gold["sha256"] == digest:
            return gold
    raise AssertionError(f"no gold file for {path.name}")


def test_every_item_under_an_opening_that_orders_is_a_task_whatever_its_verb():
    text = """\
Chủ tịch UBND huyện yêu cầu các phòng, ban thực hiện tốt các nhiệm vụ sau:

1. Vun vén quỹ khuyến học của thôn, không để học sinh bỏ học.

2. Mẫu đơn là Mẫu số 02 gửi kèm văn bản này.

3. Tỷ lệ hộ dùng nước sạch đã tăng so với năm trước.
"""
    assert [task.path for task in tasks_of(text)] == ["1"]


def test_every_english_item_under_an_opening_that_orders_is_a_task():
    text = """\
The Chairman of the District People's Committee asks the heads of divisions to do the following:

1. Shepherd the remaining applications through the one-stop desk before May 5, 2026.

2. The bridge was closed in March.
"""
    assert [task.path for task in tasks_of(text, "directive", "en")] == ["1"]


def test_a_draft_plan_that_leads_over_to_its_items_gives_them_as_tasks():
    text = """\
UBND tỉnh xây dựng kế hoạch diễn tập như sau:

1. Sở Nội vụ hướng dẫn hồ sơ trước ngày 15/10/2025.

2. Báo Sơn La đăng tin về đợt diễn tập.
"""
    assert [(t.path, [name for name, _, _ in rows(t)]) for t in tasks_of(text, "plan")] == [
        ("1", ["Sở Nội vụ"]),
        ("2", ["Báo Sơn La"]),
    ]


def test_a_decision_assigns_tasks_in_its_article_on_carrying_out():
    text = """\
Điều 1. Phê duyệt quy hoạch chợ.

Điều 2. Tổ chức thực hiện

1. Sở Tài chính cân đối vốn cho các chợ xã.

2. Chủ tịch UBND các xã bàn giao mặt bằng trước ngày 31 tháng 3 năm 2026.
"""
    found = tasks_of(text, "decision")
    assert [(t.path, t.deadline) for t in found] == [("Điều 2.1", None), ("Điều 2.2", "2026-03-31")]


def test_an_article_on_effect_that_also_says_who_carries_it_out_is_one_task():
    text = """\
Điều 1. Bổ sung thành viên Tổ tư vấn.

Điều 2. Quyết định này có hiệu lực kể từ ngày ký. Giám đốc Sở Tư pháp chịu trách nhiệm thi hành \
Quyết định này.
"""
    (task,) = tasks_of(text, "decision")
    assert (task.path, rows(task)) == ("Điều 2", [("Giám đốc Sở Tư pháp", "responsible", False)])
    assert task.text.startswith("Quyết định này có hiệu lực")


def test_an_invitation_names_whom_it_invites():
    text = """\
UBND huyện yêu cầu các phòng, ban thực hiện:

1. Khuyến khích các hợp tác xã góp giống cây.
"""
    (task,) = tasks_of(text)
    assert (task.force, rows(task)) == ("encouraged", [("các hợp tác xã", "responsible", False)])


def test_a_closing_that_only_asks_all_to_carry_on_is_no_task():
    opening = "UBND huyện yêu cầu các phòng thực hiện:\n\n1. Dọn kênh mương.\n\n"
    asks_all = "Yêu cầu các đơn vị, địa phương nghiêm túc triển khai thực hiện./.\n"
    asks_one = "Yêu cầu Trưởng phòng Nội vụ tổng hợp kết quả, báo cáo UBND huyện./.\n"
    assert [task.path for task in tasks_of(opening + asks_all)] == ["1"]
    assert [task.path for task in tasks_of(opening + asks_one)] == ["1", "closing"]


def test_a_news_text_takes_whoever_is_said_to_be_going_to_do_something():
    text = """\
Moc Chau district will widen the market road.
The irrigation sub-department will also test the pumps.
Owners of fish ponds are encouraged to net them.
The region will see heavy rain on Friday.
The vice chairman asked the Department of Health to open two clinics before May 4, 2026.
"""
    found = tasks_of(text, "news", "en")
    assert [(t.force, [a.name for a in t.agencies], t.deadline) for t in found] == [
        ("committed", ["Moc Chau district"], None),
        ("committed", ["irrigation sub-department"], None),
        ("encouraged", ["Owners of fish ponds"], None),
        ("instructed", ["Department of Health"], "2026-05-04"),
    ]


def test_a_decision_that_approves_a_programme_instructs_as_the_programme_does():
    text = """\
Điều 1. Phê duyệt Chương trình phát triển chợ nông thôn đến năm 2030 với các nội dung sau:

I. NHIỆM VỤ

1. Rà soát quy hoạch chợ trên địa bàn.

II. TỔ CHỨC THỰC HIỆN

1. Sở Công Thương

a) Chủ trì, phối hợp với Sở Tài chính lập danh mục chợ;

b) Tổng hợp kết quả hằng năm.

Điều 2. Quyết định này có hiệu lực kể từ ngày ký.
"""
    first, led, summed = tasks_of(text, "decision")
    assert rows(first) == []
    assert rows(led) == [("Sở Công Thương", "lead", True), ("Sở Tài chính", "coordinate", False)]
    assert rows(summed) == [("Sở Công Thương", "responsible", True)]


def test_what_a_decision_says_that_somebody_is_tells_nobody_to_do_anything():
    text = """\
Điều 1. Thành lập Ban Chỉ đạo, gồm các ông, bà có tên sau:

1. Ông Lò Văn Mẫu, Chủ tịch UBND huyện - Trưởng ban;

2. Trưởng phòng Tài chính - Kế hoạch - Thành viên.

Điều 2. Phòng Nội vụ là cơ quan thường trực của Ban Chỉ đạo, được sử dụng con dấu của UBND huyện.
"""
    assert tasks_of(text, "decision") == ()


@pytest.mark.parametrize(
    ("text", "language", "led", "deadline"),
    [
        (
            "1. Sở Nội vụ chủ trì, phối hợp với Sở Tài chính lập hồ sơ trước ngày 30/6/2026.",
            "vi",
            "Sở Nội vụ",
            "2026-06-30",
        ),
        (
            "1. The Department of Health shall preside over the review before June 30, 2024.",
            "en",
            "Department of Health",
            "2024-06-30",
        ),
    ],
)
def test_a_passage_without_a_letterhead_gives_what_its_numbered_items_say_outright(
    text: str, language: Language, led: str, deadline: str
):
    (task,) = find_tasks(SourceText.from_text(text), language)
    assert (task.agencies[0].name, task.agencies[0].role, task.deadline) == (led, "lead", deadline)


def test_articles_without_a_letterhead_may_be_a_regulation_s_and_hold_no_task():
    text = "Điều 4. Thẩm quyền\n\n1. Sở Nội vụ chủ trì thẩm định hồ sơ.\n"
    assert find_tasks(SourceText.from_text(text), "vi") == ()


def test_who_is_encouraged_behind_an_instruction_is_told_a_thing_of_their_own():
    text = """\
THE CHAIRMAN DIRECTS:

1. The Department of Health shall mobilize volunteers. Enterprises are encouraged to contribute.
"""
    told, encouraged = tasks_of(text, "directive", "en")
    assert (told.force, encouraged.force) == ("instructed", "encouraged")
    assert [a.name for a in encouraged.agencies] == ["Enterprises"]


def test_a_force_that_no_list_holds_is_a_partner():
    text = """\
Chủ tịch UBND tỉnh yêu cầu các sở, ngành thực hiện:

1. Phối hợp với lực lượng kiểm lâm trong tuần tra rừng.
"""
    (task,) = tasks_of(text)
    assert rows(task) == [
        ("các sở, ngành", "coordinate", True),
        ("lực lượng kiểm lâm", "coordinate", False),
    ]


def test_a_closing_that_says_to_whom_and_by_when_to_answer_is_a_task_of_the_addressees():
    text = """\
Sở Tài chính đề nghị các đơn vị sự nghiệp:

1. Rà soát số dư dự toán.

Báo cáo gửi về Sở Tài chính chậm nhất ngày 25/5/2026.
"""
    (_, closing) = tasks_of(text, "official_letter")
    assert closing.path == "closing"
    assert closing.deadline == "2026-05-25"
    assert rows(closing) == [
        ("các đơn vị sự nghiệp", "responsible", True),
        ("Sở Tài chính", "receive_report", False),
    ]


@pytest.mark.parametrize(
    ("heading", "owner"),
    [
        ("1. Trách nhiệm của Sở Tài chính", "Sở Tài chính"),
        ("1. Nhiệm vụ, quyền hạn của Văn phòng UBND tỉnh:", "Văn phòng UBND tỉnh"),
        ("1. Đối với UBND các xã, phường:", "UBND các xã, phường"),
        ("1. Về phía Công an tỉnh", "Công an tỉnh"),
        ("1. Sở Nội vụ (cơ quan thường trực)", "Sở Nội vụ"),
        ("1. Về công nghiệp (Sở Công Thương)", "Sở Công Thương"),
    ],
)
def test_a_heading_says_in_many_ways_whose_duties_stand_below_it(heading, owner):
    text = f"KẾ HOẠCH\n\nII. TỔ CHỨC THỰC HIỆN\n\n{heading}\n\n- Bố trí kinh phí hằng năm.\n"
    (task,) = tasks_of(text, "plan")
    assert rows(task) == [(owner, "responsible", True)]


def test_whom_a_heading_is_about_is_not_who_is_told():
    text = "KẾ HOẠCH\n\nII. NHIỆM VỤ\n\n1. Đối với hộ nghèo\n\n- Hỗ trợ vay vốn ưu đãi.\n"
    (task,) = tasks_of(text, "plan")
    assert rows(task) == []


@pytest.mark.parametrize(
    ("bracket", "owners"),
    [
        ("(Sở Y tế chủ trì, phối hợp với Sở Tài chính)",
         [("Sở Y tế", "lead", False), ("Sở Tài chính", "coordinate", False)]),
        ("(chủ trì: Sở Y tế; phối hợp: Sở Tài chính; thời gian: quý II/2026)",
         [("Sở Y tế", "lead", False), ("Sở Tài chính", "coordinate", False)]),
    ],
)  # fmt: skip
def test_brackets_at_the_end_of_a_task_say_who_does_it(bracket, owners):
    text = f"KẾ HOẠCH\n\nII. NHIỆM VỤ\n\n1. Xây dựng hồ sơ sức khỏe điện tử {bracket}.\n"
    (task,) = tasks_of(text, "plan")
    assert rows(task) == owners


def test_a_standing_duty_in_a_decision_is_a_task_only_with_a_day():
    text = """\
Điều 1. Thành lập Tổ công tác rà soát dự án.

Điều 2. Nhiệm vụ của Tổ công tác

1. Tổng hợp khó khăn của các dự án.

2. Đề xuất giải pháp tháo gỡ trước ngày 30/6/2026.
"""
    (task,) = tasks_of(text, "decision")
    assert (task.path, task.deadline) == ("Điều 2.2", "2026-06-30")


def test_who_is_to_do_something_by_a_day_has_a_task_whatever_the_heading():
    text = """\
I. THỦ TỤC

1. Các đơn vị lập hồ sơ, gửi về Sở Nội vụ trước ngày 15/10/2026.

2. Hồ sơ gồm tờ trình và danh sách.
"""
    (task,) = tasks_of(text, "guidance")
    assert rows(task) == [
        ("Các đơn vị", "responsible", False),
        ("Sở Nội vụ", "receive_report", False),
    ]


def test_what_is_submitted_is_no_part_of_the_receivers_name():
    text = "UBND tỉnh yêu cầu:\n\n1. Bộ Tài chính trình Chính phủ Nghị định mới.\n"
    (task,) = tasks_of(text)
    assert ("Chính phủ", "receive_report", False) in rows(task)
