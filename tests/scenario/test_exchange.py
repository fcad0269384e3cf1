"""Domains of others: six of GENIUS and GeniusWeb against published numbers, the round trip, and hostile files.

The domains are those that come with GENIUS (Lin, Kraus, Baarslag, Tykhonov, Hindriks & Jonker 2014, Computational
Intelligence 30:48) and GeniusWeb, in a form of our own; what is known of them was computed by brute force over all
outcomes with the reservation values of the files as disagreement.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from building import at_first
from click.testing import CliRunner, Result
from example_scenario import EXAMPLE
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from negosim.analysis.feasible_table import EnumeratedFeasibleSet
from negosim.cli import cli
from negosim.errors import InputError, NegosimError, UsageError
from negosim.registry import lookup
from negosim.scenario.exchange import export_genius, import_domain, read_domain
from negosim.scenario.exchange.bounded_json import parse_json
from negosim.scenario.exchange.bounded_xml import parse_xml
from negosim.scenario.exchange.domain import Domain, DomainIssue, Profile
from negosim.scenario.exchange.to_scenario import keys_of, scenario_of
from negosim.scenario.load import from_plain, load
from negosim.scenario.realize.realization import RealizationFactory
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.starter import STARTER
from negosim.scenario.yaml.writer import dump
from negosim.theory.bargaining.frontier import frontier

DIGITS = 1e-7
SOLUTIONS = ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian")


@dataclass(frozen=True)
class Known:
    """What is known of a domain, utilities on a scale of 1; Kalai-Smorodinsky is the largest smallest share."""

    outcomes: int
    rational: int
    frontier: int
    frontier_sums: tuple[float, ...]
    nash: tuple[float, ...]
    kalai_smorodinsky: tuple[float, ...]
    egalitarian: tuple[float, ...]
    utilitarian: tuple[float, ...]


@dataclass(frozen=True)
class Line:
    """An integer issue: bounds, and by party slope and offset."""

    low: int
    high: int
    slopes: tuple[float, ...]
    offsets: tuple[float, ...]


Issues = dict[str, "dict[str, tuple[float, ...]] | Line"]


@dataclass(frozen=True)
class Table:
    """A domain: by issue and option the evaluation of each party; weights by party in the order of the issues."""

    parties: tuple[str, ...]
    issues: Issues
    weights: tuple[tuple[float, ...], ...]
    reservation: tuple[float, ...]
    known: Known | None = None
    discount: float | None = None


ITEX = Table(
    parties=("ItexvsCypress_Cypress", "ItexvsCypress_Itex"),
    issues={
        "Price": {
            "$4.37": (1, 30),
            "$4.12": (10, 20),
            "$3.98": (25, 10),
            "$3.71": (33, 5),
            "$3.47": (40, 1),
        },
        "Delivery": {
            "60 days": (1, 1),
            "45 days": (10, 20),
            "30 days": (19, 10),
            "20 days": (25, 5),
        },
        "Payment": {
            "Upon delivery": (15, 10),
            "30 days after delivery": (6, 25),
            "60 days after delivery": (1, 1),
        },
        "Returns": {
            "Full price": (20, 1),
            "5% spoilage allowed": (7, 30),
            "10% spoilage allowed": (1, 5),
        },
    },
    weights=(
        (0.4700166576535899, 0.1220816713696379, 0.17727008190772825, 0.2306315890690439),
        (0.28812635027374, 0.1915290482981283, 0.24212575877553694, 0.2782188426525948),
    ),
    reservation=(0, 0),
    known=Known(
        outcomes=180,
        rational=180,
        frontier=18,
        frontier_sums=(11.781058, 10.8011558),
        nash=(0.670478415, 0.721477861),
        kalai_smorodinsky=(0.670478415, 0.721477861),
        egalitarian=(0.670478415, 0.721477861),
        utilitarian=(0.670478415, 0.721477861),
    ),
)

LAPTOP = Table(
    parties=("Laptop-A-prof1", "Laptop-A-prof2"),
    issues={
        "Laptop": {
            "Dell": (12, 12),
            "Macintosh": (20, 30),
            "HP": (30, 20),
        },
        "Harddisk": {
            "60 Gb": (30, 20),
            "80 Gb": (20, 30),
            "120 Gb": (9, 9),
        },
        "External Monitor": {
            "19'' LCD": (30, 3),
            "20'' LCD": (10, 2),
            "23'' LCD": (20, 1),
        },
    },
    weights=(
        (0.4452125771655631, 0.37808251708013424, 0.1767567099260568),
        (0.37808251708013424, 0.1767567099260568, 0.4452125771655631),
    ),
    reservation=(0.5, 0.5),
    discount=0.5,
    known=Known(
        outcomes=27,
        rational=19,
        frontier=4,
        frontier_sums=(3.451292, 3.6302626),
        nash=(1.0, 0.815105395),
        kalai_smorodinsky=(0.874024298, 0.874024298),
        egalitarian=(0.874024298, 0.874024298),
        utilitarian=(1.0, 0.815105395),
    ),
)

ENGLAND = Table(
    parties=("EnglandvsZimbabwe-A-prof1", "EnglandvsZimbabwe-A-prof2"),
    issues={
        "Size of Fund": {
            "$100 Billion": (5, 9),
            "$50 Billion": (7, 7),
            "$10 billion": (9, 5),
            "No agreement": (1, 1),
        },
        "Impact on Other Aid": {
            "No reduction": (3, 8),
            "Reduction equal to half of fund size": (6, 5),
            "Reduction equal to fund size": (8, 3),
            "No agreement": (1, 1),
        },
        "Zimbabwe Trade Policy": {
            "Zimbabwe will reduce tariffs on imports": (12, 1),
            "Zimbabwe will increase tariffs on imports": (1, 9),
            "No agreement": (7, 5),
        },
        "England Trade Policy": {
            "England will reduce imports": (10, 1),
            "England will increase imports": (1, 19),
            "No agreement": (6, 9),
        },
        "Forum on Other Health Issues": {
            "Creation of fund": (7, 11),
            "Creation of committee to discuss creation of fund": (10, 9),
            "Creation of committee to develop agenda": (4, 7),
            "No": (1, 1),
        },
    },
    weights=(
        (0.3031462333758278, 0.303346839835533, 0.049028952379678074, 0.04904500802207314, 0.29543296638688804),
        (0.19707980311909024, 0.20134268816210074, 0.15406697766287486, 0.15407719183124569, 0.29343333922468845),
    ),
    reservation=(0.5, 0.5),
    known=Known(
        outcomes=576,
        rational=298,
        frontier=23,
        frontier_sums=(18.0423409, 18.0542036),
        nash=(0.910916286, 0.73321828),
        kalai_smorodinsky=(0.822286397, 0.786569796),
        egalitarian=(0.822286397, 0.786569796),
        utilitarian=(0.910916286, 0.73321828),
    ),
)

BANK = Table(
    parties=("Bank_Robbery_util1", "Bank_Robbery_util4", "Bank_Robbery_util7"),
    issues={
        "Roles": {
            "Driver": (8, 4, 7),
            "Hostage Taker": (1, 3, 1),
            "Money Grabber": (1, 3, 2),
        },
        "Escape Plan": {
            "Car": (6, 8, 8),
            "Hellicopter": (2, 1, 1),
            "Horse": (2, 1, 1),
        },
        "Money Split": {
            "Proportional to Performance": (8, 6, 3),
            "Equally": (2, 4, 7),
        },
    },
    weights=(
        (0.5000620591183125, 0.30245423795028675, 0.19748370293140075),
        (0.4966981790273791, 0.39918893897214613, 0.10411288200047472),
        (0.5994760560777083, 0.2963425317892732, 0.10418141213301849),
    ),
    reservation=(0.2, 0.3, 0.5),
    known=Known(
        outcomes=18,
        rational=8,
        frontier=2,
        frontier_sums=(1.8518872, 1.9652957, 1.9404678),
        nash=(1.0, 1.0, 0.940467764),
        kalai_smorodinsky=(1.0, 1.0, 0.940467764),
        egalitarian=(0.851887223, 0.965295706, 1.0),
        utilitarian=(1.0, 1.0, 0.940467764),
    ),
)

ENERGY = Table(
    parties=("Smart_Energy_Grid_util1", "Smart_Energy_Grid_util2", "Smart_Energy_Grid_util3"),
    issues={
        "Energy Price": Line(10, 50, slopes=(0.025, -0.025, -0.025), offsets=(0, 1, 1)),
        "Energy cost distribution over day": {
            "Morning": (5, 10, 3),
            "Midday": (4, 10, 5),
            "Afternoon": (3, 1, 2),
            "Night": (2, 1, 5),
        },
        "Energy source": {
            "Wind": (1, 7, 8),
            "Solar": (2, 10, 8),
            "Hydro": (1, 3, 6),
            "Coal": (5, 5, 1),
            "Nuclear": (2, 5, 4),
            "Natural gas": (4, 5, 1),
        },
    },
    weights=(
        (0.4626635100680855, 0.4483116001187363, 0.08902488981317828),
        (0.1522171544019075, 0.547622926460236, 0.30015991913785656),
        (0.3966078618733523, 0.1870513467352189, 0.4163407913914288),
    ),
    reservation=(0, 0, 0),
    known=Known(
        outcomes=984,
        rational=984,
        frontier=87,
        frontier_sums=(59.8589505, 79.2856654, 63.5919546),
        nash=(0.680553548, 0.935307709, 0.75662112),
        kalai_smorodinsky=(0.718123693, 0.893447992, 0.722374497),
        egalitarian=(0.718123693, 0.893447992, 0.722374497),
        utilitarian=(0.483921556, 1.0, 0.925179461),
    ),
)

PARTY_OPTIONS = {
    "Food": {
        "Chips and Nuts": (0.75, 0.24),
        "Finger-Food": (0.52, 0.52),
        "Handmade Food": (0.51, 0.71),
        "Catering": (0.25, 0.97),
    },
    "Drinks": {
        "Non-Alcoholic": (0.263, 0.33),
        "Beer Only": (0.98, 0.22),
        "Handmade Cocktails": (0.672, 1),
        "Catering": (0.334, 0.11),
    },
    "Location": {
        "Party Tent": (0.52, 0.3),
        "Your Dorm": (0.23, 0.23),
        "Party Room": (0.99, 0.99),
        "Ballroom": (0.77, 0.09),
    },
    "Invitations": {
        "Plain": (0.24, 0.84),
        "Photo": (0.74, 0.24),
        "Custom, Handmade": (1, 0.12),
        "Custom, Printed": (0.48, 0.98),
    },
    "Music": {"MP3": (0.65, 0.94), "DJ": (0.99, 0.32), "Band": (0.35, 0.64)},
    "Cleanup": {
        "Water and Soap": (0.65, 1),
        "Specialized Materials": (0.96, 0.36),
        "Special Equiment": (0.32, 0.12),
        "Hired Help": (0.31, 0.21),
    },
}
PARTY_WEIGHTS = ((0.19, 0.28, 0.19, 0.05, 0.19, 0.10), (0.095, 0.228, 0.109, 0.214, 0.108, 0.246))
PARTY_BIDS = (
    ("Handmade Food", "Handmade Cocktails", "Party Tent", "Custom, Printed", "Band", "Special Equiment"),
    ("Finger-Food", "Non-Alcoholic", "Party Tent", "Photo", "Band", "Specialized Materials"),
)
PARTY_KNOWN = Known(
    outcomes=3072,
    rational=1748,
    frontier=13,
    frontier_sums=(10.02748, 10.67748),
    nash=(0.79586, 0.84899),
    kalai_smorodinsky=(0.79586, 0.84899),
    egalitarian=(0.8384, 0.69775),
    utilitarian=(0.73126, 0.91595),
)

SMALL = Table(
    parties=("north", "south"),
    issues={"Fish": {"None": (1, 3), "All": (2, 1)}, "Quota": Line(0, 10, (0.2, -0.1), (-0.5, 1.0))},
    weights=((0.25, 0.75), (0.5, 0.5)),
    reservation=(0.3, 0.2),
)


def issue_xml(number: int, name: str, options: dict[str, tuple[float, ...]] | Line, party: int | None) -> str:
    kind = "integer" if isinstance(options, Line) else "discrete"
    head = f'<issue index="{number}" name="{escape(name)}" etype="{kind}" type="{kind}" vtype="{kind}"'
    if isinstance(options, Line):
        line = "" if party is None else f'slope="{options.slopes[party]}" offset="{options.offsets[party]}"'
        inner = f'<evaluator ftype="linear" {line}></evaluator>' if line else ""
        return f'{head} lowerbound="{options.low}" upperbound="{options.high}">{inner}</issue>'
    items = [
        f'<item index="{place}" value="{escape(option)}" cost="0"'
        + ("" if party is None else f' evaluation="{evaluations[party]}"')
        + "></item>"
        for place, (option, evaluations) in enumerate(options.items(), start=1)
    ]
    return f"{head}>\n" + "\n".join(items) + "\n</issue>"


def objective_xml(table: Table, party: int | None) -> str:
    issues = [issue_xml(k, name, options, party) for k, (name, options) in enumerate(table.issues.items(), start=1)]
    weights = [] if party is None else table.weights[party]
    lines = [f'<weight index="{k}" value="{weight}"></weight>' for k, weight in enumerate(weights, start=1)]
    return "\n".join(['<objective index="0" name="root" type="objective" etype="objective">', *issues, *lines])


def profile_xml(table: Table, party: int) -> str:
    discount = "" if table.discount is None else f'<discount_factor value="{table.discount}" />'
    end = f'</objective>{discount}<reservation value="{table.reservation[party]}" />'
    return f"<utility_space>\n{objective_xml(table, party)}\n{end}\n</utility_space>\n"


def write_table(table: Table, folder: Path) -> Path:
    folder.mkdir()
    domain = f"<negotiation_template><utility_space>\n{objective_xml(table, None)}\n</objective></utility_space>"
    (folder / "a_domain.xml").write_text(f"{domain}</negotiation_template>")
    for place, party in enumerate(table.parties):
        (folder / f"{party}.xml").write_text(profile_xml(table, place))
    return folder


def web_profile(party: int, **changes: Any) -> dict[str, Any]:
    space = {
        "name": f"party{party + 1}",
        "issueUtilities": {
            issue: {"discreteutils": {"valueUtilities": {option: both[party] for option, both in options.items()}}}
            for issue, options in PARTY_OPTIONS.items()
        },
        "issueWeights": dict(zip(PARTY_OPTIONS, PARTY_WEIGHTS[party], strict=True)),
        "domain": {"name": "party", "issuesValues": {i: {"values": list(o)} for i, o in PARTY_OPTIONS.items()}},
        "reservationBid": {"issuevalues": dict(zip(PARTY_OPTIONS, PARTY_BIDS[party], strict=True))},
    }
    return {"LinearAdditiveUtilitySpace": space | changes}


def write_party(folder: Path) -> Path:
    folder.mkdir()
    domain = web_profile(0)["LinearAdditiveUtilitySpace"]["domain"]
    texts = {"party.json": domain, "party1.json": web_profile(0), "party2.json": web_profile(1)}
    for name, data in texts.items():
        (folder / name).write_text(json.dumps(data))
    return folder


def through_a_file(plain: dict[str, Any], folder: Path) -> Scenario:
    (folder / "scenario.yaml").write_text(dump(plain), encoding="utf-8")
    return load(folder / "scenario.yaml")


def possible(scenario: Scenario) -> EnumeratedFeasibleSet:
    return at_first(RealizationFactory(scenario).central)


def utilities(found: EnumeratedFeasibleSet) -> np.ndarray[Any, np.dtype[np.float64]]:
    return found.scales.points(found.worth) / 100


def read_text(tmp_path: Path, **texts: str) -> dict[str, Any]:
    """The scenario of files with these texts, one a stem."""
    suffix = "json" if next(iter(texts.values())).startswith(("{", "[")) else "xml"
    for stem, text in texts.items():
        (tmp_path / f"{stem}.{suffix}").write_text(text, encoding="utf-8")
    return import_domain(*(tmp_path / f"{stem}.{suffix}" for stem in texts))


def run_cli(*words: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words])


GENIUS = {"itex": ITEX, "laptop": LAPTOP, "england": ENGLAND, "bank": BANK, "energy": ENERGY}


@pytest.mark.parametrize("name", GENIUS)
def test_a_domain_of_genius_has_the_outcomes_frontier_and_solutions_known_of_it(name: str, tmp_path: Path) -> None:
    table = GENIUS[name]
    assert table.known is not None
    scenario = through_a_file(import_domain(write_table(table, tmp_path / name)), tmp_path)
    check_known(possible(scenario), table.known)


def test_the_domain_party_of_geniusweb_has_the_outcomes_frontier_and_solutions_known_of_it(tmp_path: Path) -> None:
    scenario = through_a_file(import_domain(write_party(tmp_path / "party")), tmp_path)
    check_known(possible(scenario), PARTY_KNOWN)
    bids = [party.reservation.points.centre for party in scenario.parties.values() if party.reservation is not None]
    assert bids == pytest.approx([50.636, 36.638], abs=1e-5)


def check_known(found: EnumeratedFeasibleSet, known: Known) -> None:
    table = utilities(found)
    rational = np.flatnonzero(found.rational)
    best = table[:, rational[frontier(found.worth[:, rational])]]
    assert table.shape[1] == known.outcomes
    assert rational.size == known.rational
    assert best.shape[1] == known.frontier
    assert best.sum(axis=1) == pytest.approx(known.frontier_sums, abs=known.frontier * DIGITS)
    for name in SOLUTIONS:
        answer = found.solve(lookup("solution", name))
        assert len(answer.outcomes) == 1
        assert table[:, answer.outcomes[0]] == pytest.approx(getattr(known, name), abs=DIGITS)


@pytest.mark.parametrize("name", GENIUS)
def test_what_stands_takes_nothing_from_the_zone_where_some_outcome_is_not_rational(name: str, tmp_path: Path) -> None:
    found = possible(from_plain(import_domain(write_table(GENIUS[name], tmp_path / name)), name))
    all_rational = bool(found.rational.all())
    assert found.zone.sum() == found.rational.sum() - all_rational
    assert all_rational == bool(found.rational[found.stands])


@pytest.mark.parametrize("name", GENIUS)
def test_a_domain_makes_the_round_trip(name: str, tmp_path: Path) -> None:
    first = from_plain(import_domain(write_table(GENIUS[name], tmp_path / name)), name)
    exported = export_genius(first, tmp_path / "out")
    again = from_plain(import_domain(tmp_path / "out"), name)
    assert exported.notes == ()
    assert list(again.parties) == list(first.parties)
    assert again.issues.keys() == first.issues.keys()
    assert same_tables(possible(first), possible(again))
    for key, party in first.parties.items():
        ours = [
            (stance.weight.centre, sorted(one.centre for one in stance.values.values()))
            for stance in party.stances.values()
        ]
        back = again.parties[key].stances.values()
        theirs = [(stance.weight.centre, sorted(one.centre for one in stance.values.values())) for stance in back]
        for (weight, values), (other_weight, others) in zip(ours, theirs, strict=True):
            assert weight == pytest.approx(other_weight, abs=1e-12)
            assert values == pytest.approx(others, abs=1e-9)


def same_tables(one: EnumeratedFeasibleSet, other: EnumeratedFeasibleSet, within: float = 0.0) -> bool:
    """Whether all outcomes and reservation values are the same, but for some points."""
    pairs = ((one.worth, other.worth), (one.reservation, other.reservation))
    return all(np.abs(one.scales.points(a) - other.scales.points(b)).max() <= within for a, b in pairs)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Small domains of two or three parties; weights sum to 1, or to less, or to a little more."""
    count = draw(st.integers(2, 3))
    evaluations = st.tuples(*[st.integers(0, 9)] * count)
    line = st.builds(
        lambda low, width, slopes, offsets: Line(low, low + width, slopes, offsets),
        st.integers(-5, 5),
        st.integers(1, 8),
        st.tuples(*[st.sampled_from([-2.0, -0.3, 0.0, 0.125, 0.4])] * count),
        st.tuples(*[st.sampled_from([-0.5, 0.0, 0.3, 1.0, 1.5])] * count),
    )
    options = st.dictionaries(st.text("ab &<'\"é", min_size=1).filter(tidy), evaluations, min_size=2, max_size=4)
    issues = draw(st.lists(options | line, min_size=1, max_size=3))
    named: Issues = {f"Issue {k}": one for k, one in enumerate(issues)}
    wholes = [draw(st.lists(st.integers(1, 9), min_size=len(issues), max_size=len(issues))) for _ in range(count)]
    scale = draw(st.sampled_from([1.0, 1.0, 0.8]))
    weights = tuple(tuple(scale * one / sum(whole) for one in whole) for whole in wholes)
    reservation = tuple(draw(st.lists(st.sampled_from([0.0, 0.3, 0.75]), min_size=count, max_size=count)))
    return Table(tuple(f"party {k}" for k in range(count)), named, weights, reservation)


