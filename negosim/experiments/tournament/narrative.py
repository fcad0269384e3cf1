"""Describe a tournament, for the terminal and the report alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from negosim.document import Document, Section, Table, grouped, listed, percent
from negosim.experiments.tournament.empirical_game import GONE, EmpiricalGame, RestPoint, Symmetrised
from negosim.experiments.tournament.standings import SURE, Lead, MeanEstimate, TacticRanking
from negosim.experiments.tournament.tournament import ScenarioResult, Tournament

__all__ = ["narrate_tournament", "seat_name"]

NOTE = (
    "It is no forecast. It says how these tactics do against one another with the preferences of these scenarios, "
    "which are assumptions; against other tactics, or with other preferences, another may do better.",
    "Every lineup met the same draws with the same luck. Intervals are 95 % bootstrap intervals over draws: they hold "
    "what the number of draws leaves open, and nothing else.",
)

SCORE = (
    "The score is a seat's points less the mean of that seat over all its runs, divided by their standard deviation, "
    "then averaged over seats and scenarios: points of two parties are never compared. 0 is the average tactic."
)
LEADS = (
    "Tactics are compared draw by draw, each by its mean over the same assignments of the others (Fisher's test with "
    "random signs), and the p-values corrected for their number (Holm 1979); a lead is sure at 5 %."
)
SPLIT = (
    "Two-way analysis of variance with interaction; a deal is split option by option, as Goodman & Kruskal's tau. "
    "Tactics are the lineups, preferences the draws; what is left within a draw and a lineup is chance."
)


def narrate_tournament(of: Tournament) -> Document:
    """The whole tournament."""
    sections = (
        _overall(of),
        *(_seats(of, one) for one in of.scenarios),
        *(_switching(one) for one in of.scenarios),
        *([_symmetrised(of.symmetrised)] if of.symmetrised is not None else []),
        *(_dependence(one) for one in of.scenarios),
    )
    return Document(" / ".join(one.runs.title for one in of.scenarios), sections, notes=NOTE)


def seat_name(event: ScenarioResult, seat: str) -> str:
    """The name of the party in a seat."""
    return event.runs.store.scenario.parties[seat].name


def _overall(of: Tournament) -> Section:
    draws = sum(one.runs.draws for one in of.scenarios)
    leads = _leading([one for one in of.leads if not one.seat], draws, "over all seats")
    heads = ("score", "deal, %", "rounds", "to the frontier", "to Nash", "turns lost")
    table = Table.of("Over all seats", heads, [(one.tactic, [*_cells(one)]) for one in of.standings])
    after = (SCORE, "Distances are in points, over the whole outcome.", LEADS)
    return Section("How the tactics did", (*_size(of), *leads, table, *after))


def _size(of: Tournament) -> Iterator[str]:
    for one in of.scenarios:
        field = one.runs
        again = field.deals.shape[2]
        lucks = "one luck" if again == 1 else f"{again} lucks"
        what = "every assignment" if field.whole else "a balanced sample of the assignments"
        yield (
            f"{field.title}: {what} of {len(field.texts)} tactics to {len(field.seats)} seats, {len(field.lineups)} in "
            f"all, each in {field.draws:,} draws with {lucks}: {field.deals.size:,} runs."
        )


def _cells(one: TacticRanking) -> Iterator[str]:
    found = one.estimates
    yield mean_with_interval(found["score"], digits=2)
    yield mean_with_interval(found["agreed"], scale=100, digits=0)
    yield from (mean_with_interval(found[name]) for name in ("rounds", "distance", "distance_to_nash"))
    yield f"{one.lost:.2f}"


def mean_with_interval(one: MeanEstimate | None, *, scale: float = 1.0, digits: int = 1) -> str:
    """A mean with its interval; a dash where there is none.

    >>> mean_with_interval(MeanEstimate(0.5, 0.4, 0.6), scale=100, digits=0), mean_with_interval(None)
    ('50 (40 to 60)', '-')
    """
    if one is None:
        return "-"
    mean, low, high = (f"{scale * value + 0.0:.{digits}f}" for value in (one.mean, one.low, one.high))
    return f"{mean} ({low} to {high})"


def _leading(leads: Sequence[Lead], draws: int, where: str) -> Iterator[str]:
    """Which leads are sure, a sentence for each tactic that has one."""
    sure = grouped((one.better, one.worse) for one in leads if one.sure)
    for better, worse in sure.items():
        yield f"{better} surely does better {where} than {listed(worse)}."
    if leads and not sure:
        could = 2.0 ** (1 - draws) * len(leads) <= SURE  # all signs alike, corrected for the number of comparisons
        few = "" if could else f"; {draws} draws are too few for the test to find any lead sure"
        yield f"No tactic surely does better than another {where}{few}."


def _seats(of: Tournament, event: ScenarioResult) -> Section:
    sentences, tables = list[str](), list[Table]()
    for seat in event.runs.seats:
        name = seat_name(event, seat)
        leads = [one for one in of.leads if one.seat == f"{event.runs.name}.{seat}"]
        sentences += _leading(leads, event.runs.draws, f"as {name}")
        rows = [(one.tactic, [*_seat_cells(one)]) for one in event.standings if one.seat == seat]
        tables.append(Table.of(f"In the seat of {name}", ("points", "score", "deal, %", "turns lost"), rows))
    return Section(f"{event.runs.title}: seat by seat", (*sentences, *tables))


def _seat_cells(one: TacticRanking) -> Iterator[str]:
    yield mean_with_interval(one.estimates["points"])
    yield mean_with_interval(one.estimates["score"], digits=2)
    yield mean_with_interval(one.estimates["agreed"], scale=100, digits=0)
    yield f"{one.lost:.2f}"


def _switching(event: ScenarioResult) -> Section:
    game, title = event.game, f"{event.runs.title}: who would switch?"
    if game is None:
        return Section(title, ("Only a sample of the assignments was played, so there is no game of all seats.",))
    names = [seat_name(event, seat) for seat in game.seats]
    rows = [
        (" / ".join(one.tactics), [*(f"{value:.1f}" for value in one.points), f"{100 * one.holds:.0f}"])
        for one in game.equilibria
    ]
    caption = f"Equilibria: tactics of {' / '.join(names)}, their points, and in how many % of resamples of the draws"
    tables = [Table.of(caption, (*names, "holds, %"), rows)] if rows else []
    ends = (_end(one, names) for one in game.ends)
    method = (
        "Replicator dynamics: tactics that do better than the average of their seat grow (Taylor 1979), from "
        f"{len(game.paths.settled)} starts."
    )
    return Section(title, (*_equilibria(game, names), *ends, *tables, method))


def _equilibria(game: EmpiricalGame, names: Sequence[str]) -> Iterator[str]:
    many = len(game.equilibria)
    if many:
        what = "one assignment" if many == 1 else f"{many} assignments"
        yield f"In {what} of tactics nobody would gain by switching alone (pure equilibria of the mean points)."
        return
    profile, gain, seat = game.closest
    who = names[game.seats.index(seat)]
    yield (
        "In every assignment of tactics somebody would gain by switching alone. The least gain is that of "
        f"{who} ({gain:.2f} standard deviations) from {' / '.join(profile)}."
    )


def _end(one: RestPoint, names: Sequence[str]) -> str:
    texts = [
        f"{name} plays {_mixed(left, shares)}"
        for name, left, shares in zip(names, one.tactics, one.shares, strict=True)
    ]
    how = "settle where" if one.settled else "do not settle; on average"
    return f"{percent(one.starts)} of the paths {how} {listed(texts)}."


def _mixed(left: Sequence[str], shares: Sequence[float]) -> str:
    """The tactics that are left, with their shares where there are several."""
    kept = [share for share in shares if share >= GONE]
    if len(left) == 1 or len(kept) != len(left):
        return listed(left)
    mixed = zip(left, kept, strict=True)
    shown = [f"{text} ({percent(share)})" for text, share in mixed if share >= 0.05]  # noqa: PLR2004  (5 %)
    return listed(shown or left)


def _symmetrised(both: Symmetrised) -> Section:
    """What each tactic gets against each, all seats together."""
    replies = [
        f"Against {text}, {reply} does best." if reply != text else f"{text} is the best reply to itself."
        for text, reply in zip(both.texts, both.replies, strict=True)
    ]
    ends = [_end(one, ("everybody",)) for one in both.ends]
    rows = [(text, [f"{value:.2f}" for value in row]) for text, row in zip(both.texts, both.matrix, strict=True)]
    caption = "Mean score of a seat with the tactic of the row while another has that of the column"
    table = Table.of(caption, both.texts, rows)
    method = "One population that plays with itself: Taylor & Jonker 1978."
    return Section("Each tactic against each, all seats together", (*replies, *ends, table, method))


def _dependence(event: ScenarioResult) -> Section:
    title = f"{event.runs.title}: does it depend on the tactic?"
    line = event.line or "One draw says nothing of what the outcome depends on."
    if not event.dependence:
        return Section(title, (line,))
    replicated = event.runs.deals.shape[2] > 1
    heads = ("tactics", "preferences", *(("both together", "chance") if replicated else ("both, and chance",)))
    shares = [(one.words, (one.tactics, one.preferences, one.together, one.chance)) for one in event.dependence]
    rows = [
        (words, ["-" if one is None else f"{100 * one:.0f}" for one in parts[: len(heads)]]) for words, parts in shares
    ]
    return Section(title, (line, Table.of("Share of the variance in %", heads, rows), SPLIT))
