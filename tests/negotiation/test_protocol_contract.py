"""The contract of protocols: every registered one keeps to it, and what a rule of one's own breaks is told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from negosim import registry
from negosim.plugins import (
    LEAVE,
    NOBODY,
    REJECT,
    Answers,
    OneOffer,
    Parameter,
    Steps,
    TurnOrder,
    protocol_breaches,
    register,
)
from negosim.registry import lookup, names


@pytest.fixture(autouse=True)
def registered() -> Iterator[None]:
    names("protocol")
    before = dict(registry._entries["protocol"])
    yield
    registry._entries["protocol"].clear()
    registry._entries["protocol"].update(before)


@pytest.mark.parametrize("name", names("protocol"))
def test_every_protocol_keeps_to_the_contract(name: str) -> None:
    assert protocol_breaches(name) == []


@pytest.mark.parametrize("name", ["alternating_offers", "voting"])
def test_drawn_turns_keep_to_it(name: str) -> None:
    assert protocol_breaches(name, order="random", breakdown=0.1) == []


class TwoInARow(OneOffer):
    """Who offers has two rounds in a row."""

    @property
    def proposers(self) -> tuple[int, ...]:
        twice = tuple(seat for seat in super().proposers for _ in range(2))
        return (self.turn, *twice[:-1]) if self.round % 2 else twice


def test_who_offers_stands_in_one_place() -> None:
    register("protocol", "two_in_a_row")(TwoInARow)
    assert protocol_breaches("two_in_a_row") == []


def test_a_protocol_promises_no_order_unless_it_says_so() -> None:
    register("protocol", "two_in_a_row")(TwoInARow)
    orders: list[TurnOrder] = []

    class Heard(TwoInARow):
        def play_round(self) -> Steps:
            orders.append(self.turns)
            return super().play_round()

    register("protocol", "heard")(Heard)
    protocol_breaches("heard")
    assert {order.order for order in orders} == {"other rules"}


def test_parameters_are_those_of_the_class_unless_given_otherwise() -> None:
    class Patient(TwoInARow):
        parameters = (*TwoInARow.parameters, Parameter("patience", "whole", 2, "rounds", 1, 9))

    register("protocol", "patient")(Patient)
    register("protocol", "bare", parameters=())(Patient)
    assert [one.name for one in lookup("protocol", "patient").parameters] == ["rounds", "begins", "patience"]
    assert lookup("protocol", "bare").parameters == ()


class Late(TwoInARow):
    """`next_offer` and the turns come apart."""

    def next_turn(self) -> int:
        return self.after(self.turn)[0]


class Claims(TwoInARow):
    """Claims plain turns."""

    @property
    def turns(self) -> TurnOrder:
        return self.turn_order("rotation")


class Dictates(OneOffer):
    """Claims consent, and asks nobody."""

    def answers(self, needed: int) -> Answers:
        yield from ()
        return True

    @property
    def turns(self) -> TurnOrder:
        return self.turn_order("rotation")


class Forgets(OneOffer):
    """Does not enter a no into the log."""

    def answer(self, seat: int, act: int, counts: bool) -> bool:
        return act not in (REJECT, LEAVE) and super().answer(seat, act, counts)


class Endless(OneOffer):
    """Stays in its first round."""

    def end_round(self) -> None:
        self.offer, self.by = -1, NOBODY
        self.floor.end_round()


@pytest.mark.parametrize(
    ("rules", "breach"),
    [
        (Late, "next_offer of ann"),
        (Claims, "by turns (rotation)"),
        (Dictates, "turns claims that offers pass by consent"),
        (Forgets, "IllegalActError"),
        (Endless, "RunError: round 1 of"),
    ],
)
def test_what_breaks_it_is_told(rules: Any, breach: str) -> None:
    register("protocol", "broken")(rules)
    assert any(breach in one for one in protocol_breaches("broken"))
