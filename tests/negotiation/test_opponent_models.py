"""Opponent models: each recovers a planted opponent from its offers, keeps within bounds, and hears nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product

import numpy as np
import pytest
from building import NO, PASS, do, issue, linkage, meeting, opened, party, scenario, stance, versus
from hypothesis import given, settings
from hypothesis import strategies as st

from negosim.domain.fixed_point import ONE
from negosim.domain.outcomes import Issue, OutcomeSpace
from negosim.domain.preferences import Preferences
from negosim.domain.scale import Scale
from negosim.errors import RunError
from negosim.negotiation.acts import Act
from negosim.negotiation.tactics.base import Tactic, View
from negosim.negotiation.tactics.models.base import Estimate, OpponentModel, Seen
from negosim.negotiation.tactics.models.baselines import NoModel, Perfect
from negosim.negotiation.tactics.models.bayesian import Bayesian, shapes
from negosim.negotiation.tactics.models.frequency import Frequency
from negosim.negotiation.tactics.models.opponents import Opponents
from negosim.registry import bind, entries, lookup
from negosim.scenario.spec.scenario import Scenario

LEARNING = ["frequency", "bayesian"]
MODELS = [entry.name for entry in entries("opponent_model")]
Line = Callable[[], list[tuple[int, ...]]]
EVERYBODY = frozenset({"ann", "bob"})


def space(*options: int, ordered: bool = False) -> OutcomeSpace:
    """A space with so many options of each issue."""

    def made(count: int) -> Issue:
        keys = tuple(f"o{k}" for k in range(count))
        positions = tuple(map(float, range(count))) if ordered else None
        return Issue("i", "Issue", keys, keys, 0, (EVERYBODY,) * count, positions)

    return OutcomeSpace([made(count) for count in options])


def model_of(name: str, of: OutcomeSpace, **parameters: float) -> OpponentModel:
    made: OpponentModel = bind("opponent_model", name, parameters)(of)
    return made


def heard(name: str, of: OutcomeSpace, offers: Sequence[tuple[int, ...]]) -> Estimate:
    """What a model makes of offers that are spread over the time of a meeting."""
    model, axes = model_of(name, of), tuple(range(len(of.shape)))
    for place, options in enumerate(offers):
        model.observe(Seen(axes, options, place / max(1, len(offers) - 1)))
    return model.estimate(axes)


# A planted opponent, which concedes in a line

WEIGHTS = (0.5, 0.3, 0.2)
VALUES = ((1.0, 0.75, 0.5, 0.25, 0.0), (0.0, 0.25, 0.5, 0.75, 1.0), (1.0, 0.75, 0.5, 0.25, 0.0))


def worth(outcome: Sequence[int]) -> float:
    """Rounded, since Python 3.12 sums floats otherwise than 3.11, and equal worths are to stay equal."""
    return round(sum(w * v[option] for w, v, option in zip(WEIGHTS, VALUES, outcome, strict=True)), 9)


OUTCOMES = sorted(product(range(5), repeat=3), key=worth)


def line(rounds: int = 60, last: float = 0.4) -> list[float]:
    """Aspirations that fall from 1 to `last`."""
    return [1 - (1 - last) * k / (rounds - 1) for k in range(rounds)]


def just_enough() -> list[tuple[int, ...]]:
    """Each time the outcome that is worth just the aspiration or the least above it."""
    return [next(one for one in OUTCOMES if worth(one) >= level - 1e-9) for level in line()]


def any_enough(seed: int = 7) -> list[tuple[int, ...]]:
    """Each time any outcome that is worth at least the aspiration."""
    lots = np.random.default_rng(seed)
    good = [[one for one in OUTCOMES if worth(one) >= level - 1e-9] for level in line()]
    return [some[lots.integers(len(some))] for some in good]


def totals(weights: Sequence[float], values: Sequence[Sequence[float]]) -> list[float]:
    return [
        sum(w * v[option] for w, v, option in zip(weights, values, one, strict=True))
        for one in product(range(5), repeat=3)
    ]


@pytest.mark.parametrize("offers", [just_enough, any_enough])
def test_the_bayesian_model_recovers_an_opponent_that_concedes_in_a_line(offers: Line) -> None:
    found = heard("bayesian", space(5, 5, 5, ordered=True), offers())
    assert sorted(range(3), key=lambda k: -found.weights[k]) == [0, 1, 2]
    for believed, true in zip(found.values, VALUES, strict=True):
        assert np.argsort(believed).tolist() == np.argsort(true).tolist()
    assert np.corrcoef(totals(found.weights, found.values), totals(WEIGHTS, VALUES))[0, 1] > 0.95


def test_the_frequency_model_recovers_an_opponent_that_concedes_in_a_line() -> None:
    """On the mean of many opponents that offer anything good enough: sixty offers of one still mislead it."""
    found = [heard("frequency", space(5, 5, 5), any_enough(seed)) for seed in range(20)]
    weights = np.mean([one.weights for one in found], axis=0)
    assert np.argsort(-weights).tolist() == [0, 1, 2]
    best = [[int(np.argmax(believed)) for believed in one.values] for one in found]
    assert best == [[int(np.argmax(true)) for true in VALUES]] * 20
    likeness = [np.corrcoef(totals(one.weights, one.values), totals(WEIGHTS, VALUES))[0, 1] for one in found]
    assert np.mean(likeness) > 0.8


# Frequency: van Krimpen, Looije & Hajizadeh 2013


def test_frequency_begins_with_equal_weights_and_values() -> None:
    found = Frequency(space(3, 2)).estimate((0, 1))
    assert found.weights.tolist() == [0.5, 0.5]
    assert [values.tolist() for values in found.values] == [[1, 1, 1], [1, 1]]


def test_frequency_weighs_what_an_offer_repeats_by_the_rule_of_the_paper() -> None:
    """Two issues, l = 0.2: (0.5 + 0.1)/1.1 where it repeats, 0.5/1.1 where it doesn't."""
    found = heard("frequency", space(3, 3), [(0, 0), (0, 1)])
    assert found.weights == pytest.approx([0.6 / 1.1, 0.5 / 1.1])
    again = heard("frequency", space(3, 3), [(0, 0), (0, 1), (0, 2)])
    assert again.weights == pytest.approx([(0.6 / 1.1 + 0.1) / 1.1, 0.5 / 1.1 / 1.1])


