"""Ensembles: the same rows whoever plays them, nothing done is ever lost, and what is said of them is counted right."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
from collections import Counter
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from building import issue, meeting, one_issue, party, scenario, stance, versus
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from many_runs import cake, rows_of

from negosim.analysis.analysis import analyze
from negosim.analysis.analysis_narrative import narrate_analysis
from negosim.analysis.impasse.shortfall import failure
from negosim.analysis.measures import Measures
from negosim.cli import cli
from negosim.cli.ensemble import ending
from negosim.domain.outcomes import Issue, OutcomeSpace
from negosim.domain.rng import RandomSource, uniforms
from negosim.errors import RunError, UsageError
from negosim.experiments.ensemble import Outlook, Plan, Store, run_ensemble, summarise
from negosim.experiments.ensemble import tables as tables_module
from negosim.experiments.ensemble import workers as cluster_module
from negosim.experiments.ensemble.aggregate import Tally
from negosim.experiments.ensemble.chunk import kernel, parcel, unpack, work
from negosim.experiments.ensemble.clusters import outcome_clusters
from negosim.experiments.ensemble.design import SCRAMBLINGS, scrambling, sobol_levels
from negosim.experiments.ensemble.engine import Engine
from negosim.experiments.ensemble.narrative import narrate_ensemble
from negosim.experiments.ensemble.plan import BLOCK
from negosim.experiments.ensemble.player import Player
from negosim.experiments.ensemble.progress import duration
from negosim.experiments.ensemble.rows import fingerprint, rejections, row
from negosim.experiments.ensemble.running import ensemble_folder
from negosim.experiments.ensemble.storage import Manifest
from negosim.experiments.ensemble.summary import _interval, write_summary
from negosim.experiments.ensemble.tables import CSV, PARQUET, best_form, need
from negosim.experiments.ensemble.workers import Serial, Workforce, cluster_workers, local_workers, usable_cores
from negosim.experiments.statistics import wilson
from negosim.negotiation.record import Record, run
from negosim.report.figures.picture import draw_all_findings, draw_findings
from negosim.report.pages.ensemble import ensemble_report, write_ensemble_report
from negosim.scenario.load import from_plain, load
from negosim.scenario.realize.realization import RealizationFactory
from negosim.scenario.spec.scenario import Scenario

UNSURE: Any = [0, 60]

FORMS = (CSV, PARQUET) if best_form() == PARQUET else (CSV,)


def play(
    tmp_path: Path, plan: Plan | None = None, *, name: str = "a", of: Scenario | None = None, **more: Any
) -> Store:
    return run_ensemble(of or cake(), plan or Plan(runs=40, chunk=8), out=tmp_path / name, **{"form": CSV, **more})


# Draws


@given(
    st.integers(0, 2**64 - 1),
    st.lists(st.integers(0, 2**64 - 1), min_size=1, max_size=4),
    st.lists(st.text(), max_size=3),
)
@settings(max_examples=25)
def test_numbers_of_many_runs_at_once_are_those_of_each_run(seed: int, runs: list[int], purposes: list[str]) -> None:
    alone = [[RandomSource(seed, one).uniform(purpose) for purpose in purposes] for one in runs]
    assert uniforms(seed, runs, purposes).tolist() == alone


@pytest.mark.parametrize("form", FORMS)
def test_a_run_of_an_ensemble_is_the_run_that_is_drawn_alone(tmp_path: Path, form: str) -> None:
    store = play(tmp_path, Plan(runs=20, seed=3, chunk=7), form=form)
    names = [column.name for column in store.manifest.columns]
    data = list(store.chunks())
    for k in (0, 6, 7, 19):
        alone = run(cake(), seed=3, run=k, draw=True)
        again = Record.from_dict(json.loads(json.dumps(alone.to_dict())))
        stored = [data[k // 7][name][k % 7] for name in names]
        assert stored == row(alone, Player(cake(), store.manifest.plan).paths)
        assert stored == row(again, Player(cake(), store.manifest.plan).paths)


def test_a_reading_at_the_quantiles_of_a_run_is_its_draw() -> None:
    realizations = RealizationFactory(cake())
    chance = RandomSource(1, 2)
    levels = [chance.uniform(f"number.{path}") for path in realizations.open]
    at = realizations.drawn(realizations.draws.at([levels])[0])
    assert at.numbers == realizations.draw(chance).numbers


# The same rows


def alone() -> Scenario:
    """One seat at a table of its own, which needs nobody's consent."""
    issues = {"it": issue("none some all", "a")}
    parties = {"a": party({"it": stance([5, 15], {"none": 0, "some": [10, 90], "all": [10, 90]})}), "b": party({})}
    return scenario(issues, parties, {"talks": meeting("a", "it", 3)})


