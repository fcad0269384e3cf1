"""What an outcome is worth, and how far options are apart, by `docs/rules.md`: in fractions, from plain data.

What a method's docstring says, the page says in the same words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import count, pairwise
from math import floor, lcm
from typing import Any

Plain = Mapping[str, Any]
Options = Mapping[str, str]
"""An option by issue: an outcome has all issues, a package some."""
FINE = 2**20


def exact(number: object) -> Fraction:
    return Fraction(str(number))


def power_of_ten(numbers: Iterable[object]) -> int:
    """The least that makes all of some numbers whole."""
    fractions = [exact(one) for one in numbers]
    return next(10**k for k in count() if all((one * 10**k).denominator == 1 for one in fractions))


def fits(option: str, wanted: Any) -> bool:
    return option in map(str, wanted if isinstance(wanted, list) else [wanted])


def met(conditions: Plain, outcome: Options) -> bool:
    return all(fits(outcome[issue], wanted) for issue, wanted in conditions.items())


class Constraint:
    """A condition that asks for another, or a sum of what options count."""

    def __init__(self, plain: Plain) -> None:
        self.plain = plain
        self.issues = {issue for key in ("when", "then", "sum") for issue in plain.get(key, {})}

    def met(self, outcome: Options) -> bool:
        if "sum" not in self.plain:
            return not met(self.plain["when"], outcome) or met(self.plain["then"], outcome)
        total = sum(exact(counts.get(outcome[issue], 0)) for issue, counts in self.plain["sum"].items())
        return self.plain["at_least"] <= total <= self.plain["at_most"]


class Issue:
    """Options in the order of the file, whose consent each needs, and where they lie if they have an order."""

    def __init__(self, plain: Plain) -> None:
        amount = plain.get("amount")
        numbers = list(range(amount["from"], amount["to"] + 1, amount["step"])) if amount else []
        self.options = [str(option) for option in numbers or plain["options"]]
        self.status_quo = str(plain["status_quo"])
        self.ordered = bool(amount) or plain.get("ordered", False)
        positions = numbers or plain.get("positions", {}).values() or range(len(self.options))
        self.positions = dict(zip(self.options, map(exact, positions), strict=True))
        lists = plain["consent"]
        lists = lists if isinstance(lists, Mapping) else dict.fromkeys(self.options, lists)
        self.consent = {option: set(lists.get(option, {}) or set().union(*lists.values())) for option in self.options}

    def distance(self, one: str, other: str) -> Fraction:
        """the difference of their positions as a share of the whole range; else 0 if they are the same and 1 if not"""
        places = self.positions
        whole = max(places.values()) - min(places.values())
        return abs(places[one] - places[other]) / whole if self.ordered else Fraction(one != other)

    def given(self, values: Plain) -> list[tuple[int, Fraction]]:
        return sorted((self.options.index(str(option)), exact(value)) for option, value in values.items())

    def values(self, values: Plain) -> list[Fraction]:
        """Between two numbers of an amount that are given values, the values lie on a straight line."""
        given = self.given(values)
        lines = [
            low + (high - low) * Fraction(step, end - start)
            for (start, low), (end, high) in pairwise(given)
            for step in range(end - start)
        ]
        return [*lines, given[-1][1]]


class Party:
    """What outcomes are worth to a party as of a round of the course, and the least that it agrees to."""

    def __init__(self, plain: Plain, issues: Mapping[str, Issue], horizon: int) -> None:
        self.plain, self.horizon = plain, horizon
        total = sum(exact(one["weight"]) for one in plain["stances"].values())
        self.shares = {issue: exact(one["weight"]) / total for issue, one in plain["stances"].items()}
        self.parts = {
            (issue, option): self.shares[issue] * value
            for issue, one in plain["stances"].items()
            for option, value in zip(issues[issue].options, issues[issue].values(one["values"]), strict=True)
        }
        discount = plain.get("discount", {"factor": 1})
        status_quo = self.points({issue: one.status_quo for issue, one in issues.items()})
        self.factor, self.disagreement = float(discount["factor"]), exact(discount.get("disagreement", status_quo))
        self.step = Fraction(1, self.steps_of_a_point(issues))

    def steps_of_a_point(self, issues: Mapping[str, Issue]) -> int:
        """The denominator S is the least common multiple of W x 10^e x L and 10^d.
        S is doubled until it is at least 2^20 (about a million), and 1/S of a point is a step.
        """
        given = [issues[issue].given(one["values"]) for issue, one in self.plain["stances"].items()]
        whole = lcm(*(share.denominator for share in self.shares.values()))
        between = lcm(*(end - start for places in given for (start, _), (end, _) in pairwise(places)))
        parts = [*self.plain.get("linkages", {}).values(), self.plain.get("cost_of_delay", {})]
        others = [self.plain.get(name, 0) for name in ("reserve", "reservation", "outside_option")]
        others += [one.get("points", 0) for one in parts] + [self.plain.get("discount", {}).get("disagreement", 0)]
        values = power_of_ten(value for places in given for _, value in places)
        steps = lcm(whole * values * between, power_of_ten(others))
        return next(steps * 2**k for k in count() if steps * 2**k >= FINE)

    def points(self, outcome: Options) -> Fraction:
        """points = sum over issues of share x value / 100, plus the points of the linkages whose condition is met"""
        linkages = self.plain.get("linkages", {}).values()
        linked = sum((exact(one["points"]) for one in linkages if met(one["when"], outcome)), Fraction())
        return linked + sum(self.parts.get(term, Fraction()) for term in outcome.items())

    def charge(self, outcome: Options) -> Fraction:
        delay = self.plain.get("cost_of_delay", {"points": 0})
        return exact(delay["points"]) * met(delay.get("while", {}), outcome)

    def left(self, points: Fraction, round_: int) -> Fraction:
        """each round before an agreement multiplies the points above the disagreement D by the factor f"""
        power = Fraction(round(self.factor ** (round_ - 1) * FINE), FINE)
        steps = floor(power * (points - self.disagreement) / self.step + Fraction(1, 2))
        return self.disagreement + steps * self.step

    def worth(self, outcome: Options, round_: int, reserve: Fraction = Fraction()) -> Fraction:
        """worth at round n = D + f^(n - 1) x (points - D) - the charges to come"""
        return self.left(self.points(outcome) + reserve, round_) - max(0, self.horizon - round_) * self.charge(outcome)

    def outside(self, round_: int) -> Fraction | None:
        points = self.plain.get("outside_option")
        return None if points is None else self.left(exact(points), round_)

    def reservation(self, stands: Options, round_: int) -> Fraction:
        """the worth of what stands, with the party's reserve added to the points,
        or, where the scenario gives it, the absolute reservation, discounted like points and with no charge taken off,
        but at least the party's outside_option, discounted in the same way.
        """
        absolute, outside = self.plain.get("reservation"), self.outside(round_)
        least = self.worth(stands, round_, exact(self.plain.get("reserve", 0)))
        least = least if absolute is None else self.left(exact(absolute), round_)
        return least if outside is None else max(least, outside)

    def utility(self, outcome: Options, settled: int, walked_out: int | None) -> Fraction:
        """utility counts as of the round in which talks were settled
        Who walked out to an outside option has that in place of utility, as of the round in which it left
        """
        outside = None if walked_out is None else self.outside(walked_out)
        return self.left(self.points(outcome), settled) if outside is None else outside

    def refuses(self, issue: str, option: str) -> bool:
        return fits(option, self.plain["stances"].get(issue, {}).get("refuses", []))
