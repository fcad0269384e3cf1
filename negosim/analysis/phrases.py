"""Parties, issues, packages and reasons in plain words, with the names that the scenario gives them."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property

from negosim.analysis.feasible import FeasibleSet
from negosim.analysis.impasse.impasse import Reason, ReasonKind, Search
from negosim.analysis.sampled_votes import votes_are_asked
from negosim.document import amount, counted, day_text, listed
from negosim.domain.conditions import Condition
from negosim.domain.outcomes import TABLE_LIMIT, Outcome, OutcomeSpace
from negosim.negotiation.environment.vote_words import table_vote_words
from negosim.negotiation.log import Ending, Vote
from negosim.negotiation.packages import Package
from negosim.negotiation.record import Record
from negosim.registry import Entry
from negosim.scenario.blocks import Veto
from negosim.scenario.realize.realization import Realization
from negosim.scenario.spec.groups import in_groups
from negosim.scenario.spec.scenario import Scenario
from negosim.theory.bargaining.counting import Count
from negosim.theory.bargaining.frontier_by_cliques import most_rows

__all__ = [
    "ENDINGS",
    "SCALE",
    "Wording",
    "after_words",
    "condition_words",
    "default_words",
    "draw_words",
    "efficient_words",
    "number_of",
    "on_day",
    "option_words",
    "outcome_words",
    "package_words",
    "refused_words",
    "run_command",
    "run_words",
    "search_words",
    "solution_name",
    "vote_words",
]


STATUS_QUO = "the status quo"

ENDINGS: dict[str, str] = {
    Ending.AGREED: "everyone at the table had agreed",
    Ending.VOTED: "everyone at the table had voted, and the package passed",
    Ending.NOT_RATIFIED: "everyone at the table had signed, and not all ratified",
    Ending.DEADLINE: "its rounds were over",
    Ending.NOTHING_ON_OFFER: "nothing was left that those at the table could settle",
    Ending.NOBODY_LEFT: "nobody was left who may propose",
    Ending.CONFLICT: "nobody gave way any more",
    Ending.BREAKDOWN: "the talks broke down",
    Ending.CALLED_OFF: "it was called off",
}
"""Why a meeting ended -> the same as a clause; a protocol of a plug-in may end one for a reason of its own."""

SCALE = (
    "A party that got its best option on every issue would have 100 points, before what comes of options together. "
    "Every party has a measure of its own: 10 points of one are not 10 points of another."
)
"""What points are, for those who see them for the first time."""

MANY, NEARLY_ALL = 100, 0.9
"""More efficient outcomes than this number and this share of all are called nearly all."""


def run_words(record: Record) -> str:
    """Which run of which scenario this is."""
    changed = f", with {counted(len(record.scenario.changes), 'change')}" if record.scenario.changes else ""
    return f"Scenario {record.scenario.name}{changed}; {draw_words(record)}."


def draw_words(record: Record) -> str:
    """Which numbers a run was played with: drawn or not, seed and run."""
    drawn = "the uncertain numbers drawn" if record.drawn else "every uncertain number at its centre"
    return f"{drawn}; seed {record.seed}, run {record.run}"


def run_command(
    scenario: str,
    seed: int,
    run: int,
    *,
    drawn: bool,
    changes: Sequence[str],
    verb: str = "run",
    options: Sequence[str] = (),
) -> str:
    """The command that plays or analyzes a run again; `options` are those of the verb alone.

    >>> run_command("river_basin", 3, 7, drawn=True, changes=["horizon=60"])
    'negosim run river_basin --draw --seed 3 --run 7 --set horizon=60'
    """
    words = ["negosim", verb, scenario, *(["--draw"] if drawn else []), "--seed", str(seed), "--run", str(run)]
    sets = [word for change in changes for word in ("--set", change)]
    return shlex.join([*words, *options, *sets])


def number_of(count: Count) -> str:
    """A number of outcomes; an estimate to three digits.

    >>> number_of(Count(5184, 5184, 5184, exact=True)), number_of(Count(74057769, 73976619, 74136160, exact=False))
    ('5,184', 'about 74,100,000')
    """
    return f"{count.value:,}" if count.exact else f"about {round(count.value, 3 - len(str(count.value))):,}"


def default_words(scenario: Scenario) -> str:
    """How many numbers come from where the file's default says; empty where none does."""
    by_default, of = scenario.by_default()
    return f"{by_default:,} of {of:,} numbers come from where the file's default says." if by_default else ""


