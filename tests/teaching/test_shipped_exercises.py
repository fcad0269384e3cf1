"""Every shipped exercise: read, started, answered rightly and wrongly, marked; and its commands run."""

from __future__ import annotations

import re
import shlex
from functools import lru_cache
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner
from exercise_papers import PAPERS

from negosim.cli import cli
from negosim.files import shipped_names
from negosim.scenario.yaml.writer import dump
from negosim.teaching.exercises import catalogue, load_exercise, mark, read_answers, sheet, start
from negosim.teaching.exercises.evaluate import ExerciseEvaluator
from negosim.teaching.exercises.marking import MarkedSubmission
from negosim.teaching.exercises.model import Exercise, Question
from negosim.teaching.exercises.quantities.base import QuantityValue
from negosim.teaching.exercises.questions.base import QuantityCall
from negosim.teaching.exercises.questions.choice import Several
from negosim.teaching.exercises.questions.number import Number
from negosim.teaching.exercises.worksheets import solved_questions

ROOT = Path(__file__).resolve().parents[2]
SLOW = ("which_assumption_matters", "who_meets_first", "write_a_tactic")
"""Exercises whose answers take draws, or talks solved backwards, and so some seconds."""

QUICK = ("validate", "list", "conflict")
"""Commands that take a moment; the others are tried in the long checks."""


def each(*, slow: bool = True) -> list[Any]:
    """The names of the exercises; those that take long are tried in the long checks."""
    marks = {name: [pytest.mark.long] if slow and name in SLOW else [] for name in shipped_names("exercises")}
    return [pytest.param(name, marks=marks[name]) for name in shipped_names("exercises")]


@lru_cache(maxsize=64)
def right_answers(name: str) -> dict[str, Any]:
    """The right answer to every question as it is written, files left out."""
    exercise = load_exercise(name)
    found = {
        key: (one, one.kind.solution(ExerciseEvaluator(exercise.about))) for key, one in exercise.questions.items()
    }
    return {key: written(one, value) for key, (one, value) in found.items() if value is not None}


def written(question: Question, value: QuantityValue) -> Any:
    if isinstance(question.kind, Number):
        return round(float(value), 2)  # type: ignore[arg-type]  # a number question gets a number
    return list(value) if isinstance(value, tuple) else value


def wrong(question: Question, right: Any) -> Any:
    """An answer that is not right."""
    match question.kind:
        case Number(tolerance=tolerance):
            return right + 2 * tolerance + 1000
        case Several(options=options):
            return [key for key in options if key not in right]
        case wanted if isinstance(right, bool):
            return not right
        case wanted:
            return next(key for key in wanted.options if key != right)  # type: ignore[union-attr]  # a choice


def answered(name: str, folder: Path, answers: dict[str, Any], papers: bool = True) -> MarkedSubmission:
    """Start an exercise, write these answers into its file, and have it marked."""
    exercise = load_exercise(name)
    start(exercise, folder)
    for (of, key), text in PAPERS.items():
        paper = exercise.questions[key].paper if of == name else None
        if paper is not None:
            (folder / paper.name).write_text(text if papers else "nothing: here", encoding="utf-8")
            answers = answers | {key: paper.name}
    head = {"negosim_answers": 1, "exercise": name, "student": "Ann", "answers": answers}
    (folder / "answers.yaml").write_text(dump(head), encoding="utf-8")
    return mark(read_answers(folder / "answers.yaml"), allow_code=True)


@pytest.mark.parametrize("name", each())
def test_right_answers_get_all_marks_and_hear_why(name: str, tmp_path: Path) -> None:
    marked = answered(name, tmp_path / "ann", right_answers(name))
    assert [one.key for one in marked.answers if not one.right] == []
    assert marked.marks == marked.most == load_exercise(name).marks
    whys = [question.why for question in load_exercise(name).questions.values()]
    assert [one.words for one in marked.answers] == [(why,) for why in whys]


@pytest.mark.parametrize("name", each())
def test_wrong_answers_get_no_marks_and_are_not_told_what_is_right(name: str, tmp_path: Path) -> None:
    questions = load_exercise(name).questions
    answers = {key: wrong(questions[key], right) for key, right in right_answers(name).items()}
    marked = answered(name, tmp_path / "ann", answers, papers=False)
    assert [one.key for one in marked.answers if one.marks] == []
    for one in marked.answers:
        assert questions[one.key].why not in one.words


@pytest.mark.parametrize("name", each())
def test_the_number_of_every_mistake_is_wrong_and_hears_its_word(name: str, tmp_path: Path) -> None:
    from negosim.teaching.exercises.evaluate import evaluate

    exercise = load_exercise(name)
    for place, (key, question) in enumerate(exercise.questions.items()):
        for number, mistake in enumerate(question.number.mistakes if question.number else ()):
            given = {key: float(evaluate(mistake.answer, exercise.about))}  # type: ignore[arg-type]  # a number
            folder = tmp_path / f"{place}-{number}"
            (one,) = [one for one in answered(name, folder, given).answers if one.key == key]
            assert (one.marks, one.words) == (0, (mistake.say,))


