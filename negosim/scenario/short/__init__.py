"""Short forms of a scenario file, written out before it is checked: a thing is said once, and stands where it holds."""
