"""Tournaments of tactics: a planted winner wins, known games are found, and the spread is split as it was planted."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from command_line import call
from small_tournament import cake, imbalance

from negosim.domain.rng import RandomSource
from negosim.errors import RunError, UsageError
from negosim.experiments.ensemble import Plan, run_ensemble
from negosim.experiments.ensemble.plan import Lineups
from negosim.experiments.ensemble.storage import Store
from negosim.experiments.tournament.dependence import dependence_sentence, known_dependence, variance_shares
from negosim.experiments.tournament.empirical_game import estimate_game, symmetrised_game
from negosim.experiments.tournament.narrative import narrate_tournament
from negosim.experiments.tournament.options import TournamentOptions, tournament_plan
from negosim.experiments.tournament.standings import MeanEstimate, TacticRanking, leads, seat_standings, standings
from negosim.experiments.tournament.tournament import Tournament, play_tournament, run_tournament, tournament_of
from negosim.experiments.tournament.tournament_runs import TournamentRuns, read_tournament_runs
from negosim.negotiation.record import run
from negosim.negotiation.tactics.from_text import NamedTactic
from negosim.report.figures.tactic_ranking import rankings
from negosim.report.folder import Job
from negosim.report.results import write_run
from negosim.report.tournament import write_tournament
from negosim.scenario.load import from_plain
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.yaml.writer import dump

# Fields with payoffs that are planted, without playing


class Planted:
    """A store in name: a scenario, and no runs."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.folder = Path("planted")

    @property
    def manifest(self) -> Any:
        return type("Manifest", (), {"scenario": self.scenario.name, "digest": self.scenario.digest})


def field(
    payoffs: np.ndarray[Any, Any], draws: int = 40, lucks: int = 2, noise: float = 0.1, **more: Any
) -> TournamentRuns:
    """A field whose mean points are `payoffs`, shape (seats, tactics, ...), with noise by draw and by luck."""
    seats, tactics = payoffs.shape[0], payoffs.shape[1]
    texts = [f"t{place}" for place in range(tactics)]
    rows = list(np.ndindex(*payoffs.shape[1:]))
    lots = np.random.default_rng(1)
    keys = ("ann", "bob", "cy")[:seats]
    numbers: dict[str, Any] = {}
    for seat, key in enumerate(keys):
        means = np.array([payoffs[seat][row] for row in rows])
        by_draw, by_luck = lots.normal(size=(draws, 1, 1)), lots.normal(size=(draws, len(rows), lucks))
        numbers[f"points.{key}"] = means[None, :, None] + more.get("drawn", 0.0) * by_draw + noise * by_luck
        numbers[f"lost.{key}"] = np.zeros((draws, len(rows), lucks))
    flat = np.ones((draws, len(rows), lucks))
    numbers |= {"agreed": flat, "rounds": 3 * flat, "distance": flat, "distance_to_nash": np.nan * flat}
    lineups = Lineups(keys, tuple(NamedTactic(text, text) for text in texts), tuple(rows))
    deals = np.broadcast_to(np.arange(len(rows))[None, :, None], flat.shape)
    return TournamentRuns(Planted(cake(seats)), lineups, numbers, deals)


PENNIES = np.array([[[1.0, -1.0], [-1.0, 1.0]], [[-1.0, 1.0], [1.0, -1.0]]])
STAG = np.array([[[4.0, 0.0], [3.0, 2.0]], [[4.0, 3.0], [0.0, 2.0]]])


def dominant(seats: int = 2, tactics: int = 3) -> np.ndarray[Any, Any]:
    """Whoever plays the last tactic has 3 points more, whatever the others do."""
    shape = (tactics,) * seats
    return np.stack([3.0 * (np.indices(shape)[seat] == tactics - 1) for seat in range(seats)])


def score(of: TacticRanking) -> MeanEstimate:
    """A tactic's standard score."""
    found = of.estimates["score"]
    assert found is not None
    return found


def test_a_planted_dominant_tactic_wins_everywhere() -> None:
    found = field(dominant(3), noise=1.0)
    best, *rest = standings([found], RandomSource())
    assert best.tactic == "t2"
    assert score(best).low > max(score(one).high for one in rest)
    by_seat = seat_standings(found, RandomSource())
    assert [one.tactic for one in by_seat[::3]] == ["t2", "t2", "t2"]
    sure = {(one.seat, one.better, one.worse) for one in leads([found], RandomSource()) if one.sure}
    assert {("", "t2", "t0"), ("", "t2", "t1"), ("cake.cy", "t2", "t1")} <= sure
    assert not any(worse == "t2" or {better, worse} == {"t0", "t1"} for _, better, worse in sure)