def tidy(text: str) -> bool:
    return text == " ".join(text.split())


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables())
def test_export_then_import_gives_the_same_tables(tmp_path_factory: pytest.TempPathFactory, table: Table) -> None:
    folder = tmp_path_factory.mktemp("trip")
    first = from_plain(import_domain(write_table(table, folder / "in")), "first")
    exported = export_genius(first, folder / "out")
    again = from_plain(import_domain(*exported.files), "again")
    assert same_tables(possible(first), possible(again), within=100 * DIGITS)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables())
def test_utility_is_that_of_genius(tmp_path_factory: pytest.TempPathFactory, table: Table) -> None:
    folder = tmp_path_factory.mktemp("scale")
    found = utilities(possible(from_plain(import_domain(write_table(table, folder / "in")), "scale")))
    for party, weights in enumerate(table.weights):
        wanted = np.zeros(1)
        for weight, options in zip(weights, table.issues.values(), strict=True):
            wanted = np.add.outer(wanted, weight * genius_utilities(options, party)).ravel()
        assert found[party] == pytest.approx(wanted, abs=DIGITS)


def genius_utilities(options: dict[str, tuple[float, ...]] | Line, party: int) -> np.ndarray[Any, Any]:
    """The scale of GENIUS, written down a second time."""
    if isinstance(options, Line):
        steps = np.arange(options.high - options.low + 1)
        return np.asarray(np.clip(options.offsets[party] + options.slopes[party] * steps, 0, 1))
    evaluations = np.array([both[party] for both in options.values()], dtype=float)
    return evaluations / (evaluations.max() or 1.0)


