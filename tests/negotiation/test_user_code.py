"""Tactics of a user's own: run only where allowed, from the scenario's folder, with errors in plain words."""

from __future__ import annotations

from pathlib import Path

import pytest
from building import one_issue

from negosim.domain.rng import RandomSource
from negosim.errors import NegosimError, RunError, UsageError
from negosim.negotiation.course import Course
from negosim.negotiation.driving import play
from negosim.negotiation.factories import make_tactics
from negosim.negotiation.record import run
from negosim.negotiation.tactics.user_code import is_code, load_tactic
from negosim.scenario.load import from_plain
from negosim.scenario.spec.scenario import Scenario

OPENS = """
from negosim.plugins import Accept, Offer, Reject, Tactic

class OpensLow(Tactic):
    def __init__(self, patience: float = 1.0) -> None:
        self.patience = patience

    def act(self, view):
        return Offer(view.menu.best()) if view.offer is None else Accept()

class Unfinished(Tactic):
    pass

NOT_A_TACTIC = 3
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "mine.py").write_text(OPENS)
    return tmp_path


def own(folder: Path, name: str = "mine.py:OpensLow", **parameters: float) -> Scenario:
    """Two parties, of whom ann plays a tactic of her own."""
    plain = one_issue({"ann": [0, 50], "bob": [0, 100]}).plain()
    plain["parties"]["ann"]["tactic"] |= {"name": name, **parameters}
    return from_plain(plain, "mine", path=folder / "mine.yaml")


def test_a_name_points_into_a_file_by_its_ending() -> None:
    assert is_code("mine.py:OpensLow")
    assert not is_code("boulware")


def test_code_is_run_only_where_the_user_allows_it_and_the_error_says_how(folder: Path) -> None:
    with pytest.raises(UsageError, match=r"--allow-code \(in Python: allow_code=True\)"):
        run(own(folder))


def test_allowed_code_plays(folder: Path) -> None:
    record = run(own(folder), allow_code=True)
    assert record.course.standing.outcome == (1,)


def test_parameters_of_the_scenario_reach_the_users_class(folder: Path) -> None:
    of = own(folder, patience=2.5)
    realization = Course(run(of, allow_code=True).realization, RandomSource()).realization
    ann = make_tactics(realization, allow_code=True)["ann"]
    assert ann.patience == 2.5  # type: ignore[attr-defined]  # (the user's own)


def test_reading_a_scenario_never_imports_the_users_code(folder: Path) -> None:
    (folder / "mine.py").write_text("raise SystemExit('imported')")
    assert own(folder).parties["ann"].tactic.name == "mine.py:OpensLow"


def test_a_wrong_class_comes_with_the_nearest_one(folder: Path) -> None:
    with pytest.raises(UsageError, match=r"mine.py has no tactic 'OpenLow': did you mean 'OpensLow'\?"):
        load_tactic("mine.py:OpenLow", folder, allowed=True)
    with pytest.raises(UsageError, match=r"mine.py has no tactic 'NOT_A_TACTIC'"):
        load_tactic("mine.py:NOT_A_TACTIC", folder, allowed=True)


def test_the_file_lies_in_the_scenarios_folder(folder: Path) -> None:
    inner = folder / "inner"
    inner.mkdir()
    with pytest.raises(UsageError, match="lies outside the scenario's folder"):
        load_tactic("../mine.py:OpensLow", inner, allowed=True)


def test_a_link_out_of_the_folder_is_outside(folder: Path) -> None:
    inner = folder / "inner"
    inner.mkdir()
    (inner / "link.py").symlink_to(folder / "mine.py")
    with pytest.raises(UsageError, match="lies outside the scenario's folder"):
        load_tactic("link.py:OpensLow", inner, allowed=True)


def test_a_file_that_is_not_there_is_told(folder: Path) -> None:
    with pytest.raises(UsageError, match=r"there is no file 'other.py' in the scenario's folder"):
        load_tactic("other.py:OpensLow", folder, allowed=True)


def test_without_a_file_the_current_folder_is_the_scenarios(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert load_tactic("mine.py:OpensLow", None, allowed=True).__name__ == "OpensLow"


def test_what_the_file_raises_is_told_in_one_sentence(folder: Path) -> None:
    (folder / "broken.py").write_text("1 / 0")
    with pytest.raises(RunError, match=r"broken.py cannot be imported: ZeroDivisionError: division by zero"):
        load_tactic("broken.py:X", folder, allowed=True)


@pytest.mark.parametrize(("name", "parameters"), [("mine.py:OpensLow", {"speed": 1}), ("mine.py:Unfinished", {})])
def test_a_class_that_cannot_be_made_is_told_in_one_sentence(
    folder: Path, name: str, parameters: dict[str, float]
) -> None:
    with pytest.raises(NegosimError, match=rf"the tactic '{name}' of ann cannot be made: TypeError"):
        run(own(folder, name, **parameters), allow_code=True)


def test_the_same_file_name_in_two_folders_is_two_files(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")
    (other / "mine.py").write_text(OPENS.replace("OpensLow", "OpensHigh"))
    assert load_tactic("mine.py:OpensLow", folder, allowed=True).__name__ == "OpensLow"
    assert load_tactic("mine.py:OpensHigh", other, allowed=True).__name__ == "OpensHigh"


def test_a_record_of_own_code_replays_without_the_code(folder: Path) -> None:
    record = run(own(folder), allow_code=True)
    again = type(record).from_dict(record.to_dict())
    assert again.course.log == list(record.log)
    assert (
        play(Course(record.realization, RandomSource()), make_tactics(record.realization, allow_code=True)).log
        == again.course.log
    )
