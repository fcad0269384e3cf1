"""The rules of `docs/rules.md` a second time, written from that page: a course of alternating offers, slow and short.

What a method's docstring says, the page says in the same words. Packages and outcomes are options by issue.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import product

from reference_preferences import Constraint, Issue, Options, Party, Plain, met
from reference_tactics import Seat

Entry = tuple[object, ...]
"""An entry of the log: its kind, the round of the course, and what else it says."""
Lot = Callable[[str, str, int], float]
"""A random number from 0 up to 1 by what it is for (`order`, `breakdown`), meeting, and round of the meeting."""


class Course:
    """What carries over between meetings; `leaves` says who walks out of each, and from which of its rounds on."""

    def __init__(self, plain: Plain, lot: Lot, leaves: Mapping[str, int]) -> None:
        """Meetings take place in the order of the file.
        Charges that remain after the last meeting, up to the horizon, are paid then.
        """
        self.lot, self.leaves = lot, leaves
        self.issues = {key: Issue(one) for key, one in plain["issues"].items()}
        self.horizon = plain.get("horizon", sum(one["protocol"]["rounds"] for one in plain["meetings"].values()))
        self.parties = {key: Party(one, self.issues, self.horizon) for key, one in plain["parties"].items()}
        self.constraints = [Constraint(one) for one in plain.get("constraints", {}).values()]
        self.stands: Options = {key: one.status_quo for key, one in self.issues.items()}
        self.bound: dict[str, set[str]] = {key: set() for key in self.issues}
        self.paid = dict.fromkeys(self.parties, Fraction())
        self.walked_out: dict[str, int] = {}
        self.round = self.settled = 0
        self.log: list[Entry] = []
        for key, one in plain["meetings"].items():
            self.hold(key, one)
        self.charge(max(0, self.horizon - self.round))

    def hold(self, key: str, plain: Plain) -> None:
        """A meeting with if takes place only if what is then in force meets its conditions."""
        if met(plain.get("if", {}), self.stands):
            self.enter("began", frozenset(plain["parties"]))
            self.enter("ended", Meeting(self, key, plain).play())
        else:
            self.enter("skipped", "its condition does not hold")

    def enter(self, kind: str, *facts: object) -> None:
        self.log.append((kind, self.round, *facts))

    def charge(self, rounds: int) -> None:
        """It falls on every party, at the table or not."""
        for key in self.parties.keys() - self.walked_out.keys():
            self.paid[key] += rounds * self.parties[key].charge(self.stands)

    def points(self, key: str) -> Fraction:
        """At the end each party has its utility (the points of what stands), less what delay has cost it"""
        utility = self.parties[key].utility(self.stands, self.settled or self.round, self.walked_out.get(key))
        return utility - self.paid[key]


class Meeting:
    """A meeting of alternating offers."""

    def __init__(self, course: Course, key: str, plain: Plain) -> None:
        self.course, self.key, self.rules = course, key, plain["protocol"]
        self.seats, self.present = list(plain["parties"]), list(plain["parties"])
        self.open = [issue for issue in course.issues if issue in plain["issues"]]
        self.offers: dict[str, list[Options]] = {}
        self.round, self.rounds, self.drawn = 0, self.rules["rounds"], self.rules.get("order") == "random"
        self.turn = self.ending = self.walking_out = ""

    def play(self) -> str:
        """If nothing is on offer from the start, the meeting ends at once and uses no round."""
        self.ending = "" if self.on_offer() else "nothing on offer"
        while not self.ending:
            self.round, self.course.round = self.round + 1, self.course.round + 1
            self.turn = self.proposer()
            self.take_turn()
            self.ending = self.ending or self.why_over()
            if self.ending == "breakdown":
                self.course.enter("broke_down")
            self.take_outside_option()
            self.course.charge(self.course.round <= self.course.horizon)
        return self.ending

    def proposer(self) -> str:
        """The first offer is made by begins (else by the first party of the meeting).
        Then the turn goes round the table in seat order, and those who left are passed over.
        """
        if self.drawn:
            return self.present[int(self.course.lot("order", self.key, self.round) * len(self.present))]
        return self.after(self.turn)[0] if self.turn else str(self.rules.get("begins", self.seats[0]))

    def after(self, seat: str) -> list[str]:
        place = self.seats.index(seat) + 1
        return [one for one in self.seats[place:] + self.seats[:place] if one in self.present]

    def take_turn(self) -> None:
        """It offers a package, passes, or leaves.
        If it needs its proposer alone, it does so at once, and nobody is asked.
        """
        package = Seat(self, self.turn).choice()
        if self.leaves(self.turn):
            self.leave(self.turn)
        elif package is None:
            self.course.enter("passed", self.turn)
        else:
            needed = self.needed(package)
            self.offers.setdefault(self.turn, []).append(package)
            self.course.enter("offered", self.turn, package, needed)
            if needed == {self.turn} or self.all_accept(package, needed):
                self.agree(package, needed | {self.turn})

    def all_accept(self, package: Options, needed: set[str]) -> bool:
        """Those who are not needed are asked too, for their view.
        The first no of a needed seat ends the round's answers, and the offer is off the table.
        """
        for seat in self.after(self.turn)[:-1]:
            self.take_outside_option()
            asked = Seat(self, seat)
            yes = not self.leaves(seat) and asked.accepts(package)
            if self.leaves(seat) or (not yes and asked.prefers_outside()):
                self.leave(seat)
            else:
                self.course.enter("answered", seat, package, yes, seat in needed)
            if seat in needed and not yes:
                return False
        return True

    def agree(self, package: Options, agreed: set[str]) -> None:
        """What stands changes, and those who agreed are bound.
        The issues that it names are closed for this meeting.
        """
        everyone = len(agreed) > 1 and agreed >= set(self.present)
        self.course.stands, self.course.settled = self.outcome(package), self.course.round
        for issue in package:
            self.course.bound[issue] |= agreed
            self.open.remove(issue)
        self.ending = "agreed" if everyone else ""
        self.course.enter("agreed", self.turn, package, agreed, len(agreed) == 1, everyone)

    def why_over(self) -> str:
        """At the end of a round the meeting ends for the first of these reasons that holds"""
        if not self.on_offer():
            return "nothing on offer"
        if self.round == self.rounds:
            return "deadline"
        broke_down = self.course.lot("breakdown", self.key, self.round) < self.rules.get("breakdown", 0)
        return "breakdown" if broke_down else ""

    def leaves(self, seat: str) -> bool:
        """At its turn, and when it is asked, a seat can leave."""
        return self.round >= self.course.leaves.get(seat, self.rounds + 1)

    def leave(self, seat: str) -> None:
        """Who has left is not asked any more, and what needs its consent is on offer no longer."""
        self.present.remove(seat)
        self.walking_out = seat if "outside_option" in self.course.parties[seat].plain else ""
        self.course.enter("left", seat)

    def take_outside_option(self) -> None:
        """after all else that the walk-out brings about before the next seat acts or the meeting ends"""
        if self.walking_out:
            self.course.walked_out[self.walking_out] = self.course.round
            self.course.enter("outside_option", self.walking_out)
        self.walking_out = ""

    # What can be offered

    def movers(self, issue: str, option: str) -> set[str]:
        """the parties that the scenario names for each option to which it moves an issue
        everybody who is bound on an issue that it moves
        """
        return self.course.issues[issue].consent[option] | self.course.bound[issue]

    def needed(self, package: Options) -> set[str]:
        return {party for term in package.items() for party in self.movers(*term)}

    def on_offer(self) -> list[Options]:
        """A package is on offer if all whose consent it needs are at the table.
        It moves at least one of them to another option than the one that stands.
        """
        outcomes = product(*([(key, one) for one in self.course.issues[key].options] for key in self.open))
        packages = [{key: one for key, one in terms if one != self.course.stands[key]} for terms in outcomes]
        return [one for one in packages if one and self.needed(one) <= set(self.present) and self.fits(one)]

    def fits(self, package: Options) -> bool:
        """A package that moves one of a constraint's issues must lead to an outcome that meets it
        A package that moves none of its issues is free, whatever stands
        """
        outcome, tying = {**self.course.stands, **package}, self.course.constraints
        return all(one.met(outcome) for one in tying if one.issues & package.keys())

    def outcome(self, package: Options) -> Options:
        """An offer made before an agreement still counts, for what it says on the issues that are still open."""
        return {**self.course.stands, **{issue: option for issue, option in package.items() if issue in self.open}}

    def refuses(self, seat: str, package: Options) -> bool:
        """if moving that issue to that option needs its consent"""
        party = self.course.parties[seat]
        return any(party.refuses(*term) and seat in self.movers(*term) for term in package.items())
