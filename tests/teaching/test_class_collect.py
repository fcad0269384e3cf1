"""Class collect: what tables wrote, checked by file and row; the class measured alike; names kept where they belong."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from building import amount, issue, meeting, party, scenario, stance
from click.testing import CliRunner, Result

from negosim.analysis.measures import Measures
from negosim.cli import cli
from negosim.domain.outcomes import OutcomeSpace
from negosim.errors import InputError, RunError, UsageError
from negosim.negotiation.record import run
from negosim.scenario.load import from_plain
from negosim.scenario.realize.realization import RealizationFactory
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.starter import STARTER
from negosim.teaching.classroom.class_debrief import ClassDebrief
from negosim.teaching.classroom.class_folder import Classroom, open_class, write_class
from negosim.teaching.classroom.collect import collect_class
from negosim.teaching.classroom.seating import ClassTable, SeatingPlan
from negosim.teaching.classroom.short_names import option_named

SIX = "name\nAda\nBen\n=1+1\nDov\nEva\nFay\n"
SHEET = Path("class-river/sheets/table-01.csv")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A class of three tables of two."""
    monkeypatch.chdir(tmp_path)
    Path("river.yaml").write_text(STARTER, encoding="utf-8")
    Path("six.csv").write_text(SIX, encoding="utf-8")
    call("new", "river.yaml", "--seats-from", "six.csv", "--seed", "0", "--out", "class-river")


def call(*words: str, code: int = 0) -> Result:
    result = CliRunner().invoke(cli, ["class", *words])
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result


def fill(table: int = 1, **cells: str) -> None:
    """Write cells of a sheet as a spreadsheet would: `dam="A2"`, `dam_by="Upland"`, `DEAL="no"`."""
    path = Path(f"class-river/sheets/table-{table:02d}.csv")
    rows = list(csv.DictReader(io.StringIO(text := path.read_text("utf-8-sig")), delimiter=text[len("issue")]))
    for row in rows:
        row["option"] = cells.get(row["issue"], "")
        row["agreed_by"] = cells.get(f"{row['issue']}_by", "")
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(out.getvalue().encode("cp1252"))


def outcomes(found: ClassDebrief) -> list[Mapping[str, object] | None]:
    space = found.realization.space
    return [None if one.outcome is None else space.named(one.outcome) for one in found.deals]


def faults() -> list[tuple[str, str, int]]:
    with pytest.raises(InputError) as caught:
        collect_class("class-river", runs=0)
    return [(one.code, Path(one.place.file).name, one.place.line) for one in caught.value.diagnostics]


# --- what a sheet may say ---


@pytest.mark.parametrize("text", ["A2", "a2", "low", "A low dam", "2", "A2 A low dam", " a  LOW dam "])
def test_an_option_may_be_named_in_any_way(text: str) -> None:
    fill(dam=text)
    assert outcomes(collect_class("class-river", runs=0)) == [{"dam": "low", "water": 10}, None, None]


@pytest.mark.parametrize("text", ["15", "15.0", "15,0", "15 cubic kilometres"])
def test_an_amount_may_be_written_in_any_way(text: str) -> None:
    fill(water=text)
    assert outcomes(collect_class("class-river", runs=0))[0] == {"dam": "none", "water": 15}


def test_thousands_may_be_apart() -> None:
    whole = scenario(
        {"sum": amount(0, 2000, 500, "ann bob")},
        {who: party({"sum": stance(1, {0: 0, 2000: 100})}) for who in ("ann", "bob")},
        {"talks": meeting("ann bob", "sum")},
    )
    space: OutcomeSpace = RealizationFactory(whole).space
    assert option_named(space, 0, "1 500 dollars") == 3
    assert option_named(space, 0, "1,500 dollars") == 3
    assert [option_named(space, 0, text) for text in ("7", "much", "1,5,0")] == [None] * 3


def test_a_comma_that_may_be_either_is_asked_about() -> None:
    both = RealizationFactory(made_of({"sum": amount(1, 1000, 333, "ann bob")})).space
    assert both.issues[0].options == (1, 334, 667, 1000)
    assert [option_named(both, 0, text) for text in ("1,000", "1000", "1,0")] == [None, 3, 0]


