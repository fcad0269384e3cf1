"""Describe why there is no deal: the smallest sets of reasons, the ways out, and who would have to concede."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from negosim.analysis.impasse.impasse import Concession, Impasse, Reason
from negosim.analysis.phrases import Wording, search_words
from negosim.document import BulletList, grouped, listed, points

__all__ = ["NOT_VOTED", "concession_words", "narrate_impasse"]

CLOSED = (
    "No concession of points opens a deal: refusals, parties that aren't there, or votes elsewhere block every package."
)
"""Where points move nothing."""

NOT_VOTED = "There are too many packages to put each to the vote of a body, so that why none passed is not said."
"""Where a search would leave votes out."""

SETS = 5
"""Sets of reasons that are listed at the most; `findings.json` has them all."""


def narrate_impasse(impasse: Impasse, words: Wording) -> Iterator[str | BulletList]:
    """What blocks every package, and what would open one."""
    if impasse.search is not None and impasse.possible.offering.by_votes:
        yield NOT_VOTED
        return
    if not impasse.empty:
        yield "Nothing blocks it: there are packages that nobody refuses and that give everybody enough."
        return
    if impasse.search is not None:
        yield search_words(impasse.search)
    if impasse.sets:
        yield "No package was possible. These reasons together are enough for that, and each of them is needed:"
        yield from _sets(impasse.sets, "Or these:", words)
    else:
        yield "No package was possible. Which reasons are enough for that is not said: it takes all ways out."
    yield "A deal would have been possible without this:"
    yield from _sets(impasse.ways_out, "Or without this:", words)
    yield from _concessions(impasse, words)


def _sets(sets: Sequence[Iterable[Reason]], between: str, words: Wording) -> Iterator[str | BulletList]:
    for place, reasons in enumerate(sets[:SETS]):
        if place:
            yield between
        yield BulletList(tuple(map(words.reason, sorted(reasons))))
    if len(sets) > SETS:
        yield f"And {len(sets) - SETS:,} more: findings.json has them all."


def _concessions(impasse: Impasse, words: Wording) -> Iterator[str]:
    """Who could have opened a deal by asking for less: alone, and all together."""
    found = {party: impasse.concession(party) for party in impasse.possible.parties}
    alone = {party: one for party, one in found.items() if one is not None and one.points}
    for party, one in alone.items():
        yield (
            f"{words.party(party)} alone could have opened a deal by going {points(one.points[party])} below its "
            f"reservation value, for this: {words.outcome(one.outcome)}."
        )
    if not alone:
        yield "No party could have opened a deal by itself by asking for less."
    closest = impasse.closest
    if closest is None:
        yield CLOSED
        return
    shared = concession_words(closest, words)
    yield f"Shared as evenly as can be, the concession is {shared}, for {words.outcome(closest.outcome)}."


def concession_words(concession: Concession, words: Wording) -> str:
    """Who would go how far below its reservation value: `Russia 2.7 points`, `Poland and Latvia 4 points each`."""
    alike = grouped((points(short), party) for party, short in concession.points.items())
    return listed(
        f"{words.parties(parties)} {short}{' each' if len(parties) > 1 else ''}" for short, parties in alike.items()
    )
