"""Laws, decrees and circulars regulate: but for who carries them out, they tell nobody to do a thing.

False tasks in documents without any matter most: most documents are of this kind. A hundred and twenty real
ones are listed in ``documents_without_tasks.txt``: a path under the folder of real documents, and the
name of the record where the path is a collection. The second sixty were chosen by their kind before
anything was measured on them: amendments, forms, procedures, price and norm tables, consolidations,
and pages that hold no text; one of the choice turned out to give tasks and was taken out.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from extract.grammar.letterhead import read_document
from extract.grammar.structure import find_sections
from extract.grammar.tasks import find_tasks
from extract.language import detect_language
from extract.readers import read_file
from extract.source import SourceText

LIST = Path(__file__).with_name("documents_without_tasks.txt")
MAY_FAIL = 0.02
EXECUTION = ("thi hành", "tổ chức thực hiện", "triển khai thực hiện", "implement")


@pytest.mark.shared
def test_documents_that_regulate_give_no_task_but_who_carries_them_out(shared):
    documents = list(_documents(shared))
    assert len(documents) == 120
    failing = {name: found for name, source in documents if (found := _other_tasks(source))}
    assert len(failing) <= MAY_FAIL * len(documents), failing


def _documents(shared):
    records: dict[str, dict[str, str]] = {}
    for line in LIST.read_text(encoding="utf-8").splitlines():
        path, _, record = line.partition(" ")
        if not record:
            yield line, read_file(shared / path)
            continue
        if path not in records:
            with gzip.open(shared / path, "rt", encoding="utf-8") as rows:
                texts = [json.loads(row) for row in rows]
            records[path] = {row["file"]: row["text"] for row in texts}
        yield line, SourceText.from_text(records[path][record])


def _other_tasks(source):
    language = detect_language(source.text)
    document = read_document(source, language)
    tasks = find_tasks(source, language, document, find_sections(source, language))
    return [task.text[:200] for task in tasks if not any(w in task.text for w in EXECUTION)]
