"""Which assumption does the outcome hang on? One question a file; `study` asks them all, `told` says the answers."""

from negosim.experiments.sensitivity.study import Study, Wishes, study

__all__ = ["Study", "Wishes", "study"]
