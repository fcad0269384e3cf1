"""Conflicts in option form: feasible states, moves, merged outcomes, preferences, and what bad input is told."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negosim.errors import UsageError
from negosim.theory.stability.bitsets import bits
from negosim.theory.stability.option_form import ConflictOption, DecisionMaker, OptionForm, Pattern, to_conflict
from negosim.theory.stability.plain import option_form, statement
from negosim.theory.stability.prioritising import Statement, truth
from negosim.theory.stability.verdicts import Concept, equilibria

YES_NO = {"Y": True, "N": False}

# Fang, Hipel and Kilgour 1993: both would rather be alone in defecting, and rather both cooperate than both defect.
PRISONERS = {
    "decision_makers": {
        "One": {"options": ["One cooperates"], "statements": ["Two cooperates", {"not": "One cooperates"}]},
        "Two": {"options": ["Two cooperates"], "statements": ["One cooperates", {"Two cooperates": "N"}]},
    },
}

# Kinsara, Petersons, Hipel and Kilgour 2015: water of the Euphrates.
SYRIA_IRAQ = {
    "decision_makers": {
        "Syria": {
            "options": ["Release Water", "Escalate"],
            "statements": [
                {"Release Water": "N", "Escalate": "N", "Attack": "N"},
                "Escalate",
                {"not": "Attack"},
                {"not": "Release Water"},
            ],
        },
        "Iraq": {
            "options": ["Attack"],
            "statements": [
                {"Release Water": "Y", "Escalate": "N", "Attack": "N"},
                {"Release Water": "N", "Escalate": "N", "Attack": "Y"},
                {"Release Water": "N", "Escalate": "Y", "Attack": "Y"},
                {"Release Water": "N", "Escalate": "N", "Attack": "N"},
                {"Release Water": "Y", "Escalate": "N", "Attack": "Y"},
            ],
        },
    },
    "infeasible": [{"Release Water": "Y", "Escalate": "Y"}],
    "status_quo": "NN|N",
}

# Kilgour and Hipel 2005: groundwater contamination at Elmira.
ELMIRA = {
    "decision_makers": {
        "MoE": {
            "options": ["Modify"],
            "one_way": {"Modify": "N->Y"},
            "ranking": [
                *["N|NYN|Y", "N|NYN|N", "Y|NYN|N", "Y|NYN|Y", "N|YNN|Y", "N|YNN|N", "Y|YNN|N", "Y|YNN|Y"],
                {"Abandon": "Y"},
            ],
        },
        "Uniroyal": {
            "options": ["Delay", "Accept", "Abandon"],
            "one_way": {"Delay": "Y->N", "Abandon": "N->Y"},
            "ranking": [
                *["N|YNN|N", "Y|NYN|N", "Y|NYN|Y", "N|YNN|Y", "-|NNY|-"],
                *["Y|YNN|N", "N|NYN|N", "N|NYN|Y", "Y|YNN|Y"],
            ],
        },
        "Local Government": {
            "options": ["Insist"],
            "ranking": [
                *["N|NYN|Y", "N|NYN|N", "N|YNN|Y", "N|YNN|N", "Y|NYN|Y", "Y|YNN|Y", "Y|NYN|N", "Y|YNN|N"],
                {"Abandon": True},
            ],
        },
    },
    "infeasible": [
        {"Delay": "Y", "Accept": "Y"},
        {"Delay": "Y", "Abandon": "Y"},
        {"Accept": "Y", "Abandon": "Y"},
        {"Delay": "N", "Accept": "N", "Abandon": "N"},
    ],
    "merged": [{"Abandon": "Y"}],
    "status_quo": "N|YNN|N",
}


def conflict_of(data):
    return to_conflict(option_form(data))


def labels_of(conflict, states):
    return [conflict.labels[state] for state in states]


def best_first(conflict, i):
    return sorted(range(conflict.states), key=lambda state: -conflict.preferences[i][state])


def changed(data, **parts):
    return {**data, **parts}


def one(options=("a", "b"), **entry):
    """A conflict of one decision maker."""
    return {"decision_makers": {"A": {"options": list(options), "statements": ["a"], **entry}}}


def test_elmira_has_nine_states_and_its_published_equilibria():
    conflict = conflict_of(ELMIRA)
    assert conflict.states == 9
    assert conflict.labels[conflict.start] == "Delay"
    expected = ["Abandon", "Delay, Insist", "Modify, Accept, Insist"]
    for concept in (Concept.R, Concept.SEQ):
        assert sorted(labels_of(conflict, equilibria(conflict, concept))) == expected
    for concept in (Concept.GMR, Concept.SMR):
        found = sorted(labels_of(conflict, equilibria(conflict, concept)))
        assert found == sorted([*expected, "Delay", "Modify, Accept"])


def test_elmira_has_the_published_one_way_moves():
    conflict = conflict_of(ELMIRA)
    numbers = {label: state for state, label in enumerate(conflict.labels)}

    def moves(name, label):
        return labels_of(conflict, bits(conflict.moves[conflict.decision_makers.index(name)][numbers[label]]))

    assert moves("MoE", "Accept") == ["Modify, Accept"]
    assert moves("MoE", "Modify, Accept") == []
    assert moves("Uniroyal", "Delay") == ["Accept", "Abandon"]
    assert moves("Uniroyal", "Accept") == ["Abandon"]
    assert moves("Local Government", "Accept, Insist") == ["Accept"]
    assert [moves(name, "Abandon") for name in conflict.decision_makers] == [[], [], []]


def test_syria_and_iraq_from_statements_has_the_published_rankings_and_equilibria():
    conflict = conflict_of(SYRIA_IRAQ)
    assert conflict.labels == (
        *("nothing taken", "Release Water", "Escalate"),
        *("Attack", "Release Water, Attack", "Escalate, Attack"),
    )
    assert [state + 1 for state in best_first(conflict, 0)] == [1, 3, 6, 2, 4, 5]
    assert [state + 1 for state in best_first(conflict, 1)] == [2, 4, 6, 1, 5, 3]
    found = {concept.value: [state + 1 for state in equilibria(conflict, concept)] for concept in Concept}
    assert found == {"R": [6], "GMR": [1, 6], "SMR": [6], "SEQ": [6]}


def test_the_prisoners_dilemma_from_statements_has_the_published_rankings_and_equilibria():
    conflict = conflict_of(PRISONERS)
    assert [[state + 1 for state in best_first(conflict, i)] for i in (0, 1)] == [[3, 4, 1, 2], [2, 4, 1, 3]]
    found = {concept.value: [state + 1 for state in equilibria(conflict, concept)] for concept in Concept}
    assert found == {"R": [1], "GMR": [1, 4], "SMR": [1, 4], "SEQ": [1, 4]}
    assert conflict.start is None


def test_the_same_conflict_can_be_written_in_python():
    both = [
        DecisionMaker(
            name,
            (ConflictOption(f"{name} cooperates"),),
            statements=(
                Statement("option", option=f"{other} cooperates"),
                Statement("not", (Statement("option", option=f"{name} cooperates"),)),
            ),
        )
        for name, other in (("One", "Two"), ("Two", "One"))
    ]
    start = Pattern((("One cooperates", True), ("Two cooperates", True)))
    conflict = to_conflict(OptionForm(tuple(both), start=start))
    assert conflict.preferences == conflict_of(PRISONERS).preferences
    assert conflict.labels[conflict.start] == "One cooperates, Two cooperates"


def test_states_of_a_tier_are_tied_and_the_first_tier_counts():
    data = one(statements=[], ranking=[["YN", "NY"], {"a": "Y"}, "NN"])
    assert conflict_of(data).preferences == ((0, 2, 2, 1),)


def test_a_decision_maker_without_options_only_looks_on():
    data = {"decision_makers": {"A": {"options": ["a"], "statements": ["a"]}, "B": {"statements": [{"not": "a"}]}}}
    conflict = conflict_of(data)
    assert conflict.moves == ((2, 1), (0, 0))
    assert equilibria(conflict, Concept.R) == (1,)


OPTIONS = ("a", "b", "c")
patterns = st.dictionaries(st.sampled_from(OPTIONS), st.sampled_from("YN"), min_size=1)


@settings(max_examples=60, deadline=None)
@given(st.lists(patterns, max_size=3), st.sampled_from(["", "N->Y", "Y->N"]), st.integers(0, 3))
def test_states_and_moves_are_what_brute_force_lists(infeasible, one_way, first):
    owners = {"A": OPTIONS[:first], "B": OPTIONS[first:]}
    makers = {name: {"options": list(own), "statements": ["a"]} for name, own in owners.items()}
    makers["A" if first else "B"]["one_way"] = {"a": one_way} if one_way else {}
    states = [dict(zip(OPTIONS, reversed(signs), strict=True)) for signs in product("NY", repeat=3)]
    feasible = [s for s in states if not any(p.items() <= s.items() for p in infeasible)]
    data = {"decision_makers": makers, "infeasible": infeasible}
    if not feasible:
        with pytest.raises(UsageError, match="no state is feasible"):
            conflict_of(data)
        return
    conflict = conflict_of(data)
    assert conflict.states == len(feasible)
    for i, own in enumerate(owners.values()):
        for state, origin in enumerate(feasible):
            assert list(bits(conflict.moves[i][state])) == allowed(feasible, origin, own, one_way)


def allowed(feasible, origin, own, one_way):
    """The states that differ from `origin` in some of one's own options alone, and on `a` only the open way."""
    found = []
    for number, target in enumerate(feasible):
        differs = {name for name in OPTIONS if origin[name] != target[name]}
        way = f"{origin['a']}->{target['a']}"
        if differs and differs <= set(own) and not ("a" in differs and one_way and way != one_way):
            found.append(number)
    return found