def referendums() -> Scenario:
    """Two referendums on what is agreed on a cake, the second with a swing; some do not vote."""
    noted = {"basis": "assumed", "numbers": "made up for a test"}
    wants = {"weight": 1, "values": {"none": 0, "some": 100, "all": 50}, **noted}
    blocs = {
        "voters": {"title": "Voters", "weight": [40, 60], "stances": {"it": wants}, **noted},
        "others": {"title": "Others", "weight": 50, **noted},
    }
    south = {"ratifies": "a", "passes": {"share": "1/2"}, "blocs": blocs, **noted}
    bodies = {"south": south, "north": south | {"ratifies": "b", "swing": 0.1}}
    return from_plain(cake().plain() | {"negosim": 2, "bodies": bodies}, "referendums")


def test_an_ensemble_has_a_column_for_each_result_of_a_vote() -> None:
    names = [column.name for column in Player(referendums(), Plan(runs=1)).columns]
    assert [one for one in names if one.endswith((".south", ".north"))] == [
        f"{what}.{body}" for body in ("south", "north") for what in ("ratified", "not_ratified", "share", "against")
    ]


SCENARIOS = {"two seats": cake, "one seat": alone, "referendums": referendums} | {
    name: partial(load, name) for name in ("february_in_full", "parliament_ratifies", "attack_on_the_eve")
}


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_row_is_the_same_in_any_chunk_and_is_that_of_its_run_played_alone(name: str) -> None:
    of = SCENARIOS[name]()
    player = Player(of, Plan(runs=20, seed=3))
    whole = list(player.rows(range(20)))
    assert [one for start in range(0, 20, 3) for one in player.rows(range(20)[start : start + 3])] == whole
    records = [run(of, seed=3, run=number, draw=True) for number in range(20)]
    assert [row(record, player.paths) for record in records] == whole


DIGESTS = """
from negosim.experiments.ensemble import Plan
from negosim.experiments.ensemble.player import Player
from negosim.scenario.load import from_plain, load
for name in ("river_basin", "february_in_full", "attack_on_the_eve"):
    print(Player(load(name), Plan(runs=8)).kernel())
"""


def test_rows_do_not_hang_on_the_seed_of_hashes() -> None:
    seeds = (os.environ | {"PYTHONHASHSEED": seed} for seed in ("1", "2"))
    said = [
        subprocess.run([sys.executable, "-c", DIGESTS], capture_output=True, check=True, env=one).stdout
        for one in seeds
    ]
    assert said[0] == said[1]
    assert len(set(said[0].split())) == 3


def test_a_seat_that_needs_nobody_settles_its_matter_in_every_run() -> None:
    player = Player(alone(), Plan(runs=20))
    place = [column.name for column in player.columns].index("agreed")
    assert all(one[place] for one in player.rows(range(20)))


def test_size_of_chunks_and_form_of_files_change_no_row(tmp_path: Path) -> None:
    rows = {
        rows_of(play(tmp_path, Plan(runs=8, chunk=chunk), name=f"{chunk}{form}", form=form))
        for chunk in (1, 3, 1000)
        for form in FORMS
    }
    assert len(rows) == 1


@pytest.mark.parametrize("name", ["two seats", "one seat", "february_in_full"])
def test_two_processes_give_the_rows_of_one(tmp_path: Path, name: str) -> None:
    of, plan = SCENARIOS[name](), Plan(runs=20, chunk=5)
    alone = play(tmp_path, plan, of=of, name="one")
    together = play(tmp_path, plan, of=of, name="two", workers=2)
    assert rows_of(alone) == rows_of(together)
    assert (alone.folder / "manifest.json").read_bytes() == (together.folder / "manifest.json").read_bytes()
    for file in ("SHA256SUMS", "part-000003.csv"):
        assert (alone.folder / "runs" / file).read_bytes() == (together.folder / "runs" / file).read_bytes()


