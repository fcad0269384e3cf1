"""A tournament of five tactics on three real domains against NegMAS: negotiations per CPU second, one core each.

    python benchmarks/tournament.py FOLDER...      # folders of GENIUS domains of two parties

negosim plays what `negosim tournament` plays: every lineup of every draw, with points, distances and the bytes of the
rows. Weights are uncertain by a tenth, so that no two draws are the same negotiation. NegMAS plays a session of each
pair of its tactics of the same kind: the preferences are read once, and a session is made and run each time. One step
of NegMAS gives both seats a turn, so a meeting here has twice its steps in rounds. Repeats of both alternate, and the
best of each counts.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from itertools import product
from pathlib import Path

from negmas.inout import Scenario as Domain
from negmas.sao.negotiators import (
    BoulwareTBNegotiator,
    ConcederTBNegotiator,
    LinearTBNegotiator,
    NaiveTitForTatNegotiator,
    ToughNegotiator,
)

from negosim.experiments.ensemble.player import Player
from negosim.experiments.ensemble.tables import CSV, encode
from negosim.experiments.tournament.options import TournamentOptions, tournament_plan
from negosim.scenario.exchange import read_domain
from negosim.scenario.load import from_plain

PEERS = {
    "boulware": BoulwareTBNegotiator,
    "linear": LinearTBNegotiator,
    "conceder": ConcederTBNegotiator,
    "tit_for_tat": NaiveTitForTatNegotiator,
    "hardliner": ToughNegotiator,
}
STEPS, REPEATS, DRAWS, GOAL = 50, 3, 20, 50


def by_negosim(folder: Path) -> Callable[[], int]:
    """Draws of the tournament, all lineups of each, with their rows as bytes; gives the number of negotiations."""
    plain = read_domain(folder).scenario
    for meeting in plain["meetings"].values():
        meeting["protocol"]["rounds"] = 2 * STEPS
    for party in plain["parties"].values():
        for stance in party["stances"].values():
            stance["weight"] = [0.9 * stance["weight"], 1.1 * stance["weight"]]
    scenario = from_plain(plain, folder.name)
    plan = tournament_plan(scenario, TournamentOptions(tuple(PEERS), draws=DRAWS, replications=1))
    player = Player(scenario, plan)

    def play() -> int:
        rows = list(player.rows(range(plan.runs)))
        encode(player.columns, rows, CSV)
        return len(rows)

    return play


def by_negmas(folder: Path) -> Callable[[], int]:
    """A session of every pair of tactics."""
    domain = Domain.from_genius_folder(folder)

    def play() -> int:
        pairs = list(product(PEERS.values(), repeat=2))
        for first, second in pairs:
            domain.make_session([first(), second()], n_steps=STEPS).run()
        return len(pairs)

    return play


def rate(play: Callable[[], int]) -> float:
    """Negotiations per CPU second of one repeat."""
    began = time.process_time()
    return play() / (time.process_time() - began)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+")
    for folder in parser.parse_args().folders:
        own, peer = by_negosim(folder), by_negmas(folder)
        pairs = [(rate(own), rate(peer)) for _ in range(REPEATS)]
        ours, theirs = (max(column) for column in zip(*pairs, strict=True))
        print(
            f"{folder.name}: negosim {ours:,.0f}, NegMAS {theirs:,.1f} negotiations per CPU second, "
            f"ratio {ours / theirs:.0f} (goal {GOAL})"
        )


if __name__ == "__main__":
    main()