def holds(data, state):
    """A statement's truth in one state, by its meaning."""
    if isinstance(data, str):
        return state[data]
    ((word, value), *rest) = data.items()
    if word == "not":
        return not holds(value, state)
    if word == "if":
        return not holds(value, state) or holds(rest[0][1], state)
    if word in ("all", "any", "iff"):
        parts = [holds(part, state) for part in value]
        return {"all": all, "any": any, "iff": lambda both: both[0] == both[1]}[word](parts)
    return all(state[name] == YES_NO[sign] for name, sign in data.items())


statements = st.recursive(
    st.sampled_from(OPTIONS) | patterns,
    lambda parts: st.one_of(
        st.builds(lambda p: {"all": p}, st.lists(parts, max_size=3)),
        st.builds(lambda p: {"any": p}, st.lists(parts, max_size=3)),
        st.builds(lambda p: {"not": p}, parts),
        st.builds(lambda p, q: {"if": p, "then": q}, parts, parts),
        st.builds(lambda p, q: {"iff": [p, q]}, parts, parts),
    ),
    max_leaves=8,
)


@settings(max_examples=100, deadline=None)
@given(statements)
def test_a_statement_is_true_where_its_words_say(data):
    states = [dict(zip(OPTIONS, signs, strict=True)) for signs in product([False, True], repeat=3)]
    taken = {name: sum(1 << k for k, state in enumerate(states) if state[name]) for name in OPTIONS}
    found = truth(statement(data), taken, 2**8 - 1)
    assert list(bits(found)) == [k for k, state in enumerate(states) if holds(data, state)]


