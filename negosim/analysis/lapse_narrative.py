"""What ran out and what was renewed, in plain language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from negosim.analysis.phrases import Wording
from negosim.negotiation.log import Kind, LogEntry

__all__ = ["narrate_lapses"]


def narrate_lapses(events: Iterable[LogEntry], words: Wording) -> Iterator[str]:
    """Every option that ran out or was renewed."""
    for event in events:
        if event.package is None:
            continue
        what = words.package(event.package)
        if event.kind == Kind.LAPSED:
            yield f"{words.after(event.round)} what stood until then had run out: {what}."
        elif event.kind == Kind.RENEWED:
            yield f"That renewed what would have run out: {what}."
