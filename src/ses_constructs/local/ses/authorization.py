"""What IAM is asked about a call of SES: the action, the resources it is about, and the keys of conditions.

Which actions know which resource types, and which condition keys: the AWS service reference. An action that knows
none is asked about ``*``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from email.utils import parseaddr

from ses_constructs.local.ses import identities, raw_mail, tenants
from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.mail import addresses
from ses_constructs.local.ses.state import PlaceState

Keys = Mapping[str, str | list[str]]

_V1_SENDS = frozenset({"SendEmail", "SendRawEmail", "SendTemplatedEmail", "SendBulkTemplatedEmail", "SendBounce"})
_WITHOUT_KEYS = frozenset({"SendBulkEmail", "SendBulkTemplatedEmail"})
_V2_TYPES = {
    "ConfigurationSetName": "configuration-set",
    "EmailIdentity": "identity",
    "ContactListName": "contact-list",
    "PoolName": "dedicated-ip-pool",
    "DestinationPoolName": "dedicated-ip-pool",
    "EndpointName": "multi-region-endpoint",
    "ReportId": "deliverability-test-report",
}
"""The member of a request that names something, and the type of that."""
_ONLY_MENTIONED = frozenset(
    {
        ("CreateEmailIdentity", "ConfigurationSetName"),
        ("SendCustomVerificationEmail", "ConfigurationSetName"),
        ("CreateMultiRegionEndpoint", "EndpointName"),
    }
)
"""Actions that do not know the type of something that their request names."""
_WITHOUT_TYPES = frozenset({"ListArchiveExports", "ListArchiveSearches"})
_OF_ARCHIVES = {
    "SearchId": "ArchiveSearch",
    "ExportId": "ArchiveExport",
    "ArchivedMessageId": "ArchivedMessage",
}
"""What is kept under an id of its own and belongs to an archive, by the member of a request that has the id."""
_TO_EXPORT = {
    "": ("s3:GetBucketLocation", "s3:ListBucket"),
    "/*": ("s3:GetObject", "s3:PutObject", "s3:PutObjectAcl", "s3:PutObjectTagging"),
}
"""Guide: Permission policies for Mail Manager (email archiving): of a bucket, and of its objects."""
_MAIL_MANAGER_TYPES = {
    "AddonInstanceId": "addon-instance",
    "AddonSubscriptionId": "addon-subscription",
    "ArchiveId": "mailmanager-archive",
    "IngressPointId": "mailmanager-ingress-point",
    "RelayId": "mailmanager-smtp-relay",
    "RuleSetId": "mailmanager-rule-set",
    "TrafficPolicyId": "mailmanager-traffic-policy",
    "AddressListId": "mailmanager-address-list",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One question to IAM; every one of the resources must be allowed."""

    action: str
    resources: tuple[str, ...]
    keys: Keys = field(default_factory=dict)


Judge = Callable[[Asked], None]
"""Raises ``RefusedError`` when the caller may not."""


def asked_of(state: PlaceState, service: str, operation: str, parameters: Document) -> Asked:
    """The question that a call raises."""
    version = {"ses:ApiVersion": "1" if service == "ses" else "2"}
    if service == "sesv2" and operation in ("SendEmail", "SendBulkEmail"):
        return _v2_send(state, operation, parameters, version)
    if service == "ses" and operation in _V1_SENDS:
        return _v1_send(state, operation, parameters, version)
    if operation == "CreateExportJob":
        version = {**version, "ses:ExportSourceType": _export_source(parameters.get("ExportDataSource", {}))}
    found = tuple(dict.fromkeys(_named(state, service, operation, parameters)))
    return Asked(f"ses:{operation}", found or ("*",), version if service != "mailmanager" else {})


def forwarded_from(state: PlaceState, operation: str, parameters: Document) -> Iterator[Asked]:
    """Questions about what SES does elsewhere in the caller's name: it writes an export of an archive."""
    if operation == "StartArchiveExport":
        location = parameters.get("ExportDestinationConfiguration", {}).get("S3", {}).get("S3Location", "")
        bucket = str(location).removeprefix("s3://").partition("/")[0]
        for part, actions in _TO_EXPORT.items():
            for action in actions:
                yield Asked(action, (f"arn:{state.place.partition}:s3:::{bucket}{part}",))


def sending_resources(state: PlaceState, sender: str, configuration_set: str | None) -> list[str]:
    """The identity that speaks for a sender, and the set that is used: the one named, or the identity's own."""
    covering = list(identities.covering(state, sender))
    name = covering[0].name if covering else sender
    used = configuration_set
    if used is None:
        used = next((one.configuration_set for one in covering if one.configuration_set is not None), None)
    return [state.arn(f"identity/{name}"), *([] if used is None else [state.arn(f"configuration-set/{used}")])]


def sending_keys(*, sender: str, feedback: str, recipients: Sequence[str]) -> Keys:
    """The condition keys of a message; ``sender`` may carry a name, and ``feedback`` is where bounces go."""
    name, address = parseaddr(sender)
    return {
        "ses:FromAddress": address,
        "ses:FromDisplayName": name,
        "ses:FeedbackAddress": feedback or address,
        "ses:Recipients": list(recipients),
    }


