"""The bodies of a scenario file: who votes, with how much weight, and how much of it decides.

A body's voters are parties that sit at the table (`members`, or `weights` that name them), or `blocs` that sit nowhere
and vote on what has been signed. Its rule is a list of tests of which all must be met: to pass (`passes`), or by the
votes against it to fail (`stops`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, Union

from pydantic import BeforeValidator, Discriminator, Field, StrictBool, Tag, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from negosim.scenario.spec.common import (
    FRACTION,
    MAX_PARTIES,
    PARTIES,
    Basis,
    Conditions,
    CountedBasis,
    Key,
    Model,
    PartyList,
    Words,
)
from negosim.scenario.spec.parties import Abstention, Linkage, Reserve, Stance
from negosim.scenario.spec.values import LIMIT, Between, UncertainNumber, number_schema

__all__ = ["MAX_BODIES", "BlocSpec", "BodySpec", "QuotaSpec", "Weights", "Word"]

MAX_BODIES = 64 - MAX_PARTIES
"""Parties and bodies are told apart by the bits of one whole number of 64."""


def _read_share(value: object) -> object:
    """A fraction written as text, `2/3`, as the number nearest to it; all else as it is."""
    fraction = FRACTION.fullmatch(value) if isinstance(value, str) else None
    return int(fraction[1]) / int(fraction[2]) if fraction else value


VoteShare = Annotated[
    UncertainNumber,
    Between(0, 1, decimals=6),
    BeforeValidator(_read_share),
    WithJsonSchema({"anyOf": [*number_schema(0, 1)["anyOf"], {"type": "string", "pattern": f"^{FRACTION.pattern}$"}]}),
]
"""A share of votes: a number from 0 to 1 that may be uncertain, or a fraction such as `2/3`."""
VoteWeight = Annotated[UncertainNumber, Between(0, LIMIT)]
Weights = Annotated[dict[Key, VoteWeight], Field(min_length=1, max_length=MAX_PARTIES)]
"""Votes by voter."""


class QuotaSpec(Model):
    """One test of a rule: how many votes, or which share of them, must be for it (in `stops` against it)."""

    votes: VoteWeight | None = None
    """At least so many votes."""
    share: VoteShare | None = None
    """Instead of a number: at least this share of all votes; a fraction such as 2/3 is exact."""
    of: Literal["all", "cast"] = "all"
    """What the share is of: all votes, or those cast for and against."""
    among: PartyList | None = None
    """The voters of this test; without it all of the body."""
    weights: Weights | None = None
    """Votes by voter in this test; without it those of the body."""

    @model_validator(mode="after")
    def _votes_or_share(self) -> QuotaSpec:
        if (self.votes is None) == (self.share is None):
            help_ = "leave one out; what a variant has from the file below it goes by null, as 'share: null'"
            raise PydanticCustomError("either", "a test has either 'votes' or a 'share'", {"help": help_})
        if self.share is None and "of" in self.model_fields_set:
            raise PydanticCustomError("either", "'of' says what a 'share' is of, and there is none")
        return self


Word = Literal["all", "consensus", "majority", "absolute_majority"]
"""A rule by its name: `all`, `consensus` (one for it, none against), `majority` (more for it than against it),
`absolute_majority` (more than half of all votes)."""


def _form(value: object) -> str:
    """Which of its forms a rule is written in."""
    return "<word>" if isinstance(value, str) else "<list>" if isinstance(value, list | tuple) else "<test>"


def _no_share_alone(value: object) -> object:
    """A share without its key is refused with the way to write it."""
    if isinstance(value, str) and FRACTION.fullmatch(value):
        help_ = f"write {{share: {value}}}"
        raise PydanticCustomError("number", "a share of votes is no rule by itself", {"help": help_})
    return value


Test = Annotated[
    Union[Annotated[Word, Tag("<word>")], Annotated[QuotaSpec, Tag("<test>")]],  # noqa: UP007  (an alias of Annotated)
    Discriminator(_form),
    BeforeValidator(_no_share_alone),
]
Tests = Annotated[
    Annotated[Word, Tag("<word>")]
    | Annotated[QuotaSpec, Tag("<test>")]
    | Annotated[Annotated[tuple[Test, ...], Field(min_length=1, max_length=MAX_PARTIES)], Tag("<list>")],
    Discriminator(_form),
    BeforeValidator(_no_share_alone),
]
"""A word, a test, or a list of such of which all must be met."""


class BlocSpec(Model):
    """Voters who sit at no table and vote alike: a party in a parliament, a part of the electorate."""

    title: Words
    """What it is called."""
    weight: VoteWeight
    """Its votes."""
    stances: dict[Key, Stance] = Field(default_factory=dict)
    """Issue -> what the bloc wants on it; one without stances does not vote."""
    linkages: dict[Key, Linkage] = Field(default_factory=dict)
    """Points for options on several issues that come together."""
    reserve: Reserve | None = None
    """Points that a deal must bring above what stands; may be negative."""
    abstains: Abstention | None = None
    """How far below no gain it abstains instead of voting no; without it never."""
    basis: Basis
    """Where it comes from that there is this bloc."""
    numbers: CountedBasis
    """Where its weight comes from; votes can be counted, so that it may be reported."""


class BodySpec(Model):
    """A body that decides by votes: a council, the holders of a bond, a parliament, a referendum."""

    title: Words | None = None
    """What it is called; without it its key."""
    members: PartyList | None = None
    """The parties that sit in it, each with a vote."""
    weights: Weights | None = None
    """Votes by member, for all tests; alone, they also say who the members are."""
    blocs: Annotated[dict[Key, BlocSpec], Field(min_length=1, max_length=MAX_PARTIES)] | None = None
    """Instead of members: voters that sit nowhere and vote on what has been signed."""
    passes: Tests | None = None
    """What it takes to pass: a word, a test, or a list of tests of which all must be met by the votes for it."""
    stops: Tests | None = None
    """Instead: it passes unless all these tests are met by the votes against it."""
    vetoes: Annotated[tuple[Key, ...], Field(max_length=MAX_PARTIES), PARTIES] = ()
    """Voters whose vote against it is enough to stop it."""
    ratifies: Key | None = None
    """The party whose signature its blocs must pass."""
    when: Conditions | None = None
    """Its blocs vote only on what leads here; without it on all that needs them."""
    known: StrictBool = False
    """Whether the delegation knows how the blocs vote, and neither offers nor accepts what they would turn down."""
    swing: Annotated[UncertainNumber, Between(0, 1, decimals=6)] | None = None
    """How uncertain a vote of the blocs is: the standard deviation of the share for it, in shares of the votes cast."""
    basis: Basis
    """Where the rule comes from."""
    numbers: CountedBasis | None = None
    """Where its weights and tests come from; as the basis where left out. Votes can be counted, so also reported."""

    @model_validator(mode="after")
    def _one_kind_of_voters(self) -> BodySpec:
        seated = self.members is not None or self.weights is not None
        if seated == (self.blocs is not None):
            raise PydanticCustomError("either", "a body has either 'members' (or 'weights') or 'blocs'")
        given = {"ratifies", "when", "known", "swing"} & self.model_fields_set
        if seated and given:
            raise PydanticCustomError(
                "either", "{key} is for 'blocs', and this body has members", {"key": repr(min(given))}
            )
        return self

    @model_validator(mode="after")
    def _one_rule(self) -> BodySpec:
        if (self.passes is None) == (self.stops is None):
            raise PydanticCustomError("either", "a body has either 'passes' or 'stops'")
        if self.known and self.ratifies is None:
            message = "'known' is what the delegation knows whose signature the body 'ratifies'"
            raise PydanticCustomError("either", message, {"help": "add 'ratifies: PARTY', or leave 'known' out"})
        return self

    @property
    def voters(self) -> tuple[str, ...]:
        """Who votes in it: the keys of its members or of its blocs, in the order of the file."""
        return tuple(self.blocs or self.members or self.weights or ())

    @property
    def tests(self) -> Iterator[tuple[str, Word | QuotaSpec]]:
        """Its tests, each with its path below the body: those to pass, or those to stop."""
        key = "stops" if self.passes is None else "passes"
        given = self.stops if self.passes is None else self.passes
        if isinstance(given, tuple):
            yield from ((f"{key}.{place}", test) for place, test in enumerate(given))
        elif given is not None:
            yield key, given

    def weights_in(self, test: Word | QuotaSpec) -> Mapping[str, UncertainNumber]:
        """The weights that a test names by voter, or the body for all tests; empty where each has one vote."""
        own = None if isinstance(test, str) else test.weights
        return own or self.weights or {key: bloc.weight for key, bloc in (self.blocs or {}).items()}
