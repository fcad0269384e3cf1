"""Read a conflict in option form from plain data: mappings, lists and text, as parsed from YAML or JSON.

    decision_makers:
      Syria:
        options: [Release Water, Escalate]
        one_way: {Escalate: N->Y}                # optional
        statements: [{not: Attack}, Escalate]    # most important first; or
      Iraq:
        options: [Attack]
        ranking: [YNN, [NNY, NYY], {Attack: N}]  # best first; a list is a tie
    infeasible: [{Release Water: Y, Escalate: Y}]
    merged: [{Attack: Y, Escalate: Y}]
    status_quo: NNN

A pattern maps options to Y or N, or is a text with Y, N or - (open) for every option in order, where `|` and spaces are
ignored. A statement is the name of an option (taken), a pattern as a mapping (all of it), or one of
`{all: [..]}`, `{any: [..]}`, `{not: s}`, `{if: s, then: t}` and `{iff: [s, t]}`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from negosim.errors import UsageError, did_you_mean
from negosim.theory.stability.option_form import ConflictOption, DecisionMaker, OptionForm, Pattern
from negosim.theory.stability.prioritising import Statement

__all__ = ["option_form", "pattern", "statement"]

ANSWERS: dict[Any, bool] = {"Y": True, "N": False, True: True, False: False}
"""Spelling of an option in a pattern -> whether it is taken."""

WORDS = ("all", "any", "not", "if", "then", "iff")
"""Keywords of statements, which cannot be names of options."""


def option_form(data: Mapping[str, Any]) -> OptionForm:
    """The conflict in option form; `UsageError` says what is wrong and where."""
    _check_keys("a conflict", data, ("decision_makers", "infeasible", "merged", "status_quo"))
    makers = _mapping("decision_makers", data.get("decision_makers"))
    names = _option_names(makers)
    start = data.get("status_quo")
    return OptionForm(
        tuple(_decision_maker(name, _mapping(name, entry), names) for name, entry in makers.items()),
        tuple(pattern(entry, names) for entry in _list("infeasible", data.get("infeasible", ()))),
        tuple(pattern(entry, names) for entry in _list("merged", data.get("merged", ()))),
        None if start is None else pattern(start, names),
    )


def pattern(data: Any, names: Sequence[str]) -> Pattern:
    """A pattern from a mapping or a text; `names` are all options in order."""
    wanted = _text_pattern(data, names) if isinstance(data, str) else _mapping_pattern(data)
    if not wanted:
        raise UsageError(f"the pattern {data!r} says nothing of any option")
    return Pattern(wanted)


def statement(data: Any) -> Statement:
    """A statement from the name of an option or a mapping."""
    if isinstance(data, str):
        return Statement("option", option=data)
    words = [word for word in WORDS if word in _mapping("a statement", data)]
    if not words:
        taken = [(Statement("option", option=name), yes) for name, yes in _mapping_pattern(data)]
        return Statement("all", tuple(part if yes else Statement("not", (part,)) for part, yes in taken))
    if set(data) not in ({"all"}, {"any"}, {"not"}, {"if", "then"}, {"iff"}):
        raise UsageError(
            f"a statement is one of all, any, not, if with then, or iff; found {', '.join(map(str, data))}"
        )
    return _compound(words[0], data)


def _compound(word: str, data: Mapping[str, Any]) -> Statement:
    """A statement composed of others."""
    if word == "not":
        return Statement("not", (statement(data["not"]),))
    if word == "if":
        return Statement("if", (statement(data["if"]), statement(data["then"])))
    parts = tuple(statement(part) for part in _list(word, data[word]))
    if word == "all":
        return Statement("all", parts)
    if word == "any":
        return Statement("any", parts)
    if len(parts) != 2:  # noqa: PLR2004 - iff is binary
        raise UsageError(f"iff takes two statements; found {len(parts)}")
    return Statement("iff", parts)


def _decision_maker(name: str, entry: Mapping[str, Any], names: Sequence[str]) -> DecisionMaker:
    """One decision maker."""
    _check_keys(f"decision maker {name!r}", entry, ("options", "one_way", "ranking", "statements"))
    tiers = _list(f"the ranking of {name!r}", entry.get("ranking", ()))
    tiers = [tier if isinstance(tier, list | tuple) else (tier,) for tier in tiers]
    ranking = tuple(tuple(pattern(one, names) for one in tier) for tier in tiers)
    statements = _list(f"the statements of {name!r}", entry.get("statements", ()))
    return DecisionMaker(name, _options(name, entry), ranking, tuple(map(statement, statements)))


def _options(name: str, entry: Mapping[str, Any]) -> tuple[ConflictOption, ...]:
    """The options of a decision maker."""
    own = _list(f"the options of {name!r}", entry.get("options", ()))
    one_way = _mapping(f"one_way of {name!r}", entry.get("one_way", {}))
    _check_keys(f"one_way of {name!r}", one_way, own)
    for option, way in one_way.items():
        if way not in ("", "N->Y", "Y->N"):
            raise UsageError(f"the one way of option {option!r} is N->Y (not taken back) or Y->N; found {way!r}")
    return tuple(ConflictOption(option, one_way.get(option, "")) for option in own)


def _option_names(makers: Mapping[str, Any]) -> list[str]:
    """The names of all options in order."""
    names = [
        option
        for name, entry in makers.items()
        for option in _list(f"the options of {name!r}", _mapping(name, entry).get("options", ()))
    ]
    for name in names:
        if not isinstance(name, str) or name in WORDS:
            raise UsageError(f"an option cannot be named {name!r}: statements use {', '.join(WORDS)} themselves")
    return names


def _text_pattern(text: str, names: Sequence[str]) -> tuple[tuple[str, bool], ...]:
    """The pattern written as a text such as `N|YNN|-`."""
    signs = text.replace("|", "").replace(" ", "")
    if len(signs) != len(names) or set(signs) - set("YN-"):
        raise UsageError(f"the pattern {text!r} needs Y, N or - for each of the {len(names)} options")
    return tuple((name, sign == "Y") for name, sign in zip(names, signs, strict=True) if sign != "-")


def _mapping_pattern(data: Any) -> tuple[tuple[str, bool], ...]:
    """The pattern written as a mapping."""
    for name, answer in _mapping("a pattern", data).items():
        if not isinstance(answer, bool | str) or answer not in ANSWERS:
            raise UsageError(f"option {name!r} is Y or N in a pattern; found {answer!r}")
    return tuple((name, ANSWERS[answer]) for name, answer in data.items())


def _mapping(what: str, data: Any) -> Mapping[str, Any]:
    """The data; `UsageError` unless it is a mapping."""
    if not isinstance(data, Mapping):
        raise UsageError(f"{what} needs a mapping; found {data!r}")
    return data


def _list(what: str, data: Any) -> Sequence[Any]:
    """The data; `UsageError` unless it is a list."""
    if not isinstance(data, list | tuple):
        raise UsageError(f"{what} needs a list; found {data!r}")
    return data


def _check_keys(what: str, data: Iterable[str], known: Sequence[str]) -> None:
    """Raise `UsageError` for the first unknown key."""
    for key in data:
        if key not in known:
            raise UsageError(f"{what} has no {key!r}: {did_you_mean(str(key), known)}")
