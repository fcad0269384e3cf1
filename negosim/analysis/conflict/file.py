"""Read a conflict in option form from a YAML file: all errors at once, each with its place in the file.

The format is that of `theory.stability.plain` with a title, and optionally a summary and a source. A file whose parts
are valid is built; errors that show only then (no state is feasible, a ranking omits one) are reported at the part that
causes them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from negosim.errors import Diagnostic, InputError, UsageError, did_you_mean
from negosim.files import find
from negosim.scenario.spec.values import found
from negosim.scenario.yaml.nodes import KeyPath, Node, dotted, shorten
from negosim.scenario.yaml.reader import read_file
from negosim.theory.stability.graph import Conflict
from negosim.theory.stability.option_form import DecisionMaker, OptionForm, to_conflict
from negosim.theory.stability.plain import WORDS, option_form, pattern, statement
from negosim.theory.stability.prioritising import Statement, options_of

__all__ = ["ConflictFile", "read_conflict"]

ABOUT = ("title", "summary", "source")
FORM = ("decision_makers", "infeasible", "merged", "status_quo")

Faults = Iterator[Diagnostic]


@dataclass(frozen=True)
class ConflictFile:
    """A conflict as its file gives it: what it is about, the option form, and the graph."""

    name: str
    title: str
    summary: str
    source: str
    form: OptionForm
    conflict: Conflict


def read_conflict(source: str | Path) -> ConflictFile:
    """The conflict of a file, or of a shipped one by its name.

    Errors: `InputError` with every fault at its place; `UsageError` where there is no such file or name.
    """
    path = _locate(source)
    root = read_file(path)
    faults = list(_file(root))
    if faults:
        raise InputError(faults)
    plain = root.plain()
    form = option_form({key: plain[key] for key in FORM if key in plain})
    try:
        conflict = to_conflict(form)
    except UsageError as error:
        raise InputError(list(_built(root, form)) or [_fault(root, (), str(error))]) from None
    title, summary, origin = (str(plain.get(key, "")) for key in ABOUT)
    return ConflictFile(path.stem, title, summary, origin, form, conflict)


def _locate(source: str | Path) -> Path:
    """The file itself, or that of a bare name among those shipped."""
    path = Path(source)
    bare = path.suffix not in (".yaml", ".yml") and len(path.parts) == 1 and "\0" not in str(source)
    return find("conflicts", str(source)) if bare and not path.is_file() else path


def _fault(node: Node, path: KeyPath, message: str, code: str = "S099", help: str = "") -> Diagnostic:
    return node.diagnostic(code, message, dotted(path), help)


def _key_fault(node: Node, path: KeyPath, message: str, code: str, help: str = "") -> Diagnostic:
    return node.key_diagnostic(code, message, dotted(path), help)


# Kinds of values


def _below(node: Node) -> dict[str, Node]:
    return node.value if isinstance(node.value, dict) else {}


def _entries(node: Node | None) -> list[Node]:
    return node.value if node is not None and isinstance(node.value, list) else []


def _is(node: Node, path: KeyPath, kind: type, words: str) -> Faults:
    """The error of a value of another type, or of an empty one."""
    if not isinstance(node.value, kind):
        yield _fault(node, path, f"expected {words}, found {found(node.plain())}", "S004")
    elif not node.value:
        yield _fault(node, path, f"expected {words} that is not empty", "S007")


def _keys(node: Node, path: KeyPath, known: Sequence[str], required: Sequence[str] = ()) -> Faults:
    """Errors of a mapping: unknown keys, and missing ones."""
    yield from _is(node, path, dict, "a mapping")
    for key, below in _below(node).items():
        if key not in known:
            help_ = did_you_mean(key, known, node.plain())
            yield _key_fault(below, (*path, key), f"unknown key {shorten(key)}", "S001", help_)
    for key in required:
        if isinstance(node.value, dict) and key not in node.value:
            yield _key_fault(node, path, f"missing key {key!r}", "S002", f"add '{key}:' here")


# The file part by part


def _file(root: Node) -> Faults:
    """Every error within a part."""
    yield from _keys(root, (), (*ABOUT, *FORM), ("title", "decision_makers"))
    for key in ABOUT:
        if key in _below(root):
            yield from _is(_below(root)[key], (key,), str, "text")
    makers = _below(root).get("decision_makers")
    if makers is not None:
        yield from _makers(makers)
        yield from _patterns(root, _options(makers))


def _options(makers: Node) -> list[str]:
    """The names of all options in order, as far as they are text."""
    named = (one.value for maker in _below(makers).values() for one in _entries(maker.child("options")))
    return [name for name in named if isinstance(name, str)]


def _makers(makers: Node) -> Faults:
    yield from _is(makers, ("decision_makers",), dict, "a mapping of decision makers")
    options, seen = _options(makers), set[str]()
    for name, maker in _below(makers).items():
        path = ("decision_makers", name)
        yield from _keys(maker, path, ("options", "one_way", "ranking", "statements"))
        yield from _own_options(maker, path, seen)
        yield from _one_way(maker, path)
        if isinstance(maker.value, dict):
            yield from _preferences(maker, path, options)


def _own_options(maker: Node, path: KeyPath, seen: set[str]) -> Faults:
    """A list of unique names that are no words of statements; a decision maker may have none."""
    node = maker.child("options")
    if node is not None and not isinstance(node.value, list):
        yield _fault(node, (*path, "options"), f"expected a list, found {found(node.plain())}", "S004")
    for place, one in enumerate(_entries(node)):
        yield from _option(one, (*path, "options", place), seen)


def _option(one: Node, path: KeyPath, seen: set[str]) -> Faults:
    if not isinstance(one.value, str) or not one.value:
        yield _fault(one, path, f"expected the name of an option, found {found(one.plain())}", "S004")
    elif one.value in WORDS:
        yield _fault(one, path, f"no option can be named {one.value!r}: statements use the word", "S005")
    elif one.value in seen:
        yield _fault(one, path, f"option {shorten(one.value)} is given twice", "R118", "every option has one owner")
    else:
        seen.add(one.value)


def _one_way(maker: Node, path: KeyPath) -> Faults:
    node, own = maker.child("one_way"), [one.value for one in _entries(maker.child("options"))]
    if node is None:
        return
    yield from _keys(node, (*path, "one_way"), [name for name in own if isinstance(name, str)])
    for name, way in _below(node).items():
        if way.value not in ("N->Y", "Y->N"):
            help_ = "N->Y is never taken back, Y->N never taken up again"
            message = f"expected N->Y or Y->N, found {found(way.plain())}"
            yield _fault(way, (*path, "one_way", name), message, "S005", help_)


def _preferences(maker: Node, path: KeyPath, options: Sequence[str]) -> Faults:
    """Either a ranking, best first, or statements, most important first."""
    ranking, said = maker.child("ranking"), maker.child("statements")
    if (ranking is None) == (said is None):
        yield _key_fault(maker, path, "expected either 'ranking' or 'statements'", "S013", "give one of the two")
    if ranking is not None:
        yield from _is(ranking, (*path, "ranking"), list, "a list")
    if said is not None:
        yield from _is(said, (*path, "statements"), list, "a list")
    for place, tier in enumerate(_entries(ranking)):
        for number, one in enumerate(_entries(tier) or [tier]):
            where = (*path, "ranking", place, number) if _entries(tier) else (*path, "ranking", place)
            yield from _readable(one, where, lambda data: _of_pattern(data, options), options)
    for place, one in enumerate(_entries(said)):
        where = (*path, "statements", place)
        yield from _readable(one, where, lambda data: list(options_of(statement(data))), options)


def _patterns(root: Node, options: Sequence[str]) -> Faults:
    for key in ("infeasible", "merged"):
        node = root.child(key)
        if node is not None and not isinstance(node.value, list):
            yield _fault(node, (key,), f"expected a list of patterns, found {found(node.plain())}", "S004")
        for place, one in enumerate(_entries(node)):
            yield from _readable(one, (key, place), lambda data: _of_pattern(data, options), options)
    start = root.child("status_quo")
    if start is not None:
        yield from _readable(start, ("status_quo",), lambda data: _of_pattern(data, options), options)


def _of_pattern(data: Any, options: Sequence[str]) -> list[str]:
    return [name for name, _ in pattern(data, options).wanted]


def _readable(node: Node, path: KeyPath, read: Callable[[Any], list[str]], options: Sequence[str]) -> Faults:
    """Why a pattern or statement cannot be read, and the unknown options in it."""
    try:
        named = read(node.plain())
    except UsageError as error:
        yield _fault(node, path, str(error))
        return
    for name in dict.fromkeys(named):
        if name not in options:
            at = node.child(name)
            where = node if at is None else replace(at, place=at.key_place or at.place)
            yield _fault(where, path, f"no option {shorten(name)}", "R101", did_you_mean(name, options))


# Errors of the whole


def _built(root: Node, form: OptionForm) -> Faults:
    """The errors of the whole, each at the part that causes it."""
    indifferent = (Statement("all"),)  # to test the rest of a conflict without preferences
    makers = tuple(replace(one, ranking=(), statements=indifferent) for one in form.decision_makers)
    bare = replace(form, decision_makers=makers, start=None)
    message = _failure(bare)
    if message:
        key = "infeasible" if form.infeasible else "decision_makers"
        yield _key_fault(root.at((key,)), (key,), message, "S099")
        return
    message = _failure(replace(bare, start=form.start))
    if message:
        yield _fault(root.at(("status_quo",)), ("status_quo",), message)
    for place, maker in enumerate(form.decision_makers):
        yield from _preferring(root, bare, place, maker)


def _preferring(root: Node, bare: OptionForm, place: int, maker: DecisionMaker) -> Faults:
    makers = (*bare.decision_makers[:place], maker, *bare.decision_makers[place + 1 :])
    message = _failure(replace(bare, decision_makers=makers))
    if message:
        path = ("decision_makers", maker.name, "ranking" if maker.ranking else "statements")
        yield _key_fault(root.at(path), path, message, "S099")


def _failure(form: OptionForm) -> str:
    """Why a form cannot be built; empty where it can."""
    try:
        to_conflict(form)
    except UsageError as error:
        return str(error)
    return ""
