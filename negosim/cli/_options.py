"""Options that several commands share, and the frozen objects in which a command receives them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from negosim.cli._output import progress_line, tell
from negosim.errors import nearest

if TYPE_CHECKING:
    from negosim.experiments.ensemble import Plan
    from negosim.experiments.paired.runs import CaseSource, Runs

__all__ = [
    "EnsembleOptions",
    "NearestChoice",
    "RunOptions",
    "agent_runs",
    "changes",
    "code",
    "figures",
    "folder_option",
    "gather",
    "json_form",
    "markdown_form",
    "new_file",
    "output",
    "overwrite",
    "png",
    "run_number",
    "runs",
    "seed",
    "workers",
]

F = TypeVar("F", bound=Callable[..., Any])
WHOLE = click.IntRange(0, 2**64 - 1)


class NearestChoice(click.Choice[str]):
    """A choice that suggests the nearest one."""

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:
        """The choices, and the one that was probably meant."""
        near = nearest(str(value), list(self.choices))
        return super().get_invalid_choice_message(value, ctx) + (f" Did you mean {near!r}?" if near else "")


def together(*options: Callable[[F], F]) -> Callable[[F], F]:
    """One decorator for several options, shown by --help in this order."""

    def decorate(command: F) -> F:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


seed = click.option("--seed", type=WHOLE, help="Seed of all random numbers.  [default: 0]")
runs = click.option("--runs", type=click.IntRange(2), help="Runs of the ensemble.  [default: 1000, or all of a folder]")
agent_runs = click.option(
    "--runs", type=click.IntRange(0, 100_000), default=1000, show_default=True, help="Runs of agents; 0: none."
)
workers = click.option("--workers", type=int, help="Processes that play the ensemble.  [default: one a core]")
run_number = together(
    seed,
    click.option("--run", "run_number", type=WHOLE, default=0, show_default=True, help="Number of the run."),
    click.option("--draw", is_flag=True, help="Draw the uncertain numbers for this run; else their centres."),
)
changes = click.option(
    "--set",
    "changes",
    multiple=True,
    metavar="PATH=VALUE",
    help="Change the scenario, e.g. parties.usa.tactic.name=conceder. Can be given again.",
)
code = click.option(
    "--allow-code", is_flag=True, help="Run tactics that are Python files of the user; they run with all your rights."
)
overwrite = click.option("--overwrite", is_flag=True, help="Replace what stands in the folder of this result.")
new_file = click.option("--overwrite", is_flag=True, help="Replace a file that is there.")
png = click.option("--png", is_flag=True, help="Write every figure as PNG too, beside the SVG.")
figures = together(click.option("--no-figures", is_flag=True, help="Write no figures and no report."), png)
json_form = click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
markdown_form = click.option("--md", "as_markdown", is_flag=True, help="Print the result as Markdown.")


def folder_option(text: str | None = None) -> Callable[[F], F]:
    """The option --out, the folder for results, explained by `text`."""
    path = click.Path(file_okay=False, path_type=Path)
    return click.option("--out", type=path, default=Path("results"), show_default=True, help=text)


output = together(folder_option("Folder for results."), overwrite, figures)
"""Where results go, and whether with figures."""


def gather(**kinds: type) -> Callable[[F], F]:
    """Decorator: pass options as frozen objects, each argument of `kinds` built from the options named like its fields.

    An option may belong to several kinds; one that belongs to none is passed as it is.
    """

    def decorate(command: F) -> Callable[..., Any]:
        @wraps(command)
        def call(**options: Any) -> Any:
            names = {argument: [one.name for one in fields(kind)] for argument, kind in kinds.items()}
            gathered = {
                argument: kinds[argument](**{name: options[name] for name in known if name in options})
                for argument, known in names.items()
            }
            own = options.keys() - {name for known in names.values() for name in known}
            return command(**{name: options[name] for name in own}, **gathered)

        return call

    return decorate  # type: ignore[return-value]  # click passes options by name, whatever the signature


@dataclass(frozen=True)
class RunOptions:
    """The single run that a command plays: seed, number, uncertain numbers drawn or central, changed scenario, code."""

    seed: int | None
    run_number: int
    draw: bool
    changes: tuple[str, ...]
    allow_code: bool

    def seed_or_default(self) -> int:
        """The seed, announced where it is the default."""
        return seed_or_default(self.seed)


@dataclass(frozen=True)
class EnsembleOptions:
    """The ensembles that a command plays: runs, seed, processes, changed scenario, code, and the folder for them."""

    runs: int | None
    seed: int | None
    workers: int | None
    changes: tuple[str, ...]
    allow_code: bool
    out: Path

    @property
    def processes(self) -> int:
        """The number of processes: one a core unless another was asked for."""
        from negosim.experiments.ensemble.workers import usable_cores

        return self.workers if self.workers is not None else usable_cores()

    def play(self, sources: Sequence[CaseSource], default_runs: int) -> tuple[Plan, list[Runs]]:
        """Play each scenario's ensemble, or read it where a finished one is given, and show how far it has come."""
        from negosim.experiments.paired.runs import EnsembleSettings, common_plan, source_runs

        plan = replace(common_plan(sources, self.runs, self.seed, default_runs), allow_code=self.allow_code)
        seed_or_default(self.seed, plan.seed)
        with progress_line() as watch:
            settings = EnsembleSettings(self.out, self.processes, watch, sys.argv)
            return plan, [source_runs(source, plan, settings) for source in sources]


def seed_or_default(given: int | None, default: int = 0) -> int:
    """The seed, announced where it is the default."""
    if given is None:
        tell(f"Seed {default}, since none was given.")
        return default
    return given
