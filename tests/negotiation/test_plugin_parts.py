"""A block with keys of its own, a protocol and a tactic from outside of negosim: all of negosim finds them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest
from building import at_first
from command_line import call
from numpy.typing import NDArray

from negosim import registry
from negosim.analysis.impasse.search import impasse_of
from negosim.analysis.phrases import Wording
from negosim.analysis.run_narrative import account
from negosim.domain.outcomes import Outcome
from negosim.errors import InputError
from negosim.experiments.ensemble.rows import columns
from negosim.negotiation.record import Record, run
from negosim.plugins import Effects
from negosim.report.figures.environment_tracks import mark_lines, marks, tracks
from negosim.scenario.json_schema import json_schema
from negosim.scenario.load import load
from negosim.scenario.realize.realization import RealizationFactory
from negosim.scenario.spec.scenario import Scenario
from negosim.teaching.play.screen_phrases import happening
from negosim.teaching.play.turn import seat_of

POINTS = {
    "negosim.blocks": EntryPoint("press", "outside_parts:Press", "negosim.blocks"),
    "negosim.protocols": EntryPoint("floor", "outside_parts:Floor", "negosim.protocols"),
    "negosim.tactics": EntryPoint("impatient", "outside_parts:Impatient", "negosim.tactics"),
}

FILE = """\
negosim: 1
title: Talks under the eyes of the press
issues:
  deal: {title: The deal, options: {none: None, low: Low, high: High}, status_quo: none, consent: [arden, borland]}
parties:
  arden:
    name: Arden
    stances: {deal: {weight: 1, values: {none: 0, low: 40, high: 100}, basis: &made_up {kind: assumed, note: a test},
      numbers: *made_up}}
    tactic: {name: impatient, share: 0.9, basis: *made_up, numbers: *made_up}
  borland:
    name: Borland
    stances: {deal: {weight: 1, values: {none: 0, low: 100, high: 40}, basis: *made_up, numbers: *made_up}}
    tactic: {name: impatient, share: [0.8, 1], basis: *made_up, numbers: *made_up}
meetings:
  talks:
    title: Talks
    parties: [arden, borland]
    issues: [deal]
    protocol: {name: floor, rounds: 6, turns_each: 3}
    basis: *made_up
press:
  watches: arden
  chance: 1
  embarrassment: [2, 4]
  attention: 1
  basis: *made_up
  numbers: *made_up
"""


@pytest.fixture(autouse=True)
def plugged_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """The three are installed for a test, as a package of somebody else's names them."""
    for kind in registry.KINDS:
        registry.names(kind)
    before = {kind: dict(entered) for kind, entered in registry._entries.items()}
    monkeypatch.setattr(registry, "entry_points", lambda *, group: [POINTS[group]] if group in POINTS else [])
    monkeypatch.chdir(tmp_path)
    Path("talks.yaml").write_text(FILE.replace("*made_up", "{kind: assumed, note: a test}").replace("&made_up ", ""))
    yield
    for kind, entered in before.items():
        registry._entries[kind].clear()
        registry._entries[kind].update(entered)


@pytest.fixture
def talks() -> Scenario:
    return load("talks.yaml")


@pytest.fixture
def played(talks: Scenario) -> Record:
    return run(talks)


# The scenario file


def test_its_key_stands_in_the_scenario_the_schema_and_the_digest(talks: Scenario) -> None:
    assert talks.blocks["press"].watches == "arden"
    assert talks.plain()["press"]["chance"] == 1
    assert json_schema()["$defs"]["Scenario"]["properties"]["press"]["description"] == "Who watches the talks."
    assert talks.digest != load("talks.yaml", ["press=null"]).digest


def test_its_numbers_and_their_basis_are_listed_drawn_and_changed(talks: Scenario) -> None:
    kinds = {at.path: at.kind for at in talks.numbers()}
    assert kinds["press.embarrassment"] == kinds["press.chance"] == "assumed"
    assert ("press", "press") in {(at.path, at.what) for at in talks.based()}
    factory = RealizationFactory(talks)
    assert factory.central.numbers["press.embarrassment"] == 3
    assert set(factory.open) == {"press.embarrassment", "parties.borland.tactic.share"}
    changed = load("talks.yaml", ["press.embarrassment=7"])
    assert RealizationFactory(changed).central.numbers["press.embarrassment"] == 7


@pytest.mark.parametrize(
    ("before", "after", "place", "message", "help_"),
    [
        ("attention: 1", "attenton: 1", (26, 3), "S001: unknown key 'attenton'", "did you mean 'attention'?"),
        ("embarrassment: [2, 4]", "embarrassment: 90", (25, 18), "S006: expected numbers from 0 to 50", ""),
        ("watches: arden", "watches: ardem", (23, 12), "R103: no party 'ardem'", "did you mean 'arden'?"),
        ("chance: 1", "chance: 0", (24, 11), "P001: the press never learns anything", "give it a chance"),
        ("\npress:", "\npresss:", (22, 1), "S001: unknown key 'presss'", "did you mean 'press'?"),
        ("turns_each", "turns_eac", (20, 40), "R106: no parameter 'turns_eac' of protocol 'floor'", "turns_each"),
        ("share: 0.9", "share: 1.9", (10, 38), "R107: expected a number from 0 to 1", "share of the possible gain"),
    ],
)
def test_a_fault_has_its_line_its_column_and_the_nearest_name(
    before: str, after: str, place: tuple[int, int], message: str, help_: str
) -> None:
    path = Path("talks.yaml")
    path.write_text(path.read_text().replace(before, after))
    with pytest.raises(InputError) as error:
        load(path)
    (fault,) = error.value.diagnostics
    assert ((fault.place.line, fault.place.column), f"{fault.code}: {fault.message}") == (place, message)
    assert help_ in fault.help


