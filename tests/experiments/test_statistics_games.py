"""Games in normal form: known equilibria, replicator paths of small games, and a peer for two players."""

from __future__ import annotations

import warnings

import nashpy
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from negosim.domain.rng import RandomSource
from negosim.errors import UsageError
from negosim.experiments.statistics.bootstrap import bootstrap, bootstrap_means, resampled_means
from negosim.experiments.statistics.games import best_gains, equilibrium_share, nash_equilibria
from negosim.experiments.statistics.paired import sign_flip
from negosim.experiments.statistics.replicator import multipopulation, starts, symmetric
from negosim.experiments.statistics.variance import split_four_ways

Values = NDArray[np.float64]

PENNIES = np.array([[[1.0, -1.0], [-1.0, 1.0]], [[-1.0, 1.0], [1.0, -1.0]]])
STAG = np.array([[[4.0, 0.0], [3.0, 2.0]], [[4.0, 3.0], [0.0, 2.0]]])
"""Stag hunt: a coordination game with two pure equilibria, and a mixed one at 2/3."""
DILEMMA = np.array([[[3.0, 0.0], [5.0, 1.0]], [[3.0, 5.0], [0.0, 1.0]]])


def lots(purpose: str = "test") -> np.random.Generator:
    return RandomSource(7).generator(purpose)


def test_pure_equilibria_of_known_games() -> None:
    assert nash_equilibria(PENNIES) == []
    assert nash_equilibria(STAG) == [(0, 0), (1, 1)]
    assert nash_equilibria(DILEMMA) == [(1, 1)]


def test_gains_are_what_a_switch_alone_brings() -> None:
    gains = best_gains(DILEMMA)
    assert gains[:, 0, 0].tolist() == [2.0, 2.0]
    assert gains[:, 1, 1].tolist() == [0.0, 0.0]


def test_three_players_who_only_win_together() -> None:
    payoffs = np.zeros((3, 2, 2, 2))
    payoffs[:, 1, 1, 1] = 1.0
    assert (1, 1, 1) in nash_equilibria(payoffs)
    assert (0, 1, 1) not in nash_equilibria(payoffs)
    assert (0, 0, 0) in nash_equilibria(payoffs), "nobody gains by moving alone"


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10_000))
def test_pure_equilibria_are_those_of_a_peer(seed: int) -> None:
    payoffs = np.random.default_rng(seed).normal(size=(2, 3, 3))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the peer warns of games that it holds for degenerate
        found = list(nashpy.Game(*payoffs).support_enumeration())
    pure = {(int(np.argmax(x)), int(np.argmax(y))) for x, y in found if max(x) > 1 - 1e-9 and max(y) > 1 - 1e-9}
    assert set(nash_equilibria(payoffs)) == pure


def test_an_equilibrium_holds_in_a_share_of_sampled_games() -> None:
    samples = np.stack([STAG, DILEMMA, PENNIES, STAG])
    assert equilibrium_share(samples, (0, 0)) == 0.5
    assert equilibrium_share(samples, (1, 1)) == 0.75


def test_a_dominant_strategy_takes_over() -> None:
    paths = multipopulation(DILEMMA, starts((2, 2), 10, lots()))
    assert paths.settled.all()
    assert all((end[:, 1] > 0.999).all() for end in paths.ends)


def test_a_coordination_game_has_two_ends_and_the_start_decides() -> None:
    begin = [np.array([[0.9, 0.1], [0.1, 0.9]])] * 2
    ends = multipopulation(STAG, begin).ends
    assert [end[0].round(3).tolist() for end in ends] == [[1.0, 0.0], [1.0, 0.0]]
    assert [end[1].round(3).tolist() for end in ends] == [[0.0, 1.0], [0.0, 1.0]]


def test_matching_pennies_go_round_and_average_to_the_mixed_equilibrium() -> None:
    begin = [np.array([[0.7, 0.3]]), np.array([[0.5, 0.5]])]
    paths = multipopulation(PENNIES, begin)
    assert not paths.settled.any()
    product = np.prod([np.prod(one[:, 0], axis=1) for one in paths.shares], axis=0)
    assert product == pytest.approx(product[0], rel=1e-3), "the product of all shares is a constant of the motion"
    assert [one[0].tolist() for one in paths.averages] == [pytest.approx([0.5, 0.5], abs=0.01)] * 2


def test_a_path_is_that_of_a_peer() -> None:
    first, second = np.array([0.4, 0.6]), np.array([0.7, 0.3])
    times = np.linspace(0, 10, 200)
    xs, ys = nashpy.Game(*STAG).asymmetric_replicator_dynamics(x0=first, y0=second, timepoints=times)
    ours = multipopulation(STAG, [first[None], second[None]], steps=50)
    assert ours.ends[0][0] == pytest.approx(xs[-1], abs=1e-4)
    assert ours.ends[1][0] == pytest.approx(ys[-1], abs=1e-4)


