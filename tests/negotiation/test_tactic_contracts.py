"""A tactic of one's own: the template runs and keeps to all rules, and what breaks one is told with where and how."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import call

from negosim.errors import UsageError
from negosim.negotiation.acts import Accept, Act, Offer, Pass, Reject
from negosim.negotiation.contracts.checks import CONTRACTS
from negosim.negotiation.contracts.user_tactic import IN_TIME, REMEDIES, RuleVerdict, check_tactic
from negosim.negotiation.tactics.base import Tactic, View
from negosim.negotiation.tactics.template import template
from negosim.negotiation.tactics.time_dependent import Linear
from negosim.negotiation.tactics.user_code import only_tactic


class Yes(Tactic):
    """Says yes to everything, also where it is asked to offer."""

    def act(self, view: View) -> Act:
        return Accept()


class Generous(Tactic):
    """Agrees to whatever is offered, whatever it loses."""

    def act(self, view: View) -> Act:
        if view.offer is not None:
            return Reject() if view.menu.refuses(view.offer) else Accept()
        best = view.menu.best()
        return Pass() if best is None else Offer(best)


class Remembering(Linear):
    """Keeps a count in the class, which other courses see."""

    turns = 0

    def act(self, view: View) -> Act:
        Remembering.turns += 1
        return Pass() if view.offer is None and Remembering.turns % 3 == 0 else super().act(view)


class Endless(Linear):
    """Thinks for ever in the third round."""

    def act(self, view: View) -> Act:
        while view.round == 3:
            pass
        return super().act(view)


class Needing(Linear):
    def __init__(self, level: float) -> None:
        super().__init__(level)


def broken(make: Callable[[], Tactic], seconds: float = 2.0) -> dict[str, RuleVerdict]:
    return {one.key: one for one in check_tactic(make, seconds=seconds) if not one.kept}


def test_a_good_tactic_keeps_to_all_rules() -> None:
    found = check_tactic(Linear)
    assert [one.key for one in found] == ["time", *(contract.key for contract in CONTRACTS)]
    assert all(one.kept and not one.more for one in found)


def test_acts_against_the_rules_are_told_with_seat_and_reason() -> None:
    found = broken(Yes)["tables"]
    assert "may now offer or pass or leave, not accept" in found.faults[0]
    assert found.more > 0
    assert len(found.faults) == 3
    assert found.mend.startswith("Answer an offer")


def test_a_loss_is_told_with_the_round_and_the_points() -> None:
    found = broken(Generous)
    assert "empty_zone" in found
    assert any("round" in fault and "accepted what is worth" in fault for fault in found["empty_zone"].faults)


def test_what_a_class_remembers_breaks_repeating() -> None:
    Remembering.turns = 0
    assert "repeats" in broken(Remembering)


def test_a_loop_is_told_with_its_round_and_ends_the_check() -> None:
    began = time.monotonic()
    (found,) = check_tactic(Endless, seconds=0.05)
    assert found.key == "time"
    assert found.rule == IN_TIME
    (fault,) = found.faults
    assert fault.startswith("round 3 of ")
    assert fault.endswith("Endless took longer than 0.05 s for an act")
    assert time.monotonic() - began < 60


class NeverMade(Linear):
    def __init__(self) -> None:
        while True:
            pass


def test_a_tactic_that_is_never_made_ends_the_check() -> None:
    (found,) = check_tactic(NeverMade, seconds=0.05)
    assert (found.key, found.faults) == ("time", ("it took longer than 0.05 s to be made",))


def test_a_tactic_that_cannot_be_made_is_told() -> None:
    assert any("cannot be made without parameters: TypeError" in one for one in broken(Needing)["tables"].faults)


def test_every_contract_says_how_to_mend_a_breach() -> None:
    assert set(REMEDIES) == {"time", *(contract.key for contract in CONTRACTS)}


# Files


def test_the_template_is_short_runs_as_it_is_and_keeps_to_the_rules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    told = call("init", "mine.py", "--tactic")
    assert "negosim check-tactic mine.py --allow-code" in told.stderr
    text = Path("mine.py").read_text()
    assert text == template("mine.py")
    assert len([line for line in text.splitlines() if line.strip()]) <= 15
    checked = call("check-tactic", "mine.py", "--allow-code")
    assert checked.stdout.splitlines()[0] == "mine.py:Mine"
    assert "It keeps to all rules." in checked.stdout
    call("init", "mine.yaml")
    name = 'parties.upland.tactic={"name": "mine.py:Mine", "step": 3, "basis": {"kind": "assumed", "note": "to try"}}'
    call("run", "mine.yaml", "--set", name, "--allow-code", "--no-figures")
    call(
        "tournament",
        "mine.yaml",
        "--tactics",
        "mine.py:Mine:step=3,linear",
        "--allow-code",
        "--runs",
        "2",
        "--no-figures",
    )
    assert call("init", "mine.py", "--tactic", code=2).stderr.startswith("Error: mine.py is there already")


BAD = """
from negosim.plugins import Accept, AspirationTactic, Tactic


class Yes(Tactic):
    def act(self, view):
        return Accept()


class Fine(AspirationTactic):
    def aspiration(self, view, time):
        return max(view.menu.highest, view.reservation) if time < 1 else view.reservation
"""


def test_the_command_says_what_fails_where_and_how_to_mend_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bad.py").write_text(BAD)
    told = call("check-tactic", "bad.py", "--class", "Yes", "--allow-code", code=1)
    text = " ".join(told.stdout.split())
    assert "BROKEN it plays by the rules at tables of two to five" in text
    assert "To mend it: Answer an offer" in text
    assert "It breaks" in text
    data = json.loads(call("check-tactic", "bad.py", "--class", "Fine", "--allow-code", "--json").stdout)
    assert data["kept"] is True
    assert {one["mend"] for one in data["rules"]} == {""}


def test_a_file_is_run_only_where_that_is_allowed_and_says_which_class(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bad.py").write_text(BAD)
    assert "--allow-code" in call("check-tactic", "bad.py", code=2).stderr
    assert (
        "has 2 tactics: say which by --class: Yes, Fine"
        in call("check-tactic", "bad.py", "--allow-code", code=2).stderr
    )
    Path("none.py").write_text("from negosim.negotiation.tactics.base import AspirationTactic\n")
    with pytest.raises(UsageError, match="has no class derived from Tactic"):
        only_tactic(Path("none.py"), allowed=True)
    with pytest.raises(UsageError, match="has no tactic 'Fin': it can be: Yes, Fine"):
        only_tactic(Path("bad.py"), "Fin", allowed=True)
