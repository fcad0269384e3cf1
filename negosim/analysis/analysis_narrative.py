"""Describe an analysis in plain language: what was possible, what blocked it, and would it hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from negosim.analysis.analysis import Analysis
from negosim.analysis.durability_narrative import durability_words
from negosim.analysis.feasible import FeasibleSet
from negosim.analysis.impasse_narrative import narrate_impasse
from negosim.analysis.phrases import SCALE, Wording, efficient_words, number_of, run_words, solution_name, vote_words
from negosim.analysis.power_narrative import narrate_power
from negosim.analysis.run_data import count_frontier
from negosim.analysis.sequencing_narrative import narrate_sequencing
from negosim.analysis.suspension_narrative import waiting_words
from negosim.analysis.theories_narrative import narrate_division, narrate_theories
from negosim.document import BulletList, Content, Document, Paragraph, Section, Table, grouped, listed, percent, points
from negosim.domain.outcomes import TABLE_LIMIT
from negosim.domain.possible import possible_outcomes
from negosim.registry import entries
from negosim.theory.bargaining.base import Solution
from negosim.theory.stability.verdicts import Concept
from negosim.theory.voting.core import MOST_OUTCOMES

__all__ = ["narrate_analysis"]


def narrate_analysis(analysis: Analysis) -> Document:
    """The whole analysis, for the terminal and the report alike."""
    record, words = analysis.record, Wording(analysis.record.realization)
    meetings = record.scenario.meetings
    sections = [
        Section("What was possible", tuple(_possible(analysis.possible, words))),
        _solutions(analysis.possible, words),
        *(_group(analysis.possible, group, words) for group in analysis.possible.groups),
        *narrate_power(analysis.bodies),
        Section("What withstands every group", tuple(_core(analysis, words))),
        *(
            Section(f"Why “{meetings[key].title}” left issues open", tuple(narrate_impasse(impasse, words)))
            for key, impasse in analysis.blocked.items()
        ),
    ]
    if analysis.blocking is not None:
        title = "What stands in the way of a deal of all on everything?"
        sections.append(Section(title, tuple(narrate_impasse(analysis.blocking, words))))
    sections += [
        Section("Was there something better for all than the deal?", tuple(_better(analysis, words))),
        *(narrate_sequencing(one, words) for one in analysis.orders),
        Section("Would it hold?", tuple(_durability(analysis, words))),
        *narrate_division(analysis.division, words),
        *narrate_theories(analysis.theories, words),
    ]
    lead = (Paragraph(run_words(record)), Paragraph(SCALE))
    return Document(record.scenario.title, tuple(sections), lead)


def _possible(possible: FeasibleSet, words: Wording) -> Iterator[str]:
    yield f"There are {words.space.size:,} outcomes: one option for every issue."
    if words.space.constraints:
        yield f"The constraints leave {possible_outcomes(words.space):,} of them possible; only those count below."
    yield from (f"{text}." for text in waiting_words(words.space))
    yield (
        f"{number_of(possible.rational_size).capitalize()} of them give {words.deciders(possible)} at least its "
        "reservation value, what it would have without any deal."
    )
    yield (
        f"{number_of(possible.zone_size).capitalize()} lie in the zone of agreement: all whose consent they need could "
        "agree to them at once."
    )
    yield from vote_words(words.realization)
    yield efficient_words(count_frontier(possible), len(possible.deciders), possible.size)
    if len(possible.parties) == 1:
        yield f"{words.names[0]} is alone: there is nobody to agree or to disagree with."


# What bargaining theory proposes


def _solutions(possible: FeasibleSet, words: Wording) -> Section:
    """What bargaining theory proposes, over what all could agree to."""
    solved = {solution_name(entry): possible.solve(entry) for entry in entries("solution")}
    about = (
        f"Each looks for an outcome that gives {words.deciders(possible)} at least what it would have without any deal."
    )
    table, proposals = _points_table(possible, solved, words), _proposals(possible, solved, words)
    return Section("What bargaining theory proposes", (about, table, *proposals))


def _group(possible: FeasibleSet, group: Sequence[str], words: Wording) -> Section:
    """What some could close without the rest, and what that would do to it."""
    names = words.parties(group)
    title = f"What {names} could close without the rest"
    all_solved = {solution_name(entry): possible.solve(entry, group) for entry in entries("solution")}
    solved = {name: one for name, one in all_solved.items() if one.outcomes}
    if not solved:
        return Section(title, (f"There is nothing that {names} would both gain by.",))
    rest = [party for party in possible.parties if party not in group]
    content: tuple[Content, ...] = (
        _points_table(possible, solved, words),
        *_proposals(possible, solved, words),
        f"Against having no deal, that would leave {words.parties(rest)}, without whom it can be done, with this:",
        BulletList(tuple(_effects(possible, solved, rest, words))),
    )
    return Section(title, content)


def _points(possible: FeasibleSet, solution: Solution) -> dict[str, float]:
    """What a solution gives every party, in points; a lottery in expectation."""
    return possible.points_of(solution.outcomes[0]) if solution.lottery is None else possible.expected(solution.lottery)


def _points_table(possible: FeasibleSet, solved: Mapping[str, Solution], words: Wording) -> Table:
    """Points by party without a deal and by every solution, those with the same points in one row."""
    same = grouped((words.wanted(_points(possible, one)), name) for name, one in solved.items() if one.exists)
    rows = [("Without any deal", words.wanted(possible.by_party(possible.reservation)))]
    rows += [(", ".join(names), cells) for cells, names in same.items()]
    return Table.of("Points by party", words.names, rows)


def _proposals(possible: FeasibleSet, solved: Mapping[str, Solution], words: Wording) -> Iterator[str]:
    """What each solution proposes, or why it doesn't exist; those with the same proposal or reason together."""
    proposals = grouped((_proposal(possible, one, words), name) for name, one in solved.items() if one.exists)
    yield from (f"{listed(names)}: {proposal}." for proposal, names in proposals.items())
    missing = grouped((one.reason, name) for name, one in solved.items() if not one.exists)
    yield from (f"{listed(names)}: none, since {reason}." for reason, names in missing.items())


