"""The reader of scenario files: values as YAML 1.2 means them, faults at their place, and bounds that hold."""

from __future__ import annotations

import random
import re
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from negosim.errors import Diagnostic, InputError, Place, UsageError
from negosim.scenario.yaml import reader as yaml_reader
from negosim.scenario.yaml.faults import MAX_FAULTS
from negosim.scenario.yaml.node_builder import MAX_TEXT
from negosim.scenario.yaml.nodes import Node, SourceText, dotted, shorten
from negosim.scenario.yaml.reader import CODES, MAX_BYTES, read_at, read_file, read_text

SCENARIO = """# a comment
negosim: 1
title: Minerals for security guarantees
date: 2025-02-23
sources:
  article: {title: "Zelenskyy seeks: a \\"meeting\\"", date: 2025-02-23}
parties:
  ukraine:
    name: 'Україна'
    briefing: |
      Two lines # not a comment
      of text
    stances:
      minerals:
        weight: [12, 15.5, 1e1]   # a comment
        values: {none: 60, 500: [0, 10], 2.5: 7}
        refuses:
        - repay_500
        - "no"
"""


def faults(text: str | bytes) -> tuple[Diagnostic, ...]:
    with pytest.raises(InputError) as caught:
        read_text(text, "mine.yaml")
    return caught.value.diagnostics


def only(text: str | bytes) -> Diagnostic:
    (fault,) = faults(text)
    assert fault.code in CODES
    return fault


def caret(fault: Diagnostic) -> str:
    """What the caret of a fault stands under."""
    return fault.text[fault.place.column - 1 : fault.place.column - 1 + fault.place.length]


def test_a_scenario_becomes_plain_data():
    assert read_text(SCENARIO, "mine.yaml").plain() == {
        "negosim": 1,
        "title": "Minerals for security guarantees",
        "date": "2025-02-23",
        "sources": {"article": {"title": 'Zelenskyy seeks: a "meeting"', "date": "2025-02-23"}},
        "parties": {
            "ukraine": {
                "name": "Україна",
                "briefing": "Two lines # not a comment\nof text\n",
                "stances": {
                    "minerals": {
                        "weight": [12, 15.5, 10.0],
                        "values": {"none": 60, "500": [0, 10], "2.5": 7},
                        "refuses": ["repay_500", "no"],
                    }
                },
            }
        },
    }


def test_nodes_know_where_they_and_their_keys_stand():
    root = read_text(SCENARIO, "mine.yaml")
    stance = root.at(["parties", "ukraine", "stances", "minerals"])
    weight = stance.at(["weight"])
    assert weight.key_place == Place("mine.yaml", 15, 9, 6)
    assert weight.place == Place("mine.yaml", 15, 17, 15)
    assert weight.at([1]).place == Place("mine.yaml", 15, 22, 4)
    assert weight.at([1]).key_place is None
    assert stance.at(["values", "500"]).key_place == Place("mine.yaml", 16, 28, 3)
    assert stance.place.line == 15


def test_at_stops_at_the_longest_prefix_that_exists():
    root = read_text(SCENARIO, "mine.yaml")
    assert root.at(["sources", "article", "titel", "x"]) is root.at(["sources", "article"])
    assert root.at(["title", "x"]).value == "Minerals for security guarantees"
    assert root.at(["sources", "article", 0]).plain()["date"] == "2025-02-23"
    weight = root.at(["parties", "ukraine", "stances", "minerals", "weight"])
    assert weight.at([3]) is weight and weight.at(["0"]) is weight and weight.at([-1]) is weight


def test_a_diagnostic_of_a_node_shows_its_line_with_the_caret_under_the_word():
    node = read_text(SCENARIO, "mine.yaml").at(["parties", "ukraine", "stances", "minerals", "values", "none"])
    assert str(node.diagnostic("S001", "too little", "a.b", "more")).splitlines() == [
        "mine.yaml:16:24: error[S001]: too little  (at a.b)",
        "   16 |         values: {none: 60, 500: [0, 10], 2.5: 7}",
        "      |                        ^^ more",
    ]
    assert caret(node.key_diagnostic("S001", "unknown")) == "none"


