"""Options that run out: what stands in each round, and the sums of it, against a walk round by round."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negosim.domain.lapses import FIRST, Lapse, Lapses, Prospect, Since, Spell
from negosim.negotiation.packages import Standing

SHAPE = (3, 2)


def walk(
    lapses: Lapses, outcome: tuple[int, ...], since: dict[int, Since], now: int, last: int
) -> list[tuple[int, ...]]:
    """What stands in each round after `now`, one round after another."""
    stands, found = list(outcome), []
    since = dict(since)
    for round_ in range(now + 1, last + 1):
        for axis, option in enumerate(stands):  # what ran out with the round before
            lapse = lapses.rules.get((axis, option))
            held = since.get(axis, FIRST)
            if lapse is None:
                continue
            end = lapse.on if lapse.after is None else None if held.round is None else held.round + lapse.after - 1
            if lapse.after is None and held.renewed:
                end = None
            if end == round_ - 1:
                stands[axis], since[axis] = lapse.to, FIRST
        found.append(tuple(stands))
    return found


def lapse(options: int) -> st.SearchStrategy[Lapse]:
    """A lapse of an issue, whose option may be any."""
    to = st.integers(0, options - 1)
    return st.builds(Lapse, to, st.integers(1, 12)) | st.builds(Lapse, to, st.none(), st.integers(0, 20))


@st.composite
def rules(draw: st.DrawFn) -> Lapses:
    """Some options that lapse to others."""
    found = {}
    for axis, options in enumerate(SHAPE):
        for option in range(options):
            one = draw(st.none() | lapse(options))
            if one is not None and one.to != option:
                found[axis, option] = one
    return Lapses(found)


@given(rules(), st.data(), st.integers(0, 8), st.integers(1, 16))
def test_the_prospect_of_every_outcome_is_that_of_a_walk(of: Lapses, data: st.DataObject, now: int, left: int) -> None:
    stands = tuple(data.draw(st.integers(0, options - 1)) for options in SHAPE)
    held = st.just(FIRST) | st.builds(Since, st.integers(max(1, now), now + 1), st.booleans())
    since = {axis: data.draw(held) for axis in of.axes}
    named = data.draw(st.sets(st.sampled_from([0, 1])))
    agreed, horizon = now + 1, now + left
    standing = Standing(stands, (frozenset(),) * 2, tuple(since.items()))
    prospect = Prospect(of, SHAPE, standing, now, horizon, agreed, frozenset(named))
    assert prospect.rounds == left
    assert _rounds(prospect.spells_of_standing, stands) == walk(of, stands, since, now, horizon)
    for outcome in np.ndindex(*SHAPE):
        then = {
            axis: Since(agreed, renewed=outcome[axis] == stands[axis])
            if axis in named or outcome[axis] != stands[axis]
            else since.get(axis, FIRST)
            for axis in range(2)
        }
        assert _rounds(prospect.spells_of_agreed, outcome) == walk(of, outcome, then, now, horizon)


def _rounds(spells: Sequence[Spell], outcome: tuple[int, ...]) -> list[tuple[int, ...]]:
    return [spell.on(outcome) for spell in spells for _ in range(spell.rounds)]


@given(rules(), st.integers(0, 8), st.integers(1, 16))
def test_a_total_is_the_sum_over_the_rounds(of: Lapses, now: int, left: int) -> None:
    standing = Standing((0, 0), (frozenset(),) * 2, tuple((axis, FIRST) for axis in of.axes))
    prospect = Prospect(of, SHAPE, standing, now, now + left, now + 1, frozenset())
    grid = np.arange(12).reshape(2, *SHAPE)
    total = prospect.total(grid, (0, 1))
    for outcome in np.ndindex(*SHAPE):
        rounds = _rounds(prospect.spells_of_agreed, outcome)
        assert total[:, *outcome].tolist() == np.sum([grid[:, *one] for one in rounds], axis=0).tolist()


@pytest.mark.parametrize(("after", "last"), [(1, 5), (42, 46)])
def test_the_round_of_the_agreement_counts(after: int, last: int) -> None:
    assert Lapse(0, after).last_round(Since(5), 5) == last


def test_what_is_renewed_outlasts_the_day_and_what_was_only_agreed_does_not() -> None:
    runs_out = Lapse(0, None, 10)
    assert [runs_out.last_round(one, 3) for one in (FIRST, Since(2), Since(2, renewed=True))] == [10, 10, None]
    assert runs_out.last_round(Since(11), 11) is None  # agreed after the day
