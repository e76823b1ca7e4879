"""What mentions mean, in databases built of made-up documents."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from synthetic import VERSION, read_specimen, write_specimen

from kb.build import build

SON_LA = {"number": "5/KH-UBND", "jurisdiction": "son-la", "issued_on": "2024-06-01"}


class Corpus:
    """A folder of specimens and the database built of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "corpus"
        self.db = folder / "kb.db"

    def add(self, name: str, **data: Any) -> None:
        write_specimen(self.folder / f"{name}.json", **data)

    def build(self) -> None:
        build([self.folder], self.db, workers=0, read=read_specimen, version=VERSION)

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.db)) as conn:
            return conn.execute(sql, values).fetchall()

    def meant(self) -> list[tuple[str | None, str]]:
        return self.rows("SELECT cited_document_id, state FROM citations ORDER BY id")


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return Corpus(tmp_path)


def _directive(number: str = "01/CT-UBND", place: str = "son-la", day: str = "2024-01-03") -> Any:
    return {"number": number, "jurisdiction": place, "issued_on": day}


def test_every_province_has_its_own_number_one(corpus: Corpus) -> None:
    corpus.add("here", document=_directive())
    corpus.add("there", document=_directive(place="ha-nam"))
    corpus.add("plan", document=SON_LA, citations=[{"type": "directive", "number": "01/CT-UBND"}])
    corpus.build()
    assert corpus.meant() == [("01-ct-ubnd.son-la.2024-01-03", "resolved")]


def test_a_number_that_fits_two_years_is_ambiguous_and_keeps_its_candidates(
    corpus: Corpus,
) -> None:
    corpus.add("old", document=_directive(day="2023-01-03"))
    corpus.add("new", document=_directive(day="2024-01-03"))
    corpus.add(
        "plan",
        document=SON_LA,
        citations=[
            {"type": "directive", "number": "01/CT-UBND"},
            {"type": "directive", "number": "01/CT-UBND", "date": "2023"},
        ],
    )
    corpus.build()
    assert corpus.meant() == [(None, "ambiguous"), ("01-ct-ubnd.son-la.2023-01-03", "resolved")]
    ((candidates,),) = corpus.rows("SELECT candidates FROM citations WHERE state = 'ambiguous'")
    assert json.loads(candidates) == [
        "01-ct-ubnd.son-la.2023-01-03",
        "01-ct-ubnd.son-la.2024-01-03",
    ]


def test_an_undated_mention_cannot_mean_what_came_later(corpus: Corpus) -> None:
    corpus.add("old", document=_directive(day="2023-01-03"))
    corpus.add("later", document=_directive(day="2025-01-03"))
    corpus.add("plan", document=SON_LA, citations=[{"type": "directive", "number": "01/CT-UBND"}])
    corpus.build()
    assert corpus.meant() == [("01-ct-ubnd.son-la.2023-01-03", "resolved")]


def test_dated_and_undated_mentions_are_one_stub(corpus: Corpus) -> None:
    dated = {"type": "resolution", "number": "252/NQ-HĐND", "date": "2023-12-07"}
    corpus.add("plan", document=SON_LA, citations=[{**dated, "date": None}, dated])
    corpus.build()
    assert corpus.meant() == [("252-nq-hdnd.son-la.2023-12-07", "stub")] * 2


def test_with_two_dated_stubs_an_undated_mention_is_ambiguous(corpus: Corpus) -> None:
    first = {"type": "resolution", "number": "252/NQ-HĐND", "date": "2023-12-07"}
    citations = [first, {**first, "date": "2022-12-07"}, {**first, "date": None}]
    corpus.add("plan", document=SON_LA, citations=citations)
    corpus.build()
    assert [state for _, state in corpus.meant()] == ["stub", "stub", "ambiguous"]


def test_a_provincial_number_in_a_news_text_of_nowhere_means_nothing(corpus: Corpus) -> None:
    corpus.add("here", document=_directive())
    corpus.add(
        "news",
        document={"type": "news"},
        citations=[
            {"type": "directive", "number": "01/CT-UBND"},
            {"type": "directive", "number": "07/CT-UBND"},
        ],
    )
    corpus.build()
    assert corpus.meant() == [(None, "ambiguous"), (None, "unresolved")]