def test_frequency_leaves_weights_alone_where_all_or_nothing_is_repeated() -> None:
    assert heard("frequency", space(3, 3), [(0, 0), (1, 1)]).weights.tolist() == [0.5, 0.5]
    assert heard("frequency", space(3, 3), [(0, 0), (0, 0)]).weights == pytest.approx([0.5, 0.5])


def test_frequency_never_weighs_an_issue_by_more_than_its_ceiling() -> None:
    """Above 1 - l/(1 + l/n) an issue gains no more, so the others keep something: 1 - 0.2/1.1 = 0.818 for two."""
    offers = [(0, k % 3) for k in range(200)]
    weights = heard("frequency", space(3, 3), offers).weights
    assert 0.8 < weights[0] < 0.9


def test_frequency_values_options_by_how_often_they_are_named() -> None:
    found = heard("frequency", space(3), [(0,), (0,), (1,)])
    assert found.values[0].tolist() == [1.0, 2 / 3, 1 / 3]


def test_frequency_learns_nothing_about_weights_at_a_rate_of_zero() -> None:
    model = model_of("frequency", space(2, 2), learning=0.0)
    for options in ((0, 0), (0, 1)):
        model.observe(Seen((0, 1), options, 0.0))
    assert model.estimate((0, 1)).weights.tolist() == [0.5, 0.5]


def test_issues_that_are_closed_keep_what_was_learned_of_them() -> None:
    for name in LEARNING:
        model = model_of(name, space(2, 3, 3))
        for options in ((0, 0, 0), (0, 1, 0)):
            model.observe(Seen((0, 1, 2), options, 0.0))
        before = model.estimate((0,)).values[0].tolist()
        model.observe(Seen((1, 2), (2, 0), 0.5))
        assert model.estimate((0,)).values[0].tolist() == before


# Bayesian: Hindriks & Tykhonov 2008


def test_shapes_fall_with_the_distance_from_the_best_option() -> None:
    ordered, loose = shapes(space(3, ordered=True).issues[0]), shapes(space(3).issues[0])
    assert ordered.tolist() == [[1, 0.5, 0], [0, 1, 0], [0, 0.5, 1]]  # falls, peaks, rises
    assert loose.tolist() == np.eye(3).tolist()
    assert shapes(space(1).issues[0]).tolist() == [[1.0]]


def test_bayes_rule_of_one_offer_to_the_digit() -> None:
    """One issue, two options: the best option o0 explains an offer of o0 at time 0 with no error, o1 by 1 = 5 s."""
    model = Bayesian(space(2), concession=0.5, spread=0.2)
    model.observe(Seen((0,), (0,), 0.0))
    likely, unlikely = 1.0, float(np.exp(-(1.0**2) / (2 * 0.2**2)))
    assert model.estimate((0,)).values[0] == pytest.approx(
        [likely / (likely + unlikely), unlikely / (likely + unlikely)]
    )


def test_weights_are_before_the_first_offer_as_likely_as_among_all_splits() -> None:
    model = Bayesian(space(2, 2, 2))
    assert model.estimate((0, 1, 2)).weights == pytest.approx([1 / 3] * 3)


