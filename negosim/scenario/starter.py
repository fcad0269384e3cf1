"""The scenario that `negosim init` writes: small, neutral, fictional, with comments."""

from __future__ import annotations

import json

from negosim.scenario.spec.scenario import Scenario

__all__ = ["STARTER", "variant_of"]

STARTER = """\
# A scenario of your own. Try it: negosim validate FILE, then negosim run FILE.
negosim: 2                      # version of the format
title: Sharing a river
summary: An invented case. Upland wants to dam a river that Lowland needs.

issues:                         # what is disputed
  dam:
    title: Height of the dam
    options: {none: No dam, low: A low dam, high: A high dam}
    status_quo: none            # what holds while nothing is agreed
    consent: [upland, lowland]  # who must agree
  water:
    title: Water that is let through each year
    amount: {from: 10, to: 30, step: 5, unit: cubic kilometres}
    status_quo: 10
    consent: [upland, lowland]

parties:                        # who negotiates, and what each side wants
  upland:
    name: Upland
    stances:
      dam:
        weight: [50, 60, 70]    # low, likeliest, high; or [low, high]; or one number
        values: {none: 0, low: 60, high: 100}   # what each option is worth, 0 to 100
        basis: {kind: assumed, note: invented}  # where the direction comes from
        numbers: {kind: assumed, note: the dam matters most to Upland}
      water:
        weight: 40
        values: {10: 100, 30: 0}                # an amount: in between on straight lines
        basis: {kind: assumed, note: invented}
        numbers: {kind: assumed, note: water that is kept drives turbines}
    tactic: {name: boulware, exponent: [0.2, 0.4], basis: {kind: assumed, note: can wait}}
  lowland:
    name: Lowland
    stances:
      dam:
        weight: [20, 40]
        values: {none: 50, low: 70, high: 0}
        refuses: high                           # neither offered nor accepted
        basis: {kind: assumed, note: invented}
        numbers: {kind: assumed, note: a low dam holds back floods}
      water:
        weight: [60, 80]
        values: {10: 0, 20: 70, 30: 100}
        basis: {kind: assumed, note: invented}
        numbers: {kind: assumed, note: the first water is the dearest}
    tactic: {name: linear, basis: {kind: assumed, note: nothing else is known}}

meetings:                       # the course of the talks, in this order
  river_talks:
    title: Talks on the river
    parties: [upland, lowland]
    issues: [dam, water]
    protocol: {name: alternating_offers, rounds: 20, begins: upland}
    basis: {kind: assumed, note: invented}
"""
"""A valid scenario."""

VARIANT = """\
# A variant of {name}: it says only what differs, all else is as there.
# Try it: negosim validate FILE, then negosim compare {name} FILE.
extends: {name}
title: {title}

# What there is to change (negosim validate {name} shows more):
#   issues: {issues}
#   parties: {parties}
#   meetings: {meetings}
# For example another number, which counts as assumed unless you say where it comes from:
# parties:
#   {party}:
#     reserve: 5
"""


def variant_of(scenario: Scenario) -> str:
    """A scenario that extends a shipped one and changes only its title."""
    return VARIANT.format(
        name=scenario.name,
        title=json.dumps(f"{scenario.title}, a variant", ensure_ascii=False),
        issues=", ".join(scenario.issues),
        parties=", ".join(scenario.parties),
        meetings=", ".join(scenario.meetings),
        party=next(iter(scenario.parties)),
    )
