"""Files that solve the exercises in which something is handed in."""

from __future__ import annotations

TACTIC = '''
from negosim.plugins import AspirationTactic


class Mine(AspirationTactic):
    """Gives way late."""

    def aspiration(self, view, time):
        return view.menu.highest - round((view.menu.highest - view.reservation) * time ** 5)
'''

SCENARIO = """
negosim: 1
title: Talks about the strait
sources:
  report: {title: Talks about the strait, note: invented for class}
issues:
  catch:
    title: Sarland's share of the catch
    amount: {from: 0, to: 50, step: 10, unit: percent}
    status_quo: 0
    consent: [norholm, sarland]
  farm:
    title: The wind farm
    options: {none: Not built, built: Built}
    status_quo: none
    consent: [norholm, sarland]
  fee:
    title: The fee for pilots
    options: {whole: As it is, half: Halved}
    status_quo: whole
    consent: [norholm, sarland]
parties:
  norholm:
    name: Norholm
    stances:
      catch:
        basis: {kind: reported, source: report, paragraphs: [3]}
        weight: [20, 30, 40]
        values: {0: 100, 50: 0}
        refuses: 50
        numbers: {kind: assumed, note: a guess}
      farm:
        basis: {kind: reported, source: report, paragraphs: [4]}
        weight: [40, 50, 60]
        values: {none: 0, built: 100}
        numbers: {kind: assumed, note: a guess}
      fee:
        basis: {kind: reported, source: report, paragraphs: [6, 7]}
        weight: [5, 10]
        values: {whole: 0, half: 100}
        numbers: {kind: assumed, note: a guess}
  sarland:
    name: Sarland
    stances:
      catch:
        basis: {kind: reported, source: report, paragraphs: [2]}
        weight: [50, 60, 70]
        values: {0: 0, 50: 100}
        numbers: {kind: assumed, note: a guess}
      farm:
        basis: {kind: reported, source: report, paragraphs: [4]}
        weight: [10, 20]
        values: {none: 100, built: 0}
        numbers: {kind: assumed, note: a guess}
      fee:
        basis: {kind: inferred, source: report, paragraphs: [6, 7], note: it is paid}
        weight: [5, 10]
        values: {whole: 100, half: 0}
        numbers: {kind: assumed, note: a guess}
    linkages:
      wind_for_fish:
        title: No wind farm without the fish
        when: {farm: built, catch: 0}
        points: [-60, -40]
        basis: {kind: reported, source: report, paragraphs: [5]}
        numbers: {kind: assumed, note: more than the deal brings}
meetings:
  monday:
    title: Talks on Monday
    parties: [norholm, sarland]
    issues: [catch, farm, fee]
    protocol: {name: alternating_offers, rounds: 10, begins: norholm}
    basis: {kind: reported, source: report, paragraphs: [1]}
"""

PAPERS = {("write_a_tactic", "tactic"): TACTIC, ("own_scenario", "scenario"): SCENARIO}
"""Exercise and question -> a file that has all its properties."""
