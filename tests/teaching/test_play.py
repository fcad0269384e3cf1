"""A person plays by everybody's rules, sees nothing of the others' points, and loses nothing by an interruption."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from building import (
    Plain,
    amount,
    delay,
    issue,
    linkage,
    meeting,
    one_issue,
    packaged,
    party,
    scenario,
    scenarios,
    stance,
    versus,
)
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from playing import Imitator, Script, central, played, seated, typed

from negosim.analysis.score_sheet import score_sheet
from negosim.cli import cli
from negosim.errors import RunError, UsageError
from negosim.negotiation.acts import Accept, Leave, Offer, Pass
from negosim.negotiation.environment.base import make_blocks
from negosim.negotiation.environment.ratification import Vote
from negosim.negotiation.environment.war import Battle, Learned
from negosim.negotiation.factories import make_tactics
from negosim.negotiation.facts import PlainFacts
from negosim.negotiation.log import Assent, Ending, LogEntry, LostTurn, MeetingEnd
from negosim.negotiation.packages import Package
from negosim.negotiation.record import Record, run
from negosim.negotiation.tactics.base import Tactic, View
from negosim.scenario.load import from_plain, load
from negosim.scenario.spec.calendar import CalendarSpec
from negosim.scenario.spec.scenario import Scenario
from negosim.teaching.debrief.narrative import narrate_debrief
from negosim.teaching.debrief.run_debrief import debrief
from negosim.teaching.play import Game, GameTable
from negosim.teaching.play.advice import Adviser, Response, acceptance_odds, advice, responses
from negosim.teaching.play.briefing import brief_text, score_sheet_text
from negosim.teaching.play.console import DRAFTING, PLAYING, parse_command
from negosim.teaching.play.draft import Draft, option_list
from negosim.teaching.play.game_session import GameSession, PlayOptions, begin
from negosim.teaching.play.saved import read_game
from negosim.teaching.play.screen import screen
from negosim.teaching.play.screen_phrases import happening
from negosim.teaching.play.turn import Seat

ARTICLE = "article_2025_02_23"


# One set of rules


@pytest.mark.parametrize("name", ["boulware", "conceder", "linear", "hardliner", "tit_for_tat", "random_walker"])
@pytest.mark.parametrize("seat", ["ukraine", "usa"])
def test_a_person_who_imitates_a_tactic_leaves_the_log_that_the_tactic_leaves(name: str, seat: str) -> None:
    of = load(ARTICLE, [f"parties.{seat}.tactic.name={name}"])
    table = seated(of, seat, seed=3)
    assert played(table, Imitator(make_tactics(central(of))[seat]))
    assert table.record.log == run(of, seed=3).log


def test_several_people_who_imitate_tactics_leave_the_same_log() -> None:
    of = load(ARTICLE)
    table = seated(of, "ukraine", "usa", "russia")
    tactics = make_tactics(central(of))

    class All(Imitator):
        def ask(self, prompt: str) -> str:
            assert self.table is not None
            if "press Enter" in prompt:
                return ""
            if not self.lines and self.table.turn is not None:
                self.lines = typed(tactics[self.table.turn.seat.party].act(self.table.turn.view))
            return Script.ask(self, prompt)

    assert played(table, All(tactics["ukraine"]))
    assert table.record.log == run(of).log


# What a seat gets


MARKS = {"a": "11.1875", "b": "22.3125", "c": "33.4375"}
"""Weights, reserves, linkages and delays of each party are made of its mark, so that they can be looked for."""


def marked() -> Scenario:
    """Three parties, each with numbers of its own in everything that a scenario may give it."""
    issues = {key: issue("as_is middle far", "a b c") for key in ("one", "two")}
    return scenario(
        issues,
        {key: _marked(key, float(number)) for key, number in MARKS.items()},
        {"m": meeting("a b c", "one two", 9), "n": meeting("a b c", "one two", 9)},
        horizon=20,
    )


def _marked(key: str, number: float) -> Plain:
    values = {"as_is": 0, "middle": number, "far": 2 * number}
    more: Plain = {
        "linkages": {"l": linkage({"one": "far", "two": "far"}, -number, f"Linked for {key}")},
        "cost_of_delay": delay(number / 100, {"one": "as_is"}),
        "reserve": number / 50,
        "briefing": f"The briefing of {key} says {number}",
        "parameters": {"exponent": number / 100},
    }
    return party({"one": stance(number, values), "two": stance(number + 1, values)}, "boulware", **more)


def points_of(seat: str) -> set[float]:
    """Every number of points that is a seat's own, to a tenth: options, and outcomes before any round."""
    realization = central(marked())
    own = realization.preferences[seat]
    entries = [entry.points for matter in score_sheet(own).matters for entry in matter.entries]
    space = realization.space
    worths = [own.worth(space.outcome(k), left) for k in range(space.size) for left in range(realization.horizon + 1)]
    return {round(value, 1) for value in [*entries, *map(own.scale.points, worths)]}