def made_of(issues: dict[str, Any]) -> Scenario:
    """Two who want nothing, and issues between them."""
    return scenario(issues, {who: party({}) for who in ("ann", "bob")}, {"talks": meeting("ann bob", " ".join(issues))})


def a_class_of(of: Scenario) -> None:
    """The class of one table of a scenario, in place of the other."""
    table = ClassTable(1, {"ann": "Ada", "bob": "Ben"})
    write_class(Classroom(of, SeatingPlan((table,)), 0, ";"), "class-other")
    Path("class-river").rename("class-before")
    Path("class-other").rename("class-river")


def test_a_key_of_an_issue_goes_before_the_letter_of_another() -> None:
    a_class_of(made_of({"b": issue("old new", "ann bob"), "a": issue("old new", "ann bob")}))
    fill(b="new")
    assert outcomes(collect_class("class-river", runs=0)) == [{"b": "new", "a": "old"}]


def test_short_names_are_typed_by_letter_whatever_the_keys_are() -> None:
    a_class_of(made_of({"b": issue("old new", "ann bob"), "a": issue("old new", "ann bob")}))
    assert outcomes(collect_class("class-river", deals=["1 A2 a=old"], runs=0)) == [{"b": "new", "a": "old"}]


def test_an_amount_with_places_behind_the_point_is_typed_by_its_letter() -> None:
    a_class_of(made_of({"share": amount(-1, 1, 0.5, "ann bob")}))
    assert outcomes(collect_class("class-river", deals=["1 A0.5"], runs=0)) == [{"share": 0.5}]


def test_a_party_whose_name_holds_an_and_agrees_under_it() -> None:
    of = made_of({"own": issue("old new", "ann"), "both": issue("old new", "ann bob")})
    names = {"ann": "Trinidad and Tobago", "bob": "Bob, of Tobago"}
    plain = of.plain()
    for key, name in names.items():
        plain["parties"][key]["name"] = name
    a_class_of(from_plain(plain, of.name))
    fill(own="new", own_by="trinidad and tobago", both="new", both_by="Bob, of Tobago and Trinidad and Tobago")
    (found,) = collect_class("class-river", runs=0).deals
    assert found.agreed_by == {0: {"ann"}, 1: {"ann", "bob"}}


def test_in_a_body_whoever_does_not_agree_has_voted_against() -> None:
    """A majority of the votes cast would be one vote of one, if the others had only stayed away."""
    who = ("ann", "bob", "cyd")
    parties = {one: party({"dam": stance(1, {"no": 0, "yes": 100})}) for one in who}
    plain = scenario({"dam": issue("no yes", "ann")}, parties, {"talks": meeting("ann bob cyd", "dam")}).plain()
    plain["issues"]["dam"]["consent"] = ["council"]
    council = {"members": [*who], "passes": "majority", "basis": {"kind": "assumed", "note": "it is so"}}
    a_class_of(from_plain({**plain, "negosim": 2, "bodies": {"council": council}}, "t"))
    fill(dam="yes", dam_by="Party ann")
    assert faults() == [("C105", "table-01.csv", 2)]
    fill(dam="yes", dam_by="Party ann, Party bob")
    assert outcomes(collect_class("class-river", runs=0)) == [{"dam": "yes"}]


def test_what_is_left_empty_stays_and_no_deal_is_told_from_no_sheet() -> None:
    fill(1, DEAL="no")
    fill(2, dam="A1", DEAL="yes")
    found = collect_class("class-river", runs=0)
    assert [one.deal.table for one in found.tables] == [1, 2]
    assert found.without == (1, 2)
    assert found.missing == (3,)
    assert found.agreed == found.best == found.fairest == ()


# --- what it may not ---