def test_a_root_has_no_key_so_its_value_is_shown():
    root = read_text("a", "x")
    assert root.key_diagnostic("S001", "m").place == root.place


def test_a_source_shows_nothing_where_there_is_nothing_to_see():
    source = SourceText("x", ("short", "x" * 1000, "a\tb\x1b[31m"))
    assert source.shown(Place("x", 9)) == ""
    assert source.shown(Place("x", 2, 500)) == ""
    assert len(source.shown(Place("x", 2, 5))) < 100
    assert source.shown(Place("x", 3)) == "a b\ufffd[31m"


def test_words_for_messages_are_quoted_and_cut():
    assert shorten("a\u202eb") == "'a\\u202eb'"
    assert len(shorten("x" * 1000)) < 70
    assert dotted(["a", 0]) == "a.0"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("true", True),
        ("false", False),
        ("0", 0),
        ("-12", -12),
        ("+3", 3),
        ("0o17", 15),
        ("0x1F", 31),
        ("1e3", 1000.0),
        ("1.5E-1", 0.15),
        (".5", 0.5),
        ("2.", 2.0),
        ("0.25", 0.25),
        ("-0.0", 0.0),
        ("2025-02-17", "2025-02-17"),
        ("2025-02-17 12:30", "2025-02-17 12:30"),
        (".", "."),
        ("1.2.3", "1.2.3"),
        ("1,000", "1,000"),
        ("12 rounds", "12 rounds"),
        ("nobody", "nobody"),
        ("١٢", "١٢"),
        ('"no"', "no"),
        ("'1:30'", "1:30"),
        ("क्\u200dष", "क्\u200dष"),
        ("a#b", "a#b"),
        ("option # a comment", "option"),
        ('"option" #a comment', "option"),
        ("[a] #comment", ["a"]),
        ("option #", "option"),
        ('"tab\\tin quotes"', "tab\tin quotes"),
    ],
)
def test_values_are_those_of_the_core_schema_of_yaml_1_2(written, value):
    read = read_text(f"a: {written}", "x").plain()["a"]
    assert read == value and type(read) is type(value)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        *((word, "Y010") for word in ("no", "NO", "No", "on", "off", "yes", "Yes", "y", "N")),
        *((word, "Y010") for word in ("1:30", "190:20:30", "0123", "-07", "00", "01.5", "1_000", "1_0.5", "0b101")),
        *((word, "Y010") for word in ("-0x1F", "0x_1", "0o19", "=", "<<", "0X1F")),
        *(
            (word, "Y016")
            for word in (".inf", "-.INF", ".nan", ".NaN", "nan", "inf", "-Infinity", "1e400", "-1.0e+999")
        ),
        ("1" * 41, "Y008"),
        ("0." + "1" * 40, "Y008"),
        ("0x" + "f" * 39, "Y008"),
        ("&anchor 1", "Y012"),
        ("!!str 1", "Y014"),
        ("! 1", "Y014"),
        ("!!python/object/apply:os.system [ls]", "Y014"),
        ('"x\\u202ey"', "Y003"),
        ('"\\0"', "Y003"),
        ('"\\uFFFE"', "Y003"),
        ("#0072B2", "Y013"),
        ("option #2", "Y013"),
        ("@x", "Y004"),
        ("%x", "Y004"),
        ("`x", "Y004"),
        ("2022 talks: Istanbul", "Y004"),
        ("[1, 2", "Y004"),
        ("{b: 1", "Y004"),
        ('"open', "Y004"),
        ('"\\q"', "Y004"),
        ('"\\U00110000"', "Y004"),
        ('"\\UFFFFFFFF"', "Y004"),
        ("- 1", "Y004"),
    ],
)
def test_traps_are_errors_at_their_place(written, code):
    fault = only(f"key: {written}")
    assert fault.code == code
    assert fault.place.line == 1 and fault.place.column >= 4


def test_look_alikes_say_to_put_them_in_quotes():
    fault = only("a:\n  - 1\n  - no")
    assert (fault.place, fault.path, caret(fault)) == (Place("mine.yaml", 3, 5, 2), "a.1", "no")
    assert 'put it in quotes: "no"' in fault.help
    assert "put it in quotes" in only("a: 0123").help