def _v2_send(state: PlaceState, operation: str, parameters: Document, version: Keys) -> Asked:
    content = parameters.get("Content") or parameters.get("DefaultContent") or {}
    raw = content.get("Raw", {}).get("Data", b"")
    sender = parameters.get("FromEmailAddress") or raw_mail.sender(raw)
    used = parameters.get("ConfigurationSetName") or raw_mail.configuration_set(raw)
    resources = sending_resources(state, sender, used)
    if parameters.get("FromEmailAddressIdentityArn"):
        resources[0] = parameters["FromEmailAddressIdentityArn"]
    template = content.get("Template", {})
    name = template.get("TemplateName") or template.get("TemplateArn", "").rpartition("/")[2]
    resources += [state.arn(f"template/{name}")] if name else []
    if parameters.get("EndpointId"):
        version = {**version, "ses:MultiRegionEndpointId": parameters["EndpointId"]}
    action = "ses:SendRawEmail" if raw else f"ses:{operation}"
    if operation in _WITHOUT_KEYS:
        return Asked(action, tuple(resources), version)
    feedback = parameters.get("FeedbackForwardingEmailAddress") or ""
    listed = _recipients(parameters.get("Destination", {})) or raw_mail.recipients(raw)
    return Asked(
        action,
        tuple(resources),
        {**version, **sending_keys(sender=sender, feedback=feedback, recipients=listed)},
    )


def _v1_send(state: PlaceState, operation: str, parameters: Document, version: Keys) -> Asked:
    action = f"ses:{operation}"
    raw = parameters.get("RawMessage", {}).get("Data", b"")
    sender = parameters.get("Source") or parameters.get("BounceSender") or raw_mail.sender(raw)
    if operation == "SendBounce":
        resources = sending_resources(state, sender, None)[:1]
        return Asked(action, tuple(resources), {**version, "ses:FromAddress": parseaddr(sender)[1]})
    used = parameters.get("ConfigurationSetName") or raw_mail.configuration_set(raw)
    resources = sending_resources(state, sender, used)
    resources += [state.arn(f"template/{parameters['Template']}")] if parameters.get("Template") else []
    if operation in _WITHOUT_KEYS:
        return Asked(action, tuple(resources), version)
    listed = parameters.get("Destinations") or _recipients(parameters.get("Destination", {}))
    keys = sending_keys(
        sender=sender,
        feedback=parameters.get("ReturnPath") or "",
        recipients=listed or raw_mail.recipients(raw),
    )
    return Asked(action, tuple(resources), {**version, **keys})


def _export_source(source: Document) -> str:
    return "METRICS_DATA" if "MetricsDataSource" in source else "MESSAGE_INSIGHTS"


def _recipients(destination: Document) -> list[str]:
    lists = (destination.get(kind) or [] for kind in ("ToAddresses", "CcAddresses", "BccAddresses"))
    return [address for listed in lists for entry in listed for address in addresses(entry) or [entry]]


def _named(state: PlaceState, service: str, operation: str, parameters: Document) -> Iterator[str]:
    """The ARNs of what a request names, as far as the action knows resources; version 1 knows none here."""
    if service == "sesv2":
        yield from _named_v2(state, operation, parameters)
    elif service == "mailmanager":
        yield from _named_in_mail_manager(state, operation, parameters)
    if service != "ses" and parameters.get("ResourceArn"):
        yield str(parameters["ResourceArn"])


def _named_v2(state: PlaceState, operation: str, parameters: Document) -> Iterator[str]:
    for member, type in _V2_TYPES.items():
        if parameters.get(member) and (operation, member) not in _ONLY_MENTIONED:
            yield state.arn(f"{type}/{parameters[member]}")
    if parameters.get("TemplateName"):
        custom = "CustomVerificationEmailTemplate" in operation or operation == "SendCustomVerificationEmail"
        type = "custom-verification-email-template" if custom else "template"
        yield state.arn(f"{type}/{parameters['TemplateName']}")
    if parameters.get("JobId"):
        yield state.arn(f"{'import' if 'Import' in operation else 'export'}-job/{parameters['JobId']}")
    if parameters.get("ReputationEntityReference"):
        yield str(parameters["ReputationEntityReference"])
    known = state.kept(tenants.KIND).get(str(parameters.get("TenantName")))
    if "Tenant" in operation and known is not None:
        yield str(known["TenantArn"])


def _named_in_mail_manager(state: PlaceState, operation: str, parameters: Document) -> Iterator[str]:
    """What is made has no ARN yet; other things that a request mentions are not asked about."""
    made = operation.startswith("Create") and operation != "CreateAddressListImportJob"
    if made or operation in _WITHOUT_TYPES:
        return
    for member, type in _MAIL_MANAGER_TYPES.items():
        stem = member.removesuffix("Id")
        if parameters.get(member) and (stem in operation or len(_identifiers(parameters)) == 1):
            yield state.arn(f"{type}/{parameters[member]}")
    for member, kind in _OF_ARCHIVES.items():
        known = state.kept(kind).get(str(parameters.get(member)))
        if known is not None:
            yield state.arn(f"mailmanager-archive/{known['ArchiveId']}")


def _identifiers(parameters: Document) -> list[str]:
    return [name for name in _MAIL_MANAGER_TYPES if parameters.get(name)]
