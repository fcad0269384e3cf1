"""The quantities that a question can ask for, by what they are taken from; each is one decorated function.

A quantity takes a `Case` and its parameters, and gives a number, a key, several keys, or whether something is so.
"""
