"""Which rules a template gives work to, known without loading them: a hundred modules take longer than a review.

How a file of a rule is named tells what it looks at. A rule that no family knows is always asked.
"""

from __future__ import annotations

from collections.abc import Collection

_ALARMS = ("AWS::CloudWatch::",)
_RECORDS = ("AWS::Route53::RecordSet", "Custom::SesDnsRecords", "Custom::SesIdentitySettings")
_IDENTITIES = ("AWS::SES::EmailIdentity",)
_SETS = ("AWS::SES::ConfigurationSet",)
"""And their event destinations."""
_RECEIPT = ("AWS::SES::Receipt",)
_POLICIES = (
    "AWS::IAM::",
    "AWS::KMS::Key",
    "AWS::S3::BucketPolicy",
    "AWS::SNS::TopicPolicy",
    "AWS::SQS::QueuePolicy",
    "AWS::Serverless::Function",
)
FAMILIES: dict[str, tuple[str, ...]] = {
    "address": _IDENTITIES,
    "alarm": _ALARMS,
    "bimi": _RECORDS,
    "condition": _POLICIES,
    "contact_list": ("AWS::SES::ContactList",),
    "delivery": _SETS,
    "destination": _SETS,
    "destinations": _SETS,
    "dkim": (*_IDENTITIES, *_RECORDS),
    "dmarc": (*_IDENTITIES, *_RECORDS),
    "dns": _RECORDS,
    "event_bus": _SETS,
    "event_rule": ("AWS::Events::Rule",),
    "identity": _IDENTITIES,
    "inbound": _RECEIPT,
    "mail_from": _IDENTITIES,
    "mail_manager": ("AWS::SES::MailManager",),
    "metrics": _SETS,
    "mx": _RECORDS,
    "opens_and_clicks": _SETS,
    "pause_function": _ALARMS,
    "pool": ("AWS::SES::DedicatedIpPool",),
    "receipt": _RECEIPT,
    "record": _RECORDS,
    "rendering": ("AWS::SES::Template",),
    "reputation": _ALARMS,
    "rule_set_never_active": _RECEIPT,
    "send": _POLICIES,
    "sending": _SETS,
    "spf": _RECORDS,
    "stream_role": _SETS,
    "suppression": _SETS,
    "template": ("AWS::SES::Template",),
    "tenant": ("AWS::SES::Tenant",),
    "topic": (*_SETS, *_RECEIPT),
    "tracking": _SETS,
    "txt": _RECORDS,
    "vdm": ("AWS::SES::VdmAttributes",),
    "verification_by_txt": _RECORDS,
    "verification_sender": ("AWS::SES::CustomVerificationEmailTemplate",),
}
"""By how the names begin: how the types begin of which one must be there, or none of the rules finds anything."""


def has_work(rule: str, types: Collection[str]) -> bool:
    """True unless a rule certainly finds nothing in templates with these resource types.

    Args:
        rule: Name of its file.
    """
    words = rule.split("_")
    for length in range(len(words), 0, -1):
        wanted = FAMILIES.get("_".join(words[:length]))
        if wanted is not None:
            return any(type_name.startswith(wanted) for type_name in types)
    return True
