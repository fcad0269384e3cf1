"""What a person types: words, their short forms, and what was perhaps meant."""

from __future__ import annotations

from collections.abc import Mapping

from negosim.errors import did_you_mean
from negosim.report.terminal import paragraph

__all__ = ["DRAFTING", "PLAYING", "help_text", "understood"]

PLAYING: Mapping[str, str] = {
    "accept": "say yes to what is on the table",
    "reject": "say no to what is on the table",
    "counter": "say no, and write the offer that you will make at your next turn to offer",
    "offer": "write an offer, issue by issue; nothing is sent before you type send",
    "pass": "let your turn to offer go by",
    "leave": "walk out of this meeting for good",
    "advice": "what your advisers would do, and how likely acceptance seems",
    "brief": "what you are told",
    "sheet": "what everything is worth to you",
    "offers": "all offers of this meeting",
    "screen": "show the whole screen again",
    "help": "show this",
    "quit": "stop; the game is kept, and --resume goes on with it",
}
"""Command at one's turn -> what it does."""

DRAFTING: Mapping[str, str] = {
    "send": "put the offer on the table; it can't be taken back",
    "undo": "one step back",
    "clear": "begin with an empty offer",
    "best": "begin with the package that is worth most to you",
    "like": "begin with the last offer of somebody else",
    "chances": "how likely it seems that the others accept it",
    "sheet": "what everything is worth to you",
    "help": "show this",
    "cancel": "go back without an offer",
    "quit": "stop; the game is kept",
}
"""Command while writing an offer -> what it does; the number of an issue settles it."""

SHORT = {
    "y": "accept",
    "yes": "accept",
    "n": "reject",
    "no": "reject",
    "?": "help",
    "h": "help",
    "exit": "quit",
    "q": "quit",
}
"""Short forms that are no beginnings."""


def understood(typed: str, known: Mapping[str, str]) -> tuple[str, str]:
    """The command that was typed, and help where it is none: (command, "") or ("", what to do).

    >>> understood("acc", PLAYING), understood("y", PLAYING)
    (('accept', ''), ('accept', ''))
    >>> understood("offre", PLAYING)
    ('', "'offre' is no command: did you mean 'offer'?")
    """
    word = typed.strip().lower()
    if not word:
        return "", "Type a command; help shows them all."
    word = SHORT.get(word, word)
    if word in known:
        return word, ""
    begun = [name for name in known if name.startswith(word)]
    if len(begun) == 1:
        return begun[0], ""
    if begun:
        return "", f"{typed.strip()[:40]!r} could be {' or '.join(begun)}."
    return "", f"{typed.strip()[:40]!r} is no command: {did_you_mean(word, list(known))}"


def help_text(known: Mapping[str, str]) -> list[str]:
    """All commands with what they do."""
    lines = [paragraph(f"{name}: {what}.", hang=4) for name, what in known.items()]
    return ["COMMANDS (their first letters are enough)", *lines]
