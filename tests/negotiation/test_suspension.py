"""Agreements that wait for others: what the log, the account and the record say of them."""

from __future__ import annotations

import pytest
from building import issue, meeting, party, scenario, stance

from negosim.analysis.fair_shares import fair_division
from negosim.analysis.measures import measured
from negosim.analysis.run_data import summary
from negosim.analysis.run_narrative import narrate_run
from negosim.analysis.suspension_narrative import waiting_words
from negosim.errors import InputError, UsageError
from negosim.experiments.ensemble.rows import columns, row
from negosim.negotiation.log import Kind, Waiting
from negosim.negotiation.record import Record, run
from negosim.scenario.realize.realization import RealizationFactory
from negosim.scenario.spec.scenario import Scenario

NO, YES = {"no": 100, "yes": 0}, {"no": 0, "yes": 100}


def oil_for_a_plant(*, closing: bool = True, withdrawn: float = 0.0) -> Scenario:
    """Oil while the plant is shut; a first meeting on the oil, and with `closing` a second on the plant."""
    shut = {"by": "rival", "from": "yes", "to": "no", "chance": withdrawn, "basis": {"kind": "assumed"}}
    alone = {"unilateral": [shut | {"numbers": {"kind": "assumed", "note": "t"}}]} if withdrawn else {}
    issues = {
        "oil": issue("no yes", "states north", **{"while": {"plant": "yes"}}),
        "plant": issue("no yes", "states north", **alone),
        "talks": issue("no yes", "states north"),
    }
    parties = {
        "states": party({"oil": stance(3, NO), "plant": stance(7, YES)}),
        "north": party({"oil": stance(7, YES), "plant": stance(3, NO)}),
        "rival": party({"plant": stance(1, NO)}),
    }
    meetings = {"first": meeting("states north", "oil")}
    if closing:
        meetings["second"] = meeting("states north", "plant oil")
    meetings["third"] = meeting("states north", "talks", if_={"oil": "yes"})
    return scenario(issues, parties, meetings, negosim=2)


def life(record: Record) -> list[tuple[str, bool]]:
    """What was suspended and resumed, and whether from the day it was signed."""
    return [(entry.kind, entry.facts.at_once) for entry in record.log if isinstance(entry.facts, Waiting)]


def points(record: Record) -> list[float]:
    """What the two at the table have of it."""
    return [round(measured(record).points[party]) for party in ("states", "north")]


def test_what_is_signed_waits_until_what_it_waits_for_is_agreed() -> None:
    record = run(oil_for_a_plant())
    assert life(record) == [(Kind.SUSPENDED, True), (Kind.RESUMED, False)]
    assert measured(record).suspended == ()
    assert points(record) == [70, 70]


def test_what_still_waits_counts_as_the_status_quo() -> None:
    record = run(oil_for_a_plant(closing=False))
    assert measured(record).outcome["oil"] == "yes"
    assert measured(record).suspended == ("oil",)
    assert points(record) == [30, 30]
    assert not record.course.meetings[-1].took_place, "its condition looks at what is in force"
    text = str(narrate_run(record))
    assert "is signed, and waits for Issue: yes" in text
    assert "signed, and waits for Issue: yes: until then" in text


def test_what_is_withdrawn_suspends_what_waits_for_it() -> None:
    record = run(oil_for_a_plant(withdrawn=1))
    assert life(record)[:3] == [(Kind.SUSPENDED, True), (Kind.RESUMED, False), (Kind.SUSPENDED, False)]


def test_a_record_holds_what_was_suspended() -> None:
    record = run(oil_for_a_plant(withdrawn=1))
    again = Record.from_dict(record.to_dict())
    assert list(again.log) == list(record.log)
    assert list(again.course.log) == list(record.log)


def test_results_name_what_is_suspended() -> None:
    of = oil_for_a_plant(closing=False)
    record = run(of)
    assert summary(record)["suspended"] == ["oil"]
    names = [column.name for column in columns(RealizationFactory(of))]
    assert row(record, [])[names.index("suspended.oil")] is True


def test_an_issue_does_not_wait_for_itself() -> None:
    issues = {"x": issue("no yes", "u v", **{"while": {"x": "yes"}})}
    with pytest.raises(InputError) as error:
        scenario(issues, {"u": party(), "v": party()}, {"m": meeting("u v", "x")}, negosim=2)
    assert [one.code for one in error.value.diagnostics if one.code == "R240"] == ["R240"]


def test_seats_and_readers_are_told_what_waits() -> None:
    of = oil_for_a_plant()
    realization = RealizationFactory(of).central
    told = "Issue counts only while this holds: Issue: yes"
    assert list(waiting_words(realization.space)) == [told]
    with pytest.raises(UsageError, match="some are in force only while others hold"):
        fair_division(RealizationFactory(of_two()).central)


def of_two() -> Scenario:
    """The same between the two at the table."""
    plain = oil_for_a_plant().plain()
    return scenario(
        plain["issues"], {key: plain["parties"][key] for key in ("states", "north")}, plain["meetings"], negosim=2
    )
