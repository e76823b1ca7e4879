"""Tables and views: made, migrated, commented, and as the design names them."""

from __future__ import annotations

import pytest
from sqlite_utils import Database

from kb import schema
from kb.resolve import successions

# Columns that people and programs rely on.
PUBLIC = {
    "documents": "id type number title issuer_id issued_on effective_on expired_on status language "
    "jurisdiction signer signer_position held source_id akn_uri",
    "document_aliases": "alias document_id",
    "sources": "id path sha256 media_type pages read_by read_on extractor_version",
    "sections": "id document_id parent_id ordinal kind label heading text start end page",
    "citations": "id document_id section_id cited_document_id relation type number date issuer "
    "pinpoint form state candidates quote start end page rule",
    "agencies": "id name name_en short_name kind level jurisdiction parent_id is_group valid_from "
    "valid_to",
    "agency_names": "agency_id name folded language",
    "agency_successions": "predecessor_id successor_id on_date scope basis",
    "tasks": "id document_id section_id parent_id label path text force deadline deadline_words "
    "recurrence deliverable quote start end page rule",
    "task_agencies": "task_id agency_id role inherited name_as_written start end page",
    "targets": "id document_id section_id indicator_id indicator comparator value value_to unit "
    "value_normalized unit_normalized baseline period scope quote start end page rule",
    "target_agencies": "id target_id agency_id role name_as_written start end page task_id",
    "target_changes": "id indicator_id change place period document_id issuer_id on_date target_id "
    "before_id before_document_id",
    "indicators": "id name name_en unit",
    "problems": "id document_id source_id kind message start end page",
    "corrections": "table row_id column value was by on why",
}


@pytest.fixture(scope="module")
def db() -> Database:
    database = Database(memory=True)
    schema.migrate(database)
    return database


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_table_has_the_columns_that_others_rely_on(db: Database, name: str) -> None:
    assert set(PUBLIC[name].split()) <= {column.name for column in db.table(name).columns}


def test_every_table_view_and_column_says_what_it_means() -> None:
    for name, told in schema.datasette_metadata().items():
        assert told["description"], name
        for column, comment in told["columns"].items():
            assert comment, f"{name}.{column}"


def test_a_view_has_exactly_the_columns_that_are_described(db: Database) -> None:
    for view in schema.VIEWS:
        found = [row[0] for row in db.conn.execute(f"SELECT * FROM {view.name}").description]
        assert found == [name for name, _ in view.columns]


def test_every_reference_leads_to_a_key(db: Database) -> None:
    for table in schema.TABLES:
        found = {(key.column, key.other_table) for key in db.table(table.name).foreign_keys}
        assert found == {(c.name, c.references) for c in table.columns if c.references}


def test_the_builders_own_tables_are_hidden() -> None:
    metadata = schema.datasette_metadata()
    assert metadata["_readings"]["hidden"]
    assert "hidden" not in metadata["documents"]


def test_migrating_twice_changes_nothing(db: Database) -> None:
    before = db.schema
    schema.migrate(db)
    assert db.schema == before
    assert db.conn.execute("PRAGMA application_id").fetchone() == (schema.APPLICATION_ID,)


def test_a_task_shows_who_was_told_and_who_has_it_now() -> None:
    db = Database(memory=True)
    schema.migrate(db)
    db.table("documents").insert({"id": "d", "held": 1})
    for id_ in ("old", "one", "two"):
        db.table("agencies").insert({"id": id_, "name": id_.title()})
    for successor, scope in (("one", "press"), ("two", "post")):
        db.table("agency_successions").insert(
            {"predecessor_id": "old", "successor_id": successor, "on_date": "2025-03-01",
             "scope": scope}
        )  # fmt: skip
    db.table("tasks").insert({"id": "t", "document_id": "d", "text": "x", "force": "instructed"})
    db.table("task_agencies").insert(
        {"id": "a", "task_id": "t", "agency_id": "old", "role": "lead", "name_as_written": "Sở"}
    )
    successions.write_heirs(db.conn)
    (row,) = db.query("SELECT lead, told, coordinating FROM task_owners")
    assert row == {"lead": '["One","Two"]', "told": '["Sở"]', "coordinating": "[]"}
