"""Named things: found by decorator and by entry point, loaded when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.metadata import EntryPoint

import pytest

from negosim import registry
from negosim.errors import UsageError
from negosim.registry import KINDS, Parameter, bind, entries, lookup, named_components, names, parameters_for, register


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    """What a test registers is gone after it."""
    for kind in KINDS:
        names(kind)
    before = {kind: dict(entered) for kind, entered in registry._entries.items()}
    yield
    for kind, entered in before.items():
        registry._entries[kind].clear()
        registry._entries[kind].update(entered)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_built_in_things_are_found_with_their_sentence(kind: str) -> None:
    for entry in entries(kind):
        assert entry.kind == kind
        assert entry.summary, entry.name
        assert callable(entry.make)


def test_a_decorated_function_is_entered_under_its_name() -> None:
    speed = Parameter("speed", "number", 1.0, "how fast", 0.0, 2.0)

    @register("tactic", "sprint", source="a test", parameters=(speed,))
    def sprint() -> None:
        """Runs.

        More of it.
        """

    entry = lookup("tactic", "sprint")
    assert (entry.make, entry.summary, entry.source, entry.parameters) == (sprint, "Runs.", "a test", (speed,))
    assert "sprint" in names("tactic")


def test_a_thing_without_a_docstring_has_no_summary() -> None:
    register("tactic", "mute")(lambda: None)
    assert lookup("tactic", "mute").summary == ""


def test_an_unknown_name_comes_with_the_nearest_one() -> None:
    with pytest.raises(UsageError, match=r"no tactic 'boulwar': did you mean 'boulware'\?"):
        lookup("tactic", "boulwar")
    with pytest.raises(UsageError, match="no protocol 'xyz': it can be: alternating_offers"):
        lookup("protocol", "xyz")


class Eager:
    """Always first."""

    parameters = (Parameter("haste", "whole", 1, "how much"),)


def boring() -> None:
    """No parameters."""


def plug_in(monkeypatch: pytest.MonkeyPatch, **points: str) -> None:
    """Entry points of a third party in the group of tactics."""
    found = [EntryPoint(name, value, "negosim.tactics") for name, value in points.items()]
    named_components: Callable[..., list[EntryPoint]] = lambda *, group: found if group == "negosim.tactics" else []  # noqa: E731  (a stand-in of one line)
    monkeypatch.setattr(registry, "entry_points", named_components)


def test_a_plug_in_is_listed_after_the_built_in_ones_and_loaded_when_it_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plug_in(monkeypatch, eager=f"{__name__}:Eager", plain=f"{__name__}:boring")
    assert names("tactic")[-2:] == ["eager", "plain"]
    assert "eager" not in registry._entries["tactic"]
    entry = lookup("tactic", "eager")
    assert (entry.make, entry.summary, entry.parameters) == (Eager, "Always first.", Eager.parameters)
    assert entry.source == f"{__name__}:Eager"
    assert lookup("tactic", "plain").parameters == ()
    assert {one.name for one in entries("tactic")} >= {"eager", "plain", "boulware"}


def test_a_plug_in_may_register_itself_by_the_decorator(monkeypatch: pytest.MonkeyPatch) -> None:
    own = Parameter("own", "flag", True, "its own")

    class Point:
        name, value = "selfmade", "somewhere:Selfmade"

        @staticmethod
        def load() -> type[Eager]:
            return register("tactic", "selfmade", parameters=(own,))(Eager)

    monkeypatch.setattr(registry, "entry_points", lambda *, group: [Point()])
    assert lookup("tactic", "selfmade").parameters == (own,)


def test_a_plug_in_cannot_take_the_name_of_a_built_in_one(monkeypatch: pytest.MonkeyPatch) -> None:
    plug_in(monkeypatch, boulware=f"{__name__}:Eager")
    assert lookup("tactic", "boulware").make is not Eager
    assert names("tactic").count("boulware") == 1


@pytest.mark.parametrize("value", ["no_such_module_anywhere:X", f"{__name__}:NoSuchName"])
def test_an_error_of_a_plug_in_names_it(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    plug_in(monkeypatch, broken=value)
    with pytest.raises(UsageError, match=rf"the plug-in '{value}' of tactic 'broken' cannot be loaded: "):
        lookup("tactic", "broken")


# What is given by name


@pytest.fixture
def parts() -> None:
    """A tactic `whole` that is given a theory by name, and two theories with a parameter each."""
    register("tactic", "whole", parameters=(Parameter("part", "named", "one", "a part", of="theory"),))(dict)
    for name in ("one", "two"):
        register("theory", name, parameters=(Parameter(f"{name}_size", "number", 1.0, "its size"),))(dict)


@pytest.mark.usefixtures("parts")
def test_a_thing_takes_its_own_parameters_and_those_of_what_it_is_given_by_name_or_by_default() -> None:
    whole = lookup("tactic", "whole")
    assert list(parameters_for(whole, {})) == ["part", "one_size"]
    assert list(parameters_for(whole, {"part": "two"})) == ["part", "two_size"]
    assert list(parameters_for(whole, {"part": "three"})) == ["part"]
    assert [(one.name, entry.name) for one, entry in named_components(whole, {"part": "two"})] == [("part", "two")]


@pytest.mark.usefixtures("parts")
def test_a_thing_is_fitted_with_those_of_the_parameters_that_it_takes() -> None:
    given = {"one_size": 3.0, "two_size": 4.0}
    assert bind("theory", "two", given)(more=1) == {"two_size": 4.0, "more": 1}
    with pytest.raises(UsageError, match="no theory 'tow'"):
        bind("theory", "tow", given)