def test_all_faults_of_all_sheets_come_at_once_by_file_and_row() -> None:
    fill(1, dam="A9", water="11", DEAL="perhaps")
    fill(2, dam="low", dam_by="Upland and Nowhere")
    one, two = "table-01.csv", "table-02.csv"
    assert faults() == [
        ("C103", one, 2),
        ("C103", one, 3),
        ("C106", one, 4),
        ("C104", two, 2),
        ("C105", two, 2),
    ]


def test_an_unknown_option_brings_the_nearest() -> None:
    fill(dam="a low damm")
    with pytest.raises(InputError, match="did you mean 'a low dam'"):
        collect_class("class-river", runs=0)
    fill(water="11")
    with pytest.raises(InputError, match="it goes from 10 cubic kilometres to 30 cubic kilometres in 4 steps"):
        collect_class("class-river", runs=0)


def test_an_option_without_consent_says_whose_is_missing() -> None:
    fill(dam="low", dam_by="upland")
    with pytest.raises(
        InputError, match=r"A2 \(A low dam\) needs Upland and Lowland; by the sheet Lowland did not agree"
    ):
        collect_class("class-river", runs=0)


def test_a_deal_that_breaks_a_constraint_is_a_fault() -> None:
    shutil.rmtree("class-river")
    law = "constraints: {law: {title: No dam without water, when: {dam: [low, high]}, then: {water: {above: 10}}}}\n"
    Path("river.yaml").write_text(STARTER + law, encoding="utf-8")
    call("new", "river.yaml", "--seats-from", "six.csv", "--seed", "0", "--out", "class-river")
    fill(dam="low")
    assert faults() == [("C107", "table-01.csv", 4)]
    fill(dam="low", water="20")
    assert outcomes(collect_class("class-river", runs=0))[0] is not None
    brief = next(Path("class-river").rglob("table-01-*.html")).read_text(encoding="utf-8")
    assert "What is agreed must fit together: No dam without water." in brief


def test_a_deal_and_none_at_once_is_a_fault() -> None:
    fill(dam="low", DEAL="no")
    assert faults() == [("C106", "table-01.csv", 4)]


def test_a_deal_without_any_option_is_a_fault() -> None:
    fill(DEAL="yes")
    assert faults() == [("C106", "table-01.csv", 4)]


def test_a_sheet_that_lost_its_heads_or_has_rows_of_others_is_told() -> None:
    SHEET.write_text("a,b\ndam,low\n", encoding="utf-8")
    assert faults() == [("C101", "table-01.csv", 1)]
    SHEET.write_text("issue,option\ndam,low\ndam,high\nlake,low\n", encoding="utf-8")
    assert faults() == [("C102", "table-01.csv", 3), ("C102", "table-01.csv", 4)]
    SHEET.write_text("", encoding="utf-8")
    assert faults() == [("C101", "table-01.csv", 1)]


def test_a_sheet_that_is_gone_is_told() -> None:
    SHEET.unlink()
    assert "table-01.csv can't be read" in call("collect", "class-river", code=2).output


def test_another_version_replaces_the_debrief_of_an_earlier_one(monkeypatch: pytest.MonkeyPatch) -> None:
    fill(dam="low")
    call("collect", "class-river", "--runs", "0", "--no-figures")
    monkeypatch.setattr("negosim.teaching.classroom.class_folder.versions", lambda: {"negosim": "99"})
    call("collect", "class-river", "--runs", "0", "--no-figures")


# --- typed deals ---


def test_a_typed_deal_is_written_into_the_sheet() -> None:
    found = collect_class("class-river", deals=["1 A2 water=15", "2 none", "3 B=20"], runs=0)
    assert outcomes(found) == [{"dam": "low", "water": 15}, {"dam": "none", "water": 10}, {"dam": "none", "water": 20}]
    assert outcomes(collect_class("class-river", runs=0)) == outcomes(found)


