"""What every tactic and every protocol keeps to, as checks that tell breaches in words."""
