"""Votes: k of n among those whose consent a package needs, with weights (Baron & Ferejohn 1989)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from typing import Any

import pytest
from building import (
    LEAVE,
    NO,
    PARTIES,
    PASS,
    YES,
    bound,
    do,
    ends,
    happened,
    issue,
    meeting,
    opened,
    party,
    recorded,
    ruled,
    scenario,
    stance,
    stands,
    versus,
)

from negosim.analysis.run_narrative import account
from negosim.domain.requirements import Requirements
from negosim.errors import InputError
from negosim.negotiation import acts
from negosim.negotiation.log import SETTLED, Assent, Reply
from negosim.negotiation.packages import Package, Standing
from negosim.negotiation.protocols.base import Steps
from negosim.negotiation.protocols.offer_space import offering
from negosim.negotiation.protocols.voting import Voting
from negosim.scenario.load import from_plain
from negosim.scenario.realize.realization import RealizationFactory
from negosim.scenario.spec.scenario import Scenario

YES_X = {"x": "yes"}


def council(seats: int = 3, rounds: int = 4, rules: dict[str, Any] | None = None, **issues: str) -> Scenario:
    """A meeting of some seats that votes; issues are of no and yes, with those whose vote counts."""
    keys = " ".join(PARTIES[:seats])
    made = {key: issue("no yes", who) for key, who in (issues or {"x": keys}).items()}
    of = scenario(made, {key: party() for key in keys.split()}, {"talks": meeting(keys, " ".join(made), rounds)})
    return ruled(of, "voting", **(rules or {}))


def test_a_package_passes_with_more_than_half_of_the_votes() -> None:
    course = versus(council(), ann=[YES_X], bob=[NO], cy=[YES])
    assert happened(course) == ["ann offered x=yes", "bob no", "cy yes", "ann cy agreed x=yes"]
    assert stands(course) == YES_X


def test_half_is_not_enough_unless_the_quota_says_so() -> None:
    acts: dict[str, Any] = {"ann": [YES_X], "bob": [NO], "cy": [YES], "dee": [NO]}
    assert stands(versus(council(4), **acts)) == {"x": "no"}
    assert stands(versus(council(4, rules={"quota": 0.5}), **acts)) == YES_X


def test_two_of_three_are_two_thirds() -> None:
    assert stands(versus(council(rules={"quota": 2 / 3}), ann=[YES_X], bob=[YES], cy=[NO])) == YES_X
    assert stands(versus(council(rules={"quota": 0.67}), ann=[YES_X], bob=[YES], cy=[NO])) == {"x": "no"}


def test_votes_have_weights_and_who_has_none_written_has_one() -> None:
    heavy = council(rules={"weights": {"ann": 3}})
    assert stands(versus(heavy, ann=[YES_X], bob=[NO], cy=[NO])) == YES_X
    assert stands(versus(heavy, ann=[PASS, NO], bob=[YES_X], cy=[YES])) == {"x": "no"}


def test_who_votes_against_what_passes_is_not_bound_and_may_be_asked_for_nothing_later() -> None:
    course = versus(council(), ann=[YES_X], bob=[NO], cy=[YES])
    assert (bound(course, "x"), course.log[-2].facts) == ({"ann", "cy"}, Assent(False, True, ("bob",)))


def test_all_are_asked_though_the_vote_is_decided() -> None:
    assert happened(versus(council(), ann=[YES_X], bob=[YES], cy=[NO]))[1:3] == ["bob yes", "cy no"]


def test_only_those_have_a_vote_whose_consent_the_package_needs() -> None:
    """cy's view is asked for and decides nothing: of ann and bob, one is half."""
    course = versus(council(x="ann bob"), ann=[YES_X], bob=[NO], cy=[YES])
    assert stands(course) == {"x": "no"}
    assert [event.facts.needed for event in course.log if isinstance(event.facts, Reply)] == [True, False]


def test_a_proposal_of_one_without_a_vote_passes_by_the_votes_of_the_others() -> None:
    of = council(x="bob cy", rules={"quota": 0.5})
    course = versus(of, ann=[YES_X], bob=[YES], cy=[NO])
    assert (stands(course), bound(course, "x")) == (YES_X, {"ann", "bob"})


