"""Subjects of the province's register: which row each of them cites, and what it does to it."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from pathlib import Path

import pytest

from extract.citations import citations

EXPECTED = Path(__file__).parent / "register_citations.csv"


def expected_rows() -> dict[tuple[str, str], list[tuple[str, str, str, str]]]:
    """By number and date of the entry: what it cites, the relation, the provision, who did it."""
    rows = defaultdict(list)
    with EXPECTED.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rows[row["register_number"], row["issued_on"]].append(
                (row["cited"], row["relation"], row["pinpoint"], row["done_by"])
            )
    return rows


def cited_by(subject: str) -> list[tuple[str, str, str, str]]:
    found = citations(subject, "vi")
    names = [one.number or one.name or "" for one in found]
    return [
        (
            names[i],
            one.relation,
            one.pinpoint or "",
            names[one.subject] if one.subject is not None else "",
        )
        for i, one in enumerate(found)
    ]


@pytest.mark.shared
def test_every_subject_of_the_register_gives_the_right_rows_and_no_other_does(shared):
    expected = expected_rows()
    wrong = []
    with (shared / "corpus" / "son-la-gazette.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            key = row["so_hieu"], row["ngay_ban_hanh"]
            got = cited_by(row["trich_yeu"])
            want = expected.pop(key, []) if got or printed_number(row["trich_yeu"]) else []
            if got != want:
                wrong.append((key, got, want))
    assert not wrong
    assert not expected


def printed_number(subject: str) -> bool:
    return re.search(r"\d+/(?:\d{4}/)?[A-ZĐ]{2}", subject) is not None
