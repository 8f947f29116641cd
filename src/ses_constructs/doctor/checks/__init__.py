"""One file for each thing that may differ from what was deployed: its rules, and how it is looked at."""
