"""Questions for one of some options, and for all options that fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, ClassVar

from pydantic import Field

from negosim.errors import did_you_mean
from negosim.scenario.spec.common import Words
from negosim.scenario.spec.values import number_text
from negosim.scenario.yaml.nodes import KeyPath, Node, dotted, shorten
from negosim.scenario.yaml.writer import dump
from negosim.teaching.exercises.questions.base import (
    ComputedQuestion,
    Evaluator,
    Faults,
    Prompt,
    is_finite_number,
)

__all__ = ["Choice", "Several"]

Options = Annotated[dict[str, Words], Field(min_length=2, max_length=26)]
"""What is written -> what it means."""


class Choice(ComputedQuestion):
    """The answer is one of some options."""

    result: ClassVar[str] = "str"
    expected: ClassVar[str] = "one option"

    options: Options
    """What can be chosen: what is written, and what it means."""
    wrong: dict[str, Words] = Field(default_factory=dict)
    """By option, what is said to whoever chooses it wrongly."""

    def prompt(self) -> Prompt:
        """All options with their meaning."""
        options = tuple(self.options.items())
        return Prompt("One of these", options, with_options=f"One of: {self._listed()}")

    def faults(self, root: Node, path: KeyPath) -> Faults:
        """Feedback on what is no option (L106)."""
        for key in self.wrong:
            if key not in self.options:
                at = (*path, "wrong", key)
                help_ = did_you_mean(key, list(self.options))
                yield root.at(at).key_diagnostic("L106", f"no option {shorten(key)}", dotted(at), help_)

    def parse(self, given: Any) -> str | tuple[str, ...] | None:
        """The key of an option; a number of an amount as its text."""
        return given if isinstance(given, str) else number_text(given) if is_finite_number(given) else None

    def answer_faults(self, given: Node, path: str) -> Faults:
        """An answer of another kind, or options that there are not."""
        if self.parse(given.plain()) is None:
            yield from super().answer_faults(given, path)
            return
        for one in given.value if isinstance(given.value, list) else [given]:
            key = str(Choice.parse(self, one.plain()))
            if key not in self.options:
                yield one.diagnostic("L204", f"no option {shorten(key)}", path, did_you_mean(key, list(self.options)))

    def feedback(self, given: Any, right: Any, evaluator: Evaluator) -> Iterator[str]:
        """What is said of the option."""
        yield from (words for key, words in self.wrong.items() if key == given)

    def solution_text(self, right: Any) -> str:
        """The option with what it means, where that says more."""
        words = self.options.get(str(right), str(right))
        return words if words == right else f"{right}: {words}"

    def feedback_table(self, evaluator: Evaluator) -> Sequence[tuple[str, str]]:
        """Options that have feedback."""
        return list(self.wrong.items())

    def _listed(self) -> str:
        return "; ".join(
            f"{_yaml(key)} ({words})" if key != words else _yaml(key) for key, words in self.options.items()
        )


class Several(Choice):
    """The answer is any number of some options, none of them included."""

    result: ClassVar[str] = "tuple[str, ...]"
    expected: ClassVar[str] = "a list of options, like [a, b]"

    def prompt(self) -> Prompt:
        """An example, and all options with their meaning."""
        example = ", ".join(map(_yaml, list(self.options)[:2]))
        with_options = f"All that fit, like [{example}], of: {self._listed()}"
        options = tuple(self.options.items())
        return Prompt("All of these that fit, none if none does", options, with_options=with_options)

    def parse(self, given: Any) -> tuple[str, ...] | None:
        """Their keys, each once."""
        keys = [Choice.parse(self, one) for one in given] if isinstance(given, list) else [None]
        return None if None in keys else tuple(dict.fromkeys(map(str, keys)))

    def share(self, given: Sequence[str], right: Sequence[str]) -> float:
        """Right ones less wrong ones, of all right ones; where none is right, none is all."""
        if not right:
            return float(not given)
        hits = len(set(given) & set(right))
        return max(0.0, (hits - (len(given) - hits)) / len(right))

    def feedback(self, given: Any, right: Any, evaluator: Evaluator) -> Iterator[str]:
        """What is said of the options that do not fit."""
        yield from (words for key, words in self.wrong.items() if key in given and key not in right)

    def solution_text(self, right: Any) -> str:
        """The options that fit."""
        return "; ".join(map(super().solution_text, right)) or "none of them"


def _yaml(key: str) -> str:
    return dump(key).strip()
