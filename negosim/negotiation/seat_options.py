"""What every seat of a meeting may choose from, by a table or, where there is too much for one, by cliques."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from negosim.domain.outcomes import TABLE_LIMIT
from negosim.domain.preferences import Preferences
from negosim.domain.scale import Grid
from negosim.negotiation.protocols.agreeable import Vetoes
from negosim.negotiation.protocols.offer_cliques import CliqueRows, offered_cliques
from negosim.negotiation.protocols.offer_space import OfferSpace
from negosim.negotiation.tactics.menu import Menu, SeatOptions
from negosim.negotiation.tactics.menu_by_cliques import CliqueOptions
from negosim.negotiation.tactics.menu_table import TableOptions
from negosim.scenario.realize.realization import Realization

__all__ = ["Stake", "make_options", "options_by_cliques", "options_by_table"]


class Stake:
    """What a seat has at stake while the same stands and the same numbers are in force.

    `options` are the packages that it may choose from, and `stands` the points and the charge of a round without any;
    `at` gives them with their worth, and the reservation value, as of a round. `notes` is a place for what its tactic
    works out meanwhile.
    """

    def __init__(self, options: SeatOptions, preferences: Preferences, stands: tuple[int, int]) -> None:
        self.options = options
        self._discount = preferences.discount
        self._no_deal = preferences.no_deal(*stands)
        self._steady = not (options.costly or self._discount.waits or self._no_deal.charge)
        self.notes: dict[str, Any] = {}
        self._round = -1
        self._menu: Menu | None = None
        self._value: tuple[Menu, int]

    def at(self, round_: int, rounds_left: int) -> tuple[Menu, int]:
        """Menu and reservation value as of a round of the course, with `rounds_left` rounds of charges."""
        if round_ != self._round and not (self._steady and self._round >= 0):
            discount = self._discount.at(round_)
            if self._menu is None or self.options.costly or discount.past:
                self._menu = self.options.menu(rounds_left, discount)
            self._value = self._menu, self._no_deal.reservation_value(discount, rounds_left)
            self._round = round_
        return self._value


def make_options(realization: Realization, offered: OfferSpace, seats: Sequence[str]) -> dict[str, SeatOptions]:
    """What is on offer to every seat."""
    make = options_by_cliques if offered.size > TABLE_LIMIT else options_by_table
    return make(realization, offered, seats)


def options_by_table(realization: Realization, offered: OfferSpace, seats: Sequence[str]) -> dict[str, SeatOptions]:
    """What is on offer to every seat, by a table."""
    table = realization.utilities.table(offered.axes, offered.standing.outcome)
    options: dict[str, SeatOptions] = {}
    vetoes = Vetoes(realization, offered)
    for seat in seats:
        row, refused = realization.parties.index(seat), vetoes.foreseen(seat)
        points, charges = table.points[row].copy(), _own(table.charges[row])
        foreseen = realization.preferences[seat] if offered.renewable else None
        options[seat] = TableOptions(offered, seat, points, charges, refused, foreseen=foreseen)
    return options


def _own(charges: Grid) -> Grid:
    """A seat's charges without those of others; where there are none, one zero serves for all outcomes."""
    return charges.copy() if charges.any() else np.broadcast_to(np.int64(0), charges.shape)


def options_by_cliques(realization: Realization, offered: OfferSpace, seats: Sequence[str]) -> dict[str, SeatOptions]:
    """What is on offer to every seat, by cliques, where there is too much for a table."""
    cliques = offered_cliques(realization.utilities, offered)
    return {seat: _own_cliques(realization, offered, cliques, seat) for seat in seats}


def _own_cliques(
    realization: Realization, offered: OfferSpace, cliques: Sequence[CliqueRows], seat: str
) -> CliqueOptions:
    """The options of one seat, with its own points alone: a tactic that looks into them finds nobody else's."""
    row = [realization.parties.index(seat)]
    own = [replace(clique, points=clique.points[row], charges=clique.charges[row]) for clique in cliques]
    return CliqueOptions(offered, own, realization.preferences[seat], 0)