def test_a_resumed_ensemble_is_the_whole_one(tmp_path: Path) -> None:
    whole = play(tmp_path, name="whole")
    cut = play(tmp_path, name="cut", watch=after(2))
    assert cut.manifest.state == "interrupted"
    assert 0 < cut.runs < 40
    again = play(tmp_path, name="cut", resume=True)
    assert again.manifest.state == "complete"
    assert rows_of(again) == rows_of(whole)
    assert len(again.journal) == 2
    assert play(tmp_path, name="cut", resume=True).manifest == whole.manifest


def after(looks: int) -> Any:
    """A watch that interrupts at a look."""
    seen: list[Outlook] = []

    def watch(outlook: Outlook) -> None:
        seen.append(outlook)
        if len(seen) == looks:
            raise KeyboardInterrupt

    return watch


def test_more_runs_are_added_to_an_ensemble(tmp_path: Path) -> None:
    play(tmp_path, Plan(runs=12, chunk=8), name="grown")
    grown = play(tmp_path, Plan(runs=30, chunk=8), name="grown", resume=True)
    assert rows_of(grown) == rows_of(play(tmp_path, Plan(runs=30, chunk=8), name="at once"))


@pytest.mark.parametrize(
    "harm",
    [
        lambda path: path.write_bytes(path.read_bytes()[:-20]),
        lambda path: path.write_bytes(path.read_bytes().replace(b"1", b"2", 1)),
        lambda path: path.unlink(),
        lambda path: path.write_bytes((path.parent / "part-000002.csv").read_bytes()),
    ],
)
def test_a_chunk_that_was_harmed_is_found_and_played_again(tmp_path: Path, harm: Any) -> None:
    store = play(tmp_path)
    before = rows_of(store)
    harm(store.folder / "runs" / "part-000001.csv")
    with pytest.raises(RunError, match=r"part-000001.csv was cut short or changed: --resume plays these runs again"):
        rows_of(Store.open(store.folder))
    again = play(tmp_path, resume=True)
    assert rows_of(again) == before
    assert next(ending(again, "test")) == "Cut short or changed on disk, and played again: 1 chunk."
    assert not list(ending(play(tmp_path, resume=True), "test"))


def test_a_checksum_that_was_cut_short_costs_its_chunk_alone(tmp_path: Path) -> None:
    store = play(tmp_path)
    sums = store.folder / "runs" / "SHA256SUMS"
    sums.write_text(sums.read_text()[:-30])
    assert Store.open(store.folder).present == [0, 1, 2, 3]
    assert rows_of(play(tmp_path, resume=True)) == rows_of(play(tmp_path, name="b"))


@pytest.mark.parametrize("form", FORMS)
def test_what_there_isnt_is_read_as_none_or_nan(tmp_path: Path, form: str) -> None:
    data = next(play(tmp_path, Plan(runs=40, chunk=40), form=form).chunks(["settled.it", "blocked", "agreed"]))
    assert {type(value) for value in data["settled.it"]} == {str, type(None)}
    assert data["agreed"].dtype == np.bool_
    assert all(
        (value is None) <= (not agreed) for value, agreed in zip(data["settled.it"], data["agreed"], strict=True)
    )


# Rows


def test_offers_that_were_turned_down_are_counted() -> None:
    of = one_issue({"a": [0, 100], "b": [100, 0]}, rounds=3)
    assert rejections(versus(of, a=[{"it": "o1"}], b=[]).log) == {"b": 1}


def test_logs_have_the_same_fingerprint_where_they_are_the_same() -> None:
    logs = [run(cake(), run=k, draw=True).log for k in (0, 0, 1)]
    first, again, other = map(fingerprint, logs)
    assert first == again != other
    assert len(first) == 16


def test_the_distance_to_the_frontier_is_a_column_on_request(tmp_path: Path) -> None:
    store = play(tmp_path, Plan(runs=3, distance=True))
    assert store.read(0, ["distance"])["distance"][2] == Measures(run(cake(), run=2, draw=True)).distance


# Designs


def test_sobol_points_are_the_same_in_any_chunks(tmp_path: Path) -> None:
    plans = [Plan(runs=64, chunk=chunk, design="sobol") for chunk in (5, 64)]
    first, second = (rows_of(play(tmp_path, plan, name=str(plan.chunk))) for plan in plans)
    assert first == second
    assert first != rows_of(play(tmp_path, Plan(runs=64), name="other"))


