"""Sensitivity analysis of an ensemble: one question per file; `study` answers them all, `narrative` reports them."""

from negosim.experiments.sensitivity.study import Study, StudyOptions, study

__all__ = ["Study", "StudyOptions", "study"]
