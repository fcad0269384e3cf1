"""What happens besides the talks, as figures, accounts and plain data tell it."""

from __future__ import annotations

import pytest
from matplotlib.figure import Figure

from negosim.analysis.run_data import summary
from negosim.negotiation.environment.events import Occurrence
from negosim.negotiation.record import Record, run
from negosim.report.figures.course_of_talks import course_of_talks
from negosim.report.figures.environment_tracks import mark_lines, marks, track_words, tracks
from negosim.report.figures.style import party_looks
from negosim.scenario.load import load


@pytest.fixture(scope="module")
def record() -> Record:
    """The talks of February 2025 with all that can happen besides."""
    return run(load("february_in_full"))


def test_lines_of_one_title_share_a_panel(record: Record) -> None:
    found = tracks(record)
    assert {title: len(lines) for title, lines in found.items()} == {"front": 1, "believed chance to win the war": 2}
    front = found["front"][0]
    assert front.points[0] == (0, 5.0)
    battles = [event for event in record.log if event.kind == "battle"]
    assert len(front.points) == 1 + len(battles) > 1
    assert all(
        low <= value <= high
        for line in found["front"]
        for low, high in [(line.low, line.high)]
        for _, value in line.points
    )
    assert {line.party for line in found["believed chance to win the war"]} == {"ukraine", "russia"}


def test_a_belief_is_drawn_from_the_round_in_which_it_changed(record: Record) -> None:
    (ukraine,) = [line for line in tracks(record)["believed chance to win the war"] if line.party == "ukraine"]
    changed = {event.round for event in record.log if event.effect.numbers}
    assert {round_ for round_, _ in ukraine.points} == {0, *changed}


def test_what_broke_in_is_marked_in_its_round(record: Record) -> None:
    lines = mark_lines(marks(record))
    assert [line for line in lines if line.startswith("before the talks: ")]  # the attack on the eve
    vote = next(event for event in record.log if event.facts == Occurrence("un_vote"))
    assert f"after round {vote.round}: The vote at the United Nations carries Ukraine's text" in lines
    assert [line for line in lines if "withdraws its guarantee" in line]
    assert [mark.round for mark in marks(record)] == sorted(mark.round for mark in marks(record))


def test_the_figure_of_the_course_has_a_panel_for_each_and_says_it_in_words(record: Record) -> None:
    figure = Figure()
    drawn = course_of_talks(record, figure)
    titles = [axes.get_title(loc="left") for axes in figure.axes]
    assert {"front", "believed chance to win the war"} <= set(titles)
    for words in track_words(tracks(record), party_looks(record)):
        assert words in drawn.alt
    assert "Besides, after round" in drawn.alt


def test_the_measures_of_every_block_stand_in_the_plain_data(record: Record) -> None:
    besides = summary(record)["besides"]
    assert {name.partition(".")[0] for name in besides} >= {"war", "commitment", "ratified", "event", "spoiled"}
    assert list(besides) == [one.name for block in record.course.blocks for one in block.measures]
