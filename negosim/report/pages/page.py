"""Pages from templates: everything escaped, nothing undefined, nothing from outside."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from negosim.report.figures.lettering import clean, number
from negosim.report.pages.prose import runs

__all__ = ["render"]


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
    templates.filters["points"] = shown_points
    templates.filters["marked"] = marked
    templates.globals["style"] = style
    return templates


def shown(value: object) -> object:
    """What is written into a page: text without signs that can't be printed, numbers as in the figures."""
    if isinstance(value, Markup):
        return value
    if isinstance(value, float):
        return number(value)
    return clean(value) if isinstance(value, str) else value


def shown_points(value: float | None) -> str:
    """Points in a table: one place after the point, so that they line up.

    >>> shown_points(12.0), shown_points(-0.02), shown_points(None)
    ('12.0', '0.0', '')
    """
    return "" if value is None else f"{round(value, 1) + 0.0:.1f}"


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
