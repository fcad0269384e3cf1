"""Short forms of a scenario file: what they stand for, what they draw, and their faults where they are written."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from json_schemas import fits

from negosim.analysis.phrases import Wording, default_words
from negosim.domain.rng import RandomSource
from negosim.errors import Diagnostic, InputError
from negosim.experiments.sensitivity.leave_out import removable_parts
from negosim.files import shipped_names
from negosim.report.pages.origins import origins
from negosim.scenario.diff import path_words
from negosim.scenario.json_schema import json_schema
from negosim.scenario.load import from_plain, load, with_changes
from negosim.scenario.realize.realization import RealizationFactory
from negosim.scenario.short.expand import written_out
from negosim.scenario.short.faults import CODES
from negosim.scenario.yaml.reader import read_text

SHORT = """negosim: 2
title: Quotas
sources:
  paper: {title: A newspaper}
defaults: {basis: assumed, numbers: read from positions, consent: coast, tactic: linear}
groups:
  coast:
    title: The coastal states
    members: [north, rim]
    stances:
      catch: {weight: [20, 30], values: {low: 100, middle: 60, high: 0}}
    reserve: [1, 5]
  rim: [west, east]
issues:
  catch: {title: Total catch, options: {low: Low, middle: Middle, high: High}, status_quo: high}
  fee: {title: Fee, amount: {from: 0, to: 10, step: 5}, status_quo: 0, basis: paper 3 4}
  fine: {like: fee, title: Fine, status_quo: 5}
parties:
  north: North
  west: {name: West, stances: {catch: {values: {middle: 80}, numbers: inferred paper 2 as it said}}}
  east:
    name: East
    reserve: null
    stances: {catch: null, fee: {weight: 1, values: {0: 0, 10: 100}, basis: inferred paper}}
meetings:
  talks:
    title: Talks
    parties: [east, coast]
    issues: [catch, fee, fine]
    protocol: {name: alternating_offers, rounds: 5}