def test_each_scrambling_fills_the_space_evenly() -> None:
    points = sobol_levels(0, 16 * SCRAMBLINGS, range(16 * SCRAMBLINGS), 2)
    for k in range(SCRAMBLINGS):
        part = np.array(points[16 * k : 16 * k + 16])
        assert (np.sort((part * 16).astype(int), axis=0) == np.arange(16)[:, None]).all()
    assert scrambling(16, 16 * SCRAMBLINGS) == 1


def test_a_scenario_without_uncertain_numbers_has_a_sobol_design_too(tmp_path: Path) -> None:
    of = one_issue({"a": [0, 100], "b": [0, 100]})
    assert summarise(play(tmp_path, Plan(runs=32, design="sobol"), of=of)).agreed.share == 1.0


def test_intervals_of_a_sobol_design_come_from_its_scramblings(tmp_path: Path) -> None:
    found = summarise(play(tmp_path, Plan(runs=128, design="sobol", chunk=50)))
    assert found.agreed.low < found.agreed.share < found.agreed.high
    assert _interval([(3, 4), (3, 4)], 0.95) == (0.75, 0.75)


# Stopping


def test_it_stops_after_a_block_when_the_interval_is_narrow_enough(tmp_path: Path) -> None:
    of = one_issue({"a": [UNSURE, 50], "b": [UNSURE, 50]}, rounds=2)
    stores = [play(tmp_path, Plan(runs=4000, until=0.03, chunk=chunk), name=str(chunk), of=of) for chunk in (250, 500)]
    first, second = (store.manifest for store in stores)
    assert first.stopped == second.stopped
    assert first.stopped is not None
    assert first.stopped["runs"] == first.runs == stores[0].runs
    low, high = wilson(int(first.stopped["agreed"]), first.runs)
    assert (high - low) / 2 < 0.03
    assert first.runs % BLOCK == 0
    assert rows_of(stores[0]) == rows_of(stores[1])
    assert not list((stores[0].folder / "runs").glob(f"part-{first.runs // 250:06d}*"))


def test_it_gives_up_at_the_most_runs_it_may_take(tmp_path: Path) -> None:
    store = play(tmp_path, Plan(runs=1000, until=0.001), of=one_issue({"a": [UNSURE, 50], "b": [0, 50]}, rounds=1))
    assert store.manifest.stopped is None
    assert store.manifest.state == "complete"
    assert store.runs == 1000


# Failures


CODE = """
from negosim.plugins import Pass, Reject, Tactic


class Fragile(Tactic):
    def act(self, view):
        if abs(view.chance.uniform("tactic.a.nerves") - 0.36686565091615964) < 1e-12:  # in run 11 of seed 0
            raise ValueError("I can't")
        return Pass() if view.offer is None else Reject()
"""


def fragile(folder: Path) -> Scenario:
    """A scenario in a folder, with a tactic of its user that fails in run 11."""
    from negosim.scenario.load import from_plain

    (folder / "mine.py").write_text(CODE)
    plain = cake().plain()
    plain["parties"]["a"]["tactic"]["name"] = "mine.py:Fragile"
    return from_plain(plain, "mine", path=folder / "mine.yaml")


def test_a_chunk_that_fails_is_told_with_its_draw_and_the_rest_is_kept(tmp_path: Path) -> None:
    of = fragile(tmp_path)
    store = play(tmp_path, Plan(runs=24, chunk=8, allow_code=True), of=of)
    (failure,) = store.manifest.failures
    assert store.manifest.state == "incomplete"
    assert store.runs == 16
    assert failure["run"] == 11
    assert "ValueError: I can't" in failure["reason"]
    realizations = RealizationFactory(of)
    drawn = realizations.draw(RandomSource(0, 11)).numbers
    assert failure["numbers"] == {path: drawn[path] for path in realizations.open}
    with pytest.raises(RunError, match="I can't"):
        run(of, run=11, draw=True, allow_code=True)
    assert summarise(store).runs == 16


class Mortal(Executor):
    """Plays as `Serial`, but its workers die of some chunks; once dead it is dead."""

    def __init__(self, deadly: Counter[int]) -> None:
        self.deadly = deadly
        self.dead = False

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        if self.dead:
            raise BrokenProcessPool("dead")
        future: Future[Any] = Future()
        if self.deadly[args[1]] > 0:
            self.deadly[args[1]] -= 1
            self.dead = True
            future.set_exception(BrokenProcessPool("dead"))
        else:
            future.set_result(fn(*args))
        return future


