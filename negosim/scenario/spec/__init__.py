"""The typed scenario, one part of the file a module; the same models give the JSON Schema."""
