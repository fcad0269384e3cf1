"""Tables as files: harmless to who opens them, read back whatever spreadsheet wrote them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negosim.errors import UsageError
from negosim.report.csv import BOM, FORMULA, guarded, read_lines, table, unguarded


def read(tmp_path: Path, data: bytes) -> list[tuple[str, ...]]:
    path = tmp_path / "file.csv"
    path.write_bytes(data)
    return [cells for _, cells in read_lines(path).rows]


@given(st.text())
def test_no_cell_begins_as_a_formula_and_nothing_of_it_is_lost(text: str) -> None:
    assert not guarded(text).startswith(FORMULA)
    assert unguarded(guarded(text)) == text or text.startswith("'")


@given(st.lists(st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"])), min_size=1))
def test_a_written_table_reads_back(values: list[str]) -> None:
    data = table([{"name": value} for value in values], ";", marked=True).decode()
    assert data.startswith(BOM)
    back = [row for (row,) in csv.reader(io.StringIO(data.removeprefix(BOM), newline=""), delimiter=";")]
    assert [unguarded(one) for one in back[1:]] == [unguarded(value) for value in values]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_any_separator_and_encoding_of_spreadsheets_is_read(tmp_path: Path, separator: str, encoding: str) -> None:
    text = f"name{separator}table\r\nJosé{separator}2\r\n"
    assert read(tmp_path, text.encode(encoding)) == [("name", "table"), ("José", "2")]


def test_a_first_line_that_declares_the_separator_is_heeded_and_rows_keep_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text('sep=;\nname;x\n"Two\nlines";1\n\n;\nLast;2\n', encoding="utf-8")
    assert read_lines(path).rows == ((2, ("name", "x")), (3, ("Two\nlines", "1")), (7, ("Last", "2")))


def test_what_is_no_utf8_is_taken_for_windows_and_said_so(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes("name\nJosé\n".encode("cp1252"))
    found = read_lines(path)
    assert found.guessed
    assert found.rows[1] == (2, ("José",))


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"PK\x03\x04\0\0", "is no text"), (b"x" * 2_000_000, "is longer than"), (b'name\n"' + b"y" * 200_000, "row 2")],
)
def test_what_is_no_table_is_told_in_words(tmp_path: Path, data: bytes, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        read(tmp_path, data)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="can't be read: No such file"):
        read_lines(tmp_path / "none.csv")


def test_lines_before_the_table_that_begin_with_a_hash_are_remarks(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("# who is here\n# today\nname\n#1\n", encoding="utf-8")
    assert read_lines(path).rows == ((3, ("name",)), (4, ("#1",)))


def test_an_empty_file_has_no_rows(tmp_path: Path) -> None:
    assert read(tmp_path, b"") == []