def _proposal(possible: FeasibleSet, solution: Solution, words: Wording) -> str:
    """A lottery with its chances, or an outcome with how many others tie with it."""
    if solution.lottery is not None:
        chances = zip(solution.lottery.outcomes, solution.lottery.chances, strict=True)
        return "by lot, " + ". Or ".join(
            f"{percent(chance)} {words.outcome(possible.outcome(index))}" for index, chance in chances
        )
    first, *ties = solution.outcomes
    tied = f" (or one of {len(ties):,} others with the same claim)" if ties else ""
    return words.outcome(possible.outcome(first)) + tied


def _effects(
    possible: FeasibleSet, solved: Mapping[str, Solution], rest: Sequence[str], words: Wording
) -> Iterator[str]:
    """What the solutions of a group do to the rest, against having no deal."""
    base, changes = possible.by_party(possible.reservation), dict[str, str]()
    for name, one in solved.items():
        gained = _points(possible, one)
        moved = [(words.party(key), gained[key] - base[key]) for key in rest if round(gained[key] - base[key], 1)]
        texts = (f"{party} {points(abs(change))} {'more' if change > 0 else 'less'}" for party, change in moved)
        changes[name] = listed(texts) or "nobody more or less"
    same = grouped((text, name) for name, text in changes.items())
    yield from (f"by {listed(names)}: {text}." for text, names in same.items())


# What withstands groups, what was left on the table, whether it holds


WITHSTANDS_GROUPS = "no group could give all its members more by what it can close without the rest"
WITHSTANDS_VOTES = "there are not the votes to leave it for another"


def _core(analysis: Analysis, words: Wording) -> Iterator[str]:
    """The outcomes that no group could leave for something better."""
    core, by_votes = analysis.core, analysis.possible.put_to_votes
    if core is None:
        most = MOST_OUTCOMES if by_votes else TABLE_LIMIT
        yield (
            "The core, the outcomes that no group could leave for something better, is not computed: each outcome "
            f"would have to be held against what every group can close, and they are more than {most:,}."
        )
    elif core.size:
        lie = "outcome lies" if core.size == 1 else "outcomes lie"
        yield f"{core.size:,} {lie} in the core: {WITHSTANDS_VOTES if by_votes else WITHSTANDS_GROUPS}."
        yield f"One of them: {words.outcome(analysis.possible.outcome(int(core[0])))}."
    elif by_votes:
        yield "The core is empty: whatever is adopted, there are votes enough for something else."
    else:
        yield "The core is empty: whatever is agreed, some group could do better for itself without the rest."


def _better(analysis: Analysis, words: Wording) -> Iterator[str]:
    better = analysis.better
    if better is None:
        yield "No: nothing was agreed, or what was agreed can't be improved on without somebody losing."
        return
    count = number_of(better.count).capitalize()
    if better.outcome is None:
        yield f"{count} packages would leave nobody worse off and somebody better: too many to find the best."
        return
    packages = "One package" if better.count.value == 1 else f"{count} packages"
    yield f"{packages} would leave nobody worse off than what was agreed, and somebody better."
    gains = listed(f"{words.party(party)} {points(gain)}" for party, gain in better.gains.items())
    yield f"The one that Nash would take adds {gains}: {words.outcome(better.outcome)}."


def _durability(analysis: Analysis, words: Wording) -> Iterator[str]:
    hold = analysis.hold
    yield f"What stands at the end: {words.outcome(hold.deal)}."
    if suspended := words.space.in_force.suspended(hold.deal):
        titles = [words.space.issues[axis].title for axis in suspended]
        yield f"Agreed, and not in force: {listed(titles)}. Until what it waits for holds, the status quo counts."
    if hold.described:
        stable = [concept for concept in Concept if hold.stable(concept)]
        fails = [concept for concept in Concept if concept not in stable]
        against = f", and not by {listed(fails)}." if fails else "."
        yield f"It is stable for everybody by {listed(stable) or 'none of the concepts'}{against}"
        yield (
            "R: nobody gains by any move of its own. GMR: against each such gain the others have an answer that takes "
            "it away. SMR: and that can't be escaped from. SEQ: an answer by which those who give it gain."
        )
    yield from durability_words(hold)
