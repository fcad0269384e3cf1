"""What a reader gets: figures, pages, terminal text, CSV, and result folders that appear whole or not at all.

Lowest first: `figures` (the only folder with matplotlib), `csv`, `terminal` and `markdown`; `pages` (HTML that loads
nothing); `folder` (how a result is written); one file for each kind of result: `results` (run, analysis, comparison),
`whatif`, `paired`, `sensitivity`, `scoring`, `tournament`; `notebook` (a run that shows itself).
"""
