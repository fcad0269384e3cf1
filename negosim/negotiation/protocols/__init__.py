"""The rules of a meeting: who may act, and what an act does; one file a protocol."""
