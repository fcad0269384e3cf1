"""Where a game is shown and typed, and the commands that are understood, with their short forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from negosim.errors import did_you_mean
from negosim.report.terminal import paragraph

__all__ = ["DRAFTING", "PLAYING", "Console", "QuitError", "help_text", "parse_command"]


class Console(Protocol):
    """Where a game is shown and typed: a terminal, a pipe, or a test."""

    def show(self, lines: Sequence[str]) -> None:
        """Print lines."""

    def ask(self, prompt: str) -> str:
        """A line that is typed; `EOFError` where there will be none."""

    def clear(self) -> None:
        """Take what was shown out of sight."""


class QuitError(Exception):
    """The person stops here; the game is kept."""


PLAYING: Mapping[str, str] = {
    "accept": "say yes to what is on the table",
    "reject": "say no to what is on the table",
    "abstain": "say neither yes nor no, where a package needs no more of you than a vote in a body",
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
    **dict.fromkeys(("y", "yes"), "accept"),
    **dict.fromkeys(("n", "no"), "reject"),
    **dict.fromkeys(("?", "h"), "help"),
    **dict.fromkeys(("q", "exit"), "quit"),
}
"""Short forms that are no beginnings."""


def parse_command(typed: str, commands: Mapping[str, str]) -> tuple[str, str]:
    """The command that was typed, and help where it is none: (command, "") or ("", what to do).

    >>> parse_command("acc", PLAYING), parse_command("y", PLAYING)
    (('accept', ''), ('accept', ''))
    >>> parse_command("offre", PLAYING)
    ('', "'offre' is no command: did you mean 'offer'?")
    """
    word = typed.strip().lower()
    if not word:
        return "", "Type a command; help shows them all."
    word = SHORT.get(word, word)
    matches = [word] if word in commands else [name for name in commands if name.startswith(word)]
    if len(matches) == 1:
        return matches[0], ""
    shown = repr(typed.strip()[:40])
    if matches:
        return "", f"{shown} could be {' or '.join(matches)}."
    return "", f"{shown} is no command: {did_you_mean(word, list(commands))}"


def help_text(commands: Mapping[str, str]) -> list[str]:
    """All commands with what they do."""
    lines = [paragraph(f"{name}: {what}.", hang=4) for name, what in commands.items()]
    return ["COMMANDS (their first letters are enough)", *lines]
