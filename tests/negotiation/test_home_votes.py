"""Bodies of blocs vote on what has been signed: referendums, parliaments, two houses."""

from __future__ import annotations

from typing import Any

import pytest
from building import Plain, at_first, central

from negosim.analysis.analysis import analyze
from negosim.analysis.analysis_data import findings
from negosim.analysis.analysis_narrative import narrate_analysis
from negosim.analysis.impasse.impasse import EnumeratedImpasse, Reason
from negosim.analysis.measures import Measures
from negosim.analysis.phrases import Wording
from negosim.analysis.run_narrative import account
from negosim.domain.outcomes import TABLE_LIMIT
from negosim.errors import InputError
from negosim.negotiation.log import Vote
from negosim.negotiation.mesa_model import run_model
from negosim.negotiation.record import Record, run
from negosim.scenario.load import from_plain
from negosim.scenario.spec.scenario import Scenario

NOTED = {"basis": "assumed", "numbers": "made up for a test"}


def stances(*values: float, refuses: str | None = None) -> Plain:
    """What somebody wants on x: nothing, a low and a high deal."""
    one: Plain = {"weight": 1, "values": dict(zip(("none", "low", "high"), values, strict=True)), **NOTED}
    return {"x": one if refuses is None else one | {"refuses": refuses}}


def bloc(weight: Any, *values: float, refuses: str | None = None, **more: Any) -> Plain:
    """A bloc; without values it stays at home."""
    wants = {"stances": stances(*values, refuses=refuses)} if values else {}
    return {"title": "Bloc", "weight": weight, **wants, **NOTED, **more}


def body(passes: Any, ratifies: str | None = "ann", **blocs: Plain) -> Plain:
    plain: Plain = {"title": "The House", "passes": passes, "blocs": blocs, **NOTED}
    return plain if ratifies is None else plain | {"ratifies": ratifies}


def signing(consent: str = "ann bob", **bodies: Plain) -> Scenario:
    """Ann and bob agree on the low deal at once, which is best for both."""
    parties = {key: {"name": f"Party {key}", "stances": stances(0, 100, 50)} for key in ("ann", "bob")}
    issue = {"title": "X", "options": {"none": "None", "low": "Low", "high": "High"}, "status_quo": "none"}
    talks = {
        "title": "Talks",
        "parties": ["ann", "bob"],
        "issues": ["x"],
        "protocol": {"name": "alternating_offers", "rounds": 4},
        "basis": "assumed",
    }
    plain = {"negosim": 2, "title": "A test", "issues": {"x": issue | {"consent": consent.split()}}}
    return from_plain(plain | {"parties": parties, "bodies": bodies, "meetings": {"talks": talks}}, "test")


def settled(record: Record) -> object:
    return record.realization.space.named(record.course.standing.outcome)["x"]


def votes(record: Record) -> list[Vote]:
    return [entry.facts for entry in record.log if isinstance(entry.facts, Vote)]


FOR, AGAINST = (0, 50, 100), (50, 0, 100)


@pytest.mark.parametrize(
    ("passes", "becomes"),
    [
        ("majority", "low"),
        ("absolute_majority", "none"),
        ({"share": "1/2"}, "none"),
        ({"share": "2/3", "of": "cast"}, "none"),
        ({"share": "1/2", "of": "cast"}, "low"),
        ([{"votes": 45}, "majority"], "low"),
        ("consensus", "none"),
    ],
)
def test_a_signature_takes_effect_where_those_at_home_pass_it(passes: Any, becomes: str) -> None:
    house = body(passes, doves=bloc(45, *FOR), hawks=bloc(35, *AGAINST), home=bloc(20))
    record = run(signing(house=house))
    assert settled(record) == becomes
    vote = votes(record)[0]
    assert (vote.ratified, vote.supporters, vote.against) == (becomes == "low", ("doves",), ("hawks",))
    assert (vote.body, vote.away, vote.share) == ("house", ("home",), 45 / 80)