@pytest.mark.parametrize("key", ["off", "yes", "N", "null", "~", "true", "FALSE", "1_000", "0123", "1:30", ".nan"])
def test_keys_that_are_text_to_some_readers_only_are_refused(key):
    assert only(f"{key}: 1").code in ("Y010", "Y011", "Y016")
    assert read_text(f'"{key}": 1', "x").plain() == {key: 1}


@pytest.mark.parametrize("key", ["0", "500", "2.5", "-3", "1e3", "0x10"])
def test_keys_that_look_like_numbers_stay_as_they_are_written(key):
    assert read_text(f"{key}: 1", "x").plain() == {key: 1}


@pytest.mark.parametrize("text", ["? [a]\n: 1", "{[a]: 1}", "? {a: 1}\n: 1", "{{a: 1}: 2}"])
def test_keys_that_are_no_scalars_are_refused(text):
    assert only(text).code == "Y011"


def test_a_key_given_twice_names_the_first_line():
    fault = only("issues:\n  minerals:\n    title: A\n    title: B\n")
    assert fault.message == "'title' is given twice; first on line 3"
    assert (fault.path, fault.place, caret(fault)) == ("issues.minerals", Place("mine.yaml", 4, 5, 5), "title")


def test_quotes_do_not_make_another_key():
    assert only('500: 1\n"500": 2').code == "Y009"


def test_aliases_and_merge_keys_are_refused():
    assert [fault.code for fault in faults("a: &x {b: 1}\nc: *x\n<<: *x")] == ["Y012"] * 4
    assert [fault.code for fault in faults("*a : 1")] == ["Y012"]


def test_a_comment_that_would_drop_text_is_found_behind_every_sign():
    for text in ("a:\n  - #x", "a: [#x\n  1]", "a: {b: #x\n  }", "a: [1, #x\n  2]", "a: #x\n  1"):
        assert "Y013" in [fault.code for fault in faults(text)], text
    assert caret(only("color: #0072B2")) == "#0072B2"
    assert read_text("#x\na: 1\n  #y\nb: [1] #z\nc: '#'\nd: |\n  x #y\n", "x").plain()["d"] == "x #y\n"


def test_a_comment_in_a_key_is_explained():
    (fault,) = faults("a: 1\noption #2: x\n")
    assert fault.code == "Y004" and fault.place.line == 2 and "'#'" in fault.help


def test_what_is_not_yaml_is_said_in_our_words():
    assert faults("a:\n\tb: 1")[0].message == "a tab where only spaces may stand"
    assert "not closed (begun on line 1)" in only('a: "x\nb: 1\n').message
    assert "indentation" in only("a:\n    b: 1\n  c: 2\n").message
    assert only("a: 1\n...\nb: 2").code == "Y004"
    assert "this is not YAML" in only("a: |x\n").message
    assert only("a\nb: 1: 2\n").place.line <= 2


def test_faults_before_the_one_that_ends_the_reading_are_told_too():
    codes = [fault.code for fault in faults("a: no\nb: #x\nc: 1:30\nd: [")]
    assert codes == ["Y010", "Y013", "Y010", "Y004"]


def test_all_faults_come_at_once_in_the_order_of_the_file():
    found = faults("a: no\nb: .inf\na: 2\nc: !t x\nd:\t1\n")
    assert [(fault.place.line, fault.code) for fault in found] == [
        (1, "Y010"),
        (2, "Y016"),
        (3, "Y009"),
        (4, "Y014"),
        (5, "Y017"),
    ]


def test_tabs_are_allowed_in_text_and_comments_only():
    assert read_text('a: "x\ty" #\tz\nb: |\n  x\ty\n', "x").plain() == {"a": "x\ty", "b": "x\ty\n"}


def test_a_second_document_and_directives_are_refused():
    assert only("a: 1\n---\nb: 2").code == "Y015"
    assert only("# x\n\n%YAML 1.1\n---\na: 1").place == Place("mine.yaml", 3)
    assert read_text("---\na: 1\n...\n", "x").plain() == {"a": 1}


