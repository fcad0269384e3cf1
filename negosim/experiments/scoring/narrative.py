"""Describe a score: what was asked, what came, how well it was foreseen, and what a score can show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from negosim.document import Document, Section, Table, percent
from negosim.experiments.scoring.scoring import MANY, OWN, Scored, Summary

__all__ = ["narrate_score"]

NOTE = (
    "A score says how well the chances fitted what happened, over these questions. It does not say that the scenario "
    "is right: a few questions are few, answers of one negotiation hang together, and a forecast of chances is not "
    "refuted by one surprise.",
    "A good score of a scenario whose author knew the answer proves consistency, not foresight.",
)

SKILL = (
    "Skill: 1 less the forecast's mean loss over that of this baseline, on the same questions; 1 is perfect, 0 no "
    "better, below 0 worse (Murphy 1988); its interval resamples the questions. Theories that name a point are taken "
    "at the nearest option."
)

SCORES = {
    "Brier": "Brier score over all options, 0 to 2 (Brier 1950)",
    "log": "Log score, chances clipped to 1-99 % (Good 1952)",
    "ranked": "Ranked probability score of ordered options, 0 to 1 (Epstein 1969)",
    "CRPS": "Continuous ranked probability score as a share of the range (Gneiting & Raftery 2007)",
}


def narrate_score(scored: Scored, changed: str = "") -> Document:
    """The whole score; `changed` says whether the scenario was changed since."""
    sections = [
        Section("What was scored", tuple(_what(scored, changed))),
        Section("The questions", (_questions(scored),)),
        _summary("How well it was foreseen: all questions", scored.summaries),
    ]
    early = [one for one in scored.questions if not one.hindsight]
    if early and len(early) < len(scored.questions):
        sections.append(_summary("Only the questions without hindsight", scored.foresight))
    title = f"{scored.forecast.title}, against {scored.title}"
    return Document(title, (*sections, _calibration(scored)), notes=NOTE)


def _what(scored: Scored, changed: str) -> Iterator[str]:
    forecast, known = scored.forecast, sum(one.hindsight for one in scored.questions)
    when = (
        f"frozen at {forecast.frozen}" if forecast.frozen else "never frozen, so that nothing shows it was made before"
    )
    yield f"{forecast.title}: {forecast.runs:,} runs, seed {forecast.seed}, {when}; against {scored.title}."
    if changed:
        yield changed
    number = len(scored.questions)
    if known == number:
        yield "Every answer was known when the scenario was written or frozen: it is hindsight and shows no foresight."
    elif known:
        yield f"{known} of {number} answers were known when the scenario was written or frozen: they show no foresight."


def _questions(scored: Scored) -> Table:
    rows = [
        (
            f"{one.title}: {one.words} ({one.answer.date}; {one.answer.confidence} confidence; {one.answer.source})",
            (
                percent(one.chance),
                *(f"{one.losses[OWN][kind]:.3f}" if kind in one.losses[OWN] else "-" for kind in SCORES),
                "yes" if one.hindsight else "no",
            ),
        )
        for one in scored.questions
    ]
    heads = ("chance", *SCORES, "hindsight")
    return Table.of("What came, the chance it was given, and the losses (0 is perfect)", heads, rows)


def _summary(title: str, summaries: Sequence[Summary]) -> Section:
    heads = ("questions", "forecast", "this", "skill", "95 %")
    tables = []
    for kind, words in SCORES.items():
        rows = [(one.reference.replace("_", " "), _cells(one)) for one in summaries if one.score == kind]
        if rows:
            tables.append(Table.of(words, heads, rows))
    return Section(title, (*tables, SKILL))


def _cells(one: Summary) -> tuple[str, ...]:
    ends = "-" if one.low is None or one.high is None else f"{one.low:.2f} to {one.high:.2f}"
    value = "-" if one.skill is None else f"{one.skill:.2f}"
    return str(one.questions), f"{one.mean:.3f}", f"{one.reference_mean:.3f}", value, ends


def _calibration(scored: Scored) -> Section:
    if not scored.calibration:
        asked = len(scored.questions)
        sentence = f"Whether what is given 70 % comes true in 7 of 10 cases takes {MANY} questions; here are {asked}."
        return Section("Calibration", (sentence,))
    rows = [
        (
            f"{100 * one.low:.0f} to {percent(one.high)}",
            (
                str(one.questions),
                percent(one.forecast),
                percent(one.came_true),
                f"{100 * one.interval.low:.0f} to {100 * one.interval.high:.0f}",
            ),
        )
        for one in scored.calibration
    ]
    table = Table.of("How often what was given a chance came true", ("options", "said", "came", "95 %"), rows)
    return Section("Calibration", (table, "Reliability (Murphy & Winkler 1977), with Wilson's intervals."))
