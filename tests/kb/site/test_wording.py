"""Everything that a page may have to say is worded in both languages."""

from __future__ import annotations

import ast
import re
import typing
from pathlib import Path

import pytest

from extract import vocabulary
from extract.readers.errors import Kind
from kb.site import editable
from kb.site.particulars import particulars, sentences
from kb.site.wording import LANGUAGES, Wording, wording

ROOT = Path(__file__).parents[3]
CODE = sorted((ROOT / "extract").rglob("*.py")) + sorted((ROOT / "kb").rglob("*.py"))
_KIND = re.compile(r"[a-z]+(?:-[a-z0-9]+)*")
_OF_SQL = re.compile(r"INSERT INTO problems[^;]*?SELECT[^;]*?'([a-z]+(?:-[a-z]+)+)'", re.S)


def problem_kinds() -> set[str]:
    """Every kind of problem that the code can write, read from the code itself."""
    found: set[str] = set(typing.get_args(Kind))
    for path in CODE:
        if "site" in path.parts:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            found |= set(_kinds_in(node))
    return found


def _kinds_in(node: ast.AST) -> typing.Iterator[str]:
    if isinstance(node, ast.Call):
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name in ("Problem", "UnreadableError") and node.args:
            yield from _kind(node.args[0])
    elif isinstance(node, ast.Dict):
        keys = {key.value: value for key, value in zip(node.keys, node.values, strict=True)
                if isinstance(key, ast.Constant)}  # fmt: skip
        if {"kind", "message"} <= set(keys):
            yield from _kind(keys["kind"])
    elif isinstance(node, ast.keyword) and node.arg == "error":
        yield from _kind(node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield from _OF_SQL.findall(node.value)


def _kind(node: ast.AST) -> typing.Iterator[str]:
    if isinstance(node, ast.Constant) and _KIND.fullmatch(str(node.value)):
        yield str(node.value)


def test_the_code_is_read_for_kinds_of_problems() -> None:
    known = {"no-number", "versions", "unknown-agency", "register-line", "date-differs", "damaged"}
    assert known <= problem_kinds()


@pytest.mark.parametrize("kind", sorted(problem_kinds()))
def test_every_kind_of_problem_is_worded_with_what_to_do(kind: str) -> None:
    for language in LANGUAGES:
        assert f"problem.{kind}" in wording(language)
        assert f"advice.{kind}" in wording(language)


def test_both_languages_have_the_same_keys_and_the_same_names_in_braces() -> None:
    english, vietnamese = wording("en"), wording("vi")
    assert set(english) == set(vietnamese)
    for key in english:
        assert _names(english[key]) == _names(vietnamese[key]), key


def _names(string: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", string))


def said_in_code() -> str:
    """All strings of the code, on one line."""
    strings = [
        node.value
        for path in CODE
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    return " ".join(" ".join(strings).split())


SAID = said_in_code()


@pytest.mark.parametrize("english", [english for _, english, _ in sentences()])
def test_a_sentence_that_is_known_in_vietnamese_is_one_that_the_build_writes(english: str) -> None:
    longest = max(re.split(r"\{\w+\}", english), key=len).strip(" “”(),:.;")
    assert len(longest) > 5
    assert longest in SAID


@pytest.mark.parametrize(
    ("kind", "message", "said"),
    [
        (
            "unknown-agency",
            "The body “Ban Mẫu” is not in the vocabulary of bodies. If",
            "“Ban Mẫu”",
        ),
        (
            "type-contradicts-number",
            "The words say official letter, the number 49-NQ/TW says resolution: check",
            "Câu chữ ghi công văn, còn số 49-NQ/TW là của nghị quyết.",
        ),
        (
            "cites-the-future",
            "The cited document is of 2025-09-12, after this one (2025-09-10): one",
            "ngày 12/09/2025, sau văn bản này (10/09/2025)",
        ),
        ("no-number", "No number could be read for this plan: it is blank", ""),
    ],
)
def test_what_a_problem_is_about_is_said_in_vietnamese(kind: str, message: str, said: str) -> None:
    told = particulars(kind, message, Wording("vi"))
    assert said in told
    assert bool(told) == bool(said)
    assert particulars(kind, message, Wording("en")) == message


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_and_code_that_an_editor_may_choose_is_worded(language: str) -> None:
    known = wording(language)
    for table, columns in editable.EDITABLE.items():
        assert f"decide.row_{table}" in known
        for column in columns:
            assert f"column.{column}" in known
            assert all(f"{column}.{code}" in known for code in editable.choices(column)), column
    types = {kind.code for kind in vocabulary.document_types()}
    assert all(f"type.{code}" in known for code in types)
