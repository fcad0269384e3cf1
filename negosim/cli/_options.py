"""Options and arguments that several commands take."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from negosim.errors import nearest

__all__ = ["NearestChoice", "chance", "changes", "code", "folder", "markdown", "one_form", "place", "seed_or_default"]

F = TypeVar("F", bound=Callable[..., Any])
LARGEST = 2**64 - 1


class NearestChoice(click.Choice[str]):
    """A choice that suggests the nearest one."""

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:
        """What can be chosen, and what was perhaps meant."""
        near = nearest(str(value), list(self.choices))
        return super().get_invalid_choice_message(value, ctx) + (f" Did you mean {near!r}?" if near else "")


def _all(command: F, *options: Callable[[F], F]) -> F:
    for option in reversed(options):
        command = option(command)
    return command


def chance(command: F) -> F:
    """Decorator: --seed, --run and --draw."""
    whole = click.IntRange(0, LARGEST)
    return _all(
        command,
        click.option("--seed", type=whole, help="Seed of all random numbers.  [default: 0]"),
        click.option("--run", "run_number", type=whole, default=0, show_default=True, help="Number of the run."),
        click.option("--draw", is_flag=True, help="Draw the uncertain numbers for this run; else their centres."),
    )


def changes(command: F) -> F:
    """Decorator: --set."""
    words = "Change the scenario, e.g. parties.usa.tactic.name=conceder. Can be given again."
    return _all(command, click.option("--set", "changes", multiple=True, metavar="PATH=VALUE", help=words))


def code(command: F) -> F:
    """Decorator: --allow-code."""
    words = "Run tactics that are Python files of the user; they run with all your rights."
    return _all(command, click.option("--allow-code", is_flag=True, help=words))


def folder(command: F) -> F:
    """Decorator: where results go, and whether with figures."""
    path = click.Path(file_okay=False, path_type=Path)
    return _all(
        command,
        click.option("--out", type=path, default=Path("results"), show_default=True, help="Folder for results."),
        click.option("--overwrite", is_flag=True, help="Replace what stands in the folder of this result."),
        click.option("--no-figures", is_flag=True, help="Write no figures and no report."),
    )


def place(command: F) -> F:
    """Decorator: where results go, and whether they are printed as JSON."""
    as_json = click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
    return folder(_all(command, as_json))


def markdown(command: F) -> F:
    """Decorator: --md."""
    return _all(command, click.option("--md", "as_markdown", is_flag=True, help="Print the result as Markdown."))


def one_form(as_json: bool, as_markdown: bool) -> None:
    """`UsageError` where a result is to be printed in two forms at once."""
    if as_json and as_markdown:
        raise click.UsageError("--json and --md exclude each other.")


def seed_or_default(seed: int | None) -> int:
    """The seed; says which one it is where none was given."""
    from negosim.cli._output import tell

    if seed is None:
        tell("Seed 0, since none was given.")
    return seed or 0