def test_an_offer_that_was_heard_before_tells_the_bayesian_model_nothing_new() -> None:
    once, often = (heard("bayesian", space(3, 3), [(0, 1)] * times) for times in (1, 9))
    assert once.weights.tolist() == often.weights.tolist()
    assert [one.tolist() for one in once.values] == [one.tolist() for one in often.values]


def test_what_is_asked_for_late_is_taken_for_less_than_what_is_asked_for_early() -> None:
    early, late = Bayesian(space(3)), Bayesian(space(3))
    early.observe(Seen((0,), (1,), 0.0))
    late.observe(Seen((0,), (1,), 1.0))
    assert early.estimate((0,)).values[0][1] > late.estimate((0,)).values[0][1]


# Yardsticks


def test_no_model_finds_all_alike() -> None:
    found = heard("none", space(2, 3), [(0, 0), (0, 1)])
    assert found.weights.tolist() == [0.5, 0.5]
    assert not any(values.any() for values in found.values)
    assert not NoModel.tells


def test_perfect_is_the_truth_from_the_worst_outcome_to_the_best() -> None:
    wants = {"x": stance(3, {"o0": 20, "o1": 100, "o2": 0}), "y": stance(1, {"o0": 50, "o1": 0})}
    issues = {"x": issue("o0 o1 o2", "ann bob"), "y": issue("o0 o1", "ann bob")}
    of = scenario(issues, {"ann": party(informed=True), "bob": party(wants)}, {"talks": meeting("ann bob", "x y")})
    view = opened(of).view("ann")
    opponents = Opponents(bind("opponent_model", "perfect", {}))
    points = [view.known["bob"].points(outcome) for outcome in product(range(3), range(2))]
    true = [(one - min(points)) / (max(points) - min(points)) for one in points]
    parts = opponents.gains(view)["bob"].parts
    believed = [(parts[0][a] + parts[1][b]) / ONE for a, b in product(range(3), range(2))]
    assert believed == pytest.approx(true, abs=1e-5)


def test_perfect_knows_of_a_party_that_wants_nothing() -> None:
    of = space(2, 2)
    known = Preferences("bob", of, Scale(1), (np.zeros(2, np.int64),) * 2, (np.zeros(2, np.bool_),) * 2)
    found = Perfect(of, known).estimate((0, 1))
    assert (found.weights.tolist(), [one.tolist() for one in found.values]) == ([0, 0], [[0, 0], [0, 0]])


def test_perfect_says_what_it_needs() -> None:
    with pytest.raises(RunError, match="write 'informed: true' for the party"):
        Perfect(space(2))


# What holds for all of them

Offers = tuple[OutcomeSpace, list[tuple[int, ...]]]


@st.composite
def offers(draw: st.DrawFn) -> Offers:
    """A space and up to a dozen offers in it."""
    of = space(*draw(st.lists(st.integers(1, 4), min_size=1, max_size=4)), ordered=draw(st.booleans()))
    outcome = st.tuples(*(st.integers(0, options - 1) for options in of.shape))
    return of, draw(st.lists(outcome, max_size=12))


@settings(max_examples=60)
@given(offers(), st.sampled_from(["none", *LEARNING]))
def test_estimates_stay_between_0_and_1(given_: Offers, name: str) -> None:
    of, made = given_
    found = heard(name, of, made)
    assert found.weights.sum() == pytest.approx(1.0)
    for numbers in (found.weights, *found.values):
        assert ((numbers >= 0) & (numbers <= 1)).all()
    best = sum(int(part.max()) for part in found.additive().parts)
    assert 0 <= best <= ONE + len(of.shape)


@settings(max_examples=60)
@given(offers(), st.sampled_from(LEARNING), st.randoms(use_true_random=False))
def test_to_name_the_options_otherwise_names_the_estimates_otherwise(given_: Offers, name: str, lots: object) -> None:
    of, made = given_
    loose = space(*of.shape)
    names = [lots.sample(range(options), options) for options in loose.shape]
    renamed = [tuple(names[axis][option] for axis, option in enumerate(one)) for one in made]
    before, after = heard(name, loose, made), heard(name, loose, renamed)
    assert after.weights == pytest.approx(before.weights)
    for axis, order in enumerate(names):
        assert after.values[axis][order] == pytest.approx(before.values[axis])


@settings(max_examples=60)
@given(offers(), st.sampled_from(LEARNING))
def test_a_line_of_options_turned_round_turns_the_estimates_round(given_: Offers, name: str) -> None:
    of, made = given_
    ordered = space(*of.shape, ordered=True)
    turned = [tuple(options - 1 - k for options, k in zip(of.shape, one, strict=True)) for one in made]
    before, after = heard(name, ordered, made), heard(name, ordered, turned)
    for first, second in zip(before.values, after.values, strict=True):
        assert second[::-1] == pytest.approx(first)


