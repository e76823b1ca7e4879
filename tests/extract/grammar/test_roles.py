"""The part that each body has in an instruction."""

from __future__ import annotations

import pytest

from extract.grammar.agencies import body_reader
from extract.grammar.roles import RoleReader
from extract.grammar.words import split_words


def roles(text: str, language: str = "vi") -> dict[str, str]:
    words = split_words(text)
    reader = RoleReader(body_reader(words, language))  # type: ignore[arg-type]
    last = len(words.folded)
    doers = reader.doers(0, last)
    parts = reader.parts(doers.told_at if doers else 0, last)
    told = {body.name: parts.role for body in doers.bodies} if doers else {"": parts.role}
    told |= {body.name: "responsible" for body in parts.also_told}
    return told | {body.name: role for body, role in parts.others if body.name not in told}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Sở Nội vụ chủ trì, phối hợp với Sở Tài chính và các cơ quan liên quan lập danh sách.",
            {"Sở Nội vụ": "lead", "Sở Tài chính": "coordinate", "các cơ quan liên quan": "coordinate"},
        ),
        (
            "Giao Sở Y tế phối hợp chặt chẽ với Công an tỉnh tổ chức diễn tập.",
            {"Sở Y tế": "responsible", "Công an tỉnh": "coordinate"},
        ),
        (
            "Đề nghị Tỉnh đoàn, UBND huyện Mộc Châu phối hợp chặt chẽ trong công tác vận động.",
            {"Tỉnh đoàn": "coordinate", "UBND huyện Mộc Châu": "coordinate"},
        ),
        (
            "Giao Thanh tra tỉnh theo dõi, đôn đốc việc thực hiện; báo cáo UBND tỉnh.",
            {"Thanh tra tỉnh": "supervise", "UBND tỉnh": "receive_report"},
        ),
        (
            "Tòa án nhân dân khu vực 3, Thuế cơ sở 7 tỉnh Sơn La niêm yết công khai thủ tục.",
            {"Tòa án nhân dân khu vực 3": "responsible", "Thuế cơ sở 7 tỉnh Sơn La": "responsible"},
        ),
        (
            "Sở Y tế (cơ quan thường trực) tổng hợp kết quả.",
            {"Sở Y tế": "responsible"},
        ),
        (
            "Đồng chí Lê Văn Mẫu, Phó Chủ tịch UBND tỉnh trực tiếp kiểm tra hiện trường.",
            {"Đồng chí Lê Văn Mẫu, Phó Chủ tịch UBND tỉnh": "responsible"},
        ),
        (
            "Các cơ quan, đơn vị có liên quan cung cấp đầy đủ hồ sơ.",
            {"Các cơ quan, đơn vị có liên quan": "responsible"},
        ),
        (
            "Sở Y tế là cơ quan thường trực, giúp UBND tỉnh theo dõi, đôn đốc các địa phương.",
            {"Sở Y tế": "supervise"},
        ),
        (
            "Sở Tài chính rà soát, tổng hợp và kịp thời tham mưu UBND tỉnh bố trí vốn.",
            {"Sở Tài chính": "advise"},
        ),
        (
            "Các đơn vị trực thuộc tổng hợp, gửi báo cáo về Sở Y tế.",
            {"Các đơn vị trực thuộc": "responsible", "Sở Y tế": "receive_report"},
        ),
        (
            "Yêu cầu mỗi cơ quan, đơn vị phải chủ động kiểm tra, phát hiện sai sót của mình.",
            {"mỗi cơ quan, đơn vị": "responsible"},
        ),
        (
            "UBND các xã, phường chỉ đạo các trường học rà soát lớp học.",
            {"UBND các xã, phường": "responsible", "các trường học": "responsible"},
        ),
        (
            "Sở Y tế chỉ đạo công tác phòng dịch tại các trường học.",
            {"Sở Y tế": "responsible"},
        ),
        (
            "Sở Tài chính chủ trì, cùng các chủ đầu tư lập bảng kê.",
            {"Sở Tài chính": "lead", "các chủ đầu tư": "coordinate"},
        ),
        (
            "Sở Nội vụ gửi báo cáo về UBND tỉnh (qua Văn phòng UBND tỉnh).",
            {
                "Sở Nội vụ": "responsible",
                "UBND tỉnh": "receive_report",
                "Văn phòng UBND tỉnh": "receive_report",
            },
        ),
    ],
)  # fmt: skip
def test_the_cue_before_a_body_says_its_part(text, expected):
    assert roles(text) == expected


