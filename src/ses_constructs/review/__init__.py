"""Reads synthesized templates, of any origin, and says what is wrong with the mail they set up.

``python -m ses_constructs.review PATH`` is the same on the command line. Nothing here needs Node.js, the CDK or
AWS.
"""

from .engine import Report, all_rules, review
from .finding import Finding, Place, Rule, Severity
from .reading import UnreadableError, read
from .template import Assembly, Resource, Template

__all__ = [
    "Assembly",
    "Finding",
    "Place",
    "Report",
    "Resource",
    "Rule",
    "Severity",
    "Template",
    "UnreadableError",
    "all_rules",
    "read",
    "review",
]
