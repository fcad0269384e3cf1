"""The graph model for conflict resolution: published conflicts, the 576 games, the matrix form as an oracle, rules."""

import time
from collections import Counter
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negosim.errors import UsageError
from negosim.theory.stability.bitsets import bits
from negosim.theory.stability.graph import Conflict, ranks
from negosim.theory.stability.journeys import Journey, JourneyStep, status_quo
from negosim.theory.stability.reach import reach
from negosim.theory.stability.sentences import route, sentence
from negosim.theory.stability.verdicts import (
    Concept,
    coalition_equilibria,
    coalition_improvements,
    coalitions,
    equilibria,
    stable_states,
    verdict,
    verdicts,
)

R, GMR, SMR, SEQ = Concept.R, Concept.GMR, Concept.SMR, Concept.SEQ


def published(labels, moves, rankings, start=None):
    """A conflict whose states are numbered from 1, as in the papers: rows of (from, to), rankings best first."""
    return Conflict.of(
        labels,
        {name: [(a - 1, b - 1) for a, b in pairs] for name, pairs in moves.items()},
        {name: ranks([state - 1 for state in ranking], len(labels)) for name, ranking in rankings.items()},
        None if start is None else start - 1,
    )


def is_stable(conflict, state, members, concept):
    return bool(stable_states(conflict, members, concept) >> state & 1)


def from_one(states):
    return [state + 1 for state in states]


def both_ways(*pairs):
    return [*pairs, *((b, a) for a, b in pairs)]


def elmira(uniroyal=(1, 4, 8, 5, 9, 2, 3, 7, 6)):
    """Groundwater contamination at Elmira, nine states: Kilgour and Hipel, Group Decision and Negotiation 14, 2005."""
    labels = ["Delay", "Modify, Delay", "Accept", "Modify, Accept"]
    insist = both_ways((1, 5), (2, 6), (3, 7), (4, 8))
    down = [(1, 3), (2, 4), (5, 7), (6, 8)]
    return published(
        [*labels, *(f"{label}, Insist" for label in labels), "Abandon"],
        {
            "MoE": [(1, 2), (3, 4), (5, 6), (7, 8)],
            "Uniroyal": [*down, *((state, 9) for state in range(1, 9))],
            "Local Government": insist,
        },
        {
            "MoE": [7, 3, 4, 8, 5, 1, 2, 6, 9],
            "Uniroyal": list(uniroyal),
            "Local Government": [7, 3, 5, 1, 8, 6, 4, 2, 9],
        },
        start=1,
    )


def syria_iraq():
    """Water of the Euphrates: Kinsara, Petersons, Hipel and Kilgour, Journal of Decision Systems 24, 2015."""
    syria = both_ways((1, 2), (1, 3), (2, 3), (4, 5), (4, 6), (5, 6))
    return published(
        ["nothing", "release", "escalate", "attack", "release, attack", "escalate, attack"],
        {"Syria": syria, "Iraq": both_ways((1, 4), (2, 5), (3, 6))},
        {"Syria": [1, 3, 6, 2, 4, 5], "Iraq": [2, 4, 6, 1, 5, 3]},
        start=1,
    )


def two_by_two(row, column):
    """A 2x2 game: the row player moves between 1 and 2, and 3 and 4, the column player between 1 and 3, and 2 and 4."""
    moves = {"Row": both_ways((1, 2), (3, 4)), "Column": both_ways((1, 3), (2, 4))}
    return published(["1", "2", "3", "4"], moves, {"Row": row, "Column": column})


PRISONERS = two_by_two([3, 4, 1, 2], [2, 4, 1, 3])  # 4 is cooperation of both: Fang, Hipel and Kilgour 1993
CHICKEN = two_by_two([2, 1, 3, 4], [3, 1, 2, 4])  # 1 is the compromise: Fang, Hipel and Kilgour 1993


