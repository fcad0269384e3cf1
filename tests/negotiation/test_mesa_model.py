"""The Mesa model drives the same course as the plain driver, and is freed when it is done."""

from __future__ import annotations

import gc
import weakref

import mesa
import pytest
from building import PASS, issue, meeting, one_issue, opened, party, scenario, stance, versus
from building import scenarios as random_scenarios
from hypothesis import given, settings
from hypothesis import strategies as st

from negosim.domain.rng import RandomSource
from negosim.errors import UsageError
from negosim.negotiation.log import LogEntry
from negosim.negotiation.mesa_model import DEFAULT_SCENARIO, NegotiationModel, PartyAgent, free, run_model
from negosim.negotiation.record import run
from negosim.scenario.spec.scenario import Scenario


def apart() -> Scenario:
    """A meeting of two while the third sits elsewhere."""
    issues = {"x": issue("no yes", "ann bob"), "y": issue("no yes", "ann bob cy")}
    wants = {"x": stance(3, {"no": 0, "yes": 100}), "y": stance(1, {"no": 0, "yes": 100})}
    parties = {key: party(wants) for key in ("ann", "bob", "cy")}
    return scenario(issues, parties, {"two": meeting("ann bob", "x", 4), "all": meeting("ann bob cy", "y", 6)})


@settings(max_examples=25)
@given(random_scenarios(certain=False), st.integers(0, 5), st.integers(0, 5), st.booleans())
def test_its_log_equals_that_of_the_plain_driver(drawn: Scenario, seed: int, run_: int, draw: bool) -> None:
    plain = run(drawn, seed=seed, run=run_, draw=draw)
    by_mesa = run_model(drawn, seed=seed, run=run_, draw=draw)
    assert by_mesa.log == plain.log
    assert by_mesa.to_dict() == plain.to_dict()
    assert (by_mesa.course.standing, by_mesa.course.paid) == (plain.course.standing, plain.course.paid)


def test_a_step_is_one_act_of_every_seat_that_is_asked() -> None:
    model = NegotiationModel(one_issue({"ann": [0, 100, 60], "bob": [0, 60, 100]}))
    before = len(model.course.log)
    model.step()
    acts = [event.kind for event in model.course.log[before:]]
    assert acts == ["offered"]
    assert model.steps == 1


def test_it_runs_until_the_talks_are_over() -> None:
    model = NegotiationModel(one_issue({"ann": [0, 100, 60], "bob": [0, 60, 100]}))
    model.run_model()
    assert not model.running
    assert model.record.log == run(model.case).log
    free(model)


def test_the_agents_are_the_parties_of_the_scenario() -> None:
    model = NegotiationModel(apart())
    assert [type(agent) for agent in model.agents] == [PartyAgent] * 3
    assert [agent.party for agent in model.agents] == ["ann", "bob", "cy"]
    assert isinstance(model, mesa.Model)
    free(model)


def test_the_data_collector_gives_what_a_user_of_mesa_expects() -> None:
    model = NegotiationModel(apart())
    while model.running:
        model.step()
    of_model = model.datacollector.get_model_vars_dataframe()
    of_agents = model.datacollector.get_agent_vars_dataframe()
    assert list(of_model.columns) == ["round", "meeting", "settled"]
    assert list(of_agents.columns) == ["party", "points", "paid", "offered"]
    assert len(of_agents) == 3 * len(of_model) == 3 * model.steps
    assert of_model["settled"].iloc[-1] == 2
    assert of_model["meeting"].iloc[0] == "two"
    assert of_model["meeting"].iloc[-1] == ""
    last = of_agents.loc[model.steps].set_index("party")
    assert last["points"].to_dict() == pytest.approx({"ann": 100, "bob": 100, "cy": 100})
    free(model)


def test_an_offer_on_the_table_has_a_worth_for_those_who_sit_at_it_and_none_for_others() -> None:
    model = NegotiationModel(apart())
    model.step()
    offered = {agent.party: agent.offered for agent in model.agents}
    assert offered == {"ann": pytest.approx(75), "bob": pytest.approx(75), "cy": None}
    model.step()
    assert {agent.offered for agent in model.agents} == {None}
    free(model)


def test_what_delay_has_cost_is_there_by_party() -> None:
    model = NegotiationModel(apart())
    assert model.paid == {"ann": 0, "bob": 0, "cy": 0}
    assert [agent.paid for agent in model.agents] == [0, 0, 0]
    free(model)


def test_without_arguments_it_plays_the_shipped_scenario() -> None:
    model = NegotiationModel()
    assert model.case.name == DEFAULT_SCENARIO
    assert model.course.asked
    free(model)


def test_a_shipped_scenario_is_taken_by_its_name_and_a_wrong_one_is_told() -> None:
    with pytest.raises(UsageError, match="article_2025_02_23"):
        NegotiationModel("article_2025_02_24")


def test_chance_comes_from_seed_and_run_and_never_from_mesas_generator() -> None:
    of = one_issue({"ann": list(range(9)), "bob": list(range(9))}, ann={"tactic": "random_walker"})
    model = NegotiationModel(of, seed=2, run=3)
    model.random.random()
    model.rng.random()
    while model.running:
        model.step()
    assert model.course.log == versus(of, seed=2, run=3).log
    assert model.course.chance.uniform("x") == RandomSource(2, 3).uniform("x")
    free(model)


def test_no_model_is_kept_alive_after_its_run(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[weakref.ref[NegotiationModel]] = []
    start = NegotiationModel.__init__

    def noted(self: NegotiationModel, *args: object, **more: object) -> None:
        start(self, *args, **more)
        made.append(weakref.ref(self))

    monkeypatch.setattr(NegotiationModel, "__init__", noted)
    record = run_model(one_issue({"ann": [0, 100, 60], "bob": [0, 60, 100]}))
    gc.collect()
    assert [one() for one in made] == [None]
    assert record.course.asked == ()


def test_talks_that_are_over_before_they_begin_make_a_model_that_does_not_run() -> None:
    issues = {"x": issue("no yes", "ann bob")}
    meetings = {"a": meeting("ann bob", "x", 1), "b": meeting("ann bob", "x", 1, if_={"x": "yes"})}
    of = scenario(issues, {"ann": party(), "bob": party()}, meetings)
    model = NegotiationModel(of)
    model.step()
    assert model.record.log[0] == LogEntry("began", "a", 0, parties=("ann", "bob"))
    assert opened(of).current.protocol.permitted[1] is type(PASS)
    free(model)