"""
"""A file that uses every short form."""


def scenario(tmp_path: Path, text: str = SHORT, *changes: str) -> Any:
    path = tmp_path / "short.yaml"
    path.write_text(text, encoding="utf-8")
    return load(path, changes)


def edited(*edits: tuple[str, str]) -> str:
    text = SHORT
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def faults(tmp_path: Path, *edits: tuple[str, str]) -> list[Diagnostic]:
    with pytest.raises(InputError) as caught:
        scenario(tmp_path, edited(*edits))
    return list(caught.value.diagnostics)


def told(found: list[Diagnostic]) -> list[str]:
    """The faults as text, each with what is underlined."""
    return [
        f"{one.code} {one.path}: {one.message} [{one.text[one.place.column - 1 :][: one.place.length]}]"
        for one in found
    ]


# What they stand for


@pytest.fixture(scope="module")
def full() -> Any:
    return written_out(read_text(SHORT, "short.yaml")).plain()


def test_a_group_in_a_list_of_parties_is_its_members_each_once_and_in_order(full: Any) -> None:
    assert full["meetings"]["talks"]["parties"] == ["east", "north", "west"]
    assert full["issues"]["catch"]["consent"] == ["north", "west", "east"]
    assert full["groups"]["coast"]["members"] == ["north", "west", "east"]
    assert full["groups"]["rim"] == {"members": ["west", "east"]}


def test_one_name_is_a_list_of_one(tmp_path: Path) -> None:
    short = scenario(
        tmp_path,
        edited(("  rim: [west, east]", "  rim: {members: west}"), ("parties: [east, coast]", "parties: coast")),
    )
    assert short.groups["rim"].members == ("west",)
    assert short.meetings["talks"].parties == ("north", "west")


def test_a_party_may_be_only_a_name_and_a_tactic_only_its_own(full: Any) -> None:
    assert full["parties"]["north"]["name"] == "North"
    assert full["parties"]["north"]["tactic"] == {"name": "linear", "basis": {"kind": "assumed"}}


def test_a_members_own_keys_go_over_those_of_its_group(full: Any) -> None:
    assert full["parties"]["north"]["stances"]["catch"]["values"] == {"low": 100, "middle": 60, "high": 0}
    own = full["parties"]["west"]["stances"]["catch"]
    assert own["weight"] == [20, 30]
    assert own["values"] == {"low": 100, "middle": 80, "high": 0}
    assert own["numbers"] == {"kind": "inferred", "source": "paper", "paragraphs": [2], "note": "as it said"}
    assert "catch" not in full["parties"]["east"]["stances"]
    assert "reserve" not in full["parties"]["east"]


def test_like_starts_from_another_entry(full: Any) -> None:
    assert full["issues"]["fine"] == {**full["issues"]["fee"], "title": "Fine", "status_quo": 5}


def test_defaults_stand_where_something_is_left_out_and_nowhere_else(full: Any) -> None:
    stance = full["parties"]["east"]["stances"]["fee"]
    assert stance["basis"] == {"kind": "inferred", "source": "paper"}
    assert stance["numbers"] == {"kind": "assumed", "note": "read from positions"}
    assert full["parties"]["north"]["reserve"] == {
        "points": [1, 5],
        "basis": {"kind": "assumed"},
        "numbers": {"kind": "assumed", "note": "read from positions"},
    }
    assert full["meetings"]["talks"]["basis"] == {"kind": "assumed"}
    assert full["issues"]["fee"]["basis"] == {"kind": "reported", "source": "paper", "paragraphs": [3, 4]}


def test_numbers_of_a_tactic_go_by_its_basis_unless_that_reports_it(tmp_path: Path) -> None:
    tactic = "tactic: {name: boulware, exponent: 0.5, basis: BASIS}"
    for basis, kind in (("imported", "imported"), ("paper", "assumed")):
        text = edited(("north: North", "north: {name: North, " + tactic.replace("BASIS", basis) + "}"))
        numbers = {at.path: at for at in scenario(tmp_path, text).numbers()}
        at = numbers["parties.north.tactic.exponent"]
        assert (at.kind, at.by_default) == (kind, basis == "paper")


def test_like_leads_on_and_its_copies_are_drawn_each_for_itself(tmp_path: Path) -> None:
    text = edited(
        (
            "  north: North",
            "  north: {name: North, stances: {fee: {like: fine}, fine: {weight: [1, 9], values: {0: 0, 10: 9}}}}",
        )
    )
    paths = {at.path for at in scenario(tmp_path, text).numbers()}
    assert {"parties.north.stances.fee.weight", "parties.north.stances.fine.weight"} <= paths


def test_every_kind_of_entry_may_be_like_another(tmp_path: Path) -> None:
    linkage = "{title: Both, when: {catch: low, fee: 10}, points: [1, 3]}"
    parts = f"""  north:
    name: North
    linkages:
      first: {linkage}
      second: {{like: first, title: Neither, when: {{fee: 0}}}}
"""
    more = """  more: {like: talks, title: More talks, issues: [fee]}
bodies:
  north_house:
    ratifies: north
    passes: majority
    blocs:
      left: {title: Left, weight: 3, stances: {fee: {weight: 1, values: {0: 0, 10: 9}}}, basis: paper, numbers: paper}
      right: {like: left, title: Right, weight: 2}
  west_house: {like: north_house, ratifies: west, passes: all}
