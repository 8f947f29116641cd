"""Pictures of what the package makes, from real data of the emulator. ``python -m tests.pictures``."""
