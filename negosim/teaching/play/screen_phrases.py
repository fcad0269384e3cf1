"""Events of the talks in words, with nothing of anybody's points but one's own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from negosim.analysis.phrases import ENDINGS, after_words, on_day, package_words
from negosim.analysis.suspension_narrative import suspension_words
from negosim.document import amount, listed
from negosim.domain.outcomes import OutcomeSpace
from negosim.negotiation.log import Assent, Kind, LogEntry, MeetingEnd, NotHeld
from negosim.negotiation.packages import Package
from negosim.teaching.play.turn import Seat, Turn

__all__ = ["difference", "happening", "names_of"]


def names_of(seat: Seat, parties: Iterable[str]) -> str:
    """Parties and bodies by name, oneself as `you`."""
    return listed("you" if party == seat.party else seat.everybody[party] for party in parties)


def difference(turn: Turn, worth: float) -> str:
    """How a worth compares with what stands.

    A difference of less than half a tenth is none.
    """
    more = round(worth - turn.stands, 1)
    if not more:
        return "as much as what stands"
    return f"{amount(abs(more))} {'more' if more > 0 else 'less'} than what stands"


@dataclass(frozen=True)
class _SeatWords:
    """The names of a scenario's parts as one seat says them (`environment.base.Names`)."""

    seat: Seat
    space: OutcomeSpace

    def party(self, key: str) -> str:
        return names_of(self.seat, [key])

    def named(self, keys: Iterable[str]) -> list[str]:
        return [self.party(key) for key in keys]

    def issue(self, key: str) -> str:
        return self.space.issue(key).title

    def package(self, package: Package) -> str:
        return package_words(self.space, package)

    def round(self, round_: int) -> str:
        return f"round {round_}{on_day(self.seat.day(round_))}"

    def after(self, round_: int) -> str:
        return after_words(round_, self.seat.day(round_ + 1))


SENTENCES: dict[str, str] = {
    Kind.AGREED: "{parties} agreed in “{meeting}”: {what}.",
    Kind.WAITED: "Rounds went by without talks until “{meeting}” opened.",
    Kind.LAPSED: "{after} what stood until then had run out: {what}.",
    Kind.RENEWED: "That renewed what would have run out: {what}.",
    Kind.MOVED: "{who} moved this without an agreement: {what}.",
    Kind.SKIPPED: "“{meeting}” did not take place: {reason}.",
    Kind.ENDED: "“{meeting}” ended: {reason}.",
    Kind.LEFT: "{who} walked out of “{meeting}”.",
    Kind.PASSED: "{who} let a turn go by.",
    Kind.FORFEITED: "{who} lost a turn.",
    Kind.OUTSIDE_OPTION: "{who} took to what it has outside of the talks.",
    Kind.BROKE_DOWN: "“{meeting}” broke down.",
    Kind.DRAFTED: "The text on the table is now: {what}.",
    Kind.INITIALLED: "{parties} initialled a draft in “{meeting}”: {what}. It binds nobody.",
    Kind.PUT: "The draft is put as it is, to be taken or left: {what}.",
    Kind.FELL: "The draft fell: {what}.",
    Kind.SIGNED: "{parties} signed in “{meeting}”: {what}.",
    **dict.fromkeys((Kind.BEGAN, Kind.OFFERED, Kind.ANSWERED, Kind.SEALED), ""),
}
"""Kind of entry -> its sentence, none for what is told elsewhere; a block has those of its own.

Of other kinds only the kind is told: their facts may be another seat's.
"""

REASONS: dict[str, str] = ENDINGS | {NotHeld.CONDITION: "what stands does not call for it"}
"""Why a meeting ended or was left out -> the same in a sentence."""


def happening(seat: Seat, space: OutcomeSpace, entry: LogEntry) -> str:
    """An entry of the log in a sentence; empty for what is told elsewhere, as offers and answers are."""
    reason = entry.facts.reason if isinstance(entry.facts, MeetingEnd) else ""
    words = {
        "who": names_of(seat, [entry.seat]) if entry.seat else "something else",
        "parties": names_of(seat, [one for one in seat.everybody if one in entry.parties]),
        "meeting": seat.meetings.get(entry.meeting, "the talks"),
        "what": "" if entry.package is None else package_words(space, entry.package),
        "after": after_words(entry.round, seat.day(entry.round + 1)),
        "reason": REASONS.get(reason, reason),
    }
    match entry.kind, entry.facts:
        case Kind.AGREED, Assent(declaration=True):
            sentence = "{parties} declared in “{meeting}”: {what}."
        case ((Kind.SUSPENDED | Kind.RESUMED), _):
            return suspension_words(entry, space)
        case kind, _:
            sentence = SENTENCES.get(kind, f"{kind.replace('_', ' ')}, by {{who}}.")
    of_blocks = (block.announce(entry, _SeatWords(seat, space)) for block in seat.blocks)
    text = next((one for one in of_blocks if one is not None), sentence.format(**words))
    return text[:1].upper() + text[1:]
