"""negosim plays out negotiations between states, explains them, and shows what was possible.

The verbs of the library: `load` a scenario, `run` it, `run_ensemble` of it by a `Plan`, `analyze` it, `compare`
several, ask `whatif` it were changed, `debrief` a run; `read_conflict` in option form and find its `conflict_findings`;
`import_domain` and `export_genius` exchange domains with others. `run` gives a `Result`. They are looked up on first
use, so that `import negosim` by itself imports nothing heavy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from negosim.lazy import attach

if TYPE_CHECKING:
    from negosim.analysis.analysis import Analysis as Analysis, analyze as analyze
    from negosim.analysis.comparison import Comparison as Comparison, compare as compare
    from negosim.analysis.conflict.file import read_conflict as read_conflict
    from negosim.analysis.conflict.stability_findings import conflict_findings as conflict_findings
    from negosim.analysis.measures import Measures as Measures
    from negosim.analysis.run_narrative import account as account
    from negosim.errors import (
        InputError as InputError,
        NegosimError as NegosimError,
        RunError as RunError,
        UsageError as UsageError,
    )
    from negosim.experiments.ensemble import Plan as Plan, Store as Store, run_ensemble as run_ensemble
    from negosim.experiments.tournament.options import TournamentOptions as TournamentOptions, Wishes as Wishes
    from negosim.experiments.tournament.tournament import run_tournament as run_tournament
    from negosim.experiments.whatif import WhatIf as WhatIf, whatif as whatif, without_event as without_event
    from negosim.negotiation.mesa_model import NegotiationModel as NegotiationModel
    from negosim.negotiation.record import Record as Record
    from negosim.report.notebook import Result as Result, run as run
    from negosim.scenario.exchange import export_genius as export_genius, import_domain as import_domain
    from negosim.scenario.load import load as load
    from negosim.scenario.spec.scenario import Scenario as Scenario
    from negosim.teaching.debrief.run_debrief import Debrief as Debrief, debrief as debrief

    __version__: str

_HOMES = {
    "negosim.version": ("__version__",),
    "negosim.analysis.analysis": ("Analysis", "analyze"),
    "negosim.analysis.comparison": ("Comparison", "compare"),
    "negosim.teaching.debrief.run_debrief": ("Debrief", "debrief"),
    "negosim.experiments.whatif": ("WhatIf", "whatif", "without_event"),
    "negosim.analysis.conflict.file": ("read_conflict",),
    "negosim.analysis.conflict.stability_findings": ("conflict_findings",),
    "negosim.experiments.ensemble": ("Plan", "Store", "run_ensemble"),
    "negosim.scenario.exchange": ("export_genius", "import_domain"),
    "negosim.errors": ("InputError", "NegosimError", "RunError", "UsageError"),
    "negosim.analysis.run_narrative": ("account",),
    "negosim.analysis.measures": ("Measures",),
    "negosim.negotiation.mesa_model": ("NegotiationModel",),
    "negosim.report.notebook": ("Result", "run"),
    "negosim.negotiation.record": ("Record",),
    "negosim.scenario.load": ("load",),
    "negosim.scenario.spec.scenario": ("Scenario",),
    "negosim.experiments.tournament.tournament": ("run_tournament",),
    "negosim.experiments.tournament.options": ("TournamentOptions", "Wishes"),
}
"""Module -> the names that it gives to the library's front."""

if not TYPE_CHECKING:  # a checker of types knows the names from above, and no others
    __all__ = [name for names in _HOMES.values() for name in names]
    __getattr__, __dir__ = attach(__name__, _HOMES)
