"""How parties with beliefs of their own value a truce: it holds for a share of the periods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from negosim.domain.costly_lottery import CostlyLottery
from negosim.domain.fixed_point import in_20_bits
from negosim.negotiation.environment.truce import Truce
from negosim.scenario.blocks import Effects
from negosim.theory.bargaining.truce import share_held

__all__ = ["Doubts"]


class Doubts(Effects):
    """A lottery for every truce that a party doubts and each guarantee, on the truce and what it breaks to."""

    def __init__(self, truces: Sequence[Truce], numbers: Mapping[str, float]) -> None:
        self.truces, self.numbers = truces, numbers

    def lotteries(self, party: str) -> tuple[CostlyLottery, ...]:
        """The lotteries of those who doubt a truce."""
        return self._lotteries.get(party, ())

    @cached_property
    def _lotteries(self) -> dict[str, tuple[CostlyLottery, ...]]:
        doubting = dict.fromkeys(party for truce in self.truces for party in truce.terms.beliefs)
        return {party: tuple(one for truce in self.truces for one in self._of(truce, party)) for party in doubting}

    def _of(self, truce: Truce, party: str) -> Iterator[CostlyLottery]:
        for option in truce.options if party in truce.terms.beliefs else ():
            for guarantee, credibility in self._believed(truce, party):
                when = tuple(sorted(((truce.axis, option), *guarantee)))
                share = self._expected(truce, option, credibility)
                yield CostlyLottery(when, (), truce.broken.terms, in_20_bits(share))

    def _believed(self, truce: Truce, party: str) -> Iterator[tuple[tuple[tuple[int, int], ...], float]]:
        """Every guarantee, with how credible the party holds it to be; without any, nothing is credible."""
        if truce.guarantee is None:
            yield (), 0.0
            return
        at = f"{truce.at}.beliefs.{party}.credibility"
        for number, name in enumerate(truce.guarantees):
            yield ((truce.guarantee, number),), self.numbers[f"{at}.{name}"]

    def _expected(self, truce: Truce, option: int, credibility: float) -> float:
        """The share of the periods for which a truce is expected to hold."""
        if truce.tempted(self.numbers, credibility):
            return 0.0
        return share_held(truce.hazard(self.numbers, option, credibility), truce.terms.periods)
