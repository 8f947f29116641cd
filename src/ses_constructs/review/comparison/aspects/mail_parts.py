"""Identities, configuration sets, rules and stores that CloudFormation would delete, replace or make anew."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.comparison.change import Change
from ses_constructs.review.comparison.pairing import Pairing
from ses_constructs.review.comparison.spelling import is_certain
from ses_constructs.review.finding import Rule, Severity
from ses_constructs.review.receiving import actions_of_kind
from ses_constructs.review.template import Assembly, Resource

_SEE = "CloudFormation: Update behaviors of stack resources, and the schema of the type"
DELETED = Rule(
    id="mail-part-deleted",
    severity=Severity.ERROR,
    why="CloudFormation deletes it; what it did for mail ends with the deployment.",
    cure="Put it back, or give it DeletionPolicy Retain in a deployment of its own first.",
    source=_SEE,
)
LEFT_BEHIND = Rule(
    id="mail-part-left-behind",
    severity=Severity.NOTE,
    why="It stays in the account and works on, but no stack looks after it.",
    cure="Import it into a stack, or delete it by hand when nothing uses it.",
    source=_SEE,
)
REPLACED = Rule(
    id="mail-part-replaced",
    severity=Severity.ERROR,
    why="CloudFormation makes another one and then deletes this one with all that SES knows of it.",
    cure="Keep the property as it is, or add a second resource and move to it step by step.",
    source=_SEE,
)
RENAMED = Rule(
    id="mail-part-renamed",
    severity=Severity.ERROR,
    why=(
        "It is the same thing under another logical id or in another stack, which CloudFormation does not see: "
        "it makes the new one first, and that fails because the name is taken."
    ),
    cure="Keep the logical id (override it in the CDK), or use 'cdk refactor' or an import to move it.",
    source=_SEE,
)
ADDED = Rule(
    id="mail-part-added",
    severity=Severity.NOTE,
    why="There is one more of it.",
    cure="Check that it is meant.",
    source=_SEE,
)
KEPT_NO_MORE = Rule(
    id="mail-part-kept-no-more",
    severity=Severity.WARNING,
    why="Until now deleting the stack, or the resource, would have left it alone; from now on it deletes it.",
    cure="Put DeletionPolicy and UpdateReplacePolicy back to Retain.",
    source="CloudFormation: DeletionPolicy attribute",
)
KINDS = (DELETED, LEFT_BEHIND, REPLACED, RENAMED, ADDED, KEPT_NO_MORE)

REPLACED_BY: dict[str, tuple[str, ...]] = {
    "AWS::SES::ConfigurationSet": ("Name",),
    "AWS::SES::ConfigurationSetEventDestination": ("ConfigurationSetName",),
    "AWS::SES::ContactList": ("ContactListName",),
    "AWS::SES::CustomVerificationEmailTemplate": ("TemplateName",),
    "AWS::SES::DedicatedIpPool": ("PoolName",),
    "AWS::SES::EmailIdentity": ("EmailIdentity",),
    "AWS::SES::EmailIdentityCertificate": ("CertificateArn", "EmailIdentity", "FromAddress"),
    "AWS::SES::MailManagerAddonInstance": ("AddonSubscriptionId",),
    "AWS::SES::MailManagerAddonSubscription": ("AddonName",),
    "AWS::SES::MailManagerAddressList": ("AddressListName",),
    "AWS::SES::MailManagerArchive": ("KmsKeyArn",),
    "AWS::SES::MailManagerIngressPoint": ("NetworkConfiguration", "Type"),
    "AWS::SES::MultiRegionEndpoint": ("Details", "EndpointName"),
    "AWS::SES::ReceiptFilter": ("Filter",),
    "AWS::SES::ReceiptRule": ("Rule.Name", "RuleSetName"),
    "AWS::SES::ReceiptRuleSet": ("RuleSetName",),
    "AWS::SES::Template": ("Template.TemplateName",),
    "AWS::SES::Tenant": ("TenantName",),
}
"""Properties whose change makes CloudFormation replace the resource: ``createOnlyProperties`` of each schema."""
_MEANS = {
    "AWS::SES::ConfigurationSet": "mail that names the set is refused, and its rates and events end",
    "AWS::SES::ContactList": "its contacts and their choices are gone",
    "AWS::SES::EmailIdentity": "mail from it is refused, and a new one must be verified",
    "AWS::SES::MailManagerArchive": "the archived mail is gone",
    "AWS::SES::MailManagerIngressPoint": "its host name, to which MX records point, is gone",
    "AWS::SES::ReceiptRule": "mail to its recipients is no longer dealt with",
    "AWS::SES::ReceiptRuleSet": "mail to its domains is refused",
    "AWS::S3::Bucket": "received mail in it is gone, if it can be deleted at all",
}
_TOLD_ELSEWHERE = ("AWS::SES::ConfigurationSetEventDestination", "AWS::SES::VdmAttributes")


def changes(pairing: Pairing) -> Iterator[Change]:
    stores = {*_stores(pairing.old), *_stores(pairing.new)}
    for one in pairing.removed:
        if _is_part(one, stores):
            yield _gone(one)
    for one in pairing.added:
        if _is_part(one, stores):
            yield Change(ADDED, one.place, f"{_title(one, pairing)} is new", after=_title(one, pairing))
    for one, two in pairing.renamed.items():
        text = f"{_title(one, pairing, old=True)} was {_where(one)} and becomes {_where(two)}"
        yield Change(RENAMED, two.place, text, before=_where(one), after=_where(two))
    for one, two in pairing.pairs.items():
        if _is_part(one, stores):
            yield from _kept(one, two)
        yield from _replaced(pairing, one, two)


def _kept(one: Resource, two: Resource) -> Iterator[Change]:
    if one.is_kept and not two.is_kept:
        yield Change(
            KEPT_NO_MORE, two.place, "DeletionPolicy is no longer Retain", before="Retain", after="Delete"
        )


def _replaced(pairing: Pairing, one: Resource, two: Resource) -> Iterator[Change]:
    for path in REPLACED_BY.get(one.type, ()):
        values = pairing.differs(one, two, path)
        if values is not None:
            before, after = values
            means = _MEANS.get(one.type)
            known = is_certain(one.get(path)) and is_certain(two.get(path))
            result = "which replaces it" if known else "which replaces it unless both come out the same"
            text = f"{path} changes from {before or 'nothing'} to {after or 'nothing'}, {result}"
            place = two.place_of(f"Properties.{path}")
            yield Change(REPLACED, place, f"{text}: {means}" if means else text, before=before, after=after)


def _gone(one: Resource) -> Change:
    kind = LEFT_BEHIND if one.is_kept else DELETED
    means = _MEANS.get(one.type)
    text = f"{_short(one)} is gone from the templates"
    if kind is DELETED and means:
        text = f"{text}: {means}"
    return Change(kind, one.place, text, before=_short(one))


def _stores(assembly: Assembly) -> Iterator[Resource]:
    for action in actions_of_kind(assembly, "S3Action"):
        bucket = action.settings.get("BucketName").names("AWS::S3::Bucket")
        if bucket is not None:
            yield bucket


def _is_part(resource: Resource, stores: set[Resource]) -> bool:
    mail = resource.type.startswith("AWS::SES::") and resource.type not in _TOLD_ELSEWHERE
    return mail or resource in stores


def _title(resource: Resource, pairing: Pairing, *, old: bool = False) -> str:
    path = next(iter(REPLACED_BY.get(resource.type, ())), "")
    value = resource.get(path) if path else None
    name = "" if value is None or isinstance(value.raw, dict) else pairing.spelled(value, old=old)
    return f"{_short(resource)} {name}" if name else _short(resource)


def _short(resource: Resource) -> str:
    return resource.type.rpartition("::")[2]


def _where(resource: Resource) -> str:
    stack = resource.template.stack
    return f"{resource.logical_id} of stack {stack}" if stack else resource.logical_id