def test_an_anaphor_means_what_its_antecedent_means(corpus: Corpus) -> None:
    corpus.add(
        "plan",
        document=SON_LA,
        citations=[
            {"type": "directive", "number": "19/CT-TTg", "date": "2021-07-16"},
            {"type": "directive", "form": "anaphoric", "antecedent": 0},
            {"type": "directive", "form": "anaphoric", "antecedent": 1},
            {"type": "directive", "form": "anaphoric"},
            {"type": "plan", "form": "anaphoric", "self_reference": True},
        ],
    )
    corpus.build()
    stub = ("19-ct-ttg.vn.2021-07-16", "stub")
    itself = ("5-kh-ubnd.son-la.2024-06-01", "resolved")
    assert corpus.meant() == [stub, stub, stub, (None, "unresolved"), itself]
    assert corpus.rows("SELECT antecedent_id FROM citations WHERE id LIKE '%:c2'") == [
        ("5-kh-ubnd.son-la.2024-06-01:c1",)
    ]


def test_a_bare_number_is_the_one_that_the_document_cites_in_full(corpus: Corpus) -> None:
    full = {"type": "resolution", "number": "57-NQ/TW", "date": "2024-12-22"}
    bare = [{"type": "resolution", "name": "Nghị quyết 57"}, {"type": "resolution", "number": "57"}]
    other = {"type": "conclusion", "name": "Kết luận 57"}
    corpus.add("plan", document=SON_LA, citations=[*bare, full, other])
    corpus.build()
    stub = ("57-nq-tw.vn.2024-12-22", "stub")
    assert corpus.meant() == [stub, stub, stub, (None, "unresolved")]


def test_a_bare_number_that_two_documents_have_means_neither(corpus: Corpus) -> None:
    corpus.add(
        "plan",
        document=SON_LA,
        citations=[
            {"type": "resolution", "number": "57-NQ/TW", "date": "2024-12-22"},
            {"type": "resolution", "number": "57/NQ-CP", "date": "2024-01-01"},
            {"type": "resolution", "name": "Nghị quyết 57"},
        ],
    )
    corpus.build()
    assert corpus.meant()[2] == (None, "unresolved")


def test_a_document_may_call_itself_by_its_bare_number(corpus: Corpus) -> None:
    corpus.add(
        "resolution",
        document={"type": "resolution", "number": "57-NQ/TW", "jurisdiction": "vn",
                  "issued_on": "2024-12-22"},
        citations=[{"type": "resolution", "name": "Nghị quyết 57"}],
    )  # fmt: skip
    corpus.build()
    assert corpus.meant() == [("57-nq-tw.vn.2024-12-22", "resolved")]
    assert corpus.rows('SELECT "self" FROM citations') == [(1,)]


def test_antecedents_that_point_at_each_other_mean_nothing(corpus: Corpus) -> None:
    anaphor = {"type": "directive", "form": "anaphoric"}
    corpus.add(
        "plan", document=SON_LA, citations=[{**anaphor, "antecedent": 1}, {**anaphor, "antecedent": 0}]
    )  # fmt: skip
    corpus.build()
    assert corpus.meant() == [(None, "unresolved")] * 2


def test_a_law_cited_by_name_is_the_law_that_arrives_with_a_number(corpus: Corpus) -> None:
    name = "Luật Thi đua, khen thưởng"
    corpus.add("plan", document=SON_LA, citations=[{"type": "law", "name": name, "date": "2022"}])
    corpus.build()
    assert corpus.meant() == [("06-2022-qh15.vn", "stub")]
    corpus.add(
        "law",
        document={"type": "law", "number": "06/2022/QH15", "title": name, "jurisdiction": "vn",
                  "issued_on": "2022-06-15"},
    )  # fmt: skip
    corpus.build()
    assert corpus.meant() == [("06-2022-qh15.vn", "resolved")]
    assert corpus.rows(
        "SELECT document_id FROM document_aliases WHERE alias = 'law-thi-dua-khen-thuong.vn.2022'"
    ) == [("06-2022-qh15.vn",)]


def test_two_laws_of_one_name_are_told_apart_by_the_year(corpus: Corpus) -> None:
    name = "Luật Đất đai"
    cited = [{"type": "law", "name": name, "date": year} for year in ("2013", "2024", None)]
    corpus.add("plan", document=SON_LA, citations=cited)
    corpus.build()
    assert [state for _, state in corpus.meant()] == ["stub", "stub", "ambiguous"]


def test_a_law_is_one_document_in_both_languages_with_and_without_its_number(
    corpus: Corpus,
) -> None:
    cited = [
        {"type": "law", "name": "Law on Cadres and Civil Servants", "date": "2008"},
        {"type": "law", "name": "Luật Cán bộ, công chức", "date": "2008-11-13"},
        {"type": "law", "number": "22/2008/QH12"},
        {"type": "law", "name": "Luật Cán bộ, công chức"},
    ]
    corpus.add("plan", document=SON_LA, citations=cited)
    corpus.build()
    assert corpus.meant() == [("22-2008-qh12.vn", "stub")] * 4


