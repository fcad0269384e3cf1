"""Opponent models: estimates of another seat's preferences from its offers; one model per file."""
