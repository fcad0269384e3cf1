"""Files of version 1 in the words of version 2: their text, what is told of it, and that nothing else moves."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from textwrap import indent

import pytest
from building import ASSUMED, WHERE_FROM, Plain, issue, meeting, party, scenario, scenarios, stance, stands, versus
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from negosim.domain.rng import RandomSource
from negosim.errors import InputError, UsageError
from negosim.files import find, shipped_names
from negosim.scenario.load import load
from negosim.scenario.realize.realization import RealizationFactory
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.upgrade.upgrade import Upgrade, beside, upgraded
from negosim.scenario.yaml.reader import read_text
from negosim.scenario.yaml.writer import dump

SHIPPED = {
    "ally_not_mediator": "0f4da24c0839ac1b",
    "article_2025_02_23": "b339263dbd9a9795",
    "attack_on_the_eve": "7765ceb066d3a032",
    "europe_at_the_table": "7b879e306d345f2a",
    "first_text_held": "b339263dbd9a9795",
    "guarantees_attached": "586c1f747cb42226",
    "hurried_deal": "b339263dbd9a9795",
    "kyiv_first": "b339263dbd9a9795",
    "moscow_first": "b339263dbd9a9795",
    "nato_off_the_table": "b339263dbd9a9795",
    "no_attack_on_the_eve": "c4eb8b3d9e6632d9",
    "office_for_nato": "ffe765482cf36d38",
    "panama_canal_1974": "57447c7e5e93668a",
    "promises_undone": "f50707904f071aef",
    "river_basin": "89c4850fb9a57f87",
    "truce_without_guarantees": "b339263dbd9a9795",
    "war_goes_on": "bcbc10d266837241",
}
"""Scenario -> first digits of the SHA-256 of all numbers of three draws, from before there was a version 2."""


def digest(of: Scenario) -> str:
    factory = RealizationFactory(of)
    rows = [sorted(factory.draw(RandomSource(7, run)).numbers.items()) for run in range(3)]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()[:16]


@pytest.mark.parametrize("name", shipped_names("scenarios"))
def test_what_is_shipped_draws_what_it_drew(name: str) -> None:
    """Version 2 draws as version 1 did; what has paths of its own since then has no digest here."""
    if name in SHIPPED:
        assert digest(load(name)) == SHIPPED[name]


def test_every_shipped_scenario_of_that_time_is_still_there() -> None:
    assert SHIPPED.keys() <= set(shipped_names("scenarios"))


@pytest.mark.parametrize("name", ["river_basin", "panama_canal_1974"])
def test_a_file_of_version_1_draws_what_version_2_draws(tmp_path: Path, name: str) -> None:
    text = find("scenarios", name).read_text(encoding="utf-8")
    assert "\nnegosim: 2\n" in text
    old = load(written(tmp_path, text.replace("negosim: 2", "negosim: 1")))
    assert (old.negosim, digest(old)) == (1, SHIPPED[name])
    assert told(tmp_path / "old.yaml").text == text


def test_an_upgraded_file_draws_the_same_where_paths_are_the_same(tmp_path: Path) -> None:
    """And where they are not it draws from the same range, by the new path."""
    file = written(tmp_path, OLD)
    old, new = RealizationFactory(load(file)), RealizationFactory(upgrade(file))
    moved = told(file).moved
    with_equal = {path: number for path, number in old.centres.items() if moved.get(path, path) is not None}
    assert {moved.get(path, path): number for path, number in with_equal.items()} == new.centres
    before, after = (factory.draw(RandomSource(7, 0)).numbers for factory in (old, new))
    assert {path: number for path, number in before.items() if path not in moved}.items() <= after.items()
    assert told(file).kept == len(old.centres) - len(moved)


def told(path: Path) -> Upgrade:
    found = upgraded(path)
    assert found is not None
    return found


def upgrade(path: Path) -> Scenario:
    """The upgraded file, written beside the old one, and read."""
    beside(path).write_text(told(path).text, encoding="utf-8")
    return load(beside(path))


OLD = """\
# Two parties, one of which asks at home.
negosim: 1  # the first
title: A treaty
issues:
  x: {title: X, options: {none: None, low: Low, high: High}, status_quo: none, consent: [ann, bob]}
  force: {title: Force, options: {none: None, some: Some}, status_quo: none, consent: [ann, bob]}
