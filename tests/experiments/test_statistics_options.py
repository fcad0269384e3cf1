"""Regret of options and clusters of outcomes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from negosim.errors import UsageError
from negosim.experiments.statistics.clusters import OTHER, Cluster, clusters
from negosim.experiments.statistics.regret import regret, regrets


def test_regret_by_hand() -> None:
    points = np.array([[10.0, 4.0, 8.0], [0.0, 6.0, 5.0]])
    assert regrets(points).tolist() == [[0.0, 6.0, 2.0], [6.0, 0.0, 1.0]]
    found = regret(points)
    assert (found.worst, found.mean) == ((6.0, 6.0, 2.0), (3.0, 3.0, 1.5))
    assert found.least == (2,)


def test_options_that_tie_are_all_named() -> None:
    assert regret(np.array([[1, 0, 1]])).least == (0, 2)


@given(arrays(np.int64, (6, 3), elements=st.integers(-100, 100)), arrays(np.int64, (6, 1), elements=st.integers(-9, 9)))
def test_regret_does_not_change_with_what_all_options_share(points: np.ndarray, shift: np.ndarray) -> None:
    loss = regrets(points)
    assert (loss >= 0).all()
    assert (loss.min(axis=1) == 0).all()
    assert regret(points + shift) == regret(points)


@pytest.mark.parametrize("shape", [(3,), (0, 3), (3, 0)])
def test_regret_needs_draws_and_options(shape: tuple[int, ...]) -> None:
    with pytest.raises(UsageError, match="draws by options"):
        regret(np.zeros(shape))


PACKAGES = np.array([[0, 0, 0]] * 30 + [[0, 0, 1]] * 5 + [[2, 2, 2]] * 20 + [[1, 2, 2]] * 4 + [[3, 1, 0]] * 6)


def test_without_a_radius_the_clusters_are_the_commonest_packages() -> None:
    found = clusters(PACKAGES)
    assert found.clusters == (Cluster(0, 30, 30), Cluster(35, 20, 20))
    assert found.other == 15
    assert set(found.labels[:30]) == {0}
    assert set(found.labels[30:35]) == {OTHER}


def test_with_a_radius_near_packages_join_the_commonest() -> None:
    found = clusters(PACKAGES, radius=1)
    assert found.clusters == (Cluster(0, 30, 35), Cluster(35, 20, 24))
    assert np.bincount(found.labels + 1).tolist() == [6, 35, 24]


def test_rare_and_superfluous_clusters_are_other() -> None:
    assert len(clusters(PACKAGES, fewest=6).clusters) == 3
    assert len(clusters(PACKAGES, most=1).clusters) == 1
    assert clusters(PACKAGES, fewest=1000).other == len(PACKAGES)
    assert clusters(np.zeros((0, 3), dtype=int)).clusters == ()


@settings(max_examples=40, deadline=None)
@given(arrays(np.int64, (40, 3), elements=st.integers(0, 2)), st.permutations(range(3)), st.integers(0, 2))
def test_renumbering_options_changes_no_cluster(outcomes: np.ndarray, order: list[int], radius: int) -> None:
    one, two = (clusters(labels, radius, fewest=2) for labels in (outcomes, np.array(order)[outcomes]))
    assert one.clusters == two.clusters
    assert one.labels.tolist() == two.labels.tolist()


@settings(max_examples=40, deadline=None)
@given(arrays(np.int64, (40, 3), elements=st.integers(0, 2)), st.integers(0, 2))
def test_everybody_in_a_cluster_is_within_its_radius(outcomes: np.ndarray, radius: int) -> None:
    found = clusters(outcomes, radius, fewest=2)
    for number, cluster in enumerate(found.clusters):
        members = outcomes[found.labels == number]
        assert len(members) == cluster.runs >= cluster.exact
        assert (np.sum(members != outcomes[cluster.leader], axis=1) <= radius).all()
