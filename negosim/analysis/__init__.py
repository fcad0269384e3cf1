"""What was possible around a run, why there was no deal, whether a deal would hold, and how runs compare.

Lowest first: `feasible` and `feasible_by_cliques` (what could be agreed at a moment) and `offers`; `measures` (what
a run came to); one file a question (`impasse`, `sequencing`, `durability`, `fair_shares`, `static_theories`,
`bargaining_range`, `score_sheet`, `concession_curve`, `conflict`); `comparison` (of runs) and `analysis` (all questions
of one run). `run_data` and `analysis_data` give plain data, the narratives sections of text and tables.
"""
