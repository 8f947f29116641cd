"""Limits of SES that cannot be raised. Guide: Service quotas in Amazon SES."""

from __future__ import annotations

EVENT_DESTINATIONS_PER_CONFIGURATION_SET = 10
DIMENSIONS_PER_CLOUDWATCH_DESTINATION = 10
RULES_PER_RULE_SET = 200
ACTIONS_PER_RULE = 10
RECIPIENTS_PER_RULE = 100
SYNCHRONOUS_LAMBDA_SECONDS = 30
"""SES waits this long for a function of a receipt rule that it invokes and whose answer it obeys."""
SHORTEST_DELIVERY_SECONDS = 300
LONGEST_DELIVERY_SECONDS = 50_400
"""Both from the schema of ``AWS::SES::ConfigurationSet`` (``MaxDeliverySeconds``)."""
DNS_LABEL_LENGTH = 63
DNS_NAME_LENGTH = 253
"""Both from RFC 1034, as the guide's page on domain identities cites it: 255 octets, two of them unseen."""
TXT_STRING_LENGTH = 255
"""One quoted string of a TXT record; a longer value is written as several strings."""
SPF_LOOKUPS = 10
"""RFC 7208, section 4.6.4."""
LARGEST_FORWARDED_BYTES = 40 * 1024 * 1024 - 64 * 1024
"""Of a message that is received and sent again: SES takes 40 MB both ways, and the header changes."""
TAGS = 50
"""On one identity, or one configuration set."""
HEADER_NAME_LENGTH = 50
HEADER_VALUE_LENGTH = 2047
"""Of the AddHeader action: fewer than 2,048 characters."""
IDENTITY_POLICY_BYTES = 4096
IDENTITY_POLICIES = 20
"""On one identity. Guide: Identity authorization policies in Amazon SES."""
IDENTITIES = 10_000
CONFIGURATION_SETS = 10_000
EMAIL_TEMPLATES = 20_000
RULE_SETS = 40
IP_ADDRESS_FILTERS = 100
"""These five: of one account in one region; the first may be raised by an account manager."""
RESOURCES_PER_STACK = 500
"""AWS CloudFormation, quotas."""