def vote_words(realization: Realization) -> tuple[str, ...]:
    """A caution where there are votes and the outcomes are too many to put each to the vote; else nothing."""
    if not votes_are_asked(realization) or realization.space.size <= TABLE_LIMIT:
        return ()
    return (
        "The outcomes are too many to put each to the vote: the zone of agreement is estimated from the votes on some, "
        "and what is found by search might be voted down.",
    )


def efficient_words(known: int | None, parties: int, outcomes: int) -> str:
    """How many of all outcomes are efficient; what the limit of the search was where they are too many to find.

    >>> efficient_words(1, 2, 9)
    '1 outcome is efficient: nobody can have more without another having less.'
    """
    if known is None:
        return (
            "How many outcomes are efficient is not known, and no solution that takes them all: the search compares at "
            f"most {most_rows(parties):,} partial outcomes at once, and here it would be more."
        )
    meaning = "nobody can have more without another having less"
    if known > max(MANY, NEARLY_ALL * outcomes):
        return f"Nearly every outcome is efficient ({known:,} of {outcomes:,}): {meaning}."
    verb = "outcome is" if known == 1 else "outcomes are"
    return f"{known:,} {verb} efficient: {meaning}."


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


def on_day(day: date | None) -> str:
    """The day of a round, to follow its number; nothing without a calendar.

    >>> on_day(date(2021, 7, 2)), on_day(None)
    (' (2 July 2021)', '')
    """
    return f" ({day_text(day)})" if day else ""


def after_words(round_: int, day: date | None) -> str:
    """The moment after a round, with the day that has come by then, to begin a sentence with.

    >>> after_words(7, date(2021, 7, 2))
    'After round 7, on 2 July 2021,'
    """
    return f"After round {round_}, on {day_text(day)}," if day else f"After round {round_}"


def option_words(space: OutcomeSpace, axis: int, option: int) -> str:
    """An issue settled at an option: `Access to minerals: a joint fund`."""
    issue = space.issues[axis]
    return f"{issue.title}: {issue.labels[option]}"


def package_words(space: OutcomeSpace, package: Package) -> str:
    """All that a package names: `Access to minerals: a joint fund; Security guarantees: none`."""
    return "; ".join(option_words(space, axis, option) for axis, option in package.terms)


def outcome_words(space: OutcomeSpace, outcome: Outcome, base: Outcome | None = None, same: str = STATUS_QUO) -> str:
    """An outcome by the options that differ from those of `base`, the status quo by default; `same` where none does."""
    before = space.status_quo if base is None else base
    moved = {axis: option for axis, option in enumerate(outcome) if option != before[axis]}
    return package_words(space, Package.of(moved)) or same


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