@pytest.mark.parametrize(
    "words",
    [
        "is tasked with leading and coordinating with the Department of Finance to review",
        "is assigned to take the lead, in coordination with the Department of Finance, in reviewing",
        "shall preside over and coordinate with the Department of Finance to review",
        "shall chair and coordinate with the Department of Finance in reviewing",
        "shall assume the prime responsibility for, and coordinate with the Department of Finance in,"
        " reviewing",
    ],
)
def test_every_rendering_of_chu_tri_leads(words):
    assert roles(f"The Department of Health {words} the lists.", "en") == {
        "Department of Health": "lead",
        "Department of Finance": "coordinate",
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Under the direction of the Prime Minister, the Department of Health develops services.",
            {"Department of Health": "responsible"},
        ),
        (
            "The Department of Health, together with the Department of Finance, shall draft a plan.",
            {"Department of Health": "responsible", "Department of Finance": "responsible"},
        ),
        (
            "The Department of Health is responsible for advising the Provincial People's Committee.",
            {"Department of Health": "advise"},
        ),
        (
            "The Department of Health: Direct schools to teach swimming.",
            {"Department of Health": "responsible", "schools": "responsible"},
        ),
        (
            "People's Committees of provinces and centrally-run cities shall review the lists.",
            {"People's Committees of provinces and centrally-run cities": "responsible"},
        ),
    ],
)
def test_english_says_who_does_what_in_many_orders(text, expected):
    assert roles(text, "en") == expected


def test_a_body_that_gives_an_order_behind_a_clause_is_told_nothing():
    text = "In order to reform procedures, the National Assembly demands that efforts be made."
    assert "National Assembly" not in roles(text, "en")


def test_a_number_in_the_name_of_a_steering_committee_counts_nothing():
    assert list(roles("Ban Chỉ đạo 57 tỉnh rà soát các nhiệm vụ.")) == ["Ban Chỉ đạo 57 tỉnh"]
    assert list(roles("BCĐ 389 tỉnh xử lý hàng giả.")) == ["BCĐ 389 tỉnh"]


def test_who_is_reported_to_stands_behind_the_report():
    text = "The Department of Health shall compile a report on the drills to the Prime Minister."
    assert roles(text, "en")["Prime Minister"] == "receive_report"


def test_tuyen_giao_is_no_order():
    assert roles("Phối hợp với Ban Tuyên giáo Tỉnh ủy, Sở Nội vụ tổ chức hội thi.") == {
        "": "responsible",
        "Ban Tuyên giáo Tỉnh ủy": "coordinate",
        "Sở Nội vụ": "coordinate",
    }


def test_what_receivers_do_later_gives_them_no_part():
    text = "Sở Tư pháp gửi báo cáo về UBND tỉnh để tổng hợp báo cáo Bộ Tư pháp."
    assert "Bộ Tư pháp" not in roles(text)


