"""Exercises as files: what is read, what is told of what is wrong, what a student gets, and how answers are judged."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from negosim import registry
from negosim.cli import cli
from negosim.document import BulletList, Paragraph, Section
from negosim.errors import InputError, RunError, UsageError
from negosim.report.pages.prose import read_prose
from negosim.scenario.yaml.writer import dump
from negosim.teaching.exercises import (
    MarkedSubmission,
    load_exercise,
    mark,
    read_answers,
    sheet,
    start,
    write_marks,
    write_sheet,
)
from negosim.teaching.exercises.load import result_type

TACTIC = """
from negosim.plugins import AspirationTactic


class Mine(AspirationTactic):
    def aspiration(self, view, time):
        return view.menu.highest - round((view.menu.highest - view.reservation) * time ** 5)
"""

SCENARIO_CHECKS: list[dict[str, Any]] = [
    {"that": "three issues", "answer": {"quantity": "size", "what": "issues"}, "at_least": 3, "say": "SAY-ISSUES"},
    {"that": "a zone", "answer": {"quantity": "zone_empty"}, "equals": False, "say": "SAY-ZONE"},
    {
        "that": "more outcomes than the river",
        "answer": {"quantity": "size", "what": "outcomes"},
        "more_than": {"quantity": "size", "what": "outcomes", "of": "river_basin"},
        "say": "SAY-MORE",
        "weight": 2,
    },
]


def questions() -> dict[str, Any]:
    return {
        "share": {
            "ask": "ASK-SHARE",
            "number": {
                "answer": {"quantity": "share", "party": "ukraine", "issue": "guarantees"},
                "tolerance": 0.1,
                "mistakes": [
                    {"answer": {"quantity": "weight", "party": "ukraine", "issue": "guarantees"}, "say": "SAY-WEIGHT"}
                ],
            },
            "marks": 2,
            "hints": ["HINT-ONE", "HINT-TWO"],
            "why": "WHY-SHARE",
        },
        "heaviest": {
            "ask": "Which?",
            "choice": {
                "answer": {"quantity": "heaviest_issue", "party": "usa"},
                "options": {"minerals": "Minerals", "nato": "NATO", "office": "office"},
                "wrong": {"nato": "SAY-NATO"},
            },
            "hints": ["HINT-H"],
            "why": "WHY-HEAVIEST",
        },
        "movable": {
            "ask": "Which of these?",
            "several": {
                "answer": {"quantity": "movable_by", "group": ["usa", "russia"]},
                "options": {"nato": "NATO", "first_meeting": "Meeting", "office": "Office", "minerals": "Minerals"},
                "wrong": {"office": "SAY-OFFICE"},
            },
            "marks": 4,
            "hints": ["HINT-M"],
            "why": "WHY-MOVABLE",
        },
        "empty": {
            "ask": "True?",
            "claim": {"answer": {"quantity": "zone_empty"}, "wrong": "SAY-EMPTY"},
            "hints": ["HINT-E"],
            "why": "WHY-EMPTY",
        },
    }


def exercise(**more: Any) -> dict[str, Any]:
    """An exercise as plain data, with marks planted in what only a teacher sees."""
    return {
        "negosim_exercise": 1,
        "title": "A trial",
        "place": 7,
        "level": "easy",
        "minutes": 10,
        "about": "article_2025_02_23",
        "goal": "You can try.",
        "needs": ["A pencil"],
        "theory": "One.\n\n## Two\n\n- a\n- <b>",
        "sources": {"book": {"title": "A book", "date": "1999", "publisher": "Press", "note": "short"}},
        "files": ["kyiv_first"],
        "tasks": [{"do": "Look.", "run": ["negosim list tactics"], "long": True}],
        "questions": questions(),
        "teacher": "NOTE-TEACHER",
        **more,
    }


def write(folder: Path, data: dict[str, Any], name: str = "trial.yaml") -> Path:
    path = folder / name
    path.write_text(dump(data), encoding="utf-8")
    return path


def hand_in(
    folder: Path, answers: dict[str, Any], data: dict[str, Any] | None = None, student: str = "Ann"
) -> MarkedSubmission:
    loaded = load_exercise(write(folder, data or exercise()))
    head = {"negosim_answers": 1, "exercise": "trial", "student": student, "answers": answers}
    return mark(read_answers(write(folder, head, "answers.yaml"), loaded), allow_code=True)


def one_of(marked: MarkedSubmission, key: str) -> Any:
    return next(one for one in marked.answers if one.key == key)


# --- the file ---


def faults(tmp_path: Path, change: Any) -> list[str]:
    data = exercise()
    change(data)
    with pytest.raises(InputError) as caught:
        load_exercise(write(tmp_path, data))
    assert all(fault.place.line > 0 for fault in caught.value.diagnostics)
    return [f"{fault.code} {fault.path}: {fault.message} {fault.help}" for fault in caught.value.diagnostics]


def share_of(data: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = data["questions"]["share"]["number"]["answer"]
    return answer


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda d: d.update(titel="x"), "S001 titel: unknown key 'titel'"),
        (lambda d: d.pop("goal"), "S002 : missing key 'goal'"),
        (lambda d: d.update(level="tough"), "S005 level: expected easy, middle or hard, found text 'tough'"),
        (lambda d: d.update(about="artikel_2025_02_23"), "L104 about: nothing of the name"),
        (lambda d: d.update(about="artikel_2025_02_23"), "did you mean 'article_2025_02_23'?"),
        (lambda d: d.update(files=["kyiv_frist"]), "L104 files.0: nothing of the name 'kyiv_frist'"),
        (lambda d: share_of(d).update(quantity="shares"), "L101 questions.share.number.answer.quantity: no quantity"),
        (lambda d: share_of(d).update(quantity="sharee"), "did you mean 'share'?"),
        (lambda d: share_of(d).update(partyy="usa"), "L102 questions.share.number.answer.partyy"),
        (lambda d: share_of(d).pop("issue"), "needs 'issue': the issue meant add 'issue:' here"),
        (
            lambda d: share_of(d).update(party="ukrain"),
            "no party 'ukrain' in article_2025_02_23 did you mean 'ukraine'?",
        ),
        (
            lambda d: share_of(d).update(party=3),
            "L103 questions.share.number.answer.party: expected the key of a party",
        ),
        (lambda d: share_of(d).update(of="kyiv_frist"), "L104 questions.share.number.answer.of"),
        (lambda d: share_of(d).update(set=["nowhere=1"]), "L103 questions.share.number.answer.set"),
        (lambda d: share_of(d).update(seed=-1), "S006 questions.share.number.answer.seed"),
        (lambda d: d["questions"]["share"].pop("number"), "S013"),
        (lambda d: d["questions"]["share"].update(hints=[]), "S007 questions.share.hints"),
        (
            lambda d: d["questions"]["empty"]["claim"].update(answer={"quantity": "zone_size"}),
            "L105 questions.empty.claim.answer.quantity: expected a quantity that gives true or false, 'zone_size' "
            "gives a number",
        ),
        (
            lambda d: d["questions"]["heaviest"]["choice"].update(wrong={"natoo": "x"}),
            "L106 questions.heaviest.choice.wrong.natoo: no option 'natoo'",
        ),
        (
            lambda d: d["questions"]["movable"]["several"]["answer"].update(group=["usa", "rusia"]),
            "no party 'rusia' in article_2025_02_23 did you mean 'russia'?",
        ),
        (
            lambda d: d["questions"]["movable"]["several"]["answer"].update(group="usa"),
            "expected a list of parties, found text 'usa'",
        ),
        (
            lambda d: (
                share_of(d)
                and d["questions"]["share"]["number"].update(
                    answer={"quantity": "points", "party": "usa", "outcome": {"natto": "left_open"}}
                )
            ),
            "no issue 'natto' in article_2025_02_23 did you mean 'nato'?",
        ),
        (
            lambda d: d["questions"]["share"]["number"].update(answer={"quantity": "with_basis", "kind": "heard"}),
            "no kind 'heard' it can be: reported, inferred, assumed, imported",
        ),
    ],
)
def test_what_is_wrong_with_an_exercise_is_told_at_its_place(tmp_path: Path, change: Any, told: str) -> None:
    assert any(told in fault for fault in faults(tmp_path, change)), faults(tmp_path, change)


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    def change(data: dict[str, Any]) -> None:
        share_of(data).update(party="ukrain", issue="natto")

    assert len(faults(tmp_path, change)) == 2


def paper(**more: Any) -> dict[str, Any]:
    given = {"name": "mine.yaml", "kind": "scenario", "begin": "# begin\n", "checks": SCENARIO_CHECKS} | more
    return {"ask": "Hand in.", "paper": given, "marks": 4, "hints": ["HINT-P"], "why": "WHY-P"}


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"kind": "tactic"}, "a tactic is a .py file with a 'seat'"),
        ({"seat": "usa"}, "a tactic is a .py file with a 'seat'"),
        ({"name": "../mine.yaml"}, "S009"),
        ({"checks": []}, "S007"),
        ({"checks": [{k: v for k, v in SCENARIO_CHECKS[0].items() if k != "at_least"}]}, "expected one of equals"),
        ({"checks": [SCENARIO_CHECKS[0] | {"at_most": 5}]}, "expected one of equals"),
        ({"checks": [SCENARIO_CHECKS[2] | {"more_than": {"quantity": "sizze"}}]}, "L101"),
        ({"checks": [SCENARIO_CHECKS[0] | {"answer": {"quantity": "size"}}]}, "needs 'what'"),
    ],
)
def test_what_is_wrong_with_a_paper_is_told(tmp_path: Path, more: dict[str, Any], told: str) -> None:
    found = faults(tmp_path, lambda data: data["questions"].update(mine=paper(**more)))
    assert any(told in fault for fault in found), found


def test_an_unknown_exercise_is_answered_with_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"no exercise 'linkages' comes with negosim: did you mean 'linkage'\?"):
        load_exercise("linkages")


def test_every_quantity_says_what_it_is_and_gives_what_a_question_can_ask_for() -> None:
    kinds = {"float", "bool", "str", "tuple[str, ...]"}
    for entry in registry.entries("quantity"):
        assert entry.summary.endswith("."), entry.name
        assert result_type(entry) in kinds, entry.name


# --- what a student gets ---


def test_a_started_folder_holds_the_sheet_the_answers_and_the_files_with_what_they_extend(tmp_path: Path) -> None:
    loaded = load_exercise(write(tmp_path, exercise(questions=questions() | {"mine": paper()})))
    written = start(loaded, tmp_path / "ann")
    assert set(written.files) == {
        "sheet.html",
        "answers.yaml",
        "mine.yaml",
        "kyiv_first.yaml",
        "article_2025_02_23.yaml",
    }
    assert {path.name for path in (tmp_path / "ann").iterdir()} == set(written.files)
    assert (tmp_path / "ann" / "mine.yaml").read_text(encoding="utf-8") == "# begin\n"


def test_the_file_of_answers_is_blank_and_reads_back_as_such(tmp_path: Path) -> None:
    loaded = load_exercise(write(tmp_path, exercise()))
    start(loaded, tmp_path / "ann")
    text = (tmp_path / "ann" / "answers.yaml").read_text(encoding="utf-8")
    assert max(map(len, text.splitlines())) <= 100
    assert "# A number (points), like 12.5" in text
    assert "# One of: minerals (Minerals); nato (NATO); office" in text
    assert "# All that fit, like [nato, first_meeting], of:" in text
    assert "# true or false" in text
    handed = read_answers(tmp_path / "ann" / "answers.yaml", loaded)
    assert (handed.student, dict(handed.answers)) == ("", {})
    assert [one.given for one in mark(handed).answers] == [False] * 4


def test_a_folder_that_is_there_is_never_touched(tmp_path: Path) -> None:
    (tmp_path / "ann").mkdir()
    with pytest.raises(UsageError, match="is there already, and may hold answers"):
        start(load_exercise(write(tmp_path, exercise())), tmp_path / "ann")


def test_a_folder_that_cannot_be_made_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="is a file where a folder is to be"):
        start(load_exercise(write(tmp_path, exercise())), tmp_path / "file" / "ann")


def test_planted_words_of_the_teacher_are_in_no_byte_of_what_a_student_gets(tmp_path: Path) -> None:
    path = write(tmp_path, exercise(questions=questions() | {"mine": paper()}))
    loaded = load_exercise(path)
    start(loaded, tmp_path / "ann")
    shown = CliRunner().invoke(cli, ["exercise", "show", str(path)])
    got = shown.output + sheet(loaded) + "".join(p.read_text(encoding="utf-8") for p in (tmp_path / "ann").iterdir())
    assert "ASK-SHARE" in got
    assert [word for word in ("NOTE-", "WHY-", "SAY-", "HINT-", "26.53") if word in got] == []


def test_the_teachers_sheet_has_it_all(tmp_path: Path) -> None:
    page = sheet(load_exercise(write(tmp_path, exercise(questions=questions() | {"mine": paper()}))), teacher=True)
    for words in ("NOTE-TEACHER", "WHY-SHARE", "SAY-WEIGHT", "HINT-TWO", "26.53 points, give or take 0.1", "SAY-ZONE"):
        assert words in page
    assert "26 points" in page, "the number that the mistake comes to"


def test_a_sheet_is_one_page_that_loads_nothing_and_escapes_what_a_file_says(tmp_path: Path) -> None:
    page = sheet(load_exercise(write(tmp_path, exercise(title="<script>alert(1)</script>"))))
    assert "<script" not in page
    assert "&lt;b&gt;" in page
    assert "default-src 'none'" in page
    assert "http" not in page.replace("http-equiv", "")
    assert "This takes a little longer." in page


def test_what_stands_out_does_so_on_the_page_and_loses_its_stars_in_the_terminal(tmp_path: Path) -> None:
    path = write(tmp_path, exercise(theory="The **zone** <of> `weight`.", teacher="**NOTE**"))
    page = sheet(load_exercise(path), teacher=True)
    assert "The <strong>zone</strong> &lt;of&gt; <code>weight</code>." in page
    assert "<strong>NOTE</strong>" in page
    assert "  The zone <of> `weight`." in CliRunner().invoke(cli, ["exercise", "show", str(path)]).output


def test_prose_falls_into_sections_paragraphs_and_lists() -> None:
    text = "Before.\n\n## A head\n\nOne\nline.\n\n- first\n  goes on\n- second\n"
    assert read_prose(text) == (
        Section("", (Paragraph("Before."),), level=2),
        Section("A head", (Paragraph("One line."), BulletList(("first goes on", "second"))), level=2),
    )


# --- answers and marks ---


def test_marks_are_given_by_question(tmp_path: Path) -> None:
    marked = hand_in(tmp_path, {"share": 26.5, "heaviest": "nato", "movable": ["nato", "office"], "empty": False})
    assert [one.marks for one in marked.answers] == [2, 0, 0, 1]
    assert (marked.marks, marked.most) == (3, 8)


@pytest.mark.parametrize(
    ("given", "marks", "words"),
    [
        (["nato", "first_meeting"], 4, ("WHY-MOVABLE",)),
        (["nato"], 2, ()),
        (["nato", "first_meeting", "office"], 2, ("SAY-OFFICE",)),
        (["nato", "minerals"], 0, ()),
        (["nato", "nato"], 2, ()),
        ([], 0, ()),
    ],
)
def test_of_a_list_right_ones_count_less_wrong_ones(
    tmp_path: Path, given: list[str], marks: float, words: tuple[str, ...]
) -> None:
    one = one_of(hand_in(tmp_path, {"movable": given}), "movable")
    assert (one.marks, one.words) == (marks, words)


def test_where_none_fits_an_empty_list_is_right(tmp_path: Path) -> None:
    data = exercise()
    data["questions"]["movable"]["several"]["answer"] = {"quantity": "hurt", "of": "river_basin"}
    assert one_of(hand_in(tmp_path, {"movable": []}, data), "movable").right
    assert not one_of(hand_in(tmp_path, {"movable": ["nato"]}, data), "movable").marks


@pytest.mark.parametrize(("given", "right"), [(26.63, True), (26.44, True), (26.64, False), (26.42, False)])
def test_a_number_is_right_within_its_tolerance(tmp_path: Path, given: float, right: bool) -> None:
    assert one_of(hand_in(tmp_path, {"share": given}), "share").right is right


def test_a_mistake_that_people_make_hears_its_word_and_no_other_does(tmp_path: Path) -> None:
    assert one_of(hand_in(tmp_path, {"share": 26}), "share").words == ("SAY-WEIGHT",)
    assert one_of(hand_in(tmp_path, {"share": 11}), "share").words == ()
    assert one_of(hand_in(tmp_path, {"empty": True}), "empty").words == ("SAY-EMPTY",)
    assert one_of(hand_in(tmp_path, {"heaviest": "nato"}), "heaviest").words == ("SAY-NATO",)
    assert one_of(hand_in(tmp_path, {"heaviest": "office"}), "heaviest").words == ()


def with_paper(tmp_path: Path, text: str | None, **more: Any) -> Any:
    data = exercise(questions={"mine": paper(**more)})
    if text is not None:
        (tmp_path / data["questions"]["mine"]["paper"]["name"]).write_text(text, encoding="utf-8")
    return one_of(hand_in(tmp_path, {"mine": data["questions"]["mine"]["paper"]["name"]}, data), "mine")


def test_a_file_gets_marks_by_its_properties_and_their_weight(tmp_path: Path) -> None:
    from negosim.scenario.starter import STARTER

    one = with_paper(tmp_path, STARTER)
    assert [held.holds for held in one.checks] == [False, True, False]
    assert (one.share, one.marks) == (0.25, 1.0)
    assert one.checks[0].say == "SAY-ISSUES"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (None, "there is no file 'mine.yaml' beside the answers"),
        ("negosim: 2\n", "mine.yaml:1:1: error[S002]"),
        ("a: [", "error[Y004]"),
    ],
)
def test_a_file_that_is_missing_or_wrong_is_told_in_one_sentence(tmp_path: Path, text: str | None, told: str) -> None:
    one = with_paper(tmp_path, text)
    assert one.marks == 0
    assert {held.say for held in one.checks} == {one.checks[0].say}
    assert told in one.checks[0].say
    assert "\n" not in one.checks[0].say


def test_a_file_elsewhere_is_not_looked_at(tmp_path: Path) -> None:
    (tmp_path.parent / "elsewhere.yaml").write_text("negosim: 1\n", encoding="utf-8")
    data = exercise(questions={"mine": paper()})
    one = one_of(hand_in(tmp_path, {"mine": "../elsewhere.yaml"}, data), "mine")
    assert "there is no file '../elsewhere.yaml' beside the answers" in one.checks[0].say


TACTIC_CHECKS: list[dict[str, Any]] = [
    {"that": "rules", "answer": {"quantity": "rules_broken", "party": "delta"}, "at_most": 0, "say": "SAY-RULES"},
    {"that": "repeats", "answer": {"quantity": "repeatable"}, "equals": True, "say": "SAY-REPEATS"},
]


def tactic(tmp_path: Path, text: str | None, about: str = "river_basin") -> Any:
    checks = TACTIC_CHECKS
    question = paper(name="mine.py", kind="tactic", seat="delta", checks=checks)
    data = exercise(about=about, files=[], questions={"mine": question})
    if text is not None:
        (tmp_path / "mine.py").write_text(text, encoding="utf-8")
    return one_of(hand_in(tmp_path, {"mine": "mine.py"}, data), "mine")


def test_a_tactic_takes_its_seat_and_is_held_to_what_it_does(tmp_path: Path) -> None:
    assert [held.holds for held in tactic(tmp_path, TACTIC).checks] == [True, True]


def test_a_tactic_that_breaks_rules_and_does_not_repeat_is_seen(tmp_path: Path) -> None:
    text = TACTIC.replace("time ** 5)", "time ** 5) + lots.randrange(1 << 26)").replace(
        "from negosim", 'import random\nlots = vars(random).setdefault("lots", random.Random(1))\nfrom negosim', 1
    )
    assert [held.holds for held in tactic(tmp_path, text).checks] == [False, False]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("class Other: pass\n", "mine.py has no tactic 'Mine'"),
        ("1 / 0\n", "mine.py cannot be imported: ZeroDivisionError"),
        (None, "there is no file 'mine.py' beside the answers"),
    ],
)
def test_a_tactic_that_cannot_be_run_is_told_in_one_sentence(tmp_path: Path, text: str | None, told: str) -> None:
    one = tactic(tmp_path, text)
    assert one.marks == 0
    assert told in one.checks[0].say


@pytest.mark.parametrize(
    "text", [TACTIC.replace("        return", "        while True: pass\n        return"), "while 1: 1"]
)
def test_a_tactic_without_end_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("negosim.teaching.exercises.evaluate.LIMIT", 0.3)
    one = tactic(tmp_path, text)
    assert "took longer than 0.3 seconds" in one.checks[0].say


def test_a_program_runs_only_where_it_is_allowed(tmp_path: Path) -> None:
    tactic(tmp_path, TACTIC)
    loaded = load_exercise(tmp_path / "trial.yaml")
    with pytest.raises(UsageError, match="would run with all your rights"):
        mark(read_answers(tmp_path / "answers.yaml", loaded))


def test_a_property_that_compares_by_size_needs_a_number(tmp_path: Path) -> None:
    from negosim.scenario.starter import STARTER

    checks = [{"that": "odd", "answer": {"quantity": "zone_empty"}, "at_least": 1, "say": "SAY"}]
    assert "expected a number, the quantity gives False" in with_paper(tmp_path, STARTER, checks=checks).checks[0].say


# --- files of answers that are wrong ---


def head(**more: Any) -> dict[str, Any]:
    return {"negosim_answers": 1, "exercise": "linkage", "student": "Ann", "answers": {}} | more


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (head(answers={"fund_by_it": 5}), "error[L202]: no question 'fund_by_it'"),
        (head(answers={"fund_by_it": 5}), "did you mean 'fund_by_itself'?"),
        (head(answers={"fund_by_itself": "five"}), "error[L203]: expected a number, found text 'five'"),
        (head(answers={"fund_by_itself": "5,5 points"}), "write 5.5"),
        (head(answers={"fund_by_itself": True}), "expected a number, found true"),
        (head(answers={"without_condition": "yes"}), "expected true or false, found text 'yes'"),
        (head(answers={"first_text": ["none"]}), "expected one option, found a list"),
        (head(answers={"first_text": "nothing"}), "error[L204]: no option 'nothing'"),
        (head(answers={"who_blocks_fund": "ukraine"}), "expected a list of options, like [a, b], found text 'ukraine'"),
        (head(answers={"who_blocks_fund": ["ukrain"]}), "did you mean 'ukraine'?"),
        (head(answer={}), "error[L201]: unknown key 'answer'"),
        (head(negosim_answers=2), "expected 'negosim_answers: 1'"),
        ({"exercise": "linkage", "answers": {}}, "expected 'negosim_answers:' with 1"),
        (head(answers=3), "expected 'answers:' with an answer to each question"),
        (head(exercise=["linkage"]), "expected 'exercise:' with the name of the exercise"),
    ],
)
def test_what_is_wrong_with_a_file_of_answers_is_told_at_its_place(
    tmp_path: Path, data: dict[str, Any], told: str
) -> None:
    with pytest.raises(InputError) as caught:
        read_answers(write(tmp_path, data, "answers.yaml"))
    assert told in str(caught.value)


def test_a_file_that_is_no_mapping_is_no_file_of_answers(tmp_path: Path) -> None:
    (tmp_path / "answers.yaml").write_text("- 1\n", encoding="utf-8")
    with pytest.raises(InputError, match="expected a file of answers"):
        read_answers(tmp_path / "answers.yaml")


def test_an_answer_to_an_exercise_that_there_is_not(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="did you mean 'linkage'"):
        read_answers(write(tmp_path, head(exercise="linkag"), "answers.yaml"))


# --- the command line ---


def call(*words: str, code: int = 0) -> Result:
    result = CliRunner().invoke(cli, ["exercise", *words])
    assert result.exit_code == code, result.output
    return result


def test_the_list_is_in_the_order_of_the_course() -> None:
    rows = json.loads(call("list", "--json").stdout)
    assert [row["place"] for row in rows] == sorted(row["place"] for row in rows)
    told = call("list").stdout
    assert told.startswith(" 1. stances_and_weights: From a news report to stances and weights")
    assert max(map(len, told.splitlines())) <= 80


def test_show_tells_the_exercise_and_only_the_teacher_the_solutions(tmp_path: Path) -> None:
    path = str(write(tmp_path, exercise(questions=questions() | {"mine": paper()})))
    told = call("show", path).stdout
    assert max(map(len, told.splitlines())) <= 80
    for words in ("Before: A pencil", "TWO", "- A book, Press, 1999. short", "negosim list tactics", "1. ASK-SHARE"):
        assert words in told
    assert "Solutions" not in told
    taught = call("show", path, "--teacher").stdout
    assert "NOTE-TEACHER" in taught
    assert "1. share: 26.53 points, give or take 0.1" in taught
    assert "To whoever has “26 points”: SAY-WEIGHT" in taught


def test_a_sheet_is_written_and_none_is_replaced_unasked(tmp_path: Path) -> None:
    path, page = str(write(tmp_path, exercise())), tmp_path / "sheet.html"
    call("show", path, "--html", str(page))
    assert "NOTE-TEACHER" not in page.read_text(encoding="utf-8")
    call("show", path, "--html", str(page), code=2)
    call("show", path, "--html", str(page), "--teacher", "--overwrite")
    assert "NOTE-TEACHER" in page.read_text(encoding="utf-8")
    assert [one.name for one in tmp_path.iterdir() if one.name.endswith(".tmp")] == []


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is there already: --overwrite replaces it"):
        write_sheet("", tmp_path)
    with pytest.raises(RunError, match="cannot be written"):
        write_marks([], tmp_path / "no" / "marks.csv")


def test_feedback_helps_and_gives_nothing_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    call("start", "linkage")
    answers = Path("linkage/answers.yaml")
    text = answers.read_text(encoding="utf-8")
    answers.write_text(
        text.replace("fund_by_itself: null", "fund_by_itself: -18").replace("first_text: null", "first_text: none"),
        encoding="utf-8",
    )
    told = call("check", "linkage").stdout
    assert "1. fund_by_itself: not right" in told
    assert "That has the linkages in it." in told
    assert "Hint: Share of the minerals times the difference" in told
    assert "8. first_text: right" in told
    assert "2. linkages_of_fund: not answered yet" in told
    assert told.strip().endswith("1 of 8 right, 2 answered.")
    assert "The share is not the weight" in call("check", "linkage", "--hints", "2").stdout
    assert "Hint" not in call("check", "linkage", "--hints", "0").stdout
    rows = json.loads(call("check", str(answers), "--json").stdout)
    assert [row["right"] for row in rows] == [False] * 7 + [True]


def test_what_spoils_a_whole_file_is_said_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    call("start", "own_scenario")
    told = call("check", "own_scenario").stdout
    assert "1. scenario: partly right (14 %)" in told
    assert "Not so: A condition of the report is a linkage. Paragraph 5" in " ".join(told.split())
    Path("own_scenario/my_scenario.yaml").unlink()
    told = call("check", "own_scenario").stdout
    assert told.count("there is no file 'my_scenario.yaml' beside the answers") == 1


def test_starting_twice_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    told = call("start", "own_scenario", "mine").stdout
    assert "To work on: my_scenario.yaml, river_basin.yaml" in told
    assert "is there already" in call("start", "own_scenario", "mine", code=2).stderr


def students(tmp_path: Path) -> list[str]:
    for name, student, number in (("a", "=cmd()", 5), ("b", "Ben", 6)):
        (tmp_path / name).mkdir()
        write(tmp_path / name, head(student=student, answers={"fund_by_itself": number}), "answers.yaml")
    return [str(tmp_path / "a"), str(tmp_path / "b" / "answers.yaml")]


def test_marks_of_a_class_as_a_table_whose_cells_do_nothing(tmp_path: Path) -> None:
    told = call("mark", *students(tmp_path), "--csv", str(tmp_path / "marks.csv")).stdout
    assert "Ben" in told
    rows = list(csv.DictReader(io.StringIO((tmp_path / "marks.csv").read_text(encoding="utf-8"))))
    assert [(row["student"], row["fund_by_itself"], row["marks"], row["of"]) for row in rows] == [
        ("'=cmd()", "1.0", "1.0", "8"),
        ("Ben", "0.0", "0.0", "8"),
    ]
    call("mark", *students_again(tmp_path), "--csv", str(tmp_path / "marks.csv"), code=2)
    call("mark", *students_again(tmp_path), "--csv", str(tmp_path / "marks.csv"), "--overwrite")


def students_again(tmp_path: Path) -> list[str]:
    return [str(tmp_path / "a"), str(tmp_path / "b")]


def test_one_student_s_marks_are_told_question_by_question(tmp_path: Path) -> None:
    first, _ = students(tmp_path)
    told = call("mark", first).stdout
    assert "fund_by_itself" in told
    assert "All together" in told
    assert "Solutions" not in told
    assert "Solutions: Linkage" in call("mark", first, "--teacher").stdout
    (row,) = json.loads(call("mark", first, "--json").stdout)
    assert (row["fund_by_itself"], row["marks"]) == (1.0, 1.0)


def test_a_file_that_cannot_be_read_is_told_and_the_others_are_marked(tmp_path: Path) -> None:
    good, _ = students(tmp_path)
    (tmp_path / "b" / "answers.yaml").write_text("negosim_answers: 1\nexercise: linkage\nanswers: {x: 1}\n")
    result = call("mark", good, str(tmp_path / "b"), str(tmp_path / "nobody.yaml"), code=1)
    assert "no question 'x'" in result.stderr
    assert "no file" in result.stderr
    assert "=cmd()" in result.stdout
    assert "1 error; what a code means" in call("mark", str(tmp_path / "b"), code=1).stderr