def test_hawks_and_doves_settle_at_the_mix_of_the_textbook() -> None:
    hawk_dove = np.array([[(2 - 3) / 2, 2.0], [0.0, 1.0]])  # value 2, cost 3: two thirds of hawks
    paths = symmetric(hawk_dove, starts((2,), 5, lots())[0])
    assert paths.settled.all()
    assert paths.ends[0][:, 0] == pytest.approx(np.full(5, 2 / 3), abs=1e-3)


def test_one_player_alone_takes_its_best() -> None:
    paths = multipopulation(np.array([[1.0, 3.0, 2.0]]), starts((3,), 4, lots()))
    assert (paths.ends[0][:, 1] > 0.999).all()


def test_starts_are_shares_and_hang_on_the_key() -> None:
    first = starts((2, 3), 4, lots())
    assert [one.shape for one in first] == [(4, 2), (4, 3)]
    assert all(one.sum(axis=1) == pytest.approx(np.ones(4)) for one in first)
    assert (first[0] == starts((2, 3), 4, lots())[0]).all()
    assert not (first[0] == starts((2, 3), 4, lots("other"))[0]).any()


# Intervals, tests and splits that a tournament rests on


def test_intervals_of_many_means_cover_like_that_of_one() -> None:
    values = np.random.default_rng(1).normal(size=(200, 3)) + np.arange(3)
    found = bootstrap_means(values, lots())
    alone = bootstrap(lambda draws: values[draws, 1].mean(), 200, lots())
    assert found[1] == pytest.approx(alone, abs=0.02)
    assert resampled_means(values, lots()).shape == (1000, 3)
    with pytest.raises(UsageError, match="at least one draw"):
        bootstrap_means(np.zeros((0, 2)), lots())


def test_intervals_cover_as_often_as_they_say() -> None:
    rng = np.random.default_rng(2)
    covered = [
        low <= 0 <= high for _ in range(300) for low, high in bootstrap_means(rng.normal(size=(50, 1)), rng, 400)
    ]
    assert 0.90 <= np.mean(covered) <= 0.98


def test_signs_tell_a_planted_difference_from_noise() -> None:
    noise = np.random.default_rng(3).normal(size=(60, 2))
    planted, nothing = sign_flip(noise + np.array([1.0, 0.0]), lots())
    assert planted <= 0.001
    assert nothing > 0.05
    assert sign_flip(np.zeros((9, 1)), lots())[0] == 1.0, "no difference is no finding"
    assert sign_flip(np.array([[5.0]]), lots())[0] == 1.0, "one draw says nothing"


def test_signs_give_false_alarms_as_often_as_they_say() -> None:
    noise = np.random.default_rng(4).normal(size=(30, 400))
    assert np.mean(sign_flip(noise, lots(), 999) <= 0.05) == pytest.approx(0.05, abs=0.035)


def modelled(
    sizes: dict[str, float], shape: tuple[int, int, int], seed: int = 5
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Runs of a model whose variances are known."""
    rng = np.random.default_rng(5)
    some, many, again = shape
    effects = {
        "treatments": rng.normal(size=(some, 1, 1)),
        "draws": rng.normal(size=(1, many, 1)),
        "together": rng.normal(size=(some, many, 1)),
        "luck": rng.normal(size=(some, many, again)),
    }
    return np.asarray(sum(np.sqrt(sizes[key]) * effect for key, effect in effects.items()))


def test_the_split_of_a_planted_model_comes_out() -> None:
    sizes = {"treatments": 4.0, "draws": 2.0, "together": 1.0, "luck": 3.0}
    found = vars(split_four_ways(modelled(sizes, (150, 150, 3))))
    assert found == {key: pytest.approx(size, rel=0.25) for key, size in sizes.items()}


@pytest.mark.parametrize("alone", ["treatments", "draws", "together", "luck"])
def test_one_cause_alone_has_it_all(alone: str) -> None:
    sizes = dict.fromkeys(("treatments", "draws", "together", "luck"), 0.0) | {alone: 1.0}
    shares = split_four_ways(modelled(sizes, (30, 40, 2))).shares
    assert shares[alone] == pytest.approx(1.0, abs=0.05)


def test_without_replications_luck_is_not_known() -> None:
    found = split_four_ways(modelled({"treatments": 1, "draws": 1, "together": 1, "luck": 1}, (40, 40, 1)))
    assert found.luck is None
    assert found.together == pytest.approx(2.0, rel=0.2), "it holds the luck"
    assert found.shares["luck"] is None


def test_a_category_is_split_by_its_options() -> None:
    rows = np.zeros((3, 8, 2, 3))
    for treatment in range(3):
        rows[treatment, :, :, treatment] = 1.0
    assert split_four_ways(rows).shares["treatments"] == 1.0, "each tactic has its own deal"
    assert split_four_ways(np.zeros((2, 2, 2))).shares["treatments"] is None, "nothing varies"
    with pytest.raises(UsageError, match="two or more of each"):
        split_four_ways(np.zeros((1, 5, 2)))