def test_a_package_of_those_without_weight_never_passes() -> None:
    of = council(x="cy", rules={"weights": {"cy": 0}})
    assert stands(versus(of, ann=[YES_X], bob=[YES], cy=[YES])) == {"x": "no"}


def test_a_vote_of_all_that_passes_ends_the_meeting_and_says_how() -> None:
    assert ends(versus(council(), ann=[YES_X], bob=[NO], cy=[YES])) == ["voted"]
    assert ends(versus(council(), ann=[YES_X], bob=[YES], cy=[YES])) == ["agreed"]


def test_a_vote_of_some_closes_what_it_names_and_the_meeting_goes_on() -> None:
    course = do(opened(council(x="ann bob cy", y="ann bob")), ("ann", {"y": "yes"}), ("bob", YES), ("cy", NO))
    assert (course.current.protocol.table.axes, course.asked) == ((0,), ("bob",))


def test_who_walks_out_during_a_vote_has_voted_against() -> None:
    course = do(opened(council()), ("ann", YES_X), ("bob", LEAVE), ("cy", YES))
    assert (stands(course), bound(course, "x")) == (YES_X, {"ann", "cy"})
    course = do(opened(council(rules={"quota": 1})), ("ann", YES_X), ("bob", LEAVE), ("cy", YES))
    assert (stands(course), ends(course)) == ({"x": "no"}, ["nothing on offer"])


def test_what_needs_only_its_proposer_takes_effect_without_a_vote() -> None:
    course = do(opened(council(x="ann", y="ann bob cy")), ("ann", YES_X))
    assert happened(course) == ["ann offered x=yes", "ann agreed x=yes"]


def test_the_account_tells_who_was_outvoted() -> None:
    told = " ".join(account(recorded(versus(council(), ann=[YES_X], bob=[NO], cy=[YES])))[0].sentences)
    assert "Party ann and Party cy carried the vote" in told
    assert "Party bob voted against it" in told
    assert "everyone at the table had voted, and the package passed" in told


def test_weights_may_be_uncertain_and_are_numbers_of_the_scenario() -> None:
    of = council(rules={"weights": {"ann": [1, 3], "bob": 2}})
    assert {one.path: one.number.centre for one in of.numbers()} == {
        "meetings.talks.protocol.weights.ann": 2,
        "meetings.talks.protocol.weights.bob": 2,
    }
    rules = opened(of).current.protocol
    assert isinstance(rules, Voting)
    assert rules.weights == {0: 2, 1: 2, 2: 1}


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ({"weights": {"anna": 2}}, "no party 'anna' of the meeting"),
        ({"weights": {"ann": -1}}, "expected a number from 0 to 1000000"),
        ({"weights": 3}, "expected a number from 0 to 1000000 by party: ann, bob, cy"),
        ({"weights": {"ann": "much"}}, "expected a number"),
        ({"weights": {"ann": 0, "bob": 0, "cy": 0}}, "somebody's weight must be more than 0"),
        ({"quota": {"ann": 1}}, "expected a number from 0.01 to 1"),
        ({"quota": 2}, "expected a number from 0.01 to 1"),
        ({"order": {"ann": 1}}, "no choice"),
    ],
)
def test_wrong_rules_are_told_at_the_door(rules: dict[str, Any], said: str) -> None:
    plain = council().plain()
    plain["meetings"]["talks"]["protocol"] |= rules
    with pytest.raises(InputError) as error:
        from_plain(plain, "test")
    assert said in str(error.value)


# Baron & Ferejohn 1989: three divide a pie by majority, who proposes is drawn

UNITS = 9
SPLITS = [(a, b, UNITS - a - b) for a, b in product(range(UNITS + 1), repeat=2) if a + b <= UNITS]


def divide() -> Scenario:
    """Every way to divide a pie of nine among three, and nothing for anybody until one has passed."""
    keys = " ".join(["none", *(f"s{a}_{b}_{c}" for a, b, c in SPLITS)])
    seats = " ".join(PARTIES[:3])
    return scenario(
        {"pie": issue(keys, seats)}, {key: party() for key in PARTIES[:3]}, {"talks": meeting(seats, "pie", 2)}
    )


Share = tuple[float, float, float]


