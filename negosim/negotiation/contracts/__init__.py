"""What every tactic keeps to, as checks that tell breaches in words."""