def forbidden(seat: str) -> set[str]:
    """What may stand in no byte of what a seat gets: the others' numbers as written and as points, and their texts.

    Points that are also the seat's own, or differences of its own, are left out.
    """
    mine = points_of(seat)
    legal = mine | {round(abs(one - other) + by, 1) for one in mine for other in mine for by in (-0.1, 0, 0.1)}
    found = {str(value) for other in MARKS if other != seat for value in points_of(other) - legal}
    for other, number in MARKS.items():
        found |= {number, f"Linked for {other}", f"briefing of {other}"} if other != seat else set()
    return found


def found_in(text: str, seat: str) -> list[str]:
    """What of that stands in a text, numbers as whole numbers."""
    return [one for one in forbidden(seat) if re.search(rf"(?<![\d.]){re.escape(one)}(?!\d)", text)]


EVERYTHING = [
    "sheet",
    "brief",
    "advice",
    "offers",
    "help",
    "screen",
    "what",
    "counter",
    "best",
    "chances",
    "like",
    "undo",
    "1",
    "3",
    "2",
    "9",
    "2",
    "clear",
    "send",
]
EVERYTHING += ["cancel", "accept", "offer", "best", "send", "leave", "no", "offer", "2", "2", "send", "reject"]


def test_no_number_of_another_seat_is_in_any_byte_that_a_seat_gets(tmp_path: Path) -> None:
    """The screen, the advice, the errors and the saved game, after every act of whole games."""
    (tmp_path / "marked.yaml").write_text(json.dumps(marked().plain()))
    for seat in MARKS:
        session = begin(PlayOptions(str(tmp_path / "marked.yaml"), (seat,), out=tmp_path / seat))
        script, kept = Script(*(EVERYTHING * 30)), [session.file.read_text()]

        def keep(table: GameTable, session: GameSession = session, kept: list[str] = kept) -> None:
            session.save(table)
            kept.append(session.file.read_text())

        assert Game(session.table, script, keep).play()
        text = "\n".join([script.text, script.words, *kept])
        assert len(kept) > 3
        assert f"briefing of {seat}" in text
        assert len(forbidden(seat)) > 20
        assert found_in(text, seat) == []
        opened = str(narrate_debrief(debrief(session.table.record, runs=0)))
        assert len(found_in(opened, seat)) > 5


def test_a_failing_agent_is_told_without_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    class Telling(Tactic):
        def act(self, view: View) -> Offer:
            raise ValueError(f"my reservation is {view.reservation}")

    monkeypatch.setattr(
        "negosim.teaching.play.game_table.make_sealed", lambda *_, **__: {"a": Telling(), "b": Telling()}
    )
    with pytest.raises(RunError, match="the agent of a has failed") as error:
        seated(pie(), "b")
    assert error.value.__cause__ is None
    assert "reservation" not in str(error.value)


def test_errors_of_a_scenario_are_told_without_its_lines(tmp_path: Path) -> None:
    plain = pie().plain()
    plain["parties"]["b"]["stances"]["it"]["values"]["o1"] = 1234.5
    file = tmp_path / "wrong.yaml"
    file.write_text(json.dumps(plain, indent=1))
    result = CliRunner().invoke(cli, ["play", str(file), "--as", "a", "--out", str(tmp_path)])
    assert result.exit_code == 1
    assert "negosim validate" in result.output
    assert "1234" not in result.output
    changed = call(tmp_path, "", "--as", "ukraine", "--set", "parties.nobody.reserve=3")
    assert (changed.exit_code, "nobody" in changed.output) == (1, True)


