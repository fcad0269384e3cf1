"""For class: a seat for a person, the debrief, exercises that mark themselves, and the folder of a whole class."""
