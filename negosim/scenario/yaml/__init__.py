"""Read YAML into nodes with source positions, merge and write it: the only package that imports yaml."""
