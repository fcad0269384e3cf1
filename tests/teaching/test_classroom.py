"""A class: rosters with every fault by its row, seats by chance, briefs that hold one seat's numbers alone."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from pathlib import Path

import pytest
from building import amount, delay, issue, linkage, meeting, party, scenario, stance
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from negosim.cli import cli
from negosim.errors import InputError, UsageError
from negosim.report.csv import BOM
from negosim.scenario.load import load
from negosim.scenario.realize.realization import RealizationFactory
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.starter import STARTER
from negosim.teaching.classroom.class_folder import make_class, open_class
from negosim.teaching.classroom.roster import Roster, Student, read_roster
from negosim.teaching.classroom.seating import SeatingPlan, seat_students
from negosim.teaching.classroom.short_names import condition_code, issue_letter, option_code

SEATS = {"ann": "Anland", "bob": "Bobland", "cy": "Cyland"}
SEVEN = "name\nAda\nBen\nChi\nDov\nEva\nFay\nGil\n"


@pytest.fixture(autouse=True)
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("river.yaml").write_text(STARTER, encoding="utf-8")
    Path("seven.csv").write_text(SEVEN, encoding="utf-8")


def call(*words: str, code: int = 0) -> Result:
    result = CliRunner().invoke(cli, ["class", *words])
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result


# --- the roster ---


def roster(text: str, tables: int | None = None) -> Roster:
    Path("roster.csv").write_text(text, encoding="utf-8")
    return read_roster("roster.csv", SEATS, tables)


def faults(text: str, tables: int | None = None) -> list[tuple[str, int]]:
    with pytest.raises(InputError) as caught:
        roster(text, tables)
    assert {one.place.file for one in caught.value.diagnostics} == {"roster.csv"}
    return [(one.code, one.place.line) for one in caught.value.diagnostics]


def test_a_roster_keeps_names_and_wishes() -> None:
    found = roster(" Name ,GROUP,Table,seat\nAda  Lee,red,2,Bobland\nBen,,,observer\n")
    assert found.students == (Student("Ada Lee", 2, "red", 2, "bob"), Student("Ben", 3, seat="observer"))
    assert found.remarks == ()


def test_all_faults_of_a_roster_come_at_once_each_with_its_row() -> None:
    text = "name,table,seat\nAda,nine,ann\nBen,0,\n,1,\nADA,,bobb\nChi,,,more\n"
    assert faults(text) == [("C004", 2), ("C004", 3), ("C002", 4), ("C005", 5), ("C003", 5), ("C002", 6)]


def test_a_seat_that_is_not_there_brings_the_nearest() -> None:
    with pytest.raises(InputError, match="did you mean 'observer'"):
        roster("name,seat\nAda,observr\n")


def test_a_first_row_without_names_of_columns_is_told() -> None:
    assert faults("Ada,1\nBen,2\n") == [("C001", 1)]
    with pytest.raises(InputError, match="rename the column 'names'"):
        roster("Names;table\nAda;1\n")


def test_a_roster_with_nobody_is_told() -> None:
    assert faults("name\n") == [("C006", 1)]
    assert faults("") == [("C001", 1)]


def test_a_name_with_a_separator_in_it_is_told() -> None:
    assert faults("name,group\nLee, Ada,red\n") == [("C002", 2)]
    assert roster('name,group\n"Lee, Ada",red\nBen,,\n').students[0].name == "Lee, Ada"


def test_a_table_beyond_the_last_is_told() -> None:
    assert faults("name,table\nAda,3\n", tables=2) == [("C004", 2)]


def test_a_roster_that_is_no_roster_is_told() -> None:
    long = "name\n" + "x" * 200 + "\n" + "y\x07z\n"
    assert faults(long) == [("C002", 2), ("C002", 3)]
    many = "name\n" + "".join(f"n{k}\n" for k in range(2_001))
    assert faults(many) == [("C006", 2_002)]


def test_a_name_like_a_formula_is_kept_and_told_and_so_is_a_column_that_is_not_used() -> None:
    found = roster("name,mail\n=1+1,a@b\n")
    assert found.students[0].name == "=1+1"
    assert [text for text in found.remarks if "row 2: '=1+1' begins like a formula" in text]
    assert [text for text in found.remarks if "not used: 'mail'" in text]


# --- who sits where ---


def plan(count: int, tables: int, seed: int = 0, **wishes: Student) -> SeatingPlan:
    students = [wishes.get(f"n{k}", Student(f"n{k}", k + 2)) for k in range(count)]
    return seat_students(Roster("roster.csv", tuple(students), (), ","), SEATS, tables, seed)


def people(of: SeatingPlan) -> list[str]:
    return [name for one in of.tables for name in (*one.seats.values(), *one.observers) if name is not None]


@given(st.integers(1, 40), st.integers(1, 9), st.integers(0, 5))
def test_everybody_has_one_place_and_tables_differ_by_one(count: int, tables: int, seed: int) -> None:
    if count < tables:
        with pytest.raises(InputError, match="leave nobody"):
            plan(count, tables, seed)
        return
    found = plan(count, tables, seed)
    assert sorted(people(found)) == sorted(f"n{k}" for k in range(count))
    assert found.people == count
    sizes = [len(one.seats) - len(one.agents) for one in found.tables]
    assert max(sizes) - min(sizes) <= 1
    assert sum(len(one.observers) for one in found.tables) == max(0, count - 3 * tables)
    seats = Counter(key for one in found.tables for key, name in one.seats.items() if name is not None)
    assert max(seats.values()) - min(seats[key] for key in SEATS) <= 1


def test_the_same_seed_seats_alike_and_another_otherwise() -> None:
    assert plan(9, 3, 1) == plan(9, 3, 1)
    assert plan(9, 3, 1) != plan(9, 3, 2)


def test_empty_seats_and_people_without_one_are_told() -> None:
    assert sum("an agent plays it" in text for text in plan(4, 2).remarks) == 2
    assert sum("looks on" in text for text in plan(8, 2).remarks) == 2


def test_wishes_are_kept() -> None:
    wishes = {
        "n0": Student("n0", 2, table=2, seat="cy"),
        "n1": Student("n1", 3, seat="bob"),
        "n2": Student("n2", 4, seat="observer"),
    }
    found = plan(7, 2, **wishes)
    assert found.tables[1].seats["cy"] == "n0"
    assert "n1" in {one.seats["bob"] for one in found.tables}
    assert "n2" in {name for one in found.tables for name in one.observers}


def test_somebody_who_looks_on_may_ask_for_a_table() -> None:
    found = plan(4, 2, n3=Student("n3", 5, table=2, seat="observer"))
    assert found.tables[1].observers == ("n3",)


@given(st.integers(0, 20))
def test_a_group_sits_together_as_far_as_there_is_room(seed: int) -> None:
    wishes = {f"n{k}": Student(f"n{k}", k + 2, group="red") for k in range(3)}
    found = plan(6, 2, seed, **wishes)
    assert {"n0", "n1", "n2"} in [set(one.seats.values()) for one in found.tables]
    many = {f"n{k}": Student(f"n{k}", k + 2, group="red") for k in range(4)}
    assert (
        "The group 'red' is more than one table seats: it sits at tables 1 and 2." in plan(6, 2, seed, **many).remarks
    )


def test_a_seat_takes_one_person() -> None:
    both = {f"n{k}": Student(f"n{k}", k + 2, table=1, seat="ann") for k in range(2)}
    with pytest.raises(InputError, match=r"roster.csv:3:.*the seat 'ann' at table 1 is no longer free for 'n1'"):
        plan(6, 2, **both)
    with pytest.raises(InputError, match=r"the seat 'ann' at any table"):
        plan(6, 2, **{f"n{k}": Student(f"n{k}", k + 2, seat="ann") for k in range(3)})


# --- short names ---


def test_letters_go_on_after_z() -> None:
    assert [issue_letter(axis) for axis in (0, 25, 26, 52)] == ["A", "Z", "AA", "BA"]


def hard() -> Scenario:
    """Two matters and an amount, with a linkage on each kind."""
    issues = {
        "land": issue("keep share half give", {"share": "ann bob", "half": "ann bob", "give": "ann"}),
        "money": amount(0, 100, 5, "ann bob"),
        "word": issue("none given", "ann bob"),
    }
    stances = {
        "land": stance(2, {"keep": 0, "share": 50, "half": 70, "give": 100}, refuses="give"),
        "money": stance(1, {0: 0, 100: 100}),
    }
    linked = {"both": linkage({"land": ["share", "give"], "money": {"above": 20}}, -7, "Dear land")}
    ann = party(stances, linkages=linked, cost_of_delay=delay(0.5, {"land": "keep"}), reserve=3, briefing="Ann only.")
    bob = party({"word": stance(1, {"none": 0, "given": 100})}, cost_of_delay=delay(0.25))
    return scenario(issues, {"ann": ann, "bob": bob}, {"talks": meeting("ann bob", "land money word")})


def test_conditions_in_short_names() -> None:
    realization = RealizationFactory(hard()).central
    (term,) = realization.preferences["ann"].linkages
    assert condition_code(realization.space, term.when) == "A2 or A4 with B: 25 to 100"
    assert option_code(realization.space, 0, 1) == "A2"
    assert option_code(realization.space, 1, 3) == "15"


# --- the folder ---


def test_a_folder_has_a_brief_a_person_and_a_sheet_a_table() -> None:
    told = call("new", "river.yaml", "--seats-from", "seven.csv", "--tables", "3", "--out", "monday").output
    assert "Sharing a river: 7 people at 3 tables" in told
    assert "looks on" in told
    names = {path.relative_to("monday").as_posix() for path in Path("monday").rglob("*") if path.is_file()}
    briefs = {name for name in names if name.startswith("briefs/")}
    assert len(briefs) == 7
    assert briefs >= {"briefs/table-01-upland.html", "briefs/table-01-OBSERVER-1.html", "briefs/table-03-lowland.html"}
    sheets = {f"sheets/table-0{k}.{kind}" for k in (1, 2, 3) for kind in ("csv", "html")}
    assert names - briefs == sheets | {"class.json", "seats.html", "seats.csv", "briefs-to-print.html", "journal.json"}


def test_without_a_number_there_is_a_seat_for_everybody() -> None:
    told = call("new", "river.yaml", "--seats-from", "seven.csv").output
    assert "7 people at 4 tables" in told
    assert "an agent plays it" in told
    assert Path("class-river/class.json").is_file()


def test_a_table_that_the_roster_asks_for_is_there() -> None:
    Path("roster.csv").write_text("name,table\nAda,2\nBen,1\n", encoding="utf-8")
    made, _ = make_class(load("river.yaml"), "roster.csv")
    assert len(made.plan.tables) == 2


def test_the_same_command_gives_the_same_bytes() -> None:
    for name in ("one", "two"):
        call("new", "river.yaml", "--seats-from", "seven.csv", "--seed", "5", "--out", name)
    files = [
        path.relative_to("one") for path in Path("one").rglob("*") if path.is_file() and path.name != "journal.json"
    ]
    assert all((Path("one") / name).read_bytes() == (Path("two") / name).read_bytes() for name in files)


def test_a_folder_that_is_there_is_kept() -> None:
    Path("monday").mkdir()
    Path("monday/mine.txt").write_text("mine", encoding="utf-8")
    told = call("new", "river.yaml", "--seats-from", "seven.csv", "--out", "monday", code=2).output
    assert "monday is there already and is kept" in told
    assert [path.name for path in Path("monday").iterdir()] == ["mine.txt"]


def test_faults_of_a_roster_end_the_command_and_nothing_is_written() -> None:
    Path("bad.csv").write_text("name,seat\nAda,uplnd\nAda,\n", encoding="utf-8")
    told = call("new", "river.yaml", "--seats-from", "bad.csv", "--out", "monday", code=1).output
    assert "bad.csv:2:1: error[C005]" in told
    assert "did you mean 'upland'?" in told
    assert "bad.csv:3:1: error[C003]" in told
    assert not Path("monday").exists()


def test_json_says_who_sits_where() -> None:
    found = json.loads(call("new", "river.yaml", "--seats-from", "seven.csv", "--seed", "0", "--json").stdout)
    assert [one["table"] for one in found["tables"]] == [1, 2, 3, 4]
    assert "plain" not in found
    assert "class-river/class.json" in found["files"]


def test_a_class_is_found_again_by_its_manifest() -> None:
    made, _ = make_class(load("river.yaml", ["horizon=9"]), "seven.csv", tables=3, seed=2)
    call("new", "river.yaml", "--set", "horizon=9", "--seats-from", "seven.csv", "--tables", "3", "--seed", "2")
    found = open_class("class-river")
    assert (found.plan, found.seed, found.separator) == (made.plan, 2, ",")
    assert found.scenario.digest == made.scenario.digest


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format": 2}', None])
def test_a_folder_of_something_else_is_no_class(text: str | None) -> None:
    Path("other").mkdir()
    if text is not None:
        Path("other/class.json").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"other|expected a class of format 1"):
        open_class("other")


def test_a_manifest_that_was_changed_is_no_class() -> None:
    call("new", "river.yaml", "--seats-from", "seven.csv")
    path = Path("class-river/class.json")
    path.write_text(path.read_text(encoding="utf-8").replace("Sharing a river", "Taking a river"), encoding="utf-8")
    with pytest.raises(UsageError, match="was changed"):
        open_class("class-river")


# --- briefs ---

OTHERS = (
    "parties.lowland.briefing=Drown them",
    "parties.lowland.stances.dam.values.low=17",
    "parties.lowland.stances.water.weight=77",
    "parties.lowland.reserve=13",
    "parties.lowland.tactic.name=conceder",
    "parties.lowland.informed=true",
)


def written(name: str, *changes: str) -> dict[str, bytes]:
    sets = [word for change in changes for word in ("--set", change)]
    call("new", "river.yaml", *sets, "--seats-from", "seven.csv", "--tables", "3", "--seed", "0", "--out", name)
    return {path.relative_to(name).as_posix(): path.read_bytes() for path in Path(name).rglob("*.*")}


def test_no_byte_of_a_brief_hangs_on_the_numbers_of_another_seat() -> None:
    before, after = written("before"), written("after", *OTHERS)
    sealed = [name for name in before if "upland" in name or "OBSERVER" in name or name.startswith("sheets/")]
    assert len(sealed) == 3 + 1 + 6
    assert all(before[name] == after[name] for name in sealed)
    opened = [name for name in before if name.endswith("lowland.html")]
    assert opened
    assert all(before[name] != after[name] for name in opened)


def page(of: Scenario, seat: str) -> str:
    from negosim.teaching.classroom.briefs import brief_page, briefs

    realization = RealizationFactory(of).central
    students = tuple(Student(f"n{k}", k) for k in range(len(of.parties)))
    seats = {key: one.name for key, one in of.parties.items()}
    sent = seat_students(Roster("r", students, (), ","), seats, 1)
    made = next(one for one in briefs(realization, sent) if one.file.endswith(f"{seat}.html"))
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", brief_page(realization, made).decode().partition("<body>")[2]))


def test_a_brief_says_what_its_seat_must_know() -> None:
    text = page(hard(), "ann")
    assert "Ann only." in text
    assert "A4 give (you do not agree to this)" in text
    assert "A2 or A4 with B: 25 to 100 Dear land-7.0" in text
    assert "Take off 5 points if A1 still stands (Cost of delay: 0.5 points a round for 10 rounds)" in text
    assert "Without a deal you have -2 points (this counts 3 that a deal must bring more" in text
    assert "needs Party ann and Party bob" in text


def test_a_brief_leaves_out_what_its_seat_lacks() -> None:
    text = page(hard(), "bob")
    assert "Take off 2.5 points (Cost of delay: 0.25 points a round for 10 rounds)" in text
    assert "What comes together" not in text
    assert "this counts" not in text
    assert "Ann only" not in text


def test_an_amount_has_as_many_rows_as_a_page_has_room_for() -> None:
    text = page(hard(), "ann")
    assert "0 to 100, 21 amounts" in text
    assert text.count("straight lines") == 1


def test_what_a_roster_says_is_text() -> None:
    Path("seven.csv").write_text("name\n<script>alert(1)</script>\nBen\n", encoding="utf-8")
    call("new", "river.yaml", "--seats-from", "seven.csv")
    pages = [path.read_text(encoding="utf-8") for path in Path("class-river").rglob("*.html")]
    assert not [text for text in pages if "<script" in text]
    assert all("Content-Security-Policy" in text for text in pages)


# --- sheets ---


def test_a_sheet_lists_the_options_and_nobody_s_points() -> None:
    Path("seven.csv").write_text("name;table\nAda;1\nBen;1\n", encoding="utf-8")
    call("new", "river.yaml", "--seats-from", "seven.csv")
    text = Path("class-river/sheets/table-01.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix(BOM)), delimiter=";"))
    assert [row["issue"] for row in rows] == ["dam", "water", "DEAL"]
    assert rows[0]["options"] == "A1 No dam; A2 A low dam; A3 A high dam"
    assert rows[0]["stands"] == "A1 No dam"
    assert {row["option"] for row in rows} == {""}


def test_names_like_formulas_are_harmless_in_what_is_written_for_spreadsheets() -> None:
    Path("seven.csv").write_text("name\n=1+1\n@x\n", encoding="utf-8")
    call("new", "river.yaml", "--seats-from", "seven.csv")
    text = Path("class-river/seats.csv").read_text(encoding="utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert {"'=1+1", "'@x"} <= set(cells)


def test_a_class_with_agents_says_how_they_are_played() -> None:
    call("new", "river.yaml", "--set", "horizon=9", "--seats-from", "seven.csv")
    text = Path("class-river/seats.html").read_text(encoding="utf-8")
    assert re.search(r"<code>negosim play river.yaml --as (upland|lowland) --set horizon=9</code>", text)