@pytest.mark.parametrize(
    ("conflict", "expected"),
    [
        (elmira(), {R: [5, 8, 9], GMR: [1, 4, 5, 8, 9], SMR: [1, 4, 5, 8, 9], SEQ: [5, 8, 9]}),
        # The tail of Uniroyal's ranking differs between papers without an effect on the equilibria.
        (
            elmira((1, 4, 8, 5, 9, 3, 7, 2, 6)),
            {R: [5, 8, 9], GMR: [1, 4, 5, 8, 9], SMR: [1, 4, 5, 8, 9], SEQ: [5, 8, 9]},
        ),
        (syria_iraq(), {R: [6], GMR: [1, 6], SMR: [6], SEQ: [6]}),
        (PRISONERS, {R: [1], GMR: [1, 4], SMR: [1, 4], SEQ: [1, 4]}),
        (CHICKEN, {R: [2, 3], GMR: [1, 2, 3], SMR: [1, 2, 3], SEQ: [2, 3]}),
    ],
    ids=["elmira", "elmira, other tail", "syria and iraq", "prisoner's dilemma", "chicken"],
)
def test_equilibria_are_the_published_ones(conflict, expected):
    assert {concept: from_one(equilibria(conflict, concept)) for concept in Concept} == expected


def test_at_elmira_the_ministry_and_uniroyal_jump_together_from_5_to_8():
    # Kilgour, Hipel, Fang and Peng 2001: the agreement of 1991 that Local Government could not stop.
    conflict = elmira()
    improvements = coalition_improvements(conflict, 5 - 1)
    assert {members: [j.end + 1 for j in found] for members, found in improvements.items()} == {(0, 1): [8]}
    assert {len(journey.steps) for journey in improvements[0, 1]} == {2}
    assert coalition_improvements(conflict, 8 - 1) == coalition_improvements(conflict, 9 - 1) == {}
    assert from_one(coalition_equilibria(conflict, R)) == [8, 9]


def test_prisoners_improve_together_on_the_nash_equilibrium():
    assert {m: [j.end + 1 for j in found] for m, found in coalition_improvements(PRISONERS, 0).items()} == {(0, 1): [4]}
    assert coalition_equilibria(PRISONERS, R) == ()
    assert from_one(coalition_equilibria(PRISONERS, SEQ)) == [4]


def test_chicken_and_syria_have_no_joint_improvement_on_their_equilibria():
    assert coalition_improvements(CHICKEN, 1) == coalition_improvements(CHICKEN, 2) == {}
    assert coalition_improvements(syria_iraq(), 5) == {}


@pytest.mark.parametrize(
    ("conflict", "improving", "steps"),
    [
        (elmira(), False, {1: 0, 2: 1, 3: 1, 4: 2, 5: 1, 6: 2, 7: 2, 8: 3, 9: 1}),
        (elmira(), True, {1: 0, 5: 1}),
        (syria_iraq(), False, {1: 0, 2: 1, 3: 1, 4: 1, 5: 2, 6: 2}),
        (syria_iraq(), True, {1: 0, 4: 1, 6: 2}),
    ],
)
def test_status_quo_analysis_finds_the_distances(conflict, improving, steps):
    found = status_quo(conflict, improving)
    assert {state + 1: len(journey.steps) for state, journey in found.items()} == steps
    assert all(is_legal(conflict, journey, improving) and journey.end == state for state, journey in found.items())


def test_status_quo_analysis_needs_a_start():
    with pytest.raises(UsageError, match="needs a start"):
        status_quo(CHICKEN)


def strict_games():
    orders = list(permutations([1, 2, 3, 4]))
    return [two_by_two(row, column) for row in orders for column in orders]


def test_the_576_strict_games_have_as_many_equilibria_as_counted():
    games = strict_games()
    counts = {concept: Counter(len(equilibria(game, concept)) for game in games) for concept in Concept}
    assert counts == {
        R: {0: 72, 1: 432, 2: 72},
        SEQ: {1: 380, 2: 196},
        SMR: {0: 32, 1: 320, 2: 208, 3: 16},
        GMR: {1: 192, 2: 320, 3: 64},
    }


@st.composite
def conflicts(draw, decision_makers=(1, 4), states=(1, 6)):
    n, m = draw(st.integers(*decision_makers)), draw(st.integers(*states))
    row = [st.integers(0, 2**m - 1).map(lambda move, s=s: move & ~(1 << s)) for s in range(m)]
    moves = tuple(draw(st.tuples(*row)) for _ in range(n))
    preferences = tuple(tuple(draw(st.lists(st.integers(0, 3), min_size=m, max_size=m))) for _ in range(n))
    return Conflict(tuple(f"dm {i}" for i in range(n)), tuple(map(str, range(m))), moves, preferences, 0)


