"""A document as Markdown: findings as lists, tables as tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from negosim.document import BulletList, Cell, Content, Definition, Document, Figure, Paragraph, Section, Table, amount

__all__ = ["cell", "render_markdown"]


def render_markdown(document: Document, *, notes: bool = True) -> str:
    """The document without its title, its notes last."""
    blocks = [*_blocks(document.lead)]
    blocks += [block for section in document.sections for block in _section(section)]
    return "\n\n".join([*blocks, *map(cell, document.notes if notes else ())])


def _section(section: Section) -> Iterator[str]:
    yield f"{'#' * (section.level + 1)} {cell(section.title)}"
    yield from _blocks(section.content)


def _blocks(content: Sequence[Content]) -> Iterator[str]:
    """Findings that follow one another are one list; everything else stands by itself."""
    for in_list, group in groupby(content, lambda one: isinstance(one, str | BulletList | Definition)):
        blocks = [_block(one) for one in group]
        yield from ["\n".join(blocks)] if in_list else blocks


def _block(content: Content) -> str:
    match content:
        case str():
            return f"- {cell(content)}"
        case Paragraph(text):
            return cell(text)
        case BulletList(items):
            return "\n".join(f"- - {cell(item)}" for item in items)
        case Definition(term, details):
            texts = (one.text if isinstance(one, Paragraph) else one for one in details)
            return "\n".join([f"- {cell(term)}", *(f"  - {cell(text)}" for text in texts)])
        case Table():
            return _table(content)
        case Figure():
            return f"![{cell(content.alternative)}]({content.name}.svg)"


def _table(table: Table) -> str:
    lines: list[tuple[Cell, ...]] = [(table.corner, *table.heads), ("---",) * (len(table.heads) + 1)]
    lines += [(row.name, *row.cells) for row in table.rows]
    grid = "\n".join("| " + " | ".join(map(_text, line)) + " |" for line in lines)
    return "\n\n".join([*([f"{cell(table.caption)}:"] if table.caption else []), grid, *map(cell, table.notes)])


def _text(one: Cell) -> str:
    return amount(one) if one is None or isinstance(one, float) else cell(str(one))


def cell(text: str) -> str:
    """A text that stays in its cell and is no markup."""
    for sign, written in (("\\", "\\\\"), ("|", "\\|"), ("<", "&lt;"), ("\n", " ")):
        text = text.replace(sign, written)
    return text
