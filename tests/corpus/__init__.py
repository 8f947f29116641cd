"""Messages and reports as the world sends them, made by code."""
