"""Backward induction over alternating offers with a finite horizon.

Subgame-perfect equilibrium (Selten 1965) by dynamic programming over rounds: Stahl 1972, Bargaining Theory, and
Rubinstein 1982, Econometrica 50:97, for two seats; with more, all whose consent is needed must agree. A responder
accepts what is worth at least its continuation value, as if its answer were decisive (nobody votes against its interest
because others will refuse anyway: Baron & Kalai 1993, J. Economic Theory 61:290); after refusing it may leave for an
outside option (Binmore, Shaked & Sutton 1989, QJE 104:753). Proposers may be drawn, and talks may break down after a
round (Binmore, Rubinstein & Wolinsky 1986, RAND J. Economics 17:176).

Ties: an indifferent seat accepts, and stays. Of the packages that are equally good for the proposer, dominated ones are
dropped and the others are equally likely. A package that needs the consent of only some seats is valued by what then
stands; what the meeting may still decide about the rest is not considered. Rounds count from 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from negosim.theory.bargaining.frontier import frontier

__all__ = ["AGREE", "LEAVE", "PASS", "FiniteTalks", "Offers", "Payoffs", "ProposerPlan", "Seats", "Stage"]

Seats = tuple[int, ...]
"""The seats present, as rows of the arrays, in seat order."""

Values = NDArray[np.float64]
Mask = NDArray[np.bool_]

AGREE, PASS, LEAVE = "agree", "pass", "leave"
"""What a proposer may do: make an agreed offer, pass, leave."""


@dataclass(frozen=True)
class Payoffs:
    """Payoffs by seat at the end of a round.

    `agreed` (seats, outcomes) is the payoff if a package takes effect in this round, and `enough` masks those that a
    seat may agree to. The rest have shape (seats,): `ended` is the payoff if talks end after this round with what
    stands, `passing` the cost of a round, `outside` the outside option, -inf if there is none.
    """

    agreed: Values
    enough: Mask
    ended: Values
    passing: Values
    outside: Values


@dataclass(frozen=True)
class Offers:
    """The outcomes that some seats can offer, and by seat and outcome whether its consent is needed and refused."""

    possible: Mask
    needed: Mask
    refused: Mask


@dataclass(frozen=True)
class ProposerPlan:
    """The proposer's best choice in a round: its act, its best packages if it offers, and the values for all."""

    does: str
    packages: NDArray[np.intp]
    values: Values


@dataclass(frozen=True)
class Stage:
    """A round among some seats with a proposer; `otherwise` is the continuation value if nothing is agreed."""

    payoffs: Payoffs
    offers: Offers
    seats: Seats
    proposer: int
    otherwise: Values

    @property
    def others(self) -> Seats:
        """The responders, in order."""
        place = self.seats.index(self.proposer)
        return self.seats[place + 1 :] + self.seats[:place]

    @cached_property
    def accepts(self) -> Mask:
        """By seat and outcome, whether it accepts as if its answer were decisive."""
        alternative = np.maximum(self.otherwise, self.payoffs.outside)
        good = self.payoffs.agreed >= alternative[:, None]
        return np.asarray(good & self.payoffs.enough & ~self.offers.refused)

    @cached_property
    def goes_through(self) -> Mask:
        """The packages that the proposer may offer and all whose consent is needed accept."""
        return self._passes(self.others)

    def _passes(self, seats: Seats) -> Mask:
        """The packages that the proposer may offer and none of these seats blocks."""
        own = self.payoffs.enough[self.proposer] & ~self.offers.refused[self.proposer]
        passes: Mask = self.offers.possible & own
        for seat in seats:
            passes = passes & (self.accepts[seat] | ~self.offers.needed[seat])
        return passes

    def leaves(self, seat: int) -> bool:
        """Whether a seat prefers its outside option to continuing."""
        return bool(self.payoffs.outside[seat] > self.otherwise[seat])

    def first_to_refuse(self, seat: int) -> Mask:
        """The packages that a seat is the first to reject."""
        reaches = self._passes(self.others[: self.others.index(seat)])
        return np.asarray(reaches & self.offers.needed[seat] & ~self.accepts[seat])

    def settled(self) -> Values:
        """Values by seat and package that goes through; a seat whose consent is not needed may leave before."""
        alone = ~self.offers.needed[list(self.others)].any(axis=0)
        stays = self.offers.needed | alone
        out = np.where(stays, -np.inf, self.payoffs.outside[:, None])
        out[self.proposer] = -np.inf
        return np.maximum(self.payoffs.agreed, out)


