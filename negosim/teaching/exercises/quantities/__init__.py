"""The quantities that a question can ask for, one decorated function each, by topic.

A quantity takes a `Subject` and its parameters, and returns a number, a key, several keys or a truth value.
"""