def test_it_goes_through_unless_enough_of_both_houses_are_against() -> None:
    house = {"title": "Congress", "ratifies": "ann", **NOTED}
    house["stops"] = [{"share": "2/3", "among": ["a", "b"]}, {"share": "2/3", "among": ["c", "d"]}]
    for against, becomes in ((21, "low"), (22, "none")):  # of 33 in the second house
        blocs = {
            "a": bloc(1, *FOR),
            "b": bloc(2, *AGAINST),
            "c": bloc(33 - against, *FOR),
            "d": bloc(against, *AGAINST),
        }
        assert settled(run(signing(house=house | {"blocs": blocs}))) == becomes


def test_each_test_is_told_with_what_it_took_and_got() -> None:
    house = body([{"share": 0.4}, "majority"], doves=bloc(45, *FOR), hawks=bloc(35, *AGAINST), home=bloc(20))
    (vote,) = votes(run(signing(house=house)))
    assert [*vote.tests] == [
        {"test": "share", "took": 40, "got": 45, "met": True},
        {"test": "majority", "took": 40, "got": 45, "met": True},
    ]


def test_a_bloc_abstains_as_it_says() -> None:
    house = body("majority", doves=bloc(30, *FOR), hawks=bloc(40, 8, 0, 100, abstains=8), rest=bloc(20, 9, 0, 100))
    (vote,) = votes(run(signing(house=house)))
    assert (vote.ratified, vote.supporters, vote.against, vote.abstained) == (True, ("doves",), ("rest",), ("hawks",))


def test_a_body_in_a_list_of_consent_votes_after_all_at_the_table_have_signed() -> None:
    house = body("majority", None, doves=bloc(45, *FOR), hawks=bloc(55, *AGAINST))
    record = run(signing("ann bob house", house=house))
    assert [entry.kind for entry in record.log][-3:] == ["signed", "voted", "ended"]
    assert settled(record) == "none"


def test_bodies_vote_in_the_order_of_the_file_and_the_first_no_ends_it() -> None:
    yes, no = body("all", one=bloc(1, *FOR)), body("all", one=bloc(1, *AGAINST))
    assert [vote.body for vote in votes(run(signing(south=no, north=yes)))] == ["south"]
    assert [vote.body for vote in votes(run(signing(north=yes, south=no)))] == ["north", "south"]


def test_a_swing_is_drawn_counted_and_told() -> None:
    swing = body("majority", doves=bloc(48, *FOR), hawks=bloc(52, *AGAINST)) | {"swing": 0.05}
    passed = 0
    for seed in range(60):
        record = run(signing(house=swing), seed=seed)
        (vote,) = votes(record)
        assert vote.share is not None
        assert vote.ratified == (vote.share > 0.5) == (settled(record) == "low")
        assert (vote.expected, vote.chance) == (0.48, pytest.approx(0.3446, abs=1e-4))  # 1 - F(0.4)
        passed += vote.ratified
    assert 12 < passed < 30
    assert len({votes(run(signing(house=swing), seed=seed))[0].share for seed in range(5)}) == 5


def test_a_swing_counts_as_nothing_in_the_zone_and_for_a_delegation_that_knows() -> None:
    few = body("majority", doves=bloc(48, *FOR), hawks=bloc(52, *AGAINST)) | {"swing": 0.3}
    assert [at_first(central(signing(**one))).zone_size.value for one in ({}, {"house": few})] == [2, 1]
    assert {settled(run(signing(house=few | {"known": True}), seed=seed)) for seed in range(5)} == {"high"}


def test_only_what_leads_where_the_body_asks_is_voted_on() -> None:
    house = body("all", one=bloc(1, *AGAINST)) | {"when": {"x": "high"}}
    assert (settled(run(signing(house=house))), votes(run(signing(house=house)))) == ("low", [])


