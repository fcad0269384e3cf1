"""What went wrong, in plain words with place, caret and the way out."""

from __future__ import annotations

import pytest

from negosim.errors import Diagnostic, InputError, NegosimError, Place, RunError, UsageError, did_you_mean, nearest

PLACE = Place("mine.yaml", 61, 7, 5)


def test_a_fault_shows_file_line_column_code_message_path_source_caret_and_help() -> None:
    fault = Diagnostic(
        "S784",
        "unknown key 'ronds'",
        PLACE,
        path="meetings.kyiv_first.protocol.ronds",
        text="      ronds: 40",
        help="did you mean 'rounds'?",
    )
    assert str(fault).splitlines() == [
        "mine.yaml:61:7: error[S784]: unknown key 'ronds'  (at meetings.kyiv_first.protocol.ronds)",
        "   61 |       ronds: 40",
        "      |       ^^^^^ did you mean 'rounds'?",
    ]


def test_a_fault_without_help_ends_with_the_caret() -> None:
    fault = Diagnostic("Y009", "'title' is given twice", Place("a.yaml", 2, 1, 0), text="title: x")
    assert str(fault).splitlines()[-1] == "      | ^"


def test_a_fault_without_source_shows_its_help_alone() -> None:
    assert str(Diagnostic("S1", "no", Place("a"), help="do so")) == "a:1:1: error[S1]: no\n         do so"
    assert str(Diagnostic("S1", "no", Place("a"))) == "a:1:1: error[S1]: no"


def test_all_faults_of_a_file_come_at_once_in_its_order() -> None:
    late, early = Diagnostic("B", "late", Place("f", 9)), Diagnostic("A", "early", Place("f", 2, 3))
    error = InputError([late, early])
    assert error.diagnostics == (early, late)
    assert str(error) == f"{early}\n{late}"


def test_places_are_ordered_by_file_line_and_column() -> None:
    places = [Place("b"), Place("a", 2), Place("a", 1, 9), Place("a", 1, 2)]
    assert sorted(places) == list(reversed(places))


@pytest.mark.parametrize(("kind", "code"), [(NegosimError, 1), (InputError, 1), (UsageError, 2), (RunError, 3)])
def test_exit_codes(kind: type[NegosimError], code: int) -> None:
    assert kind.exit_code == code
    assert issubclass(kind, NegosimError)


def test_the_nearest_name_is_suggested() -> None:
    assert nearest("joint_fnd", ["none", "joint_fund"]) == "joint_fund"
    assert nearest("xxxxx", ["none", "joint_fund"]) is None
    assert did_you_mean("joint_fnd", ["none", "joint_fund"]) == "did you mean 'joint_fund'?"


def test_a_name_that_begins_with_what_was_written_goes_before_one_that_holds_it_and_that_before_one_like_it() -> None:
    assert nearest("article", ["artikel", "particle", "article_2025_02_23"]) == "article_2025_02_23"
    assert nearest("river", ["rivet", "great_river_basin"]) == "great_river_basin"
    assert nearest("river", ["rivet", "rover"]) in ("rivet", "rover")
    assert did_you_mean("panama", ["banana", "panama_canal_1974"]) == "did you mean 'panama_canal_1974'?"


def test_what_stands_in_the_same_place_already_is_never_suggested() -> None:
    assert did_you_mean("lowland", ["upland", "lowlands"], taken=["lowlands"]) == "did you mean 'upland'?"
    assert did_you_mean("lowland", ["upland", "delta"], taken=["upland"]) == "it can be: delta"
    assert did_you_mean("lowland", ["upland"], taken=["upland"]) == "all that there are stand here already"


def test_for_short_names_the_choices_are_listed_rather_than_guessed() -> None:
    assert did_you_mean("non", ["none", "all"]) == "it can be: none, all"
    assert did_you_mean("opt9", ["opt1", "opt2"]) == "it can be: opt1, opt2"


def test_names_that_are_like_none_are_listed_up_to_a_dozen() -> None:
    many = [f"option_{k}" for k in range(14)]
    assert did_you_mean("xyzzy", many) == f"it can be: {', '.join(many[:12])} and 2 more"
    assert did_you_mean("xyzzy", []) == "there is none to choose from"