def test_where_nothing_differs_no_lead_is_sure_and_corrections_count_all_pairs() -> None:
    found = leads([field(np.zeros((2, 4, 4)), noise=1.0)], RandomSource())
    assert len([one for one in found if not one.seat]) == 6
    assert len([one for one in found if one.seat]) == 12
    assert not any(one.sure for one in found)


def test_points_of_seats_on_other_scales_weigh_alike() -> None:
    payoffs = np.zeros((2, 2, 2))
    payoffs[0, 1, :] = 1.0
    payoffs[1, :, 0] = 100.0  # to bob the first tactic is as good, on a scale of his own
    first, second = standings([field(payoffs, noise=1e-6)], RandomSource())
    assert score(first).mean == pytest.approx(score(second).mean, abs=1e-6)


def test_the_game_of_a_dominant_tactic_has_one_equilibrium_and_all_paths_end_there() -> None:
    game = estimate_game(field(dominant(3)), RandomSource())
    assert game is not None
    (only,) = game.equilibria
    assert only.tactics == ("t2", "t2", "t2")
    assert only.holds == 1.0
    assert only.points == pytest.approx((3.0, 3.0, 3.0), abs=0.1)
    (end,) = game.ends
    assert (end.tactics, end.starts, end.settled) == ((("t2",),) * 3, 1.0, True)


def test_a_coordination_game_has_its_two_equilibria_and_paths_to_both() -> None:
    game = estimate_game(field(STAG, noise=0.01), RandomSource())
    assert game is not None
    assert [one.tactics for one in game.equilibria] == [("t0", "t0"), ("t1", "t1")]
    ends = {one.tactics: one.starts for one in game.ends}
    assert set(ends) == {(("t0",), ("t0",)), (("t1",), ("t1",))}
    assert sum(ends.values()) == pytest.approx(1.0)


def test_matching_pennies_have_none_and_go_round_their_mix() -> None:
    game = estimate_game(field(PENNIES, noise=0.001), RandomSource())
    assert game is not None
    assert game.equilibria == ()
    assert game.closest[1] == pytest.approx(2.0, abs=0.1), "two standard deviations: from -1 to 1"
    (end,) = game.ends
    assert not end.settled
    assert end.tactics == (("t0", "t1"), ("t0", "t1"))
    assert np.array(end.shares) == pytest.approx(np.full((2, 2), 0.5), abs=0.1)


def test_an_equilibrium_within_noise_says_how_often_it_is_one() -> None:
    payoffs = np.zeros((2, 2, 2))
    game = estimate_game(field(payoffs, draws=20, noise=1.0), RandomSource())
    assert game is not None
    assert all(0.0 < one.holds < 0.9 for one in game.equilibria)


def test_each_against_each_is_what_a_seat_gets_while_another_plays() -> None:
    both = symmetrised_game([field(STAG, noise=1e-6)], RandomSource())
    assert both is not None
    raw = STAG[0]
    scaled = (raw - raw.mean()) / raw.std()
    assert both.matrix == pytest.approx(scaled, abs=1e-3)
    assert both.replies == ("t0", "t1")
    alone = TournamentRuns(Planted(cake()), Lineups(("ann",), (), ()), {}, np.zeros((1, 1, 1), dtype=np.intp))
    assert symmetrised_game([alone], RandomSource()) is None


def test_the_spread_comes_from_where_it_was_planted() -> None:
    by_tactic = {one.outcome: one for one in variance_shares(field(dominant(), noise=0.0))}
    assert by_tactic["points.ann"].tactics == pytest.approx(1.0)
    assert by_tactic["deal"].tactics == pytest.approx(1.0), "each lineup has a deal of its own"
    assert by_tactic["agreed"].tactics is None, "it never varies"
    by_draw = {one.outcome: one for one in variance_shares(field(np.zeros((2, 2, 2)), noise=0.0, drawn=1.0))}
    assert by_draw["points.bob"].preferences == pytest.approx(1.0)
    by_luck = {one.outcome: one for one in variance_shares(field(np.zeros((2, 2, 2)), noise=1.0))}
    assert by_luck["points.ann"].chance == pytest.approx(1.0, abs=0.05)
    assert variance_shares(field(dominant(), draws=1)) == ()


def test_the_answer_in_a_sentence() -> None:
    found = variance_shares(field(dominant(), noise=0.0))
    shares = "the tactics 100 %, the preferences 0 %, both together 0 %, chance 0 %"
    told = f"Of the spread of which deal is made have {shares} (3 tactics tried in 40 draws)."
    assert dependence_sentence(found, 3, 40) == told
    alone = variance_shares(field(dominant(), noise=0.0, lucks=1))
    assert "both together, chance included, 0 %" in dependence_sentence(alone, 3, 40)
    same = field(dominant())
    still = variance_shares(TournamentRuns(same.store, same.lineups, same.numbers, np.zeros_like(same.deals)))
    assert dependence_sentence(still, 3, 40).startswith("Which deal is made does not depend on the tactic")
    assert dependence_sentence((), 3, 1) == ""


