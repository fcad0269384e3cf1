"""Where a scenario comes from, how large it is, and what differs between two."""

from __future__ import annotations

from math import prod

from negosim.registry import Parameter
from negosim.scenario.diff import scenario_differences
from negosim.scenario.spec.common import BasisKind
from negosim.teaching.exercises.quantities.base import PARTY, pick, quantity
from negosim.teaching.exercises.subject import Subject, subject_of

KIND = Parameter("kind", "choice", None, "the kind of basis", choices=tuple(BasisKind))
WHAT = Parameter(
    "what", "choice", "stance", "what the basis is of", choices=("stance", "linkage", "consent", "meeting")
)
COUNTED = ("parties", "issues", "meetings", "outcomes", "linkages")
OTHER = Parameter("than", "text", None, "the shipped scenario to compare with")


@quantity(Parameter("path", "text", None, "the path in the file, as in parties.usa.stances.nato"))
def basis(subject: Subject, path: str) -> str:
    """Basis: where the direction of a stance, linkage, consent or meeting comes from."""
    found = {at.path: at.basis.kind for at in subject.scenario.based() if not at.what.startswith("numbers of")}
    return str(pick(found, path, f"nothing with a basis stands at {path!r}"))


@quantity(KIND, WHAT)
def with_basis(subject: Subject, kind: str, what: str = "stance") -> float:
    """Number with a basis: how many stances, linkages, consents or meetings have a basis of one kind."""
    return float(sum(at.what == what and at.basis.kind == kind for at in subject.scenario.based()))


@quantity(PARTY, KIND)
def issues_with_basis(subject: Subject, party: str, kind: str) -> tuple[str, ...]:
    """Issues with a basis: those on which a party's stance has a basis of one kind."""
    return tuple(issue for issue, one in subject.scenario.parties[party].stances.items() if one.basis.kind == kind)


@quantity(KIND)
def numbers_with_basis(subject: Subject, kind: str) -> float:
    """Numbers with a basis: how many of the numbers that may be uncertain have points of one kind."""
    return float(sum(at.kind == kind for at in subject.scenario.numbers()))


@quantity(Parameter("what", "choice", None, "what is counted", choices=COUNTED))
def size(subject: Subject, what: str) -> float:
    """Size: how many parties, issues, meetings, outcomes or linkages there are."""
    scenario = subject.scenario
    counts = {
        "parties": len(scenario.parties),
        "issues": len(scenario.issues),
        "meetings": len(scenario.meetings),
        "outcomes": prod(len(issue.option_keys) for issue in scenario.issues.values()),
        "linkages": sum(len(party.linkages) for party in scenario.parties.values()),
    }
    return float(counts[what])


@quantity()
def uncertain_numbers(subject: Subject) -> float:
    """Uncertain numbers: how many numbers of the file are ranges."""
    return float(sum(not at.number.certain for at in subject.scenario.numbers()))


@quantity(OTHER, Parameter("outside", "text", "", "paths that begin so are left out"))
def differing(subject: Subject, than: str, outside: str = "") -> float:
    """Differing: in how many places two scenarios differ, names and titles left out."""
    found = scenario_differences([subject_of(than).scenario, subject.scenario])
    return float(sum(not (outside and f"{one.path}.".startswith(f"{outside}.")) for one in found))
