"""The tactic that `negosim init --tactic` writes: a commented starting point that runs as it is."""

from __future__ import annotations

__all__ = ["template"]

TEMPLATE = '''\
"""A tactic of your own. Check it: negosim check-tactic {file} --allow-code"""

from negosim.plugins import AspirationTactic


class Mine(AspirationTactic):
    """Asks for its best package and comes down by some points every round."""

    def __init__(self, step=2.0):  # parameters: tactic: {{name: "{file}:Mine", step: 3}}
        self.step = step  # one object plays one party in one run; what it keeps in self is its own

    def aspiration(self, view, time):  # what it asks for at a time, 0 at the begin and 1 at the end
        step = view.scale.steps(self.step)  # worths are whole steps of the party's own scale
        asked = view.menu.highest - step * (view.round - 1)
        return max(asked, view.reservation)  # below this a deal would be a loss
'''


def template(file: str) -> str:
    """The text for a file of this name."""
    return TEMPLATE.format(file=file)