def test_the_zone_leaves_out_what_a_body_in_a_list_of_consent_would_turn_down() -> None:
    house = body("majority", None, doves=bloc(45, *FOR), hawks=bloc(55, *AGAINST))
    assert at_first(central(signing("ann bob house", house=house))).zone_size.value == 1


def test_what_a_vote_came_to_is_a_measure_and_a_sentence() -> None:
    house = body("majority", doves=bloc(45, *FOR), hawks=bloc(55, *AGAINST, refuses="low"))
    record = run(signing(house=house))
    assert Measures(record).besides == {
        "ratified.house": 0,
        "not_ratified.house": 1,
        "share.house": 0.45,
        "against.house": "hawks",
    }
    words = " ".join(sentence for section in account(record) for sentence in section.sentences)
    assert "The House turned down what was signed in round 1: for it Bloc; against it Bloc (45% for it)." in words
    assert (
        "Votes for it: 45 of 100 votes (more than 50 of those cast needed; failed). What had been signed: X: Low."
        in words
    )


def test_a_log_with_votes_replays_and_mesa_comes_to_the_same() -> None:
    house = body("majority", doves=bloc([40, 60], *FOR), hawks=bloc(50, *AGAINST)) | {"swing": [0.05, 0.1]}
    record = run(signing(house=house), seed=1, run=4, draw=True)
    assert Record.from_dict(record.to_dict()).course.standing == record.course.standing
    assert run_model(signing(house=house), seed=1, run=4, draw=True).log == record.log


def test_a_body_votes_on_what_comes_of_a_meeting_too_large_for_a_table() -> None:
    house = body("all", None, one=bloc(1, *AGAINST))
    plain = signing("ann bob house", house=house).plain()
    grid = {"title": "Y", "amount": {"from": 0, "to": 999, "step": 1}, "status_quo": 0, "consent": ["ann", "bob"]}
    plain["issues"] |= {"y": grid, "z": grid}
    plain["meetings"]["talks"]["issues"] = ["x", "y", "z"]
    record = run(from_plain(plain, "large"))
    assert record.realization.space.size > TABLE_LIMIT
    assert (votes(record)[0].body, settled(record)) == ("house", "none")


@pytest.mark.parametrize(
    ("house", "fault"),
    [
        (body("majority", one=bloc(1)), r"R220.*nobody votes in 'house'"),
        (body("majority", one=bloc(0, *FOR)), r"R220.*nobody votes in 'house'"),
        (body("majority", None, one=bloc(1, *FOR)), r"R221.*'house' is never asked"),
    ],
)
def test_a_body_that_can_never_vote_is_an_error(house: Plain, fault: str) -> None:
    with pytest.raises(InputError, match=fault):
        signing(house=house)


def test_what_a_body_blocks_is_named() -> None:
    house = body("all", None, one=bloc(1, 100, 0, 0)) | {"title": "The {House}"}
    realization = central(signing("ann bob house", house=house))
    blocking = EnumeratedImpasse(at_first(realization), realization.preferences)
    assert blocking.ways_out == (frozenset({Reason("vote.house", "house")}),)
    assert Wording(realization).reasons(blocking.ways_out[0]) == "The {House} would turn it down"
    assert Wording(realization).giving_way(blocking.ways_out[0]) == "The {House} on what it passes"


def test_the_power_of_blocs_is_told() -> None:
    house = body("majority", a=bloc(2, *FOR), b=bloc(1, *FOR), c=bloc(1, *AGAINST))
    found = analyze(signing(house=house))
    assert findings(found)["power"]["house"]["shapley_shubik"] == pytest.approx({"a": 2 / 3, "b": 1 / 6, "c": 1 / 6})
    (section,) = (one for one in narrate_analysis(found).sections if one.title == "Who decides in each body")
    assert section.content[-1] == "The House: nothing passes against Bloc."  # b and c are no majority
