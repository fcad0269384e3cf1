"""A tactic composed of an offering strategy, an acceptance condition and an opponent model.

Baarslag, Hindriks, Hendrikx, Dirkzwager & Jonker 2014, "Decoupling negotiating agents to explore the space of
negotiation strategies", Studies in Computational Intelligence 535:61. A scenario names the components, which are looked
up in the registry, and gives their parameters beside them.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence

from negosim.errors import UsageError, did_you_mean
from negosim.negotiation.acts import NONE
from negosim.negotiation.packages import Package
from negosim.negotiation.tactics.acceptance import PendingOffer
from negosim.negotiation.tactics.base import AspirationTactic, View
from negosim.negotiation.tactics.models.opponents import Opponents
from negosim.registry import Parameter, bind, lookup, parameters_for, register

__all__ = ["MODEL", "Mix", "OfferingStrategy"]

SOURCE = "Baarslag et al. 2014, Studies in Computational Intelligence 535:61"
MODEL = Parameter("model", "named", "frequency", "what it makes of the others' offers", of="opponent_model")


class OfferingStrategy(ABC):
    """What to ask for at a time, and which package to offer; `opponents` has observed all offers in the view."""

    @abstractmethod
    def aspiration(self, view: View, time: float, opponents: Opponents) -> int:
        """The worth that it asks for at a time, in steps."""

    @abstractmethod
    def package(self, view: View, level: int, opponents: Opponents) -> Package | None:
        """The package to offer of those worth at least `level`; None if there is none."""


@register(
    "tactic",
    "mix",
    use="to put a tactic together from parts: how it offers, how it accepts, what it thinks of the others",
    source=SOURCE,
    parameters=(
        Parameter("offering", "named", "time_dependent", "how it offers", of="offering"),
        Parameter("acceptance", "named", "ac_next", "when it accepts", of="acceptance"),
        Parameter("model", "named", "none", "what it makes of the others' offers", of="opponent_model"),
    ),
)
class Mix(AspirationTactic):
    """Put together from three components that are named: an offering strategy, an acceptance strategy, a model.

    Parameters of the components are given beside their names, as in `{name: mix, offering: trade_off, exponent: 0.3,
    acceptance: ac_time, from_time: 0.8, model: bayesian}`. Before any offer of the others it offers its best package.
    """

    def __init__(
        self,
        offering: str = "time_dependent",
        acceptance: str = "ac_next",
        model: str = "none",
        **parameters: float | str | bool,
    ) -> None:
        components = {"offering": offering, "acceptance": acceptance, "model": model}
        kinds = ("offering", "acceptance", "opponent_model")
        self._components = [lookup(*named).make for named in zip(kinds, components.values(), strict=True)]
        known = parameters_for(lookup("tactic", "mix"), components)
        for name in parameters:
            if name not in known:
                raise UsageError(f"no parameter {name!r} of these components: {did_you_mean(name, list(known))}")
        self.offering: OfferingStrategy = bind("offering", offering, parameters)()
        self.acceptance = bind("acceptance", acceptance, parameters)
        self.opponents = Opponents(bind("opponent_model", model, parameters))

    def components(self) -> Sequence[Callable[..., object]]:
        """The offering strategy, the acceptance condition and the opponent model."""
        return self._components

    def aspiration(self, view: View, time: float) -> int:
        """The worth that the offering strategy asks for at a time."""
        self.opponents.listen(view)
        return max(view.reservation, self.offering.aspiration(view, time, self.opponents))

    def accepts(self, view: View) -> bool:
        """Whether the acceptance condition holds for an offer that is not a loss."""
        offer = view.menu.offering.package(view.offered)
        return bool(self.acceptance(PendingOffer(view, offer, self.aspiration(view, view.next_time))))

    def offer(self, view: View) -> int:
        """The best package before any offer of the others, then that of the offering strategy."""
        level = self.aspiration(view, view.time)
        if not view.has_heard:
            return view.menu.best_offer()
        package = self.offering.package(view, level, self.opponents)
        return NONE if package is None else view.menu.offering.number(package)
