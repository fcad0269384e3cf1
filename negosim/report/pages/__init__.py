"""Reports: one self-contained HTML file about a run or a comparison, which loads nothing from outside."""

from negosim.report.pages.analysis import analysis_report
from negosim.report.pages.compared import compare_report
from negosim.report.pages.run import run_report

__all__ = ["analysis_report", "compare_report", "run_report"]