@pytest.mark.parametrize(
    "character", ["\u202e", "\u200b", "\ufeff", "\x1b", "\x00", "\x85", "\u2028", "\ud800", "\U000e0041"]
)
def test_hidden_characters_are_named_wherever_they_stand(character):
    if character == "\ud800":
        assert only(f"a: {character}").code == "Y001"
        return
    fault = only(f"a: 1\nb: x {character}y # z")
    assert (fault.code, fault.place) == ("Y003", Place("mine.yaml", 2, 6))
    assert f"U+{ord(character):04X}" in fault.message and character not in str(fault)
    assert only(f"a: 1 # {character}").code == "Y003"


def test_joiners_are_for_text_not_for_keys():
    fault = only("a\u200db: 1")
    assert fault.code == "Y003" and "ZERO WIDTH JOINER".lower() in fault.message


def test_bytes_that_are_not_utf_8_have_a_place():
    fault = only("a: 1\nb: é".encode() + b"\xff")
    assert (fault.code, fault.place.line, fault.place.column) == ("Y001", 2, 5)


def test_a_byte_order_mark_is_not_part_of_the_text():
    assert read_text(b"\xef\xbb\xbfa: 1", "x").at(["a"]).key_place == Place("x", 1, 1, 1)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_ends_of_all_systems_count_the_same(newline):
    node = read_text(f"a: 1{newline}b:{newline}  c: 2", "x").at(["b", "c"])
    assert node.place == Place("x", 3, 6, 1)


def test_an_empty_text_is_nothing():
    assert read_text("", "x").value is None
    assert read_text("# only a comment\n", "x").value is None


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("[" * 100_000, "Y005", 1, 33),
        ("- " * 100_000, "Y005", 1, 65),
        ("\n".join(" " * i + "a:" for i in range(40)), "Y005", 33, 33),
        ("[" + "1," * 110_000 + "1]", "Y006", 1, 200_000),
        ("a: " + "1:" * 100_000, "Y007", 1, 4),
        ("a: " + "1" * 200_000, "Y007", 1, 4),
        ("a: 0x" + "f" * 200_000, "Y007", 1, 4),
        ("a: " + "x" * (MAX_TEXT + 1), "Y007", 1, 4),
        ("k" * 201 + ": 1", "Y007", 1, 1),
        ("a" * (MAX_BYTES + 1), "Y002", 1, 1),
        ("a: 1\n" * 50_000, "Y009", 2, 1),
        ("a: &a [x,x]\n" + "".join(f"b{i}: &b{i} [*a,*a,*a]\n" for i in range(30)), "Y012", 1, 4),
        ("a: &a {x: 1}\n" + "".join(f"b{i}: &b{i} {{<<: [*a,*a]}}\n" for i in range(30)), "Y012", 1, 4),
        ("{" * 40, "Y011", 1, 2),
    ],
)
def test_bombs_are_refused_in_bounded_time(text, code, line, column):
    started = time.process_time()
    first = faults(text)[0]
    assert (first.code, first.place.line, first.place.column) == (code, line, column)
    assert time.process_time() - started < 10


def test_more_faults_than_anyone_reads_end_the_reading():
    found = faults("a: 1\n" * 5_000)
    assert len(found) == MAX_FAULTS + 1
    assert found[-1].code == "Y018" or found[-2].code == "Y018"
    assert len(faults("\u202e" * 5_000)) == MAX_FAULTS + 1


def test_a_file_is_read_with_its_name(tmp_path: Path):
    file = tmp_path / "mine.yaml"
    file.write_text("a: 1")
    node = read_file(file)
    assert node.plain() == {"a": 1}
    assert node.source.path == file and node.place.file == str(file)


def test_a_missing_file_is_one_sentence_with_the_nearest_name(tmp_path: Path):
    (tmp_path / "article.yaml").write_text("a: 1")
    with pytest.raises(UsageError, match=r"no file '.*artcle.yaml'; did you mean '.*article.yaml'\?$"):
        read_file(tmp_path / "artcle.yaml")
    with pytest.raises(UsageError, match=r"no file '[^']*'$"):
        read_file(tmp_path / "zzzzzzzzzzz")
    with pytest.raises(UsageError, match="there is no folder"):
        read_file(tmp_path / "none" / "a.yaml")


@pytest.mark.parametrize("name", [".", "a\0b", "x" * 5000])
def test_what_is_no_file_is_one_sentence(name):
    with pytest.raises(UsageError, match="cannot read"):
        read_file(name)


