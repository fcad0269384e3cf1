"""A small scenario in YAML that uses every part of the format, for the tests of the format."""

from __future__ import annotations

EXAMPLE = """\
negosim: 1
title: Minerals for security guarantees
date: 2025-02-23
summary: What the parties wanted on the eve of the third anniversary of the invasion.
sources:
  article: {title: "Zelenskyy seeks Trump meeting over terms of U.S. mineral deal", date: 2025-02-23}

issues:
  minerals:
    title: Access to Ukraine's minerals
    options:
      none: No agreement
      joint_fund: A joint fund from new licences, no past debt
      repay_500: Repayment of $500 billion
    status_quo: none
    consent: [ukraine, usa]
    basis: {kind: reported, source: article, paragraphs: [6, 7]}
  guarantees:
    title: Security guarantees
    options: {none: None, assurances: Words, force: A force}
    ordered: true
    positions: {none: 0, assurances: 1, force: 4}
    status_quo: none
    consent: [ukraine, usa]
  first_meeting:
    title: Who meets first
    options: {open: Nothing agreed, putin_first: Trump and Putin, zelenskyy_first: Trump and Zelenskyy, together: All}
    status_quo: open
    consent: {putin_first: [usa, russia], zelenskyy_first: [ukraine, usa], together: [ukraine, usa, russia]}
  ceasefire:
    title: The war
    options: {war: The war goes on, truce: A truce}
    status_quo: war
    consent: [ukraine, russia]
    unilateral:
      - {by: russia, from: truce, to: war, title: Breaks the truce, basis: {kind: assumed}}
  aid_repaid:
    title: Aid to be repaid
    amount: {from: 0, to: 500, step: 50, unit: billion dollars}
    status_quo: 0
    consent: [ukraine, usa]

parties:
  ukraine:
    name: Ukraine
    briefing: What only this seat is told.
    stances:
      minerals:
        basis: {kind: reported, source: article, paragraphs: [6, 7, 12], note: rejects a text that generations repay}
        weight: [12, 15, 20]
        values: {none: 60, joint_fund: 100, repay_500: [0, 10]}
        refuses: [repay_500]
        numbers: {kind: assumed, note: matters less than guarantees}
      aid_repaid:
        basis: {kind: inferred}
        weight: 5
        values: {0: 100, 100: 70, 500: 0}
        refuses: {above: 200}
        numbers: {kind: inferred}
    linkages:
      hand_in_hand:
        title: Minerals only hand in hand with guarantees
        when: {minerals: [joint_fund, repay_500], guarantees: none}
        points: [-35, -20]
        basis: {kind: reported, source: article, paragraphs: [14, 15]}
        numbers: {kind: assumed, note: a third of all}
    cost_of_delay:
      points: [0.2, 0.6]
      while: {ceasefire: war}
      basis: {kind: inferred}
      numbers: {kind: assumed, note: a few points in all}
    reserve: [1, 2]
    tactic: {name: boulware, exponent: [0.2, 0.4], basis: {kind: inferred}}
  usa:
    name: United States
    stances:
      minerals:
        basis: {kind: reported, source: article}
        weight: 30
        values: {none: 0, joint_fund: 60, repay_500: 100}
        numbers: {kind: assumed, note: the deal of the week}
    reserve: {points: 3, basis: {kind: inferred}, numbers: {kind: inferred}}
  russia:
    name: Russia
    informed: true

meetings:
  who_first:
    title: Talks about talks
    parties: [ukraine, usa, russia]
    issues: [first_meeting]
    protocol: {name: alternating_offers, rounds: 6, begins: usa}
    basis: {kind: inferred}
  kyiv_first:
    title: Zelenskyy meets Trump
    if: {first_meeting: zelenskyy_first}
    parties: [ukraine, usa]
    issues: [minerals, guarantees, aid_repaid]
    protocol: {name: alternating_offers, rounds: 20}
    basis: {kind: assumed}
"""
"""After the article of 23 February 2025; the numbers are invented for the tests."""


def edited(*edits: tuple[str, str]) -> str:
    """The example with some texts replaced, each of which stands in it exactly once."""
    text = EXAMPLE
    for old, new in edits:
        assert text.count(old) == 1, f"{old!r} stands in the example {text.count(old)} times"
        text = text.replace(old, new)
    return text