def is_legal(conflict, journey, improving=False):
    """Every step is a move, or an improvement, of its mover, and nobody moves twice in succession."""
    steps = conflict.improvements if improving else conflict.moves
    here, last = journey.origin, None
    for step in journey.steps:
        if step.mover == last or not steps[step.mover][here] >> step.state & 1:
            return False
        here, last = step.state, step.mover
    return True


def table(conflict, bitsets):
    return np.array([[row >> t & 1 for t in range(conflict.states)] for row in bitsets], dtype=int)


def matrix_reach(moves):
    """M_j <- sgn(M_j + sgn(sum of M_p, p != j) J_j) from M_j = J_j until nothing changes; the union of the M_j."""
    found, before = list(moves), None
    while before is None or any((a != b).any() for a, b in zip(found, before, strict=True)):
        before = list(found)
        for j, move in enumerate(moves):
            others = sum((m for p, m in enumerate(found) if p != j), np.zeros_like(move))
            found[j] = np.sign(found[j] + np.sign(others) @ move)
    return np.sign(sum(found[1:], found[0]))


def matrix_stable(conflict, i, concept):
    """Xu, Hipel, Kilgour and Fang 2018: a state is stable where the diagonal of the stability matrix is 0."""
    m = conflict.states
    ones = np.ones((m, m), dtype=int)
    J = [table(conflict, moves) for moves in conflict.moves]
    P = [table(conflict, better) for better in conflict.better]
    steps = [j * p if concept == SEQ else j for j, p in zip(J, P, strict=True)]
    others = [step for k, step in enumerate(steps) if k != i]
    reached = matrix_reach(others) if others and concept != R else np.zeros((m, m), dtype=int)
    worse = (ones - P[i]).T
    if concept == SMR:
        worse = worse * (ones - np.sign(J[i] @ P[i].T))
    stability = (J[i] * P[i]) @ (ones - np.sign(reached @ worse))
    return [s for s in range(m) if stability[s, s] == 0]


@pytest.mark.parametrize("conflict", [elmira(), syria_iraq(), PRISONERS, CHICKEN])
def test_the_matrix_form_says_the_same_of_the_published_conflicts(conflict):
    for concept in Concept:
        for i in conflict.everyone:
            assert list(bits(stable_states(conflict, (i,), concept))) == matrix_stable(conflict, i, concept)


@settings(max_examples=60, deadline=None)
@given(conflicts())
def test_the_matrix_form_says_the_same_of_any_conflict(conflict):
    for concept in Concept:
        for i in conflict.everyone:
            assert list(bits(stable_states(conflict, (i,), concept))) == matrix_stable(conflict, i, concept)


@settings(max_examples=60, deadline=None)
@given(conflicts())
def test_nash_is_symmetric_metarational_or_sequential_and_both_are_general_metarational(conflict):
    for members in [*((i,) for i in conflict.everyone), *coalitions(conflict)]:
        nash, general, symmetric, sequential = (
            set(bits(stable_states(conflict, members, concept))) for concept in (R, GMR, SMR, SEQ)
        )
        assert nash <= symmetric <= general
        assert nash <= sequential <= general


def legal_ends(conflict, origin, movers, improving):
    """R_H(s) from the definition alone: lengthen sequences until no new pair (state, last mover) turns up."""
    steps = conflict.improvements if improving else conflict.moves
    pairs, new = set(), {(origin, None)}
    while new:
        longer = {(t, j) for s, last in new for j in movers if j != last for t in bits(steps[j][s])}
        new = longer - pairs
        pairs |= new
    return {state for state, _ in pairs}


@settings(max_examples=60, deadline=None)
@given(conflicts(), st.booleans())
def test_reach_is_what_legal_sequences_reach(conflict, improving):
    for members in [(), *((i,) for i in conflict.everyone), *coalitions(conflict)]:
        for state, reached in enumerate(reach(conflict, members, improving)):
            assert set(bits(reached)) == legal_ends(conflict, state, members, improving)


@settings(max_examples=60, deadline=None)
@given(conflicts(), st.sampled_from(Concept))
def test_every_verdict_carries_evidence_that_holds(conflict, concept):
    for members in [*((i,) for i in conflict.everyone), *coalitions(conflict)]:
        stable = stable_states(conflict, members, concept)
        for state in range(conflict.states):
            found = verdict(conflict, state, members, concept)
            assert found.stable == bool(stable >> state & 1) == is_stable(conflict, state, members, concept)
            assert found.stable == (not found.unsanctioned)
            check_evidence(conflict, found)


