"""Closed forms of strategic bargaining over a pie of 1, against which backward induction is checked.

Discount factors lie in (0, 1); of the shares, the first proposer's comes first.
"""

from __future__ import annotations

__all__ = [
    "baron_ferejohn",
    "breakdown",
    "finite_horizon",
    "fixed_costs",
    "outside_options",
    "random_proposer",
    "rotation",
    "rubinstein",
]


def rubinstein(delta_a: float, delta_b: float) -> tuple[float, float]:
    """Shares when A offers first and offers alternate for ever: x_A = (1 - dB) / (1 - dA dB).

    Rubinstein 1982, Econometrica 50:97.

    >>> rubinstein(0.5, 0.5)
    (0.6666666666666666, 0.33333333333333337)
    """
    first = (1 - delta_b) / (1 - delta_a * delta_b)
    return first, 1 - first


def finite_horizon(delta: float, periods: int) -> tuple[float, float]:
    """Shares over T periods of alternating offers, then nothing: the first mover gets (1 - (-d)^T) / (1 + d).

    Stahl 1972, Bargaining Theory; the common discount factor may be 1.
    """
    first = (1 - (-delta) ** periods) / (1 + delta)
    return first, 1 - first


def fixed_costs(cost_a: float, cost_b: float) -> tuple[float, float] | None:
    """Shares when every period costs each side a fixed amount and A offers first (Rubinstein 1982).

    The side with the lower cost takes all, save c_B that A keeps as first mover where its cost is the higher; with
    equal costs anything from c up is possible, and the answer is None.
    """
    if cost_a == cost_b:
        return None
    return (1.0, 0.0) if cost_a < cost_b else (cost_b, 1 - cost_b)


def outside_options(delta_a: float, delta_b: float, option_a: float, option_b: float) -> tuple[float, float]:
    """What A and B each get **when it is the one to offer**, if the responder may leave for its option after refusing.

    Solves x_A = 1 - max(dB x_B, wB), x_B = 1 - max(dA x_A, wA). Options below the equilibrium share change nothing
    (the outside-option principle): they are not disagreement points. Binmore, Shaked & Sutton 1989, QJE 104:753;
    Muthoo 1999, Bargaining Theory with Applications, Prop. 5.1. The options together are at most 1.
    """
    mu_a, mu_b = rubinstein(delta_a, delta_b)[0], rubinstein(delta_b, delta_a)[0]
    if option_a <= delta_a * mu_a and option_b <= delta_b * mu_b:
        return mu_a, mu_b
    if option_b > delta_b * mu_b and option_a <= delta_a * (1 - option_b):
        return 1 - option_b, 1 - delta_a * (1 - option_b)
    if option_a > delta_a * mu_a and option_b <= delta_b * (1 - option_a):
        return 1 - delta_b * (1 - option_a), 1 - option_a
    return 1 - option_b, 1 - option_a


def breakdown(chance: float, payoff_a: float, payoff_b: float) -> tuple[float, float]:
    """Shares when talks break down with a chance after each refusal and then pay (b_A, b_B); A offers first.

    x_A = b_A + (1 - b_A - b_B) / (2 - p), the Nash solution with d = b as p goes to 0. Binmore, Rubinstein &
    Wolinsky 1986, RAND J. Economics 17:176.
    """
    first = payoff_a + (1 - payoff_a - payoff_b) / (2 - chance)
    return first, 1 - first


def rotation(delta: float, parties: int) -> tuple[float, ...]:
    """Stationary shares of n parties that offer in a fixed rotation, all of whom must agree, in order of their turns.

    The j-th in turn gets d^(j-1) (1 - d) / (1 - d^n). Shaked's game; Sutton 1986, Rev. Economic Studies 53:709.
    """
    first = (1 - delta) / (1 - delta**parties)
    return tuple(first * delta**turn for turn in range(parties))


def random_proposer(delta: float, parties: int) -> tuple[float, ...]:
    """Stationary shares when the proposer is drawn anew each period and all must agree, the proposer's first.

    The proposer keeps 1 - d (n - 1) / n, the others get d / n: `baron_ferejohn` with everybody's vote.
    """
    return baron_ferejohn(delta, parties, parties)


def baron_ferejohn(delta: float, parties: int, votes: int) -> tuple[float, ...]:
    """Shares under the closed rule with q votes, the proposer's among them: proposer, its partners, the rest.

    The proposer keeps 1 - d (q - 1) / n, q - 1 partners get d / n each, the others nothing. Baron & Ferejohn 1989,
    APSR 83:1181, Prop. 3.
    """
    partner = delta / parties
    return 1 - partner * (votes - 1), *([partner] * (votes - 1)), *([0.0] * (parties - votes))
