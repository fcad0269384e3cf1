"""Would it hold: known games as scenarios with unilateral moves, nothing described, coalitions, sentences, limits."""

from __future__ import annotations

import pytest
from building import ASSUMED, central, issue, meeting, party, scenario, stance

from negosim.analysis import durability as module
from negosim.analysis.durability import Durability, durability_of
from negosim.analysis.durability_narrative import durability_words
from negosim.errors import UsageError
from negosim.scenario.load import from_plain
from negosim.scenario.spec.scenario import Scenario
from negosim.theory.stability.verdicts import Concept

R, GMR, SMR, SEQ = Concept.R, Concept.GMR, Concept.SMR, Concept.SEQ


def move(by: str, start: str, to: str, **more: str) -> dict[str, object]:
    return {"by": by, "from": [start], "to": to, "basis": ASSUMED, **more}


def game(ann: dict[str, float], bob: dict[str, float], *, back: bool = True) -> Scenario:
    """Two parties who each keep a treaty or cheat, by points for (keep, keep), (keep, cheat) and so on.

    Points come by stances and one linkage, which make any 2x2 table of points.
    """

    def moves(who: str) -> list[dict[str, object]]:
        found = [move(who, "keep", "cheat", title=f"{who} cheats")]
        return [*found, move(who, "cheat", "keep", title=f"{who} comes back")] if back else found

    issues = {who: issue("keep cheat", who, unilateral=moves(who)) for who in ("ann", "bob")}
    parties = {who: _party(who, table) for who, table in (("ann", ann), ("bob", bob))}
    return scenario(issues, parties, {"talks": meeting("ann bob", "ann bob")})


def _party(who: str, table: dict[str, float]) -> dict[str, object]:
    """Points kk, kc, ck, cc (first letter Ann's choice) as values of the status quo and three linkages."""
    when = {"kc": ("keep", "cheat"), "ck": ("cheat", "keep"), "cc": ("cheat", "cheat")}
    linkages = {
        key: {
            "title": key,
            "when": {"ann": a, "bob": b},
            "points": table[key] - table["kk"],
            "basis": ASSUMED,
            "numbers": ASSUMED,
        }
        for key, (a, b) in when.items()
    }
    flat = {"keep": table["kk"], "cheat": table["kk"]}
    return party({"ann": stance(1, flat), "bob": stance(1, flat)}, linkages=linkages) | {"name": who.capitalize()}


PRISONERS = game({"kk": 3, "kc": 1, "ck": 4, "cc": 2}, {"kk": 3, "kc": 4, "ck": 1, "cc": 2})
CHICKEN = game({"kk": 3, "kc": 2, "ck": 4, "cc": 1}, {"kk": 3, "kc": 4, "ck": 2, "cc": 1})


def held(of: Scenario, *deal: int) -> Durability:
    return durability_of(central(of), tuple(deal))


def by(found: Durability) -> dict[Concept, bool | None]:
    return {concept: found.stable(concept) for concept in Concept}


def test_cooperation_in_the_prisoners_dilemma_holds_only_for_those_who_look_ahead() -> None:
    """Fang, Hipel and Kilgour 1993: cooperation is no Nash equilibrium, but stable by GMR, SMR and SEQ."""
    assert by(held(PRISONERS, 0, 0)) == {R: False, GMR: True, SMR: True, SEQ: True}


def test_mutual_defection_is_a_nash_equilibrium_that_both_would_leave_together() -> None:
    found = held(PRISONERS, 1, 1)
    assert by(found) == dict.fromkeys(Concept, True)
    (journeys,) = found.jointly.values()
    assert found.outcomes[journeys[0].end] == (0, 0)
    assert any("Ann and Bob would gain together by this" in sentence for sentence in durability_words(found))


def test_the_compromise_in_chicken_holds_for_those_who_look_ahead_by_gmr_and_smr_alone() -> None:
    """Fang, Hipel and Kilgour 1993: no answer to a swerve that the answerer gains by."""
    assert by(held(CHICKEN, 0, 0)) == {R: False, GMR: True, SMR: True, SEQ: False}
    assert by(held(CHICKEN, 1, 0)) == dict.fromkeys(Concept, True)


def test_where_no_move_is_described_it_is_open_and_not_stable() -> None:
    plain = PRISONERS.plain()
    for one in plain["issues"].values():
        del one["unilateral"]
    found = held(from_plain(plain, "test"), 0, 0)
    assert not found.described
    assert by(found) == dict.fromkeys(Concept)
    assert list(durability_words(found)) == [
        "The scenario describes no move that a party could make by itself, so whether the deal holds is open."
    ]


def test_a_move_that_cannot_be_made_from_the_deal_describes_nothing() -> None:
    assert not held(game(*[{"kk": 1, "kc": 1, "ck": 1, "cc": 1}] * 2, back=False), 1, 1).described


def test_a_gain_that_nobody_can_take_away_is_told() -> None:
    found = held(
        game({"kk": 1, "kc": 1, "ck": 9, "cc": 9}, dict.fromkeys(("kk", "kc", "ck", "cc"), 1), back=False), 0, 0
    )
    assert by(found) == dict.fromkeys(Concept, False)
    assert "Ann gains by this, and no answer takes the gain away: ann cheats (R, GMR, SMR, SEQ)." in durability_words(
        found
    )


def test_an_answer_is_told_with_the_concepts_that_count_it() -> None:
    sentence = next(iter(durability_words(held(PRISONERS, 0, 0))))
    assert sentence == (
        "Ann gains at first by this: ann cheats; but the answer could be: bob cheats. "
        "So who looks ahead stays (GMR, SMR, SEQ), who doesn't leaves (R)."
    )


def test_what_one_can_do_alone_is_not_told_as_done_together() -> None:
    both = {"kk": 1, "kc": 1, "ck": 9, "cc": 9}
    (journeys,) = held(game(both, both, back=False), 0, 0).jointly.values()
    assert [{step.mover for step in journey.steps} for journey in journeys] == [{0, 1}]


def test_the_states_are_told_by_what_differs_from_the_deal() -> None:
    assert held(PRISONERS, 0, 0).conflict.labels == (
        "the deal",
        "Issue: cheat",
        "Issue: cheat",
        "Issue: cheat; Issue: cheat",
    )


def test_a_move_without_a_title_is_told_by_the_option_that_it_leads_to() -> None:
    plain = PRISONERS.plain()
    for one in plain["issues"].values():
        for each in one["unilateral"]:
            each["title"] = None
    assert "Issue: cheat" in next(iter(durability_words(held(from_plain(plain, "test"), 0, 0))))


def test_too_many_states_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "STATE_LIMIT", 2)
    with pytest.raises(UsageError, match="more than 2 outcomes"):
        held(PRISONERS, 0, 0)
