"""A conflict in option form: read from a file, and whether its states would hold."""
