"""The specimens and their gold files: they agree, they are marked, and they can be made again."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path
from typing import Any, get_args

import pytest

from extract import facts
from extract.readers import read_file
from extract.vocabulary import document_types

ROOT = Path(__file__).parent.parent
SPECIMENS = ROOT / "corpus" / "specimens"
GOLD = ROOT / "tests" / "gold" / "documents"

FILES = sorted(path.name for path in SPECIMENS.iterdir())


def gold_of(name: str) -> dict[str, Any]:
    return json.loads((GOLD / f"{Path(name).stem}.json").read_text(encoding="utf-8"))


def plain(words: str) -> str:
    """Words without white space, Ð read as Đ: readers mend letters and join broken lines."""
    return "".join(words.split()).replace("Ð", "Đ")


def text_of(name: str) -> str:
    return plain(read_file(SPECIMENS / name).text)


def test_there_are_specimens_in_every_format_that_an_office_uses() -> None:
    suffixes = [Path(name).suffix for name in FILES]
    assert len(FILES) >= 12
    assert {suffix for suffix in suffixes if suffixes.count(suffix) >= 2} == {
        ".pdf", ".docx", ".html", ".txt",
    }  # fmt: skip


def test_one_specimen_is_a_scan_with_a_number_written_by_hand() -> None:
    source = read_file(SPECIMENS / "ct-9912-ubnd-2024.pdf")
    assert [page.read_by for page in source.pages] == ["ocr", "ocr"]
    assert gold_of("ct-9912-ubnd-2024.pdf")["document"]["number"] is None


def test_every_gold_file_belongs_to_a_specimen() -> None:
    assert sorted(path.stem for path in GOLD.glob("*.json")) == sorted(
        Path(name).stem for name in FILES
    )


def test_the_register_lists_every_specimen() -> None:
    with (ROOT / "corpus" / "register.csv").open(encoding="utf-8", newline="") as register:
        listed = [row["file"] for row in csv.DictReader(register)]
    assert sorted(listed) == [f"specimens/{name}" for name in FILES]


@pytest.mark.parametrize("name", FILES)
def test_a_gold_file_is_of_exactly_this_file(name: str) -> None:
    gold = gold_of(name)
    assert gold["file"] == f"specimens/{name}"
    assert gold["sha256"] == hashlib.sha256((SPECIMENS / name).read_bytes()).hexdigest()


@pytest.mark.parametrize("name", FILES)
def test_a_specimen_says_on_its_face_that_it_is_one(name: str) -> None:
    first_line = read_file(SPECIMENS / name).text.lstrip().splitlines()[0]
    assert first_line.replace(" - ", " – ") in (
        "BẢN MẪU – không phải văn bản thật",
        "SPECIMEN – not a real document",
    )


@pytest.mark.parametrize("name", FILES)
def test_the_words_that_gold_quotes_stand_in_the_file(name: str) -> None:
    gold, text = gold_of(name), text_of(name)
    quotes = [row["quote"] for row in gold["citations"]]
    quotes += [row["first_words"] for row in gold["tasks"] + gold["targets"]]
    quotes += [row["deadline_words"] or "" for row in gold["tasks"]]
    quotes += [row["recurrence"] or "" for row in gold["tasks"]]
    assert [words for words in quotes if plain(words) not in text] == []


@pytest.mark.parametrize("name", FILES)
def test_gold_citations_stand_in_reading_order(name: str) -> None:
    text, at = text_of(name), 0
    for row in gold_of(name)["citations"]:
        at = text.find(plain(row["quote"]), at)
        assert at >= 0, row["quote"]


@pytest.mark.parametrize("name", FILES)
def test_gold_uses_the_codes_of_the_annotation_rules(name: str) -> None:
    gold = gold_of(name)
    types = {kind.code for kind in document_types()} | {"news"}
    assert {gold["document"]["type"], *(row["type"] for row in gold["citations"])} <= types
    relations = {row["relation"] for row in gold["citations"]}
    assert relations <= set(get_args(facts.Relation))
    assert {row["form"] for row in gold["citations"]} <= set(get_args(facts.CitationForm))
    assert {row["force"] for row in gold["tasks"]} <= set(get_args(facts.Force))
    roles = {body["role"] for row in gold["tasks"] for body in row["agencies"]}
    assert roles <= set(get_args(facts.Role))
    assert {row["comparator"] for row in gold["targets"]} <= set(get_args(facts.Comparator))


@pytest.mark.parametrize("name", FILES)
def test_a_parent_is_the_path_of_a_task_of_the_same_document(name: str) -> None:
    tasks = gold_of(name)["tasks"]
    parents = {row["parent"] for row in tasks if row["parent"]}
    assert parents <= {row["path"] for row in tasks}


def test_the_directive_and_its_rendering_say_the_same() -> None:
    original, rendering = gold_of("ct-01-ubnd-2024.pdf"), gold_of("directive-01-2024-english.txt")

    def facts_of(gold: dict[str, Any]) -> tuple[Any, ...]:
        citations = [(c["type"], c["number"], c["date"], c["relation"]) for c in gold["citations"]]
        roles = [[(a["role"], a["group"]) for a in t["agencies"]] for t in gold["tasks"]]
        values = [(t["label"], t["value_normalized"], t["period"]) for t in gold["targets"]]
        return citations, [t["path"] for t in gold["tasks"]], roles, values

    assert facts_of(original) == facts_of(rendering)
    citations, paths, _, values = facts_of(original)
    assert (len(citations), len(paths), len(values)) == (14, 15, 33)


def test_the_specimens_cite_each_other() -> None:
    golds = [gold_of(name) for name in FILES]
    held = {gold["document"]["number"] for gold in golds} - {None}
    cited = {
        (gold["document"]["number"], citation["number"])
        for gold in golds
        for citation in gold["citations"]
        if citation.get("target") != "self" and citation["number"] in held
    }
    assert ("9905/QĐ-UBND", "9904/QĐ-UBND") in cited
    assert len(cited) >= 12


@pytest.mark.usefixtures("specimen_font")
def test_the_sources_give_the_same_bytes_at_every_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    from make_specimens import make_all

    make_all(tmp_path / "one", tmp_path / "one-gold")
    written = make_all(tmp_path / "two", tmp_path / "two-gold")
    for path in written:
        again = path.parent.with_name(path.parent.name.replace("two", "one")) / path.name
        assert path.read_bytes() == again.read_bytes(), path.name
        if path.suffix in (".txt", ".html", ".docx"):
            assert path.read_bytes() == (SPECIMENS / path.name).read_bytes(), path.name
        elif path.suffix == ".pdf":
            assert read_file(path).text == read_file(SPECIMENS / path.name).text, path.name
