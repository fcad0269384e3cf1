"""Draws that several lineups of tactics play on the ensemble's engine, and tactics chosen outside a scenario."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from building import one_issue
from many_runs import rows_of

from negosim.analysis.measures import Measures
from negosim.domain.rng import RandomSource
from negosim.errors import UsageError
from negosim.experiments.ensemble import Plan, Store, run_ensemble
from negosim.experiments.ensemble.plan import FRESH, Lineups
from negosim.experiments.ensemble.player import Player, with_lineup
from negosim.experiments.ensemble.rows import fingerprint
from negosim.experiments.ensemble.running import resume_obstacles
from negosim.negotiation.record import play_realization, run
from negosim.negotiation.tactics.from_text import NamedTactic, parse_tactics
from negosim.scenario.load import from_plain
from negosim.scenario.spec.scenario import Scenario

FAILING = '''
from negosim.negotiation.acts import Accept
from negosim.negotiation.tactics.base import Tactic


class Failing(Tactic):
    """Fails in a way of its choice."""

    def __init__(self, how=0.0):
        self.how = how

    def act(self, view):
        if self.how == 1:
            while True:
                pass
        if self.how == 2:
            raise ValueError("no idea")
        return Accept()
'''


def cake() -> Scenario:
    """A cake of uncertain worth to ann."""
    made = one_issue({"ann": [0, 100, 70, 40], "bob": [0, 30, 60, 100]}, rounds=6)
    plain = made.plain()
    plain["parties"]["ann"]["stances"]["it"]["values"]["o3"] = [20, 60]
    return from_plain(plain, "cake")


def lined(texts: str, rows: list[tuple[int, ...]], *, allow_code: bool = False) -> Lineups:
    choices = parse_tactics(texts.split(","), ("ann", "bob"), allow_code=allow_code)
    return Lineups(("ann", "bob"), choices, tuple(rows))


PAIRS = [(0, 0), (0, 1), (1, 0), (1, 1)]


def play(out: Path, plan: Plan, **settings: object) -> Store:
    return run_ensemble(cake(), plan, out=out, form="csv", **settings)


def plan_of(lineups: Lineups, draws: int = 3, replications: int = 2, **more: object) -> Plan:
    plan = Plan(lineups=lineups, replications=replications, chunk=5)
    return replace(plan, runs=draws * plan.each, **more)


def test_every_lineup_meets_the_same_draws_and_the_same_luck(tmp_path: Path) -> None:
    plan = plan_of(lined("linear,random_walker", PAIRS), distance=True)
    data = [one for chunk in play(tmp_path, plan).chunks() for one in zip(*chunk.values(), strict=True)]
    names = [column.name for column in Player(cake(), plan).columns]
    rows = [dict(zip(names, one, strict=True)) for one in data]
    assert [(row["run"], row["lineup"], row["luck"]) for row in rows] == [
        (draw, number, luck) for draw in range(3) for number in range(4) for luck in range(2)
    ]
    for row in rows:
        seats = (row["tactic.ann"], row["tactic.bob"])
        assert seats == tuple(("linear", "random_walker")[place] for place in PAIRS[row["lineup"]])
    path = "parties.ann.stances.it.values.o3"
    assert all(len({row[path] for row in rows if row["run"] == draw}) == 1 for draw in range(3))


def test_a_row_is_that_of_the_run_played_alone(tmp_path: Path) -> None:
    plan = plan_of(lined("linear,random_walker", PAIRS), distance=True)
    store = play(tmp_path, plan)
    names = ["run", "lineup", "luck", "points.ann", "distance", "distance_to_nash", "log"]
    rows = [dict(zip(names, one, strict=True)) for d in store.chunks(names) for one in zip(*d.values(), strict=True)]
    player = Player(cake(), plan)
    for row in rows:
        (realization,) = player.drawn(range(row["run"], row["run"] + 1))
        chance = RandomSource(0, int(row["run"]) + FRESH * int(row["luck"]))
        record = play_realization(with_lineup(realization, plan.lineups, row["lineup"]), chance, {})
        measures = Measures(record)
        assert row["log"] == fingerprint(record.log)
        assert row["points.ann"] == measures.points["ann"]
        assert row["distance"] == measures.distance
        assert row["distance_to_nash"] == measures.distance_to_nash
    lucks = {(row["run"], row["lineup"], row["log"]) for row in rows if row["lineup"] == 3}
    assert len(lucks) > 3, "two random walkers have other luck in each replication"


@pytest.mark.long
def test_the_rows_hang_neither_on_chunks_nor_on_workers_nor_on_resuming(tmp_path: Path) -> None:
    plan = plan_of(lined("linear,random_walker", PAIRS), draws=4)
    whole = rows_of(play(tmp_path / "a", plan))
    assert rows_of(play(tmp_path / "b", replace(plan, chunk=32))) == whole
    assert rows_of(play(tmp_path / "c", plan, workers=2)) == whole
    play(tmp_path / "d", replace(plan, runs=2 * plan.each))
    more = play(tmp_path / "d", plan, resume=True)
    assert rows_of(more) == whole
    assert more.folder.name.startswith("tournament-s0-")
    assert Store.open(more.folder).manifest.plan == plan


def test_a_folder_of_other_lineups_is_not_resumed(tmp_path: Path) -> None:
    store = play(tmp_path, plan_of(lined("linear,conceder", PAIRS)))
    other = lined("linear,conceder", PAIRS[:3])
    fault = resume_obstacles(store.manifest, replace(store.manifest, plan=plan_of(other)))
    assert "its tactics or their files are others" in list(fault)


def test_a_tactic_that_loops_or_raises_loses_its_turns_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine.py").write_text(FAILING)
    monkeypatch.chdir(tmp_path)
    texts = "linear,mine.py:Failing:how=1,mine.py:Failing:how=2"
    rows = [(0, 0), (0, 1), (2, 0)]
    plan = plan_of(lined(texts, rows, allow_code=True), 1, 1, limit=0.1, allow_code=True)
    store = play(tmp_path / "out", plan)
    assert store.manifest.state == "complete"
    names = ["lost.ann", "lost.bob"]
    lost = [one for d in store.chunks(names) for one in zip(*d.values(), strict=True)]
    assert lost[0] == (0, 0)
    assert lost[1][0] == 0 < lost[1][1]
    assert lost[2][1] == 0 < lost[2][0]


def test_the_distance_to_nash_is_none_where_there_is_no_such_solution() -> None:
    hopeless = one_issue({"ann": [50, 100, 0], "bob": [50, 0, 100]})
    assert Measures(run(hopeless)).distance_to_nash is None
    record = run(one_issue({"ann": [0, 100, 60], "bob": [0, 40, 100]}))
    away = np.array(list(Measures(record).points.values())) - np.array([60, 100])
    assert Measures(record).distance_to_nash == pytest.approx(float(np.hypot(*away)))


# Tactics chosen outside a scenario


def test_a_tactic_is_chosen_by_name_and_parameters() -> None:
    plain, tuned = parse_tactics(["linear", " boulware:exponent=0.3:first=0.1 "], ())
    assert (plain.text, plain.name, plain.parameters) == ("linear", "linear", {})
    assert (tuned.name, tuned.parameters) == ("boulware", {"exponent": 0.3, "first": 0.1})
    assert tuned.text == "boulware:exponent=0.3:first=0.1"


def test_all_faults_of_a_choice_come_at_once() -> None:
    texts = ["bulware", "boulware:exponent=7", "boulware:exponnt=0.2", "linear:first", "linear:first=soon", "mine.py"]
    with pytest.raises(UsageError) as told:
        parse_tactics([*texts, "conceder", "conceder"], ())
    assert str(told.value).splitlines() == [
        "no tactic 'bulware': did you mean 'boulware'?",
        "'boulware:exponent=7': exponent is a number from 0.001 to 1, not 7",
        "'boulware:exponnt=0.2': the tactic has no parameter 'exponnt': did you mean 'exponent'?",
        "'linear:first': a parameter is written name:key=value, such as boulware:exponent=0.3",
        "'linear:first=soon': first is a number from 0 to 1, not 'soon'",
        "no tactic 'mine.py': a tactic of your own is written my_file.py:MyTactic",
        "the tactic 'conceder' is named twice",
    ]


def test_a_users_file_may_lie_anywhere_and_runs_only_where_that_is_allowed(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "mine.py"
    file.parent.mkdir()
    file.write_text(FAILING)
    with pytest.raises(UsageError, match="--allow-code"):
        parse_tactics([f"{file}:Failing"], ())
    (one,) = parse_tactics([f"{file}:Failing:how=2"], (), allow_code=True)
    assert (one.text, one.name, one.folder) == ("mine.py:Failing:how=2", "mine.py:Failing", str(file.parent))
    file.write_text(FAILING + "\n# changed\n")
    (other,) = parse_tactics([f"{file}:Failing:how=2"], (), allow_code=True)
    assert other.digest != one.digest
    assert isinstance(one, NamedTactic)
