"""Exchange of negotiation domains: import GENIUS XML and GeniusWeb JSON, export GENIUS XML."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from negosim.errors import Place, UsageError
from negosim.scenario.exchange.domain import import_fault
from negosim.scenario.exchange.find_files import find_files
from negosim.scenario.exchange.genius_web import read_genius_web
from negosim.scenario.exchange.genius_write import Exported, export_genius
from negosim.scenario.exchange.genius_xml import read_genius
from negosim.scenario.exchange.to_scenario import Imported, scenario_of
from negosim.scenario.load import from_plain
from negosim.scenario.spec.common import MAX_PARTIES

__all__ = ["Exported", "Imported", "export_genius", "import_domain", "read_domain"]


def import_domain(*paths: str | Path) -> dict[str, Any]:
    """The scenario, as plain data, of a domain and its profiles: a folder, or the files by name.

    `InputError` with file and line for files that are malformed, hostile or beyond what a scenario can express;
    `UsageError` if there is nothing to read.
    """
    return read_domain(*paths).scenario


def read_domain(*paths: str | Path) -> Imported:
    """As `import_domain`, with notes on what was chosen or dropped."""
    files = find_files(paths)
    if not files:
        raise UsageError("name a folder, or the files of a domain and its profiles")
    read = read_genius_web if files[0].suffix.lower() == ".json" else read_genius
    domain = read(files)
    if len(domain.profiles) > MAX_PARTIES:
        message = f"{len(domain.profiles)} profiles, one a party, and a scenario has at most {MAX_PARTIES} parties"
        raise import_fault("X003", Place(domain.file), message, "name the profiles that are to negotiate")
    imported = scenario_of(domain)
    from_plain(imported.scenario, domain.file)
    return imported