class FiniteTalks:
    """A meeting with a deadline, solved from its last round back to `first`.

    `payoffs` gives the payoffs of a round, `offers` what some seats can offer. `turn` proposes in round `first`; then
    seats take turns, or with `drawn` each seat present is equally likely. `breakdown` is the probability that talks
    break down after a round.
    """

    def __init__(
        self,
        payoffs: Callable[[int], Payoffs],
        offers: Callable[[Seats], Offers],
        seats: Seats,
        turn: int,
        *,
        first: int,
        rounds: int,
        drawn: bool = False,
        breakdown: float = 0.0,
    ) -> None:
        self.payoffs = payoffs
        self.seats, self.turn = seats, turn
        self.first, self.rounds = first, rounds
        self.drawn, self.breakdown = drawn, breakdown
        self._offers = {left: offers(left) for left in self._present(payoffs(first))}
        self._values: dict[tuple[int, Seats, int], Values] = {}
        self._solve()

    def _present(self, payoffs: Payoffs) -> list[Seats]:
        """The sets of seats that may be present: all, less any of those with an outside option; smallest first."""
        able = [seat for seat in self.seats if np.isfinite(payoffs.outside[seat])]
        absent = [set(some) for size in range(len(able) + 1) for some in combinations(able, size)]
        left = [tuple(seat for seat in self.seats if seat not in some) for some in absent]
        return [present for present in reversed(left) if present]

    def _turns(self, round_: int, seats: Seats) -> Seats:
        """The possible proposers: if nobody has left and turns are not drawn, only the seat whose turn it is."""
        if self.drawn or seats != self.seats:
            return seats
        place = self.seats.index(self.turn) + round_ - self.first
        return (self.seats[place % len(self.seats)],)

    def _solve(self) -> None:
        for round_ in range(self.rounds, self.first - 1, -1):
            payoffs = self.payoffs(round_)
            for seats in self._offers:
                for turn in self._turns(round_, seats):
                    self._values[round_, seats, turn] = self._plan(payoffs, round_, seats, turn).values

    def _continuation(self, payoffs: Payoffs, round_: int, seats: Seats, turn: int) -> Values:
        """Expected values if a round among some seats ends without agreement; rounded to the grid."""
        if round_ == self.rounds or not self._offers[seats].possible.any():
            return payoffs.ended
        turns = seats if self.drawn else (self._next(turn, seats),)
        goes_on = np.mean([self._values[round_ + 1, seats, one] for one in turns], axis=0) - payoffs.passing
        return np.asarray(np.rint((1.0 - self.breakdown) * goes_on + self.breakdown * payoffs.ended))

    def _next(self, turn: int, seats: Seats) -> int:
        """The next proposer: the next seat in order that is present."""
        place = self.seats.index(turn) + 1
        return next(seat for seat in self.seats[place:] + self.seats[:place] if seat in seats)

    def stage(self, round_: int, proposer: int) -> Stage:
        """A round while all are present."""
        return self._stage(self.payoffs(round_), round_, self.seats, proposer)

    def _stage(self, payoffs: Payoffs, round_: int, seats: Seats, turn: int) -> Stage:
        return Stage(payoffs, self._offers[seats], seats, turn, self._continuation(payoffs, round_, seats, turn))

    def plan(self, round_: int, proposer: int) -> ProposerPlan:
        """The proposer's best choice in a round while all are present."""
        return self._plan(self.payoffs(round_), round_, self.seats, proposer)

    def _plan(self, payoffs: Payoffs, round_: int, seats: Seats, turn: int) -> ProposerPlan:
        """The act of highest value; ties go to an agreement, then to a pass."""
        stage = self._stage(payoffs, round_, seats, turn)
        return max(self._plans(stage, round_), key=lambda plan: float(plan.values[turn]))

    def _plans(self, stage: Stage, round_: int) -> Iterator[ProposerPlan]:
        none = np.zeros(0, dtype=np.intp)
        through = np.flatnonzero(stage.goes_through)
        if len(through):
            yield _agreement(stage, through)
        yield ProposerPlan(PASS, none, stage.otherwise)
        for seat in stage.others:
            rejected = np.flatnonzero(stage.first_to_refuse(seat)) if stage.leaves(seat) else none
            if len(rejected):
                yield ProposerPlan(AGREE, rejected[:1], self._without(stage, round_, seat))
        if stage.leaves(stage.proposer):
            yield ProposerPlan(LEAVE, none, self._without(stage, round_, stage.proposer))

    def _without(self, stage: Stage, round_: int, seat: int) -> Values:
        """Values once a seat has left in a round."""
        rest = tuple(one for one in stage.seats if one != seat)
        payoffs = stage.payoffs
        values = self._continuation(payoffs, round_, rest, stage.proposer) if rest else payoffs.ended
        return np.where(np.arange(len(values)) == seat, payoffs.outside, values)


def _agreement(stage: Stage, through: NDArray[np.intp]) -> ProposerPlan:
    """The proposer's best packages, and the mean values over them."""
    values = stage.settled()
    own = values[stage.proposer, through]
    best = through[own == own.max()]
    efficient = best[frontier(values[np.ix_(stage.seats, best)])]
    return ProposerPlan(AGREE, efficient, values[:, efficient].mean(axis=1))
