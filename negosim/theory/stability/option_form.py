"""A conflict in option form: decision makers with options that they take or leave, and its graph form.

A state says whether each option is taken. A decision maker moves between states that differ only in its own options.
Infeasible patterns remove states, one-way options cannot be reversed, and states with the same outcome can be merged.
Source: Fang, Hipel and Kilgour 1993; Xu, Hipel, Kilgour and Fang 2018.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Literal

from negosim.errors import UsageError, did_you_mean
from negosim.theory.stability.bitsets import bits, bitset
from negosim.theory.stability.graph import STATE_LIMIT, Conflict
from negosim.theory.stability.prioritising import Statement, options_of, scores, truth

__all__ = ["OPTION_LIMIT", "ConflictOption", "DecisionMaker", "OptionForm", "Pattern", "to_conflict"]

OPTION_LIMIT = 20
"""The largest number of options: without infeasible patterns there are 2^n states."""


@dataclass(frozen=True)
class ConflictOption:
    """Something that its owner takes (Y) or leaves (N).

    `one_way` is the only direction allowed: `"N->Y"` is irrevocable, `"Y->N"` cannot be taken up again.
    """

    name: str
    one_way: Literal["", "N->Y", "Y->N"] = ""


@dataclass(frozen=True)
class Pattern:
    """Options that are taken (True) or left (False); a state matches if it agrees with all of them."""

    wanted: tuple[tuple[str, bool], ...]

    @property
    def label(self) -> str:
        """The options that the pattern takes."""
        return _label([name for name, yes in self.wanted if yes])


@dataclass(frozen=True)
class DecisionMaker:
    """A decision maker, its options and its preferences, which are either a ranking or statements.

    `ranking` is best first; states that match any pattern of a tier are tied, and a state belongs to the first tier it
    matches. `statements` are most important first.
    """

    name: str
    options: tuple[ConflictOption, ...] = ()
    ranking: tuple[tuple[Pattern, ...], ...] = ()
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True)
class OptionForm:
    """A conflict in option form.

    States that match an `infeasible` pattern do not exist. States that match a `merged` pattern (the first that a state
    matches counts) are one outcome, which can be left if any of its states can. `start` matches exactly one outcome.
    """

    decision_makers: tuple[DecisionMaker, ...]
    infeasible: tuple[Pattern, ...] = ()
    merged: tuple[Pattern, ...] = ()
    start: Pattern | None = None

    def __post_init__(self) -> None:
        names = [option.name for option in self.options]
        if len(set(names)) < len(names):
            raise UsageError(f"two options have the same name: {', '.join(names)}")
        for name in _named_options(self):
            if name not in names:
                raise UsageError(f"no option {name!r}: {did_you_mean(name, names)}")

    @cached_property
    def options(self) -> tuple[ConflictOption, ...]:
        """All options, in the order of their owners."""
        return tuple(option for decision_maker in self.decision_makers for option in decision_maker.options)

    @cached_property
    def bit(self) -> dict[str, int]:
        """The bit of each option in a state, the first option lowest."""
        return {option.name: 1 << place for place, option in enumerate(self.options)}


def _named_options(form: OptionForm) -> Iterator[str]:
    """All options named by patterns and statements."""
    tiers = (tier for decision_maker in form.decision_makers for tier in decision_maker.ranking)
    start = () if form.start is None else (form.start,)
    for pattern in chain(form.infeasible, form.merged, start, *tiers):
        yield from (name for name, _ in pattern.wanted)
    for decision_maker in form.decision_makers:
        yield from chain.from_iterable(map(options_of, decision_maker.statements))


def to_conflict(form: OptionForm) -> Conflict:
    """The conflict in graph form; the first option changes fastest from state to state.

    A merged outcome takes the place of its first state. `UsageError` if no state is feasible, there are too many
    options or states, or preferences leave out a state or distinguish merged states.
    """
    space = _Space(form, _feasible(form))
    return Conflict(
        tuple(decision_maker.name for decision_maker in form.decision_makers),
        space.labels,
        tuple(_moves(space, decision_maker.options) for decision_maker in form.decision_makers),
        tuple(_preferences(space, decision_maker) for decision_maker in form.decision_makers),
        _start(space),
    )


@dataclass(frozen=True)
class _Space:
    """The feasible states (integers whose bits are options) and the outcomes into which they are merged."""

    form: OptionForm
    states: tuple[int, ...]

    @property
    def all(self) -> int:
        """The set of all states."""
        return (1 << len(self.states)) - 1

    @cached_property
    def taken(self) -> dict[str, int]:
        """By option, the set of states that take it."""
        return {
            name: bitset(place for place, state in enumerate(self.states) if state & bit)
            for name, bit in self.form.bit.items()
        }

    @cached_property
    def groups(self) -> dict[Pattern | int, int]:
        """By merged pattern or state, the set of states of each outcome, in the order of their first states."""
        groups: dict[Pattern | int, int] = {}
        matches = [(pattern, self.matching(pattern)) for pattern in self.form.merged]
        for place in range(len(self.states)):
            key = next((pattern for pattern, members in matches if members >> place & 1), place)
            groups[key] = groups.get(key, 0) | 1 << place
        return groups

    @cached_property
    def outcomes(self) -> tuple[int, ...]:
        """The set of states of each outcome."""
        return tuple(self.groups.values())

    @cached_property
    def outcome_of(self) -> dict[int, int]:
        """The outcome of each state."""
        return {place: outcome for outcome, members in enumerate(self.outcomes) for place in bits(members)}

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The options that each outcome takes; for a merged one, those that its pattern takes."""
        return tuple(self._label(key) for key in self.groups)

    def _label(self, key: Pattern | int) -> str:
        """The label of a merged pattern or of a state."""
        if isinstance(key, Pattern):
            return key.label
        return _label([name for name, members in self.taken.items() if members >> key & 1])

    def matching(self, pattern: Pattern) -> int:
        """The set of states that match a pattern."""
        members = self.all
        for name, yes in pattern.wanted:
            members &= self.taken[name] if yes else ~self.taken[name]
        return members


