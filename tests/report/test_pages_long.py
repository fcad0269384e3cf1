"""Every kind of page in a real browser: accessible, quiet, alone, and as wide as the paper and the phone it is read on.

Accessibility is checked by axe-core (Deque), which comes with the extra `pages`. The pages are those of `pages.py`.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pages import KINDS, ON_ONE_SHEET, make

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NAMES = ("chromium", "chromium-browser", "google-chrome")
BROWSER = next(filter(None, map(shutil.which, NAMES)), None)
pytestmark = [pytest.mark.long, pytest.mark.skipif(BROWSER is None, reason="there is no Chromium on this machine")]

PHONE = 320
"""Width in pixels that a page is read on without scrolling sideways (WCAG 2.2, 1.4.10 Reflow)."""
INCH = 96
PAPER = {"A4": 210 / 25.4, "Letter": 8.5}
"""Width of a sheet in inches."""
MARGINS = 28 / 25.4
"""Of the style sheet's `@page`, left and right together, the wider ones."""
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]

TOO_WIDE = """(width) => [...document.querySelectorAll("body *")]
  .filter(one => one.getBoundingClientRect().right > width + 1 && !one.closest(".skip, svg *"))
  .slice(0, 3).map(one => one.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=BROWSER, args=FLAGS)
        yield opened
        opened.close()


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_accessible_alone_and_fits(
    kind: str, browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = make(kind, tmp_path)
    assert found, "these commands make no page"
    faults = [f"{path.relative_to(tmp_path)}: {fault}" for path in found for fault in faults_of(browser, path)]
    assert not faults, "\n".join(faults)


BAD = """<!DOCTYPE html><html><head><title>Bad</title></head><body><main><h1>Bad</h1>
<img src="http://127.0.0.1:9/x.png"><p style="width: 3000px">wide</p>
<script>console.error("no")</script></main></body></html>"""


def test_a_page_that_is_none_of_it_is_found_out(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "sheets" / "bad.html"
    path.parent.mkdir()
    path.write_text(BAD + "<p>line</p>" * 300, encoding="utf-8")
    found = "\n".join(faults_of(browser, path))
    for fault in ("asks for http://127.0.0.1:9/x.png", "the console says error: no", "html-has-lang", "image-alt"):
        assert fault in found
    for fault in ("where there are 320 (screen)", "on A4: needs", "on Letter: needs", "sheets of A4"):
        assert fault in found


def faults_of(browser: Browser, path: Path) -> Iterator[str]:
    """All that is wrong with a page, in words."""
    page = browser.new_page()
    heard: list[str] = []
    page.on("request", lambda asked: heard.append(f"asks for {asked.url}"))
    page.on("console", lambda said: heard.append(f"the console says {said.type}: {said.text}"))
    page.on("pageerror", lambda error: heard.append(f"fails: {error}"))
    page.goto(path.as_uri())
    yield from (one for one in heard if one != f"asks for {path.as_uri()}")
    yield from _violations(page)
    yield from _too_wide(page, PHONE, "screen")
    for paper, inches in PAPER.items():
        yield from (f"on {paper}: {fault}" for fault in _too_wide(page, (inches - MARGINS) * INCH, "print"))
        yield from _sheets(page, paper, path)
    page.close()


def _violations(page: Page) -> Iterator[str]:
    """What axe-core finds, with every detail opened."""
    from axe_playwright_python.sync_playwright import Axe

    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    result: dict[str, Any] = Axe().run(page).response
    assert result["passes"], "axe-core looked at nothing"
    for one in result["violations"]:
        yield f"{one['id']}: {one['help']}: {one['nodes'][0]['html'][:200]} ({len(one['nodes'])} times)"


def _too_wide(page: Page, width: float, media: Any) -> Iterator[str]:
    """What goes beyond the right edge, on a screen or on paper."""
    page.emulate_media(media=media)
    page.set_viewport_size({"width": int(width), "height": 800})
    needed = page.evaluate("document.documentElement.scrollWidth")
    if needed > int(width):
        yield f"needs {needed} pixels where there are {int(width)} ({media}): {page.evaluate(TOO_WIDE, width)}"


def _sheets(page: Page, paper: str, path: Path) -> Iterator[str]:
    """How many sheets of paper it takes, where that is limited."""
    pages = len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=paper)))
    assert pages, "nothing was printed"
    if pages > 1 and any(folder in path.as_posix() for folder in ON_ONE_SHEET):
        yield f"takes {pages} sheets of {paper}"
