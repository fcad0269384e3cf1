"""Points, delay and distances by `docs/rules.md`, from a scenario as plain data: fractions, options as text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import pairwise
from math import floor, gcd, inf, lcm
from typing import Any

Plain = Mapping[str, Any]
Options = Mapping[str, str]
"""An option by issue: an outcome has all issues, a package some."""
TWENTY_BITS = Fraction(1, 2**20)


def exact(number: object) -> Fraction:
    return Fraction(str(number))


def rounded(number: Fraction | float, step: Fraction = TWENTY_BITS) -> Fraction:
    """The nearest multiple of a step, half a step upwards."""
    return floor(Fraction(number) / step + Fraction(1, 2)) * step


def decimals(numbers: Iterable[Fraction]) -> int:
    """The power of ten that makes all of some numbers whole."""
    power = 1
    for one in numbers:
        while (one * power).denominator > 1:
            power *= 10
    return power


def fits(option: str, wanted: Any) -> bool:
    """Whether an option is the wanted one, one of several, or a number strictly within bounds."""
    if isinstance(wanted, dict):
        return wanted.get("above", -inf) < exact(option) < wanted.get("below", inf)
    return option in map(str, wanted if isinstance(wanted, list) else [wanted])


def met(when: Plain, outcome: Options) -> bool:
    return all(fits(outcome[issue], wanted) for issue, wanted in when.items())


class Issue:
    """Options in the order of the file, whose consent each needs, and where they lie if they lie on a line."""

    def __init__(self, plain: Plain) -> None:
        amount = plain.get("amount")
        numbers = range(amount["from"], amount["to"] + 1, amount["step"]) if amount else ()
        self.amount = bool(amount)
        self.options = [str(option) for option in numbers or plain["options"]]
        self.status_quo = str(plain["status_quo"])
        self.ordered = bool(numbers) or plain.get("ordered", False)
        self.positions = [exact(one) for one in numbers or plain.get("positions", {}).values()]
        lists = (
            plain["consent"] if isinstance(plain["consent"], dict) else dict.fromkeys(self.options, plain["consent"])
        )
        everybody = {party for parties in lists.values() for party in parties}
        self.consent = {option: set(lists.get(option, everybody)) for option in self.options}

    def distance(self, one: str, other: str) -> Fraction:
        if not self.ordered:
            return Fraction(one != other)
        positions = self.positions or list(map(Fraction, range(len(self.options))))
        place = dict(zip(self.options, positions, strict=True))
        return abs(place[one] - place[other]) / (max(positions) - min(positions))

    def gaps(self, values: Plain) -> list[int]:
        """How many steps of the grid lie between the numbers of an amount that have a value."""
        given = [self.options.index(one) for one in sorted(map(str, values), key=self.options.index)]
        return [high - low for low, high in pairwise(given)] if self.amount else []

    def value(self, option: str, values: Plain) -> Fraction:
        """The value given to an option; between two given numbers of an amount, on the straight line."""
        known = {str(key): exact(value) for key, value in values.items()}
        if option in known:
            return known[option]
        low = max((one for one in known if exact(one) < exact(option)), key=exact)
        high = min((one for one in known if exact(one) > exact(option)), key=exact)
        part = (exact(option) - exact(low)) / (exact(high) - exact(low))
        return known[low] + part * (known[high] - known[low])


class Party:
    """What outcomes are worth to a party at a round of the course, and the least that it agrees to.

    `step` is what discounted points and aspirations are rounded to: a part of the common denominator of its points.
    """

    def __init__(self, plain: Plain, issues: Mapping[str, Issue], horizon: int) -> None:
        self.plain, self.horizon = plain, horizon
        total = sum(exact(one["weight"]) for one in plain["stances"].values())
        self.parts = {
            (name, option): exact(one["weight"]) / total * issues[name].value(option, one["values"])
            for name, one in plain["stances"].items()
            for option in issues[name].options
        }
        self.step = Fraction(1, self.steps_of_a_point(issues))
        discount = plain.get("discount", {"factor": 1})
        self.factor = float(discount["factor"])
        status_quo = self.points({key: one.status_quo for key, one in issues.items()})
        self.disagreement = exact(discount.get("disagreement", status_quo))

    def steps_of_a_point(self, issues: Mapping[str, Issue]) -> int:
        """The common denominator, doubled until a point has a million steps."""
        stances, linkages = self.plain["stances"].items(), self.plain.get("linkages", {}).values()
        weights = [exact(one["weight"]) for _, one in stances]
        unit = gcd(*(int(one * 10**9) for one in weights))
        total = sum(int(one * 10**9) for one in weights) // (unit or 1) or 1
        values = [exact(one) for _, stance in stances for one in stance["values"].values()]
        gaps = [gap for name, one in stances for gap in issues[name].gaps(one["values"])]
        others = [one["points"] for one in (*linkages, self.plain.get("cost_of_delay", {"points": 0}))]
        others += [self.plain.get(name, 0) for name in ("reserve", "reservation", "outside_option")]
        others.append(self.plain.get("discount", {}).get("disagreement", 0))
        steps = lcm(total * decimals(values) * lcm(*gaps), decimals(map(exact, others)))
        while steps < 2**20:
            steps *= 2
        return steps

    def points(self, outcome: Options) -> Fraction:
        linked = [exact(one["points"]) for one in self.plain.get("linkages", {}).values() if met(one["when"], outcome)]
        return sum(linked, Fraction()) + sum(self.parts.get(term, Fraction()) for term in outcome.items())

    def charge(self, outcome: Options) -> Fraction:
        delay = self.plain.get("cost_of_delay", {"points": 0})
        return exact(delay["points"]) * met(delay.get("while", {}), outcome)

    def left(self, points: Fraction, round_: int) -> Fraction:
        """What waiting until a round leaves of points."""
        power = rounded(self.factor ** (round_ - 1))
        return self.disagreement + rounded(power * (points - self.disagreement), self.step)

    def worth(self, outcome: Options, round_: int, reserve: Fraction = Fraction(0)) -> Fraction:
        to_come = max(0, self.horizon - round_)
        return self.left(self.points(outcome) + reserve, round_) - to_come * self.charge(outcome)

    def outside(self, round_: int) -> Fraction | None:
        points = self.plain.get("outside_option")
        return None if points is None else self.left(exact(points), round_)

    def reservation(self, stands: Options, round_: int) -> Fraction:
        least = self.worth(stands, round_, exact(self.plain.get("reserve", 0)))
        if "reservation" in self.plain:
            least = self.left(exact(self.plain["reservation"]), round_)
        outside = self.outside(round_)
        return least if outside is None else max(least, outside)

    def refuses(self, issue: str, option: str) -> bool:
        return fits(option, self.plain["stances"].get(issue, {}).get("refuses", []))