def test_a_tactic_that_cannot_be_made_is_told_without_its_words(tmp_path: Path) -> None:
    of = pie(b={"tactic": "mine.py:Mine"}).plain()
    code = "from negosim.negotiation.tactics.base import Tactic\nclass Mine(Tactic):\n    def __init__(self):\n"
    (tmp_path / "mine.py").write_text(code + "        raise ValueError('I want 98.7')\n    def act(self, view): ...\n")
    (tmp_path / "own.yaml").write_text(json.dumps(of))
    words = ["play", str(tmp_path / "own.yaml"), "--as", "a", "--out", str(tmp_path)]
    assert CliRunner().invoke(cli, words).exit_code == 2
    result = CliRunner().invoke(cli, [*words, "--allow-code", "--verbose"])
    assert result.exit_code == 3
    assert "98.7" not in result.output


def test_facts_of_unknown_entries_are_not_passed_on() -> None:
    seat = Seat("a", "T", "", "", {"a": "A", "b": "B"}, {})
    event = LogEntry("war_report", seat="b", facts=PlainFacts({"points": "12.345"}))
    assert happening(seat, central(pie()).space, event) == "War report, by B."


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (
            LogEntry("voted", seat="ukraine", facts=Vote(False, (), ("hawks",), 0.25, body="parliament")),
            "The parliament in Kyiv turned it down.",
        ),
        (LogEntry("battle", seat="b", facts=Battle(3, {"a": 0.5})), "B won a battle."),
        (LogEntry("learned", facts=Learned({"a": 0.5})), ""),
        (LogEntry("ended", "m", facts=MeetingEnd(Ending.DEADLINE)), "“M” ended: its rounds were over."),
        (LogEntry("moved", seat="b", package=Package(((0, 1),))), "B moved this without an agreement: Issue: o1."),
        (
            LogEntry("agreed", "m", package=Package(((0, 1),)), parties=("b",), facts=Assent(True, False)),
            "B declared in “M”: Issue: o1.",
        ),
        (
            LogEntry("agreed", "m", package=Package(((0, 1),)), parties=("a", "b"), facts=Assent(False, True)),
            "You and B agreed in “M”: Issue: o1.",
        ),
        (LogEntry("left", "m", seat="b"), "B walked out of “M”."),
        (LogEntry("forfeited", seat="b", facts=LostTurn("reserve 12.5")), "B lost a turn."),
    ],
)
def test_what_happens_is_told_in_a_sentence_without_points(event: LogEntry, words: str) -> None:
    blocks = make_blocks(central(load("february_in_full")))
    seat = Seat("a", "T", "", "", {"a": "A", "b": "B", "ukraine": "Ukraine"}, {"m": "M"}, blocks)
    assert happening(seat, central(pie()).space, event) == words


def pie(**more: Plain) -> Scenario:
    return one_issue({"a": [0, 20, 50, 80], "b": [0, 80, 50, 20]}, rounds=6, **more)


DAILY = {"begins": "2022-02-28", "round": "1 day"}


# The screen


def test_where_there_is_a_calendar_the_screen_shows_the_day_of_each_round() -> None:
    of = from_plain(pie(b={"tactic": "hardliner"}).plain() | {"negosim": 2, "calendar": DAILY}, "test")
    script, _ = turn_of(of, "offer", "1", "4", "send")
    assert "Round 1 of 6 (28 February 2022)." in script.words
    assert "Round 2 of 6 (1 March 2022)." in script.words
    assert "- Round 1 (28 February 2022), you: Issue: o3." in script.words


def test_what_ran_out_is_told_with_the_day() -> None:
    seat = Seat("a", "T", "", "", {"a": "A"}, {}, calendar=CalendarSpec.model_validate(DAILY))
    event = LogEntry("lapsed", round=1, package=Package(((0, 1),)))
    told = "After round 1, on 1 March 2022, what stood until then had run out: Issue: o1."
    assert happening(seat, central(pie()).space, event) == told


def turn_of(of: Scenario, *lines: str, seat: str = "a") -> tuple[Script, GameTable]:
    table = seated(of, seat)
    script = Script(*lines)
    played(table, script)
    return script, table


def test_the_screen_has_its_headings_first_and_fits_80_columns() -> None:
    table = seated(load(ARTICLE), "ukraine")
    assert table.turn is not None
    lines = "\n".join([*screen(table.turn), *brief_text(table.turn.seat), *score_sheet_text(table.turn)]).split("\n")
    assert max(map(len, lines)) <= 80
    assert all(line.isprintable() for line in lines)
    heads = [line for line in screen(table.turn) if line and not line.startswith(" ")]
    assert heads[0] == "YOU ARE UKRAINE"
    assert heads[-2:] == ["ON THE TABLE, FROM UNITED STATES", "YOUR TURN"]
    assert screen(table.turn) == screen(table.turn)


