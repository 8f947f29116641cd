"""The forms of sending, for users; the facts below know them too."""

from ses_constructs.facts.permissions import SendForm

__all__ = ["SendForm"]
