"""Describe a debrief in plain language, for the terminal, Markdown and the page alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from negosim.analysis.phrases import Wording, number_of
from negosim.document import BulletList, Document, Section, Table, amount, grouped, listed, percent, points
from negosim.teaching.debrief.counterfactual_acceptance import CounterfactualAcceptance
from negosim.teaching.debrief.moments import MeetingReview, OfferMoment
from negosim.teaching.debrief.rubric_marks import CriterionMark
from negosim.teaching.debrief.run_debrief import Debrief
from negosim.teaching.debrief.score_sheets import narrate_score_sheets

__all__ = ["narrate_debrief"]

NOTE = (
    "A debrief shows one table beside what was possible in its scenario. The points are the scenario's, most of them "
    "assumed; what agents do is no forecast of what states do. Every party has a measure of its own: points of two "
    "parties are not compared, shares of a possible gain may be.",
)
MISSED = 6
"""Offers of a meeting that are described at the most."""


def narrate_debrief(found: Debrief) -> Document:
    """The whole debrief, the score sheets of all sides at its end."""
    narrator = _Narrator(found)
    sections = [narrator.ended(), narrator.marks(), narrator.left(), *map(narrator.meeting, found.meetings)]
    sections += [narrator.instead(seat, one) for seat, one in found.counterfactuals.items()]
    sections += [narrator.agents()] if found.agents is not None else []
    sections += narrate_score_sheets(found.record.realization)
    return Document(found.record.scenario.title, tuple(sections), notes=NOTE)


class _Narrator:
    """The sections of one debrief."""

    def __init__(self, found: Debrief) -> None:
        self.found = found
        self.words = Wording(found.record.realization)
        self.parties = found.record.realization.parties

    def ended(self) -> Section:
        end, benchmark = self.found.end, self.found.benchmark
        above = {party: value - benchmark.reservation[party] for party, value in end.points.items()}
        shares = benchmark.shares(end.points)
        rows = [
            ("At the end, delay taken off", self.words.cells(end.points)),
            ("Reservation value: what no deal at all would have left", self.words.cells(benchmark.reservation)),
            ("More than that, or less (-)", self.words.cells(above)),
            ("The most it could have had", self.words.cells(benchmark.most)),
            ("Share of its possible gain", tuple(percent(shares[party]) for party in self.parties)),
        ]
        stands = f"What stands at the end: {self.words.outcome(end.outcome)}."
        most = (
            "The most that a party could have had is counted among the outcomes that nobody whose consent they need "
            "refuses and that give everybody at least the reservation value. Deals that hurt a party who isn't asked "
            "can bring another more than that."
        )
        return Section("How it ended", (stands, Table.of("Points by party", self.words.names, rows), most))

    def marks(self) -> Section:
        seats = [seat for seat in self.parties if seat in self.found.seats]
        marks = [self.found.marks[seat] for seat in seats]
        rows = [
            (alike[0].title, tuple(map(_mark, alike))) for alike in zip(*(one.criteria for one in marks), strict=True)
        ]
        rows.append(("All together", tuple(f"{one.total:.0f} of {one.most:.0f}" for one in marks)))
        formula = (
            "The share of a possible gain is (u - r)/(m - r), with u for the points at the end, r for the reservation "
            "value and m for the most there was. Marks rise with the share, from none up to all of them."
        )
        return Section("Marks", (Table.of("Marks by seat", [*map(self.words.party, seats)], rows), formula))

    def left(self) -> Section:
        title, found = "What was left on the table", self.found.left
        if found is None:
            return Section(title, ("Nothing: no outcome would have been better for all than how it ended.",))
        share = percent(self.found.benchmark.efficiency(self.found.end))
        count = (
            f"{number_of(found.count).capitalize()} of {self.found.benchmark.possible.size:,} outcomes would have left "
            f"nobody worse off and somebody better, had they come at once. The other {share} were not better for all."
        )
        if found.outcome is None:
            return Section(title, (count, "They are too many to name the best of them."))
        best = f"One of them, the one that Nash would take: {self.words.outcome(found.outcome)}."
        rows = [
            ("One of them brings in addition", self.words.cells(found.gains)),
            ("The most that any of them brings in addition", self.words.cells(found.most)),
        ]
        return Section(title, (count, best, Table.of("Points left on the table", self.words.names, rows)))

    # When a deal was within reach

    def meeting(self, one: MeetingReview) -> Section:
        return Section(f"When a deal was within reach: {one.held.meeting.title}", tuple(self._meeting(one)))

    def _meeting(self, one: MeetingReview) -> Iterator[str | BulletList]:
        if not one.zone.value:
            yield "The zone of agreement was empty when the meeting opened: no package could have had its consent."
        else:
            packages = "1 package" if one.zone.value == 1 else f"{number_of(one.zone)} packages"
            yield f"When the meeting opened, {packages} lay in the zone of agreement."
        if one.reached is not None:
            by = self.words.party(one.reached.offer.event.seat)
            yield f"In round {one.reached.round} it was reached: {self._package(one.reached)}. {by} proposed it."
        if one.missed:
            yield BulletList(tuple(self._missed(one.missed)))
        elif one.reached is None and one.zone.value:
            yield "No offer of this meeting ever lay in it."
        if one.overlooked is not None:
            package = self.words.outcome(one.overlooked, base=one.held.closed.outcome, same="")
            yield f"Nobody offered this, which was still possible at the end: {package}."

    def _missed(self, missed: Sequence[OfferMoment]) -> Iterator[str]:
        """The packages of the zone that were offered and came to nothing, each once."""
        same = grouped((moment.offer.package, moment) for moment in missed)
        yield from (self._alike(alike) for alike in list(same.values())[:MISSED])
        if len(same) > MISSED:
            yield f"And {len(same) - MISSED} packages more that all who were needed could have taken."

    def _alike(self, moments: list[OfferMoment]) -> str:
        first = moments[0]
        by = self.words.parties({one.offer.event.seat for one in moments})
        no = self.words.parties({seat for one in moments for seat in one.refused_by})
        who = f"{no} turned it down" if no else "it came to nothing"
        gain = listed(
            f"{self.words.party(party)} {amount(first.offer.worth[party] - first.offer.reservation[party])}"
            for party in first.needed
        )
        return (
            f"In {_rounds([one.round for one in moments])} {by} offered {self._package(first)}. All who were needed "
            f"would have had enough (above the reservation value: {gain}), but {who}."
        )

    def _package(self, one: OfferMoment) -> str:
        return f"“{self.words.package(one.offer.package)}”"

    # What if

    def instead(self, seat: str, found: Sequence[CounterfactualAcceptance]) -> Section:
        name = self.words.party(seat)
        title = f"What if {name} had accepted?"
        if not found:
            return Section(title, (f"{name} turned down no offer that it could have accepted.",))
        about = (
            f"Each line is the course of the talks up to an offer that {name} turned down, the offer accepted instead, "
            "and everybody going on from there by the tactic of the scenario."
        )
        alike = grouped(((tuple(one.end.worth.values()), one.end.outcome), one) for one in found)
        rows, endings = [("As it was", self.words.cells(self.found.end.points))], []
        for (_, outcome), same in alike.items():
            by = self.words.parties({one.offer.seat for one in same})
            offers = f"In {_rounds([one.offer.round for one in same], 'or')} from {by}"
            stands = self.words.outcome(outcome) if outcome != self.found.end.outcome else "the same as it did"
            rows.append((offers, self.words.cells(same[0].end.points)))
            endings.append(f"{offers}: {stands}.")
        table = Table.of("Points in the end", self.words.names, rows)
        best = self._best(seat, found)
        return Section(title, (about, table, best, "What would stand in the end:", BulletList(tuple(endings))))

    def _best(self, seat: str, found: Sequence[CounterfactualAcceptance]) -> str:
        """Whether any of it would have been better for the seat."""
        name, now = self.words.party(seat), self.found.end.points[seat]
        best = max(found, key=lambda one: one.end.worth[seat])
        gain = best.end.points[seat] - now
        if gain <= 0:
            return f"None of them would have left {name} with more than it had."
        return f"The best of them for {name}, in round {best.offer.round}, would have brought it {points(gain)} more."

    # Among agents

    def agents(self) -> Section:
        found, known = self.found, self.found.agents
        assert known is not None  # noqa: S101  (asked only where there are runs)
        sentences = (
            f"The same talks were played {len(known):,} times by agents alone, each time with its own draw of the "
            "uncertain numbers, and valued by the score sheets of this table.",
            f"In {percent(found.same_outcome / len(known))} of them what stands at the end is the same as here.",
        )
        low, middle, high = (
            self.words.cells({party: found.quantiles[party][level] for party in self.parties})
            for level in ("5", "50", "95")
        )
        rows = [
            ("This table", self.words.cells(found.end.points)),
            ("Agents: 1 run in 20 has less", low),
            ("Agents: half have less", middle),
            ("Agents: 1 run in 20 has more", high),
            ("Agents' runs in which it had less than here", tuple(percent(found.ranks[p]) for p in self.parties)),
        ]
        table = Table.of("Points by party", self.words.names, rows)
        return Section(f"Among {len(known):,} runs of agents", (*sentences, table))


def _rounds(rounds: list[int], last: str = "and") -> str:
    """Rounds in words.

    >>> _rounds([4]), _rounds([4, 6, 8], "or")
    ('round 4', 'rounds 4, 6 or 8')
    """
    return f"round{'s' if len(rounds) > 1 else ''} {listed(map(str, rounds), last)}"


def _mark(one: CriterionMark) -> str:
    if one.marks is None:
        return "not measured"
    return f"{one.marks:.0f} of {one.most:.0f} ({percent(one.value)})"
