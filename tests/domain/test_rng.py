"""Every random number is keyed by seed, run, purpose and round."""

from __future__ import annotations

import hashlib
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negosim.domain.rng import RandomSource, SeatRandomSource
from negosim.errors import UsageError

WORDS = st.integers(0, 2**64 - 1)


@settings(max_examples=50)
@given(WORDS, WORDS, st.text(), st.integers(0, 10**7))
def test_equal_keys_give_equal_numbers(seed: int, run: int, purpose: str, round_: int) -> None:
    one, same = RandomSource(seed, run), RandomSource(seed, run)
    assert one.uniform(purpose, round_) == same.uniform(purpose, round_)
    assert (one.generator(purpose, round_).random(5) == same.generator(purpose, round_).random(5)).all()


@settings(max_examples=50)
@given(WORDS, WORDS, st.text(), st.integers(0, 10**7))
def test_one_number_is_the_first_of_its_generator(seed: int, run: int, purpose: str, round_: int) -> None:
    chance = RandomSource(seed, run)
    assert chance.uniform(purpose, round_) == chance.generator(purpose, round_).random()


def test_streams_of_other_keys_are_others() -> None:
    keys = product((0, 1), (0, 1), ("tactic.ann", "tactic.bob"), (0, 1))
    assert len({RandomSource(seed, run).uniform(purpose, round_) for seed, run, purpose, round_ in keys}) == 16


def test_a_number_does_not_hang_on_what_was_drawn_before() -> None:
    fresh, used = RandomSource(3, 4), RandomSource(3, 4)
    for round_ in range(20):
        used.uniform("other", round_)
    used.generator("number.x").random(1000)
    assert used.uniform("number.x") == fresh.uniform("number.x")


def test_seed_nothing_is_a_seed() -> None:
    assert RandomSource(0).uniform("x") == RandomSource(seed=0, run=0).uniform("x") != RandomSource(1).uniform("x")


def test_the_numbers_are_the_same_on_every_machine_and_in_every_version() -> None:
    # Philox 4x64-10 by numpy, its key and counter written out
    word = int.from_bytes(hashlib.blake2b(b"tactic.ann", digest_size=8).digest(), "little")
    bits = np.random.Philox(key=np.array([7, 0], dtype=np.uint64), counter=np.array([0, word, 2, 9], dtype=np.uint64))
    assert RandomSource(7, 2).uniform("tactic.ann", 9) == np.random.Generator(bits).random()


def test_numbers_lie_evenly_between_nothing_and_one() -> None:
    drawn = np.array([RandomSource(5, run).uniform("number.x") for run in range(4000)])
    assert drawn.min() >= 0.0
    assert drawn.max() < 1.0
    assert abs(drawn.mean() - 0.5) < 0.02
    assert abs(drawn.var() - 1 / 12) < 0.005


@pytest.mark.parametrize(("seed", "run"), [(-1, 0), (0, -1), (2**64, 0), (0, 2**64)])
def test_seed_and_run_are_whole_numbers_of_64_bits(seed: int, run: int) -> None:
    with pytest.raises(UsageError, match="is not a whole number from 0 to"):
        RandomSource(seed, run)


@pytest.mark.parametrize("seed", [1.5, "1", None])
def test_what_is_no_whole_number_is_no_seed(seed: object) -> None:
    with pytest.raises(UsageError, match="is not a whole number from 0 to"):
        RandomSource(seed)  # type: ignore[arg-type]  # (no seed: that is tried)


# What a seat may draw


def test_a_seat_draws_the_same_numbers_as_the_run_for_its_own_purposes() -> None:
    run, seat = RandomSource(3, 4), SeatRandomSource(RandomSource(3, 4), "ann", "talks")
    for purpose in ("tactic.ann", "tactic.ann.again", "table.talks", "table.talks.again"):
        assert seat.uniform(purpose, 2) == run.uniform(purpose, 2)
        assert seat.generator(purpose, 2).random() == run.generator(purpose, 2).random()


@pytest.mark.parametrize(
    "purpose",
    [
        "tactic.bob",
        "tactic.anna",
        "tactic.talks",
        "table.others",
        "number.parties.bob.reserve",
        "meeting.talks.breakdown",
        "war.talks",
        "event.talks",  # an event, or a party, may be called like the meeting
        "ratification.talks",
        "spoiler.talks",
    ],
)
def test_a_seat_cannot_read_what_another_or_the_course_draws(purpose: str) -> None:
    seat = SeatRandomSource(RandomSource(), "ann", "talks")
    with pytest.raises(UsageError, match=r"are not this seat's: ask for 'tactic\.ann'"):
        seat.uniform(purpose)
    with pytest.raises(UsageError):
        seat.generator(purpose)
