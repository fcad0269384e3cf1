"""Variants and changes of the command line: what merges, what replaces, where it came from, what becomes assumed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from negosim.errors import Diagnostic, InputError, UsageError
from negosim.scenario.load import load
from negosim.scenario.yaml.changes import set_value
from negosim.scenario.yaml.extends import MAX_EXTENDS, read_scenario_nodes
from negosim.scenario.yaml.merge import CODES, merge
from negosim.scenario.yaml.nodes import Node
from negosim.scenario.yaml.reader import read_text

BASE = """negosim: 1
title: Minerals
parties:
  ukraine:
    stances:
      minerals:
        basis: {kind: reported, source: article}
        weight: [12, 15, 20]
        values: {none: 60, joint_fund: 100, 2.5: 1}
        refuses: {above: 3}
        numbers: {kind: inferred, note: a guess}
    tactic: {name: boulware, exponent: 0.2, basis: {kind: assumed, note: usual}}
    linkages:
      first: {points: 1, basis: {kind: assumed}, numbers: {kind: assumed, note: x}}
meetings:
  opening: {title: A, basis: {kind: assumed}, protocol: {name: p, rounds: 6}}
  closing: {title: B}
"""
CHANGED = {"kind": "assumed", "note": "changed in variant.yaml, line 2"}


def node(text: str, name: str = "variant.yaml") -> Node:
    return read_text(text, name)


def merged(variant: str, base: str = BASE) -> Any:
    return merge(node(base, "base.yaml"), node(variant)).plain()


def only(call: Any, *arguments: Any) -> Diagnostic:
    with pytest.raises(InputError) as caught:
        call(*arguments)
    (fault,) = caught.value.diagnostics
    assert fault.code in CODES
    return fault


def caret(fault: Diagnostic) -> str:
    return fault.text[fault.place.column - 1 : fault.place.column - 1 + fault.place.length]


def changed(change: str, base: str = BASE) -> Any:
    return set_value(node(base, "base.yaml"), change).plain()


def written(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text)
    return folder / "variant.yaml"


def test_mappings_merge_key_by_key_and_lists_and_scalars_replace():
    assert merged("a: {x: 1}\nb: [9]\nc: {m: 1}\nd: 5", "a: {w: 2, x: 1}\nb: [1, 2]\nc: 7\nd: {z: 1}") == {
        "a": {"x": 1, "w": 2},
        "b": [9],
        "c": {"m": 1},
        "d": 5,
    }


def test_what_is_not_overridden_keeps_its_order_and_new_keys_come_last():
    assert list(merged("c: 3\na: 9", "a: 1\nb: 2")) == ["a", "b", "c"]


def test_each_node_of_a_variant_finds_its_own_source():
    root = merge(node(BASE, "base.yaml"), node("title: Other\nparties:\n  ukraine: {name: U}\n"))
    assert caret(root.at(["title"]).diagnostic("S001", "m")) == "Other"
    assert root.at(["title"]).place.file == "variant.yaml"
    weight = root.at(["parties", "ukraine", "stances", "minerals", "weight"])
    assert (weight.place.file, caret(weight.key_diagnostic("S001", "m"))) == ("base.yaml", "weight")
    assert caret(root.at(["parties", "ukraine"]).key_diagnostic("S001", "m")) == "ukraine"


def test_null_removes_a_key():
    assert "closing" not in merged("meetings: {closing: null}")["meetings"]


def test_null_for_a_key_that_is_not_there_suggests_the_right_one():
    fault = only(merged, "title: x\nmeetings:\n  closng: ~\n")
    assert (fault.code, fault.path, caret(fault)) == ("Y101", "meetings.closng", "closng")
    assert fault.help == "did you mean 'closing'?"


def test_a_new_meeting_goes_before_the_one_it_names():
    result = merged("meetings:\n  talks: {before: closing, title: T}\n  first: {before: opening, title: F}\n")
    assert list(result["meetings"]) == ["first", "opening", "talks", "closing"]
    assert result["meetings"]["talks"] == {"title": "T"}


def test_an_old_linkage_moves_before_the_one_it_names():
    base = "linkages: {a: {x: 1}, b: {x: 2}}"
    result = merged("linkages: {b: {before: a}}", base)["linkages"]
    assert list(result.items()) == [("b", {"x": 2}), ("a", {"x": 1})]


def test_elsewhere_before_is_a_key_like_any_other():
    assert merged("issues: {b: {before: a}}", "issues: {a: 1}") == {"issues": {"a": 1, "b": {"before": "a"}}}


@pytest.mark.parametrize(
    ("variant", "expected"),
    [
        ("{part: {title: Part, before: truce}}", {"war": "War", "part": "Part", "truce": "Truce"}),
        ("{truce: {before: war}}", {"truce": "Truce", "war": "War"}),
        ("{truce: {title: Pause, before: war}}", {"truce": "Pause", "war": "War"}),
    ],
)
def test_an_option_goes_before_the_one_it_names(variant, expected):
    base = "issues: {fighting: {options: {war: War, truce: Truce}}}"
    options = merged(f"issues: {{fighting: {{options: {variant}}}}}", base)["issues"]["fighting"]["options"]
    assert list(options.items()) == list(expected.items())


@pytest.mark.parametrize("before", ["closng", "talks", "[closing]", "3"])
def test_before_an_unknown_meeting_is_an_error(before):
    fault = only(merged, f"meetings:\n  talks: {{before: {before}}}\n")
    assert (fault.code, fault.path, caret(fault)) == ("Y102", "meetings.talks.before", before)


def test_all_faults_of_a_variant_come_at_once():
    with pytest.raises(InputError) as caught:
        merged("x: null\nw: null\nmeetings: {z: {before: q}}")
    assert [fault.code for fault in caught.value.diagnostics] == ["Y101", "Y101", "Y102"]


def test_a_variant_says_only_what_differs(tmp_path):
    path = written(tmp_path, base=BASE, variant="extends: base.yaml\ntitle: Other\n")
    root = read_scenario_nodes(path)
    assert root.plain() == merged("title: Other")
    assert root.at(["negosim"]).place.file == str(tmp_path / "base.yaml")


def test_a_scenario_alone_is_read_as_it_is(tmp_path):
    assert read_scenario_nodes(written(tmp_path, variant=BASE)).plain() == node(BASE).plain()


def test_files_below_may_lie_in_folders_and_look_back_up(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.yaml").write_text("extends: ../c.yaml\nb: 1\n")
    path = written(tmp_path, c="c: 1\n", variant="extends: sub/b.yaml\n")
    assert read_scenario_nodes(path).plain() == {"c": 1, "b": 1}


def test_a_file_extends_several_each_over_the_one_before_and_none_twice(tmp_path):
    parts = {"base": "a: 1\nb: 1\nc: {d: 1}\n", "one": "extends: base.yaml\na: 2\nc: {e: 2}\n"}
    parts |= {"two": "extends: base.yaml\nb: 3\nc: {e: 3}\n", "variant": "extends: [one.yaml, two.yaml]\nf: 4\n"}
    assert read_scenario_nodes(written(tmp_path, **parts)).plain() == {"a": 2, "b": 3, "c": {"d": 1, "e": 3}, "f": 4}


@pytest.mark.parametrize("name", ["[]", "[base.yaml, 3]", "[base.yaml, [base.yaml]]"])
def test_what_a_file_extends_is_named(tmp_path, name):
    assert only(read_scenario_nodes, written(tmp_path, base="a: 1", variant=f"extends: {name}\n")).code == "Y103"


@pytest.mark.parametrize("name", ["/etc/passwd", "../x.yaml", "sub/../../x.yaml", "link.yaml"])
def test_extends_does_not_leave_the_folder(tmp_path, name):
    folder = tmp_path / "scenarios"
    folder.mkdir()
    (tmp_path / "x.yaml").write_text("a: 1")
    (folder / "link.yaml").symlink_to(tmp_path / "x.yaml")
    fault = only(read_scenario_nodes, written(folder, variant=f"extends: {name}\n"))
    assert (fault.code, caret(fault)) == ("Y103", name)


@pytest.mark.parametrize("name", ["3", "[a]", "null", '" "'])
def test_extends_names_a_file(tmp_path, name):
    assert only(read_scenario_nodes, written(tmp_path, variant=f"extends: {name}\n")).code == "Y103"


def test_a_missing_base_suggests_the_nearest_file(tmp_path):
    fault = only(read_scenario_nodes, written(tmp_path, base="a: 1", variant="extends: bse.yaml\n"))
    assert (fault.code, caret(fault)) == ("Y103", "bse.yaml")
    assert "base.yaml" in fault.message


def test_files_that_extend_each_other_are_an_error(tmp_path):
    path = written(tmp_path, base="extends: variant.yaml\n", variant="extends: base.yaml\n")
    fault = only(read_scenario_nodes, path)
    assert (fault.code, fault.place.file) == ("Y104", str(tmp_path / "base.yaml"))
    (tmp_path / "self.yaml").write_text("extends: self.yaml\n")
    assert only(read_scenario_nodes, tmp_path / "self.yaml").code == "Y104"


def test_a_circle_of_links_is_no_traceback(tmp_path):
    (tmp_path / "loop.yaml").symlink_to(tmp_path / "loop.yaml")
    with pytest.raises(UsageError):
        read_scenario_nodes(tmp_path / "loop.yaml")
    assert only(read_scenario_nodes, written(tmp_path, variant="extends: loop.yaml\n")).code == "Y103"


def test_files_may_stand_on_eight_others_and_no_more(tmp_path):
    (tmp_path / "s0.yaml").write_text("a: 1\n")
    for number in range(1, MAX_EXTENDS + 2):
        (tmp_path / f"s{number}.yaml").write_text(f"extends: s{number - 1}.yaml\n")
    assert read_scenario_nodes(tmp_path / f"s{MAX_EXTENDS}.yaml").plain() == {"a": 1}
    assert only(read_scenario_nodes, tmp_path / f"s{MAX_EXTENDS + 1}.yaml").code == "Y104"


@pytest.mark.parametrize("text", ["", "- 1", "word"])
def test_a_scenario_is_a_mapping(tmp_path, text):
    assert only(read_scenario_nodes, written(tmp_path, variant=text)).code == "Y105"


def test_what_is_no_file_at_all_is_one_sentence():
    with pytest.raises(UsageError, match="cannot read"):
        read_scenario_nodes("a\0b/c.yaml")


def test_a_number_changed_without_a_basis_of_its_own_becomes_assumed(tmp_path):
    variant = "extends: base.yaml\nparties: {ukraine: {stances: {minerals: {values: {none: [1, 2]}}}}}\n"
    stance = read_scenario_nodes(written(tmp_path, base=BASE, variant=variant)).at(
        ["parties", "ukraine", "stances", "minerals"]
    )
    assert stance.plain()["numbers"] == CHANGED
    assert stance.plain()["basis"] == {"kind": "reported", "source": "article"}
    assert stance.at(["numbers", "note"]).place.line == 2


def test_the_last_file_that_changed_a_number_is_named(tmp_path):
    (tmp_path / "top.yaml").write_text("extends: variant.yaml\n# x\nparties: {ukraine: {tactic: {exponent: 9}}}\n")
    variant = "extends: base.yaml\nparties: {ukraine: {tactic: {exponent: 3}, stances: {minerals: {weight: 1}}}}\n"
    written(tmp_path, base=BASE, variant=variant)
    party = read_scenario_nodes(tmp_path / "top.yaml").plain()["parties"]["ukraine"]
    assert party["tactic"]["numbers"]["note"] == "changed in top.yaml, line 3"
    assert party["stances"]["minerals"]["numbers"] == CHANGED


@pytest.mark.parametrize(
    "entry",
    [
        "stances: {minerals: {weight: 1, numbers: {note: better}}}",
        "stances: {minerals: {refuses: {above: 4}}}",
        "stances: {minerals: {refuses: null, values: {none: null}}}",
        "tactic: {exponent: 1, basis: {note: better}}",
        "tactic: {name: boulware}",
        "name: U",
    ],
)
def test_a_change_with_its_own_basis_or_of_no_points_assumes_nothing(tmp_path, entry):
    path = written(tmp_path, base=BASE, variant=f"extends: base.yaml\nparties: {{ukraine: {{{entry}}}}}\n")
    assert "changed in" not in str(read_scenario_nodes(path).plain())


def test_a_tactic_of_another_name_leaves_the_parameters_of_the_old_one(tmp_path):
    variant = "extends: base.yaml\nparties: {ukraine: {tactic: {name: hardliner}}}\n"
    party = read_scenario_nodes(written(tmp_path, base=BASE, variant=variant)).plain()["parties"]["ukraine"]
    assert party["tactic"] == {"name": "hardliner", "basis": CHANGED}
    assert changed("parties.ukraine.tactic.name=boulware") == changed("title=Minerals")


def test_a_party_without_a_tactic_is_given_one_by_its_name():
    base = "parties: {ukraine: {name: Ukraine}}"
    change = "parties.ukraine.tactic.name=hardliner"
    tactic = changed(change, base)["parties"]["ukraine"]["tactic"]
    basis = {"kind": "assumed", "note": f"changed on the command line: {change}"}
    assert tactic == {"name": "hardliner", "basis": basis}
    assert only(lambda: changed("parties.ukraine.tactic.first=1", base)).code == "Y106"


def test_what_comes_with_the_other_name_is_what_holds():
    given = "{name: other, exponent: [1, 2], basis: {kind: reported, source: b}, numbers: {kind: inferred}}"
    tactic = changed("parties.ukraine.tactic=" + given)["parties"]["ukraine"]["tactic"]
    assert tactic["exponent"] == [1, 2]
    assert tactic["basis"] == {"kind": "reported", "source": "b"}
    assert (
        "exponent"
        not in changed("parties.ukraine.tactic={name: other, exponent: null}")["parties"]["ukraine"]["tactic"]
    )


def test_a_protocol_of_another_name_keeps_rounds_and_who_begins():
    base = BASE.replace("{name: p, rounds: 6}", "{name: p, rounds: 6, begins: ukraine, order: rotation}")
    protocol = changed("meetings.opening.protocol.name=q", base)["meetings"]["opening"]["protocol"]
    assert protocol == {"name": "q", "rounds": 6, "begins": "ukraine"}


def test_the_name_of_anything_else_is_only_a_name():
    base = "parties: {tactic: {name: A, tactic: {name: x, rate: 1}, stances: {}}}"
    assert changed("parties.tactic.name=B", base)["parties"]["tactic"] == {
        "name": "B",
        "tactic": {"name": "x", "rate": 1},
        "stances": {},
    }


def test_the_rounds_of_a_meeting_are_not_points():
    assert "numbers" not in changed("meetings.opening.protocol.rounds=2")["meetings"]["opening"]


def test_numbers_within_lists_are_found():
    base = "x: [{numbers: {kind: inferred}, points: [[1, 2], {a: 1}, {basis: 0, a: 2}], flag: true}]"
    assert changed("x.0.points.1.a=7", base)["x"][0]["numbers"]["note"].endswith("x.0.points.1.a=7")
    assert changed("x.0.flag=false", base)["x"][0]["numbers"] == {"kind": "inferred"}
    assert changed("x.0.points.2.a=3", base)["x"][0]["numbers"] == {"kind": "inferred"}


def test_a_change_of_the_command_line_says_so_in_the_basis():
    change = "parties.ukraine.stances.minerals.weight=12"
    stance = changed(change)["parties"]["ukraine"]["stances"]["minerals"]
    assert stance["weight"] == 12
    assert stance["numbers"] == {"kind": "assumed", "note": f"changed on the command line: {change}"}


@pytest.mark.parametrize(
    ("change", "path", "value"),
    [
        ("title=A = b", ["title"], "A = b"),
        ("summary=new", ["summary"], "new"),
        (
            "parties.ukraine.stances.minerals.weight.1=16",
            ["parties", "ukraine", "stances", "minerals", "weight", 1],
            16,
        ),
        (
            "parties.ukraine.stances.minerals.values.2.5=4",
            ["parties", "ukraine", "stances", "minerals", "values", "2.5"],
            4,
        ),
        (
            "parties.ukraine.stances.minerals.values.7.5=4",
            ["parties", "ukraine", "stances", "minerals", "values", "7.5"],
            4,
        ),
        ("meetings.opening={title: C}", ["meetings", "opening", "title"], "C"),
        ("meetings.opening={title: C}", ["meetings", "opening", "protocol", "rounds"], 6),
        (
            "parties.ukraine.stances.minerals.weight=[1, 2]",
            ["parties", "ukraine", "stances", "minerals", "weight", 1],
            2,
        ),
    ],
)
def test_a_change_merges_like_a_variant(change, path, value):
    assert set_value(node(BASE), change).at(path).value == value


def test_null_on_the_command_line_removes():
    assert list(changed("meetings.closing=null")["meetings"]) == ["opening"]
    assert only(changed, "meetings.closng=").code == "Y101"


def test_before_works_on_the_command_line():
    assert list(changed("meetings.talks={before: closing}")["meetings"]) == ["opening", "talks", "closing"]


def test_a_changed_node_has_its_place_in_the_change():
    root = set_value(node(BASE), "meetings.closing.title=Other")
    fault = root.at(["meetings", "closing", "title"]).diagnostic("S001", "m")
    assert (fault.place.file, caret(fault)) == ("--set", "Other")
    key = root.at(["meetings", "closing", "title"]).key_diagnostic("S001", "m")
    assert caret(key) == "title"


@pytest.mark.parametrize(
    ("change", "word", "help"),
    [
        ("parties.ukrain.name=x", "ukrain", "did you mean 'ukraine'?"),
        ("partie.ukraine=x", "partie", "did you mean 'parties'?"),
        ("title.x=1", "x", ""),
        ("parties.ukraine.stances.minerals.weight.3=1", "3", "the list has the indices 0 to 2"),
        ("parties.ukraine.stances.minerals.weight.-1=1", "-1", "the list has the indices 0 to 2"),
        ("parties.ukraine.stances.minerals.weight.x.y=1", "x", "the list has the indices 0 to 2"),
        ("parties..x=1", "", "it can be: ukraine"),
    ],
)
def test_a_path_that_leads_nowhere_suggests_the_nearest_key(change, word, help):
    fault = only(changed, change)
    assert (fault.code, fault.help) == ("Y106", help)
    assert not word or caret(fault) == word


def test_an_item_of_an_empty_list_cannot_be_changed():
    assert only(changed, "a.0=1", "a: []").help == "the list is empty"


@pytest.mark.parametrize("change", ["title", "", "=3", " =3"])
def test_a_change_without_path_or_sign_is_wrong_use(change):
    with pytest.raises(UsageError, match="PATH=VALUE"):
        changed(change)


@pytest.mark.parametrize(("change", "code"), [("title=no", "Y010"), ("title=[1", "Y004"), ("title=#x", "Y013")])
def test_the_value_of_a_change_is_read_by_the_same_rules(change, code):
    with pytest.raises(InputError) as caught:
        changed(change)
    (fault,) = caught.value.diagnostics
    assert (fault.code, fault.place.file, fault.text) == (code, "--set", change)


def test_changes_cannot_nest_deeper_than_files():
    assert only(changed, "title=" + "[" * 32 + "]" * 32).code == "Y106"
    assert changed("title=" + "[" * 31 + "]" * 31)["title"]


# --- what comes with negosim, and what changes nothing ---


def test_a_name_alone_is_a_scenario_that_comes_with_negosim(tmp_path):
    variant = written(tmp_path, variant="extends: river_basin\ntitle: Mine\n")
    assert read_scenario_nodes(variant).plain() == load("river_basin").plain() | {"title": "Mine"}


def test_a_file_of_that_name_beside_it_comes_first(tmp_path):
    (tmp_path / "river_basin").write_text("a: 1\n")
    assert read_scenario_nodes(written(tmp_path, variant="extends: river_basin\n")).plain() == {"a": 1}


def test_a_variant_that_comes_with_negosim_may_be_extended_too(tmp_path):
    assert read_scenario_nodes(written(tmp_path, variant="extends: nato_off_the_table\n")).plain()["negosim"] == 2


def test_a_misspelt_name_suggests_the_nearest(tmp_path):
    fault = only(read_scenario_nodes, written(tmp_path, variant="extends: river_basn\n"))
    assert (fault.code, caret(fault)) == ("Y103", "river_basn")
    assert "did you mean 'river_basin'?" in fault.message


def test_what_changes_nothing_is_no_change():
    assert load("river_basin", ["parties={}"]).changes == ()
    assert load("river_basin", ["parties={}", "title=Mine"]).changes == ("title=Mine",)