def test_weights_that_exceed_one_through_rounding_keep_their_scale(tmp_path: Path) -> None:
    imported = read_domain(write_table(LAPTOP, tmp_path / "laptop"))
    found = utilities(possible(from_plain(imported.scenario, "laptop")))
    assert found.max() == pytest.approx(1.0, abs=DIGITS)
    assert any("weights sum to 1.00005" in note for note in imported.notes)


@pytest.mark.parametrize("weights", [(0.7, 0.7), (0.0, 0.0)])
def test_weights_that_a_scenario_cannot_hold_are_refused(weights: tuple[float, ...], tmp_path: Path) -> None:
    options: dict[str, tuple[float, ...]] | Line = {"no": (1.0,), "nearly": (9.0,), "yes": (10.0,)}
    issues: Issues = {"One": options, "Two": options}
    table = Table(("a",), issues, (weights,), (0.0,))
    with pytest.raises(InputError, match=r"a\.xml:1:1: error\[X003\]: (all weights are 0|the weights sum to 1\.4)"):
        import_domain(write_table(table, tmp_path / "in"))


def test_a_discount_leaves_at_the_deadline_what_genius_leaves(tmp_path: Path) -> None:
    """GENIUS: utility x factor^time, time 0 at the first offer and 1 at the deadline; the reservation value too."""
    scenario = from_plain(import_domain(write_table(LAPTOP, tmp_path / "laptop")), "laptop")
    preferences = RealizationFactory(scenario).central.preferences["laptop_a_prof1"]
    rounds = scenario.rounds
    for round_, left in ((1, 1.0), (rounds, 0.5), ((rounds + 1) / 2, 0.5**0.5)):
        then = preferences.at(round(round_))
        assert then.scale.points(then.value(then.scale.steps(80))) == pytest.approx(80 * left, rel=0.005)
        reservation = preferences.reservation_value((0,) * len(scenario.issues), 0)
        assert then.reservation_value((0,) * len(scenario.issues), 0) == pytest.approx(left * reservation, rel=0.005)


