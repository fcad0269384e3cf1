"""The Mesa model of a negotiation: agents that drive the same course as every other driver."""

from __future__ import annotations

from typing import Any

import mesa

from negosim.domain.rng import RandomSource
from negosim.negotiation.course import Course
from negosim.negotiation.driving import decide
from negosim.negotiation.factories import make_tactics
from negosim.negotiation.record import Record, record_of, versions
from negosim.negotiation.tactics.base import Tactic
from negosim.scenario.load import load
from negosim.scenario.realize.realization import RealizationFactory
from negosim.scenario.spec.scenario import Scenario

__all__ = ["NegotiationModel", "PartyAgent", "run_model"]

DEFAULT_SCENARIO = "article_2025_02_23"


class PartyAgent(mesa.Agent):
    """A party of the scenario, with its tactic; it acts through the view that the course gives it."""

    model: NegotiationModel

    def __init__(self, model: NegotiationModel, party: str, tactic: Tactic) -> None:
        super().__init__(model)
        self.party = party
        self.tactic = tactic

    def step(self) -> None:
        """Decide and hand the act to the course."""
        course = self.model.course
        course.submit(self.party, decide(self.tactic, course.view_for(self.tactic, self.party)))

    @property
    def points(self) -> float:
        """Points of what stands now, without delay."""
        preferences = self.model.course.realization.preferences[self.party]
        return preferences.scale.points(preferences.points(self.model.course.standing.outcome))

    @property
    def paid(self) -> float:
        """What delay has cost so far."""
        return self.model.paid[self.party]

    @property
    def offered(self) -> float | None:
        """Worth to this party of the offer on the table; None where there is none or it sits elsewhere."""
        session = self.model.course.session
        if session is None or session.offer is None or self.party not in session.meeting.parties:
            return None
        worth = session.seats.menu(self.party).worth(session.offer)
        return self.model.course.realization.preferences[self.party].scale.points(worth)


class NegotiationModel(mesa.Model):
    """The talks of a scenario as a Mesa model: one step is one act of every seat that is asked.

    Without arguments it plays the shipped scenario of February 2025 in its central case. `datacollector` holds, after
    each step, the round, the meeting and the number of settled issues, and for each agent its points, what delay has
    cost it, and the worth of the offer on the table. Chance comes from seed and run alone, never from Mesa's generator.
    """

    def __init__(
        self,
        case: Scenario | str = DEFAULT_SCENARIO,
        *,
        seed: int = 0,
        run: int = 0,
        draw: bool = False,
        allow_code: bool = False,
    ) -> None:
        super().__init__(rng=seed)
        self.case = load(case) if isinstance(case, str) else case
        chance, realizations = RandomSource(seed, run), RealizationFactory(self.case)
        self.course = Course(realizations.draw(chance) if draw else realizations.central, chance)
        tactics = make_tactics(self.course.realization, allow_code=allow_code)
        self.party_agents = {party: PartyAgent(self, party, tactic) for party, tactic in tactics.items()}
        self.datacollector = mesa.DataCollector(MODEL_REPORTERS, AGENT_REPORTERS)
        self.running = bool(self.course.asked)

    def step(self) -> None:
        """Every seat that is asked acts; then the data are collected."""
        for seat in self.course.asked:
            self.party_agents[seat].step()
        self.datacollector.collect(self)
        self.running = bool(self.course.asked)

    @property
    def record(self) -> Record:
        """The record of the talks so far; whole once `running` is False."""
        return record_of(self.course, versions())

    @property
    def paid(self) -> dict[str, float]:
        """What delay has cost every party so far."""
        preferences = self.course.realization.preferences
        return {party: preferences[party].scale.points(steps) for party, steps in self.course.paid.items()}


def _meeting(model: NegotiationModel) -> str:
    return model.course.session.meeting.key if model.course.session is not None else ""


def _settled(model: NegotiationModel) -> int:
    return sum(bool(bound) for bound in model.course.standing.bound)


MODEL_REPORTERS: dict[str, Any] = {"round": lambda model: model.course.round, "meeting": _meeting, "settled": _settled}
AGENT_REPORTERS: dict[str, Any] = {"party": "party", "points": "points", "paid": "paid", "offered": "offered"}


def run_model(case: Scenario, *, seed: int = 0, run: int = 0, draw: bool = False, allow_code: bool = False) -> Record:
    """Play a scenario by the Mesa model and give its record; the model is freed."""
    model = NegotiationModel(case, seed=seed, run=run, draw=draw, allow_code=allow_code)
    while model.running:
        model.step()
    record = model.record
    free(model)
    return record


def free(model: NegotiationModel) -> None:
    """Let go of a model: Mesa 3.3 keeps the agents' ids of every model in a class-level dictionary."""
    model.remove_all_agents()
    getattr(mesa.Agent, "_ids", {}).pop(model, None)
