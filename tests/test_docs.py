"""Every line of the documentation that can run is run, and what it lists is what there is."""

from __future__ import annotations

import re
import runpy
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from _pytest.mark import ParameterSet
from click.testing import CliRunner

from negosim import registry
from negosim.cli import cli

ROOT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.skipif(not (ROOT / "README.md").is_file(), reason="needs the source tree")

PAGES = sorted(path for path in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")] if path.is_file())
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"# ([\w-]+\.\w+)\n")
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")
SLOW = ("analysis", "compare", "statecraft", "students", "teachers", "tournament")
"""Pages whose commands take more than a few seconds."""
DRAWING = ("run", "compare", "tournament", "whatif")
"""Commands that draw, which takes seconds: only the first of a page does."""


def blocks(page: Path, kind: str) -> list[str]:
    """The fenced blocks of a kind, in their order."""
    return [text for name, text in BLOCK.findall(page.read_text(encoding="utf-8")) if name == kind]


def commands(page: Path) -> Iterator[list[str]]:
    """The words of every line that calls negosim, in the order of the page."""
    for block in blocks(page, "console"):
        for line in block.splitlines():
            if line.startswith("$ negosim "):
                yield shlex.split(line.removeprefix("$ negosim "), comments=True)


def write_files(page: Path, folder: Path) -> None:
    """Every block that begins with the name of a file (`# mine.yaml`) becomes that file."""
    for _, text in BLOCK.findall(page.read_text(encoding="utf-8")):
        named = FILE.match(text)
        if named:
            (folder / named[1]).write_text(text, encoding="utf-8")


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def with_commands() -> list[ParameterSet]:
    """The pages that call negosim; those whose commands take long are for the long tests."""
    pages = [page for page in PAGES if any(commands(page))]
    return [
        pytest.param(page, marks=[pytest.mark.long] if page.stem in SLOW else [], id=name_of(page)) for page in pages
    ]


@pytest.mark.parametrize("page", with_commands())
def test_every_command_of_a_page_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_files(page, tmp_path)
    for place, words in enumerate(commands(page)):
        plain = ["--no-figures"] if place and words[0] in DRAWING else []
        called, typed = _typed(words)
        result = CliRunner().invoke(cli, [*called, *plain], input=typed)
        assert result.exit_code == 0, f"negosim {shlex.join(words)}\n{result.output}"


def _typed(words: list[str]) -> tuple[list[str], str]:
    """The words before `< FILE`, and what the file holds; nothing is typed without one."""
    if "<" not in words:
        return words, ""
    place = words.index("<")
    return words[:place], Path(words[place + 1]).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page, "python")], ids=name_of)
def test_the_python_of_a_page_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in registry.KINDS:  # what a page registers goes with it; the built-in ones stay
        registry.names(kind)
        monkeypatch.setitem(registry._entries, kind, dict(registry._entries[kind]))
    monkeypatch.chdir(tmp_path)
    write_files(page, tmp_path)
    names: dict[str, object] = {}
    for block in filter(lambda text: not FILE.match(text), blocks(page, "python")):
        exec(compile(block, str(page), "exec", dont_inherit=True), names)  # noqa: S102  (our own documentation)


def test_the_commands_that_are_documented_are_those_there_are() -> None:
    text = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    documented = re.findall(r"^\| `([\w-]+)` \|", text, re.MULTILINE)
    assert documented == cli.list_commands(click.Context(cli))


def test_every_option_that_is_documented_is_one() -> None:
    context = click.Context(cli)
    shared = {"--help", "-h", "--version"}
    known = shared | {
        name
        for command in cli.list_commands(context)
        for part in _parts(_command(context, command))
        for parameter in part.params
        for name in parameter.opts
    }
    text = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text)) <= known


def _parts(command: click.Command) -> list[click.Command]:
    """A command with the commands below it."""
    return [command, *(command.commands.values() if isinstance(command, click.Group) else ())]


def _command(context: click.Context, name: str) -> click.Command:
    command = cli.get_command(context, name)
    assert command is not None
    return command


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_within_the_documentation_leads_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_two_commands_of_the_readme_are_those_of_the_setup() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    known = runpy.run_path(str(ROOT / "bootstrap.py"))["EXTRAS"]
    assert set(re.findall(r"python3 bootstrap\.py (\w+)", text)) == set(known)
