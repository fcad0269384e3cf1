"""Talks with a deadline, solved backwards: who offers what in each round, and who takes it.

Subgame-perfect equilibrium (Selten 1965) of alternating offers with a last round, by dynamic programming over rounds:
Stahl 1972, Bargaining Theory, and Rubinstein 1982, Econometrica 50:97, for two; for more seats all who are needed must
agree. A responder takes what is worth at least what it has otherwise, as if its answer decided (no vote is cast against
one's interest because others will refuse anyway: Baron & Kalai 1993, J. Economic Theory 61:290); it may walk out to an
outside option after refusing (Binmore, Shaked & Sutton 1989, QJE 104:753). Proposers may be drawn, and talks may break
down after a round (Binmore, Rubinstein & Wolinsky 1986, RAND J. Economics 17:176).

Ties: who is indifferent accepts, and stays; of the packages that are equally good to its proposer those that are worse
for somebody and better for nobody drop out, and each of the others has the same chance. A package that only some of the
seats must agree to counts by what then stands: what the meeting may still bring about the rest isn't looked into.
Arrays of points in, offers out; rounds count from 1.
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
"""Who is present, as rows of the arrays, in seat order."""

Values = NDArray[np.float64]
Mask = NDArray[np.bool_]

AGREE, PASS, LEAVE = "agree", "pass", "leave"
"""What who offers may do: put a package on the table, let its turn go by, walk out."""


@dataclass(frozen=True)
class Payoffs:
    """What the end of a round brings each seat.

    `agreed` (seats, outcomes) is what it ends with if a package to that outcome takes effect in this round, `enough`
    masks those that it may agree to. The others have the shape (seats,): `ended` where talks end after this round with
    what stands, `passing` what it costs that the round passes, `outside` what walking out gives, -inf where nothing.
    """

    agreed: Values
    enough: Mask
    ended: Values
    passing: Values
    outside: Values


@dataclass(frozen=True)
class Offers:
    """What some seats can put on the table: which outcomes, and by seat whose consent each needs and who refuses it."""

    possible: Mask
    needed: Mask
    refused: Mask


@dataclass(frozen=True)
class ProposerPlan:
    """What is best for who offers in a round: what it does, its best packages if it offers, what all then have."""

    does: str
    packages: NDArray[np.intp]
    values: Values


@dataclass(frozen=True)
class Stage:
    """A round of some seats with its proposer: what is at stake, and what everybody has if nothing is agreed."""

    payoffs: Payoffs
    offers: Offers
    seats: Seats
    proposer: int
    otherwise: Values

    @property
    def others(self) -> Seats:
        """Who answers, in the order of answers."""
        place = self.seats.index(self.proposer)
        return self.seats[place + 1 :] + self.seats[:place]

    @cached_property
    def accepts(self) -> Mask:
        """By seat and outcome, whether it agrees as if its answer decided."""
        asked = np.maximum(self.otherwise, self.payoffs.outside)
        good = self.payoffs.agreed >= asked[:, None]
        return np.asarray(good & self.payoffs.enough & ~self.offers.refused)

    @cached_property
    def goes_through(self) -> Mask:
        """The packages that the proposer may offer and all who are needed take."""
        own = self.payoffs.enough[self.proposer] & ~self.offers.refused[self.proposer]
        passes: Mask = self.offers.possible & own
        for seat in self.others:
            passes = passes & (self.accepts[seat] | ~self.offers.needed[seat])
        return passes

    def leaves(self, seat: int) -> bool:
        """Whether who refuses walks out rather than stay."""
        return bool(self.payoffs.outside[seat] > self.otherwise[seat])

    def first_to_refuse(self, seat: int) -> Mask:
        """The packages that a seat is the first to turn down."""
        own = self.payoffs.enough[self.proposer] & ~self.offers.refused[self.proposer]
        turned: Mask = self.offers.possible & own
        for other in self.others[: self.others.index(seat)]:
            turned = turned & (self.accepts[other] | ~self.offers.needed[other])
        return np.asarray(turned & self.offers.needed[seat] & ~self.accepts[seat])

    def settled(self) -> Values:
        """What each seat has of each package that goes through; who isn't needed may walk out before."""
        alone = ~self.offers.needed[list(self.others)].any(axis=0)
        stays = self.offers.needed | alone
        out = np.where(stays, -np.inf, self.payoffs.outside[:, None])
        out[self.proposer] = -np.inf
        return np.maximum(self.payoffs.agreed, out)


