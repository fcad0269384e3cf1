"""From version 1 of the format to version 2: a file's text rewritten, with its comments and in its order."""
