"""Position exchange with equal gains: actors trade support on the issue that matters less for support on the other.

Two actors can trade on a pair of issues while they are on opposite sides of the compromise O on both. Each moves its
vote towards the other's position on the issue that it gives, and both gain the same. The exchange with the highest gain
is made first, the rest are priced again, until none is left. The forecast is the compromise over the final votes.
Exchanges have externalities: they move O for all actors, and each reports the gains and losses of the others.

Source: Stokman & Van Oosten 1994 (European Community Decision Making, ch. 5); Arregui, Stokman & Thomson 2004 (European
Union Politics 5) for the externalities.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from negosim.registry import register
from negosim.theory.forecasting.positions import Agenda, Array, Positions, TheoryForecast, check_agenda, no_forecast

__all__ = ["Exchange", "Market", "Pair", "Trading", "exchange", "market", "trade", "trading_pairs"]

NEGLIGIBLE = 1e-10
"""Moves and gains below this count as zero (positions and gains on a scale of 100)."""

TIE = 1e-9
"""Gains this close are tied: the first exchange in the order of issues and actors is made."""


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
        """The compromise on each issue if the actors vote for these positions; 0 where nobody is engaged."""
        outcome: Array = (self.weights * votes).sum(axis=0) / self.total
        return outcome

    @property
    def total(self) -> Array:
        """Sum of c s on each issue; 1 where it is 0, so that shares of it are 0."""
        total = self.weights.sum(axis=0)
        return np.where(total > 0, total, 1.0)

    def pull(self, actor: int, issue: int) -> float:
        """How far O moves on the issue per unit that the actor's vote moves."""
        return float(self.weights[actor, issue] / self.total[issue])


@dataclass(frozen=True)
class Request:
    """Half of an exchange: on this issue one actor asks for a move and the other makes it."""

    asks: int
    gives: int
    issue: int


@dataclass(frozen=True)
class Pair:
    """A possible exchange, by indices of actors and issues: i gives on q and gets on p, j gives on p and gets on q."""

    i: int
    j: int
    p: int
    q: int

    @property
    def requests(self) -> tuple[Request, Request]:
        """The requests on p and on q."""
        return Request(self.i, self.j, self.p), Request(self.j, self.i, self.q)


@dataclass(frozen=True)
class PricedExchange:
    """The terms of an exchange: the gain of each partner and the signed moves of i on q and of j on p."""

    gain: float
    move_i: float
    move_j: float


@dataclass(frozen=True)
class Exchange:
    """An exchange that was made; positions are from 0 to 100.

    `externalities` are the gains of the other actors: salience times how much closer O has come on the two issues,
    below 0 for a loss.
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
    """A round of trade: the final votes, the compromise over them, and the exchanges in order."""

    votes: Array
    outcome: Array
    exchanges: tuple[Exchange, ...]


def market(agenda: Agenda) -> Market:
    """The agenda as matrices, with every scale mapped to 0 to 100."""
    check_agenda(agenda)
    tables = list(agenda.values())
    x = np.array([100 * (table.x - table.scale[0]) / table.span for table in tables]).T
    salience = np.array([table.salience for table in tables]).T
    weights = np.array([table.weights for table in tables]).T
    return Market(tables[0].actors, tuple(agenda), x, salience, weights)


def trading_pairs(table: Market) -> list[Pair]:
    """All pairs of actors on opposite sides of O on both of two issues, ordered by issues, then actors.

    i is the one to whom p matters more, relative to q: s_ip / s_iq >= s_jp / s_jq.
    """
    side, s = np.where(table.weights > 0, np.sign(table.x - table.outcome), 0), table.salience
    pairs = []
    for p, q in combinations(range(len(table.issues)), 2):
        for a, b in combinations(range(len(table.actors)), 2):
            if side[a, p] * side[b, p] < 0 and side[a, q] * side[b, q] < 0:
                i, j = (a, b) if s[a, p] * s[b, q] >= s[b, p] * s[a, q] else (b, a)
                pairs.append(Pair(i, j, p, q))
    return pairs


def price(table: Market, pair: Pair, votes: Array, room_p: float = np.inf, room_q: float = np.inf) -> PricedExchange:
    """The largest equal-gain exchange: shifts dp and dq of O with dq = dp (s_ip + s_jp)/(s_iq + s_jq).

    Nobody moves past the partner's position, and O moves by at most `room_p` and `room_q`. Gain
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


def _room(table: Market, request: Request, votes: Array) -> float:
    """How far O may move before it reaches the asker's position; 0 if asker and giver are on the same side of it.

    Once other exchanges have moved O past the giver's own position, moving it further would cost the giver nothing, and
    the gains would be equal only on paper.
    """
    outcome, vote = table.at(votes)[request.issue], votes[request.gives, request.issue]
    asked, own = table.x[request.asks, request.issue], table.x[request.gives, request.issue]
    way = np.sign(asked - vote)
    opposite = (asked - outcome) * way > 0 >= (own - outcome) * way
    return abs(float(asked - outcome)) if opposite and (vote - own) * way >= 0 else 0.0


def trade(table: Market) -> Trading:
    """One round: make the exchange with the highest gain and price the rest again, until none is left."""
    open_pairs, votes = trading_pairs(table), table.x.copy()
    exchanges: list[Exchange] = []
    while True:
        rooms = ([_room(table, request, votes) for request in pair.requests] for pair in open_pairs)
        offers = [(pair, price(table, pair, votes, *room)) for pair, room in zip(open_pairs, rooms, strict=True)]
        offers = [(pair, offer) for pair, offer in offers if worthwhile(offer)]
        if not offers:
            return Trading(votes, table.at(votes), tuple(exchanges))
        pair, offer = best_exchange(offers)
        record, votes = realise(table, pair, offer, votes)
        exchanges.append(record)
        open_pairs = [other for other, _ in offers if other != pair]


def best_exchange(offers: list[tuple[Pair, PricedExchange]]) -> tuple[Pair, PricedExchange]:
    """The exchange with the highest gain; ties go to the first in the list."""
    top = max(offer.gain for _, offer in offers)
    return next((pair, offer) for pair, offer in offers if offer.gain >= top - TIE)


def realise(table: Market, pair: Pair, offer: PricedExchange, votes: Array) -> tuple[Exchange, Array]:
    """The record of an exchange and the votes after it."""
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