def engine(tmp_path: Path, force: Workforce, plan: Plan | None = None) -> Engine:
    player = Player(cake(), plan or Plan(runs=40, chunk=8))
    store = Store.create(tmp_path / "engine", Manifest.planned(player, CSV), run(cake()))
    return Engine(store, parcel(cake(), player.plan, CSV), force, lambda _: None)


@pytest.mark.parametrize("deaths", [1, 2, 4, 9])
def test_a_pool_that_breaks_is_replaced_and_only_what_was_in_flight_runs_again(tmp_path: Path, deaths: int) -> None:
    deadly = Counter({2: deaths})
    one = engine(tmp_path, Workforce(lambda: Mortal(deadly), 3, "mortals"))
    one.play(range(5), {})
    if deaths > 3:
        assert [failure.chunk for failure in one.failures] == [2]
        assert "its worker died" in one.failures[0].reason
        assert sorted(one.agreed) == [0, 1, 3, 4]
    else:
        assert not one.failures
        assert sorted(one.agreed) == [0, 1, 2, 3, 4]


class Failing(Executor):
    """Every chunk ends in an error of the workers' own."""

    def __init__(self, error: Exception | None) -> None:
        self.error = error

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        if self.error is None:
            future.cancel()
            future.set_running_or_notify_cancel()
        else:
            future.set_exception(self.error)
        return future


def test_what_a_worker_raises_is_a_failure_of_its_chunk(tmp_path: Path) -> None:
    one = engine(tmp_path, Workforce(lambda: Failing(MemoryError("no room")), 1, "failing"))
    one.play(range(2), {})
    assert [failure.reason for failure in one.failures] == ["MemoryError: no room"] * 2


def test_workers_that_are_gone_are_told_in_a_sentence(tmp_path: Path) -> None:
    one = engine(tmp_path, Workforce(lambda: Failing(None), 1, "gone"))
    with pytest.raises(RunError, match="the workers are gone"):
        one.play(range(2), {})


def test_an_interrupt_keeps_what_is_in_flight_and_calls_off_the_rest(tmp_path: Path) -> None:
    class Slow(Serial):
        def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
            return super().submit(fn, *args, **kwargs) if args[1] < 2 else Future()

    one = engine(tmp_path, Workforce(Slow, 4, "slow"))
    one.watch = after(1)
    one.play(range(5), {})
    assert one.interrupted
    assert sorted(one.agreed) == [0, 1]


def test_a_full_disk_is_told_and_nothing_done_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = rows_of(play(tmp_path, name="whole"))
    keep = Store.put
    room = iter(range(5))

    def put(self: Store, name: str, content: bytes) -> None:
        if next(room, None) is None:
            monkeypatch.setattr("os.fsync", full)
        keep(self, name, content)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Store, "put", put)
        with pytest.raises(RunError, match="No space left on device"):
            play(tmp_path, name="full")
    monkeypatch.undo()
    (folder,) = (tmp_path / "full" / "test").iterdir()
    assert not list(folder.rglob("*.tmp"))
    assert Store.open(folder).present
    assert rows_of(play(tmp_path, name="full", resume=True)) == whole


# Refusals


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (Plan(runs=40, chunk=10), "its chunk is 8, not 10"),
        (Plan(runs=40, chunk=8, distance=True), "its distance is False, not True"),
        (Plan(runs=10, chunk=8), "it has 40 runs, more than 10"),
    ],
)
def test_another_ensemble_is_not_resumed(tmp_path: Path, plan: Plan, said: str) -> None:
    play(tmp_path)
    with pytest.raises(UsageError, match=said):
        play(tmp_path, plan, resume=True)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("digest", "0" * 64, "the scenario was changed since"),
        ("kernel", "0" * 64, "this machine computes other numbers"),
        ("columns", [], "its columns are those of another version"),
    ],
)
def test_a_folder_of_another_scenario_machine_or_version_is_not_resumed(
    tmp_path: Path, key: str, value: Any, said: str
) -> None:
    path = play(tmp_path).folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {key: value}))
    with pytest.raises(UsageError, match=said):
        play(tmp_path, resume=True)


