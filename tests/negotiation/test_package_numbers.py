"""Packages as whole numbers: one for each, whatever is kept of them, and nothing kept of tables that are over."""

from __future__ import annotations

import gc
import weakref

import pytest
from building import central, issue, meeting, party, scenario
from hypothesis import given
from hypothesis import strategies as st

from negosim.negotiation.packages import Package, Standing
from negosim.negotiation.protocols import package_numbers
from negosim.negotiation.protocols.offer_space import OfferSpace, offering

SHAPE = (2, 3, 4)
REALIZATION = central(
    scenario(
        {key: issue(" ".join(f"o{n}" for n in range(size)), "ann bob") for key, size in zip("xyz", SHAPE, strict=True)},
        {"ann": party(), "bob": party(), "cy": party()},
        {"talks": meeting("ann bob cy", "x y z")},
    )
)


def table(*outcome: int, axes: tuple[int, ...] = (0, 1, 2)) -> OfferSpace:
    standing = Standing(outcome or (0, 0, 0), (frozenset(),) * 3)
    return offering(REALIZATION.space, REALIZATION.requirements, standing, axes, REALIZATION.parties)


outcomes = st.tuples(*(st.integers(0, size - 1) for size in SHAPE))
terms = st.fixed_dictionaries({}, optional={axis: st.integers(0, size - 1) for axis, size in enumerate(SHAPE)})


@given(outcomes, terms)
def test_a_package_has_a_number_and_the_number_is_that_package(outcome: tuple[int, ...], of: dict[int, int]) -> None:
    one, package = table(*outcome), Package.of(of)
    number = one.number(package)
    assert one.package(number) == package
    assert one.inner.outcome(one.leads_to(number)) == package.on(outcome)
    assert (number < one.size) == (package.moves(outcome) == package.terms)  # it promises nothing


@given(outcomes)
def test_no_two_packages_have_the_same_number(outcome: tuple[int, ...]) -> None:
    one = table(*outcome)
    packages = {one.package(number) for number in range(8 * one.size)}
    assert len(packages) == 3 * 4 * 5  # each issue is left out or named at one of its options
    assert len({one.number(package) for package in packages}) == len(packages)


def test_packages_keep_their_numbers_when_a_seat_leaves_and_when_the_caches_are_emptied(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(package_numbers, "MOST", 2)
    offering.cache_clear()
    one, promise = table(), Package.of({0: 0, 1: 2})
    number = one.number(promise)
    for other in range(one.size):
        assert one.number(one.package(other)) == other
    assert (one.package(number), one.without(2).package(number)) == (promise, promise)


def test_a_table_keeps_none_of_those_that_come_after_it() -> None:
    """Many runs of a scenario come to many tables: how many are kept is up to `offering` alone."""
    one = table()
    later = [one.after(5, 3), one.without(2), one.standing_as(Standing((1, 1, 1), one.standing.bound))]
    gone = [weakref.ref(each) for each in later]
    del later
    offering.cache_clear()
    gc.collect()
    assert [each() for each in gone] == [None] * 3