def test_a_law_without_a_year_is_ambiguous_once_there_are_two_of_its_name(corpus: Corpus) -> None:
    cited = [
        {"type": "law", "name": "Luật Cán bộ, công chức", "date": "2008"},
        {"type": "law", "name": "Luật Cán bộ, công chức"},
    ]
    corpus.add("plan", document={**SON_LA, "issued_on": "2026-02-01"}, citations=cited)
    corpus.build()
    assert corpus.meant() == [("22-2008-qh12.vn", "stub"), (None, "ambiguous")]
    assert corpus.rows("SELECT candidates FROM citations ORDER BY id")[1] == (
        '["22-2008-qh12.vn"]',
    )
    assert corpus.rows("SELECT reason FROM citations ORDER BY id")[1] == ("several-laws",)


def test_a_laws_name_alone_means_the_one_that_the_document_gives_with_its_day(
    corpus: Corpus,
) -> None:
    cited = [
        {"type": "law", "name": "Luật Cán bộ, công chức", "date": "2008-11-13"},
        {"type": "law", "name": "Luật Cán bộ, công chức"},
    ]
    corpus.add("plan", document={**SON_LA, "issued_on": "2026-02-01"}, citations=cited)
    corpus.build()
    assert corpus.meant() == [("22-2008-qh12.vn", "stub")] * 2


def test_a_law_known_by_its_number_has_its_own_name_whatever_the_words_beside_it(
    corpus: Corpus,
) -> None:
    cited = [
        {"type": "law", "number": "22/2008/QH12", "name": "Luật sửa đổi Luật Cán bộ, công chức"},
    ]
    corpus.add("plan", document=SON_LA, citations=cited)
    corpus.build()
    assert corpus.rows("SELECT title FROM documents WHERE held = 0") == [("Cán bộ, công chức",)]


def test_the_partys_congress_is_one_document_for_all_provinces(corpus: Corpus) -> None:
    names = ("Nghị quyết Đại hội XIII của Đảng",
             "Resolution of the 13th National Congress of the Party")  # fmt: skip
    for name, place in zip(names, ("son-la", "ha-nam"), strict=True):
        corpus.add(
            place,
            document={**SON_LA, "jurisdiction": place},
            citations=[{"type": "resolution", "name": name}],
        )
    corpus.build()
    assert corpus.meant() == [("resolution-dai-hoi-dang-13.vn", "stub")] * 2


NINH_BINH = {"number": "8/KH-UBND", "jurisdiction": "ninh-binh", "issued_on": "2026-02-01"}
OF_2024 = {"type": "decision", "number": "12/2024/QĐ-UBND", "date": "2024-03-01"}


def test_a_merged_province_means_the_province_that_issued_it_then(corpus: Corpus) -> None:
    held = {"type": "decision", "number": "12/2024/QĐ-UBND", "issued_on": "2024-03-01"}
    corpus.add("old", document={**held, "jurisdiction": "ha-nam"})
    corpus.add("plan", document=NINH_BINH, citations=[OF_2024])
    corpus.build()
    assert corpus.meant() == [("12-2024-qd-ubnd.ha-nam", "resolved")]


def test_two_provinces_that_were_merged_may_both_be_meant(corpus: Corpus) -> None:
    held = {"type": "decision", "number": "12/2024/QĐ-UBND"}
    for place, day in (("ha-nam", "2024-03-01"), ("nam-dinh", "2024-05-05")):
        corpus.add(place, document={**held, "jurisdiction": place, "issued_on": day})
    undated = {**OF_2024, "date": None}
    named = {**undated, "issuer": "UBND tỉnh Nam Định", "jurisdiction": "nam-dinh"}
    later = {**undated, "number": "12/2026/QĐ-UBND"}
    corpus.add("plan", document=NINH_BINH, citations=[undated, named, later])
    corpus.build()
    assert corpus.meant() == [
        (None, "ambiguous"), ("12-2024-qd-ubnd.nam-dinh", "resolved"),
        ("12-2026-qd-ubnd.ninh-binh", "stub"),
    ]  # fmt: skip