def test_a_folder_that_is_taken_is_left_alone(tmp_path: Path) -> None:
    play(tmp_path)
    with pytest.raises(UsageError, match="is taken: --resume goes on"):
        play(tmp_path)
    (tmp_path / "link").symlink_to(tmp_path / "a")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "test").symlink_to(tmp_path / "a" / "test")
    with pytest.raises(UsageError, match="leads through a link"):
        play(tmp_path, name="b")


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format": 9}', '{"format": 1}'])
def test_what_is_no_manifest_is_said_to_be_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(UsageError, match="is not the manifest of an ensemble"):
        Store.open(tmp_path)


def test_a_folder_without_manifest_is_no_ensemble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="no ensemble can be read"):
        Store.open(tmp_path)
    (tmp_path / "manifest.json").write_text("{}")
    monkeypatch.setattr("negosim.experiments.ensemble.storage.LARGEST", 1)
    with pytest.raises(UsageError, match="it is too large"):
        Store.open(tmp_path)


def test_a_scenario_changed_in_the_folder_is_noticed(tmp_path: Path) -> None:
    store = play(tmp_path)
    file = store.folder / "scenario.yaml"
    file.write_text(file.read_text().replace("A test", "Another"))
    with pytest.raises(UsageError, match=r"scenario.yaml was changed"):
        summarise(Store.open(store.folder))


def test_an_ensemble_without_runs_has_no_findings(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "new", Manifest.planned(Player(cake(), Plan()), CSV), run(cake()))
    assert store.journal == []
    with pytest.raises(UsageError, match="holds no runs yet"):
        summarise(store)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"runs": 0}, "runs must be from 1"),
        ({"chunk": 0}, "chunk must be from 1"),
        ({"design": "sobl"}, "no design 'sobl'"),
        ({"design": "sobol", "runs": 1000}, "take --runs 1024"),
        ({"design": "sobol", "runs": 16}, "take --runs 32"),
        ({"design": "sobol", "runs": 1024, "until": 0.01}, "--until rests on independent draws"),
        ({"until": 0.0}, "until must be a half-width"),
        ({"until": 0.01, "runs": 500}, "looks every 1000 runs"),
        ({"until": 0.01, "chunk": 300}, "must divide 1000"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(given: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        Plan(**given)


def test_a_number_of_workers_is_bounded() -> None:
    with pytest.raises(UsageError, match="workers must be from 1"):
        local_workers(0)
    assert local_workers(2).at_once == 6
    assert usable_cores() >= 1


def test_a_name_that_no_folder_can_have_is_refused() -> None:
    from negosim.scenario.load import from_plain

    with pytest.raises(UsageError, match="no folder can be named after"):
        ensemble_folder(from_plain(cake().plain(), "../out"), Plan())


def test_parquet_needs_duckdb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables_module, "find_spec", lambda _: None)
    assert best_form() == CSV
    with pytest.raises(UsageError, match="pip install 'negosim"):
        need(PARQUET)


def test_a_cluster_needs_its_extra_and_an_address_that_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_module, "find_spec", lambda _: None)
    with pytest.raises(UsageError, match="pip install 'negosim"):
        cluster_workers("tcp://127.0.0.1:1", "", "")


# What is said of them


def test_counts_are_those_of_the_rows(tmp_path: Path) -> None:
    store = play(tmp_path, Plan(runs=200, chunk=64))
    found = summarise(store)
    records = [run(cake(), run=k, draw=True) for k in range(200)]
    measures = [Measures(record) for record in records]
    assert found.agreed.count == sum(one.agreed for one in measures)
    assert (found.agreed.low, found.agreed.high) == wilson(found.agreed.count, 200)
    for issue_ in found.issues:
        for option in issue_.options:
            assert option.count == sum(str(one.outcome[issue_.key]) == option.key for one in measures)
    for party_ in found.parties:
        points = [one.points[party_.key] for one in measures]
        assert party_.mean == pytest.approx(np.mean(points))
        assert party_.quantiles["50"] == pytest.approx(np.quantile(points, 0.5, method="inverted_cdf"), abs=0.051)
        assert sum(count for _, count in party_.bins) == 200
        assert party_.central_rank == pytest.approx(np.mean(np.array(points) < party_.central), abs=0.05)
    failures = [failure(one) for one in measures]
    assert found.failed.count == sum(one is not None for one in failures)
    assert found.missed.count == sum(one is not None and one.missed for one in failures)
    for chance, party_ in zip(found.blocked, found.parties, strict=True):
        short = [one.short[chance.key] for one in failures if one is not None and chance.key in one.short]
        assert chance.count == len(short)
        assert party_.short == pytest.approx(np.mean(short) if short else 0)
    assert sum(one.chance.count for one in found.outcomes) + found.others.count == 200
    assert found.rounds == np.mean([record.course.round for record in records])
    assert sum(option.central for option in found.issues[0].options) == 1


