"""The power of the members of each body, in plain language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from negosim.analysis.body_words import rule_words
from negosim.analysis.voting_power import VotingBody
from negosim.document import Content, Section, Table, grouped, listed
from negosim.theory.voting.power import MOST_TUPLES

__all__ = ["narrate_power"]

ABOUT = (
    "How much a voter decides, by the rule alone. Shapley-Shubik: how often its yes is the one that decides, where "
    "voters join in any order. Banzhaf: its share of all votes that decide, over all coalitions."
)


def narrate_power(bodies: Sequence[VotingBody]) -> Iterator[Section]:
    """What bodies there are and who decides in them; no section where there is none."""
    if bodies:
        yield Section("Who decides in each body", (ABOUT, *(part for body in bodies for part in _body(body))))


def _body(body: VotingBody) -> Iterator[Content]:
    yield f"{body.title}: {rule_words(body.rule, body.names)}"
    if body.power is None:
        yield f"{body.title}: its votes come to more than {MOST_TUPLES:,} different sums, too many to count them all."
    else:
        indices = body.power.shapley_shubik, body.power.banzhaf
        same = grouped((tuple(_percent(one[voter]) for one in indices), body.names[voter]) for voter in indices[0])
        rows = [(", ".join(names), cells) for cells, names in same.items()]
        yield Table.of(body.title, ("Shapley-Shubik", "Banzhaf"), rows)
    yield f"{body.title}: {_vetoes(body)}."


def _vetoes(body: VotingBody) -> str:
    """Whose yes everything takes, and whose no stops everything, where staying away does not."""
    without = body.needed
    against = [one for one in body.veto_players if one not in without]
    parts = [
        f"{way} {listed((body.names[one] for one in voters), last)}"
        for way, voters, last in (("without", without, "and"), ("against", against, "or"))
        if voters
    ]
    return f"nothing passes {', or '.join(parts)}" if parts else "nobody has a veto"


def _percent(share: Fraction) -> str:
    """A share to two decimals of a percent, since some are small.

    >>> _percent(Fraction(4, 2145))
    '0.19 %'
    """
    return f"{100 * float(share):.2f} %"
