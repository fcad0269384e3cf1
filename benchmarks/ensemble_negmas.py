"""Fresh draws against NegMAS, which builds everything anew each time: the same domains, Boulware on both sides.

A run of negosim is all that an ensemble does: the draw, the tables, the talks with their log, the row and its bytes.
One of NegMAS: outcome space, utility functions, negotiators, the talks. One step of NegMAS gives every seat a turn, so
a meeting here has (seats x its steps) rounds. Both take the best of several repeats.
"""

from __future__ import annotations

import time

from domains import as_scenario
from negosim_side import CASES, DOMAINS, PLAIN, REPEATS, Case, by_negmas, timed

from negosim.experiments.ensemble import Plan
from negosim.experiments.ensemble.player import Player
from negosim.experiments.ensemble.tables import CSV, encode
from negosim.scenario.load import from_plain

RUNS, GOAL = 500, 60


def uncertain(player_of: dict[str, object]) -> Player:
    """A player of the domain's scenario whose weights are drawn anew in every run, by a tenth up and down."""
    plain = dict(player_of)
    for party in plain["parties"].values():
        for stance in party["stances"].values():
            stance["weight"] = [0.9 * stance["weight"], 1.1 * stance["weight"]]
    return Player(from_plain(plain, "benchmark"), Plan(runs=RUNS * REPEATS))


def by_negosim(player: Player) -> float:
    """CPU milliseconds a run, the best of the repeats."""
    best = float("inf")
    for repeat in range(REPEATS):
        began = time.process_time()
        rows = list(player.rows(range(repeat * RUNS, (repeat + 1) * RUNS)))
        encode(player.columns, rows, CSV)
        best = min(best, (time.process_time() - began) / RUNS * 1e3)
    return best


def main() -> None:
    print(f"domains from seeds 0 to {DOMAINS - 1}, Boulware on both sides, best of {REPEATS}")
    for case in CASES:
        if case.goal == PLAIN:
            print(beside(case), flush=True)


def beside(case: Case) -> str:
    """One line: both sides on the domains of a case, negosim on the first three."""
    domains = case.domains()
    peer = min(timed(by_negmas(case, domain) for domain in domains)[0] for _ in range(REPEATS))
    own = [by_negosim(uncertain(as_scenario(one, case.rounds, "boulware"))) for one in domains[:3]]
    mean = sum(own) / len(own)
    return f"{case.title}: negosim {mean:.2f} ms, NegMAS {peer:.2f} ms, ratio {peer / mean:.0f} (goal {GOAL})"


if __name__ == "__main__":
    main()
