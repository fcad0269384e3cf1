"""Which assumption does the outcome hang on? One question a file; `study` asks them all, `told` says the answers."""

from negosim.experiments.sensitivity.study import Study, StudyOptions, study

__all__ = ["Study", "StudyOptions", "study"]