def test_a_document_and_its_rendering_are_one_work_that_all_mentions_lead_to(
    corpus: Corpus,
) -> None:
    directive = {**_directive(), "title": "Về việc làm thử"}
    corpus.add("original", document=directive)
    corpus.add("rendering", document={**directive, "title": "On a trial", "language": "en"})
    corpus.add("plan", document=SON_LA, citations=[{"type": "directive", "number": "01/CT-UBND"}])
    corpus.build()
    assert corpus.meant() == [("01-ct-ubnd.son-la.2024-01-03", "resolved")]
    assert corpus.rows(
        "SELECT role FROM sources WHERE document_id = '01-ct-ubnd.son-la.2024-01-03' ORDER BY role"
    ) == [("primary",), ("rendering",)]
    assert corpus.rows("SELECT akn_uri FROM documents WHERE akn_uri GLOB '*01-ct-ubnd'") == [
        ("/akn/vn-05/act/directive/2024-01-03/01-ct-ubnd",)
    ]


def test_a_date_that_contradicts_the_document_is_shown(corpus: Corpus) -> None:
    decree = {"type": "decree", "number": "30/2020/NĐ-CP"}
    corpus.add("decree", document={**decree, "jurisdiction": "vn", "issued_on": "2020-03-05"})
    cited = [{**decree, "date": day} for day in ("2020-03-05", "2020-03-06", "2020", None)]
    corpus.add("plan", document=SON_LA, citations=cited)
    corpus.build()
    assert corpus.meant() == [("30-2020-nd-cp.vn", "resolved")] * 4
    assert corpus.rows("SELECT id, kind FROM problems") == [
        ("citation:5-kh-ubnd.son-la.2024-06-01:c1", "date-differs")
    ]


def test_a_document_that_came_later_than_the_one_that_cites_it_is_shown(corpus: Corpus) -> None:
    decree = {"type": "decree", "number": "30/2024/NĐ-CP"}
    corpus.add("decree", document={**decree, "jurisdiction": "vn", "issued_on": "2024-08-05"})
    corpus.add("plan", document=SON_LA, citations=[decree])
    corpus.build()
    assert corpus.meant() == [("30-2024-nd-cp.vn", "resolved")]
    assert corpus.rows("SELECT kind FROM problems") == [("cites-the-future",)]


def test_a_document_called_by_another_type_is_shown(corpus: Corpus) -> None:
    decree = {"type": "decree", "number": "30/2020/NĐ-CP"}
    corpus.add("decree", document={**decree, "jurisdiction": "vn", "issued_on": "2020-03-05"})
    cited = [{**decree, "type": "circular"}, decree]
    corpus.add("plan", document=SON_LA, citations=cited)
    for _ in range(2):  # a build that finds nothing new says the same again
        corpus.build()
    corpus.add("other", document=_directive())
    corpus.build()
    assert corpus.meant() == [("30-2020-nd-cp.vn", "resolved")] * 2
    assert corpus.rows("SELECT id, kind FROM problems") == [
        ("citation:type:5-kh-ubnd.son-la.2024-06-01:c0", "type-differs")
    ]


def test_an_address_that_means_two_documents_is_no_alias(corpus: Corpus) -> None:
    corpus.add("here", document=_directive())
    corpus.build()
    assert corpus.rows("SELECT * FROM document_aliases WHERE alias = '01-ct-ubnd'")
    corpus.add("there", document=_directive(place="ha-nam"))
    corpus.build()
    assert not corpus.rows("SELECT * FROM document_aliases WHERE alias = '01-ct-ubnd'")
    assert corpus.rows("SELECT document_id FROM document_aliases WHERE alias = '01-ct-ubnd.ha-nam'")


def test_a_stub_has_the_issuer_that_most_mentions_give(corpus: Corpus) -> None:
    cited = {"type": "directive", "number": "19/CT-TTg", "date": "2021-07-16"}
    named = {**cited, "issuer": "Thủ tướng Chính phủ", "issuer_key": "thu-tuong"}
    corpus.add("plan", document=SON_LA, citations=[named, named, {**cited, "issuer": "Thủ tướng"}])
    corpus.build()
    assert corpus.rows("SELECT issuer, issuer_id, held FROM documents WHERE held = 0") == [
        ("Thủ tướng Chính phủ", "thu-tuong", 0)
    ]


def test_edges_are_counted_once_for_each_relation(corpus: Corpus) -> None:
    cited = {"type": "directive", "number": "19/CT-TTg"}
    corpus.add(
        "plan",
        document=SON_LA,
        citations=[{**cited, "relation": "basis"}, {**cited, "relation": "basis"}, cited],
    )
    corpus.build()
    assert corpus.rows("SELECT relation, mentions FROM citation_edges ORDER BY relation") == [
        ("basis", 2),
        ("refers", 1),
    ]
