"""negosim plays out negotiations between states, explains them, and shows what was possible."""