class Hall:
    """A floor of which nothing is asked but who proposes in each session."""

    def __init__(self, proposers: Sequence[int]) -> None:
        self.proposers = proposers

    def enter(self, *entry: object, **facts: object) -> None: ...

    def sign(self, *signed: object) -> bool:
        return True

    def lot(self, purpose: str, round_: int) -> float:
        return self.proposers[round_] / 3 + 0.1

    def end_round(self) -> None: ...


class Divided:
    """The subgame-perfect shares, by playing out every proposal under the protocol's own rules."""

    def __init__(self, rounds: int, discount: float) -> None:
        space, seats = RealizationFactory(divide()).central.space, PARTIES[:3]
        self.table = offering(space, Requirements(seats), Standing.at_first(space), (0,), seats)
        self.rounds = rounds
        self.discount = discount

    def shares(self) -> list[Share]:
        """What all get when each is drawn to propose first, as of now."""
        return [self._best((k,)) for k in range(3)]

    @lru_cache(maxsize=99)  # noqa: B019  (one short test)
    def _best(self, proposers: tuple[int, ...]) -> Share:
        """What the last of these proposes after the others' sessions came to nothing; among equals the first."""
        ends_ = [self._voted(proposers, option) for option in range(1, len(SPLITS) + 1)]
        return max(ends_, key=lambda shares: shares[proposers[-1]])

    def _voted(self, proposers: tuple[int, ...], option: int) -> Share:
        """What comes of a proposal on which each votes as is best if its vote decides."""
        otherwise, split = self._after(proposers), SPLITS[option - 1]
        rules = Voting(Hall((*proposers, 0)), self.table, self.table.present_seats, self.rounds, order="random")
        steps = rules.play()
        next(steps)
        for _ in proposers[:-1]:
            steps.send([acts.PASS])
        asked = steps.send([self.table.number(Package.of({0: option}))])
        while asked and rules.offer != acts.NONE:
            [k] = asked
            asked = send(steps, acts.ACCEPT if split[k] >= otherwise[k] - 1e-9 else acts.REJECT)
        a, b, c = split if rules.ended in SETTLED else otherwise
        return (a, b, c)

    def _after(self, proposers: tuple[int, ...]) -> Share:
        """What each expects if the proposal fails: the mean over who is drawn next, discounted; nothing at the end."""
        if len(proposers) >= self.rounds:
            return (0.0, 0.0, 0.0)
        next_ = [self._best((*proposers, k)) for k in range(3)]
        a, b, c = (self.discount * sum(share) / 3 for share in zip(*next_, strict=True))
        return (a, b, c)


def send(steps: Steps, act: int) -> tuple[int, ...]:
    """Who is asked after an act; nobody once the meeting has ended."""
    try:
        return steps.send([act])
    except StopIteration:
        return ()


@pytest.mark.parametrize(("discount", "given"), [(1.0, 3), (2 / 3, 2), (1 / 3, 1)])
def test_who_proposes_buys_one_vote_at_its_discounted_third(discount: float, given: int) -> None:
    """Baron & Ferejohn 1989, proposition 1, for three and two sessions: 1 - d/3 for who proposes, d/3 for one other.

    In the last session who proposes takes all, so that everybody expects a third before it.
    """
    for k, shares in enumerate(Divided(2, discount).shares()):
        assert sorted(shares) == [0, given, UNITS - given]
        assert shares[k] == UNITS - given


def test_in_the_last_session_who_proposes_takes_all() -> None:
    assert Divided(1, 1.0).shares() == [(9, 0, 0), (0, 9, 0), (0, 0, 9)]


def test_a_seat_lets_its_turn_go_by_and_the_next_proposes() -> None:
    assert do(opened(council()), ("ann", PASS)).asked == ("bob",)


def test_a_quota_is_a_share_however_small_the_weights() -> None:
    parties = {seat: party({"x": stance(1, {"no": 100, "yes": 0})}) for seat in ("bob", "cy")}
    parties["ann"] = party({"x": stance(1, {"no": 0, "yes": 100})})
    of = scenario({"x": issue("no yes", "ann bob cy")}, parties, {"t": meeting("ann bob cy", "x", 3, "ann")})
    small = ruled(of, "voting", quota=0.9, weights={"ann": 2e-10, "bob": 2e-10, "cy": 2e-10})
    assert stands(versus(small)) == {"x": "no"}
