"""The rules of `docs/rules.md` a second time, written from that page: meetings of alternating offers, slow and short.

Seats play the tactics whose aspiration the page states. Packages and outcomes are options by issue.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from fractions import Fraction
from itertools import product
from typing import NamedTuple

from reference_preferences import Issue, Options, Party, Plain, exact, met, rounded

Lot = Callable[[str, str, int], float]
"""A random number from 0 up to 1 by what it is for (`order`, `breakdown`), meeting, and round of the meeting."""
POWERS = {"boulware": 5.0, "linear": 1.0, "conceder": 1 / 3}


class Entry(NamedTuple):
    """An entry of the log: `flags` are those of an answer (yes, needed) or of an agreement (declaration, all)."""

    kind: str
    round: int
    seat: str = ""
    package: frozenset[tuple[str, str]] = frozenset()
    parties: frozenset[str] = frozenset()
    flags: tuple[bool, ...] = ()
    reason: str = ""


class Course:
    """The meetings one after the other: what stands, who is bound, what delay has cost, and the log of all.

    `leaves` says who walks out of every meeting, and from which of its rounds on.
    """

    def __init__(self, plain: Plain, lot: Lot, leaves: Mapping[str, int]) -> None:
        self.lot, self.leaves = lot, leaves
        self.issues = {key: Issue(one) for key, one in plain["issues"].items()}
        self.horizon = plain.get("horizon", sum(one["protocol"]["rounds"] for one in plain["meetings"].values()))
        self.parties = {key: Party(one, self.issues, self.horizon) for key, one in plain["parties"].items()}
        self.stands: Options = {key: one.status_quo for key, one in self.issues.items()}
        self.bound: dict[str, set[str]] = {key: set() for key in self.issues}
        self.paid = dict.fromkeys(self.parties, Fraction())
        self.out: dict[str, int] = {}
        self.round = self.settled = 0
        self.log = [entry for key, one in plain["meetings"].items() for entry in self.hold(key, one)]
        self.charge(max(0, self.horizon - self.round))

    def hold(self, key: str, plain: Plain) -> Iterator[Entry]:
        if met(plain.get("if", {}), self.stands):
            yield Entry("began", self.round, parties=frozenset(plain["parties"]))
            meeting = Meeting(self, key, plain)
            yield from meeting.play()
            yield Entry("ended", self.round, reason=meeting.ending)
        else:
            yield Entry("skipped", self.round, reason="its condition does not hold")

    def charge(self, rounds: int) -> None:
        for key in self.parties.keys() - self.out.keys():
            self.paid[key] += rounds * self.parties[key].charge(self.stands)

    def points(self, key: str) -> Fraction:
        """What a party has at the end."""
        party, outside = self.parties[key], self.parties[key].outside(self.out.get(key, 1))
        utility = party.left(party.points(self.stands), self.settled or self.round)
        return (outside if key in self.out and outside is not None else utility) - self.paid[key]


class Meeting:
    """A meeting of alternating offers."""

    def __init__(self, course: Course, key: str, plain: Plain) -> None:
        self.course, self.key, self.rules = course, key, plain["protocol"]
        self.seats, self.present = list(plain["parties"]), list(plain["parties"])
        self.open = [issue for issue in course.issues if issue in plain["issues"]]
        self.offers: dict[str, list[Options]] = {}
        self.round, self.rounds = 0, self.rules["rounds"]
        self.turn = self.rules.get("begins", self.seats[0])
        self.walked_out = self.ending = ""

    def play(self) -> Iterator[Entry]:
        self.ending = "" if any(self.on_offer()) else "nothing on offer"
        while not self.ending:
            self.round, self.course.round = self.round + 1, self.course.round + 1
            self.turn = self.drawn() if self.rules.get("order") == "random" else self.turn
            yield from self.turn_to_offer()
            self.ending = self.ending or self.why_over()
            if self.ending == "breakdown":
                yield Entry("broke_down", self.course.round)
            yield from self.take_outside_option()
            self.course.charge(self.course.round <= self.course.horizon)
            self.turn = next(iter(self.after(self.turn)), "")

    def drawn(self) -> str:
        return self.present[int(self.course.lot("order", self.key, self.round) * len(self.present))]

    def why_over(self) -> str:
        if not any(self.on_offer()):
            return "nothing on offer"
        if self.round == self.rounds:
            return "deadline"
        broke_down = self.course.lot("breakdown", self.key, self.round) < self.rules.get("breakdown", 0)
        return "breakdown" if broke_down else ""

    def turn_to_offer(self) -> Iterator[Entry]:
        package = self.choice(self.turn)
        if self.leaves(self.turn):
            yield self.leave(self.turn)
        elif package is None:
            yield Entry("passed", self.course.round, self.turn)
        else:
            needed = self.needed(package)
            self.offers.setdefault(self.turn, []).append(package)
            yield Entry("offered", self.course.round, self.turn, frozenset(package.items()), frozenset(needed))
            if needed == {self.turn} or (yield from self.answers(package, needed)):
                yield self.agree(package, needed | {self.turn})

    def answers(self, package: Options, needed: set[str]) -> Generator[Entry, None, bool]:
        for seat in self.after(self.turn)[:-1]:
            yield from self.take_outside_option()
            yes = not self.leaves(seat) and self.accepts(seat, package)
            if self.leaves(seat) or (not yes and self.prefers_outside(seat)):
                yield self.leave(seat)
            else:
                flags = (yes, seat in needed)
                yield Entry("answered", self.course.round, seat, frozenset(package.items()), flags=flags)
            if seat in needed and not yes:
                return False
        return True

    def agree(self, package: Options, agreed: set[str]) -> Entry:
        everyone = len(agreed) > 1 and agreed >= set(self.present)
        self.course.stands, self.course.settled = self.outcome(package), self.course.round
        for issue in package:
            self.course.bound[issue] |= agreed
            self.open.remove(issue)
        self.ending = "agreed" if everyone else ""
        flags = (len(agreed) == 1, everyone)
        return Entry("agreed", self.course.round, self.turn, frozenset(package.items()), frozenset(agreed), flags)

    def leaves(self, seat: str) -> bool:
        return self.round >= self.course.leaves.get(seat, self.rounds + 1)

    def prefers_outside(self, seat: str) -> bool:
        outside = self.course.parties[seat].outside(self.course.round)
        return self.round == self.rounds and outside is not None and outside > self.worth(seat, {})

    def leave(self, seat: str) -> Entry:
        self.present.remove(seat)
        self.walked_out = seat if "outside_option" in self.course.parties[seat].plain else ""
        return Entry("left", self.course.round, seat)

    def take_outside_option(self) -> Iterator[Entry]:
        if self.walked_out:
            self.course.out[self.walked_out] = self.course.round
            yield Entry("outside_option", self.course.round, self.walked_out)
        self.walked_out = ""

    def after(self, seat: str) -> list[str]:
        place = self.seats.index(seat) + 1
        return [one for one in self.seats[place:] + self.seats[:place] if one in self.present]

    # Packages, and how a seat values them

    def movers(self, issue: str, option: str) -> set[str]:
        return self.course.issues[issue].consent[option] | self.course.bound[issue]

    def needed(self, package: Options) -> set[str]:
        return {party for term in package.items() for party in self.movers(*term)}

    def on_offer(self) -> Iterator[Options]:
        for options in product(*(self.course.issues[issue].options for issue in self.open)):
            terms = zip(self.open, options, strict=True)
            package = {issue: option for issue, option in terms if option != self.course.stands[issue]}
            if package and self.needed(package) <= set(self.present):
                yield package

    def outcome(self, package: Options) -> Options:
        """What would stand; of an earlier offer only what it says on open issues counts."""
        return {**self.course.stands, **{issue: option for issue, option in package.items() if issue in self.open}}

    def refuses(self, seat: str, package: Options) -> bool:
        party = self.course.parties[seat]
        return any(party.refuses(*term) and seat in self.movers(*term) for term in package.items())

    def worth(self, seat: str, package: Options) -> Fraction:
        return self.course.parties[seat].worth(self.outcome(package), self.course.round)

    def least(self, seat: str) -> Fraction:
        return self.course.parties[seat].reservation(self.course.stands, self.course.round)

    def allowed(self, seat: str) -> list[Options]:
        return [one for one in self.on_offer() if not self.refuses(seat, one)]

    # The default way to offer and accept

    def choice(self, seat: str) -> Options | None:
        heard = bool(self.offers.keys() - {seat})
        level = self.aspiration(seat, self.round) if heard else self.least(seat)
        enough = [one for one in self.allowed(seat) if self.worth(seat, one) >= level]
        return min(enough, key=lambda one: (heard and self.distance(seat, one), -self.worth(seat, one)), default=None)

    def counted(self, seat: str, package: Options) -> set[str]:
        return self.needed(package) - {seat} or set(self.present) - {seat}

    def distance(self, seat: str, package: Options) -> Fraction:
        counted = self.counted(seat, package)
        wanted = [self.outcome(self.offers.get(one, [{}])[-1]) for one in counted]
        outcome, issues = self.outcome(package), self.course.issues
        apart = [issues[key].distance(outcome[key], one[key]) for one in wanted for key in self.open]
        return sum(apart, Fraction()) / max(1, len(counted))

    def accepts(self, seat: str, package: Options) -> bool:
        asked = self.aspiration(seat, min(self.next_turn(seat), self.rounds))
        return not self.refuses(seat, package) and self.worth(seat, package) >= asked

    def next_turn(self, seat: str) -> int:
        return self.round + 1 + (0 if self.rules.get("order") == "random" else self.after(self.turn).index(seat))

    def aspiration(self, seat: str, round_: int) -> Fraction:
        """What a seat would ask for in a round of the meeting, with worths as they are now."""
        tactic, least = self.course.parties[seat].plain["tactic"], self.least(seat)
        best = max((self.worth(seat, one) for one in self.allowed(seat)), default=self.worth(seat, {}))
        best = max(best, least)
        if tactic["name"] == "hardliner":
            return best
        if tactic["name"] == "tit_for_tat":
            heard = [offers for one, offers in self.offers.items() if one != seat]
            rises = [self.worth(seat, offers[-1]) - self.worth(seat, offers[0]) for offers in heard]
            given = max(0, min(rises, default=0)) + exact(tactic.get("generosity", 0)) * (round_ - 1)
            return max(least, best - given)
        time = (round_ - 1) / (self.rounds - 1) if self.rounds > 1 else 1.0
        power = 1 / tactic["exponent"] if "exponent" in tactic else POWERS[tactic["name"]]
        first = exact(tactic.get("first", 0))
        part = (1 - first) * (1 - Fraction(time**power))
        return least + rounded((best - least) * part, self.course.parties[seat].step)