def test_offers_are_worth_what_they_are_worth_to_oneself() -> None:
    script, _ = turn_of(pie(b={"tactic": "hardliner"}), "offer", "1", "4", "send")
    assert "- Round 1, you: Issue: o3. Worth 80.0. Party b said no." in script.words
    assert "ON THE TABLE, FROM PARTY B - Issue: o1 It is worth 20 points to you, 20.0 more than" in script.words


def test_what_is_on_the_table_has_a_line_an_issue_whatever_its_options_are_called() -> None:
    plain = pie(b={"tactic": "hardliner"}).plain()
    plain["issues"]["it"]["options"]["o1"] = "one half; the other half later"
    script, _ = turn_of(from_plain(plain, "test"), "offer", "1", "4", "send")
    assert "- Issue: one half; the other half later It is worth" in script.words


def test_an_offer_is_built_with_its_points_and_undone() -> None:
    steps = [
        "offer",
        "1",
        "x",
        "9",
        "2",
        "undo",
        "undo",
        "1",
        "0",
        "1",
        "",
        "best",
        "clear",
        "7",
        "like",
        "send",
        "quit",
    ]
    script, table = turn_of(pie(), *steps)
    text = script.words
    assert "2. o1 (offer then worth 20.0)" in text
    assert "Type the number of an option, 0 to leave the issue out" in text
    assert "It is worth 80 points to you, 80.0 more than what stands. It needs Party b." in text
    assert "No issue of this meeting that is still open has that number." in text
    assert "Nobody else has offered anything in this meeting yet." in text
    assert "It moves nothing yet: settle an issue" in text
    assert table.acts == []


def test_a_counter_offer_says_no_and_comes_up_at_ones_turn() -> None:
    script, table = turn_of(pie(b={"tactic": "hardliner"}), "pass", "counter", "like", "1", "3", "send", "send")
    assert "YOUR COUNTER-OFFER, AS YOU WROTE IT" in script.text
    acts = table.acts
    assert [act.kind for _, act in acts] == ["pass", "reject", "offer"]
    assert acts[-1][1].package == packaged(central(pie()), it="o2")


def test_a_counter_offer_whose_meeting_is_over_is_said_not_to_be_made() -> None:
    everybody = {
        key: party({"it": stance(1, {"o0": 0, "o1": 50}), "else": stance(1, {"o0": 0, "o1": 50})}) for key in "ab"
    }
    issues = {"it": issue("o0 o1", "a b"), "else": issue("o0 o1", "a b")}
    meetings = {"one": meeting("a b", "it", 1, "b"), "two": meeting("a b", "else", 2, "a")}
    script, table = turn_of(scenario(issues, everybody, meetings), "counter", "1", "2", "send", "pass")
    assert "Your counter-offer was not made: none of its issues is still open here." in script.words
    assert "YOUR COUNTER-OFFER" not in script.text
    assert [act.kind for _, act in table.acts] == ["reject", "pass"]


def test_what_cannot_be_done_is_said_and_asked_again() -> None:
    script, table = turn_of(pie(), "accept", "reject", "counter", "leave", "no", "", "zzz", "l", "yes")
    text = script.words
    assert text.count("You can't accept now. There is no offer to answer") == 1
    assert "There is no offer to answer. Type offer to write your own." in text
    assert "You stay." in text
    assert "Type a command; help shows them all." in text
    assert "'zzz' is no command" in text
    assert [act.kind for _, act in table.acts] == ["leave"]
    answering, _ = turn_of(pie(), "pass", "offer", "pass")
    assert "It is not your turn to offer. Type counter" in answering.words
    assert "You can't pass now. There is an offer to answer" in answering.words


def refusing() -> Scenario:
    issues = {"it": issue("o0 o1 o2", "a b"), "own": issue("o0 o1", "a"), "away": issue("o0 o1", {"o1": "c"} | {})}
    values = {"o0": 0, "o1": 30, "o2": 60}
    parties = {
        "a": party({"it": stance(1, values, refuses="o2")}),
        "b": party({"it": stance(1, values)}, "hardliner"),
        "c": party({"it": stance(1, values)}),
    }
    return scenario(issues, parties, {"m": meeting("a b", "it own", 6), "n": meeting("b c", "away", 2)})


