"""Lists over a whole scenario: every number that may be uncertain, and every basis, each with its path in the file.

A path is the keys joined by dots, as `--set` takes it; it is also the name under which a number is drawn, so that
variants share every number that they share by path.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from pydantic import BaseModel

from negosim.scenario.values import UncertainNumber

if TYPE_CHECKING:
    from negosim.scenario.issues import IssueSpec
    from negosim.scenario.model import ProtocolSpec, Scenario
    from negosim.scenario.parties import DiscountSpec, PartySpec, Reserve, Stance, TacticSpec
    from negosim.scenario.parts import Basis, NumbersBasis

__all__ = ["BasisAt", "NumberAt", "list_bases", "list_numbers"]


BLOCKS: dict[str, str] = {"war": "war", "commitment": "commitment", "ratifiers": "ratification", "events": "event"}
"""Key of an optional part of a scenario -> what it is called; its numbers and bases are found by walking it."""


class NumberAt(NamedTuple):
    """An uncertain number, its dotted path in the file, and where it comes from (inferred, assumed, imported)."""

    path: str
    number: UncertainNumber
    kind: str


class BasisAt(NamedTuple):
    """A basis, the path of what it is the basis of, and what that is (`stance`, `numbers of stance`, `consent`)."""

    path: str
    what: str
    basis: Basis | NumbersBasis


def list_numbers(scenario: Scenario) -> Iterator[NumberAt]:
    """Every number that may be uncertain: of parties, protocols, lone moves, then of the optional parts."""
    for key, party in scenario.parties.items():
        yield from _party_numbers(f"parties.{key}", party)
    for key, meeting in scenario.meetings.items():
        yield from _parameters(f"meetings.{key}.protocol", meeting.protocol, (meeting.numbers or meeting.basis).kind)
    for key, issue in scenario.issues.items():
        yield from _numbers_below(f"issues.{key}.unilateral", issue.unilateral, "assumed")
    for name in BLOCKS:
        yield from _numbers_below(name, getattr(scenario, name), "assumed")


def _numbers_below(path: str, part: object, kind: str) -> Iterator[NumberAt]:
    """Every uncertain number of a part and its parts; the nearest `numbers` above says where it comes from."""
    if isinstance(part, UncertainNumber):
        yield NumberAt(path, part, kind)
        return
    numbers = getattr(part, "numbers", None)
    for key, inner in _inside(part):
        yield from _numbers_below(f"{path}.{key}", inner, kind if numbers is None else numbers.kind)


def _inside(part: object) -> Iterator[tuple[str, object]]:
    """What stands below a part, by the keys of the file."""
    if isinstance(part, BaseModel):
        fields = type(part).model_fields.items()
        yield from ((field.alias or name, getattr(part, name)) for name, field in fields)
    elif isinstance(part, Mapping):
        yield from part.items()
    elif isinstance(part, tuple):
        yield from ((str(place), inner) for place, inner in enumerate(part))


def _party_numbers(path: str, party: PartySpec) -> Iterator[NumberAt]:
    for issue, stance in party.stances.items():
        yield from _stance_numbers(f"{path}.stances.{issue}", stance)
    for key, linkage in party.linkages.items():
        yield NumberAt(f"{path}.linkages.{key}.points", linkage.points, linkage.numbers.kind)
    if party.cost_of_delay is not None:
        cost = party.cost_of_delay
        yield NumberAt(f"{path}.cost_of_delay.points", cost.points, cost.numbers.kind)
    for name in ("reserve", "reservation", "outside_option"):
        reserve: Reserve | None = getattr(party, name)
        if reserve is not None:
            yield NumberAt(f"{path}.{name}", reserve.points, reserve.numbers.kind)
    if party.discount is not None:
        yield from _discount_numbers(f"{path}.discount", party.discount)
    tactic = party.tactic
    yield from _parameters(f"{path}.tactic", tactic, (tactic.numbers or tactic.basis).kind)


def _discount_numbers(path: str, discount: DiscountSpec) -> Iterator[NumberAt]:
    yield NumberAt(f"{path}.factor", discount.factor, discount.numbers.kind)
    if discount.disagreement is not None:
        yield NumberAt(f"{path}.disagreement", discount.disagreement, discount.numbers.kind)


def _stance_numbers(path: str, stance: Stance) -> Iterator[NumberAt]:
    yield NumberAt(f"{path}.weight", stance.weight, stance.numbers.kind)
    for option, value in stance.values.items():
        yield NumberAt(f"{path}.values.{option}", value, stance.numbers.kind)


def _parameters(path: str, spec: TacticSpec | ProtocolSpec, kind: str) -> Iterator[NumberAt]:
    """The numeric parameters; a number is never reported, so that a reported meeting's are read as assumed."""
    for name, value in spec.parameters.items():
        yield from _numbers_below(f"{path}.{name}", value, "assumed" if kind == "reported" else kind)


def list_bases(scenario: Scenario) -> Iterator[BasisAt]:
    """Every basis of the scenario in the order issues, parties, meetings."""
    for key, issue in scenario.issues.items():
        yield from _issue_bases(f"issues.{key}", issue)
    for key, party in scenario.parties.items():
        yield from _party_bases(f"parties.{key}", party)
    for key, meeting in scenario.meetings.items():
        yield from _pair(f"meetings.{key}", "meeting", meeting.basis, meeting.numbers)
    for name, what in BLOCKS.items():
        yield from _bases_below(name, what, getattr(scenario, name))


def _bases_below(path: str, what: str, part: object) -> Iterator[BasisAt]:
    """The basis of a part and those of its parts."""
    basis = getattr(part, "basis", None)
    if basis is not None:
        yield from _pair(path, what, basis, getattr(part, "numbers", None))
    for key, inner in _inside(part):
        yield from _bases_below(f"{path}.{key}", what, inner)


def _issue_bases(path: str, issue: IssueSpec) -> Iterator[BasisAt]:
    if issue.basis is not None:
        yield BasisAt(path, "consent", issue.basis)
    if issue.numbers is not None:
        yield BasisAt(path, "numbers of issue", issue.numbers)
    for i, move in enumerate(issue.unilateral):
        yield from _pair(f"{path}.unilateral.{i}", "unilateral move", move.basis, move.numbers)


def _party_bases(path: str, party: PartySpec) -> Iterator[BasisAt]:
    for issue, stance in party.stances.items():
        yield from _pair(f"{path}.stances.{issue}", "stance", stance.basis, stance.numbers)
    for key, linkage in party.linkages.items():
        yield from _pair(f"{path}.linkages.{key}", "linkage", linkage.basis, linkage.numbers)
    others = {
        "cost_of_delay": party.cost_of_delay,
        "reserve": party.reserve,
        "reservation": party.reservation,
        "outside_option": party.outside_option,
        "discount": party.discount,
        "tactic": party.tactic,
    }
    for name, part in others.items():
        if part is not None:
            yield from _pair(f"{path}.{name}", name.replace("_", " "), part.basis, part.numbers)


def _pair(path: str, what: str, basis: Basis, numbers: NumbersBasis | None) -> Iterator[BasisAt]:
    """The basis of the direction, then that of the numbers."""
    yield BasisAt(path, what, basis)
    if numbers is not None:
        yield BasisAt(path, f"numbers of {what}", numbers)
