"""How the site of the documentation is built: `sphinx-build -W docs docs/_build`. It loads nothing from outside."""

import sys
from importlib.metadata import version as version_of
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "negosim"
author = "The negosim contributors"
copyright = author
release = version = version_of("negosim")

extensions = ["myst_parser", "registry_pages"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]
nitpicky = True

html_theme = "furo"
html_title = "negosim"
html_show_copyright = False
html_copy_source = False
