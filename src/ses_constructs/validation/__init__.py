"""The review as a plug-in of the CDK's own policy validation."""

from .ses_checks import SesChecks

__all__ = ["SesChecks"]