"""
    short = scenario(tmp_path, edited(("  north: North\n", parts)) + more)
    second = short.parties["north"].linkages["second"]
    assert (second.title, second.points.high) == ("Neither", 3)
    assert second.when["catch"].options == ("low",)
    assert (short.meetings["more"].issues, short.meetings["more"].parties) == (("fee",), ("east", "north", "west"))
    assert short.bodies["west_house"].blocs["right"].stances == short.bodies["north_house"].blocs["left"].stances
    assert (short.bodies["west_house"].ratifies, short.bodies["west_house"].passes) == ("west", "all")
    paths = {at.path for at in short.numbers()}
    assert {f"bodies.{house}.blocs.right.weight" for house in ("north_house", "west_house")} <= paths


def test_a_party_may_be_like_one_that_is_only_a_name(tmp_path: Path) -> None:
    text = edited(("    name: East", "    like: north\n    name: East"))
    assert scenario(tmp_path, text).parties["east"].name == "East"


def test_of_two_groups_the_narrower_goes_over_the_wider(tmp_path: Path) -> None:
    text = edited(
        ("  rim: [west, east]", "  rim: {members: [west, north], stances: {catch: {weight: 7}}}\n"),
        ("[north, rim]", "[rim, east]"),
    )
    parties = scenario(tmp_path, text).parties
    assert parties["north"].stances["catch"].weight.centre == 7
    assert parties["north"].stances["catch"].values["low"].centre == 100


def test_what_two_groups_say_apart_a_member_may_say_itself(tmp_path: Path) -> None:
    stance = "stances: {fee: {weight: 1, values: {0: 0, 10: 9}, refuses: 10}}"
    groups = (
        "  rim: [west, east]",
        f"  rim: {{members: [west, east], {stance}}}\n  other: {{members: [east, north], {stance}}}",
    )
    east = scenario(tmp_path, edited(groups)).parties["east"]
    assert east.stances["fee"].values["10"].centre == 100
    assert east.stances["fee"].refuses is None


# What they draw


def test_a_number_of_a_group_is_one_number_drawn_once_for_all_who_share_it(tmp_path: Path) -> None:
    short = scenario(tmp_path)
    paths = [at.path for at in short.numbers()]
    assert paths.count("groups.coast.stances.catch.weight") == 1
    assert not any(path.startswith("parties.north.stances") for path in paths)
    assert "parties.west.stances.catch.values.middle" in paths
    drawn = RealizationFactory(short).draw(RandomSource(3, 1)).numbers
    shared = {drawn[f"parties.{party}.stances.catch.weight"] for party in ("north", "west")}
    assert shared == {drawn["groups.coast.stances.catch.weight"]}
    assert drawn["parties.north.reserve"] == drawn["parties.west.reserve"] == drawn["groups.coast.reserve"]


def test_a_change_during_the_talks_reaches_everyone_who_shares_the_number(tmp_path: Path) -> None:
    first = RealizationFactory(scenario(tmp_path)).central
    after = first.after({"groups.coast.stances.catch.values.low": 50})
    for party, changed in (("north", True), ("west", True), ("east", False)):
        assert (after.preferences[party] is not first.preferences[party]) == changed
    assert after.numbers["parties.north.stances.catch.values.low"] == 50


def test_a_basis_of_a_group_is_listed_once_and_covers_its_numbers(tmp_path: Path) -> None:
    based = [(at.path, at.what) for at in scenario(tmp_path).based()]
    assert based.count(("groups.coast.stances.catch", "stance")) == 1
    assert ("parties.north.stances.catch", "stance") not in based
    assert ("parties.west.stances.catch", "numbers of stance") in based


def test_numbers_by_default_are_counted(tmp_path: Path) -> None:
    by_default = {at.path: at.by_default for at in scenario(tmp_path).numbers()}
    assert by_default["groups.coast.stances.catch.weight"]
    assert not by_default["parties.west.stances.catch.values.middle"]


def test_plain_data_stay_as_written_and_make_the_same_scenario(tmp_path: Path) -> None:
    short = scenario(tmp_path)
    assert short.plain() == read_text(SHORT, "short.yaml").plain()
    again = from_plain(short.plain(), "short")
    assert (again.parties, again.digest, again.drawn_at) == (short.parties, short.digest, short.drawn_at)


# What is wrong with them


def test_words_of_version_2_in_a_file_of_version_1_say_so(tmp_path: Path) -> None:
    found = faults(tmp_path, ("negosim: 2", "negosim: 1"))
    assert {one.code for one in found} == {"S015"}
    assert {one.help for one in found} == {"say 'negosim: 2'"}
    assert {"defaults", "groups", "issues.fine.like", "issues.fee.basis"} <= {one.path for one in found}


Edits = tuple[tuple[str, str], ...]
APART: Edits = (
    ("[north, rim]", "[north, west, east]"),
    ("  rim: [west, east]", "  rim: {members: [west, north], stances: {catch: {weight: 7}}}"),
    ("  rim", "  other: {members: [north, east], stances: {catch: {weight: 3}}}\n  rim"),
)
"""Two groups, neither inside the other, with a stance on the same issue."""

CASES: list[tuple[Edits, str]] = [
    (
        (("rim: [west, east]", "rim: [west, coast]"),),
        "S016 groups.rim.members.1: 'coast' and 'rim' are members of each other [coast]",
    ),
    (
        (("rim: [west, east]", "rim: [west, rim]"),),
        "S016 groups.rim.members.1: 'rim' is a member of itself [rim]",
    ),
    (
        (("basis: paper 3 4}", "like: fine}"),),
        "S016 issues.fine.like: 'fee' and 'fine' are like each other [fee]",
    ),
    (
        (("like: fee", "like: fine"),),
        "S016 issues.fine.like: 'fine' is like itself [fine]",
    ),
    (
        (("  rim: [west", "  east: [west"),),
        "S017 groups.east: 'east' is a party and a group [east]",
    ),
    (
        APART,
        "S018 groups.rim.stances.catch: north has two stances on 'catch', from 'other' and 'rim' [catch]",
    ),
    (
        (("like: fee", "like: fees"),),
        "S019 issues.fine.like: no entry 'fees' of 'issues' to be like [fees]",
    ),
    (
        (("issues:\n", "ratifiers: {}\nissues:\n"),),
        "S020 ratifiers: 'ratifiers' are 'bodies' now [ratifiers]",
    ),
    (
        (("issues:\n", "bodies:\n  union: {members: coast, weights: capability, passes: majority}\nissues:\n"),),
        "R263 bodies.union.weights: 'north' has no capability [capability]",
    ),
    (
        (("    reserve: [1, 5]", "    reserv: [1, 5]"), ("    reserve: null\n", "")),
        "S001 groups.coast.reserv: unknown key 'reserv' [reserv]",
    ),
    (
        (("{basis: assumed,", "{basis: paper 2,"),),
        "S014 defaults: a default basis can't be reported",
    ),
    (
        (("numbers: read from", "numbers: reported paper from"),),
        "S005 defaults.numbers.kind: expected inferred, assumed or imported, found text 'reported'",
    ),
    (
        (("[north, rim]", "[nroth, rim]"),),
        "R103 groups.coast.members.0: no party 'nroth' [nroth]",
    ),
    (
        (("basis: inferred paper}", "basis: inferred papr}"),),
        "R104 parties.east.stances.fee.basis.source: no source 'papr' [inferred papr]",
    ),
    (
        (("values: {low: 100,", "values: {lowest: 100,"),),
        "R101 groups.coast.stances.catch.values.lowest: no option 'lowest' of issue 'catch' [lowest]",
    ),
    (
        (("weight: [20, 30]", "weight: [30, 20]"),),
        "S010 groups.coast.stances.catch.weight: the numbers of a range must not fall",
    ),
    (
        (("amount: {from: 0, to: 10", "amount: {from: 0, to: 9"),),
        "S012 issues.fee.amount: 'to' less 'from' must be a whole number of steps",
    ),
    (
        (("title: Total catch,", "title: Total catch, of fish,"),),
        "Y019 issues.catch.of fish: 'of fish' has no value: inside { } a comma begins the next entry [of fish]",
    ),
    (
        (("[east, coast]", "[east, east, coast]"),),
        "R118 meetings.talks.parties.1: party 'east' stands in the list twice [east]",
    ),
]
"""Edits of the short file, and how the first fault is told: at the line as it is written, once."""


@pytest.mark.parametrize(("edits", "expected"), CASES, ids=[case[1].partition(":")[0] for case in CASES])
def test_a_fault_is_told_where_it_is_written(tmp_path: Path, edits: Edits, expected: str) -> None:
    found = told(faults(tmp_path, *edits))
    assert found[0].startswith(expected)
    assert len(found) == len(set(found))


def test_every_code_of_short_forms_has_a_case() -> None:
    assert {case[1][:4] for case in CASES} >= CODES.keys() - {"S015"}


@pytest.mark.parametrize(
    ("own", "codes"),
    [
        ("{values: {0: 5}}", ["S018"]),
        ("{weight: 2}", ["S018"]),
        ("{weight: 2, values: {0: 5, 10: 0}}", []),
        ("{weight: 2, position: 5}", []),
        ("null", []),
    ],
)
def test_a_member_between_two_groups_says_all_of_the_stance_or_nothing_is_read(
    tmp_path: Path, own: str, codes: list[str]
) -> None:
    stance = "stances: {fine: {weight: 1, values: {0: 0, 10: 9}}}"
    rim = f"  rim: {{members: [west, east], {stance}}}\n  other: {{members: [east, north], {stance}}}"
    edits = ("  rim: [west, east]", rim), ("stances: {catch: null, fee", f"stances: {{catch: null, fine: {own}, fee")
    if codes:
        assert [fault.code for fault in faults(tmp_path, *edits)] == codes
    else:
        assert "east" in scenario(tmp_path, edited(*edits)).parties


def test_two_stances_from_two_groups_say_the_way_out(tmp_path: Path) -> None:
    stance = "stances: {fine: {weight: 1, values: {0: 0, 10: 9}}}"
    rim = f"  rim: {{members: [west, east], {stance}}}\n  other: {{members: [east, north], {stance}}}"
    (fault,) = faults(tmp_path, ("  rim: [west, east]", rim))
    assert fault.message == "east has two stances on 'fine', from 'rim' and 'other'"
    assert fault.help == "write its own, or make one group part of the other"


def test_a_misspelt_kind_is_told_where_a_source_would_stand(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, ("basis: paper 3 4", "basis: asumed"))
    assert (fault.code, fault.message, fault.help) == ("R104", "no source 'asumed'", "did you mean 'assumed'?")


# In general

KEYS = ("a", "b", "c", "d")
ISSUES = ("x", "y")
BASES = st.sampled_from(
    [
        ("assumed", {"kind": "assumed"}),
        ("paper 3 4", {"kind": "reported", "source": "paper", "paragraphs": [3, 4]}),
        ("inferred paper", {"kind": "inferred", "source": "paper"}),
    ]
)
REASONS = st.sampled_from(
    [
        ("why not", {"kind": "assumed", "note": "why not"}),
        ("inferred paper 2", {"kind": "inferred", "source": "paper", "paragraphs": [2]}),
    ]
)
DEFAULT = {"basis": {"kind": "assumed"}, "numbers": {"kind": "assumed", "note": "by default"}}


def over(base: Any, own: Any) -> Any:
    """One plain datum over another, key by key; a basis is one thing."""
    if not isinstance(base, dict) or not isinstance(own, dict) or "kind" in own:
        return deepcopy(own)
    both = {**base, **own}
    return {key: over(base[key], own[key]) if key in base and key in own else deepcopy(both[key]) for key in both}


@st.composite
def stances(draw: st.DrawFn) -> tuple[Any, Any]:
    """A stance in its short and its long form, complete but for a basis that is left out."""
    short: Any = {"weight": draw(st.sampled_from([5, [2, 8]])), "values": {"no": draw(st.integers(0, 9)), "yes": 50}}
    long = deepcopy(short)
    for key, said in (("basis", draw(st.none() | BASES)), ("numbers", draw(st.none() | REASONS))):
        if said is not None:
            short[key], long[key] = said
    return short, long


@st.composite
def files(draw: st.DrawFn) -> tuple[Any, Any]:
    """A small file in its short form, and the same in full."""
    cut = draw(st.integers(1, 3))
    wide, narrow = list(KEYS), list(KEYS[:cut])
    shared = {group: draw(st.dictionaries(st.sampled_from(ISSUES), stances())) for group in ("wide", "narrow")}
    parties, in_full = {}, {}
    for key in KEYS:
        own = draw(st.dictionaries(st.sampled_from(ISSUES), stances()))
        long: Any = {}
        for layer in ("wide", *(["narrow"] if key in narrow else [])):
            long = over(long, {issue: stance for issue, (_, stance) in shared[layer].items()})
        long = over(long, {issue: stance for issue, (_, stance) in own.items()})
        has_tactic = draw(st.booleans())
        parties[key] = {"name": key, "stances": {issue: stance for issue, (stance, _) in own.items()}} if own else key
        if has_tactic and own:
            parties[key]["tactic"] = "boulware"
        tactic = {"name": "boulware" if has_tactic and own else "linear", "basis": DEFAULT["basis"]}
        in_full[key] = {
            "name": key,
            "stances": {issue: {**DEFAULT, **stance} for issue, stance in long.items()},
            "tactic": tactic,
        }
    names = draw(st.sampled_from(["wide", ["wide"], ["narrow", "wide"]]))
    issue = {"title": "Issue", "options": {"no": "No way", "yes": "Yes please"}, "status_quo": "no"}
    meeting = {"title": "Talks", "issues": list(ISSUES), "protocol": {"name": "alternating_offers", "rounds": 3}}
    head = {"negosim": 2, "title": "T", "sources": {"paper": {"title": "P"}}}
    inside = ["narrow", *KEYS[cut:]] if draw(st.booleans()) else wide
    groups: Any = {"wide": {"members": inside}, "narrow": {"members": narrow} if shared["narrow"] else narrow}
    for group, said in shared.items():
        if said:
            groups[group]["stances"] = {one: stance for one, (stance, _) in said.items()}
    short = {
        **head,
        "defaults": {"basis": "assumed", "numbers": "by default", "consent": "wide", "tactic": "linear"},
        "groups": groups,
        "issues": {"x": issue, "y": {"like": "x", "title": "Other"}},
        "parties": parties,
        "meetings": {"talks": {**meeting, "parties": names}},
    }
    issues = {
        key: {**issue, "title": title, "consent": wide, "basis": DEFAULT["basis"]}
        for key, title in (("x", "Issue"), ("y", "Other"))
    }
    meetings = {"talks": {**meeting, "parties": wide, "basis": DEFAULT["basis"]}}
    return short, {**head, "issues": issues, "parties": in_full, "meetings": meetings}


@settings(max_examples=60)
@given(files())
def test_a_short_file_written_out_is_the_long_one_in_every_datum(both: tuple[Any, Any]) -> None:
    short, long = both
    if not all(party["stances"] for party in long["parties"].values()):
        return
    one, other = from_plain(short, "short"), from_plain(long, "long")
    written = {key: value for key, value in one.full().items() if key not in ("groups", "defaults")}
    assert written == long
    assert one.parties == other.parties
    assert one.issues == other.issues
    assert one.meetings == other.meetings


@settings(max_examples=30)
@given(files())
def test_the_long_file_of_a_short_one_is_written_out_as_it_stands(both: tuple[Any, Any]) -> None:
    _, long = both
    assert from_plain(long, "long").full() == long


@settings(max_examples=30)
@given(files(), st.integers(0, 5))
def test_whoever_shares_a_number_has_what_was_drawn_for_it(both: tuple[Any, Any], run: int) -> None:
    short = from_plain(both[0], "short")
    drawn = RealizationFactory(short).draw(RandomSource(1, run)).numbers
    for path, written in short.shared_numbers().items():
        assert written.startswith("groups.")
        assert drawn[path] == drawn[written]


# Variants, and changes of the command line


def test_a_change_of_a_group_reaches_all_who_share_it_and_is_marked_there(tmp_path: Path) -> None:
    short = scenario(tmp_path, SHORT, "groups.coast.stances.catch.weight=50")
    assert {short.parties[key].stances["catch"].weight.centre for key in ("north", "west")} == {50}
    assert short.parties["north"].stances["catch"].numbers.note.startswith("changed on the command line")
    assert short.parties["west"].stances["catch"].numbers.kind == "inferred"
    assert short.plain()["groups"]["coast"]["stances"]["catch"]["numbers"]["kind"] == "assumed"


def test_a_change_of_a_member_is_its_own(tmp_path: Path) -> None:
    short = scenario(tmp_path, SHORT, "parties.north.stances.catch.weight=50")
    assert short.parties["north"].stances["catch"].weight.centre == 50
    assert short.parties["west"].stances["catch"].weight.centre == 25
    assert short.parties["north"].stances["catch"].numbers.note.startswith("changed on the command line")
    assert "parties.north.stances.catch.weight" in {at.path for at in short.numbers()}
    assert short.plain()["parties"]["north"]["name"] == "North"


@pytest.mark.parametrize(
    ("change", "party", "path", "value"),
    [
        ("parties.north.stances.catch=null", "north", "stances", {}),
        ("parties.north.reserve=null", "north", "reserve", None),
        ("parties.north.name=South", "north", "name", "South"),
        ("parties.north=South", "north", "name", "South"),
        ("parties.north.informed=true", "north", "informed", True),
        ("parties.east.stances.fee.numbers.note=because", "east", "stances.fee.numbers.note", "because"),
        ("parties.north.tactic.name=boulware", "north", "tactic.name", "boulware"),
        ("defaults.tactic=boulware", "west", "tactic.name", "boulware"),
        ("groups.coast.reserve=7", "west", "reserve.points.centre", 7),
        ("parties.west.stances.catch.weight.1=40", "west", "stances.catch.weight.centre", 30),
    ],
)
def test_any_path_of_the_file_written_out_can_be_set(
    tmp_path: Path, change: str, party: str, path: str, value: Any
) -> None:
    found: Any = scenario(tmp_path, SHORT, change).parties[party]
    for key in path.split("."):
        found = found[key] if isinstance(found, dict) else getattr(found, key)
    assert found == value


def test_a_change_of_a_copy_leaves_the_entry_that_it_is_like(tmp_path: Path) -> None:
    issues = scenario(tmp_path, SHORT, "issues.fine.amount.step=1").issues
    assert (issues["fine"].amount.step, issues["fee"].amount.step) == (1, 5)


def test_a_single_party_of_a_default_consent_can_be_set(tmp_path: Path) -> None:
    issues = scenario(tmp_path, SHORT, "issues.fee.consent.0=east", "issues.fee.consent.2=north").issues
    assert issues["fee"].consent == ("east", "west", "north")
    assert issues["catch"].consent == ("north", "west", "east")


def test_every_number_can_be_set_by_its_path(tmp_path: Path) -> None:
    short = scenario(tmp_path)
    changes = [f"{at.path}={at.number.centre}" for at in short.numbers()]
    changed = scenario(tmp_path, SHORT, *changes)
    assert [at.path for at in changed.numbers()] == [at.path for at in short.numbers()]
    assert all(at.number.certain for at in changed.numbers())


def test_a_change_that_leads_nowhere_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Y106"):
        scenario(tmp_path, SHORT, "parties.north.stances.ctach.weight=5")


def variant(tmp_path: Path, text: str) -> Any:
    scenario(tmp_path)
    path = tmp_path / "variant.yaml"
    path.write_text(f"extends: short.yaml\n{text}", encoding="utf-8")
    return load(path)


def test_a_variant_goes_over_short_forms(tmp_path: Path) -> None:
    text = """