def test_a_discount_survives_the_round_trip(tmp_path: Path) -> None:
    scenario = from_plain(import_domain(write_table(LAPTOP, tmp_path / "laptop")), "laptop")
    export_genius(scenario, tmp_path / "out")
    assert '<discount_factor value="0.5" />' in (tmp_path / "out" / "Laptop-A-prof1.xml").read_text(encoding="utf-8")


def test_a_discount_of_nothing_is_none(tmp_path: Path) -> None:
    scenario = from_plain(import_domain(write_table(replace(LAPTOP, discount=0.0), tmp_path / "in")), "laptop")
    assert all(party.discount is None for party in scenario.parties.values())


def test_what_genius_cannot_say_of_time_is_told(tmp_path: Path) -> None:
    scenario = from_plain(import_domain(write_table(LAPTOP, tmp_path / "laptop")), "laptop").plain()
    party = scenario["parties"]["laptop_a_prof1"]
    party["discount"]["disagreement"] = 5
    party["outside_option"] = 20
    notes = " ".join(export_genius(from_plain(scenario, "laptop"), tmp_path / "out").notes)
    assert "the discount of laptop_a_prof1 is left out" in notes
    assert "the outside option of laptop_a_prof1 is left out" in notes
    assert '<discount_factor value="1.0" />' in (tmp_path / "out" / "Laptop-A-prof1.xml").read_text(encoding="utf-8")


def test_everything_imported_says_from_which_file(tmp_path: Path) -> None:
    scenario = from_plain(import_domain(write_table(BANK, tmp_path / "bank")), "bank")
    titles = {key: source.title for key, source in scenario.sources.items()}
    assert list(titles.values()) == ["a_domain.xml", *(f"{party}.xml" for party in BANK.parties)]
    for party, file in zip(scenario.parties.values(), BANK.parties, strict=True):
        for stance in party.stances.values():
            assert stance.basis.kind == stance.numbers.kind == "imported"
            assert titles[str(stance.basis.source)] == f"{file}.xml"
    assert {at.kind for at in scenario.numbers()} == {"imported"}


