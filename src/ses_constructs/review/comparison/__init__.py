"""What a change of a template does to mail: ``compare(old, new)`` gives a list of changes, worst first."""

from .change import Change, Comparison, Effect
from .comparing import all_kinds, compare

__all__ = ["Change", "Comparison", "Effect", "all_kinds", "compare"]