@pytest.mark.parametrize(
    ("deal", "words"),
    [
        ("", "expected a table from 1 to 3 first"),
        ("9 A2", "expected a table from 1 to 3 first, found '9'"),
        ("1", "say what was agreed"),
        ("1 damm=low", "no issue 'damm': it can be: dam, water"),
        ("1 dam=lowish", "no option 'lowish' of Height of the dam"),
        ("1 A9", "no option 'A9'"),
        ("1 A2 dam=high", "dam stands there twice"),
    ],
)
def test_a_typed_deal_that_cannot_be_is_told_and_nothing_is_written(deal: str, words: str) -> None:
    before = SHEET.read_bytes()
    with pytest.raises(UsageError, match=words):
        collect_class("class-river", deals=[deal], runs=0)
    assert SHEET.read_bytes() == before


def test_a_typed_deal_never_replaces_a_filled_sheet() -> None:
    fill(dam="high")
    before = SHEET.read_bytes()
    with pytest.raises(UsageError, match="is filled already"):
        collect_class("class-river", deals=["2 A2", "1 A2"], runs=0)
    assert SHEET.read_bytes() == before
    assert collect_class("class-river", runs=0).deals[1].outcome is None
    with pytest.raises(UsageError, match="table 2 stands there twice"):
        collect_class("class-river", deals=["2 A2", "2 A3"], runs=0)


def test_a_sheet_that_cannot_be_written_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, other: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(RunError, match="No space left on device"):
        collect_class("class-river", deals=["1 A2"], runs=0)
    assert not list(Path("class-river/sheets").glob(".*"))


# --- the measures ---


def test_a_table_is_worth_what_a_run_that_comes_to_it_at_once_has() -> None:
    found = collect_class("class-river", deals=["1 A2 B=15", "2 none"], runs=0)
    realization = found.realization
    first, second = found.tables
    worths = {key: one.worth(first.end.outcome, realization.horizon) for key, one in realization.preferences.items()}
    expected = {key: realization.preferences[key].scale.points(steps) for key, steps in worths.items()}
    assert first.end.points == expected
    assert second.end.points == Measures(run(found.classroom.scenario)).reservation
    assert set(second.gains.values()) == {0.0}


def test_best_and_fairest_are_those_with_the_highest_measures() -> None:
    found = collect_class("class-river", deals=["1 A2 B=15", "2 A3", "3 B=20"], runs=0)
    best = max(one.efficiency for one in found.agreed)
    fair = max(one.fairness for one in found.agreed if one.fairness is not None)
    assert {one.efficiency for one in found.best} == {best}
    assert {one.fairness for one in found.fairest} == {fair}
    shares = {one.deal.table: one.gains for one in found.tables}
    assert all(
        min(value for value in shares[one.deal.table].values() if value is not None) == fair for one in found.fairest
    )
    low, middle, high = found.spread("upland") or (0, 0, 0)
    assert sorted([low, middle, high]) == sorted(one.end.points["upland"] for one in found.tables)


def test_what_a_brief_refuses_and_what_is_worse_than_no_deal_is_told_and_no_fault() -> None:
    text = call("collect", "class-river", "--deal", "1 A3", "--runs", "0", "--no-figures").output
    assert "Lowland agreed to what its brief refuses: Height of the dam: A high dam" in " ".join(text.split())
    assert "less than its reservation value" in " ".join(text.split())


def test_agents_stand_behind_and_are_kept() -> None:
    first = collect_class("class-river", deals=["1 A2"], runs=30)
    (kept,) = Path("class-river/runs").iterdir()
    before = kept.stat().st_mtime_ns
    second = collect_class("class-river", runs=30)
    assert first.agents == second.agents
    assert kept.stat().st_mtime_ns == before
    low, middle, high = second.of_agents("upland") or (1, 0, 0)
    assert low <= middle <= high
    assert collect_class("class-river", runs=0).of_agents("upland") is None


# --- what is written ---


def test_the_fairest_of_deals_that_all_hurt_somebody_is_said_to_be_no_good_one() -> None:
    told = " ".join(call("collect", "class-river", "--deal", "1 A3", "--runs", "0").output.split())
    assert "Fairest: table 1. But of the tables with a deal, none left everybody with as much as without one." in told
    assert "In brackets: the share of one's possible gain; below 0 is less than without a deal." in told