def test_profiles_alone_bring_their_domain_and_keep_the_order_given(tmp_path: Path) -> None:
    folder = write_table(SMALL, tmp_path / "small")
    scenario = import_domain(folder / "south.xml", folder / "north.xml")
    assert list(scenario["parties"]) == ["south", "north"]
    assert scenario["issues"]["quota"]["amount"] == {"from": 0.0, "to": 10.0, "step": 1.0}


def test_an_integer_issue_is_given_at_its_ends_and_where_it_is_cut(tmp_path: Path) -> None:
    stances = import_domain(write_table(SMALL, tmp_path / "small"))["parties"]["north"]["stances"]
    assert stances["quota"]["values"] == pytest.approx({"0": 0, "2": 0, "3": 10, "7": 90, "8": 100, "10": 100})


def test_files_are_taken_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    table = Table(("util10", "util9"), {"Only": {"a": (1, 2), "b": (2, 1)}}, ((1.0,), (1.0,)), (0, 0))
    assert list(import_domain(write_table(table, tmp_path / "in"))["parties"]) == ["util9", "util10"]


def test_an_issue_with_one_option_is_kept_and_not_negotiated(tmp_path: Path) -> None:
    table = Table(("a", "b"), {"Fixed": {"x": (1, 1)}, "Open": {"y": (1, 2), "z": (2, 1)}}, ((0.5, 0.5),) * 2, (0, 0))
    scenario = from_plain(import_domain(write_table(table, tmp_path / "in")), "one")
    assert scenario.meetings["talks"].issues == ("open",)
    again = import_domain(*export_genius(scenario, tmp_path / "out").files)
    assert list(again["issues"]) == ["fixed", "open"]


def test_one_outcome_leaves_nothing_to_negotiate(tmp_path: Path) -> None:
    table = Table(("a", "b"), {"Fixed": {"x": (1, 1)}}, ((1.0,),) * 2, (0, 0))
    with pytest.raises(InputError, match="one outcome: there is nothing to negotiate"):
        import_domain(write_table(table, tmp_path / "in"))


def test_keys_are_made_of_names_and_differ() -> None:
    names = ["$4.37", "Size of Fund", "size-of fund", "价格", "a" * 60, "size of fund 2", "Size (of) Fund"]
    keys = keys_of(names, "issue")
    assert keys[:4] == ["n4_37", "size_of_fund", "size_of_fund_2", "issue_4"]
    assert keys[4:] == ["a" * 40, "size_of_fund_2_2", "size_of_fund_3"]


SPACE = '<utility_space><objective name="o">{}</objective>{}</utility_space>'
PLAIN = '<issue index="1" name="I"><item value="a" evaluation="1"/><item value="b" evaluation="2"/></issue>'
WEIGHT = '<weight index="1" value="1"/>'
INTEGER = '<issue index="1" name="I" type="integer" {}>{}</issue>' + WEIGHT
BOMB = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><utility_space>&b;</utility_space>'
OUTSIDE = '<!DOCTYPE a SYSTEM "http://example.org/a.dtd"><utility_space/>'
FILE = (
    '<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<utility_space>&x;</utility_space>'
)

BAD_XML = {
    BOMB: "error[X002]: a document type (<!DOCTYPE ...>) is refused",
    OUTSIDE: "error[X002]: a document type",
    FILE: "bad.xml:2:",
    "\n".join(["<a>"] * 100_000): "33:1: error[X002]: elements nested more than 32 deep",
    "<a>" + "<b/>" * 60_000 + "</a>": "more than 50,000 elements",
    f'<a b="{"x" * 2000}"/>': "an attribute of more than 1,000 characters",
    '<a b="x\u202ey"/>': "hidden character U+202E (right-to-left override) in an attribute",
    "<utility_space>\n<objective>": "2:12: error[X001]: not well-formed XML: no element found",
    '<?xml version="1.0" encoding="klingon"?><a/>': "error[X001]: ",
    " ": "1:2: error[X001]: not well-formed XML: no element found",
    "<html/>": "1:1: error[X003]: expected <negotiation_template> or <utility_space> of GENIUS, found <html>",
    "<negotiation_template/>": "expected <negotiation_template> or <utility_space>",
    "<utility_space/>": "no <objective>",
    SPACE.format("", ""): "a domain without profiles",
    SPACE.format(WEIGHT, ""): "an objective without issues",
    SPACE.format(PLAIN + WEIGHT, "<ufun/>"): "<ufun> is not read: only linear additive utility is",
    SPACE.format("<objective/>" + PLAIN + WEIGHT, ""): "objectives within objectives are not read",
    SPACE.format(PLAIN + PLAIN + WEIGHT, ""): "two <issue> with name 'I'",
    SPACE.format(PLAIN.replace("name", "title") + WEIGHT, ""): "<issue> without 'name'",
    SPACE.format(PLAIN.replace('"b"', '"a"') + WEIGHT, ""): "two <item> with value 'a'",
    SPACE.format('<issue index="1" name="I"/>' + WEIGHT, ""): "issue 'I' without items",
    SPACE.format(PLAIN.replace(' name="I"', ' name="I" type="real"') + WEIGHT, ""): "issue 'I' is 'real'",
    SPACE.format(PLAIN + WEIGHT.replace("index", "number"), ""): "<weight> without 'index'",
    SPACE.format(PLAIN + WEIGHT.replace('"1" ', '"2" '), ""): "no <weight> for issue 'I', index 1",
    SPACE.format(
        PLAIN + WEIGHT.replace('value="1"', 'value="-1"'), ""
    ): "'value' of <weight> has to be a number from 0",
    SPACE.format(PLAIN.replace('"2"', '"two"') + WEIGHT, ""): "'evaluation' of <item> has to be a number from 0 up",
    SPACE.format(PLAIN.replace('"2"', '"1e999"') + WEIGHT, ""): "'evaluation' of <item> has to be a number from 0 up",
    SPACE.format(PLAIN + WEIGHT, '<discount_factor value="x"/>'): "has to be a number from 0 to 1, found 'x'",
    SPACE.format(PLAIN + WEIGHT, '<reservation value="2"/>'): "has to be a number from 0 to 1, found '2'",
    SPACE.format(INTEGER.format("", ""), ""): "<issue> without 'lowerbound'",
    SPACE.format(INTEGER.format('lowerbound="5" upperbound="1"', ""), ""): "bounds have to be whole numbers",
    SPACE.format(INTEGER.format('lowerbound="1" upperbound="5"', ""), ""): "an integer issue needs an <evaluator>",
    SPACE.format(
        INTEGER.format('lowerbound="1" upperbound="5"', '<evaluator ftype="triangular"/>'), ""
    ): "an integer issue needs an <evaluator> with ftype 'linear'",
}


