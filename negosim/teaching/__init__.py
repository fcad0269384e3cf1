"""For class: a seat for a person, the debrief, exercises that mark themselves, and the folder of a whole class.

Lowest first: `debrief` (a table beside what was possible) and `exercises`; `play` (people and agents around one
course) and `classroom` (rosters, briefs, sheets and the debrief of all tables).
"""
