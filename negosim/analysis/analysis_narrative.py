"""An analysis told in plain words and tables, for the terminal and the report alike: read from its findings alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any

from negosim.analysis.impasse.impasse import Reason, Search
from negosim.analysis.phrases import (
    Wording,
    efficient_words,
    listed,
    number_of,
    points,
    search_words,
    solution_name,
    vote_words,
)
from negosim.domain.outcomes import TABLE_LIMIT
from negosim.registry import lookup
from negosim.scenario.realize.realization import Realization
from negosim.theory.bargaining.counting import Count

__all__ = ["Part", "Rows", "parts"]

Found = Mapping[str, Any]
"""A part of the findings."""

SETS = 5
"""Sets of reasons that are told at the most; the findings have them all."""

FAR = 25.0
"""Theories that lie this far apart on a scale of 0 to 100 are said to disagree."""


@dataclass(frozen=True)
class Rows:
    """A table: its caption, the heads of its columns, and rows of a name and a text for each column."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Part:
    """A heading with its sentences, the tables below them, and what is said of the tables."""

    title: str
    sentences: tuple[str, ...]
    tables: tuple[Rows, ...] = ()
    after: tuple[str, ...] = ()


def parts(realization: Realization, found: Found) -> tuple[Part, ...]:
    """The whole analysis in words; `found` is what `findings` gives for this reading."""
    teller = _Teller(realization, found)
    told = [
        Part("What was possible", tuple(teller.possible())),
        teller.solutions(),
        *teller.groups(),
        Part("What withstands every group", tuple(teller.core())),
        *(Part(teller.meeting(key), tuple(teller.blocking(one))) for key, one in found["blocking"].items()),
        Part("Was there something better for all than the deal?", tuple(teller.better())),
        *(teller.order(one) for one in found["orders"]),
        Part("Would it hold?", tuple(teller.hold())),
        *teller.division(),
        *teller.theories(),
    ]
    return tuple(told)


def amount(value: float | None) -> str:
    """Points to a tenth; a dash where there are none.

    >>> amount(12.34), amount(-0.01), amount(None)
    ('12.3', '0.0', '-')
    """
    return "-" if value is None else f"{round(value, 1) + 0.0:.1f}"


def many(number: float) -> str:
    """A number of things.

    >>> many(5184)
    '5,184'
    """
    return f"{number:,}"


def about(number: int, interval: Sequence[int]) -> str:
    """A number of outcomes, exact or an estimate between two others.

    >>> about(5184, [5184, 5184]), about(74057769, [73976619, 74136160])
    ('5,184', 'about 74,100,000')
    """
    low, high = interval
    return number_of(Count(number, low, high, exact=low == high))