def test_what_cannot_come_together_is_said_and_not_sent() -> None:
    """Two shares that must come to three: one alone is not enough, both are."""
    issues = {key: issue("o0 o1 o2 o3", "a b") for key in ("mine", "yours")}
    counts = {f"o{k}": k for k in range(1, 4)}
    constraint = {"title": "The shares come to three", "sum": dict.fromkeys(issues, counts), "is": 3}
    values = {f"o{k}": 30 * k for k in range(4)}
    parties = {"a": party({"mine": stance(1, values)}), "b": party({"yours": stance(1, values)}, "hardliner")}
    talks = {"m": meeting("a b", "mine yours", 4)}
    of = scenario(issues, parties, talks, negosim=2, constraints={"whole": constraint})
    script, table = turn_of(of, "sheet", "offer", "1", "3", "send", "2", "2", "send", "quit")
    assert "WHAT MUST FIT TOGETHER - The shares come to three." in script.words
    assert "As it is it cannot be: The shares come to three." in script.words
    assert "It cannot be: The shares come to three. Change that first." in script.words
    sent = next(one.package for one in table.record.log if one.package is not None and one.seat == "a")
    assert sent == Package(((0, 2), (1, 1)))


def test_what_the_brief_forbids_is_not_sent_and_not_accepted() -> None:
    steps = ["offer", "1", "3", "send", "2", "2", "1", "0", "chances", "send", "accept", "quit"]
    script, table = turn_of(refusing(), *steps)
    text = script.words
    assert "your brief forbids it" in text
    assert "Your brief forbids something in it: change that first." in text
    assert "It needs nobody else." in text
    assert "It needs nobody's agreement but yours: it would take effect at once." in text
    assert "Your brief forbids you to accept it." in text
    assert "THAT CANNOT BE DONE a refuses what this offer moves to" in text
    assert [act.kind for _, act in table.acts] == ["offer"]


def test_a_long_amount_is_not_listed_whole() -> None:
    issues = {"aid": amount(0, 100, 1, "a b")}
    parties = {key: party({"aid": stance(1, {0: 0, 100: 100})}) for key in "ab"}
    table = seated(scenario(issues, parties, {"m": meeting("a b", "aid")}), "a")
    assert table.turn is not None
    shown = option_list(table.turn, Draft(), 0)
    assert len(shown) == 15
    assert "There are 101 in all" in shown[-1]


TYPED = [*PLAYING, *DRAFTING, "0", "1", "2", "3", "yes", "no", "", "y", "zz"]


@settings(max_examples=25)
@given(scenarios(), st.lists(st.sampled_from(sorted(set(TYPED) - {"quit"})), max_size=60))
def test_whatever_is_typed_a_game_goes_on_and_its_screens_fit(of: Scenario, lines: list[str]) -> None:
    seats = [key for key in of.parties if any(key in one.parties for one in of.meetings.values())]
    script = Script(*lines)
    table = seated(of, seats[0])
    over = played(table, script)
    assert over == (table.turn is None)
    assert max(map(len, script.text.split("\n"))) <= 80
    assert all(character.isprintable() or character == "\n" for character in script.text)


# Several people


def test_people_are_handed_a_cleared_screen_and_see_each_other_nothing() -> None:
    of = marked()
    table = seated(of, "a", "b")
    script = Script("", "pass", "", "pass", "", "quit")
    assert not played(table, script)
    assert len(script.cleared) == 3
    ends = [*script.cleared[1:], len(script.shown)]
    parts = ["\n".join(script.shown[begin_:end]) for begin_, end in zip(script.cleared, ends, strict=True)]
    assert "HAND THE KEYBOARD TO PARTY A" in parts[0]
    assert "briefing of b" not in parts[0]
    assert "briefing of b" in parts[1]
    assert "briefing of a" not in parts[1]


def test_at_the_end_each_sees_its_own_points() -> None:
    of = pie()
    script = Script("", "offer", "1", "3", "send", "", "accept", "", "")
    assert played(seated(of, "a", "b"), script)
    assert script.text.count("THE TALKS ARE OVER") == 2
    assert "So you end with 50 points, 50 points more than your reservation value" in script.words
    short = Script("", "offer", "1", "3", "send", "", "accept")
    assert played(seated(of, "a", "b"), short)
    assert short.text.count("THE TALKS ARE OVER") == 0


# Advisers


