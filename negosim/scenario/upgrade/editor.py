"""Changes of a YAML text at its entries, which leave everything else as it was written."""

from __future__ import annotations

from dataclasses import dataclass, field

from negosim.scenario.yaml.entries import TextEntry, TextSpan, entries_of
from negosim.scenario.yaml.nodes import KeyPath

__all__ = ["Editor"]

STEP = "  "


@dataclass
class Editor:
    """A text, and the changes that are to be made to it; paths are those of the text before any change."""

    text: str
    entries: dict[KeyPath, TextEntry] = field(init=False)
    _changes: list[tuple[TextSpan, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.entries = entries_of(self.text)

    def keys(self, path: KeyPath) -> list[str]:
        """The keys of the mapping at a path, in their order."""
        return [str(one[-1]) for one in self.entries if one[:-1] == path]

    def rename(self, path: KeyPath, key: str) -> None:
        """Give an entry another key."""
        self._changes.append((self.entries[path].key, key))

    def replace(self, path: KeyPath, value: str) -> None:
        """Give an entry another value."""
        self._changes.append((self.entries[path].value, value))

    def insert(self, path: KeyPath, entry: str) -> None:
        """Write an entry before the first one of the mapping at a path."""
        first = self.entries[(*path, self.keys(path)[0])]
        after = ", " if first.in_flow else f"\n{self._margin(first)}"
        self._changes.append((TextSpan(first.key.start, first.key.start), entry + after))

    def nest(self, path: KeyPath, outer: str, inner: str) -> None:
        """Put what stands at a path one level deeper: `outer: {inner: value}`."""
        entry = self.entries[path]
        start, end = entry.value.start, entry.value.end
        if not entry.is_block:
            self.rename(path, outer)
            self._changes += [(TextSpan(start, start), f"{{{inner}: "), (TextSpan(end, end), "}")]
            return
        self.rename(path, f"{outer}:\n{self._margin(entry)}{STEP}{inner}")
        lines = [k + 1 for k in range(entry.key.end, end) if self.text[k] == "\n"]
        filled = (k for k in lines if self.text[k : k + 1] not in ("\n", ""))
        self._changes += [(TextSpan(k, k), STEP) for k in filled]

    def comment_out(self, path: KeyPath, why: str) -> None:
        """Leave an entry as a comment, with the reason on a line above."""
        entry = self.entries[path]
        start, margin = self._line(entry.key.start), self._margin(entry)
        if entry.in_flow:
            said = " ".join(self.text[entry.key.start : entry.value.end].split())
            self._changes += [(TextSpan(start, start), f"{margin}# {why}\n{margin}# {said}\n")]
            self._changes.append((self._with_comma(path, entry), ""))
            return
        self._changes.append((TextSpan(start, start), f"{margin}# {why}\n"))
        lines = [start, *(k + 1 for k in range(start, entry.value.end - 1) if self.text[k] == "\n")]
        self._changes += [(TextSpan(k + len(margin), k + len(margin)), "# ") for k in lines]

    def _with_comma(self, path: KeyPath, entry: TextEntry) -> TextSpan:
        """An entry of a flow mapping with the comma that goes with it: the one before it, or behind the first."""
        start, end = entry.key.start, entry.value.end
        beside = self.keys(path[:-1])
        if entry.place:
            before = self.entries[(*path[:-1], beside[entry.place - 1])]
            return TextSpan(before.value.end, end)
        if len(beside) > 1:
            return TextSpan(start, self.entries[(*path[:-1], beside[1])].key.start)
        return TextSpan(start, end)

    def _line(self, at: int) -> int:
        """Where the line of a character begins."""
        return self.text.rfind("\n", 0, at) + 1

    def _margin(self, entry: TextEntry) -> str:
        """The blanks before the line of an entry."""
        line = self.text[self._line(entry.key.start) : entry.key.start]
        return line[: len(line) - len(line.lstrip(" "))]

    def result(self) -> str:
        """The text with all changes."""
        text = self.text
        order = sorted(range(len(self._changes)), key=lambda k: (self._changes[k][0].start, self._changes[k][0].end, k))
        for k in reversed(order):
            span, new = self._changes[k]
            text = text[: span.start] + new + text[span.end :]
        return text