class Wording:
    """The words of one scenario."""

    def __init__(self, realization: Realization) -> None:
        self.realization = realization
        self.space = realization.space

    def party(self, key: str) -> str:
        """Name of a party, or of a body."""
        return self._named[key]

    def named(self, keys: Iterable[str]) -> list[str]:
        """Names of parties in the order of the scenario, of a group where all its members are among them, of bodies."""
        chosen, groups = set(keys), self.realization.scenario.groups
        named = in_groups((key for key in self._named if key in chosen), groups)
        return [groups[key].named(key) if key in groups else self.party(key) for key in named]

    def parties(self, keys: Iterable[str]) -> str:
        """The same in a list."""
        return listed(self.named(keys))

    @cached_property
    def _named(self) -> dict[str, str]:
        """Who can agree -> its name."""
        bodies = {body.key: body.title for body in self.realization.requirements.bodies}
        return {key: party.name for key, party in self.realization.scenario.parties.items()} | bodies

    def vote(self, vote: Vote) -> str:
        """How a body voted at the table."""
        body = next(body for body in self.realization.requirements.bodies if body.key == vote.body)
        return table_vote_words(body, vote, self)

    def deciders(self, possible: FeasibleSet) -> str:
        """Those who decide: `every party`, or which of them."""
        if possible.deciders == possible.parties:
            return "every party"
        first = self.parties(possible.deciders)
        return f"each of those who decide ({first})" if len(possible.deciders) > 1 else f"{first}, which alone decides,"

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names of all parties, the heads of a table by party."""
        return tuple(map(self.party, self.realization.parties))

    def cells(self, values: Mapping[str, float | None]) -> tuple[str, ...]:
        """Points by party, the row of a table under `names`; a dash for a party without."""
        return tuple(amount(values.get(key)) for key in self.realization.parties)

    def wanted(self, values: Mapping[str, float | None]) -> tuple[str, ...]:
        """`cells`, with a dash for a party that wants nothing: a mediator without stances or linkages."""
        parties = self.realization.scenario.parties.items()
        return self.cells({key: values.get(key) for key, one in parties if one.stances or one.linkages})

    def issue(self, key: str) -> str:
        """Title of an issue."""
        return self.space.issues[self.space.axis(key)].title

    def option(self, axis: int, option: int) -> str:
        """An issue settled at an option: `Access to minerals: a joint fund`."""
        return option_words(self.space, axis, option)

    def round(self, round_: int) -> str:
        """A round of the course, with its day where the scenario has a calendar: `round 8 (2 July 2021)`."""
        return f"round {round_}{on_day(self.realization.scenario.day(round_))}"

    def after(self, round_: int) -> str:
        """The moment after a round, with the day that has come by then."""
        return after_words(round_, self.realization.scenario.day(round_ + 1))

    def package(self, package: Package) -> str:
        """All that a package names."""
        return package_words(self.space, package)

    def outcome(self, outcome: Outcome, base: Outcome | None = None, same: str = STATUS_QUO) -> str:
        """An outcome by the options that differ from those of `base`, the status quo by default."""
        return outcome_words(self.space, outcome, base, same)

    def condition(self, condition: Condition) -> str:
        """What a condition asks for: `Who meets first: Trump and Putin or The three`."""
        return condition_words(self.space, condition)

    def reason(self, reason: Reason) -> str:
        """Something that blocks a package."""
        name = self.party(reason.party)
        match reason.kind:
            case ReasonKind.RESERVATION:
                return f"{name} would get less than its reservation value"
            case ReasonKind.LINKAGE:
                return f"{name} would get less than its reservation value because of {self._linkages(reason)}"
            case ReasonKind.REFUSAL:
                return f"{name} refuses options on {listed(self.issue(key) for key in reason.keys)}"
            case ReasonKind.ABSENT:
                return f"{name}, whose consent is needed, is not at the table"
            case ReasonKind.VOTES:
                return f"{name} would not pass it"
            case _:
                return self._veto(reason).says.format(party=name)

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
            case ReasonKind.RESERVATION:
                return "its reservation value"
            case ReasonKind.LINKAGE:
                return self._linkages(reason)
            case ReasonKind.REFUSAL:
                return f"what it refuses on {listed(self.issue(key) for key in reason.keys)}"
            case ReasonKind.ABSENT:
                return "its absence"
            case ReasonKind.VOTES:
                return "what it takes to pass"
            case _:
                return self._veto(reason).matter

    def _veto(self, reason: Reason) -> Veto:
        return next(veto for veto in self.realization.vetoes(reason.party) if veto.reason == reason.kind)