def test_a_value_within_a_line_keeps_the_columns_of_the_line():
    node = read_at("a.b=[1, no_one]", 4, "--set")
    assert node.place == Place("--set", 1, 5, 11) and node.at([1]).place == Place("--set", 1, 9, 6)
    with pytest.raises(InputError) as caught:
        read_at("a.b=no", 4, "--set")
    assert caret(caught.value.diagnostics[0]) == "no"
    with pytest.raises(InputError) as caught:
        read_at("a.b=#0072B2", 4, "--set")
    assert caught.value.diagnostics[0].code == "Y013"


def marks(node: Node) -> list[object]:
    """Every place below a node."""
    children = (
        node.value.values() if isinstance(node.value, dict) else node.value if isinstance(node.value, list) else ()
    )
    return [node.place, node.key_place, *(mark for child in children for mark in marks(child))]


def answer(text: str | bytes) -> tuple[object, object]:
    """Data and places, or the faults."""
    try:
        node = read_text(text, "x")
    except InputError as error:
        return None, [(fault.code, fault.place) for fault in error.diagnostics]
    return node.plain(), marks(node)


def mutants(count: int) -> list[str]:
    chance = random.Random(20250223)  # noqa: S311 - test data, no secret
    signs = [*" \n:-#[]{},'\"|>&*!%@ab1é\t~.0\\\u202e\r", "- ", ": ", "---", "<<: ", "\n\n", "no"]
    return ["".join(_mutant(chance, list(SCENARIO), signs)) for _ in range(count)]


def _mutant(chance: random.Random, text: list[str], signs: list[str]) -> list[str]:
    for _ in range(chance.randint(1, 5)):
        at = chance.randrange(len(text))
        text[at : at + chance.randint(0, 2)] = [chance.choice(signs)] if chance.random() < 0.7 else []
    return text


def differ(one: tuple[object, object], other: tuple[object, object]) -> bool:
    """Whether two parsers disagree; what is not YAML to one may be a fault of another kind to the other."""
    return one != other and not (one[0] is None and other[0] is None)


def test_without_the_quick_parser_data_faults_and_places_are_the_same(monkeypatch):
    texts = [SCENARIO, *mutants(150)]
    quick = [answer(text) for text in texts]
    monkeypatch.setattr(yaml_reader, "_LOADERS", (yaml.SafeLoader,))
    slow = [answer(text) for text in texts]
    assert [text for text, a, b in zip(texts, quick, slow, strict=True) if differ(a, b)] == []


def test_mutants_of_a_scenario_are_read_or_refused():
    for text in mutants(400):
        _, places = answer(text)
        assert places


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_read_or_refused(data):
    answer(data)


@given(st.text(alphabet=st.sampled_from(list("ab1: -#[]{},'\"|>?&*!%@\n\t\\xuU~.0_<=\u202e\ufeff")), max_size=80))
@settings(max_examples=400, deadline=None)
def test_any_signs_of_yaml_are_read_or_refused(text):
    data, _ = answer(text)
    assert data is None or isinstance(data, dict | list | str | int | float)


@given(st.integers(min_value=-(10**30), max_value=10**30) | st.floats(allow_nan=False, allow_infinity=False))
@settings(max_examples=100, deadline=None)
def test_numbers_are_what_python_writes(number):
    assert read_text(f"a: {number!r}", "x").plain() == {"a": number}


def test_every_code_is_explained_in_one_sentence():
    assert all(re.fullmatch(r"Y\d{3}", code) and text.endswith(".") for code, text in CODES.items())


@pytest.mark.parametrize(("text", "line", "column"), [("a: 1\n b: 2", 2, 2), ("a:\n  b: 1\n\n     c: 2", 4, 6)])
def test_a_line_that_is_too_deep_is_told_as_that(text: str, line: int, column: int) -> None:
    fault = only(text)
    assert (fault.place.line, fault.place.column) == (line, column)
    assert fault.message == "this line is indented deeper than the one above, which has its value already"


def test_a_colon_too_many_in_a_line_is_told_as_that() -> None:
    assert only("a: b: c").message == "a ':' that cannot stand here"
