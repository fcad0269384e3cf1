"""Pages from templates, and a document as a page: everything escaped, nothing undefined, nothing from outside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from negosim.document import Document, Section, amount, clean, number
from negosim.report.figures.picture import Picture
from negosim.report.pages.page_figures import drawings, page_figures
from negosim.report.pages.prose import runs

__all__ = ["render", "render_document"]


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates; what a scenario says comes out as text."""
    templates = Environment(
        loader=PackageLoader("negosim.report.pages", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=shown,
    )
    templates.filters["points"] = amount
    templates.filters["marked"] = marked
    templates.globals["style"] = style
    templates.tests["a"] = is_a
    return templates


def is_a(value: object, kind: str) -> bool:
    """The test of templates for what stands in a document: `{% if one is a("Table") %}`."""
    return type(value).__name__ == kind


def shown(value: object) -> object:
    """What is written into a page: text without signs that can't be printed, numbers as in the figures."""
    if isinstance(value, Markup):
        return value
    if isinstance(value, float):
        return number(value)
    return clean(value) if isinstance(value, str) else value


def style(name: str) -> Markup:
    """A style sheet of this folder."""
    return Markup(files("negosim.report.pages").joinpath(name).read_text(encoding="utf-8"))  # noqa: S704  (our own file)


def marked(line: str) -> Markup:
    """A line whose marks (`**words**` and words in backticks) are elements; all else is text.

    >>> marked("A **zone** <of> `weight`.")
    Markup('A <strong>zone</strong> &lt;of&gt; <code>weight</code>.')
    """
    elements = {"strong": Markup("<strong>{}</strong>"), "code": Markup("<code>{}</code>"), "plain": Markup("{}")}
    return Markup("").join(elements[kind].format(text) for kind, text in runs(clean(line)))


def render(template: str, data: Mapping[str, Any]) -> str:
    """The page of a template with its style sheets."""
    return environment().get_template(template).render(**data)


def render_document(
    document: Document,
    *,
    kind: str,
    known: Sequence[tuple[str, str]],
    pictures: Sequence[Picture] = (),
    command: str = "",
    summary: str = "",
) -> str:
    """A document as a page: what it is not (its notes), figures, sections, what it rests on and what makes it again."""
    figures = page_figures(pictures)
    shown = {"figures": Section("Figures", figures), "drawings": drawings(pictures, figures)}
    page = {"document": document, "kind": kind, "known": known, "command": command, "summary": summary}
    return render("document.html.j2", {"page": page, **shown})
