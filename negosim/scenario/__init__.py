"""Scenario files, read, merged, checked and typed; the only package that knows YAML.

Lowest first: `spec` (the typed scenario, one part of the file a module) and `yaml` (text to nodes with places);
`blocks` (keys that the environment brings), `diff`, `starter`; `realize` (uncertain numbers made concrete); `short`
(short forms written out) and `json_schema`; `parse` (nodes to the typed scenario, with errors); `checks` (what must
hold between its parts); `load` (all of this for a path or name); `exchange` (GENIUS and GeniusWeb), `table`
(positions from CSV), `upgrade` (files of version 1 in the words of version 2) and `variants`.
"""