def test_memory_holds_counts_not_rows(tmp_path: Path) -> None:
    tally = Tally(RealizationFactory(cake()).space, ("a", "b"))
    data = list(play(tmp_path).chunks())
    for chunk in data * 3:
        tally.add(chunk)
    assert tally.runs == 120
    assert len(tally.outcomes) <= 15


def test_outcomes_that_differ_on_little_are_one_group() -> None:
    issues = [Issue(key, key, ("x", "y"), ("x", "y"), 0, (frozenset(),) * 2) for key in "abcdefgh"]
    space = OutcomeSpace(issues)
    near, other = space.index([0, 0, 0, 0, 0, 0, 0, 1]), space.index([1] * 8)
    found = outcome_clusters(space, Counter({0: 50, near: 60, other: 20}))
    assert [(group.outcomes, group.count) for group in found] == [((near, 0), 110), ((other,), 20)]
    assert outcome_clusters(space, Counter({5: 1}))[0].count == 1


def test_progress_says_rate_time_left_and_the_running_estimate() -> None:
    assert str(Outlook(0, 1000, 0, 0, 0.0)) == "0 of 1,000 runs"
    until = Outlook(1000, 100_000, 500, 1000, 2.0, until=0.01)
    assert 9_000 < until.needed < 10_000
    assert "a deal in 50 % (47 to 53 %)" in str(until)
    assert duration(7200) == "2 h"


def test_figures_tell_the_same_in_words_and_numbers(tmp_path: Path) -> None:
    found = summarise(play(tmp_path, Plan(runs=100)))
    chances, strips = draw_all_findings(found)
    assert {"chances", "points_strips"} == {chances.name, strips.name}
    assert len(chances.table) == 1 + 3 + 5
    assert "something is agreed in" in chances.alt
    assert len(strips.table) == 2
    assert draw_findings("chances", found).svg() == chances.svg()
    many = replace(found.issues[1], options=found.issues[1].options * 4)
    assert len(draw_findings("chances", replace(found, issues=(many,))).table) == 1 + 20
    with pytest.raises(UsageError, match="no ensemble_figure 'chance'"):
        draw_findings("chance", found)


def test_groups_say_how_many_runs_are_in_none_of_them(tmp_path: Path) -> None:
    found = summarise(play(tmp_path, Plan(runs=100)))
    (first, *_) = found.clusters
    listed = replace(first, chance=replace(first.chance, count=96))
    assert "The other 4.0 % of the runs are in smaller groups." in replace(found, clusters=(listed,)).groups_note
    whole = replace(first, chance=replace(first.chance, count=100))
    assert "smaller groups" not in replace(found, clusters=(whole,)).groups_note


def test_the_report_says_what_shares_are_and_what_is_missing(tmp_path: Path) -> None:
    store = play(tmp_path, Plan(runs=60, chunk=20), watch=after(2))
    found = summarise(store)
    write_ensemble_report(store, found, png=True)
    files = write_summary(store, found, csv=True)
    page = (store.folder / "report.html").read_text()
    assert "They are no\nforecast" in page
    assert "It is unfinished" in page
    assert {"report.html", "chances.svg", "points_strips.png", "summary.json", "export.csv", "runs/"} <= set(files)
    assert json.loads((store.folder / "summary.json").read_text())["runs"] == found.runs
    stopped = replace(store.manifest, stopped={"runs": 40, "until": 0.02})
    assert "It stopped after 40 runs" in ensemble_report(store.scenario, stopped, found)


# The command line


def call(*words: str) -> Any:
    return CliRunner().invoke(cli, ["ensemble", *words])


@pytest.fixture
def starter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    from negosim.scenario.yaml.writer import dump

    monkeypatch.chdir(tmp_path)
    Path("cake.yaml").write_text(dump(cake().plain()))
    return "cake.yaml"


def test_the_command_tells_chances_and_writes_the_folder(starter: str) -> None:
    done = call(starter, "--runs", "100", "--workers", "1", "--csv", "--no-figures")
    assert done.exit_code == 0, done.output
    for words in (
        "Share of runs that end with each",
        "The commonest outcomes",
        "Who was short of points",
        "export.csv",
    ):
        assert words in done.output
    (folder,) = Path("results/cake").iterdir()
    assert folder.name.startswith("ensemble-s0-")
    again = call(starter, "--runs", "100", "--workers", "1", "--json", "--resume")
    assert json.loads(again.stdout)["runs"] == 100
    assert "report.html" in json.loads(again.stdout)["files"]


