"""A debrief measures a table by what was possible, finds the moments, and plays on from what was turned down."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from building import (
    LEAVE,
    NO,
    PASS,
    YES,
    Step,
    at_first,
    do,
    issue,
    meeting,
    one_issue,
    opened,
    party,
    recorded,
    scenario,
    scenarios,
    stance,
)
from click.testing import CliRunner
from example_scenario import EXAMPLE
from html_page import Page
from hypothesis import given, settings

import negosim
from negosim.analysis.feasible_by_cliques import FactoredFeasibleSet
from negosim.analysis.feasible_table import table_of
from negosim.analysis.measures import Measures
from negosim.cli import cli
from negosim.errors import UsageError
from negosim.negotiation.record import Record, run
from negosim.scenario.load import from_plain
from negosim.scenario.spec.rubric import Criterion
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.yaml.reader import read_text
from negosim.teaching.debrief.agent_runs import AgentRuns, condense, play_agents
from negosim.teaching.debrief.benchmarks import Benchmark, end_of_deal, end_of_record
from negosim.teaching.debrief.counterfactual_acceptance import if_accepted
from negosim.teaching.debrief.debrief_figures import deals_picture, gains_picture
from negosim.teaching.debrief.moments import meeting_reviews
from negosim.teaching.debrief.narrative import narrate_debrief
from negosim.teaching.debrief.rubric_marks import marks_by_rubric, rubric_of
from negosim.teaching.debrief.run_debrief import debrief, seats_of
from negosim.teaching.debrief.write import debrief_page, debrief_target, write_debrief


def pie(**more: Mapping[str, object]) -> Scenario:
    """Five options: o0 stands, o1 to o3 divide, o4 is worse for both than o2."""
    return one_issue({"a": [0, 20, 50, 80, 40], "b": [0, 80, 50, 20, 40]}, rounds=6, **more)


def ended(of: Scenario, option: str) -> Record:
    """The talks in which b takes at once what a offers."""
    return recorded(do(opened(of), ("a", {"it": option}), ("b", YES)))


# Where a table ended, and what that is measured by


@settings(max_examples=25)
@given(scenarios())
def test_the_end_of_a_record_is_what_its_measures_say(of: Scenario) -> None:
    record = run(of)
    assert end_of_record(record).points == pytest.approx(Measures(record).points)


def test_a_deal_of_a_class_counts_as_if_it_had_come_before_the_first_round() -> None:
    costs = {"cost_of_delay": {"points": 1.5, "while": {"it": "o0"}, "basis": AS, "numbers": AS}}
    of = pie(a=costs)
    record = recorded(do(opened(of), ("a", {"it": "o1"}), ("b", NO), ("b", {"it": "o2"}), ("a", YES)))
    end = end_of_record(record)
    assert end_of_deal(record.realization, end.outcome, "deal").points["a"] == end.points["a"] + 1.5
    never = end_of_deal(record.realization, record.realization.space.status_quo, "none")
    assert never.points == {"a": -9.0, "b": 0.0}


AS = {"kind": "assumed", "note": "made up for a test"}


def test_the_share_of_a_possible_gain_is_u_less_r_over_m_less_r() -> None:
    record = ended(pie(), "o1")
    benchmark = Benchmark(at_first(record.realization))
    assert benchmark.reservation == {"a": 0, "b": 0}
    assert benchmark.most == {"a": 80, "b": 80}
    assert benchmark.shares(end_of_record(record).points) == {"a": 0.25, "b": 1.0}
    assert benchmark.fairness(end_of_record(record).points) == 0.25


def test_efficiency_is_the_share_of_outcomes_that_are_not_better_for_all() -> None:
    record = ended(pie(), "o4")
    benchmark = Benchmark(at_first(record.realization))
    end = end_of_record(record)
    assert benchmark.efficiency(end) == 0.8
    left = benchmark.left(end)
    assert left is not None
    assert (left.outcome, dict(left.gains)) == ((2,), {"a": 10, "b": 10})
    assert benchmark.left(end_of_record(ended(pie(), "o3"))) is None


def test_to_let_everything_stand_may_be_better_for_all_than_a_deal() -> None:
    bad = one_issue({"a": [50, 20], "b": [50, 20]})
    record = ended(bad, "o1")
    left = Benchmark(at_first(record.realization)).left(end_of_record(record))
    assert left is not None
    assert left.outcome == record.realization.space.status_quo


def test_nothing_to_gain_has_no_share_and_no_marks() -> None:
    stuck = one_issue({"a": [50, 20], "b": [50, 20]})
    record = run(stuck)
    benchmark = Benchmark(at_first(record.realization))
    marks = marks_by_rubric(end_of_record(record), benchmark, rubric_of(stuck))["a"]
    assert benchmark.fairness(end_of_record(record).points) is None
    assert [one.marks for one in marks.criteria] == [None, 30.0, None]
    assert (marks.total, marks.most) == (30, 30)


def test_refused_outcomes_are_no_possible_gain() -> None:
    issues = {"it": issue("o0 o1 o2", "a b")}
    parties = {
        "a": party({"it": stance(1, {"o0": 0, "o1": 40, "o2": 90})}),
        "b": party({"it": stance(1, {"o0": 0, "o1": 10, "o2": 10}, refuses="o2")}),
    }
    record = run(scenario(issues, parties, {"m": meeting("a b", "it")}))
    assert Benchmark(at_first(record.realization)).most == {"a": 40, "b": 10}


@settings(max_examples=25)
@given(scenarios())
def test_the_search_through_blocks_measures_as_the_table_does(of: Scenario) -> None:
    record = run(of)
    table, blocks = (Benchmark(one) for one in (at_first(record.realization), FactoredFeasibleSet(record.realization)))
    end = end_of_record(record)
    assert table.most == blocks.most
    assert table.efficiency(end) == blocks.efficiency(end)
    assert (table.left(end) is None) == (blocks.left(end) is None)


def test_marks_rise_between_none_and_full_and_stop_there() -> None:
    record = ended(pie(), "o1")
    rubric = {"own": Criterion(measure="gain", marks=10, none=0.0, full=0.5, title="Own")}
    marks = marks_by_rubric(end_of_record(record), Benchmark(at_first(record.realization)), rubric)
    assert {key: one.total for key, one in marks.items()} == {"a": 5.0, "b": 10.0}
    assert marks["a"].criteria[0].title == "Own"


# The moments


def test_the_round_in_which_the_zone_was_reached_and_those_in_which_it_was_missed() -> None:
    of = one_issue({"a": [10, 0, 50, 80], "b": [10, 80, 50, 0]}, rounds=6)
    course = do(opened(of), ("a", {"it": "o3"}), ("b", NO), ("b", {"it": "o2"}), ("a", NO), ("a", {"it": "o2"}))
    (found,) = meeting_reviews(recorded(do(course, ("b", YES))))
    assert found.zone.value == 1
    assert found.reached is not None
    assert found.reached.round == 3
    assert [(one.round, one.refused_by) for one in found.missed] == [(2, ("a",))]


def test_a_refused_package_lies_outside_and_what_nobody_offered_is_named() -> None:
    of = one_issue({"a": [0, 50, 60], "b": [0, 50, 60]}, rounds=1)
    (found,) = meeting_reviews(recorded(do(opened(of), ("a", {"it": "o1"}), ("b", NO))))
    assert found.overlooked == (2,)
    assert found.reached is None


# What if


def test_accepting_instead_is_replayed_and_the_tactics_go_on() -> None:
    of = pie(a={"tactic": "hardliner"}, b={"tactic": "hardliner"})
    record = run(of)
    found = if_accepted(record, "b")
    assert [one.offer.round for one in found] == [1, 3, 5]
    assert all(one.took_effect and one.end.points == {"a": 80, "b": 20} for one in found)
    assert found[0].record.log[: len(record.log[:2])] == record.log[:2]


def test_of_two_meetings_the_second_is_played_on_by_the_tactics() -> None:
    issues = {"first": issue("no yes", "a b"), "second": issue("no yes", "a b")}
    stances = {key: stance(1, {"no": 0, "yes": 100}) for key in issues}
    parties = {"a": party(stances, "hardliner"), "b": party(stances, "hardliner")}
    meetings = {"m": meeting("a b", "first", 2), "n": meeting("a b", "second", 2)}
    of = scenario(issues, parties, meetings)
    course = do(opened(of), ("a", {"first": "yes"}), ("b", NO), ("b", {"first": "yes"}), ("a", NO))
    record = recorded(do(course, ("a", {"second": "yes"}), ("b", NO), ("b", {"second": "yes"}), ("a", NO)))
    first = if_accepted(record, "b")[0]
    assert first.end.outcome == (1, 1)
    assert not Measures(record).agreed


def test_what_a_seat_refuses_it_could_not_have_accepted() -> None:
    issues = {"it": issue("o0 o1", "a b")}
    parties = {
        "a": party({"it": stance(1, {"o0": 0, "o1": 9})}),
        "b": party({"it": stance(1, {"o0": 0, "o1": 9}, refuses="o1")}),
    }
    record = run(scenario(issues, parties, {"m": meeting("a b", "it", 3)}))
    assert any(event.kind == "answered" for event in record.log)
    assert if_accepted(record, "b") == ()


# Among agents


@settings(max_examples=25)
@given(scenarios())
def test_what_is_kept_of_a_run_values_it_as_it_was(of: Scenario) -> None:
    record = run(of)
    worth = AgentRuns(of.digest, 0, (condense(record),)).worth(record.realization)
    points = record.realization.utilities.scales.points(worth)[:, 0].tolist()
    assert points == list(Measures(record).points.values())
    assert sum(rounds for rounds, _ in condense(record).spans) == record.realization.horizon


def test_discounts_and_outside_options_count_in_what_is_kept() -> None:
    more = {"discount": 0.9, "cost_of_delay": {"points": 1, "basis": AS, "numbers": AS}, "outside_option": 7}
    of = pie(a=more, b=more)
    late = do(opened(of), ("a", {"it": "o1"}), ("b", NO), ("b", {"it": "o2"}), ("a", YES))
    gone = do(opened(of), ("a", {"it": "o1"}), ("b", NO), ("b", LEAVE))
    for course in (late, gone):
        record = recorded(course)
        worth = AgentRuns(of.digest, 0, (condense(record),)).worth(record.realization)[:, 0].tolist()
        assert worth == list(end_of_record(record).worth.values())
        assert end_of_record(record).points == pytest.approx(Measures(record).points)


def test_numbers_and_charges_of_events_count_in_what_is_kept() -> None:
    record = ended(pie(), "o1")
    path = "parties.a.stances.it.values.o1"
    changed = replace(condense(record), numbers={path: 60.0}, charges={"b": 5.0})
    worth = AgentRuns("", 0, (changed,)).worth(record.realization)
    assert record.realization.utilities.scales.points(worth)[:, 0].tolist() == [60.0, 75.0]


def test_agents_come_to_what_single_runs_come_to() -> None:
    of = example()
    found = play_agents(of, 4, 3)
    assert found.runs == tuple(condense(run(of, seed=3, run=k, draw=True)) for k in range(4))


def test_agents_are_played_once_and_a_broken_or_foreign_file_is_none(tmp_path: Path) -> None:
    of = example()
    first = play_agents(of, 5, 3, folder=tmp_path)
    (file,) = tmp_path.iterdir()
    assert play_agents(of, 5, 3, folder=tmp_path) == first == play_agents(of, 5, 3)
    marked = json.loads(file.read_text())
    file.write_text(json.dumps(marked | {"runs": [{"spans": [[1, 0]]}] * 5}))
    assert play_agents(of, 5, 3, folder=tmp_path).ends == (0,) * 5
    for broken in ("{", json.dumps(marked | {"digest": "other"}), json.dumps(marked | {"runs": [{"spans": []}] * 5})):
        file.write_text(broken)
        assert play_agents(of, 5, 3, folder=tmp_path) == first
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_agents_that_cannot_be_kept_are_played_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where a folder is to be")
    assert len(play_agents(example(), 2, folder=tmp_path / "taken")) == 2


def example() -> Scenario:
    return from_plain(read_text(EXAMPLE, "example").plain(), "example")


# The whole


def test_a_debrief_says_all_its_parts_and_its_data_are_plain() -> None:
    found = debrief(run(example()), runs=20)
    titles = [section.title for section in narrate_debrief(found).sections]
    assert titles[:3] == ["How it ended", "Marks", "What was left on the table"]
    assert "What the sides wanted" in titles
    assert "Among 20 runs of agents" in titles
    assert any(title.startswith("When a deal was within reach") for title in titles)
    data = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert set(data["marks"]) == set(found.seats) == set(example().parties)
    assert data["agents"]["runs"] == 20
    worth = found.agents.worth(found.record.realization) if found.agents else np.zeros(0)
    below = float((worth[0] < found.end.column[0]).mean())
    assert data["agents"]["share_below"][next(iter(found.seats))] == below


def test_without_agents_nothing_is_said_of_them() -> None:
    found = debrief(run(example()), runs=0, seats=list(example().parties)[:1])
    assert found.to_dict()["agents"] is None
    assert (found.ranks, found.quantiles, found.same_outcome) == ({}, {}, 0)
    assert not any("runs of agents" in section.title for section in narrate_debrief(found).sections)
    assert len(found.counterfactuals) == 1


def test_an_unknown_seat_is_told_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="no party"):
        debrief(run(example()), runs=0, seats=["nobody"])


def test_a_debrief_is_written_whole_with_a_page_that_opens_everything(tmp_path: Path) -> None:
    found = debrief(run(example()), runs=10)
    written = write_debrief(found, tmp_path)
    page = (written.folder / "debrief.html").read_text()
    for party_ in example().parties.values():
        assert party_.briefing is None or party_.briefing.strip()[:30] in page
    assert page.count("<svg") == 4
    assert {"debrief.json", "deals.svg", "gains.svg", "utility_space.svg"} <= set(written.files)
    assert debrief_target(found, tmp_path).folder == written.folder


def test_the_command_reads_the_seats_of_a_game_and_prints_text_markdown_and_json(tmp_path: Path) -> None:
    result = tmp_path / "game"
    result.mkdir()
    (result / "record.json").write_text(json.dumps(run(example()).to_dict()))
    seat = next(iter(example().parties))
    (result / "game.json").write_text(json.dumps({"seats": [seat]}))
    assert seats_of(result) == (seat,)
    assert seats_of(tmp_path) == ()
    call = ["debrief", str(result), "--runs", "5", "--no-figures", "--out", str(tmp_path / "out")]
    text = CliRunner().invoke(cli, call).output
    assert "How it ended" in text
    assert text.count("had accepted?") == 1
    assert "## Marks" in CliRunner().invoke(cli, [*call, "--md"]).output
    assert json.loads(CliRunner().invoke(cli, [*call, "--json"]).stdout)["seats"] == [seat]
    assert CliRunner().invoke(cli, [*call, "--md", "--json"]).exit_code == 2
    assert CliRunner().invoke(cli, ["debrief", str(tmp_path / "none")]).exit_code == 2
    rubric = tmp_path / "r.yaml"
    rubric.write_text("rubric: {own: {measure: gain, marks: 7, title: What you took}}")
    assert "What you took" in CliRunner().invoke(cli, [*call, "--rubric", str(rubric)]).output


def test_the_verb_of_the_library_takes_a_result() -> None:
    assert negosim.debrief(negosim.run(example()), runs=0).end.label == "this table"


def words_of(record: Record, title: str, seat: str = "b") -> str:
    """The sentences of the sections of a debrief whose titles begin so."""
    sections = narrate_debrief(debrief(record, runs=0, seats=[seat])).sections
    found = [section for section in sections if section.title.startswith(title)]
    assert found
    return " ".join(text for section in found for text in section.sentences)


def test_what_was_reached_missed_and_overlooked_is_told_in_words() -> None:
    of = one_issue({"a": [10, 0, 50, 80], "b": [10, 80, 50, 0]}, rounds=6)
    course = do(opened(of), ("a", {"it": "o2"}), ("b", NO), ("b", PASS), ("a", {"it": "o2"}), ("b", NO))
    missed = words_of(recorded(do(course, ("b", {"it": "o2"}), ("a", YES))), "When a deal")
    assert "In round 4 it was reached: “Issue: o2”. Party b proposed it." in missed
    assert "In rounds 1 and 3 Party a offered “Issue: o2”." in missed
    assert "(above the reservation value: Party a 40.0 and Party b 40.0), but Party b turned it down." in missed
    never = words_of(recorded(do(opened(of), *[("a", PASS), ("b", PASS)] * 3)), "When a deal")
    assert "1 package lay in the zone" in never
    assert "No offer of this meeting ever lay in it." in never
    assert "Nobody offered this, which was still possible at the end: Issue: o2." in never
    empty = one_issue({"a": [50, 0], "b": [50, 0]})
    assert "The zone of agreement was empty" in words_of(run(empty), "When a deal")


def test_many_packages_that_were_missed_are_told_shortly() -> None:
    values = [0, *range(40, 50)]
    of = one_issue({"a": values, "b": values}, rounds=10)
    turns: list[tuple[str, Step]] = []
    for k in range(1, 11):
        who, other = ("a", "b") if k % 2 else ("b", "a")
        turns += [(who, {"it": f"o{k}"}), (other, NO)]
    said = words_of(recorded(do(opened(of), *turns)), "When a deal")
    assert "And 4 packages more that all who were needed could have taken." in said


def test_who_walks_out_of_an_offer_has_turned_nothing_down_in_words() -> None:
    of = one_issue({"a": [10, 50], "b": [10, 50]})
    said = words_of(recorded(do(opened(of), ("a", {"it": "o1"}), ("b", LEAVE))), "When a deal")
    assert "but it came to nothing" in said


def test_what_if_says_what_would_stand_and_whether_it_is_better() -> None:
    of = pie(a={"tactic": "hardliner"}, b={"tactic": "hardliner"})
    better = words_of(run(of), "What if")
    assert "The best of them for Party b, in round 1, would have brought it 20 points more." in better
    assert "In rounds 1, 3 or 5 from Party a: Issue: o3." in better
    assert "Party a turned down no offer" in words_of(ended(pie(), "o1"), "What if", "a")
    course = do(opened(pie()), ("a", {"it": "o2"}), ("b", NO), ("b", {"it": "o2"}), ("a", YES))
    same = words_of(recorded(course), "What if")
    assert "None of them would have left Party b with more" in same
    assert "the same as it did" in same


def test_what_the_sides_wanted_is_opened() -> None:
    more = {"reserve": 2, "briefing": "Take all.", "cost_of_delay": {"points": 1, "basis": AS, "numbers": AS}}
    said = words_of(run(pie(a=more)), "What else Party a")
    assert "every round cost it 1 point." in said
    assert "A deal had to bring it 2 points more than what stood." in said
    assert "Party a alone was told: Take all." in said
    assert words_of(run(pie()), "What else Party b") == "Nothing but the issues by themselves."


def test_a_debrief_of_a_space_too_large_for_a_table_is_told_and_drawn() -> None:
    keys = [f"i{k}" for k in range(7)]
    issues = {key: issue("o0 o1 o2 o3 o4 o5 o6 o7", "a b") for key in keys}
    rising = {f"o{n}": 12 * n for n in range(8)}
    falling = {f"o{n}": 84 - 12 * n for n in range(8)}
    wants = {"a": rising, "b": falling}
    stances = {who: {key: stance(1 + k, wants[who]) for k, key in enumerate(keys)} for who in "ab"}
    of = scenario(issues, {who: party(stances[who]) for who in "ab"}, {"m": meeting("a b", " ".join(keys), 4)})
    found = debrief(run(of), runs=2)
    assert table_of(found.benchmark.possible) is None
    assert narrate_debrief(found).sections
    assert deals_picture(found.record.realization, found.benchmark, [found.end], found.agent_worth).svg()


def test_the_page_loads_nothing_and_its_elements_are_whole() -> None:
    found = debrief(run(pie(a={"briefing": "<script>alert(1)</script>"})), runs=3)
    page = Page(
        debrief_page(
            found, [gains_picture(found.record.realization, found.benchmark, [found.end], found.agent_worth[:, :0])]
        )
    )
    assert page.unbalanced == []
    assert not any(tag in ("script", "link", "iframe", "img") for tag, _ in page.elements)
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert "<script>alert(1)</script>" in page.text
