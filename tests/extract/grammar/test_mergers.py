"""Bodies that are set up out of others, in the words of resolutions."""

from __future__ import annotations

import pytest

from extract.grammar.mergers import find_mergers


@pytest.mark.parametrize(
    ("text", "predecessors", "successor"),
    [
        ("1. Thành lập Sở Tài chính trên cơ sở hợp nhất Sở Kế hoạch và Đầu tư và Sở Tài chính.",
         ["so-ke-hoach-va-dau-tu", "so-tai-chinh"], "so-tai-chinh"),
        ("Thành lập Sở Xây dựng trên cơ sở sáp nhập Sở Giao thông vận tải vào Sở Xây dựng;",
         ["so-giao-thong-van-tai"], "so-xay-dung"),
        ("thành lập Sở Dân tộc và Tôn giáo trên cơ sở tổ chức lại Ban Dân tộc và tiếp nhận "
         "nhiệm vụ về tôn giáo từ Sở Nội vụ", ["ban-dan-toc-tinh", "so-noi-vu"],
         "so-dan-toc-va-ton-giao"),
        ("Hợp nhất Sở Nông nghiệp và Phát triển nông thôn và Sở Tài nguyên và Môi trường thành "
         "Sở Nông nghiệp và Môi trường.",
         ["so-nong-nghiep-va-phat-trien-nong-thon", "so-tai-nguyen-va-moi-truong"],
         "so-nong-nghiep-va-moi-truong"),
    ],
)  # fmt: skip
def test_a_body_made_of_others_is_known_with_what_it_is_made_of(text, predecessors, successor):
    (merger,) = find_mergers(text)
    assert [body.key for body in merger.predecessors] == predecessors
    assert merger.successor.key == successor
    assert text[merger.start : merger.end].lower().startswith(("thành lập", "hợp nhất"))


@pytest.mark.parametrize(
    "text",
    [
        "Sáp nhập, giải thể các tổ chức hoạt động không hiệu quả.",
        "Thành lập Tổ công tác trên cơ sở đề nghị của Sở Nội vụ.",
        "Hợp nhất hai hệ thống dữ liệu thành một hệ thống dùng chung.",
        "Sở Nội vụ hướng dẫn hồ sơ sáp nhập thôn, bản.",
    ],
)
def test_a_merger_of_other_things_is_none_of_bodies(text):
    assert list(find_mergers(text)) == []
