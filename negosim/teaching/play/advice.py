"""Advice at a turn: what the seat's own tactic would do, and how likely acceptance seems.

The chance is judged from what a seat has offered and answered so far, never from what it wants. It is taken to accept
what is like what it offered itself or accepted, and to turn down what is like what it turned down: kernel regression on
its yes and no (Nadaraya 1964, Theory Probab. Appl. 9:141; Watson 1964, Sankhya A 26:359), over the distance of
packages, with half a chance to begin with. Deadlines and linkages are ignored: it is a rule of thumb.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from negosim.analysis.phrases import package_words
from negosim.document import points
from negosim.domain.outcomes import Outcome, OutcomeSpace
from negosim.errors import NegosimError
from negosim.negotiation.acts import Abstain, Accept, Act, Leave, Offer, Pass
from negosim.negotiation.driving import decide
from negosim.negotiation.log import Kind, LogEntry, Reply
from negosim.negotiation.packages import Package
from negosim.negotiation.tactics.base import Tactic, View
from negosim.report.terminal import paragraph
from negosim.teaching.play.turn import Turn

__all__ = ["AcceptanceOdds", "Adviser", "Response", "acceptance_odds", "advice", "odds_text", "responses"]

BANDWIDTH = 0.2
"""Distance, of 1 at the most, at which a response counts for about 60 % of what it counts for at none."""

PRIOR = 0.5
"""The chance that nothing is known of counts as much as one response at no distance."""

LIKELIHOODS = (
    (0.75, "likely"),
    (0.55, "rather likely"),
    (0.45, "as likely as not"),
    (0.25, "rather unlikely"),
    (0.0, "unlikely"),
)
"""Least chance and its word, in falling order."""

HEADING = "WHAT YOUR ADVISERS SAY"
SAYINGS = {
    Accept.kind: "They would accept what is on the table.",
    Abstain.kind: "They would abstain on what is on the table.",
    Pass.kind: "They would let this turn go by.",
    Leave.kind: "They would leave the meeting.",
}
"""Kind of act -> the advice; any other says no to an offer."""


class Adviser:
    """A seat's tactic that looks on: asked once for each view, so that one with a memory has it."""

    def __init__(self, tactic: Tactic) -> None:
        self.tactic = tactic
        self.act: Act | None = None

    def observe(self, view: View) -> None:
        """See a view and decide what to advise; nothing where the tactic fails."""
        try:
            self.act = decide(self.tactic, view)
        except NegosimError:
            self.act = None


@dataclass(frozen=True)
class Response:
    """A package that a seat offered or accepted (`yes`), or turned down."""

    package: Package
    yes: bool


@dataclass(frozen=True)
class AcceptanceOdds:
    """A chance of acceptance, 0 to 1, and the number of responses that it rests on."""

    chance: float
    responses: int

    @property
    def words(self) -> str:
        """The chance in plain words."""
        if not self.responses:
            return "nothing to go by yet"
        word = next(word for least, word in LIKELIHOODS if self.chance >= least)
        return f"{word}, about {round(10 * self.chance)} in 10"


def responses(events: Iterable[LogEntry], seat: str) -> Iterator[Response]:
    """What a seat offered and answered, as far as the log entries show."""
    offer: Package | None = None
    for event in events:
        if event.kind == Kind.OFFERED:
            offer = event.package
        if event.package is not None and event.kind == Kind.OFFERED and event.seat == seat:
            yield Response(event.package, yes=True)
        elif isinstance(event.facts, Reply) and event.seat == seat and offer is not None:
            yield Response(offer, event.facts.accepts)


def acceptance_odds(space: OutcomeSpace, stands: Outcome, package: Package, past: Sequence[Response]) -> AcceptanceOdds:
    """How likely a seat seems to accept a package, by its responses to packages that share an issue with it."""
    alike = [one for one in past if one.package.axes & package.axes]
    weights = [_weight(space, stands, package, one.package) for one in alike]
    yes = sum(weight for weight, one in zip(weights, alike, strict=True) if one.yes)
    return AcceptanceOdds((PRIOR + yes) / (1.0 + sum(weights)), len(alike))


def _weight(space: OutcomeSpace, stands: Outcome, one: Package, other: Package) -> float:
    """How much a response to one package says of another: 1 where they are the same, less with distance."""
    axes = sorted(one.axes | other.axes)
    first, second = one.on(stands), other.on(stands)
    away = sum(float(space.issues[axis].distances(first[axis])[second[axis]]) for axis in axes) / len(axes)
    return math.exp(-0.5 * (away / BANDWIDTH) ** 2)


def advice(turn: Turn, act: Act | None) -> list[str]:
    """What the seat's tactic would do, and the chances of what it would offer."""
    if act is None:
        return [HEADING, paragraph("They have nothing to say.")]
    if not isinstance(act, Offer):
        return [HEADING, paragraph(SAYINGS.get(act.kind, "They would say no to what is on the table."))]
    offer = paragraph(f"They would offer: {package_words(turn.space, act.package)}.", hang=2)
    worth = paragraph(f"That would be worth {points(turn.worth_of(act.package))} to you.", indent=4)
    return [HEADING, offer, worth, "", *odds_text(turn, act.package)]


def odds_text(turn: Turn, package: Package) -> Iterator[str]:
    """How likely it seems that those whose agreement a package needs would accept it."""
    others = turn.asked(package)
    if not others:
        yield paragraph("It needs nobody's agreement but yours: it would take effect at once.")
        return
    yield paragraph("Would the others accept it? By what they have offered and answered so far:")
    for party in others:
        past = tuple(responses(turn.view.events, party))
        odds = acceptance_odds(turn.space, turn.standing.outcome, package, past)
        yield paragraph(f"- {turn.seat.names[party]}: {odds.words}.{_same_before(package, past)}", hang=2)
    yield paragraph("A rule of thumb: your advisers don't know what the others want.")


def _same_before(package: Package, past: Sequence[Response]) -> str:
    """The last response to the very same package; empty where there was none."""
    last = next((one for one in reversed(past) if one.package == package), None)
    if last is None:
        return ""
    return f" They have {'offered or accepted' if last.yes else 'turned down'} just this before."
