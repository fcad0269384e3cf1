"""The interface of tactics: `Tactic`, and `AspirationTactic` with default ways to offer and answer."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from negosim.negotiation.acts import ABSTAIN, ACCEPT, NONE, PASS, Act, choice_of
from negosim.negotiation.tactics.view import View

__all__ = ["OWN", "AspirationTactic", "Tactic", "View", "is_own"]

OWN = "negosim.negotiation.tactics."
"""Where negosim's own tactics stand; what stands elsewhere may hold anybody's."""


class Tactic(ABC):
    """How a seat decides. A tactic is created once per course with the parameters of the scenario, by name.

    Anybody's tactic is asked by `act`, and its act is checked. negosim's own are asked by `choose`; where that follows
    from `act`, it need not be written. `may_lose` marks a tactic that may agree to less than its reservation value.
    """

    may_lose: ClassVar[bool] = False

    def __init_subclass__(cls, **parameters: Any) -> None:
        """`TypeError` for one of negosim's own that overrides `act` where `choose` would not notice."""
        super().__init_subclass__(**parameters)
        acts_alone = "act" in vars(cls) and "choose" not in vars(cls) and cls.choose is not Tactic.choose
        if acts_alone and cls.__module__.startswith(OWN):
            raise TypeError(f"{cls.__name__} is asked by choose, which it inherits: override that, not act")

    @abstractmethod
    def act(self, view: View) -> Act:
        """The seat's act: an offer, a pass or leaving at its turn; an answer if there is an offer."""

    def choose(self, view: View) -> int:
        """The act as the rules know it: the number of the package that is offered, or one of `acts`."""
        return choice_of(self.act(view), view.menu.offering.number)

    def components(self) -> Sequence[Callable[..., object]]:
        """What makes the parts that it is put together from, such as a model: these may be anybody's."""
        return ()

    def aspiration(self, view: View, time: float) -> int | None:
        """The worth that it asks for at a time, in steps, for figures; None if it has no aspiration."""
        return None


class AspirationTactic(Tactic):
    """A tactic with an aspiration, and default ways to offer and accept.

    Before any offer of the others it offers its best package; later, of the packages worth at least its aspiration, the
    one nearest to the last offers of the seats whose consent it needs. It accepts by `ac_next`, never below its
    reservation value, and all that is no less where it is the last word; where it has a vote in a body alone, it
    abstains on what falls short by no more than its `abstains`.
    """

    @abstractmethod
    def aspiration(self, view: View, time: float) -> int:
        """The worth that it asks for at a time, in steps."""

    def act(self, view: View) -> Act:
        """Answer an offer, or propose one."""
        return view.act_for(self.choose(view))

    def choose(self, view: View) -> int:
        """The act as the rules know it."""
        return self.proposal(view) if view.offered == NONE else self.answer(view)

    def answer(self, view: View) -> int:
        """Accept an offer that is good enough, otherwise reject it or leave."""
        menu, offer = view.menu, view.offered
        enough = not menu.refused(offer) and menu.worth_of(offer) >= view.reservation
        if enough and (self.accepts(view) or view.last_word):
            return ACCEPT
        return ABSTAIN if menu.offering.by_votes and self.abstains(view) else view.refusal

    def abstains(self, view: View) -> bool:
        """Whether to abstain on an offer that is not good enough: it falls short by no more than the party says."""
        short = view.preferences.abstains
        if not short or not view.may_abstain or view.menu.refused(view.offered):
            return False
        asked = max(self.aspiration(view, view.next_time), view.reservation)
        return view.menu.worth_of(view.offered) >= asked - short

    def accepts(self, view: View) -> bool:
        """Whether to accept an offer that is not a loss: AC_next, `acceptance.ac_next` with its defaults."""
        return view.menu.worth_of(view.offered) >= self.aspiration(view, view.next_time)

    def proposal(self, view: View) -> int:
        """Offer a package; pass if there is none."""
        offer = self.offer(view)
        return offer if offer != NONE and view.menu.worth_of(offer) >= view.reservation else PASS

    def offer(self, view: View) -> int:
        """The package to offer: the best at first, later the nearest to the others' at the aspiration; or `NONE`."""
        level = max(self.aspiration(view, view.time), view.reservation)
        return view.menu.nearest_offer(level, view.heard) if view.has_heard else view.menu.best_offer()


def is_own(tactic: Tactic) -> bool:
    """Whether a tactic is negosim's own, with all parts that it is put together from."""
    return all(make.__module__.startswith(OWN) for make in (type(tactic), *tactic.components()))
