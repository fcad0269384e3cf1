"""Position exchange with the bookkeeping of the DECIDE software: an oracle for its published figures.

Exchanges and prices are those of `exchange.py`. DECIDE's bookkeeping differs in three places, on which its sample
results depend: (a) an offer sees only the votes given to its own two askers, so that its O may be out of date; (b) it
checks that partners are on opposite sides of O only at the start, so that later gains can be equal only on paper; (c)
an offer whose giver has since moved keeps the outdated move in that giver's list, and is dropped when the listed moves
sum to more than 100. Ties go by order, where DECIDE draws at random. Source: decide-exchange-model 2022.1 (the model of
Stokman & Van Oosten), its sample of a Dutch city toll.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from negosim.theory.forecasting.position_exchange import (
    NEGLIGIBLE,
    Market,
    Pair,
    PricedExchange,
    Request,
    Trading,
    best_exchange,
    price,
    realise,
    trade,
    trading_pairs,
    worthwhile,
)
from negosim.theory.forecasting.positions import Array

__all__ = ["rounds", "trade_as_decide"]

LENGTH = 100 + NEGLIGIBLE
"""Length of the scale, with room for rounding."""

Seen = tuple[tuple[tuple[int, int], float], ...]


@dataclass(frozen=True)
class BookEntry:
    """One offer in DECIDE's books: outdated moves still listed for i and for j, and votes seen by (actor, issue)."""

    pair: Pair
    offer: PricedExchange
    listed_i: tuple[float, ...] = ()
    listed_j: tuple[float, ...] = ()
    seen: Seen = ()


def trade_as_decide(table: Market) -> Trading:
    """One round of trade by DECIDE's books; same result type as `exchange.trade`."""
    votes, made = table.x.copy(), []
    first = [_priced(table, BookEntry(pair, PricedExchange(0, 0, 0)), votes) for pair in trading_pairs(table)]
    entries = [entry for entry in first if entry]
    while entries:
        pair, offer = best_exchange([(entry.pair, entry.offer) for entry in entries])
        record, votes = realise(table, pair, offer, votes)
        made.append(record)
        entries = [new for entry in entries if entry.pair != pair and (new := _touched(table, entry, pair, votes))]
    return Trading(votes, table.at(votes), tuple(made))


def _touched(table: Market, entry: BookEntry, made: Pair, votes: Array) -> BookEntry | None:
    """The entry after an exchange was made: priced anew where its giver moved or one of its askers was given to."""
    moved = {(made.i, made.q), (made.j, made.p)}
    by_i, by_j = (entry.pair.i, entry.pair.q) in moved, (entry.pair.j, entry.pair.p) in moved
    heard = _heard(entry, made, votes)
    if not (by_i or by_j or heard):
        return entry
    listed_i = (*entry.listed_i, entry.offer.move_i) if by_i else entry.listed_i
    listed_j = (*entry.listed_j, entry.offer.move_j) if by_j else entry.listed_j
    seen = dict(heard) | dict(entry.seen)
    return _priced(table, replace(entry, listed_i=listed_i, listed_j=listed_j, seen=tuple(seen.items())), votes)


def _heard(entry: BookEntry, made: Pair, votes: Array) -> Seen:
    """The votes of the exchange that were given to one of the entry's askers."""
    asks = {(entry.pair.i, entry.pair.p), (entry.pair.j, entry.pair.q)}
    given = (((made.j, made.q), (made.i, made.q)), ((made.i, made.p), (made.j, made.p)))
    return tuple((giver, float(votes[giver])) for asker, giver in given if asker in asks)


def _priced(table: Market, entry: BookEntry, votes: Array) -> BookEntry | None:
    """The entry at its new price, or None where DECIDE drops it."""
    free = price(table, entry.pair, votes)
    if not _kept(entry, free):
        return None
    bound = price(table, entry.pair, votes, *(_room(table, entry, request, votes) for request in entry.pair.requests))
    return replace(entry, offer=bound) if _kept(entry, bound) else None


def _kept(entry: BookEntry, offer: PricedExchange) -> bool:
    """Whether the listed moves of each side go one way and sum to 100 at most."""
    lists = (*entry.listed_i, offer.move_i), (*entry.listed_j, offer.move_j)
    one_way = all(len({np.sign(move) for move in moves}) == 1 for moves in lists)
    return worthwhile(offer) and one_way and all(sum(moves) <= LENGTH for moves in lists)


def _room(table: Market, entry: BookEntry, request: Request, votes: Array) -> float:
    """How far O, by the votes seen, may move before it meets who asks; without limit where it is past that already."""
    giver = (request.gives, request.issue)
    known = table.x.copy()
    for place, vote in (*entry.seen, (giver, votes[giver])):
        known[place] = vote
    wanted = table.x[request.asks, request.issue] - table.at(known)[request.issue]
    way = table.x[request.asks, request.issue] - votes[giver]
    return abs(float(wanted)) if wanted * way > NEGLIGIBLE else np.inf


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
