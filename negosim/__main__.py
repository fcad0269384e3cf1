"""`python -m negosim` is the command `negosim`."""

from negosim.cli import main

main()
