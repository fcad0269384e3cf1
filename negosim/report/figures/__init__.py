"""The figures: one file a figure, a function of a record and a matplotlib `Figure`; the one folder with matplotlib.

`draw(name, record)` gives a `Picture` with its SVG, PNG, text alternative and table.
"""

from negosim.report.figures.picture import Picture, draw, draw_all, draw_analysis, drawn_files
from negosim.report.figures.style import Drawn

__all__ = ["Drawn", "Picture", "draw", "draw_all", "draw_analysis", "drawn_files"]
