"""Reports: one self-contained HTML file about a run or a comparison, which loads nothing from outside."""

from negosim.report.analysis import analysis_report
from negosim.report.compared import compare_report
from negosim.report.run import run_report

__all__ = ["analysis_report", "compare_report", "run_report"]