groups:
  coast: {members: [rim]}
parties:
  north: {stances: {fee: {weight: 3, values: {0: 0, 10: 9}}}}
  west: Western isles
  east: {reserve: 2}
issues:
  catch: {options: {high: {before: low}}}
"""
    short = variant(tmp_path, text + "  fine: {like: catch, status_quo: low}\n")
    assert (short.parties["north"].name, short.parties["west"].name) == ("North", "Western isles")
    assert short.parties["west"].stances["catch"].values["middle"].centre == 80
    assert short.parties["east"].reserve.points.centre == 2
    assert "catch" not in short.parties["north"].stances
    assert list(short.issues["catch"].options) == ["high", "low", "middle"]
    assert short.issues["fine"].option_keys == short.issues["catch"].option_keys


def test_a_number_that_a_variant_changes_is_marked_where_it_was_written(tmp_path: Path) -> None:
    short = variant(tmp_path, "groups: {coast: {stances: {catch: {weight: 9}}}}\n")
    numbers = short.parties["north"].stances["catch"].numbers
    assert numbers.note == "changed in variant.yaml, line 2"
    assert short.parties["west"].stances["catch"].numbers.kind == "inferred"


def test_what_an_entry_has_by_like_can_be_removed_in_a_variant(tmp_path: Path) -> None:
    options = "options: {low: Low, high: High}"
    short = variant(tmp_path, f"issues:\n  fine: {{amount: null, {options}, status_quo: low}}\n")
    assert short.issues["fine"].option_keys == ("low", "high")


def test_what_a_member_does_without_counts_in_the_fingerprint(tmp_path: Path) -> None:
    without = scenario(tmp_path, SHORT, "parties.north.reserve=null")
    assert without.digest != scenario(tmp_path).digest
    assert from_plain(without.plain(), "short").digest == without.digest


# What is told


def test_a_number_of_a_group_has_the_basis_of_the_group_whoever_comes_first(tmp_path: Path) -> None:
    west = "  west: {name: West, stances: {catch: {values: {middle: 80}, numbers: inferred paper 2 as it said}}}\n"
    text = edited((west, ""), ("  north: North\n", f"{west}  north: North\n"))
    numbers = {at.path: at for at in scenario(tmp_path, text).numbers()}
    assert numbers["groups.coast.stances.catch.weight"].by_default
    assert numbers["parties.west.stances.catch.values.middle"].kind == "inferred"


def test_the_table_of_bases_names_the_group(tmp_path: Path) -> None:
    rows = [row.name for group in origins(scenario(tmp_path)) for row in group.table.rows]
    assert rows.count("The coastal states: Total catch") == 2
    assert rows.count("The coastal states: reserve") == 2
    assert "North: Total catch" not in rows


def test_a_group_is_named_where_all_its_members_did_the_same(tmp_path: Path) -> None:
    words = Wording(RealizationFactory(scenario(tmp_path)).central)
    assert words.parties(["east", "west", "north"]) == "the coastal states"
    assert words.parties(["west", "north"]) == "North and West"
    assert words.parties(["west", "east"]) == "rim"
    number = path_words(scenario(tmp_path), "groups.coast.stances.catch.weight")
    assert number == "The coastal states: stance on “Total catch”, weight"


def test_reports_count_the_numbers_by_default(tmp_path: Path) -> None:
    short = scenario(tmp_path)
    assert default_words(short) == "8 of 9 numbers come from where the file's default says."


def test_a_shared_refusal_is_left_out_once_for_all(tmp_path: Path) -> None:
    text = edited(("weight: [20, 30], values", "weight: [20, 30], refuses: high, values"))
    parts = [(one.path, one.what) for one in removable_parts(scenario(tmp_path, text))]
    assert parts.count(("groups.coast.stances.catch.refuses", "refusal")) == 1
    reduced = with_changes(scenario(tmp_path, text), "groups.coast.stances.catch.refuses=null")
    assert all(reduced.parties[key].stances["catch"].refuses is None for key in ("north", "west"))


def test_the_schema_for_editors_knows_the_short_forms_of_version_2() -> None:
    schema = json_schema()
    short = read_text(SHORT, "short.yaml").plain()
    assert fits(short, schema, schema)
    assert fits(written_out(read_text(SHORT, "short.yaml")).plain(), schema, schema)
    assert not fits({**short, "negosim": 1}, schema, schema)
    assert not fits({**short, "titel": "T"}, schema, schema)
    assert not fits({key: part for key, part in short.items() if key != "issues"}, schema, schema)
    assert not fits({**short, "groups": {"coast": {"members": ["north"], "stance": {}}}}, schema, schema)
    union = {"members": "coast", "passes": "majority", "basis": "assumed"}
    assert fits({**short, "bodies": {"union": {**union, "weights": "capability"}}}, schema, schema)
    assert not fits({**short, "bodies": {"union": {**union, "weights": "capabilities"}}}, schema, schema)
    option = {"part": {"title": "Part", "before": "low"}}
    assert fits({"extends": "short.yaml", "issues": {"catch": {"options": option}}}, schema, schema)


@pytest.mark.parametrize("name", shipped_names("scenarios"))
def test_the_schema_for_editors_takes_every_shipped_scenario(name: str) -> None:
    schema = json_schema()
    assert fits(load(name).plain(), schema, schema)


# Whatever is written

JUNK = st.sampled_from(
    [None, 3, -1.5, True, "", "coast", "east", "inferred", [], ["coast"], [["x"]], {}, {"like": "fee"}, {"a": None}]
)
PLAIN = read_text(SHORT, "short.yaml").plain()


def places(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    below = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [path, *(place for key, item in below for place in places(item, (*path, key)))]


@settings(max_examples=300)
@given(st.data())
def test_whatever_stands_anywhere_is_read_or_told(data: st.DataObject) -> None:
    plain = deepcopy(PLAIN)
    for _ in range(data.draw(st.integers(1, 2))):
        *above, last = data.draw(st.sampled_from(places(plain)[1:]))
        part: Any = plain
        for key in above:
            part = part[key]
        part[last] = data.draw(JUNK)
    try:
        short = from_plain(plain, "short")
    except InputError as error:
        assert error.diagnostics
    else:
        assert from_plain(short.full() | {"groups": {}}, "long").parties == short.parties


@pytest.mark.parametrize("name", shipped_names("scenarios"))
def test_a_file_of_version_1_stands_in_full_as_it_is(name: str) -> None:
    shipped = load(name)
    if shipped.negosim == 1:
        assert shipped.full() == shipped.plain()
        assert not shipped.drawn_at


def test_a_body_at_a_meeting_is_its_members() -> None:
    value = {"weight": 1, "values": {"none": 0, "deal": 100}}
    plain = {
        "negosim": 2,
        "title": "A vote",
        "defaults": {"basis": "assumed", "numbers": "some", "consent": ["state", "holders"]},
        "issues": {"x": {"title": "X", "options": {"none": "None", "deal": "Deal"}, "status_quo": "none"}},
        "bodies": {"holders": {"title": "Holders", "weights": {"ad_hoc": 60, "small": 40}, "passes": {"share": 0.75}}},
        "parties": {key: {"name": key, "stances": {"x": value}} for key in ("state", "ad_hoc", "small")},
        "meetings": {
            "vote": {
                "title": "The vote",
                "parties": ["state", "holders"],
                "issues": ["x"],
                "protocol": {"name": "ultimatum", "rounds": 1},
            }
        },
    }
    assert from_plain(plain, "vote").meetings["vote"].parties == ("state", "ad_hoc", "small")
