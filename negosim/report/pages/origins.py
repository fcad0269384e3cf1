"""What comes from where: every basis of a scenario, with reported, inferred, assumed and imported kept apart."""

from __future__ import annotations

from dataclasses import dataclass

from negosim.analysis.phrases import Wording
from negosim.document import Row, Table, listed, number
from negosim.negotiation.record import Record
from negosim.scenario.spec.common import BasisKind
from negosim.scenario.spec.numbers import BasisAt
from negosim.scenario.spec.parties import PartySpec
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.spec.values import UncertainNumber

__all__ = ["KINDS", "BasisGroup", "origins", "terms"]

KINDS = {
    BasisKind.REPORTED: "The source says so. Points are never reported: the direction is.",
    BasisKind.INFERRED: "Read out of the source, with the reason in the note.",
    BasisKind.ASSUMED: "Chosen by whoever wrote the scenario; another choice may change the result.",
    BasisKind.IMPORTED: "Taken over from another model.",
}


@dataclass(frozen=True)
class BasisGroup:
    """All that has one kind of basis."""

    kind: str
    meaning: str
    table: Table


def origins(scenario: Scenario) -> list[BasisGroup]:
    """The four kinds, each with what rests on it; also those on which nothing does."""
    based = list(scenario.based())
    return [
        BasisGroup(kind, meaning, _table(scenario, kind, [at for at in based if at.basis.kind == kind]))
        for kind, meaning in KINDS.items()
    ]


def _table(scenario: Scenario, kind: str, based: list[BasisAt]) -> Table:
    heads = ("Which part", "Source", "Paragraphs", "Note")
    rows = tuple(Row(about(scenario, at.path), (at.what, *_where(scenario, at))) for at in based)
    return Table(f"What is {kind}", heads, rows, corner="Of what")


def _where(scenario: Scenario, at: BasisAt) -> tuple[str, str, str]:
    source = scenario.sources[at.basis.source].title if at.basis.source is not None else ""
    return source, ", ".join(f"¶{one}" for one in at.basis.paragraphs or ()), at.basis.note or ""


def about(scenario: Scenario, path: str) -> str:
    """A path of the file in the scenario's words: `Ukraine: Access to minerals`."""
    kind, key, *rest = [*path.split("."), ""]
    if kind == "issues":
        return scenario.issues[key].title
    if kind == "constraints":
        return scenario.constraints[key].title
    if kind == "meetings":
        return scenario.meetings[key].title
    if kind == "groups":
        return _shared(scenario, key, [part for part in rest if part])
    if kind != "parties":
        return _beside(scenario, kind, [part for part in (key, *rest) if part])
    return _of(scenario, scenario.parties[key], scenario.parties[key].name, [part for part in rest if part])


def _shared(scenario: Scenario, group: str, rest: list[str]) -> str:
    """What a group says for its members: `The western members: Crossings`."""
    spec = scenario.groups[group]
    members = [scenario.parties[key] for key in spec.members]
    holder = next((one for one in members if rest[0] != "linkages" or rest[1] in one.linkages), members[0])
    name = spec.named(group)
    return _of(scenario, holder, name[:1].upper() + name[1:], rest)


def _of(scenario: Scenario, party: PartySpec, name: str, rest: list[str]) -> str:
    match rest:
        case ["stances", issue]:
            return f"{name}: {scenario.issues[issue].title}"
        case ["linkages", linkage]:
            return f"{name}: {party.linkages[linkage].title}"
        case _:
            return f"{name}: {' '.join(rest).replace('_', ' ').strip()}"


def _beside(scenario: Scenario, kind: str, rest: list[str]) -> str:
    """A part of what happens besides the talks: `War: beliefs, Ukraine`."""
    names = [scenario.parties[part].name if part in scenario.parties else part.replace("_", " ") for part in rest]
    return f"{kind.capitalize()}: {', '.join(names)}" if names else kind.capitalize()


def terms(record: Record) -> Table:
    """Linkages, costs of delay, reserves and tactics with their numbers: in this run, and the range in the scenario."""
    heads = ("What", "When", "In this run", "Range", "Direction", "Numbers")
    rows = tuple(
        Row(party.name, cells) for key, party in record.scenario.parties.items() for cells in _terms_of(record, key)
    )
    return Table("Linkages, cost of delay, reserve and tactic of each party", heads, rows, corner="Party")


def _terms_of(record: Record, key: str) -> list[tuple[str, ...]]:
    party, words = record.scenario.parties[key], Wording(record.realization)
    preferences = record.realization.preferences[key]
    when = {term.key: words.condition(term.when) for term in preferences.terms}
    rows = [
        (one.title, when[name], f"linkages.{name}.points", one.points, one.basis.kind, one.numbers.kind)
        for name, one in party.linkages.items()
    ]
    if party.cost_of_delay is not None:
        cost = party.cost_of_delay
        at = ("Cost of delay, a round", when["cost_of_delay"] or "always", "cost_of_delay.points")
        rows.append((*at, cost.points, cost.basis.kind, cost.numbers.kind))
    for name in ("reserve", "reservation", "outside_option"):
        given = getattr(party, name)
        if given is not None:
            what = name.replace("_", " ").capitalize()
            rows.append((what, "", name, given.points, given.basis.kind, given.numbers.kind))
    if party.discount is not None:
        one = party.discount
        rows.append(("Discount, a round", "", "discount.factor", one.factor, one.basis.kind, one.numbers.kind))
    numbers = record.realization.numbers
    cells = [
        (what, on, number(numbers[f"parties.{key}.{path}"], _places(path)), _range(points, _places(path)), basis, kind)
        for what, on, path, points, basis, kind in rows
    ]
    return [*cells, _tactic(record, key)]


def _places(path: str) -> int:
    """Decimals of a number: points have one, a factor three."""
    return 3 if path == "discount.factor" else 1


def _range(points: UncertainNumber, places: int = 1) -> str:
    low, high = number(points.low, places), number(points.high, places)
    return low if points.certain else f"{low} to {high}"


def _tactic(record: Record, key: str) -> tuple[str, ...]:
    party, named = record.scenario.parties[key], record.realization.tactics[key]
    ranges = {name: value for name, value in party.tactic.parameters.items() if isinstance(value, UncertainNumber)}
    kind = (party.tactic.numbers or party.tactic.basis).kind if ranges else ""
    values = {name: number(value, 2) if isinstance(value, float) else value for name, value in named.parameters.items()}
    drawn = [f"{name} {value}" for name, value in values.items()]
    spans = listed([f"{name} {_range(value)}" for name, value in ranges.items()])
    return f"Tactic {named.name}", "", listed(drawn), spans, party.tactic.basis.kind, kind
