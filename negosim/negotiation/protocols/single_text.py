"""One text for all: a mediator drafts, the sides criticise, the text improves, and at the end they take it or not.

Fisher 1978, "International Mediation: A Working Guide"; Raiffa 1982, "The Art and Science of Negotiation", ch. 14 (the
single negotiating text of Camp David); Klein, Faratin, Sayama & Bar-Yam 2003, IEEE Intelligent Systems 18(6):32, for
the criticism as a vote between two texts.
"""

from __future__ import annotations

from negosim.domain.requirements import Requirements
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
    accept, it takes effect. Where there is no text yet, the mediator's last one is put to them. A text that cannot take
    effect any more, since a side whom it needs has walked out or something moved besides the talks, is dropped.
    """

    text = NONE
    """The text on which all work."""

    def first_turn(self) -> int:
        """Every round is the mediator's."""
        return self.mediator

    def play_round(self) -> Steps:
        """A text and the criticism of it; in the last round the present text is put to the sides."""
        self.signed = False
        if self.text != NONE and self.is_last:
            yield from self.settle(self.mediator, self.text, FOLLOWS)
        else:
            yield from self.draft()
        self.end_round()

    @property
    def is_last(self) -> bool:
        """Whether the round is the last, as far as anybody knows."""
        return self.round >= self.rounds

    def draft(self) -> Steps:
        """The mediator drafts, passes or leaves."""
        [act] = yield (self.mediator,)
        if act == LEAVE:
            self.leave(self.mediator)
        elif act == PASS:
            self.floor.enter(Kind.PASSED, self.mediator)
        else:
            yield from self.settle(self.mediator, act) if self.is_last else self.criticise(act)

    def criticise(self, draft: int) -> Steps:
        """The first text lies on the table as it is; a later one takes its place if all critics say it is better."""
        self.floor.enter(Kind.OFFERED, self.mediator, draft)
        better = self.text == NONE or (yield from self.compare(self.text, draft))
        if better and self.table.offers(draft):
            self.text = draft
            self.floor.enter(Kind.DRAFTED, self.mediator, draft)

    def compare(self, text: int, draft: int) -> Answers:
        """Whether a new text is at least as good for all whose consent either needs; the mediator has had its say.

        A body criticises by its rule, as it decides.
        """
        self.put_forward(draft, self.mediator)
        critics = self.table.need(text) | self.table.need(draft)
        for seat in self.others():
            [act] = yield (seat,)
            self.answer(seat, act, bool(critics >> seat & 1))
        return not critics & ~self.satisfied & ~self.table.absent

    def leave(self, seat: int) -> None:
        """A text that needs a side which walks out is dropped."""
        super().leave(seat)
        self.keep(self.text)

    def agree(self, offer: int) -> None:
        """What the text names is closed, so that the next one is a first text again."""
        super().agree(offer)
        self.keep(NONE)

    def interrupt(self, entry: LogEntry, rounds: int, called_off: bool, rules: Requirements | None = None) -> None:
        """The text stays the same package."""
        text = None if self.text == NONE else self.table.package(self.text)
        super().interrupt(entry, rounds, called_off, rules)
        self.keep(NONE if text is None else self.table.number(text))

    def keep(self, text: int) -> None:
        """Go on from a text, as long as it can take effect."""
        self.text = text if text != NONE and self.table.offers(text) else NONE

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
        return NONE if self.offer == NONE or self.is_last else self.text