@pytest.mark.parametrize(("text", "words"), BAD_XML.items(), ids=range(len(BAD_XML)))
def test_bad_xml_gets_one_sentence_with_file_and_line(text: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_text(tmp_path, bad=text)
    assert len(caught.value.diagnostics) == 1
    assert f"{tmp_path / 'bad.xml'}:" in str(caught.value)
    assert words in str(caught.value)


OTHER_DOMAIN = {
    PLAIN.replace('"I"', '"J"'): "the domain has no issue 'J'",
    PLAIN + PLAIN.replace('"I"', '"J"').replace("1", "2"): "the domain has no issue 'J'",
    PLAIN.replace('"b"', '"c"'): "issue 'I' has no item 'c' in the domain",
    '<issue index="1" name="I"><item value="a" evaluation="1"/></issue>': "no evaluation of 'b' in issue 'I'",
    '<issue index="1" name="I" type="integer" lowerbound="0" upperbound="3"><evaluator/></issue>': "has other bounds",
}


@pytest.mark.parametrize(("issues", "words"), OTHER_DOMAIN.items(), ids=range(len(OTHER_DOMAIN)))
def test_a_profile_of_another_domain_is_refused(issues: str, words: str, tmp_path: Path) -> None:
    more = WEIGHT.replace('index="1"', 'index="2"') if "J" in issues and "I" in issues.replace("Issue", "") else ""
    with pytest.raises(InputError, match=words):
        read_text(tmp_path, domain=SPACE.format(PLAIN, ""), profile=SPACE.format(issues + WEIGHT + more, ""))


def test_a_profile_without_an_issue_of_the_domain_is_refused(tmp_path: Path) -> None:
    two = PLAIN + PLAIN.replace('"I"', '"J"')
    with pytest.raises(InputError, match="no issue 'J': it can be: I"):
        read_text(tmp_path, domain=SPACE.format(two, ""), profile=SPACE.format(PLAIN + WEIGHT, ""))


def test_bounds_may_stand_in_a_range_and_a_party_may_have_no_reservation_value(tmp_path: Path) -> None:
    inner = '<range lowerbound="1" upperbound="3"/><evaluator slope="0.5" offset="0"/>'
    profile = SPACE.format(INTEGER.format("", inner), "")
    scenario = read_text(tmp_path, a=profile, b=profile)
    assert scenario["parties"]["a"]["reservation"]["points"] == 0
    assert scenario["parties"]["a"]["stances"]["i"]["values"] == {"1": 0, "3": 100}


def test_two_domains_two_formats_and_too_many_parties_are_refused(tmp_path: Path) -> None:
    folder = write_table(SMALL, tmp_path / "small")
    (folder / "second.xml").write_text((folder / "a_domain.xml").read_text())
    with pytest.raises(UsageError, match="one domain is read at a time, found 2"):
        import_domain(folder)
    with pytest.raises(UsageError, match="either GENIUS XML or GeniusWeb JSON, found both"):
        import_domain(folder, write_party(tmp_path / "party"))
    for number in range(31):
        (tmp_path / f"p{number}.xml").write_text(profile_xml(SMALL, 0))
    with pytest.raises(InputError, match="31 profiles, one a party, and a scenario has at most 30"):
        import_domain(*(tmp_path / f"p{number}.xml" for number in range(31)))


def test_what_is_not_there_or_too_large_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no folder and no \.xml or \.json file 'nowhere'"):
        import_domain("nowhere")
    with pytest.raises(UsageError, match=r"no folder and no \.xml or \.json file"):
        import_domain("a" * 5000 + ".xml")
    with pytest.raises(UsageError, match=r"no \.xml and no \.json file in"):
        import_domain(tmp_path)
    with pytest.raises(UsageError, match="name a folder, or the files"):
        import_domain()
    (tmp_path / "large.xml").write_bytes(b" " * (4 * 1024 * 1024 + 1))
    with pytest.raises(InputError, match="larger than 4 MB"):
        import_domain(tmp_path / "large.xml")


def test_a_file_that_cannot_be_opened_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*words: object, **named: object) -> None:
        raise PermissionError(13, "Permission denied")

    file = write_table(SMALL, tmp_path / "small") / "north.xml"
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(UsageError, match="cannot be read: Permission denied"):
        import_domain(file)


def web(**changes: Any) -> str:
    return json.dumps(web_profile(0, **changes))


def one_issue(values: Any, utilities: Any, bid: Any = None) -> str:
    """A profile over one issue."""
    domain = {"name": "d", "issuesValues": {"Pay": values}}
    return web(domain=domain, issueWeights={"Pay": 1}, issueUtilities={"Pay": utilities}, reservationBid=bid)


RANGE = {"range": {"low": 0, "high": "10", "step": 2.5}}
PAY = {"numberutils": {"lowValue": 0, "lowUtility": 0.2, "highValue": 10, "highUtility": 1}}

BAD_JSON = {
    "[" * 100_000: "error[X002]: nested too deep",
    '{"a": 1,\n "a": 2}': "error[X001]: not JSON: the key 'a' stands twice",
    '{"a": NaN}': "not JSON: NaN is not a finite number",
    '{"a":\n}': "2:1: error[X001]: not JSON: Expecting value",
    "[]": "expected a mapping",
    "{}": "without 'LinearAdditiveUtilitySpace'",
    '{"issuesValues": {}}': "a domain without profiles",
    web(domain={"name": "d", "issuesValues": {}}): "a domain without issues",
    web(domain={"name": 5, "issuesValues": {"A": {"values": ["a"]}}}): "expected a text of 1 to 1,000 characters",
    web(domain={"issuesValues": {"A": {"values": "abc"}}}): "expected a list",
    web(domain={"issuesValues": {"A": {"values": ["a", "a"]}}}): "expected values, none of them twice",
    web(domain={"issuesValues": {"A": {"values": ["a\u200bb"]}}}): "hidden character U+200B (zero width space)",
    web(domain={"issuesValues": {"A": {}}}): "without 'range'",
    web(issueWeights={"Nothing": 1}): "the domain has no issue 'Nothing'",
    web(issueWeights={}): "without 'Food'  (at LinearAdditiveUtilitySpace.issueWeights)",
    web(issueWeights={"Food": True}): "expected a number from 0",
    web(reservationBid={"issuevalues": {"Nothing": 1}}): "the domain has no issue 'Nothing'",
    web(reservationBid={"issuevalues": {"Food": "Nothing"}}): "issue 'Food' has no value 'Nothing' in the domain",
    one_issue({"range": {"low": 0, "high": 1, "step": 0}}, PAY): "1 to 10,000 steps",
    one_issue({"range": {"low": 1, "high": 0, "step": 1}}, PAY): "1 to 10,000 steps",
    one_issue({"values": ["a", "b"]}, PAY): "has values in the domain, not a range",
    one_issue(
        {"values": ["a", "b"]}, {"discreteutils": {"valueUtilities": {"c": 1}}}
    ): "has no value 'c' in the domain",
    one_issue(RANGE, {"discreteutils": {"valueUtilities": {}}}): "is a range in the domain",
    one_issue(RANGE, {"numberutils": PAY["numberutils"] | {"highValue": 5}}): "have to enclose the range",
    one_issue(RANGE, {"numberutils": PAY["numberutils"] | {"highUtility": 7}}): "expected a number from 0 to 1",
}


