"""What one event changed: a scenario with it and without it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from building import WHERE_FROM, issue, meeting, party, scenario, stance
from click.testing import CliRunner

from negosim.cli import cli
from negosim.errors import UsageError
from negosim.experiments.whatif import without_event
from negosim.scenario.yaml.writer import dump


@pytest.fixture(autouse=True)
def talks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ann comes to like the low deal by the news, and a second meeting is called by it."""
    parties = {
        "ann": party({"deal": stance(1, {"none": 0, "low": 10, "high": 100})}, "hardliner"),
        "bob": party({"deal": stance(1, {"none": 0, "low": 100, "high": 60})}, "hardliner"),
    }
    news = {"title": "News", "round": 1, "shifts": {"parties.ann.stances.deal.values.low": 90}, **WHERE_FROM}
    visit = meeting("ann bob", "deal", 2) | {"after": "big_news"}
    case = scenario(
        {"deal": issue("none low high", "ann bob")},
        parties,
        {"first": meeting("ann bob", "deal", 5), "visit": visit},
        events={"big_news": news},
    )
    monkeypatch.chdir(tmp_path)
    Path("talks.yaml").write_text(dump(case.plain()), encoding="utf-8")


def test_the_run_without_an_event_stands_beside_the_run_with_it() -> None:
    found = without_event("talks.yaml", "big_news")
    assert [found.before.course.standing.outcome, found.after.course.standing.outcome] == [(1,), (0,)]
    assert found.after.scenario.blocks["events"] == {}
    assert list(found.after.scenario.meetings) == ["first"]  # nothing else would have called the other
    assert [row.key for row in found.moved] == ["deal"]


def test_changes_are_made_to_both_runs() -> None:
    found = without_event("talks.yaml", "big_news", ["meetings.first.protocol.rounds=1"], seed=3, run=2)
    assert {
        (one.scenario.meetings["first"].protocol.rounds, one.seed, one.run) for one in (found.before, found.after)
    } == {(1, 3, 2)}


def test_an_unknown_event_is_answered_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="talks has no event 'big_nws': did you mean 'big_news'"):
        without_event("talks.yaml", "big_nws")


def test_run_shows_what_an_event_changed() -> None:
    words = ["run", "talks.yaml", "--without-event", "big_news", "--no-figures"]
    told = CliRunner().invoke(cli, words)
    assert told.exit_code == 0, told.output
    assert "What was changed" in told.output and "Before: low" in told.output
    again = CliRunner().invoke(cli, [*words, "--json", "--overwrite"])
    assert json.loads(again.stdout)["moved"] == ["deal"]


def test_run_without_an_event_that_is_not_there_is_a_wrong_call() -> None:
    wrong = CliRunner().invoke(cli, ["run", "talks.yaml", "--without-event", "big_nws"])
    assert wrong.exit_code == 2
    assert "did you mean 'big_news'?" in wrong.output