def test_advisers_say_what_the_tactic_would_do_and_see_every_view() -> None:
    steps = [
        "advice",
        "offer",
        "best",
        "chances",
        "send",
        "advice",
        "reject",
        "offer",
        "like",
        "chances",
        "best",
        "chances",
    ]
    script, table = turn_of(pie(b={"tactic": "hardliner"}), *steps)
    text = script.words
    assert "They would offer: Issue: o3. That would be worth 80 points to you." in text
    assert "- Party b: nothing to go by yet." in text
    assert "They would say no to what is on the table." in text
    assert "They have offered or accepted just this before." in text
    assert "They have turned down just this before." in text
    assert [act.kind for _, act in table.acts] == ["offer", "reject"]


def test_every_kind_of_advice_is_told() -> None:
    table = seated(pie(), "a")
    assert table.turn is not None
    said = {kind: " ".join(advice(table.turn, kind)) for kind in (Accept(), Pass(), Leave(), None)}
    assert [text.split("They ")[1].split(" ")[1] for text in said.values()] == ["accept", "let", "leave", "nothing"]


def test_an_adviser_who_fails_has_nothing_to_say() -> None:
    class Broken(Tactic):
        def act(self, view: View) -> Offer:
            raise ValueError("broken")

    table = seated(pie(), "a")
    assert table.turn is not None
    adviser = Adviser(Broken())
    adviser.observe(table.turn.view)
    assert adviser.act is None


def test_acceptance_is_judged_by_what_was_offered_and_answered() -> None:
    course = versus(pie(), a=[{"it": "o3"}], b=[])
    space = central(pie()).space
    (no,) = responses(course.log[:3], "b")
    assert no == Response(packaged(central(pie()), it="o3"), yes=False)
    assert list(responses(course.log[:3], "a")) == [Response(no.package, yes=True)]
    stands = space.status_quo
    assert acceptance_odds(space, stands, no.package, [no]).chance == 0.25
    assert acceptance_odds(space, stands, no.package, []).words == "nothing to go by yet"
    yes = Response(no.package, yes=True)
    assert acceptance_odds(space, stands, no.package, [no, yes]).words == "as likely as not, about 5 in 10"
    assert acceptance_odds(space, stands, no.package, [yes]).words == "likely, about 8 in 10"
    assert acceptance_odds(space, stands, no.package, [no] * 9).words == "unlikely, about 0 in 10"


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(1, 3), st.booleans()), max_size=6), st.integers(1, 3))
def test_one_more_yes_never_makes_acceptance_less_likely(seen: list[tuple[int, bool]], option: int) -> None:
    space = central(pie()).space
    known = [Response(Package(((0, number),)), yes) for number, yes in seen]
    package = Package(((0, option),))
    before = acceptance_odds(space, space.status_quo, package, known).chance
    after = acceptance_odds(space, space.status_quo, package, [*known, Response(package, yes=True)]).chance
    assert 0 < before <= after < 1


# Commands and drafts


@pytest.mark.parametrize(
    ("typed_", "meant"),
    [
        ("ACCEPT", "accept"),
        (" y ", "accept"),
        ("no", "reject"),
        ("of", ""),
        ("offe", ""),
        ("adv", "advice"),
        ("?", "help"),
    ],
)
def test_beginnings_and_short_forms_are_understood(typed_: str, meant: str) -> None:
    word, help_ = parse_command(typed_, PLAYING)
    assert (word, bool(help_)) == (meant, not meant)


def test_an_ambiguous_beginning_names_its_choices() -> None:
    assert parse_command("c", DRAFTING)[1] == "'c' could be clear or chances or cancel."


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-1, 3)), max_size=10))
def test_undo_takes_back_every_step_of_a_draft(steps: list[tuple[int, int]]) -> None:
    drafts = [Draft()]
    for axis, option in steps:
        after = drafts[-1].leave_out(axis) if option < 0 else drafts[-1].put(axis, option)
        drafts += [after] if after != drafts[-1] else []
    last = drafts[-1]
    for draft in reversed(drafts):
        assert last == draft
        last = last.undo()
    assert last == Draft()


def test_a_draft_loses_what_is_no_longer_open() -> None:
    draft = Draft().put(0, 1).put(2, 1)
    assert draft.within((0, 1)).terms == ((0, 1),)
    assert draft.within((0, 2)) == draft


# The game is kept


def wish(tmp_path: Path, *seats: str, **more: object) -> PlayOptions:
    return PlayOptions(ARTICLE, seats, out=tmp_path, **more)  # type: ignore[arg-type]  # the fields of a wish


