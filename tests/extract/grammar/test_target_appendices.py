"""Two real appendices of targets, read whole: each row's comparator, value or range, unit, period,
place and bodies as a person read them from the page (``tests/gold/target_appendices.csv``)."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from extract.facts import DocumentFields, Target
from extract.grammar.targets import find_targets
from extract.readers import read_file

GOLD = Path(__file__).parents[2] / "gold" / "target_appendices.csv"
FIELDS = {
    "tables/nghi-quyet-so-109-nq-cp-469403.pdf": DocumentFields(
        type="resolution", language="vi", issued_on="2026-04-16"
    ),
    "chain/nq03-pl1-chi-tieu.md": DocumentFields(type="other", language="vi"),
}


def _gold(file: str) -> list[dict[str, str]]:
    with GOLD.open(encoding="utf-8", newline="") as lines:
        return [row for row in csv.DictReader(lines) if row["file"] == file]


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.12g}"


def _row(file: str, target: Target) -> dict[str, str]:
    bodies = [agency.key for agency in target.agencies if agency.role != "coordinate"]
    return {
        "file": file,
        "label": target.label or "",
        "comparator": target.comparator,
        "value": _number(target.value),
        "value_to": _number(target.value_to),
        "value_normalized": _number(target.value_normalized),
        "unit_normalized": target.unit_normalized or "",
        "period": target.period or "",
        "scope": target.scope or "",
        "bodies": "|".join(filter(None, bodies)),
    }


@pytest.mark.shared
@pytest.mark.parametrize("file", FIELDS)
def test_a_real_appendix_of_targets_is_read_whole_and_right(shared: Path, file: str):
    gold = _gold(file)
    found = [
        target
        for target in find_targets(read_file(shared / "corpus" / file), "vi", FIELDS[file])
        if target.rule == "target-table" and target.responsible
    ][: len(gold)]
    assert [_row(file, target) for target in found] == gold
    assert all(target.value_words for target in found if target.value is None)