# Played tournaments


TACTICS = ("conceder", "linear", "random_walker")


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Tournament:
    wishes = TournamentOptions(TACTICS, draws=6, chunk=20)
    return run_tournament([cake()], wishes, out=tmp_path_factory.mktemp("tournament"))


def test_the_options_go_by_their_earlier_name_too(tmp_path: Path) -> None:
    options = TournamentOptions(TACTICS, seats=("bob",), draws=2)
    now = run_tournament([cake()], options=options, out=tmp_path / "now")
    before = run_tournament([cake()], wishes=options, out=tmp_path / "before")
    assert before.to_dict() == now.to_dict()
    for given in ({}, {"options": options, "wishes": options}):
        with pytest.raises(UsageError, match="takes its options once"):
            run_tournament([cake()], **given, out=tmp_path / "none")


def test_a_tournament_plays_every_assignment_of_every_draw(played: Tournament) -> None:
    (event,) = played.scenarios
    assert played.runs == 6 * 9 * 2
    assert event.runs.whole
    assert event.runs.seats == ("ann", "bob")
    assert {one.tactic for one in played.standings} == set(TACTICS)
    assert len(event.standings) == 6


def test_common_random_numbers_a_tactic_against_itself_differs_by_nothing(played: Tournament) -> None:
    points = played.scenarios[0].runs.numbers["points.ann"]
    same = [number for number, row in enumerate(played.scenarios[0].runs.lineups.rows) if row == (0, 0)]
    assert (points[:, same, 0] == points[:, same, 1]).all(), "conceders use no luck"


def test_a_tactic_without_a_number_is_no_zero_in_the_figure(played: Tournament) -> None:
    first, *others = played.standings
    unknown = replace(first, estimates=first.estimates | {"score": None})
    known, *_ = rankings(replace(played, standings=(unknown, *others)))
    assert [one.tactic for one in known.places] == [one.tactic for one in others]


def test_it_is_told_and_written(played: Tournament) -> None:
    (written,) = write_tournament(played, "unused", Job(command=["negosim", "tournament", "cake"]))
    names = {path.name for path in written.folder.iterdir()}
    drawn = ("tactic_ranking", "tactic_matrix", "replicator_paths")
    figures = {f"{name}.svg" for name in drawn}
    assert figures | {"tournament.json", "tactics.csv", "leads.csv", "dependence.csv", "report.html", "runs"} <= names
    page = (written.folder / "report.html").read_text()
    for section in narrate_tournament(played).sections:
        assert section.title in page
    data = json.loads((written.folder / "tournament.json").read_text())
    assert data["scenarios"][0]["scenario_digest"] == cake().digest
    assert len(data["standings"]) == 3
    titles = [section.title for section in narrate_tournament(played).sections]
    assert titles == [
        "How the tactics did",
        "A test: seat by seat",
        "A test: who would switch?",
        "Each tactic against each, all seats together",
        "A test: does it depend on the tactic?",
    ]


@pytest.mark.long
def test_the_same_bytes_from_one_worker_and_two_and_after_a_resume(tmp_path: Path) -> None:
    def bytes_of(stores: Sequence[Store]) -> bytes:
        (written,) = write_tournament(tournament_of(stores), "unused", Job(figures=False))
        names = ("tournament.json", "tactics.csv", "leads.csv", "dependence.csv")
        return b"".join((written.folder / name).read_bytes() for name in names)

    wishes = TournamentOptions(("linear", "random_walker"), draws=6, chunk=7)
    one = play_tournament([cake()], wishes, out=tmp_path / "one")
    two = play_tournament([cake()], wishes, out=tmp_path / "two", workers=2)
    play_tournament([cake()], TournamentOptions(("linear", "random_walker"), draws=2, chunk=7), out=tmp_path / "more")
    more = play_tournament([cake()], wishes, out=tmp_path / "more", resume=True)
    assert bytes_of(one) == bytes_of(two) == bytes_of(more)


def test_several_scenarios_are_ranked_together_in_a_folder_of_their_own(tmp_path: Path) -> None:
    other = from_plain(cake(rounds=3).plain() | {"title": "Hurried"}, "hurried")
    stores = play_tournament([cake(), other], TournamentOptions(TACTICS, draws=3), out=tmp_path)
    found = tournament_of(stores)
    whole, first, second = write_tournament(found, tmp_path, Job())
    assert whole.folder.parent == tmp_path / "tournaments"
    assert json.loads((first.folder / "tournament.json").read_text())["scenarios"][0]["scenario"] == "cake"
    assert json.loads((second.folder / "tournament.json").read_text())["scenarios"][0]["scenario"] == "hurried"
    alone = [tournament_of([store]).standings for store in stores]
    for standing in found.standings:
        scores = [one.estimates["score"] for table in alone for one in table if one.tactic == standing.tactic]
        assert score(standing).mean == pytest.approx(np.mean([one.mean for one in scores]))
    with pytest.raises(UsageError, match="named twice"):
        play_tournament([cake(), cake()], TournamentOptions(TACTICS, draws=3), out=tmp_path / "again")


