"""Position exchange with equal gains: actors trade support on the issue that matters less for support on the other.

On a pair of issues two actors can trade while they stand on opposite sides of the compromise O on both. Each votes
nearer to the other on the issue that it gives; both gain the same; the trade with the highest gain is made first, the
others are priced anew, until none is left. The forecast is the compromise on the positions voted for. Trades have
externalities: they move O for all who are not in them, and every exchange reports by how much they win or lose.

Source: Stokman & Van Oosten 1994 (European Community Decision Making, ch. 5); Arregui, Stokman & Thomson 2004 (European
Union Politics 5) for the externalities.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from negosim.registry import register
from negosim.theory.forecasting.positions import Agenda, Array, Positions, TheoryForecast, check_agenda, no_forecast

__all__ = ["Exchange", "Market", "Pair", "Trading", "exchange", "market", "next_round", "pairs", "trade"]

NEGLIGIBLE = 1e-10
"""A move or a gain below this is none (positions and gains on a scale of 100)."""

TIE = 1e-9
"""Gains this near to one another are the same: the trade that comes first in the order of the tables is made."""


@dataclass(frozen=True, eq=False)
class Market:
    """The agenda as matrices of shape (actors, issues): positions from 0 to 100, salience, and weights c s."""

    actors: tuple[str, ...]
    issues: tuple[str, ...]
    x: Array
    salience: Array
    weights: Array

    @property
    def outcome(self) -> Array:
        """The compromise on each issue."""
        return self.at(self.x)

    def at(self, votes: Array) -> Array:
        """The compromise on each issue where the actors vote for these positions; 0 where nobody is engaged."""
        outcome: Array = (self.weights * votes).sum(axis=0) / self.total
        return outcome

    @property
    def total(self) -> Array:
        """Sum of c s on each issue; 1 where it is 0, so that shares of it are 0."""
        total = self.weights.sum(axis=0)
        return np.where(total > 0, total, 1.0)

    def pull(self, actor: int, issue: int) -> float:
        """How far O moves on the issue when the actor's vote moves by one."""
        return float(self.weights[actor, issue] / self.total[issue])


@dataclass(frozen=True)
class Request:
    """Half of an exchange: on this issue one actor asks for a move and the other gives it."""

    asks: int
    gives: int
    issue: int


@dataclass(frozen=True)
class Pair:
    """A possible exchange, by numbers of actors and issues: i gives on q and gets on p, j gives on p and gets on q."""

    i: int
    j: int
    p: int
    q: int

    @property
    def requests(self) -> tuple[Request, Request]:
        """What is asked for on p and on q."""
        return Request(self.i, self.j, self.p), Request(self.j, self.i, self.q)


@dataclass(frozen=True)
class PricedExchange:
    """A priced exchange: the gain of each partner and the signed moves of i on q and of j on p."""

    gain: float
    move_i: float
    move_j: float


@dataclass(frozen=True)
class Exchange:
    """A realised exchange; positions are from 0 to 100.

    `externalities` are the gains of all who are not in the deal, by actor: salience times how much nearer O has come
    on the two issues; below 0 they are worse off.
    """

    gain: float
    i: str
    i_gives: str
    i_from: float
    i_to: float
    j: str
    j_gives: str
    j_from: float
    j_to: float
    externalities: tuple[tuple[str, float], ...]


@dataclass(frozen=True, eq=False)
class Trading:
    """A round of trade: the positions voted for, the compromise on them, and the exchanges in order."""

    votes: Array
    outcome: Array
    exchanges: tuple[Exchange, ...]


def market(agenda: Agenda) -> Market:
    """The agenda as matrices, every scale stretched to 0 to 100."""
    check_agenda(agenda)
    tables = list(agenda.values())
    x = np.array([100 * (table.x - table.scale[0]) / table.span for table in tables]).T
    salience = np.array([table.salience for table in tables]).T
    weights = np.array([table.weights for table in tables]).T
    return Market(tables[0].actors, tuple(agenda), x, salience, weights)


def pairs(table: Market) -> list[Pair]:
    """All pairs of actors on opposite sides of O on both of two issues, in the order of issues, then actors.

    i is the one to whom p matters more, relative to q: s_ip / s_iq >= s_jp / s_jq.
    """
    side = np.where(table.weights > 0, np.sign(table.x - table.outcome), 0)
    found = []
    for p, q in combinations(range(len(table.issues)), 2):
        for a, b in combinations(range(len(table.actors)), 2):
            if side[a, p] * side[b, p] < 0 and side[a, q] * side[b, q] < 0:
                found.append(_directed(table.salience, a, b, p, q))
    return found


def _directed(s: Array, a: int, b: int, p: int, q: int) -> Pair:
    return Pair(a, b, p, q) if s[a, p] * s[b, q] >= s[b, p] * s[a, q] else Pair(b, a, p, q)


def price(table: Market, pair: Pair, votes: Array, room_p: float = np.inf, room_q: float = np.inf) -> PricedExchange:
    """The largest equal-gain exchange: shifts dp and dq of O with dq = dp (s_ip + s_jp)/(s_iq + s_jq).

    Nobody moves past the other's position, and O moves by no more than `room_p` and `room_q`. Gain
    g = dp s_ip - dq s_iq = dq s_jq - dp s_jp (Stokman & Van Oosten 1994).
    """
    i, j, p, q = pair.i, pair.j, pair.p, pair.q
    s, x = table.salience, table.x
    ratio = (s[i, p] + s[j, p]) / (s[i, q] + s[j, q])
    way_i, way_j = x[j, q] - votes[i, q], x[i, p] - votes[j, p]
    reach_p, reach_q = abs(way_j) * table.pull(j, p), abs(way_i) * table.pull(i, q)
    dp = min(reach_p, room_p, reach_q / ratio, room_q / ratio)
    dq = dp * ratio
    move_i, move_j = np.sign(way_i) * dq / table.pull(i, q), np.sign(way_j) * dp / table.pull(j, p)
    return PricedExchange(float(dp * s[i, p] - dq * s[i, q]), float(move_i), float(move_j))


