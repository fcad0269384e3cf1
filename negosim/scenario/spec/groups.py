"""Groups of parties, and defaults: what a scenario file says once for many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from negosim.scenario.spec.common import Basis, BasisKind, Model, NumbersBasis, PartyList, Words
from negosim.scenario.spec.parties import TacticSpec

__all__ = ["DefaultsSpec", "GroupSpec", "in_groups", "once_a_group"]


class GroupSpec(Model):
    """Parties that are named together; what the file says for all of them stands with each."""

    title: Words | None = None
    """What the group is called."""
    members: PartyList
    """The parties, groups inside it read as their members."""
    alone = "members"

    def named(self, key: str) -> str:
        """What the group is called in a sentence: its title, or its key in words."""
        title = self.title or key.replace("_", " ")
        return f"the {title[4:]}" if title.startswith("The ") else title


def in_groups(parties: Iterable[str], groups: Mapping[str, GroupSpec]) -> list[str]:
    """Some parties, with a group in place of its members wherever all of them are among them, the largest first.

    >>> coast = {"all": GroupSpec(members=("a", "b", "c")), "two": GroupSpec(members=("b", "c"))}
    >>> in_groups("abcd", coast), in_groups("dcb", coast), in_groups("ab", coast)
    (['all', 'd'], ['d', 'two'], ['a', 'b'])
    """
    stands = {party: party for party in parties}
    for key, group in sorted(groups.items(), key=lambda one: -len(one[1].members)):
        members = set(group.members)
        if len(members) > 1 and all(stands.get(party) == party for party in members):
            stands |= dict.fromkeys(members, key)
    return list(dict.fromkeys(stands.values()))


def once_a_group(sayings: Mapping[str, str], groups: Mapping[str, GroupSpec]) -> Iterator[str]:
    """What is said of parties, with `{party}` for each; once where it is said of all members of a group.

    >>> coast = {"coast": GroupSpec(members=("b", "c"))}
    >>> list(once_a_group(dict.fromkeys("abc", "{party} is silent"), coast))
    ['a is silent', 'each of coast is silent']
    """
    for saying in dict.fromkeys(sayings.values()):
        for key in in_groups((party for party, one in sayings.items() if one == saying), groups):
            yield saying.format(party=f"each of {key}" if key in groups else key)


class DefaultsSpec(Model):
    """What holds where a part of the file leaves it out."""

    basis: Basis | None = None
    """Where a direction comes from; never reported, since what is reported is reported somewhere."""
    numbers: NumbersBasis | None = None
    """Where points come from."""
    consent: PartyList | None = None
    """The parties whose agreement moves an issue."""
    tactic: TacticSpec | None = None
    """How a seat decides."""

    @model_validator(mode="after")
    def _not_reported(self) -> DefaultsSpec:
        if self.basis is not None and self.basis.kind == BasisKind.REPORTED:
            help = {"help": "name the source where it says so"}
            raise PydanticCustomError("basis", "a default basis can't be reported", help)
        return self
