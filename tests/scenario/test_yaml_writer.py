"""The writer of scenario files: what it writes, the reader reads back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negosim.errors import InputError, UsageError
from negosim.scenario.yaml.quoting import hidden_characters
from negosim.scenario.yaml.reader import read_text
from negosim.scenario.yaml.writer import dump

TRICKY = [
    "no",
    "1:30",
    "0123",
    "null",
    "~",
    "",
    " x",
    "x ",
    "a: b",
    "a #b",
    "#a",
    "- a",
    "[a",
    "{",
    "@",
    "&a",
    "*a",
    "!",
]
TRICKY += [
    "'",
    '"',
    "\\",
    "a\nb",
    "\t",
    "1e3",
    "0x1F",
    "<<",
    "=",
    "2025-02-17",
    "é ü",
    "nan",
    "---",
    "x,y",
    "N",
    "a-",
    "?",
]

texts = st.sampled_from(TRICKY) | st.text(max_size=20).filter(lambda text: not hidden_characters(text))
keys = st.sampled_from(TRICKY) | st.text(max_size=10).filter(
    lambda text: not hidden_characters(text) and "\u200c" not in text
)
scalars = st.none() | st.booleans() | st.integers(-(10**30), 10**30) | texts
scalars |= st.floats(allow_nan=False, allow_infinity=False)
data = st.recursive(scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4))


@given(data)
@settings(max_examples=300, deadline=None)
def test_what_is_written_is_read_back(value):
    written = dump(value)
    back = read_text(written, "x").plain()
    assert back == value and repr(back) == repr(value)


@pytest.mark.parametrize("word", TRICKY)
def test_look_alikes_survive_as_text_and_as_keys_in_all_styles(word):
    for value in (word, [word], {word: word}, {"a": {"b": [{word: [word, [word]]}]}}):
        assert read_text(dump(value), "x").plain() == value


def test_scenarios_are_written_to_be_read():
    stance = {"weight": [12, 15.5], "values": {"none": 60, "500": [0, 10]}, "note": "because, he said, yes", "x": "no"}
    assert dump(
        {"title": "Ukraine's minerals", "date": "2025-02-23", "party": {"stance": stance, "list": ["x" * 99]}}
    ) == (
        "title: Ukraine's minerals\n"
        "date: 2025-02-23\n"
        "party:\n"
        "  stance:\n"
        "    weight: [12, 15.5]\n"
        "    values: {none: 60, 500: [0, 10]}\n"
        "    note: because, he said, yes\n"
        '    x: "no"\n'
        "  list:\n"
        f"    - {'x' * 99}\n"
    )


def test_short_mappings_stand_on_one_line_and_empty_ones_too():
    assert dump({"a": {"b": 1, "c": [True, None]}, "d": {}, "e": []}) == "a: {b: 1, c: [true, null]}\nd: {}\ne: []\n"
    assert dump({}) == "{}\n" and dump([]) == "[]\n"
    assert dump([{"a": {"b": {}}}, [[1]], (1, 2)]) == "- a:\n    b: {}\n- [[1]]\n- [1, 2]\n"


def nested(depth: int) -> list[object]:
    value: list[object] = []
    for _ in range(depth - 1):
        value = [value]
    return value


def test_as_deep_as_the_reader_reads_and_no_deeper():
    assert read_text(dump(nested(32)), "x").plain() == nested(32)
    with pytest.raises(UsageError, match="nested"):
        dump(nested(33))
    with pytest.raises(InputError):
        read_text("[" * 33 + "]" * 33, "x")


@pytest.mark.parametrize(
    "value",
    [
        float("nan"),
        float("inf"),
        10**41,
        "\u202e",
        "x" * 10_001,
        object(),
        {1: 2},
        {"k" * 201: 1},
        {"a\u200db": 1},
        b"x",
    ],
)
def test_what_the_reader_would_refuse_is_not_written(value):
    with pytest.raises(UsageError):
        dump(value)


def test_long_text_is_one_line_that_reads_back():
    assert read_text(dump({"a": ["word " * 1999]}), "x").plain() == {"a": ["word " * 1999]}
