"""The figures: what every registered figure keeps to, and what each of them shows."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations, pairwise
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from matplotlib.text import Text

from negosim.document import clean
from negosim.errors import UsageError
from negosim.negotiation.record import Record, run
from negosim.registry import names
from negosim.report.figures import Picture, draw, draw_all
from negosim.report.figures.course_of_talks import course_panel
from negosim.report.figures.labels import Point, place_labels, separate
from negosim.report.figures.lettering import width, wrap
from negosim.report.figures.meetings import agreements, letter, stretches
from negosim.report.figures.pairs import CELLS, cells
from negosim.report.figures.side_by_side import Cases
from negosim.report.figures.stance_map import map_rows, stance_panel
from negosim.report.figures.stances import best, read_stance
from negosim.report.figures.style import figure_info
from negosim.report.figures.utility_space import PAIRS, utility_panel
from negosim.report.figures.what_stands import strips, what_stands_panel
from negosim.scenario.load import from_plain
from negosim.scenario.starter import STARTER
from negosim.scenario.yaml.reader import read_text

ASSUMED = {"kind": "assumed", "note": "invented"}
HOSTILE = '"><script>alert(1)</script> $\\frac{1}{2}$ & </title> ]]> \u202e \u6771\u4eac'


def party(name: str, **stances: Any) -> dict[str, Any]:
    """A party with stances given as issue=(weight, values)."""
    made = {
        key: {"weight": weight, "values": values, "basis": ASSUMED, "numbers": ASSUMED}
        for key, (weight, values) in stances.items()
    }
    return {"name": name, "stances": made}


def meeting(title: str, parties: Sequence[str], issues: Sequence[str], rounds: int = 6, **more: Any) -> dict[str, Any]:
    protocol = {"name": "alternating_offers", "rounds": rounds}
    return {"title": title, "parties": parties, "issues": issues, "protocol": protocol, "basis": ASSUMED} | more


def plain(count: int) -> dict[str, Any]:
    """Parties that share a cake and choose a place; of three and more the first two also have a matter of their own."""
    keys = [f"p{k}" for k in range(count)]
    cake = {"title": "Cake", "amount": {"from": 0, "to": 100, "step": 5, "unit": "slices"}, "status_quo": 0}
    places = {f"place_{k}": f"Place number {k}" for k in range(8)}
    issues: dict[str, Any] = {
        "cake": cake | {"consent": keys},
        "place": {"title": "Place", "options": places, "status_quo": "place_0", "consent": keys},
    }
    parties = {
        key: party(f"Party {k}", cake=(60, {0: 0, 50: 60 + k, 100: 100}), place=(40, values(places, k)))
        for k, key in enumerate(keys)
    }
    meetings = {"all": meeting("All of them", keys, ["cake", "place"])}
    if count > 2:
        issues["pact"] = {"title": "Pact", "options": {"none": "No pact", "pact": "A pact"}, "status_quo": "none"}
        issues["pact"]["consent"] = keys[:2]
        parties["p0"]["stances"]["pact"] = party("", pact=(10, {"none": 0, "pact": 100}))["stances"]["pact"]
        meetings = {"two": meeting("Two of them", keys[:2], ["pact"], 2)} | meetings
    return {"negosim": 1, "title": "Cake", "issues": issues, "parties": parties, "meetings": meetings}


def values(places: dict[str, str], favourite: int) -> dict[str, float]:
    return {place: 100.0 if k == 1 else 10.0 * ((k + favourite) % 8) for k, place in enumerate(places)}


def played(data: dict[str, Any], name: str = "cake") -> Record:
    return run(from_plain(data, name))


@lru_cache
def record(count: int) -> Record:
    return played(plain(count))


def starter(*edits: tuple[str, str]) -> Record:
    text = STARTER
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    return played(read_text(text, "starter.yaml").plain(), "starter")


NO_DEAL = ("values: {none: 50, low: 70, high: 0}", "values: {none: 100, low: 70, high: 0}")
"""An edit of the starter by which its talks come to nothing."""


def nobody_offers() -> Record:
    """One round in which only a party that refuses everything may speak."""
    return starter(
        ("refuses: high ", "refuses: [low, high]"),
        ("issues: [dam, water]", "issues: [dam]"),
        ("rounds: 20, begins: upland", "rounds: 1, begins: lowland"),
    )


@lru_cache
def picture(name: str, count: int) -> Picture:
    return draw(name, record(count))


OF_RUNS = [name for name in names("figure") if figure_info(name).shows != "panels"]
"""Figures of panels are drawn from numbers of many runs: tests/test_compare_chances.py and test_sensitivity.py."""

every_figure = pytest.mark.parametrize("name", OF_RUNS)
two_to_four = pytest.mark.parametrize("count", [2, 3, 4])


@every_figure
@two_to_four
def test_every_figure_says_in_words_and_in_a_table_what_it_shows(name: str, count: int) -> None:
    drawn = picture(name, count)
    assert len(drawn.alt) > 40
    assert drawn.alt.endswith(".")
    assert drawn.alt == clean(drawn.alt)
    assert drawn.table
    assert all(list(row) == list(drawn.table[0]) for row in drawn.table)
    assert all(cell is None or isinstance(cell, str | int | float) for row in drawn.table for cell in row.values())


@every_figure
@two_to_four
def test_every_figure_is_well_formed_svg_that_loads_nothing(name: str, count: int) -> None:
    root = ET.fromstring(picture(name, count).svg())  # noqa: S314  (our own drawing)
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids))
    hrefs = [value for element in root.iter() for key, value in element.attrib.items() if key.endswith("href")]
    assert all(href.startswith(("#", "data:image/png;base64,")) for href in hrefs)


@every_figure
def test_every_figure_has_the_same_bytes_each_time_and_text_as_text(name: str) -> None:
    first, again = picture(name, 3), draw(name, record(3))
    assert first.svg() == again.svg() == first.svg()
    assert first.png() == again.png()
    assert first.png().startswith(b"\x89PNG")
    assert b"<text" in first.svg()


@every_figure
def test_every_figure_takes_any_text_of_a_scenario(name: str) -> None:
    data = plain(3)
    data["title"] = data["parties"]["p0"]["name"] = data["issues"]["cake"]["title"] = HOSTILE
    data["meetings"]["all"]["title"] = data["issues"]["place"]["options"]["place_1"] = HOSTILE * 20
    drawn = draw(name, played(data))
    root = ET.fromstring(drawn.svg())  # noqa: S314  (our own drawing)
    assert not [element for element in root.iter() if element.tag.endswith("script")]
    assert drawn.png()


@every_figure
@pytest.mark.parametrize("count", [1, 6])
def test_every_figure_can_be_drawn_for_one_party_and_for_many(name: str, count: int) -> None:
    assert picture(name, count).svg()


@every_figure
def test_every_figure_can_be_drawn_where_nobody_offers(name: str) -> None:
    assert draw(name, nobody_offers()).svg()


def test_two_processes_draw_the_same_bytes() -> None:
    code = (
        "import hashlib;from negosim.report.figures import draw_all;from negosim.negotiation.record import run;"
        "from negosim.scenario.load import from_plain;from negosim.scenario.starter import STARTER;"
        "from negosim.scenario.yaml.reader import read_text;"
        "r=run(from_plain(read_text(STARTER,'s').plain(),'starter'));"
        "print(hashlib.sha256(b''.join(p.svg()+p.png() for p in draw_all(r))).hexdigest())"
    )
    prints = [
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, check=True, env=os.environ | {"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    ]
    here = hashlib.sha256(b"".join(one.svg() + one.png() for one in draw_all(starter()))).hexdigest()
    assert prints[0] == prints[1]
    assert prints[0].decode().strip() == here


def test_settings_of_the_user_change_nothing_and_are_left_as_they_were() -> None:
    with mpl.rc_context({"font.size": 30.0, "axes.facecolor": "red"}):
        assert draw("what_stands", record(2)).svg() == picture("what_stands", 2).svg()
        assert mpl.rcParams["font.size"] == 30.0


def test_draw_says_which_figures_there_are_and_how_many_records_one_takes() -> None:
    with pytest.raises(UsageError, match="what_stands"):
        draw("what_stand", record(2))
    with pytest.raises(UsageError, match="takes one record, not 2"):
        draw("what_stands", record(2), record(3))
    with pytest.raises(UsageError, match="one or more records, not 0"):
        draw("side_by_side")


def test_all_figures_of_a_run_are_those_of_one_record() -> None:
    drawn = [one.name for one in draw_all(record(2))]
    assert drawn == ["course_of_talks", "stance_map", "utility_space", "what_stands"]
    assert set(drawn) < set(names("figure"))


def test_a_notebook_shows_the_svg() -> None:
    shown = picture("what_stands", 2)._repr_html_()
    assert shown.startswith("<svg")


def test_panels_draw_on_given_axes() -> None:
    axes = Figure().subplots()
    assert stance_panel(axes, record(3), "p0", labelled=False) is axes
    assert course_panel(axes, record(3), "p0") is axes
    assert utility_panel(axes, record(3), "p0", "p1") is axes
    assert what_stands_panel(axes, record(3)) is axes


def test_the_stance_map_tells_assumed_numbers_from_others_and_shows_refusals() -> None:
    drawn = draw("stance_map", starter(("kind: assumed, note: a low dam holds back floods", "kind: inferred")))
    numbers = {(row["party"], row["issue"]): row["numbers"] for row in drawn.table}
    assert numbers["Lowland", "Height of the dam"] == "inferred"
    assert numbers["Upland", "Height of the dam"] == "assumed"
    assert [row["option"] for row in drawn.table if row["refused"]] == ["A high dam"]
    assert "It refuses A high dam (Height of the dam)." in drawn.alt
    assert "In 3 of 4 stances the numbers are assumed." in drawn.alt


def test_values_of_an_amount_lie_on_straight_lines_between_the_numbers_given() -> None:
    read = read_stance(starter(), "lowland", "water")
    assert [one.value for one in read.values] == [0.0, 35.0, 70.0, 85.0, 100.0]
    assert read.share == 70.0
    assert best(read) == (4,)


def test_what_makes_no_difference_to_a_party_is_wanted_by_nobody() -> None:
    read = read_stance(starter(("values: {10: 100, 30: 0}", "values: {10: 50, 30: 50}")), "upland", "water")
    assert best(read) == ()


def test_the_map_shows_of_an_amount_what_some_party_names_and_few_options_of_many() -> None:
    data = plain(2)
    data["issues"]["place"]["options"] = places = {f"place_{k}": f"Place {k}" for k in range(40)}
    for k, key in enumerate(("p0", "p1")):
        data["parties"][key]["stances"]["place"]["values"] = values(places, k)
    rows = map_rows(played(data))
    assert [row.option for row in rows if row.issue == "cake"] == [None, 0, 10, 20]
    assert len([row for row in rows if row.issue == "place"]) <= 13
    assert "29 more" in rows[-1].label


def test_the_course_names_meetings_offers_and_agreements() -> None:
    drawn = picture("course_of_talks", 3)
    assert "Agreement A, round 1, agreed by Party 0 and Party 1: Pact: A pact" in drawn.alt
    assert drawn.table[0]["came of it"] == "took effect"
    assert {row["offered by"] for row in drawn.table} <= {"Party 0", "Party 1", "Party 2"}


def test_what_nobody_agreed_to_is_told_as_such() -> None:
    drawn = draw("course_of_talks", starter(NO_DEAL))
    assert drawn.alt.endswith("Nothing was agreed.")
    assert drawn.table[0]["came of it"] == "turned down by Lowland"


def test_a_long_course_is_drawn_with_its_key_cut_short() -> None:
    data = plain(2)
    data["meetings"] = {
        f"m{k}": meeting(f"Meeting {k}", ["p0", "p1"], ["place"], 1) | {"if": {"place": "place_0"}} for k in range(40)
    }
    svg = draw("course_of_talks", played(data)).svg().decode()
    assert "more lines: see the table" in svg


def test_the_stretches_of_a_course_cover_its_rounds_and_end_where_something_was_agreed() -> None:
    cut = stretches(record(3))
    assert cut[0].first == 1
    assert all(after.first == before.last + 1 for before, after in pairwise(cut))
    assert {one.last for one in cut[:-1]} <= {one.event.round for one in agreements(record(3))}


def test_agreements_have_letters() -> None:
    assert [letter(k) for k in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_utility_space_has_a_panel_for_each_pair() -> None:
    for count, panels in ((2, 1), (3, 3), (4, 6), (6, PAIRS)):
        shown = [axes for axes in picture("utility_space", count).figure.axes if axes.get_visible()]
        assert len(shown) == panels
    assert f"{PAIRS} of the pairs of 6 parties" in picture("utility_space", 6).alt


def test_solutions_that_are_one_outcome_share_one_label() -> None:
    space = draw("utility_space", starter(NO_DEAL))
    assert "Egalitarian = Kalai-Smorodinsky" in space.alt


def test_a_space_too_large_for_a_table_is_drawn_without_its_cloud() -> None:
    data = plain(2)
    long = {"title": "Sum", "amount": {"from": 0, "to": 9999, "step": 1}, "status_quo": 0, "consent": ["p0", "p1"]}
    data["issues"] = {"cake": long, "other": long}
    for key in ("p0", "p1"):
        data["parties"][key] = party(key, cake=(1, {0: 0, 9999: 100}), other=(1, {0: 0, 9999: 100}))
    data["meetings"] = {"all": meeting("All", ["p0", "p1"], ["cake"], 1)}
    assert "too many outcomes" in draw("utility_space", played(data)).alt


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(-(10**9), 10**9), st.integers(-(10**9), 10**9)), min_size=1, max_size=300))
def test_every_outcome_lies_within_a_cell_of_a_point_of_the_cloud(points: list[tuple[int, int]]) -> None:
    x, y = np.array(points, dtype=np.float64).T
    shown_x, shown_y = cells(x, y)
    assert shown_x.size <= min(len(points), CELLS**2)
    for here, shown in ((x, shown_x), (y, shown_y)):
        reach = float(np.ptp(here)) / (CELLS - 1)
        nearest = np.abs(here[:, None] - shown[None, :]).min(axis=1)
        assert (nearest <= reach * 0.51 + 1e-6).all()


def test_what_stands_names_status_quo_agreement_and_wishes() -> None:
    drawn = picture("what_stands", 3)
    row = next(row for row in drawn.table if row["issue"] == "Pact")
    assert (row["status quo"], row["stands at the end"], row["settled in"]) == ("No pact", "A pact", "Two of them")
    assert row["bound"] == "Party 0 and Party 1"
    assert (row["Party 0 wants most"], row["Party 1 wants most"]) == ("A pact", "")


def test_a_strip_of_many_options_shows_only_those_that_matter() -> None:
    cake = next(row for row in strips(record(2)) if row.issue.key == "cake")
    assert [cell.label for cell in cake.cells if cell.option is None] == ["\u2026 19 more"]


def test_side_by_side_puts_what_differs_first_and_tells_equal_titles_apart() -> None:
    first, changed = record(3), plain(3)
    del changed["issues"]["pact"], changed["meetings"]["two"], changed["parties"]["p0"]["stances"]["pact"]
    cases = Cases([first, played(changed, "without_pact"), record(2)])
    assert next(iter(cases.issues)) == "pact"
    assert cases.titles[0] == "Cake (cake, seed 0, run 0)"
    drawn = draw("side_by_side", *cases.records)
    assert drawn.table[1]["Pact"] == "\N{EN DASH}"
    assert drawn.table[2]["points of Party 2"] is None


def test_twenty_scenarios_fit_side_by_side() -> None:
    data = plain(4)
    many = []
    for k in range(20):
        data["title"] = f"Scenario number {k} with a title of some length"
        many.append(played(data))
    drawn = draw("side_by_side", *many)
    assert len(drawn.table) == 20
    assert drawn.alt.startswith("20 scenarios side by side.")


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=200), st.floats(0.3, 4.0), st.integers(1, 5))
def test_wrapped_text_stays_within_its_width_and_lines(text: str, inches: float, lines: int) -> None:
    wrapped = wrap(text, inches, 8.0, lines=lines).split("\n")
    assert len(wrapped) <= lines
    assert all(width(line, 8.0) <= inches or len(line) == 1 for line in wrapped)


def test_wrapping_loses_no_word_that_has_room_and_says_where_it_cuts() -> None:
    assert wrap("one two three", 10.0, 8.0) == "one two three"
    assert wrap("word " * 100, 1.0, 8.0, lines=2).endswith("\u2026")
    assert clean("a\x00b\n c") == "a\N{REPLACEMENT CHARACTER}b c"


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(0, 10), min_size=1, max_size=8))
def test_spread_labels_never_overlap_and_keep_their_order(wanted: list[float]) -> None:
    places = separate(wanted, [1.0] * len(wanted), 0.0, 10.0)
    order = sorted(range(len(wanted)), key=lambda k: wanted[k])
    assert all(places[b] - places[a] >= 1.0 - 1e-9 for a, b in pairwise(order))
    assert all(-1e-9 <= place <= 10.0 + 1e-9 for place in places)


def test_labels_of_points_that_lie_close_do_not_overlap() -> None:
    figure = Figure(figsize=(5, 5), dpi=100)
    axes = figure.add_axes((0.1, 0.1, 0.8, 0.8))
    axes.set_xlim(0, 10)
    axes.set_ylim(0, 10)
    place_labels(axes, [Point(5 + 0.1 * k, 5, f"label number {k}") for k in range(6)], (4.0, 4.0))
    figure.draw_without_rendering()
    boxes = [Text.get_window_extent(text) for text in axes.texts]
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))
    assert all(axes.bbox.contains(*corner) for box in boxes for corner in box.corners())
