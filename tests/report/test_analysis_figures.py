"""The figures of an analysis: drawn for two, three and four parties and for odd scenarios, with words and tables."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import pytest
from building import ASSUMED, issue, meeting, one_issue, party, scenario, stance

from negosim.analysis.analysis import Analysis, analyze
from negosim.report.figures import Picture, draw, draw_all, draw_analysis
from negosim.report.figures import anatomy as anatomy_figure
from negosim.report.pages.analysis import analysis_report
from negosim.scenario.load import load
from negosim.scenario.spec.scenario import Scenario

FIGURES = ["anatomy", "frontier_pairs", "price_of_order", "stability_graph", "theories"]
SHIPPED = ["panama_canal_1974", "kyiv_first", "river_basin"]


@lru_cache(maxsize=8)
def analysis(name: str) -> Analysis:
    return analyze(load(name))


@lru_cache(maxsize=8)
def pictures(name: str) -> dict[str, Picture]:
    return {picture.name: picture for picture in draw_analysis(analysis(name))}


def odd() -> Iterator[Scenario]:
    """An empty zone, one party alone, a lonely consent, five parties, many moves."""
    yield one_issue({"ann": [50, 80, 20], "bob": [50, 20, 80]})
    yield one_issue({"ann": [10, 60]})
    yield one_issue({who: [0, 50, 20] for who in ("ann", "bob", "cy", "dee", "eve")})
    yield many_moves()


def many_moves() -> Scenario:
    """Five issues that Ann can undo one by one: 32 states."""
    keys = [f"i{k}" for k in range(5)]
    back = [{"by": "ann", "from": ["no"], "to": "yes", "basis": ASSUMED}]
    back += [{"by": "bob", "from": ["yes"], "to": "no", "basis": ASSUMED}]
    return scenario(
        {key: issue("no yes", "ann bob", unilateral=back) for key in keys},
        {who: party({key: stance(1, {"no": 60, "yes": 40}) for key in keys}) for who in ("ann", "bob")},
        {"talks": meeting("ann bob", " ".join(keys))},
    )


@pytest.mark.parametrize("name", SHIPPED)
def test_every_figure_is_drawn_with_words_and_a_table(name: str) -> None:
    found = pictures(name)
    assert list(found) == FIGURES
    for picture in found.values():
        assert picture.png(30).startswith(b"\x89PNG")
        assert b"<svg" in picture.svg()
        assert len(picture.alt) > 30
        assert picture.table
        assert all(row.keys() == picture.table[0].keys() for row in picture.table)


def test_figures_of_an_analysis_are_not_drawn_with_every_run() -> None:
    assert not {picture.name for picture in draw_all(analysis("panama_canal_1974").record)} & set(FIGURES)


def test_an_analysis_is_made_of_a_record_where_one_is_given_and_a_record_taken_from_an_analysis() -> None:
    one = analysis("panama_canal_1974")
    assert draw("theories", one.record).table == pictures("panama_canal_1974")["theories"].table
    assert draw("what_stands", one).table == draw("what_stands", one.record).table


@pytest.mark.parametrize("of", list(odd()), ids=["empty zone", "one party", "five parties", "many moves"])
def test_odd_scenarios_are_drawn(of: Scenario) -> None:
    for picture in draw_analysis(analyze(of)):
        assert picture.png(30)
        assert picture.alt


def test_every_solution_is_named_in_the_frontier() -> None:
    alt = pictures("river_basin")["frontier_pairs"].alt
    for name in (
        "Nash",
        "Kalai-Smorodinsky",
        "Egalitarian",
        "Utilitarian",
        "Equal loss",
        "Raiffa",
        "No deal",
        "This run",
    ):
        assert name in alt


def test_the_anatomy_says_who_blocks_and_how_far_each_is_from_yes() -> None:
    picture = draw("anatomy", analyze(one_issue({"ann": [50, 80, 20], "bob": [50, 20, 80]})))
    assert picture.table[0] == {
        "meeting": "“Meeting”, what it left open",
        "party": "Party ann",
        "Issue": "30 short",
        "any package": "30 short",
    }
    assert "no package was possible" in picture.alt


def test_the_anatomy_tells_refusals_and_who_is_absent() -> None:
    of = scenario(
        {"a": issue("o0 o1 o2", {"o1": "ann bob cy", "o2": "ann bob"}), "b": issue("o0 o1", "ann bob", title="Second")},
        {
            "ann": party(
                {"a": stance(1, {"o0": 50, "o1": 100, "o2": 0}, ["o2"]), "b": stance(1, {"o0": 0, "o1": 0}, "o1")}
            ),
            "bob": party({"a": stance(1, {"o0": 50, "o1": 100, "o2": 0})}),
            "cy": party({"a": stance(1, {"o0": 50, "o1": 100, "o2": 0})}),
        },
        {"talks": meeting("ann bob", "a b")},
    )
    rows = draw("anatomy", analyze(of)).table
    words = {value for row in rows for value in row.values()}
    assert {"refuses", "needed, not at the table", "no say"} <= words
    assert any("refuses 1 of 2" in str(word) for word in words)


def test_too_many_packages_for_an_anatomy_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anatomy_figure, "cases", lambda analysis: [])
    assert "too many packages" in draw("anatomy", analysis("panama_canal_1974")).alt


def test_the_price_of_the_order_tells_choices_and_consent() -> None:
    picture = pictures("kyiv_first")["price_of_order"]
    assert "Each would choose" in picture.alt
    assert "The consent it needs has" in picture.alt
    assert {row["how"] for row in picture.table} == {"as played", "as solved (Nash)"}


def test_without_conditions_no_order_has_a_price() -> None:
    assert "no price" in pictures("panama_canal_1974")["price_of_order"].alt


def test_the_stability_graph_gives_each_state_its_verdict() -> None:
    picture = pictures("kyiv_first")["stability_graph"]
    assert len(picture.table) == 8
    assert picture.table[-1]["all"] == "holds by R, GMR, SMR, SEQ"
    assert picture.table[0]["all"] == "does not hold"


def test_what_is_not_described_is_open_and_not_stable() -> None:
    picture = pictures("panama_canal_1974")["stability_graph"]
    assert [row["all"] for row in picture.table] == ["open"]
    assert "open" in picture.alt
    assert "stable" not in picture.alt


def test_only_the_nearest_states_are_drawn_and_the_alternative_says_so() -> None:
    picture = draw("stability_graph", analyze(many_moves()))
    assert len(picture.table) == 32
    assert "The 16 nearest are drawn" in picture.alt


def test_without_an_order_of_options_theories_say_nothing() -> None:
    assert "say nothing" in draw("theories", analyze(one_issue({"ann": [0, 1], "bob": [1, 0]}))).alt


def test_the_report_holds_figures_parts_and_the_way_to_repeat_it() -> None:
    one = analysis("kyiv_first")
    page = analysis_report(one, pictures=list(pictures("kyiv_first").values()))
    assert page.count("<svg") == len(FIGURES)
    assert "Would it hold?" in page
    assert "negosim analyze kyiv_first --seed 0 --run 0" in page
    assert "http://" not in page.replace("http://www.w3.org", "")


def test_the_command_of_a_report_names_draw_solution_and_changes() -> None:
    of = load("panama_canal_1974", ("horizon=30",))
    one = analyze(of, draw=True, by="egalitarian")
    page = analysis_report(one, pictures=[])
    assert "--draw --seed 0 --run 0 --by egalitarian --set horizon=30" in page
