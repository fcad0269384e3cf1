"""A table of actors, issues, positions, saliences and capabilities: read from CSV, made into a scenario file."""
