"""Amazon SES as well-made parts of a Python CDK app.

This package imports nothing, so that the parts that need no Node.js start at once.
Import from the feature: ``from ses_constructs.identities import DomainIdentity``.
"""

__version__ = "0.1.0"