@pytest.mark.parametrize(("text", "words"), BAD_JSON.items(), ids=range(len(BAD_JSON)))
def test_bad_json_gets_one_sentence_with_file_and_place(text: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_text(tmp_path, bad=text)
    assert len(caught.value.diagnostics) == 1
    assert f"{tmp_path / 'bad.json'}:" in str(caught.value)
    assert words in str(caught.value)


def test_two_domains_of_geniusweb_are_refused(tmp_path: Path) -> None:
    folder = write_party(tmp_path / "party")
    (folder / "second.json").write_text((folder / "party.json").read_text())
    with pytest.raises(UsageError, match="one domain is read at a time, found 2"):
        import_domain(folder)


def test_a_range_of_geniusweb_is_an_amount_and_a_bid_within_it_has_a_utility(tmp_path: Path) -> None:
    text = one_issue(RANGE, PAY, {"issuevalues": {"Pay": 5}})
    scenario = read_text(tmp_path, a=text, b=one_issue(RANGE, PAY))
    assert scenario["issues"]["pay"]["amount"] == {"from": 0.0, "to": 10.0, "step": 2.5}
    assert scenario["parties"]["a"]["stances"]["pay"]["values"] == {"0": 20.0, "10": 100.0}
    assert scenario["parties"]["a"]["reservation"]["points"] == pytest.approx(60, abs=1e-6)
    assert scenario["parties"]["b"]["reservation"]["points"] == 0


def test_a_value_without_utility_is_worth_nothing_in_geniusweb(tmp_path: Path) -> None:
    text = one_issue({"values": ["a", "b"]}, {"discreteutils": {"valueUtilities": {"b": 1}}}, {"issuevalues": {}})
    assert read_text(tmp_path, a=text, b=text)["parties"]["a"]["stances"]["pay"]["values"] == {"a": 0.0, "b": 100.0}


def test_a_scenario_whose_parties_share_a_file_name_keeps_them_apart(tmp_path: Path) -> None:
    one, two = write_table(SMALL, tmp_path / "one"), write_table(SMALL, tmp_path / "two")
    assert list(import_domain(one / "north.xml", two / "north.xml")["parties"]) == ["north", "north_2"]


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200), st.integers(0, 2000), st.integers(0, 40), st.sampled_from(["xml", "json"]))
def test_any_bytes_give_a_scenario_or_an_error_of_ours(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, start: int, cut: int, kind: str
) -> None:
    whole = (profile_xml(SMALL, 0) if kind == "xml" else web()).encode()
    file = tmp_path_factory.mktemp("fuzz") / f"a.{kind}"
    for data in (noise, whole[: start % len(whole)] + noise[:20] + whole[start % len(whole) + cut :]):
        file.write_bytes(data)
        try:
            assert from_plain(import_domain(file), "fuzz").title
        except NegosimError as error:
            assert str(error)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=100))
def test_parsers_raise_nothing_but_errors_of_ours(data: bytes) -> None:
    for parse in (parse_xml, parse_json):
        try:
            parse(data, "noise")
        except InputError as error:
            assert "noise:" in str(error)


def test_a_scenario_that_says_what_genius_cannot_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "example.yaml").write_text(EXAMPLE)
    with pytest.raises(UsageError) as caught:
        export_genius(load(tmp_path / "example.yaml"), tmp_path / "out")
    reasons = ("cost of delay (ukraine)", "refusals (ukraine)", "a party without any stance (russia)", "2 meetings")
    assert all(reason in str(caught.value) for reason in (*reasons, "consent that", "unilateral moves (ceasefire)"))
    assert not (tmp_path / "out").exists()


def changed(**changes: Any) -> Scenario:
    """The small domain as a scenario, with changes to a party's or issue's keys by dotted path."""
    data = plain_small()
    for path, value in changes.items():
        *parents, last = path.split("__")
        part = data
        for parent in parents:
            part = part[parent]
        part[last] = value
    return from_plain(data, "changed")


def plain_small() -> dict[str, Any]:
    basis = {"kind": "imported"}
    numbers = {"basis": basis, "numbers": basis}
    fish, quota = {"none": 20, "all": 100}, {0: 100, 10: 0}
    stances = {"fish": {"weight": 1, "values": fish, **numbers}, "quota": {"weight": 3, "values": quota, **numbers}}
    issue = {"status_quo": "none", "consent": ["north", "south"], "basis": basis}
    return {
        "negosim": 1,
        "title": "Fish & quota",
        "issues": {
            "fish": issue | {"title": "Fish", "options": {"none": "None", "all": "All"}},
            "quota": issue | {"title": "Quota", "amount": {"from": 0, "to": 10, "step": 1}, "status_quo": 0},
        },
        "parties": {
            "south": {"name": "South", "stances": stances, "reservation": 30},
            "north": {"name": "North", "stances": stances, "reservation": 40},
        },
        "meetings": {
            "talks": {
                "title": "Talks",
                "parties": ["north", "south"],
                "issues": ["fish", "quota"],
                "protocol": {"name": "alternating_offers", "rounds": 5},
                "basis": basis,
            }
        },
    }