def test_too_many_assignments_are_a_balanced_sample_without_a_game_of_all_seats(tmp_path: Path) -> None:
    plan = tournament_plan(cake(3), TournamentOptions(TACTICS, draws=2, most=20))
    assert plan.lineups is not None
    rows = np.array(plan.lineups.rows)
    assert len(rows) == 18
    assert all((np.bincount(column) == 6).all() for column in rows.T)
    assert imbalance(rows, 3) == 0
    found = run_tournament([cake(3)], TournamentOptions(TACTICS, draws=2, most=20), out=tmp_path)
    assert found.scenarios[0].game is None
    told = " ".join(sentence for one in narrate_tournament(found).sections for sentence in one.sentences)
    assert "a balanced sample of the assignments" in told
    assert "Only a sample of the assignments was played" in told
    write_tournament(found, tmp_path, Job())


def test_only_the_seats_named_change_their_tactics(tmp_path: Path) -> None:
    found = run_tournament([cake()], TournamentOptions(TACTICS, seats=("bob",), draws=2), out=tmp_path)
    assert len(found.scenarios[0].runs.lineups) == 3
    assert found.symmetrised is None
    write_tournament(found, tmp_path, Job())
    with pytest.raises(UsageError, match="no seat 'bop': it can be: ann, bob"):
        tournament_plan(cake(), TournamentOptions(TACTICS, seats=("bop",)))


def test_wishes_that_make_no_tournament_are_told() -> None:
    with pytest.raises(UsageError, match="two tactics or more"):
        tournament_plan(cake(), TournamentOptions(("linear",)))
    with pytest.raises(UsageError, match="draws must be 1 or more"):
        tournament_plan(cake(), TournamentOptions(TACTICS, draws=0))


def test_a_tournament_without_a_whole_draw_says_so(tmp_path: Path) -> None:
    (store,) = play_tournament([cake()], TournamentOptions(TACTICS, draws=2, chunk=5), out=tmp_path)
    store.drop([1])
    with pytest.raises(RunError, match="not one draw was played by all lineups"):
        read_tournament_runs(store)


def test_an_ensemble_is_no_tournament(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no tournament"):
        read_tournament_runs(run_ensemble(cake(), Plan(runs=2), out=tmp_path))


# The line in a run's report


def test_what_a_tournament_found_stands_in_a_runs_report(tmp_path: Path) -> None:
    assert known_dependence(cake(), tmp_path) == ""
    found = run_tournament([cake()], TournamentOptions(TACTICS, draws=3), out=tmp_path)
    write_tournament(found, tmp_path, Job(figures=False))
    told = known_dependence(cake(), tmp_path)
    assert told == f"{found.scenarios[0].line} See {found.scenarios[0].runs.store.folder.name}."
    written = write_run(run(cake()), tmp_path)
    assert found.scenarios[0].line in (written.folder / "report.html").read_text()
    other = from_plain(cake(rounds=3).plain(), "cake")
    assert known_dependence(other, tmp_path) == "", "another scenario of the same name"
    (found.scenarios[0].runs.store.folder / "tournament.json").write_text("[]")
    assert known_dependence(cake(), tmp_path) == "", "a broken file is no answer"


# The command


def test_the_command_from_end_to_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("cake.yaml").write_text(dump(cake().plain()))
    words = ["tournament", "cake.yaml", "--tactics", "conceder,boulware:exponent=0.3", "--runs", "3", "--workers", "1"]
    done = call(*words, "--seed", "0", "--no-figures")
    assert "How the tactics did" in done.stdout
    assert "boulware:exponent=0.3" in done.stdout
    again = call(*words, "--seed", "0", "--json", "--resume", "--no-figures")
    assert json.loads(again.stdout)["tactics"] == ["conceder", "boulware:exponent=0.3"]
    markdown = call(*words, "--resume", "--md", "--no-figures")
    assert "## How the tactics did" in markdown.stdout
    ran = call("run", "cake.yaml", "--no-figures")
    assert "Does it depend on the tactic?" in ran.stdout


def test_a_wrong_tactic_ends_before_anything_is_played(tmp_path: Path) -> None:
    done = call("tournament", "article_2025_02_23", "--tactics", "bulware,linear", "--out", str(tmp_path), code=2)
    assert "no tactic 'bulware': did you mean 'boulware'?" in done.stderr
    assert not list(tmp_path.iterdir())
