"""The default way to offer and accept by `docs/rules.md`, for the tactics whose aspiration that page states.

What a method's docstring says, the page says in the same words.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from reference_preferences import Options, exact

if TYPE_CHECKING:
    from reference_simulator import Meeting

EXPONENTS = {"linear": 1.0, "boulware": 0.2, "conceder": 3.0}


class Seat:
    """A seat that is asked for an offer or an answer, with worths as of now."""

    def __init__(self, meeting: Meeting, name: str) -> None:
        """A seat chooses among the packages on offer that it does not refuse."""
        self.meeting, self.name, self.now = meeting, name, meeting.course.round
        self.party = meeting.course.parties[name]
        self.heard = {seat: offers for seat, offers in meeting.offers.items() if seat != name}
        self.allowed = [one for one in meeting.on_offer() if not meeting.refuses(name, one)]
        self.least = self.party.reservation(meeting.course.stands, self.now)
        self.best = max(self.least, max(map(self.worth, self.allowed), default=self.worth({})))

    def worth(self, package: Options) -> Fraction:
        """A package is worth what would then stand"""
        return self.party.worth(self.meeting.outcome(package), self.now)

    def choice(self) -> Options | None:
        """while nobody else has offered anything in this meeting, the package that is best for itself
        among the packages worth at least the aspiration, the nearest
        """
        level = self.aspiration(self.meeting.round)
        enough = [one for one in self.allowed if self.worth(one) >= level]
        return min(enough, key=lambda one: (self.heard and self.distance(one), -self.worth(one)), default=None)

    def distance(self, package: Options) -> Fraction:
        """the mean over the seats that it needs, the chooser left out, of how far it is from the last offer of each
        the sum over the open issues of how far apart the two options are
        An issue that an offer leaves out counts at what now stands.
        """
        meeting, issues = self.meeting, self.meeting.course.issues
        wanted = [meeting.outcome(self.heard.get(one, [{}])[-1]) for one in self.counted(package)]
        outcome = meeting.outcome(package)
        apart = [issues[key].distance(outcome[key], one[key]) for one in wanted for key in meeting.open]
        return sum(apart, Fraction()) / max(1, len(wanted))

    def counted(self, package: Options) -> set[str]:
        """A package that needs nobody else is measured against all others at the table."""
        return self.meeting.needed(package) - {self.name} or set(self.meeting.present) - {self.name}

    def accepts(self, package: Options) -> bool:
        """it accepts what is worth at least what it will itself ask for at its next turn to offer"""
        asked = self.aspiration(min(self.next_turn(), self.meeting.rounds))
        return package in self.allowed and self.worth(package) >= asked

    def next_turn(self) -> int:
        """The next turn of a seat is the next round in which it will offer if nobody else leaves.
        Where the proposer is drawn, this is the next round.
        """
        meeting = self.meeting
        return meeting.round + 1 + (0 if meeting.drawn else meeting.after(meeting.turn).index(self.name))

    def prefers_outside(self) -> bool:
        """in the last round of the meeting, and its outside option is then worth more than what stands"""
        outside = self.party.outside(self.now)
        return self.meeting.round == self.meeting.rounds and outside is not None and outside > self.worth({})

    def aspiration(self, round_: int) -> Fraction:
        """The aspiration is never below least."""
        tactic = self.party.plain["tactic"]
        if tactic["name"] == "hardliner":
            return self.best
        if tactic["name"] == "tit_for_tat":
            return max(self.least, self.best - self.rise() - exact(tactic.get("generosity", 0)) * (round_ - 1))
        exponent = tactic.get("exponent", EXPONENTS[tactic["name"]])
        left = (1 - exact(tactic.get("first", 0))) * (1 - Fraction(self.time(round_) ** (1 / exponent)))
        return self.least + round((self.best - self.least) * left / self.party.step) * self.party.step

    def time(self, round_: int) -> float:
        """(r - 1) / (R - 1). In a meeting of one round it is 1."""
        return (round_ - 1) / (self.meeting.rounds - 1) if self.meeting.rounds > 1 else 1.0

    def rise(self) -> Fraction:
        """Of several seats that have offered, the one whose offers have risen least counts"""
        rises = [self.worth(offers[-1]) - self.worth(offers[0]) for offers in self.heard.values()]
        return max(Fraction(), min(rises, default=Fraction()))
