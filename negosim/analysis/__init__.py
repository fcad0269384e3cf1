"""What was possible around a run, why there was no deal, whether a deal would hold, and how runs compare."""