def test_its_codes_are_explained() -> None:
    assert "A press learns something with some chance." in call("validate", "--explain", "P001").stdout


# A run


def test_its_entries_stand_in_the_log_and_do_what_they_say(played: Record) -> None:
    leaks = [entry for entry in played.log if entry.kind == "leaked"]
    assert [leak.facts.to_plain() for leak in leaks][:1] == [{"number": 1, "inward": {"source": "a friend"}}]
    course = played.course
    assert len(leaks) == course.round
    assert course.paid["borland"] == 0
    assert course.paid["arden"] > 0


def test_rounds_cost_who_is_watched(talks: Scenario) -> None:
    central = RealizationFactory(talks).central
    assert [term.key for term in central.preferences["arden"].costs] == ["press"]
    louder = central.after({"press.attention": 3.0})
    assert louder.preferences["borland"] is central.preferences["borland"]
    stands = central.space.status_quo
    assert louder.preferences["arden"].charge(stands) == 3 * central.preferences["arden"].charge(stands)


def test_protocol_and_tactic_play_by_their_parameters(played: Record) -> None:
    offers = [entry.seat for entry in played.log if entry.kind == "offered"]
    assert offers[:3] == ["arden", "arden", "arden"]
    assert set(offers[3:]) <= {"borland"}


def test_the_account_and_what_a_seat_hears_tell_of_it(played: Record) -> None:
    told = [sentence for part in account(played) for sentence in part.sentences]
    assert "The papers had it after round 1." in told
    leak = next(entry for entry in played.log if entry.kind == "leaked")
    assert happening(seat_of(played.course, "borland"), played.realization.space, leak) == "It is in the papers."


def test_text_json_and_record_have_it() -> None:
    assert "The papers had it after round 1." in call("run", "talks.yaml", "--no-figures").stdout
    plain = json.loads(call("run", "talks.yaml", "--no-figures", "--json").stdout)
    assert plain["besides"]["press.leaks"] > 0


def test_ensemble_columns_and_the_figure_of_the_course_have_it(talks: Scenario, played: Record) -> None:
    assert "press.leaks" in {column.name for column in columns(RealizationFactory(talks))}
    assert "leaks so far" in tracks(played)
    assert mark_lines(marks(played))[0] == "after round 1: a leak"


def test_lists_show_them_after_the_built_in_ones() -> None:
    for what, name, summary in (
        ("blocks", "press", "Leaks: what is on the table comes into the papers."),
        ("protocols", "floor", "Who has the floor makes offers for some rounds, then the next seat does."),
        ("tactics", "impatient", "Asks for a fixed share of what it could gain."),
    ):
        listed = json.loads(call("list", what, "--json").stdout)
        assert {one["name"]: one["summary"] for one in listed}[name] == summary
        assert listed[-1]["name"] == name


def test_two_blocks_cannot_own_one_key(monkeypatch: pytest.MonkeyPatch) -> None:
    second = EntryPoint("press_again", "outside_parts:Press", "negosim.blocks")
    points = POINTS | {"negosim.blocks": second}
    registry.lookup("block", "press")
    monkeypatch.setattr(registry, "entry_points", lambda *, group: [points[group]] if group in points else [])
    assert call("validate", "talks.yaml", code=2).output.count("cannot own the key 'press'") == 1


# Who else must pass what a party signs


@dataclass(frozen=True)
class Censor:
    """Turns down every deal that is too high."""

    reason: ClassVar[str] = "censorship"
    says: ClassVar[str] = "{party}'s censor would not let it pass"
    matter: ClassVar[str] = "what its censor lets pass"
    known: bool

    def turned_down(self, axes: Sequence[int], standing: Outcome) -> NDArray[np.bool_]:
        return np.array([False, False, True])

    def rejects(self, after: Outcome, stands: Outcome) -> bool:
        return after == (2,)


class Censorship(Effects):
    def veto(self, party: str) -> Censor | None:
        return Censor(known=False) if party == "arden" else None


def test_a_veto_of_a_block_leaves_the_zone_and_says_why(talks: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("outside_parts.Press.effects", lambda spec, builder, numbers: Censorship())
    central = RealizationFactory(talks).central
    found = at_first(central)
    assert list(np.flatnonzero(found.zone)) == [1]
    reason = next(one for one in impasse_of(found, central.preferences).reasons if one.kind == "censorship")
    words = Wording(central)
    assert words.reason(reason) == "Arden's censor would not let it pass"
    assert words.giving_way([reason]) == "Arden on what its censor lets pass"
