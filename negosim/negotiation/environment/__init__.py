"""What happens besides the talks: between rounds, to an agreement, and after it. One file a block."""
