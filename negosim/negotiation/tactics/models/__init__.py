"""Opponent models: what a seat makes of another seat's preferences by its offers; one file a model."""