def check_evidence(conflict, found):
    def gains(state):
        return all(conflict.preferences[i][state] > conflict.preferences[i][found.state] for i in found.members)

    others = conflict.others(found.members)
    for improvement in found.improvements:
        assert improvement.origin == found.state
        assert gains(improvement.end)
        assert is_legal(conflict, improvement)
        assert {step.mover for step in improvement.steps} <= set(found.members)
    for sanction in found.sanctions:
        assert sanction.response.origin == sanction.improvement.end
        assert not gains(sanction.response.end)
        assert is_legal(conflict, sanction.response, improving=found.concept == SEQ)
        assert {step.mover for step in sanction.response.steps} <= set(others)
        if found.concept == SMR:
            assert not any(gains(t) for t in legal_ends(conflict, sanction.response.end, found.members, False))
    assert bool(found.sanctions) <= (found.concept != R)


@settings(max_examples=60, deadline=None)
@given(conflicts(), st.data())
def test_a_state_is_stable_by_nash_exactly_where_its_closed_form_holds(conflict, data):
    state = data.draw(st.integers(0, conflict.states - 1))
    holds = all(
        conflict.preferences[i][state] >= conflict.preferences[i][t]
        for i in conflict.everyone
        for t in bits(conflict.moves[i][state])
    )
    assert holds == (state in equilibria(conflict, R))


def test_an_indifferent_move_is_no_improvement_and_an_indifferent_answer_sanctions():
    moves = {"A": [(0, 1)], "B": [(1, 2)]}
    tied = Conflict.of("xyz", moves, {"A": [0, 0, 0], "B": [0, 0, 0]})
    assert equilibria(tied, R) == (0, 1, 2)
    answered = Conflict.of("xyz", moves, {"A": [0, 1, 0], "B": [0, 0, 1]})
    assert not is_stable(answered, 0, (0,), R)
    assert all(is_stable(answered, 0, (0,), concept) for concept in (GMR, SMR, SEQ))


def test_a_sanction_that_hurts_the_sanctioner_counts_under_gmr_but_not_under_seq():
    conflict = Conflict.of("xyz", {"A": [(0, 1)], "B": [(1, 2)]}, {"A": [1, 2, 0], "B": [0, 1, 0]})
    assert [is_stable(conflict, 0, (0,), concept) for concept in (GMR, SMR, SEQ)] == [True, True, False]


def test_a_sanction_that_can_be_escaped_counts_under_gmr_but_not_under_smr():
    moves = {"A": [(0, 1), (2, 3)], "B": [(1, 2)]}
    conflict = Conflict.of("wxyz", moves, {"A": [1, 2, 0, 3], "B": [0, 0, 1, 0]})
    assert [is_stable(conflict, 0, (0,), concept) for concept in (GMR, SMR, SEQ)] == [True, False, True]


def test_nobody_moves_twice_in_succession():
    conflict = Conflict.of("xyz", {"A": [(0, 1), (1, 2)], "B": []}, {"A": [0, 0, 0], "B": [0, 0, 0]})
    assert list(bits(reach(conflict, (0,))[0])) == [1]
    assert list(bits(reach(conflict, (0, 1))[0])) == [1]


def test_a_verdict_can_be_read_out():
    conflict = elmira()
    unstable, stable = verdict(conflict, 0, (2,), R), verdict(conflict, 0, (2,), GMR)
    assert sentence(conflict, unstable) == (
        "Local Government leaves 'Delay' (R): it gains by moving, Local Government to 'Delay, Insist'."
    )
    assert stable.sanctions[0].response == Journey(4, (JourneyStep(0, 5),))
    assert sentence(conflict, stable) == (
        "Local Government stays at 'Delay' (GMR): the move Local Government to 'Delay, Insist' would be answered by "
        "MoE to 'Modify, Delay, Insist', which leaves it no better off."
    )
    nothing = "Uniroyal stays at 'Abandon' (SEQ): it has no move to a state that it prefers."
    assert sentence(conflict, verdict(conflict, 8, (1,), SEQ)) == nothing
    joint = verdict(conflict, 4, (0, 1), R)
    assert joint.decision_maker == "MoE + Uniroyal"
    assert route(conflict, joint.improvements[0]) == (
        "MoE to 'Modify, Delay, Insist', then Uniroyal to 'Modify, Accept, Insist'"
    )