@pytest.mark.parametrize("name", each())
def test_what_is_right_is_among_the_options(name: str) -> None:
    for key, question in load_exercise(name).questions.items():
        options = getattr(question.kind, "options", None)
        if options is not None:
            right = right_answers(name)[key]
            assert set(right if isinstance(right, list) else [right]) <= set(options)


@pytest.mark.parametrize("name", each())
def test_nothing_of_the_teacher_is_in_what_a_student_gets(name: str, tmp_path: Path) -> None:
    exercise = load_exercise(name)
    start(exercise, tmp_path / "ann")
    shown = CliRunner().invoke(cli, ["exercise", "show", name]).output
    page = sheet(exercise)
    got = " ".join([shown, page, *(file.read_text(encoding="utf-8") for file in (tmp_path / "ann").iterdir())])
    got = " ".join(got.split())
    for text in secrets(exercise):
        assert " ".join(text.split()) not in got, text


def secrets(exercise: Exercise) -> list[str]:
    """What only a teacher sees, as it is written in the file."""
    texts = [part for part in exercise.teacher.split("\n") if part]
    for question in exercise.questions.values():
        texts += [question.why, *question.hints]
    texts += [words for one in solved_questions(exercise) for _, words in one.wrong]
    return texts


@pytest.mark.parametrize("name", each())
def test_the_teacher_gets_the_solutions(name: str) -> None:
    page = sheet(load_exercise(name), teacher=True)
    assert page.count('class="solution"') == len(load_exercise(name).questions)
    assert "teacher's sheet" in page.replace("&#39;", "'")


def commands() -> list[Any]:
    """Every command of the tasks once, with the exercise that it is of."""
    found: dict[str, tuple[str, bool]] = {}
    for exercise in catalogue():
        for task in exercise.tasks:
            for line in task.run:
                found.setdefault(line, (exercise.name, task.long))
    marks = [[] if line.split()[1] in QUICK else [pytest.mark.long] for line in found]
    return [pytest.param(name, line, marks=marks[k]) for k, (line, (name, _)) in enumerate(found.items())]


@pytest.mark.parametrize(("name", "line"), commands())
def test_every_command_of_the_tasks_runs_in_the_student_s_folder(
    name: str, line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered(name, tmp_path / "ann", {}) if (name, "scenario") in PAPERS else start(
        load_exercise(name), tmp_path / "ann"
    )
    monkeypatch.chdir(tmp_path / "ann")
    result = CliRunner().invoke(cli, shlex.split(line)[1:])
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize("name", each(slow=False))
def test_every_command_of_the_tasks_is_one(name: str) -> None:
    for task in load_exercise(name).tasks:
        for line in task.run:
            program, command, *words = shlex.split(line)
            assert program == "negosim"
            found = cli.get_command(click.Context(cli), command)
            assert found is not None
            found.make_context(command, words, parent=click.Context(cli))


def test_the_course_has_at_least_ten_from_easy_to_hard_each_in_its_place() -> None:
    exercises = catalogue()
    assert [one.place for one in exercises] == list(range(1, len(exercises) + 1))
    assert len(exercises) >= 10
    assert exercises[0].level == "easy"
    assert exercises[-1].level == "hard"
    invented = ("panama_canal_1974", "river_basin", "elmira_groundwater")
    assert sum(one.about in invented for one in exercises) >= 2


def test_what_an_exercise_needs_comes_before_it() -> None:
    places = {exercise.name: exercise.place for exercise in catalogue()}
    for exercise in catalogue():
        needed = [word for need in exercise.needs for word in re.findall(r"Exercise (\w+)", need)]
        assert all(places[name] < exercise.place for name in needed)


def test_the_page_of_the_documentation_lists_the_exercises_as_they_are() -> None:
    page = ROOT / "docs" / "exercises.md"
    if not page.is_file():
        pytest.skip("needs the source tree")
    rows = (
        f"| {one.place} | `{one.name}` | {one.title} | {one.level} | {one.minutes} | `{one.about}` |"
        for one in catalogue()
    )
    head = ("| | exercise | what it is | level | minutes | about |", "|---|---|---|---|---|---|")
    assert "\n".join([*head, *rows]) + "\n" in page.read_text(encoding="utf-8")


def test_a_question_has_no_place_where_a_right_number_could_stand() -> None:
    assert set(Number.model_fields) == {"answer", "tolerance", "unit", "mistakes"}
    assert set(Several.model_fields) == {"answer", "options", "wrong"}
    assert Number.model_fields["answer"].annotation is Several.model_fields["answer"].annotation is QuantityCall
