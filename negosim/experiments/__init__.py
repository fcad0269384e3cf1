"""Many runs: ensembles, paired comparisons, sensitivity, tournaments, forecasts and their scores, statistics."""