parties:
  ann:
    name: Ann
    stances:
      x: {weight: 1, values: {none: 0, low: 60, high: 100}, basis: {kind: assumed}, numbers: {kind: assumed, note: odd}}
  bob:
    name: Bob
    stances:
      x: {weight: 1, values: {none: 0, low: 80, high: 50}, basis: {kind: assumed}, numbers: {kind: assumed, note: odd}}
ratifiers:
  # At home
  ann:
    title: The assembly  # of all
    threshold:
      - 0.4  # at the least
      - 0.6
    spread: [1,
      3]  # points
    known: false
    blocs: &BLOCS
    basis: {kind: assumed}
    numbers: {kind: assumed, note: odd}
# Does it hold?
commitment:
  issue: x
  options: [low]
  breaks_to: none

  sides: [ann, bob]
  # By chance
  fragility: [0.1, 0.2]
  periods: 5
  discount: 0.9
  guarantees: {issue: force, credibility: {none: 0, some: 1}}
  basis:
    kind: assumed
    note: >-
      folded
        text
  numbers: {kind: assumed, note: odd}
events:
  snow:
    title: It snows
    round: 1
    shifts:
      ratifiers.ann.threshold: 0.1  # higher
      ratifiers.ann.spread: 1
      commitment.fragility: 0.1
      parties.ann.stances.x.weight: 2
    basis: {kind: assumed}
    numbers: {kind: assumed, note: odd}
meetings:
  talks:
    title: Talks
    parties: [ann, bob]
    issues: [x]
    protocol: {name: alternating_offers, rounds: 5}
    basis: {kind: assumed}
