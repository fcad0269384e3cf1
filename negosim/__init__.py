"""negosim plays out negotiations between states, explains them, and shows what was possible.

The verbs of the library: `load` a scenario, `run` it, `run_ensemble` of it by a `Plan`, `analyze` it, `compare`
several, ask `whatif` it were changed, `debrief` a run; `read_conflict` in option form and find its `conflict_findings`;
`import_domain` and `export_genius` exchange domains with others. `run` gives a `Result`. They are looked up on first
use, so that `import negosim` by itself imports nothing heavy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from negosim.analysis import Analysis, analyze
    from negosim.comparison import Comparison, compare
    from negosim.conflict.file import read_conflict
    from negosim.conflict.findings import conflict_findings
    from negosim.counterfactual import WhatIf, whatif
    from negosim.counterfactual.events import without_event
    from negosim.debriefing.debrief import Debrief, debrief
    from negosim.ensemble import Plan, Store, run_ensemble
    from negosim.errors import InputError, NegosimError, RunError, UsageError
    from negosim.exchange import export_genius, import_domain
    from negosim.explain import account
    from negosim.measures import Measures
    from negosim.model import NegotiationModel
    from negosim.notebook import Result, run
    from negosim.record import Record
    from negosim.scenario.load import load
    from negosim.scenario.model import Scenario
    from negosim.tournament.playing import run_tournament
    from negosim.tournament.wishes import Wishes

    __version__: str

__all__ = [
    "Analysis",
    "Comparison",
    "Debrief",
    "InputError",
    "Measures",
    "NegosimError",
    "NegotiationModel",
    "Plan",
    "Record",
    "Result",
    "RunError",
    "Scenario",
    "Store",
    "UsageError",
    "WhatIf",
    "Wishes",
    "__version__",
    "account",
    "analyze",
    "compare",
    "conflict_findings",
    "debrief",
    "export_genius",
    "import_domain",
    "load",
    "read_conflict",
    "run",
    "run_ensemble",
    "run_tournament",
    "whatif",
    "without_event",
]

_HOMES = {
    "analysis": ("Analysis", "analyze"),
    "comparison": ("Comparison", "compare"),
    "debriefing.debrief": ("Debrief", "debrief"),
    "counterfactual": ("WhatIf", "whatif"),
    "counterfactual.events": ("without_event",),
    "conflict.file": ("read_conflict",),
    "conflict.findings": ("conflict_findings",),
    "ensemble": ("Plan", "Store", "run_ensemble"),
    "exchange": ("export_genius", "import_domain"),
    "errors": ("InputError", "NegosimError", "RunError", "UsageError"),
    "explain": ("account",),
    "measures": ("Measures",),
    "model": ("NegotiationModel",),
    "notebook": ("Result", "run"),
    "record": ("Record",),
    "scenario.load": ("load",),
    "scenario.model": ("Scenario",),
    "tournament.playing": ("run_tournament",),
    "tournament.wishes": ("Wishes",),
}
"""Module -> the names that it gives to the library's front."""


if not TYPE_CHECKING:  # a checker of types knows the names from above, and no others

    def __getattr__(name: str) -> Any:
        """A name of the library, imported on first use and then kept."""
        if name == "__version__":
            value: Any = import_module("importlib.metadata").version("negosim")
        else:
            home = next((module for module, names in _HOMES.items() if name in names), None)
            if home is None:
                raise AttributeError(f"module 'negosim' has no attribute {name!r}")
            value = getattr(import_module(f"negosim.{home}"), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
