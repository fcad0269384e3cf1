"""One document in three renderers: every kind of content comes out in each, and nothing of it is markup."""

from __future__ import annotations

import pytest

from negosim.document import (
    BulletList,
    Definition,
    Document,
    Figure,
    MarkedList,
    NumberedList,
    Paragraph,
    Row,
    Section,
    Table,
    points,
)
from negosim.report.markdown import render_markdown
from negosim.report.pages.page import environment
from negosim.report.terminal import render_section

TABLE = Table("Points", ("Ann", "Bob"), (Row("Deal", (1.25, None)), Row("of it by peace", (0.5, 3), indented=True)))
SECTION = Section(
    "What came of it",
    (
        "A finding.",
        BulletList(("its evidence",)),
        Paragraph("Running text."),
        NumberedList(("first state", "second state")),
        MarkedList(((True, "as it was"), (False, "else"))),
        Definition("Settled", ("A: yes", Paragraph("in round 3"))),
        TABLE,
        "Below <the> | table.",
    ),
)


def test_a_terminal_has_lists_definitions_and_tables_in_80_columns() -> None:
    assert render_section(SECTION).splitlines() == [
        "  A finding.",
        "  - its evidence",
        "  Running text.",
        "    1  first state",
        "    2  second state",
        "  * as it was",
        "    else",
        "  Settled",
        "      A: yes",
        "      in round 3",
        "",
        "  Points:",
        "                                      Ann  Bob",
        "  Deal                                1.2    -",
        "    of it by peace                    0.5    3",
        "",
        "  Below <the> | table.",
    ]


def test_a_section_of_level_two_stands_below_its_title_and_under_its_number() -> None:
    assert render_section(Section("Talks", ("Agreed.",), level=2)) == "  Talks\n    Agreed."
    assert render_section(Section("Talks", ("Agreed.",), level=2, number=3)) == "  3. Talks\n     Agreed."


def test_markdown_has_findings_as_a_list_and_escapes_what_would_be_markup() -> None:
    picture = Figure("tornado", "Tornado", "What moves it", "One bar", TABLE)
    text = render_markdown(Document("x", (SECTION, Section("Figures", (picture,), level=2)), notes=("No forecast.",)))
    assert text.splitlines() == [
        "## What came of it",
        "",
        "- A finding.",
        "- - its evidence",
        "",
        "Running text.",
        "",
        "1. first state",
        "2. second state",
        "",
        "- **as it was**",
        "- else",
        "",
        "- Settled",
        "  - A: yes",
        "  - in round 3",
        "",
        "Points:",
        "",
        "|  | Ann | Bob |",
        "| --- | --- | --- |",
        "| Deal | 1.2 | - |",
        "| of it by peace | 0.5 | 3 |",
        "",
        "- Below &lt;the> \\| table.",
        "",
        "### Figures",
        "",
        "![One bar](tornado.svg)",
        "",
        "No forecast.",
    ]


def test_a_page_has_elements_for_all_of_it_and_escapes_what_would_be_markup() -> None:
    page = str(environment().get_template("macros.html.j2").module.section(SECTION, "part"))
    for element in (
        '<h2 id="part">What came of it</h2>',
        "<p>A finding.</p>",
        "<li>its evidence</li>",
        "<ol><li>first state</li><li>second state</li></ol>",
        "<li><strong>as it was</strong></li><li>else</li>",
        "<dl><dt>Settled</dt><dd>A: yes</dd><dd>in round 3</dd></dl>",
        '<th scope="row">- of it by peace</th>',
        "<p>Below &lt;the&gt; | table.</p>",
    ):
        assert element in page


@pytest.mark.parametrize(
    ("value", "told"),
    [(0.0, "0 points"), (0.04, "0.04 points"), (-0.0003, "-0.0003 points"), (1e-13, "0 points"), (0.96, "1 point")],
)
def test_points_that_are_not_nothing_are_never_told_as_nothing(value: float, told: str) -> None:
    assert points(value) == told