class FiniteTalks:
    """A meeting with a deadline between `seats`, solved from its last round back to `first`.

    `payoffs` gives those of a round, `offers` what some seats can put on the table. `turn` offers in round `first`;
    then it goes round, or with `drawn` each seat present has the same chance. `breakdown` is the chance that talks
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
        """The sets of seats that may be present: all, less any that have an outside option; the small ones first."""
        able = [seat for seat in self.seats if np.isfinite(payoffs.outside[seat])]
        gone = [set(some) for size in range(len(able) + 1) for some in combinations(able, size)]
        left = [tuple(seat for seat in self.seats if seat not in some) for some in gone]
        return [present for present in reversed(left) if present]

    def _turns(self, round_: int, seats: Seats) -> Seats:
        """Who may be the one to offer: while all are there and nothing is drawn, only who is due."""
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

    def _nothing_agreed(self, payoffs: Payoffs, round_: int, seats: Seats, turn: int) -> Values:
        """What everybody has, on the average, if a round of some seats comes to nothing; rounded to the grid."""
        if round_ == self.rounds or not self._offers[seats].possible.any():
            return payoffs.ended
        turns = seats if self.drawn else (self._next(turn, seats),)
        goes_on = np.mean([self._values[round_ + 1, seats, one] for one in turns], axis=0) - payoffs.passing
        return np.asarray(np.rint((1.0 - self.breakdown) * goes_on + self.breakdown * payoffs.ended))

    def _next(self, turn: int, seats: Seats) -> int:
        """Who offers after a seat: the next one in seat order that is present."""
        place = self.seats.index(turn) + 1
        return next(seat for seat in self.seats[place:] + self.seats[:place] if seat in seats)

    def stage(self, round_: int, proposer: int) -> Stage:
        """A round while all are present."""
        return self._stage(self.payoffs(round_), round_, self.seats, proposer)

    def _stage(self, payoffs: Payoffs, round_: int, seats: Seats, turn: int) -> Stage:
        otherwise = self._nothing_agreed(payoffs, round_, seats, turn)
        return Stage(payoffs, self._offers[seats], seats, turn, otherwise)

    def plan(self, round_: int, proposer: int) -> ProposerPlan:
        """What is best for who offers in a round while all are present."""
        return self._plan(self.payoffs(round_), round_, self.seats, proposer)

    def _plan(self, payoffs: Payoffs, round_: int, seats: Seats, turn: int) -> ProposerPlan:
        """Of what it can do what is worth the most: an agreement before a pass, a pass before walking out."""
        stage = self._stage(payoffs, round_, seats, turn)
        return max(self._plans(stage, round_), key=lambda plan: float(plan.values[turn]))

    def _plans(self, stage: Stage, round_: int) -> Iterator[ProposerPlan]:
        none = np.zeros(0, dtype=np.intp)
        through = np.flatnonzero(stage.goes_through)
        if len(through):
            yield _agreement(stage, through)
        yield ProposerPlan(PASS, none, stage.otherwise)
        for seat in stage.others:
            turned = np.flatnonzero(stage.first_to_refuse(seat)) if stage.leaves(seat) else none
            if len(turned):
                yield ProposerPlan(AGREE, turned[:1], self._without(stage, round_, seat))
        if stage.leaves(stage.proposer):
            yield ProposerPlan(LEAVE, none, self._without(stage, round_, stage.proposer))

    def _without(self, stage: Stage, round_: int, seat: int) -> Values:
        """What everybody has once a seat has walked out in a round."""
        rest = tuple(one for one in stage.seats if one != seat)
        payoffs = stage.payoffs
        values = self._nothing_agreed(payoffs, round_, rest, stage.proposer) if rest else payoffs.ended
        return np.where(np.arange(len(values)) == seat, payoffs.outside, values)


def _agreement(stage: Stage, through: NDArray[np.intp]) -> ProposerPlan:
    """The best packages of who offers, and what everybody has on the average of them."""
    values = stage.settled()
    own = values[stage.proposer, through]
    best = through[own == own.max()]
    kept = best[frontier(values[np.ix_(stage.seats, best)])]
    return ProposerPlan(AGREE, kept, values[:, kept].mean(axis=1))