def test_a_game_is_kept_after_every_act_and_goes_on_where_it_stood(tmp_path: Path) -> None:
    session = begin(wish(tmp_path, "ukraine"))
    assert not Game(session.table, Script("reject", "reject", "quit"), session.save).play()
    again = begin(wish(tmp_path, "ukraine"), resume=True)
    alone = begin(wish(tmp_path), resume=True)
    for one in (again, alone):
        assert one.table.course.log == session.table.course.log
        assert one.table.acts == session.table.acts
        assert one.table.turn is not None
        assert session.table.turn is not None
        assert screen(one.table.turn) == screen(session.table.turn)
    assert read_game(session.file).acts == ({"seat": "ukraine", "act": "reject"},) * 2


def test_a_game_that_is_kept_or_finished_is_not_begun_over(tmp_path: Path) -> None:
    first = begin(wish(tmp_path, "ukraine"))
    with pytest.raises(UsageError, match="--resume goes on with it"):
        begin(wish(tmp_path, "ukraine"))
    begin(wish(tmp_path, "ukraine"), overwrite=True)
    begin(wish(tmp_path, "usa", seed=4))
    with pytest.raises(UsageError, match="several games"):
        begin(wish(tmp_path), resume=True)
    first.file.unlink()
    first.target.folder.mkdir()
    with pytest.raises(UsageError, match="holds a finished game"):
        begin(wish(tmp_path, "ukraine"))


