"""The contracts of tactics: every registered tactic keeps them, and each breach is told."""

from __future__ import annotations

import gc
import itertools

import pytest

from negosim.negotiation.acts import Accept, Act, Leave, Offer, Pass, Reject
from negosim.negotiation.contracts.checks import CONTRACTS, Contract, breaches
from negosim.negotiation.packages import Package
from negosim.negotiation.tactics.base import Tactic, View
from negosim.negotiation.tactics.time_dependent import Linear
from negosim.registry import entries, lookup

TACTICS = [entry.name for entry in entries("tactic")]
BY_KEY = {contract.key: contract for contract in CONTRACTS}


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract.key)
@pytest.mark.parametrize("name", TACTICS)
def test_every_tactic_keeps_every_contract(name: str, contract: Contract) -> None:
    assert contract.check(lookup("tactic", name).make) == []


class Breaks(Tactic):
    """Accepts all and offers its best: what tests turn into a breach."""

    def act(self, view: View) -> Act:
        if view.offer is not None:
            return Reject() if view.menu.refuses(view.offer) else Accept()
        best = view.menu.best()
        return Pass() if best is None else Offer(best)


class Raises(Tactic):
    def act(self, view: View) -> Act:
        raise ValueError("three")


class AnswersOutOfTurn(Tactic):
    def act(self, view: View) -> Act:
        return Accept()


class OffersNothing(Breaks):
    def act(self, view: View) -> Act:
        return Offer(Package(())) if view.offer is None else Reject()


class Remembers(Breaks):
    """What one object did changes what the next one does."""

    count = itertools.count()

    def act(self, view: View) -> Act:
        return Pass() if view.offer is None and next(self.count) % 7 == 0 else super().act(view)


class Insists(Breaks):
    """Offers again and again what it offered first, whoever has left."""

    first: Act | None = None

    def act(self, view: View) -> Act:
        if view.offer is not None:
            return Reject()
        self.first = self.first or super().act(view)
        return self.first


class Walks(Breaks):
    def act(self, view: View) -> Act:
        return Leave()


class Peeks(Breaks):
    """Reads what the others want out of memory, since its view does not hold it."""

    def act(self, view: View) -> Act:
        holders = gc.get_referrers(view.preferences)
        bob = next(one["bob"] for one in holders if isinstance(one, dict) and "bob" in one)
        best_of_bob = Package(((0, 1 + int(bob.contributions[0][1:].argmax())),))
        return Offer(best_of_bob) if view.offer is None else Reject()


class SaysSo(Breaks):
    may_lose = True


@pytest.mark.parametrize(
    ("key", "make", "words"),
    [
        ("tables", Raises, "the tactic Raises of ann in round 1 of talks raised ValueError: three"),
        ("tables", AnswersOutOfTurn, "ann may now offer or pass or leave, not accept"),
        ("tables", OffersNothing, "ann's package moves nothing"),
        ("consent", OffersNothing, "consent by option: "),
        ("leaving", Insists, "who is not at the table"),
        ("large", OffersNothing, "more outcomes than a table holds: "),
        ("one_gain", Walks, "two of a kind did not agree to it"),
        ("empty_zone", Breaks, "bob accepted what is worth 0.0, below its 50.0"),
        ("empty_zone", Breaks, "there was an agreement"),
        ("refusals", Walks, "it did leave where it can only pass"),
        ("repeats", Remembers, "gave another course the second time"),
    ],
)
def test_a_breach_is_told(key: str, make: type[Tactic], words: str) -> None:
    found = BY_KEY[key].check(make)
    assert any(words in fault for fault in found), found


def test_one_that_says_that_it_may_lose_is_not_held_to_its_reservation_value() -> None:
    found = BY_KEY["empty_zone"].check(SaysSo)
    assert found == ["an empty zone: there was an agreement"]


def test_one_that_looks_at_what_others_want_is_told() -> None:
    assert "acted otherwise when the others wanted something else" in BY_KEY["own_eyes"].check(Peeks)[0]
    assert BY_KEY["own_eyes"].check(Breaks) == []


def test_a_tactic_that_cannot_be_made_is_told() -> None:
    found = BY_KEY["one_gain"].check(lambda: lookup("tactic", "bulwark").make())
    assert found[0].startswith("one package that both gain by: no tactic 'bulwark'")


def test_faults_of_all_contracts_come_once_each() -> None:
    found = breaches(AnswersOutOfTurn)
    assert len(found) == len(set(found)) > len(CONTRACTS)
    assert breaches(lookup("tactic", "linear").make) == []


def test_one_of_its_own_is_asked_by_choose() -> None:
    """Whoever overrides `act` below a tactic that chooses by number would not be heard: it is told at once."""
    act = {"act": lambda self, view: Pass()}
    with pytest.raises(TypeError, match="Deaf is asked by choose"):
        type("Deaf", (Linear,), {**act, "__module__": "negosim.negotiation.tactics.deaf"})
    elsewhere = type("Heard", (Linear,), {**act, "__module__": "my_file"})
    assert "two of a kind did not agree to it" in BY_KEY["one_gain"].check(elsewhere)[0]