class _Teller:
    """The words of one analysis."""

    def __init__(self, realization: Realization, found: Found) -> None:
        self.realization = realization
        self.found = found
        self.words = Wording(realization)
        self.heads = tuple(self.words.party(key) for key in realization.parties)

    def cells(self, values: Mapping[str, float]) -> tuple[str, ...]:
        """Points by party in the order of the scenario."""
        return tuple(amount(values.get(key)) for key in self.realization.parties)

    def change(self, values: Mapping[str, float], beside: Mapping[str, float], parties: Iterable[str]) -> str:
        """Who has how much more or less than beside."""
        changes = {party: values[party] - beside[party] for party in parties}
        told = [
            f"{self.words.party(party)} {points(abs(change))} {'more' if change > 0 else 'less'}"
            for party, change in changes.items()
            if round(change, 1)
        ]
        return listed(told) or "nobody more or less"

    def outcome(self, outcome: Mapping[str, Any]) -> str:
        """An outcome by what it moves away from the status quo."""
        space = self.realization.space
        moved = [
            self.words.option(axis, number)
            for axis, issue in enumerate(space.issues)
            if (number := issue.options.index(outcome[issue.key])) != issue.status_quo
        ]
        return "; ".join(moved) or "the status quo"

    # What was possible

    def possible(self) -> Iterator[str]:
        """How much was possible, and for whom."""
        found, zone = self.found, self.found["zone_of_agreement"]
        rational, agreed = about(found["rational"], found["rational_interval"]), about(zone["size"], zone["interval"])
        yield f"There are {many(found['outcomes'])} outcomes: one option for every issue."
        yield (
            f"{rational.capitalize()} of them give every party at least its reservation value, "
            "what it would have without any deal."
        )
        yield (
            f"{agreed.capitalize()} lie in the zone of agreement: all whose consent they need could agree to them at "
            "once."
        )
        yield from vote_words(self.realization)
        yield efficient_words(found["frontier"]["total"], len(self.realization.parties))
        if len(self.realization.parties) == 1:
            yield f"{self.heads[0]} is alone: there is nobody to agree or to disagree with."

    def solutions(self) -> Part:
        """What bargaining theory proposes, over what all could agree to."""
        rows, notes = self._solved(self.found["solutions"])
        start = ("Without any deal", self.cells(self.found["disagreement"]))
        table = Rows("Points by party", self.heads, (start, *rows))
        title = "What bargaining theory proposes"
        said = "Each looks for an outcome that gives every party at least what it would have without any deal."
        return Part(title, (said,), (table,), tuple(notes))

    def _solved(self, solutions: Found) -> tuple[list[tuple[str, tuple[str, ...]]], list[str]]:
        """Rows of solutions, those with the same points in one; what they propose, ties and reasons in words."""
        same: dict[tuple[str, ...], list[str]] = {}
        proposed: dict[str, list[str]] = {}
        for key, one in solutions.items():
            if one["points"] is not None:
                same.setdefault(self.cells(one["points"]), []).append(_solution(key))
                proposed.setdefault(self._proposed(one), []).append(_solution(key))
        notes = [f"{listed(names)}: {outcome}." for outcome, names in proposed.items()]
        return [(", ".join(names), cells) for cells, names in same.items()], notes + _missing(solutions)

    def _proposed(self, one: Found) -> str:
        """What a solution proposes: a lottery with its chances, or an outcome with how many others tie with it."""
        if "lottery" in one:
            mixed = [f"{100 * part['chance']:.0f} % {self.outcome(part['outcome'])}" for part in one["lottery"]]
            return f"by lot, {'. Or '.join(mixed)}"
        tied = f" (or one of {many(len(one['ties']))} others with the same claim)" if one["ties"] else ""
        return self.outcome(one["outcome"]) + tied

    def groups(self) -> Iterator[Part]:
        """What some could close without the rest, and what that would do to it."""
        for group in self.found["groups"]:
            names = self.words.parties(group["parties"])
            rows, notes = self._solved(group["solutions"])
            title = f"What {names} could close without the rest"
            if not rows:
                yield Part(title, (f"There is nothing that {names} would both gain by.",))
                continue
            start = ("Without any deal", self.cells(self.found["disagreement"]))
            table = Rows("Points by party", self.heads, (start, *rows))
            yield Part(title, (), (table,), (*notes, *self._effects(group)))

    def _effects(self, group: Found) -> Iterator[str]:
        """What the solutions of a group do to those who are not asked, against having no deal."""
        rest = [party for party in self.realization.parties if party not in group["parties"]]
        base, same = self.found["disagreement"], dict[str, list[str]]()
        for key, one in group["solutions"].items():
            if one["points"] is not None:
                same.setdefault(self.change(one["points"], base, rest), []).append(_solution(key))
        yield f"Against having no deal, that would leave {self.words.parties(rest)}, not asked, with this:"
        yield from (f"- by {listed(names)}: {change}." for change, names in same.items())

    def core(self) -> Iterator[str]:
        """The outcomes that no group could leave for something better."""
        found = self.found["core"]
        if found is None:
            yield (
                "The core, the outcomes that no group could leave for something better, is not computed: each outcome "
                f"would have to be held against what every group can close, and they are more than {many(TABLE_LIMIT)}."
            )
            return
        size = found["size"]
        if size:
            yield (
                f"{many(size)} outcomes lie in the core: no group could give all its members more by what it can close "
                "without the rest."
            )
            yield f"One of them: {self.outcome(found['outcomes'][0]['outcome'])}."
        else:
            yield "The core is empty: whatever is agreed, some group could do better for itself without the rest."

    # Why there is no deal

    def meeting(self, key: str) -> str:
        """The heading of what blocks a meeting, or all together."""
        if key == "all":
            return "What stands in the way of a deal of all on everything?"
        return f"Why “{self.realization.scenario.meetings[key].title}” left issues open"

    def blocking(self, found: Found) -> Iterator[str]:
        """The smallest sets of reasons, the ways out, and who would have to concede how much."""
        if not found["empty"]:
            yield "Nothing blocks it: there are packages that nobody refuses and that give everybody enough."
            return
        if found["search"] is not None:
            yield search_words(Search(**found["search"]))
        yield from self._together(found["reasons"])
        yield "A deal would have been possible without this:"
        yield from self._sets(found["ways_out"], "Or without this:")
        yield from self._concessions(found)

    def _together(self, sets: Sequence[Sequence[Found]]) -> Iterator[str]:
        """The smallest sets of reasons; without any, what they are would take all ways out."""
        if not sets:
            yield "No package was possible. Which reasons are enough for that is not said: it takes all ways out."
            return
        yield "No package was possible. These reasons together are enough for that, and each of them is needed:"
        yield from self._sets(sets, "Or these:")

    def _sets(self, sets: Sequence[Sequence[Found]], between: str) -> Iterator[str]:
        """Sets of reasons, a line a reason."""
        for number, reasons in enumerate(sets[:SETS]):
            if number:
                yield between
            read = [Reason(one["kind"], one["party"], tuple(one["keys"])) for one in reasons]
            yield from (f"- {self.words.reason(one)}" for one in read)
        if len(sets) > SETS:
            yield f"And {many(len(sets) - SETS)} more: findings.json has them all."

    def _concessions(self, found: Found) -> Iterator[str]:
        alone = {party: one for party, one in found["alone"].items() if one is not None and one["points"]}
        for party, one in alone.items():
            short = points(one["points"][party])
            yield (
                f"{self.words.party(party)} alone could have opened a deal by going {short} below its reservation "
                f"value, for this: {self.outcome(one['outcome'])}."
            )
        if not alone:
            yield "No party could have opened a deal by itself by asking for less."
        if found["shared"] is None:
            yield "No concession of points opens a deal: refusals, or parties that aren't there, block every package."
            return
        shared = listed(
            f"{self.words.party(party)} {points(short)}" for party, short in found["shared"]["points"].items()
        )
        yield f"Shared as evenly as can be, the concession is {shared}, for {self.outcome(found['shared']['outcome'])}."

    def better(self) -> Iterator[str]:
        """What the deal left on the table."""
        better = self.found["better_for_all"]
        if better is None:
            yield "No: nothing was agreed, or what was agreed can't be improved on without somebody losing."
            return
        number = about(better["count"], better["interval"]).capitalize()
        if better["outcome"] is None:
            yield f"{number} packages would leave nobody worse off and somebody better: too many to find the best."
            return
        packages = "One package" if better["count"] == 1 else f"{number} packages"
        yield f"{packages} would leave nobody worse off than what was agreed, and somebody better."
        gains = listed(f"{self.words.party(party)} {points(gain)}" for party, gain in better["gains"].items())
        yield f"The one that Nash would take adds {gains}: {self.outcome(better['outcome'])}."

    # Who goes first

    def order(self, found: Found) -> Part:
        """Where each option of an issue that decides which meetings take place leads."""
        key = found["issue"]
        said = (
            f"“{self.words.issue(key)}” decides which meetings take place. Each option is followed to the end twice: "
            "as the scenario's tactics play on, and as "
            f"the {_solution(found['by'])} solution settles each meeting, seen from the last "
            "one back. Without the issue's own points only the consequences are left.",
        )
        ways = [("as played", found["played"]), ("as solved", found["solved"])]
        tables = [self._branches(key, way, one) for way, one in ways if one["options"]]
        after = [sentence for way, one in ways for sentence in self._choices(key, way, one)]
        return Part(f"Who goes first: {self.words.issue(key)}", said, tuple(tables), tuple(after))

    def label(self, issue: str, option: Any) -> str:
        """The label of an option that the findings name as text."""
        one = self.realization.space.issues[self.realization.space.axis(issue)]
        return one.labels[[str(key) for key in one.options].index(str(option))]

    def _branches(self, issue: str, way: str, found: Found) -> Rows:
        rows: list[tuple[str, tuple[str, ...]]] = []
        for option, branch in found["options"].items():
            rows.append((self.label(issue, option), self.cells(branch["points"])))
            rows.append(("  without its own points", self.cells(branch["without_own"])))
        return Rows(f"Points in the end, {way}", self.heads, tuple(rows))

    def _choices(self, issue: str, way: str, found: Found) -> Iterator[str]:
        if not found["options"]:
            yield f"Nothing is said of it {way}: {found['reason']}."
            return
        best = [
            f"{self.words.party(party)} would choose {self._options(issue, options)}"
            for party, options in found["best"].items()
        ]
        yield f"{way.capitalize()}, {listed(best)}."
        consented = self._options(issue, found["consented"])
        yield f"Nobody whose consent it needs would do worse by it than by leaving the issue as it is: {consented}."

    def _options(self, issue: str, options: Iterable[Any]) -> str:
        return listed((f"“{self.label(issue, option)}”" for option in options), "or")

    # Would it hold, who gets what, and what others would say

    def hold(self) -> Iterator[str]:
        """Whether what stands at the end would hold."""
        found = self.found["stability"]
        yield f"What stands at the end: {self.outcome(found['outcome'])}."
        if found["described"]:
            holds = listed(concept for concept, stable in found["stable"].items() if stable)
            fails = listed(concept for concept, stable in found["stable"].items() if not stable)
            yield f"It is stable for everybody by {holds or 'none of the concepts'}" + (
                f", and not by {fails}." if fails else "."
            )
            yield CONCEPTS
        yield from found["sentences"]

    def division(self) -> Iterator[Part]:
        """Adjusted Winner between two parties."""
        found = self.found["fair_division"]
        if found is None:
            return
        names = tuple(self.words.party(key) for key in found["parties"])
        split, unsplit = found["adjusted_winner"], found["without_splitting"]
        won = [(self.words.issue(item), (share, _rest(share))) for item, share in split["shares"].items()]
        rows = (*won, ("Points of its own 100", tuple(map(amount, split["points"]))))
        whole = listed(f"{name} {points(value)}" for name, value in zip(names, unsplit["points"], strict=True))
        first = [self.words.issue(item) for item, share in unsplit["shares"].items() if share]
        after = [f"Without splitting anything: {whole}; {names[0]} wins {listed(first) or 'nothing'}."]
        if split["split"]:
            after.insert(0, f"Only {self.words.issue(split['split'])} is split.")
        said = (
            "Adjusted Winner (Brams and Taylor 1996): who wins an issue gets its own best option there. Neither would "
            "rather have the other's share, both have the same points, and linkages are left out.",
        )
        yield Part("A fair division", said, (Rows("Who wins what", names, rows),), tuple(after))

    def theories(self) -> Iterator[Part]:
        """One table of what each theory says, and where they disagree."""
        found = self.found["theories"]
        if not found:
            return
        letters = dict(zip(next(iter(found.values())), ascii_uppercase * len(found), strict=False))
        said = (
            "From positions and weights alone, all parties taken as equally strong. 0 and 100 are the ends of an "
            "issue; in brackets a range, where a theory has no single answer.",
            *(self._scale(issue, letter) for issue, letter in letters.items()),
        )
        rows = tuple(
            (theory.replace("_", " "), tuple(_forecast(one[issue]) for issue in letters))
            for theory, one in found.items()
        )
        table = Rows("What they say", tuple(letters.values()), rows)
        yield Part("What theories say", said, (table,), (*self._disagreeing(found, letters), WARNING))

    def _scale(self, issue: str, letter: str) -> str:
        """What 0 and 100 are on an issue."""
        one = self.realization.space.issues[self.realization.space.axis(issue)]
        line = list(one.positions or range(len(one.labels)))
        low, high = (one.labels[line.index(pick(line))] for pick in (min, max))
        return f"{letter}: {one.title}. 0 is “{low}”, 100 is “{high}”."

    def _disagreeing(self, found: Found, letters: Mapping[str, str]) -> Iterator[str]:
        for issue, letter in letters.items():
            values = {theory: one[issue]["value"] for theory, one in found.items() if one[issue]["value"] is not None}
            if values and max(values.values()) - min(values.values()) >= FAR:
                low, high = (pick(values, key=lambda theory: values[theory]) for pick in (min, max))
                yield (
                    f"They disagree on {letter}, {self.words.issue(issue)}: from {values[low]:.0f} "
                    f"({low.replace('_', ' ')}) to {values[high]:.0f} ({high.replace('_', ' ')})."
                )


