"""Tables of positions: what is read, what is refused where, and the scenario that they become."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from building import central
from hypothesis import given
from hypothesis import strategies as st

from negosim.analysis.static_theories import theory_forecasts
from negosim.errors import InputError, UsageError
from negosim.scenario.load import from_plain, load
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.table.amounts import amount_of
from negosim.scenario.table.read import PositionTable, read_table
from negosim.scenario.table.write import table_scenario
from negosim.scenario.yaml.reader import read_text
from negosim.theory.forecasting import Positions, forecasts

HEAD = "actor,issue,position,salience,capability"
EMISSIONS = {
    "Netherlands": (4, 80, 8),
    "Belgium": (7, 40, 8),
    "Luxembourg": (4, 20, 3),
    "Germany": (4, 80, 16),
    "France": (10, 60, 16),
    "Italy": (10, 60, 16),
    "UK": (10, 90, 16),
    "Ireland": (7, 10, 5),
    "Denmark": (4, 100, 5),
    "Greece": (7, 70, 8),
}
"""Bueno de Mesquita 1994, European Community Decision Making, Table 1: years of delay of emission standards."""


def read(folder: Path, *lines: str, head: str = HEAD) -> PositionTable:
    file = folder / "table.csv"
    file.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return read_table(file)


def made(folder: Path, *lines: str, head: str = HEAD) -> Scenario:
    """The scenario of a table, by its text; its plain data say the same."""
    found = table_scenario(read(folder, *lines, head=head))
    assert read_text(found.text, "t").plain() == found.plain
    file = folder / "made.yaml"
    file.write_text(found.text, encoding="utf-8")
    return load(file)


def test_the_theories_say_of_the_file_what_they_say_of_the_table(tmp_path: Path) -> None:
    """The compromise is the published 7.39 years, on a scale from 4 to 10."""
    rows = [f"{actor},Years,{x},{s},{c}" for actor, (x, s, c) in EMISSIONS.items()]
    ours = theory_forecasts(central(made(tmp_path, *rows)))
    assert ours["compromise"]["years"].value == pytest.approx((7.389955686853767 - 4) / 6 * 100)
    x, s, c = zip(*EMISSIONS.values(), strict=True)
    scaled = [(one - 4) / 6 * 100 for one in x]
    table = {"years": Positions.of("years", list(EMISSIONS), scaled, [one / 100 for one in s], c, status_quo=0)}
    for theory, found in forecasts(table).items():
        assert ours[theory]["years"].value == pytest.approx(found["years"].value)


def test_columns_stand_in_any_order_between_semicolons_or_tabs(tmp_path: Path) -> None:
    head = "Capability;Status quo;Salience;Position;Issue;Actor"
    of = made(tmp_path, "# a comment", '8;;80;4;Years;"Lower; Upper"', "", "10;10;60;10;Years;France", head=head)
    assert [party.name for party in of.parties.values()] == ["Lower; Upper", "France"]
    assert of.issues["years"].status_quo == "10"
    assert made(tmp_path, *["a\tx\t1\t2\t3", "b\tx\t2\t2\t3"], head=HEAD.replace(",", "\t")).parties["a"].capability


def test_without_capabilities_there_are_none_and_the_lowest_number_stands(tmp_path: Path) -> None:
    lines, head = ("Ann,Fee,2.5,10", "Bob,Fee,7,10", "Bob,Fine,3,1", "Ann,Fine,1,0"), "actor,issue,position,salience"
    of = made(tmp_path, *lines, head=head)
    assert all(party.capability is None for party in of.parties.values())
    assert {key: issue.status_quo for key, issue in of.issues.items()} == {"fee": "2.5", "fine": "1"}
    assert table_scenario(read(tmp_path, *lines, head=head)).notes == (
        "the status quo of 'Fee' is assumed to be the lowest number",
        "the status quo of 'Fine' is assumed to be the lowest number",
    )


def test_capabilities_vote_where_the_file_is_told_so(tmp_path: Path) -> None:
    """The comment that offers a body is right."""
    text = table_scenario(read(tmp_path, "Ann,Fee,0,10,3", "Bob,Fee,9,10,1")).text
    text = text.replace("# bodies:", "bodies:").replace("#   council", "  council")
    file = tmp_path / "votes.yaml"
    file.write_text(text.replace("consent: everyone", "consent: council"), encoding="utf-8")
    rule = central(load(file)).requirements.bodies[0].rule
    assert rule is not None
    assert (rule.decides(0b01), rule.decides(0b10)) == (True, False)


def test_names_that_are_nearly_the_same_and_never_meet_are_noted(tmp_path: Path) -> None:
    slip = read(tmp_path, "France,Fee,1,1,1", "Ireland,Fee,2,1,1", "Frnace,Fine,2,1,1", "Ireland,Fine,3,1,1")
    assert slip.notes == ("'Frnace' (line 4) is not 'France' (line 2)",)
    assert not read(tmp_path, "France,Fee,1,1,1", "Frnace,Fee,2,1,1").notes


GOOD = ["Ann,Fee,0,10,3", "Bob,Fee,9,10,1"]


@pytest.mark.parametrize(
    ("head", "lines", "expected"),
    [
        ("", [], "1:1 X004: the table is empty"),
        (HEAD.replace("position", "positon"), GOOD, "1:13 X004: unknown column 'positon' [did you mean 'position'?]"),
        ("actor,issue,position", GOOD, "1:1 X004: no column 'salience' [needed: actor, issue, position, salience]"),
        (f"{HEAD},issue", GOOD, "1:42 X004: two columns 'issue' [take one of them out]"),
        (HEAD, [*GOOD, "Cy,Fee,,10,1"], "4:8 X005: no position [every row needs one]"),
        (HEAD, [*GOOD, "Cy,Fee"], "4:4 X005: no position [every row needs one]"),
        (HEAD, [*GOOD, "Cy,Fee,4,10,1,7"], "4:15 X005: 6 cells, and 5 columns [put text with commas in quotes]"),
        (
            HEAD,
            [*GOOD, "Cy,Fee,half,10,1"],
            "4:8 X005: expected a number, found 'half' [at most 9 digits, and 6 behind",
        ),
        (HEAD, [*GOOD, 'Cy,Fee,"4,5",10,1'], "4:8 X005: expected a number, found '4,5' [write 4.5]"),
        (HEAD, [*GOOD, "Cy,Fee,4,-1,1"], "4:10 X005: a salience below 0: -1 [0 or more]"),
        (HEAD, [*GOOD, '"Cy,Fee,4,1,1'], "4:1 X005: a quotation mark is not closed [close it, or write two"),
        (HEAD, [*GOOD, "Cy,Fee,4,1,"], "4:1 X005: no capability of 'Cy' [in one of its rows at least]"),
        (HEAD, [*GOOD, "Ann,Fee,4,1,3"], "4:1 X006: 'Ann' stands on 'Fee' twice; first on line 2 [take one row out]"),
        (HEAD, [*GOOD, "Ann,Fine,4,1,2"], "4:14 X006: capability of 'Ann' is 3 on line 2 [write it once, or"),
        (HEAD, GOOD[:1], "2:1 X007: two actors are needed at least [a row for each actor and issue]"),
        (HEAD, [*GOOD, "Ann,Fine,4,1,"], "4:5 X007: all stand at 4 on 'Fine' [take it out]"),
        (HEAD, [*GOOD, "Cy,Fee,4,0,1"], "4:1 X007: nothing matters to 'Cy': all its saliences are 0 []"),
        (HEAD, [f"a{k},Fee,{k},1,1" for k in range(31)], "32:1 X007: 31 actors, and a scenario has at most 30 []"),
    ],
)
def test_what_a_table_cannot_say(tmp_path: Path, head: str, lines: Sequence[str], expected: str) -> None:
    with pytest.raises(InputError) as error:
        read(tmp_path, *lines, head=head)
    told = [
        f"{one.place.line}:{one.place.column} {one.code}: {one.message} [{one.help}]" for one in error.value.diagnostics
    ]
    assert any(one.startswith(expected) for one in told), told


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        read(tmp_path, "Ann,Fee,x,y,z", "Bob,Fee,4,10,1")
    assert [one.place.column for one in error.value.diagnostics] == [9, 11, 13]


def test_a_file_that_is_no_text_or_not_there(tmp_path: Path) -> None:
    file = tmp_path / "latin.csv"
    file.write_bytes(f"{HEAD}\nÖsterreich,Fee,1,1,1\n".encode("latin-1"))
    with pytest.raises(InputError, match=r"latin\.csv:2:1: error\[X005\]: the table is not written in UTF-8"):
        read_table(file)
    with pytest.raises(UsageError, match=r"cannot read .*none\.csv"):
        read_table(tmp_path / "none.csv")


numbers = st.decimals(-1000, 1000, places=2).map(float)


@given(st.lists(numbers, min_size=2, max_size=6), st.none() | numbers)
def test_a_grid_holds_its_ends_and_the_status_quo(positions: list[float], status_quo: float | None) -> None:
    everywhere = {*positions, *([] if status_quo is None else [status_quo])}
    if len(everywhere) == 1:
        return
    grid = amount_of(positions, status_quo)
    if grid is None:  # a status quo so odd that it takes more steps than there may be
        assert status_quo not in (None, min(everywhere), max(everywhere))
        return
    at = min(everywhere) if status_quo is None else status_quo
    plain = {
        "negosim": 2,
        "title": "t",
        "defaults": {"basis": "assumed", "numbers": "made up", "consent": ["a"]},
        "issues": {"x": {"title": "x", "amount": grid, "status_quo": at}},
        "parties": {"a": {"name": "a", "stances": {"x": {"weight": 1, "position": positions[0]}}}},
        "meetings": {
            "m": {
                "title": "m",
                "parties": ["a"],
                "issues": ["x"],
                "protocol": {"name": "alternating_offers", "rounds": 1},
            }
        },
    }
    amount = from_plain(plain, "t").issues["x"].amount
    assert amount is not None
    assert (amount.grid[0], amount.grid[-1]) == (min(everywhere), max(everywhere))
    assert at in amount.grid
    assert len(amount.grid) > 20


@given(
    st.lists(
        st.lists(st.sampled_from(["a", "b", "1", "-2.5", '"c,d"', "", '"', "#", "9" * 12]), max_size=6), max_size=6
    )
)
def test_whatever_a_table_says_is_read_or_told(cells: list[list[str]]) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "table.csv"
        file.write_text("\n".join([HEAD, *map(",".join, cells)]), encoding="utf-8")
        try:
            found = table_scenario(read_table(file))
        except InputError as error:
            assert all(one.place.line <= len(cells) + 1 for one in error.diagnostics)
        else:
            assert from_plain(found.plain, "t").parties
