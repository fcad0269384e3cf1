"""What must hold between the parts of a scenario, one topic a file; `all.check` asks them all."""
