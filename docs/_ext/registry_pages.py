"""Pages made from the live registry, which say what there is: `{registry} tactic` in a page lists all tactics."""

from __future__ import annotations

from typing import Any

from docutils import nodes  # type: ignore[import-untyped]  # docutils carries no types
from registry_pictures import picture_lines
from registry_text import lines_of
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from negosim.registry import KINDS, entries


class RegistryDirective(SphinxDirective):
    """`{registry} tactic`: every entry of a kind, in the order of the names."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """The entries as nodes of the page."""
        kind = self.arguments[0]
        if kind not in KINDS:
            raise self.error(f"no kind {kind!r}: {', '.join(KINDS)}")
        found = sorted(entries(kind), key=lambda entry: entry.name)
        text = "\n".join(line for entry in found for line in (*lines_of(entry), *picture_lines(entry)))
        return self.parse_text_to_nodes(text, allow_section_headings=True)


def setup(app: Sphinx) -> dict[str, Any]:
    """Sphinx calls this."""
    app.add_directive("registry", RegistryDirective)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
