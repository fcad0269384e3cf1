"""How tactics concede: the offers that their pictures show."""

from __future__ import annotations

import pytest

from negosim.analysis.concession_curve import ROUNDS, ConcessionCurve, conceding
from negosim.registry import Entry, entries, lookup
from negosim.report.figures import draw

TACTICS = [entry for entry in entries("tactic") if entry.make.__module__.startswith("negosim.")]


def shown(name: str) -> ConcessionCurve:
    return conceding(lookup("tactic", name))


def test_a_hardliner_never_comes_down_and_a_conceder_is_below_a_boulware_all_the_way() -> None:
    assert {worth for _, worth in shown("hardliner").to_hardliner} == {100.0}
    soft, hard = shown("conceder").to_hardliner, shown("boulware").to_hardliner
    assert [round_ for round_, _ in soft] == list(range(1, ROUNDS, 2))
    assert all(one[1] <= other[1] for one, other in zip(soft, hard, strict=True))


def test_tit_for_tat_answers_in_kind() -> None:
    found = shown("tit_for_tat")
    assert {worth for _, worth in found.to_hardliner} == {100.0}
    assert found.to_linear[-1][1] < 70


@pytest.mark.parametrize("entry", TACTICS, ids=lambda entry: entry.name)
def test_every_tactic_has_a_picture_and_says_when_to_use_it(entry: Entry) -> None:
    assert entry.use
    assert not entry.use.endswith(".")
    found = conceding(entry)
    assert found.to_linear and found.to_hardliner
    picture = draw("concession_curve", found)
    assert entry.name in picture.alt
    assert len(picture.table) >= len(found.to_linear)


def test_a_tactic_that_offers_nothing_is_said_to() -> None:
    assert "no offer" in draw("concession_curve", ConcessionCurve("quiet", (), ())).alt