def linkage(points: float, **when: Any) -> dict[str, Any]:
    basis = {"kind": "imported"}
    return {"one": {"title": "Both", "when": when, "points": points, "basis": basis, "numbers": basis}}


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("parties__south__linkages", linkage(5, fish="all", quota=10), r"linkages between issues \(south: 'Both'\)"),
        ("parties__south__linkages", linkage(-5, fish="all", quota=0), "linkages between issues"),
        ("parties__south__linkages", linkage(5, fish="all"), r"points above 100 \(south\)"),
        ("parties__south__linkages", linkage(-6, fish="none"), r"points below 0 on an issue \(south\)"),
        ("parties__south__reservation", 120, r"a reservation value of 120 points \(south\)"),
        ("issues__fish__consent", ["north"], r"consent that is not everybody's \(fish\)"),
        ("meetings__talks__issues", ["quota"], "a meeting without some of the issues"),
        ("issues__fish__title", "Fi\u200bsh", r"the hidden character U\+200B"),
    ],
)
def test_what_genius_cannot_say_is_refused(path: str, value: Any, words: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=words):
        export_genius(changed(**{path: value}), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_meeting_without_some_parties_is_refused(tmp_path: Path) -> None:
    plain = plain_small()
    plain["parties"]["west"] = plain["parties"]["south"] | {"name": "West"}
    for issue in plain["issues"].values():
        issue["consent"] = {"all": ["north", "south"]} if "options" in issue else ["north", "south"]
    with pytest.raises(UsageError, match=r"consent that is not everybody's .*a meeting without some of the parties"):
        export_genius(from_plain(plain, "west"), tmp_path)


def test_a_linkage_of_one_issue_is_part_of_its_options(tmp_path: Path) -> None:
    scenario = changed(parties__south__linkages=linkage(10, fish="none"))
    again = from_plain(import_domain(*export_genius(scenario, tmp_path).files), "again")
    assert same_tables(possible(scenario), possible(again), within=100 * DIGITS)


def test_notes_say_what_the_files_do_not(tmp_path: Path) -> None:
    plain = plain_small()
    plain["parties"]["north"].pop("reservation")
    plain["parties"]["north"]["reserve"] = 2
    plain["parties"]["south"] = json.loads(json.dumps(plain["parties"]["south"]))
    plain["parties"]["south"]["stances"]["quota"]["values"] = {"0": 0, "3": [80, 100], "10": 100}
    exported = export_genius(from_plain(plain, "notes"), tmp_path)
    assert exported.notes == (
        "1 uncertain numbers are written at their centres",
        "the reservation value of north is the worth of what stands plus the reserve",
        "Quota is written as a list of its numbers, since GENIUS has lines over whole numbers only",
        "to keep the order of the parties import the files as domain.xml South.xml North.xml",
    )
    again = import_domain(*exported.files)
    assert list(again["parties"]) == ["south", "north"]
    assert again["parties"]["north"]["reservation"]["points"] == pytest.approx(82, abs=1e-6)
    assert len(again["issues"]["quota"]["options"]) == 11


def test_an_amount_that_is_no_run_of_whole_numbers_becomes_a_list(tmp_path: Path) -> None:
    scenario = changed(issues__quota__amount={"from": 0, "to": 10, "step": 2.5})
    again = from_plain(import_domain(*export_genius(scenario, tmp_path).files), "again")
    assert again.issues["quota"].options == {"n0": "0", "n2_5": "2.5", "n5": "5", "n7_5": "7.5", "n10": "10"}
    assert same_tables(possible(scenario), possible(again), within=100 * DIGITS)


def test_an_issue_on_which_a_party_has_no_stance_adds_nothing(tmp_path: Path) -> None:
    plain = plain_small()
    stances = plain["parties"]["south"]["stances"]
    plain["parties"]["south"] = plain["parties"]["south"] | {"stances": {"fish": stances["fish"]}}
    scenario = from_plain(plain, "one")
    again = from_plain(import_domain(*export_genius(scenario, tmp_path).files), "again")
    assert same_tables(possible(scenario), possible(again), within=100 * DIGITS)


def test_names_that_are_alike_or_unfit_are_written_with_their_keys(tmp_path: Path) -> None:
    plain = plain_small()
    plain["parties"]["south"] = plain["parties"]["south"] | {"name": "CON"}
    plain["issues"]["fish"]["options"] = {"none": "Some", "all": "Some"}
    exported = export_genius(from_plain(plain, "names"), tmp_path / "out")
    assert [file.name for file in exported.files] == ["domain.xml", "party_south.xml", "party_north.xml"]
    options = import_domain(tmp_path / "out")["issues"]["fish"]["options"]
    assert options == {"some_none": "Some (none)", "some_all": "Some (all)"}


def test_files_are_written_only_where_none_is_there(tmp_path: Path) -> None:
    export_genius(changed(), tmp_path / "out")
    with pytest.raises(UsageError, match=r"already there: .*domain\.xml, .*--overwrite replaces them"):
        export_genius(changed(), tmp_path / "out")
    assert export_genius(changed(), tmp_path / "out", overwrite=True).files
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="cannot be written"):
        export_genius(changed(), tmp_path / "file" / "out")


def test_the_commands_write_a_scenario_and_a_domain(tmp_path: Path) -> None:
    folder, file = write_table(LAPTOP, tmp_path / "laptop"), tmp_path / "laptop.yaml"
    done = run_cli("import", folder, "-o", file)
    assert done.exit_code == 0, done.output
    assert load(file).parties["laptop_a_prof1"].discount is not None
    assert load(file).parties.keys() == {"laptop_a_prof1", "laptop_a_prof2"}
    again = run_cli("import", folder, "-o", file)
    assert again.exit_code == UsageError.exit_code
    assert "--overwrite replaces it" in again.output
    assert run_cli("import", folder, "-o", file, "--overwrite").exit_code == 0
    written = run_cli("export", file, "-o", tmp_path / "out")
    assert "Wrote domain.xml, Laptop-A-prof1.xml, Laptop-A-prof2.xml in" in written.output


def test_the_commands_say_what_is_uncertain_and_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "river.yaml").write_text(STARTER.replace("        refuses: high", "        # refuses: high"))
    assert (
        "uncertain numbers are written at their centres"
        in run_cli("export", tmp_path / "river.yaml", "-o", tmp_path / "out").output
    )
    for place in (tmp_path, tmp_path / "nowhere" / "x.yaml"):
        assert run_cli("import", tmp_path / "out", "-o", place).exit_code == UsageError.exit_code


def test_a_domain_too_large_for_a_scenario_file_is_refused(tmp_path: Path) -> None:
    issues: Issues = {"Many": {f"a rather long name {k}": (k + 1, 9) for k in range(4000)}}
    table = Table(("a", "b"), issues, ((1.0,), (1.0,)), (0, 0))
    done = run_cli("import", write_table(table, tmp_path / "in"), "-o", tmp_path / "large.yaml")
    assert "a scenario file has at most 256 kB" in done.output
    assert not (tmp_path / "large.yaml").exists()


def test_profiles_of_the_same_name_become_parties_with_names_of_their_own() -> None:
    issue = DomainIssue("Fish", ("none", "some"))
    likes = {"Fish": {"none": 0.0, "some": 1.0}}
    profiles = tuple(
        Profile(name, f"{k}/side.xml", {"Fish": 1.0}, likes) for k, name in enumerate(["Side", "side", "C"])
    )
    parties = scenario_of(Domain("GENIUS", "Fish", "fish.xml", (issue,), profiles)).scenario["parties"]
    assert [one["name"] for one in parties.values()] == ["Side (side)", "side (side_2)", "C"]