def told(text: str, language: str = "vi") -> tuple[list[str], str] | None:
    words = split_words(text)
    reader = RoleReader(body_reader(words, language))  # type: ignore[arg-type]
    doers = reader.doers(0, len(words.folded))
    return ([body.name for body in doers.bodies], doers.told) if doers else None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "UBND tỉnh yêu cầu thủ trưởng các sở, ban, ngành; chủ tịch UBND các xã, phường; các cơ "
            "quan, đơn vị đóng trên địa bàn tỉnh; các chủ rừng thực hiện các việc sau:",
            [
                "thủ trưởng các sở, ban, ngành",
                "chủ tịch UBND các xã, phường",
                "các cơ quan, đơn vị đóng trên địa bàn tỉnh",
                "các chủ rừng",
            ],
        ),
        (
            "Giám đốc các sở; các hội đồng hương liên tỉnh; Chủ tịch UBND các huyện, thị xã có trách "
            "nhiệm báo cáo.",
            ["Giám đốc các sở", "các hội đồng hương liên tỉnh", "Chủ tịch UBND các huyện, thị xã"],
        ),
        (
            "Đề nghị doanh nghiệp vận tải tăng chuyến trong dịp lễ.",
            ["doanh nghiệp vận tải"],
        ),
        (
            "Trưởng các bản nhắc bà con khơi rãnh nước.",
            ["Trưởng các bản"],
        ),
        (
            "Công chức Tư pháp - Hộ tịch xoay vòng lịch trực.",
            ["Công chức Tư pháp - Hộ tịch"],
        ),
        ("UBND 12 xã: lập sổ theo dõi.", ["UBND 12 xã"]),
        ("UBND các xã được kiểm tra chuẩn bị báo cáo.", ["UBND các xã được kiểm tra"]),
        (
            "Bộ Quốc phòng (Bộ Tư lệnh Vùng 2), Bộ Công an rà soát tàu cá.",
            ["Bộ Quốc phòng", "Bộ Công an"],
        ),
        ("Kho bạc Nhà nước điều hành ngân quỹ linh hoạt; báo cáo.", ["Kho bạc Nhà nước"]),
        (
            "Các cơ quan tham mưu, giúp việc Tỉnh ủy rà soát hồ sơ.",
            ["Các cơ quan tham mưu, giúp việc Tỉnh ủy"],
        ),
        (
            "Chủ tịch UBND các xã, phường, đặc khu rà soát bến đò.",
            ["Chủ tịch UBND các xã, phường, đặc khu"],
        ),
        ("Trạm Y tế các xã, phường lập danh sách.", ["Trạm Y tế các xã, phường"]),
        (
            "Văn phòng Ban Chỉ huy Phòng thủ dân sự tỉnh trực 24/24 giờ.",
            ["Văn phòng Ban Chỉ huy Phòng thủ dân sự tỉnh"],
        ),
        (
            "Công ty TNHH MTV Khai thác công trình thủy lợi Cửa Đại rà soát trạm bơm.",
            ["Công ty TNHH MTV Khai thác công trình thủy lợi Cửa Đại"],
        ),
        ("Các ông (bà) Trưởng thôn rà soát hộ khó khăn.", ["Các ông (bà) Trưởng thôn"]),
        ("Ban Chỉ huy Quân sự xã huấn luyện dân quân.", ["Ban Chỉ huy Quân sự xã"]),
        (
            "Thời gian tới, các chi bộ, cơ quan tập trung thực hiện:",
            ["các chi bộ, cơ quan"],
        ),
        ("Bộ Xây dựng giao Viện Quy hoạch đô thị làm đầu mối.", ["Viện Quy hoạch đô thị"]),
        (
            "Các phòng khi được hỏi ý kiến có trách nhiệm trả lời bằng văn bản.",
            ["Các phòng"],
        ),
    ],
)
def test_a_list_of_who_is_told_ends_where_the_telling_begins(text, names):
    assert told(text)[0] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "The Chairman of the Provincial People's Committee directs the heads of departments and "
            "sectors; the chairpersons of the People's Committees of districts, towns and the city; "
            "river ferry operators; and the agencies and units based in the province to do as below:",
            [
                "heads of departments and sectors",
                "chairpersons of the People's Committees of districts, towns and the city",
                "river ferry operators",
                "agencies and units based in the province",
            ],
        ),
        (
            "Heads of provincial departments, forest owners, and the Chairmen of the People's "
            "Committees of communes are responsible for carrying this out.",
            [
                "Heads of provincial departments",
                "forest owners",
                "Chairmen of the People's Committees of communes",
            ],
        ),
        (
            "The Inspection Board of the provincial Party Committee includes this in its programme.",
            ["Inspection Board of the provincial Party Committee"],
        ),
        (
            "The Commission for Information, Education and Mass Mobilization of the Provincial Party "
            "Committee takes the lead.",
            [
                "Commission for Information, Education and Mass Mobilization of the Provincial "
                "Party Committee"
            ],
        ),
        (
            "The People's Committees of communes, wards and special zones draw up plans.",
            ["People's Committees of communes, wards and special zones"],
        ),
        (
            "Directors of the Departments of Finance, Health and Construction shall review the list.",
            [
                "Director of the Department of Finance",
                "Director of the Department of Health",
                "Director of the Department of Construction",
            ],
        ),
        (
            "The Ministers of National Defense and Public Security shall direct their forces to help.",
            ["Minister of National Defense", "Minister of Public Security"],
        ),
        (
            "The Provincial Departments of Finance, of Justice, and of Health are asked to reply.",
            ["Department of Finance", "Department of Justice", "Department of Health"],
        ),
        (
            "The Department of Construction, in coordination with Red River Port, follows up dredging.",
            ["Department of Construction"],
        ),
        (
            "The Department of Education and Training and its member schools are invited to take part.",
            ["Department of Education and Training", "its member schools"],
        ),
        (
            "It is requested that the Commission for Information, Education and Mass Mobilization "
            "guide the press.",
            ["Commission for Information, Education and Mass Mobilization"],
        ),
    ],
)
def test_an_english_list_is_read_by_its_boundaries(text, names):
    assert told(text, "en")[0] == names


@pytest.mark.parametrize(
    "text",
    [
        "Nếu chậm thì phải chịu trách nhiệm trước Ủy ban nhân dân cùng cấp.",
        "Sở Nội vụ đã gửi báo cáo quý I.",
        "UBND tỉnh là nơi tiếp nhận phản ánh.",
        "Tại thời điểm đề nghị Sở Công Thương cấp phép, chủ cơ sở điền tờ khai.",
        "Những vướng mắc cần được tổng hợp.",
        "Việc phân công Sở Y tế trước đây không còn phù hợp.",
    ],
)
def test_what_is_said_of_a_body_tells_it_nothing(text):
    assert told(text) is None


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Sở Y tế theo dõi, đôn đốc các huyện.", "supervise"),
        ("Sở Y tế theo dõi sát diễn biến thời tiết.", "responsible"),
        ("Thanh tra tỉnh kiểm tra việc chi trả tiền đền bù.", "supervise"),
        ("Văn phòng Sở có nhiệm vụ theo dõi tiến độ của các phòng.", "supervise"),
        ("Sở Tài chính nghiên cứu, tham mưu UBND tỉnh mức chi.", "advise"),
    ],
)
def test_watching_something_is_not_overseeing_somebody(text, role):
    (first, *_) = roles(text).values()
    assert first == role
