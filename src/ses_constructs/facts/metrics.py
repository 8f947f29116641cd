"""CloudWatch metrics of SES, and the rates AWS judges an account by."""

from __future__ import annotations

NAMESPACE = "AWS/SES"
BOUNCE_RATE = "Reputation.BounceRate"
COMPLAINT_RATE = "Reputation.ComplaintRate"
CONFIGURATION_SET_DIMENSION = "ses:configuration-set"
"""The dimension of a configuration set's reputation metrics; the account's have none."""

AWS_REVIEW_BOUNCE_RATE = 0.05
AWS_REVIEW_COMPLAINT_RATE = 0.001
"""From here on AWS may put the account under review. Guide: Reputation metrics messages."""
AWS_PAUSE_BOUNCE_RATE = 0.10
AWS_PAUSE_COMPLAINT_RATE = 0.005
"""From here on AWS may pause the account. Rates are fractions: 0.05 is 5 %."""

OWN_NAMESPACE = "SesConstructs"
"""Of the metrics that functions of this package publish."""
EVENT_LATENCY = "EventLatency"
"""Seconds from an event to its arrival in an event store, by ``EVENT_LATENCY_DIMENSION``."""
EVENT_LATENCY_DIMENSION = "Table"

RECEIVED = "Received"
PUBLISH_SUCCESS = "PublishSuccess"
PUBLISH_FAILURE = "PublishFailure"
PUBLISH_EXPIRED = "PublishExpired"
"""Of received mail; each value is 1. Guide: Viewing metrics for Amazon SES email receiving."""
RULE_SET_DIMENSION = "RuleSetName"
RULE_DIMENSION = "RuleName"
ACTIVE_RULE_SET = "[Active]"
"""Value of ``RuleSetName`` for whichever set is active. The edition read prints it translated; this is our reading
of it, not yet seen in CloudWatch. API models, schemas and the CDK's canned metrics do not name it."""