# What a model hears


class Spy(OpponentModel):
    """Keeps what it is given."""

    def __init__(self, space: OutcomeSpace, known: Preferences | None = None) -> None:
        super().__init__(space, known)
        self.known, self.seen = known, list[Seen]()

    def observe(self, seen: Seen) -> None:
        self.seen.append(seen)

    def estimate(self, axes: Sequence[int]) -> Estimate:
        return Estimate(np.full(len(axes), 1 / len(axes)), tuple(np.ones(self.space.shape[axis]) for axis in axes))


class Listening(Tactic):
    """Listens with spies and says nothing."""

    def __init__(self) -> None:
        self.opponents = Opponents(Spy)

    def act(self, view: View) -> Act:
        self.opponents.listen(view)
        return NO if view.offer is not None else PASS

    def seen(self, seat: str) -> list[Seen]:
        model = self.opponents._models[seat]
        assert isinstance(model, Spy)
        return model.seen


def table() -> Scenario:
    issues = {key: issue("o0 o1 o2", "ann bob cy") for key in ("x", "y")}
    parties = {key: party() for key in ("ann", "bob", "cy")}
    return scenario(issues, parties, {"talks": meeting("ann bob cy", "x y", 9)})


def test_each_model_hears_the_offers_of_its_opponent_and_of_nobody_else() -> None:
    listening = Listening()
    versus(table(), ann=listening, bob=[{"x": "o1"}, {"y": "o2"}], cy=[NO, {"x": "o2"}, NO])
    bob, cy = listening.seen("bob"), listening.seen("cy")
    assert [one.options for one in bob] == [(1, 0), (0, 2)]
    assert [(one.axes, one.options, one.time) for one in cy] == [((0, 1), (2, 0), 2 / 8)]
    assert set(listening.opponents._models) == {"bob", "cy"}


def test_an_uninformed_seats_models_know_no_preferences_and_an_informed_ones_those_of_their_opponent() -> None:
    for informed in (False, True):
        plain = table().plain()
        plain["parties"]["ann"]["informed"] = informed
        listening = Listening()
        versus(scenario(plain["issues"], plain["parties"], plain["meetings"]), ann=listening, bob=[{"x": "o1"}], cy=[])
        model = listening.opponents._models["bob"]
        assert isinstance(model, Spy)
        assert (model.known.party if model.known else None) == ("bob" if informed else None)


def test_a_model_goes_on_to_the_next_meeting_and_hears_it_with_what_stands_there() -> None:
    issues = {key: issue("o0 o1 o2", "ann bob") for key in ("x", "y")}
    meetings = {"first": meeting("ann bob", "x", 2), "then": meeting("ann bob", "x y", 4)}
    of = scenario(issues, {"ann": party(), "bob": party()}, meetings)
    listening = Listening()
    versus(of, ann=listening, bob=[{"x": "o1"}, {"y": "o2"}])
    assert [(one.axes, one.options) for one in listening.seen("bob")] == [((0,), (1,)), ((0, 1), (0, 2))]


def test_estimates_are_kept_until_the_next_offer_of_that_seat() -> None:
    course = opened(table())
    do(course, ("ann", PASS), ("bob", {"x": "o1"}))
    opponents = Opponents(Frequency)

    def gains() -> dict[str, object]:
        view = course.view("ann")
        opponents.listen(view)
        return dict(opponents.gains(view))

    first, again = gains(), gains()
    assert all(first[seat] is again[seat] for seat in ("bob", "cy"))
    do(course, ("cy", NO), ("cy", {"x": "o2"}))
    after = gains()
    assert after["bob"] is first["bob"]
    assert after["cy"] is not first["cy"]


@pytest.mark.parametrize("name", MODELS)
def test_every_model_has_a_sentence_and_a_source_and_is_marked_if_it_knows(name: str) -> None:
    entry = lookup("opponent_model", name)
    assert entry.summary.endswith(".")
    assert entry.source
    assert entry.informed == (name == "perfect")


def test_linkages_are_left_out_of_what_perfect_knows() -> None:
    tied = {"tie": linkage({"x": "o1", "y": "o1"}, 30)}
    issues = {key: issue("o0 o1", "ann bob") for key in ("x", "y")}
    wants = {"x": stance(1, {"o0": 0, "o1": 100}), "y": stance(3, {"o0": 0, "o1": 100})}
    of = scenario(
        issues, {"ann": party(informed=True), "bob": party(wants, linkages=tied)}, {"talks": meeting("ann bob", "x y")}
    )
    found = Opponents(Perfect).estimates(opened(of).view("ann"))["bob"]
    assert found.weights.tolist() == [0.25, 0.75]
