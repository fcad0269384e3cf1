"""Drafts: meetings that prepare another, what their seats agree to, and what becomes of what they initial."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
from building import ASSUMED, issue, meeting, party, scenario, stance
from hypothesis import given
from hypothesis import strategies as st

from negosim.analysis.measures import measured
from negosim.analysis.run_data import summary
from negosim.analysis.run_narrative import narrate_run
from negosim.analysis.sequencing import BackwardSolution
from negosim.domain.conditions import Condition
from negosim.domain.constraints import Constraint, Implication, Sum
from negosim.errors import InputError
from negosim.experiments.ensemble.rows import columns
from negosim.negotiation.drafts import whole_space
from negosim.negotiation.log import Fall, Kind, No, NotHeld
from negosim.negotiation.packages import Package, Standing
from negosim.negotiation.protocols.offer_space import offering
from negosim.negotiation.record import Record, run
from negosim.registry import lookup
from negosim.scenario.realize.realization import RealizationFactory
from negosim.scenario.spec.scenario import Scenario

NO, YES = {"no": 100, "yes": 0}, {"no": 0, "yes": 100}


VOTE = meeting("u v", "a") | {"protocol": {"name": "voting", "rounds": 3, "quota": 0.5}, "numbers": ASSUMED}


def two_groups(
    prepares: Any = "whole", *, whole: str = "a b", consent: str = "u v", third: int = 0, **parties: Any
) -> Scenario:
    """In each of two meetings one side gives 3 and gets nothing, and the other way round in the other."""
    issues = {key: issue("no yes", consent) for key in ("a", "b", "c")}
    made = {
        "u": party({"a": stance(3, NO), "b": stance(7, YES), "c": stance(third, YES)}, **parties.get("u", {})),
        "v": party({"a": stance(7, YES), "b": stance(3, NO), "c": stance(third, YES)}, **parties.get("v", {})),
        "w": party({"c": stance(1, YES)}, **parties.get("w", {})),
    }
    drafting = {} if prepares is None else {"prepares": prepares}
    meetings = {"one": meeting("u v", "a", 6) | drafting, "two": meeting("u v", "b", 6) | drafting}
    meetings["whole"] = meeting("u v w" if "w" in consent else "u v", whole, 6)
    return scenario(issues, made, meetings, negosim=2)


def kinds(record: Record) -> list[str]:
    """The life of drafts and agreements in a log."""
    told = (Kind.INITIALLED, Kind.PUT, Kind.AGREED, Kind.FELL)
    return [entry.kind for entry in record.log if entry.kind in told]


def fall(record: Record) -> Fall:
    """Why the draft fell."""
    return next(entry.facts for entry in record.log if isinstance(entry.facts, Fall))


def test_what_neither_gives_alone_is_drafted_and_passes_as_a_whole() -> None:
    apart = two_groups(None, whole="c")
    assert measured(run(apart)).settled.keys() <= {"c"}
    record = run(two_groups())
    assert kinds(record) == [Kind.INITIALLED, Kind.INITIALLED, Kind.PUT, Kind.AGREED]
    assert measured(record).settled == {"a": "whole", "b": "whole"}
    assert [round(measured(record).points[party]) for party in ("u", "v")] == [70, 70]
    text = str(narrate_run(record))
    assert "initialled a draft, which binds nobody" in text
    assert "was put as it was, to be taken or left" in text


def test_a_draft_moves_nothing_and_binds_nobody() -> None:
    record = run(two_groups())
    first, second, _ = record.course.meetings
    assert first.closed == first.opened == second.closed
    assert summary(record)["meetings"][0]["draft"] == {"a": "yes"}
    assert not first.agreements


def test_without_hope_a_seat_drafts_what_leaves_it_no_worse_off() -> None:
    hopeless = {"meeting": "whole", "hope": 0, "numbers": ASSUMED}
    assert Kind.INITIALLED not in [entry.kind for entry in run(two_groups(hopeless)).log if entry.meeting == "one"]


def test_hope_is_a_number_of_the_file() -> None:
    of = two_groups({"meeting": "whole", "hope": [0.25, 1], "numbers": ASSUMED})
    assert {"meetings.one.prepares.hope", "meetings.two.prepares.hope"} <= {at.path for at in of.numbers()}
    assert "meetings.one.prepares.hope" in [column.name for column in columns(RealizationFactory(of))]
    assert RealizationFactory(of).central.meetings[0].hope == 0.625


def test_a_draft_is_part_of_every_package() -> None:
    record = run(two_groups(whole="a b c", third=1))
    (agreed,) = record.log.of_kind(Kind.AGREED)
    assert agreed.package is not None
    assert agreed.package.axes == {0, 1, 2}
    assert Kind.PUT not in kinds(record)


def test_who_turned_the_whole_down_is_told_with_the_reason() -> None:
    record = run(two_groups(v={"reserve": 45}))
    assert kinds(record) == [Kind.INITIALLED, Kind.FELL]
    assert fall(record).turned_down == {"u": No.LOSES}, "the last offer was of the draft alone"
    assert "would have had less by it" in str(narrate_run(record))
    assert not measured(record).agreed


def test_a_draft_falls_with_the_meeting_that_it_is_for() -> None:
    plain = two_groups(third=1).plain()
    meetings = {**plain["meetings"], "zero": meeting("u v", "c"), "whole": meeting("u v", "a b", if_={"c": "no"})}
    meetings["whole"] = meetings.pop("whole")
    record = run(scenario(plain["issues"], plain["parties"], meetings, negosim=2))
    assert kinds(record) == [Kind.INITIALLED, Kind.INITIALLED, Kind.AGREED, Kind.FELL]
    assert not fall(record).turned_down
    assert fall(record).reason == NotHeld.CONDITION


def test_a_draft_that_keeps_an_issue_where_it_stands_closes_it_too() -> None:
    """The whole may move what is not drafted, and nothing else."""
    realization = RealizationFactory(two_groups(whole="a b c", third=1)).central
    space = whole_space(realization.space, Package(((0, 0),)), frozenset({0, 1, 2}))
    table = offering(space, realization.requirements, Standing.at_first(space), (0, 1, 2), ("u", "v"))
    moved = {table.inner.outcome(number) for number in np.flatnonzero(table.on_offer).tolist()}
    assert moved == {(0, 0, 1), (0, 1, 0), (0, 1, 1)}


def test_what_anyone_there_refuses_is_not_drafted() -> None:
    plain = two_groups().plain()
    plain["issues"]["a"]["consent"] = ["v"]
    plain["parties"]["u"]["stances"]["a"]["refuses"] = "yes"
    record = run(scenario(plain["issues"], plain["parties"], plain["meetings"], negosim=2))
    assert "one" not in {entry.meeting for entry in record.log.of_kind(Kind.INITIALLED)}


def test_who_cannot_bind_may_talk() -> None:
    with pytest.raises(InputError) as error:
        two_groups(None, whole="c", consent="u v w")
    faults = error.value.diagnostics
    assert {one.code for one in faults} == {"R114"}
    assert faults[0].help == "invite w, or say 'prepares: MEETING' if they only draft here"
    record = run(two_groups(consent="u v w"))
    assert kinds(record)[-1] == Kind.AGREED


def test_backward_induction_goes_by_the_meetings_that_bind() -> None:
    """Both like what they draft, but the meeting that would make it bind waits for what neither wants."""
    wants = {"a": stance(1, YES), "c": stance(1, NO)}
    meetings = {
        "open": meeting("u v", "c"),
        "draft": meeting("u v", "a") | {"prepares": "whole"},
        "whole": meeting("u v", "a", if_={"c": "yes"}),
    }
    issues = {key: issue("no yes", "u v") for key in ("a", "c")}
    of = scenario(issues, {"u": party(wants), "v": party(wants)}, meetings, negosim=2)
    induction = BackwardSolution(RealizationFactory(of).central, lookup("solution", "nash"))
    assert induction.end(0, Standing.at_first(induction.realization.space)) == (0, 0)


def test_a_record_with_drafts_replays() -> None:
    record = run(two_groups(whole="a b c"))
    again = Record.from_dict(record.to_dict())
    assert list(again.course.log) == list(record.log)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"one": meeting("u v", "a") | {"prepares": "hole"}}, "R241 no meeting 'hole'"),
        ({"whole": meeting("u v", "a b") | {"prepares": "one"}}, "R241 'one' comes before 'whole'"),
        ({"one": meeting("u v", "a") | {"prepares": "two"}}, "R241 'two' prepares another itself"),
        (
            {"one": VOTE | {"prepares": "whole"}},
            "R246 a draft needs the yes of all at the table, and this protocol takes votes",
        ),
        ({"whole": meeting("u v", "b")}, "R242 'whole' has no 'a' on its agenda"),
    ],
)
def test_what_is_prepared_comes_later_and_has_what_is_drafted(change: dict[str, Any], expected: str) -> None:
    plain = two_groups().plain()
    with pytest.raises(InputError) as error:
        scenario(plain["issues"], plain["parties"], plain["meetings"] | change, negosim=2)
    assert expected in [f"{one.code} {one.message}" for one in error.value.diagnostics]


SHAPE = (2, 3, 2)
MASKS = {axis: st.lists(st.booleans(), min_size=size, max_size=size).filter(any) for axis, size in enumerate(SHAPE)}


@st.composite
def constraints(draw: st.DrawFn) -> Constraint:
    """An implication, or a sum of amounts that rise by one."""
    if draw(st.booleans()):
        amounts = {axis: np.arange(size, dtype=np.int64) for axis, size in enumerate(SHAPE)}
        low = draw(st.integers(0, 4))
        return Sum("s", "Sum", amounts, low, draw(st.integers(low, 4)))
    when, then = (
        Condition({axis: np.array(draw(MASKS[axis])) for axis in draw(st.sets(st.integers(0, 2), min_size=1))})
        for _ in range(2)
    )
    return Implication("i", "Implication", when, then)


@given(constraints(), st.sets(st.integers(0, 2), min_size=1, max_size=2))
def test_a_draft_may_leave_to_the_whole_what_some_choice_there_can_meet(one: Constraint, free: set[int]) -> None:
    left = one.leaving(free)
    for outcome in product(*map(range, SHAPE)):
        ways = product(*(range(size) if axis in free else [outcome[axis]] for axis, size in enumerate(SHAPE)))
        assert (left is None or left.met_by(outcome)) == any(one.met_by(way) for way in ways)
