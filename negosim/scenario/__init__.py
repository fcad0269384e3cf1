"""Scenario files: read, merged, checked and typed; the only place that knows YAML."""
