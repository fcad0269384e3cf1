"""Random small scenarios as plain data, for the engine and for the reference simulator alike."""

from __future__ import annotations

import random
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from building import WHERE_FROM, Plain, amount, delay, issue, linkage, meeting, party, stance

from negosim.errors import InputError
from negosim.scenario.load import from_plain

TACTICS = ("boulware", "linear", "conceder", "hardliner", "tit_for_tat")


class Talks:
    """One random scenario: `plain`, as in a file, and `leaves`, from which round on who walks out of a meeting.

    With `dyadic` every share, position and discount is a binary fraction so short that the grid of points holds it.
    """

    def __init__(self, seed: int, dyadic: bool = True) -> None:
        self.random, self.dyadic = random.Random(seed), dyadic  # noqa: S311  (tests are no secrets)
        self.parties = [f"p{k}" for k in range(self.random.randint(2, 4))]
        self.issues = {f"i{k}": self.issue() for k in range(self.random.randint(1, 3))}
        self.meetings: dict[str, Plain] = {}
        for k in range(self.random.choice((1, 1, 2, 3))):
            self.meetings |= self.meeting(f"m{k}")
        parties = {key: self.party(key) for key in self.parties}
        self.plain: Plain = {"negosim": 1, "title": f"Seed {seed}", "issues": self.issues, "parties": parties}
        self.plain |= {"meetings": self.meetings} | ({"horizon": self.random.randint(1, 12)} if self.often(0.2) else {})
        self.leaves = {key: self.random.randint(1, 5) for key in self.parties if self.often(0.2)}
        if self.often(0.3):
            self.constrain()

    def constrain(self) -> None:
        """Add constraints that one outcome meets, unless they leave nothing to move in some meeting."""
        witness = {key: self.random.choice(self.options(key)) for key in self.issues}
        some = {f"c{k}": self.constraint(witness) for k in range(self.random.choice((1, 1, 2)))}
        constrained = self.plain | {"negosim": 2, "constraints": some}
        with suppress(InputError):
            from_plain(constrained, "test")
            self.plain = constrained

    def constraint(self, witness: Mapping[str, Any]) -> Plain:
        """An implication or a sum."""
        if self.often(0.5):
            when, then = self.condition(), self.condition()
            then = {key: [*dict.fromkeys([*one, witness[key]])] for key, one in then.items()}
            return {"title": "Tied", "when": when, "then": then}
        tied, number = self.some(list(self.issues)), self.random.randint
        counts = {key: {str(one): number(-2, 2) for one in self.options(key)} for key in tied}
        total = sum(one[str(witness[key])] for key, one in counts.items())
        slack = self.random.choice((0, 1, 2))
        return {"title": "Summed", "sum": counts, "at_least": total - slack, "at_most": total + slack}

    def often(self, chance: float) -> bool:
        return self.random.random() < chance

    def some(self, of: list[Any], least: int = 1) -> list[Any]:
        return self.random.sample(of, self.random.randint(min(least, len(of)), len(of)))

    def issue(self) -> Plain:
        """An amount, or options with or without an order; the first party alone or others can always move it."""
        consent = " ".join(self.some(self.parties, 1 if self.often(0.3) else 2))
        if self.often(0.25):
            return amount(0, self.random.choice((2, 4) if self.dyadic else (3, 5, 6)), 1, consent)
        keys = [f"o{k}" for k in range(self.random.randint(2, 4))]
        lists = {key: " ".join(self.some(self.parties)) for key in keys[1:]}
        one = issue(" ".join(keys), lists if self.often(0.5) else consent)
        if self.often(0.5):
            last = self.random.choice((8, 16) if self.dyadic else (9, 15))
            inner = sorted(self.random.sample(range(1, last), len(keys) - 2))
            one |= {"ordered": True, "positions": dict(zip(keys, [0, *inner, last], strict=True))}
        return one

    def options(self, key: str) -> list[Any]:
        one = self.issues[key]
        return list(one["options"]) if "options" in one else list(range(int(one["amount"]["to"]) + 1))

    def movable(self, key: str, seats: list[str]) -> list[Any]:
        """The options to which some seats can move an issue."""
        lists, options = self.issues[key]["consent"], self.options(key)[1:]
        return [one for one in options if set(lists[one] if isinstance(lists, Mapping) else lists) <= set(seats)]

    def meeting(self, key: str) -> dict[str, Plain]:
        """A meeting of some parties on what they can move; later ones may hang on what an earlier one can bring."""
        seats = self.some(self.parties, 2) if self.meetings or self.often(0.5) else self.parties
        agenda = self.some([one for one in self.issues if self.movable(one, seats)])
        if not agenda:
            return {} if self.meetings else self.meeting(key)
        one = meeting(" ".join(seats), " ".join(agenda), self.random.randint(1, 9))
        one["protocol"] |= self.random.choice(({"order": "random"}, {"begins": self.random.choice(seats)}, {}, {}))
        one["protocol"] |= {"breakdown": self.random.choice((0.1, 0.3))} if self.often(0.2) else {}
        if self.meetings and self.often(0.3):
            earlier = next(iter(self.meetings.values()))
            issue_ = self.random.choice(earlier["issues"])
            one["if"] = {issue_: self.random.choice(self.movable(issue_, earlier["parties"]))}
        return {key: one}

    def party(self, key: str) -> Plain:
        weights = self.weights()
        stances = {one: self.stance(one, weight) for one, weight in zip(self.issues, weights, strict=True) if weight}
        more: Plain = {}
        if len(self.issues) > 1 and self.often(0.4):
            more["linkages"] = {"l": linkage(self.condition(2), self.random.randint(-40, 40))}
        if self.often(0.4):
            more["cost_of_delay"] = delay(
                self.random.choice((0.25, 0.5, 2)), self.condition() if self.often(0.6) else None
            )
        if self.often(0.3):
            more["discount"] = {
                "factor": self.factor(),
                **WHERE_FROM,
                **({"disagreement": 10} if self.often(0.5) else {}),
            }
        if self.often(0.3):
            more["reserve"] = self.random.choice((-5, 2, 10))
        elif len(self.meetings) == 1 and self.often(0.2):
            more["reservation"] = self.random.randint(0, 60)
        if len(self.meetings) == 1 and self.often(0.3):
            more["outside_option"] = self.random.randint(0, 60)
        return party(stances, **more, **self.tactic()) | {"name": key.upper()}

    def tactic(self) -> Plain:
        name = self.random.choice(TACTICS)
        given = {
            "tit_for_tat": {"generosity": 5},
            "boulware": {"exponent": 0.5},
            "conceder": {"exponent": 2},
            "linear": {"first": 0.5},
        }
        return {"tactic": name, "parameters": given.get(name, {}) if self.often(0.5) else {}}

    def weights(self) -> list[int]:
        """One for every issue, in all 16 where they have to be binary fractions; some are 0."""
        if not self.dyadic:
            return [self.random.randint(1, 9) for _ in self.issues]
        cuts = sorted(self.random.choices(range(17), k=len(self.issues) - 1))
        return [high - low for low, high in zip([0, *cuts], [*cuts, 16], strict=True)]

    def factor(self) -> float:
        short = len(self.meetings) == 1
        return self.random.choice(((0.5, 0.75) if short else (0.5,)) if self.dyadic else (0.9, 0.95, 0.99))

    def stance(self, key: str, weight: int) -> Plain:
        options = self.options(key)
        values = {one: self.random.choice((0, 25, 50, 75, 100, self.random.randint(0, 100))) for one in options}
        if "amount" in self.issues[key]:
            values = {one: values[one] for one in (options[0], options[2], options[-1])}
        return stance(weight, values, self.some(options[1:]) if self.often(0.2) else None)

    def condition(self, least: int = 1) -> Plain:
        return {key: self.some(self.options(key)) for key in self.some(list(self.issues), least)}
