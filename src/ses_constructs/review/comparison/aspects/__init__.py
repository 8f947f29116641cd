"""One file for each side of mail that a change may touch: its kinds of change, and how they are found."""
