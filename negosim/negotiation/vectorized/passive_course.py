"""A course that is told what happened in its meetings, which were held elsewhere."""

from __future__ import annotations

from negosim.negotiation.course import Course, MeetingResult
from negosim.negotiation.log import Kind, MeetingEnd
from negosim.negotiation.packages import Standing
from negosim.scenario.realize.realization import Meeting

__all__ = ["PassiveCourse"]


class PassiveCourse(Course):
    """A course without a door: it opens no session, and is told of meetings, rounds and agreements.

    `before` is the number of rounds played before the meeting in progress, `begun` the length of the log by then.
    """

    before = 0
    begun = 0

    def _open_next(self) -> None:
        """Nothing: the meetings are held elsewhere."""

    def skips(self, meeting: Meeting) -> None:
        """A meeting is not held: what stands doesn't meet its condition."""
        self._skip(meeting, self._why_not_held(meeting))

    def opens(self, meeting: Meeting) -> None:
        """A meeting begins."""
        self.before, self.begun = self.round, len(self.log)
        self._opened = (self.standing, self.realization)
        self._append(Kind.BEGAN, meeting, parties=meeting.parties)

    def lasts(self, rounds: int) -> None:
        """So many rounds of the meeting are over; what stands now stood at the end of those that are new."""
        over, horizon = self.before + rounds, self.realization.horizon
        if over > self.round:
            self._charge(min(over, horizon) - min(self.round, horizon))
        self.round = over

    def agrees(self, standing: Standing, rounds: int) -> None:
        """In a round of the meeting something is agreed."""
        self.lasts(rounds - 1)
        self.standing, self.settled = standing, self.before + rounds
        self.lasts(rounds)

    def closes(self, meeting: Meeting, reason: str, rounds: int) -> None:
        """The meeting ends after so many rounds."""
        self.lasts(rounds)
        opened, opening = self._opened
        agreements = tuple(self.log.of_kind(Kind.AGREED, self.begun))
        result = MeetingResult(
            meeting=meeting,
            took_place=True,
            reason=reason,
            opened=opened,
            closed=self.standing,
            opening=opening,
            closing=self.realization,
            before=self.before,
            rounds=rounds,
            agreements=agreements,
        )
        self.meetings.append(result)
        self._append(Kind.ENDED, meeting, MeetingEnd(reason))

    def ends(self) -> None:
        """The talks are over: the charges up to the horizon are paid."""
        self._charge(max(0, self.realization.horizon - self.round))
