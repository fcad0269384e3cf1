"""The offers of a run with what each was worth to everybody when it lay on the table."""

from __future__ import annotations

from building import (
    NO,
    PASS,
    YES,
    delay,
    do,
    issue,
    meeting,
    opened,
    party,
    recorded,
    scenario,
    stance,
)
from building import scenarios as random_scenarios
from hypothesis import given, settings

from negosim.analysis.offers import entries_with_standing, offer_records, offer_rows, outcome_rows
from negosim.negotiation.acts import Offer
from negosim.negotiation.factories import make_tactics
from negosim.negotiation.record import Record
from negosim.scenario.spec.scenario import Scenario


def talks() -> Record:
    """An offer turned down, an agreement of two, a declaration."""
    issues = {"x": issue("no yes", "ann bob"), "y": issue("no yes", "ann bob cy"), "z": issue("no yes", "cy")}
    likes = {"x": stance(1, {"no": 0, "yes": 100}), "y": stance(1, {"no": 20, "yes": 60})}
    parties = {"ann": party(likes, cost_of_delay=delay(1, {"x": "no"})), "bob": party(likes), "cy": party(reserve=2)}
    course = opened(scenario(issues, parties, {"m": meeting("ann bob cy", "x y z", 5)}))
    do(course, ("ann", {"x": "yes", "y": "yes"}), ("bob", YES), ("cy", NO))
    do(course, ("bob", {"x": "yes"}), ("cy", NO), ("ann", YES))
    do(course, ("cy", {"z": "yes"}), ("ann", PASS), ("bob", PASS))
    return recorded(course)


def test_every_offer_stands_in_the_order_of_the_talks() -> None:
    offers = offer_records(talks())
    assert [(one.event.round, one.event.seat, one.agreed) for one in offers] == [
        (1, "ann", False),
        (2, "bob", True),
        (3, "cy", True),
    ]
    assert [one.answers for one in offers] == [{"bob": True, "cy": False}, {"cy": False, "ann": True}, {}]


def test_worth_and_reservation_are_those_of_the_round_in_which_it_lay_on_the_table() -> None:
    first, second, third = offer_records(talks())
    assert first.worth == {"ann": 80, "bob": 80, "cy": 0}
    assert first.reservation == {"ann": 10 - 4, "bob": 10, "cy": 2}
    assert second.reservation["ann"] == 10 - 3
    assert third.reservation["ann"] == 60
    assert (second.outcome, third.standing.outcome) == ((1, 0, 0), (1, 0, 0))


def test_what_stood_at_every_entry() -> None:
    record = talks()
    entries = list(entries_with_standing(record))
    assert [event for event, _ in entries] == list(record.log)
    assert [standing.outcome for event, standing in entries if event.kind == "agreed"] == [(0, 0, 0), (1, 0, 0)]
    assert entries[-1][1] == record.course.standing


def test_offers_as_rows() -> None:
    rows = offer_rows(talks())
    assert rows[0] == {
        "round": 1,
        "meeting": "m",
        "seat": "ann",
        "issue.x": "yes",
        "issue.y": "yes",
        "worth.ann": 80,
        "worth.bob": 80,
        "worth.cy": 0,
        "accepted_by": "bob",
        "agreed": False,
    }
    assert (rows[2]["issue.z"], rows[2]["accepted_by"], rows[2]["agreed"]) == ("yes", "", True)


def test_no_key_of_an_issue_or_party_takes_the_place_of_another_column() -> None:
    keys = "round meeting seat agreed accepted_by worth_ann worth"
    issues = {key: issue("no yes", "ann worth") for key in keys.split()}
    of = scenario(issues, {"ann": party(), "worth": party()}, {"m": meeting("ann worth", keys, 2)})
    (row,) = offer_rows(recorded(do(opened(of), ("ann", dict.fromkeys(keys.split(), "yes")), ("worth", YES))))
    assert (row["round"], row["meeting"], row["seat"], row["accepted_by"], row["agreed"]) == (
        1,
        "m",
        "ann",
        "worth",
        True,
    )
    assert all(row[f"issue.{key}"] == "yes" for key in issues)
    assert (row["worth.ann"], row["worth.worth"]) == (0, 0)


def test_what_stands_as_rows() -> None:
    rows = outcome_rows(talks())
    assert [(row["issue"], row["status_quo"], row["option"], row["bound"]) for row in rows] == [
        ("x", "no", "yes", "ann bob"),
        ("y", "no", "no", ""),
        ("z", "no", "yes", "cy"),
    ]
    assert (rows[0]["title"], rows[0]["label"]) == ("Issue", "yes")


@settings(max_examples=30)
@given(random_scenarios())
def test_the_table_says_what_the_seats_saw(drawn: Scenario) -> None:
    course = opened(drawn)
    tactics = make_tactics(course.realization)
    seen = []
    while course.asked:
        seat = course.asked[0]
        view = course.view(seat)
        act = tactics[seat].act(view)
        if isinstance(act, Offer):
            seen.append((seat, view.scale.points(view.menu.worth(act.package)), view.scale.points(view.reservation)))
        course.submit(seat, act)
    offers = offer_records(recorded(course))
    told = [(one.event.seat, one.worth[one.event.seat], one.reservation[one.event.seat]) for one in offers]
    assert told == seen
    assert sum(one.agreed for one in offers) == sum(event.kind == "agreed" for event in course.log)


def test_a_run_without_offers_has_no_row() -> None:
    of = scenario(
        {"x": issue("no yes", "ann bob")}, {"ann": party(), "bob": party()}, {"m": meeting("ann bob", "x", 2)}
    )
    assert offer_rows(recorded(do(opened(of), ("ann", PASS), ("bob", PASS)))) == []
