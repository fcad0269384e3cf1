"""Whole games at a pseudo-terminal, as a person plays: keyboard alone, wrong keys, a resize, an interrupt, a kill."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from negosim.negotiation.record import Record

pytestmark = pytest.mark.long

ARTICLE = "article_2025_02_23"
PATIENCE = 90.0
PROMPT = r"\n\w[\w ]*> $"
OPTION = r"option> $"
ANY = rf"(?:{PROMPT}|{OPTION}|yes or no: $|looking: $)"
SHORT = ["--set", "meetings.peace_talks.protocol.rounds=3", "--no-figures", "--runs", "2"]


class Player:
    """A process at a pseudo-terminal; `seen` is all that it showed."""

    def __init__(self, folder: Path, *words: str) -> None:
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.environ["TERM"] = "xterm"
            os.execv(sys.executable, [sys.executable, "-m", "negosim", *words])  # noqa: S606  (the test's own words)
        self.resize(24, 80)
        self.seen = ""
        self.read = 0

    def resize(self, lines: int, columns: int) -> None:
        """Another size of the window, which sends SIGWINCH."""
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def until(self, pattern: str) -> str:
        """What is shown up to a pattern at its end."""
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends:
            if re.search(pattern, self.seen[self.read :]):
                shown, self.read = self.seen[self.read :], len(self.seen)
                return shown
            if not self._more():
                break
        raise AssertionError(f"{pattern!r} was not shown:\n{self.seen[-2000:]}")

    def _more(self) -> bool:
        """Read what there is; whether the process may show more."""
        if not select.select([self.terminal], [], [], 1.0)[0]:
            return True
        try:
            data = os.read(self.terminal, 65536)
        except OSError:
            return False
        self.seen += data.decode("utf-8", "replace").replace("\r\n", "\n")
        return bool(data)

    def type(self, text: str, pattern: str = ANY) -> str:
        """Type a line and wait for the next prompt."""
        os.write(self.terminal, f"{text}\n".encode())
        return self.until(pattern)

    def press(self, key: bytes) -> None:
        os.write(self.terminal, key)

    def end(self) -> int:
        """The exit code, once it has ended; minus the signal that ended it."""
        while self._more():
            pass
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


@contextmanager
def playing(folder: Path, *words: str) -> Iterator[Player]:
    player = Player(folder, "play", *words)
    try:
        yield player
    finally:
        os.close(player.terminal)


def test_a_whole_game_is_played_by_the_keyboard_alone(tmp_path: Path) -> None:
    with playing(tmp_path, ARTICLE, "--as", "ukraine", "--seed", "5", *SHORT) as player:
        first = player.until(ANY)
        assert "YOUR SCORE SHEET" in first
        assert "is no command" in player.type("bla bla")
        assert "is no command" in player.type("\x1b[A\x1b[B")
        assert "Type a command" in player.type("")
        player.type("\xff\u2603" * 700)
        player.resize(10, 40)
        player.resize(50, 132)
        assert "WHAT YOUR ADVISERS SAY" in player.type("advice")
        player.type("reject")
        player.type("counter")
        for text in ("best", "chances", "2", "x", "3", "undo", "send", "send"):
            player.type(text)
        for _ in range(40):
            if "Write the debrief" in player.seen:
                break
            shown = player.type("reject")
            if "Done" not in shown:
                player.type("pass")
        assert "THE TALKS ARE OVER, UKRAINE" in player.seen
        os.write(player.terminal, b"yes\n")
        assert player.end() == 0
    folder = tmp_path / "results" / ARTICLE
    (result,) = [path for path in folder.glob("play-ukraine-s5-*") if path.is_dir()]
    log = Record.load(result).log
    assert any(event.seat == "ukraine" and event.kind == "offered" for event in log)
    assert list(folder.glob("debrief-*/debrief.json"))
    assert not list(folder.glob("*.game.json"))


def test_an_interrupt_ends_with_130_and_keeps_the_game(tmp_path: Path) -> None:
    with playing(tmp_path, ARTICLE, "--as", "ukraine") as player:
        player.until(ANY)
        player.type("reject")
        player.press(b"\x03")
        assert player.end() == 130
        assert "--resume" in player.seen
    with playing(tmp_path, ARTICLE, "--as", "ukraine", "--resume") as again:
        assert "Trump meets Zelenskyy after Putin. Round 1 of 20" in " ".join(again.until(ANY).split())
        again.press(b"\x04")
        assert again.end() == 0
        assert "The game is kept" in again.seen


def test_a_game_that_is_killed_at_any_moment_goes_on_where_it_stood(tmp_path: Path) -> None:
    words = (ARTICLE, "--as", "ukraine", "--seed", "2")
    acts = 0
    for turn in range(4):
        with playing(tmp_path, *words, *(["--resume"] if turn else [])) as player:
            player.until(ANY)
            shown = player.type("screen")
            player.type("reject" if "reject" in shown.split("YOUR TURN")[1] else "pass")
            acts += 1
            os.kill(player.pid, signal.SIGKILL)
            assert player.end() == -signal.SIGKILL
        (kept,) = (tmp_path / "results" / ARTICLE).glob("*.game.json")
        assert kept.read_text().count('"act"') == acts


def test_people_hand_over_a_cleared_screen(tmp_path: Path) -> None:
    with playing(tmp_path, ARTICLE, "--as", "ukraine", "--as", "usa") as player:
        first = player.until(r"looking: $")
        assert "\x1b[H\x1b[2J\x1b[3J" in first
        player.type("")
        player.press(b"\x03")
        assert player.end() == 130
    with playing(tmp_path, ARTICLE, "--as", "ukraine", "--as", "usa", "--resume", "--no-color") as plain:
        assert "\x1b" not in plain.until(r"looking: $")
        plain.press(b"\x03")
        assert plain.end() == 130