@settings(max_examples=60, deadline=None)
@given(st.lists(statements, min_size=1, max_size=4))
def test_an_earlier_statement_outweighs_all_later_ones(said):
    """The order by score is the lexicographic order of the truth of the statements."""
    conflict = conflict_of(one(OPTIONS, statements=said))
    states = [dict(zip(OPTIONS, reversed(signs), strict=True)) for signs in product([False, True], repeat=3)]
    true = [[holds(data, state) for data in said] for state in states]
    score = conflict.preferences[0]
    assert all((score[s] > score[t]) == (true[s] > true[t]) for s in range(8) for t in range(8))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (changed(one(), infeasible=[{"a": "Y"}, {"a": "N"}]), "no state is feasible"),
        (one([f"o{k}" for k in range(21)], statements=["o1"]), "21 options; the limit is 20"),
        (one([f"o{k}" for k in range(13)], statements=["o1"]), "8192 states are feasible; the limit is 4096"),
        (one(["a", "a"]), "same name"),
        (one(["a", "all"]), "cannot be named 'all'"),
        (one(["a", 3]), "cannot be named 3"),
        (one(statements=["c"]), "no option 'c'"),
        (one(statements=[{"not": "c"}]), "no option 'c'"),
        (one(statements=[{"all": ["a"], "any": ["b"]}]), "one of all, any"),
        (one(statements=[{"if": "a"}]), "if with then"),
        (one(statements=[{"iff": ["a"]}]), "iff takes two"),
        (one(statements=[3]), "a statement needs a mapping"),
        (one(statements="a"), "the statements of 'A' needs a list"),
        (one(statements=[]), "either a ranking or statements"),
        (one(ranking=["YY"]), "either a ranking or statements"),
        (one(statements=[], ranking=["YY", "YN"]), "leaves out: nothing taken; b"),
        (changed(one(statements=[], ranking=["YY", "--N"]), merged=[]), "needs Y, N or - for each of the 2 options"),
        (one(statements=[], ranking=["--"]), "says nothing of any option"),
        (changed(one(), infeasible=[{}]), "says nothing of any option"),
        (changed(one(), infeasible=[{"a": "yes"}]), "is Y or N in a pattern; found 'yes'"),
        (changed(one(), infeasible=[{"a": 1}]), "is Y or N in a pattern; found 1"),
        (changed(one(), infeasible=[{"c": "Y"}]), "no option 'c'"),
        (changed(one(), infeasible=[3]), "a pattern needs a mapping"),
        (changed(one(), infeasible=[{"a": "Y"}], status_quo="Y-"), "the status quo names {a: Y}, which no feasible"),
        (changed(one(), status_quo="Y-"), "the status quo fits 2 states"),
        (changed(one(), merged=[{"b": "Y"}]), "statement 1 of 'A' tells apart states that are merged as 'b'"),
        (one(one_way={"a": "up"}), "N->Y .* or Y->N"),
        (one(one_way={"c": "N->Y"}), "no 'c'"),
        (one(option=["a"]), "decision maker 'A' has no 'option': did you mean 'options'"),
        (changed(one(), infeasable=[]), "did you mean 'infeasible'"),
        ({}, "decision_makers needs a mapping"),
        ({"decision_makers": {"A": ["a"]}}, "A needs a mapping"),
        ({"decision_makers": {}}, "no decision maker"),
    ],
)
def test_bad_input_gets_a_clear_sentence(data, message):
    with pytest.raises(UsageError, match=message):
        conflict_of(data)


def test_infeasible_patterns_bring_many_options_under_the_limit():
    options = [f"o{k}" for k in range(14)]
    infeasible = [{options[k]: "Y", options[k + 1]: "Y"} for k in range(13)]
    conflict = conflict_of(changed(one(options, statements=["o1"]), infeasible=infeasible))
    assert conflict.states == 987  # the Fibonacci number: no two neighbours are taken
