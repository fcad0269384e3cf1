"""One text for all: a mediator drafts, the sides criticise, the text improves, and at the end they take it or not.

Fisher 1978, "International Mediation: A Working Guide"; Raiffa 1982, "The Art and Science of Negotiation", ch. 14 (the
single negotiating text of Camp David); Klein, Faratin, Sayama & Bar-Yam 2003, IEEE Intelligent Systems 18(6):32, for
the criticism as a vote between two texts.
"""

from __future__ import annotations

from negosim.negotiation.acts import LEAVE, NONE, PASS
from negosim.negotiation.log import FOLLOWS, Kind, LogEntry
from negosim.negotiation.protocols.base import Steps
from negosim.negotiation.protocols.mediation import MEDIATOR, Mediated
from negosim.negotiation.protocols.offer_and_answer import Answers
from negosim.registry import Parameter, register

__all__ = ["SingleText"]


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

    text = NONE
    """The text on which all work."""

    def first_turn(self) -> int:
        """Every round is the mediator's."""
        return self.mediator

    def play_round(self) -> Steps:
        """A text and the criticism of it; in the last round the answers to the text that was put to the sides."""
        self.signed = False
        if self.offer != NONE:
            yield from self.decide(self.offer)
        else:
            yield from self.draft()
        self.end_round()

    def draft(self) -> Steps:
        """The mediator drafts, passes or leaves."""
        last = self.round >= self.rounds
        [act] = yield (self.mediator,)
        if act == LEAVE:
            self.leave(self.mediator)
        elif act == PASS:
            self.floor.enter(Kind.PASSED, self.mediator)
            if last and (text := self.put()) != NONE:  # the deadline was moved to this round
                yield from self.decide(text)
        else:
            yield from self.settle(self.mediator, act) if last else self.criticise(act)

    def criticise(self, draft: int) -> Steps:
        """The first text lies on the table as it is; a later one takes its place if all critics say it is better."""
        self.floor.enter(Kind.OFFERED, self.mediator, draft)
        better = self.text == NONE or (yield from self.compare(self.text, draft))
        if better:
            self.text = draft
            self.floor.enter(Kind.DRAFTED, self.mediator, draft)

    def compare(self, text: int, draft: int) -> Answers:
        """Whether a new text is at least as good for all whose consent either needs; the mediator has had its say."""
        self.offer, self.by = draft, self.mediator
        critics = (self.table.need(text) | self.table.need(draft)) & ~(1 << self.mediator)
        against = critics
        for seat in self.others():
            [act] = yield (seat,)
            if self.answer(seat, act, bool(critics >> seat & 1)):
                against &= ~(1 << seat)
        return not against

    def advance(self) -> None:
        """As the last round begins, the text is put to the sides."""
        super().advance()
        if not self.ended and self.round >= self.rounds:
            self.put()

    def put(self) -> int:
        """Put the present text to the sides; where none could take effect, the mediator's turn stands."""
        if self.text != NONE and self.table.offers(self.text):
            self.offer, self.by = self.text, self.mediator
            self.floor.enter(Kind.OFFERED, self.by, self.text, FOLLOWS)
        else:
            self.text = NONE
        return self.text

    def interrupt(self, entry: LogEntry, rounds: int, called_off: bool) -> None:
        """The text stays the same package."""
        text = None if self.text == NONE else self.table.package(self.text)
        super().interrupt(entry, rounds, called_off)
        self.text = NONE if text is None else self.table.number(text)

    @property
    def proposers(self) -> tuple[int, ...]:
        """The mediator, unless it has walked out."""
        return (self.mediator,) if self.mediator_is_there else ()

    def next_offer(self, seat: int) -> int | None:
        """The next round, for the mediator; the last one is for the answers, once there is a text."""
        last = self.rounds - (self.text != NONE)
        return super().next_offer(seat) if self.round < last else None

    @property
    def fallback(self) -> int:
        """While it is criticised a new text is measured by the present one."""
        return self.text if self.offer != NONE and self.round < self.rounds else NONE
