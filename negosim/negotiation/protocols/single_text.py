"""One text for all: a mediator drafts, the sides criticise, the text improves, and at the end they take it or not.

Fisher 1978, "International Mediation: A Working Guide"; Raiffa 1982, "The Art and Science of Negotiation", ch. 14 (the
single negotiating text of Camp David); Klein, Faratin, Sayama & Bar-Yam 2003, IEEE Intelligent Systems 18(6):32, for
the criticism as a vote between two texts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from negosim.negotiation.log import Kind, LogEntry, Proposal, Reply
from negosim.negotiation.packages import Package
from negosim.negotiation.protocols.base import Accept, Act, Leave, Offer, Pass, State
from negosim.negotiation.protocols.consent import needed
from negosim.negotiation.protocols.extended_state import Remembering
from negosim.negotiation.protocols.mediation import MEDIATOR, Mediated
from negosim.negotiation.protocols.offer_and_answer import Step
from negosim.negotiation.protocols.turns import NO_LOTS, RandomDraws
from negosim.registry import Parameter, register

__all__ = ["SingleText", "SingleTextState"]


@dataclass(frozen=True)
class SingleTextState(Remembering):
    """The text on which all work; None before the first."""

    text: Package | None = None


@register(
    "protocol",
    "single_text",
    source="Fisher 1978, International Mediation; Raiffa 1982, ch. 14; Klein et al. 2003, IEEE Intell. Syst. 18(6)",
    parameters=(
        Parameter("rounds", "whole", None, "number of rounds: a text and the criticism of it each", 1, 10_000),
        MEDIATOR,
    ),
)
class SingleText(Mediated):
    """A mediator drafts a text and improves it by what the sides say; in the last round they take it or leave it.

    The first text is only a beginning: nobody answers it. In each further round the mediator puts another text beside
    it, or passes. Every side says which is better for it: yes to the new one if it is at least as good as the present
    one. If all say so whose consent either needs, the new text takes the place of the present one. Nobody is bound by
    criticism. In the last round the present text is put to those whom it needs, against what stands: if all of them
    accept, it takes effect. Where there is no text yet, the mediator's last one is put to them.
    """

    def proposer(self, state: State) -> str:
        """The mediator."""
        return self.mediator

    def _next(self, state: State, lots: RandomDraws) -> str:
        return self.mediator if self.mediator in state.seats else ""

    def next_offer(self, state: State, seat: str) -> int | None:
        """The next round, for the mediator; the last one is for the answers, once there is a text."""
        last = self.rounds - (SingleTextState.of(state).text is not None)
        return state.round + 1 if seat == self.mediator and seat in state.seats and state.round < last else None

    def fallback(self, state: State) -> Package | None:
        """While it is criticised a new text is measured by the present one."""
        criticised = state.offer is not None and state.round < self.rounds
        return SingleTextState.of(state).text if criticised else None

    def apply(self, state: State, seat: str, act: Act, lots: RandomDraws = NO_LOTS) -> Step:
        """A text, a word on it, or a walk-out."""
        now = SingleTextState.of(state)
        last = now.round >= self.rounds
        match act:
            case Leave():
                return self._left(now, seat, lots)
            case Offer(package) if not last:
                return self._drafted(now, seat, package, lots)
            case Pass() if last and now.text is not None:  # the deadline was moved to this round
                return self._put(now, (LogEntry(Kind.PASSED, seat=seat),), lots)
            case _ if now.offer is not None and not last:
                return self._criticised(now, seat, isinstance(act, Accept), lots)
            case _:
                return super().apply(now, seat, act, lots)

    def _drafted(self, state: SingleTextState, seat: str, package: Package, lots: RandomDraws) -> Step:
        """The first text lies on the table as it is; a later one is laid beside the present one."""
        parties = tuple(sorted(needed(self.space, state.standing, package)))
        event = LogEntry(Kind.OFFERED, seat=seat, package=package, parties=parties)
        if state.text is None:
            return self._adopted(state, package, (event,), lots)
        return state.tabled(package, seat), (event,)

    def _adopted(self, state: SingleTextState, text: Package, before: tuple[LogEntry, ...], lots: RandomDraws) -> Step:
        event = LogEntry(Kind.DRAFTED, seat=self.mediator, package=text)
        return self._round_over(replace(state, text=text), (*before, event), lots)

    def _criticised(self, state: SingleTextState, seat: str, accepts: bool, lots: RandomDraws) -> Step:
        facts = Reply(accepts, needed=seat in self._critics(state))
        event = LogEntry(Kind.ANSWERED, seat=seat, package=state.offer, facts=facts)
        return self._judged(state.answered(seat, accepts), (event,), lots)

    def _judged(self, state: SingleTextState, before: tuple[LogEntry, ...], lots: RandomDraws) -> Step:
        """All sides are heard; then the better text stays."""
        if self._unanswered(state) or state.offer is None:
            return state, before
        better = self._critics(state) <= {seat for seat, yes in state.answers if yes}
        return self._adopted(state, state.offer, before, lots) if better else self._round_over(state, before, lots)

    def _critics(self, state: SingleTextState) -> frozenset[str]:
        """Those whose consent the new text needs, or the present one; the mediator has said what it thinks."""
        texts = [text for text in (state.text, state.offer) if text is not None]
        return frozenset[str]().union(*(needed(self.space, state.standing, text) for text in texts)) - {self.mediator}

    def _left(self, state: State, seat: str, lots: RandomDraws) -> Step:
        """Who walks out says no to what needs its consent; with the mediator goes the meeting."""
        rest, event = SingleTextState.of(state.without(seat)), LogEntry(Kind.LEFT, seat=seat)
        if rest.offer is None or rest.round >= self.rounds:
            return super()._left(state, seat, lots)
        return self._judged(rest, (event,), lots)

    def _round_over(self, state: State, events: tuple[LogEntry, ...], lots: RandomDraws) -> Step:
        """As the last round begins, the text is put to the sides."""
        after, events = super()._round_over(state, events, lots)
        if after.ended or after.round < self.rounds:
            return after, events
        return self._put(SingleTextState.of(after), events, lots)

    def _put(self, state: SingleTextState, before: tuple[LogEntry, ...], lots: RandomDraws) -> Step:
        """The present text before the sides; where there is none that could take effect, the mediator's turn stands."""
        text, stands = state.text, state.standing
        if text is None or not text.moves(stands.outcome) or not needed(self.space, stands, text) <= set(state.seats):
            return replace(state, text=None), before
        put, events = self._offered(state, self.mediator, text, lots, Proposal(follows=True))
        return put, (*before, *events)
