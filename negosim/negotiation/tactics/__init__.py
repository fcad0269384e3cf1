"""How seats decide: what to offer, when to accept, when to leave; one file a family."""
