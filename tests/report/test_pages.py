"""Reports: one file that loads nothing, in which whatever a scenario says is text, and which leaves nothing unsaid."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

import pytest
from example_scenario import EXAMPLE
from html_page import Page

from negosim.analysis.measures import Measures
from negosim.document import Table
from negosim.negotiation.record import Record, run
from negosim.report.figures import draw_all
from negosim.report.pages import compare_report, run_report
from negosim.report.pages.origins import about, origins
from negosim.report.pages.page import shown
from negosim.report.pages.run_tables import command_of, points_table
from negosim.scenario.load import from_plain
from negosim.scenario.starter import STARTER
from negosim.scenario.yaml.reader import read_text

HOSTILE = "\"><script>alert(1)</script></title>]]><img src=x onerror=alert(1)> javascript:alert(1) {{ 7 * 7 }} & 'q'"


def plain(text: str = EXAMPLE) -> dict[str, Any]:
    data: dict[str, Any] = read_text(text, "example.yaml").plain()
    return data


def played(data: dict[str, Any], name: str = "example") -> Record:
    return run(from_plain(data, name))


def hostile() -> Record:
    """The example with the same hostile text wherever a scenario may hold text."""
    data = plain()
    data["title"] = data["summary"] = HOSTILE
    data["sources"]["article"] |= {
        "title": HOSTILE,
        "url": "javascript:alert(1)",
        "publisher": HOSTILE,
        "note": HOSTILE,
    }
    data["issues"]["minerals"] |= {"title": HOSTILE, "options": {"none": HOSTILE, "joint_fund": "a", "repay_500": "b"}}
    ukraine = data["parties"]["ukraine"]
    ukraine["name"] = ukraine["linkages"]["hand_in_hand"]["title"] = HOSTILE
    ukraine["stances"]["minerals"]["basis"]["note"] = HOSTILE
    data["meetings"]["who_first"]["title"] = HOSTILE
    return played(data)


@lru_cache
def example() -> Record:
    return played(plain())


@lru_cache
def report(which: str) -> str:
    match which:
        case "example":
            return run_report(example())
        case "hostile":
            return run_report(hostile())
        case "starter":
            return run_report(played(plain(STARTER), "starter"))
        case "comparison":
            return compare_report([example(), played(plain(STARTER), "starter"), played(plain(STARTER), "again")])
        case _:
            return compare_report([hostile(), example()], command="negosim compare '<a>' b")


every_report = pytest.mark.parametrize("which", ["example", "hostile", "starter", "comparison", "hostile comparison"])


@every_report
def test_a_report_loads_nothing_and_runs_nothing(which: str) -> None:
    page = Page(report(which))
    assert not page.having("script", "link", "img", "iframe", "object", "embed", "form", "base", "a:href")
    assert not [name for _, given in page.elements for name in given if name.startswith("on")]
    loads = [
        given[name] for _, given in page.elements for name in ("src", "href", "xlink:href", "action") if name in given
    ]
    assert all(one.startswith(("#", "data:image/png;base64,")) for one in loads)
    assert not re.search(r"@import|url\((?!#)", report(which))
    policy = next(one for one in page.having("meta") if one.get("http-equiv") == "Content-Security-Policy")
    assert policy["content"] == "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


@every_report
def test_a_report_is_well_formed_and_its_ids_are_its_own(which: str) -> None:
    page = Page(report(which))
    assert not page.unbalanced
    assert not page.open
    ids = Counter(given["id"] for _, given in page.elements if "id" in given)
    assert [one for one, count in ids.items() if count > 1] == []
    named = [one for _, given in page.elements for one in given.get("aria-labelledby", "").split()]
    assert set(named) <= set(ids)
    inside = [given["xlink:href"][1:] for given in page.having("use")]
    inside += re.findall(r"url\(#([^)]+)\)", report(which))
    assert set(inside) <= set(ids)


@every_report
def test_a_report_can_be_read_without_seeing_it(which: str) -> None:
    page = Page(report(which))
    assert page.having("html")[0]["lang"] == "en"
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all("scope" in one for one in page.having("th"))
    assert len(page.having("caption")) == len(page.having("table"))
    assert all(one["role"] == "img" and one["aria-labelledby"] for one in page.having("svg"))
    assert len(page.having("desc")) == len(page.having("svg")) == len(page.having("figure"))


@pytest.mark.parametrize("which", ["hostile", "hostile comparison"])
def test_what_a_scenario_says_comes_out_as_text(which: str) -> None:
    page = Page(report(which))
    assert HOSTILE in page.text
    assert "49" not in re.findall(r"javascript:alert\(1\) (\S+)", page.text)


def test_a_report_has_every_part() -> None:
    text = Page(report("example")).text
    for part in (
        "What the parties wanted on the eve of the third anniversary of the invasion.",
        "What happened, and why",
        "It is no forecast.",
        "not by what later meetings may bring",
        "Reservation value at first",
        "Cost of delay",
        "Kalai-Smorodinsky",
        "What is reported",
        "What is inferred",
        "What is assumed",
        "Imported: 0",
        "Minerals only hand in hand with guarantees",
        "rejects a text that generations repay",
        "¶6, ¶7, ¶12",
        "Tactic boulware",
        example().scenario.digest,
        "negosim run example --seed 0 --run 0",
    ):
        assert part in text


def test_every_basis_of_the_scenario_stands_under_its_kind() -> None:
    scenario = example().scenario
    listed = {one.kind: len(one.table.rows) for one in origins(scenario)}
    assert listed == {"imported": 0} | Counter(at.basis.kind for at in scenario.based())


def test_parts_of_a_scenario_are_named_in_its_words() -> None:
    scenario = example().scenario
    assert about(scenario, "parties.ukraine.linkages.hand_in_hand").startswith("Ukraine: Minerals only")
    assert about(scenario, "parties.ukraine.cost_of_delay") == "Ukraine: cost of delay"
    assert about(scenario, "meetings.who_first") == "Talks about talks"
    assert about(scenario, "issues.ceasefire.unilateral.0") == "The war"


def test_an_informed_seat_is_named_and_a_briefing_never_is() -> None:
    assert "These seats know the preferences of the others: Russia." in Page(report("example")).text
    assert "No seat knows the preferences of the others." in Page(report("starter")).text
    assert "Minerals for security guarantees: Russia knows" in Page(report("hostile comparison")).text
    assert "What only this seat is told." not in report("example")


def test_a_party_without_a_stance_is_said_to_have_none() -> None:
    assert "Russia has no stance on Access to Ukraine's minerals," in Page(report("example")).text


def test_the_same_run_gives_the_same_bytes_and_figures_drawn_before_are_taken() -> None:
    again = played(plain(STARTER), "starter")
    assert run_report(again, pictures=list(draw_all(again))) == report("starter")
    assert "my own words" in run_report(again, pictures=[], command="my own words")


def test_the_command_repeats_the_run() -> None:
    changed = from_plain(plain(STARTER), "starter", changes=("parties.upland.reserve=5 ",))
    record = run(changed, seed=3, run=7, draw=True)
    assert command_of(record) == "negosim run starter --draw --seed 3 --run 7 --set 'parties.upland.reserve=5 '"
    assert "drawn for this run" in run_report(record, pictures=[])


def test_the_comparison_shows_what_differs_and_what_is_missing() -> None:
    text = Page(report("comparison")).text
    assert "3 scenarios compared" in text
    assert "no such issue" in text
    assert "Sharing a river (again, seed 0, run 0)" in text


def test_where_nothing_could_be_agreed_the_report_says_so() -> None:
    data = plain(STARTER)
    data["parties"]["upland"]["reserve"] = data["parties"]["lowland"]["reserve"] = 60
    measures = Measures(played(data))
    table = points_table(measures)
    said = " ".join(table.notes)
    assert "0 of 15 outcomes give every party" in said
    assert re.search("No .*Nash.* solution: ", said)
    heads = [str(row.name) for row in table.rows]
    assert not any("Nash" in name for name in heads)
    assert "Most on the frontier, rational for all" not in heads


def test_what_was_possible_is_reported_of_a_space_too_large_for_a_table() -> None:
    data = plain(STARTER)
    wide = {"title": "Sum", "amount": {"from": 0, "to": 9999, "step": 1}, "status_quo": 0}
    data["issues"] |= {f"sum_{k}": wide | {"consent": ["upland", "lowland"]} for k in range(2)}
    record = played(data)
    heads = [str(row.name) for row in points_table(Measures(record)).rows]
    assert any("Nash" in name and name.endswith("(Lowland refuses what this proposes)") for name in heads)
    assert "Most on the frontier, rational for all" in heads
    assert "outcomes are efficient" in run_report(record, pictures=[])


def test_contrast_is_enough_for_small_text() -> None:
    css = files("negosim.report.pages").joinpath("page.css").read_text(encoding="utf-8")
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", css))
    for name in ("ink", "soft", "mark"):
        for ground in ("#ffffff", colours["band"]):
            assert contrast(colours[name], ground) >= 4.5


def contrast(colour: str, ground: str) -> float:
    """Contrast of two colours (WCAG 2.2, section 1.4.3)."""
    light, dark = sorted((luminance(colour), luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_an_empty_table_says_so_and_signs_that_cannot_be_printed_are_replaced() -> None:
    assert Table.of_records("x", []).corner == "nothing to show"
    assert shown("a\x1bb") == "a\N{REPLACEMENT CHARACTER}b"
    assert shown(2.50) == "2.5"
