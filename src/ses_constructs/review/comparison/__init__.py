"""What a change of a template does to mail: ``compare(old, new)`` gives a list of changes, worst first."""

from .change import Change, Comparison
from .comparing import all_kinds, compare

__all__ = ["Change", "Comparison", "all_kinds", "compare"]
