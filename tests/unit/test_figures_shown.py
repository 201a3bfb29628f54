"""A table of figures as HTML: whatever a value says is text."""

from datetime import date

import lxml.html

from tasks.case.bilingual import Said
from tasks.desk.figures_query import usual
from tasks.desk.figures_shown import Reader, shown
from tasks.figures.table import Cell, Column, Table

_SLY = """<b title="x">'&amp;"""


def test_a_value_is_text_wherever_it_stands():
    """In a cell, in the label and the title of a list's cell, and in an address."""
    columns = (Column("kinds", Said(_SLY, _SLY)), Column("action", Said(_SLY, _SLY)))
    linked = Cell(_SLY, link=f"/figures/cases?pick={_SLY}")
    table = Table("sly", Said("", ""), Said("", ""), columns, ((linked, Cell(_SLY)),), ("open",))
    reader = Reader("en", cases=True, dispatch=True, companies={})
    body = lxml.html.fragment_fromstring(
        str(shown(table, "today", usual(date(2027, 1, 13)), reader).body), create_parent="tbody"
    )
    (head, cell) = body.xpath("./tr/*")
    assert [each.tag for each in body.iter()] == ["tbody", "tr", "th", "a", "td"]
    assert [head.text_content(), cell.text_content()] == [_SLY, _SLY]
    assert head[0].get("href") == f"/figures/cases?pick={_SLY}"
    assert [cell.get("title"), cell.get("data-label")] == [_SLY, _SLY]