CONCEPTS = (
    "R: nobody gains by any move of its own. GMR: against each such gain the others have an answer that takes it away. "
    "SMR: and that can't be escaped from. SEQ: an answer by which those who give it gain."
)
"""The four concepts of the graph model, in a line."""

WARNING = (
    "The expected-utility model does not settle: its rounds are a range and never one answer. On decisions of the "
    "European Union, rebuilt versions of it were further off than a weighted mean (Leinaweaver and Thomson 2014)."
)
"""What has to stand beside every forecast of the expected-utility model."""


def _rest(share: str) -> str:
    """What is left of an item: `2/15` leaves `13/15`."""
    above, _, below = share.partition("/")
    whole = int(below or 1)
    left = whole - int(above)
    return f"{left}/{whole}" if below else str(left)


def _forecast(one: Found) -> str:
    """A theory's value; its range in brackets where it names no value; a dash for neither."""
    if one["value"] is not None:
        return f"{one['value']:.0f}"
    if one["interval"] is None:
        return "-"
    low, high = (f"{end:.0f}" for end in one["interval"])
    return f"({low})" if low == high else f"({low}-{high})"


def _solution(key: str) -> str:
    """A solution's name by its key."""
    return solution_name(lookup("solution", key))


def _missing(solutions: Found) -> list[str]:
    """The solutions that don't exist, with the reason, those with the same reason together."""
    same: dict[str, list[str]] = {}
    for key, one in solutions.items():
        if one["points"] is None:
            same.setdefault(one["reason"], []).append(_solution(key))
    return [f"{listed(names)}: none, since {reason}." for reason, names in same.items()]
