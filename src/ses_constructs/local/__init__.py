"""Amazon SES on a local emulator, and the demo that walks through a deployed mail platform."""