def worthwhile(offer: PricedExchange) -> bool:
    """Whether both move and both gain."""
    return min(offer.gain, abs(offer.move_i), abs(offer.move_j)) > NEGLIGIBLE


def _offer(table: Market, pair: Pair, votes: Array) -> PricedExchange:
    """The exchange at the present votes: O may come up to the position of who asks for it, and not past it."""
    return price(table, pair, votes, *(_room(table, request, votes) for request in pair.requests))


def _room(table: Market, request: Request, votes: Array) -> float:
    """How far O may move before it meets who asks; 0 where asker and giver no longer stand on opposite sides of it.

    Once the exchanges of others have carried O past the giver's own position, moving it on would cost the giver
    nothing, and the gains would be equal on paper only.
    """
    outcome, vote = table.at(votes)[request.issue], votes[request.gives, request.issue]
    asked, own = table.x[request.asks, request.issue], table.x[request.gives, request.issue]
    way = np.sign(asked - vote)
    opposite = (asked - outcome) * way > 0 >= (own - outcome) * way
    return abs(float(asked - outcome)) if opposite and (vote - own) * way >= 0 else 0.0


def trade(table: Market) -> Trading:
    """One round: the exchange with the highest gain is made, the rest is priced anew, until none is left."""
    open_pairs, votes = pairs(table), table.x.copy()
    made: list[Exchange] = []
    while True:
        offers = [(pair, _offer(table, pair, votes)) for pair in open_pairs]
        offers = [(pair, offer) for pair, offer in offers if worthwhile(offer)]
        if not offers:
            return Trading(votes, table.at(votes), tuple(made))
        pair, offer = best(offers)
        record, votes = realise(table, pair, offer, votes)
        made.append(record)
        open_pairs = [other for other, _ in offers if other != pair]


def best(offers: list[tuple[Pair, PricedExchange]]) -> tuple[Pair, PricedExchange]:
    """The offer with the highest gain; ties by the order of the list."""
    top = max(offer.gain for _, offer in offers)
    return next((pair, offer) for pair, offer in offers if offer.gain >= top - TIE)


def realise(table: Market, pair: Pair, offer: PricedExchange, votes: Array) -> tuple[Exchange, Array]:
    """The record of an exchange that is made, and the votes after it."""
    after = votes.copy()
    after[pair.i, pair.q] += offer.move_i
    after[pair.j, pair.p] += offer.move_j
    record = Exchange(
        offer.gain,
        table.actors[pair.i],
        table.issues[pair.q],
        float(votes[pair.i, pair.q]),
        float(after[pair.i, pair.q]),
        table.actors[pair.j],
        table.issues[pair.p],
        float(votes[pair.j, pair.p]),
        float(after[pair.j, pair.p]),
        _externalities(table, pair, table.at(votes), table.at(after)),
    )
    return record, after


def _externalities(table: Market, pair: Pair, before: Array, after: Array) -> tuple[tuple[str, float], ...]:
    """Gain of each actor outside the deal: sum over the two issues of s_k (|O - x_k| - |O' - x_k|)."""
    nearer = np.abs(before - table.x) - np.abs(after - table.x)
    gain = (table.salience * nearer)[:, [pair.p, pair.q]].sum(axis=1)
    outside = (k for k in range(len(table.actors)) if k not in (pair.i, pair.j))
    return tuple((table.actors[k], float(gain[k])) for k in outside)


def next_round(table: Market, votes: Array) -> Market:
    """The positions of the next round, drawn to the votes the less the issue matters: x + (0.4 (1 - s) + 0.1)(y - x).

    The two shares are those of the DECIDE software of Stokman & Van Oosten.
    """
    drawn = 0.4 * (1 - table.salience) + 0.1
    return replace(table, x=table.x + drawn * (votes - table.x))


def rounds(table: Market, number: int, trading: Callable[[Market], Trading] = trade) -> Iterator[Trading]:
    """The rounds of trade one after the other, each from the positions that the one before leaves."""
    for _ in range(number):
        result = trading(table)
        yield result
        table = next_round(table, result.votes)


@register("theory", "exchange", source="Stokman & Van Oosten 1994")
def exchange(agenda: Agenda) -> dict[str, TheoryForecast]:
    """Position exchange over all issues: the compromise on the positions voted for after one round of trade."""
    table = market(agenda)
    result = trade(table)
    return {
        issue: _forecast(positions, float(result.outcome[k]), result)
        for k, (issue, positions) in enumerate(agenda.items())
    }


def _forecast(positions: Positions, percent: float, result: Trading) -> TheoryForecast:
    if not positions.weights.any():
        return no_forecast("exchange", "no actor has both salience and capability")
    issue = positions.issue
    deals = sum(issue in (deal.i_gives, deal.j_gives) for deal in result.exchanges)
    value = positions.scale[0] + percent / 100 * positions.span
    return TheoryForecast("exchange", value, f"after {deals} exchanges that move this issue")
