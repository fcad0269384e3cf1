"""How talks are played: protocols, tactics, what happens besides the talks, and the drivers that play a course."""