def _label(taken: list[str]) -> str:
    """The label of a state or pattern."""
    return ", ".join(taken) or "nothing taken"


def _feasible(form: OptionForm) -> tuple[int, ...]:
    """The feasible states, built option by option so that infeasible partial states are dropped at once."""
    if len(form.options) > OPTION_LIMIT:
        raise UsageError(f"the conflict has {len(form.options)} options; the limit is {OPTION_LIMIT}")
    states = [0]
    for bit in form.bit.values():
        states = _without_infeasible(form, bit, states + [state | bit for state in states])
    if not states:
        raise UsageError("no state is feasible: together the infeasible patterns rule out every choice of options")
    if len(states) > STATE_LIMIT:
        raise UsageError(f"{len(states)} states are feasible; the limit is {STATE_LIMIT}: add infeasible patterns")
    return tuple(states)


def _without_infeasible(form: OptionForm, bit: int, states: list[int]) -> list[int]:
    """The states without those that match an infeasible pattern whose last option is the one just added."""
    for pattern in form.infeasible:
        care = sum(form.bit[name] for name, _ in pattern.wanted)
        taken = sum(form.bit[name] for name, yes in pattern.wanted if yes)
        if bit <= care < 2 * bit:
            states = [state for state in states if state & care != taken]
    return states


def _moves(space: _Space, own: Sequence[ConflictOption]) -> tuple[int, ...]:
    """The moves between outcomes of the decision maker with these options."""
    moves = [0] * len(space.outcomes)
    for place, targets in enumerate(_state_moves(space, own)):
        moves[space.outcome_of[place]] |= bitset(space.outcome_of[target] for target in bits(targets))
    return tuple(targets & ~(1 << outcome) for outcome, targets in enumerate(moves))


def _state_moves(space: _Space, own: Sequence[ConflictOption]) -> list[int]:
    """The moves between states: the others' options stay and one-way options are not reversed."""
    mine = sum(space.form.bit[option.name] for option in own)
    alike: dict[int, int] = {}
    for place, state in enumerate(space.states):
        alike[state & ~mine] = alike.get(state & ~mine, 0) | 1 << place
    return [alike[state & ~mine] & _open(space, own, state) for state in space.states]


def _open(space: _Space, own: Sequence[ConflictOption], state: int) -> int:
    """The states that one-way options allow from a state."""
    members = space.all
    for option in own:
        taken = bool(state & space.form.bit[option.name])
        if option.one_way == ("N->Y" if taken else "Y->N"):
            members &= space.taken[option.name] if taken else ~space.taken[option.name]
    return members


def _preferences(space: _Space, decision_maker: DecisionMaker) -> tuple[float, ...]:
    """A rank or score for each outcome."""
    if bool(decision_maker.ranking) == bool(decision_maker.statements):
        raise UsageError(f"decision maker {decision_maker.name!r} needs either a ranking or statements")
    return _by_ranking(space, decision_maker) if decision_maker.ranking else _by_statements(space, decision_maker)


def _by_ranking(space: _Space, decision_maker: DecisionMaker) -> tuple[float, ...]:
    """Ranks: an outcome belongs to the first tier that one of its states matches."""
    rank: dict[int, int] = {}
    for worse, tier in zip(reversed(range(len(decision_maker.ranking))), decision_maker.ranking, strict=True):
        for pattern in tier:
            for place in _matching(space, pattern, f"the ranking of {decision_maker.name!r}"):
                rank.setdefault(space.outcome_of[place], worse)
    missing = [label for outcome, label in enumerate(space.labels) if outcome not in rank]
    if missing:
        raise UsageError(f"the ranking of {decision_maker.name!r} leaves out: {'; '.join(missing[:5])}")
    return tuple(rank[outcome] for outcome in range(len(space.outcomes)))


def _by_statements(space: _Space, decision_maker: DecisionMaker) -> tuple[float, ...]:
    """Scores by option prioritising; the states of a merged outcome must agree on every statement."""
    true_in = [truth(statement, space.taken, space.all) for statement in decision_maker.statements]
    for number, members in enumerate(true_in, start=1):
        for outcome, inside in enumerate(space.outcomes):
            if members & inside not in (0, inside):
                raise UsageError(
                    f"statement {number} of {decision_maker.name!r} tells apart states that are merged as "
                    f"'{space.labels[outcome]}': say in it what holds there"
                )
    by_state = scores(true_in, len(space.states))
    return tuple(by_state[next(bits(members))] for members in space.outcomes)


def _start(space: _Space) -> int | None:
    """The outcome of the status quo, if given."""
    if space.form.start is None:
        return None
    places = _matching(space, space.form.start, "the status quo")
    outcomes = {space.outcome_of[place] for place in places}
    if len(outcomes) > 1:
        raise UsageError(f"the status quo fits {len(outcomes)} states: say more of its options")
    return outcomes.pop()


def _matching(space: _Space, pattern: Pattern, where: str) -> list[int]:
    """The states that match a pattern, at least one."""
    places = list(bits(space.matching(pattern)))
    if not places:
        wanted = ", ".join(f"{name}: {'Y' if yes else 'N'}" for name, yes in pattern.wanted)
        raise UsageError(f"{where} names {{{wanted}}}, which no feasible state fits")
    return places
