"""Rules about bodies: their voters exist, and their rules can pass and can fail."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from negosim.errors import Diagnostic
from negosim.registry import entries
from negosim.scenario.checks.base import (
    Path,
    at_key,
    at_value,
    bad_conditions,
    bad_name,
    bad_names,
    some,
    split,
    unknown,
)
from negosim.scenario.checks.stances import bad_stances
from negosim.scenario.realize.bodies import central_requirements, decision_rule, easiest_numbers
from negosim.scenario.spec.bodies import BodySpec, QuotaSpec, Word
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.yaml.nodes import Node

__all__ = ["CODES", "RULES", "are_sound", "without_veto_players"]

CODES = {
    "R211": "The tests, weights and vetoes of a body are those of its voters, and weights name everyone concerned.",
    "R212": "What a body needs to pass can be reached by its votes, and can be missed.",
    "R213": "An issue that needs a body is on the agenda only where the protocol counts the votes of bodies.",
}
"""Code -> what the rule is, in one sentence."""


def voters_exist(scenario: Scenario, root: Node) -> Iterator[Diagnostic]:
    """Members and the party whose signature is ratified are parties; what blocs ask for names what exists."""
    for key, body in scenario.bodies.items():
        path: Path = ("bodies", key)
        yield from bad_names(root, (*path, "members"), "party", body.members or (), scenario.parties)
        for member in () if body.members is not None else body.weights or ():
            yield from bad_name(root, (*path, "weights", member), "party", member, scenario.parties, on_key=True)
        if body.ratifies is not None:
            yield from bad_name(root, (*path, "ratifies"), "party", body.ratifies, scenario.parties)
        yield from bad_conditions(scenario, root, (*path, "when"), body.when)
        yield from _bad_blocs(scenario, root, path, body)


def _bad_blocs(scenario: Scenario, root: Node, path: Path, body: BodySpec) -> Iterator[Diagnostic]:
    """A bloc's stances and linkages are like a party's."""
    for key, bloc in (body.blocs or {}).items():
        place = (*path, "blocs", key)
        yield from bad_stances(scenario, root, place, bloc.stances)
        for name, linkage in bloc.linkages.items():
            yield from bad_conditions(scenario, root, (*place, "linkages", name, "when"), linkage.when)


def rules_concern_their_voters(scenario: Scenario, root: Node) -> Iterator[Diagnostic]:
    """Vetoes, weights and tests name voters of the body, and weights everyone whom they concern."""
    for key, body in scenario.bodies.items():
        path: Path = ("bodies", key)
        yield from _strangers(root, (*path, "vetoes"), "a veto", body.vetoes, body)
        yield from _weights(root, (*path, "weights"), body.weights or {}, body.voters, body)
        for below, test in body.tests:
            if isinstance(test, QuotaSpec):
                place = (*path, *split(below))
                yield from _strangers(root, (*place, "among"), "a test", test.among or (), body)
                yield from _weights(root, (*place, "weights"), test.weights or {}, test.among or body.voters, body)


def _strangers(root: Node, path: Path, what: str, names: Sequence[str], body: BodySpec) -> Iterator[Diagnostic]:
    """Those named who do not vote in the body."""
    for place, name in enumerate(names):
        if name not in body.voters:
            message = f"{what} for {name!r}, who is no member"
            yield at_value(root, (*path, place), "R211", message, f"it can be: {some(body.voters)}")


def _weights(
    root: Node, path: Path, weights: Collection[str], concerned: Sequence[str], body: BodySpec
) -> Iterator[Diagnostic]:
    """Weights of strangers, and whom they leave out."""
    for name in weights:
        if name not in body.voters:
            yield unknown(root, (*path, name), "member", name, body.voters, code="R211", on_key=True)
    lacking = [voter for voter in concerned if weights and voter not in weights]
    if lacking:
        help_ = "weights name all or nobody: give each member its votes, or 0"
        yield at_key(root, path, "R211", f"no votes for {some(lacking)}", help_)


def tests_can_be_met_and_missed(scenario: Scenario, root: Node) -> Iterator[Diagnostic]:
    """No test asks for more votes than there are, or for none; and with all for it a body passes something."""
    if any(fault for rule in VOTERS for fault in rule(scenario, root)):
        return
    for key, body in scenario.bodies.items():
        faults = [fault for below, test in body.tests for fault in _quota(root, key, body, below, test)]
        yield from faults
        if not faults:
            yield from _extremes(scenario, root, key, body)


def _extremes(scenario: Scenario, root: Node, key: str, body: BodySpec) -> Iterator[Diagnostic]:
    """Whether it can pass what all are for, and stop what all are against: with most votes and the lowest quotas."""
    rule = decision_rule(f"bodies.{key}", body, body.voters, easiest_numbers(scenario))
    everyone = (1 << len(body.voters)) - 1
    if not rule.decides(everyone):
        yield at_key(root, ("bodies", key), "R212", f"{key!r} would never pass anything", "ask for fewer votes")
    if rule.decides(0, everyone):
        yield at_key(root, ("bodies", key), "R212", f"{key!r} would always pass everything", "ask for more votes")


def _quota(root: Node, key: str, body: BodySpec, below: str, test: Word | QuotaSpec) -> Iterator[Diagnostic]:
    """A test that is always met, or never."""
    if isinstance(test, str):
        return
    path: Path = ("bodies", key, *split(below))
    weights, concerned = body.weights_in(test), test.among or body.voters
    total = sum(weights[one].high for one in concerned if one in weights) if weights else len(concerned)
    if test.votes is not None and test.votes.low > total:
        message = f"{test.votes.low:g} votes, but {key!r} has {total:g}"
        yield at_value(root, (*path, "votes"), "R212", message, "it would never be met")
    least, asked = test.votes or test.share, "share" if test.votes is None else "votes"
    if least is not None and least.low <= 0:
        yield at_value(root, (*path, asked), "R212", "no votes are always reached", "ask for more than 0")


def without_veto_players(scenario: Scenario) -> Iterator[str]:
    """That a body passes what any one of its members at the table is against."""
    for body in central_requirements(scenario).bodies:
        if body.rule is not None and not body.rule.veto_players:
            yield f"no veto player in {body.key}: it can pass what any one of its members is against"


def are_sound(scenario: Scenario, root: Node) -> bool:
    """Whether their rules can be asked."""
    return not any(fault for rule in RULES for fault in rule(scenario, root))


def protocols_count_votes(scenario: Scenario, root: Node) -> Iterator[Diagnostic]:
    """No meeting needs the votes of a body under a protocol that does not count them."""
    seated = {key for key, body in scenario.bodies.items() if not body.blocs}
    ignoring = {entry.name for entry in entries("protocol") if not getattr(entry.make, "counts_bodies", False)}
    for key, meeting in scenario.meetings.items():
        for i, name in enumerate(meeting.issues if meeting.protocol.name in ignoring else ()):
            issue = scenario.issues.get(name)
            needed = [one for one in (issue.consenting if issue else ()) if one in seated]
            if needed:
                message = f"{meeting.protocol.name!r} has votes of its own, and issue {name!r} needs body {needed[0]!r}"
                help_ = "take another protocol, such as 'alternating_offers': there the body's rule decides"
                yield at_value(root, ("meetings", key, "issues", i), "R213", message, help_)


VOTERS = (voters_exist, rules_concern_their_voters)
"""Rules on who votes, without which none on the votes can be asked."""
RULES = (*VOTERS, tests_can_be_met_and_missed, protocols_count_votes)
