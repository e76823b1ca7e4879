"""Rows of tables in one piece of HTML."""

from __future__ import annotations

from markupsafe import Markup

from kb.site.rows import table_rows


def test_what_stands_in_a_cell_is_text_unless_it_is_a_link() -> None:
    rows = [
        [
            {"column": "on", "value_type": "str", "value": "<b> & đ"},
            {"column": "quote", "value_type": "none", "value": Markup('<a href="/x">x</a>')},
        ]
    ]
    assert table_rows(rows) == (
        '<tr><td class="col-on type-str">&lt;b&gt; &amp; đ</td>'
        '<td class="col-quote type-none"><a href="/x">x</a></td></tr>'
    )
