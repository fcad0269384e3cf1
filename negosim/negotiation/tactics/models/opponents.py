"""A seat's models of all other seats, each fed with that seat's offers only."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from negosim.domain.fixed_point import ONE
from negosim.domain.outcomes import TABLE_LIMIT, OutcomeSpace
from negosim.domain.preferences import Preferences
from negosim.negotiation.protocols.offer_space import Additive
from negosim.negotiation.protocols.turns import time_of
from negosim.negotiation.tactics.base import View
from negosim.negotiation.tactics.menu import Menu
from negosim.negotiation.tactics.models.base import Estimate, OpponentModel, Seen
from negosim.negotiation.tactics.view import HeardOffer

__all__ = ["MakeModel", "Opponents"]

MakeModel = Callable[[OutcomeSpace, Preferences | None], OpponentModel]
"""Creates the model of an opponent from the space and, for an informed seat, the opponent's preferences."""

FRONTIER = 1000
"""The largest size of the frontier of estimated gains in a space too large for a table."""


class Opponents:
    """The models of the other seats during a course.

    `listen` passes the offers since the last turn to the models. Estimates are computed on demand and kept until the
    next offer of that seat, or until other issues are open.
    """

    def __init__(self, make: MakeModel) -> None:
        self._make = make
        self._models: dict[str, OpponentModel] = {}
        self._meeting = ""
        self._read = 0
        self._estimates: dict[str, tuple[tuple[int, ...], Estimate, Additive]] = {}
        self._answers: dict[object, tuple[Menu, int, int]] = {}

    def listen(self, view: View) -> None:
        """Learn from the offers since the last turn in this meeting."""
        if view.meeting != self._meeting:
            self._meeting, self._read = view.meeting, 0
        new = view.thread[self._read :]
        for offer in new:
            if offer.seat != view.party:
                self._observe(view, offer)
        self._read += len(new)

    def _observe(self, view: View, offer: HeardOffer) -> None:
        offering = view.menu.offering
        outcome = offer.package.on(offering.standing.outcome)
        options = tuple(outcome[axis] for axis in offering.axes)
        self.model(view, offer.seat).observe(Seen(offering.axes, options, time_of(offer.round, view.rounds)))
        self._estimates.pop(offer.seat, None)
        self._answers.clear()

    def model(self, view: View, seat: str) -> OpponentModel:
        """The model of a seat, created on first use."""
        if seat not in self._models:
            self._models[seat] = self._make(view.preferences.space, view.known.get(seat))
        return self._models[seat]

    def estimates(self, view: View) -> Mapping[str, Estimate]:
        """The estimates for the open issues, by other seat present."""
        return {seat: self._estimate(view, seat)[1] for seat in view.menu.others}

    def gains(self, view: View) -> Mapping[str, Additive]:
        """The estimates as numbers that add across issues, parts of `ONE`."""
        return {seat: self._estimate(view, seat)[2] for seat in view.menu.others}

    def losses(self, view: View) -> Mapping[str, Additive]:
        """The negated gains: the estimated cost of not getting the best option, up to a constant."""
        return {seat: Additive(tuple(-part for part in one.parts)) for seat, one in self.gains(view).items()}

    def coarse_gains(self, view: View) -> Mapping[str, Additive]:
        """The gains, in a space too large for a table rounded so that the frontier stays small."""
        gains = self.gains(view)
        if view.menu.offering.size <= TABLE_LIMIT:
            return gains
        step = ONE // max(2, int(FRONTIER ** (1.0 / max(1, len(gains)))))
        return {seat: Additive(tuple((part + step // 2) // step for part in one.parts)) for seat, one in gains.items()}

    def until_next_offer(self, view: View, question: object, answer: Callable[[], int]) -> int:
        """An answer, kept until the next offer or a change of the seat's own worths."""
        menu, reservation, cached = self._answers.get(question, (None, 0, 0))
        if menu is not view.menu or reservation != view.reservation:
            cached = answer()
            self._answers[question] = view.menu, view.reservation, cached
        return cached

    def distinguish(self, view: View) -> bool:
        """Whether any model distinguishes options."""
        return any(self.model(view, seat).tells for seat in view.menu.others)

    def _estimate(self, view: View, seat: str) -> tuple[tuple[int, ...], Estimate, Additive]:
        axes = view.menu.offering.axes
        cached = self._estimates.get(seat)
        if cached is None or cached[0] != axes:
            estimate = self.model(view, seat).estimate(axes)
            cached = self._estimates[seat] = axes, estimate, estimate.additive()
        return cached