def test_the_command_tells_the_class_and_writes_its_folder() -> None:
    told = " ".join(
        call("collect", "class-river", "--deal", "1 A2 B15", "--deal", "2 none", "--runs", "20").output.split()
    )
    assert "1 of 3 tables agreed on something." in told
    assert "Without a deal: table 2." in told
    assert "The sheet is empty, and not counted: table 3." in told
    assert "Best for all together: table 1." in told
    assert "20 runs of agents" in told
    names = {path.name for path in Path("class-river/debrief").iterdir()}
    figures = {"deals.svg", "gains.svg"}
    assert names == {"debrief.json", "deals.csv", "debrief.html", "journal.json"} | figures
    page = Path("class-river/debrief/debrief.html").read_text(encoding="utf-8")
    assert "What the sides wanted" in page
    assert "table 1: " in page
    assert "=1+1" in page


def test_a_second_call_replaces_the_debrief_and_keeps_what_is_not_its_own() -> None:
    call("collect", "class-river", "--deal", "1 A2", "--runs", "0", "--no-figures")
    call("collect", "class-river", "--deal", "2 A2", "--runs", "0", "--no-figures")
    Path("class-river/debrief/mine.txt").write_text("mine", encoding="utf-8")
    assert "mine.txt" in call("collect", "class-river", "--runs", "0", "--no-figures", code=2).output


def test_names_are_in_the_table_harmless_or_not_at_all() -> None:
    call("collect", "class-river", "--deal", "1 A2", "--deal", "2 A2", "--deal", "3 A2", "--runs", "0", "--no-figures")
    text = Path("class-river/debrief/deals.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["person"] for row in rows} == {"Ada", "Ben", "'=1+1", "Dov", "Eva", "Fay"}
    assert {row["option.dam"] for row in rows} == {"low"}
    told = call("collect", "class-river", "--runs", "0", "--anonymous").output
    for path in Path("class-river/debrief-anonymous").iterdir():
        data = path.read_bytes()
        assert not [name for name in (b"Ada", b"Fay", b"=1+1") if name in data], path
    assert "Ada" not in told
    rows = list(csv.DictReader(io.StringIO(Path("class-river/debrief-anonymous/deals.csv").read_text("utf-8-sig"))))
    assert sorted(row["person"] for row in rows) == [f"Person {k}" for k in range(1, 7)]


def test_json_has_the_measures_and_no_names() -> None:
    told = call("collect", "class-river", "--deal", "1 A2", "--runs", "10", "--no-figures", "--json").stdout
    found = json.loads(told)
    assert found["tables"][0]["outcome"] == {"dam": "low", "water": 10}
    assert found["agents"]["runs"] == 10
    assert found["not_handed_in"] == [2, 3]
    assert "Ada" not in told


def test_a_class_without_a_sheet_says_so() -> None:
    told = call("collect", "class-river", "--runs", "0").output
    assert "0 of 3 tables agreed on something." in told
    assert "The sheet is empty, and not counted: tables 1, 2 and 3." in told


def test_a_folder_of_something_else_is_told() -> None:
    assert "is no folder of a class" in call("collect", "elsewhere", code=2).output
    assert open_class("class-river").plan.people == 6


def test_a_matter_for_one_needs_only_that_one() -> None:
    whole = scenario(
        {"own": issue("old new", "ann")},
        {who: party({"own": stance(1, {"old": 0, "new": 50})}) for who in ("ann", "bob")},
        {"talks": meeting("ann bob", "own")},
    )
    from negosim.teaching.classroom.class_folder import Classroom, write_class
    from negosim.teaching.classroom.deals import read_deals
    from negosim.teaching.classroom.seating import ClassTable, SeatingPlan

    classroom = Classroom(whole, SeatingPlan((ClassTable(1, {"ann": "Ada", "bob": None}),)), 0, ",")
    write_class(classroom, "lone")
    path = Path("lone/sheets/table-01.csv")
    path.write_text("issue,option,agreed_by\nown,new,ann\n", encoding="utf-8")
    assert read_deals(classroom, "lone")[0].agreed