@pytest.mark.parametrize(
    ("seats", "more", "words"),
    [
        ((), {}, "say which seat to take with --as: ukraine, usa, russia"),
        (("ukrain",), {}, "did you mean 'ukraine'"),
        (("usa", "usa"), {}, "named twice"),
        (("usa",), {"against": "bolware"}, "did you mean 'boulware'"),
    ],
)
def test_wrong_wishes_are_told(tmp_path: Path, seats: tuple[str, ...], more: Plain, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        begin(wish(tmp_path, *seats, **more))


def test_a_party_that_sits_in_no_meeting_has_nothing_to_play(tmp_path: Path) -> None:
    of = one_issue({"a": [0, 1], "b": [0, 1]}).plain()
    of["parties"]["c"] = of["parties"]["a"] | {"name": "Party c"}
    (tmp_path / "three.yaml").write_text(json.dumps(of))
    with pytest.raises(UsageError, match="sits in no meeting"):
        begin(PlayOptions(str(tmp_path / "three.yaml"), ("c",), out=tmp_path))


def test_a_game_does_not_go_on_where_something_was_changed(tmp_path: Path) -> None:
    file = tmp_path / "pie.yaml"
    file.write_text(json.dumps(pie().plain()))
    mine = PlayOptions(str(file), ("b",), out=tmp_path)
    session = begin(mine)
    with pytest.raises(UsageError, match="no game of other is kept"):
        begin(PlayOptions("other", (), out=tmp_path), resume=True)
    Game(session.table, Script("reject", "pass", "quit"), session.save).play()
    kept = json.loads(session.file.read_text())
    changes: list[tuple[Plain, str]] = [
        ({"digest": "0"}, "was changed since the game was begun"),
        ({"log": "0"}, "the agents decide otherwise now"),
        ({"acts": [{"seat": "a", "act": "pass"}]}, "its act number 1 does not fit"),
        ({"acts": [{"seat": "b", "act": "dance"}]}, "its act number 1 does not fit"),
        ({"format": 7}, "not a game of negosim"),
        ({"seats": None}, "not a game of negosim"),
        ({"seed": "two"}, "not a game of negosim"),
        ({"scenario": 4}, "not a game of negosim"),
    ]
    for change, words in changes:
        session.file.write_text(json.dumps(kept | change))
        with pytest.raises(UsageError, match=words):
            begin(mine, resume=True)
    session.file.unlink()
    with pytest.raises(UsageError, match="no game is kept"):
        begin(mine, resume=True)


def test_a_game_that_cannot_be_kept_says_so(tmp_path: Path) -> None:
    (tmp_path / ARTICLE).write_text("a file where a folder is to be")
    with pytest.raises((RunError, UsageError)):
        begin(wish(tmp_path, "ukraine"))


def test_against_gives_all_agents_one_tactic(tmp_path: Path) -> None:
    session = begin(wish(tmp_path, "ukraine", against="hardliner", run=2, drawn=True, seed=5))
    parties = session.table.record.scenario.parties
    assert {key: one.tactic.name for key, one in parties.items()} == {
        "ukraine": load(ARTICLE).parties["ukraine"].tactic.name,
        "usa": "hardliner",
        "russia": "hardliner",
    }
    assert "--seed 5 --run 2 --draw --set parties.usa.tactic.name=hardliner" in session.resume_command
    assert begin(wish(tmp_path), resume=True).table.course.log == session.table.course.log


# The command


def call(tmp_path: Path, typed_: str, *words: str) -> Result:
    words = ("play", ARTICLE, "--out", str(tmp_path), "--no-figures", *words)
    return CliRunner().invoke(cli, words, input=typed_)


def test_a_script_plays_a_whole_game_to_its_result_and_debrief(tmp_path: Path) -> None:
    quick = call(tmp_path, "leave\nyes\nleave\nyes\nleave\nyes\nyes\n", "--as", "ukraine", "--runs", "3")
    assert quick.exit_code == 0, quick.output
    folder = next((tmp_path / ARTICLE).glob("play-ukraine-s0-r0"))
    assert json.loads((folder / "game.json").read_text())["seats"] == ["ukraine"]
    assert Record.load(folder).scenario.name == ARTICLE
    assert not list((tmp_path / ARTICLE).glob("play-ukraine-s0-r0.game.json"))
    assert list((tmp_path / ARTICLE).glob("debrief-*/debrief.json"))


def test_the_end_of_the_input_keeps_the_game_and_says_how_to_go_on(tmp_path: Path) -> None:
    result = call(tmp_path, "reject\n", "--as", "ukraine")
    assert result.exit_code == 0
    assert f"To go on: negosim play {ARTICLE} --as ukraine --out {tmp_path} --resume" in result.output
    resumed = call(tmp_path, "quit\n", "--resume")
    assert "Meeting: Trump meets Zelenskyy after Putin" in resumed.output
    done = call(tmp_path, "leave\nyes\nleave\nyes\nno\n", "--resume")
    assert done.exit_code == 0
    assert "Write the debrief now?" in done.output
    assert not list((tmp_path / ARTICLE).glob("debrief-*"))


def test_people_at_one_pipe_are_parted_by_empty_lines(tmp_path: Path) -> None:
    result = call(tmp_path, "\nreject\n", "--as", "ukraine", "--as", "usa")
    assert "\n" * 50 in result.output
    assert "HAND THE KEYBOARD TO" in result.output


def test_a_wrong_seat_is_wrong_use(tmp_path: Path) -> None:
    assert call(tmp_path, "", "--as", "nobody").exit_code == 2
    assert call(tmp_path, "").exit_code == 2


def test_an_interrupt_keeps_the_game_and_ends_with_130(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_self: object, _prompt: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("negosim.cli._console.Terminal.ask", interrupted)
    result = call(tmp_path, "", "--as", "ukraine")
    assert result.exit_code == 130
    assert "The game is kept. To go on:" in result.output
    assert (tmp_path / ARTICLE / "play-ukraine-s0-r0.game.json").exists()


def test_comments_of_a_script_are_left_out_and_the_end_before_the_debrief_is_no(tmp_path: Path) -> None:
    lines = "# walk out everywhere\nleave\nyes\nleave\n# sure\nyes\nleave\nyes\n"
    result = call(tmp_path, lines, "--as", "ukraine")
    assert result.exit_code == 0
    assert "THE TALKS ARE OVER, UKRAINE" in result.output
    assert "walk out everywhere" not in result.output
    assert not list((tmp_path / ARTICLE).glob("debrief-*"))


def test_while_writing_help_and_the_sheet_are_shown_and_quit_stops() -> None:
    script, table = turn_of(pie(), "offer", "help", "sheet", "nonsense", "quit", "never read")
    assert "put the offer on the table; it can't be taken back" in script.words
    assert script.text.count("YOUR SCORE SHEET") == 2
    assert "'nonsense' is no command" in script.words
    assert script.lines == ["never read"]
    assert table.acts == []


def test_a_vote_in_a_body_may_be_withheld() -> None:
    """Where a package needs no more than a vote, the screen says so and `abstain` is a command."""
    plain = pie().plain()
    plain["issues"]["it"]["consent"] = ["council"]
    basis = plain["parties"]["a"]["tactic"]["basis"]
    council = {"title": "The council", "members": ["a", "b"], "passes": "consensus", "basis": basis}
    of = from_plain({**plain, "negosim": 2, "bodies": {"council": council}}, "test")
    script, table = turn_of(of, "abstain", seat="b")
    assert "You have a vote on it in The council, and may abstain." in script.words
    assert "The council agreed in “Meeting”: Issue: o3." in script.words
    assert table.course.standing.bound[0] == {"council"}