def test_the_command_tells_how_a_failed_run_is_played_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from negosim.scenario.yaml.writer import dump

    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.yaml").write_text(dump(fragile(tmp_path).plain()))
    words = ["mine.yaml", "--runs", "20", "--workers", "1", "--chunk", "10", "--allow-code", "--no-figures"]
    done = call(*words, "--seed", "0", "--set", "title=Mine")
    assert done.exit_code == 3
    assert "negosim run mine.yaml --draw --seed 0 --run 11 --set title=Mine" in done.stderr
    assert "10 of 20 runs are kept; --resume tries the others again" in done.stderr


def test_the_command_says_that_it_stopped_or_could_not(starter: str) -> None:
    words = [starter, "--workers", "1", "--no-figures", "--json"]
    done = call(*words, "--until", "0.2")
    assert "the chance of a deal is known to +- 0.2" in done.stderr
    done = call(*words, "--until", "0.001", "--runs", "1000", "--resume")
    assert "more with --runs and --resume" in done.stderr


def test_an_interrupt_ends_with_130_and_says_how_to_go_on(starter: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(self: Engine) -> Outlook:
        raise KeyboardInterrupt

    monkeypatch.setattr(Engine, "outlook", interrupted)
    done = call(starter, "--runs", "40", "--chunk", "10", "--workers", "1", "--no-figures")
    assert done.exit_code == 130
    assert "10 of 40 runs are kept; the same command with --resume goes on" in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--runs", "0"], "runs must be from 1"),
        (["--design", "sobol", "--runs", "1000"], "take --runs 1024"),
        (["--workers", "0"], "workers must be from 1"),
    ],
)
def test_bad_input_is_one_sentence(starter: str, words: list[str], said: str) -> None:
    done = call(starter, *words)
    assert done.exit_code == 2
    assert said in done.stderr
    assert not Path("results").exists() or not list(Path("results").rglob("part-*"))


def test_progress_is_shown_on_a_terminal_in_one_line(starter: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import click

    from negosim.cli._output import progress_line

    written: list[str] = []
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys.stderr, "write", written.append)
    with click.Context(click.Command("x")), progress_line() as show:
        show("10 of 20")
        show("done")
    assert written == ["\r10 of 20", "\rdone    ", "\r    \r"]


# Workers


def test_a_worker_leaves_ctrl_c_to_its_parent() -> None:
    with local_workers(2).hire() as pool:
        assert isinstance(pool, ProcessPoolExecutor)
        assert pool.submit(signal.getsignal, signal.SIGINT).result() == signal.SIG_IGN


def test_a_parcel_brings_scenario_and_plan_unchanged() -> None:
    plan = Plan(runs=5, seed=2**64 - 1, until=None)
    of, again, form = unpack(parcel(cake(), plan, CSV))
    assert (of.digest, again, form) == (cake().digest, plan, CSV)
    assert kernel(parcel(cake(), plan, CSV))[1] == Player(cake(), plan).kernel()
    assert work(parcel(cake(), plan, CSV), 0).runs == 5


def test_what_is_agreed_and_not_in_force_is_told_of_every_issue_that_waits(tmp_path: Path) -> None:
    gains = {"no": 0, "yes": 100}
    issues = {"x": issue("no yes", "ann bob") | {"while": {"y": "yes"}}, "y": issue("no yes", "ann bob")}
    parties = {
        "ann": party({"x": stance(1, gains), "y": stance(0, gains, "yes")}),
        "bob": party({"x": stance(1, gains)}),
    }
    of = scenario(issues, parties, {"talks": meeting("ann bob", "x")}, negosim=2)
    found = summarise(play(tmp_path, Plan(runs=16), of=of))
    waits, free = found.issues
    assert waits.suspended is not None and waits.suspended.central and free.suspended is None
    assert waits.suspended.share == waits.options[1].share == 1.0
    told = str(narrate_ensemble(found))
    assert "Agreed, and not in force" in told and "(not in force: Issue)" in told
    assert "Agreed, and not in force: Issue." in str(narrate_analysis(analyze(of)))
