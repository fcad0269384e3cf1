"""YAML to nodes that know their place, and back: the only package that imports yaml."""