def test_verdicts_are_for_everyone_in_order():
    assert [found.decision_maker for found in verdicts(elmira(), 0, SEQ)] == ["MoE", "Uniroyal", "Local Government"]
    assert [found.stable for found in verdicts(elmira(), 0, SEQ)] == [True, True, False]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (((), (), (), ()), "no state"),
        (((), ("x",), (), ()), "no decision maker"),
        ((("A", "A"), ("x",), ((0,), (0,)), ((0,), (0,))), "same name"),
        ((("A",), ("x", "y"), ((0,),), ((0, 0),)), "one entry for each"),
        ((("A",), ("x", "y"), ((0, 0),), ((0,),)), "one entry for each"),
        ((("A",), ("x", "y"), ((1, 0),), ((0, 0),)), "stays where it is"),
        ((("A",), ("x", "y"), ((4, 0),), ((0, 0),)), "does not exist"),
        ((("A",), ("x", "y"), ((-1, 0),), ((0, 0),)), "does not exist"),
        ((("A",), ("x", "y"), ((2, 0),), ((0, float("nan")),)), "finite"),
        ((("A",), ("x", "y"), ((2, 0),), ((0, 0),), 2), "status quo 2"),
        ((("A",), ("x",) * 4097, ((0,) * 4097,), ((0,) * 4097,)), "4097 states; the limit is 4096"),
    ],
)
def test_a_malformed_conflict_gets_a_clear_sentence(arguments, message):
    with pytest.raises(UsageError, match=message):
        Conflict(*arguments)


def test_wrong_parts_of_a_conflict_are_named():
    with pytest.raises(UsageError, match="'B' needs both"):
        Conflict.of("xy", {"A": []}, {"A": [0, 0], "B": [0, 0]})
    with pytest.raises(UsageError, match="from 0 to 2"):
        Conflict.of("xy", {"A": [(0, 2)]}, {"A": [0, 0]})
    with pytest.raises(UsageError, match="names each of the states 0 to 2 once"):
        ranks([0, 1, 1], 3)
    with pytest.raises(UsageError, match="no state -1"):
        verdict(CHICKEN, -1, (0,), R)
    many = Conflict.of("x", {str(i): [] for i in range(11)}, {str(i): [0] for i in range(11)})
    with pytest.raises(UsageError, match="coalitions of 11"):
        coalitions(many)


def test_points_may_be_larger_than_any_float():
    conflict = Conflict.of("xy", {"A": [(0, 1)]}, {"A": [0, 2**2000]})
    assert equilibria(conflict, R) == (1,)


def test_a_long_chain_of_answers_is_followed_to_its_end():
    # Two who answer each other step by step down 1,000 states: deeper than Python's recursion allows.
    m = 1000
    moves = {"A": [(0, 1)], "B": [(s, s + 1) for s in range(1, m - 1)], "C": [(s, s + 1) for s in range(1, m - 1)]}
    values = {"A": [1, *[2] * (m - 2), 0], "B": range(m), "C": range(m)}
    conflict = Conflict.of(["s"] * m, moves, values)
    found = verdict(conflict, 0, (0,), SEQ)
    assert found.stable
    assert len(found.sanctions[0].response.steps) == m - 2
    assert all(is_stable(conflict, 0, (0,), concept) == (concept != R) for concept in Concept)


def cube(options, states, seed=0):
    """Decision makers with some options each, any of them taken or left, and preferences at random."""
    rng, moves = np.random.default_rng(seed), []
    for i in range(len(options)):
        own = (1 << options[i]) - 1 << sum(options[:i])
        alike = Counter()
        for state in range(states):
            alike[state & ~own] |= 1 << state
        moves.append(tuple(alike[state & ~own] & ~(1 << state) for state in range(states)))
    preferences = tuple(tuple(rng.permutation(states).tolist()) for _ in options)
    return Conflict(tuple(map(str, range(len(options)))), ("",) * states, tuple(moves), preferences)


@pytest.mark.long
@pytest.mark.parametrize(("options", "states", "seconds"), [((3, 3, 3), 500, 1), ((4, 4, 4), 4000, 30)])
def test_all_four_concepts_are_quick_enough_to_wait_for(options, states, seconds):
    conflict = cube(options, states)
    begun = time.process_time()
    for concept in Concept:
        equilibria(conflict, concept)
    assert time.process_time() - begun < seconds
