"""A solution asks for worth alone: where a party refuses what it proposes, all who show it say so."""

from __future__ import annotations

import pytest
from building import at_first, central, issue, meeting, one_issue, opened, party, recorded, scenario, stance

from negosim.analysis.analysis import analyze
from negosim.analysis.analysis_data import findings
from negosim.analysis.feasible_by_cliques import FactoredFeasibleSet
from negosim.analysis.measures import measured
from negosim.analysis.run_data import solutions_by_name
from negosim.analysis.run_narrative import narrate_run
from negosim.cli._result import say_document
from negosim.negotiation.acts import Pass
from negosim.negotiation.packages import Standing
from negosim.negotiation.record import Record
from negosim.report.figures import draw
from negosim.report.pages.run_tables import points_table
from negosim.scenario.spec.scenario import Scenario

REFUSED = "(Party bob refuses what this proposes)"


def refused() -> Scenario:
    likes = {"x": stance(1, {"no": 0, "yes": 100})}
    parties = {"ann": party(likes), "bob": party({"x": likes["x"] | {"refuses": "yes"}})}
    return scenario({"x": issue("no yes", "ann bob")}, parties, {"m": meeting("ann bob", "x", 2)})


def passed(of: Scenario) -> Record:
    course = opened(of)
    while course.asked:
        course.submit(course.asked[0], Pass())
    return recorded(course)


def test_a_solution_lists_those_who_refuse_it_in_a_table_and_through_blocks_alike() -> None:
    realization = central(refused())
    blocks = FactoredFeasibleSet(realization, Standing.at_first(realization.space), realization.horizon)
    for possible in (at_first(realization), blocks):
        assert solutions_by_name(possible)["nash"]["refused_by"] == ["bob"]
        assert possible.refused_by(possible.stands) == ()


def test_a_party_that_is_not_asked_refuses_nothing() -> None:
    plain = refused().plain()
    plain["issues"]["x"]["consent"] = ["ann"]
    of = scenario(plain["issues"], plain["parties"], plain["meetings"])
    assert solutions_by_name(at_first(central(of)))["nash"]["refused_by"] == []


def test_analysis_terminal_report_and_figure_say_who_refuses(capsys: pytest.CaptureFixture[str]) -> None:
    record = passed(refused())
    assert findings(analyze(refused()))["solutions"]["nash"]["refused_by"] == ["bob"]
    say_document(narrate_run(record))
    assert REFUSED in " ".join(capsys.readouterr().out.split())
    assert any(str(row.name).endswith(REFUSED) for row in points_table(measured(record)).rows)
    picture = draw("utility_space", record)
    assert any(str(row["what"]).endswith(REFUSED) for row in picture.table)
    assert REFUSED in picture.alt


def test_where_no_solution_exists_the_terminal_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    of = one_issue({"ann": [50, 80, 20], "bob": [50, 20, 80]}, ann={"reserve": 60})
    say_document(narrate_run(passed(of)))
    told = " ".join(capsys.readouterr().out.split())
    assert "No Egalitarian, Equal loss, Kalai-Smorodinsky, Nash or Utilitarian solution: no outcome gives every" in told
    assert "Proposed by bargaining theory" not in told
