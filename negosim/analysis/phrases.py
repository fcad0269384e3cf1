"""Parties, issues, packages and reasons in plain words, with the names that the scenario gives them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from negosim.analysis.impasse.impasse import Reason, Search
from negosim.domain.outcomes import TABLE_LIMIT, Condition, OutcomeSpace
from negosim.negotiation.packages import Package
from negosim.registry import Entry
from negosim.scenario.realize.realization import Realization
from negosim.theory.bargaining.counting import Count
from negosim.theory.bargaining.frontier_by_blocks import most_rows

__all__ = [
    "Wording",
    "condition_words",
    "efficient_words",
    "listed",
    "number_of",
    "outcome_words",
    "points",
    "refused_words",
    "search_words",
    "solution_name",
    "vote_words",
]


def listed(words: Iterable[str], last: str = "and") -> str:
    """A list in words.

    >>> listed(["Ukraine", "Russia", "the United States"])
    'Ukraine, Russia and the United States'
    """
    *first, final = list(words) or [""]
    return f"{', '.join(first)} {last} {final}" if first else final


def points(number: float, digits: int = 1) -> str:
    """Points in words, to a tenth; what is small and counted often takes more digits.

    >>> points(1.0), points(12.34), points(0.05, 3)
    ('1 point', '12.3 points', '0.05 points')
    """
    text = f"{number:.{digits}f}".rstrip("0").rstrip(".")
    return f"{text} point" if text == "1" else f"{text} points"


def number_of(count: Count) -> str:
    """A number of outcomes; an estimate to three digits.

    >>> number_of(Count(5184, 5184, 5184, exact=True)), number_of(Count(74057769, 73976619, 74136160, exact=False))
    ('5,184', 'about 74,100,000')
    """
    return f"{count.value:,}" if count.exact else f"about {round(count.value, 3 - len(str(count.value))):,}"


def vote_words(realization: Realization) -> tuple[str, ...]:
    """A caution where ratifiers vote and the outcomes are too many to put each to the vote; else nothing."""
    votes = any(realization.vetoes(party) for party in realization.parties)
    if not votes or realization.space.size <= TABLE_LIMIT:
        return ()
    return ("The outcomes are too many to put each to the vote: what ratifiers would turn down is counted too.",)


def efficient_words(known: int | None, parties: int) -> str:
    """How many points of the frontier there are; what the limit of the search was where they are too many to find.

    >>> efficient_words(1, 2)
    '1 outcome is efficient: nobody can have more without another having less.'
    """
    if known is None:
        return (
            "How many outcomes are efficient is not known, and no solution that takes them all: the search compares at "
            f"most {most_rows(parties):,} partial outcomes at once, and here it would be more."
        )
    verb = "outcome is" if known == 1 else "outcomes are"
    return f"{known:,} {verb} efficient: nobody can have more without another having less."


def search_words(search: Search) -> str:
    """By what search something was found, and whether it may have missed anything.

    >>> search_words(Search(512, 200, complete=True))
    'There are too many packages to look at each; a search found this, and its limits left nothing out.'
    """
    found = "There are too many packages to look at each; a search found this"
    if search.complete:
        return f"{found}, and its limits left nothing out."
    return (
        f"{found}. It keeps at most {search.rows:,} partial packages at once and tries at most {search.sets:,} sets of "
        "reasons, so that it may have missed a smaller concession or another way out."
    )


def refused_words(names: Sequence[str]) -> str:
    """What is to be known of a solution that parties refuse; nothing where nobody does.

    >>> refused_words(["Lowland"])
    ' (Lowland refuses what this proposes)'
    """
    return f" ({listed(names)} refuse{'s' if len(names) == 1 else ''} what this proposes)" if names else ""


def solution_name(entry: Entry) -> str:
    """A solution's name as it is written: what stands before the colon of its summary, else the name itself.

    >>> solution_name(Entry("solution", "nash", dict, "Nash: the largest product of gains."))
    'Nash'
    """
    written, colon, _ = entry.summary.partition(":")
    return written if colon else entry.name.replace("_", " ")


def condition_words(space: OutcomeSpace, condition: Condition) -> str:
    """What a condition asks for: `Who meets first: Trump and Putin or The three`; empty where it asks for nothing."""
    return " and ".join(
        f"{space.issues[axis].title}: {_one_of(space.issues[axis].labels, mask.tolist())}"
        for axis, mask in condition.options.items()
    )


def _one_of(labels: Sequence[str], fits: Sequence[bool]) -> str:
    """Which of the options fit; those that don't, where they are fewer by far.

    >>> _one_of(["none", "some", "all"], [True, True, False]), _one_of("abcd", [False, True, True, True])
    ('none or some', 'anything but a')
    """
    inside = [label for label, good in zip(labels, fits, strict=True) if good]
    outside = [label for label, good in zip(labels, fits, strict=True) if not good]
    return f"anything but {outside[0]}" if len(outside) == 1 and len(inside) > 2 else listed(inside, "or")  # noqa: PLR2004  (of three, two are named as shortly)


def outcome_words(space: OutcomeSpace, outcome: Sequence[int]) -> str:
    """An outcome by what it moves away from the status quo."""
    package = Package.of(dict(enumerate(outcome)))
    moved = [
        f"{space.issues[axis].title}: {space.issues[axis].labels[k]}" for axis, k in package.moves(space.status_quo)
    ]
    return "; ".join(moved) or "the status quo"


class Wording:
    """The words of one scenario."""

    def __init__(self, realization: Realization) -> None:
        self.realization = realization
        self.space = realization.space

    def party(self, key: str) -> str:
        """Name of a party."""
        return self.realization.scenario.parties[key].name

    def parties(self, keys: Iterable[str]) -> str:
        """Names of parties in the order of the scenario."""
        chosen = set(keys)
        return listed(self.party(key) for key in self.realization.parties if key in chosen)

    def issue(self, key: str) -> str:
        """Title of an issue."""
        return self.space.issues[self.space.axis(key)].title

    def option(self, axis: int, option: int) -> str:
        """An issue settled at an option: `Access to minerals: a joint fund`."""
        issue = self.space.issues[axis]
        return f"{issue.title}: {issue.labels[option]}"

    def package(self, package: Package) -> str:
        """All that a package names."""
        return "; ".join(self.option(axis, option) for axis, option in package.terms)

    def condition(self, condition: Condition) -> str:
        """What a condition asks for: `Who meets first: Trump and Putin or The three`."""
        return condition_words(self.space, condition)

    def reason(self, reason: Reason) -> str:
        """Something that blocks a package."""
        name = self.party(reason.party)
        match reason.kind:
            case "reservation":
                return f"{name} would get less than its reservation value"
            case "linkage":
                return f"{name} would get less than its reservation value because of {self._linkages(reason)}"
            case "refusal":
                return f"{name} refuses options on {listed(self.issue(key) for key in reason.keys)}"
            case "ratification":
                return f"{name}'s ratifiers would turn it down"
            case _:
                return f"{name}, whose consent is needed, is not at the table"

    def _linkages(self, reason: Reason) -> str:
        titles = self.realization.scenario.parties[reason.party].linkages
        return listed(f"“{titles[key].title}”" for key in reason.keys)

    def reasons(self, reasons: Iterable[Reason]) -> str:
        """Several reasons, one after the other."""
        return "; ".join(self.reason(reason) for reason in sorted(reasons))

    def giving_way(self, reasons: Iterable[Reason]) -> str:
        """Who could give way on what: `Russia on its reservation value or “Peace with foreign forces”`."""
        matters: dict[str, list[str]] = {}
        for reason in sorted(reasons):
            matters.setdefault(reason.party, []).append(self._matter(reason))
        return "; ".join(f"{self.party(party)} on {listed(what, 'or')}" for party, what in matters.items())

    def _matter(self, reason: Reason) -> str:
        match reason.kind:
            case "reservation":
                return "its reservation value"
            case "linkage":
                return self._linkages(reason)
            case "refusal":
                return f"what it refuses on {listed(self.issue(key) for key in reason.keys)}"
            case "ratification":
                return "what its ratifiers pass"
            case _:
                return "its absence"
