"""Which body each mention means, in real directives of provinces and in real scans.

``checked_mentions.csv`` holds every mention with a part in a task of those files, read by hand: the
name as written, how often, the body that is meant, and whether what was read at first was right.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from extract.pipeline import extract
from extract.readers import read_file
from kb.resolve.agencies import Named, agency_id, parts_of
from kb.resolve.documents import identity_of

CHECKED = Path(__file__).with_name("checked_mentions.csv")
RIGHT, WRONG = 0.97, 0.01


def mentions(path: Path) -> Counter[tuple[str, str]]:
    """How often each name means each body, by what a build would make of the file."""
    facts = extract(read_file(path))
    identity = identity_of(facts.document)
    return Counter(
        (
            body.name,
            agency_id(
                Named(body.name, body.key, body.place, body.is_group, identity.jurisdiction,
                      identity.body)
            ),
        )
        for task in facts.tasks
        for body in task.agencies
    )  # fmt: skip


def resolved(id_: str) -> bool:
    """Whether an id is of a known body or of a group."""
    parts = parts_of(id_)
    return parts.key is not None or parts.unknown_group


@pytest.mark.shared
def test_mentions_in_real_documents_mean_the_bodies_that_a_reader_takes_them_for(shared):
    meant: dict[str, dict[str, str]] = {}
    with CHECKED.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            meant.setdefault(row["file"], {})[row["name"]] = row["agency_id"]
    total, wrong, unread = 0, [], 0
    for name, bodies in meant.items():
        for (written, id_), count in mentions(shared / "corpus" / name).items():
            if not resolved(id_):
                continue
            total += count
            if written not in bodies:
                unread += count
            elif bodies[written] != id_:
                wrong.append((name, written, id_, bodies[written], count))
    assert total >= 300
    assert sum(count for *_, count in wrong) <= WRONG * total, wrong
    assert total - unread - sum(count for *_, count in wrong) >= RIGHT * total, (unread, wrong)
