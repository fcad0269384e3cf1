"""The documentation as a site: pages are listed, made from the live registry, and build without a warning."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from negosim.registry import KINDS, Parameter, entries

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
pytestmark = pytest.mark.skipif(not (DOCS / "conf.py").is_file(), reason="needs the source tree")

TREE = re.compile(r"^```\{toctree\}\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FROM_OUTSIDE = re.compile(r"""(?:src|srcset)=["'](?:https?:)?//|<link[^>]+href=["'](?:https?:)?//""")


def listed_pages() -> list[str]:
    """The pages that the index leads to."""
    trees = TREE.findall((DOCS / "index.md").read_text(encoding="utf-8"))
    return [line for tree in trees for line in tree.splitlines() if line and not line.startswith(":")]


def test_every_page_is_in_the_index_once() -> None:
    pages = {path.stem for path in DOCS.glob("*.md")} - {"index"}
    assert sorted(listed_pages()) == sorted(pages)


def generator() -> ModuleType:
    """The part of the extension that puts the registry into words."""
    spec = importlib.util.spec_from_file_location("registry_text", DOCS / "_ext" / "registry_text.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "figure"])
def test_every_entry_of_the_registry_can_be_a_section(kind: str) -> None:
    for entry in entries(kind):
        text = "\n".join(generator().lines_of(entry))
        assert text.startswith(f"### `{entry.name}`")
        assert entry.summary in text
        assert entry.source in text
        assert f"**When to use it:** {entry.use}." in text or not entry.use
        assert all(f"| `{parameter.name}` |" in text for parameter in entry.parameters)


@pytest.mark.parametrize(
    ("parameter", "words"),
    [
        (Parameter("share", "number", 0.5, "", 0.0, 1.0), "number, 0 to 1"),
        (Parameter("rounds", "whole", None, "", 1), "whole number, at least 1"),
        (Parameter("most", "number", None, "", high=9.5), "number, at most 9.5"),
        (Parameter("free", "number", None, ""), "number"),
        (Parameter("begins", "party", None, ""), "a party at the table"),
        (Parameter("way", "choice", "up", "", choices=("up", "down")), "`up` or `down`"),
        (Parameter("part", "named", "none", "", of="opponent_model"), "the name of an opponent model"),
    ],
)
def test_a_parameter_is_told_in_words(parameter: Parameter, words: str) -> None:
    assert generator().kind_of(parameter) == words


@pytest.mark.long
def test_the_site_builds_without_a_warning_and_loads_nothing_from_outside(tmp_path: Path) -> None:
    for package in ("sphinx", "myst_parser", "furo"):
        pytest.importorskip(package, reason="needs the extra 'docs'")
    build = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-d", str(tmp_path / "trees")]
    done = subprocess.run([*build, str(DOCS), str(tmp_path / "site")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    pages = list((tmp_path / "site").rglob("*.html"))
    assert {f"{name}.html" for name in listed_pages()} <= {page.name for page in pages}
    assert [page.name for page in pages if FROM_OUTSIDE.search(page.read_text(encoding="utf-8"))] == []
    tactics = (tmp_path / "site" / "tactics.html").read_text(encoding="utf-8")
    assert all(entry.name in tactics for entry in entries("tactic"))
