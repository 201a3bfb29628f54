"""`python -m tasks` is the command `kaiji`."""

from tasks.cli import main

main()