"""
BLOC = (
    "{left: {title: Left, weight: 1, stances: {x: {weight: 1, values: {none: 50, low: 60, high: 0}, "
    "basis: {kind: assumed}, numbers: {kind: assumed, note: odd}}}, "
    "basis: {kind: assumed}, numbers: {kind: assumed, note: odd}}}"
)
OLD = OLD.replace("&BLOCS", BLOC)


def written(folder: Path, text: str, name: str = "old.yaml") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_comments_and_order_stay(tmp_path: Path) -> None:
    """Line by line: what is new, and what was there."""
    file = written(tmp_path, OLD)
    text = told(file).text
    truce = OLD[OLD.index("commitment:\n") : OLD.index("events:\n")]
    below = indent(truce.removeprefix("commitment:\n"), "  ")
    assert f"commitments:\n  truce:\n{below}" in text
    old, new = OLD.replace(truce, "").splitlines(), text.replace(f"commitments:\n  truce:\n{below}", "").splitlines()
    assert [line for line in old if line not in new] == [
        "negosim: 1  # the first",
        "ratifiers:",
        "    threshold:",
        "      - 0.4  # at the least",
        "      - 0.6",
        "    spread: [1,",
        "      3]  # points",
        "      ratifiers.ann.threshold: 0.1  # higher",
        "      ratifiers.ann.spread: 1",
        "      commitment.fragility: 0.1",
    ]
    assert [line for line in new if line not in old] == [
        "negosim: 2  # the first",
        "bodies:",
        "  ann_ratifiers:",
        "    ratifies: ann",
        "    passes:",
        "      share:",
        "        - 0.4  # at the least",
        "        - 0.6",
        "    # 'spread' has no equal: say 'swing', the standard deviation of the share for it",
        "    # spread: [1,",
        "    #   3]  # points",
        "      bodies.ann_ratifiers.passes.share: 0.1  # higher",
        "      # 'spread' has no equal: say 'swing', the standard deviation of the share for it",
        "      # ratifiers.ann.spread: 1",
        "      commitments.truce.fragility: 0.1",
    ]
    assert told(file).text.count("# At home") == 1


def test_the_new_file_is_read_and_what_moved_is_told(tmp_path: Path) -> None:
    file = written(tmp_path, OLD)
    body = upgrade(file).bodies["ann_ratifiers"]
    assert (body.ratifies, body.title, list(body.blocs or {})) == ("ann", "The assembly", ["left"])
    moved = told(file).moved
    assert moved["ratifiers.ann.threshold"] == "bodies.ann_ratifiers.passes.share"
    assert moved["ratifiers.ann.spread"] is None
    assert moved["ratifiers.ann.blocs.left.weight"] == "bodies.ann_ratifiers.blocs.left.weight"
    assert told(file).changes == (
        "negosim: 1 -> 2",
        "ratifiers -> bodies",
        "ratifiers.ann -> bodies.ann_ratifiers, with 'ratifies: ann'",
        "ratifiers.ann.threshold -> bodies.ann_ratifiers.passes.share",
        "ratifiers.ann.spread is a comment now: 'spread' has no equal: say 'swing', the standard deviation of the "
        "share for it",
        "commitment -> commitments.truce",
        "events.snow.shifts: ratifiers.ann.threshold -> bodies.ann_ratifiers.passes.share",
        "events.snow.shifts: ratifiers.ann.spread -> a comment",
        "events.snow.shifts: commitment.fragility -> commitments.truce.fragility",
    )


def in_braces(**ratifiers: Plain) -> str:
    """A file of version 1 in which the ratifiers stand on one line, in braces."""
    parties = {key: party({"x": stance(1, {"none": 0, "low": 60, "high": 90})}) for key in ("ann", "bob")}
    plain = scenario({"x": issue("none low high", "ann bob")}, parties, {"m": meeting("ann bob", "x")}).plain()
    head = dump(plain)
    return f"{head}ratifiers: {json.dumps(ratifiers)}\n"


def assembly(**more: object) -> Plain:
    values = {"none": 50, "low": 60, "high": 0}
    blocs = {"left": {"title": "Left", "weight": 1, "stances": {"x": stance(1, values)}, **WHERE_FROM}}
    return {"title": "Assembly", "threshold": 0.5, "blocs": blocs, "basis": ASSUMED, "numbers": ASSUMED, **more}


@pytest.mark.parametrize("spread", [{}, {"spread": 3}])
def test_in_braces(tmp_path: Path, spread: Plain) -> None:
    file = written(tmp_path, in_braces(ann={**spread, **assembly()}, bob={**assembly(known=True), **spread}))
    new = upgrade(file)
    assert [body.ratifies for body in new.bodies.values()] == ["ann", "bob"]
    assert [body.known for body in new.bodies.values()] == [False, True]
    assert told(file).text.count('# "spread": 3') == 2 * len(spread)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(["title", "threshold", "spread", "known", "blocs", "basis", "numbers"]), st.booleans())
def test_in_any_order_and_between_comments(tmp_path: Path, order: list[str], comments: bool) -> None:
    """Entry by entry the new file says what the old one said."""
    one = assembly(spread=[1, 2], known=True)
    plain = read_text(in_braces(ann=one), "t").plain()
    text = dump({**plain, "ratifiers": {"ann": {key: one[key] for key in order}}})
    if comments:
        text = "".join(f"{line}  # said\n# said\n\n" for line in text.splitlines())
    new = upgrade(written(tmp_path, text)).plain()
    rest = {key: one[key] for key in order if key not in ("threshold", "spread")}
    body = {"ratifies": "ann", "passes": {"share": one["threshold"]}, **rest}
    del plain["ratifiers"]
    assert new == {**plain, "negosim": 2, "bodies": {"ann_ratifiers": body}}
    assert told(tmp_path / "old.yaml").text.count("# said") == text.count("# said")


def test_votes_are_counted_as_before(tmp_path: Path) -> None:
    file = written(tmp_path, in_braces(ann=assembly(known=True)))
    ends = [stands(versus(of)) for of in (load(file), upgrade(file))]
    assert ends == [{"x": "low"}, {"x": "low"}]


def test_a_body_gets_a_key_that_is_free(tmp_path: Path) -> None:
    text = in_braces(ann=assembly()).replace("bob", "ann_ratifiers")
    assert list(upgrade(written(tmp_path, text)).bodies) == ["ann_ratifiers_2"]


def test_a_variant_says_its_version_and_extends_what_is_upgraded(tmp_path: Path) -> None:
    base = written(tmp_path, OLD)
    upgrade(base)
    text = "# More is needed.\nextends: old.yaml\nratifiers: {ann: {threshold: 0.7}}\n"
    variant = written(tmp_path, text, "more.yaml")
    assert upgrade(variant).bodies["ann_ratifiers"].passes
    lines = told(variant).text.splitlines()
    assert lines[:3] == ["# More is needed.", "negosim: 2", "extends: old_2.yaml"]
    assert lines[-1].startswith("bodies: {ann_ratifiers: {ratifies: ann, passes: {share: 0.7}")


def test_a_variant_is_upgraded_after_what_it_extends(tmp_path: Path) -> None:
    written(tmp_path, OLD)
    with pytest.raises(UsageError, match=r"extends 'old.yaml', which has words of version 1: negosim upgrade .* first"):
        upgraded(written(tmp_path, "extends: old.yaml\ntitle: More\n", "more.yaml"))


def test_a_variant_changes_the_ratifiers_of_what_it_extends_by_their_new_key(tmp_path: Path) -> None:
    """As the upgraded file calls them: a party had the first choice for a key."""
    base = written(tmp_path, in_braces(ann=assembly()).replace("bob", "ann_ratifiers"))
    upgrade(base)
    variant = written(tmp_path, "extends: old.yaml\nratifiers: {ann: {threshold: 0.7}}\n", "more.yaml")
    assert {key: body.ratifies for key, body in upgrade(variant).bodies.items()} == {"ann_ratifiers_2": "ann"}


@pytest.mark.parametrize("version", ["", "negosim: 1\n"])
def test_a_variant_of_what_is_shipped_is_upgraded(tmp_path: Path, version: str) -> None:
    """What it extends has the words of version 2 already."""
    text = version + "extends: parliament_ratifies\nratifiers: {ukraine: {threshold: 0.7}}\n"
    variant = written(tmp_path, text)
    with pytest.raises(InputError):
        load(variant)
    numbers = RealizationFactory(upgrade(variant)).centres
    assert [numbers[path] for path in numbers if ".passes." in path] == [numbers["bodies.parliament.passes.share"]]
    assert numbers["bodies.parliament.passes.share"] == 0.7


def test_old_words_in_version_2_say_the_way_out_and_are_rewritten(tmp_path: Path) -> None:
    file = written(tmp_path, OLD.replace("negosim: 1", "negosim: 2"))
    with pytest.raises(InputError) as error:
        load(file)
    assert [f"{fault.code} {fault.path}: {fault.message}" for fault in error.value.diagnostics] == [
        "S020 ratifiers: 'ratifiers' are 'bodies' now",
        "S020 commitment: 'commitment' is 'commitments' now, each with a key",
    ]
    assert {fault.help for fault in error.value.diagnostics} == {f"`negosim upgrade {file}` rewrites it"}
    assert list(upgrade(file).bodies) == ["ann_ratifiers"]


def test_there_is_nothing_to_do_twice(tmp_path: Path) -> None:
    file = written(tmp_path, OLD)
    upgrade(file)
    assert upgraded(beside(file)) is None


def test_a_file_with_faults_is_not_upgraded(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="S001"):
        upgraded(written(tmp_path, OLD.replace("status_quo", "status_qu")))
    with pytest.raises(UsageError, match="no file"):
        upgraded(tmp_path / "none.yaml")


def test_a_body_is_offered_where_a_meeting_votes(tmp_path: Path) -> None:
    text = OLD.replace("name: alternating_offers", "name: voting, quota: 0.5")
    assert "a body could say it (bodies: {talks_body: {members: [ann, bob]" in told(written(tmp_path, text)).offers[0]
    assert not told(written(tmp_path, OLD)).offers


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(scenarios(certain=False))
def test_whatever_else_a_file_says_stays(tmp_path: Path, of: Scenario) -> None:
    file = written(tmp_path, dump(of.plain()))
    assert upgrade(file).plain() == of.plain() | {"negosim": 2}
    assert digest(upgrade(file)) == digest(of)
