"""The codes of messages: every one that can be printed is explained."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import negosim
from negosim.cli._codes import all_codes, explain_code
from negosim.errors import UsageError

SOURCE = Path(negosim.__file__).parent


def written_codes() -> set[str]:
    """Every code that stands in the source."""
    return {code for path in SOURCE.rglob("*.py") for code in re.findall(r'"([A-Z]\d{3})"', path.read_text("utf-8"))}


def test_every_code_that_the_source_prints_is_explained_and_every_one_explained_is_printed_somewhere() -> None:
    assert written_codes() == set(all_codes())
    assert all(explain_code(code).endswith(".") for code in written_codes())


def test_no_two_parts_share_a_code() -> None:
    tables = [path.read_text("utf-8") for path in SOURCE.rglob("*.py")]
    explained = [code for text in tables for code in re.findall(r'^ +"([A-Z]\d{3})": "', text, re.MULTILINE)]
    assert len(explained) == len(set(explained)) == len(all_codes())


def test_codes_are_explained_in_a_sentence() -> None:
    assert (
        explain_code("R111")
        == "Some weight of a party or bloc with stances is above 0, since weights are scaled to a sum of 100."
    )
    assert explain_code("Y009")
    assert explain_code("X001").startswith("A file of another program")
    with pytest.raises(UsageError, match="no rule 'R999'"):
        explain_code("R999")
