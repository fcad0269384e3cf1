"""Write a table of positions as a scenario file of version 2, with comments on what the table does not say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from negosim.errors import UsageError
from negosim.scenario.exchange.to_scenario import keys_of
from negosim.scenario.spec.values import number_text
from negosim.scenario.table.amounts import amount_of
from negosim.scenario.table.read import PositionTable
from negosim.scenario.yaml.writer import dump

__all__ = ["TableScenario", "table_scenario"]

ROUNDS = 20
EVERYONE = "everyone"

HEAD = """\
# From the table {table}. Try it: negosim validate FILE, then negosim analyze FILE.
# The table says where everybody stands. That all must agree, who meets when and under which rules is assumed here.
"""
ISSUES = """
# An issue runs from the lowest to the highest number of the table; positions may lie between its steps.
{unsaid}"""
UNSAID = "# Where {issues} stands while nothing is agreed the table does not say: the lowest number is assumed.\n"
PARTIES = "\n# 'position' is where a party stands, 'weight' its salience.\n"
MEETINGS = "\n# The course of the talks.\n"
VOTES = """
# Capabilities count in the static theories (negosim analyze). To let them vote in place of asking all for consent, take
# the # away here, and write 'consent: council' under defaults.
# bodies:
#   council: {members: everyone, weights: capability, passes: {share: 2/3}, basis: assumed}
"""


@dataclass(frozen=True)
class TableScenario:
    """A scenario as plain data and as the text of a file, with what should be known of it."""

    plain: dict[str, Any]
    text: str
    notes: tuple[str, ...]


def table_scenario(table: PositionTable) -> TableScenario:
    """The scenario of a table; `UsageError` where no grid of numbers holds the status quo of an issue."""
    writer = _Writer(
        table,
        dict(zip(table.status_quos, keys_of(table.status_quos, "issue"), strict=True)),
        dict(zip(table.capabilities, keys_of(table.capabilities, "party"), strict=True)),
    )
    return writer.scenario()


@dataclass(frozen=True)
class _Writer:
    """A table, and the keys of its issues and actors."""

    table: PositionTable
    issues: Mapping[str, str]
    actors: Mapping[str, str]

    def scenario(self) -> TableScenario:
        """All of it."""
        head, issues, parties, meetings = self._head(), self._issues(), self._parties(), self._meetings()
        silent = [f"{issue!r}" for issue, at in self.table.status_quos.items() if at is None]
        unsaid = UNSAID.format(issues=", ".join(silent)) if silent else ""
        has_votes = any(capability is not None for capability in self.table.capabilities.values())
        text = "".join(
            (
                HEAD.format(table=Path(self.table.name).name),
                dump(head),
                ISSUES.format(unsaid=unsaid),
                dump({"issues": issues}),
                PARTIES,
                dump({"parties": parties}),
                VOTES if has_votes else "",
                MEETINGS,
                dump({"meetings": meetings}),
            )
        )
        plain = {**head, "issues": issues, "parties": parties, "meetings": meetings}
        assumed = [f"the status quo of {issue} is assumed to be the lowest number" for issue in silent]
        return TableScenario(plain, text, (*self.table.notes, *assumed))

    def _head(self) -> dict[str, Any]:
        path = Path(self.table.name)
        imported = {"kind": "imported", "source": "table"}
        return {
            "negosim": 2,
            "title": path.stem.replace("_", " ").capitalize() or "A table",
            "sources": {"table": {"title": path.name}},
            "defaults": {"basis": imported, "numbers": imported, "consent": EVERYONE},
            "groups": {EVERYONE: list(self.actors.values())},
        }

    def _issues(self) -> dict[str, Any]:
        return {key: self._issue(title) for title, key in self.issues.items()}

    def _issue(self, title: str) -> dict[str, Any]:
        status_quo = self.table.status_quos[title]
        amount = amount_of([stand.position for stand in self.table.on(title)], status_quo)
        if amount is None:
            odd = number_text(status_quo or 0.0)
            raise UsageError(f"{self.table.name}: no steps of a scale hold the status quo {odd} of {title!r}: round it")
        at = amount["from"] if status_quo is None else _plain(status_quo)
        return {"title": title, "amount": amount, "status_quo": at, "basis": "assumed"}

    def _parties(self) -> dict[str, Any]:
        return {key: self._party(name) for name, key in self.actors.items()}

    def _party(self, name: str) -> dict[str, Any]:
        capability = self.table.capabilities[name]
        stances = {
            self.issues[stand.issue]: {"weight": _plain(stand.salience), "position": _plain(stand.position)}
            for stand in self.table.of(name)
        }
        strong = {} if capability is None else {"capability": _plain(capability)}
        return {"name": name, **strong, "stances": stances}

    def _meetings(self) -> dict[str, Any]:
        talks = {
            "title": "Talks",
            "parties": EVERYONE,
            "issues": list(self.issues.values()),
            "protocol": {"name": "alternating_offers", "rounds": ROUNDS},
            "basis": "assumed",
        }
        return {"talks": talks}


def _plain(number: float) -> float:
    """The number as it is written: 60 for 60.0."""
    return int(number) if float(number).is_integer() else number
