"""What looks like a citation and is none, drawn by kind from real documents (look_alikes.txt)."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.citations import citations

LOOK_ALIKES = [
    line
    for line in (Path(__file__).parent / "look_alikes.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    "sentence", ["{}", "Theo {} và", "các nội dung: {}; tiếp tục", "applied to {}, and"]
)
def test_at_most_three_strings_that_only_look_like_citations_are_taken_for_one(sentence, language):
    assert len(LOOK_ALIKES) >= 300
    taken = [one for one in LOOK_ALIKES if citations(sentence.format(one), language)]
    assert len(taken) <= 3, taken


@pytest.mark.parametrize(
    "citation",
    [
        "Nghị định số 30/2020/NĐ-CP",
        "Luật Đất đai",
        "Đề án 06",
        "Quyết định\n06/QĐ-TTg",
        "Quyết định số 299/TTg",
    ],
)
def test_what_stands_beside_the_look_alikes_is_still_found(citation):
    assert len(citations(f"theo {citation} và", "vi")) == 1
